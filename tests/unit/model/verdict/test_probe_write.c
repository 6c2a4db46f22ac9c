// SPDX-License-Identifier: GPL-2.0-or-later
/* Write probes: the bits that each class inverts, and the verdicts. */
#include "probe_expect.h"

#include "base/macros.h"

/* PM 40, MSI 48, PCIe 60 with FLR, VPD a0, AF a8; 100 AER. */
static struct space_builder device(void)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x04, 0x0007);
	add_standard(&builder, 0x40, 0x01);
	add_standard(&builder, 0x48, 0x05);
	put16(&builder, 0x4a, 0x0080);
	add_express(&builder, 0x60, 0x0002);
	put32(&builder, 0x64, 0x10000000);
	put16(&builder, 0x68, 0x2810);
	add_standard(&builder, 0xa0, 0x03);
	add_standard(&builder, 0xa8, 0x13);
	add_extended(&builder, 0x100, 0x0001);
	put32(&builder, 0x108, 0x00000010);
	return builder;
}

static unsigned int parts_of(const struct prediction *prediction, unsigned int offset,
			     unsigned int width, enum probe_class class,
			     struct probe_part parts[PROBE_PARTS])
{
	struct probe_place place = place_at(prediction, offset, width);

	return probe_parts(prediction, &place.place, class, parts);
}

/* All bytes of a place that are written in a class are these bits of it. */
static void assert_flips(const struct prediction *prediction, unsigned int offset,
			 unsigned int width, enum probe_class class, uint32_t bits)
{
	struct probe_part parts[PROBE_PARTS];
	unsigned int count = parts_of(prediction, offset, width, class, parts);
	uint32_t found = 0;

	for (unsigned int i = 0; i < count; i++)
		if (parts[i].class <= class)
			found |= parts[i].flip << (8 * (parts[i].offset - offset));
	if (found != bits)
		fail_msg("%x in class %s: %x, not %x", offset, probe_class_name(class), found, bits);
}

TEST(each_class_writes_only_its_bits)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	static const struct {
		unsigned int offset, width;
		uint32_t virtual, hardware, effects;
	} rows[] = {
		{ 0x00, 2, 0xffff, 0xffff, 0xffff },	/* VENDOR_ID is dropped */
		{ 0x04, 2, 0, 0, 0xff00 },		/* COMMAND: never the enables */
		{ 0x06, 2, 0x06f1, 0x06f1, 0x06f1 },	/* STATUS: never what a 1 clears */
		{ 0x0c, 1, 0, 0xff, 0xff },		/* CACHE_LINE_SIZE */
		{ 0x0d, 1, 0, 0xff, 0xff },		/* LATENCY_TIMER */
		{ 0x0f, 1, 0, 0, 0 },			/* BIST */
		{ 0x10, 4, 0xffffffff, 0xffffffff, 0xffffffff },
		{ 0x3c, 1, 0xff, 0xff, 0xff },
		{ 0x42, 2, 0xffff, 0xffff, 0xffff },	/* PM_PMC is dropped */
		{ 0x44, 2, 0, 0, 0x7f00 },		/* PM_CTRL: never the power state, PME_STATUS */
		{ 0x49, 1, 0, 0, 0xff },		/* sets the MSI flags in the device */
		{ 0x4a, 2, 0xff00, 0xff00, 0xffff },	/* MSI_FLAGS */
		{ 0x68, 2, 0, 0, 0x7fff },		/* EXP_DEVCTL: never the reset */
		{ 0x6a, 2, 0, 0, 0 },			/* EXP_DEVSTA */
		{ 0xa2, 2, 0x00ff, 0x00ff, 0x00ff },	/* VPD_ADDR: never a transfer */
		{ 0xac, 1, 0xfe, 0xfe, 0xfe },		/* AF_CTRL: never the reset */
		{ 0x104, 4, 0, 0, 0 },			/* ERR_UNCOR_STATUS */
		{ 0x10c, 4, 0, 0, 0xffffffff },
		{ 0xd0, 4, 0, 0, 0 },			/* raw */
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		assert_flips(prediction, rows[i].offset, rows[i].width, PROBE_VIRTUAL, rows[i].virtual);
		assert_flips(prediction, rows[i].offset, rows[i].width, PROBE_HARDWARE,
			     rows[i].hardware);
		assert_flips(prediction, rows[i].offset, rows[i].width, PROBE_EFFECTS, rows[i].effects);
	}
	assert_flips(prediction, 0xd0, 4, PROBE_ALL, 0xffffffff);
	assert_flips(prediction, 0x04, 2, PROBE_ALL, 0xffff);
}

TEST(no_write_of_class_virtual_reaches_the_device_in_any_place)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);

	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset += 4) {
		struct probe_part parts[PROBE_PARTS];
		unsigned int count = parts_of(prediction, offset, 4, PROBE_VIRTUAL, parts);

		for (unsigned int i = 0; i < count; i++) {
			struct policy_bits bits = policy_access(&prediction->policy, parts[i].offset,
								parts[i].width);

			if (parts[i].class == PROBE_VIRTUAL && bits.write & ~bits.write_virtual)
				fail_msg("%x.%u", parts[i].offset, parts[i].width);
		}
	}
}

TEST(reset_and_power_state_are_writes_of_their_own_and_late)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	struct probe_part parts[PROBE_PARTS];
	unsigned int count = parts_of(prediction, 0x68, 2, PROBE_ALL, parts);

	assert_int_equal(count, 2);
	assert_int_equal(parts[0].flip, 0x7fff);
	assert_false(parts[0].late);
	assert_int_equal(parts[1].flip, 0x8000);
	assert_true(parts[1].late);
	count = parts_of(prediction, 0x44, 2, PROBE_ALL, parts);
	assert_int_equal(count, 2);
	assert_int_equal(parts[0].flip & 3, 0);
	assert_int_equal(parts[1].flip, 3);
	assert_true(parts[1].late);
}

TEST(what_a_write_of_the_same_value_would_not_put_back_is_never_written)
{
	struct space_builder builder = device();
	const struct prediction *prediction;

	put16(&builder, 0x4a, 0x0081);		/* MSI is enabled */
	put16(&builder, 0x68, 0x0840);		/* payload 512, read request 128 */
	prediction = predicted(&builder);
	assert_flips(prediction, 0x4a, 2, PROBE_ALL, 0xff00);
	assert_flips(prediction, 0x49, 1, PROBE_ALL, 0);
	assert_flips(prediction, 0x68, 2, PROBE_ALL, 0x00ff);
}

TEST(errors_are_masked_and_not_unmasked)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	struct probe_part parts[PROBE_PARTS];

	assert_int_equal(parts_of(prediction, 0x108, 4, PROBE_EFFECTS, parts), 1);
	assert_int_equal(probe_written(&parts[0], 0x00000010), 0xffffffff);
	assert_int_equal(probe_put_back(&parts[0], 0x00000010, 0x03fff031), 0x00000010);
}

TEST(bits_that_a_1_clears_are_written_as_0_and_put_back_only_if_they_changed)
{
	const struct probe_part part = { .offset = 0x6a, .width = 2, .flip = 0xff00, .quiet = 0x00ff };

	assert_int_equal(probe_written(&part, 0x1234), 0xed00);
	assert_int_equal(probe_logged(&part, 0x1234), 0x1200);
	/* nothing changed: the write that restores clears nothing */
	assert_int_equal(probe_put_back(&part, 0x1234, 0x1234), 0x0000);
	/* bits that took the 0 were no status */
	assert_int_equal(probe_put_back(&part, 0x1234, 0xed30), 0x1204);
}

/* Another program may have cleared it, and another error may set it again. */
TEST(a_status_that_was_cleared_meanwhile_is_not_written_as_1_to_put_its_register_back)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	struct probe_part parts[PROBE_PARTS];

	assert_int_equal(parts_of(prediction, 0x06, 2, PROBE_EFFECTS, parts), 1);
	assert_int_equal(probe_put_back(&parts[0], 0xf910, 0x06e0) & 0xf900, 0);
	assert_int_equal(parts_of(prediction, 0x06, 2, PROBE_ALL, parts), 1);
	assert_int_equal(probe_put_back(&parts[0], 0xf910, 0x06e0) & 0xf900, 0);
	assert_int_equal(parts_of(prediction, 0x68, 2, PROBE_EFFECTS, parts), 1);
	assert_int_equal(probe_put_back(&parts[0], 0x8000, 0x0000), 0);
}

/* The verdict on a write of all bits of the class. */
static struct probe_outcome outcome_of(const struct prediction *prediction, unsigned int offset,
				       unsigned int width, const uint32_t values[4])
{
	struct probe_place place = place_at(prediction, offset, width);
	struct probe_part parts[PROBE_PARTS];
	struct probe_write write = {
		.place = &place, .part = parts,
		.before = { { true, values[0] }, { true, values[1] } },
		.after = { { true, values[2] }, { true, values[3] } },
	};

	assert_int_equal(probe_parts(prediction, &place.place, PROBE_EFFECTS, parts), 1);
	write.value = probe_written(&parts[0], values[0]);
	return probe_judge_write(prediction, &write);
}

TEST(a_write_is_confirmed_where_it_changed_what_it_was_to_and_nothing_else)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	/* user and hardware before, user and hardware after */
	struct probe_outcome outcome =
		outcome_of(prediction, 0x3c, 1, (const uint32_t[]) { 0x0a, 0x0a, 0xf5, 0x0a });

	assert_true(outcome.changed && outcome.user == 0 && outcome.hardware == 0);
	outcome = outcome_of(prediction, 0x3c, 1, (const uint32_t[]) { 0x0a, 0x0a, 0xf5, 0xf5 });
	assert_int_equal(outcome.hardware, 0xff);	/* it leaked */
	outcome = outcome_of(prediction, 0x3c, 1, (const uint32_t[]) { 0x0a, 0x0a, 0xf4, 0x0a });
	assert_int_equal(outcome.user, 0x01);		/* a bit was not kept */
	outcome = outcome_of(prediction, 0x0c, 1, (const uint32_t[]) { 0x00, 0x00, 0xff, 0xff });
	assert_true(outcome.changed && !outcome.ignored && outcome.user == 0);
	outcome = outcome_of(prediction, 0x0c, 1, (const uint32_t[]) { 0x00, 0x00, 0x00, 0x00 });
	assert_true(!outcome.changed && outcome.ignored && outcome.hardware == 0);
	outcome = outcome_of(prediction, 0x00, 2,
			     (const uint32_t[]) { 0x8086, 0x8086, 0x8087, 0x8087 });
	assert_true(outcome.user != 0 && outcome.hardware == 0x0001);	/* it had to be dropped */
}

TEST(a_bar_is_judged_with_the_size_of_its_resource)
{
	struct space_builder builder = device();
	const struct device_resources resources = {
		.at = { { 0xfe000000, 0xfe0fffff, 0x00000200 } },
	};
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const struct prediction *prediction;
	struct probe_outcome outcome;

	put32(&builder, 0x10, 0xfe000000);
	facts.resources = &resources;
	prediction = view_with(&builder, NEWEST, &facts).prediction;
	outcome = outcome_of(prediction, 0x10, 4,
			     (const uint32_t[]) { 0xfe000000, 0xfe000000, 0x01f00000, 0xfe000000 });
	assert_true(outcome.fitted && outcome.changed && outcome.user == 0);
	outcome = outcome_of(prediction, 0x10, 4,
			     (const uint32_t[]) { 0xfe000000, 0xfe000000, 0x01ffffff, 0xfe000000 });
	assert_int_equal(outcome.user, 0x000fffff);
}

TEST(msi_reads_disabled_after_any_write)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	struct probe_outcome outcome =
		outcome_of(prediction, 0x4a, 2, (const uint32_t[]) { 0x0080, 0x0080, 0x000e, 0x0080 });

	assert_true(outcome.changed && outcome.user == 0 && outcome.hardware == 0);
	outcome = outcome_of(prediction, 0x4a, 2,
			     (const uint32_t[]) { 0x0080, 0x0080, 0x000f, 0x0081 });
	assert_int_equal(outcome.user, 0x0001);
}

/* The class and the reason of a place that is written in one part. */
static struct probe_part only_part(const struct prediction *prediction, unsigned int offset,
				   unsigned int width, enum probe_class class)
{
	struct probe_part parts[PROBE_PARTS];

	assert_int_equal(parts_of(prediction, offset, width, class, parts), 1);
	return parts[0];
}

TEST(virtual_bits_and_dropped_bits_are_distinguished)
{
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);
	struct probe_part part = only_part(prediction, 0x3c, 1, PROBE_VIRTUAL);

	assert_int_equal(part.class, PROBE_VIRTUAL);
	assert_string_equal(part.reason, "it stays in the virtual copy");
	part = only_part(prediction, 0x00, 2, PROBE_VIRTUAL);
	assert_int_equal(part.class, PROBE_VIRTUAL);
	assert_string_equal(part.reason, "it is dropped");
}

/* The verdict on the write of a reset, which is the last part of its register. */
static struct probe_outcome outcome_of_reset(const struct prediction *prediction,
					     unsigned int offset, unsigned int width,
					     uint32_t user_after)
{
	struct probe_place place = place_at(prediction, offset, width);
	struct probe_part parts[PROBE_PARTS];
	unsigned int count = probe_parts(prediction, &place.place, PROBE_ALL, parts);
	struct probe_write write = {
		.place = &place, .part = &parts[count - 1],
		.before = { { true, 0 }, { true, 0 } },
		.after = { { true, user_after }, { true, 0x5a5a } },
	};

	assert_true(parts[count - 1].late);
	write.value = probe_written(&parts[count - 1], 0);
	return probe_judge_write(prediction, &write);
}

TEST(a_reset_reads_0_after_its_write_and_leaves_the_device_as_it_likes)
{
	static const struct {
		unsigned int offset, width;
		uint32_t bit;
	} rows[] = {
		{ 0x68, 2, 0x8000 },	/* EXP_DEVCTL */
		{ 0xac, 1, 0x01 },	/* AF_CTRL */
	};
	struct space_builder builder = device();
	const struct prediction *prediction = predicted(&builder);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct probe_outcome outcome =
			outcome_of_reset(prediction, rows[i].offset, rows[i].width, 0);

		assert_int_equal(outcome.user & rows[i].bit, 0);
		assert_int_equal(outcome.user_predicted & rows[i].bit, 0);
		assert_int_equal(outcome.hardware, 0);
		outcome = outcome_of_reset(prediction, rows[i].offset, rows[i].width, rows[i].bit);
		assert_int_equal(outcome.user & rows[i].bit, rows[i].bit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_class_writes_only_its_bits),
		cmocka_unit_test(no_write_of_class_virtual_reaches_the_device_in_any_place),
		cmocka_unit_test(reset_and_power_state_are_writes_of_their_own_and_late),
		cmocka_unit_test(what_a_write_of_the_same_value_would_not_put_back_is_never_written),
		cmocka_unit_test(errors_are_masked_and_not_unmasked),
		cmocka_unit_test(bits_that_a_1_clears_are_written_as_0_and_put_back_only_if_they_changed),
		cmocka_unit_test(a_status_that_was_cleared_meanwhile_is_not_written_as_1_to_put_its_register_back),
		cmocka_unit_test(a_write_is_confirmed_where_it_changed_what_it_was_to_and_nothing_else),
		cmocka_unit_test(a_bar_is_judged_with_the_size_of_its_resource),
		cmocka_unit_test(msi_reads_disabled_after_any_write),
		cmocka_unit_test(a_reset_reads_0_after_its_write_and_leaves_the_device_as_it_likes),
		cmocka_unit_test(virtual_bits_and_dropped_bits_are_distinguished),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
