/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Faults at the border of the process: the n-th allocation or system call of
 * a kind fails. faults.c injects them; trial.c runs the program once for each
 * n and judges what came of it.
 */
#ifndef VFIO_CFGTOOL_TORTURE_H
#define VFIO_CFGTOOL_TORTURE_H

#include <stdbool.h>
#include <stddef.h>

#define TORTURE_FRAMES 24

/* One page that the program under test and its judge share. */
struct torture {
	unsigned long count;	/* calls of the kind until now */
	unsigned long fired;	/* faults that were injected */
	int frames;		/* where the first one was: return addresses */
	void *frame[TORTURE_FRAMES];
};

/* What is to fail. */
struct torture_plan {
	bool allocations;	/* else system calls of `kind` */
	const char *kind;
	int error;		/* a positive errno; 0: a short read or write */
	bool onward;		/* and every later one, too */
	unsigned long at;	/* 1 is the first; 0: none, only count */
};

/*
 * Reads "KIND[:ERROR]", such as "alloc", "write:ENOSPC" or "read:short".
 * Returns false where there is no such kind or error.
 */
bool torture_parse(const char *text, struct torture_plan *plan);

/*
 * From here on calls are counted, and those of the plan fail. To be called
 * once in a process. Returns false where system calls cannot be caught here.
 */
bool torture_arm(const struct torture_plan *plan, struct torture *shared);

/* From here on nothing is counted, and nothing fails. */
void torture_disarm(void);

#endif
