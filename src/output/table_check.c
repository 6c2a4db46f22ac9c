/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What check says of a device: the rules that it breaks, in words. */
#include "base/text.h"
#include "output/heading.h"
#include "output/palette.h"
#include "output/table.h"

#define TEXT_SIZE 512

/* "  FAILED  nic.policy:12: bits COMMAND.w write=ffff" */
static void print_rule(const char *word, const struct report_check *check)
{
	char file[TEXT_SIZE], rule[4 * sizeof(check->rule)];

	printf("  %-10s  %s:%u: %s\n", word, text_printable(check->file, file, sizeof(file)),
	       check->line, text_printable(check->rule, rule, sizeof(rule)));
}

static void print_failure(const struct report_run *run, const struct report_check *check)
{
	const struct check_result *result = &check->result;

	if (run->color)
		fputs(PALETTE_WARNING, stdout);
	print_rule("FAILED", check);
	if (run->color)
		fputs(PALETTE_RESET, stdout);
	printf("              %s\n", result->message);
	if (result->expected[0] != '\0' && result->actual[0] != '\0')
		printf("              expected %s; found %s\n", result->expected, result->actual);
}

static void print_totals(const struct report *report)
{
	size_t skipped = report_count_checks(report, CHECK_NOT_JUDGED);

	printf("  %zu %s: %zu passed, %zu failed", report->check_count,
	       report->check_count == 1 ? "rule" : "rules",
	       report_count_checks(report, CHECK_PASSED),
	       report_count_checks(report, CHECK_FAILED));
	if (skipped != 0)
		printf(", %zu not judged", skipped);
	putchar('\n');
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
		putchar('\n');
	printed = true;
	heading_print(run, report);
	for (size_t i = 0; i < report->check_count; i++) {
		const struct report_check *check = &report->checks[i];

		if (check->result.outcome == CHECK_FAILED)
			print_failure(run, check);
		else if (run->verbose)
			print_rule(check->result.outcome == CHECK_PASSED ? "passed"
									 : "not judged", check);
	}
	print_totals(report);
	return 0;
}
