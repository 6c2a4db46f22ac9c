/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The fingerprint of a device's map and policy, to group the devices of a fleet. It is equal
 * for devices whose users have the same rights. It is no security measure.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_FINGERPRINT_H
#define VFIO_CFGTOOL_MODEL_VERDICT_FINGERPRINT_H

#include "model/prediction.h"

/* "1-" and 16 digits; the number before the '-' is the version of the hashed text. */
#define FINGERPRINT_SIZE 19

/* A fingerprint and its input. */
struct fingerprint {
	char text[FINGERPRINT_SIZE];	/* "": there is none yet */
	uint64_t key;			/* of the input: another key is another input */
	unsigned int size;
	uint8_t map[SPACE_SIZE_EXTENDED];
	uint8_t read_virtual[SPACE_SIZE_EXTENDED];
	uint8_t write[SPACE_SIZE_EXTENDED];
	uint8_t write_virtual[SPACE_SIZE_EXTENDED];
	unsigned int effects;
	struct policy_effect effect[POLICY_EFFECTS];
};

#define FINGERPRINT_SLOTS 512

/*
 * Fingerprints that were found, because hashing takes much longer than comparing the input, and
 * a fleet has many devices of few models. Starts as zeros. Large, but only what is used is
 * touched.
 */
struct fingerprints {
	struct fingerprint slot[FINGERPRINT_SLOTS];
};

/*
 * The fingerprint of a prediction; the text is in *found until the next one. NULL: the device
 * cannot be opened, or its hardware view, or bytes of it, were not read.
 */
const char *fingerprint_find(struct fingerprints *found, const struct prediction *prediction);

#endif
