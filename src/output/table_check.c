/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What check says of a device: the rules that it breaks, in words. */
#include "output/heading.h"
#include "output/palette.h"
#include "output/print.h"
#include "output/table.h"

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

static void print_passed(const struct report_check *check)
{
	print_rule(check->result.outcome == CHECK_PASSED ? "passed" : "not judged", check);
	print_end();
}

static void print_totals(const struct report *report)
{
	size_t skipped = report_count_checks(report, CHECK_NOT_JUDGED);
	size_t unseen = report_count_checks(report, CHECK_NOT_SEEN);

	print_part("  %zu %s: %zu passed, %zu failed", report->check_count,
		   report->check_count == 1 ? "rule" : "rules",
		   report_count_checks(report, CHECK_PASSED),
		   report_count_checks(report, CHECK_FAILED));
	if (unseen != 0)
		print_part(", %zu not seen", unseen);
	if (skipped != 0)
		print_part(", %zu not judged", skipped);
	print_end();
}

static bool printed;	/* one table is written at a time */

int table_check_begin(const struct report_run *run)
{
	(void)run;
	printed = false;
	return 0;
}

int table_check_device(const struct report_run *run, const struct report *report, bool first)
{
	(void)first;
	if (report->checks == NULL)
		return 0;
	if (printed)
		print_end();
	printed = true;
	heading_print(run, report);
	for (size_t i = 0; i < report->check_count; i++) {
		const struct report_check *check = &report->checks[i];

		if (check->result.outcome == CHECK_FAILED)
			print_failure(run, "FAILED", check);
		else if (check->result.outcome == CHECK_NOT_SEEN)
			print_failure(run, "NOT SEEN", check);
		else if (run->verbose)
			print_passed(check);
	}
	print_totals(report);
	return 0;
}
