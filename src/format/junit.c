/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/junit.h"

#include "base/macros.h"
#include "format/markup.h"

static void print_attribute(const char *name, const char *value)
{
	if (value != NULL)
		markup_print(" %s=\"%s\"", name, value);
}

int junit_begin(struct report_run *run)
{
	markup_print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	markup_print("<testsuites name=\"vfio-cfgtool %s\">\n", run->command);
	return 0;
}

int junit_end(struct report_run *run)
{
	(void)run;
	markup_print("</testsuites>\n");
	return 0;
}

void junit_suite(const struct report_run *run, const struct report *report,
		 const size_t count[JUNIT_OUTCOMES])
{
	const struct device *device = report->device;
	char address[ADDRESS_TEXT_SIZE];

	address_format(&device->address, address);
	if (run->several_files && device->file != NULL)
		markup_print("  <testsuite name=\"%s@%s\"", device->file, address);
	else
		markup_print("  <testsuite name=\"%s\"", address);
	print_attribute("hostname", run->host);
	markup_print(" tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\">\n",
		     (unsigned int)(count[JUNIT_PASSED] + count[JUNIT_FAILED] +
				    count[JUNIT_ERROR] + count[JUNIT_SKIPPED]),
		     (unsigned int)count[JUNIT_FAILED], (unsigned int)count[JUNIT_ERROR],
		     (unsigned int)count[JUNIT_SKIPPED]);
}

void junit_suite_end(void)
{
	markup_print("  </testsuite>\n");
}

void junit_case(const struct junit_case *one)
{
	static const char *const elements[] = {
		[JUNIT_PASSED] = "system-out", [JUNIT_FAILED] = "failure",
		[JUNIT_ERROR] = "error", [JUNIT_SKIPPED] = "skipped",
	};
	const char *element = elements[one->outcome];

	markup_print("    <testcase");
	print_attribute("classname", one->class_name);
	print_attribute("name", one->name);
	if (one->outcome == JUNIT_PASSED && one->text == NULL) {
		markup_print("/>\n");
		return;
	}
	markup_print("><%s", element);
	print_attribute("type", one->type);
	print_attribute("message", one->message);
	markup_print(">");
	markup_lines(one->text);
	markup_print("</%s></testcase>\n", element);
}

void junit_fault(const struct report_run *run, const struct report *report)
{
	const size_t count[JUNIT_OUTCOMES] = { [JUNIT_ERROR] = 1 };

	junit_suite(run, report, count);
	junit_case(&(struct junit_case){
		.outcome = JUNIT_ERROR,
		.class_name = "device",
		.name = "can be judged",
		.type = fault_code_name(report->error.code),
		.message = report->error.message,
		.text = report->error.hint,
	});
	junit_suite_end();
}
