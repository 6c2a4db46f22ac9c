/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes json-c's values. Not by json-c's own printer, which loses text without a
 * word where memory is short and lets DEL, C1 controls and characters pass that turn
 * the direction of a terminal's text: this one takes no memory and escapes them all.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "base/text.h"
#include "format/json.h"

#define REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

/* As \uXXXX, with a surrogate pair past ffff (RFC 8259, 7). */
static void write_escaped(uint32_t code)
{
	if (code < 0x10000)
		printf("\\u%04" PRIx32, code);
	else
		printf("\\u%04" PRIx32 "\\u%04" PRIx32, 0xd800 + ((code - 0x10000) >> 10),
		       0xdc00 + ((code - 0x10000) & 0x3ff));
}

/* One character that is not written as it is, or one past ASCII. Returns its bytes. */
static size_t write_character(const char *text)
{
	static const char controls[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	const char *control = strchr(controls, *text);
	uint32_t code;
	size_t length = text_character(text, &code);

	if (control != NULL)
		printf("\\%c", letters[control - controls]);
	else if (length == 0)
		fputs(REPLACEMENT, stdout);
	else if (text_is_hidden(code))
		write_escaped(code);
	else
		fwrite(text, 1, length, stdout);
	return length != 0 ? length : 1;
}

static void write_string(const char *text)
{
	putchar('"');
	while (*text != '\0') {
		size_t plain = 0;

		while (text[plain] >= ' ' && text[plain] < 0x7f && text[plain] != '"' &&
		       text[plain] != '\\')
			plain++;
		fwrite(text, 1, plain, stdout);
		text += plain;
		if (*text != '\0')
			text += write_character(text);
	}
	putchar('"');
}

/* A line end and two blanks a level, where the text is for people. */
static void write_indent(int level)
{
	if (level >= 0)
		printf("\n%*s", 2 * level, "");
}

static int below(int level)
{
	return level >= 0 ? level + 1 : level;
}

static void write_value(struct json_object *value, int level);

void json_write_members(struct json_object *object, int level)
{
	struct json_object_iterator at = json_object_iter_begin(object);
	struct json_object_iterator end = json_object_iter_end(object);

	for (bool first = true; !json_object_iter_equal(&at, &end); first = false) {
		if (!first)
			putchar(',');
		write_indent(level);
		write_string(json_object_iter_peek_name(&at));
		fputs(level >= 0 ? ": " : ":", stdout);
		write_value(json_object_iter_peek_value(&at), level);
		json_object_iter_next(&at);
	}
}

static void write_array(struct json_object *array, int level)
{
	size_t length = json_object_array_length(array);

	for (size_t i = 0; i < length; i++) {
		if (i > 0)
			putchar(',');
		write_indent(level);
		write_value(json_object_array_get_idx(array, i), level);
	}
}

static void write_number(struct json_object *value)
{
	int64_t number = json_object_get_int64(value);

	if (number < 0)
		printf("%" PRId64, number);
	else
		printf("%" PRIu64, json_object_get_uint64(value));
}

static void write_value(struct json_object *value, int level)
{
	switch (json_object_get_type(value)) {
	case json_type_null:
		fputs("null", stdout);
		break;
	case json_type_boolean:
		fputs(json_object_get_boolean(value) ? "true" : "false", stdout);
		break;
	case json_type_int:
		write_number(value);
		break;
	case json_type_string:
		write_string(json_object_get_string(value));
		break;
	case json_type_array:
		putchar('[');
		write_array(value, below(level));
		write_indent(level);
		putchar(']');
		break;
	case json_type_double:		/* json_decimal(): its text */
		fputs(json_object_get_string(value), stdout);
		break;
	case json_type_object:
		json_write_object(value, level);
		break;
	}
}

void json_write_object(struct json_object *object, int level)
{
	putchar('{');
	json_write_members(object, below(level));
	write_indent(level);
	putchar('}');
}
