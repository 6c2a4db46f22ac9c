/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each register and field is at the place of its name in the kernel's header of any release. */
#include "test.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/macros.h"
#include "model/registers/register.h"

#define HEADER "/usr/include/linux/pci_regs.h"

/* Names for which the header has another value on purpose. */
static const char *const other_values[] = {
	"EA_BASE", "EA_MAX_OFFSET",			/* from the start of an entry */
	"REBAR_CAP_SIZES", "REBAR_CTRL_BAR_SIZE",	/* up to 6.x the sizes of PCIe 2.1 alone */
};

/* Registers whose fields begin with another word in the header. */
static const struct {
	const char *name, *prefix;
} prefixes[] = {
	{ "BRIDGE_CONTROL", "BRIDGE_CTL" },
	{ "CB_BRIDGE_CONTROL", "CB_BRIDGE_CTL" },
};

static struct {
	char name[64];
	unsigned long value;
} defined[4096];
static size_t count;

static int read_header(void **state)
{
	FILE *file = fopen(HEADER, "re");
	char line[1024];

	(void)state;
	while (file != NULL && fgets(line, sizeof(line), file) != NULL && count < 4096) {
		char value[64], *end;

		if (sscanf(line, "#define PCI_%63s %63s", defined[count].name, value) != 2)
			continue;
		defined[count].value = strtoul(value, &end, 0);
		if (end != value && *end == '\0')
			count++;
	}
	if (file != NULL)
		fclose(file);
	return 0;
}

static const unsigned long *find_value(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(other_values); i++)
		if (strcmp(other_values[i], name) == 0)
			return NULL;
	for (size_t i = 0; i < count; i++)
		if (strcmp(defined[i].name, name) == 0)
			return &defined[i].value;
	return NULL;
}

static const char *prefix_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(prefixes); i++)
		if (strcmp(prefixes[i].name, name) == 0)
			return prefixes[i].prefix;
	return name;
}

static unsigned int compare_fields(const struct register_type *type)
{
	unsigned int compared = 0;

	for (const struct register_field *field = type->fields;
	     field != NULL && field->name != NULL; field++) {
		char name[128];
		const unsigned long *mask;

		snprintf(name, sizeof(name), "%s_%s", prefix_of(type->kernel), field->name);
		mask = find_value(name);
		if (mask == NULL)
			continue;
		compared++;
		if (*mask != bits_from(field->msb, field->lsb))
			fail_msg("%s is %x, and %lx in " HEADER, name,
				 bits_from(field->msb, field->lsb), *mask);
	}
	return compared;
}

static void compare(const struct register_type *types, size_t rows, unsigned int *registers,
		    unsigned int *fields)
{
	for (size_t i = 0; i < rows; i++) {
		const unsigned long *offset = types[i].kernel != NULL ? find_value(types[i].kernel) : NULL;

		if (types[i].kernel != NULL)
			*fields += compare_fields(&types[i]);
		if (offset == NULL)
			continue;
		++*registers;
		if (*offset != types[i].offset)
			fail_msg("%s is at %x, and at %lx in " HEADER, types[i].kernel,
				 types[i].offset, *offset);
	}
}

TEST(registers_and_fields_are_where_the_kernels_header_has_them)
{
	unsigned int registers = 0, fields = 0;
	size_t rows;
	const struct register_type *types = register_types_header(&rows);

	if (count == 0)
		skip();		/* no headers of the kernel here */
	compare(types, rows, &registers, &fields);
	for (unsigned int id = 1; id < 0x100; id++)
		for (int extended = 0; extended < 2; extended++) {
			types = register_types(extended, (uint16_t)id, &rows);
			compare(types, rows, &registers, &fields);
		}
	/* the header of Linux 6.1 names 228 and more than 320; an older one names fewer */
	assert_in_range(registers, 150, UINT_MAX);
	assert_in_range(fields, 200, UINT_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registers_and_fields_are_where_the_kernels_header_has_them),
	};

	return cmocka_run_group_tests_name("pci_regs.h", tests, read_header, NULL);
}
