/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What list says of a device. */
#include "output/json.h"

void json_add_list(struct json_object *object, const struct report_run *run,
		   const struct report *report)
{
	const struct report_listing *listing = report->listing;

	(void)run;
	json_add(object, "node", json_string(listing->node));
	json_add(object, "mappable", listing->mappable == KNOWN_NOT ? NULL :
	    json_flag(listing->mappable == KNOWN_YES));
	json_add(object, "state", json_string(listing->state));
	json_add(object, "class_name", json_string(listing->class_name));
	json_add(object, "physfn", json_string(listing->physfn));
	json_add(object, "vfs", json_number(listing->vfs));
	json_add(object, "most_vfs", json_number(listing->most_vfs));
	json_add(object, "power_state", json_string(listing->power_state));
}
