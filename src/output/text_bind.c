/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What bind and unbind did to a device, or would do, and how it is undone. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "output/text.h"

/* Room for any driver's name. */
#define NAME_SIZE 256

static const char *named(const char *driver, char name[NAME_SIZE])
{
	return driver[0] != '\0' ? text_printable(driver, name, NAME_SIZE) : "no driver";
}

/* Each step as a line that a shell would take, where it is a write. */
static void print_step(const struct binding_step *step)
{
	char object[4 * sizeof(step->object)], value[4 * sizeof(step->value)];

	text_printable(step->object, object, sizeof(object));
	text_printable(step->value, value, sizeof(value));
	switch (step->action) {
	case BINDING_LOAD:
		printf("  load %s%s%s\n", object, value[0] != '\0' ? " " : "", value);
		break;
	case BINDING_INSTALL:
		printf("  not run, in the place of %s: %s\n", object, value);
		break;
	case BINDING_WRITE:
		printf("  echo %s%s> %s\n", value, value[0] != '\0' ? " " : "", object);
		break;
	}
}

static void print_steps(const struct report_run *run, const struct report *report)
{
	const struct binding *binding = report->binding;

	for (unsigned int i = 0; i < binding->steps; i++) {
		const struct binding_step *step = &binding->step[i];

		if (report->dry_run || step->action == BINDING_LOAD || run->verbose)
			print_step(step);
	}
}

static void print_undo(const struct report_run *run, const struct report *report)
{
	const char *before = report->binding->before.driver;
	char address[ADDRESS_TEXT_SIZE], name[NAME_SIZE];

	address_format(&report->device->address, address);
	if (strcmp(run->command, "bind") == 0)
		printf("  undo: vfio-cfgtool unbind %s\n", address);
	else if (strcmp(before, "vfio-pci") == 0)
		printf("  undo: vfio-cfgtool bind %s\n", address);
	else if (before[0] != '\0' && strcmp(before, report->device->driver) != 0)
		printf("  undo: vfio-cfgtool bind --driver=%s %s\n", named(before, name), address);
}

static void print_would(const struct binding *binding)
{
	char before[NAME_SIZE], after[NAME_SIZE];

	printf("would go from %s to %s\n", named(binding->before.driver, before),
	       binding->any_driver ? "the driver that the kernel finds"
				   : named(binding->after.driver, after));
}

int text_bind_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct binding *binding = report->binding;
	const char *driver = report->device->driver;
	char address[ADDRESS_TEXT_SIZE], before[NAME_SIZE], after[NAME_SIZE];

	(void)first;
	if (report->error.code != FAULT_NONE)
		return 0;
	printf("%s: ", address_format(&report->device->address, address));
	if (binding->already) {
		printf("%s has it already%s%s\n", named(driver, after),
		       binding->node[0] != '\0' ? ", node " : "", binding->node);
		return 0;
	}
	if (report->dry_run) {
		print_would(binding);
	} else {
		printf("from %s to %s", named(binding->before.driver, before), named(driver, after));
		printf("%s%s%s\n", binding->node[0] != '\0' ? ", node " : "", binding->node,
		       binding->along ? ", with its IOMMU group" : "");
	}
	print_steps(run, report);
	if (!report->dry_run)
		print_undo(run, report);
	return 0;
}
