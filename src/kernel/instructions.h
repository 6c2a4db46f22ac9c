/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Words for the BPF instructions that this layer uses. Registers are numbers: 0 holds
 * a result, 1 to 5 arguments, 6 to 9 keep their value over calls, 10 is the frame.
 * Offsets and sizes are bytes. A program is an array of constants: a jump names a label,
 * and a map or an offset in a kernel structure is the index in a list that
 * instructions_link() replaces.
 */
#ifndef VFIO_CFGTOOL_KERNEL_INSTRUCTIONS_H
#define VFIO_CFGTOOL_KERNEL_INSTRUCTIONS_H

#include <linux/bpf.h>
#include <stddef.h>

/* Two slots: the address of a map's value, or the map itself; `map` is its number. */
#define LOAD_VALUE(to, map)								\
	{ .code = BPF_LD | BPF_DW | BPF_IMM, .dst_reg = (to),				\
	  .src_reg = BPF_PSEUDO_MAP_VALUE, .imm = (map) }, { .code = 0 }
#define LOAD_MAP(to, map)								\
	{ .code = BPF_LD | BPF_DW | BPF_IMM, .dst_reg = (to),				\
	  .src_reg = BPF_PSEUDO_MAP_FD, .imm = (map) }, { .code = 0 }

/* Eight bytes of memory. */
#define LOAD(to, from, offset)								\
	{ .code = BPF_LDX | BPF_MEM | BPF_DW, .dst_reg = (to), .src_reg = (from),	\
	  .off = (offset) }
#define STORE(to, offset, from)								\
	{ .code = BPF_STX | BPF_MEM | BPF_DW, .dst_reg = (to), .src_reg = (from),	\
	  .off = (offset) }
/*
 * Adds a register to eight bytes of memory, in one step for all processors. Headers before
 * 5.12 call it BPF_XADD.
 */
#ifndef BPF_ATOMIC
#define BPF_ATOMIC 0xc0
#endif
#define ADD_TO(to, offset, from)							\
	{ .code = BPF_STX | BPF_ATOMIC | BPF_DW, .dst_reg = (to), .src_reg = (from),	\
	  .off = (offset), .imm = BPF_ADD }

#define SET(to, number)									\
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = (to), .imm = (number) }
#define COPY(to, from)									\
	{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = (to), .src_reg = (from) }
#define ADD(to, number)									\
	{ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = (to), .imm = (number) }
#define ADD_OFFSET(to, number)								\
	{ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = (to), .src_reg = OFFSET_MARK,	\
	  .imm = (number) }
#define ADD_REGISTER(to, from)								\
	{ .code = BPF_ALU64 | BPF_ADD | BPF_X, .dst_reg = (to), .src_reg = (from) }
#define AND(to, number)									\
	{ .code = BPF_ALU64 | BPF_AND | BPF_K, .dst_reg = (to), .imm = (number) }

#define JUMP_IF(how, register, number, label)						\
	{ .code = BPF_JMP | (how) | BPF_K, .dst_reg = (register), .off = (label),	\
	  .imm = (number) }
#define JUMP_IF_EQUAL(first, second, label)						\
	{ .code = BPF_JMP | BPF_JEQ | BPF_X, .dst_reg = (first), .src_reg = (second),	\
	  .off = (label) }
#define JUMP_UNLESS_EQUAL(first, second, label)						\
	{ .code = BPF_JMP | BPF_JNE | BPF_X, .dst_reg = (first), .src_reg = (second),	\
	  .off = (label) }
#define JUMP(label)	{ .code = BPF_JMP | BPF_JA, .off = (label) }
#define CALL(function)	{ .code = BPF_JMP | BPF_CALL, .imm = (function) }
#define RETURN		{ .code = BPF_JMP | BPF_EXIT }

/* No instruction has these source registers. */
#define LABEL_MARK	0xf
#define OFFSET_MARK	0xe
#define LABEL(number)	{ .src_reg = LABEL_MARK, .off = (number) }
#define LABELS		16	/* numbers from 0 to LABELS - 1, each once */

/*
 * Makes a program of `count` lines: removes the labels, gives each jump its distance, and
 * replaces indexes by the descriptors in `maps` and the bytes in `offsets` (each may be NULL
 * if no line needs it). `code` has room for `count` instructions and may be `lines`. Returns
 * the number of instructions. A jump must go forward, to an existing label.
 */
size_t instructions_link(const struct bpf_insn *lines, size_t count, const int *maps,
			 const int *offsets, struct bpf_insn *code);

#endif
