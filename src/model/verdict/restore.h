/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What an interrupted run left, and the result of restoring it. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_RESTORE_H
#define VFIO_CFGTOOL_MODEL_VERDICT_RESTORE_H

#include "base/fact_mismatch.h"
#include "model/registers/registers.h"
#include "model/verdict/view_difference.h"

/* The state of a journal. */
enum restore_state {
	LEFT_NOTHING,		/* there is no journal */
	LEFT_IN_USE,		/* a running process uses it */
	LEFT_PENDING,		/* it waits for restore, or restore refused */
	LEFT_DAMAGED,		/* the journal cannot be read */
	LEFT_UNKNOWN,		/* this user may not look whether there is one */
	LEFT_RESTORED,		/* all registers are restored, and the journal is removed */
	LEFT_KEPT,		/* some registers are not restored; the journal is kept */
};

/* A register to restore. */
struct restored_register {
	struct register_place place;
	uint32_t before;			/* the value that restore writes */
	bool written;				/* the write was made */
	struct known_value user, hardware;	/* its value afterwards */
};

/* A journal, and the result of restoring it. */
struct restore_result {
	enum restore_state state;
	bool read;				/* the journal was; else the next five mean nothing */
	int64_t started, pid;			/* of the interrupted run: seconds since 1970 */
	const char *command;			/* its command, such as "probe" */
	size_t writes, pending;			/* logged writes, and those not yet restored */
	size_t mismatches;
	const struct fact_mismatch *mismatch;
	size_t restored_count;
	const struct restored_register *restored;	/* in the order of restoring */
	size_t difference_count;
	const struct byte_difference *differences;
};

/* "none", "in-use", "left", "damaged", "unknown", "restored", "kept": stable. */
const char *restore_state_name(enum restore_state state);

#endif
