/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/record.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/address.h"
#include "model/registers/register.h"
#include "model/registers/registers.h"
#include "model/vfio/capability.h"

/* printf() would take most of the time: each key of each device calls these. */
static const char digits[] = "0123456789abcdef";

/* Takes the last `count` bytes of `end` as the text. */
static void take_digits(struct value *value, const char *end, size_t count)
{
	memcpy(value->text, end - count, count);
	value->text[count] = '\0';
	value->plain = true;
}

static void set_decimal(struct value *value, uint64_t number)
{
	char text[24], *end = text + sizeof(text), *at = end;

	do
		*--at = digits[number % 10];
	while ((number /= 10) != 0);
	take_digits(value, end, (size_t)(end - at));
}

/* At least `least` digits, which are 16 at most. */
static void set_hex(struct value *value, uint64_t number, unsigned int least)
{
	char text[16], *end = text + sizeof(text), *at = end;

	for (; number != 0 || at > end - least; number >>= 4)
		*--at = digits[number & 0xf];
	take_digits(value, end, (size_t)(end - at));
}

void value_text(struct value *value, const char *text)
{
	size_t length;

	if (text == NULL)
		return;
	value->kind = VALUE_TEXT;
	value->plain = false;
	length = strnlen(text, sizeof(value->text) - 1);
	memcpy(value->text, text, length);
	value->text[length] = '\0';
}

void value_format(struct value *value, const char *format, ...)
{
	va_list arguments;

	value->kind = VALUE_TEXT;
	value->plain = false;
	va_start(arguments, format);
	vsnprintf(value->text, sizeof(value->text), format, arguments);
	va_end(arguments);
}

void value_size(struct value *value, uint64_t number)
{
	value->kind = VALUE_NUMBER;
	value->number = number;
	set_decimal(value, number);
}

void value_number(struct value *value, int64_t number)
{
	if (number >= 0)
		value_size(value, (uint64_t)number);
}

void value_hex(struct value *value, int64_t number, unsigned int width)
{
	if (number < 0)
		return;
	value->kind = VALUE_TEXT;
	set_hex(value, (uint64_t)number, width != 0 ? width : 1);
}

void value_flag(struct value *value, bool flag)
{
	value_text(value, flag ? "yes" : "no");
	value->kind = VALUE_FLAG;
	value->number = flag;
}

void value_range(struct value *value, unsigned int start, unsigned int end)
{
	value_format(value, "%03x-%03x", start, end);
	value->plain = true;
}

void value_known(struct value *value, const struct known_value *known, unsigned int width)
{
	if (known->known)
		value_hex(value, known->value, 2 * width);
}

void value_bytes(struct value *value, const uint8_t *bytes, unsigned int size)
{
	if (bytes == NULL)
		return;
	assert(2 * size < sizeof(value->text));
	value->kind = VALUE_TEXT;
	for (unsigned int i = 0; i < size; i++) {
		value->text[2 * i] = digits[bytes[i] >> 4];
		value->text[2 * i + 1] = digits[bytes[i] & 0xf];
	}
	value->text[2 * size] = '\0';
	value->plain = true;
}

void value_register(struct value *value, const struct device_register *known)
{
	char name[REGISTER_NAME_SIZE];

	if (known != NULL)
		value_text(value, register_name(known, name));
}

void value_capability(struct value *value, const struct device_register *known)
{
	char name[CAPABILITY_NAME_SIZE];

	if (known != NULL && known->capability != 0)
		value_text(value, capability_name(known->extended, known->id, name));
}

void value_mask(struct value *value, const uint8_t *mask, const struct register_place *place)
{
	uint32_t bits = 0;

	for (unsigned int i = 0; i < place->width; i++)
		bits |= (uint32_t)mask[place->offset + i] << (8 * i);
	value_hex(value, bits, 2U * place->width);
}

void value_address(struct value *value, const struct pci_address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	value_text(value, address_format(address, text));
}

void value_record(struct value *value, const void *record)
{
	value->kind = record != NULL ? VALUE_RECORD : VALUE_NONE;
	value->records.first = record;
}

void value_records(struct value *value, struct records records)
{
	value->kind = VALUE_RECORDS;
	value->records = records;
}

void value_json(struct value *value, struct json_object *json)
{
	value->kind = json != NULL ? VALUE_JSON : VALUE_NONE;
	value->json = json;
}

/* Reads a member in the host's byte order. */
static uint64_t unsigned_member(const struct field *field, const void *member)
{
	switch (field->size) {
	case 1:
		return *(const uint8_t *)member;
	case 2:
		return *(const uint16_t *)member;
	case 4:
		return *(const uint32_t *)member;
	default:
		return *(const uint64_t *)member;
	}
}

void field_get(const struct field *field, const void *record, struct value *value)
{
	const void *member = (const char *)record + field->offset;

	value->kind = VALUE_NONE;
	value->plain = false;
	value->text[0] = '\0';
	switch (field->source) {
	case FIELD_GETTER:
		field->get(value, record);
		break;
	case FIELD_FLAG:
		value_flag(value, *(const bool *)member);
		break;
	case FIELD_SIGNED:
		value_number(value, *(const int *)member);
		break;
	case FIELD_UNSIGNED:
		value_size(value, unsigned_member(field, member));
		break;
	case FIELD_POINTER:
		value_text(value, *(const char *const *)member);
		break;
	case FIELD_ARRAY:
		value_text(value, member);
		break;
	}
}

const void *record_at(const struct records *records, size_t number, void *row)
{
	if (records->find != NULL)
		return records->find(records->first, number, row);
	return (const char *)records->first + number * records->size;
}

const struct field *field_find(const struct field *fields, const char *key)
{
	while (strcmp(fields->key, key) != 0)
		fields++;
	return fields;
}
