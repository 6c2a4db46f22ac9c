// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether the opened device is the same one as before. */
#include "test.h"

#include "tasks/device_open.c"

static const struct device before = {
	.vendor = 0x8086, .product = 0x10d3, .class = 0x020000, .revision = 2,
};

TEST(another_device_is_one_with_another_id_class_or_revision)
{
	struct device now = before;

	assert_true(is_same(&before, &now));
	now.product = 0x10d4;
	assert_false(is_same(&before, &now));
	now = before;
	now.vendor = 0x1af4;
	assert_false(is_same(&before, &now));
	now = before;
	now.class = 0x010802;
	assert_false(is_same(&before, &now));
	now = before;
	now.revision = 3;
	assert_false(is_same(&before, &now));
}

TEST(an_unread_revision_does_not_differ)
{
	struct device unread = before;

	unread.revision = -1;
	assert_true(is_same(&before, &unread));
	assert_true(is_same(&unread, &before));
	unread.product = 0x10d4;
	assert_false(is_same(&unread, &before));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_device_is_one_with_another_id_class_or_revision),
		cmocka_unit_test(an_unread_revision_does_not_differ),
	};

	return cmocka_run_group_tests_name("device_open", tests, NULL, NULL);
}
