/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "output/attached.h"

#include "format/json.h"

/* The device's next one from `index` on; NULL: there is none. */
static const struct attached *next(const struct report *report, bool disks, size_t *index)
{
	while (*index < report->attached_count) {
		const struct attached *one = &report->attached[(*index)++];

		if (one->disk == disks && !one->part &&
		    address_compare(&one->address, &report->device->address) == 0)
			return one;
	}
	return NULL;
}

struct json_object *attached_names(const struct report *report, bool disks)
{
	const struct attached *one;
	struct json_object *list;
	size_t index = 0;

	if (report->device->source == SOURCE_DUMP)
		return NULL;
	list = json_array(2);
	while ((one = next(report, disks, &index)) != NULL)
		json_append(list, json_string(one->name));
	return list;
}

void attached_cell(struct value *value, const struct report *report, bool disks)
{
	const struct attached *one;
	char text[512] = "";
	size_t index = 0, used = 0;

	while (used < sizeof(text) && (one = next(report, disks, &index)) != NULL)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
					 used > 0 ? "," : "", one->name);
	value_text(value, text);
}
