// SPDX-License-Identifier: GPL-2.0-or-later
/* What the names of a kernel say of its rules, and what they do not. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/vfio/kernel_name.h"

#define TABLE	BASIS_TABLE
#define ASSUMED	BASIS_ASSUMED
#define DEBIAN(version) "#1 SMP PREEMPT_DYNAMIC Debian " version " (2026-07-02)"

/*
 * A kernel's words, the release whose switches it has, and how far that is known.
 * All but those of a plain release have ecap-unknown-ro on, whatever `as` has.
 */
static const struct row {
	struct kernel_words words;
	const char *as;
	enum rules_basis basis;
} rows[] = {
	/* a release and nothing else */
	{ { "6.12.43", "", "" }, "6.12.43", TABLE },
	{ { "6.12", "", "" }, "6.12", TABLE },
	{ { "6.12.0", "#1 SMP PREEMPT_DYNAMIC", "" }, "6.12", TABLE },
	{ { "7.3.4", "#1 SMP PREEMPT_DYNAMIC", "" }, "7.3.4", TABLE },
	{ { "6.1.100", "", "" }, "6.1.100", TABLE },
	{ { "6.8", "", "" }, "6.8", TABLE },
	{ { "6.8.12", "", "" }, "6.8.12", ASSUMED },
	{ { "6.12.500", "", "" }, "6.12.500", ASSUMED },

	/* Debian says the stable release in `uname -v` */
	{ { "6.1.0-56-amd64", DEBIAN("6.1.192-2"), "" }, "6.1.192", TABLE },
	{ { "5.10.0-30-amd64", "#1 SMP Debian 5.10.218-1 (2024-06-01)", "" }, "5.10.218", TABLE },
	{ { "6.12.41+deb13-amd64", DEBIAN("6.12.41-1"), "" }, "6.12.41", TABLE },
	{ { "6.12.94+deb12-amd64", DEBIAN("6.12.94-1~bpo12+1"), "" }, "6.12.94", TABLE },
	{ { "6.1.0-0.deb11.35-amd64", DEBIAN("6.1.137-1~deb11u1"), "" }, "6.1.137", TABLE },
	{ { "6.12.74-rt-amd64", DEBIAN("6.12.74-1+deb13u2"), "" }, "6.12.74", TABLE },
	{ { "6.12.43-custom", DEBIAN("6.12.43-1"), "" }, "6.12.43", TABLE },
	{ { "6.12.900+deb13-amd64", DEBIAN("6.12.900-1"), "" }, "6.12.900", ASSUMED },
	/* not with an epoch, a further mark, or no release at all */
	{ { "6.12.47+rpt-rpi-v8", "#1 SMP PREEMPT Debian 1:6.12.47-1+rpt1~bookworm (2025-09-16)",
	    "" }, "6.12.47", ASSUMED },
	{ { "6.12.47-v8", DEBIAN("6.12.47-1+rpt1"), "" }, "6.12.47", ASSUMED },
	{ { "6.12.47-v8", DEBIAN("6.12.47-1vendor1"), "" }, "6.12.47", ASSUMED },
	{ { "6.5.0-0-amd64", DEBIAN("6.5~rc4-1~exp1"), "" }, "6.5", ASSUMED },
	{ { "6.12.13-amd64", "#1 SMP PREEMPT_DYNAMIC Kali 6.12.13-1kali1 (2025-02-11)", "" },
	  "6.12.13", ASSUMED },
	/* nor with words of another series, as a rebuilt kernel may carry them */
	{ { "6.1.0-custom", DEBIAN("6.12.94-1"), "" }, "6.1.192", ASSUMED },
	{ { "6.1.50-custom", DEBIAN("6.12.94-1"), "" }, "6.1.50", ASSUMED },

	/* a pasted `uname -r` of Debian */
	{ { "6.1.0-56-amd64", "", "" }, "6.1.192", ASSUMED },
	{ { "5.10.0-30-cloud-amd64", "", "" }, "5.10.262", ASSUMED },
	{ { "6.1.0-32-rt-arm64", "", "" }, "6.1.192", ASSUMED },
	{ { "6.12.107+deb12-amd64", "", "" }, "6.12.107", TABLE },
	{ { "6.12.41+deb13+1-amd64", "", "" }, "6.12.41", TABLE },
	{ { "6.12.30+bpo-amd64", "", "" }, "6.12.30", TABLE },
	{ { "7.3.4+deb14-cloud-arm64", "", "" }, "7.3.4", TABLE },

	/* Arch, Fedora, openSUSE Tumbleweed, Alpine */
	{ { "6.18.5-arch1-1", "", "" }, "6.18.5", TABLE },
	{ { "6.10.3-arch1-2", "", "" }, "6.10.3", ASSUMED },
	{ { "6.17.8-300.fc43.x86_64", "", "" }, "6.17.8", TABLE },
	{ { "6.17.0-300.fc43.x86_64", "", "" }, "6.17", TABLE },
	{ { "6.11.11-200.fc40", "", "" }, "6.11.11", TABLE },
	{ { "6.5.6-300.fc39.x86_64", "", "" }, "6.5.6", ASSUMED },
	{ { "6.18.5-1-default", "", "" }, "6.18.5", TABLE },
	{ { "6.12.63-1-lts", "", "" }, "6.12.63", TABLE },
	{ { "6.12.63-0-lts", "", "" }, "6.12.63", TABLE },
	/* and what only looks like them */
	{ { "6.18.5-zen1-1-zen", "", "" }, "6.18.5", ASSUMED },
	{ { "6.18.5-hardened1-1-hardened", "", "" }, "6.18.5", ASSUMED },
	{ { "6.18.5-arch1-1-custom", "", "" }, "6.18.5", ASSUMED },
	{ { "6.4.0-150600.23.47-default", "", "" }, "6.4", ASSUMED },
	{ { "6.12.0-160000.6-default", "", "" }, "6.12.118", ASSUMED },
	{ { "5.14.21-150500.55.19-default", "", "" }, "5.14.21", ASSUMED },
	{ { "6.19.0-0.rc5.38.fc44x.x86_64", "", "" }, "6.19", ASSUMED },

	/* Ubuntu's, and what is built on them */
	{ { "5.15.0-185-generic", "#195-Ubuntu SMP", "" }, "5.15.185", ASSUMED },
	{ { "6.8.0-41-generic", "#41-Ubuntu SMP", "" }, "6.8", ASSUMED },
	{ { "6.8.0-41-generic", "", "Ubuntu 6.8.0-41.41-generic 6.8.12" }, "6.8.12", ASSUMED },
	{ { "5.15.0-91-generic", "", "Ubuntu 5.15.0-91.101~20.04.1-generic 5.15.131" },
	  "5.15.131", ASSUMED },
	{ { "6.8.0-custom", "", "Ubuntu 5.15.0-91.101-generic 5.15.131" }, "6.8", ASSUMED },
	{ { "6.12.43", "", "Ubuntu 6.12.43-1.1 6.12.43" }, "6.12.43", ASSUMED },
	{ { "6.8.1-1015-realtime", "", "Ubuntu 6.8.1-1015.16-realtime 6.8.12" }, "6.8.12",
	  ASSUMED },
	{ { "6.12.4-061204-generic", "", "" }, "6.12.4", ASSUMED },
	{ { "6.8.0-50-lowlatency", "", "" }, "6.8", ASSUMED },
	{ { "6.11.0-1016-azure", "", "" }, "6.11.11", ASSUMED },
	{ { "6.14.0-1018-aws", "", "" }, "6.14", ASSUMED },
	{ { "6.8.0-1019-gcp", "", "" }, "6.8", ASSUMED },
	{ { "6.8.0-1016-oracle", "", "" }, "6.8", ASSUMED },
	{ { "6.8.0-1013-raspi", "", "" }, "6.8", ASSUMED },
	{ { "5.10.192-tegra", "", "" }, "5.10.192", ASSUMED },
	{ { "6.8.12-1-pve", "#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-1 (2024-08-05T16:17Z)", "" },
	  "6.8.12", ASSUMED },
	{ { "6.17.2-1-pve", "", "" }, "6.17.2", ASSUMED },

	/* others */
	{ { "5.15.153.1-microsoft-standard-WSL2", "", "" }, "5.15.153", ASSUMED },
	{ { "6.6.57.1-7.azl3", "", "" }, "6.6.57", ASSUMED },
	{ { "6.1.112-123.189.amzn2023.x86_64", "", "" }, "6.1.112", ASSUMED },
	{ { "6.6.71-3_rc1.al8.x86_64", "", "" }, "6.6.71", ASSUMED },
	{ { "6.6.25-2.1.an23.x86_64", "", "" }, "6.6.25", ASSUMED },
	{ { "6.6.47-12.tl4.x86_64", "", "" }, "6.6.47", ASSUMED },
	{ { "6.6.0-28.0.0.34.oe2403.x86_64", "", "" }, "6.6.130", ASSUMED },
	{ { "6.1.112+", "", "" }, "6.1.112", ASSUMED },
	{ { "6.1.75-android14-11-g0123456789ab", "", "" }, "6.1.75", ASSUMED },
	{ { "6.6.31+rpt-rpi-v8", "", "" }, "6.6.31", ASSUMED },
	{ { "7.3.4-dirty", "", "" }, "7.3.4", ASSUMED },
	{ { "6.1.176-custom", "", "" }, "6.1.176", ASSUMED },
	{ { "7.4-custom", "", "" }, "7.4", ASSUMED },
	{ { "6.16.0-rc4", "", "" }, "6.16.12", ASSUMED },

	/* Red Hat takes VFIO from later releases, from RHEL 9 on */
	{ { "5.14.0-362.8.1.el9_3.x86_64", "#1 SMP PREEMPT_DYNAMIC Tue Oct 3 11:12:36", "" },
	  "7.3.4", ASSUMED },
	{ { "5.14.0-611.5.1.el9_7.aarch64+64k", "", "" }, "7.3.4", ASSUMED },
	{ { "6.12.0-55.9.1.el10_0.x86_64", "", "" }, "7.3.4", ASSUMED },
	{ { "5.15.0-209.161.7.2.el8uek.x86_64", "", "" }, "5.15.185", ASSUMED },
};

static struct rules rules_of(const struct kernel_words *words)
{
	struct rules rules;

	if (!kernel_rules(words, &rules))
		fail_msg("%s has no rules", words->release);
	return rules;
}

static struct rules parse(const char *text)
{
	struct rules rules;
	char why[512];

	if (!rules_parse(text, NULL, &rules, why, sizeof(why)))
		fail_msg("%s", why);
	return rules;
}

/* Whether nothing but a release's own patches is in it, so that what it lacks is known. */
static bool is_plain(const struct row *row)
{
	return row->basis == TABLE || strstr(rules_of(&row->words).note, "stable releases") != NULL ||
	       strstr(rules_of(&row->words).note, "newer than") != NULL;
}

TEST(each_kernel_has_the_switches_of_its_release_and_a_basis_that_is_honest)
{
	assert_true(ARRAY_LENGTH(rows) >= 60);
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const struct row *row = &rows[i];
		struct rules rules = rules_of(&row->words), as = parse(row->as);

		if (!is_plain(row))
			as.value[RULE_ECAP_UNKNOWN_RO] = 1;
		for (int which = 0; which < RULES_SWITCHES; which++)
			if (rules.value[which] != as.value[which])
				fail_msg("%s: %s is %x", row->words.release,
					 rules_switch_infos[which].name, rules.value[which]);
		if (rules.basis != row->basis)
			fail_msg("%s is %s", row->words.release, rules_basis_name(rules.basis));
	}
}

TEST(a_kernel_of_assumed_rules_has_a_note_and_one_of_the_table_has_none)
{
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct rules rules = rules_of(&rows[i].words);

		if ((rules.note[0] == '\0') != (rules.basis == TABLE))
			fail_msg("%s: '%s'", rows[i].words.release, rules.note);
	}
}

TEST(the_name_of_every_kernel_gives_its_switches_again)
{
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct rules rules = rules_of(&rows[i].words), again = parse(rules.name);

		if (!rules_equal(&rules, &again) || strcmp(rules.name, again.name) != 0)
			fail_msg("%s: %s", rows[i].words.release, rules.name);
	}
}

TEST(a_note_says_whose_kernel_it_is)
{
	static const struct {
		struct kernel_words words;
		const char *note;
	} notes[] = {
		{ { "6.8.0-41-generic", "", "" },
		  "a kernel of Ubuntu's, and vendors patch VFIO: the rules of 6.8 are taken" },
		{ { "6.8.0-41-generic", "", "Ubuntu 6.8.0-41.41-generic 6.8.12" },
		  "a kernel of Ubuntu's, and vendors patch VFIO: the rules of 6.8.12 are taken" },
		{ { "6.1.176-custom", "", "" },
		  "'-custom' is not a checked release, and vendors patch VFIO: the rules of 6.1.176 are taken" },
		{ { "6.1.0-56-amd64", "", "" },
		  "a Debian kernel that hides its stable level: the rules of 6.1.192 are taken" },
		{ { "5.14.0-362.8.1.el9_3.x86_64", "", "" },
		  "Red Hat's kernel, which takes VFIO from later releases: the rules of 7.3.4 are taken" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(notes); i++)
		assert_string_equal(rules_of(&notes[i].words).note, notes[i].note);
}

TEST(the_name_has_the_part_of_ubuntus_signature)
{
	const struct kernel_words words = {
		"5.15.0-91-generic", "", "Ubuntu 5.15.0-91.101-generic 5.15.131",
	};

	assert_string_equal(rules_of(&words).name, "5.15.0-91-generic,-nointx-notconnected");
}

TEST(a_vendor_s_kernel_that_was_read_has_its_set_by_its_name_or_its_uname_r)
{
	static const struct {
		const char *release, *as, *set;	/* set NULL: none */
	} kernels[] = {
		{ "6.17.0-1004-nvidia-64k", "6.17.13,+len:ECAP_PASID=8", "6.17-nvidia" },
		{ "6.17.0-1002-nvidia", "6.17.13,+len:ECAP_PASID=8", "6.17-nvidia" },
		{ "6.17-nvidia", "6.17.13,+len:ECAP_PASID=8", "6.17-nvidia" },
		{ "6.17.0-1001-nvidia", "6.17.13", NULL },
		{ "6.14.0-1015-nvidia", "6.14,+len:ECAP_PASID=8", "6.14-nvidia" },
		{ "6.11.0-1016-nvidia-lowlatency", "6.11.11,+len:ECAP_PASID=8", "6.11-nvidia" },
		{ "6.8.0-1019-nvidia", "6.8,+ecap-unknown-ro", NULL },
		{ "7.0.0-1004-nvidia", "7.0,+len:ECAP_PASID=8,+dvsec=cxl", "7.0-nvidia" },
		{ "5.10.134-19.1.al8.x86_64",
		  "5.10.134,+ecap-unknown-ro,+dvsec,+vf-pasid-pri,+len:ECAP_PASID=8", "5.10-alibaba" },
		{ "5.10.134-16.3.an8.aarch64",
		  "5.10.134,+ecap-unknown-ro,+dvsec,+vf-pasid-pri,+len:ECAP_PASID=8", "5.10-anolis" },
		{ "5.10.0-136.12.0.86.oe2203sp1.x86_64",
		  "5.10.262,+dvsec,+vf-pasid-pri,+len:ECAP_PASID=8", "5.10-openeuler" },
		{ "6.6.71-3.al8.x86_64", "6.6.71", NULL },
		{ "5.10.104-tegra", "5.10.104", "5.10.104-tegra" },
		{ "5.10.192-tegra", "5.10.192,+ecap-unknown-ro", NULL },
		{ "6.17-nvidia,+len:ECAP_PASID=0", "6.17.13", "6.17-nvidia" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(kernels); i++) {
		struct rules rules = parse(kernels[i].release), as = parse(kernels[i].as);
		char named[64];

		snprintf(named, sizeof(named), "the set %s", kernels[i].set != NULL ? kernels[i].set
										  : "");
		if (!rules_equal(&rules, &as) || rules.basis != BASIS_ASSUMED)
			fail_msg("%s is not as %s", kernels[i].release, kernels[i].as);
		if ((strstr(rules.note, named) != NULL) != (kernels[i].set != NULL))
			fail_msg("%s: %s", kernels[i].release, rules.note);
		assert_string_equal(rules.name, kernels[i].release);
	}
}

TEST(every_set_has_the_switches_of_its_name)
{
	size_t count;
	const struct kernel_set *sets = kernel_sets(&count);

	for (size_t i = 0; i < count; i++) {
		struct rules rules = parse(sets[i].name);

		assert_non_null(strstr(rules.note, sets[i].name));
		for (unsigned int j = 0; j < sets[i].count; j++)
			assert_int_equal(rules.value[sets[i].values[j].which],
					 sets[i].values[j].value);
	}
}

TEST(a_kernel_older_than_5_10_or_without_a_release_has_no_rules)
{
	static const char *const texts[] = {
		"", "4.18.0-553.el8_10.x86_64", "5.4.17-2136.el7uek.x86_64", "5.9.16", "six", "6.1x",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		struct rules rules = { .name = "as it was" };

		assert_false(kernel_rules(&(struct kernel_words){ .release = texts[i] }, &rules));
		assert_string_equal(rules.name, "as it was");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kernel_has_the_switches_of_its_release_and_a_basis_that_is_honest),
		cmocka_unit_test(a_kernel_of_assumed_rules_has_a_note_and_one_of_the_table_has_none),
		cmocka_unit_test(the_name_of_every_kernel_gives_its_switches_again),
		cmocka_unit_test(a_note_says_whose_kernel_it_is),
		cmocka_unit_test(the_name_has_the_part_of_ubuntus_signature),
		cmocka_unit_test(a_vendor_s_kernel_that_was_read_has_its_set_by_its_name_or_its_uname_r),
		cmocka_unit_test(every_set_has_the_switches_of_its_name),
		cmocka_unit_test(a_kernel_older_than_5_10_or_without_a_release_has_no_rules),
	};

	return cmocka_run_group_tests_name("kernel name", tests, NULL, NULL);
}
