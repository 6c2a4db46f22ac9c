// SPDX-License-Identifier: GPL-2.0-or-later
/* Invariants of each row of the tables of registers. */
#include "test.h"

#include <string.h>

#include "base/ascii.h"
#include "base/bits.h"
#include "base/macros.h"
#include "base/space.h"
#include "model/vfio/capability.h"
#include "model/registers/register.h"

/* One table: the header's, or that of a capability. */
struct table {
	bool header, extended;
	uint16_t id;
	const struct register_type *types;
	size_t count;
};

/* The header, standard and extended capabilities up to ID ff; more have no table. */
#define TABLES (1 + 0x100 + 0x100)

/* At most one of these conditions holds. */
static const uint32_t exclusive[] = {
	HEADER_TYPE0 | HEADER_TYPE1 | HEADER_TYPE2,
	VIRTIO_NOTIFY | VIRTIO_WINDOW | VIRTIO_MEMORY,
};

static struct table table_at(unsigned int index)
{
	struct table table = { .header = index == 0, .extended = index > 0x100 };

	if (table.header) {
		table.types = register_types_header(&table.count);
		return table;
	}
	table.id = (uint16_t)(index - (table.extended ? 0x101 : 1));
	table.types = register_types(table.extended, table.id, &table.count);
	return table;
}

static void complain(const struct table *table, const struct register_type *type, const char *what)
{
	char name[CAPABILITY_NAME_SIZE] = "header";

	if (!table->header)
		capability_name(table->extended, table->id, name);
	fail_msg("%s+%x: %s", name, type->offset, what);
}

/* Runs one check on each row of each table. */
static void check_rows(void (*check)(const struct table *, const struct register_type *))
{
	for (unsigned int i = 0; i < TABLES; i++) {
		struct table table = table_at(i);

		for (size_t j = 0; j < table.count; j++)
			check(&table, &table.types[j]);
	}
}

static bool within(unsigned int offset, const struct register_type *type)
{
	return offset >= type->offset && offset < (unsigned int)type->offset + type->width;
}

TEST(the_rows_of_a_table_ascend)
{
	for (unsigned int i = 0; i < TABLES; i++) {
		struct table table = table_at(i);

		for (size_t j = 1; j < table.count; j++)
			if (table.types[j].variant == table.types[j - 1].variant &&
			    table.types[j].offset < table.types[j - 1].offset)
				complain(&table, &table.types[j], "follows a higher one");
	}
}

static void check_place(const struct table *table, const struct register_type *type)
{
	if (type->width != 1 && type->width != 2 && type->width != 4)
		complain(table, type, "no register is so wide");
	if (type->offset % type->width != 0 || type->stride % type->width != 0)
		complain(table, type, "not aligned");
	if (type->offset + type->width > (table->extended ? SPACE_SIZE_EXTENDED : SPACE_SIZE))
		complain(table, type, "past the end");
	if (table->header && type->offset + type->width > 0x48)
		complain(table, type, "not in a header");
}

TEST(each_register_is_aligned_and_inside_configuration_space)
{
	check_rows(check_place);
}

/* Whether these conditions can hold at one time. */
static bool possible(const struct table *table, uint32_t conditions)
{
	unsigned int types = conditions & exclusive[0];

	for (size_t i = 0; i < ARRAY_LENGTH(exclusive); i++) {
		uint32_t some = conditions & exclusive[i];

		if ((some & (some - 1)) != 0)
			return false;
	}
	return !table->header || types != 0;
}

/* No byte has two registers, also where registers repeat. */
static void check_overlap(const struct table *table, uint8_t variant, uint32_t conditions)
{
	bool taken[0x400] = { false };

	for (size_t i = 0; i < table->count; i++) {
		const struct register_type *type = &table->types[i];
		unsigned int repeats = type->stride != 0 ? 2 : 1;

		if (type->alias || (type->only_if & ~conditions) || (type->unless & conditions) ||
		    (type->variant != VARIANT_ANY && type->variant != variant))
			continue;
		for (unsigned int byte = 0; byte < repeats * type->width; byte++) {
			unsigned int offset = type->offset + byte / type->width * type->stride +
					      byte % type->width;

			if (taken[offset])
				complain(table, type, "overlaps another register");
			taken[offset] = true;
		}
	}
}

/* The rows that a capability of this variant can have together. */
static void check_variant(const struct table *table, uint8_t variant)
{
	uint32_t used = 0, conditions = 0;

	for (size_t j = 0; j < table->count; j++)
		used |= table->types[j].only_if | table->types[j].unless;
	do {
		if (possible(table, conditions))
			check_overlap(table, variant, conditions);
		conditions = (conditions - used) & used;	/* the next subset */
	} while (conditions != 0);
}

TEST(no_registers_overlap_that_can_be_there_together)
{
	for (unsigned int i = 0; i < TABLES; i++) {
		struct table table = table_at(i);

		for (size_t j = 0; j < table.count; j++)
			if (j == 0 || table.types[j].variant != table.types[j - 1].variant)
				check_variant(&table, table.types[j].variant);
	}
}

static void check_alias(const struct table *table, const struct register_type *alias)
{
	for (unsigned int i = 0; alias->alias && i < alias->width; i++) {
		bool covered = false;

		for (size_t j = 0; j < table->count; j++)
			covered = covered || (!table->types[j].alias &&
					      within(alias->offset + i, &table->types[j]));
		if (!covered)
			complain(table, alias, "another name of nothing");
	}
}

TEST(an_alias_lies_over_other_registers)
{
	check_rows(check_alias);
}

static void check_fields(const struct table *table, const struct register_type *type)
{
	int last = -1;

	for (const struct register_field *field = type->fields;
	     field != NULL && field->name != NULL; field++) {
		if (field->lsb <= last || field->msb < field->lsb)
			complain(table, type, field->name);
		if (field->msb >= 8 * type->width || field->name[0] == '\0')
			complain(table, type, field->name);
		last = field->msb;
	}
	if (type->fields != NULL && type->fields->name == NULL)
		complain(table, type, "a list without fields");
}

TEST(fields_lie_inside_their_register_and_do_not_overlap)
{
	check_rows(check_fields);
}

/* A bit that is cleared by a write was set by the device. */
static void check_w1c(const struct table *table, const struct register_type *type)
{
	if ((type->w1c & ~bits_all(type->width)) != 0)
		complain(table, type, "bits to clear outside of it");
	for (const struct register_field *field = type->fields;
	     field != NULL && field->name != NULL; field++)
		if ((type->w1c & bits_from(field->msb, field->lsb)) != 0 &&
		    register_nature(type, field) != NATURE_VOLATILE)
			complain(table, type, field->name);
}

TEST(bits_that_a_write_of_1_clears_are_in_their_register_and_volatile)
{
	check_rows(check_w1c);
}

static void check_natures(const struct table *table, const struct register_type *type)
{
	if (type->nature > NATURE_VOLATILE)
		complain(table, type, "no nature");
	if (register_nature(type, NULL) != type->nature)
		complain(table, type, "not its own nature");
	for (const struct register_field *field = type->fields;
	     field != NULL && field->name != NULL; field++) {
		if (register_nature(type, field) > NATURE_VOLATILE)
			complain(table, type, field->name);
		if (field->nature == type->nature)
			complain(table, type, "a field repeats the nature of its register");
	}
}

TEST(each_register_and_field_has_a_nature)
{
	check_rows(check_natures);
}

TEST(a_field_has_the_nature_of_its_register_unless_it_says_another)
{
	size_t count;
	const struct register_type *types = register_types_header(&count);
	const struct register_type *status = &types[3];

	assert_string_equal(status->kernel, "STATUS");
	assert_string_equal(status->fields[0].name, "IMM_READY");
	assert_int_equal(register_nature(status, &status->fields[0]), NATURE_CONSTANT);
	assert_string_equal(status->fields[1].name, "INTERRUPT");
	assert_int_equal(register_nature(status, &status->fields[1]), NATURE_VOLATILE);
}

TEST(natures_have_the_names_that_are_promised)
{
	assert_string_equal(register_nature_name(NATURE_CONSTANT), "constant");
	assert_string_equal(register_nature_name(NATURE_UNIT), "unit");
	assert_string_equal(register_nature_name(NATURE_STATE), "state");
	assert_string_equal(register_nature_name(NATURE_VOLATILE), "volatile");
}

/* Whether a row of another place has the name; VC_x may be in three tables. */
static bool used_elsewhere(const char *name, const struct register_type *owner)
{
	for (unsigned int i = 0; i < TABLES; i++) {
		struct table table = table_at(i);

		for (size_t j = 0; j < table.count; j++) {
			const struct register_type *type = &table.types[j];

			if (type == owner)
				continue;
			if (type->setpci != NULL && strcmp(type->setpci, name) == 0)
				return true;
			if (type->kernel != NULL && strcmp(type->kernel, name) == 0)
				return true;
		}
	}
	return false;
}

static void check_name(const struct table *table, const struct register_type *type,
		       const char *name)
{
	bool extended;
	unsigned int number;
	uint16_t id;

	if (name == NULL)
		return;
	if (used_elsewhere(name, type))
		complain(table, type, "has another's name");
	if (strncmp(name, "PCI_", 4) == 0 || name[strcspn(name, "+.@-=: ")] != '\0')
		complain(table, type, "no name");
	if (ascii_hex(name, strlen(name), &number))
		complain(table, type, "its name is a number");
	if (!table->header && capability_parse(name, strlen(name), &extended, &id))
		complain(table, type, "has a capability's name");
}

static void check_names(const struct table *table, const struct register_type *type)
{
	check_name(table, type, type->setpci);
	check_name(table, type, type->kernel);
	if (type->setpci != NULL && !table->header)
		complain(table, type, "setpci names only the header's");
	if (table->header && type->setpci == NULL && type->kernel == NULL)
		complain(table, type, "a register of the header without name");
}

TEST(each_name_is_of_one_register)
{
	check_rows(check_names);
}

TEST(the_three_virtual_channel_capabilities_have_one_table)
{
	size_t count[3];
	const struct register_type *types = register_types(true, ECAP_ID_VC, &count[0]);

	assert_ptr_equal(register_types(true, ECAP_ID_MFVC, &count[1]), types);
	assert_ptr_equal(register_types(true, ECAP_ID_VC9, &count[2]), types);
	assert_int_equal(count[0], count[1]);
	assert_int_equal(count[0], count[2]);
}

TEST(each_known_capability_has_its_header)
{
	for (unsigned int i = 1; i < TABLES; i++) {
		struct table table = table_at(i);
		bool known = capability_find(table.extended, table.id) != NULL;

		assert_int_equal(table.count != 0, known);
		assert_int_equal(table.types != NULL, known);
		if (!known)
			continue;
		assert_int_equal(table.types[0].offset, 0);
		assert_int_equal(table.types[0].width, table.extended ? 4 : 1);
		assert_int_equal(table.types[0].only_if | table.types[0].unless, 0);
		assert_int_equal(table.types[0].nature, NATURE_CONSTANT);
		assert_int_equal(table.extended ? 1 : table.types[1].offset, 1);
	}
}

TEST(an_id_past_all_tables_has_no_register)
{
	static const uint16_t ids[] = { 0x00ff, 0x0100, 0x0101, 0x1001, 0xfffe, 0xffff };

	for (size_t i = 0; i < ARRAY_LENGTH(ids); i++) {
		size_t count = 1;

		assert_null(register_types(true, ids[i], &count));
		assert_int_equal(count, 0);
		count = 1;
		assert_null(register_types(false, ids[i], &count));
		assert_int_equal(count, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rows_of_a_table_ascend),
		cmocka_unit_test(each_register_is_aligned_and_inside_configuration_space),
		cmocka_unit_test(no_registers_overlap_that_can_be_there_together),
		cmocka_unit_test(an_alias_lies_over_other_registers),
		cmocka_unit_test(fields_lie_inside_their_register_and_do_not_overlap),
		cmocka_unit_test(bits_that_a_write_of_1_clears_are_in_their_register_and_volatile),
		cmocka_unit_test(each_register_and_field_has_a_nature),
		cmocka_unit_test(a_field_has_the_nature_of_its_register_unless_it_says_another),
		cmocka_unit_test(natures_have_the_names_that_are_promised),
		cmocka_unit_test(each_name_is_of_one_register),
		cmocka_unit_test(the_three_virtual_channel_capabilities_have_one_table),
		cmocka_unit_test(each_known_capability_has_its_header),
		cmocka_unit_test(an_id_past_all_tables_has_no_register),
	};

	return cmocka_run_group_tests_name("register tables", tests, NULL, NULL);
}
