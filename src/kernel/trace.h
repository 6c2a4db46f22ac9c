/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Accesses of VFIO users to configuration space, as they happen: a kprobe on
 * vfio_pci_config_rw(), which every access goes through, and one on its return. Opens,
 * resets and holds no device. Nothing stays attached after any end of the process.
 * Needs root, or CAP_BPF and CAP_PERFMON.
 */
#ifndef VFIO_CFGTOOL_KERNEL_TRACE_H
#define VFIO_CFGTOOL_KERNEL_TRACE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/trace_record.h"
#include "kernel/layout.h"
#include "kernel/trace_programs.h"

/* Plain descriptors and memory; starts as KERNEL_TRACE_ENDED, ended by kernel_trace_end(). */
struct kernel_trace {
	struct trace_places places;
	int entry_program, return_program;
	int entry_probe, return_probe;	/* -1: detached */
	bool assumed;			/* places in the structure are not told by type information */
	size_t ring_size;		/* bytes */
	uint64_t *consumer;		/* two views of the ring, mapped */
	const uint8_t *producer;
};

#define KERNEL_TRACE_ENDED								\
	{ .places = { .map = { -1, -1, -1, -1, -1 } }, .entry_program = -1,			\
	  .return_program = -1, .entry_probe = -1, .return_probe = -1 }
#define CLEANUP_KERNEL_TRACE __attribute__((cleanup(kernel_trace_end)))

/* Bytes of the ring, unless a test wants fewer: thousands of accesses. */
#define KERNEL_TRACE_RING (4U << 20)

/*
 * Makes the maps and loads the programs; attaches nothing. `ring_size` is a power of two
 * and at least a page. Returns 0, or -errno with fault filled: the exact cause and the way
 * out.
 */
int kernel_trace_begin(struct kernel_trace *trace, size_t ring_size, struct fault *fault);

/*
 * Attaches the programs: the one of the return first, so that no entry is without one.
 * -ENOENT: the function is not there, as its module is not loaded. Returns 0, or -errno
 * with fault filled.
 */
int kernel_trace_attach(struct kernel_trace *trace, struct fault *fault);

/*
 * Detaches, and loads the programs again for the layout that the kernel tells now: only the
 * module that is loaded knows it. What was counted, and what waits in the ring, is kept.
 * Returns 0, or -errno with fault filled.
 */
int kernel_trace_renew(struct kernel_trace *trace, struct fault *fault);

/* Detaches the entry, then the return. Harmless when called twice. */
void kernel_trace_detach(struct kernel_trace *trace);

/* A descriptor that poll(2) reports as readable when records wait. */
int kernel_trace_descriptor(const struct kernel_trace *trace);

/* Takes the oldest record. False: none waits. */
bool kernel_trace_next(struct kernel_trace *trace, struct trace_record *record);

/*
 * Has the map and the virtual copy of an open device sent again, before its next access.
 * Structure 0: of all.
 */
void kernel_trace_forget(struct kernel_trace *trace, uint64_t structure);

/* What was counted so far. Returns 0 or -errno. */
int kernel_trace_counts(const struct kernel_trace *trace, struct trace_counts *counts);

/*
 * Calls that are noted and not sent: still under way, or their return was missed. Copies
 * their heads, at most `most`, without data. Returns how many there are in all. To be
 * asked when the probes are detached.
 */
size_t kernel_trace_pending(const struct kernel_trace *trace, struct trace_record *records,
			    size_t most);

/* Detaches, unloads, unmaps. */
void kernel_trace_end(struct kernel_trace *trace);

#endif
