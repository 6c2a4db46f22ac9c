/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON: a device as each command tells of it, and the envelope of a run. Only
 * output/json*.c know json-c. A key is always there; unknown is null.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_JSON_H
#define VFIO_CFGTOOL_OUTPUT_JSON_H

#include "output/report.h"

int json_begin(const struct report_run *run);
int json_end(const struct report_run *run);
/* One device: an element of the list, or a line of its own with the facts of the run in it. */
int json_device(const struct report_run *run, const struct report *report, bool first);
int jsonl_device(const struct report_run *run, const struct report *report, bool first);

/* The whole answer of the command `rules`, as json or as one line. */
int json_rules(const struct report_run *run, const struct rules *rules, bool line,
	       const struct report_modules *modules);

/* The codes of lint. */
int json_lint_codes(const struct report_run *run, bool line);

/* The version of json-c, for --version. */
const char *json_version(void);

/* What each command adds to a device. */
void json_add_map(struct json_object *object, const struct report_run *run,
		  const struct report *report);
void json_add_policy(struct json_object *object, const struct report_run *run,
		     const struct report *report);
void json_add_explain(struct json_object *object, const struct report_run *run,
		      const struct report *report);
void json_add_read(struct json_object *object, const struct report_run *run,
		   const struct report *report);
void json_add_write(struct json_object *object, const struct report_run *run,
		    const struct report *report);
void json_add_probe(struct json_object *object, const struct report_run *run,
		    const struct report *report);
void json_add_restore(struct json_object *object, const struct report_run *run,
		      const struct report *report);
void json_add_verify(struct json_object *object, const struct report_run *run,
		     const struct report *report);
void json_add_check(struct json_object *object, const struct report_run *run,
		    const struct report *report);
void json_add_lint(struct json_object *object, const struct report_run *run,
		   const struct report *report);
void json_add_diff(struct json_object *object, const struct report_run *run,
		   const struct report *report);
void json_add_bind(struct json_object *object, const struct report_run *run,
		   const struct report *report);
void json_add_info(struct json_object *object, const struct report_run *run,
		   const struct report *report);
void json_add_list(struct json_object *object, const struct report_run *run,
		   const struct report *report);

/* The two formats of a command, by what it adds. */
#define JSON_RENDERERS(part) \
	{ .format = "json", .failures = true, .begin = json_begin, .device = json_device, \
	  .end = json_end, .add = (part) }, \
	{ .format = "jsonl", .failures = true, .device = jsonl_device, .add = (part) }

#endif
