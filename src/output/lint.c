/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The output of lint for a device, and its list of codes. */
#include "output/lint.h"

#include <errno.h>
#include <string.h>

#include "format/heading.h"
#include "format/json.h"
#include "format/junit.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/prometheus.h"
#include "format/table.h"
#include "format/tap.h"

GETTER(finding_code, struct lint_finding, value_text(value, lint_info(it->code)->name))
GETTER(finding_severity, struct lint_finding,
       value_text(value, lint_severity_name(it->severity)))
GETTER(finding_for, struct lint_finding,
       value_text(value, lint_victim_name(lint_info(it->code)->victim)))
GETTER(finding_range, struct lint_finding, value_range(value, it->start, it->end))

static void get_finding_message(struct value *value, const void *record)
{
	char text[LINT_MESSAGE_SIZE];

	value_text(value, lint_message(record, text));
}

static const struct field finding_fields[] = {
	{ "code", .get = get_finding_code, COLUMN(2, "CODE") },
	{ "severity", .get = get_finding_severity, COLUMN(1, "SEVERITY") },
	{ "for", .get = get_finding_for, COLUMN(3, "FOR") },
	{ "range", .get = get_finding_range, CELL(4, "RANGE") },
	{ "start", MEMBER(struct lint_finding, start) },
	{ "end", MEMBER(struct lint_finding, end) },
	{ "capability", MEMBER(struct lint_finding, capability), COLUMN(5, "CAPABILITY"),
	  .absent = "-" },
	{ "detail", MEMBER(struct lint_finding, detail), CELL(6, "DETAIL") },
	{ "message", .get = get_finding_message },
	{ NULL },
};

static const void *find_finding(const void *from, size_t number, void *row)
{
	const struct lint_verdict *lint = from;

	(void)row;
	return lint_shows(lint, (unsigned int)number) ? &lint->lint->finding[number] : NULL;
}

static void get_findings(struct value *value, const void *record)
{
	const struct lint_verdict *lint = ((const struct report *)record)->lint;

	if (lint != NULL)
		value_records(value, FOUND_RECORDS(lint, lint->lint->findings, find_finding));
}

static const struct field lint_fields[] = {
	{ "findings", .get = get_findings, .fields = finding_fields, .rows = true },
	{ NULL },
};

static int print_findings(const struct report_run *run, const struct lint_verdict *lint)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, finding_fields);

	if (table == NULL)
		return -ENOMEM;
	for (unsigned int i = 0; i < lint->lint->findings; i++) {
		const struct lint_finding *finding = &lint->lint->finding[i];
		struct libscols_line *line;

		if (!lint_shows(lint, i))
			continue;
		line = table_record(table, finding_fields, finding);
		if (line == NULL)
			return -ENOMEM;
		if (run->color && finding->severity > LINT_INFO)
			table_color(line, finding->severity == LINT_ERROR ? PALETTE_WARNING
									  : PALETTE_NOTE);
	}
	return table_is_empty(table) ? 0 : table_print(table);
}

/* Prints the meaning of each code that was found, once. */
static void print_meanings(const struct lint_verdict *lint)
{
	bool told[LINT_CODES] = { false };

	for (unsigned int i = 0; i < lint->lint->findings; i++) {
		enum lint_code code = lint->lint->finding[i].code;
		const struct lint_info *info = lint_info(code);

		if (!lint_shows(lint, i) || told[code])
			continue;
		told[code] = true;
		print_line("  %s: %s", info->name, info->what);
		print_part("    ");
		print_hang();
		print_line("%s", info->advice);
	}
}

/* "1 error, 2 infos; 3 ignored, 1 below warning" */
static void print_totals(const struct lint_verdict *lint)
{
	unsigned int count[LINT_SEVERITIES] = { 0 }, ignored = 0, below = 0;
	const char *separator = "  ";

	for (unsigned int i = 0; i < lint->lint->findings; i++) {
		bool shown = lint_shows(lint, i);

		ignored += lint->ignored[i];
		below += !shown && !lint->ignored[i];
		count[lint->lint->finding[i].severity] += shown;
	}
	for (int severity = LINT_SEVERITIES; severity-- > 0;) {
		if (count[severity] == 0)
			continue;
		print_part("%s%u %s%s", separator, count[severity],
			   lint_severity_name((enum lint_severity)severity),
			   count[severity] > 1 ? "s" : "");
		separator = ", ";
	}
	if (separator[0] == ' ')
		print_part("  no finding");
	if (ignored > 0)
		print_part(", %u ignored", ignored);
	if (below > 0)
		print_part(", %u below %s", below, lint_severity_name(lint->min));
	print_line("%s", lint->lint->cut ? ", and more" : "");
}

static int table_device(const struct report_run *run, const struct report *report, bool first)
{
	int error;

	if (report->lint == NULL)
		return 0;
	if (!first)
		print_end();
	heading_print(run, report);
	error = print_findings(run, report->lint);
	if (error != 0)
		return error;
	print_meanings(report->lint);
	print_totals(report->lint);
	return 0;
}

/* Prints the findings that make the device fail, in a block. */
static void tap_failures(const struct lint_verdict *lint)
{
	static const char *const keys[] = { "code", "severity", "for", "range", "capability",
					    "message", NULL };

	tap_yaml_begin();
	tap_yaml_list("findings");
	for (unsigned int i = 0; i < lint->lint->findings; i++)
		if (lint_fails(lint, i))
			tap_item(finding_fields, &lint->lint->finding[i], keys);
	tap_yaml_end();
}

static void tap_others(const struct lint_verdict *lint)
{
	for (unsigned int i = 0; i < lint->lint->findings; i++) {
		const struct lint_finding *finding = &lint->lint->finding[i];

		if (lint_shows(lint, i) && !lint_fails(lint, i))
			tap_comment("%s %s %03x-%03x%s%s", lint_severity_name(finding->severity),
				    lint_info(finding->code)->name, finding->start, finding->end,
				    finding->capability[0] != '\0' ? " " : "", finding->capability);
	}
}

/* Prints a point a device; it fails if a finding reaches --fail. */
static int tap_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct lint_verdict *lint = report->lint;
	char address[ADDRESS_TEXT_SIZE];
	bool failed;

	(void)first;
	if (lint == NULL) {
		tap_fault(run, report, "judged");
		return 0;
	}
	failed = lint_has_failed(lint);
	tap_point(run, !failed, "%s has no finding of severity %s or worse",
		  address_format(&report->device->address, address),
		  lint_severity_name(lint->fail));
	if (failed)
		tap_failures(lint);
	tap_others(lint);
	return 0;
}

/* Finds the first shown finding of a code, and whether any of them is a failure. */
static const struct lint_finding *find_shown(const struct lint_verdict *lint, enum lint_code code,
					     bool *fails)
{
	const struct lint_finding *shown = NULL;

	*fails = false;
	for (unsigned int i = 0; i < lint->lint->findings; i++) {
		const struct lint_finding *finding = &lint->lint->finding[i];

		if (finding->code != code || !lint_shows(lint, i))
			continue;
		if (shown == NULL || (!*fails && lint_fails(lint, i)))
			shown = finding;
		*fails |= lint_fails(lint, i);
	}
	return shown;
}

#define PLACES_SIZE 2048

/* Lists the places of a code's findings, a line each, up to a limit. */
static const char *list_places(const struct lint_verdict *lint, enum lint_code code,
			       char text[PLACES_SIZE])
{
	size_t used = 0;

	for (unsigned int i = 0; i < lint->lint->findings && used < PLACES_SIZE; i++) {
		const struct lint_finding *finding = &lint->lint->finding[i];

		if (finding->code == code && lint_shows(lint, i))
			used += (size_t)snprintf(text + used, PLACES_SIZE - used,
						 "%03x-%03x %s %s\n", finding->start, finding->end,
						 lint_severity_name(finding->severity),
						 finding->capability);
	}
	return text;
}

static void junit_code(const struct lint_verdict *lint, enum lint_code code)
{
	char message[LINT_MESSAGE_SIZE], places[PLACES_SIZE];
	bool fails;
	const struct lint_finding *finding = find_shown(lint, code, &fails);

	if (finding != NULL)
		lint_message(finding, message);
	junit_case(&(struct junit_case){
		.outcome = fails ? JUNIT_FAILED : JUNIT_PASSED,
		.class_name = "lint",
		.name = lint_info(code)->name,
		.type = fails ? lint_severity_name(finding->severity) : NULL,
		.message = fails ? message : NULL,
		.text = finding != NULL ? list_places(lint, code, places) : NULL,
	});
}

/* Prints a case a code; it fails if a finding reaches --fail. */
static int junit_device(const struct report_run *run, const struct report *report, bool first)
{
	size_t count[JUNIT_OUTCOMES] = { 0 };

	(void)first;
	if (report->lint == NULL) {
		junit_fault(run, report);
		return 0;
	}
	for (int code = 0; code < LINT_CODES; code++) {
		bool fails;

		find_shown(report->lint, (enum lint_code)code, &fails);
		count[fails ? JUNIT_FAILED : JUNIT_PASSED]++;
	}
	junit_suite(run, report, count);
	for (int code = 0; code < LINT_CODES; code++)
		junit_code(report->lint, (enum lint_code)code);
	junit_suite_end();
	return 0;
}

static int prometheus_findings(const struct report_run *run, const struct report *report,
			       bool first)
{
	const struct lint_verdict *lint = report->lint;
	char address[ADDRESS_TEXT_SIZE];
	int error = prometheus_device(run, report, first);

	address_format(&report->device->address, address);
	for (unsigned int i = 0; lint != NULL && i < lint->lint->findings && error == 0; i++) {
		const struct lint_finding *finding = &lint->lint->finding[i];

		if (lint_shows(lint, i))
			error = prometheus_add(run, &(struct prometheus_sample){
				METRIC_FINDINGS,
				{ address, lint_info(finding->code)->name,
				  lint_severity_name(finding->severity) },
				1, finding->severity });
	}
	return error;
}

GETTER(info_severity, struct lint_info, value_text(value, lint_severity_name(it->severity)))
GETTER(info_for, struct lint_info, value_text(value, lint_victim_name(it->victim)))

static const struct field info_fields[] = {
	{ "code", MEMBER(struct lint_info, name), COLUMN(1, "CODE") },
	{ "severity", .get = get_info_severity, COLUMN(2, "SEVERITY") },
	{ "when", MEMBER(struct lint_info, when) },
	{ "for", .get = get_info_for, COLUMN(3, "FOR") },
	{ "meaning", MEMBER(struct lint_info, what), COLUMN(4, "MEANING") },
	{ "advice", MEMBER(struct lint_info, advice) },
	{ NULL },
};

static int table_codes(const struct report_run *run)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, info_fields);

	if (table == NULL)
		return -ENOMEM;
	for (int code = 0; code < LINT_CODES; code++)
		if (table_record(table, info_fields, lint_info((enum lint_code)code)) == NULL)
			return -ENOMEM;
	return table_print(table);
}

static int json_codes(const struct report_run *run, bool line)
{
	struct json_object *object = json_new(), *list = json_array(LINT_CODES);

	for (int code = 0; code < LINT_CODES; code++)
		json_append(list, json_record(info_fields, lint_info((enum lint_code)code)));
	json_add_run(object, run);
	json_add(object, "codes", list);
	return json_print(object, line);
}

int lint_print_codes(const struct report_run *run)
{
	const char *format = run->renderer->format;

	if (run->tsv || strcmp(format, "table") == 0)
		return table_codes(run);
	return json_codes(run, strcmp(format, "jsonl") == 0);
}

const struct renderer lint_renderers[] = {
	TABLE_FORMATS(TABLES(finding_fields, info_fields), .device = table_device),
	JSON_FIELDS(lint_fields),
	JSON_ROWS(lint_fields),
	{ .format = "tap", .failures = true,
	  .begin = tap_begin, .device = tap_device, .end = tap_end },
	JUNIT(junit_device),
	PROMETHEUS(prometheus_findings),
	{ .format = NULL },
};
