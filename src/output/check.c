/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The output of check for a device: the result of each rule. */
#include <errno.h>

#include "base/memory.h"
#include "format/heading.h"
#include "format/json.h"
#include "format/junit.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/prometheus.h"
#include "format/table.h"
#include "format/tap.h"

/* The number of rules with each result. */
static size_t count_checks(const struct report *report, enum check_outcome outcome)
{
	size_t count = 0;

	for (size_t i = 0; i < report->check_count; i++)
		count += report->checks[i].result.outcome == outcome;
	return count;
}

GETTER(check_pass, struct report_check, value_flag(value, it->result.outcome == CHECK_PASSED))
GETTER(check_reason, struct report_check,
       value_text(value, it->result.outcome == CHECK_NOT_SEEN ? "not-seen" : NULL))

static const struct field check_fields[] = {
	{ "file", MEMBER(struct report_check, file) },
	{ "line", MEMBER(struct report_check, line) },
	{ "rule", MEMBER(struct report_check, rule) },
	{ "pass", .get = get_check_pass },
	{ "expected", MEMBER(struct report_check, result.expected) },
	{ "actual", MEMBER(struct report_check, result.actual) },
	{ "message", MEMBER(struct report_check, result.message) },
	{ "reason", .get = get_check_reason },
	{ NULL },
};

static bool is_judged(const struct report *report)
{
	return report->checks != NULL || report->left_out;
}

static const void *find_judged(const void *from, size_t number, void *row)
{
	const struct report_check *check = &((const struct report *)from)->checks[number];

	(void)row;
	return check->result.outcome != CHECK_NOT_JUDGED ? check : NULL;
}

static void get_results(struct value *value, const void *record)
{
	const struct report *report = record;

	if (is_judged(report))
		value_records(value, FOUND_RECORDS(report, report->check_count, find_judged));
}

static void get_not_judged(struct value *value, const void *record)
{
	if (is_judged(record))
		value_size(value, count_checks(record, CHECK_NOT_JUDGED));
}

static const struct field report_fields[] = {
	{ "results", .get = get_results, .fields = check_fields, .rows = true },
	{ "not_judged", .get = get_not_judged },
	{ NULL },
};

/* "  FAILED  nic.policy:12: bits COMMAND.w write=ffff" */
static void print_rule(const char *word, const struct report_check *check)
{
	print_part("  %-10s  %s:%u: %s", word, check->file, check->line, check->rule);
}

/* `word`: FAILED, or NOT SEEN. */
static void print_failure(const struct report_run *run, const char *word,
			  const struct report_check *check)
{
	const struct check_result *result = &check->result;

	print_color(run, PALETTE_WARNING);
	print_rule(word, check);
	print_color(run, PALETTE_RESET);
	print_end();
	print_line("              %s", result->message);
	if (result->expected[0] != '\0' && result->actual[0] != '\0')
		print_line("              expected %s; found %s", result->expected, result->actual);
}

static void print_passed(const struct report_run *run, const struct report_check *check)
{
	bool passed = check->result.outcome == CHECK_PASSED;

	print_color(run, passed ? PALETTE_GOOD : PALETTE_DIM);
	print_rule(passed ? "passed" : "not judged", check);
	print_color(run, PALETTE_RESET);
	print_end();
}

static void print_totals(const struct report *report)
{
	size_t skipped = count_checks(report, CHECK_NOT_JUDGED);
	size_t unseen = count_checks(report, CHECK_NOT_SEEN);

	print_part("  %zu %s: %zu passed, %zu failed", report->check_count,
		   report->check_count == 1 ? "rule" : "rules",
		   count_checks(report, CHECK_PASSED), count_checks(report, CHECK_FAILED));
	if (unseen != 0)
		print_part(", %zu not seen", unseen);
	if (skipped != 0)
		print_part(", %zu not judged", skipped);
	print_end();
}

/*
 * Devices that are not judged print nothing, so the first output may not be the first
 * device's.
 */
struct table_state {
	bool printed;
};

static int table_begin(struct report_run *run)
{
	run->state = memory_take_zeroed(1, sizeof(struct table_state));
	return run->state != NULL ? 0 : -ENOMEM;
}

static int table_end(struct report_run *run)
{
	free(run->state);
	return 0;
}

static const char *outcome_word(enum check_outcome outcome)
{
	static const char *const words[] = {
		[CHECK_PASSED] = "passed", [CHECK_FAILED] = "failed",
		[CHECK_NOT_JUDGED] = "not-judged", [CHECK_NOT_SEEN] = "not-seen",
	};

	return words[outcome];
}

GETTER(column_outcome, struct report_check, value_text(value, outcome_word(it->result.outcome)))

static const struct field column_fields[] = {
	{ "result", .get = get_column_outcome, CELL(1, "RESULT"),
	  .help = "passed, failed, not-judged or not-seen" },
	{ "file", MEMBER(struct report_check, file), CELL(2, "FILE"), .flags = COLUMN_CUT,
	  .help = "the policy file" },
	{ "line", MEMBER(struct report_check, line), CELL(3, "LINE"), .help = "of the rule" },
	{ "rule", MEMBER(struct report_check, rule), CELL(4, "RULE"), .help = "as it is written" },
	{ "expected", MEMBER(struct report_check, result.expected), CELL(5, "EXPECTED"),
	  .help = "by the rule" },
	{ "actual", MEMBER(struct report_check, result.actual), CELL(6, "FOUND"),
	  .help = "in the device" },
	{ "message", MEMBER(struct report_check, result.message), CELL(7, "MESSAGE"),
	  .help = "what is wrong" },
	{ NULL },
};

/* Prints a line a rule. */
static int rows_device(const struct report_run *run, const struct report *report, bool first)
{
	(void)first;
	return table_records(run, column_fields, RECORDS(report->checks, report->check_count));
}

/* Those that broke or were not seen, with the reason; with -v all. */
static void print_rules(const struct report_run *run, const struct report *report)
{
	for (size_t i = 0; i < report->check_count; i++) {
		const struct report_check *check = &report->checks[i];

		if (check->result.outcome == CHECK_FAILED)
			print_failure(run, "FAILED", check);
		else if (check->result.outcome == CHECK_NOT_SEEN)
			print_failure(run, "NOT SEEN", check);
		else if (run->verbose)
			print_passed(run, check);
	}
}

/* Columns that are asked for are those of a line a rule. */
static int table_device(const struct report_run *run, const struct report *report, bool first)
{
	struct table_state *state = run->state;
	int error = 0;

	if (report->checks == NULL)
		return 0;
	if (state->printed)
		print_end();
	state->printed = true;
	heading_print(run, report);
	if (run->columns != NULL || run->sort != NULL)
		error = rows_device(run, report, first);
	else
		print_rules(run, report);
	print_totals(report);
	return error;
}

static void tap_check(const struct report_run *run, const char *address,
		      const struct report_check *check)
{
	static const char *const keys[] = { "message", "reason", "file", "line", "rule",
					    "expected", "actual", NULL };
	enum check_outcome outcome = check->result.outcome;

	if (outcome == CHECK_NOT_JUDGED) {
		tap_skip(run, "not judged", "%s %s:%u: %s", address, check->file, check->line,
			 check->rule);
		return;
	}
	tap_point(run, outcome == CHECK_PASSED, "%s %s:%u: %s", address, check->file, check->line,
		  check->rule);
	if (outcome == CHECK_PASSED)
		return;
	tap_yaml_begin();
	tap_record(check_fields, check, keys);
	tap_yaml_end();
}

/* Prints a point a rule, or one for a device that cannot be judged. */
static int tap_device(const struct report_run *run, const struct report *report, bool first)
{
	char address[ADDRESS_TEXT_SIZE];

	(void)first;
	address_format(&report->device->address, address);
	if (report->left_out)
		tap_comment("%s: no policy is for it", address);
	else if (report->checks == NULL)
		tap_fault(run, report, "judged");
	for (size_t i = 0; i < report->check_count; i++)
		tap_check(run, address, &report->checks[i]);
	return 0;
}

static void junit_check(const struct report_check *check)
{
	static const enum junit_outcome outcomes[] = {
		[CHECK_PASSED] = JUNIT_PASSED, [CHECK_FAILED] = JUNIT_FAILED,
		[CHECK_NOT_JUDGED] = JUNIT_SKIPPED, [CHECK_NOT_SEEN] = JUNIT_ERROR,
	};
	const struct check_result *result = &check->result;
	char name[sizeof(check->rule) + 16], text[2 * CHECK_TEXT_SIZE + 32];
	bool shows = result->expected[0] != '\0' && result->actual[0] != '\0';

	snprintf(name, sizeof(name), "%u: %s", check->line, check->rule);
	snprintf(text, sizeof(text), "expected %s\nfound %s", result->expected, result->actual);
	junit_case(&(struct junit_case){
		.outcome = outcomes[result->outcome],
		.class_name = check->file,
		.name = name,
		.type = result->outcome == CHECK_FAILED ? "broken"
		      : result->outcome == CHECK_NOT_SEEN ? "not-seen" : NULL,
		.message = result->outcome == CHECK_NOT_JUDGED ? "not judged" : result->message,
		.text = result->outcome == CHECK_PASSED || !shows ? NULL : text,
	});
}

/* Prints a case a rule, or one for a device that cannot be judged or has no policy. */
static int junit_checks(const struct report_run *run, const struct report *report, bool first)
{
	const size_t count[JUNIT_OUTCOMES] = {
		[JUNIT_PASSED] = count_checks(report, CHECK_PASSED),
		[JUNIT_FAILED] = count_checks(report, CHECK_FAILED),
		[JUNIT_ERROR] = count_checks(report, CHECK_NOT_SEEN),
		[JUNIT_SKIPPED] = count_checks(report, CHECK_NOT_JUDGED) + report->left_out,
	};

	(void)first;
	if (report->checks == NULL && !report->left_out) {
		junit_fault(run, report);
		return 0;
	}
	junit_suite(run, report, count);
	if (report->left_out)
		junit_case(&(struct junit_case){ .outcome = JUNIT_SKIPPED, .class_name = "device",
			.name = "has a policy", .message = "no policy is for it" });
	for (size_t i = 0; i < report->check_count; i++)
		junit_check(&report->checks[i]);
	junit_suite_end();
	return 0;
}

/* Counts the rules that a device breaks, by policy, and those that could not be judged. */
static int prometheus_checks(const struct report_run *run, const struct report *report, bool first)
{
	char address[ADDRESS_TEXT_SIZE];
	int error = prometheus_device(run, report, first);

	address_format(&report->device->address, address);
	for (size_t i = 0; i < report->check_count && error == 0; i++)
		error = prometheus_add(run, &(struct prometheus_sample){
			METRIC_RULES_FAILED, { address, report->checks[i].file },
			report->checks[i].result.outcome == CHECK_FAILED, 0 });
	if (error != 0)
		return error;
	return prometheus_add(run, &(struct prometheus_sample){
		.metric = METRIC_RULES_UNKNOWN, .value = count_checks(report, CHECK_NOT_SEEN) });
}

const struct renderer check_renderers[] = {
	{ .format = "table", .wraps = true, .failures = true,
	  .begin = table_begin, .device = table_device, .end = table_end },
	{ .format = "tsv", .tables = TABLES(column_fields), .device = rows_device },
	JSON_FIELDS(report_fields),
	JSON_ROWS(report_fields),
	{ .format = "tap", .failures = true,
	  .begin = tap_begin, .device = tap_device, .end = tap_end },
	JUNIT(junit_checks),
	PROMETHEUS(prometheus_checks),
	{ .format = NULL },
};
