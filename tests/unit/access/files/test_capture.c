// SPDX-License-Identifier: GPL-2.0-or-later
/* The reader of captures: facts, both views, and what is damaged. */
#include "base/device_list.h"
#include "dump_reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>


#define HEAD \
	"0000:01:00.0 0200: 8086:10d3\n" \
	"# vfio-cfgtool-capture 1\n" \
	"# tool vfio-cfgtool 9\n" \
	"# kernel 6.1.0-56-amd64\n" \
	"# rules 6.1.192\n" \
	"# basis table\n" \
	"# source vfio\n" \
	"# size 100\n" \
	"# read 000-0ff\n" \
	"# ids 8086:10d3 020000 03\n"

/* The hardware view, and the user view if there is one: byte n is n, or n + 1. */
static void write_bytes(FILE *stream, unsigned int lines, bool user)
{
	for (unsigned int line = 0; line < lines; line++) {
		fprintf(stream, user ? "# user %02x:" : "%02x:", line * 16);
		for (unsigned int i = 0; i < 16; i++)
			fprintf(stream, " %02x", (line * 16 + i + user) & 0xff);
		fputc('\n', stream);
	}
}

/* A capture: its head, more lines, so many lines of both views, and its end. */
static char *capture(const char *head, const char *more, unsigned int lines, const char *end)
{
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);

	assert_non_null(stream);
	fprintf(stream, "%s%s", head, more);
	write_bytes(stream, lines, false);
	fputs(end, stream);
	fclose(stream);
	return text;
}

/* Reads one that is in order; *list is the caller's. */
static const struct device *read_whole(const char *more, struct device_list *list)
{
	CLEANUP_FREE char *text = capture(HEAD, more, 16, "# end\n");
	struct fault fault = { .code = FAULT_NONE };

	if (read_bytes(text, strlen(text), list, &fault) != 0)
		fail_msg("%s", fault.message);
	assert_int_equal(list->count, 1);
	assert_non_null(list->slots[0].device->capture);
	return list->slots[0].device;
}

/* Refuses a text, with this in the message. */
static void assert_refused(char *text, const char *message)
{
	CLEANUP_FREE char *owned = text;
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct fault fault = { .code = FAULT_NONE };

	assert_int_equal(read_bytes(owned, strlen(owned), &list, &fault), -EINVAL);
	if (strstr(fault.message, message) == NULL)
		fail_msg("'%s' is not in: %s", message, fault.message);
	assert_non_null(strstr(fault.hint, "vfio-cfgtool capture"));
}

TEST(the_text_next_to_the_bytes_is_recognized)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	const struct device *device = read_whole(
		"# kernel-version #1 SMP Debian 6.1.192-2\n# note none\n"
		"# driver virtio-vfio-pci\n# group 25\n# vf yes\n# physfn 0000:01:00.7\n# vfs 3\n"
		"# irq 80000000\n# no-intx yes\n# opregion no\n# open yes\n"
		"# resource 0 fe400000 fe41ffff 40200\n# resource 6 fe420000 fe43ffff 46200\n"
		"# region 0 7 20000\n# region 9 1 2000 type 80008086 1\n"
		"# parameter vfio_pci nointxmask Y\n# parameter vfio_pci ids \n", &list);
	const struct capture *made = device->capture;

	assert_string_equal(made->tool, "vfio-cfgtool 9");
	assert_string_equal(made->kernel, "6.1.0-56-amd64");
	assert_string_equal(made->kernel_version, "#1 SMP Debian 6.1.192-2");
	assert_string_equal(made->rules, "6.1.192");
	assert_string_equal(made->basis, "table");
	assert_string_equal(made->source, "vfio");
	assert_string_equal(made->physfn, "0000:01:00.7");
	assert_int_equal(made->vfs, 3);
	assert_string_equal(device->driver, "virtio-vfio-pci");
	assert_int_equal(device->vendor, 0x8086);
	assert_int_equal(device->product, 0x10d3);
	assert_int_equal(device->class, 0x020000);
	assert_int_equal(device->revision, 3);
	assert_int_equal(device->iommu_group, 25);
	assert_true(device->is_vf && !device->vf_assumed && device->no_intx && device->is_open);
	assert_true(device->irq == INT64_C(0x80000000));
	assert_int_equal(device->opregion, KNOWN_NO);
	assert_true(device->resources_known && device->nointxmask);
	assert_true(device->resources.at[0].end == 0xfe41ffff);
	assert_true(device->resources.at[6].flags == 0x46200);
	assert_true(device->resources.at[1].start == 0);
	assert_int_equal(made->regions, 2);
	assert_true(made->region[1].has_type && !made->region[0].has_type);
	assert_true(made->region[1].type == 0x80008086 && made->region[1].subtype == 1);
	assert_true(made->region[0].size == 0x20000 && made->region[0].flags == 7);
	assert_int_equal(made->parameters, 2);
	assert_string_equal(made->parameter[1].value, "");
}

TEST(what_is_not_said_is_not_known)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	const struct device *device = read_whole("", &list);

	assert_true(device->irq == -1 && device->iommu_group == -1);
	assert_false(device->resources_known || device->is_vf || device->is_open);
	assert_int_equal(device->opregion, KNOWN_NOT);
	assert_null(device->user);
	assert_int_equal(device->capture->vfs, -1);
	assert_int_equal(device->space.view, VIEW_HARDWARE);
	assert_int_equal(device->space.read, SPACE_SIZE);
}

TEST(both_views_are_read_and_an_unknown_byte_of_the_user_stays_so)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	char *user = NULL;
	size_t length;
	FILE *stream = open_memstream(&user, &length);
	const struct device *device;

	fputs("# user-size 100\n", stream);
	write_bytes(stream, 16, true);
	fclose(stream);
	memcpy(strstr(user, " 05"), " ??", 3);
	device = read_whole(user, &list);
	free(user);
	assert_non_null(device->user);
	assert_int_equal(device->user->view, VIEW_USER);
	assert_int_equal(device->user->size, SPACE_SIZE);
	assert_int_equal(device->user->read, SPACE_SIZE - 1);
	assert_false(space_is_known(device->user, 4));
	assert_int_equal(space_byte(device->user, 0x10), 0x11);
	assert_int_equal(space_byte(&device->space, 0x10), 0x10);
}

TEST(unread_bytes_are_unknown_with_any_value_in_the_dump)
{
	CLEANUP_FREE char *text = capture("0000:01:00.0 0200: 8086:10d3\n"
					  "# vfio-cfgtool-capture 1\n# rules 6.1\n"
					  "# size 600\n# read 000-03f\n# read 080-0ff\n"
					  "# ids 8086:10d3 020000 03\n", "# view user\n", 16,
					  "# end\n");
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	const struct device *device;

	assert_int_equal(read_bytes(text, strlen(text), &list, NULL), 0);
	device = list.slots[0].device;
	assert_int_equal(device->space.size, 0x600);
	assert_int_equal(device->space.view, VIEW_USER);
	assert_int_equal(device->space.read, 0xc0);
	assert_true(space_is_known(&device->space, 0x3f));
	assert_false(space_is_known(&device->space, 0x40));
	assert_true(space_is_known(&device->space, 0x80));
	assert_int_equal(space_byte(&device->space, 0x40), 0xff);
}

TEST(keys_of_later_versions_are_ignored)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	read_whole("# weather rain\n# new\n#new line\n#\n", &list);
}

TEST(comments_of_a_plain_dump_are_none_of_its_facts)
{
	static const char text[] = "# end\n01:00.0 Thing\n# capture of monday\n# size ff\n"
				   "# user 00: xx\n00: 86 80\n# ids nothing\n";
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };

	assert_int_equal(read_bytes(text, strlen(text), &list, NULL), 0);
	assert_int_equal(list.count, 1);
	assert_null(list.slots[0].device->capture);
	assert_int_equal(list.slots[0].device->space.read, 2);
}

TEST(one_file_can_have_a_capture_and_a_dump)
{
	CLEANUP_FREE char *text = capture(HEAD, "", 16, "# end\n\n02:00.0 Thing\n00: 86 80\n\n" HEAD);
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct fault fault = { .code = FAULT_NONE };

	assert_int_equal(read_bytes(text, strlen(text), &list, &fault), -EINVAL);
	*strstr(strstr(text, "02:00.0"), "\n\n") = '\0';
	device_list_free(&list);
	list = (struct device_list) { .slots = NULL };
	assert_int_equal(read_bytes(text, strlen(text), &list, &fault), 0);
	assert_int_equal(list.count, 2);
	assert_non_null(list.slots[0].device->capture);
	assert_null(list.slots[1].device->capture);
}

TEST(a_value_that_cannot_be_understood_is_named_by_its_line)
{
	static const struct {
		const char *line, *message;
	} rows[] = {
		{ "# size 1001\n", "line 11: not a number in range: '# size 1001'" },
		{ "# size 80\n", "line 11: not a number" },
		{ "# read 000\n", "line 11: not a range of bytes" },
		{ "# read 010-00f\n", "line 11: not a range of bytes" },
		{ "# read 000-1000\n", "line 11: not a range of bytes" },
		{ "# ids 8086\n", "line 11: not VENDOR:DEVICE" },
		{ "# ids 8086:10000 020000 03\n", "line 11: not VENDOR:DEVICE" },
		{ "# group -1\n", "line 11: not a number" },
		{ "# vf perhaps\n", "line 11: neither yes nor no" },
		{ "# physfn 1\n", "line 11: not an address" },
		{ "# irq 100000000\n", "line 11: not a number" },
		{ "# view guest\n", "line 11: neither hardware nor user" },
		{ "# resource 7 1 2 3\n", "line 11: not NUMBER START" },
		{ "# resource 1 1 2\n", "line 11: not NUMBER START" },
		{ "# resource 1 10000000000000000 2 3\n", "line 11: not NUMBER START" },
		{ "# region 1\n", "line 11: not INDEX FLAGS" },
		{ "# region 1 2 3 type 4\n", "line 11: not type TYPE" },
		{ "# parameter vfio_pci\n", "line 11: not MODULE NAME" },
		{ "# user 00: 12\n", "line 11: the user view before its size" },
		{ "# user-size 100\n# user 10: 12\n", "line 12: not the next bytes" },
		{ "# user-size 100\n# user 00: 123\n", "line 12: not a byte" },
		{ "# user-size 100\n# user-size 100\n", "line 12: a second user view" },
		{ "# user-size 100\n# user 00: 12\n", "lacks bytes of the user view" },
		{ "# vfio-cfgtool-capture 1\n", "line 11: a second capture" },
		{ "# end\n# driver vfio-pci\n", "line 12: a line of the capture after its end" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_refused(capture(HEAD, rows[i].line, 16, "# end\n"), rows[i].message);
}

TEST(a_capture_of_a_later_format_is_refused)
{
	static const char text[] = "01:00.0 0200: 8086:10d3\n# vfio-cfgtool-capture 2\n";
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct fault fault = { .code = FAULT_NONE };

	assert_int_equal(read_bytes(text, strlen(text), &list, &fault), -EINVAL);
	assert_non_null(strstr(fault.message, "line 2: a capture of another format"));
}

TEST(too_long_a_value_is_refused)
{
	char line[700];

	snprintf(line, sizeof(line), "# driver %0100d\n", 1);
	assert_refused(capture(HEAD, line, 16, "# end\n"), "line 11: too long");
	snprintf(line, sizeof(line), "# driver %0600d\n", 1);
	assert_refused(capture(HEAD, line, 16, "# end\n"), "line 11: too long");
}

TEST(missing_bytes_are_noticed)
{
	assert_refused(capture(HEAD, "", 16, ""), "the capture is cut off here");
	assert_refused(capture(HEAD, "", 15, "# end\n"), "lacks bytes that were read");
	assert_refused(capture(HEAD, "", 16, "100: 00\n# end\n"), "more bytes than its size");
}

TEST(a_capture_without_its_first_facts_is_refused)
{
	static const char *const lines[] = { "# size 100\n", "# read 000-0ff\n", "# rules 6.1.192\n",
					     "# ids 8086:10d3 020000 03\n" };

	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
		char *text = capture(HEAD, "", 16, "# end\n"), *line = strstr(text, lines[i]);

		memmove(line, line + strlen(lines[i]), strlen(line + strlen(lines[i])) + 1);
		assert_refused(text, "the capture does not say");
	}
}

TEST(a_capture_that_is_cut_anywhere_is_refused)
{
	CLEANUP_FREE char *text = capture(HEAD, "# user-size 100\n", 16, "");
	size_t begun = (size_t)(strstr(text, "# tool") - text);

	for (size_t length = begun; length <= strlen(text); length++) {
		CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
		struct fault fault = { .code = FAULT_NONE };

		if (read_bytes(text, length, &list, &fault) == 0 &&
		    list.slots[0].device->error.code == FAULT_NONE)
			fail_msg("%zu bytes were enough", length);
	}
}

TEST(a_copy_of_a_captured_device_has_all_of_it)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL }, copies = { .slots = NULL };
	const struct device *device = read_whole("", &list);
	const struct device *copy = device_list_copy(&copies, device);

	assert_non_null(copy);
	assert_ptr_not_equal(copy->capture, device->capture);
	assert_memory_equal(copy->capture, device->capture, sizeof(*copy->capture));
	assert_memory_equal(&copy->space, &device->space, sizeof(copy->space));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_next_to_the_bytes_is_recognized),
		cmocka_unit_test(what_is_not_said_is_not_known),
		cmocka_unit_test(both_views_are_read_and_an_unknown_byte_of_the_user_stays_so),
		cmocka_unit_test(unread_bytes_are_unknown_with_any_value_in_the_dump),
		cmocka_unit_test(keys_of_later_versions_are_ignored),
		cmocka_unit_test(comments_of_a_plain_dump_are_none_of_its_facts),
		cmocka_unit_test(one_file_can_have_a_capture_and_a_dump),
		cmocka_unit_test(a_value_that_cannot_be_understood_is_named_by_its_line),
		cmocka_unit_test(a_capture_of_a_later_format_is_refused),
		cmocka_unit_test(too_long_a_value_is_refused),
		cmocka_unit_test(missing_bytes_are_noticed),
		cmocka_unit_test(a_capture_without_its_first_facts_is_refused),
		cmocka_unit_test(a_capture_that_is_cut_anywhere_is_refused),
		cmocka_unit_test(a_copy_of_a_captured_device_has_all_of_it),
	};

	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
