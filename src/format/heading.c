/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/heading.h"

#include "format/palette.h"
#include "format/print.h"

static void print_name(const struct report_run *run, const struct device *device)
{
	char address[ADDRESS_TEXT_SIZE];

	print_color(run, PALETTE_BOLD);
	print_part("%s", address_format(&device->address, address));
	print_color(run, PALETTE_RESET);
	if (device->name[0] != '\0')
		print_part(" %s", device->name);
	if (device->vendor >= 0)
		print_part(" [%04x:%04x]", (unsigned int)device->vendor,
			   (unsigned int)device->product & 0xffff);
	if (device->revision >= 0)
		print_whole(" rev %02x", (unsigned int)device->revision);
	if (device->is_vf)
		print_part(" VF");
	print_end();
}

void heading_guest(const struct report *report)
{
	const struct vmm_rules *vmm = report->vmm;

	if (vmm == NULL)
		return;
	print_part("  guest of %s%s (%s)", vmm->name, vmm->version_assumed ? " (assumed)" : "",
		   vmm_basis_name(vmm));
	if (vmm->machine != MACHINE_NONE)
		print_part(", machine %s%s", vmm_machine_name(vmm->machine),
			   vmm->machine_assumed ? " (assumed)" : "");
	print_line(", bus %s%s", vmm_bus_name(vmm->bus), vmm->bus_assumed ? " (assumed)" : "");
}

void heading_print(const struct report_run *run, const struct report *report)
{
	const struct device *device = report->device;
	char basis[RULES_BASIS_TEXT_SIZE];

	print_name(run, device);
	print_part("  ");
	if (device->source != SOURCE_DUMP || device->capture != NULL)
		print_part("driver %s, ", device->driver[0] != '\0' ? device->driver : "none");
	if (device->iommu_group >= 0)
		print_part("IOMMU group %d, ", device->iommu_group);
	print_part("source %s", report_source_name(device->source));
	if (run->several_files && device->file != NULL)
		print_part(" %s", device->file);
	if (device->space.size != 0)
		print_part(", %s view, %u bytes", report_view_name(device->space.view),
			   device->space.size);
	if (report->rules != NULL)
		print_part(", rules %s (%s)", report->rules->name,
			   rules_basis_text(report->rules, basis));
	if (report->running_rules != NULL)
		print_part(", not this kernel's (%s)", report->running_rules);
	print_end();
	heading_guest(report);
}

static void print_totals(const struct map *map)
{
	unsigned int totals[MAP_KINDS];
	const char *separator = "  ";

	map_totals(map, totals);
	for (int kind = 0; kind < MAP_KINDS; kind++) {
		if (totals[kind] == 0)
			continue;
		print_part("%s%u %s", separator, totals[kind], map_kind_name((enum map_kind)kind));
		separator = ", ";
	}
	print_line(": %u bytes", map->size);
}

/* Prints an indented line in the colour of a warning. */
static void PRINTF_FORMAT(2, 3) print_warning(const struct report_run *run, const char *format, ...)
{
	va_list arguments;

	print_part("  ");
	print_color(run, PALETTE_WARNING);
	va_start(arguments, format);
	print_arguments(stdout, format, arguments);
	va_end(arguments);
	print_color(run, PALETTE_RESET);
	print_end();
}

void footing_print(const struct report_run *run, const struct report *report)
{
	if (report->map->state != MAP_BUILT)
		print_warning(run, "no map: %s: %s", fault_code_name(report->error.code),
			      report->error.message);
	else
		print_totals(report->map);
	for (size_t i = 0; i < report->warnings; i++) {
		const struct report_warning *warning = &report->warning[i];

		if (warning->offset >= 0)
			print_warning(run, "warning: %03x: %s: %s", (unsigned int)warning->offset,
				      warning->code, warning->message);
		else
			print_warning(run, "warning: %s: %s", warning->code, warning->message);
	}
}
