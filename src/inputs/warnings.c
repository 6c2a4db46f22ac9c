/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/warnings.h"

#include <stdarg.h>

void warn(struct report *report, const char *code, int offset, const char *format, ...)
{
	struct report_warning *warning = &report->warning[report->warnings];
	va_list arguments;

	if (report->warnings == REPORT_WARNINGS)
		return;
	warning->code = code;
	warning->offset = offset;
	va_start(arguments, format);
	vsnprintf(warning->message, sizeof(warning->message), format, arguments);
	va_end(arguments);
	report->warnings++;
}

static void warn_of_rules(struct report *report)
{
	if (report->rules->basis == BASIS_ASSUMED)
		warn(report, "rules-assumed", -1, "%s", report->rules->note);
	else
		warn(report, "rules-module", -1, "%s", report->rules->note);
}

void warn_of_device(struct report *report)
{
	const struct device *device = report->device;
	char address[ADDRESS_TEXT_SIZE];

	if (device->duplicate)
		warn(report, "duplicate-address", -1, "the dump has this address more than once");
	if (device->address_assumed)
		warn(report, "address-assumed", -1, "the dump does not say its address: taken for %s (-F FILE@ADDRESS gives it)",
		     address_format(&device->address, address));
	if (device->vf_assumed)
		warn(report, "vf-assumed", -1, "its IDs read ffff: taken for a VF (--vf-id gives its IDs)");
	if (report->rules->note[0] != '\0')
		warn_of_rules(report);
	if (report->overlay != NULL)
		warn(report, "overlay", -1, "%s lays its own over some registers; the map is the core's",
		     report->overlay);
}
