/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "output/checks.h"

#include <string.h>

#include "format/json.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/table.h"

static const char *const result_names[] = {
	[CHECK_OK] = "ok", [CHECK_WARN] = "warn", [CHECK_FAIL] = "fail",
};

GETTER(result, struct info_check, value_text(value, result_names[it->result]))

const struct field check_line_fields[] = {
	{ "name", MEMBER(struct info_check, name), COLUMN(2, "CHECK") },
	{ "result", .get = get_result, COLUMN(1, "RESULT") },
	{ "message", MEMBER(struct info_check, message), COLUMN(3, "MESSAGE") },
	{ "hint", MEMBER(struct info_check, hint), COLUMN(4, "HINT") },
	{ NULL },
};

void checks_print(const struct report_run *run, const struct device_info *info)
{
	static const char *const words[] = {
		[CHECK_OK] = "ok  ", [CHECK_WARN] = "warn", [CHECK_FAIL] = "FAIL",
	};
	static const char *const colors[] = {
		[CHECK_OK] = PALETTE_GOOD, [CHECK_WARN] = PALETTE_NOTE,
		[CHECK_FAIL] = PALETTE_WARNING,
	};

	for (size_t i = 0; i < info->checks; i++) {
		const struct info_check *check = &info->check[i];

		print_part("  ");
		print_color(run, colors[check->result]);
		print_part("%s", words[check->result]);
		print_color(run, PALETTE_RESET);
		print_part("  ");
		print_hang();
		print_line("%s: %s", check->name, check->message);
		if (check->hint[0] != '\0')
			print_line("        %s", check->hint);
	}
}

/* The words of the command line as an array. */
static struct json_object *words_of(const char *text)
{
	struct json_object *list = json_array(4);

	while (*text != '\0') {
		size_t length = strcspn(text, " ");
		char word[256];

		snprintf(word, sizeof(word), "%.*s", (int)length, text);
		json_append(list, json_string(word));
		text += length;
		text += strspn(text, " ");
	}
	return list;
}

GETTER(command_line, struct info_machine, value_json(value, words_of(it->command_line)))

static const struct field machine_fields[] = {
	{ "iommus", MEMBER(struct info_machine, iommus) },
	{ "iommu_groups", MEMBER(struct info_machine, groups) },
	{ "functions", MEMBER(struct info_machine, functions) },
	{ "virtual_functions", MEMBER(struct info_machine, virtual_functions) },
	{ "bound", MEMBER(struct info_machine, bound) },
	{ "command_line", .get = get_command_line },
	{ "lockdown", MEMBER(struct info_machine, lockdown) },
	{ NULL },
};

static int print_json(const struct report_run *run, const struct device_info *info, bool line)
{
	struct json_object *document = json_new();

	json_add_run(document, run);
	json_add(document, "machine", json_record(machine_fields, &info->machine));
	json_add(document, "checks",
		 json_records(check_line_fields, RECORDS(info->check, info->checks)));
	return json_print(document, line);
}

int machine_print(const struct report_run *run, const struct device_info *info)
{
	const struct info_machine *machine = &info->machine;

	if (run->tsv)
		return table_records(run, check_line_fields, RECORDS(info->check, info->checks));
	if (strcmp(run->renderer->format, "table") != 0)
		return print_json(run, info, strcmp(run->renderer->format, "jsonl") == 0);
	print_line("%s, kernel %s", run->host, run->kernel);
	print_line("  PCI functions: %u, of them %u virtual; %u bound to VFIO drivers",
		   machine->functions, machine->virtual_functions, machine->bound);
	print_line("  kernel command line: %s",
		   machine->command_line[0] != '\0' ? machine->command_line
						    : "nothing in it matters here");
	if (machine->lockdown[0] != '\0')
		print_line("  lockdown: %s", machine->lockdown);
	checks_print(run, info);
	return 0;
}
