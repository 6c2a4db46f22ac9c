/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "base/bits.h"
#include "base/memory.h"
#include "inputs/inspect.h"
#include "call/messages.h"
#include "inputs/operation_words.h"
#include "tasks/write_steps.h"

/* What one run writes, and the results. */
struct writing {
	struct operations wanted;
	struct access_log *logs;
	struct prediction *scratch;
	bool force;
};

/* Refuses a dangerous write without --force. */
static int fault_dangerous(const struct register_place *place,
			   const struct write_request *request,
			   const uint32_t dangers[WRITE_DANGERS], struct fault *fault)
{
	uint32_t all = bits_all(place->width);
	uint32_t bits = 0;
	int digits = 2 * place->width;
	char text[PLACE_TEXT_SIZE], what[160] = "";
	size_t used = 0;

	for (int danger = 0; danger < WRITE_DANGERS; danger++) {
		if (dangers[danger] == 0 || used >= sizeof(what))
			continue;
		used += (size_t)snprintf(what + used, sizeof(what) - used, "%s%s",
					 used > 0 ? ", " : "",
					 write_danger_text((enum write_danger)danger));
		bits |= dangers[danger];
	}
	fault_set(fault, FAULT_REFUSED, EPERM,
		  "%s: bits %0*x (%s) are written with --force only; nothing was written",
		  register_place_text(place, text), digits, bits, what);
	if ((request->mask & ~bits) == 0 || bits == all)
		fault_hint(fault, "add --force, or see what it would do with --dry-run");
	else
		fault_hint(fault, "leave them out with a mask, VALUE:%0*x; or add --force",
			   digits, request->mask & ~bits);
	return -EPERM;
}

/* Checks that every place exists and no write is dangerous: 0, or -errno with fault filled. */
static int judge_all(const struct writing *writing, const struct inspection *inspection,
		     struct fault *fault)
{
	const struct operations *wanted = &writing->wanted;
	const struct prediction *prediction = &inspection->prediction;
	int error = operations_find(&inspection->prediction, wanted, fault);

	for (size_t i = 0; i < wanted->count && error == 0 && !writing->force; i++) {
		const struct operation *operation = &wanted->list[i];
		uint32_t dangers[WRITE_DANGERS];
		struct register_place place;
		struct write_request request;

		if (operation->kind != ACCESS_WRITE)
			continue;
		error = operation_find(&inspection->prediction, operation, &place, fault);
		if (error != 0)
			return error;
		request = write_request_of(operation, &place);
		if (write_dangers(prediction, &prediction->user_view, &request, dangers))
			return fault_dangerous(&place, &request, dangers, fault);
	}
	return error;
}

/* Builds the map again, and judges all writes under it. */
static int prepare(const struct reach *reach, struct device *device)
{
	const struct writing *writing = reach->own;
	int error = inspection_renew(reach, device, "a write");

	if (error != 0)
		return error;
	return judge_all(writing, reach->inspection, &device->error);
}

/* Writes to the open device. A failure after the first write is in the log with it. */
static int session(const struct reach *reach, const struct vfio_region *config,
		   const struct vfio_device *own, struct device *device)
{
	struct writing *writing = reach->own;
	struct access_log *log;
	int error;

	(void)config;
	if (own == NULL)
		return fault_set(&device->error, FAULT_REFUSED, EPERM,
				 "somebody else's device is not written");
	log = access_log_begin(&writing->logs, device, &device->error);
	if (log == NULL)
		return -ENOMEM;
	/* the open and its reset may have changed what the writes are judged by */
	if (device->user == NULL) {
		error = sysfs_read_config(&device->address, &device->space, &device->error);
		if (error != 0)
			return error;
	}
	error = prepare(reach, device);
	if (error == 0)
		write_make(reach->inspection, &writing->wanted, own, log);
	return error;
}

/* Whether every bit changed as asked; tells those that did not. */
static bool all_taken(const struct inspection *inspection, const struct access_log *log)
{
	char address[ADDRESS_TEXT_SIZE];
	bool taken = true;

	address_format(&inspection->device->address, address);
	for (size_t i = 0; i < log->count; i++) {
		const struct access_record *access = &log->list[i];
		uint32_t bits = access->dropped | access->contradicted | access->not_kept;
		char text[PLACE_TEXT_SIZE];

		if (bits == 0)
			continue;
		taken = false;
		message_error(address, "%s: bits %0*x are not taken",
			      register_place_text(&access->place, text), 2 * access->place.width,
			      bits);
	}
	return taken;
}

static void note_close(const struct inspection *inspection, const struct access_log *log)
{
	char address[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < log->count; i++) {
		if (log->list[i].kind != ACCESS_WRITE)
			continue;
		message_note(address_format(&inspection->device->address, address),
			     "closed: the function was reset again, and what was written to the virtual copy is gone");
		return;
	}
}

/* Notes what would prevent an open now. */
static void note_obstacle(const struct inspection *inspection)
{
	const struct pci_address *address = &inspection->device->address;
	struct fault fault = { .code = FAULT_NONE };
	char text[ADDRESS_TEXT_SIZE];

	if (vfio_diagnose(address, NULL, &fault) != 0)
		message_note(address_format(address, text), "at present it %s", fault.message);
}

static enum exit_status finish(const struct inspect_context *context, struct inspection *inspection,
			       struct report *report)
{
	const struct options *options = context->options;
	struct writing *writing = context->own;
	struct access_log *log = access_log_find(writing->logs, report->device);
	enum exit_status status = EXIT_DONE;

	if (report->policy == NULL)
		return EXIT_UNUSABLE;
	report->dry_run = options->dry_run;
	if (options->dry_run)
		log = access_log_begin(&writing->logs, report->device, &report->error);
	if (log == NULL)
		return EXIT_UNUSABLE;
	if (options->dry_run) {
		write_plan(inspection, &writing->wanted, log);
		note_obstacle(inspection);
	} else {
		write_look_back(inspection, log);
		note_close(inspection, log);
	}
	write_explain(inspection, writing->scratch, log);
	report->accesses = log->list;
	report->access_count = log->count;
	report->error = log->fault;
	if (report->error.code != FAULT_NONE)
		status = EXIT_UNUSABLE;
	if (options->strict && !all_taken(inspection, log))
		status = command_combine(status, EXIT_DISAGREED);
	return status;
}

/* Refuses sources other than an open of this process. */
static bool is_refused(const struct options *options)
{
	if (options->task.dump != NULL) {
		message_error("--dump", "a dump is not written");
		message_hint("what a write would do: vfio-cfgtool explain -F FILE REGISTER");
		return true;
	}
	if (options->task.source != CHOOSE_SYSFS && options->task.source != CHOOSE_HELD)
		return false;
	message_error("--source", "write opens each device itself: %s",
		      options->task.source == CHOOSE_HELD
			      ? "what somebody else holds is not written"
			      : "nothing is written past VFIO");
	return true;
}

static bool parse_input(struct operations *wanted)
{
	char why[240];
	bool parsed = operations_from(stdin, wanted, why, sizeof(why));

	if (!parsed) {
		message_error("-", "%s", why);
		message_hint("a line has REGISTER and REGISTER=VALUE[:MASK] in it, or: wait MILLISECONDS");
	}
	return parsed;
}

static enum exit_status parse(const struct options *options, struct operations *wanted)
{
	bool input = false;
	char why[200];

	for (size_t i = 0; options->words[i] != NULL; i++) {
		const char *word = options->words[i];

		if (strcmp(word, "-") == 0 && input) {
			message_error("-", "standard input can be read once");
			return EXIT_USAGE;
		}
		if (strcmp(word, "-") == 0) {
			input = true;
			if (!parse_input(wanted))
				return EXIT_USAGE;
		} else if (!operation_parse_write(word, wanted, why, sizeof(why))) {
			if (memory_has_failed())
				return EXIT_UNUSABLE;
			message_error(NULL, "%s", why);
			message_hint("write REGISTER=VALUE[:MASK][,VALUE...] in hexadecimal, such as CACHE_LINE_SIZE=10, 40.w=0:8000; a REGISTER alone is read");
			return EXIT_USAGE;
		}
	}
	if (wanted->count != 0)
		return EXIT_DONE;
	message_error(input ? "-" : NULL, input ? "nothing to do in it" : "no REGISTER");
	message_hint("write REGISTER=VALUE, such as CACHE_LINE_SIZE=10; a REGISTER alone is read");
	return EXIT_USAGE;
}

static enum exit_status run_wanted(const struct options *options, struct writing *writing)
{
	const struct inspector inspector = {
		.command = &command_write,
		.past_vfio = options->dry_run,
		.must_open = !options->dry_run,
		.locks = !options->dry_run,
		.policy = true,
		.before_open = options->dry_run ? NULL : prepare,
		.session = session,
		.finish = finish,
	};
	struct options call = *options;

	if (options->dry_run)
		call.task.source = CHOOSE_AUTO;	/* here it opens nothing */
	writing->scratch = memory_take(sizeof(*writing->scratch));
	return writing->scratch != NULL ? inspect(&call, &inspector, writing) : EXIT_UNUSABLE;
}

static enum exit_status run(const struct options *options)
{
	struct writing writing = { .force = options->task.force };
	enum exit_status status = EXIT_REFUSED;

	if (!is_refused(options))
		status = parse(options, &writing.wanted);
	if (status == EXIT_DONE)
		status = run_wanted(options, &writing);
	operations_free(&writing.wanted);
	access_log_free(&writing.logs);
	free(writing.scratch);
	return status;
}

const struct command command_write = {
	.name = "write",
	.arguments =
		"[OPTION...] {DEVICE...|--all|-s SLOT|-d ID} {REGISTER|REGISTER=VALUE[:MASK][,VALUE...]|-}...",
	.summary =
		"write and read registers as a VFIO user does, and say what came of it",
	.group = GROUP_CHANGE,
	.does = "opens the device, and so resets it; writes to it; needs root, or its node",
	.examples = {
		{ "write --dry-run 01:00.0 CACHE_LINE_SIZE=10", "what would come of it" },
		{ "write 01:00.0 CACHE_LINE_SIZE=10", "with the values before and after" },
		{ "write 01:00.0 COMMAND=0:400 COMMAND", "a bit, then read it back" },
	},
	.renderers = write_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_OPEN, OPTIONS_OUTPUT, OPTION_DUMP, OPTION_SOURCE,
		OPTION_DRY_RUN, OPTION_STRICT, OPTION_END,
	},
	.completion = COMPLETE_REGISTERS,
	.words = true,
	.run = run,
};
