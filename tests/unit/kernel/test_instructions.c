// SPDX-License-Identifier: GPL-2.0-or-later
/* How programs are linked from constants. */
#include "test.h"

#include "base/macros.h"
#include "kernel/instructions.h"

enum { FIRST, SECOND };

TEST(a_jump_gets_the_distance_to_its_label_and_labels_are_gone)
{
	static const struct bpf_insn lines[] = {
		JUMP_IF(BPF_JEQ, 1, 0, SECOND),
		SET(2, 7),
		LABEL(FIRST),
		JUMP(SECOND),
		SET(2, 8),
		LABEL(SECOND),
		RETURN,
	};
	struct bpf_insn code[ARRAY_LENGTH(lines)];

	assert_int_equal(instructions_link(lines, ARRAY_LENGTH(lines), NULL, NULL, code), 5);
	assert_int_equal(code[0].off, 3);
	assert_int_equal(code[2].off, 1);
	assert_int_equal(code[4].code, BPF_JMP | BPF_EXIT);
	for (size_t i = 0; i < 5; i++)
		assert_int_not_equal(code[i].src_reg, LABEL_MARK);
}

TEST(a_call_is_not_linked_as_a_jump)
{
	static const struct bpf_insn lines[] = { CALL(BPF_FUNC_ktime_get_ns), RETURN };
	struct bpf_insn code[ARRAY_LENGTH(lines)];

	assert_int_equal(instructions_link(lines, ARRAY_LENGTH(lines), NULL, NULL, code), 2);
	assert_int_equal(code[0].imm, BPF_FUNC_ktime_get_ns);
	assert_int_equal(code[0].off, 0);
}

TEST(maps_and_offsets_replace_their_numbers)
{
	static const struct bpf_insn lines[] = {
		LOAD_MAP(1, SECOND),
		LOAD_VALUE(2, FIRST),
		ADD_OFFSET(3, FIRST),
		ADD(4, SECOND),
		RETURN,
	};
	const int maps[] = { 31, 32 }, offsets[] = { 72 };
	struct bpf_insn code[ARRAY_LENGTH(lines)];

	assert_int_equal(instructions_link(lines, ARRAY_LENGTH(lines), maps, offsets, code), 7);
	assert_int_equal(code[0].imm, 32);
	assert_int_equal(code[0].src_reg, BPF_PSEUDO_MAP_FD);
	assert_int_equal(code[2].imm, 31);
	assert_int_equal(code[4].imm, 72);
	assert_int_equal(code[4].src_reg, 0);
	assert_int_equal(code[5].imm, SECOND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_jump_gets_the_distance_to_its_label_and_labels_are_gone),
		cmocka_unit_test(a_call_is_not_linked_as_a_jump),
		cmocka_unit_test(maps_and_offsets_replace_their_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
