/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an interrupted run left, and what came of putting it back. */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_RESTORE_H
#define VFIO_CFGTOOL_MODEL_VERDICT_RESTORE_H

#include "base/fact_mismatch.h"
#include "model/registers/registers.h"
#include "model/verdict/view_difference.h"

/* What is to be said of what an interrupted run left. */
enum restore_state {
	LEFT_NOTHING,		/* there is no journal */
	LEFT_IN_USE,		/* a run that is at work has it */
	LEFT_PENDING,		/* it waits for restore, or was refused */
	LEFT_DAMAGED,		/* the journal cannot be read */
	LEFT_RESTORED,		/* all is back, and the journal removed */
	LEFT_KEPT,		/* not all is back; the journal is there still */
};

/* A register to put back. */
struct restored_register {
	struct register_place place;
	uint32_t before;			/* what is written */
	bool written;				/* it was */
	struct known_value user, hardware;	/* what it has now */
};

/* A journal, and what came of putting it back. */
struct restore_result {
	enum restore_state state;
	bool read;				/* the journal was; else the next four say nothing */
	int64_t started, pid;			/* seconds since 1970; of the interrupted run */
	const char *command;			/* of the tool, such as "probe" */
	size_t writes, pending;			/* logged, and of these not put back before */
	size_t mismatches;
	const struct fact_mismatch *mismatch;
	size_t restored_count;
	const struct restored_register *restored;	/* in the order in which they are put back */
	size_t difference_count;
	const struct byte_difference *differences;
};

/* "none", "in-use", "left", "damaged", "restored", "kept": stable. */
const char *restore_state_name(enum restore_state state);

#endif
