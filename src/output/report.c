/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/report.h"

const char *report_source_name(enum source source)
{
	static const char *const names[] = {
		[SOURCE_DUMP] = "dump",
		[SOURCE_SYSFS] = "sysfs",
		[SOURCE_VFIO] = "vfio",
		[SOURCE_HELD] = "held",
	};

	return names[source];
}

const char *report_view_name(enum view view)
{
	return view == VIEW_HARDWARE ? "hardware" : "user";
}

const char *report_verdict(const struct report *report)
{
	const struct verification *verification = report->verification;

	if (verification == NULL)
		return fault_code_name(report->error.code);
	if (!verify_agrees(verification))
		return "differs";
	return verification->kernel_opens ? "verified" : "refused";
}

static bool dword_is_free(const struct report *report, unsigned int offset)
{
	for (unsigned int i = offset; i < offset + 4; i++) {
		unsigned int owner = report->map->owner_of[i];

		if (report->map->owner[owner].kind != KIND_RAW ||
		    !space_is_known(&report->device->space, i) ||
		    space_byte(&report->device->space, i) != 0)
			return false;
	}
	return true;
}

unsigned int report_free_run(const struct report *report, unsigned int size,
			     unsigned int *start)
{
	unsigned int offset = (*start + 3) / 4 * 4;

	while (offset + 4 <= report->map->size) {
		unsigned int end = offset;

		while (end + 4 <= report->map->size && dword_is_free(report, end))
			end += 4;
		if (end > offset && end - offset >= size) {
			*start = offset;
			return end - offset;
		}
		offset = end + 4;
	}
	return 0;
}
