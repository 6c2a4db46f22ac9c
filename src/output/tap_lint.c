/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/tap.h"

/* The findings that make the device fail, in a block. */
static void print_failures(const struct report_lint *report)
{
	tap_yaml_begin();
	tap_yaml_list("findings");
	for (unsigned int i = 0; i < report->lint->findings; i++) {
		const struct lint_finding *finding = &report->lint->finding[i];
		const struct lint_info *info = lint_info(finding->code);
		char text[LINT_MESSAGE_SIZE];

		if (!report_fails_finding(report, i))
			continue;
		tap_yaml_item(true, "code", "%s", info->name);
		tap_yaml_item(false, "severity", "%s", lint_severity_name(finding->severity));
		tap_yaml_item(false, "for", "%s", lint_victim_name(info->victim));
		tap_yaml_item(false, "range", "%03x-%03x", finding->start, finding->end);
		tap_yaml_item(false, "capability", "%s", finding->capability);
		tap_yaml_item(false, "message", "%s", lint_message(finding, text));
	}
	tap_yaml_end();
}

static void print_others(const struct report_lint *report)
{
	for (unsigned int i = 0; i < report->lint->findings; i++) {
		const struct lint_finding *finding = &report->lint->finding[i];

		if (report_shows_finding(report, i) && !report_fails_finding(report, i))
			tap_comment("%s %s %03x-%03x %s", lint_severity_name(finding->severity),
				    lint_info(finding->code)->name, finding->start, finding->end,
				    finding->capability);
	}
}

int tap_lint_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct report_lint *lint = report->lint;
	char address[ADDRESS_TEXT_SIZE];
	unsigned int failures = 0;

	(void)run;
	(void)first;
	address_format(&report->device->address, address);
	if (lint == NULL) {
		tap_point(false, "%s cannot be judged", address);
		tap_yaml_begin();
		tap_yaml("error", "%s", fault_code_name(report->error.code));
		tap_yaml("message", "%s", report->error.message);
		tap_yaml_end();
		return 0;
	}
	for (unsigned int i = 0; i < lint->lint->findings; i++)
		failures += report_fails_finding(lint, i);
	tap_point(failures == 0, "%s has no finding of severity %s or worse", address,
		  lint_severity_name(lint->fail));
	if (failures > 0)
		print_failures(lint);
	print_others(lint);
	return 0;
}
