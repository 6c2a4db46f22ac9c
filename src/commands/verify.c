/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/verify.h"

#include <errno.h>
#include <string.h>

#include "access/system/kernel_release.h"
#include "access/system/sysfs.h"
#include "base/device_list.h"
#include "base/memory.h"
#include "call/command.h"
#include "call/messages.h"
#include "inputs/devices.h"
#include "inputs/inspect.h"
#include "tasks/device_rules.h"
#include "inputs/select.h"
#include "inputs/skip.h"
#include "inputs/warnings.h"

/* The memory of verify(), and what is the same for all devices. */
struct work {
	struct reach *reach;
	struct rules rules;			/* of the device */
	bool tables_told;			/* what the tables say is the same for every device */
	bool nointxmask, memory_zeroed;		/* of struct device_facts */
	struct prediction prediction;
	struct verification verification;
	struct fingerprints fingerprints;
};

/*
 * Whether the kernel refused the device because its initialization failed. EFAULT comes from
 * nowhere else. EINVAL has other causes, too (a BAR without an address, a quirk), so it counts
 * only if the rules predict it.
 */
static bool is_refusal(const struct device *device, const struct map *map)
{
	if (map->state == MAP_INIT_FAILS)
		return device->error.error ==
		       (map->failure == FAILURE_UNALIGNED ? EFAULT : EINVAL);
	return device->error.error == EFAULT;
}

/* Judges a device that could not be opened, by the bytes in sysfs. */
static bool verify_refused(const struct rules *rules, const struct device_facts *facts,
			   struct device *device, struct work *work)
{
	const struct kernel_evidence evidence = { .copy = NULL };

	if (device->error.code != FAULT_INIT_FAILS ||
	    sysfs_read_config(&device->address, &device->space, NULL) != 0)
		return false;
	device->source = SOURCE_SYSFS;
	prediction_build(&device->space, rules, facts, &work->prediction);
	verify(&work->prediction, &evidence, &work->verification);
	return is_refusal(device, &work->prediction.map);
}

static void verify_opened(const struct reach *reach, const struct rules *rules,
			  const struct device_facts *facts, const struct device *device,
			  struct work *work)
{
	const struct kernel_evidence evidence = {
		.copy = device->kernel,
		.permissions = reach->permissions,
		.pristine = device->kernel->pristine,
	};

	prediction_build(&device->space, rules, facts, &work->prediction);
	verify(&work->prediction, &evidence, &work->verification);
}

/* Lists the switches of an explanation that are on (or off) and differ from the rules. */
static void list_switches(const struct rules *rules, const struct rules *explanation, bool on,
			  const char *verb, char *text, size_t size)
{
	size_t used = strlen(text);
	const char *separator = verb;

	for (int i = 0; i < RULES_SETTINGS && used < size; i++) {
		char name[RULES_LENGTH_TEXT_SIZE];
		uint8_t value = rules_setting_value(explanation, i);

		if (!rules_setting_differs(rules, explanation, i) ||
		    on != (value != 0 || i >= RULES_SWITCHES))
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%s%s",
					 separator == verb && used > 0 ? " and " : "", separator,
					 rules_setting_text(explanation, i, name));
		separator = ", ";
	}
}

/* "has A, B and is without C": how an explanation differs from the rules. */
static void switches_text(const struct rules *rules, const struct rules *explanation, char *text,
			  size_t size)
{
	text[0] = '\0';
	list_switches(rules, explanation, true, "has ", text, size);
	list_switches(rules, explanation, false, "is without ", text, size);
}

static void warn_of_tables(const struct kernel_tables *tables, const struct rules *rules,
			   struct report *report)
{
	const struct table_difference *table = &report->verification->table;
	struct rules corrected = *rules;
	char switches[128];

	if (tables_correct(tables, &corrected)) {
		switches_text(rules, &corrected, switches, sizeof(switches));
		warn(report, "tables-differ", -1, "the kernel's tables say that it %s", switches);
	}
	if (table->kernel != table->rules)
		warn(report, "tables-differ", -1,
		     "the kernel's table has length %x for %s capability %02x, the rules %x",
		     table->kernel, table->extended ? "extended" : "standard", table->id,
		     table->rules);
}

/* One device from its bytes to a report. */
static enum exit_status verify_device(const struct reach *reach, struct report *report,
				      struct rules *rules, struct device *device,
				      struct work *work)
{
	struct device_facts facts = device_facts(device);
	bool agrees;

	facts.nointxmask = work->nointxmask;
	facts.memory_zeroed = work->memory_zeroed;
	report->error = device->error;
	if (sysfs_vfio_driver(device->driver) == VFIO_DRIVER_OVERLAYS)
		report->overlay = device->driver;
	inspect_device_rules(reach->settings->rules, device, rules, NULL);	/* verify takes no captures */
	if (device->error.code == FAULT_NONE)
		verify_opened(reach, rules, &facts, device, work);
	else if (!verify_refused(rules, &facts, device, work))
		return skip_status(device);
	report->rules = rules;
	report->map = &work->prediction.map;
	report->prediction = &work->prediction;
	report->fingerprints = &work->fingerprints;
	report->verification = &work->verification;
	verify_tables(&reach->tables, rules, &work->verification);
	warn_of_tables(&reach->tables, rules, report);
	if (work->verification.differences_cut)
		warn(report, "more-differences", -1, "only the first %d runs of bytes are listed",
		     VERIFY_DIFFERENCES);
	agrees = verify_agrees(&work->verification);
	if (agrees) {
		rules->basis = BASIS_VERIFIED;
		rules->note[0] = '\0';
	}
	warn_of_device(report);
	return agrees ? EXIT_DONE : EXIT_DISAGREED;
}

/* Tells how kernel and rules disagree about the device itself. */
static void tell_difference(const char *address, const struct report *report)
{
	const struct verification *verification = report->verification;

	if (!verification->kernel_opens)
		message_error(address, "the kernel refuses to open the device, although rules %s predict that it can",
			      report->rules->name);
	else if (!verification->rules_open)
		message_error(address, "the kernel opens the device, although rules %s predict that it cannot",
			      report->rules->name);
	else if (verification->different > 0)
		message_error(address, "%u of %u bytes are not as rules %s say",
			      verification->different, verification->compared,
			      report->rules->name);
}

static bool only_tables_differ(const struct verification *verification)
{
	return verification->different == 0 &&
	       verification->kernel_opens == verification->rules_open;
}

static void tell(struct devices_run *run, const struct report *report)
{
	const struct verification *verification = report->verification;
	struct work *work = run->context;
	char address[ADDRESS_TEXT_SIZE], switches[256];

	address_format(&report->device->address, address);
	if (verification == NULL) {
		if (!report->device->skipped)
			message_fault(address, &report->error);
		return;
	}
	if (verify_agrees(verification) || (work->tables_told && only_tables_differ(verification)))
		return;
	for (size_t i = 0; i < report->warnings; i++)
		if (!work->tables_told || strcmp(report->warning[i].code, "tables-differ") != 0)
			message_error(address, "%s", report->warning[i].message);
	work->tables_told = true;
	tell_difference(address, report);
	if (verification->explained) {
		switches_text(report->rules, &verification->explanation, switches,
			      sizeof(switches));
		message_hint("this kernel %s: use --rules=%s", switches,
			     verification->explanation.name);
	} else {
		message_hint("no switch explains it: please report it with lspci -xxxx of the device and uname -a");
	}
}

static bool check_options(const struct options *options)
{
	if (wants_kernel(&options->task)) {
		message_error("--rules", "verify needs rules to compare the kernel with: name a release");
		return false;
	}
	if (options->task.source == CHOOSE_SYSFS) {
		message_error("--source", "verify opens the device; --source=sysfs cannot be used");
		return false;
	}
	return true;
}

static enum exit_status judge(struct devices_run *run, struct report *report)
{
	struct device *device = run->list->slots[run->at].device;
	struct work *work = run->context;

	if (run->options->verbose)
		inspect_tell_reach(work->reach, device);
	work->rules = work->reach->requested;
	return verify_device(work->reach, report, &work->rules, device, work);
}

static enum exit_status run_all(const struct options *options, struct device_list *list,
				struct reach *reach, struct work *work)
{
	struct devices_run run = {
		.options = options,
		.command = &command_verify,
		.done = "verified",
		.disagreed = "differ",
		.tells_none = true,
		.judge = judge,
		.after = tell,
		.context = work,
	};

	work->reach = reach;
	work->nointxmask = sysfs_module_flag("vfio_pci", "nointxmask");
	work->memory_zeroed = kernel_zeroes_memory();
	reach->ask_kernel = true;
	reach->progress = message_progress;
	if (reach_opens(reach) && !skip_harmed(options, list))
		return command_run_nothing(options, &command_verify, EXIT_UNUSABLE);
	reach_all(reach, list);
	if (options->verbose && reach->begun && reach->permissions == NULL)
		message_note(NULL, "the policy is not compared: %s",
			     reach->permissions_fault.message);
	return devices_report(&run, list);
}

static enum exit_status run(const struct options *options)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	CLEANUP_FREE struct work *work = memory_take_zeroed(1, sizeof(*work));
	CLEANUP_REACH struct reach reach = REACH_START(&options->task);
	enum exit_status status;

	if (work == NULL)
		return EXIT_UNUSABLE;
	if (!check_options(options))
		return EXIT_USAGE;
	status = inspect_rules(options, options->task.rules, &reach.requested);
	if (status != EXIT_DONE)
		return status;
	status = select_devices(options, false, &list);
	if (status != EXIT_DONE)
		return command_run_nothing(options, &command_verify, status);
	return run_all(options, &list, &reach, work);
}

const struct command command_verify = {
	.name = "verify",
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID}",
	.summary = "compare the rebuilt map and policy with what the running kernel holds",
	.group = GROUP_JUDGE,
	.does = "opens the device, and so resets it; reads kernel memory by BPF; needs root",
	.examples = {
		{ "verify 01:00.0", "whether this kernel is as predicted" },
		{ "verify --all -o jsonl", "all devices, for a report" },
		{ "verify -k 6.1 01:00.0", "by the rules of a release" },
	},
	.renderers = verify_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_DEVICES, OPTIONS_OPEN, OPTIONS_OUTPUT, OPTIONS_TABLE, OPTION_SOURCE, OPTION_RULES,
		OPTION_SKIP, OPTION_END,
	},
	.completion = COMPLETE_BOUND,
	.run = run,
};
