/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * A record is one thing that a command reports: a finding, a step, a device. A table of
 * `struct field` describes its parts. JSON, tables and TAP read the same rows, so a key, its
 * column and its value are defined once.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_RECORD_H
#define VFIO_CFGTOOL_OUTPUT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/space.h"

struct device_register;
struct json_object;
struct known_value;
struct pci_address;
struct register_place;

/* Bytes of the longest text: all bytes of a space as digits. */
#define VALUE_SIZE (2 * SPACE_SIZE_EXTENDED + 16)

/* An array of records. */
struct records {
	const void *first;		/* may be anything if count is 0 */
	size_t count, size;		/* bytes of one */
	/*
	 * If not NULL, it finds or makes one record at a time from `first`. `row` (RECORD_SIZE
	 * bytes) holds one that is made. Returns NULL for a record to leave out.
	 */
	const void *(*find)(const void *from, size_t number, void *row);
};

/* Bytes of the largest record that is made. */
#define RECORD_SIZE 64

/* Finds a record by its number; `row` is room for one that is made. NULL: it is left out. */
const void *record_at(const struct records *records, size_t number, void *row);

#define RECORDS(array, number) \
	((struct records){ .first = (array), .count = (number), .size = sizeof((array)[0]) })
#define FOUND_RECORDS(from, number, function) \
	((struct records){ .first = (from), .count = (number), .find = (function) })

enum value_kind {
	VALUE_NONE,		/* unknown: null, the field's `absent`, no line of TAP */
	VALUE_TEXT,		/* "" is null in JSON and `absent` in a table */
	VALUE_NUMBER,
	VALUE_FLAG,
	VALUE_RECORD,		/* these two have the field's `fields` */
	VALUE_RECORDS,
	VALUE_JSON,		/* what no row can express; JSON only */
};

/* The value of one field of one record. */
struct value {
	enum value_kind kind;
	uint64_t number;		/* of a number and a flag */
	struct records records;		/* a single record, or several */
	struct json_object *json;	/* the code that takes the value owns it */
	bool plain;			/* the text is of digits and '-': nothing to escape */
	char text[VALUE_SIZE];
};

/* The source of a row's value. */
enum field_source {
	FIELD_GETTER,		/* get() */
	FIELD_FLAG,		/* the rest is a member of the record: bool ... */
	FIELD_SIGNED,		/* ... int; negative is not known ... */
	FIELD_UNSIGNED,		/* ... an unsigned number of any width ... */
	FIELD_POINTER,		/* ... const char *; NULL is not known ... */
	FIELD_ARRAY,		/* ... or char[] */
};

enum column_flag {
	COLUMN_RIGHT = 1,	/* aligned at its right end */
	COLUMN_TREE = 2,	/* with the lines of a tree */
	COLUMN_CUT = 4,		/* cut, not wrapped, if the terminal is too narrow */
};

struct field {
	const char *key;		/* of JSON and TAP; NULL ends the rows */
	enum field_source source;
	size_t offset, size;		/* of the member */
	void (*get)(struct value *value, const void *record);	/* *value is VALUE_NONE before */
	const struct field *fields;	/* of the records in the value */
	bool derived;			/* computed from other fields, so JSON lacks it */
	bool rows;			/* records: -o rows has a line for each of them */
	const char *heading;		/* of the column; NULL: not in the table */
	unsigned char column;		/* columns are in the order of these numbers */
	unsigned int flags;		/* of the column */
	bool extra;			/* the column is shown only on request */
	const char *help;		/* what the column says, or NULL */
	const char *absent;		/* the cell's text for an unknown value; NULL: nothing */
};

/* Parts of a row: a member of the record; its column; a column that JSON does not have. */
#define MEMBER(type, name) \
	.source = _Generic(((type *)0)->name, bool: FIELD_FLAG, int: FIELD_SIGNED, \
			   const char *: FIELD_POINTER, char *: FIELD_ARRAY, \
			   default: FIELD_UNSIGNED), \
	.offset = offsetof(type, name), .size = sizeof(((type *)0)->name)
#define COLUMN(number, name) .column = (number), .heading = (name)
#define CELL(number, name) COLUMN(number, name), .derived = true

/*
 * Defines get_NAME(), the getter that a row names. `set` is one statement, which fills
 * `value` from `it`, a const TYPE *.
 */
#define GETTER(name, type, set) \
	static void get_##name(struct value *value, const void *record) \
	{ \
		const type *it = record; \
		set; \
	}

/* Sets *value to what the field has for a record. */
void field_get(const struct field *field, const void *record, struct value *value);

/* The row of a key, which must exist. */
const struct field *field_find(const struct field *fields, const char *key);

/* For getters. A text is copied; NULL is unknown. */
void value_text(struct value *value, const char *text);
void value_format(struct value *value, const char *format, ...) PRINTF_FORMAT(2, 3);
/* A negative number is unknown; the second function prints hexadecimal digits. */
void value_number(struct value *value, int64_t number);
void value_size(struct value *value, uint64_t number);
void value_hex(struct value *value, int64_t number, unsigned int width);
void value_flag(struct value *value, bool flag);
/* "040-04f", both included. */
void value_range(struct value *value, unsigned int start, unsigned int end);
/* The digits of a register of `width` bytes. */
void value_known(struct value *value, const struct known_value *known, unsigned int width);
/* Two digits a byte, byte 0 first; NULL is unknown. */
void value_bytes(struct value *value, const uint8_t *bytes, unsigned int size);
/* The name of a register; NULL is unknown. */
void value_register(struct value *value, const struct device_register *known);
void value_address(struct value *value, const struct pci_address *address);
/* The name of a register's capability; NULL is unknown. */
void value_capability(struct value *value, const struct device_register *known);
/* The bits of a register in a mask of bytes. */
void value_mask(struct value *value, const uint8_t *mask, const struct register_place *place);
/* A record, which must outlive the value; NULL is unknown. */
void value_record(struct value *value, const void *record);
/* Records, which must outlive the value. */
void value_records(struct value *value, struct records records);
void value_json(struct value *value, struct json_object *json);

#endif
