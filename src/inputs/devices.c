/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/devices.h"

#include "access/system/pci.h"
#include "base/device_list.h"
#include "call/messages.h"

void devices_name(const struct options *options, struct device *device)
{
	if (!options->numeric && device->vendor >= 0 && device->vendor != 0xffff)
		pci_name(device);
}

bool devices_begin(struct devices_run *run)
{
	command_run_facts(run->options, run->command, &run->facts);
	run->facts.several = run->several;
	run->facts.several_files = run->several_files;
	return report_begin(&run->facts) == 0;
}

void devices_print(struct devices_run *run, const struct report *report, enum exit_status status)
{
	bool skipped = report->device != NULL && report->device->skipped;

	if (!run->maps || report->map != NULL || run->facts.renderer->failures) {
		if (report_device(&run->facts, report, !run->printed) != 0)
			status = EXIT_UNUSABLE;
		run->printed = true;
	}
	run->worst = command_combine(run->worst, status);
	run->all += !skipped;
	run->good += status == EXIT_DONE && !skipped;
	run->differing += status == EXIT_DISAGREED && run->disagreed != NULL;
}

/* How many devices came out how. */
static void tell_counts(const struct devices_run *run)
{
	char words[64] = "";

	if (run->disagreed != NULL && (run->differing > 0 || run->tells_none))
		snprintf(words, sizeof(words), ", %zu %s", run->differing, run->disagreed);
	message_note(NULL, "%zu devices: %zu %s%s, %zu %s", run->all, run->good,
		     run->done != NULL ? run->done : "done", words,
		     run->all - run->good - run->differing,
		     run->failed != NULL ? run->failed : "failed");
}

enum exit_status devices_end(struct devices_run *run)
{
	run->worst = command_run_end(&run->facts, run->worst);
	if (run->several && !run->uncounted)
		tell_counts(run);
	return run->worst;
}

static bool are_several_files(const struct device_list *list)
{
	for (size_t i = 1; i < list->count; i++)
		if (device_slot_file(&list->slots[i]) != device_slot_file(&list->slots[0]))
			return true;
	return false;
}

/* Judges and prints the device whose turn it is. */
static void report_one(struct devices_run *run, struct device *device)
{
	struct report report = { .device = device };
	enum exit_status status = run->judge(run, &report);

	devices_name(run->options, device);
	devices_print(run, &report, status);
	if (run->after != NULL)
		run->after(run, &report);
}

enum exit_status devices_report(struct devices_run *run, struct device_list *list)
{
	run->list = list;
	run->several = list->count > 1;
	run->several_files = are_several_files(list);
	run->worst = list->incomplete ? EXIT_UNUSABLE : EXIT_DONE;
	if (!devices_begin(run))
		return EXIT_UNUSABLE;
	for (run->at = 0; run->at < list->count; run->at++) {
		struct device *device = run->open != NULL ? run->open(run)
							  : device_list_open(list, run->at);

		if (device != NULL)
			report_one(run, device);
		else
			run->worst = command_combine(run->worst, EXIT_UNUSABLE);
		device_list_close(list, run->at);
	}
	return devices_end(run);
}
