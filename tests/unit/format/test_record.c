// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of fields: their values, and invariants of the rows of every command. */
#include "test.h"

#include <string.h>

#include "base/macros.h"
#include "format/record.h"
#include "format/report.h"

struct sample {
	bool flag;
	int number;
	uint16_t small;
	uint64_t large;
	const char *pointer;
	char array[8];
};

GETTER(range, struct sample, value_range(value, it->small, it->small + 15U))
GETTER(nothing, struct sample, (void)it; (void)value)

static const struct field sample_fields[] = {
	{ "flag", MEMBER(struct sample, flag) },
	{ "number", MEMBER(struct sample, number) },
	{ "small", MEMBER(struct sample, small) },
	{ "large", MEMBER(struct sample, large) },
	{ "pointer", MEMBER(struct sample, pointer) },
	{ "array", MEMBER(struct sample, array) },
	{ "range", .get = get_range },
	{ "nothing", .get = get_nothing },
	{ NULL },
};

static void check_value(const struct sample *sample, const char *key, enum value_kind kind,
			const char *text)
{
	struct value value;

	field_get(field_find(sample_fields, key), sample, &value);
	if (value.kind != kind || strcmp(value.text, text) != 0)
		fail_msg("%s: kind %d, \"%s\"", key, (int)value.kind, value.text);
}

static void a_field_has_the_value_of_its_member_or_of_its_getter(void **state)
{
	const struct sample sample = {
		.flag = true, .number = 7, .small = 0x40, .large = UINT64_C(1) << 40,
		.pointer = "there", .array = "inside",
	};

	(void)state;
	check_value(&sample, "flag", VALUE_FLAG, "yes");
	check_value(&sample, "number", VALUE_NUMBER, "7");
	check_value(&sample, "small", VALUE_NUMBER, "64");
	check_value(&sample, "large", VALUE_NUMBER, "1099511627776");
	check_value(&sample, "pointer", VALUE_TEXT, "there");
	check_value(&sample, "array", VALUE_TEXT, "inside");
	check_value(&sample, "range", VALUE_TEXT, "040-04f");
	check_value(&sample, "nothing", VALUE_NONE, "");
}

static void a_negative_number_and_a_null_pointer_are_not_known(void **state)
{
	const struct sample sample = { .number = -1 };

	(void)state;
	check_value(&sample, "number", VALUE_NONE, "");
	check_value(&sample, "pointer", VALUE_NONE, "");
	check_value(&sample, "array", VALUE_TEXT, "");
	check_value(&sample, "small", VALUE_NUMBER, "0");
}

/* A value is used for one field after the other. */
static void a_value_keeps_nothing_of_the_field_before(void **state)
{
	const struct sample sample = { .number = 12 };
	struct value value;

	(void)state;
	field_get(field_find(sample_fields, "number"), &sample, &value);
	field_get(field_find(sample_fields, "nothing"), &sample, &value);
	assert_int_equal(value.kind, VALUE_NONE);
	assert_string_equal(value.text, "");
}

static const struct {
	const char *command;
	const struct renderer *renderers;
} commands[] = {
	{ "map", map_renderers }, { "policy", policy_renderers }, { "explain", explain_renderers },
	{ "read", read_renderers }, { "write", write_renderers }, { "probe", probe_renderers },
	{ "restore", restore_renderers }, { "list", list_renderers }, { "info", info_renderers },
	{ "bind", bind_renderers }, { "verify", verify_renderers }, { "check", check_renderers },
	{ "lint", lint_renderers }, { "diff", diff_renderers },
};

/* Checks the rows of a record, and of the records inside it. Returns how many there are. */
static unsigned int check_fields(const char *command, const struct field *fields)
{
	unsigned int count = 0;

	for (const struct field *field = fields; field->key != NULL; field++, count++) {
		if ((field->get != NULL) != (field->source == FIELD_GETTER))
			fail_msg("%s: %s has a member and a getter, or neither", command,
				 field->key);
		for (const struct field *other = fields; other < field; other++) {
			if (strcmp(other->key, field->key) == 0)
				fail_msg("%s: %s is there twice", command, field->key);
			if (field->heading != NULL && other->heading != NULL &&
			    field->column == other->column)
				fail_msg("%s: %s and %s are one column", command, other->heading,
					 field->heading);
		}
		if (field->derived && field->heading == NULL)
			fail_msg("%s: %s is shown nowhere", command, field->key);
		if (field->fields != NULL)
			count += check_fields(command, field->fields);
	}
	return count;
}

static void no_record_has_a_key_or_a_column_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(commands); i++) {
		const struct renderer *renderer = commands[i].renderers;
		unsigned int rows = 0;

		for (; renderer->format != NULL; renderer++)
			if (renderer->fields != NULL)
				rows += check_fields(commands[i].command, renderer->fields);
		if (rows == 0)
			fail_msg("%s has no rows", commands[i].command);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_field_has_the_value_of_its_member_or_of_its_getter),
		cmocka_unit_test(a_negative_number_and_a_null_pointer_are_not_known),
		cmocka_unit_test(a_value_keeps_nothing_of_the_field_before),
		cmocka_unit_test(no_record_has_a_key_or_a_column_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
