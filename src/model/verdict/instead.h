/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What works instead of a write that VFIO drops or keeps in its virtual copy: the interface of
 * the kernel, or of a VMM, that is made for this purpose.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_INSTEAD_H
#define VFIO_CFGTOOL_MODEL_VERDICT_INSTEAD_H

#include "model/registers/registers.h"
#include "model/vfio/policy.h"

struct instead {
	const char *name;	/* of the register, in its type: kernel, or setpci */
	uint32_t mask;		/* bits of it */
	bool always;		/* also if a write reaches the device, because its owner does
				   not learn of it */
	const char *want;	/* what such a write is for: "enable MSI and its vectors" */
	const char *interface;	/* stable: ioctl, sysfs, parameter, vmm */
	const char *how;	/* a clause */
	const char *since;	/* the first kernel that has it; NULL: all known ones */
	const char *source;	/* where that is written */
};

/* The rows; const data. */
const struct instead *instead_rows(size_t *count);

/*
 * The bits of a register that a row covers; 0: none. `bits` are those of `width` bytes from
 * `offset` on, and so is the result.
 */
uint32_t instead_mask(const struct instead *row, const struct device_register *known,
		      const struct register_place *place, const struct policy_bits *bits);

#endif
