/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The builders of each VMM's guest view. A new VMM needs a row in guest.c and one here. */
#ifndef VFIO_CFGTOOL_MODEL_VMM_PROGRAMS_H
#define VFIO_CFGTOOL_MODEL_VMM_PROGRAMS_H

#include "model/vmm/guest.h"

/*
 * Each fills a guest that guest_build() has prepared: size and reach are set, and no byte of
 * its space is known.
 */
void qemu_build(const struct guest_source *source, const struct vmm_rules *rules,
		struct guest *guest);
void filter_build(const struct guest_source *source, const struct vmm_rules *rules,
		  struct guest *guest);

#endif
