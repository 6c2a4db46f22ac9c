/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/programs.h"

#include <assert.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/macros.h"
#include "kernel/instructions.h"
#include "kernel/machine.h"

/* The one map and the one label of each program. */
enum { VALUE };
enum { OUT };

/* clang-format off */
#if MACHINE_REGISTERS_KNOWN
static const struct bpf_insn noter_lines[] = {
	LOAD_VALUE(2, VALUE),
	LOAD(3, 1, MACHINE_ARGUMENT_2),
	LOAD(4, 2, offsetof(struct program_note, buffer)),
	JUMP_UNLESS_EQUAL(3, 4, OUT),
	LOAD(3, 1, MACHINE_ARGUMENT_1),
	STORE(2, offsetof(struct program_note, structure), 3),
	SET(3, 1),
	ADD_TO(2, offsetof(struct program_note, hits), 3),
	LABEL(OUT),
	SET(0, 0),
	RETURN,
};
#endif

static const struct bpf_insn copier_lines[] = {
	LOAD(3, 1, 0),		/* from */
	LOAD(2, 1, 8),		/* size */
	SET(0, -EINVAL),
	JUMP_IF(BPF_JGT, 2, PROGRAM_COPY_SIZE, OUT),
	LOAD_VALUE(1, VALUE),	/* to */
	CALL(BPF_FUNC_probe_read_kernel),
	LABEL(OUT),
	RETURN,
};
/* clang-format on */

bool program_registers_known(void)
{
	struct utsname name;

	/* a kernel of 32 bits passes arguments in another way */
	return MACHINE_REGISTERS_KNOWN &&
	       (sizeof(void *) == sizeof(uint64_t) ||
		(uname(&name) == 0 && strcmp(name.machine, MACHINE_KERNEL) == 0));
}

static_assert(ARRAY_LENGTH(copier_lines) <= PROGRAM_SIZE, "the program fits");

size_t program_noter(int note, struct bpf_insn code[PROGRAM_SIZE])
{
#if MACHINE_REGISTERS_KNOWN
	static_assert(ARRAY_LENGTH(noter_lines) <= PROGRAM_SIZE, "the program fits");
	return instructions_link(noter_lines, ARRAY_LENGTH(noter_lines), &note, NULL, code);
#else
	(void)note;
	(void)code;
	return 0;
#endif
}

size_t program_copier(int copy, struct bpf_insn code[PROGRAM_SIZE])
{
	return instructions_link(copier_lines, ARRAY_LENGTH(copier_lines), &copy, NULL, code);
}

int program_load_noter(int note)
{
	struct bpf_insn code[PROGRAM_SIZE];
	size_t count = program_noter(note, code);

	if (count == 0)
		return -EOPNOTSUPP;
	return bpf_program_load(BPF_PROG_TYPE_KPROBE, "vfio_cfg_note", code, count);
}

int program_load_copier(int copy)
{
	struct bpf_insn code[PROGRAM_SIZE];

	return bpf_program_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "vfio_cfg_copy", code,
				program_copier(copy, code));
}
