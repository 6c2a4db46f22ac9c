/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/trace_programs.h"

#include <assert.h>

#include "base/macros.h"
#include "base/trace_record.h"
#include "kernel/machine.h"

#if MACHINE_REGISTERS_KNOWN

/* Places in the frame: eight bytes each, at negative offsets. */
#define FRAME		10
#define THREAD		-8	/* key of the hash */
#define INDEX		-16	/* key of an array: 0 */
#define POINTER		-24	/* one that was read from the kernel */
#define STRUCTURE	-32	/* key of the hash of what was sent */

#define FIELD(name)	((int)offsetof(struct trace_record, name))
#define COUNT(name)	((int)offsetof(struct trace_counts, name))

/* The frame's place as an argument. */
#define FRAME_ADDRESS(to, place)	COPY(to, FRAME), ADD(to, place)

/* counts.NAME += 1; uses registers 1 and 2 */
#define COUNT_ONE(name)								\
	LOAD_VALUE(1, TRACE_COUNTS), SET(2, 1), ADD_TO(1, COUNT(name), 2)

/* Register 0 is the value of a map for a key in the frame, or 0. */
#define LOOK_UP(map, key)								\
	LOAD_MAP(1, map), FRAME_ADDRESS(2, key), CALL(BPF_FUNC_map_lookup_elem)

/* The frame's POINTER = the pointer at register `base` plus `offset`. */
#define READ_POINTER(base, offset)							\
	FRAME_ADDRESS(1, POINTER), SET(2, 8), COPY(3, base), ADD_OFFSET(3, offset),		\
	CALL(BPF_FUNC_probe_read_kernel)

/* Eight bytes of what the frame's POINTER leads to, at position & ff8, into a field. */
#define READ_AT_POSITION(field)								\
	COPY(1, 7), ADD(1, FIELD(field)), SET(2, 8), LOAD(3, 7, FIELD(position)),	\
	AND(3, 0xff8), LOAD(4, FRAME, POINTER), ADD_REGISTER(3, 4),			\
	CALL(BPF_FUNC_probe_read_kernel)

/* Register 9 bytes of the frame's POINTER go into the record's data. */
#define COPY_DATA									\
	COPY(1, 7), ADD(1, FIELD(data)), COPY(2, 9), LOAD(3, FRAME, POINTER),		\
	CALL(BPF_FUNC_probe_read_kernel)

/* Sends the record with register 9 bytes of data; register 0 is 0 if the ring took it. */
#define SEND_RECORD									\
	LOAD_MAP(1, TRACE_RING), COPY(2, 7), COPY(3, 9), ADD(3, TRACE_HEAD_SIZE),	\
	SET(4, 0), CALL(BPF_FUNC_ringbuf_output)

/* clang-format off */
enum { OUT, FILL, PREVIOUS_LOST, SHORT, STORED, NOTED, UNSEEN, SIZED, SEND, NO_DATA, SENT };

static const struct bpf_insn entry_lines[] = {
	COPY(6, 1),				/* 6: the context */
	COUNT_ONE(entries),
	CALL(BPF_FUNC_get_current_pid_tgid),
	STORE(FRAME, THREAD, 0),
	SET(1, 0),
	STORE(FRAME, INDEX, 1),

	/* A record of this thread is there: its return was not seen. */
	LOOK_UP(TRACE_PENDING, THREAD),
	JUMP_IF(BPF_JEQ, 0, 0, FILL),
	COPY(2, 0),
	SET(1, TRACE_NO_RETURN),
	STORE(2, FIELD(flags), 1),
	LOAD_MAP(1, TRACE_RING),
	SET(3, TRACE_HEAD_SIZE),
	SET(4, 0),
	CALL(BPF_FUNC_ringbuf_output),
	JUMP_IF(BPF_JNE, 0, 0, PREVIOUS_LOST),
	COUNT_ONE(unreturned),
	JUMP(FILL),
	LABEL(PREVIOUS_LOST),
	COUNT_ONE(lost),

	LABEL(FILL),
	LOOK_UP(TRACE_SCRATCH, INDEX),
	JUMP_IF(BPF_JEQ, 0, 0, OUT),
	COPY(7, 0),				/* 7: the record */
	CALL(BPF_FUNC_ktime_get_ns),
	STORE(7, FIELD(entered), 0),
	SET(1, 0),
	STORE(7, FIELD(returned), 1),
	STORE(7, FIELD(result), 1),
	STORE(7, FIELD(flags), 1),
	STORE(7, FIELD(start), 1),
	STORE(7, FIELD(after), 1),
	LOAD(1, FRAME, THREAD),
	STORE(7, FIELD(thread), 1),
	LOAD(8, 6, MACHINE_ARGUMENT_1),		/* 8: the device's structure */
	STORE(7, FIELD(structure), 8),
	LOAD(1, 6, MACHINE_ARGUMENT_2),
	STORE(7, FIELD(buffer), 1),
	LOAD(1, 6, MACHINE_ARGUMENT_3),
	STORE(7, FIELD(count), 1),
	LOAD(1, 6, MACHINE_ARGUMENT_5),
	AND(1, 0xff),				/* a bool; above is anything */
	STORE(7, FIELD(write), 1),
	COPY(1, 7), ADD(1, FIELD(position)),
	SET(2, 8),
	LOAD(3, 6, MACHINE_ARGUMENT_4),		/* loff_t * */
	CALL(BPF_FUNC_probe_read_kernel),
	COPY(1, 7), ADD(1, FIELD(comm)),
	SET(2, TRACE_COMM_SIZE),
	CALL(BPF_FUNC_get_current_comm),
	READ_POINTER(8, TRACE_PCI_DEVICE),
	LOAD(9, FRAME, POINTER),
	READ_POINTER(9, TRACE_DEVICE_NAME),
	COPY(1, 7), ADD(1, FIELD(name)),
	SET(2, TRACE_NAME_SIZE),
	LOAD(3, FRAME, POINTER),
	CALL(BPF_FUNC_probe_read_kernel_str),
	READ_POINTER(8, TRACE_VIRTUAL_COPY),
	READ_AT_POSITION(before),
	READ_POINTER(8, TRACE_CONFIG_MAP),
	READ_AT_POSITION(map),

	/* The first bytes of a write, as a driver may change the buffer later. */
	LOAD(1, 7, FIELD(write)),
	JUMP_IF(BPF_JEQ, 1, 0, STORED),
	LOAD(9, 7, FIELD(count)),
	JUMP_IF(BPF_JLE, 9, 8, SHORT),
	SET(9, 8),
	LABEL(SHORT),
	COPY(1, 7), ADD(1, FIELD(start)),
	COPY(2, 9),
	LOAD(3, 7, FIELD(buffer)),
	CALL(BPF_FUNC_probe_read_user),
	JUMP_IF(BPF_JEQ, 0, 0, STORED),
	SET(1, TRACE_NO_START),
	STORE(7, FIELD(flags), 1),

	LABEL(STORED),
	LOAD_MAP(1, TRACE_PENDING),
	FRAME_ADDRESS(2, THREAD),
	COPY(3, 7),
	SET(4, BPF_ANY),
	CALL(BPF_FUNC_map_update_elem),
	JUMP_IF(BPF_JEQ, 0, 0, NOTED),
	COUNT_ONE(unnoted),

	/*
	 * The whole map and virtual copy are sent before the first access of each open,
	 * which a new address of the map shows: when the record is read, the device may be
	 * closed and both gone.
	 */
	LABEL(NOTED),
	STORE(FRAME, STRUCTURE, 8),
	LOOK_UP(TRACE_SEEN, STRUCTURE),
	JUMP_IF(BPF_JEQ, 0, 0, UNSEEN),
	LOAD(1, 0, 0),
	LOAD(2, FRAME, POINTER),		/* of the map, still */
	JUMP_IF_EQUAL(1, 2, OUT),
	LABEL(UNSEEN),
	READ_POINTER(8, TRACE_PCI_DEVICE),
	LOAD(9, FRAME, POINTER),
	SET(1, 0),
	STORE(FRAME, POINTER, 1),
	FRAME_ADDRESS(1, POINTER),
	SET(2, 4),				/* an int */
	COPY(3, 9), ADD_OFFSET(3, TRACE_CONFIG_SIZE),
	CALL(BPF_FUNC_probe_read_kernel),
	LOAD(9, FRAME, POINTER),		/* 9: bytes of configuration space */
	JUMP_IF(BPF_JLE, 9, SPACE_SIZE_EXTENDED, SIZED),
	SET(9, SPACE_SIZE_EXTENDED),
	LABEL(SIZED),
	STORE(7, FIELD(count), 9),
	READ_POINTER(8, TRACE_VIRTUAL_COPY),
	SET(1, TRACE_IS_COPY),
	STORE(7, FIELD(flags), 1),
	COPY_DATA,
	SEND_RECORD,
	JUMP_IF(BPF_JNE, 0, 0, OUT),
	READ_POINTER(8, TRACE_CONFIG_MAP),
	SET(1, TRACE_IS_MAP),
	STORE(7, FIELD(flags), 1),
	COPY_DATA,
	SEND_RECORD,
	JUMP_IF(BPF_JNE, 0, 0, OUT),
	LOAD_MAP(1, TRACE_SEEN),
	FRAME_ADDRESS(2, STRUCTURE),
	FRAME_ADDRESS(3, POINTER),
	SET(4, BPF_ANY),
	CALL(BPF_FUNC_map_update_elem),
	LABEL(OUT),
	SET(0, 0),
	RETURN,
};

static const struct bpf_insn return_lines[] = {
	COPY(6, 1),				/* 6: the context */
	CALL(BPF_FUNC_get_current_pid_tgid),
	STORE(FRAME, THREAD, 0),
	SET(1, 0),
	STORE(FRAME, INDEX, 1),
	LOOK_UP(TRACE_PENDING, THREAD),
	JUMP_IF(BPF_JEQ, 0, 0, OUT),		/* it was entered before the trace began */
	COPY(8, 0),
	LOOK_UP(TRACE_SCRATCH, INDEX),
	JUMP_IF(BPF_JEQ, 0, 0, OUT),
	COPY(7, 0),				/* 7: the record */
	COPY(1, 7),
	SET(2, TRACE_HEAD_SIZE),
	COPY(3, 8),
	CALL(BPF_FUNC_probe_read_kernel),
	LOAD_MAP(1, TRACE_PENDING),
	FRAME_ADDRESS(2, THREAD),
	CALL(BPF_FUNC_map_delete_elem),
	CALL(BPF_FUNC_ktime_get_ns),
	STORE(7, FIELD(returned), 0),
	LOAD(9, 6, MACHINE_RESULT),		/* 9: the result */
	STORE(7, FIELD(result), 9),
	LOAD(8, 7, FIELD(structure)),		/* 8: the device's structure */
	READ_POINTER(8, TRACE_VIRTUAL_COPY),
	READ_AT_POSITION(after),

	/* As many bytes as were done; no more, the kernel never touched those. */
	JUMP_IF(BPF_JSLE, 9, 0, NO_DATA),
	JUMP_IF(BPF_JLE, 9, SPACE_SIZE_EXTENDED, SHORT),
	SET(9, SPACE_SIZE_EXTENDED),
	LABEL(SHORT),
	COPY(1, 7), ADD(1, FIELD(data)),
	COPY(2, 9),
	LOAD(3, 7, FIELD(buffer)),
	CALL(BPF_FUNC_probe_read_user),
	JUMP_IF(BPF_JEQ, 0, 0, SEND),
	LOAD(1, 7, FIELD(flags)),
	ADD(1, TRACE_NO_DATA),			/* it was not set before */
	STORE(7, FIELD(flags), 1),
	LABEL(NO_DATA),
	SET(9, 0),

	LABEL(SEND),
	SEND_RECORD,
	JUMP_IF(BPF_JEQ, 0, 0, SENT),
	COUNT_ONE(lost),
	JUMP(OUT),
	LABEL(SENT),
	COUNT_ONE(sent),
	LABEL(OUT),
	SET(0, 0),
	RETURN,
};
/* clang-format on */

static_assert(ARRAY_LENGTH(entry_lines) <= TRACE_PROGRAM_SIZE &&
	      ARRAY_LENGTH(return_lines) <= TRACE_PROGRAM_SIZE, "the programs fit");

size_t trace_program_entry(const struct trace_places *places,
			   struct bpf_insn code[TRACE_PROGRAM_SIZE])
{
	return instructions_link(entry_lines, ARRAY_LENGTH(entry_lines), places->map,
				 places->offset, code);
}

size_t trace_program_return(const struct trace_places *places,
			    struct bpf_insn code[TRACE_PROGRAM_SIZE])
{
	return instructions_link(return_lines, ARRAY_LENGTH(return_lines), places->map,
				 places->offset, code);
}

#else

size_t trace_program_entry(const struct trace_places *places,
			   struct bpf_insn code[TRACE_PROGRAM_SIZE])
{
	(void)places;
	(void)code;
	return 0;
}

size_t trace_program_return(const struct trace_places *places,
			    struct bpf_insn code[TRACE_PROGRAM_SIZE])
{
	(void)places;
	(void)code;
	return 0;
}

#endif
