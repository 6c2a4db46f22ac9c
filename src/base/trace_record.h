/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * One access to configuration space by a VFIO user, as the kernel saw it: one call of
 * vfio_pci_config_rw(). BPF programs (kernel/trace_programs.c) write this layout; elsewhere it
 * is a plain value. `structure` is a kernel address that identifies an open device. It is
 * compared and never printed.
 */
#ifndef VFIO_CFGTOOL_BASE_TRACE_RECORD_H
#define VFIO_CFGTOOL_BASE_TRACE_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "base/space.h"

/* Bits of trace_record.flags. */
#define TRACE_NO_RETURN	  0x1	/* the return was not seen: no result, no data */
#define TRACE_NO_START	  0x2	/* a write whose first bytes could not be read at entry */
#define TRACE_NO_DATA	  0x4	/* the buffer could not be read at return */
#define TRACE_IS_MAP	  0x8	/* no access: data is pci_config_map of the device ... */
#define TRACE_IS_COPY	  0x10	/* ... or its vconfig; `count` says how many bytes */

#define TRACE_NAME_SIZE	  24	/* of a function's name, such as "10000:e1:00.0" */
#define TRACE_COMM_SIZE	  16	/* TASK_COMM_LEN */

struct trace_record {
	uint64_t entered, returned;	/* nanoseconds, CLOCK_MONOTONIC */
	uint64_t structure;		/* struct vfio_pci_core_device; before 5.15 vfio_pci_device */
	uint64_t buffer;		/* address of the user's buffer */
	uint64_t count;			/* bytes that the user asked for */
	uint64_t position;		/* in the device's file; the low 40 bits are the offset */
	uint64_t write;			/* 1 a write, 0 a read */
	int64_t result;			/* bytes done, or -errno */
	uint64_t thread;		/* process ID in the upper half, thread ID in the lower */
	uint64_t flags;
	uint8_t before[8], after[8];	/* the virtual copy at position & ff8, around the access */
	uint8_t map[8];			/* pci_config_map at position & ff8 */
	uint8_t start[8];		/* the first bytes of a write, at entry */
	char name[TRACE_NAME_SIZE];	/* the function's, NUL-terminated; "" if unknown */
	char comm[TRACE_COMM_SIZE];	/* the thread's name */
	uint8_t data[SPACE_SIZE_EXTENDED];	/* `result` bytes of the buffer, at return */
};

/* Bytes of a record without data, which is sent in this length. */
#define TRACE_HEAD_SIZE offsetof(struct trace_record, data)

/* The offset in a region; VFIO_PCI_OFFSET_SHIFT: the bits above are the region's number. */
#define TRACE_OFFSET_MASK 0xffffffffffULL

/* What the BPF programs counted since they were attached. */
struct trace_counts {
	uint64_t entries;	/* calls that began */
	uint64_t sent;		/* records of calls that returned */
	uint64_t lost;		/* records that found the ring full */
	uint64_t unreturned;	/* records sent with TRACE_NO_RETURN */
	uint64_t unnoted;	/* calls that were not noted at entry: too many at once */
};

#endif
