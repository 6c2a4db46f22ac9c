/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What bind and unbind say of a device. */
#include "output/json.h"

static const char *action_name(enum binding_action action)
{
	static const char *const names[] = {
		[BINDING_LOAD] = "load",
		[BINDING_INSTALL] = "command",
		[BINDING_WRITE] = "write",
	};

	return names[action];
}

static struct json_object *steps(const struct binding *binding)
{
	struct json_object *array = json_array(binding->steps);

	for (unsigned int i = 0; i < binding->steps; i++) {
		const struct binding_step *step = &binding->step[i];
		struct json_object *object = json_new();

		json_add(object, "action", json_string(action_name(step->action)));
		json_add(object, "object", json_string(step->object));
		json_add(object, "value", json_string(step->value));
		json_add(object, "done", json_flag(step->done));
		json_append(array, object);
	}
	return array;
}

void json_add_bind(struct json_object *object, const struct report_run *run,
		   const struct report *report)
{
	const struct binding *binding = report->binding;

	(void)run;
	json_add(object, "dry_run", json_flag(report->dry_run));
	json_add(object, "done", json_flag(binding->done || binding->already));
	json_add(object, "undone", json_flag(binding->undone));
	json_add(object, "already", json_flag(binding->already));
	json_add(object, "along", json_flag(binding->along));
	json_add(object, "former_driver", json_string(binding->before.driver));
	json_add(object, "former_override", json_string(binding->before.override));
	json_add(object, "wanted_driver", json_string(binding->after.driver));
	json_add(object, "node", json_string(binding->node));
	json_add(object, "steps", steps(binding));
}
