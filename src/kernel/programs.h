/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two BPF programs, written down as instructions: no compiler is needed to run them. */
#ifndef VFIO_CFGTOOL_KERNEL_PROGRAMS_H
#define VFIO_CFGTOOL_KERNEL_PROGRAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/bpf.h"

/* What the noter is told and tells. */
struct program_note {
	uint64_t buffer;	/* address of the caller's buffer: whose read is meant */
	uint64_t structure;	/* the first argument of the function that was entered */
	uint64_t hits;		/* how often that happened for this buffer */
};

/* The most that the copier copies in one run: bytes. */
#define PROGRAM_COPY_SIZE 4096

/* Whether it is known in which registers this machine passes arguments. */
bool program_registers_known(void);

/*
 * Loads the kprobe program that notes the first argument of a function whose
 * second one is note->buffer. By the buffer and not by the process ID, which
 * is another one in a PID namespace. `note` is a BPF value of one
 * struct program_note. Returns a descriptor or -errno.
 */
int program_load_noter(int note);

/*
 * Loads the program that, run on an address and a size, copies that memory
 * to `copy`, a BPF value of PROGRAM_COPY_SIZE bytes. It returns 0 or -errno.
 * Of type raw tracepoint, which kernels can run from 5.10 on without an event.
 */
int program_load_copier(int copy);

#endif
