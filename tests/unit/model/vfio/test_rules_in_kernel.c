// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's tables of capabilities against ours. */
#include "test.h"

#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/vfio/rules_in_kernel.h"

#define ECAP_MAX 0x2e

static const struct kernel_release release = { 6, 1, 192 };

static struct rules rules_of(const struct kernel_release *of)
{
	struct rules rules;

	assert_true(rules_for_release(of, &rules));
	return rules;
}

/* What drivers/vfio/pci/vfio_pci_config.c of 6.1 has. */
static struct kernel_tables tables_of_6_1(void)
{
	return (struct kernel_tables) {
		.standards = 0x15,
		.extendeds = ECAP_MAX + 1,
		.standard_length = {
			[0x00] = 64, [0x01] = 8, [0x02] = 12, [0x03] = 8, [0x05] = 0xff,
			[0x07] = 0xff, [0x08] = 0xff, [0x09] = 0xff, [0x10] = 0xff, [0x11] = 12,
			[0x12] = 0xff, [0x13] = 6,
		},
		.extended_length = {
			[0x01] = 0x2c, [0x02] = 0xff, [0x03] = 12, [0x04] = 16, [0x08] = 0xff,
			[0x09] = 0xff, [0x0b] = 0xff, [0x0d] = 0xff, [0x0e] = 8, [0x0f] = 8,
			[0x10] = 0x40, [0x12] = 40, [0x13] = 16, [0x15] = 0xff, [0x16] = 0xff, [0x17] = 0xff, [0x18] = 8,
		},
		.pmc_known = true,
		.pmc_virtual = 0xf800,
	};
}

TEST(the_tables_of_6_1_are_as_the_rules_of_6_1_have_them)
{
	struct kernel_tables tables = tables_of_6_1();
	struct rules rules = rules_of(&release);
	struct table_difference first;

	assert_false(tables_correct(&tables, &rules));
	assert_false(tables_differ(&tables, &rules, &first));
	assert_string_equal(rules.name, "6.1.192");
}

TEST(the_size_of_the_table_is_the_greatest_id)
{
	struct kernel_tables tables = tables_of_6_1();
	struct rules rules = rules_of(&release);

	tables.extendeds = 0x32;
	assert_true(tables_correct(&tables, &rules));
	assert_int_equal(rules.value[RULE_EXT_CAP_MAX], 0x31);
	assert_string_equal(rules.name, "6.1.192,+ext-cap-max=31");
}

TEST(a_length_for_dvsec_is_the_switch)
{
	struct kernel_tables tables = tables_of_6_1();
	struct rules rules = rules_of(&release);
	struct table_difference first;

	tables.extended_length[ECAP_ID_DVSEC] = KERNEL_LENGTH_VARIABLE;
	assert_true(tables_differ(&tables, &rules, &first));
	assert_true(tables_correct(&tables, &rules));
	assert_int_equal(rules.value[RULE_DVSEC], 1);
	assert_false(tables_differ(&tables, &rules, &first));
}

TEST(pme_support_that_reads_from_hardware_is_the_switch)
{
	struct kernel_tables tables = tables_of_6_1();
	struct rules rules = rules_of(&release);

	tables.pmc_virtual = 0x7000;
	assert_true(tables_correct(&tables, &rules));
	assert_int_equal(rules.value[RULE_PME_VIRTUAL], 0);
	tables.pmc_known = false;
	tables.pmc_virtual = 0xf800;
	assert_false(tables_correct(&tables, &rules));
}

TEST(tables_that_cannot_be_seen_say_nothing)
{
	const struct kernel_tables tables = { 0 };
	struct rules rules = rules_of(&release);
	struct table_difference first;

	assert_false(tables_correct(&tables, &rules));
	assert_false(tables_differ(&tables, &rules, &first));
}

TEST(every_length_of_either_table_is_compared)
{
	const struct kernel_tables right = tables_of_6_1();
	const struct rules rules = rules_of(&release);

	for (unsigned int id = 1; id < right.standards + right.extendeds; id++) {
		struct kernel_tables tables = right;
		struct table_difference first;
		bool extended = id >= right.standards;
		uint16_t place = (uint16_t)(extended ? id - right.standards : id);

		if (place == 0)
			continue;
		if (extended)
			tables.extended_length[place] ^= 4;
		else
			tables.standard_length[place] ^= 4;
		assert_true(tables_differ(&tables, &rules, &first));
		assert_int_equal(first.extended, extended);
		assert_int_equal(first.id, place);
		assert_int_equal(first.kernel ^ 4, first.rules);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tables_of_6_1_are_as_the_rules_of_6_1_have_them),
		cmocka_unit_test(the_size_of_the_table_is_the_greatest_id),
		cmocka_unit_test(a_length_for_dvsec_is_the_switch),
		cmocka_unit_test(pme_support_that_reads_from_hardware_is_the_switch),
		cmocka_unit_test(tables_that_cannot_be_seen_say_nothing),
		cmocka_unit_test(every_length_of_either_table_is_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
