/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The two BPF programs of trace, as instructions: one runs when
 * vfio_pci_config_rw() is entered, one when it returns. doc/tracing.md has their
 * disassembly, which a test compares.
 */
#ifndef VFIO_CFGTOOL_KERNEL_TRACE_PROGRAMS_H
#define VFIO_CFGTOOL_KERNEL_TRACE_PROGRAMS_H

#include "kernel/instructions.h"

/* The maps that the programs use. */
enum trace_map {
	TRACE_PENDING,	/* hash: thread (u64) to the head of a struct trace_record */
	TRACE_SCRATCH,	/* an array of one struct trace_record for each processor */
	TRACE_RING,	/* BPF ring buffer that carries struct trace_record */
	TRACE_COUNTS,	/* array of one struct trace_counts */
	TRACE_SEEN,	/* hash: structure (u64) to the address of the map that was sent (u64) */
	TRACE_MAPS,
};

/* Offsets in the kernel's structures. */
enum trace_offset {
	TRACE_CONFIG_MAP,	/* pci_config_map in the device's structure */
	TRACE_VIRTUAL_COPY,	/* vconfig there */
	TRACE_PCI_DEVICE,	/* pdev there */
	TRACE_DEVICE_NAME,	/* dev.kobj.name in struct pci_dev */
	TRACE_CONFIG_SIZE,	/* cfg_size there */
	TRACE_OFFSETS,
};

struct trace_places {
	int map[TRACE_MAPS];		/* descriptors */
	int offset[TRACE_OFFSETS];	/* bytes */
};

#define TRACE_PROGRAM_SIZE 256	/* instructions, at most, of each */

/*
 * Writes a program for these places. Returns its length in instructions; 0 where
 * the registers of this machine are not known (kernel/machine.h).
 */
size_t trace_program_entry(const struct trace_places *places,
			   struct bpf_insn code[TRACE_PROGRAM_SIZE]);
size_t trace_program_return(const struct trace_places *places,
			    struct bpf_insn code[TRACE_PROGRAM_SIZE]);

#endif
