/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/inspect.h"

#include <errno.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "base/macros.h"
#include "commands/messages.h"
#include "commands/running.h"
#include "commands/select.h"
#include "commands/side_by_side.h"
#include "commands/warnings.h"
#include "model/vfio/capability.h"
#include "model/vfio/overlay.h"
#include "model/vfio/permissions.h"
#include "model/vfio/rules_in_kernel.h"
#include "model/verdict/verify.h"

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

void inspection_describe(struct report *report)
{
	report->error = (struct fault) { .code = FAULT_NONE };
	report->warnings = 0;
	explain_state(report);
	collect_warnings(report);
}

static bool has_msi(const struct kernel_copy *kernel)
{
	return memchr(kernel->map, CAP_ID_MSI, SPACE_SIZE) != NULL;
}

/* In the place of the prediction, what the kernel held while the device was open. */
static int take_kernel(const struct reach *reach, const struct device *device,
		       struct inspection *inspection, struct fault *fault)
{
	const struct inspect_context *context = reach->context;
	const struct permissions *permissions =
		context->inspector->policy ? &reach->permissions : NULL;
	CLEANUP_FREE struct verification *verification = malloc(sizeof(*verification));
	struct prediction *prediction = &inspection->prediction;
	const struct rules *rules = &prediction->rules;
	char address[ADDRESS_TEXT_SIZE];

	if (verification == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	if (permissions != NULL && !reach->permissions_seen) {
		*fault = reach->permissions_fault;
		return -ENOTSUP;
	}
	if (permissions != NULL && !device->kernel->msi_known && has_msi(device->kernel))
		return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
				 "the kernel's table for MSI of this device cannot be seen");
	verify(prediction, &(struct kernel_evidence){ device->kernel, permissions, false },
	       verification);
	address_format(&device->address, address);
	if (!verification->rules_open)
		message_note(address, "the kernel opened it, and by rules %s it could not",
			     rules->name);
	else if (!verify_agrees(verification))
		message_note(address, "%u bytes of the kernel's %s are not what rules %s say",
			     verification->different,
			     permissions != NULL ? "map and policy" : "map", rules->name);
	if (!verify_agrees(verification) && verification->explained) {
		prediction_build(prediction->space, &verification->explanation,
				 &prediction->facts, prediction);
		message_note(address, "it is what rules %s say", rules->name);
	}
	prediction_take_kernel(prediction, device->kernel, permissions);
	return 0;
}

/* Whether the kernel holds what the rules say; then they are verified. */
static int compare_kernel(const struct reach *reach, const struct device *device,
			  struct inspection *inspection, struct fault *fault)
{
	/* the device can have changed since, so its virtual copy does not count */
	const struct kernel_evidence evidence = { device->kernel, &reach->permissions, false };
	CLEANUP_FREE struct verification *verification = malloc(sizeof(*verification));
	struct prediction *prediction = &inspection->prediction;
	struct rules *rules = &prediction->rules;

	if (verification == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	if (!reach->permissions_seen)
		return 0;
	verify(prediction, &evidence, verification);
	if (verify_agrees(verification)) {
		rules->basis = BASIS_VERIFIED;
		rules->note[0] = '\0';
		return 0;
	}
	fault_set(fault, FAULT_REFUSED, EPERM,
		  "the running kernel does not follow rules %.160s: %u bytes are otherwise",
		  rules->name, verification->different);
	fault_hint(fault, "what differs: vfio-cfgtool verify; what the kernel holds: --rules=kernel");
	return -EPERM;
}

int inspection_build(const struct reach *reach, const struct device *device,
		     struct inspection *inspection, struct fault *fault)
{
	const struct inspect_context *context = reach->context;
	const struct device_facts facts = device_facts(device);
	bool asks = device->kernel != NULL && wants_kernel(reach->options);
	struct rules rules = context->requested;
	int error = device_rules(reach->options->rules, device, &rules, fault);

	if (error != 0)
		return error;
	if (asks)
		tables_correct(&reach->tables, &rules);
	prediction_build(&device->space, &rules, &facts, &inspection->prediction);
	if (asks)
		error = take_kernel(reach, device, inspection, fault);
	else if (device->kernel != NULL && context->inspector->verifies)
		error = compare_kernel(reach, device, inspection, fault);
	if (error != 0)
		return error;
	inspection->shown_count = 0;
	inspection->device = device;
	return 0;
}

int inspection_renew(const struct reach *reach, struct device *device, const char *judged)
{
	struct inspect_context *context = reach->context;
	int error;

	error = inspection_build(reach, device, context->inspection, &device->error);
	if (error != 0 || prediction_opens(&context->inspection->prediction))
		return error;
	return fault_set(&device->error, FAULT_INIT_FAILS, EINVAL,
			 "there is no map to judge %s by: vfio-pci should not be able to open such a device",
			 judged);
}

void inspection_show(const struct inspection *inspection, const struct register_place *place,
		     struct report_register *shown)
{
	const struct device *device = inspection->device;

	*shown = (struct report_register) { .place = *place };
	shown->bits = policy_bytes(&inspection->prediction.policy, place->offset, place->width);
	shown->overlaid = overlay_row(device->driver, device->product, place->offset,
				      place->width) != NULL;
	if (device->space.view == VIEW_HARDWARE)
		shown->hardware = space_value(&device->space, place->offset, place->width);
	if (device->user != NULL)
		shown->user = space_value(device->user, place->offset, place->width);
	else
		shown->user = prediction_read(&inspection->prediction, place->offset, place->width);
}

/* A dump does not say which kernel it is for: its reader may take it for this one's. */
static const char *other_rules(const struct inspect_context *context, const struct device *device,
			       const struct rules *rules)
{
	if (device->source != SOURCE_DUMP || device->capture != NULL ||
	    rules_equal(rules, &context->running))
		return NULL;
	return context->running.name;
}

/* One device from its bytes to a report. */
static enum exit_status judge(const struct reach *reach, struct inspection *inspection,
			      struct report *report)
{
	const struct inspect_context *context = reach->context;
	const struct device *device = report->device;

	if (sysfs_vfio_driver(device->driver) == VFIO_DRIVER_OVERLAYS)
		report->overlay = device->driver;
	report->error = device->error;
	if (report->error.code == FAULT_REFUSED)
		return EXIT_REFUSED;
	if (report->error.code != FAULT_NONE ||
	    (inspection->device != device &&
	     inspection_build(reach, device, inspection, &report->error) != 0))
		return EXIT_UNUSABLE;
	report->rules = &inspection->prediction.rules;
	report->running_rules = other_rules(context, device, report->rules);
	if (basis_check(reach->options, report->rules, &report->error) != 0)
		return EXIT_UNUSABLE;
	report->map = &inspection->prediction.map;
	inspection_describe(report);
	if (report->map->state == MAP_SHORT) {
		if (context->inspector->shorts)
			context->inspector->finish(reach, inspection, report);
		report->map = NULL;
		return EXIT_UNUSABLE;
	}
	if (report->map->state == MAP_BUILT && context->inspector->policy)
		report->policy = &inspection->prediction.policy;
	return context->inspector->finish != NULL
	       ? context->inspector->finish(reach, inspection, report) : EXIT_DONE;
}

/* That a device cannot be opened is a result of map; that it cannot be mapped is an error. */
static void tell(const struct reach *reach, const struct report *report, enum exit_status status)
{
	const struct device *device = report->device;
	char address[ADDRESS_TEXT_SIZE];

	address_format(&device->address, address);
	if (report->map == NULL || (status > EXIT_DISAGREED && report->error.code != FAULT_NONE))
		message_fault(address, &report->error);
	else if (report->rules->basis == BASIS_ASSUMED)
		message_note(address, "rules assumed: %s", report->rules->note);
	if (reach->options->verbose && report->map != NULL)
		message_note(address, "%u bytes of the %s view from %s%s%s", device->space.read,
			     report_view_name(device->space.view),
			     report_source_name(device->source),
			     device->source_reason[0] != '\0' ? ": " : "",
			     device->source_reason);
}

/* A device is not opened where its rules will not do: a basis never becomes better on the way. */
static void refuse_early(const struct options *options, const struct rules *requested,
			 const struct device_list *list, bool verifies)
{
	for (size_t i = 0; i < list->count && !wants_kernel(options) && !verifies; i++)
		if (list->devices[i]->error.code == FAULT_NONE && list->devices[i]->capture == NULL)
			basis_check(options, requested, &list->devices[i]->error);
}

/* How many devices came out how. */
static void tell_tally(const struct inspector *inspector, size_t all, size_t done,
		       size_t disagreed)
{
	char words[64] = "";

	if (inspector->disagreed != NULL)
		snprintf(words, sizeof(words), ", %zu %s", disagreed, inspector->disagreed);
	else
		disagreed = 0;
	message_note(NULL, "%zu devices: %zu done%s, %zu failed", all, done, words,
		     all - done - disagreed);
}

/* Several devices that are opened, as each open and close waits; other reads are quick. */
static bool is_side_by_side(const struct reach *reach, const struct device_list *list)
{
	const struct inspect_context *context = reach->context;
	const struct inspector *inspector = context->inspector;

	return inspector->side_by_side ||
	       (inspector->session == NULL && list->count > 1 &&
		(reach->ask_kernel || reach->options->source == CHOOSE_VFIO));
}

static enum exit_status inspect_list(struct reach *reach, const struct device_list *list,
				     struct inspection *inspection)
{
	const struct options *options = reach->options;
	const struct inspect_context *context = reach->context;
	const struct renderer *renderer = command_renderer(context->inspector->renderers,
							   options->output);
	enum exit_status worst = EXIT_DONE;
	struct report_run facts;
	bool first = true, parallel = is_side_by_side(reach, list);
	size_t done = 0, disagreed = 0;

	command_run_facts(options, context->inspector->command, &facts);
	facts.several = list->count > 1;
	if (parallel)
		side_by_side(reach, list);
	else if (reach_loads(reach))
		reach_all(reach, list);
	if (renderer->begin(&facts) != 0)
		return EXIT_UNUSABLE;
	for (size_t i = 0; i < list->count; i++) {
		struct device *device = list->devices[i];
		struct report report = { .device = device };
		enum exit_status status;

		if (!reach_loads(reach) && !parallel)
			reach_bytes(reach, device);
		reach_note(reach, device);
		if (!options->numeric && device->vendor >= 0 && device->vendor != 0xffff)
			pci_name(device);
		status = judge(reach, inspection, &report);
		tell(reach, &report, status);
		if (report.map != NULL || renderer->failures) {
			if (renderer->device(&facts, &report, first) != 0)
				status = EXIT_UNUSABLE;
			first = false;
		}
		worst = command_combine(worst, status);
		done += status == EXIT_DONE;
		disagreed += status == EXIT_DISAGREED;
	}
	if (renderer->end(&facts) != 0)
		worst = command_combine(worst, EXIT_UNUSABLE);
	if (list->count > 1)
		tell_tally(context->inspector, list->count, done, disagreed);
	return worst;
}

enum exit_status inspect(const struct options *options, const struct inspector *inspector,
			 void *own)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .devices = NULL };
	CLEANUP_FREE struct inspection *inspection = calloc(1, sizeof(*inspection));
	CLEANUP_REACH struct reach reach = REACH_START(options);
	struct inspect_context context = { .inspector = inspector, .inspection = inspection,
					   .own = own };
	enum exit_status status;

	if (inspection == NULL)
		return EXIT_UNUSABLE;
	if (!requested_rules(options, options->rules, &context.requested))
		return EXIT_USAGE;
	running_rules(&context.running);
	status = select_devices(options, false, &list);
	if (status != EXIT_DONE)
		return status;
	reach.alone = list.count == 1 && !options->all;
	reach.past_vfio = inspector->past_vfio;
	reach.must_open = inspector->must_open;
	reach.locks = inspector->locks;
	reach.ask_kernel = wants_kernel(options) || inspector->verifies;
	reach.kernel_optional = inspector->verifies && !wants_kernel(options);
	reach.foresee = inspector->foresee;
	reach.session = inspector->session;
	reach.context = &context;
	refuse_early(options, &context.requested, &list, inspector->verifies);
	return inspect_list(&reach, &list, inspection);
}
