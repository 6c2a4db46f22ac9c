/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "access/system/sysfs.h"
#include "base/memory.h"
#include "call/messages.h"
#include "call/command.h"
#include "commands/select.h"
#include "tasks/restoration.h"
#include "tasks/stop.h"

/* What a call prints with. */
struct printing {
	const struct options *options;
	struct report_run run;
	bool first;
	enum exit_status status;
};

static void print(struct printing *printing, const struct report *report)
{
	if (report_device(&printing->run, report, printing->first) != 0)
		printing->status = command_combine(printing->status, EXIT_UNUSABLE);
	printing->first = false;
}

/* Prints one journal, with the facts from sysfs if its device still exists. */
static void list_entry(const struct journal_entry *entry, void *context)
{
	struct printing *printing = context;
	CLEANUP_DEVICE_LIST struct device_list list = { .devices = NULL };
	struct device *device = device_list_append(&list, &entry->address);
	struct restore_result restore = { .state = LEFT_DAMAGED };
	struct report report = { .device = device, .restore = &restore, .error = entry->fault };
	char address[ADDRESS_TEXT_SIZE];

	if (device == NULL) {
		printing->status = EXIT_UNUSABLE;
		return;
	}
	sysfs_describe(device, NULL);
	device->source = SOURCE_SYSFS;
	device->held_by = entry->holder;
	if (entry->content != NULL)
		restoration_describe(entry->content, &restore);
	if (entry->in_use)
		restore.state = LEFT_IN_USE;
	if (restore.state == LEFT_DAMAGED) {
		message_fault(address_format(&entry->address, address), &entry->fault);
		printing->status = EXIT_UNUSABLE;
	}
	if (!printing->options->numeric && device->vendor >= 0 && device->vendor != 0xffff)
		pci_name(device);
	print(printing, &report);
}

static enum exit_status list_all(struct printing *printing)
{
	struct fault fault = { .code = FAULT_NONE };
	const char *directory = printing->options->task.journal;

	printing->run.several = true;
	if (journal_each(directory, list_entry, printing, &fault) != 0) {
		message_fault(NULL, &fault);
		return fault.code == FAULT_REFUSED ? EXIT_REFUSED : EXIT_UNUSABLE;
	}
	if (printing->first)
		message_note(NULL, "nothing is left to put back in %s",
			     directory != NULL ? directory : STATE_DIRECTORY);
	return printing->status;
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

static enum exit_status restore_all(struct printing *printing, const struct device_list *list)
{
	const struct options *options = printing->options;
	struct restoration *restoration = memory_take(sizeof(*restoration));
	enum exit_status worst = EXIT_DONE;
	size_t done = 0;

	if (restoration == NULL)
		return EXIT_UNUSABLE;
	printing->run.several = list->count > 1;
	for (size_t i = 0; i < list->count; i++) {
		struct device *device = list->devices[i];
		struct report report = { .device = device, .restore = &restoration->result };
		enum exit_status status;

		make_whole(&options->task, device, restoration);
		report.error = device->error;
		if (!options->numeric && device->vendor >= 0 && device->vendor != 0xffff)
			pci_name(device);
		status = tell(options, &report);
		worst = command_combine(worst, status);
		done += status == EXIT_DONE;
		print(printing, &report);
		restoration_free(restoration);
	}
	free(restoration);
	if (list->count > 1)
		message_note(NULL, "%zu devices: %zu done, %zu failed", list->count, done,
			     list->count - done);
	return command_combine(worst, printing->status);
}

static enum exit_status run(const struct options *options)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .devices = NULL };
	struct printing printing = {
		.options = options,
		.first = true,
	};
	const bool named = options->arguments != NULL && options->arguments[0] != NULL;
	enum exit_status status = named ? select_devices(options, false, &list) : EXIT_DONE;

	if (status != EXIT_DONE)
		return status;
	command_run_facts(options, &command_restore, &printing.run);
	if (report_begin(&printing.run) != 0)
		return EXIT_UNUSABLE;
	status = named ? restore_all(&printing, &list) : list_all(&printing);
	if (report_end(&printing.run) != 0)
		status = command_combine(status, EXIT_UNUSABLE);
	stop_end();
	return status;
}

const struct command command_restore = {
	.name = "restore",
	.arguments = "[OPTION...] [DEVICE...]",
	.summary = "put back what an interrupted probe left; without DEVICE list it",
	.renderers = restore_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_OPEN, OPTIONS_OUTPUT, OPTION_JOURNAL, OPTION_END,
	},
	.completion = COMPLETE_DEVICES,
	.run = run,
};
