/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a trace saw of a device, by register. */
#include <errno.h>
#include <inttypes.h>

#include "output/print.h"
#include "output/table.h"
#include "output/trace.h"

#define SECOND UINT64_C(1000000000)

enum {
	COLUMN_REGISTER,
	COLUMN_READS,
	COLUMN_WRITES,
	COLUMN_WRITERS,
	COLUMN_VALUES,
	COLUMN_DROPPED,
	COLUMN_FIRST,
	COLUMN_LAST,
};

static const struct column summary_columns[] = {
	[COLUMN_REGISTER] = { "REGISTER", 0 },
	[COLUMN_READS] = { "READS", COLUMN_RIGHT },
	[COLUMN_WRITES] = { "WRITES", COLUMN_RIGHT },
	[COLUMN_WRITERS] = { "WRITERS", 0 },
	[COLUMN_VALUES] = { "VALUES", 0 },
	[COLUMN_DROPPED] = { "DROPPED", 0 },
	[COLUMN_FIRST] = { "FIRST", COLUMN_RIGHT },
	[COLUMN_LAST] = { "LAST", COLUMN_RIGHT },
	{ NULL, 0 },
};

/* Written values, or process IDs (digits 0); "..." where there were more than are kept. */
static void list_text(const uint32_t *list, unsigned int count, unsigned int most, int digits,
		      char text[64])
{
	size_t used = 0;

	text[0] = '\0';
	for (unsigned int i = 0; i < count && i < most && used < 48; i++)
		used += (size_t)(digits == 0
			? snprintf(text + used, 64 - used, "%s%" PRIu32, i > 0 ? " " : "", list[i])
			: snprintf(text + used, 64 - used, "%s%0*" PRIx32, i > 0 ? " " : "", digits,
				   list[i]));
	if (count > most)
		snprintf(text + used, 64 - used, " ...");
}

/* Seconds since the first access of the device. */
static const char *time_text(uint64_t time, uint64_t start, char text[64])
{
	uint64_t spent = time - start;

	snprintf(text, 64, "%" PRIu64 ".%03" PRIu64, spent / SECOND, spent % SECOND / 1000000);
	return text;
}

static int add_row(struct libscols_table *table, const struct trace_usage *usage,
		   const struct trace_count *count, const char *name)
{
	struct libscols_line *line = table_line(table, NULL);
	int digits = 2 * (count->width & 7);
	char text[64];

	if (line == NULL)
		return -ENOMEM;
	table_cell(line, COLUMN_REGISTER, name);
	snprintf(text, sizeof(text), "%" PRIu64, count->reads);
	table_cell(line, COLUMN_READS, text);
	snprintf(text, sizeof(text), "%" PRIu64, count->writes);
	table_cell(line, COLUMN_WRITES, text);
	list_text(count->writer, count->writers, TRACE_WRITERS, 0, text);
	table_cell(line, COLUMN_WRITERS, text);
	list_text(count->value, count->values, TRACE_VALUES, digits, text);
	table_cell(line, COLUMN_VALUES, text);
	if (count->dropped != 0) {
		snprintf(text, sizeof(text), "%0*" PRIx32, digits, count->dropped);
		table_cell(line, COLUMN_DROPPED, text);
	}
	table_cell(line, COLUMN_FIRST, time_text(count->first, usage->first, text));
	table_cell(line, COLUMN_LAST, time_text(count->last, usage->first, text));
	return 0;
}

static int add_rows(struct libscols_table *table, const struct prediction *prediction,
		    const struct trace_usage *usage)
{
	int error = 0;

	for (unsigned int offset = 0; offset < prediction->map.size && error == 0; offset++) {
		struct trace_part part = {
			.offset = (uint16_t)offset, .width = usage->at[offset].width,
			.known = registers_around(&prediction->registers, offset),
		};
		char name[TRACE_PART_NAME_SIZE];

		if (part.width != 0)
			error = add_row(table, usage, &usage->at[offset],
					trace_part_name(&part, name));
	}
	return error;
}

int trace_print_summary(const struct report_run *run, const struct device *device,
			const struct prediction *prediction, const struct trace_usage *usage)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, summary_columns);
	char address[ADDRESS_TEXT_SIZE];
	struct trace_total total;
	int error;

	if (table == NULL)
		return -ENOMEM;
	error = add_rows(table, prediction, usage);
	if (error != 0)
		return error;
	print_part("%s: %" PRIu64 " accesses", address_format(&device->address, address),
		   usage->accesses);
	if (usage->failed != 0)
		print_part(", %" PRIu64 " of them failed", usage->failed);
	if (usage->bulk != 0)
		print_part(", %" PRIu64 " in bulk, which are not listed", usage->bulk);
	print_end();
	error = table_print(table);
	trace_usage_total(usage, prediction, &total);
	print_line("permitted %u raw bytes and %u registers; used %u raw bytes and %u registers",
		   total.raw_permitted, total.registers_permitted, total.raw_used,
		   total.registers_used);
	return error;
}
