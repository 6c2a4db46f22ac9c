/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The text of JSON, which is made as a whole and then printed: nothing is printed where
 * memory is short. At level 0 and more each member has a line, with two blanks a level; at
 * -1 all of them are one line.
 */
#ifndef VFIO_CFGTOOL_FORMAT_JSON_WRITE_H
#define VFIO_CFGTOOL_FORMAT_JSON_WRITE_H

#include <stddef.h>

#include "format/record.h"

/* Starts as zeros. */
struct json_text {
	char *bytes;
	size_t used, room;
};

/* Adds what is JSON already. */
void json_text_add(struct json_text *text, const char *bytes);

/* The members of an object, and values of json-c: NULL is null. */
void json_text_members(struct json_text *text, struct json_object *object, int level);
void json_text_value(struct json_text *text, struct json_object *value, int level);

/* The fields of a record, behind other members or (first) without. No json-c object is made. */
void json_text_fields(struct json_text *text, const struct field *fields, const void *record,
		      bool first, int level);

/* Where a member begins at a level, or what closes those one level further in. */
void json_text_indent(struct json_text *text, int level);
static inline int json_level_below(int level)
{
	return level >= 0 ? level + 1 : level;
}

/* Makes it fit for an element of HTML, which "</" would end: '<' in its strings is escaped. */
void json_text_embed(struct json_text *text);

/* Prints the text, which ends here. Returns 0, or -ENOMEM where it is not whole. */
int json_text_print(struct json_text *text);

#endif
