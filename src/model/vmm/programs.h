/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes a guest view of each VMM. A VMM is added by a row in guest.c and one here. */
#ifndef VFIO_CFGTOOL_MODEL_VMM_PROGRAMS_H
#define VFIO_CFGTOOL_MODEL_VMM_PROGRAMS_H

#include "model/vmm/guest.h"

/*
 * Each fills a guest that guest_build() has prepared: size, reach, and a space in
 * which no byte is known yet.
 */
void qemu_build(const struct guest_source *source, const struct vmm_rules *rules,
		struct guest *guest);
void filter_build(const struct guest_source *source, const struct vmm_rules *rules,
		  struct guest *guest);

#endif
