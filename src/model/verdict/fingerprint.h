/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The fingerprint of a device's map and policy: equal for devices whose users can do the
 * same, so that a fleet's devices are grouped by it. It is no security measure.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_FINGERPRINT_H
#define VFIO_CFGTOOL_MODEL_VERDICT_FINGERPRINT_H

#include "model/prediction.h"

/* "1-" and 16 digits; the number before the '-' is that of the text that is hashed. */
#define FINGERPRINT_SIZE 19

/*
 * The last fingerprint and what it is of: hashing takes ten times as long as comparing, and
 * equal devices are often neighbours. Starts as zeros. Large.
 */
struct fingerprint {
	char text[FINGERPRINT_SIZE];
	unsigned int size;
	uint8_t map[SPACE_SIZE_EXTENDED];
	uint8_t read_virtual[SPACE_SIZE_EXTENDED];
	uint8_t write[SPACE_SIZE_EXTENDED];
	uint8_t write_virtual[SPACE_SIZE_EXTENDED];
	unsigned int effects;
	struct policy_effect effect[POLICY_EFFECTS];
};

/*
 * The fingerprint of a prediction; the text is in *last. NULL: the device cannot be opened,
 * its hardware view was not read, or bytes of it were not seen.
 */
const char *fingerprint_find(struct fingerprint *last, const struct prediction *prediction);

#endif
