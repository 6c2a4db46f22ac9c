/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What check says of a device. */
#include "output/json_object.h"

static struct json_object *result_object(const struct report_check *check)
{
	struct json_object *object = json_new();

	json_add(object, "file", json_string(check->file));
	json_add(object, "line", json_number((int)check->line));
	json_add(object, "rule", json_string(check->rule));
	json_add(object, "pass", json_flag(check->result.outcome == CHECK_PASSED));
	json_add(object, "expected", json_string(check->result.expected));
	json_add(object, "actual", json_string(check->result.actual));
	json_add(object, "message", json_string(check->result.message));
	json_add(object, "reason", json_string(check->result.outcome == CHECK_NOT_SEEN
					       ? "not-seen" : ""));
	return object;
}

void json_add_check(struct json_object *object, const struct report_run *run,
		    const struct report *report)
{
	bool judged = report->checks != NULL || report->left_out;
	struct json_object *list = judged ? json_array(report->check_count) : NULL;

	(void)run;
	for (size_t i = 0; i < report->check_count; i++)
		if (report->checks[i].result.outcome != CHECK_NOT_JUDGED)
			json_append(list, result_object(&report->checks[i]));
	json_add(object, "results", list);
	json_add(object, "not_judged", judged
		 ? json_number((int)report_count_checks(report, CHECK_NOT_JUDGED)) : NULL);
}
