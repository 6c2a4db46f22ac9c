/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The text of JSON. It is built whole and then printed, so that nothing is printed if memory
 * is short. At level 0 and more each member has a line, with two blanks a level; at -1 all are
 * one line.
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

/* Adds text that is already JSON. */
void json_text_add(struct json_text *text, const char *bytes);

/* The members of an object, and values of json-c: NULL is null. */
void json_text_members(struct json_text *text, struct json_object *object, int level);
void json_text_value(struct json_text *text, struct json_object *value, int level);

/*
 * Adds the fields of a record, after other members or (first) without. Makes no json-c object.
 */
void json_text_fields(struct json_text *text, const struct field *fields, const void *record,
		      bool first, int level);

/* Begins a member's line at a level, or the line that closes the level below. */
void json_text_indent(struct json_text *text, int level);
static inline int json_level_below(int level)
{
	return level >= 0 ? level + 1 : level;
}

/* Makes it safe in an element of HTML, which "</" would end: escapes '<' in its strings. */
void json_text_embed(struct json_text *text);

/* Prints and frees the text. Returns 0, or -ENOMEM if it is incomplete. */
int json_text_print(struct json_text *text);

/* Whether any text was printed. */
bool json_has_printed(void);

#endif
