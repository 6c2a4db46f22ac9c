/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>

#include "access/files/capture_info.h"
#include "access/vfio/holder.h"
#include "access/drivers/surroundings.h"
#include "access/system/attached.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio_info.h"
#include "base/device_list.h"
#include "call/command.h"
#include "tasks/device_open.h"
#include "call/messages.h"
#include "inputs/devices.h"
#include "inputs/select.h"
#include "inputs/skip.h"
#include "output/checks.h"
#include "tasks/checks.h"

/* Opens the device, asks VFIO, and closes it. */
static int ask_vfio(const struct options *options, struct device *device,
		    struct device_info *info)
{
	CLEANUP_VFIO struct vfio_device vfio = VFIO_DEVICE_CLOSED;
	struct fault fault = { .code = FAULT_NONE };
	struct config_space space;
	int error;

	sysfs_read_config(&device->address, &space, &fault);
	if (fault.code == FAULT_NO_ANSWER) {
		device->error = fault;
		return -ENODEV;
	}
	error = device_open(&options->task, device, false, &vfio);
	if (error != 0)
		return error;
	return vfio_info_read(&vfio, info, &device->error);
}

/* Collects what sysfs says and, if the device can be opened, what VFIO says. */
static void collect(const struct options *options, struct device *device,
		    struct device_info *info)
{
	if (device->capture != NULL) {
		capture_give_info(device->capture, info);
		return;
	}
	if (device->source == SOURCE_DUMP && device->error.code == FAULT_NONE) {
		fault_set(&device->error, FAULT_UNSUPPORTED, ENOTSUP,
			  "a dump does not say what VFIO says of a device");
		fault_hint(&device->error, "what its bytes come to: vfio-cfgtool map -F FILE");
		return;
	}
	if (device->error.code != FAULT_NONE && !device->skipped)
		return;
	if (!device->skipped)
		ask_vfio(options, device, info);
	holder_forget();
	surroundings_describe(device, info);
	surroundings_find_users(info);
	checks_of_device(device, info);
}

static enum exit_status info_device(struct devices_run *run, struct report *report)
{
	struct device *device = run->list->slots[run->at].device;
	struct device_info *info = run->context;
	char address[ADDRESS_TEXT_SIZE];

	*info = (struct device_info) { .vfs = -1, .most_vfs = -1 };
	report->info = info;
	collect(run->options, device, info);
	report->attached_count = attached_all(&report->attached);
	if (sysfs_vfio_driver(device->driver) == VFIO_DRIVER_OVERLAYS)
		report->overlay = device->driver;
	report->error = device->error;
	if (report->error.code == FAULT_NONE)
		return EXIT_DONE;
	if (!device->skipped)
		message_fault(address_format(&device->address, address), &report->error);
	return skip_status(device);
}

static void end_info(struct devices_run *run, const struct report *report)
{
	(void)report;
	device_info_free(run->context);
}

/* Without a device: the machine. */
static enum exit_status info_machine(const struct options *options)
{
	__attribute__((cleanup(device_info_free))) struct device_info info = { .vfs = -1 };
	struct report_run facts;
	bool seen;

	command_run_facts(options, &command_info, &facts);
	seen = checks_of_machine(&info);
	return machine_print(&facts, &info) == 0 && seen ? EXIT_DONE : EXIT_UNUSABLE;
}

static enum exit_status run(const struct options *options)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct device_info info;
	struct devices_run run = {
		.options = options,
		.command = &command_info,
		.judge = info_device,
		.after = end_info,
		.context = &info,
	};
	enum exit_status status;

	if (options->task.dump == NULL && !options->selected &&
	    (options->arguments == NULL || options->arguments[0] == NULL))
		return info_machine(options);
	status = select_devices(options, false, &list);
	if (status != EXIT_DONE)
		return status;
	return skip_harmed(options, &list) ? devices_report(&run, &list) : EXIT_UNUSABLE;
}

const struct command command_info = {
	.name = "info",
	.arguments = "[OPTION...] [DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]]",
	.summary = "why passthrough of a device fails; without DEVICE: of the machine",
	.group = GROUP_LOOK,
	.does = "reads sysfs; opens one idle device, and so resets it; needs root, or its node",
	.examples = {
		{ "info 01:00.0", "what is in the way of the device, and what helps" },
		{ "info", "of the machine" },
		{ "info -F capture.txt", "of a captured device" },
	},
	.renderers = info_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_OPEN, OPTIONS_OUTPUT, OPTIONS_TABLE, OPTION_DUMP, OPTION_END,
	},
	.completion = COMPLETE_BOUND,
	.no_bridges = true,
	.run = run,
};
