/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "output/heading.h"
#include "output/palette.h"
#include "output/print.h"
#include "output/table_columns.h"

enum { COLUMN_SEVERITY, COLUMN_CODE, COLUMN_FOR, COLUMN_RANGE, COLUMN_CAPABILITY, COLUMN_DETAIL };

static const struct column finding_columns[] = {
	[COLUMN_SEVERITY] = { "SEVERITY", 0 },
	[COLUMN_CODE] = { "CODE", 0 },
	[COLUMN_FOR] = { "FOR", 0 },
	[COLUMN_RANGE] = { "RANGE", 0 },
	[COLUMN_CAPABILITY] = { "CAPABILITY", 0 },
	[COLUMN_DETAIL] = { "DETAIL", 0 },
	{ NULL, 0 },
};

static int add_finding(struct libscols_table *table, const struct report_run *run,
		       const struct lint_finding *finding)
{
	struct libscols_line *line = table_line(table, NULL);
	const struct lint_info *info = lint_info(finding->code);
	char text[32];

	if (line == NULL)
		return -ENOMEM;
	snprintf(text, sizeof(text), "%03x-%03x", finding->start, finding->end);
	table_cell(line, COLUMN_SEVERITY, lint_severity_name(finding->severity));
	table_cell(line, COLUMN_CODE, info->name);
	table_cell(line, COLUMN_FOR, lint_victim_name(info->victim));
	table_cell(line, COLUMN_RANGE, text);
	table_cell(line, COLUMN_CAPABILITY,
		   finding->capability[0] != '\0' ? finding->capability : "-");
	table_cell(line, COLUMN_DETAIL, finding->detail);
	if (run->color && finding->severity == LINT_ERROR)
		table_color(line, PALETTE_WARNING);
	return 0;
}

static int print_findings(const struct report_run *run, const struct report_lint *report)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, finding_columns);
	int error = table == NULL ? -ENOMEM : 0;

	for (unsigned int i = 0; i < report->lint->findings && error == 0; i++)
		if (report_shows_finding(report, i))
			error = add_finding(table, run, &report->lint->finding[i]);
	if (error == 0 && scols_table_get_nlines(table) > 0)
		error = table_print(table);
	return error;
}

/* What the codes that were found mean, each once. */
static void print_meanings(const struct report_lint *report)
{
	bool told[LINT_CODES] = { false };

	for (unsigned int i = 0; i < report->lint->findings; i++) {
		enum lint_code code = report->lint->finding[i].code;
		const struct lint_info *info = lint_info(code);

		if (!report_shows_finding(report, i) || told[code])
			continue;
		told[code] = true;
		print_line("  %s: %s", info->name, info->what);
		print_line("    %s", info->advice);
	}
}

/* "1 error, 2 infos; 3 ignored, 1 below warning" */
static void print_totals(const struct report_lint *report)
{
	unsigned int count[LINT_SEVERITIES] = { 0 }, ignored = 0, below = 0;
	const char *separator = "  ";

	for (unsigned int i = 0; i < report->lint->findings; i++) {
		bool shown = report_shows_finding(report, i);

		ignored += report->ignored[i];
		below += !shown && !report->ignored[i];
		count[report->lint->finding[i].severity] += shown;
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
		print_part(", %u below %s", below, lint_severity_name(report->min));
	print_line("%s", report->lint->cut ? ", and more" : "");
}

int table_lint_device(const struct report_run *run, const struct report *report, bool first)
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

static const struct column code_columns[] = {
	{ "CODE", 0 },
	{ "SEVERITY", 0 },
	{ "FOR", 0 },
	{ "MEANING", 0 },
	{ NULL, 0 },
};

int table_lint_codes(const struct report_run *run)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, code_columns);

	if (table == NULL)
		return -ENOMEM;
	for (int code = 0; code < LINT_CODES; code++) {
		const struct lint_info *info = lint_info((enum lint_code)code);
		struct libscols_line *line = table_line(table, NULL);

		if (line == NULL)
			return -ENOMEM;
		table_cell(line, 0, info->name);
		table_cell(line, 1, lint_severity_name(info->severity));
		table_cell(line, 2, lint_victim_name(info->victim));
		table_cell(line, 3, info->what);
	}
	return table_print(table);
}
