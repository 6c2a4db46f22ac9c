/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "model/vfio/kernel_name.h"
#include "output/json.h"

static struct json_object *steps_of(enum rules_switch which)
{
	struct json_object *list = json_array(4);
	size_t count;
	const struct rules_step *steps = rules_steps(&count);

	for (size_t i = 0; i < count; i++) {
		struct json_object *object;
		char release[24];

		if (steps[i].which != which)
			continue;
		snprintf(release, sizeof(release), "%u.%u.%u", steps[i].release.major,
			 steps[i].release.minor, steps[i].release.patch);
		if (steps[i].release.patch == 0)
			*strrchr(release, '.') = '\0';
		object = json_new();
		json_add(object, "release", json_string(release));
		json_add(object, "stable", json_flag(steps[i].release.patch != 0));
		json_add(object, "value", json_number(steps[i].value));
		json_add(object, "confirmed", json_flag(steps[i].confirmed));
		json_add(object, "commit", json_string(steps[i].commit));
		json_append(list, object);
	}
	return list;
}

static struct json_object *switches_of(const struct rules *rules)
{
	struct json_object *switches = json_array(RULES_SWITCHES);

	for (int i = 0; i < RULES_SWITCHES; i++) {
		struct json_object *entry = json_new();

		json_add(entry, "name", json_string(rules_switch_infos[i].name));
		json_add(entry, "value", json_number(rules->value[i]));
		json_add(entry, "basis",
			 json_string(rules_basis_name(rules_switch_basis(rules, i))));
		json_add(entry, "steps", steps_of((enum rules_switch)i));
		json_add(entry, "function", json_string(rules_switch_infos[i].function));
		json_add(entry, "effect", json_string(rules_switch_infos[i].effect));
		json_append(switches, entry);
	}
	return switches;
}

/* The vendors' kernels that were read. */
static struct json_object *sets(void)
{
	size_t count;
	const struct kernel_set *known = kernel_sets(&count);
	struct json_object *list = json_array(count);

	for (size_t i = 0; i < count; i++) {
		struct json_object *entry = json_new();

		json_add(entry, "name", json_string(known[i].name));
		json_add(entry, "what", json_string(known[i].what));
		json_append(list, entry);
	}
	return list;
}

/* What a module's file has otherwise than its release. */
static struct json_object *module_differences(const struct report_module *module)
{
	struct json_object *list = json_array(4);

	for (int i = 0; i < RULES_SETTINGS; i++) {
		struct json_object *entry;
		char name[RULES_LENGTH_TEXT_SIZE];

		if (!rules_setting_differs(&module->release, &module->shown, i))
			continue;
		entry = json_new();
		json_add(entry, "switch", json_string(rules_setting_name(i, name)));
		json_add(entry, "file", json_number(rules_setting_value(&module->shown, i)));
		json_add(entry, "release", json_number(rules_setting_value(&module->release, i)));
		json_append(list, entry);
	}
	return list;
}

static struct json_object *modules_of(const struct report_module *modules, size_t count)
{
	struct json_object *list = count > 0 ? json_array(count) : NULL;

	for (size_t i = 0; i < count; i++) {
		struct json_object *entry = json_new();

		json_add(entry, "file", json_string(modules[i].file));
		json_add(entry, "rules", json_rules_object(&modules[i].shown));
		json_add(entry, "differences", module_differences(&modules[i]));
		json_append(list, entry);
	}
	return list;
}

int json_rules(const struct report_run *run, const struct rules *rules, bool line,
	       const struct report_modules *modules)
{
	struct json_object *object = json_new();

	json_add_run(object, run);
	json_add(object, "rules", json_rules_object(rules));
	json_add(object, "note", json_string(rules->note));
	json_add(object, "switches", switches_of(rules));
	json_add(object, "sets", sets());
	json_add(object, "modules", modules_of(modules->list, modules->count));
	return json_print(object, line);
}
