/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel/programs.h"

#include <errno.h>
#include <stddef.h>

#include "base/macros.h"

/*
 * Where struct pt_regs has the first two arguments of a function: bytes. The
 * structures stand in asm/ptrace.h, the registers in the System V ABI.
 */
#if defined(__x86_64__) && defined(__LP64__)
#define FIRST_ARGUMENT	112	/* di */
#define SECOND_ARGUMENT	104	/* si */
#endif

/* Registers of BPF: 0 a result, 1 to 5 arguments, 6 to 9 kept over calls. */
#define LOAD_VALUE(register, value)							\
	{ .code = BPF_LD | BPF_DW | BPF_IMM, .dst_reg = (register),			\
	  .src_reg = BPF_PSEUDO_MAP_VALUE, .imm = (value) }, { .code = 0 }
#define LOAD(to, from, offset)								\
	{ .code = BPF_LDX | BPF_MEM | BPF_DW, .dst_reg = (to), .src_reg = (from),	\
	  .off = (offset) }
#define STORE(to, offset, from)								\
	{ .code = BPF_STX | BPF_MEM | BPF_DW, .dst_reg = (to), .src_reg = (from),	\
	  .off = (offset) }
#define ADD_TO(to, offset, from)							\
	{ .code = BPF_STX | BPF_ATOMIC | BPF_DW, .dst_reg = (to), .src_reg = (from),	\
	  .off = (offset), .imm = BPF_ADD }
#define SET(to, number)									\
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = (to), .imm = (number) }
#define SKIP_UNLESS_EQUAL(first, second, count)						\
	{ .code = BPF_JMP | BPF_JNE | BPF_X, .dst_reg = (first), .src_reg = (second),	\
	  .off = (count) }
#define SKIP_IF_GREATER(register, number, count)					\
	{ .code = BPF_JMP | BPF_JGT | BPF_K, .dst_reg = (register), .off = (count),	\
	  .imm = (number) }
#define CALL(function)	{ .code = BPF_JMP | BPF_CALL, .imm = (function) }
#define RETURN		{ .code = BPF_JMP | BPF_EXIT }

/* clang-format off */
#ifdef FIRST_ARGUMENT
bool program_registers_known(void)
{
	return true;
}

int program_load_noter(int note)
{
	const struct bpf_insn code[] = {
		LOAD_VALUE(2, note),
		LOAD(3, 1, SECOND_ARGUMENT),
		LOAD(4, 2, offsetof(struct program_note, buffer)),
		SKIP_UNLESS_EQUAL(3, 4, 4),
		LOAD(3, 1, FIRST_ARGUMENT),
		STORE(2, offsetof(struct program_note, structure), 3),
		SET(3, 1),
		ADD_TO(2, offsetof(struct program_note, hits), 3),
		SET(0, 0),
		RETURN,
	};

	return bpf_program_load(BPF_PROG_TYPE_KPROBE, "vfio_cfg_note", code, ARRAY_LENGTH(code));
}
#else
bool program_registers_known(void)
{
	return false;
}

int program_load_noter(int note)
{
	(void)note;
	return -EOPNOTSUPP;
}
#endif

int program_load_copier(int copy)
{
	const struct bpf_insn code[] = {
		LOAD(3, 1, 0),		/* from */
		LOAD(2, 1, 8),		/* size */
		SET(0, -EINVAL),
		SKIP_IF_GREATER(2, PROGRAM_COPY_SIZE, 3),
		LOAD_VALUE(1, copy),	/* to; counts as two */
		CALL(BPF_FUNC_probe_read_kernel),
		RETURN,
	};

	return bpf_program_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "vfio_cfg_copy", code,
				ARRAY_LENGTH(code));
}
/* clang-format on */
