/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/policy_file.h"

#include <stdio.h>

#include "base/text.h"
#include "model/policy_generate.h"

static void print_rule(void *context, const char *text)
{
	(void)context;
	puts(text);
}

static void print_comment(void *context, const char *text)
{
	(void)context;
	printf("# %s\n", text);
}

static void print_title(void *context, const char *text)
{
	(void)context;
	printf("\n# %s\n", text);
}

/* What it was made of; neither date nor machine, so that the same gives the same file. */
static void print_origin(const struct report *report)
{
	const struct device *device = report->device;
	char name[sizeof(device->name) * 4];

	if (device->name[0] != '\0')
		printf("# %s\n", text_printable(device->name, name, sizeof(name)));
	printf("# Written by vfio-cfgtool %s, by rules %s (%s).\n", VERSION, report->rules->name,
	       rules_basis_name(report->rules->basis));
}

int policy_file_device(const struct report_run *run, const struct report *report, bool first)
{
	static const struct policy_sink sink = {
		.rule = print_rule, .title = print_title, .comment = print_comment,
	};

	(void)run;
	if (report->facts == NULL)
		return 0;
	printf("%sformat %d\n", first ? "" : "\n", POLICY_FORMAT);
	print_origin(report);
	if (report->pinned)
		printf("rules %s\n", report->rules->name);
	policy_generate(report->facts, report->layout, &sink);
	return 0;
}
