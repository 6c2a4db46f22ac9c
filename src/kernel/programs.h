/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The two BPF programs as instructions: no compiler is needed. */
#ifndef VFIO_CFGTOOL_KERNEL_PROGRAMS_H
#define VFIO_CFGTOOL_KERNEL_PROGRAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/bpf.h"
#include "kernel/instructions.h"

/* Input and output of the noter. */
struct program_note {
	uint64_t buffer;	/* in: the address of the buffer of the read to note */
	uint64_t structure;	/* out: the first argument of the function */
	uint64_t hits;		/* out: how often the function was entered with this buffer */
};

/* The most bytes that the copier copies in one run. */
#define PROGRAM_COPY_SIZE 4096

/* Whether the registers in which the running kernel passes arguments are known. */
bool program_registers_known(void);

/*
 * The noter runs on the entry of a function and notes the function's first argument if the
 * second one is note->buffer. It compares the buffer and not the process ID, which differs in
 * a PID namespace. `note` is a BPF value of one struct program_note.
 *
 * The copier, run on an address and a size, copies that memory to `copy`, a BPF value
 * of PROGRAM_COPY_SIZE bytes. It returns 0 or -errno. It is a raw tracepoint program,
 * which kernels can run from 5.10 on without an event.
 *
 * Both write their instructions and return their number; the noter 0 if the
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
