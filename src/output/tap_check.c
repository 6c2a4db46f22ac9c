/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/tap.h"

static void print_failure(const struct report_check *check)
{
	const struct check_result *result = &check->result;

	tap_yaml_begin();
	tap_yaml("message", "%s", result->message);
	if (result->outcome == CHECK_NOT_SEEN)
		tap_yaml("reason", "not-seen");
	tap_yaml("file", "%s", check->file);
	tap_yaml("line", "%u", check->line);
	tap_yaml("rule", "%s", check->rule);
	tap_yaml("expected", "%s", result->expected);
	tap_yaml("actual", "%s", result->actual);
	tap_yaml_end();
}

static void print_check(const char *address, const struct report_check *check)
{
	enum check_outcome outcome = check->result.outcome;

	if (outcome == CHECK_NOT_JUDGED) {
		tap_skip("not judged", "%s %s:%u: %s", address, check->file, check->line,
			 check->rule);
		return;
	}
	tap_point(outcome == CHECK_PASSED, "%s %s:%u: %s", address, check->file, check->line,
		  check->rule);
	if (outcome != CHECK_PASSED)
		print_failure(check);
}

int tap_check_device(const struct report_run *run, const struct report *report, bool first)
{
	char address[ADDRESS_TEXT_SIZE];

	(void)run;
	(void)first;
	address_format(&report->device->address, address);
	if (report->left_out) {
		tap_comment("%s: no policy is for it", address);
		return 0;
	}
	if (report->checks == NULL) {
		tap_point(false, "%s cannot be judged", address);
		tap_yaml_begin();
		tap_yaml("error", "%s", fault_code_name(report->error.code));
		tap_yaml("message", "%s", report->error.message);
		tap_yaml_end();
		return 0;
	}
	for (size_t i = 0; i < report->check_count; i++)
		print_check(address, &report->checks[i]);
	return 0;
}
