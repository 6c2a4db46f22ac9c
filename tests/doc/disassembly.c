/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Prints a BPF program as the bytes of its instructions, one a line, for llvm-mc:
 * disassembly entry|return|noter|copier. Maps have descriptors from 1 on in the order of
 * enum trace_map, and offsets are 100, 200 ... (decimal) in that of enum trace_offset.
 */
#include <stdio.h>
#include <string.h>

#include "kernel/programs.h"
#include "kernel/trace_programs.h"

static size_t program(const char *name, struct bpf_insn code[TRACE_PROGRAM_SIZE])
{
	static const struct trace_places places = {
		.map = { 1, 2, 3, 4, 5 }, .offset = { 100, 200, 300, 400, 500 },
	};

	if (strcmp(name, "entry") == 0)
		return trace_program_entry(&places, code);
	if (strcmp(name, "return") == 0)
		return trace_program_return(&places, code);
	if (strcmp(name, "noter") == 0)
		return program_noter(1, code);
	return strcmp(name, "copier") == 0 ? program_copier(1, code) : 0;
}

int main(int argc, char **argv)
{
	struct bpf_insn code[TRACE_PROGRAM_SIZE];
	size_t count = argc == 2 ? program(argv[1], code) : 0;

	for (size_t i = 0; i < count; i++) {
		unsigned char bytes[sizeof(code[i])];

		memcpy(bytes, &code[i], sizeof(bytes));
		for (size_t j = 0; j < sizeof(bytes); j++)
			printf("0x%02x ", bytes[j]);
		printf("\n");
	}
	return count == 0;
}
