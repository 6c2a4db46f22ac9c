/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>

#include "access/system/sysfs.h"
#include "access/vfio/vfio.h"
#include "call/messages.h"
#include "inputs/inspect.h"
#include "inputs/operation_words.h"
#include "tasks/access_log.h"
#include "model/vfio/overlay.h"

/* linux/pci_regs.h */
#define PCI_COMMAND		0x04
#define PCI_CAPABILITY_LIST	0x34

/* What one run reads, and the values. */
struct reading {
	struct operations wanted;
	struct access_log *logs;
	enum view view;
};

/* Where values come from: an open device (config), or the bytes of a closed one. */
struct reader {
	enum view view;
	const struct inspection *inspection;
	const struct vfio_region *config;	/* NULL: closed */
	const struct guest *guest;		/* with VIEW_GUEST; NULL: there is none */
};

/* Why a value cannot be predicted. */
static int fault_unpredictable(const struct inspection *inspection,
			    const struct register_place *place, struct fault *fault)
{
	const struct device *device = inspection->device;
	const struct policy_bits bits = policy_bytes(&inspection->prediction.policy, place->offset,
						     place->width);
	bool unread = false;
	char text[PLACE_TEXT_SIZE];
	const char *why = "what the virtual copy holds there does not follow from the hardware";

	for (unsigned int i = 0; i < place->width; i++)
		unread |= !space_is_known(&device->space, place->offset + i);
	if (unread)
		why = "its bytes were not read";
	else if (bits.undefined)
		why = "the kernel reads past the end of its own table there, so the result cannot be predicted";
	else if (overlay_row(device->driver, device->product, place->offset, place->width) != NULL)
		why = "its VFIO driver answers for it, and not the device";
	else if (device->is_vf && place->offset < PCI_COMMAND)
		why = "VFIO shows the IDs that the kernel has for the VF, and they are not known";
	else if (device->is_vf && place->offset < PCI_CAPABILITY_LIST)
		why = "VFIO shows what the host has for the VF's BARs, and that is not known";
	fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP, "%s cannot be predicted: %s",
		  register_place_text(place, text), why);
	if (device->source == SOURCE_DUMP && device->is_vf && place->offset < PCI_COMMAND)
		fault_hint(fault, "give them: --vf-id=VENDOR:DEVICE");
	else if (device->source == SOURCE_DUMP)
		fault_hint(fault, "what the hardware holds: --view=hardware");
	else if (device->is_open)
		fault_hint(fault, "ask through its holder: --source=held");
	else
		fault_hint(fault, "open the device for it, which resets it: --source=vfio");
	return -ENOTSUP;
}

/* Takes a value from a view that was read before. */
static int read_space(const struct config_space *space, const struct register_place *place,
		      uint32_t *value, struct fault *fault)
{
	struct known_value known = space_value(space, place->offset, place->width);
	char text[PLACE_TEXT_SIZE];

	*value = known.value;
	if (known.known)
		return 0;
	return fault_set(fault, FAULT_SHORT, EIO, "%s cannot be read: its bytes are not there",
			 register_place_text(place, text));
}

static int read_value(const struct reader *reader, const struct register_place *place,
		      uint32_t *value, struct fault *fault)
{
	const struct inspection *inspection = reader->inspection;
	struct known_value known;

	if (reader->config != NULL && reader->view == VIEW_USER)
		return vfio_read(reader->config, place->offset, place->width, value, fault);
	if (reader->config != NULL)
		return sysfs_read_register(&inspection->device->address, place->offset,
					   place->width, value, fault);
	if (reader->view == VIEW_GUEST)
		return read_space(&reader->guest->space, place, value, fault);
	if (reader->view == VIEW_HARDWARE)
		return read_space(&inspection->device->space, place, value, fault);
	if (inspection->device->user != NULL)	/* of a capture */
		return read_space(inspection->device->user, place, value, fault);
	known = prediction_read(&inspection->prediction, place->offset, place->width);
	*value = known.value;
	if (known.known)
		return 0;
	return fault_unpredictable(inspection, place, fault);
}

/* Reads one place, and logs it. */
static bool take(const struct reader *reader, enum access_kind kind,
		 const struct register_place *place, struct access_log *log)
{
	struct access_record *access;
	uint32_t value;

	if (read_value(reader, place, &value, &log->fault) != 0)
		return false;
	access = access_log_add(log, kind);
	if (access == NULL)
		return false;
	access->place = *place;
	access->view = reader->view;
	access->predicted = reader->view == VIEW_GUEST ||
			    (reader->config == NULL && reader->view == VIEW_USER &&
			     reader->inspection->device->user == NULL);
	access->value = (struct known_value){ true, value };
	return true;
}

/* Reads a RANGE byte by byte. */
static bool take_range(const struct reader *reader, const struct operation *operation,
		       struct access_log *log)
{
	const struct inspection *inspection = reader->inspection;
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8];

	if (operation_range(&inspection->prediction, operation, bytes, &log->fault) != 0)
		return false;
	for (unsigned int offset = 0; offset < inspection->prediction.map.size; offset++) {
		struct register_place place = { .offset = (uint16_t)offset, .width = 1 };

		if (!(bytes[offset / 8] >> (offset % 8) & 1))
			continue;
		place.known = registers_at(&inspection->prediction.registers, offset);
		if (place.known != NULL && place.known->type->width != 1)
			place.known = NULL;
		if (!take(reader, ACCESS_RANGE, &place, log))
			return false;
	}
	return true;
}

/* Reads every place in its order. The log has the failures, too. */
static void take_all(const struct reader *reader, const struct operations *wanted,
		     struct access_log *log)
{
	for (size_t i = 0; i < wanted->count; i++) {
		const struct operation *operation = &wanted->list[i];
		struct register_place place;

		if (operation->kind == ACCESS_RANGE) {
			if (!take_range(reader, operation, log))
				return;
		} else if (operation_find(&reader->inspection->prediction, operation, &place,
					  &log->fault) != 0 ||
			   !take(reader, ACCESS_READ, &place, log)) {
			return;
		}
	}
}

/* Checks that the device has the registers before an open resets it. */
static int before_open(const struct reach *reach, struct device *device)
{
	const struct reading *reading = reach->own;
	int error;

	error = inspection_build(reach, device, reach->inspection, &device->error);
	return error != 0 ? error
			  : operations_find(&reach->inspection->prediction, &reading->wanted,
					    &device->error);
}

static int session(const struct reach *reach, const struct vfio_region *config,
		   const struct vfio_device *own, struct device *device)
{
	struct reading *reading = reach->own;
	const struct reader reader = { reading->view, reach->inspection, config, NULL };
	struct access_log *log = access_log_begin(&reading->logs, device, &device->error);
	int error;

	(void)own;
	if (log == NULL)
		return -ENOMEM;
	error = inspection_build(reach, device, reach->inspection, &device->error);
	if (error == 0)
		take_all(&reader, &reading->wanted, log);
	return error;
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	struct reading *reading = context->own;
	const struct reader reader = { context->options->view, inspection, NULL, report->guest };
	struct access_log *log = NULL;

	/* devices of a dump follow one another at one place in memory, which tells none from another */
	if (report->device->source != SOURCE_DUMP)
		log = access_log_find(reading->logs, report->device);
	if (log == NULL) {	/* it was not open */
		if (report->policy == NULL && reader.view != VIEW_HARDWARE)
			return EXIT_UNUSABLE;
		access_log_free(&reading->logs);	/* those before it are printed */
		log = access_log_begin(&reading->logs, report->device, &report->error);
		if (log == NULL)
			return EXIT_UNUSABLE;
		take_all(&reader, &reading->wanted, log);
	}
	report->accesses = log->list;
	report->access_count = log->count;
	if (log->fault.code == FAULT_NONE)
		return EXIT_DONE;
	report->error = log->fault;
	return EXIT_UNUSABLE;
}

static enum exit_status parse(const struct options *options, struct operations *wanted)
{
	enum exit_status status = operations_parse_reads(options, wanted);

	if (status != EXIT_DONE || wanted->count != 0)
		return status;
	message_error(NULL, "no REGISTER or RANGE");
	message_hint("name one, such as COMMAND, 40.l, CAP_PM+4.w, 40-4f; all of a device: vfio-cfgtool policy");
	return EXIT_USAGE;
}

static enum exit_status run(const struct options *options)
{
	/* the hardware view is there without opening anything, and the guest view is predicted */
	const struct inspector inspector = {
		.command = &command_read,
		.past_vfio = options->view != VIEW_USER,
		.policy = true,
		.before_open = before_open,
		.session = options->view != VIEW_GUEST ? session : NULL,
		.parts = true,
		.finish = finish,
	};
	struct reading reading = { .view = options->view };
	enum exit_status status = parse(options, &reading.wanted);

	if (status == EXIT_DONE)
		status = inspect(options, &inspector, &reading);
	operations_free(&reading.wanted);
	access_log_free(&reading.logs);
	return status;
}

const struct command command_read = {
	.name = "read",
	.arguments =
		"[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]} {REGISTER|RANGE|-}...",
	.summary = "read registers as a VFIO user does, or predict what that user reads",
	.group = GROUP_LOOK,
	.does = "reads config; opens one idle device, and so resets it (--source=sysfs does not); needs root above 40",
	.examples = {
		{ "read -F lspci.txt 01:00.0 COMMAND 40.l", "predicted of a dump, as setpci prints it" },
		{ "read -F lspci.txt -o hex 01:00.0 CAP_EXP", "bytes as lspci -xxxx prints them" },
		{ "read --view=hardware 01:00.0 STATUS", "what the device holds" },
	},
	.renderers = read_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTIONS_OUTPUT, OPTION_SOURCE,
		OPTION_VIEW, OPTION_VMM, OPTION_END,
	},
	.completion = COMPLETE_REGISTERS,
	.words = true,
	.run = run,
};
