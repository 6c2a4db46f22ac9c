/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The text of capture. lspci -F reads it; with the facts, access/files/capture.c does, too. */
#include "base/capture_lines.h"
#include "format/print.h"
#include "format/report.h"

/* In the form of lspci -n, with the kernel's IDs. */
static void print_slot(const struct device *device)
{
	char address[ADDRESS_TEXT_SIZE];

	print_part("%s %04x: %04x:%04x", address_format(&device->address, address),
		   ((unsigned int)device->class >> 8) & 0xffff, (unsigned int)device->vendor & 0xffff,
		   (unsigned int)device->product & 0xffff);
	if (device->revision > 0)
		print_part(" (rev %02x)", (unsigned int)device->revision);
	print_end();
}

static void print_fact(const char *key, const char *value)
{
	print_line("# %s%s%s", key, value[0] != '\0' ? " " : "", value);
}

/* Ends with the last byte that was read: lspci takes the lines for the device's size. */
static void print_space(const struct config_space *space, const char *unread)
{
	unsigned int end = space->size;

	while (end > 0 && !space_is_known(space, end - 1))
		end--;
	for (unsigned int i = 0; i < end; i += CAPTURE_BYTES_A_LINE) {
		char bytes[CAPTURE_BYTES_SIZE];

		capture_format_bytes(space, i, unread, bytes);
		print_line("%s", bytes);
	}
}

static int text_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct capture_text *text = report->text;

	(void)run;
	(void)first;
	if (text == NULL)
		return 0;
	print_slot(report->device);
	if (text->capture != NULL)
		capture_give(report->device, text, print_fact);
	/*
	 * lspci refuses a line with anything but bytes, so another line lists what was not
	 * read
	 */
	print_space(text->space, text->capture != NULL ? "ff" : "??");
	if (text->capture != NULL)
		print_fact(CAPTURE_END, "");
	print_end();
	return 0;
}

const struct renderer capture_renderers[] = {
	{ .format = "text", .device = text_device },
	{ .format = NULL },
};
