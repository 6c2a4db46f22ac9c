/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/verify.h"

#include <errno.h>

#include "access/sysfs.h"
#include "commands/command.h"
#include "commands/messages.h"
#include "commands/reach.h"
#include "commands/running.h"
#include "commands/select.h"
#include "model/tables.h"

/* How many devices came out how. */
struct tally {
	size_t verified, differ, failed;
};

/* What verify() is told, and what it works in. */
struct work {
	struct map map;
	struct verification verification;
};

/*
 * The kernel did not open it. That is an answer, too, where its initialization
 * is what failed: EFAULT comes from nowhere else; what else gives EINVAL (a BAR
 * without an address, a quirk) is only an error here, where no rule foresees it.
 */
static bool is_refusal(const struct device *device, const struct map *map)
{
	if (map->state == MAP_INIT_FAILS)
		return device->error.error ==
		       (map->failure == FAILURE_UNALIGNED ? EFAULT : EINVAL);
	return device->error.error == EFAULT;
}

/* Judges a device that could not be opened by what sysfs shows of it. */
static bool verify_refused(const struct rules *rules, struct device *device, struct work *work)
{
	const struct device_facts facts = device_facts(device);

	if (device->error.code != FAULT_INIT_FAILS ||
	    sysfs_read_config(&device->address, &device->space, NULL) != 0)
		return false;
	device->source = SOURCE_SYSFS;
	verify(&device->space, rules, &facts, NULL, &work->map, &work->verification);
	return is_refusal(device, &work->map);
}

static bool verify_opened(const struct rules *rules, const struct device *device,
			  struct work *work)
{
	const struct device_facts facts = device_facts(device);

	verify(&device->space, rules, &facts, device->kernel, &work->map, &work->verification);
	return true;
}

/* "A, B, not C": the switches that stand otherwise in the explanation than in the rules. */
static void switches_text(const struct rules *rules, const struct rules *explanation, char *text,
			  size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < 2 * RULES_SWITCHES && used < size; i++) {
		enum rules_switch which = (enum rules_switch)(i % RULES_SWITCHES);
		bool off = i >= RULES_SWITCHES;
		char name[32];

		if (rules->value[which] == explanation->value[which] ||
		    off != (explanation->value[which] == 0))
			continue;
		rules_switch_text(explanation, which, name, sizeof(name));
		used += (size_t)snprintf(text + used, size - used, "%s%s%s", used > 0 ? ", " : "",
					 off ? "not " : "",
					 off ? rules_switch_infos[which].name : name);
	}
}

/*
 * The kernel's tables say what it takes each capability for, whether or not
 * this device has it. Returns whether they are as the rules have it.
 */
static bool verify_tables(const struct kernel_tables *tables, const struct rules *rules,
			  struct report *report)
{
	struct report_warning *warning = &report->warning[report->warnings];
	struct rules corrected = *rules;
	struct table_difference first;
	bool moved = tables_correct(tables, &corrected);
	char switches[128];

	warning->code = "tables-differ";
	warning->offset = -1;
	if (moved) {
		switches_text(rules, &corrected, switches, sizeof(switches));
		snprintf(warning->message, sizeof(warning->message),
			 "the kernel's tables say that it has %.64s: use --rules=%.64s", switches,
			 corrected.name);
	} else if (tables_differ(tables, rules, &first)) {
		snprintf(warning->message, sizeof(warning->message),
			 "the kernel's table has length %x for %s capability %02x, the rules %x",
			 first.kernel, first.extended ? "extended" : "standard", first.id,
			 first.rules);
	} else {
		return true;
	}
	report->warnings++;
	return false;
}

/* One device from its bytes to a report. */
static enum exit_status verify_device(const struct reach *reach, struct report *report,
				      struct rules *rules, struct device *device,
				      struct work *work)
{
	bool judged;

	report->error = device->error;
	if (sysfs_vfio_driver(device->driver) == VFIO_DRIVER_OVERLAYS)
		report->overlay = device->driver;
	device_rules(reach->options, device, rules);
	if (device->error.code == FAULT_NONE)
		judged = verify_opened(rules, device, work);
	else
		judged = verify_refused(rules, device, work);
	if (!judged)
		return EXIT_UNUSABLE;
	report->rules = rules;
	report->map = &work->map;
	report->verification = &work->verification;
	if (!verify_tables(&reach->tables, rules, report))
		tables_correct(&reach->tables, &work->verification.explanation);
	if (!verify_agrees(&work->verification) || report->warnings != 0)
		return EXIT_DISAGREED;
	rules->basis = BASIS_VERIFIED;
	rules->note[0] = '\0';
	return EXIT_DONE;
}

/* What the tables say is the same for every device, so it is told with the first. */
static void tell(const struct report *report, bool first)
{
	const struct verification *verification = report->verification;
	char address[ADDRESS_TEXT_SIZE], switches[256];

	address_format(&report->device->address, address);
	if (verification == NULL) {
		message_fault(address, &report->error);
		return;
	}
	for (size_t i = 0; i < report->warnings && first; i++)
		message_error(NULL, "%s", report->warning[i].message);
	if (verify_agrees(verification))
		return;
	if (!verification->kernel_opens)
		message_error(address, "the kernel refuses to open it, which rules %s do not say",
			      report->rules->name);
	else if (!verification->rules_open)
		message_error(address, "the kernel opens it, and by rules %s it could not",
			      report->rules->name);
	else
		message_error(address, "%u of %u bytes are not as rules %s say",
			      verification->different, verification->compared,
			      report->rules->name);
	if (verification->explained) {
		switches_text(report->rules, &verification->explanation, switches,
			      sizeof(switches));
		message_hint("this kernel has %s: use --rules=%s", switches,
			     verification->explanation.name);
	} else {
		message_hint("no switch explains it: please report it with lspci -xxxx of the device and uname -a");
	}
}

static void count(enum exit_status status, struct tally *tally)
{
	tally->verified += status == EXIT_DONE;
	tally->differ += status == EXIT_DISAGREED;
	tally->failed += status == EXIT_UNUSABLE;
}

static bool check_options(const struct options *options)
{
	if (wants_kernel(options)) {
		message_error("--rules", "verify compares rules with the kernel: kernel is no rules");
		return false;
	}
	if (options->source == CHOOSE_SYSFS) {
		message_error("--source", "verify needs each device open: sysfs does not do");
		return false;
	}
	return true;
}

static enum exit_status run_all(const struct options *options, const struct rules *requested,
				const struct device_list *list, struct work *work)
{
	CLEANUP_REACH struct reach reach = REACH_START(options);
	const struct renderer *renderer = command_renderer(verify_renderers, options->output);
	enum exit_status worst = EXIT_DONE;
	struct tally tally = { 0 };
	struct report_run facts;

	reach.ask_kernel = true;
	command_run_facts(options, &command_verify, &facts);
	reach_all(&reach, list);
	if (options->verbose && reach.begun && reach.tables.extendeds == 0)
		message_note(NULL, "the kernel's tables cannot be seen (kernel.kptr_restrict, CAP_SYSLOG or CONFIG_KALLSYMS_ALL)");
	if (renderer->begin(&facts) != 0)
		return EXIT_UNUSABLE;
	for (size_t i = 0; i < list->count; i++) {
		struct device *device = list->devices[i];
		struct report report = { .device = device };
		struct rules rules = *requested;
		enum exit_status status;

		if (options->verbose)
			reach_note(&reach, device);
		if (!options->numeric && device->vendor >= 0 && device->vendor != 0xffff)
			pci_name(device);
		status = verify_device(&reach, &report, &rules, device, work);
		if (renderer->device(&facts, &report, i == 0) != 0)
			status = EXIT_UNUSABLE;
		tell(&report, tally.verified + tally.differ == 0);
		count(status, &tally);
		worst = command_combine(worst, status);
	}
	if (renderer->end(&facts) != 0)
		worst = command_combine(worst, EXIT_UNUSABLE);
	if (list->count > 1)
		message_note(NULL, "%zu devices: %zu verified, %zu differ, %zu failed",
			     list->count, tally.verified, tally.differ, tally.failed);
	return worst;
}

static enum exit_status run(const struct options *options)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .devices = NULL };
	CLEANUP_FREE struct work *work = malloc(sizeof(*work));
	enum exit_status status;
	struct rules requested;

	if (work == NULL)
		return EXIT_UNUSABLE;
	if (!check_options(options) || !requested_rules(options, &requested))
		return EXIT_USAGE;
	status = select_devices(options, false, &list);
	return status == EXIT_DONE ? run_all(options, &requested, &list, work) : status;
}

const struct command command_verify = {
	.name = "verify",
	.bit = FOR_VERIFY,
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID}",
	.summary = "compare the rebuilt map with what the running kernel holds",
	.formats = table_json_formats,
	.completion = COMPLETE_DEVICES,
	.run = run,
};
