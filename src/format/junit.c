/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "format/junit.h"

#include <string.h>

#include "base/macros.h"
#include "format/print.h"

/* What does not stand for itself. The last two are characters that XML does not have. */
static const struct {
	const char *text, *instead;
} escapes[] = {
	{ "&", "&amp;" }, { "<", "&lt;" }, { ">", "&gt;" }, { "\"", "&quot;" },
	{ "\xef\xbf\xbe", "\\xef\\xbf\\xbe" }, { "\xef\xbf\xbf", "\\xef\\xbf\\xbf" },
};

/* The row whose text comes next, or NULL. */
static const char *find_escape(const char *text, size_t *length)
{
	for (size_t i = 0; i < ARRAY_LENGTH(escapes); i++) {
		*length = strlen(escapes[i].text);
		if (strncmp(text, escapes[i].text, *length) == 0)
			return escapes[i].instead;
	}
	return NULL;
}

/* A line of a text, escaped; print_part() writes hidden characters as \xNN. */
static void print_escaped(const char *text, const char *end)
{
	while (text < end) {
		const char *plain = text, *instead = NULL;
		size_t length = 0;

		while (text < end && (instead = find_escape(text, &length)) == NULL)
			text++;
		print_part("%.*s", (int)(text - plain), plain);
		if (instead == NULL)
			break;
		print_part("%s", instead);
		text += length;
	}
}

static void print_attribute(const char *name, const char *value)
{
	if (value == NULL)
		return;
	print_part(" %s=\"", name);
	print_escaped(value, value + strlen(value));
	print_part("\"");
}

/* Lines between tags. */
static void print_text(const char *text)
{
	while (text != NULL && *text != '\0') {
		const char *end = text + strcspn(text, "\n");

		print_escaped(text, end);
		if (*end == '\n')
			print_end();
		text = *end == '\n' ? end + 1 : end;
	}
}

int junit_begin(struct report_run *run)
{
	print_line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
	print_line("<testsuites name=\"vfio-cfgtool %s\">", run->command);
	return 0;
}

int junit_end(struct report_run *run)
{
	(void)run;
	print_line("</testsuites>");
	return 0;
}

void junit_suite(const struct report_run *run, const struct report *report,
		 const size_t count[JUNIT_OUTCOMES])
{
	const struct device *device = report->device;
	char address[ADDRESS_TEXT_SIZE];

	print_part("  <testsuite name=\"");
	if (run->several_files && device->file != NULL) {
		print_escaped(device->file, device->file + strlen(device->file));
		print_part("@");
	}
	print_part("%s\"", address_format(&device->address, address));
	print_attribute("hostname", run->host);
	print_line(" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">",
		   count[JUNIT_PASSED] + count[JUNIT_FAILED] + count[JUNIT_ERROR] +
			   count[JUNIT_SKIPPED],
		   count[JUNIT_FAILED], count[JUNIT_ERROR], count[JUNIT_SKIPPED]);
}

void junit_suite_end(void)
{
	print_line("  </testsuite>");
}

void junit_case(const struct junit_case *one)
{
	static const char *const elements[] = {
		[JUNIT_PASSED] = "system-out", [JUNIT_FAILED] = "failure",
		[JUNIT_ERROR] = "error", [JUNIT_SKIPPED] = "skipped",
	};
	const char *element = elements[one->outcome];

	print_part("    <testcase");
	print_attribute("classname", one->class_name);
	print_attribute("name", one->name);
	if (one->outcome == JUNIT_PASSED && one->text == NULL) {
		print_line("/>");
		return;
	}
	print_part("><%s", element);
	print_attribute("type", one->type);
	print_attribute("message", one->message);
	print_part(">");
	print_text(one->text);
	print_line("</%s></testcase>", element);
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
