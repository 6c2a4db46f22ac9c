/* SPDX-License-Identifier: GPL-2.0-or-later */
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

#define KPROBE_TYPE "/sys/bus/event_source/devices/kprobe/type"

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

int bpf_value_create(uint32_t size)
{
	const struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	union bpf_attr attributes;
	int value;

	memset(&attributes, 0, sizeof(attributes));
	attributes.map_type = BPF_MAP_TYPE_ARRAY;
	attributes.key_size = sizeof(uint32_t);
	attributes.value_size = size;
	attributes.max_entries = 1;
	value = call(BPF_MAP_CREATE, &attributes);
	/* Before 5.11 it counts as locked memory of the user, root's too. */
	if (value == -EPERM && setrlimit(RLIMIT_MEMLOCK, &unlimited) == 0)
		value = call(BPF_MAP_CREATE, &attributes);
	return value;
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

int bpf_program_load(enum bpf_prog_type type, const char *name, const struct bpf_insn *code,
		     size_t count)
{
	union bpf_attr attributes;

	memset(&attributes, 0, sizeof(attributes));
	attributes.prog_type = type;
	attributes.insns = pointer(code);
	attributes.insn_cnt = (uint32_t)count;
	attributes.license = pointer(PROGRAM_LICENCE);
	snprintf(attributes.prog_name, sizeof(attributes.prog_name), "%s", name);
	return call(BPF_PROG_LOAD, &attributes);
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
	CLEANUP_FILE FILE *file = fopen(KPROBE_TYPE, "re");
	int type;

	return file != NULL && fscanf(file, "%d", &type) == 1 ? type : -1;
}

int bpf_kprobe_attach(int program, const char *function)
{
	struct perf_event_attr attributes;
	int type = kprobe_type(), event, error;

	if (type < 0)
		return -EOPNOTSUPP;
	memset(&attributes, 0, sizeof(attributes));
	attributes.size = sizeof(attributes);
	attributes.type = (uint32_t)type;
	attributes.kprobe_func = pointer(function);
	/* An event of this thread: the program runs for all, whichever thread asks. */
	event = (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	if (event < 0)
		return -errno;
	if (ioctl(event, PERF_EVENT_IOC_SET_BPF, program) == 0 &&
	    ioctl(event, PERF_EVENT_IOC_ENABLE, 0) == 0)
		return event;
	error = errno;
	close(event);
	return -error;
}
