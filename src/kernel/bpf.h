/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bpf(2) and perf_event_open(2) system calls, as far as they are needed to
 * note a function's argument and to copy kernel memory. Nothing is pinned, and
 * every descriptor closes on exec.
 */
#ifndef VFIO_CFGTOOL_KERNEL_BPF_H
#define VFIO_CFGTOOL_KERNEL_BPF_H

#include <linux/bpf.h>
#include <stddef.h>
#include <stdint.h>

/* Makes an array of one value of `size` bytes, all 0. Returns its descriptor or -errno. */
int bpf_value_create(uint32_t size);

/* Copies the whole value out of, or into, such an array. Returns 0 or -errno. */
int bpf_value_read(int value, void *bytes);
int bpf_value_write(int value, const void *bytes);

/*
 * Loads a program whose instructions address values by descriptor. Returns its
 * descriptor or -errno; `name` is what the kernel lists it as.
 */
int bpf_program_load(enum bpf_prog_type type, const char *name, const struct bpf_insn *code,
		     size_t count);

/* Runs a raw tracepoint program once on two numbers. Returns what it returned, or -errno. */
int bpf_program_run(int program, uint64_t first, uint64_t second);

/*
 * Has the program run whenever the kernel function is entered, until the
 * descriptor that is returned is closed. -errno: ENOENT no such function,
 * EACCES no right to, EOPNOTSUPP a kernel without kprobes.
 */
int bpf_kprobe_attach(int program, const char *function);

#endif
