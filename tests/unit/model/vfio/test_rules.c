// SPDX-License-Identifier: GPL-2.0-or-later
/* Which release has which switch, and what --rules takes. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/vfio/rules.h"

static struct rules parse(const char *text)
{
	struct rules rules;
	char why[512];

	if (!rules_parse(text, NULL, &rules, why, sizeof(why)))
		fail_msg("%s", why);
	return rules;
}

/*
 * The history, written down a second time: each switch before, at and after
 * each of its steps, and in the series between them.
 */
static const struct {
	const char *release;
	enum rules_switch which;
	uint8_t value;
} history[] = {
	{ "5.10", RULE_EXP_V2_52, 1 }, { "5.16", RULE_EXP_V2_52, 1 },
	{ "5.16.20", RULE_EXP_V2_52, 1 }, { "5.17", RULE_EXP_V2_52, 0 },
	{ "6.1.192", RULE_EXP_V2_52, 0 }, { "6.6", RULE_EXP_V2_52, 0 },
	{ "6.6.129", RULE_EXP_V2_52, 0 }, { "6.6.130", RULE_EXP_V2_52, 1 },
	{ "6.6.131", RULE_EXP_V2_52, 1 }, { "6.7", RULE_EXP_V2_52, 0 },
	{ "6.12.76", RULE_EXP_V2_52, 0 }, { "6.12.77", RULE_EXP_V2_52, 1 },
	{ "6.12.117", RULE_EXP_V2_52, 1 }, { "6.13.90", RULE_EXP_V2_52, 0 },
	{ "6.18.16", RULE_EXP_V2_52, 0 }, { "6.18.17", RULE_EXP_V2_52, 1 },
	{ "6.19", RULE_EXP_V2_52, 0 }, { "6.19.6", RULE_EXP_V2_52, 0 },
	{ "6.19.7", RULE_EXP_V2_52, 1 }, { "7.0", RULE_EXP_V2_52, 1 },
	{ "7.3.4", RULE_EXP_V2_52, 1 },

	{ "5.18.19", RULE_PME_VIRTUAL, 0 }, { "5.19", RULE_PME_VIRTUAL, 1 },
	{ "6.1.192", RULE_PME_VIRTUAL, 1 }, { "5.10.262", RULE_PME_VIRTUAL, 0 },

	{ "5.10.230", RULE_ECAP_UNKNOWN_RO, 0 }, { "5.10.231", RULE_ECAP_UNKNOWN_RO, 1 },
	{ "5.11", RULE_ECAP_UNKNOWN_RO, 0 },
	{ "5.15.173", RULE_ECAP_UNKNOWN_RO, 0 }, { "5.15.174", RULE_ECAP_UNKNOWN_RO, 1 },
	{ "5.16", RULE_ECAP_UNKNOWN_RO, 0 },
	{ "6.1.119", RULE_ECAP_UNKNOWN_RO, 0 }, { "6.1.120", RULE_ECAP_UNKNOWN_RO, 1 },
	{ "6.6.63", RULE_ECAP_UNKNOWN_RO, 0 }, { "6.6.64", RULE_ECAP_UNKNOWN_RO, 1 },
	{ "6.11.10", RULE_ECAP_UNKNOWN_RO, 0 }, { "6.11.11", RULE_ECAP_UNKNOWN_RO, 1 },
	{ "6.12.1", RULE_ECAP_UNKNOWN_RO, 0 }, { "6.12.2", RULE_ECAP_UNKNOWN_RO, 1 },
	{ "6.12", RULE_ECAP_UNKNOWN_RO, 0 }, { "6.13", RULE_ECAP_UNKNOWN_RO, 1 },
	{ "6.13.1", RULE_ECAP_UNKNOWN_RO, 1 }, { "7.3.4", RULE_ECAP_UNKNOWN_RO, 1 },

	{ "5.10.42", RULE_ECAP_ERROR_FAILS, 0 }, { "5.10.43", RULE_ECAP_ERROR_FAILS, 1 },
	{ "5.10.44", RULE_ECAP_ERROR_FAILS, 1 }, { "5.11", RULE_ECAP_ERROR_FAILS, 0 },
	{ "5.12", RULE_ECAP_ERROR_FAILS, 0 }, { "5.13", RULE_ECAP_ERROR_FAILS, 1 },
	{ "5.14", RULE_ECAP_ERROR_FAILS, 1 },

	{ "6.3.13", RULE_DVSEC, 0 }, { "6.4", RULE_DVSEC, 1 }, { "6.5", RULE_DVSEC, 1 },
	{ "6.1.192", RULE_DVSEC, 0 },

	{ "5.15.184", RULE_NOINTX_NOTCONNECTED, 0 }, { "5.15.185", RULE_NOINTX_NOTCONNECTED, 1 },
	{ "5.10.262", RULE_NOINTX_NOTCONNECTED, 0 },
	{ "6.1.140", RULE_NOINTX_NOTCONNECTED, 0 }, { "6.1.141", RULE_NOINTX_NOTCONNECTED, 1 },
	{ "6.6.92", RULE_NOINTX_NOTCONNECTED, 0 }, { "6.6.93", RULE_NOINTX_NOTCONNECTED, 1 },
	{ "6.12.30", RULE_NOINTX_NOTCONNECTED, 0 }, { "6.12.31", RULE_NOINTX_NOTCONNECTED, 1 },
	{ "6.13", RULE_NOINTX_NOTCONNECTED, 0 },
	{ "6.14.8", RULE_NOINTX_NOTCONNECTED, 0 }, { "6.14.9", RULE_NOINTX_NOTCONNECTED, 1 },
	{ "6.15", RULE_NOINTX_NOTCONNECTED, 1 },

	{ "6.14.9", RULE_NOINTX_NO_IRQ, 0 }, { "6.15", RULE_NOINTX_NO_IRQ, 1 },
	{ "6.15.1", RULE_NOINTX_NO_IRQ, 1 },
	{ "6.14.9", RULE_IGD_ANY_DISPLAY, 0 }, { "6.15", RULE_IGD_ANY_DISPLAY, 1 },
	{ "6.16", RULE_IGD_ANY_DISPLAY, 1 },
	{ "5.15.185", RULE_IGD_VBT, 0 }, { "5.16", RULE_IGD_VBT, 1 }, { "5.17", RULE_IGD_VBT, 1 },
	{ "6.13.12", RULE_ROM_FROM_SETUP, 0 }, { "6.14", RULE_ROM_FROM_SETUP, 1 },
	{ "6.15", RULE_ROM_FROM_SETUP, 1 },

	{ "5.10", RULE_EXT_CAP_MAX, 0x26 }, { "5.19.17", RULE_EXT_CAP_MAX, 0x26 },
	{ "6.0", RULE_EXT_CAP_MAX, 0x2e }, { "6.1.192", RULE_EXT_CAP_MAX, 0x2e },
	{ "6.15.11", RULE_EXT_CAP_MAX, 0x2e }, { "6.16", RULE_EXT_CAP_MAX, 0x31 },
	{ "7.3.4", RULE_EXT_CAP_MAX, 0x31 },
};

TEST(every_release_has_the_switches_of_its_history)
{
	for (size_t i = 0; i < ARRAY_LENGTH(history); i++) {
		struct rules rules = parse(history[i].release);

		if (rules.value[history[i].which] != history[i].value)
			fail_msg("%s of %s is %x", rules_switch_infos[history[i].which].name,
				 history[i].release, rules.value[history[i].which]);
	}
}

/* Whether the history above has a row for exactly this step. */
static bool history_has(const struct rules_step *step)
{
	char release[32];

	snprintf(release, sizeof(release), step->release.patch != 0 ? "%u.%u.%u" : "%u.%u",
		 step->release.major, step->release.minor, step->release.patch);
	for (size_t i = 0; i < ARRAY_LENGTH(history); i++)
		if (history[i].which == step->which && history[i].value == step->value &&
		    strcmp(history[i].release, release) == 0)
			return true;
	return false;
}

TEST(every_step_of_the_table_is_in_the_history)
{
	const struct rules_step *steps;
	size_t count;

	steps = rules_steps(&count);
	for (size_t i = 0; i < count; i++)
		if (!history_has(&steps[i]))
			fail_msg("%s: a step at %u.%u.%u is not tested",
				 rules_switch_infos[steps[i].which].name, steps[i].release.major,
				 steps[i].release.minor, steps[i].release.patch);
}

TEST(steps_are_grouped_by_switch_with_the_oldest_first)
{
	const struct rules_step *steps;
	size_t count;

	steps = rules_steps(&count);
	for (size_t i = 1; i < count; i++) {
		const struct kernel_release *a = &steps[i - 1].release, *b = &steps[i].release;
		bool later = a->major < b->major ||
			     (a->major == b->major && a->minor <= b->minor);

		assert_true(steps[i - 1].which < steps[i].which ||
			    (steps[i - 1].which == steps[i].which && later));
	}
}

TEST(every_switch_has_a_name_a_function_and_an_effect)
{
	for (int i = 0; i < RULES_SWITCHES; i++) {
		assert_non_null(rules_switch_infos[i].name);
		assert_non_null(rules_switch_infos[i].function);
		assert_non_null(rules_switch_infos[i].effect);
	}
}

TEST(a_release_older_than_5_10_has_no_rules)
{
	static const struct kernel_release releases[] = {
		{ 5, 9, 16 }, { 5, 4, 300 }, { 4, 19, 0 }, { 0, 0, 0 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(releases); i++) {
		struct rules rules = { .name = "as it was" };

		assert_false(rules_for_release(&releases[i], &rules));
		assert_string_equal(rules.name, "as it was");
	}
}

/* How far the rules are known */
TEST(the_basis_says_whether_a_release_was_looked_at)
{
	static const struct {
		const char *text;
		enum rules_basis basis;
		const char *note;	/* a part of it */
	} rows[] = {
		{ "5.10", BASIS_TABLE, "" },
		{ "5.10.262", BASIS_TABLE, "" },
		{ "5.10.263", BASIS_ASSUMED, "newer than 5.10.262" },
		{ "6.1.192", BASIS_TABLE, "" },
		{ "6.12.118", BASIS_TABLE, "" },
		{ "6.12.119", BASIS_ASSUMED, "newer than 6.12.118" },
		{ "6.5", BASIS_TABLE, "" },
		{ "6.5.6", BASIS_ASSUMED, "not all stable releases of 6.5" },
		{ "7.3.4", BASIS_TABLE, "" },
		{ "7.3.5", BASIS_ASSUMED, "newer than 7.3.4" },
		{ "7.4", BASIS_ASSUMED, "newer than 7.3, the newest release known" },
		{ "8.0.1", BASIS_ASSUMED, "newer than 7.3, the newest release known" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct rules rules = parse(rows[i].text);

		assert_string_equal(rules_basis_name(rules.basis),
				    rules_basis_name(rows[i].basis));
		assert_ptr_equal(strstr(rules.note, rows[i].note), rules.note);
		assert_int_equal(rules.note[0] == '\0', rows[i].basis == BASIS_TABLE);
		assert_string_equal(rules.name, rows[i].text);
	}
}

TEST(a_release_newer_than_known_gets_the_newest_rules)
{
	struct rules newest = parse("7.3.4"), later = parse("9.12.3");

	assert_memory_equal(later.value, newest.value, sizeof(newest.value));
}

TEST(a_release_is_read_from_the_start_of_a_text)
{
	static const struct {
		const char *text;
		struct kernel_release release;
		size_t taken;
	} rows[] = {
		{ "6.1", { 6, 1, 0 }, 3 }, { "6.1.176", { 6, 1, 176 }, 7 },
		{ "6.1.0-56-amd64", { 6, 1, 0 }, 5 }, { "6.1-rc3", { 6, 1, 0 }, 3 },
		{ "5.15.153.1-microsoft", { 5, 15, 153 }, 8 }, { "6.1.x", { 6, 1, 0 }, 3 },
		{ "65535.65535.65535", { 65535, 65535, 65535 }, 17 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct kernel_release release;
		size_t taken;

		assert_true(rules_release_parse(rows[i].text, &release, &taken));
		assert_memory_equal(&release, &rows[i].release, sizeof(release));
		assert_int_equal(taken, rows[i].taken);
	}
}

TEST(an_invalid_release_changes_nothing)
{
	static const char *const texts[] = {
		"", "6", "6.", ".1", "v6.1", " 6.1", "6-1", "65536.1", "6.65536", "6.1.65536",
		"99999999999.1", "-6.1",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct kernel_release release = { 1, 2, 3 };
		size_t taken = 77;

		assert_false(rules_release_parse(texts[i], &release, &taken));
		assert_int_equal(release.major, 1);
		assert_int_equal(taken, 77);
	}
}

/* Switches */
TEST(switches_are_set_and_cleared)
{
	struct rules rules = parse("6.1.192,+dvsec,-pme-virtual,+ext-cap-max=31");

	assert_int_equal(rules.value[RULE_DVSEC], 1);
	assert_int_equal(rules.value[RULE_PME_VIRTUAL], 0);
	assert_int_equal(rules.value[RULE_EXT_CAP_MAX], 0x31);
	assert_int_equal(rules.value[RULE_EXP_V2_52], 0);
	assert_string_equal(rules.name, "6.1.192,+dvsec,-pme-virtual,+ext-cap-max=31");
}

TEST(a_length_is_a_switch_by_any_name_of_its_capability)
{
	static const struct {
		const char *text, *name;
		bool extended;
		uint8_t id;
		unsigned int length;
	} rows[] = {
		{ "6.12.43,+len:ECAP_PASID=8", "6.12.43,+len:ECAP_PASID=8", true, 0x1b, 8 },
		{ "6.12.43,+len:ecap001b=8", "6.12.43,+len:ECAP_PASID=8", true, 0x1b, 8 },
		{ "6.12.43,+len:CAP05=ff", "6.12.43,+len:CAP_MSI=ff", false, 5, 0xff },
		{ "6.12.43,+len:CAP05=0E", "6.12.43,+len:CAP_MSI=e", false, 5, 0xe },
		{ "6.12.43,+len:CAP_EXP=0", "6.12.43,+len:CAP_EXP=0", false, 0x10, 0 },
		{ "6.12.43,+len:ECAP002b=10", "6.12.43,+len:ECAP_ALT_PROT=10", true, 0x2b, 0x10 },
		{ "6.12.43,+len:ECAP_PASID=0", "6.12.43,+len:ECAP_PASID=0", true, 0x1b, 0 },
		{ "6.12.43,+len:ECAP_AER=2c", "6.12.43,+len:ECAP_AER=2c", true, 1, 0x2c },
		/* DVSEC's are its switch */
		{ "6.1,+len:ECAP_DVSEC=ff", "6.1,+dvsec", true, 0x23, 0xff },
		{ "6.12.43,+len:ECAP_DVSEC=0", "6.12.43,-dvsec", true, 0x23, 0 },
		{ "6.1,+len:ECAP_DVSEC=c", "6.1,+len:ECAP_DVSEC=c", true, 0x23, 0xc },
		/* above the table's end there is nothing */
		{ "6.12.43,+len:ECAP_PASID=8,+ext-cap-max=1a", "6.12.43,+len:ECAP_PASID=8,+ext-cap-max=1a",
		  true, 0x1b, 0 },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct rules rules = parse(rows[i].text), again = parse(rules.name);

		assert_string_equal(rules.name, rows[i].name);
		assert_int_equal(rules_length(&rules, rows[i].extended, rows[i].id),
				 rows[i].length);
		assert_true(rules_equal(&rules, &again));
		assert_string_equal(again.name, rules.name);
	}
}

TEST(a_length_that_the_table_has_anyway_makes_no_other_rules)
{
	struct rules plain = parse("6.12.43"), same = parse("6.12.43,+len:ECAP_AER=2c"),
		     other = parse("6.12.43,+len:ECAP_AER=30");

	assert_true(rules_equal(&plain, &same));
	assert_false(rules_equal(&plain, &other));
}

TEST(rules_with_as_many_lengths_are_equal_only_if_each_is)
{
	struct rules two = parse("6.12.43,+len:ECAP_AER=30,+len:ECAP_DSN=10");
	static const char *const others[] = {
		"6.12.43,+len:ECAP_AER=34,+len:ECAP_DSN=10",
		"6.12.43,+len:ECAP_AER=30,+len:ECAP_DSN=14",
		"6.12.43,+len:ECAP_AER=30,+len:ECAP_LTR=10",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
		struct rules other = parse(others[i]);

		assert_int_equal(other.lengths, 2);
		assert_false(rules_equal(&two, &other));
	}
}

TEST(lengths_are_in_order_and_eight_fit)
{
	struct rules rules = parse(
		"6.12.43,+len:ECAP_PASID=8,+len:CAP_PM=10,+len:ECAP_AER=48,+len:CAP_AF=8,"
		"+len:ECAP_PTM=c,+len:ECAP_DPC=10,+len:ECAP_L1PM=10,+len:ECAP_LTR=10");
	char text[RULES_NAME_SIZE + 32], why[512];

	assert_int_equal(rules.lengths, 8);
	for (unsigned int i = 1; i < rules.lengths; i++)
		assert_true(rules.length[i - 1].extended < rules.length[i].extended ||
			    (rules.length[i - 1].extended == rules.length[i].extended &&
			     rules.length[i - 1].id < rules.length[i].id));
	assert_false(rules_set_length(&rules, true, 0x2e, 8));
	snprintf(text, sizeof(text), "%s,+len:ECAP_DOE=8", rules.name);
	assert_false(rules_parse(text, NULL, &(struct rules) { .lengths = 0 }, why, sizeof(why)));
	assert_true(rules_set_length(&rules, true, 0x1b, 0));
	assert_true(rules_set_length(&rules, true, 0x2e, 8));
}

TEST(dvsec_has_words_besides_on_and_off)
{
	struct rules raw = parse("6.1,+dvsec=raw"), cxl = parse("6.17,+dvsec=cxl");

	assert_int_equal(raw.value[RULE_DVSEC], DVSEC_RAW);
	assert_int_equal(cxl.value[RULE_DVSEC], DVSEC_CXL);
	assert_int_equal(rules_length(&raw, true, 0x23), RULES_LENGTH_VARIABLE);
	assert_string_equal(raw.name, "6.1,+dvsec=raw");
}

TEST(auto_means_the_base)
{
	struct rules base = parse("6.12.117"), rules;
	char why[512];

	base.basis = BASIS_VERIFIED;
	assert_true(rules_parse("auto", &base, &rules, why, sizeof(why)));
	assert_string_equal(rules.name, "6.12.117");
	assert_int_equal(rules.basis, BASIS_VERIFIED);
	assert_true(rules_parse("auto,-dvsec", &base, &rules, why, sizeof(why)));
	assert_string_equal(rules.name, "6.12.117,-dvsec");
	assert_int_equal(rules.value[RULE_DVSEC], 0);
}

TEST(what_rules_does_not_take_is_named)
{
	static const struct {
		const char *text, *named;
	} rows[] = {
		{ "", "'' is not a release" }, { "auto", "'auto' is not a release" },
		{ "5.9", "'5.9' is not a release from 5.10 on" },
		{ "4.18.0-553.el8_10.x86_64", "'4.18.0-553.el8_10.x86_64' is not a release" },
		{ "six", "'six'" }, { "6", "'6'" }, { "6.1x", "'6.1x'" }, { "6.1 ", "'6.1 '" },
		{ ",+dvsec", "'' is not a release" }, { "+dvsec", "'+dvsec' is not a release" },
		{ "6.1,", "'' is not a switch" }, { "6.1,+dvsec,", "'' is not a switch" },
		{ "6.1,+", "'+' is not a switch" }, { "6.1,dvsec", "'dvsec' is not a switch" },
		{ "6.1,+dvse", "'+dvse'" }, { "6.1,+dvsecs", "'+dvsecs'" },
		{ "6.1,+DVSEC", "'+DVSEC'" }, { "6.1,+nonsense", "'+nonsense'" },
		{ "6.1, +dvsec", "' +dvsec'" }, { "6.1,+dvsec=1", "'+dvsec=1'" },
		{ "6.1,+dvsec,-dvsec", "'-dvsec'" }, { "6.1,+dvsec,+dvsec", "'+dvsec'" },
		{ "6.1,+ext-cap-max", "'+ext-cap-max'" }, { "6.1,+ext-cap-max=", "=" },
		{ "6.1,-ext-cap-max", "'-ext-cap-max'" },
		{ "6.1,-ext-cap-max=2e", "'-ext-cap-max=2e'" },
		{ "6.1,+ext-cap-max=0", "=0'" }, { "6.1,+ext-cap-max=fe", "=fe'" },
		{ "6.1,+ext-cap-max=ff", "=ff'" }, { "6.1,+ext-cap-max=123", "=123'" },
		{ "6.1,+ext-cap-max=2g", "=2g'" },
		{ "6.1,+ext-cap-max=2e,+ext-cap-max=31", "=31'" },
		{ "6.1,+dvsec=RAW", "'+dvsec=RAW'" }, { "6.1,-dvsec=raw", "'-dvsec=raw'" },
		{ "6.1,+pme-virtual=raw", "'+pme-virtual=raw'" },
		{ "6.1,+len:", "'+len:'" }, { "6.1,+len:=8", "'+len:=8'" },
		{ "6.1,+len:ECAP_PASID", "'+len:ECAP_PASID'" },
		{ "6.1,+len:ECAP_PASID=", "=" }, { "6.1,+len:ECAP_PASID=100", "=100'" },
		{ "6.1,+len:ECAP_PASID=g", "=g'" }, { "6.1,-len:ECAP_PASID=8", "'-len:" },
		{ "6.1,+len:PASID=8", "'+len:PASID=8'" }, { "6.1,+len:CAP00=8", "'+len:CAP00=8'" },
		{ "6.1,+len:CAP15=8", "'+len:CAP15=8'" }, { "6.1,+len:ECAP00fe=8", "=8'" },
		{ "6.1,+len:ECAP0000=8", "=8'" },
		{ "6.1,+len:ECAP_PASID=8,+len:ECAP001b=8", "'+len:ECAP001b=8'" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct rules rules;
		char why[512] = "";

		if (rules_parse(rows[i].text, NULL, &rules, why, sizeof(why)))
			fail_msg("'%s' was taken", rows[i].text);
		if (strstr(why, rows[i].named) == NULL)
			fail_msg("'%s': %s", rows[i].text, why);
	}
}

TEST(a_reason_is_cut_where_it_does_not_fit)
{
	struct rules rules;
	char why[8];

	assert_false(rules_parse("6.1,+nonsense", NULL, &rules, why, sizeof(why)));
	assert_int_equal(strlen(why), 7);
}

TEST(a_version_of_any_length_is_refused_or_fits_the_name)
{
	char text[600] = "6.1-";

	for (size_t length = strlen(text); length < sizeof(text) - 1; length++) {
		struct rules rules;
		char why[64];

		text[length] = 'x';
		if (rules_parse(text, NULL, &rules, why, sizeof(why)))
			assert_string_equal(rules.name, text);
	}
}

/* Names */
static void assert_round_trip(const struct rules *rules)
{
	struct rules again = parse(rules->name);

	assert_memory_equal(again.value, rules->value, sizeof(rules->value));
	assert_string_equal(again.name, rules->name);
}

static void flip(struct rules *rules, enum rules_switch which)
{
	rules_set(rules, which, which == RULE_EXT_CAP_MAX ? 0x2f : !rules->value[which]);
}

TEST(a_name_gives_the_same_rules_again)
{
	for (size_t i = 0; i < ARRAY_LENGTH(history); i++) {
		struct rules rules = parse(history[i].release);

		assert_round_trip(&rules);
		flip(&rules, history[i].which);
		assert_round_trip(&rules);
	}
}

TEST(a_name_has_room_for_every_switch)
{
	struct rules rules = parse("6.12.107-a-longer-name-than-any-distribution-has+deb13-amd64");

	for (int i = 0; i < RULES_SWITCHES; i++)
		flip(&rules, (enum rules_switch)i);
	assert_round_trip(&rules);
}

TEST(a_switch_set_again_is_in_the_name_once)
{
	struct rules rules = parse("6.1.192,-dvsec,+ext-cap-max=26,-pme-virtual");

	rules_set(&rules, RULE_DVSEC, 1);
	assert_string_equal(rules.name, "6.1.192,+ext-cap-max=26,-pme-virtual,+dvsec");
	rules_set(&rules, RULE_EXT_CAP_MAX, 0x31);
	rules_set(&rules, RULE_PME_VIRTUAL, 1);
	assert_string_equal(rules.name, "6.1.192,+dvsec,+ext-cap-max=31,+pme-virtual");
	assert_round_trip(&rules);
}

TEST(a_switch_writes_itself_only_where_it_is_on)
{
	struct rules rules = parse("6.1.192");
	char text[32];

	assert_string_equal(rules_switch_text(&rules, RULE_PME_VIRTUAL, text, sizeof(text)),
			    "pme-virtual");
	assert_string_equal(rules_switch_text(&rules, RULE_DVSEC, text, sizeof(text)), "");
	assert_string_equal(rules_switch_text(&rules, RULE_EXT_CAP_MAX, text, sizeof(text)),
			    "ext-cap-max=2e");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_release_has_the_switches_of_its_history),
		cmocka_unit_test(every_step_of_the_table_is_in_the_history),
		cmocka_unit_test(steps_are_grouped_by_switch_with_the_oldest_first),
		cmocka_unit_test(every_switch_has_a_name_a_function_and_an_effect),
		cmocka_unit_test(a_release_older_than_5_10_has_no_rules),
		cmocka_unit_test(the_basis_says_whether_a_release_was_looked_at),
		cmocka_unit_test(a_release_newer_than_known_gets_the_newest_rules),
		cmocka_unit_test(a_release_is_read_from_the_start_of_a_text),
		cmocka_unit_test(an_invalid_release_changes_nothing),
		cmocka_unit_test(switches_are_set_and_cleared),
		cmocka_unit_test(a_length_is_a_switch_by_any_name_of_its_capability),
		cmocka_unit_test(a_length_that_the_table_has_anyway_makes_no_other_rules),
		cmocka_unit_test(rules_with_as_many_lengths_are_equal_only_if_each_is),
		cmocka_unit_test(lengths_are_in_order_and_eight_fit),
		cmocka_unit_test(dvsec_has_words_besides_on_and_off),
		cmocka_unit_test(auto_means_the_base),
		cmocka_unit_test(what_rules_does_not_take_is_named),
		cmocka_unit_test(a_reason_is_cut_where_it_does_not_fit),
		cmocka_unit_test(a_version_of_any_length_is_refused_or_fits_the_name),
		cmocka_unit_test(a_name_gives_the_same_rules_again),
		cmocka_unit_test(a_name_has_room_for_every_switch),
		cmocka_unit_test(a_switch_set_again_is_in_the_name_once),
		cmocka_unit_test(a_switch_writes_itself_only_where_it_is_on),
	};

	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
