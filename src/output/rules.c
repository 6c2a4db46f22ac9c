/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The output of rules: the switches with the releases that changed them, and the contents of a
 * module's file.
 */
#include "output/rules.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "format/json.h"
#include "format/print.h"
#include "format/table.h"
#include "model/vfio/kernel_name.h"

#define TEXT_SIZE 128

/* A switch, or the length of a capability, under rules. */
struct setting {
	const struct rules *rules;
	int number;
};

static bool is_switch(const struct setting *setting)
{
	return setting->number < RULES_SWITCHES;
}

/* "6.1"; for a stable series "6.1.12" */
static void get_release(struct value *value, const void *record)
{
	const struct kernel_release *release = &((const struct rules_step *)record)->release;

	if (release->patch == 0)
		value_format(value, "%u.%u", release->major, release->minor);
	else
		value_format(value, "%u.%u.%u", release->major, release->minor, release->patch);
}

GETTER(stable, struct rules_step, value_flag(value, it->release.patch != 0))

static const struct field step_fields[] = {
	{ "release", .get = get_release },
	{ "stable", .get = get_stable },
	{ "value", MEMBER(struct rules_step, value) },
	{ "confirmed", MEMBER(struct rules_step, confirmed) },
	{ "commit", MEMBER(struct rules_step, commit) },
	{ NULL },
};

static void get_steps(struct value *value, const void *record)
{
	const struct setting *setting = record;
	struct json_object *list = json_array(4);
	size_t count;
	const struct rules_step *steps = rules_steps(&count);

	for (size_t i = 0; i < count; i++)
		if ((int)steps[i].which == setting->number)
			json_append(list, json_record(step_fields, &steps[i]));
	value_json(value, list);
}

/* "5.10 on, 5.17 off": the releases that changed a switch; '?' marks one that was concluded. */
static void steps_text(enum rules_switch which, bool stable, char *text, size_t size)
{
	size_t count, used = 0;
	const struct rules_step *steps = rules_steps(&count);

	text[0] = '\0';
	for (size_t i = 0; i < count && used < size; i++) {
		const struct kernel_release *release = &steps[i].release;

		if (steps[i].which != which || (release->patch != 0) != stable)
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%u.%u", used > 0 ? ", " : "",
					 release->major, release->minor);
		if (stable && used < size)
			used += (size_t)snprintf(text + used, size - used, ".%u%s", release->patch,
						 steps[i].confirmed ? "" : "?");
		if (which == RULE_EXT_CAP_MAX && used < size)
			used += (size_t)snprintf(text + used, size - used, "=%02x", steps[i].value);
		else if (steps[i].value == 0 && used < size)
			used += (size_t)snprintf(text + used, size - used, " off");
	}
}

/* The mainline commits that changed a switch, each once. */
static void commits_text(enum rules_switch which, char *text, size_t size)
{
	size_t count, used = 0;
	const struct rules_step *steps = rules_steps(&count);

	text[0] = '\0';
	for (size_t i = 0; i < count && used < size; i++)
		if (steps[i].which == which && steps[i].commit != NULL &&
		    strstr(text, steps[i].commit) == NULL)
			used += (size_t)snprintf(text + used, size - used, "%s%s",
						 used > 0 ? ", " : "", steps[i].commit);
}

/* "on", "off", "raw", "2e", "8" */
static void set_now(struct value *value, const struct rules *rules, int number)
{
	char set[RULES_LENGTH_TEXT_SIZE];
	const char *text = strchr(rules_setting_text(rules, number, set), '=');

	if (text != NULL)
		value_text(value, text + 1);
	else
		value_text(value, rules_setting_value(rules, number) ? "on" : "off");
}

static void set_moves(struct value *value, const struct setting *setting, bool stable)
{
	char text[TEXT_SIZE];

	if (!is_switch(setting))
		return;
	steps_text((enum rules_switch)setting->number, stable, text, sizeof(text));
	value_text(value, text);
}

static void get_commits(struct value *value, const void *record)
{
	const struct setting *setting = record;
	char text[TEXT_SIZE];

	if (!is_switch(setting))
		return;
	commits_text((enum rules_switch)setting->number, text, sizeof(text));
	value_text(value, text);
}

static void get_setting_name(struct value *value, const void *record)
{
	char name[RULES_LENGTH_TEXT_SIZE];

	value_text(value, rules_setting_name(((const struct setting *)record)->number, name));
}

GETTER(now, struct setting, set_now(value, it->rules, it->number))
GETTER(setting_value, struct setting,
       value_number(value, rules_setting_value(it->rules, it->number)))
GETTER(basis, struct setting,
       value_text(value, rules_basis_name(rules_switch_basis(
			 it->rules, is_switch(it) ? it->number : RULES_SWITCHES))))
GETTER(mainline, struct setting, set_moves(value, it, false))
GETTER(series, struct setting, set_moves(value, it, true))
GETTER(function, struct setting,
       value_text(value, is_switch(it) ? rules_switch_infos[it->number].function : NULL))
GETTER(effect, struct setting, value_text(value, rules_setting_effect(it->number)))

static const struct field setting_fields[] = {
	{ "name", .get = get_setting_name, COLUMN(1, "SWITCH") },
	{ "now", .get = get_now, CELL(2, "NOW") },
	{ "value", .get = get_setting_value },
	{ "basis", .get = get_basis, COLUMN(3, "BASIS") },
	{ "mainline", .get = get_mainline, CELL(4, "MAINLINE") },
	{ "series", .get = get_series, CELL(5, "STABLE") },
	{ "commits", .get = get_commits, CELL(6, "COMMIT") },
	{ "steps", .get = get_steps, .fields = step_fields },
	{ "function", .get = get_function },
	{ "effect", .get = get_effect, COLUMN(7, "EFFECT") },
	{ NULL },
};

/* Prints how a module's file differs from its release. */
struct deviation {
	const struct report_module *module;
	int number;
};

static void get_switch(struct value *value, const void *record)
{
	char name[RULES_LENGTH_TEXT_SIZE];

	value_text(value, rules_setting_name(((const struct deviation *)record)->number, name));
}

GETTER(in_file, struct deviation,
       value_number(value, rules_setting_value(&it->module->shown, it->number)))
GETTER(in_release, struct deviation,
       value_number(value, rules_setting_value(&it->module->release, it->number)))

static const struct field difference_fields[] = {
	{ "switch", .get = get_switch },
	{ "file", .get = get_in_file },
	{ "release", .get = get_in_release },
	{ NULL },
};

static void get_differences(struct value *value, const void *record)
{
	struct deviation deviation = { .module = record };
	struct json_object *list = json_array(4);

	for (; deviation.number < RULES_SETTINGS; deviation.number++)
		if (rules_setting_differs(&deviation.module->release, &deviation.module->shown,
					  deviation.number))
			json_append(list, json_record(difference_fields, &deviation));
	value_json(value, list);
}

/* The same on one line: "+len:ECAP_PASID=8, -dvsec". */
static void differences_text(const struct report_module *module, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < RULES_SETTINGS && used < size; i++) {
		uint8_t value = rules_setting_value(&module->shown, i);
		char set[RULES_LENGTH_TEXT_SIZE];

		if (rules_setting_differs(&module->release, &module->shown, i))
			used += (size_t)snprintf(text + used, size - used, "%s%c%s",
						 used > 0 ? ", " : "",
						 value != 0 || i >= RULES_SWITCHES ? '+' : '-',
						 rules_setting_text(&module->shown, i, set));
	}
}

static void get_differences_cell(struct value *value, const void *record)
{
	char text[RULES_NAME_SIZE];

	differences_text(record, text, sizeof(text));
	value_text(value, text);
}

GETTER(module_release, struct report_module, value_text(value, it->release.name))
GETTER(module_rules, struct report_module, value_record(value, &it->shown))
GETTER(module_basis, struct report_module, value_text(value, rules_basis_name(it->shown.basis)))
GETTER(module_most, struct report_module, set_now(value, &it->shown, RULE_EXT_CAP_MAX))

static const struct field module_fields[] = {
	{ "file", MEMBER(struct report_module, file), COLUMN(1, "FILE"), .flags = COLUMN_CUT },
	{ "release", .get = get_module_release, CELL(2, "RULES") },
	{ "basis", .get = get_module_basis, CELL(3, "BASIS") },
	{ "most", .get = get_module_most, CELL(4, "ECAP MAX") },
	{ "rules", .get = get_module_rules, .fields = json_rules_fields },
	{ "differences", .get = get_differences, .fields = difference_fields },
	{ "differences_cell", .get = get_differences_cell, CELL(5, "NOT AS ITS RELEASE") },
	{ NULL },
};

/* The vendors' kernels whose sources were read. */
static const struct field set_fields[] = {
	{ "name", MEMBER(struct kernel_set, name) },
	{ "what", MEMBER(struct kernel_set, what) },
	{ NULL },
};

/* All that the command says. */
struct document {
	const struct rules *rules;
	const struct report_modules *modules;
};

static void get_switches(struct value *value, const void *record)
{
	struct setting setting = { .rules = ((const struct document *)record)->rules };
	struct json_object *list = json_array(RULES_SWITCHES);

	for (; is_switch(&setting); setting.number++)
		json_append(list, json_record(setting_fields, &setting));
	value_json(value, list);
}

static void get_sets(struct value *value, const void *record)
{
	size_t count;
	const struct kernel_set *known = kernel_sets(&count);

	(void)record;
	value_records(value, RECORDS(known, count));
}

static void get_modules(struct value *value, const void *record)
{
	const struct report_modules *modules = ((const struct document *)record)->modules;

	if (modules->count > 0)
		value_records(value, RECORDS(modules->list, modules->count));
}

GETTER(rules, struct document, value_record(value, it->rules))
GETTER(note, struct document, value_text(value, it->rules->note))

static const struct field document_fields[] = {
	{ "rules", .get = get_rules, .fields = json_rules_fields },
	{ "note", .get = get_note },
	{ "switches", .get = get_switches, .fields = setting_fields },
	{ "sets", .get = get_sets, .fields = set_fields },
	{ "modules", .get = get_modules, .fields = module_fields },
	{ NULL },
};

int rules_print_json(const struct report_run *run, const struct rules *rules, bool line,
		     const struct report_modules *modules)
{
	const struct document document = { rules, modules };
	struct json_object *object = json_new();

	json_add_run(object, run);
	json_add_record(object, document_fields, &document);
	return json_print(object, line);
}

int rules_print_table(const struct report_run *run, const struct rules *rules, bool running)
{
	CLEANUP_TABLE struct libscols_table *table = table_of(run, setting_fields);
	struct setting setting = { .rules = rules };

	if (table == NULL)
		return -ENOMEM;
	print_line("%s%srules %s, basis %s%s%s", running ? run->kernel : "", running ? ": " : "",
		   rules->name, rules_basis_name(rules->basis),
		   rules->note[0] != '\0' ? ": " : "", rules->note);
	print_end();
	for (; is_switch(&setting); setting.number++)
		if (table_record(table, setting_fields, &setting) == NULL)
			return -ENOMEM;
	for (unsigned int i = 0; i < rules->lengths; i++) {
		setting.number = RULES_LENGTH_OF(rules->length[i].extended, rules->length[i].id);
		if (table_record(table, setting_fields, &setting) == NULL)
			return -ENOMEM;
	}
	return table_print(table);
}

int rules_print_modules(const struct report_run *run, const struct report_modules *modules)
{
	return table_records(run, module_fields, RECORDS(modules->list, modules->count));
}

const struct field *const rules_tables[] = { setting_fields, module_fields, NULL };
