/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * This program's own printer. json-c's loses text without an error if memory is short, and
 * passes DEL, C1 controls and characters that change the direction of text. This one escapes
 * all of them.
 */
#include "format/json_write.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "base/ascii.h"
#include "base/memory.h"
#include "base/text.h"

#define REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

/* The size of most devices' text, so that it does not grow in steps. */
#define ROOM 65536

static bool grow(struct json_text *text, size_t length)
{
	size_t room = text->room != 0 ? text->room : ROOM;
	char *grown;

	while (room < text->used + length)
		room *= 2;
	grown = memory_grow(text->bytes, room, 1);
	if (grown == NULL)
		return false;
	text->bytes = grown;
	text->room = room;
	return true;
}

static void put(struct json_text *text, const char *bytes, size_t length)
{
	if (length > text->room - text->used && !grow(text, length))
		return;
	memcpy(text->bytes + text->used, bytes, length);
	text->used += length;
}

static void put_byte(struct json_text *text, char byte)
{
	if (text->used < text->room || grow(text, 1))
		text->bytes[text->used++] = byte;
}

void json_text_add(struct json_text *text, const char *bytes)
{
	put(text, bytes, strlen(bytes));
}

/* Writes \uXXXX, with a surrogate pair above ffff (RFC 8259, 7). */
static void put_escaped(struct json_text *text, uint32_t code)
{
	char escaped[16];

	if (code < 0x10000)
		snprintf(escaped, sizeof(escaped), "\\u%04" PRIx32, code);
	else
		snprintf(escaped, sizeof(escaped), "\\u%04" PRIx32 "\\u%04" PRIx32,
			 0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
	json_text_add(text, escaped);
}

/* Writes one character that needs an escape, or one above ASCII. Returns its bytes. */
static size_t put_character(struct json_text *text, const char *from)
{
	static const char controls[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	const char *control = strchr(controls, *from);
	uint32_t code;
	size_t length = text_character(from, &code);

	if (control != NULL)
		put(text, (const char[]){ '\\', letters[control - controls] }, 2);
	else if (length == 0)
		json_text_add(text, REPLACEMENT);
	else if (text_is_hidden(code))
		put_escaped(text, code);
	else
		put(text, from, length);
	return length != 0 ? length : 1;
}

static bool is_plain(char byte)
{
	return byte >= ' ' && byte < 0x7f && byte != '"' && byte != '\\';
}

/* Writes a string that has nothing to escape. */
static void put_plain(struct json_text *text, const char *from, size_t length)
{
	put_byte(text, '"');
	put(text, from, length);
	put_byte(text, '"');
}

/* The bytes of a text at its start that need no escape, as those of nearly all texts do. */
static size_t plain_length(const char *from, size_t length)
{
	size_t plain = 0;

	while (length - plain >= sizeof(uint64_t)) {
		uint64_t eight = ascii_eight(from + plain);

		if ((ascii_odd_bits(eight) | ascii_equal_bits(eight, '"') |
		     ascii_equal_bits(eight, '\\') | ascii_equal_bits(eight, 0x7f)) != 0)
			break;
		plain += sizeof(eight);
	}
	while (plain < length && is_plain(from[plain]))
		plain++;
	return plain;
}

static void put_string(struct json_text *text, const char *from)
{
	const char *end = from + strlen(from);

	put_byte(text, '"');
	while (from < end) {
		size_t plain = plain_length(from, (size_t)(end - from));

		put(text, from, plain);
		from += plain;
		if (from < end)
			from += put_character(text, from);
	}
	put_byte(text, '"');
}

void json_text_indent(struct json_text *text, int level)
{
	if (level < 0)
		return;
	json_text_add(text, "\n");
	for (int i = 0; i < level; i++)
		json_text_add(text, "  ");
}

static void begin_element(struct json_text *text, bool first, int level)
{
	if (!first)
		put_byte(text, ',');
	json_text_indent(text, level);
}

/* Ends a key. */
static void put_colon(struct json_text *text, int level)
{
	put_byte(text, ':');
	if (level >= 0)
		put_byte(text, ' ');
}

void json_text_members(struct json_text *text, struct json_object *object, int level)
{
	struct json_object_iterator at, end;

	if (object == NULL)	/* memory was short */
		return;
	at = json_object_iter_begin(object);
	end = json_object_iter_end(object);
	for (bool first = true; !json_object_iter_equal(&at, &end); first = false) {
		begin_element(text, first, level);
		put_string(text, json_object_iter_peek_name(&at));
		put_colon(text, level);
		json_text_value(text, json_object_iter_peek_value(&at), level);
		json_object_iter_next(&at);
	}
}

static void put_array(struct json_text *text, struct json_object *array, int level)
{
	size_t length = json_object_array_length(array);

	for (size_t i = 0; i < length; i++) {
		begin_element(text, i == 0, level);
		json_text_value(text, json_object_array_get_idx(array, i), level);
	}
}

static void put_number(struct json_text *text, struct json_object *value)
{
	int64_t number = json_object_get_int64(value);
	char digits[24];

	if (number < 0)
		snprintf(digits, sizeof(digits), "%" PRId64, number);
	else
		snprintf(digits, sizeof(digits), "%" PRIu64, json_object_get_uint64(value));
	json_text_add(text, digits);
}

void json_text_value(struct json_text *text, struct json_object *value, int level)
{
	int below = json_level_below(level);

	switch (json_object_get_type(value)) {
	case json_type_null:
		json_text_add(text, "null");
		break;
	case json_type_boolean:
		json_text_add(text, json_object_get_boolean(value) ? "true" : "false");
		break;
	case json_type_int:
		put_number(text, value);
		break;
	case json_type_double:		/* json_decimal(): its text */
		json_text_add(text, json_object_get_string(value));
		break;
	case json_type_string:
		put_string(text, json_object_get_string(value));
		break;
	case json_type_array:
		json_text_add(text, "[");
		put_array(text, value, below);
		json_text_indent(text, level);
		json_text_add(text, "]");
		break;
	case json_type_object:
		json_text_add(text, "{");
		json_text_members(text, value, below);
		json_text_indent(text, level);
		json_text_add(text, "}");
		break;
	}
}

static void put_record(struct json_text *text, const struct field *fields, const void *record,
		       int level)
{
	json_text_add(text, "{");
	json_text_fields(text, fields, record, true, json_level_below(level));
	json_text_indent(text, level);
	json_text_add(text, "}");
}

static void put_records(struct json_text *text, const struct field *fields,
			const struct records *records, int level)
{
	_Alignas(max_align_t) char row[RECORD_SIZE];
	bool first = true;

	json_text_add(text, "[");
	for (size_t i = 0; i < records->count; i++) {
		const void *record = record_at(records, i, row);

		if (record == NULL)
			continue;
		begin_element(text, first, json_level_below(level));
		put_record(text, fields, record, json_level_below(level));
		first = false;
	}
	json_text_indent(text, level);
	json_text_add(text, "]");
}

static void put_field(struct json_text *text, const struct field *field, const void *record,
		      int level)
{
	struct value value;

	field_get(field, record, &value);
	switch (value.kind) {
	case VALUE_TEXT:
		if (value.text[0] == '\0')
			json_text_add(text, "null");
		else if (value.plain)
			put_plain(text, value.text, strlen(value.text));
		else
			put_string(text, value.text);
		break;
	case VALUE_NUMBER:
		json_text_add(text, value.text);
		break;
	case VALUE_FLAG:
		json_text_add(text, value.number != 0 ? "true" : "false");
		break;
	case VALUE_RECORD:
		put_record(text, field->fields, value.records.first, level);
		break;
	case VALUE_RECORDS:
		put_records(text, field->fields, &value.records, level);
		break;
	case VALUE_NONE:
		json_text_add(text, "null");
		break;
	case VALUE_JSON:
		json_text_value(text, value.json, level);
		json_object_put(value.json);
		break;
	}
}

void json_text_fields(struct json_text *text, const struct field *fields, const void *record,
		      bool first, int level)
{
	for (; fields->key != NULL; fields++) {
		if (fields->derived)
			continue;
		begin_element(text, first, level);
		put_plain(text, fields->key, strlen(fields->key));
		put_colon(text, level);
		put_field(text, fields, record, level);
		first = false;
	}
}

void json_text_embed(struct json_text *text)
{
	struct json_text escaped = { .bytes = NULL };

	for (size_t start = 0, end; start < text->used; start = end) {
		const char *found = memchr(text->bytes + start, '<', text->used - start);

		end = found != NULL ? (size_t)(found - text->bytes) + 1 : text->used;
		put(&escaped, text->bytes + start, end - start - (found != NULL));
		if (found != NULL)
			put_escaped(&escaped, '<');
	}
	free(text->bytes);
	*text = escaped;
}

/* Some text was printed. */
static bool has_printed;

bool json_has_printed(void)
{
	return has_printed;
}

int json_text_print(struct json_text *text)
{
	bool whole = !memory_has_failed();

	has_printed = true;
	if (whole)
		fwrite(text->bytes, 1, text->used, stdout);
	free(text->bytes);
	*text = (struct json_text){ .bytes = NULL };
	return whole ? 0 : -ENOMEM;
}
