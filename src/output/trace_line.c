/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* A trace for people: one line an access. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/bits.h"
#include "base/error_text.h"
#include "base/macros.h"
#include "base/text.h"
#include "format/palette.h"
#include "format/print.h"
#include "output/trace.h"

#define NANOSECONDS INT64_C(1000000000)

/* More parts are summed up: an access to so many registers is a copy. */
#define PARTS_SHOWN 4

#define LINE_SIZE 1024

/* A line in the making. What does not fit is cut. */
struct line {
	char text[LINE_SIZE];
	size_t used;
	bool reaches_device, is_dropped;	/* bits that are written */
};

static void PRINTF_FORMAT(2, 3) add(struct line *line, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line->text + line->used, sizeof(line->text) - line->used, format,
			   arguments);
	va_end(arguments);
	if (length > 0)
		line->used += (size_t)length;
	if (line->used > sizeof(line->text) - 1)
		line->used = sizeof(line->text) - 1;
}

static void add_time(struct line *line, const struct trace_event *event)
{
	int64_t now = (int64_t)event->record->entered + event->clock;
	time_t seconds = (time_t)(now / NANOSECONDS);
	struct tm local;

	localtime_r(&seconds, &local);
	add(line, "%02d:%02d:%02d.%06" PRId64 " ", local.tm_hour, local.tm_min, local.tm_sec,
	    now % NANOSECONDS / 1000);
}

static void add_process(struct line *line, const struct trace_event *event)
{
	const char *name = event->guest[0] != '\0' ? event->guest : event->process;

	if (name[0] == '\0')
		name = event->record->comm;
	add(line, "%s(%" PRIu64 ") ", name,
	    event->record->thread >> 32);
}

static void add_written(struct line *line, const struct trace_part *part)
{
	const char *separator = ": ";
	const struct {
		uint32_t bits;
		const char *where;
	} ways[] = {
		{ trace_to_device(part), "to the device" },
		{ trace_to_copy(part), "to the copy" },
		{ trace_dropped(part), "dropped" },
	};

	line->reaches_device |= trace_to_device(part) != 0;
	line->is_dropped |= trace_dropped(part) != 0;
	for (size_t i = 0; i < ARRAY_LENGTH(ways); i++) {
		if (ways[i].bits == 0)
			continue;
		add(line, "%s%0*" PRIx32 " %s", separator, 2 * part->width, ways[i].bits,
		    ways[i].where);
		separator = ", ";
	}
	for (unsigned int i = 0; i < EFFECTS; i++) {
		if (part->effect[i] == 0)
			continue;
		add(line, "%s%s", separator, effect_name((enum effect)i));
		separator = ", ";
	}
}

static void add_read(struct line *line, const struct trace_part *part)
{
	uint32_t copy = part->bits.read_virtual;

	if (part->bits.undefined)
		return;
	if (copy == 0)
		add(line, ": from the device");
	else if (copy == bits_all(part->width))
		add(line, ": from the copy");
	else
		add(line, ": %0*" PRIx32 " from the copy", 2 * part->width, copy);
}

/* The value before: the copy's, or the last one in this trace. */
static void add_before(struct line *line, const struct trace_event *event,
		       const struct trace_part *part)
{
	uint32_t seen;

	if (part->bits.write_virtual == bits_all(part->width) && part->copy_known)
		add(line, "%0*" PRIx32 " -> ", 2 * part->width, part->copy_before);
	else if (event->usage != NULL &&
		 trace_usage_seen(event->usage, part->offset, part->width, &seen))
		add(line, "%0*" PRIx32 " (seen) -> ", 2 * part->width, seen);
}

static void add_part(struct line *line, const struct trace_event *event,
		     const struct trace_part *part)
{
	bool write = event->record->write != 0;
	char name[TRACE_PART_NAME_SIZE];

	add(line, " %s", trace_part_name(part, name));
	if (part->known != NULL && part->known->hidden)
		add(line, " (hidden)");
	if (!part->value_known) {
		add(line, " ?");
		return;
	}
	if (event->values) {
		add(line, " ");
		if (write)
			add_before(line, event, part);
		add(line, "%0*" PRIx32, 2 * part->width, part->value);
	}
	if (part->bits.undefined)
		add(line, ": not predictable");
	else if (write)
		add_written(line, part);
	else
		add_read(line, part);
}

static void add_range(struct line *line, const struct trace_record *record)
{
	uint64_t offset = record->position & TRACE_OFFSET_MASK;
	uint64_t bytes = trace_is_done(record) ? (uint64_t)record->result : record->count;

	if (bytes == 0)
		add(line, " %03" PRIx64 " (0 bytes)", offset);
	else if (bytes == 1)
		add(line, " %03" PRIx64 " (1 byte)", offset);
	else
		add(line, " %03" PRIx64 "-%03" PRIx64 " (%" PRIu64 " bytes)", offset,
		    offset + bytes - 1, bytes);
}

static void add_parts(struct line *line, const struct trace_event *event)
{
	struct trace_part part[PARTS_SHOWN + 1];
	struct trace_walk walk;
	unsigned int count = 0;

	trace_walk_begin(&walk, event->prediction, event->record);
	while (count <= PARTS_SHOWN && trace_walk_next(&walk, &part[count]))
		count++;
	if (count == 0 || count > PARTS_SHOWN) {
		add_range(line, event->record);
		return;
	}
	for (unsigned int i = 0; i < count; i++) {
		if (i > 0)
			add(line, ";");
		add_part(line, event, &part[i]);
	}
}

static void add_result(struct line *line, const struct trace_event *event)
{
	const struct trace_record *record = event->record;

	if ((record->flags & TRACE_NO_RETURN) != 0)
		add(line, " (its return was not seen)");
	else if (record->result < 0)
		add(line, " failed: %s%s", error_text((int)-record->result),
		    record->count > 4 ? " (a part of it may be done)" : "");
	else if ((uint64_t)record->result < record->count)
		add(line, " (%" PRId64 " of %" PRIu64 " bytes)", record->result, record->count);
	if (event->driver_changes != NULL)
		add(line, " (before %s's own changes)", event->driver_changes);
}

/*
 * Prints a line, without its end, that the terminal does not have to wrap: what is escaped
 * takes more places than it has bytes, and a character of several bytes is not divided.
 */
static void print_within(const char *line, unsigned int width)
{
	char text[4 * LINE_SIZE];
	uint32_t code;
	size_t end = 0;

	text_printable(line, text, sizeof(text));
	for (unsigned int i = 0; i < width && text[end] != '\0'; i++)
		end += text_character(text + end, &code);
	if (width != 0)
		text[end] = '\0';
	print_part("%s", text);
}

/* What stands out: an access that fails or breaks a rule, and writes by where they end. */
static const char *color_of(const struct line *line, const struct trace_event *event)
{
	if (event->denied_by != NULL || event->record->result < 0)
		return PALETTE_WARNING;
	if (line->reaches_device)
		return PALETTE_NOTE;
	return line->is_dropped ? PALETTE_DIM : "";
}

void trace_print_line(const struct report_run *run, const struct trace_event *event,
		      unsigned int width)
{
	char address[ADDRESS_TEXT_SIZE] = "?";
	struct line line = { .used = 0 };
	const char *color;

	if (event->device != NULL)
		address_format(&event->device->address, address);
	add_time(&line, event);
	add_process(&line, event);
	add(&line, "%s %s", address, event->record->write != 0 ? "write" : "read");
	if (event->prediction != NULL)
		add_parts(&line, event);
	else
		add_range(&line, event->record);
	add_result(&line, event);
	if (event->denied_by != NULL)
		add(&line, " (line %u: %.*s)", event->denied_by->line,
		    (int)event->denied_by->length, event->denied_by->text);
	color = color_of(&line, event);
	print_color(run, color);
	print_within(line.text, width);
	print_color(run, color[0] != '\0' ? PALETTE_RESET : "");
	print_end();
}
