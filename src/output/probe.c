/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The output of probe for a device: its plan, or the result of each place. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "format/heading.h"
#include "format/json.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/table.h"
#include "format/tap.h"

GETTER(name, struct probe_result, value_register(value, it->place.known))
GETTER(written, struct probe_result, value_known(value, &it->written, it->place.width))
GETTER(user_before, struct probe_result, value_known(value, &it->user_before, it->place.width))
GETTER(user_after, struct probe_result, value_known(value, &it->user_after, it->place.width))
GETTER(hardware_before, struct probe_result,
       value_known(value, &it->hardware_before, it->place.width))
GETTER(hardware_after, struct probe_result,
       value_known(value, &it->hardware_after, it->place.width))
GETTER(verdict, struct probe_result, value_text(value, probe_verdict_name(it->verdict)))

static const struct field probe_fields[] = {
	{ "offset", MEMBER(struct probe_result, place.offset) },
	{ "width", MEMBER(struct probe_result, place.width) },
	{ "name", .get = get_name },
	{ "written", .get = get_written },
	{ "user_before", .get = get_user_before },
	{ "user_after", .get = get_user_after },
	{ "hardware_before", .get = get_hardware_before },
	{ "hardware_after", .get = get_hardware_after },
	{ "verdict", .get = get_verdict },
	{ "reason", MEMBER(struct probe_result, reason) },
	{ NULL },
};

static const char *access_name(const struct probe_step *step)
{
	if (!step->write)
		return "read";
	return step->skipped ? "skip" : "write";
}

static void get_step_bits(struct value *value, const void *record)
{
	const struct probe_step *step = record;

	if (step->write && !step->skipped)
		value_hex(value, step->bits, 2U * step->length);
}

GETTER(step_access, struct probe_step, value_text(value, access_name(it)))
GETTER(step_name, struct probe_step, value_register(value, it->place.known))
GETTER(step_class, struct probe_step,
       value_text(value, it->write ? probe_class_name(it->class) : NULL))

static const struct field step_fields[] = {
	{ "access", .get = get_step_access },
	{ "offset", MEMBER(struct probe_step, offset) },
	{ "size", MEMBER(struct probe_step, length) },
	{ "name", .get = get_step_name },
	{ "class", .get = get_step_class },
	{ "bits", .get = get_step_bits },
	{ "reason", MEMBER(struct probe_step, reason) },
	{ NULL },
};

/* The accesses on one line of the table: one, or several alike to bytes outside registers. */
struct step_line {
	const struct probe_step *first, *last;
};

/* "040-04f" for bytes that are read at once or one by one, else "040.l". */
static void get_step_place(struct value *value, const void *record)
{
	const struct step_line *line = record;
	const struct probe_step *step = line->first;

	if (step->at_once || line->last != step)
		value_range(value, step->offset, line->last->offset + line->last->length - 1U);
	else
		value_format(value, "%03x.%c", step->offset, register_width_letter(step->length));
}

/* The number of accesses on a line. */
static void get_step_times(struct value *value, const void *record)
{
	const struct step_line *line = record;

	value_size(value, (uint64_t)(line->last - line->first) + 1);
}

GETTER(line_access, struct step_line, get_step_access(value, it->first))
GETTER(line_register, struct step_line, get_step_name(value, it->first))
GETTER(line_class, struct step_line, get_step_class(value, it->first))
GETTER(line_bits, struct step_line, get_step_bits(value, it->first))
GETTER(line_why, struct step_line, value_text(value, it->first->reason))

static const struct field step_line_fields[] = {
	{ "place", .get = get_step_place, CELL(1, "OFFSET") },
	{ "times", .get = get_step_times, CELL(2, "TIMES"), .flags = COLUMN_RIGHT },
	{ "access", .get = get_line_access, CELL(3, "ACCESS") },
	{ "name", .get = get_line_register, CELL(4, "REGISTER") },
	{ "class", .get = get_line_class, CELL(5, "CLASS"), .flags = COLUMN_CUT },
	{ "bits", .get = get_line_bits, CELL(6, "BITS") },
	{ "reason", .get = get_line_why, CELL(7, "REASON") },
	{ NULL },
};

struct counts {
	unsigned int of[PROBE_VERDICTS];
};

static const struct field count_fields[] = {
	{ "confirmed", MEMBER(struct counts, of[PROBE_CONFIRMED]) },
	{ "consistent", MEMBER(struct counts, of[PROBE_CONSISTENT]) },
	{ "contradicted", MEMBER(struct counts, of[PROBE_CONTRADICTED]) },
	{ "skipped", MEMBER(struct counts, of[PROBE_SKIPPED]) },
	{ "unstable", MEMBER(struct counts, of[PROBE_UNSTABLE]) },
	{ "error", MEMBER(struct counts, of[PROBE_ERROR]) },
	{ NULL },
};

static void get_verdicts(struct value *value, const void *record)
{
	const struct report *report = record;
	struct counts counts;

	if (report->probes == NULL)
		return;
	probe_count(report->probes, report->probe_count, counts.of);
	value_json(value, json_record(count_fields, &counts));
}

GETTER(plan, struct report,
       if (it->steps != NULL)
	       value_records(value, RECORDS(it->steps, it->step_count)))
GETTER(probes, struct report,
       if (it->probes != NULL)
	       value_records(value, RECORDS(it->probes, it->probe_count)))

static const struct field report_fields[] = {
	{ "plan", .get = get_plan, .fields = step_fields },
	{ "probes", .get = get_probes, .fields = probe_fields, .rows = true },
	{ "verdicts", .get = get_verdicts, .fields = count_fields },
	{ NULL },
};

/* "0107", "0107 -> 0407", or "?" */
static const char *change_text(const struct known_value *before, const struct known_value *after,
			       unsigned int width, char text[32])
{
	int digits = 2 * (int)width;

	if (!before->known)
		snprintf(text, 32, "?");
	else if (!after->known || after->value == before->value)
		snprintf(text, 32, "%0*" PRIx32, digits, before->value);
	else
		snprintf(text, 32, "%0*" PRIx32 " -> %0*" PRIx32, digits, before->value, digits,
			 after->value);
	return text;
}

static const char *user_text(const struct probe_result *result, char text[32])
{
	return change_text(&result->user_before, &result->user_after, result->place.width, text);
}

static const char *hardware_text(const struct probe_result *result, char text[32])
{
	return change_text(&result->hardware_before, &result->hardware_after,
			   result->place.width, text);
}

/* The results on one line of the table; several have no value. */
struct line {
	const struct probe_result *first, *last;
};

static void get_line_place(struct value *value, const void *record)
{
	const struct line *line = record;
	const struct register_place *place = &line->first->place;

	if (line->first == line->last)
		value_format(value, "%03x.%c", place->offset, register_width_letter(place->width));
	else
		value_range(value, place->offset,
			    line->last->place.offset + line->last->place.width - 1U);
}

static void get_line_written(struct value *value, const void *record)
{
	const struct line *line = record;

	if (line->first != line->last)
		return;
	value_text(value, "-");
	value_known(value, &line->first->written, line->first->place.width);
}

static void get_line_user(struct value *value, const void *record)
{
	const struct line *line = record;
	char text[32];

	if (line->first == line->last)
		value_text(value, user_text(line->first, text));
}

static void get_line_hardware(struct value *value, const void *record)
{
	const struct line *line = record;
	char text[32];

	if (line->first == line->last)
		value_text(value, hardware_text(line->first, text));
}

GETTER(line_name, struct line, value_register(value, it->first->place.known))
GETTER(line_verdict, struct line, value_text(value, probe_verdict_name(it->first->verdict)))
GETTER(line_reason, struct line, value_text(value, it->first->reason))

static const struct field line_fields[] = {
	{ "place", .get = get_line_place, CELL(1, "OFFSET") },
	{ "name", .get = get_line_name, CELL(2, "REGISTER"), .absent = "(bytes)" },
	{ "written", .get = get_line_written, CELL(3, "WRITTEN") },
	{ "user", .get = get_line_user, CELL(4, "USER") },
	{ "hardware", .get = get_line_hardware, CELL(5, "HARDWARE") },
	{ "verdict", .get = get_line_verdict, CELL(6, "VERDICT") },
	{ "reason", .get = get_line_reason, CELL(7, "REASON") },
	{ NULL },
};

static const char *verdict_color(enum probe_verdict verdict)
{
	switch (verdict) {
	case PROBE_CONTRADICTED:
	case PROBE_ERROR:
		return PALETTE_WARNING;
	case PROBE_CONFIRMED:
		return PALETTE_GOOD;
	case PROBE_UNSTABLE:
		return PALETTE_NOTE;
	case PROBE_CONSISTENT:
	case PROBE_SKIPPED:
	case PROBE_VERDICTS:
		break;
	}
	return NULL;
}

/* Whether a result joins those before it on a line: bytes outside registers do. */
static bool is_more(const struct probe_result *first, const struct probe_result *before,
		    const struct probe_result *result)
{
	return first->place.known == NULL && result->place.known == NULL &&
	       result->place.offset == before->place.offset + before->place.width &&
	       result->verdict == first->verdict && strcmp(result->reason, first->reason) == 0 &&
	       (result->verdict == PROBE_CONSISTENT || result->verdict == PROBE_SKIPPED);
}

static int print_results(const struct report_run *run, const struct report *report)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, line_fields);
	const struct probe_result *result = report->probes, *end = result + report->probe_count;

	if (table == NULL)
		return -ENOMEM;
	for (; result < end; result++) {
		struct line line = { result, result };
		struct libscols_line *added;

		while (result + 1 < end && is_more(line.first, result, result + 1))
			line.last = ++result;
		added = table_record(table, line_fields, &line);
		if (added == NULL)
			return -ENOMEM;
		if (run->color && verdict_color(line.first->verdict) != NULL)
			table_color(added, verdict_color(line.first->verdict));
	}
	return table_print(table);
}

static bool is_like(const struct probe_step *a, const struct probe_step *b)
{
	return a->place.known == NULL && b->place.known == NULL && !a->at_once && !b->at_once &&
	       a->write == b->write && a->skipped == b->skipped && a->length == b->length &&
	       a->class == b->class && a->bits == b->bits && strcmp(a->reason, b->reason) == 0;
}

/* Accesses to adjacent bytes that differ in nothing else share a line. */
static int print_steps(const struct report_run *run, const struct report *report)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, step_line_fields);
	const struct probe_step *step = report->steps, *end = step + report->step_count;

	for (; step < end && table != NULL; step++) {
		struct step_line line = { step, step };

		while (step + 1 < end && is_like(step, step + 1) &&
		       step[1].offset == step->offset + step->length)
			line.last = ++step;
		if (table_record(table, step_line_fields, &line) == NULL)
			return -ENOMEM;
	}
	return table != NULL ? table_print(table) : -ENOMEM;
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

/* Each result has a line, for scripts. */
static void print_one(const struct report_run *run, const struct report *report)
{
	const struct probe_result *result = &report->probes[0];
	char address[ADDRESS_TEXT_SIZE], name[REGISTER_NAME_SIZE] = "-", user[32], hardware[32];

	if (run->several)
		print_part("%s ", address_format(&report->device->address, address));
	if (result->place.known != NULL)
		register_name(result->place.known, name);
	print_part("%02x.%c %s ", result->place.offset, register_width_letter(result->place.width),
		   name);
	if (result->written.known)
		print_part("written %0*" PRIx32 " ", 2 * result->place.width, result->written.value);
	print_line("user %s hardware %s %s%s%s", user_text(result, user),
		   hardware_text(result, hardware), probe_verdict_name(result->verdict),
		   result->reason[0] != '\0' ? ": " : "", result->reason);
}

static int table_device(const struct report_run *run, const struct report *report, bool first)
{
	int error = 0;

	if (!report->dry_run && report->probe_part && report->probe_count == 1) {
		print_one(run, report);
		return 0;
	}
	if (!first)
		print_end();
	heading_print(run, report);
	if (report->steps != NULL) {
		error = print_steps(run, report);
	} else if (report->probe_count != 0) {
		error = print_results(run, report);
		print_counts(report);
	}
	if (error == 0)
		footing_print(run, report);
	return error;
}

static bool passes(const struct report *report, enum probe_verdict verdict)
{
	if (verdict == PROBE_CONTRADICTED || verdict == PROBE_ERROR)
		return false;
	return !report->strict || verdict == PROBE_CONFIRMED;
}

static void tap_result(const struct report_run *run, const struct report *report,
		       const struct probe_result *result)
{
	static const char *const keys[] = { "verdict", "reason", "written", "user_before",
					    "user_after", "hardware_before", "hardware_after", NULL };
	char address[ADDRESS_TEXT_SIZE], name[REGISTER_NAME_SIZE] = "-";
	char text[ADDRESS_TEXT_SIZE + REGISTER_NAME_SIZE + 16];

	address_format(&report->device->address, address);
	if (result->place.known != NULL)
		register_name(result->place.known, name);
	snprintf(text, sizeof(text), "%s %02x.%c %s", address, result->place.offset,
		 register_width_letter(result->place.width), name);
	if (result->verdict == PROBE_SKIPPED) {
		tap_skip(run, result->reason, "%s", text);
		return;
	}
	tap_point(run, passes(report, result->verdict), "%s %s", text,
		  probe_verdict_name(result->verdict));
	if (passes(report, result->verdict))
		return;
	tap_yaml_begin();
	tap_record(probe_fields, result, keys);
	tap_yaml_end();
}

/* Prints a point a place. */
static int tap_device(const struct report_run *run, const struct report *report, bool first)
{
	char address[ADDRESS_TEXT_SIZE];

	(void)first;
	for (size_t i = 0; i < report->probe_count; i++)
		tap_result(run, report, &report->probes[i]);
	if (report->error.code != FAULT_NONE)
		tap_fault(run, report, "probed");
	else if (report->steps != NULL)
		tap_point(run, true, "%s has a plan of %zu accesses",
			  address_format(&report->device->address, address), report->step_count);
	return 0;
}

const struct renderer probe_renderers[] = {
	TABLE_FORMATS(TABLES(line_fields, step_line_fields), .device = table_device),
	JSON_FIELDS(report_fields),
	JSON_ROWS(report_fields),
	{ .format = "tap", .failures = true,
	  .begin = tap_begin, .device = tap_device, .end = tap_end },
	{ .format = NULL },
};
