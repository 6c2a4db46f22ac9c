// SPDX-License-Identifier: GPL-2.0-or-later
/* Type information, put together by hand as Documentation/bpf/btf.rst has it. */
#include <linux/btf.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

#include "base/macros.h"
#include "kernel/btf.h"

/* One object while it is written: its types and its strings. */
struct writer {
	uint8_t types[1024];
	size_t types_size;
	char strings[256];
	size_t strings_size;
	size_t base_size;	/* of the strings of another object that come before */
};

/* As pahole writes it: the types first, then the strings. */
struct file {
	uint8_t *bytes;		/* of exactly that size, so that ASan sees a read past it */
	size_t size;
};

static struct writer start(void)
{
	return (struct writer) { .strings_size = 1 };
}

static void add(struct writer *writer, const void *bytes, size_t size)
{
	assert_true(writer->types_size + size <= sizeof(writer->types));
	memcpy(writer->types + writer->types_size, bytes, size);
	writer->types_size += size;
}

static uint32_t string(struct writer *writer, const char *text)
{
	size_t offset = writer->strings_size, size = strlen(text) + 1;

	assert_true(offset + size <= sizeof(writer->strings));
	memcpy(writer->strings + offset, text, size);
	writer->strings_size += size;
	return (uint32_t)(writer->base_size + offset);
}

static void add_type(struct writer *writer, uint32_t name, unsigned int kind, bool flag,
		     unsigned int entries)
{
	const struct btf_type type = {
		.name_off = name, .info = (uint32_t)flag << 31 | kind << 24 | entries, .size = 64,
	};

	add(writer, &type, sizeof(type));
}

static void add_member(struct writer *writer, uint32_t name, uint32_t offset)
{
	const struct btf_member member = { .name_off = name, .type = 1, .offset = offset };

	add(writer, &member, sizeof(member));
}

/* struct device { ... long first; ... long second; }, the second at byte 16 */
static void add_device(struct writer *writer)
{
	add_type(writer, string(writer, "device"), BTF_KIND_STRUCT, false, 2);
	add_member(writer, string(writer, "first"), 0);
	add_member(writer, string(writer, "second"), 16 * 8);
}

static struct file finish(const struct writer *writer)
{
	const struct btf_header header = {
		.magic = BTF_MAGIC, .version = BTF_VERSION, .hdr_len = sizeof(header),
		.type_len = (uint32_t)writer->types_size,
		.str_off = (uint32_t)writer->types_size,
		.str_len = (uint32_t)writer->strings_size,
	};
	struct file file = { .size = sizeof(header) + writer->types_size + writer->strings_size };

	file.bytes = malloc(file.size);
	assert_non_null(file.bytes);
	memcpy(file.bytes, &header, sizeof(header));
	memcpy(file.bytes + sizeof(header), writer->types, writer->types_size);
	memcpy(file.bytes + sizeof(header) + writer->types_size, writer->strings,
	       writer->strings_size);
	return file;
}

/* Returns the offset of device.second and frees the object. */
static int offset_of_second(const struct writer *writer)
{
	struct file file = finish(writer);
	struct btf btf;
	int offset;

	assert_true(btf_parse(file.bytes, file.size, NULL, &btf));
	offset = btf_member_offset(&btf, "device", "second");
	free(file.bytes);
	return offset;
}

/* Whether the object parses with other bytes in its header; it is used then, too. */
static bool parses_with(size_t field, const void *value, size_t size)
{
	struct writer writer = start();
	struct file file;
	struct btf btf;
	bool parsed;

	add_device(&writer);
	file = finish(&writer);
	memcpy(file.bytes + field, value, size);
	parsed = btf_parse(file.bytes, file.size, NULL, &btf);
	if (parsed)
		btf_member_offset(&btf, "device", "nosuch");
	free(file.bytes);
	return parsed;
}

#define PARSES_WITH(name, value) \
	parses_with(offsetof(struct btf_header, name), \
		    &(const __typeof__(((struct btf_header *)0)->name)){ (value) }, \
		    sizeof(((struct btf_header *)0)->name))

TEST(a_member_is_found_by_its_name)
{
	struct writer writer = start();
	struct file file;
	struct btf btf;

	add_device(&writer);
	file = finish(&writer);
	assert_true(btf_parse(file.bytes, file.size, NULL, &btf));
	assert_int_equal(btf_member_offset(&btf, "device", "first"), 0);
	assert_int_equal(btf_member_offset(&btf, "device", "second"), 16);
	assert_int_equal(btf_member_offset(&btf, "device", "third"), -1);
	assert_int_equal(btf_member_offset(&btf, "devic", "second"), -1);
	assert_int_equal(btf_member_offset(&btf, "device2", "second"), -1);
	assert_int_equal(btf_member_offset(&btf, "", "second"), -1);
	free(file.bytes);
}

TEST(a_structure_has_a_size)
{
	struct writer writer = start();
	struct file file;
	struct btf btf;

	add_type(&writer, string(&writer, "union"), BTF_KIND_UNION, false, 0);
	add_device(&writer);
	file = finish(&writer);
	assert_true(btf_parse(file.bytes, file.size, NULL, &btf));
	assert_int_equal(btf_structure_size(&btf, "device"), 64);
	assert_int_equal(btf_structure_size(&btf, "union"), -1);
	assert_int_equal(btf_structure_size(&btf, "first"), -1);
	free(file.bytes);
}

TEST(what_follows_a_type_of_any_kind_is_passed_over)
{
	static const struct {
		unsigned int kind;
		size_t fixed, entry;	/* following bytes: once, and for each entry */
	} kinds[] = {
		{ BTF_KIND_INT, 4, 0 },		{ BTF_KIND_PTR, 0, 0 },
		{ BTF_KIND_ARRAY, 12, 0 },	{ BTF_KIND_STRUCT, 0, 12 },
		{ BTF_KIND_UNION, 0, 12 },	{ BTF_KIND_ENUM, 0, 8 },
		{ BTF_KIND_FWD, 0, 0 },		{ BTF_KIND_TYPEDEF, 0, 0 },
		{ BTF_KIND_VOLATILE, 0, 0 },	{ BTF_KIND_CONST, 0, 0 },
		{ BTF_KIND_RESTRICT, 0, 0 },	{ BTF_KIND_FUNC, 0, 0 },
		{ BTF_KIND_FUNC_PROTO, 0, 8 },	{ BTF_KIND_VAR, 4, 0 },
		{ BTF_KIND_DATASEC, 0, 12 },	{ BTF_KIND_FLOAT, 0, 0 },
		{ BTF_KIND_DECL_TAG, 4, 0 },	{ BTF_KIND_TYPE_TAG, 0, 0 },
		{ BTF_KIND_ENUM64, 0, 12 },
	};
	/* as a type it would be a structure of 65535 members, which ends the search */
	static const uint32_t rest[9] = {
		0x0400ffff, 0x0400ffff, 0x0400ffff, 0x0400ffff, 0x0400ffff,
		0x0400ffff, 0x0400ffff, 0x0400ffff, 0x0400ffff,
	};

	assert_int_equal(ARRAY_LENGTH(kinds), BTF_KIND_ENUM64);
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
		for (unsigned int entries = 0; entries <= 3; entries += 3) {
			struct writer writer = start();

			add_type(&writer, 0, kinds[i].kind, false, entries);
			add(&writer, rest, kinds[i].fixed + entries * kinds[i].entry);
			add_device(&writer);
			if (offset_of_second(&writer) != 16)
				fail_msg("kind %u with %u entries", kinds[i].kind, entries);
		}
	}
}

TEST(only_a_structure_of_that_name_is_meant)
{
	static const unsigned int others[] = {
		BTF_KIND_UNION, BTF_KIND_FWD, BTF_KIND_TYPEDEF,
	};

	for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
		struct writer writer = start();
		bool members = others[i] == BTF_KIND_UNION;

		add_type(&writer, string(&writer, "device"), others[i], false, members ? 1 : 0);
		if (members)
			add_member(&writer, string(&writer, "second"), 8 * 8);
		add_device(&writer);
		assert_int_equal(offset_of_second(&writer), 16);
	}
}

TEST(with_the_flag_an_offset_has_the_size_of_a_bit_field_above_it)
{
	struct writer writer = start();
	struct file file;
	struct btf btf;

	add_type(&writer, string(&writer, "device"), BTF_KIND_STRUCT, true, 3);
	add_member(&writer, string(&writer, "first"), 0x00fffff8);
	add_member(&writer, string(&writer, "bits"), 4U << 24 | 8 * 8);
	add_member(&writer, string(&writer, "odd"), 8 * 8 + 4);
	file = finish(&writer);
	assert_true(btf_parse(file.bytes, file.size, NULL, &btf));
	assert_int_equal(btf_member_offset(&btf, "device", "first"), 0x1fffff);
	assert_int_equal(btf_member_offset(&btf, "device", "bits"), -1);
	assert_int_equal(btf_member_offset(&btf, "device", "odd"), -1);
	free(file.bytes);
}

TEST(without_the_flag_all_of_it_is_the_offset)
{
	struct writer writer = start();
	struct file file;
	struct btf btf;

	add_type(&writer, string(&writer, "device"), BTF_KIND_STRUCT, false, 2);
	add_member(&writer, string(&writer, "far"), 0x01000000);
	add_member(&writer, string(&writer, "odd"), 8 * 8 + 1);
	file = finish(&writer);
	assert_true(btf_parse(file.bytes, file.size, NULL, &btf));
	assert_int_equal(btf_member_offset(&btf, "device", "far"), 0x200000);
	assert_int_equal(btf_member_offset(&btf, "device", "odd"), -1);
	free(file.bytes);
}

/* A kernel with the string "second", and a module whose strings continue after it. */
static void write_both(struct file *kernel, struct file *module)
{
	struct writer base = start(), sequel = { .strings_size = 0 };
	uint32_t second = string(&base, "second");

	sequel.base_size = base.strings_size;
	add_type(&sequel, string(&sequel, "device"), BTF_KIND_STRUCT, false, 2);
	add_member(&sequel, second, 24 * 8);
	add_member(&sequel, string(&sequel, "own"), 32 * 8);
	*kernel = finish(&base);
	*module = finish(&sequel);
}

TEST(a_modules_names_go_on_where_the_kernels_end)
{
	struct file kernel_file, module_file;
	struct btf kernel, module;

	write_both(&kernel_file, &module_file);
	assert_true(btf_parse(kernel_file.bytes, kernel_file.size, NULL, &kernel));
	assert_true(btf_parse(module_file.bytes, module_file.size, &kernel, &module));
	assert_int_equal(btf_member_offset(&module, "device", "second"), 24);
	assert_int_equal(btf_member_offset(&module, "device", "own"), 32);
	assert_int_equal(btf_member_offset(&kernel, "device", "second"), -1);
	free(kernel_file.bytes);
	free(module_file.bytes);
}

TEST(a_module_without_its_kernel_has_other_names)
{
	struct file kernel_file, module_file;
	struct btf module;

	write_both(&kernel_file, &module_file);
	assert_true(btf_parse(module_file.bytes, module_file.size, NULL, &module));
	assert_int_equal(btf_member_offset(&module, "device", "second"), -1);
	free(kernel_file.bytes);
	free(module_file.bytes);
}

TEST(a_name_past_the_strings_is_not_read)
{
	static const uint32_t places[] = { 4096, 0x7fffffff, 0x80000000, 0xffffffff };

	for (size_t i = 0; i < ARRAY_LENGTH(places); i++) {
		struct writer writer = start();

		add_type(&writer, places[i], BTF_KIND_STRUCT, false, 1);
		add_member(&writer, places[i], 0);
		add_device(&writer);
		assert_int_equal(offset_of_second(&writer), 16);
	}
}

TEST(the_first_byte_after_the_strings_is_not_a_name)
{
	const uint32_t behind = 1 + sizeof("device") + sizeof("first") + sizeof("second");
	struct writer writer = start();

	add_type(&writer, behind, BTF_KIND_STRUCT, false, 0);
	add_device(&writer);
	assert_int_equal(writer.strings_size, behind);
	assert_int_equal(offset_of_second(&writer), 16);
}

TEST(an_object_that_is_cut_anywhere_is_refused)
{
	struct writer writer = start();
	struct file file;

	add_device(&writer);
	file = finish(&writer);
	for (size_t size = 0; size < file.size; size++) {
		uint8_t *cut = malloc(size > 0 ? size : 1);
		struct btf btf;

		assert_non_null(cut);
		memcpy(cut, file.bytes, size);
		assert_false(btf_parse(cut, size, NULL, &btf));
		free(cut);
	}
	free(file.bytes);
}

TEST(types_that_are_cut_anywhere_have_no_structure)
{
	struct writer whole = start();

	add_type(&whole, 0, BTF_KIND_INT, false, 0);
	add(&whole, "\0\0\0", 4);
	add_device(&whole);
	for (size_t size = 0; size < whole.types_size; size++) {
		struct writer writer = whole;

		writer.types_size = size;
		assert_int_equal(offset_of_second(&writer), -1);
	}
	assert_int_equal(offset_of_second(&whole), 16);
}

TEST(more_entries_than_there_are_bytes_end_the_search)
{
	struct writer writer = start();

	add_type(&writer, 0, BTF_KIND_FUNC_PROTO, false, 0xffff);
	add_device(&writer);
	assert_int_equal(offset_of_second(&writer), -1);
	writer = start();
	add_type(&writer, string(&writer, "device"), BTF_KIND_STRUCT, false, 0xffff);
	add_member(&writer, string(&writer, "second"), 0);
	assert_int_equal(offset_of_second(&writer), -1);
}

TEST(an_invalid_header_is_reported)
{
	assert_true(PARSES_WITH(magic, BTF_MAGIC));
	assert_false(PARSES_WITH(magic, 0x9feb));
	assert_false(PARSES_WITH(version, BTF_VERSION + 1));
	assert_false(PARSES_WITH(hdr_len, sizeof(struct btf_header) - 1));
	assert_false(PARSES_WITH(hdr_len, 0));
	assert_false(PARSES_WITH(hdr_len, 0x7fffffff));
	assert_false(PARSES_WITH(hdr_len, 0xffffffff));
}

TEST(a_header_that_is_too_short_is_reported_even_with_correct_sections)
{
	struct writer writer = start();
	struct btf_header header;
	struct file file;
	struct btf btf;

	add_device(&writer);
	file = finish(&writer);
	memcpy(&header, file.bytes, sizeof(header));
	header.hdr_len -= 4;
	header.type_off += 4;
	header.str_off += 4;
	memcpy(file.bytes, &header, sizeof(header));
	assert_false(btf_parse(file.bytes, file.size, NULL, &btf));
	free(file.bytes);
}

TEST(a_section_past_the_end_is_reported)
{
	static const uint32_t far[] = { 0x1000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff };

	for (size_t i = 0; i < ARRAY_LENGTH(far); i++) {
		assert_false(PARSES_WITH(type_off, far[i]));
		assert_false(PARSES_WITH(type_len, far[i]));
		assert_false(PARSES_WITH(str_off, far[i]));
		assert_false(PARSES_WITH(str_len, far[i]));
	}
	assert_false(PARSES_WITH(str_len, 0));
}

TEST(strings_without_an_end_are_reported)
{
	struct writer writer = start();
	struct file file;
	struct btf btf;

	add_device(&writer);
	file = finish(&writer);
	file.bytes[file.size - 1] = 'x';
	assert_false(btf_parse(file.bytes, file.size, NULL, &btf));
	free(file.bytes);
}

TEST(a_longer_header_and_sections_elsewhere_are_followed)
{
	struct writer writer = start();
	struct btf_header header;
	struct file file;
	struct btf btf;
	uint8_t *bytes;

	add_device(&writer);
	file = finish(&writer);
	memcpy(&header, file.bytes, sizeof(header));
	/* 8 bytes more of header; the strings first, 4 bytes, the types */
	header.hdr_len += 8;
	header.str_off = 0;
	header.type_off = header.str_len + 4;
	bytes = malloc(file.size + 12);
	assert_non_null(bytes);
	memcpy(bytes, &header, sizeof(header));
	memcpy(bytes + header.hdr_len, writer.strings, writer.strings_size);
	memcpy(bytes + header.hdr_len + header.type_off, writer.types, writer.types_size);
	assert_true(btf_parse(bytes, file.size + 12, NULL, &btf));
	assert_int_equal(btf_member_offset(&btf, "device", "second"), 16);
	free(bytes);
	free(file.bytes);
}

TEST(any_byte_may_be_another_one)
{
	struct writer writer = start();
	struct file file;

	add_device(&writer);
	file = finish(&writer);
	for (size_t place = 0; place < file.size; place++) {
		for (unsigned int value = 1; value < 256; value++) {
			struct btf btf;

			file.bytes[place] ^= (uint8_t)value;
			if (btf_parse(file.bytes, file.size, NULL, &btf))
				btf_member_offset(&btf, "device", "second");
			file.bytes[place] ^= (uint8_t)value;
		}
	}
	free(file.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_member_is_found_by_its_name),
		cmocka_unit_test(a_structure_has_a_size),
		cmocka_unit_test(what_follows_a_type_of_any_kind_is_passed_over),
		cmocka_unit_test(only_a_structure_of_that_name_is_meant),
		cmocka_unit_test(with_the_flag_an_offset_has_the_size_of_a_bit_field_above_it),
		cmocka_unit_test(without_the_flag_all_of_it_is_the_offset),
		cmocka_unit_test(a_modules_names_go_on_where_the_kernels_end),
		cmocka_unit_test(a_module_without_its_kernel_has_other_names),
		cmocka_unit_test(a_name_past_the_strings_is_not_read),
		cmocka_unit_test(the_first_byte_after_the_strings_is_not_a_name),
		cmocka_unit_test(an_object_that_is_cut_anywhere_is_refused),
		cmocka_unit_test(types_that_are_cut_anywhere_have_no_structure),
		cmocka_unit_test(more_entries_than_there_are_bytes_end_the_search),
		cmocka_unit_test(an_invalid_header_is_reported),
		cmocka_unit_test(a_header_that_is_too_short_is_reported_even_with_correct_sections),
		cmocka_unit_test(a_section_past_the_end_is_reported),
		cmocka_unit_test(strings_without_an_end_are_reported),
		cmocka_unit_test(a_longer_header_and_sections_elsewhere_are_followed),
		cmocka_unit_test(any_byte_may_be_another_one),
	};

	return cmocka_run_group_tests_name("btf", tests, NULL, NULL);
}
