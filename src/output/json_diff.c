/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What diff says of two sides. */
#include "output/json.h"

static struct json_object *side_object(const struct report_side *side)
{
	struct json_object *object = json_new();
	char address[ADDRESS_TEXT_SIZE];

	json_add(object, "file", json_string(side->file));
	json_add(object, "address", json_string(address_format(&side->device->address, address)));
	json_add(object, "view", json_string(report_view_name(side->view)));
	json_add(object, "rules", json_rules_object(&side->side.prediction->rules));
	return object;
}

static struct json_object *fields(const struct report_diff *report,
				  const struct diff_entry *entry)
{
	struct json_object *list = json_array(4);

	if (entry->part != DIFF_BYTES || entry->known == NULL ||
	    entry->known->type->fields == NULL)
		return list;
	for (const struct register_field *field = entry->known->type->fields; field->name != NULL;
	     field++)
		if (report_field_differs(report, entry, field))
			json_append(list, json_string(field->name));
	return list;
}

/* Longer than json_string() takes. */
static struct json_object *side_text(const struct report_side *side,
				     const struct diff_entry *entry)
{
	char text[REPORT_SIDE_SIZE];

	report_side_text(side, entry, SPACE_SIZE_EXTENDED, text);
	return json_string(text);
}

static struct json_object *entries(const struct report_diff *report, enum diff_part part)
{
	struct json_object *list;

	if (!report->wanted[part])
		return NULL;
	list = json_array(report->diff->entries[part]);
	for (unsigned int i = 0; i < report->diff->entries[part]; i++) {
		const struct diff_entry *entry = &report->diff->entry[part][i];
		struct json_object *object = json_new();

		json_add(object, "start", json_number(entry->start));
		json_add(object, "end", json_number(entry->end));
		json_add(object, "name", json_string(entry->name));
		json_add(object, "a", side_text(&report->a, entry));
		json_add(object, "b", side_text(&report->b, entry));
		json_add(object, "fields", fields(report, entry));
		json_append(list, object);
	}
	return list;
}

void json_add_diff(struct json_object *object, const struct report_run *run,
		   const struct report *report)
{
	const struct report_diff *diff = report->diff;

	(void)run;
	json_add(object, "a", diff != NULL ? side_object(&diff->a) : NULL);
	json_add(object, "b", diff != NULL ? side_object(&diff->b) : NULL);
	json_add(object, "bytes", diff != NULL ? entries(diff, DIFF_BYTES) : NULL);
	json_add(object, "map", diff != NULL ? entries(diff, DIFF_MAP) : NULL);
	json_add(object, "policy", diff != NULL ? entries(diff, DIFF_POLICY) : NULL);
}
