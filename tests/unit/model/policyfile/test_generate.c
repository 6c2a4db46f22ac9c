// SPDX-License-Identifier: GPL-2.0-or-later
/* The policy file of a device: the device keeps it, and any bit that is another breaks it. */
#include "check_expect.h"

#include "base/macros.h"
#include "model/policyfile/check_parts.h"
#include "model/policyfile/generate.h"

static char text[1 << 17];
static size_t used;

static void add_rule(void *context, const char *line)
{
	(void)context;
	assert_null(strpbrk(line, "#\n"));
	used += (size_t)snprintf(text + used, sizeof(text) - used, "%s\n", line);
	assert_true(used < sizeof(text));
}

static void add_comment(void *context, const char *line)
{
	(void)context;
	assert_null(strpbrk(line, "\n"));
	used += (size_t)snprintf(text + used, sizeof(text) - used, "# %s\n", line);
	assert_true(used < sizeof(text));
}

/* The rules of a device, ended by policy_files_free(). */
static struct policy_files generate(const struct subject *subject, bool layout)
{
	static const struct policy_sink sink = {
		.rule = add_rule, .title = add_comment, .comment = add_comment,
	};

	used = 0;
	policy_generate(&subject->judged, layout, &sink);
	return files_of(text);
}

/* Which rules are broken, by their numbers. */
struct broken {
	size_t count;
	size_t index[64];
};

static struct broken break_rules(struct subject *subject, const struct policy_files *files)
{
	const struct check_rules rules = { files->parts[0].list, files->parts[0].count };
	struct broken broken = { 0 };

	check_find_holes(&rules, &subject->judged);
	assert_true(check_applies(&rules, &subject->device));
	for (size_t i = 0; i < rules.count; i++) {
		struct check_result result;

		if (!policy_rule_judges(&rules.list[i]))
			continue;
		check_judge(&rules, i, &subject->judged, &result);
		assert_int_not_equal(result.outcome, CHECK_NOT_JUDGED);
		if (result.outcome == CHECK_FAILED && broken.count < ARRAY_LENGTH(broken.index))
			broken.index[broken.count++] = i;
	}
	return broken;
}

/* Whether a rule is about a byte. */
static bool names(const struct policy_rule *rule, const struct subject *subject,
		  unsigned int offset)
{
	struct byte_set bytes;
	char why[200];

	return rule->where.given &&
	       check_bytes(&rule->where, &subject->judged, &bytes, why, sizeof(why)) &&
	       byte_set_has(&bytes, offset);
}

/* A rule of this kind is broken, and none that is not about the byte. */
static void assert_named(struct subject *subject, const struct policy_files *files,
			 enum policy_rule_kind kind, unsigned int offset)
{
	const struct broken broken = break_rules(subject, files);
	const struct policy_rule *list = files->parts[0].list;
	bool found = false;

	for (size_t i = 0; i < broken.count; i++) {
		const struct policy_rule *rule = &list[broken.index[i]];

		if (!names(rule, subject, offset))
			fail_msg("%x: %.*s is broken", offset, (int)rule->length, rule->text);
		found = found || rule->kind == kind;
	}
	if (!found)
		fail_msg("%x: no rule is broken", offset);
}

/* Devices with all that a map can have. */
static struct space_builder any_device(unsigned int which)
{
	struct space_builder builder = builder_start_express();

	put16(&builder, 0x00, 0x8086);
	put16(&builder, 0x02, 0x10d3);
	put16(&builder, 0x0a, 0x0200);
	add_standard(&builder, 0x80, 0x01);
	add_standard(&builder, 0x90, 0x05);
	put16(&builder, 0x92, 0x0180);
	add_standard(&builder, 0xb0, 0x09);
	put8(&builder, 0xb2, 0xd);
	add_standard(&builder, 0xc0, 0x09);
	put8(&builder, 0xc2, 3);
	add_standard(&builder, 0xd0, 0x14);
	add_extended(&builder, 0x100, which == 1 ? 0x1b : 0x01);
	add_extended(&builder, 0x140, 0x03);
	add_extended(&builder, 0x150, 0x0b);
	put32(&builder, 0x154, 0x01800001);
	add_extended(&builder, 0x200, 0x23);
	put32(&builder, 0x204, 0x01001234);
	if (which == 2) {
		/* an OpRegion, two neighbours of one ID, and an overlap */
		put16(&builder, 0x0a, 0x0300);
		put32(&builder, 0xfc, 0x12345000);
		add_standard(&builder, 0xe0, 0x13);
		add_standard(&builder, 0xe6, 0x13);
		add_standard(&builder, 0xb6, 0x01);
	}
	return builder;
}

#define DEVICES 3

static const char *const releases[] = { "5.10", "6.1.176", NEWEST };

TEST(a_device_keeps_all_rules_of_its_own_policy_file)
{
	for (unsigned int which = 0; which < DEVICES * ARRAY_LENGTH(releases); which++) {
		struct space_builder builder = any_device(which % DEVICES);
		struct subject *subject =
			subject_of(&builder, releases[which / DEVICES]);

		for (int layout = 0; layout < 2; layout++) {
			struct policy_files files = generate(subject, layout != 0);
			struct broken broken = break_rules(subject, &files);

			if (broken.count > 0)
				fail_msg("device %u: %.*s", which,
					 (int)files.parts[0].list[broken.index[0]].length,
					 files.parts[0].list[broken.index[0]].text);
			assert_true(files.parts[0].judging > 50);
			policy_files_free(&files);
		}
	}
}

TEST(another_bit_of_the_policy_breaks_exactly_the_rules_that_name_it)
{
	uint64_t seed = test_seed(7);

	for (unsigned int which = 0; which < DEVICES; which++) {
		struct space_builder builder = any_device(which);
		struct subject *subject = subject_of(&builder, NEWEST);
		struct policy_files files = generate(subject, false);
		uint8_t *masks[] = { subject->prediction.policy.read_virtual, subject->prediction.policy.write,
				     subject->prediction.policy.write_virtual };

		for (unsigned int i = 0; i < 600; i++) {
			unsigned int offset = next_random(&seed) % (i % 2 ? 0x210 : 0x1000);
			uint8_t *byte = &masks[i % 3][offset];
			uint8_t bit = (uint8_t)(1U << next_random(&seed) % 8);

			if (subject->prediction.policy.undefined[offset])
				continue;
			*byte ^= bit;
			assert_named(subject, &files, POLICY_RULE_BITS, offset);
			*byte ^= bit;
		}
		policy_files_free(&files);
	}
}

TEST(another_owner_of_a_byte_breaks_a_rule_that_names_it)
{
	uint64_t seed = test_seed(9);

	for (unsigned int which = 0; which < DEVICES; which++) {
		struct space_builder builder = any_device(which);
		struct subject *subject = subject_of(&builder, NEWEST);
		struct policy_files files = generate(subject, false);

		for (unsigned int i = 0; i < 400; i++) {
			unsigned int offset = next_random(&seed) % (i % 2 ? 0x210 : 0x1000);
			uint16_t *owner = &subject->prediction.map.owner_of[offset], before = *owner;

			*owner = (uint16_t)(before == OWNER_RAW
				 ? (uint16_t)(OWNER_VIRTUAL + next_random(&seed) %
					      (subject->prediction.map.owners - OWNER_VIRTUAL)) : OWNER_RAW);
			assert_named(subject, &files, before == OWNER_RAW ? POLICY_RULE_DENY
									  : POLICY_RULE_MAP, offset);
			*owner = before;
		}
		policy_files_free(&files);
	}
}

TEST(another_bit_of_an_effect_breaks_exactly_its_rule)
{
	struct space_builder builder = any_device(0);
	struct subject *subject = subject_of(&builder, NEWEST);
	struct policy_files files = generate(subject, false);

	assert_true(subject->prediction.policy.effects > 5);
	for (unsigned int i = 0; i < subject->prediction.policy.effects; i++) {
		struct policy_effect *effect = &subject->prediction.policy.effect[i];
		uint32_t before = effect->mask;
		struct broken broken;

		effect->mask ^= 0x10;
		broken = break_rules(subject, &files);
		assert_int_equal(broken.count, 1);
		assert_int_equal(files.parts[0].list[broken.index[0]].kind, POLICY_RULE_EFFECT);
		assert_true(names(&files.parts[0].list[broken.index[0]], subject, effect->offset));
		effect->mask = before;
	}
	policy_files_free(&files);
}

TEST(another_bit_of_a_constant_breaks_exactly_its_value)
{
	static const uint8_t constants[] = { 0, 1, 2, 3, 8, 9, 0xa, 0xb, 0x2c, 0x2d, 0x2e, 0x2f };
	struct space_builder builder = any_device(0);
	struct subject *subject = subject_of(&builder, NEWEST);
	struct policy_files files = generate(subject, false);
	struct config_space user = builder.space;

	subject->device.user = &user;
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++) {
		bool constant = memchr(constants, (int)offset, sizeof(constants)) != NULL &&
				offset < 0x30;
		struct broken broken;

		user.byte[offset] ^= 0x20;
		broken = break_rules(subject, &files);
		assert_int_equal(broken.count, constant);
		if (constant)
			assert_true(names(&files.parts[0].list[broken.index[0]], subject, offset));
		user.byte[offset] ^= 0x20;
	}
	policy_files_free(&files);
}

TEST(a_capability_that_changes_between_hidden_and_visible_breaks_its_rule)
{
	struct space_builder builder = any_device(0);
	struct policy_files files = generate(subject_of(&builder, "6.1.176"), false);
	struct subject *later = subject_of(&builder, "6.4");

	assert_non_null(strstr(text, "hidden ECAP_DVSEC\n"));
	assert_true(break_rules(later, &files).count > 0);
	policy_files_free(&files);
	files = generate(later, false);
	assert_non_null(strstr(text, "visible ECAP_DVSEC\n"));
	assert_true(break_rules(subject_of(&builder, "6.1.176"), &files).count > 0);
	policy_files_free(&files);
}

TEST(a_capability_that_is_longer_or_new_breaks_a_rule)
{
	struct space_builder builder = any_device(0);
	struct policy_files files = generate(subject_of(&builder, NEWEST), false);
	struct broken broken;

	put8(&builder, 0xb2, 0xe);
	broken = break_rules(subject_of(&builder, NEWEST), &files);
	assert_int_equal(broken.count, 1);
	assert_int_equal(files.parts[0].list[broken.index[0]].kind, POLICY_RULE_DENY);
	builder = any_device(0);
	add_extended(&builder, 0x300, 0x0d);
	assert_true(break_rules(subject_of(&builder, NEWEST), &files).count > 0);
	policy_files_free(&files);
}

TEST(a_device_of_the_model_with_its_capabilities_elsewhere_breaks_only_the_layout)
{
	struct space_builder builder = builder_start_express(), other = builder_start_express();
	struct policy_files files;

	add_standard(&builder, 0x80, 0x01);
	add_standard(&other, 0xa4, 0x01);
	files = generate(subject_of(&builder, NEWEST), false);
	assert_int_equal(break_rules(subject_of(&other, NEWEST), &files).count, 0);
	policy_files_free(&files);
	files = generate(subject_of(&builder, NEWEST), true);
	assert_true(break_rules(subject_of(&other, NEWEST), &files).count > 0);
	policy_files_free(&files);
}

TEST(another_device_of_the_model_keeps_the_rules_in_any_state)
{
	struct space_builder builder = any_device(0);
	struct policy_files files = generate(subject_of(&builder, NEWEST), true);

	put32(&builder, 0x10, 0xfebc0000);	/* a BAR, an address for MSI, a serial number */
	put32(&builder, 0x94, 0xfee00000);
	put32(&builder, 0x144, 0x12345678);
	put16(&builder, 0x04, 0x0406);
	put8(&builder, 0x3c, 11);
	put16(&builder, 0x4a, 0x0009);
	put32(&builder, 0x104, 0x00100000);
	assert_int_equal(break_rules(subject_of(&builder, NEWEST), &files).count, 0);
	policy_files_free(&files);
}

TEST(a_device_that_cannot_be_opened_has_a_policy_that_says_so)
{
	struct space_builder builder = builder_start_express();
	struct policy_files files;

	add_extended(&builder, 0x100, 0x1b);
	add_extended(&builder, 0xffc, 0x0b);
	files = generate(subject_of(&builder, NEWEST), true);
	assert_string_equal(text, "device 0000:0000 pf\nsize 1000\nerror init-fails\n");
	assert_int_equal(break_rules(subject_of(&builder, NEWEST), &files).count, 0);
	policy_files_free(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_device_keeps_all_rules_of_its_own_policy_file),
		cmocka_unit_test(another_bit_of_the_policy_breaks_exactly_the_rules_that_name_it),
		cmocka_unit_test(another_owner_of_a_byte_breaks_a_rule_that_names_it),
		cmocka_unit_test(another_bit_of_an_effect_breaks_exactly_its_rule),
		cmocka_unit_test(another_bit_of_a_constant_breaks_exactly_its_value),
		cmocka_unit_test(a_capability_that_changes_between_hidden_and_visible_breaks_its_rule),
		cmocka_unit_test(a_capability_that_is_longer_or_new_breaks_a_rule),
		cmocka_unit_test(a_device_of_the_model_with_its_capabilities_elsewhere_breaks_only_the_layout),
		cmocka_unit_test(another_device_of_the_model_keeps_the_rules_in_any_state),
		cmocka_unit_test(a_device_that_cannot_be_opened_has_a_policy_that_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
