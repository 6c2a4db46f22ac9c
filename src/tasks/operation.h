/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The words that a call names registers by, and their places in a device. */
#ifndef VFIO_CFGTOOL_TASKS_OPERATION_H
#define VFIO_CFGTOOL_TASKS_OPERATION_H

#include "base/fault.h"
#include "model/prediction.h"
#include "model/verdict/access.h"

/* A read, a write or a wait, not yet found in a device. */
struct operation {
	enum access_kind kind;
	const char *text;	/* as it was written */
	struct register_reference reference;
	struct range_reference range;
	unsigned int step;	/* the number of the value in its word, from 0 */
	uint32_t value, mask;
	unsigned int milliseconds;
};

/* Starts as zeros, ended by operations_free(). */
struct operations {
	size_t count, room;
	struct operation *list;
	bool reads;	/* their words are REGISTER and RANGE, and no write and no wait */
	size_t texts;	/* lines of standard input, which the operations point to */
	char **text;
};

#define CLEANUP_OPERATIONS __attribute__((cleanup(operations_free)))

void operations_free(struct operations *operations);

/* Appends an operation that is all zeros, or returns NULL if memory is short. */
struct operation *operations_add(struct operations *operations);

/* Finds the place of a register in a device. Returns 0 or -errno with fault filled. */
int operation_find(const struct prediction *prediction, const struct operation *operation,
		   struct register_place *place, struct fault *fault);

/* Finds the bytes of a RANGE in a device. Returns 0 or -errno with fault filled. */
int operation_range(const struct prediction *prediction, const struct operation *operation,
		    uint8_t bytes[SPACE_SIZE_EXTENDED / 8], struct fault *fault);

/* Checks that a device has the places of all operations: 0, or -errno with fault filled. */
int operations_find(const struct prediction *prediction, const struct operations *operations,
		    struct fault *fault);

#endif
