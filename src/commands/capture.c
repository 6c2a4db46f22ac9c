/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <string.h>

#include "access/files/capture_info.h"
#include "access/system/kernel_release.h"
#include "access/system/sysfs.h"
#include "access/drivers/surroundings.h"
#include "access/vfio/vfio_info.h"
#include "base/capture_lines.h"
#include "base/memory.h"
#include "inputs/inspect.h"
#include "call/messages.h"
#include "model/verdict/redact.h"

/* Everything that the text of one device is made from; large. */
struct work {
	struct capture capture;
	struct config_space space, user;
	struct device_resources resources;
	struct map map;			/* of what was redacted */
	struct capture_text text;
};

static void take(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}

/* Adds what only this machine can say, for one of its own devices. */
static void take_machine(const struct device *device, struct capture *capture)
{
	CLEANUP_FREE struct device_info *around = memory_take_zeroed(1, sizeof(*around));
	struct kernel_identity kernel;

	kernel_identify(&kernel);
	if (device->info != NULL)
		capture_take_info(device->info, capture);
	if (around != NULL) {
		around->vfs = -1;
		surroundings_describe(device, around);
		capture_take_info(around, capture);
		device_info_free(around);
	}
	take(capture->kernel, sizeof(capture->kernel), kernel.release);
	take(capture->kernel_version, sizeof(capture->kernel_version), kernel.version);
	take(capture->source, sizeof(capture->source), report_source_name(device->source));
}

/* A capture keeps its own facts, but for the tool and the rules, which are this run's. */
static void take_facts(const struct device *device, const struct rules *rules,
		       struct capture *capture)
{
	*capture = (struct capture) { .vfs = -1 };
	if (device->capture != NULL)
		*capture = *device->capture;
	else if (device->source != SOURCE_DUMP)
		take_machine(device, capture);
	else
		take(capture->source, sizeof(capture->source), "dump");
	take(capture->tool, sizeof(capture->tool), "vfio-cfgtool " VERSION);
	take(capture->rules, sizeof(capture->rules), rules->name);
	take(capture->basis, sizeof(capture->basis), rules_basis_name(rules->basis));
	take(capture->note, sizeof(capture->note), rules->note);
}

/* Overwrites the bytes, builds the map again, and checks that it is still the same. */
static int redact(const struct device *device, const struct inspection *inspection,
		  struct work *work, struct fault *fault)
{
	const struct map *map = &inspection->prediction.map;

	redact_space(map, device->resources_known ? &device->resources : NULL, &work->space);
	redact_space(map, device->resources_known ? &device->resources : NULL, &work->user);
	redact_resources(&work->resources);
	work->capture.redacted = true;
	map_build(&work->space, &inspection->prediction.rules, &inspection->prediction.facts,
		  &work->map);
	if (work->map.state == map->state &&
	    memcmp(work->map.value, map->value, map->size) == 0 &&
	    memcmp(work->map.owner_of, map->owner_of, map->size * sizeof(map->owner_of[0])) == 0)
		return 0;
	return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
			 "it cannot be redacted: its capabilities lie over each other so that the map would change");
}

/* --view: prepares the text of one view. */
static enum exit_status show_view(const struct options *options, const struct inspection *inspection,
				  struct work *work, struct report *report)
{
	const struct device *device = inspection->device;

	if (options->view == VIEW_HARDWARE && device->space.view != VIEW_HARDWARE) {
		fault_set(&report->error, FAULT_NO_PERMISSION, EACCES,
			  "its hardware view was not read");
		fault_hint(&report->error, "run it as root");
		return EXIT_UNUSABLE;
	}
	if (options->view == VIEW_USER && report->policy == NULL)
		return EXIT_UNUSABLE;	/* nobody can open it: report->error says why */
	if (options->view == VIEW_USER)
		prediction_user_view(&inspection->prediction, device, &work->space);
	if (options->view == VIEW_GUEST && report->guest == NULL)
		return EXIT_UNUSABLE;
	if (options->view == VIEW_GUEST)
		work->space = report->guest->space;
	report->text = &work->text;
	return EXIT_DONE;
}

static void note_unknown(const struct report *report)
{
	const struct config_space *space = report->text->space;
	char address[ADDRESS_TEXT_SIZE];

	if (space->read < space->size)
		message_note(address_format(&report->device->address, address),
			     "%d bytes are unknown and printed as ??, which lspci does not read",
			     space->size - space->read);
}

/* Asks VFIO about a device that this process has opened itself. */
static int session(const struct reach *reach, const struct vfio_region *config,
		   const struct vfio_device *own, struct device *device)
{
	(void)reach;
	(void)config;
	if (own == NULL)
		return 0;
	device->info = memory_take_zeroed(1, sizeof(*device->info));
	if (device->info == NULL)
		return fault_set(&device->error, FAULT_IO, ENOMEM, "out of memory");
	return vfio_info_read(own, device->info, &device->error);
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	const struct options *options = context->options;
	const struct device *device = report->device;
	struct work *work = context->own;
	const char *fingerprint = report_fingerprint(report);

	take_facts(device, &inspection->prediction.rules, &work->capture);
	take(work->capture.fingerprint, sizeof(work->capture.fingerprint),
	     fingerprint != NULL ? fingerprint : "");
	work->space = device->space;
	work->resources = device->resources;
	if (device->user != NULL)
		work->user = *device->user;
	else
		space_clear(&work->user, device->space.size, VIEW_USER);
	work->text = (struct capture_text) { .space = &work->space };
	if (options->given >> OPTION_VIEW & 1) {
		enum exit_status status = show_view(options, inspection, work, report);

		if (status != EXIT_DONE)
			return status;
		if (options->redact)
			redact_space(&inspection->prediction.map, device->resources_known
				     ? &device->resources : NULL, &work->space);
		note_unknown(report);
		return EXIT_DONE;
	}
	if (options->redact && redact(device, inspection, work, &report->error) != 0)
		return EXIT_UNUSABLE;
	work->text.capture = &work->capture;
	work->text.user = device->user != NULL ? &work->user : NULL;
	work->text.resources = device->resources_known ? &work->resources : NULL;
	report->text = &work->text;
	return EXIT_DONE;
}

static enum exit_status run(const struct options *options)
{
	/* the hardware view needs no open device, and the guest view is predicted */
	const struct inspector inspector = {
		.command = &command_capture,
		.past_vfio = options->given >> OPTION_VIEW & 1 && options->view != VIEW_USER,
		.policy = true,
		.session = session,
		.finish = finish,
	};
	CLEANUP_FREE struct work *work = memory_take(sizeof(*work));

	return work != NULL ? inspect(options, &inspector, work) : EXIT_UNUSABLE;
}

const struct command command_capture = {
	.name = "capture",
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]}",
	.summary = "both views and all facts of a device, as text that lspci -F reads",
	.group = GROUP_LOOK,
	.does = "reads config; opens one idle device, and so resets it (--source=sysfs does not); needs root above 40",
	.examples = {
		{ "capture 01:00.0 >nic.txt", "all that is known, for another machine" },
		{ "capture --redact 01:00.0", "without what identifies it" },
		{ "capture -F lspci.txt --view=user 01:00.0", "what a user reads, as lspci -xxxx" },
	},
	.renderers = capture_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_DUMP, OPTIONS_OPEN, OPTION_RULES, OPTION_SOURCE,
		OPTION_OUTPUT, OPTION_TO, OPTION_VIEW, OPTION_VMM, OPTION_REDACT, OPTION_END,
	},
	.completion = COMPLETE_DEVICES,
	.run = run,
};
