/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The two sides that a call of diff names: devices of the machine, or in files. */
#ifndef VFIO_CFGTOOL_INPUTS_DIFF_SIDES_H
#define VFIO_CFGTOOL_INPUTS_DIFF_SIDES_H

#include "base/device_list.h"
#include "inputs/guest.h"
#include "inputs/inspect.h"

struct diff_half {
	struct options options;		/* of the call, but for file and device */
	struct device_list list;	/* the one device */
	struct device_list machine;	/* all devices of the side, if both sides have several ... */
	size_t next;			/* ... and the first that was not compared yet */
	struct prediction *prediction;	/* owned */
	struct config_space space;	/* the bytes to compare */
	struct report_side shown;
};

/* Starts as zeros, ended by diff_pair_end(). */
struct diff_pair {
	struct diff_half a, b;
	const struct vmm_rules *vmm;	/* of --vmm; NULL: not given, or not used */
	struct guest_side *side;	/* with vmm: the guest that was predicted last; owned */
	bool several;			/* two machines: diff_pair_next() goes through them */
	const struct device *failed;	/* what could not be used, and why, or NULL */
	struct fault fault;
};

#define CLEANUP_DIFF_PAIR __attribute__((cleanup(diff_pair_end)))

/*
 * Takes "DEVICE", "FILE" or "FILE@DEVICE" for the file and the arguments of
 * options. What is no device is a file. False, with the reason told, where a file
 * was named by --dump too, or memory is short.
 */
bool diff_argument(const char *text, struct options *options);

/*
 * Reads and judges the two sides of a call. Files that both have several functions are only
 * read: pair->several. Returns EXIT_DONE, or another status with the reason told.
 */
enum exit_status diff_pair_read(const struct options *options, struct diff_pair *pair);

/*
 * Judges the next two functions with one address of two machines. One that only one machine
 * has is pair->failed, with EXIT_DISAGREED. Fills *status as diff_pair_read() returns it.
 * False: there are no more.
 */
bool diff_pair_next(const struct options *options, struct diff_pair *pair,
		    enum exit_status *status);

void diff_pair_end(struct diff_pair *pair);

/* A side of a comparison: the bytes of a device under a prediction; file may be NULL. */
struct report_side diff_side_of(const char *file, const struct device *device,
				const struct prediction *prediction,
				const struct config_space *space);

/*
 * Predicts a device again, under the set of rules that was named first. Returns 0, or -errno
 * with fault filled.
 */
int diff_predict_before(const struct options *options, const struct inspection *inspection,
			struct prediction *before, struct fault *fault);

#endif
