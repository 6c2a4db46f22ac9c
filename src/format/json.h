/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * JSON: the envelope of a run, and a device in it by the command's fields. Only json.c,
 * json_rows.c and json_write.c know json-c. Each key is always present; an unknown value is
 * null.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_JSON_H
#define VFIO_CFGTOOL_OUTPUT_JSON_H

#include "format/record.h"
#include "format/report.h"

int json_begin(struct report_run *run);
int json_end(struct report_run *run);
/* Prints one device: an element of the list, or a line with the facts of the run. */
int json_device(const struct report_run *run, const struct report *report, bool first);
int jsonl_device(const struct report_run *run, const struct report *report, bool first);

/*
 * Prints the same line for an element of HTML: '<' becomes \u003c, so no text ends the
 * element.
 */
int json_embed(const struct report_run *run, const struct report *report);

/*
 * Prints an object a line for each record of the field of the report with `rows` set. The
 * device's keys come first. A device with an error has at least one line.
 */
int json_rows_device(const struct report_run *run, const struct report *report, bool first);

/*
 * Prints why a call has no result, with a code of "error.code"; command NULL: none was named.
 * Returns 0 or -errno.
 */
int json_call_error(const char *command, const char *code, const char *message, bool line);

/* The version of json-c, for --version. */
const char *json_version(void);

/*
 * Each value below is also NULL if memory is short, which is remembered (base/memory.h).
 * Nothing is then printed.
 */
struct json_object *json_new(void);
void json_free(struct json_object *object);
struct json_object *json_array(size_t room);

/* Adds a value (NULL: null), which the object then owns, under a new constant key. */
void json_add(struct json_object *object, const char *key, struct json_object *value);

/* The same under a key that does not last, such as one of another object. */
void json_add_copied(struct json_object *object, const char *key, struct json_object *value);

/* Adds a value (NULL: null), which the array then owns. */
void json_append(struct json_object *array, struct json_object *value);

/* Text from anywhere; NULL and "" are null. */
struct json_object *json_string(const char *text);

/* A negative value is null. */
struct json_object *json_number(int value);

struct json_object *json_size(uint64_t value);

/* A number in the spelling of text, such as "2.5". */
struct json_object *json_decimal(const char *text);
struct json_object *json_flag(bool value);

/*
 * An object with the fields of a record, and an array of such objects. The third function adds
 * the fields to an existing object.
 */
struct json_object *json_record(const struct field *fields, const void *record);

/* The runs of bytes whose mark of `size` marks is true, as records of these fields. */
extern const struct field json_run_fields[];
struct json_object *json_runs(const bool *marks, unsigned int size);
struct json_object *json_records(const struct field *fields, struct records records);
void json_add_record(struct json_object *object, const struct field *fields, const void *record);

/* The value of one field of a record; the second function adds it to an object. */
struct json_object *json_field(const struct field *field, const void *record);
void json_add_field(struct json_object *object, const struct field *field, const void *record);

/* What every command says about a device, from a struct report. */
extern const struct field json_device_fields[];

/* The fields of a struct rules, and of a struct holder. */
extern const struct field json_rules_fields[];
extern const struct field json_holder_fields[];

/* Begins a document of its own, and prints one and ends it. */
void json_add_run(struct json_object *object, const struct report_run *run);
int json_print(struct json_object *object, bool line);

/* The two formats of a command, by the fields of its report. */
#define JSON_FIELDS(rows) \
	{ .format = "json", .failures = true, .begin = json_begin, .device = json_device, \
	  .end = json_end, .fields = (rows) }, \
	{ .format = "jsonl", .failures = true, .device = jsonl_device, .fields = (rows) }

/* The format rows, by the same fields. */
#define JSON_ROWS(rows) \
	{ .format = "rows", .failures = true, .device = json_rows_device, .fields = (rows) }

#endif
