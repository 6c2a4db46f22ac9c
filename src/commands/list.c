/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "access/system/attached.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio.h"
#include "base/device_list.h"
#include "call/command.h"
#include "base/memory.h"
#include "call/messages.h"
#include "inputs/devices.h"
#include "inputs/select.h"
#include "tasks/at_boot.h"
#include "tasks/standing.h"

static void look(struct device *device, struct report *report, struct report_listing *listing)
{
	static const char *const at_boot_words[] = {
		[AT_BOOT_NOTHING] = "",
		[AT_BOOT_BOUND] = ", at boot",
		[AT_BOOT_OTHER] = ", at boot: another device is there",
		[AT_BOOT_UNKNOWN] = "",
	};
	static const char *const at_boot_names[] = {
		[AT_BOOT_NOTHING] = NULL,
		[AT_BOOT_BOUND] = "bound",
		[AT_BOOT_OTHER] = "other-device",
		[AT_BOOT_UNKNOWN] = "unknown",
	};
	enum at_boot boot = at_boot_look(&device->address);
	struct standing standing;

	standing_find(device, &standing);
	report->error = standing.look.fault;
	device->held_by = standing.look.holder;
	snprintf(listing->node, sizeof(listing->node), "%s", standing.look.node);
	listing->state = vfio_state_name(standing.look.state);
	listing->mappable = standing.mappable;
	snprintf(listing->power_state, sizeof(listing->power_state), "%s", standing.power_state);
	snprintf(listing->words, sizeof(listing->words), "%s%s", standing.words,
		 at_boot_words[boot]);
	listing->at_boot = at_boot_names[boot];
	if (device->is_vf) {
		sysfs_link(&device->address, "physfn", listing->physfn, sizeof(listing->physfn));
	} else {
		listing->most_vfs = sysfs_number(&device->address, "sriov_totalvfs");
		if (listing->most_vfs > 0)
			listing->vfs = sysfs_number(&device->address, "sriov_numvfs");
		else
			listing->most_vfs = -1;
	}
	report->attached_count = attached_all(&report->attached);
}

/* What sysfs says of one function, and whether it could be opened now. */
static enum exit_status list_device(struct devices_run *run, struct report *report)
{
	struct device *device = run->list->slots[run->at].device;
	struct report_listing *listing = run->context;
	char address[ADDRESS_TEXT_SIZE];

	*listing = (struct report_listing) { .vfs = -1, .most_vfs = -1 };
	report->error = device->error;
	report->listing = listing;
	if (device->source != SOURCE_DUMP && device->error.code == FAULT_NONE)
		look(device, report, listing);
	if (!run->options->numeric && device->class >= 0)
		pci_class_name(device, listing->class_name, sizeof(listing->class_name));
	if (device->error.code == FAULT_NONE)
		return EXIT_DONE;
	message_fault(address_format(&device->address, address), &device->error);
	return EXIT_UNUSABLE;
}

/* Refuses the options of tables for other formats. */
static bool check_options(const struct options *options, bool table)
{
	if (options->groups && !table) {
		message_error("--groups", "goes with -o table: the other formats have all that is known");
		return false;
	}
	if (options->groups && options->sort != NULL) {
		message_error("--groups", "a tree has its own order: it does not go with --sort");
		return false;
	}
	return true;
}

/*
 * Takes out the bridges, which VFIO gives to no user, unless the call names them. Formats for
 * programs keep them.
 */
static void leave_out_bridges(const struct options *options, struct device_list *list)
{
	size_t bridges;

	if (options->bridges || options->task.dump != NULL ||
	    (options->arguments != NULL && options->arguments[0] != NULL))
		return;
	if (options->selected) {
		select_drop_bridges(list);
		return;
	}
	bridges = select_take_bridges(list);
	if (options->verbose && bridges > 0)
		message_note(NULL, "%zu bridge%s left out: --bridges shows %s", bridges,
			     bridges == 1 ? " is" : "s are", bridges == 1 ? "it" : "them");
}

static enum exit_status run(const struct options *options)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct report_listing listing;
	struct devices_run run = {
		.options = options,
		.command = &command_list,
		.uncounted = true,
		.judge = list_device,
		.context = &listing,
	};
	struct report_run facts;
	enum exit_status status;
	bool table;

	command_run_facts(options, &command_list, &facts);
	table = facts.renderer == list_renderers;
	if (!check_options(options, table))
		return EXIT_USAGE;
	status = select_devices(options, true, &list);
	if (status != EXIT_DONE)
		return command_run_nothing(options, &command_list, status);
	if (table || strcmp(facts.renderer->format, "prometheus") == 0)
		leave_out_bridges(options, &list);
	status = devices_report(&run, &list);
	if (!memory_has_failed() && options->task.dump == NULL && table && isatty(STDOUT_FILENO))
		message_note(NULL, "a device that needs bind: vfio-cfgtool bind DEVICE; what is in the way of another, and how to help it: vfio-cfgtool info DEVICE");
	return status;
}

const struct command command_list = {
	.name = "list",
	.arguments = "[OPTION...] [DEVICE...]",
	.summary = "the machine's functions, and whether each can be mapped now",
	.group = GROUP_LOOK,
	.does = "reads sysfs; reads no config and opens nothing; as any user, root sees who uses a device",
	.examples = {
		{ "list --groups", "what shares an IOMMU group with what" },
		{ "list --columns=+holder", "and who has a device open" },
		{ "list -F lspci.txt", "the functions in a dump" },
	},
	.renderers = list_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_OUTPUT, OPTION_DUMP, OPTIONS_TABLE, OPTION_GROUPS,
		OPTION_BRIDGES, OPTION_END,
	},
	.completion = COMPLETE_DEVICES,
	.run = run,
};
