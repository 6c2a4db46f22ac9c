/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/heading.h"

#include "base/text.h"
#include "output/palette.h"

static void print_name(const struct report_run *run, const struct device *device)
{
	char address[ADDRESS_TEXT_SIZE], name[sizeof(device->name) * 4];

	printf("%s%s%s", run->color ? PALETTE_BOLD : "",
	       address_format(&device->address, address), run->color ? PALETTE_RESET : "");
	if (device->name[0] != '\0')
		printf(" %s", text_printable(device->name, name, sizeof(name)));
	if (device->vendor >= 0)
		printf(" [%04x:%04x]", (unsigned int)device->vendor,
		       (unsigned int)device->product & 0xffff);
	if (device->revision >= 0)
		printf(" rev %02x", (unsigned int)device->revision);
	if (device->is_vf)
		fputs(" VF", stdout);
	putchar('\n');
}

void heading_print(const struct report_run *run, const struct report *report)
{
	const struct device *device = report->device;
	char driver[sizeof(device->driver) * 4], basis[RULES_BASIS_TEXT_SIZE];

	print_name(run, device);
	fputs("  ", stdout);
	if (device->source != SOURCE_DUMP || device->capture != NULL)
		printf("driver %s, ", device->driver[0] != '\0'
			? text_printable(device->driver, driver, sizeof(driver)) : "none");
	if (device->iommu_group >= 0)
		printf("IOMMU group %d, ", device->iommu_group);
	printf("source %s", report_source_name(device->source));
	if (device->space.size != 0)
		printf(", %s view, %u bytes", report_view_name(device->space.view),
		       device->space.size);
	if (report->rules != NULL)
		printf(", rules %s (%s)", report->rules->name,
		       rules_basis_text(report->rules, basis));
	if (report->running_rules != NULL)
		printf(", not this kernel's (%s)", report->running_rules);
	putchar('\n');
}

static void print_totals(const struct map *map)
{
	unsigned int totals[MAP_KINDS];
	const char *separator = "  ";

	map_totals(map, totals);
	for (int kind = 0; kind < MAP_KINDS; kind++) {
		if (totals[kind] == 0)
			continue;
		printf("%s%u %s", separator, totals[kind], map_kind_name((enum map_kind)kind));
		separator = ", ";
	}
	printf(": %u bytes\n", map->size);
}

void footing_print(const struct report_run *run, const struct report *report)
{
	const char *on = run->color ? PALETTE_WARNING : "";
	const char *off = run->color ? PALETTE_RESET : "";
	char text[sizeof(report->error.message) * 4];

	if (report->map->state != MAP_BUILT)
		printf("  %sno map: %s: %s%s\n", on, fault_code_name(report->error.code),
		       text_printable(report->error.message, text, sizeof(text)), off);
	else
		print_totals(report->map);
	for (size_t i = 0; i < report->warnings; i++) {
		const struct report_warning *warning = &report->warning[i];

		if (warning->offset >= 0)
			printf("  %swarning: %03x: %s: %s%s\n", on, (unsigned int)warning->offset,
			       warning->code, warning->message, off);
		else
			printf("  %swarning: %s: %s%s\n", on, warning->code, warning->message, off);
	}
}
