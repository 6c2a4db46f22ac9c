/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "output/policy_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "format/print.h"
#include "model/policyfile/generate.h"
#include "model/trace/needs.h"

/* The policies that were printed. Devices of one model share one policy. */
struct printed {
	size_t count;
	char **text;
};

int policy_file_begin(struct report_run *run)
{
	run->state = memory_take_zeroed(1, sizeof(struct printed));
	return run->state != NULL ? 0 : -ENOMEM;
}

int policy_file_end(struct report_run *run)
{
	struct printed *printed = run->state;

	for (size_t i = 0; i < printed->count; i++)
		free(printed->text[i]);
	free(printed->text);
	free(printed);
	return 0;
}

static void print_rule(void *context, const char *text)
{
	print_line_to(context, "%s", text);
}

static void print_comment(void *context, const char *text)
{
	print_line_to(context, "# %s", text);
}

static void print_title(void *context, const char *text)
{
	print_line_to(context, "%s", "");
	print_line_to(context, "# %s", text);
}

/*
 * Says what the file was made from, without date and machine, so that equal input gives an
 * equal file.
 */
static void print_origin(FILE *stream, const struct report *report)
{
	const struct device *device = report->device;

	if (device->name[0] != '\0')
		print_line_to(stream, "# %s", device->name);
	print_line_to(stream, "# Written by vfio-cfgtool %s, by rules %s (%s).", VERSION,
		      report->rules->name, rules_basis_name(report->rules->basis));
	if (report->pinned)
		print_line_to(stream, "rules %s", report->rules->name);
	if (report->vmm != NULL)
		print_line_to(stream, "vmm %s%s", report->vmm->name,
			      report->vmm_words != NULL ? report->vmm_words : "");
}

/* Makes the policy of a device. The caller frees it; NULL if memory is short. */
static char *generate(const struct report *report)
{
	struct policy_sink sink = {
		.rule = print_rule, .title = print_title, .comment = print_comment,
	};
	char *text = NULL;
	size_t size;
	bool whole;
	FILE *stream = memory_checked(open_memstream(&text, &size));

	if (stream == NULL)
		return NULL;
	sink.context = stream;
	print_line_to(stream, "format %d",
		      report->vmm != NULL ? POLICY_FORMAT_NEED : POLICY_FORMAT_WRITTEN);
	print_origin(stream, report);
	policy_generate(report->subject, report->layout, &sink);
	whole = ferror(stream) == 0;
	if (fclose(stream) == 0 && whole && text != NULL)
		return text;
	memory_failed();
	free(text);
	return NULL;
}

static bool was_printed(const struct printed *printed, const char *text)
{
	for (size_t i = 0; i < printed->count; i++)
		if (strcmp(printed->text[i], text) == 0)
			return true;
	return false;
}

int policy_file_device(const struct report_run *run, const struct report *report, bool first)
{
	struct printed *printed = run->state;
	char *text, **grown;

	(void)first;
	if (report->subject == NULL)
		return 0;
	text = generate(report);
	if (text == NULL)
		return -ENOMEM;
	if (was_printed(printed, text)) {
		free(text);
		return 0;
	}
	grown = memory_grow(printed->text, printed->count + 1, sizeof(*grown));
	if (grown == NULL) {
		free(text);
		return -ENOMEM;
	}
	printed->text = grown;
	printed->text[printed->count++] = text;
	if (printed->count > 1)
		print_end();
	print_lines(text);
	return 0;
}

void policy_file_needs(const struct report_run *run, const struct device *device,
		       const struct prediction *prediction, const struct trace_usage *usage,
		       bool first)
{
	const struct policy_sink sink = {
		.rule = print_rule, .title = print_title, .comment = print_comment,
		.context = stdout,
	};

	if (!first)
		print_end();
	print_line("format %d", POLICY_FORMAT_NEED);
	print_line("# Written by vfio-cfgtool %s trace, on kernel %s.", VERSION,
		   run->kernel != NULL ? run->kernel : "?");
	trace_needs(usage, prediction, device, &sink);
}
