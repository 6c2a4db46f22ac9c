/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lines of restore, which scripts take apart: a journal that is there, or each
 * register and each byte of one that is put back. Of several devices each line
 * begins with the device's address.
 */
#include <inttypes.h>
#include <stdio.h>

#include "output/print.h"
#include "output/text.h"

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

int text_restore_device(const struct report_run *run, const struct report *report, bool first)
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
