// SPDX-License-Identifier: GPL-2.0-or-later
/* The output of read and write, from invented accesses. */
#include "probe_expect.h"

#include "base/macros.h"
#include "report_output.h"

static const struct device device = { .address = { .bus = 1 } };

static struct report_run run = { .command = "write", .host = "host", .kernel = "6.12" };

static struct known_value known(uint32_t value)
{
	return (struct known_value) { .known = true, .value = value };
}

static const struct prediction *prediction_of(void)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	return predicted(&builder);
}

/* A write of some bits of COMMAND. */
static struct access_record write_of(const struct prediction *prediction)
{
	return (struct access_record) {
		.kind = ACCESS_WRITE, .place = place_at(prediction, 0x04, 2).place,
		.request = { .mask = 0x0406 }, .written = known(0x0407),
		.user_before = known(0x0001), .user_after = known(0x0407),
		.hardware_before = known(0x0003), .hardware_after = known(0x0002),
		.hardware_closed = known(0x0003), .is_last = true, .fate = FATE_UNDONE,
	};
}

static const char *text_of(const struct access_record *accesses, size_t count, bool dry_run)
{
	const struct report report = {
		.device = &device, .accesses = accesses, .access_count = count, .dry_run = dry_run,
	};

	return output_of(write_renderers, "text", &run, &report);
}

TEST(a_write_shows_its_mask_both_views_and_the_closed_device)
{
	struct access_record access = write_of(prediction_of());

	assert_string_equal(text_of(&access, 1, false),
			    "write 04.w COMMAND 0407 mask 0406 user 0001 -> 0407 hardware 0003 -> 0002\n"
			    "closed 04.w COMMAND hardware 0003 undone\n");
	access.request.mask = 0xffff;
	access.is_last = false;
	access.hardware_before.known = access.user_after.known = false;
	assert_string_equal(text_of(&access, 1, false),
			    "write 04.w COMMAND 0407 user 0001 -> ? hardware ? -> 0002\n");
	access.is_last = true;
	access.fate = FATE_UNKNOWN;
	assert_string_equal(text_of(&access, 1, false),
			    "write 04.w COMMAND 0407 user 0001 -> ? hardware ? -> 0002\n");
}

TEST(each_note_of_a_write_names_its_bits)
{
	struct access_record access = write_of(prediction_of());

	access.fate = FATE_UNKNOWN;
	access.droppers = 2;
	access.dropper[0] = (struct access_dropper) { 0x0001, "first" };
	access.dropper[1] = (struct access_dropper) { 0x0002, "second" };
	access.undefined = true;
	access.effect[0] = 0x0004;
	access.effect[EFFECTS - 1] = 0x0008;
	access.not_kept = 0x0010;
	access.contradicted = 0x0020;
	access.danger[0] = 0x0040;
	run.several = true;
	assert_prints(text_of(&access, 1, false),
		      "\n0000:01:00.0   dropped: bits 0001 (first)\n"
		      "0000:01:00.0   dropped: bits 0002 (second)\n"
		      "0000:01:00.0   undefined: the kernel reads past the end of its own table\n"
		      "0000:01:00.0   effect: bits 0004: ");
	run.several = false;
	assert_prints(text_of(&access, 1, false), "\n  effect: bits 0008: ");
	assert_prints(text_of(&access, 1, false),
		      "\n  not kept: bits 0010: they went to the device, which did not take them\n"
		      "  contradiction: bits 0020: they are not as the policy says\n");
	assert_null(strstr(text_of(&access, 1, false), "needs --force"));
	assert_prints(text_of(&access, 1, true), "would write 04.w COMMAND ");
	assert_prints(text_of(&access, 1, true), "\n  needs --force: bits 0040: ");
}

TEST(reads_and_pauses_have_a_line_each)
{
	const struct prediction *prediction = prediction_of();
	const struct access_record accesses[] = {
		{ .kind = ACCESS_READ, .place = place_at(prediction, 0x06, 2).place,
		  .value = known(0x0010) },
		{ .kind = ACCESS_WAIT, .milliseconds = 250 },
		{ .kind = ACCESS_RANGE, .place = place_at(prediction, 0x80, 1).place },
	};

	assert_string_equal(text_of(accesses, ARRAY_LENGTH(accesses), false),
			    "read 06.w STATUS 0010\nwait 250\nread 80.b - ?\n");
	assert_string_equal(text_of(accesses, ARRAY_LENGTH(accesses), true),
			    "would read 06.w STATUS 0010\nwould wait 250\nwould read 80.b - ?\n");
}

TEST(json_has_each_operation_with_its_own_keys)
{
	struct access_record accesses[2] = { write_of(prediction_of()) };
	const struct report report = {
		.device = &device, .accesses = accesses, .access_count = 2, .dry_run = true,
	};
	const char *printed;

	accesses[0].dropped = 1;
	accesses[0].not_kept = 2;
	accesses[0].contradicted = 4;
	accesses[0].predicted = true;
	accesses[1] = (struct access_record) { .kind = ACCESS_WAIT, .milliseconds = 7 };
	printed = output_of(write_renderers, "jsonl", &run, &report);
	assert_prints(printed, "\"dry_run\":true,\"operations\":[{\"operation\":\"write\",\"offset\":4,"
		      "\"width\":2,\"name\":\"COMMAND\",\"written\":\"0407\",\"mask\":\"0406\","
		      "\"user_before\":\"0001\",\"user_after\":\"0407\",\"hardware_before\":\"0003\","
		      "\"hardware_after\":\"0002\",\"hardware_closed\":\"0003\",\"closed\":\"undone\","
		      "\"predicted\":true,\"undefined\":false,\"dropped\":\"0001\","
		      "\"not_kept\":\"0002\",\"contradicted\":\"0004\",\"effects\":[],\"force\":[]},"
		      "{\"operation\":\"wait\",\"milliseconds\":7}]");
}

TEST(read_prints_values_and_the_bytes_of_a_range_after_their_offset)
{
	const struct prediction *prediction = prediction_of();
	const struct access_record accesses[] = {
		{ .kind = ACCESS_READ, .place = place_at(prediction, 0x08, 4).place,
		  .value = known(0x12) },
		{ .kind = ACCESS_RANGE, .place = { .offset = 0x08, .width = 1 }, .value = known(0x34) },
		{ .kind = ACCESS_RANGE, .place = { .offset = 0x108, .width = 1 }, .value = known(5) },
	};
	const struct report report = {
		.device = &device, .accesses = accesses, .access_count = ARRAY_LENGTH(accesses),
	};

	assert_string_equal(output_of(read_renderers, "text", &run, &report),
			    "00000012\n08: 34\n108: 05\n");
	run.several = true;
	assert_string_equal(output_of(read_renderers, "text", &run, &report),
			    "0000:01:00.0 00000012\n0000:01:00.0 08: 34\n0000:01:00.0 108: 05\n");
	run.several = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_write_shows_its_mask_both_views_and_the_closed_device),
		cmocka_unit_test(each_note_of_a_write_names_its_bits),
		cmocka_unit_test(reads_and_pauses_have_a_line_each),
		cmocka_unit_test(json_has_each_operation_with_its_own_keys),
		cmocka_unit_test(read_prints_values_and_the_bytes_of_a_range_after_their_offset),
	};

	return cmocka_run_group_tests_name("output of read and write", tests, NULL, NULL);
}
