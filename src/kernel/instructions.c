/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/instructions.h"

#include <assert.h>
#include <stdbool.h>

static bool is_label(const struct bpf_insn *instruction)
{
	return instruction->src_reg == LABEL_MARK;
}

/* Calls and returns are in the class of jumps, too, and go nowhere. */
static bool is_jump(const struct bpf_insn *instruction)
{
	return BPF_CLASS(instruction->code) == BPF_JMP && BPF_OP(instruction->code) != BPF_CALL &&
	       BPF_OP(instruction->code) != BPF_EXIT;
}

static bool names_map(const struct bpf_insn *instruction)
{
	return instruction->code == (BPF_LD | BPF_DW | BPF_IMM) &&
	       (instruction->src_reg == BPF_PSEUDO_MAP_VALUE ||
		instruction->src_reg == BPF_PSEUDO_MAP_FD);
}

size_t instructions_link(const struct bpf_insn *lines, size_t count, const int *maps,
			 const int *offsets, struct bpf_insn *code)
{
	int place[LABELS] = { 0 };	/* of a label: one more than the instruction it is at */
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (is_label(&lines[i]))
			place[lines[i].off] = (int)kept + 1;
		else
			code[kept++] = lines[i];
	for (size_t i = 0; i < kept; i++) {
		if (is_jump(&code[i])) {
			assert(place[code[i].off] > (int)i + 1);
			code[i].off = (__s16)(place[code[i].off] - (int)i - 2);
		} else if (names_map(&code[i])) {
			code[i].imm = maps[code[i].imm];
		} else if (code[i].src_reg == OFFSET_MARK) {
			code[i].src_reg = 0;
			code[i].imm = offsets[code[i].imm];
		}
	}
	return kept;
}
