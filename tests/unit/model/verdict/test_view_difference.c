// SPDX-License-Identifier: GPL-2.0-or-later
/* The bytes of a view that changed. */
#include "test.h"

#include "base/macros.h"
#include "model/verdict/view_difference.h"

static struct config_space was, is;
static struct registers registers;
static struct byte_difference list[SPACE_SIZE_EXTENDED];

/* A space of zeros with STATUS (volatile but for its first bits) and a raw rest. */
static int begin(void **state)
{
	static const struct device_facts facts = DEVICE_FACTS_DEFAULT;
	static struct map map;
	struct rules rules;

	(void)state;
	space_clear(&was, SPACE_SIZE, VIEW_HARDWARE);
	for (uint16_t offset = 0; offset < SPACE_SIZE; offset++)
		space_set(&was, offset, 0);
	is = was;
	rules_for_release(&rules_newest, &rules);
	map_build(&was, &rules, &facts, &map);
	assert_int_equal(map.state, MAP_BUILT);
	registers_find(&map, &was, &registers);
	return 0;
}

static size_t differences(void)
{
	return difference_find(&was, &is, &registers, list);
}

TEST(the_same_view_has_no_difference)
{
	assert_int_equal(differences(), 0);
}

TEST(each_changed_byte_is_listed_with_what_it_was_and_is)
{
	space_set(&was, 0x40, 0xca);
	space_set(&is, 0x05, 0x04);
	space_set(&is, 0xff, 0x80);
	assert_int_equal(differences(), 3);
	assert_int_equal(list[0].offset, 0x05);
	assert_string_equal(list[0].in->type->setpci, "COMMAND");
	assert_int_equal(list[1].offset, 0x40);
	assert_int_equal(list[1].was, 0xca);
	assert_int_equal(list[1].is, 0);
	assert_null(list[1].in);
	assert_int_equal(list[2].is, 0x80);
	assert_int_equal(list[2].view, VIEW_HARDWARE);
}

TEST(bits_that_change_by_themselves_do_not_differ_and_their_neighbours_do)
{
	space_set(&is, 0x07, 0xf9);	/* STATUS: errors that were seen */
	space_set(&is, 0x06, 0x08);	/* INTx is asserted */
	assert_int_equal(differences(), 0);
	space_set(&is, 0x06, 0x18);	/* it has capabilities */
	assert_int_equal(differences(), 1);
	assert_int_equal(list[0].offset, 0x06);
	space_set(&is, 0x07, 0xff);	/* DEVSEL timing */
	assert_int_equal(differences(), 2);
}

TEST(what_was_not_known_is_not_compared)
{
	space_forget(&was, 0x40);
	space_set(&is, 0x40, 0x12);
	assert_int_equal(differences(), 0);
	space_clear(&was, 0, VIEW_HARDWARE);
	assert_int_equal(differences(), 0);
}

TEST(what_cannot_be_read_any_more_is_a_difference)
{
	space_forget(&is, 0x41);
	assert_int_equal(differences(), 1);
	assert_true(list[0].unread);
	assert_int_equal(list[0].offset, 0x41);
	space_clear(&is, 0, VIEW_HARDWARE);
	assert_int_equal(differences(), SPACE_SIZE);
}

#define CASE(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_same_view_has_no_difference),
		CASE(each_changed_byte_is_listed_with_what_it_was_and_is),
		CASE(bits_that_change_by_themselves_do_not_differ_and_their_neighbours_do),
		CASE(what_was_not_known_is_not_compared),
		CASE(what_cannot_be_read_any_more_is_a_difference),
	};

	return cmocka_run_group_tests_name("difference", tests, NULL, NULL);
}
