// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's tables of capabilities, and lengths that only a vendor has. */
#include "verify_expect.h"

/* The kernel's tables, as far as they matter here: those of a kernel without DVSEC. */
static struct kernel_tables tables_without_dvsec(const char *release)
{
	struct rules rules = rules_of(release);
	struct kernel_tables tables = { .extendeds = rules.value[RULE_EXT_CAP_MAX] + 1U };

	rules.value[RULE_DVSEC] = 0;
	for (uint16_t id = 1; id < tables.extendeds; id++) {
		const struct capability_type *type = capability_find(true, id);

		if (type != NULL && id != DVSEC)
			tables.extended_length[id] = type->rule == LENGTH_FIXED ?
				type->length : KERNEL_LENGTH_VARIABLE;
	}
	return tables;
}

static void judge_tables(const char *release, const struct kernel_tables *tables)
{
	const struct rules rules = rules_of(release);

	verify_tables(tables, &rules, &result);
}

TEST(tables_as_the_rules_have_them_agree)
{
	struct space_builder builder = builder_start_express();
	struct kernel_copy kernel = kernel_of(&builder, "6.1.192");
	struct kernel_tables tables = tables_without_dvsec("6.1.192");

	judge(&builder, "6.1.192", &kernel);
	judge_tables("6.1.192", &tables);
	assert_true(verify_agrees(&result));
}

TEST(a_switch_that_only_the_tables_show_is_a_difference_and_its_explanation)
{
	struct space_builder builder = builder_start_express();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST);
	struct kernel_tables tables = tables_without_dvsec(NEWEST);

	judge(&builder, NEWEST, &kernel);
	assert_true(verify_agrees(&result));
	judge_tables(NEWEST, &tables);
	assert_int_equal(result.different, 0);
	assert_explained(NEWEST ",-dvsec");
}

TEST(what_the_tables_show_joins_what_the_bytes_show)
{
	struct space_builder builder = builder_start_express();
	struct kernel_copy kernel = kernel_of(&builder, NEWEST ",-exp-v2-52");
	struct kernel_tables tables = tables_without_dvsec(NEWEST);

	judge(&builder, NEWEST, &kernel);
	judge_tables(NEWEST, &tables);
	assert_explained(NEWEST ",-exp-v2-52,-dvsec");
}

TEST(a_length_that_only_the_tables_show_is_named_as_a_switch)
{
	struct space_builder builder = builder_start_express();
	struct kernel_copy kernel = kernel_of(&builder, "6.1.192");
	struct kernel_tables tables = tables_without_dvsec("6.1.192");

	tables.extended_length[1] = 0x38;
	judge(&builder, "6.1.192", &kernel);
	judge_tables("6.1.192", &tables);
	assert_explained("6.1.192,+len:ECAP_AER=38");
}

TEST(more_lengths_than_rules_have_room_for_are_not_explained)
{
	struct space_builder builder = builder_start_express();
	struct kernel_copy kernel = kernel_of(&builder, "6.1.192");
	struct kernel_tables tables = tables_without_dvsec("6.1.192");

	for (unsigned int id = 0x18; id < 0x22; id++)
		tables.extended_length[id] = 0x30;
	judge(&builder, "6.1.192", &kernel);
	judge_tables("6.1.192", &tables);
	assert_unexplained();
	assert_int_equal(result.table.id, 0x20);
	assert_int_equal(result.table.kernel, 0x30);
	assert_int_equal(result.table.rules, 0);
}

TEST(a_capability_that_a_vendor_shows_is_explained_by_its_length)
{
	struct space_builder builder = device();

	add_extended(&builder, 0x180, 0x1b);
	put32(&builder, 0x184, 0x1406);
	assert_one_switch(&builder, &no_facts, "6.17.13,+len:ECAP_PASID=8", "6.17.13",
			  RULES_LENGTH_OF(true, 0x1b), "6.17.13,+len:ECAP_PASID=8");
	assert_one_switch(&builder, &no_facts, "6.17.13", "6.17.13,+len:ECAP_PASID=8",
			  RULES_LENGTH_OF(true, 0x1b), "6.17.13,+len:ECAP_PASID=0");
	assert_one_switch(&builder, &no_facts, "6.17.13,+len:CAP_PM=c", "6.17.13",
			  RULES_LENGTH_OF(false, 0x01), "6.17.13,+len:CAP_PM=c");
}

TEST(unknown_changes_of_a_vendors_kernel_are_not_compared)
{
	struct space_builder builder = device();
	struct device_facts vf = no_facts;
	struct kernel_copy kernel;

	vf.is_vf = true;
	kernel = kernel_with(&builder, "5.10-alibaba", &vf);
	memset(kernel.map + 0x200, 0x13, 0x10);
	judge_with(&builder, "5.10-alibaba", &vf, &kernel);
	assert_true(verify_agrees(&result));
	judge_with(&builder, "5.10-alibaba,-vf-pasid-pri", &vf, &kernel);
	assert_false(verify_agrees(&result));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_as_the_rules_have_them_agree),
		cmocka_unit_test(a_switch_that_only_the_tables_show_is_a_difference_and_its_explanation),
		cmocka_unit_test(what_the_tables_show_joins_what_the_bytes_show),
		cmocka_unit_test(a_length_that_only_the_tables_show_is_named_as_a_switch),
		cmocka_unit_test(more_lengths_than_rules_have_room_for_are_not_explained),
		cmocka_unit_test(a_capability_that_a_vendor_shows_is_explained_by_its_length),
		cmocka_unit_test(unknown_changes_of_a_vendors_kernel_are_not_compared),
	};

	return cmocka_run_group_tests_name("verify tables", tests, NULL, NULL);
}
