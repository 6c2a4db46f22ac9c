/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lines of read and write, which scripts take apart. read prints what setpci
 * prints: the value and nothing else, of a RANGE "40: 00". Of several devices each
 * line of both begins with the device's address.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/bits.h"
#include "output/print.h"
#include "output/text.h"

/* The start of a line. */
static void begin_line(const struct report_run *run, const struct report *report)
{
	char address[ADDRESS_TEXT_SIZE];

	if (run->several)
		print_part("%s ", address_format(&report->device->address, address));
}

int text_read_device(const struct report_run *run, const struct report *report, bool first)
{
	(void)first;
	for (size_t i = 0; i < report->access_count; i++) {
		const struct access_record *access = &report->accesses[i];

		begin_line(run, report);
		if (access->kind == ACCESS_RANGE)
			print_part("%02x: ", access->place.offset);
		print_line("%0*" PRIx32 "", 2 * access->place.width, access->value.value);
	}
	return 0;
}

/* "0c.b CACHE_LINE_SIZE", or "40.l -" of what has no name. */
static void print_place(const struct register_place *place)
{
	char name[REGISTER_NAME_SIZE];

	print_part("%02x.%c %s", place->offset, register_width_letter(place->width),
		   place->known != NULL ? register_name(place->known, name) : "-");
}

static void print_value(const char *before, const struct known_value *value, unsigned int width)
{
	if (value->known)
		print_part("%s%0*" PRIx32, before, 2 * (int)width, value->value);
	else
		print_part("%s?", before);
}

static void print_write(const struct access_record *access)
{
	unsigned int width = access->place.width;
	uint32_t all = bits_all(width);

	print_place(&access->place);
	print_value(" ", &access->written, width);
	if (access->request.mask != all)
		print_part(" mask %0*" PRIx32, 2 * (int)width, access->request.mask);
	print_value(" user ", &access->user_before, width);
	print_value(" -> ", &access->user_after, width);
	print_value(" hardware ", &access->hardware_before, width);
	print_value(" -> ", &access->hardware_after, width);
	print_end();
}

/* "  label: bits 0003" */
static void begin_bits(const struct report_run *run, const struct report *report,
		       const char *label, uint32_t bits, unsigned int width)
{
	begin_line(run, report);
	print_part("  %s: bits %0*" PRIx32, label, 2 * (int)width, bits);
}

static void print_dropped(const struct report_run *run, const struct report *report,
			  const struct access_record *access)
{
	for (unsigned int i = 0; i < access->droppers; i++) {
		begin_bits(run, report, "dropped", access->dropper[i].bits, access->place.width);
		print_line(" (%s)", access->dropper[i].function);
	}
}

/* What a write did beside, what it did not, and what it needs. */
static void print_notes(const struct report_run *run, const struct report *report,
			const struct access_record *access)
{
	unsigned int width = access->place.width;

	print_dropped(run, report, access);
	if (access->undefined) {
		begin_line(run, report);
		print_line("  undefined: the kernel looks past the end of its own table");
	}
	for (int effect = 0; effect < EFFECTS; effect++) {
		if (access->effect[effect] == 0)
			continue;
		begin_bits(run, report, "effect", access->effect[effect], width);
		print_line(": %s", effect_name((enum effect)effect));
	}
	if (access->not_kept != 0) {
		begin_bits(run, report, "not kept", access->not_kept, width);
		print_line(": they went to the device, which did not take them");
	}
	if (access->contradicted != 0) {
		begin_bits(run, report, "contradiction", access->contradicted, width);
		print_line(": they are not as the policy says");
	}
	for (int danger = 0; danger < WRITE_DANGERS && report->dry_run; danger++) {
		if (access->danger[danger] == 0)
			continue;
		begin_bits(run, report, "needs --force", access->danger[danger], width);
		print_line(": %s", write_danger_text((enum write_danger)danger));
	}
}

static void print_access(const struct report_run *run, const struct report *report,
			 const struct access_record *access)
{
	begin_line(run, report);
	if (report->dry_run)
		print_part("would ");
	switch (access->kind) {
	case ACCESS_WAIT:
		print_line("wait %u", access->milliseconds);
		break;
	case ACCESS_WRITE:
		print_part("write ");
		print_write(access);
		print_notes(run, report, access);
		break;
	case ACCESS_READ:
	case ACCESS_RANGE:
		print_part("read ");
		print_place(&access->place);
		print_value(" ", &access->value, access->place.width);
		print_end();
		break;
	}
}

int text_write_device(const struct report_run *run, const struct report *report, bool first)
{
	(void)first;
	for (size_t i = 0; i < report->access_count; i++)
		print_access(run, report, &report->accesses[i]);
	for (size_t i = 0; i < report->access_count; i++) {
		const struct access_record *access = &report->accesses[i];

		if (!access->is_last || access->fate == FATE_UNKNOWN)
			continue;
		begin_line(run, report);
		print_part("closed ");
		print_place(&access->place);
		print_value(" hardware ", &access->hardware_closed, access->place.width);
		print_line(" %s", access_fate_name(access->fate));
	}
	return 0;
}
