// SPDX-License-Identifier: GPL-2.0-or-later
/* The accesses of several devices, each in its own log. */
#include "test.h"

#include "tasks/access_log.h"

TEST(each_device_has_its_own_log)
{
	static const struct device first, second;
	struct access_log *logs = NULL, *log;
	struct fault fault = { .code = FAULT_NONE };

	assert_null(access_log_find(logs, &first));
	log = access_log_begin(&logs, &first, &fault);
	for (int i = 0; i < 200; i++)
		assert_non_null(access_log_add(log, ACCESS_READ));
	assert_int_equal(access_log_begin(&logs, &second, &fault)->count, 0);
	assert_int_equal(access_log_find(logs, &first)->count, 200);
	assert_int_equal(access_log_begin(&logs, &first, &fault)->count, 0);
	access_log_free(&logs);
	assert_null(logs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_device_has_its_own_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
