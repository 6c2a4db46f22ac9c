/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The virtual copy: the kernel's vconfig of a device after an open and before a
 * user's first access. A user reads virtual bits from it.
 *
 * vfio_config_init() allocates memory without clearing it and writes the header and
 * the capabilities that VFIO shows. The rest keeps the memory's old content, and so
 * does the next pointer of a capability that is too short for one; no user reads it.
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
 * device is open). `map` was built from it with the same rules and facts. Every
 * member of *copy is set; copy->view is VIEW_USER.
 *
 * Unknown in *copy are: all bytes if the device cannot be opened; bytes of the
 * hardware that were not read; a VF's IDs if the facts lack them; the OpRegion
 * pointer with `igd-vbt`, since it may be the VBT's address; and bytes that the
 * kernel never wrote, unless facts->memory_zeroed.
 */
void virtual_copy_build(const struct config_space *hardware, const struct rules *rules,
			const struct device_facts *facts, const struct map *map,
			struct config_space *copy);

/* Whether the kernel never offers the device's INTx, because it cannot be masked. */
bool virtual_copy_intx_is_broken(const struct config_space *hardware,
				 const struct device_facts *facts);

#endif
