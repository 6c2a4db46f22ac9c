/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two BPF programs, written down as instructions: no compiler is needed to run them. */
#ifndef VFIO_CFGTOOL_KERNEL_PROGRAMS_H
#define VFIO_CFGTOOL_KERNEL_PROGRAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/bpf.h"
#include "kernel/instructions.h"

/* What the noter is told and tells. */
struct program_note {
	uint64_t buffer;	/* address of the caller's buffer: whose read is meant */
	uint64_t structure;	/* the first argument of the function that was entered */
	uint64_t hits;		/* how often that happened for this buffer */
};

/* The most that the copier copies in one run: bytes. */
#define PROGRAM_COPY_SIZE 4096

/* Whether it is known in which registers the running kernel passes arguments. */
bool program_registers_known(void);

/*
 * The noter, on the entry of a function, notes the function's first argument if the
 * second one is note->buffer. By the buffer and not by the process ID, which is another
 * one in a PID namespace. `note` is a BPF value of one struct program_note.
 *
 * The copier, run on an address and a size, copies that memory to `copy`, a BPF value
 * of PROGRAM_COPY_SIZE bytes. It returns 0 or -errno. It is a raw tracepoint program,
 * which kernels can run from 5.10 on without an event.
 *
 * Both write their instructions and return how many there are; the noter 0 where the
 * registers of this machine are not known. doc/asking-the-kernel.md has their
 * disassembly, which a test compares.
 */
#define PROGRAM_SIZE 16
size_t program_noter(int note, struct bpf_insn code[PROGRAM_SIZE]);
size_t program_copier(int copy, struct bpf_insn code[PROGRAM_SIZE]);

/* Load them. Return a descriptor or -errno. */
int program_load_noter(int note);
int program_load_copier(int copy);

#endif
