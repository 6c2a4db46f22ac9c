/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>

#include "output/tap.h"

static void print_value(const char *key, const struct known_value *value, unsigned int width)
{
	if (value->known)
		tap_yaml(key, "%0*" PRIx32, 2 * (int)width, value->value);
}

static bool passes(const struct report *report, enum probe_verdict verdict)
{
	if (verdict == PROBE_CONTRADICTED || verdict == PROBE_ERROR)
		return false;
	return !report->strict || verdict == PROBE_CONFIRMED;
}

static void print_failure(const struct probe_result *result)
{
	unsigned int width = result->place.width;

	tap_yaml_begin();
	tap_yaml("verdict", "%s", probe_verdict_name(result->verdict));
	tap_yaml("reason", "%s", result->reason);
	print_value("written", &result->written, width);
	print_value("user_before", &result->user_before, width);
	print_value("user_after", &result->user_after, width);
	print_value("hardware_before", &result->hardware_before, width);
	print_value("hardware_after", &result->hardware_after, width);
	tap_yaml_end();
}

static void print_result(const struct report *report, const struct probe_result *result)
{
	char address[ADDRESS_TEXT_SIZE], name[REGISTER_NAME_SIZE] = "-";
	char text[ADDRESS_TEXT_SIZE + REGISTER_NAME_SIZE + 16];

	address_format(&report->device->address, address);
	if (result->place.known != NULL)
		register_name(result->place.known, name);
	snprintf(text, sizeof(text), "%s %02x.%c %s", address, result->place.offset,
		 register_width_letter(result->place.width), name);
	if (result->verdict == PROBE_SKIPPED) {
		tap_skip(result->reason, "%s", text);
		return;
	}
	tap_point(passes(report, result->verdict), "%s %s", text,
		  probe_verdict_name(result->verdict));
	if (!passes(report, result->verdict))
		print_failure(result);
}

int tap_probe_device(const struct report_run *run, const struct report *report, bool first)
{
	char address[ADDRESS_TEXT_SIZE];

	(void)run;
	(void)first;
	address_format(&report->device->address, address);
	for (size_t i = 0; i < report->probe_count; i++)
		print_result(report, &report->probes[i]);
	if (report->error.code == FAULT_NONE) {
		if (report->steps != NULL)
			tap_point(true, "%s has a plan of %zu accesses", address,
				  report->step_count);
		return 0;
	}
	tap_point(false, "%s cannot be probed", address);
	tap_yaml_begin();
	tap_yaml("error", "%s", fault_code_name(report->error.code));
	tap_yaml("message", "%s", report->error.message);
	tap_yaml_end();
	return 0;
}
