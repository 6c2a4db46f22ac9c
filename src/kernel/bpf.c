/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/bpf.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/macros.h"
#include "base/memory.h"

#define KPROBE_TYPE		"/sys/bus/event_source/devices/kprobe/type"
#define KPROBE_RETURN_FORMAT	"/sys/bus/event_source/devices/kprobe/format/retprobe"

/* How often a program is loaded again after a signal interrupted the verifier. */
#define LOAD_TRIES 10

/* Part of bpf_probe_read_kernel()'s conditions: a licence compatible with the GPL. */
#define PROGRAM_LICENCE "GPL"

static uint64_t pointer(const void *address)
{
	return (uint64_t)(uintptr_t)address;
}

static int call(enum bpf_cmd command, union bpf_attr *attributes)
{
	long result = syscall(SYS_bpf, command, attributes, sizeof(*attributes));

	return result < 0 ? -errno : (int)result;
}

int bpf_map_create(enum bpf_map_type type, uint32_t key_size, uint32_t value_size,
		   uint32_t max_entries)
{
	const struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	union bpf_attr attributes;
	int map;

	memset(&attributes, 0, sizeof(attributes));
	attributes.map_type = type;
	attributes.key_size = key_size;
	attributes.value_size = value_size;
	attributes.max_entries = max_entries;
	map = call(BPF_MAP_CREATE, &attributes);
	/* Before 5.11 it counts as locked memory of the user, even of root. */
	if (map == -EPERM && setrlimit(RLIMIT_MEMLOCK, &unlimited) == 0)
		map = call(BPF_MAP_CREATE, &attributes);
	return map;
}

int bpf_value_create(uint32_t size)
{
	return bpf_map_create(BPF_MAP_TYPE_ARRAY, sizeof(uint32_t), size, 1);
}

int bpf_map_next(int map, const uint64_t *key, uint64_t *next)
{
	union bpf_attr attributes;

	memset(&attributes, 0, sizeof(attributes));
	attributes.map_fd = (uint32_t)map;
	attributes.key = pointer(key);
	attributes.next_key = pointer(next);
	return call(BPF_MAP_GET_NEXT_KEY, &attributes);
}

int bpf_map_read(int map, uint64_t key, void *value)
{
	union bpf_attr attributes;

	memset(&attributes, 0, sizeof(attributes));
	attributes.map_fd = (uint32_t)map;
	attributes.key = pointer(&key);
	attributes.value = pointer(value);
	return call(BPF_MAP_LOOKUP_ELEM, &attributes);
}

static int value_call(enum bpf_cmd command, int value, const void *bytes)
{
	const uint32_t key = 0;
	union bpf_attr attributes;

	memset(&attributes, 0, sizeof(attributes));
	attributes.map_fd = (uint32_t)value;
	attributes.key = pointer(&key);
	attributes.value = pointer(bytes);
	return call(command, &attributes);
}

int bpf_value_read(int value, void *bytes)
{
	return value_call(BPF_MAP_LOOKUP_ELEM, value, bytes);
}

int bpf_value_write(int value, const void *bytes)
{
	return value_call(BPF_MAP_UPDATE_ELEM, value, bytes);
}

int bpf_map_remove(int map, uint64_t key)
{
	union bpf_attr attributes;

	memset(&attributes, 0, sizeof(attributes));
	attributes.map_fd = (uint32_t)map;
	attributes.key = pointer(&key);
	return call(BPF_MAP_DELETE_ELEM, &attributes);
}

int bpf_program_load(enum bpf_prog_type type, const char *name, const struct bpf_insn *code,
		     size_t count)
{
	union bpf_attr attributes;
	int tries = LOAD_TRIES, program;

	memset(&attributes, 0, sizeof(attributes));
	attributes.prog_type = type;
	attributes.insns = pointer(code);
	attributes.insn_cnt = (uint32_t)count;
	attributes.license = pointer(PROGRAM_LICENCE);
	snprintf(attributes.prog_name, sizeof(attributes.prog_name), "%s", name);
	/* do_check(): EAGAIN where a signal waits for this thread, whatever becomes of it later */
	do {
		program = call(BPF_PROG_LOAD, &attributes);
	} while (program == -EAGAIN && --tries > 0);
	return program;
}

int bpf_program_run(int program, uint64_t first, uint64_t second)
{
	const uint64_t context[2] = { first, second };
	union bpf_attr attributes;
	int error;

	memset(&attributes, 0, sizeof(attributes));
	attributes.test.prog_fd = (uint32_t)program;
	attributes.test.ctx_in = pointer(context);
	attributes.test.ctx_size_in = sizeof(context);
	error = call(BPF_PROG_TEST_RUN, &attributes);
	return error < 0 ? error : (int)attributes.test.retval;
}

/* The number under which perf_event_open(2) knows kprobes, or -1. */
static int kprobe_type(void)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen(KPROBE_TYPE, "re"));
	int type;

	return file != NULL && fscanf(file, "%d", &type) == 1 ? type : -1;
}

/* The bit of perf_event_attr.config that means the return: 0 on all kernels so far. */
static uint64_t return_bit(void)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen(KPROBE_RETURN_FORMAT, "re"));
	unsigned int bit;

	return 1ULL << (file != NULL && fscanf(file, "config:%u", &bit) == 1 ? bit % 64 : 0);
}

int bpf_kprobe_attach(int program, const char *function, enum bpf_kprobe where)
{
	struct perf_event_attr attributes;
	int type = kprobe_type(), event, error;

	if (type < 0)
		return -EOPNOTSUPP;
	memset(&attributes, 0, sizeof(attributes));
	attributes.size = sizeof(attributes);
	attributes.type = (uint32_t)type;
	attributes.config = where == KPROBE_RETURN ? return_bit() : 0;
	attributes.kprobe_func = pointer(function);
	/*
	 * An event of one processor: the program runs on all. An event of a thread
	 * would make each task switch of the machine look for events.
	 */
	event = (int)syscall(SYS_perf_event_open, &attributes, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	if (event < 0)
		return -errno;
	if (ioctl(event, PERF_EVENT_IOC_SET_BPF, program) == 0 &&
	    ioctl(event, PERF_EVENT_IOC_ENABLE, 0) == 0)
		return event;
	error = errno;
	close(event);
	return -error;
}
