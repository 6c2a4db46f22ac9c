/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What probe says of a device. */
#include "output/json_object.h"

static struct json_object *value(const struct known_value *value, unsigned int width)
{
	return value->known ? json_hex(value->value, 2 * (int)width) : NULL;
}

static struct json_object *name(const struct device_register *known)
{
	char text[REGISTER_NAME_SIZE];

	return known != NULL ? json_string(register_name(known, text)) : NULL;
}

static struct json_object *probe(const struct probe_result *result)
{
	struct json_object *object = json_new();
	unsigned int width = result->place.width;

	json_add(object, "offset", json_number(result->place.offset));
	json_add(object, "width", json_number((int)width));
	json_add(object, "name", name(result->place.known));
	json_add(object, "written", value(&result->written, width));
	json_add(object, "user_before", value(&result->user_before, width));
	json_add(object, "user_after", value(&result->user_after, width));
	json_add(object, "hardware_before", value(&result->hardware_before, width));
	json_add(object, "hardware_after", value(&result->hardware_after, width));
	json_add(object, "verdict", json_string(probe_verdict_name(result->verdict)));
	json_add(object, "reason", json_string(result->reason));
	return object;
}

static struct json_object *step(const struct probe_step *step)
{
	struct json_object *object = json_new();

	json_add(object, "access", json_string(report_step_name(step)));
	json_add(object, "offset", json_number(step->offset));
	json_add(object, "size", json_number(step->length));
	json_add(object, "name", name(step->place.known));
	json_add(object, "class", step->write ? json_string(probe_class_name(step->class)) : NULL);
	json_add(object, "bits", step->write && !step->skipped
		 ? json_hex(step->bits, 2 * step->length) : NULL);
	json_add(object, "reason", json_string(step->reason));
	return object;
}

static struct json_object *counts(const struct report *report)
{
	struct json_object *object = json_new();
	unsigned int verdicts[PROBE_VERDICTS];

	probe_count(report->probes, report->probe_count, verdicts);
	for (int verdict = 0; verdict < PROBE_VERDICTS; verdict++)
		json_add(object, probe_verdict_name((enum probe_verdict)verdict),
			 json_number((int)verdicts[verdict]));
	return object;
}

void json_add_probe(struct json_object *object, const struct report_run *run,
		    const struct report *report)
{
	struct json_object *probes = NULL, *steps = NULL;

	(void)run;
	if (report->probes != NULL)
		probes = json_array(report->probe_count);
	for (size_t i = 0; i < report->probe_count; i++)
		json_append(probes, probe(&report->probes[i]));
	if (report->steps != NULL)
		steps = json_array(report->step_count);
	for (size_t i = 0; i < report->step_count; i++)
		json_append(steps, step(&report->steps[i]));
	json_add(object, "plan", steps);
	json_add(object, "probes", probes);
	json_add(object, "verdicts", probes != NULL ? counts(report) : NULL);
}
