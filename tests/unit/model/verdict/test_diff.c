// SPDX-License-Identifier: GPL-2.0-or-later
/* Differences of two sides, register by register. */
#include "policy_expect.h"

#include "base/macros.h"
#include "model/verdict/diff.h"

/* The prediction of one side. */
struct judged_side {
	struct prediction prediction;
	struct diff_side side;
};

static const struct diff_side *side_of(const struct space_builder *builder, const char *release,
				       struct judged_side *judged)
{
	const struct rules rules = rules_of(release);

	prediction_build(&builder->space, &rules, &no_facts, &judged->prediction);
	judged->side = (struct diff_side) { &builder->space, &judged->prediction };
	return &judged->side;
}

/* The differences of two devices under two releases; valid until the next call. */
static const struct diff *diff_of(const struct space_builder *a, const char *release_a,
				  const struct space_builder *b, const char *release_b)
{
	static struct judged_side judged_a, judged_b;
	static struct diff diff;
	const struct diff_request request = {
		.a = side_of(a, release_a, &judged_a),
		.b = side_of(b, release_b, &judged_b),
		.wanted = { true, true, true },
	};

	diff_find(&request, &diff);
	return &diff;
}

/* The entries of one part, as "START-END NAME; ...", are these. */
static void assert_entries(const struct diff *diff, enum diff_part part, const char *expected)
{
	char text[1000] = "";
	size_t used = 0;

	for (unsigned int i = 0; i < diff->entries[part] && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%x-%x %s",
					 used > 0 ? "; " : "", diff->entry[part][i].start,
					 diff->entry[part][i].end, diff->entry[part][i].name);
	assert_string_equal(text, expected);
}

TEST(a_device_and_itself_differ_in_nothing)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x01);
	assert_true(diff_is_empty(diff_of(&builder, NEWEST, &builder, NEWEST)));
}

TEST(a_changed_byte_is_listed_with_its_register)
{
	struct space_builder a = builder_start_express(), b = a;
	const struct diff *diff;

	put8(&b, 0x05, 0x04);
	diff = diff_of(&a, NEWEST, &b, NEWEST);
	assert_entries(diff, DIFF_BYTES, "4-5 COMMAND");
	assert_int_equal(diff->entry[DIFF_BYTES][0].mask, 0xffff);
	assert_entries(diff, DIFF_MAP, "");
	assert_entries(diff, DIFF_POLICY, "");
	assert_false(diff_is_empty(diff));
}

TEST(bytes_without_a_register_are_listed_in_runs)
{
	struct space_builder a = builder_start_express(), b;

	add_standard(&a, 0xa0, 0x09);
	put8(&a, 0xa2, 0x10);
	b = a;
	put16(&b, 0xa8, 0x1234);
	put16(&b, 0xc0, 0x1234);
	put8(&b, 0xc3, 0x12);
	assert_entries(diff_of(&a, NEWEST, &b, NEWEST), DIFF_BYTES,
		       "a8-a9 CAP_VNDR+8; c0-c1 ; c3-c3 ");
}

TEST(what_changes_by_itself_is_left_out_unless_it_is_asked_for)
{
	struct space_builder a = builder_start_express(), b;
	static struct judged_side judged_a, judged_b;
	static struct diff diff;
	struct diff_request request = { .wanted = { true, true, true } };

	add_extended(&a, 0x100, 0x01);
	b = a;
	put32(&b, 0x110, 0x00000001);	/* correctable error status */
	request.a = side_of(&a, NEWEST, &judged_a);
	request.b = side_of(&b, NEWEST, &judged_b);
	diff_find(&request, &diff);
	assert_true(diff_is_empty(&diff));
	request.with_volatile = true;
	diff_find(&request, &diff);
	assert_entries(&diff, DIFF_BYTES, "110-113 ERR_COR_STATUS");
}

TEST(where_the_registers_are_not_the_same_nothing_is_left_out)
{
	struct space_builder a = builder_start_express(), b = a;

	add_extended(&a, 0x100, 0x01);
	add_extended(&b, 0x100, 0x03);
	put32(&b, 0x110, 0x00000001);
	assert_int_equal(diff_of(&a, NEWEST, &b, NEWEST)->entries[DIFF_BYTES], 2);
}

TEST(bytes_that_one_side_does_not_know_are_counted_and_not_compared)
{
	struct space_builder a = builder_start_express(), b = a;
	const struct diff *diff;

	put16(&b, 0x04, 0xffff);
	space_forget(&b.space, 0x05);
	space_forget(&b.space, 0xc0);
	diff = diff_of(&a, NEWEST, &b, NEWEST);
	assert_entries(diff, DIFF_BYTES, "4-5 COMMAND");
	assert_int_equal(diff->entry[DIFF_BYTES][0].mask, 0x00ff);
	assert_int_equal(diff->unknown, 2);
}

TEST(bytes_that_only_one_side_has_are_one_run)
{
	struct space_builder a = builder_start_express(), b = builder_start(SPACE_SIZE);
	const struct diff *diff;

	add_express(&b, 0x40, 0x0002);
	diff = diff_of(&a, NEWEST, &b, NEWEST);
	assert_entries(diff, DIFF_BYTES, "100-fff ");
	assert_entries(diff, DIFF_MAP, "100-fff ");
	assert_entries(diff, DIFF_POLICY, "");
}

TEST(a_map_differs_in_runs_of_one_value)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0x200, 0x23);
	put32(&builder, 0x204, 0x01000000);
	assert_entries(diff_of(&builder, "6.1.176", &builder, "6.12.107"), DIFF_MAP,
		       "72-73 CAP_EXP+32; 200-20f ECAP_DVSEC");
}

TEST(a_policy_differs_by_register)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x01);
	assert_entries(diff_of(&builder, "5.10", &builder, "6.1.176"), DIFF_POLICY,
		       "52-53 PM_PMC; 54-55 PM_CTRL");
}

TEST(an_effect_alone_is_a_difference_of_policy)
{
	static struct judged_side judged_a, judged_b;
	static struct diff diff;
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct diff_request request = { .wanted = { true, true, true } };

	add_standard(&builder, 0x50, 0x01);
	request.a = side_of(&builder, NEWEST, &judged_a);
	request.b = side_of(&builder, NEWEST, &judged_b);
	judged_b.prediction.policy.effects--;
	diff_find(&request, &diff);
	assert_entries(&diff, DIFF_POLICY, "54-55 PM_CTRL");
}

TEST(that_only_one_side_can_be_opened_is_a_difference_of_the_map)
{
	struct space_builder a = builder_start(SPACE_SIZE), b = a;
	const struct diff *diff;

	add_standard(&a, 0x50, 0x05);
	add_standard(&b, 0x51, 0x05);
	diff = diff_of(&a, NEWEST, &b, NEWEST);
	assert_entries(diff, DIFF_MAP, "0-ff ");
	assert_entries(diff, DIFF_POLICY, "");
	assert_true(diff_is_empty(diff_of(&b, NEWEST, &b, NEWEST)));
}

TEST(a_part_that_is_not_wanted_is_not_compared)
{
	static struct judged_side judged_a, judged_b;
	static struct diff diff;
	struct space_builder a = builder_start_express(), b = a;
	struct diff_request request = { .wanted = { false, true, true } };

	put8(&b, 0x05, 0x04);
	request.a = side_of(&a, NEWEST, &judged_a);
	request.b = side_of(&b, "6.1.176", &judged_b);
	diff_find(&request, &diff);
	assert_int_equal(diff.entries[DIFF_BYTES], 0);
	assert_int_equal(diff.entries[DIFF_MAP], 1);
	request.wanted[DIFF_MAP] = request.wanted[DIFF_POLICY] = false;
	diff_find(&request, &diff);
	assert_true(diff_is_empty(&diff));
}

/* The bytes before a0 and those at a0 have other bits. A mask of single bits has gaps. */
static void change_mask(struct policy *policy, unsigned int mask)
{
	uint8_t *const masks[] = { policy->read_virtual, policy->write, policy->write_virtual };
	static const uint8_t bits[] = { 0x11, 0x11, 0x11, 0x22, 0x22, 0x33, 0x33, 0x33 };

	for (unsigned int i = 0; i < ARRAY_LENGTH(bits); i++) {
		if (mask < ARRAY_LENGTH(masks))
			masks[mask][0x99 + i] = bits[i];
		else
			policy->undefined[0x99 + i] = bits[i] & 0x01;
	}
}

/* The differences of two sides of one device; one side has other bits in one mask. */
static const struct diff *diff_of_masks(const struct space_builder *builder, bool second,
					unsigned int mask)
{
	static struct judged_side judged[2];
	static struct diff diff;
	const struct diff_request request = {
		.a = side_of(builder, NEWEST, &judged[0]),
		.b = side_of(builder, NEWEST, &judged[1]),
		.wanted = { true, true, true },
	};

	change_mask(&judged[second].prediction.policy, mask);
	diff_find(&request, &diff);
	return &diff;
}

TEST(a_run_of_policy_ends_where_any_mask_of_either_side_changes_and_where_a_register_begins)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0xa0, 0x01);
	for (int second = 0; second < 2; second++) {
		for (unsigned int mask = 0; mask < 4; mask++) {
			const struct diff *diff = diff_of_masks(&builder, second, mask);

			assert_entries(diff, DIFF_POLICY,
				       mask < 3 ? "99-9b ; 9c-9d ; 9e-9f ; a0-a0 CAP_PM"
						: "99-9b ; 9e-9f ; a0-a0 CAP_PM");
			assert_entries(diff, DIFF_MAP, "");
		}
	}
}

TEST(effects_of_a_run_are_those_of_its_first_and_last_byte_and_of_no_neighbour)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct judged_side judged;
	const struct policy *policy = &side_of(&builder, NEWEST, &judged)->prediction->policy;
	const uint32_t low = 1U << EFFECT_IO_ENABLE | 1U << EFFECT_MEMORY_ENABLE;

	assert_int_equal(diff_effects(policy, 0x03, 0x03), 0);
	assert_int_equal(diff_effects(policy, 0x04, 0x04), low);
	assert_int_equal(diff_effects(policy, 0x03, 0x04), low);
	assert_int_equal(diff_effects(policy, 0x05, 0x05), 1U << EFFECT_INTX_MASK);
	assert_int_equal(diff_effects(policy, 0x05, 0x06), 1U << EFFECT_INTX_MASK);
	assert_int_equal(diff_effects(policy, 0x06, 0x07), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_device_and_itself_differ_in_nothing),
		cmocka_unit_test(a_changed_byte_is_listed_with_its_register),
		cmocka_unit_test(bytes_without_a_register_are_listed_in_runs),
		cmocka_unit_test(what_changes_by_itself_is_left_out_unless_it_is_asked_for),
		cmocka_unit_test(where_the_registers_are_not_the_same_nothing_is_left_out),
		cmocka_unit_test(bytes_that_one_side_does_not_know_are_counted_and_not_compared),
		cmocka_unit_test(bytes_that_only_one_side_has_are_one_run),
		cmocka_unit_test(a_map_differs_in_runs_of_one_value),
		cmocka_unit_test(a_policy_differs_by_register),
		cmocka_unit_test(an_effect_alone_is_a_difference_of_policy),
		cmocka_unit_test(that_only_one_side_can_be_opened_is_a_difference_of_the_map),
		cmocka_unit_test(a_part_that_is_not_wanted_is_not_compared),
		cmocka_unit_test(a_run_of_policy_ends_where_any_mask_of_either_side_changes_and_where_a_register_begins),
		cmocka_unit_test(effects_of_a_run_are_those_of_its_first_and_last_byte_and_of_no_neighbour),
	};

	return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
