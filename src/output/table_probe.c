/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "model/vfio/capability.h"
#include "output/heading.h"
#include "output/palette.h"
#include "output/print.h"
#include "output/table_columns.h"

enum {
	COLUMN_OFFSET, COLUMN_REGISTER, COLUMN_WRITTEN, COLUMN_USER, COLUMN_HARDWARE,
	COLUMN_VERDICT, COLUMN_REASON,
};

static const struct column probe_columns[] = {
	[COLUMN_OFFSET] = { "OFFSET", 0 },
	[COLUMN_REGISTER] = { "REGISTER", 0 },
	[COLUMN_WRITTEN] = { "WRITTEN", 0 },
	[COLUMN_USER] = { "USER", 0 },
	[COLUMN_HARDWARE] = { "HARDWARE", 0 },
	[COLUMN_VERDICT] = { "VERDICT", 0 },
	[COLUMN_REASON] = { "REASON", 0 },
	{ NULL, 0 },
};

/* "0107", "0107 -> 0407", or "?" */
static void value_text(const struct known_value *before, const struct known_value *after,
		       unsigned int width, char *text, size_t size)
{
	int digits = 2 * (int)width;

	if (!before->known)
		snprintf(text, size, "?");
	else if (!after->known || after->value == before->value)
		snprintf(text, size, "%0*" PRIx32, digits, before->value);
	else
		snprintf(text, size, "%0*" PRIx32 " -> %0*" PRIx32, digits, before->value, digits,
			 after->value);
}

static void set_values(struct libscols_line *line, const struct probe_result *result)
{
	unsigned int width = result->place.width;
	char text[32];

	value_text(&result->user_before, &result->user_after, width, text, sizeof(text));
	table_cell(line, COLUMN_USER, text);
	value_text(&result->hardware_before, &result->hardware_after, width, text, sizeof(text));
	table_cell(line, COLUMN_HARDWARE, text);
	snprintf(text, sizeof(text), "%0*" PRIx32, 2 * (int)width, result->written.value);
	table_cell(line, COLUMN_WRITTEN, result->written.known ? text : "-");
}

static const char *verdict_color(enum probe_verdict verdict)
{
	switch (verdict) {
	case PROBE_CONTRADICTED:
	case PROBE_ERROR:
		return "red";
	case PROBE_CONFIRMED:
		return "green";
	case PROBE_UNSTABLE:
		return "yellow";
	case PROBE_CONSISTENT:
	case PROBE_SKIPPED:
	case PROBE_VERDICTS:
		break;
	}
	return NULL;
}

/* Whether the second stands in one line with the first, as bytes that are no register. */
static bool is_more(const struct probe_result *first, const struct probe_result *before,
		    const struct probe_result *result)
{
	return first->place.known == NULL && result->place.known == NULL &&
	       result->place.offset == before->place.offset + before->place.width &&
	       result->verdict == first->verdict && strcmp(result->reason, first->reason) == 0 &&
	       (result->verdict == PROBE_CONSISTENT || result->verdict == PROBE_SKIPPED);
}

/* Adds a result, and those behind it that stand in its line. Returns how many, or -errno. */
static ssize_t add_results(struct libscols_table *table, const struct report_run *run,
			   const struct report *report, size_t at)
{
	const struct probe_result *first = &report->probes[at];
	struct libscols_line *line = table_line(table, NULL);
	const struct register_place *place = &first->place;
	char text[64], name[REGISTER_NAME_SIZE] = "(bytes)";
	size_t end = at + 1;

	if (line == NULL)
		return -ENOMEM;
	while (end < report->probe_count &&
	       is_more(first, &report->probes[end - 1], &report->probes[end]))
		end++;
	snprintf(text, sizeof(text), "%03x.%c", place->offset, register_width_letter(place->width));
	if (end - at > 1)
		snprintf(text, sizeof(text), "%03x-%03x", place->offset,
			 report->probes[end - 1].place.offset +
			 report->probes[end - 1].place.width - 1U);
	else
		set_values(line, first);
	table_cell(line, COLUMN_OFFSET, text);
	if (place->known != NULL)
		register_name(place->known, name);
	table_cell(line, COLUMN_REGISTER, name);
	table_cell(line, COLUMN_VERDICT, probe_verdict_name(first->verdict));
	table_cell(line, COLUMN_REASON, first->reason);
	if (run->color && verdict_color(first->verdict) != NULL)
		table_color(line, verdict_color(first->verdict));
	return (ssize_t)(end - at);
}

static void print_counts(const struct report *report)
{
	unsigned int verdicts[PROBE_VERDICTS];
	const char *separator = "";

	probe_count(report->probes, report->probe_count, verdicts);
	for (int verdict = 0; verdict < PROBE_VERDICTS; verdict++) {
		if (verdicts[verdict] == 0)
			continue;
		print_part("%s%u %s", separator, verdicts[verdict],
			   probe_verdict_name((enum probe_verdict)verdict));
		separator = ", ";
	}
	print_end();
}

/* One result is one line, for scripts. */
static int print_one(const struct report_run *run, const struct report *report)
{
	const struct probe_result *result = &report->probes[0];
	char address[ADDRESS_TEXT_SIZE], name[REGISTER_NAME_SIZE] = "-", user[32], hardware[32];

	if (run->several)
		print_part("%s ", address_format(&report->device->address, address));
	if (result->place.known != NULL)
		register_name(result->place.known, name);
	value_text(&result->user_before, &result->user_after, result->place.width, user,
		   sizeof(user));
	value_text(&result->hardware_before, &result->hardware_after, result->place.width,
		   hardware, sizeof(hardware));
	print_part("%02x.%c %s ", result->place.offset, register_width_letter(result->place.width),
		   name);
	if (result->written.known)
		print_part("written %0*" PRIx32 " ", 2 * result->place.width, result->written.value);
	print_line("user %s hardware %s %s%s%s", user, hardware,
		   probe_verdict_name(result->verdict), result->reason[0] != '\0' ? ": " : "",
		   result->reason);
	return 0;
}

enum { STEP_OFFSET, STEP_ACCESS, STEP_REGISTER, STEP_CLASS, STEP_BITS, STEP_REASON };

static const struct column step_columns[] = {
	[STEP_OFFSET] = { "OFFSET", 0 },
	[STEP_ACCESS] = { "ACCESS", 0 },
	[STEP_REGISTER] = { "REGISTER", 0 },
	[STEP_CLASS] = { "CLASS", 0 },
	[STEP_BITS] = { "BITS", 0 },
	[STEP_REASON] = { "REASON", 0 },
	{ NULL, 0 },
};

static int add_step(struct libscols_table *table, const struct probe_step *step)
{
	struct libscols_line *line = table_line(table, NULL);
	char text[32], name[REGISTER_NAME_SIZE] = "";

	if (line == NULL)
		return -ENOMEM;
	if (step->at_once)
		snprintf(text, sizeof(text), "%03x-%03x", step->offset,
			 step->offset + step->length - 1U);
	else
		snprintf(text, sizeof(text), "%03x.%c", step->offset,
			 register_width_letter(step->length));
	table_cell(line, STEP_OFFSET, text);
	table_cell(line, STEP_ACCESS, report_step_name(step));
	table_cell(line, STEP_CLASS, step->write ? probe_class_name(step->class) : "");
	if (step->write && !step->skipped) {
		char bits[12];

		snprintf(bits, sizeof(bits), "%0*" PRIx32, 2 * step->length, step->bits);
		table_cell(line, STEP_BITS, bits);
	}
	if (step->place.known != NULL)
		register_name(step->place.known, name);
	table_cell(line, STEP_REGISTER, name);
	table_cell(line, STEP_REASON, step->reason);
	return 0;
}

static int print_steps(const struct report_run *run, const struct report *report)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, step_columns);
	int error = table == NULL ? -ENOMEM : 0;

	for (size_t i = 0; i < report->step_count && error == 0; i++)
		error = add_step(table, &report->steps[i]);
	return error != 0 ? error : table_print(table);
}

static int print_results(const struct report_run *run, const struct report *report)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, probe_columns);
	ssize_t taken = table == NULL ? -ENOMEM : 0;

	for (size_t i = 0; i < report->probe_count && taken >= 0; i += (size_t)taken)
		taken = add_results(table, run, report, i);
	if (taken < 0)
		return (int)taken;
	taken = table_print(table);
	print_counts(report);
	return (int)taken;
}

int table_probe_device(const struct report_run *run, const struct report *report, bool first)
{
	int error = 0;

	if (!report->dry_run && report->probe_part && report->probe_count == 1)
		return print_one(run, report);
	if (!first)
		print_end();
	heading_print(run, report);
	if (report->steps != NULL)
		error = print_steps(run, report);
	else if (report->probe_count != 0)
		error = print_results(run, report);
	if (error == 0)
		footing_print(run, report);
	return error;
}
