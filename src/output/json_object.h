/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sources of JSON share: json-c with our conventions. For output/json*.c only. */
#ifndef VFIO_CFGTOOL_OUTPUT_JSON_OBJECT_H
#define VFIO_CFGTOOL_OUTPUT_JSON_OBJECT_H

#include <json-c/json.h>

#include "output/json.h"
#include "output/report.h"

/*
 * Each value below is NULL, too, where memory is short, which is remembered
 * (base/memory.h). What is printed then is nothing.
 */
struct json_object *json_new(void);
struct json_object *json_array(size_t room);

/* Adds a value (NULL: null), which the object then owns, under a new constant key. */
void json_add(struct json_object *object, const char *key, struct json_object *value);

/* Adds a value (NULL: null), which the array then owns. */
void json_append(struct json_object *array, struct json_object *value);

/* Text from anywhere; NULL and "" are null. */
struct json_object *json_string(const char *text);

/* A number of at least so many hexadecimal digits; a negative value is null. */
struct json_object *json_hex(int64_t value, int digits);

/* A negative value is null. */
struct json_object *json_number(int value);

struct json_object *json_size(uint64_t value);
struct json_object *json_flag(bool value);

/* Two digits a byte, byte 0 first. */
struct json_object *json_bytes(const uint8_t *bytes, unsigned int size);

/* The rules of a device; NULL: null. */
struct json_object *json_rules_object(const struct rules *rules);

/* The process that has a device open; null where none is known. */
struct json_object *json_holder(const struct holder *held_by);

/*
 * Writes an object to standard output, or its members alone. At level 0 and more each
 * member has a line, with two blanks a level; at -1 all of them are one line.
 */
void json_write_object(struct json_object *object, int level);
void json_write_members(struct json_object *object, int level);

/* Begins a document of its own, and prints one and ends it. */
void json_add_run(struct json_object *object, const struct report_run *run);
int json_print(struct json_object *object, bool line);

/* The guest's side: the chains; the masks of the device, and of one register. */
struct json_object *json_chains(const struct report *report);
void json_add_guest_masks(struct json_object *object, const struct report *report);
void json_add_guest_register(struct json_object *object, const struct report *report,
			     const struct register_place *place);

#endif
