/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "output/print.h"
#include "output/table.h"

enum { RULES_SWITCH, RULES_NOW, RULES_BASIS, RULES_MAINLINE, RULES_STABLE, RULES_COMMIT, RULES_EFFECT };

static const struct column rules_columns[] = {
	[RULES_SWITCH] = { "SWITCH", 0 },
	[RULES_NOW] = { "NOW", 0 },
	[RULES_BASIS] = { "BASIS", 0 },
	[RULES_MAINLINE] = { "MAINLINE", 0 },
	[RULES_STABLE] = { "STABLE", 0 },
	[RULES_COMMIT] = { "COMMIT", 0 },
	[RULES_EFFECT] = { "EFFECT", 0 },
	{ NULL, 0 },
};

/* "5.10 on, 5.17 off": the releases in which a switch moved; '?' one that was concluded. */
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

/* The mainline commits that moved a switch, each once. */
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

/* "on", "off", "raw", "2e", "8": how a setting stands. */
static void setting_value(const struct rules *rules, int setting, char *text, size_t size)
{
	char set[RULES_LENGTH_TEXT_SIZE];
	const char *value = strchr(rules_setting_text(rules, setting, set), '=');

	if (value != NULL)
		snprintf(text, size, "%s", value + 1);
	else
		snprintf(text, size, "%s", rules_setting_value(rules, setting) ? "on" : "off");
}

static int add_setting(struct libscols_table *table, const struct rules *rules, int setting)
{
	struct libscols_line *line = table_line(table, NULL);
	bool is_switch = setting < RULES_SWITCHES;
	char text[128], name[RULES_LENGTH_TEXT_SIZE];

	if (line == NULL)
		return -ENOMEM;
	table_cell(line, RULES_SWITCH, rules_setting_name(setting, name));
	setting_value(rules, setting, text, sizeof(text));
	table_cell(line, RULES_NOW, text);
	table_cell(line, RULES_BASIS, rules_basis_name(
		rules_switch_basis(rules, is_switch ? setting : RULES_SWITCHES)));
	table_cell(line, RULES_EFFECT, rules_setting_effect(setting));
	if (!is_switch)
		return 0;
	steps_text((enum rules_switch)setting, false, text, sizeof(text));
	table_cell(line, RULES_MAINLINE, text);
	steps_text((enum rules_switch)setting, true, text, sizeof(text));
	table_cell(line, RULES_STABLE, text);
	commits_text((enum rules_switch)setting, text, sizeof(text));
	table_cell(line, RULES_COMMIT, text);
	return 0;
}

int table_rules(const struct report_run *run, const struct rules *rules, bool running)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, rules_columns);
	int error = 0;

	if (table == NULL)
		return -ENOMEM;
	print_line("%s%srules %s, basis %s%s%s", running ? run->kernel : "", running ? ": " : "",
		   rules->name, rules_basis_name(rules->basis),
		   rules->note[0] != '\0' ? ": " : "", rules->note);
	print_end();
	for (int i = 0; i < RULES_SWITCHES && error == 0; i++)
		error = add_setting(table, rules, i);
	for (unsigned int i = 0; i < rules->lengths && error == 0; i++)
		error = add_setting(table, rules, RULES_LENGTH_OF(rules->length[i].extended,
								  rules->length[i].id));
	return error != 0 ? error : table_print(table);
}

static const struct column module_columns[] = {
	{ "FILE", 0 },
	{ "RULES", 0 },
	{ "BASIS", 0 },
	{ "ECAP MAX", 0 },
	{ "NOT AS ITS RELEASE", 0 },
	{ NULL, 0 },
};

/* What a module's file has otherwise than its release: "+len:ECAP_PASID=8, -dvsec". */
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

int table_modules(const struct report_run *run, const struct report_modules *modules)
{
	CLEANUP_TABLE struct libscols_table *table = table_new(run, module_columns);
	char text[RULES_NAME_SIZE];

	if (table == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < modules->count; i++) {
		const struct report_module *module = &modules->list[i];
		struct libscols_line *line = table_line(table, NULL);

		if (line == NULL)
			return -ENOMEM;
		table_cell(line, 0, module->file);
		table_cell(line, 1, module->release.name);
		table_cell(line, 2, rules_basis_name(module->shown.basis));
		setting_value(&module->shown, RULE_EXT_CAP_MAX, text, sizeof(text));
		table_cell(line, 3, text);
		differences_text(module, text, sizeof(text));
		table_cell(line, 4, text);
	}
	return table_print(table);
}
