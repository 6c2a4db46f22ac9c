/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
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
 * Makes a map of another kind. For a ring buffer max_entries is its size in bytes, a
 * power of two and whole pages, and both sizes are 0. Returns its descriptor or -errno.
 */
int bpf_map_create(enum bpf_map_type type, uint32_t key_size, uint32_t value_size,
		   uint32_t max_entries);

/*
 * Walks a hash: finds the key after *key (NULL: the first). Returns 0, or -ENOENT after
 * the last. bpf_map_read() copies the value of a key. Returns 0 or -errno.
 */
int bpf_map_next(int map, const uint64_t *key, uint64_t *next);
int bpf_map_read(int map, uint64_t key, void *value);

/* Removes a key from a hash. Returns 0 or -errno. */
int bpf_map_remove(int map, uint64_t key);

/*
 * Loads a program whose instructions address values by descriptor. Returns its
 * descriptor or -errno; the kernel lists it as `name`.
 */
int bpf_program_load(enum bpf_prog_type type, const char *name, const struct bpf_insn *code,
		     size_t count);

/* Runs a raw tracepoint program once on two numbers. Returns its result, or -errno. */
int bpf_program_run(int program, uint64_t first, uint64_t second);

/* Whether a kprobe's program runs when the function is entered, or when it returns. */
enum bpf_kprobe { KPROBE_ENTRY, KPROBE_RETURN };

/*
 * Runs the program for each call of a kernel function, on all processors, until the caller
 * closes the returned descriptor. -errno: ENOENT no such function, EACCES no right,
 * EOPNOTSUPP a kernel without kprobes.
 */
int bpf_kprobe_attach(int program, const char *function, enum bpf_kprobe where);

#endif
