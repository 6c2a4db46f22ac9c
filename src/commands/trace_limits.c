/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "commands/trace_limits.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "call/messages.h"

enum exit_status trace_limits_begin(struct trace_limits *limits, const char *file)
{
	enum exit_status status = policy_files_read_one(&limits->files, file);

	if (status != EXIT_DONE)
		return status;
	for (size_t i = 0; i < limits->files.count; i++)
		for (size_t j = 0; j < limits->files.parts[i].count; j++)
			if (limits->files.parts[i].list[j].kind == POLICY_RULE_DENY)
				return EXIT_DONE;
	message_error(file, "it has no deny that an access could break");
	message_hint("see: man 5 vfio-cfgtool.policy");
	return EXIT_UNUSABLE;
}

void trace_limits_end(struct trace_limits *limits)
{
	policy_files_free(&limits->files);
	free(limits->limit);
}

static struct trace_limit *append(struct trace_limits *limits)
{
	struct trace_limit *grown = memory_grow_list(limits->limit, limits->count,
						     &limits->room, sizeof(*grown));

	if (grown == NULL)
		return NULL;
	limits->limit = grown;
	return &limits->limit[limits->count++];
}

static int add_part(struct trace_limits *limits, const struct policy_part *part,
		    struct check_subject *subject)
{
	const struct check_rules rules = { .list = part->list, .count = part->count };

	if (!check_applies(&rules, subject->device))
		return 0;
	check_find_holes(&rules, subject);
	for (size_t i = 0; i < part->count; i++) {
		struct byte_set bytes;
		struct trace_limit *limit;

		if (!check_denied(&rules, i, subject, &bytes))
			continue;
		limit = append(limits);
		if (limit == NULL)
			return -ENOMEM;
		limit->rule = &part->list[i];
		limit->bytes = bytes;
	}
	return 0;
}

/* Finds the limits of a device, unless they are the current ones. */
static int renew(struct trace_limits *limits, const struct traced_device *traced)
{
	CLEANUP_FREE struct check_subject *subject = NULL;
	int error = 0;

	if (limits->device == traced && limits->structure == traced->structure)
		return 0;
	subject = memory_take(sizeof(*subject));
	if (subject == NULL)
		return -ENOMEM;
	limits->count = 0;
	check_subject_build(traced->device, traced->prediction, NULL, subject);
	for (size_t i = 0; i < limits->files.count && error == 0; i++)
		error = add_part(limits, &limits->files.parts[i], subject);
	limits->device = error == 0 ? traced : NULL;
	limits->structure = traced->structure;
	return error;
}

const struct policy_rule *trace_limits_break(struct trace_limits *limits,
					     const struct traced_device *traced,
					     const struct trace_record *record, int *error)
{
	*error = renew(limits, traced);
	for (size_t i = 0; *error == 0 && i < limits->count; i++)
		if (trace_breaks(&limits->limit[i], traced->prediction, record))
			return limits->limit[i].rule;
	return NULL;
}
