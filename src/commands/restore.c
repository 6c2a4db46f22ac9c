/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>

#include "access/system/sysfs.h"
#include "base/device_list.h"
#include "base/memory.h"
#include "call/messages.h"
#include "call/command.h"
#include "inputs/devices.h"
#include "inputs/select.h"
#include "tasks/restoration.h"
#include "tasks/stop.h"

/* Prints one journal, with the facts from sysfs if its device still exists. */
static void list_entry(const struct journal_entry *entry, void *context)
{
	struct devices_run *run = context;
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct device *device = device_list_append(&list, &entry->address);
	struct restore_result restore = { .state = LEFT_DAMAGED };
	struct report report = { .device = device, .restore = &restore, .error = entry->fault };
	char address[ADDRESS_TEXT_SIZE];

	if (device == NULL) {
		run->worst = EXIT_UNUSABLE;
		return;
	}
	sysfs_describe(device, NULL);
	device->source = SOURCE_SYSFS;
	device->held_by = entry->holder;
	if (entry->content != NULL)
		restoration_describe(entry->content, &restore);
	if (entry->in_use)
		restore.state = LEFT_IN_USE;
	if (restore.state == LEFT_DAMAGED)
		message_fault(address_format(&entry->address, address), &entry->fault);
	devices_name(run->options, device);
	devices_print(run, &report, restore.state == LEFT_DAMAGED ? EXIT_UNUSABLE : EXIT_DONE);
}

/* Without a device: what is left on this machine. */
static enum exit_status list_all(const struct options *options)
{
	struct devices_run run = {
		.options = options,
		.command = &command_restore,
		.several = true,
		.uncounted = true,
	};
	struct fault fault = { .code = FAULT_NONE };
	const char *directory = options->task.journal;

	if (!devices_begin(&run))
		return EXIT_UNUSABLE;
	if (journal_each(directory, list_entry, &run, &fault) != 0) {
		message_fault(NULL, &fault);
		run.worst = fault.code == FAULT_REFUSED ? EXIT_REFUSED : EXIT_UNUSABLE;
	} else if (!run.printed) {
		message_note(NULL, "nothing is left to put back in %s",
			     directory != NULL ? directory : STATE_DIRECTORY);
	}
	return devices_end(&run);
}

/* The shown path of the device's journal, and how to be rid of it. */
static void hint_kept(const struct options *options, const char *address)
{
	char word[STATE_WORD_SIZE];

	message_hint("try again, or when the device is as it should be, remove the journal: rm %s",
		     state_shell_word(options->task.journal, address, word));
}

/* What standard error says of the outcome; results are on standard output. */
static enum exit_status tell(const struct options *options, const struct report *report)
{
	const struct restore_result *restore = report->restore;
	char address[ADDRESS_TEXT_SIZE];
	enum exit_status status = EXIT_DONE;

	address_format(&report->device->address, address);
	if (report->error.code != FAULT_NONE) {
		message_fault(address, &report->error);
		status = report->error.code == FAULT_REFUSED ? EXIT_REFUSED : EXIT_UNUSABLE;
	}
	if (restore->state == LEFT_NOTHING && status == EXIT_DONE)
		message_note(address, "nothing is left to put back");
	if (restore->state != LEFT_KEPT)
		return status;
	if (restore->difference_count != 0) {
		message_error(address, "%zu bytes are not as they were; the journal is kept",
			      restore->difference_count);
		status = command_combine(status, EXIT_DISAGREED);
	}
	hint_kept(options, address);
	return status;
}

/* With nobody to interrupt it; and not at all where a signal has come before. */
static void make_whole(const struct task_settings *settings, struct device *device,
		       struct restoration *restoration)
{
	if (stop_wanted() && device->error.code == FAULT_NONE)
		fault_set(&device->error, FAULT_IO, EINTR,
			  "not put back: a signal came before");
	stop_begin();
	restoration_make(settings, device, restoration);
	stop_release();
}

static enum exit_status restore_device(struct devices_run *run, struct report *report)
{
	struct device *device = run->list->slots[run->at].device;
	struct restoration *restoration = run->context;

	make_whole(&run->options->task, device, restoration);
	report->error = device->error;
	report->restore = &restoration->result;
	return tell(run->options, report);
}

static void end_device(struct devices_run *run, const struct report *report)
{
	(void)report;
	restoration_free(run->context);
}

static enum exit_status restore_all(const struct options *options, struct device_list *list)
{
	CLEANUP_FREE struct restoration *restoration = memory_take(sizeof(*restoration));
	struct devices_run run = {
		.options = options,
		.command = &command_restore,
		.judge = restore_device,
		.after = end_device,
		.context = restoration,
	};

	return restoration != NULL ? devices_report(&run, list) : EXIT_UNUSABLE;
}

static enum exit_status run(const struct options *options)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	const bool named = options->arguments != NULL && options->arguments[0] != NULL;
	enum exit_status status = named ? select_devices(options, false, &list) : EXIT_DONE;

	if (status != EXIT_DONE)
		return status;
	status = named ? restore_all(options, &list) : list_all(options);
	stop_end();
	return status;
}

const struct command command_restore = {
	.name = "restore",
	.arguments = "[OPTION...] [DEVICE...]",
	.summary = "put back what an interrupted probe left; without DEVICE list it",
	.group = GROUP_CHANGE,
	.does = "opens the device, and so resets it; writes back what a probe changed; needs root, or its node",
	.examples = {
		{ "restore", "what is left to put back" },
		{ "restore 01:00.0", "puts it back" },
		{ "restore -J", "the list for a program" },
	},
	.renderers = restore_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_OPEN, OPTIONS_OUTPUT, OPTION_JOURNAL, OPTION_END,
	},
	.completion = COMPLETE_DEVICES,
	.run = run,
};
