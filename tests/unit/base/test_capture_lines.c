// SPDX-License-Identifier: GPL-2.0-or-later
/* The lines of a capture are read as they were written. */
#include "test.h"

#include <string.h>

#include "base/capture_lines.h"
#include "base/device.h"
#include "base/device_list.h"

static char written[65536];

static void write_line(const char *key, const char *value)
{
	size_t used = strlen(written);

	assert_true(used + strlen(key) + strlen(value) + 3 < sizeof(written));
	snprintf(written + used, sizeof(written) - used, "%s %s\n", key, value);
}

static const char *write_all(const struct device *device, const struct capture_text *text)
{
	written[0] = '\0';
	capture_give(device, text, write_line);
	return written;
}

/* The keys of lines in order; a key of several lines once. */
static void keys_of(const char *lines, char *keys, size_t size)
{
	const char *last = "";

	keys[0] = '\0';
	while (*lines != '\0') {
		size_t length = strcspn(lines, " ");

		if (strncmp(last, lines, length + 1) != 0)
			snprintf(keys + strlen(keys), size - strlen(keys), "%.*s ", (int)length,
				 lines);
		last = lines;
		lines += strcspn(lines, "\n") + 1;
	}
}

/* A device with every fact of a capture. */
static const struct device full_device = {
	.vendor = 0x8086, .product = 0x10d3, .class = 0x020000, .revision = 3,
	.driver = "vfio-pci", .iommu_group = 0, .is_vf = true, .irq = UINT32_MAX, .no_intx = true,
	.opregion = KNOWN_YES, .is_open = true, .space = { .excerpt = true },
};

static const struct capture full_capture = {
	.tool = "vfio-cfgtool 9", .kernel = "6.1.0-56-amd64", .kernel_version = "#1 SMP",
	.rules = "6.1.192", .basis = "table", .note = "a note", .source = "vfio",
	.physfn = "0000:01:00.0", .vfs = 0, .redacted = true,
	.regions = 2,
	.region = { { .index = 7, .flags = 3, .size = 0x1000 },
		    { .index = 9, .size = UINT64_MAX, .has_type = true, .type = UINT32_MAX } },
	.parameters = 1, .parameter = { { "vfio_pci", "nointxmask", "Y" } },
};

static const struct device_resources full_resources = {
	.at = { [6] = { 1, UINT64_MAX, 0x40200 } },
};

/* Every third byte was read. */
static void fill(struct config_space *space, uint16_t size, enum view view)
{
	space_clear(space, size, view);
	for (uint16_t i = 0; i < size; i = (uint16_t)(i + 3))
		space_set(space, i, (uint8_t)(i * 7));
}

TEST(keys_are_written_in_one_order)
{
	struct config_space space, user;
	const struct capture_text text = { &space, &full_capture, &user, &full_resources };
	char keys[1024];

	fill(&space, SPACE_SIZE, VIEW_USER);
	space.excerpt = true;
	fill(&user, SPACE_SIZE_EXTENDED, VIEW_USER);
	keys_of(write_all(&full_device, &text), keys, sizeof(keys));
	assert_string_equal(keys,
			    "vfio-cfgtool-capture tool kernel kernel-version rules basis note "
			    "source redacted excerpt view size read ids driver group vf physfn vfs "
			    "irq no-intx opregion open resource region parameter user-size user ");
}

TEST(every_line_that_is_written_is_read_back)
{
	struct config_space space, user;
	const struct capture_text text = { &space, &full_capture, &user, &full_resources };
	struct device_list list = { .slots = NULL };
	struct device *device = device_list_append(&list, &full_device.address);
	char *first, *line, *rest;

	assert_non_null(device);
	fill(&space, SPACE_SIZE, VIEW_USER);
	space.excerpt = true;
	fill(&user, SPACE_SIZE_EXTENDED, VIEW_USER);
	first = strdup(write_all(&full_device, &text));
	assert_non_null(first);
	rest = first;
	while ((line = strsep(&rest, "\n")) != NULL && line[0] != '\0') {
		char *value = line, *key = strsep(&value, " ");
		const char *wrong = capture_take(device, key, value);

		if (wrong != NULL)
			fail_msg("%s: %s", key, wrong);
	}
	free(first);
	first = strdup(write_all(&full_device, &text));
	assert_non_null(first);
	assert_true(device->nointxmask);
	/* the bytes of the hardware view are on lines of the dump, not of the capture */
	assert_string_equal(write_all(device, &(struct capture_text) {
		&space, device->capture, device->user, &device->resources }), first);
	assert_true(device->space.excerpt);
	assert_int_equal(device->space.view, VIEW_USER);
	assert_int_equal(device->capture->size, SPACE_SIZE);
	assert_memory_equal(device->capture->read, space.known, sizeof(space.known));
	free(first);
	device_list_free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_written_in_one_order),
		cmocka_unit_test(every_line_that_is_written_is_read_back),
	};

	return cmocka_run_group_tests_name("capture lines", tests, NULL, NULL);
}
