/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/vfio.h"
#include "commands/command.h"
#include "commands/messages.h"
#include "commands/select.h"

/* What sysfs says of one function, and whether it could be opened now. */
static int list_device(const struct options *options, const struct report_run *facts,
		       const struct renderer *renderer, struct device *device)
{
	struct report report = { .device = device, .node = "", .error = device->error };
	char node[VFIO_NODE_SIZE];

	if (device->source != SOURCE_DUMP && device->error.code == FAULT_NONE) {
		report.node = vfio_node(&device->address, node);
		vfio_diagnose(&device->address, &device->held_by, &report.error);
		report.mappable = report.error.code == FAULT_NONE ? KNOWN_YES : KNOWN_NO;
	}
	if (!options->numeric && device->vendor >= 0 && device->vendor != 0xffff)
		pci_name(device);
	return renderer->device(facts, &report, device->ordinal == 0);
}

static enum exit_status run(const struct options *options)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .devices = NULL };
	const struct renderer *renderer = command_renderer(list_renderers, options->output);
	enum exit_status status = select_devices(options, true, &list);
	struct report_run facts;

	if (status != EXIT_DONE)
		return status;
	command_run_facts(options, &command_list, &facts);
	if (renderer->begin(&facts) != 0)
		return EXIT_UNUSABLE;
	for (size_t i = 0; i < list.count; i++) {
		struct device *device = list.devices[i];
		char address[ADDRESS_TEXT_SIZE];

		device->ordinal = i;
		if (device->error.code != FAULT_NONE) {
			message_fault(address_format(&device->address, address), &device->error);
			status = EXIT_UNUSABLE;
		}
		if (list_device(options, &facts, renderer, device) != 0)
			return EXIT_UNUSABLE;
	}
	return renderer->end(&facts) == 0 ? status : EXIT_UNUSABLE;
}

const struct command command_list = {
	.name = "list",
	.bit = FOR_LIST,
	.arguments = "[OPTION...] [DEVICE...]",
	.summary = "the machine's functions, and whether each can be mapped through VFIO now",
	.formats = table_json_formats,
	.completion = COMPLETE_DEVICES,
	.run = run,
};
