/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text that capture prints: lspci -F reads it, and with the facts so does access/files/capture.c. */
#include <inttypes.h>
#include <stdio.h>

#include "format/print.h"
#include "format/report.h"

/* Ranges a line: lspci reads no line of 4096 bytes. */
#define RANGES_A_LINE 8

#define BYTES_A_LINE 16

/* As lspci -n writes it, by the kernel's IDs. */
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

/* A line with text from elsewhere: print_line() keeps it one line. */
static void print_text(const char *key, const char *text)
{
	if (text[0] != '\0')
		print_line("# %s %s", key, text);
}

static void print_read(const struct config_space *space)
{
	unsigned int offset = 0, ranges = 0;

	while (offset < space->size) {
		unsigned int start = offset;

		while (space_is_known(space, offset))
			offset++;
		if (offset > start) {
			if (ranges > 0 && ranges % RANGES_A_LINE == 0)
				print_end();
			print_part("%s %03x-%03x", ranges % RANGES_A_LINE == 0 ? "# read" : "",
				   start, offset - 1);
			ranges++;
		}
		while (offset < space->size && !space_is_known(space, offset))
			offset++;
	}
	print_line("%s", ranges > 0 ? "" : "# read");
}

/* Whether the function can have bytes that the dump does not show which it was made of. */
static bool lacks_bytes(const struct config_space *space)
{
	return space->excerpt && (space->read < space->size || space->size <= SPACE_SIZE);
}

/* How it was made. */
static void print_making(const struct report *report)
{
	const struct capture *capture = report->text->capture;

	print_line("# vfio-cfgtool-capture %d", CAPTURE_FORMAT);
	print_text("tool", capture->tool);
	print_text("kernel", capture->kernel);
	print_text("kernel-version", capture->kernel_version);
	print_text("rules", capture->rules);
	print_text("basis", capture->basis);
	print_text("note", capture->note);
	print_text("source", capture->source);
	if (capture->redacted)
		print_line("# redacted serial number, VPD data, BARs, addresses of MSI and VFs: bytes 5a");
	if (lacks_bytes(report->text->space))
		print_line("# excerpt");
	print_line("# view %s", report_view_name(report->text->space->view));
	print_line("# size %x", report->text->space->size);
	print_read(report->text->space);
}

static const char *yes_or_no(bool is)
{
	return is ? "yes" : "no";
}

/* The facts of the function that are not in its bytes. */
static void print_facts(const struct device *device, const struct capture *capture)
{
	print_line("# ids %04x:%04x %06x %02x", (unsigned int)device->vendor & 0xffff,
		   (unsigned int)device->product & 0xffff, (unsigned int)device->class & 0xffffff,
		   (unsigned int)device->revision & 0xff);
	print_text("driver", device->driver);
	if (device->iommu_group >= 0)
		print_line("# group %d", device->iommu_group);
	print_line("# vf %s", device->vf_assumed ? "assumed" : yes_or_no(device->is_vf));
	print_text("physfn", capture->physfn);
	if (capture->vfs >= 0)
		print_line("# vfs %d", capture->vfs);
	if (device->irq >= 0)
		print_line("# irq %" PRIx64 "", (uint64_t)device->irq);
	print_line("# no-intx %s", yes_or_no(device->no_intx));
	if (device->opregion != KNOWN_NOT)
		print_line("# opregion %s", yes_or_no(device->opregion == KNOWN_YES));
	print_line("# open %s", yes_or_no(device->is_open));
}

static void print_resources(const struct device_resources *resources)
{
	for (unsigned int i = 0; resources != NULL && i < DEVICE_RESOURCES; i++)
		print_line("# resource %u %" PRIx64 " %" PRIx64 " %" PRIx64 "", i,
			   resources->at[i].start, resources->at[i].end, resources->at[i].flags);
}

static void print_regions(const struct capture *capture)
{
	for (unsigned int i = 0; i < capture->regions; i++) {
		const struct capture_region *region = &capture->region[i];

		print_part("# region %" PRIx32 " %" PRIx32 " %" PRIx64, region->index, region->flags,
			   region->size);
		if (region->has_type)
			print_part(" type %" PRIx32 " %" PRIx32, region->type, region->subtype);
		print_end();
	}
}

static void print_parameters(const struct capture *capture)
{
	for (unsigned int i = 0; i < capture->parameters; i++) {
		const struct capture_parameter *parameter = &capture->parameter[i];
		char text[2 * sizeof(*parameter)];

		snprintf(text, sizeof(text), "%s %s %s", parameter->module, parameter->name,
			 parameter->value);
		print_text("parameter", text);
	}
}

/* Bytes as lspci prints them; what was not read as the word `unread`. */
static void print_bytes(const char *prefix, const struct config_space *space,
			unsigned int offset, const char *unread)
{
	print_part("%s%02x:", prefix, offset);
	for (unsigned int i = offset; i < offset + BYTES_A_LINE && i < space->size; i++) {
		if (space_is_known(space, i))
			print_part(" %02x", space_byte(space, i));
		else
			print_part(" %s", unread);
	}
	print_end();
}

/* Up to the last byte that was read: lspci takes the lines for what there is. */
static void print_space(const struct config_space *space, const char *unread)
{
	unsigned int end = space->size;

	while (end > 0 && !space_is_known(space, end - 1))
		end--;
	for (unsigned int offset = 0; offset < end; offset += BYTES_A_LINE)
		print_bytes("", space, offset, unread);
}

static void print_user(const struct config_space *user)
{
	if (user == NULL)
		return;
	print_line("# user-size %x", user->size);
	for (unsigned int offset = 0; offset < user->size; offset += BYTES_A_LINE)
		print_bytes("# user ", user, offset, "??");
}

static int text_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct report_text *text = report->text;

	(void)run;
	(void)first;
	if (text == NULL)
		return 0;
	print_slot(report->device);
	if (text->capture != NULL) {
		print_making(report);
		print_facts(report->device, text->capture);
		print_resources(text->resources);
		print_regions(text->capture);
		print_parameters(text->capture);
		print_user(text->user);
	}
	/* lspci refuses a line with anything but bytes, so a capture says apart what was not read */
	print_space(text->space, text->capture != NULL ? "ff" : "??");
	if (text->capture != NULL)
		print_line("# end");
	print_end();
	return 0;
}

const struct renderer capture_renderers[] = {
	{ .format = "text", .device = text_device },
	{ .format = NULL },
};
