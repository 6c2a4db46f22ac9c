/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What verify says of a device. */
#include "output/json_object.h"

static struct json_object *bytes_between(const uint8_t *bytes, const struct difference *difference)
{
	if (bytes == NULL)
		return NULL;
	return json_bytes(bytes + difference->start * verify_width(difference->part),
			  (difference->end - difference->start + 1U) *
			  verify_width(difference->part));
}

static struct json_object *differences(const struct verification *verification)
{
	struct json_object *list = json_array(verification->differences);

	for (unsigned int i = 0; i < verification->differences; i++) {
		const struct difference *difference = &verification->difference[i];
		const uint8_t *kernel = verify_kernel_bytes(verification, difference->part);
		const uint8_t *rules = verify_rules_bytes(verification, difference->part);
		struct json_object *object = json_new();
		char setting[RULES_LENGTH_TEXT_SIZE];

		json_add(object, "start", json_number(difference->start));
		json_add(object, "end", json_number(difference->end));
		json_add(object, "what", json_string(verified_part_name(difference->part)));
		json_add(object, "kernel", bytes_between(kernel, difference));
		json_add(object, "rules", bytes_between(rules, difference));
		json_add(object, "switch", difference->explained_by < 0 ? NULL :
		    json_string(rules_setting_name(difference->explained_by, setting)));
		json_append(list, object);
	}
	return list;
}

/* The runs of bytes that are not known. */
static struct json_object *unknown_runs(const struct config_space *space, unsigned int size)
{
	struct json_object *list = json_array(4);
	unsigned int start = 0;

	for (unsigned int offset = 0; offset <= size; offset++) {
		struct json_object *object;

		if (offset < size && !space_is_known(space, offset))
			continue;
		if (offset > start) {
			object = json_new();
			json_add(object, "start", json_number((int)start));
			json_add(object, "end", json_number((int)offset - 1));
			json_append(list, object);
		}
		start = offset + 1;
	}
	return list;
}

void json_add_verify(struct json_object *object, const struct report_run *run,
		     const struct report *report)
{
	const struct verification *verification = report->verification;
	bool compared = verification != NULL && verification->rules_open;

	(void)run;
	json_add(object, "verdict", json_string(report_verdict(report)));
	json_add(object, "compared", verification == NULL ? NULL : json_number((int)verification->compared));
	json_add(object, "different", verification == NULL ? NULL : json_number((int)verification->different));
	json_add(object, "differences", verification == NULL ? NULL : differences(verification));
	json_add(object, "explained_by", verification == NULL || !verification->explained ? NULL :
	    json_string(verification->explanation.name));
	json_add(object, "policy_compared", verification == NULL ? NULL :
		 json_flag(verification->policy_compared));
	json_add(object, "map", !compared ? NULL :
	    json_bytes(verification->rules_map, verification->size));
	json_add(object, "virtual_copy", !compared ? NULL :
	    json_bytes(verification->rules_virtual_copy.byte, verification->size));
	json_add(object, "virtual_copy_unknown", !compared ? NULL :
	    unknown_runs(&verification->rules_virtual_copy, verification->size));
}
