/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The virtual copy: the kernel's vconfig of a device, as an open leaves it and
 * before a user reads or writes. Whatever a user reads of virtual bits comes
 * from it.
 *
 * vfio_config_init() takes memory as it comes and writes what VFIO shows: the
 * header and the capabilities of the chains. The rest, and a next pointer of
 * a capability that is too short for it, holds what was there before; no user
 * ever reads that.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_VIRTUAL_COPY_H
#define VFIO_CFGTOOL_MODEL_VFIO_VIRTUAL_COPY_H

#include "base/space.h"
#include "model/vfio/device_facts.h"
#include "model/vfio/map.h"
#include "model/vfio/rules.h"

/*
 * Builds the copy of hardware->size bytes. `hardware` is the hardware view as
 * the kernel read it during the open (BARs and COMMAND as they are while the
 * device is open), `map` the one that map_build() made of it with the same
 * rules and facts. *copy is filled whole.
 *
 * Known in *copy are the bytes that the kernel wrote and that follow from what
 * was given. Not known are: any of a device that cannot be opened; what was not
 * read of the hardware; a VF's IDs where facts do not tell; the OpRegion
 * pointer with `igd-vbt`, which may be the VBT's address; and what the kernel
 * never wrote, unless its memory is zeroed. copy->view is VIEW_USER.
 */
void virtual_copy_build(const struct config_space *hardware, const struct rules *rules,
			const struct device_facts *facts, const struct map *map,
			struct config_space *copy);

/* Whether the kernel turns the device's INTx off for good, as it cannot be masked. */
bool virtual_copy_intx_is_broken(const struct config_space *hardware,
				 const struct device_facts *facts);

#endif
