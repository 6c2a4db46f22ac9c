/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lint says of a device, and of its codes. */
#include "output/json.h"
#include "output/json_object.h"

static struct json_object *finding_object(const struct lint_finding *finding)
{
	struct json_object *object = json_new();
	const struct lint_info *info = lint_info(finding->code);
	char text[LINT_MESSAGE_SIZE];

	json_add(object, "code", json_string(info->name));
	json_add(object, "severity", json_string(lint_severity_name(finding->severity)));
	json_add(object, "for", json_string(lint_victim_name(info->victim)));
	json_add(object, "start", json_number(finding->start));
	json_add(object, "end", json_number(finding->end));
	json_add(object, "capability", json_string(finding->capability));
	json_add(object, "message", json_string(lint_message(finding, text)));
	return object;
}

void json_add_lint(struct json_object *object, const struct report_run *run,
		   const struct report *report)
{
	const struct report_lint *lint = report->lint;
	struct json_object *list = NULL;

	(void)run;
	if (lint != NULL)
		list = json_array(lint->lint->findings);
	for (unsigned int i = 0; lint != NULL && i < lint->lint->findings; i++)
		if (report_shows_finding(lint, i))
			json_append(list, finding_object(&lint->lint->finding[i]));
	json_add(object, "findings", list);
}

int json_lint_codes(const struct report_run *run, bool line)
{
	struct json_object *object = json_new();
	struct json_object *list = json_array(LINT_CODES);

	for (int code = 0; code < LINT_CODES; code++) {
		const struct lint_info *info = lint_info((enum lint_code)code);
		struct json_object *entry = json_new();

		json_add(entry, "code", json_string(info->name));
		json_add(entry, "severity", json_string(lint_severity_name(info->severity)));
		json_add(entry, "when", json_string(info->when));
		json_add(entry, "for", json_string(lint_victim_name(info->victim)));
		json_add(entry, "meaning", json_string(info->what));
		json_add(entry, "advice", json_string(info->advice));
		json_append(list, entry);
	}
	json_add_run(object, run);
	json_add(object, "codes", list);
	return json_print(object, line);
}
