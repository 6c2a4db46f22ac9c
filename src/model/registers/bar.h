/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Decodes a BAR: its space and address; with the host's resources, also its size. */
#ifndef VFIO_CFGTOOL_MODEL_REGISTERS_BAR_H
#define VFIO_CFGTOOL_MODEL_REGISTERS_BAR_H

#include "base/device.h"
#include "base/space.h"

enum bar_space {
	BAR_MEMORY,
	BAR_IO,
	BAR_ROM,
};

struct bar {
	enum bar_space space;
	bool wide;		/* 64 bits */
	bool prefetchable;
	bool upper;		/* the register is the upper half of the BAR before it */
	uint64_t address;	/* of the whole BAR; 0: none was assigned */
	uint64_t size;		/* bytes; 0: not known, as configuration space does not tell */
};

/*
 * The BAR whose register starts at an offset of a space in the hardware's view. `resources`:
 * the kernel's, or NULL. False if the header has no BAR there, or if the BAR reads 0 and has
 * no resource. PCI 3.0, 6.2.5.
 */
bool bar_find(const struct config_space *space, const struct device_resources *resources,
	      unsigned int offset, struct bar *bar);

/* "memory", "io", "rom": stable. */
const char *bar_space_name(enum bar_space space);

#endif
