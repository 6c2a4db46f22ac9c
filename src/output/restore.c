/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The output of restore for a device. Scripts parse its lines: one for each register and byte
 * of a journal, and one for the journal. With several devices each line begins with the
 * device's address.
 */
#include <inttypes.h>

#include "format/json.h"
#include "format/print.h"

GETTER(register_name, struct restored_register, value_register(value, it->place.known))
GETTER(before, struct restored_register, value_hex(value, it->before, 2U * it->place.width))
GETTER(user, struct restored_register, value_known(value, &it->user, it->place.width))
GETTER(hardware, struct restored_register, value_known(value, &it->hardware, it->place.width))

static const struct field register_fields[] = {
	{ "offset", MEMBER(struct restored_register, place.offset) },
	{ "width", MEMBER(struct restored_register, place.width) },
	{ "name", .get = get_register_name },
	{ "before", .get = get_before },
	{ "written", MEMBER(struct restored_register, written) },
	{ "user", .get = get_user },
	{ "hardware", .get = get_hardware },
	{ NULL },
};

GETTER(view, struct byte_difference, value_text(value, report_view_name(it->view)))
GETTER(byte_name, struct byte_difference, value_register(value, it->in))
GETTER(was, struct byte_difference, value_hex(value, it->was, 2))
GETTER(is, struct byte_difference, value_hex(value, it->unread ? -1 : it->is, 2))

static const struct field difference_fields[] = {
	{ "view", .get = get_view },
	{ "offset", MEMBER(struct byte_difference, offset) },
	{ "name", .get = get_byte_name },
	{ "was", .get = get_was },
	{ "is", .get = get_is },
	{ NULL },
};

static const struct field mismatch_fields[] = {
	{ "fact", MEMBER(struct fact_mismatch, fact) },
	{ "journal", MEMBER(struct fact_mismatch, journal) },
	{ "now", MEMBER(struct fact_mismatch, now) },
	{ NULL },
};

static void get_started(struct value *value, const void *record)
{
	const struct restore_result *restore = record;
	char text[REPORT_TIME_SIZE];

	value_text(value, report_time(restore->started, text));
}

GETTER(pid, struct restore_result, value_number(value, it->pid))

static const struct field journal_fields[] = {
	{ "command", MEMBER(struct restore_result, command) },
	{ "pid", .get = get_pid },
	{ "started", .get = get_started },
	{ "writes", MEMBER(struct restore_result, writes) },
	{ "pending", MEMBER(struct restore_result, pending) },
	{ NULL },
};

GETTER(state, struct report, value_text(value, restore_state_name(it->restore->state)))
GETTER(journal, struct report, value_record(value, it->restore->read ? it->restore : NULL))
GETTER(mismatches, struct report,
       value_records(value, RECORDS(it->restore->mismatch, it->restore->mismatches)))
GETTER(registers, struct report,
       value_records(value, RECORDS(it->restore->restored, it->restore->restored_count)))
GETTER(differences, struct report,
       value_records(value, RECORDS(it->restore->differences, it->restore->difference_count)))

static const struct field restore_fields[] = {
	{ "state", .get = get_state },
	{ "journal", .get = get_journal, .fields = journal_fields },
	{ "mismatches", .get = get_mismatches, .fields = mismatch_fields },
	{ "registers", .get = get_registers, .fields = register_fields },
	{ "differences", .get = get_differences, .fields = difference_fields },
	{ NULL },
};

static void begin_line(const struct report_run *run, const struct report *report)
{
	char address[ADDRESS_TEXT_SIZE];

	if (run->several)
		print_part("%s ", address_format(&report->device->address, address));
}

static void print_value(const char *label, const struct known_value *value, unsigned int width)
{
	if (value->known)
		print_part(" %s %0*" PRIx32, label, 2 * (int)width, value->value);
}

/* "back 40.l - cafe0001 user cafe0001 hardware cafe0001" */
static void print_restored(const struct restored_register *restored)
{
	const struct register_place *place = &restored->place;
	char name[REGISTER_NAME_SIZE];

	print_part("%s %02x.%c %s %0*" PRIx32, restored->written ? "back" : "pending",
		   place->offset, register_width_letter(place->width),
		   place->known != NULL ? register_name(place->known, name) : "-", 2 * place->width,
		   restored->before);
	print_value("user", &restored->user, place->width);
	print_value("hardware", &restored->hardware, place->width);
	print_end();
}

/* "differs hardware 41 - was ca is 00" */
static void print_difference(const struct byte_difference *difference)
{
	char name[REGISTER_NAME_SIZE];

	print_part("differs %s %02x %s was %02x is ", report_view_name(difference->view),
		   difference->offset,
		   difference->in != NULL ? register_name(difference->in, name) : "-",
		   difference->was);
	if (difference->unread)
		print_line("?");
	else
		print_line("%02x", difference->is);
}

/* "left probe 1234 2026-11-23T13:20:00Z writes 12 pending 3" */
static void print_state(const struct restore_result *restore)
{
	char time[REPORT_TIME_SIZE];

	print_part("%s", restore_state_name(restore->state));
	if (restore->read)
		print_part(" %s %lld %s writes %zu pending %zu", restore->command,
			   (long long)restore->pid, report_time(restore->started, time),
			   restore->writes, restore->pending);
	print_end();
}

static int text_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct restore_result *restore = report->restore;

	(void)first;
	for (size_t i = 0; i < restore->restored_count; i++) {
		begin_line(run, report);
		print_restored(&restore->restored[i]);
	}
	for (size_t i = 0; i < restore->difference_count; i++) {
		begin_line(run, report);
		print_difference(&restore->differences[i]);
	}
	if (restore->state == LEFT_NOTHING)
		return 0;
	begin_line(run, report);
	print_state(restore);
	return 0;
}

const struct renderer restore_renderers[] = {
	{ .format = "text", .wraps = true, .failures = true, .device = text_device },
	JSON_FIELDS(restore_fields),
	{ .format = NULL },
};
