/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "access/sysfs.h"
#include "base/macros.h"
#include "commands/command.h"
#include "commands/messages.h"
#include "commands/reach.h"
#include "commands/running.h"
#include "commands/select.h"
#include "commands/warnings.h"
#include "model/tables.h"
#include "model/verify.h"

static void collect_warnings(struct report *report)
{
	const struct map *map = report->map;

	warn_of_device(report);
	for (unsigned int i = 0; i < map->warnings; i++)
		warn(report, map_warning_name(map->warning[i].code), map->warning[i].offset, "%s",
		     map_warning_text(map->warning[i].code));
	if (map->warnings_cut)
		warn(report, "more-warnings", -1, "only the first %d are shown", MAP_WARNINGS);
}

/* Why there is no map. */
static void explain_state(struct report *report)
{
	const struct map *map = report->map;

	switch (map->state) {
	case MAP_BUILT:
		break;
	case MAP_SHORT:
		fault_set(&report->error, FAULT_SHORT, EIO,
			  "only %u bytes of configuration space are there, of at least %u",
			  report->device->space.read, SPACE_SIZE);
		fault_hint(&report->error, report->device->source == SOURCE_DUMP
			   ? "make the dump as root: lspci -xxxx > FILE" : "run it as root");
		break;
	case MAP_INIT_FAILS:
		fault_set(&report->error, FAULT_INIT_FAILS, EINVAL,
			  "vfio-pci cannot open such a device: the capability at %02x makes %s at %x",
			  map->failure_start, map_failure_text(map->failure), map->failure_offset);
		break;
	}
}

static enum exit_status judge(const struct options *options, struct report *report)
{
	if (basis_check(options, report->rules, &report->error) != 0) {
		report->map = NULL;
		return EXIT_UNUSABLE;
	}
	explain_state(report);
	collect_warnings(report);
	if (report->map->state != MAP_SHORT)
		return EXIT_DONE;
	report->map = NULL;
	return EXIT_UNUSABLE;
}

/* In the place of the prediction, what the kernel held while the device was open. */
static void take_kernel(const struct kernel_tables *tables, struct report *report,
			const struct device_facts *facts, struct rules *rules, struct map *map)
{
	const struct device *device = report->device;
	CLEANUP_FREE struct verification *verification = malloc(sizeof(*verification));
	char address[ADDRESS_TEXT_SIZE];

	if (verification == NULL) {
		fault_set(&report->error, FAULT_IO, ENOMEM, "out of memory");
		return;
	}
	tables_correct(tables, rules);
	device->kernel->pristine = false;	/* only the map is asked for */
	verify(&device->space, rules, facts, device->kernel, map, verification);
	address_format(&device->address, address);
	if (!verification->rules_open)
		message_note(address, "the kernel opened it, and by rules %s it could not",
			     rules->name);
	else if (!verify_agrees(verification))
		message_note(address, "%u bytes of the kernel's map are not what rules %s say",
			     verification->different, rules->name);
	if (!verify_agrees(verification) && verification->explained) {
		*rules = verification->explanation;
		map_build(&device->space, rules, facts, map);
		message_note(address, "it is what rules %s say", rules->name);
	}
	map_take_kernel(map, device->kernel->map);
	rules->basis = BASIS_KERNEL;
	rules->note[0] = '\0';
}

/* One device from its bytes to a report. */
static enum exit_status map_device(const struct reach *reach, struct report *report,
				   struct rules *rules, struct map *map)
{
	const struct device *device = report->device;
	const struct device_facts facts = device_facts(device);

	if (sysfs_vfio_driver(device->driver) == VFIO_DRIVER_OVERLAYS)
		report->overlay = device->driver;
	if (device->error.code != FAULT_NONE) {
		report->error = device->error;
		return EXIT_UNUSABLE;
	}
	device_rules(reach->options, device, rules);
	report->rules = rules;
	map_build(&device->space, rules, &facts, map);
	if (device->kernel != NULL)
		take_kernel(&reach->tables, report, &facts, rules, map);
	if (report->error.code != FAULT_NONE)
		return EXIT_UNUSABLE;
	report->map = map;
	return judge(reach->options, report);
}

/* That a device cannot be opened is a result; that it cannot be mapped is an error. */
static void tell(const struct options *options, const struct report *report)
{
	const struct device *device = report->device;
	char address[ADDRESS_TEXT_SIZE];

	address_format(&device->address, address);
	if (report->map == NULL)
		message_fault(address, &report->error);
	else if (report->rules->basis == BASIS_ASSUMED)
		message_note(address, "rules assumed: %s", report->rules->note);
	if (options->verbose && report->map != NULL)
		message_note(address, "%u bytes of the %s view from %s%s%s", device->space.read,
			     report_view_name(device->space.view),
			     report_source_name(device->source),
			     device->source_reason[0] != '\0' ? ": " : "",
			     device->source_reason);
}

/* A device is not opened where its rules will not do: a basis never becomes better on the way. */
static void refuse_early(const struct options *options, const struct rules *requested,
			 const struct device_list *list)
{
	for (size_t i = 0; i < list->count && !wants_kernel(options); i++)
		if (list->devices[i]->error.code == FAULT_NONE)
			basis_check(options, requested, &list->devices[i]->error);
}

static enum exit_status run(const struct options *options)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .devices = NULL };
	const struct renderer *renderer = command_renderer(map_renderers, options->output);
	CLEANUP_FREE struct map *map = malloc(sizeof(*map));
	enum exit_status status, worst = EXIT_DONE;
	CLEANUP_REACH struct reach reach = REACH_START(options);
	struct report_run facts;
	struct rules requested;
	bool first = true;
	size_t done = 0;

	if (map == NULL || !requested_rules(options, &requested))
		return EXIT_USAGE;
	status = select_devices(options, false, &list);
	if (status != EXIT_DONE)
		return status;
	reach.alone = list.count == 1 && !options->all;
	reach.ask_kernel = wants_kernel(options);
	command_run_facts(options, &command_map, &facts);
	refuse_early(options, &requested, &list);
	if (reach_loads(&reach))
		reach_all(&reach, &list);
	if (renderer->begin(&facts) != 0)
		return EXIT_UNUSABLE;
	for (size_t i = 0; i < list.count; i++) {
		struct device *device = list.devices[i];
		struct report report = { .device = device };
		struct rules rules = requested;

		if (!reach_loads(&reach))
			reach_bytes(&reach, device);
		reach_note(&reach, device);
		if (!options->numeric && device->vendor >= 0 && device->vendor != 0xffff)
			pci_name(device);
		status = map_device(&reach, &report, &rules, map);
		tell(options, &report);
		if (report.map != NULL || renderer->failures) {
			if (renderer->device(&facts, &report, first) != 0)
				status = EXIT_UNUSABLE;
			first = false;
		}
		worst = command_combine(worst, status);
		done += status == EXIT_DONE;
	}
	if (renderer->end(&facts) != 0)
		worst = command_combine(worst, EXIT_UNUSABLE);
	if (list.count > 1)
		message_note(NULL, "%zu devices: %zu done, %zu failed", list.count, done,
			     list.count - done);
	return worst;
}

const struct command command_map = {
	.name = "map",
	.bit = FOR_MAP,
	.arguments = "[OPTION...] {DEVICE...|--all|-s SLOT|-d ID|-F FILE [DEVICE...]}",
	.summary = "rebuild and print the byte map that the kernel keeps",
	.formats = map_formats,
	.completion = COMPLETE_DEVICES,
	.run = run,
};
