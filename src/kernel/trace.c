/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/trace.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "base/macros.h"
#include "kernel/bpf.h"
#include "kernel/cause.h"

/* Threads that can be in the function at the same time. */
#define PENDING_MOST 10240

/* Devices whose map was sent. If there are more, the oldest is forgotten and sent again. */
#define SEEN_MOST 4096

/*
 * struct vfio_pci_device of 5.10, whose modules have no type information. Other
 * kernels without it are refused, unless the first record proves these.
 */
static const struct kernel_layout assumed_layout = {
	.pci_device = 0, .map = 64, .virtual_copy = 72,
};

static void close_descriptor(int *fd)
{
	cleanup_fd(fd);
	*fd = -1;
}

void kernel_trace_detach(struct kernel_trace *trace)
{
	close_descriptor(&trace->entry_probe);
	close_descriptor(&trace->return_probe);
}

void kernel_trace_end(struct kernel_trace *trace)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	kernel_trace_detach(trace);
	close_descriptor(&trace->entry_program);
	close_descriptor(&trace->return_program);
	if (trace->producer != NULL)
		munmap((void *)(uintptr_t)trace->producer, page + 2 * trace->ring_size);
	if (trace->consumer != NULL)
		munmap(trace->consumer, page);
	trace->producer = NULL;
	trace->consumer = NULL;
	for (size_t i = 0; i < TRACE_MAPS; i++)
		close_descriptor(&trace->places.map[i]);
}

static int make_maps(struct kernel_trace *trace, struct fault *fault)
{
	int *map = trace->places.map;

	map[TRACE_PENDING] = bpf_map_create(BPF_MAP_TYPE_HASH, sizeof(uint64_t), TRACE_HEAD_SIZE,
					    PENDING_MOST);
	map[TRACE_SCRATCH] = bpf_map_create(BPF_MAP_TYPE_PERCPU_ARRAY, sizeof(uint32_t),
					    sizeof(struct trace_record), 1);
	map[TRACE_RING] = bpf_map_create(BPF_MAP_TYPE_RINGBUF, 0, 0, (uint32_t)trace->ring_size);
	map[TRACE_COUNTS] = bpf_value_create(sizeof(struct trace_counts));
	map[TRACE_SEEN] = bpf_map_create(BPF_MAP_TYPE_LRU_HASH, sizeof(uint64_t),
					 sizeof(uint64_t), SEEN_MOST);
	for (size_t i = 0; i < TRACE_MAPS; i++)
		if (map[i] < 0)
			return cause_load(-map[i], fault);
	return 0;
}

/* Documentation/bpf/ringbuf.rst: one page to write, one to read, and the data twice. */
static int map_ring(struct kernel_trace *trace, struct fault *fault)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int ring = trace->places.map[TRACE_RING];
	void *consumer = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, ring, 0);
	void *producer;

	if (consumer == MAP_FAILED)
		return cause_load(errno, fault);
	trace->consumer = consumer;
	producer = mmap(NULL, page + 2 * trace->ring_size, PROT_READ, MAP_SHARED, ring,
			(off_t)page);
	if (producer == MAP_FAILED)
		return cause_load(errno, fault);
	trace->producer = producer;
	return 0;
}

static int load(struct kernel_trace *trace, struct fault *fault)
{
	struct bpf_insn code[TRACE_PROGRAM_SIZE];
	size_t count = trace_program_entry(&trace->places, code);

	if (count == 0)
		return cause_machine(fault);
	trace->entry_program = bpf_program_load(BPF_PROG_TYPE_KPROBE, "vfio_cfg_enter", code,
						count);
	if (trace->entry_program < 0)
		return cause_load(-trace->entry_program, fault);
	count = trace_program_return(&trace->places, code);
	trace->return_program = bpf_program_load(BPF_PROG_TYPE_KPROBE, "vfio_cfg_leave", code,
						 count);
	return trace->return_program < 0 ? cause_load(-trace->return_program, fault) : 0;
}

/* Finds the members in the kernel's structures. The name's place is in the kernel's own types. */
static int find_places(struct kernel_trace *trace, struct fault *fault)
{
	struct kernel_layout layout = KERNEL_LAYOUT_UNKNOWN;
	int *offset = trace->places.offset;

	layout_read(&layout);
	if (layout.device_name < 0 || layout.config_size < 0)
		return cause_layout(fault);
	offset[TRACE_DEVICE_NAME] = layout.device_name;
	offset[TRACE_CONFIG_SIZE] = layout.config_size;
	trace->assumed = layout.map < 0 || layout.virtual_copy < 0 || layout.pci_device < 0;
	if (trace->assumed)
		layout = assumed_layout;
	offset[TRACE_CONFIG_MAP] = layout.map;
	offset[TRACE_VIRTUAL_COPY] = layout.virtual_copy;
	offset[TRACE_PCI_DEVICE] = layout.pci_device;
	return 0;
}

int kernel_trace_begin(struct kernel_trace *trace, size_t ring_size, struct fault *fault)
{
	int error;

	*trace = (struct kernel_trace)KERNEL_TRACE_ENDED;
	trace->ring_size = ring_size;
	error = make_maps(trace, fault);
	if (error == 0)
		error = map_ring(trace, fault);
	if (error == 0)
		error = find_places(trace, fault);
	if (error == 0)
		error = load(trace, fault);
	if (error == 0)
		error = cause_switched_off(fault);
	if (error != 0)
		kernel_trace_end(trace);
	return error;
}

int kernel_trace_attach(struct kernel_trace *trace, struct fault *fault)
{
	static const char function[] = "vfio_pci_config_rw";

	trace->return_probe = bpf_kprobe_attach(trace->return_program, function, KPROBE_RETURN);
	if (trace->return_probe < 0)
		return cause_attach(-trace->return_probe, fault);
	trace->entry_probe = bpf_kprobe_attach(trace->entry_program, function, KPROBE_ENTRY);
	if (trace->entry_probe < 0) {
		int error = -trace->entry_probe;

		kernel_trace_detach(trace);
		return cause_attach(error, fault);
	}
	return 0;
}

int kernel_trace_renew(struct kernel_trace *trace, struct fault *fault)
{
	int error;

	kernel_trace_detach(trace);
	close_descriptor(&trace->entry_program);
	close_descriptor(&trace->return_program);
	error = find_places(trace, fault);
	return error == 0 ? load(trace, fault) : error;
}

int kernel_trace_descriptor(const struct kernel_trace *trace)
{
	return trace->places.map[TRACE_RING];
}

bool kernel_trace_next(struct kernel_trace *trace, struct trace_record *record)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uint64_t consumed = *trace->consumer;
	const uint8_t *entry;
	uint32_t length, size;

	do {
		if (consumed >= __atomic_load_n((const uint64_t *)(const void *)trace->producer,
						__ATOMIC_ACQUIRE))
			return false;
		entry = trace->producer + page + (consumed & (trace->ring_size - 1));
		length = __atomic_load_n((const uint32_t *)(const void *)entry, __ATOMIC_ACQUIRE);
		if ((length & BPF_RINGBUF_BUSY_BIT) != 0)
			return false;
		size = length & ~(uint32_t)BPF_RINGBUF_DISCARD_BIT;
		if ((length & BPF_RINGBUF_DISCARD_BIT) == 0) {
			memset(record->data, 0, sizeof(record->data));
			memcpy(record, entry + BPF_RINGBUF_HDR_SZ,
			       size < sizeof(*record) ? size : sizeof(*record));
		}
		consumed += (size + BPF_RINGBUF_HDR_SZ + 7) & ~7U;
		__atomic_store_n(trace->consumer, consumed, __ATOMIC_RELEASE);
	} while ((length & BPF_RINGBUF_DISCARD_BIT) != 0);
	return true;
}

void kernel_trace_forget(struct kernel_trace *trace, uint64_t structure)
{
	int map = trace->places.map[TRACE_SEEN];
	uint64_t key;

	if (structure != 0)
		bpf_map_remove(map, structure);
	else
		while (bpf_map_next(map, NULL, &key) == 0 && bpf_map_remove(map, key) == 0)
			;
}

int kernel_trace_counts(const struct kernel_trace *trace, struct trace_counts *counts)
{
	return bpf_value_read(trace->places.map[TRACE_COUNTS], counts);
}

size_t kernel_trace_pending(const struct kernel_trace *trace, struct trace_record *records,
			    size_t most)
{
	int map = trace->places.map[TRACE_PENDING];
	uint64_t key, next;
	size_t count = 0;

	for (int error = bpf_map_next(map, NULL, &next); error == 0;
	     error = bpf_map_next(map, &key, &next)) {
		key = next;
		if (count < most && bpf_map_read(map, key, &records[count]) < 0)
			continue;
		count++;
	}
	return count;
}
