/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What a guest can have changed in the bytes that its VMM showed it first. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_DIFF_GUEST_H
#define VFIO_CFGTOOL_MODEL_VERDICT_DIFF_GUEST_H

#include "model/verdict/diff.h"

/* The bits at a place (1, 2 or 4 bytes) that a guest's write changes for its own reads. */
uint32_t diff_guest_writes(const struct diff_request *request, unsigned int offset,
			   unsigned int width);

/*
 * The bits of a register that each guest and its firmware set: addresses, and what lets the
 * device use them. 0 for other registers.
 */
uint32_t diff_guest_sets(const struct device_register *known);

#endif
