/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/kernel_name.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/vfio/capability.h"

/*
 * Patterns: '#' is a decimal number, '*' at the end is any text, and any other
 * character is itself.
 */

/*
 * Suffixes of kernels whose release names the patch and whose VFIO is unchanged:
 * kernel.org, Arch, Fedora, openSUSE Tumbleweed, Arch's and Alpine's long-term kernels,
 * and Debian if its `uname -r` has the patch.
 */
static const char *const plain_suffixes[] = {
	"",
	"-arch#-#",
	"-#.fc#",
	"-#.fc#.*",
	"-#-default",
	"-#-lts",
	"+deb#-*",
	"+deb#.#-*",
	"+deb#+#-*",
	"+bpo-*",
};

/* Suffixes after "Debian A.B.C": Debian's own revisions, backports and updates. */
static const char *const debian_revisions[] = {
	"-#",
	"-#+b#",
	"-#+deb#u#",
	"-#~deb#u#",
	"-#~bpo#+#",
	"-#~exp#",
};

/* The patch level whose rules apply. */
enum level {
	LEVEL_SHOWN,		/* the name's; the newest of its series if the name hides it */
	LEVEL_NEWEST,		/* the newest set that is known */
};

#define VENDOR(whose) "a kernel of " whose ", and vendors patch VFIO"

/*
 * Words in the suffix of a release; the first one found counts. If a vendor's kernel
 * does not name its stable release, its fixes are not known, and a fix of a published
 * security hole counts as taken.
 */
static const struct suffix_word {
	const char *pattern;	/* anywhere in the suffix */
	const char *what;	/* in a sentence */
	enum level level;
} words_known[] = {
	{ "-rc#",	 "a release candidate", LEVEL_SHOWN },
	{ "-nvidia",	 VENDOR("NVIDIA's"), LEVEL_SHOWN },
	{ "-tegra",	 VENDOR("NVIDIA's (L4T)"), LEVEL_SHOWN },
	{ "-azure",	 VENDOR("Ubuntu's for Azure"), LEVEL_SHOWN },
	{ "-aws",	 VENDOR("Ubuntu's for AWS"), LEVEL_SHOWN },
	{ "-gcp",	 VENDOR("Ubuntu's for Google Cloud"), LEVEL_SHOWN },
	{ "-gke",	 VENDOR("Ubuntu's for Google Cloud"), LEVEL_SHOWN },
	{ "-oracle",	 VENDOR("Ubuntu's for Oracle Cloud"), LEVEL_SHOWN },
	{ "-ibm",	 VENDOR("Ubuntu's for IBM Cloud"), LEVEL_SHOWN },
	{ "-raspi",	 VENDOR("Ubuntu's for the Raspberry Pi"), LEVEL_SHOWN },
	{ "-generic",	 VENDOR("Ubuntu's"), LEVEL_SHOWN },
	{ "-lowlatency", VENDOR("Ubuntu's"), LEVEL_SHOWN },
	{ "+rpt",	 VENDOR("Raspberry Pi's"), LEVEL_SHOWN },
	{ "-pve",	 VENDOR("Proxmox's"), LEVEL_SHOWN },
	{ "-microsoft",	 VENDOR("Microsoft's"), LEVEL_SHOWN },
	{ ".azl#",	 VENDOR("Microsoft's (Azure Linux)"), LEVEL_SHOWN },
	{ ".cm#",	 VENDOR("Microsoft's (Azure Linux)"), LEVEL_SHOWN },
	{ ".el7",	 VENDOR("Red Hat's"), LEVEL_SHOWN },
	{ ".el8",	 VENDOR("Red Hat's"), LEVEL_SHOWN },
	{ ".el#",	 "Red Hat's kernel, which takes VFIO from later releases", LEVEL_NEWEST },
	{ ".amzn#",	 VENDOR("Amazon's"), LEVEL_SHOWN },
	{ ".al#",	 VENDOR("Alibaba's"), LEVEL_SHOWN },
	{ ".an#",	 VENDOR("Anolis'"), LEVEL_SHOWN },
	{ ".tl#",	 VENDOR("Tencent's"), LEVEL_SHOWN },
	{ ".oe#",	 VENDOR("openEuler's"), LEVEL_SHOWN },
	{ "-default",	 VENDOR("SUSE's"), LEVEL_SHOWN },
	{ "-android#",	 VENDOR("Android's"), LEVEL_SHOWN },
};

static const struct suffix_word debian = {
	.what = "a Debian kernel that hides its stable level",
};

static const struct suffix_word ubuntu = { .what = VENDOR("Ubuntu's") };

/* Debian's kernels whose `uname -r` hides the patch: 6.1.0-56-amd64. */
static const char *const debian_suffixes[] = {
	"-#-amd64", "-#-cloud-amd64", "-#-rt-amd64", "-#-arm64", "-#-cloud-arm64", "-#-rt-arm64",
	"-#-686*", "-#-rt-686-pae", "-#-armmp*", "-#-rt-armmp", "-#-powerpc64le", "-#-s390x",
	"-#-riscv64",
};

/*
 * Vendors' kernels whose sources were read. A row says how a kernel differs from the
 * release that it is made from.
 */
static const struct kernel_set sets[] = {
	{
		.name = "6.11-nvidia", .from = { 6, 11, 0 }, .to = { 6, 11, 0 },
		.word = "-nvidia",
		.what = "NVIDIA's kernel, which shows PASID",
		.length = { true, ECAP_ID_PASID, 8 },
	},
	{
		.name = "6.14-nvidia", .from = { 6, 14, 0 }, .to = { 6, 14, 0 },
		.word = "-nvidia",
		.what = "NVIDIA's kernel, which shows PASID",
		.length = { true, ECAP_ID_PASID, 8 },
	},
	{
		/* from 6.17.0-1002.2 on */
		.name = "6.17-nvidia", .from = { 6, 17, 0 }, .to = { 6, 17, 0 },
		.word = "-nvidia", .build = 1002,
		.what = "NVIDIA's kernel, which shows PASID",
		.length = { true, ECAP_ID_PASID, 8 },
	},
	{
		.name = "7.0-nvidia", .from = { 6, 18, 0 }, .to = { UINT16_MAX, 0, 0 },
		.word = "-nvidia",
		.what = "NVIDIA's kernel, which shows PASID and may have VFIO for CXL",
		.length = { true, ECAP_ID_PASID, 8 },
		.values = { { RULE_DVSEC, DVSEC_CXL } }, .count = 1,
	},
	{
		/* with Intel's patches of 2020 */
		.name = "5.10-alibaba", .from = { 5, 10, 0 }, .to = { 5, 10, 0 }, .word = ".al#",
		.what = "Alibaba's kernel, which shows PASID and DVSEC",
		.length = { true, ECAP_ID_PASID, 8 },
		.values = { { RULE_DVSEC, 1 }, { RULE_VF_PASID_PRI, 1 } }, .count = 2,
	},
	{
		.name = "5.10-anolis", .from = { 5, 10, 0 }, .to = { 5, 10, 0 }, .word = ".an#",
		.what = "Anolis' kernel, which shows PASID and DVSEC",
		.length = { true, ECAP_ID_PASID, 8 },
		.values = { { RULE_DVSEC, 1 }, { RULE_VF_PASID_PRI, 1 } }, .count = 2,
	},
	{
		.name = "5.10-openeuler", .from = { 5, 10, 0 }, .to = { 5, 10, 0 }, .word = ".oe#",
		.what = "openEuler's kernel, which shows PASID and DVSEC",
		.length = { true, ECAP_ID_PASID, 8 },
		.values = { { RULE_DVSEC, 1 }, { RULE_VF_PASID_PRI, 1 } }, .count = 2,
	},
	{
		.name = "5.10.104-tegra", .from = { 5, 10, 104 }, .to = { 5, 10, 104 },
		.word = "-tegra", .is_mainline = true,
		.what = "NVIDIA's kernel (L4T R35), which does not change VFIO",
	},
};

const struct kernel_set *kernel_sets(size_t *count)
{
	*count = ARRAY_LENGTH(sets);
	return sets;
}

/* Whether the text matches the pattern; `open`: or begins with a match. */
static bool is_like(const char *pattern, const char *text, bool open)
{
	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '*')
			return true;
		if (*pattern != '#') {
			if (*text++ != *pattern)
				return false;
			continue;
		}
		if (!isdigit((unsigned char)*text))
			return false;
		while (isdigit((unsigned char)*text))
			text++;
	}
	return open || *text == '\0';
}

static bool is_one_of(const char *const *patterns, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (is_like(patterns[i], text, false))
			return true;
	return false;
}

static bool has_word(const char *pattern, const char *text)
{
	for (; *text != '\0'; text++)
		if (is_like(pattern, text, true))
			return true;
	return false;
}

/* Whether the text has three numbers; the third need not be the release's patch. */
static bool has_patch(const char *text, size_t length)
{
	int dots = 0;

	for (size_t i = 0; i < length; i++)
		dots += text[i] == '.';
	return dots == 2;
}

/* Takes the release in "Debian A.B.C-N", if it belongs to the series of *release. */
static bool debian_release(const char *version, const struct kernel_release *release,
			   struct kernel_release *said)
{
	const char *text = version != NULL ? strstr(version, "Debian ") : NULL;
	char revision[64];
	size_t taken;

	if (text == NULL)
		return false;
	text += strlen("Debian ");
	if (!rules_release_parse(text, said, &taken) || !has_patch(text, taken) ||
	    !rules_same_series(said, release))
		return false;
	text += taken;
	snprintf(revision, sizeof(revision), "%.*s", (int)strcspn(text, " "), text);
	return is_one_of(debian_revisions, ARRAY_LENGTH(debian_revisions), revision);
}

/* Takes the release at the end of Ubuntu's signature, under the same condition. */
static bool ubuntu_release(const char *signature, const struct kernel_release *release,
			   struct kernel_release *said)
{
	const char *text = signature != NULL ? strrchr(signature, ' ') : NULL;
	size_t taken;

	return text != NULL && rules_release_parse(text + 1, said, &taken) &&
	       has_patch(text + 1, taken) && text[1 + taken] == '\0' &&
	       rules_same_series(said, release);
}

/* The row of the first known word, or NULL. */
static const struct suffix_word *find_word(const char *suffix, bool hides_patch)
{
	if (hides_patch &&
	    is_one_of(debian_suffixes, ARRAY_LENGTH(debian_suffixes), suffix))
		return &debian;
	for (size_t i = 0; i < ARRAY_LENGTH(words_known); i++)
		if (has_word(words_known[i].pattern, suffix))
			return &words_known[i];
	return NULL;
}

/*
 * The rules of a kernel that was not checked. A fix of a published hole counts as taken.
 * `exact`: the stable release is known.
 */
static void assume(const struct suffix_word *word, const char *suffix, bool exact,
		   struct kernel_release release, struct rules *rules)
{
	char unknown[64];

	if (word != NULL && word->level == LEVEL_NEWEST)
		release = rules_newest;
	else if (!exact && release.patch == 0)
		release.patch = rules_known_to(&release);
	rules_for_release(&release, rules);
	rules->basis = BASIS_ASSUMED;
	snprintf(unknown, sizeof(unknown), "'%.20s' is not a checked release", suffix);
	snprintf(rules->note, sizeof(rules->note), "%s%s: the rules of %.24s are taken",
		 word != NULL ? word->what : unknown,
		 word != NULL ? "" : ", and vendors patch VFIO", rules->name);
	rules_move(rules, RULE_ECAP_UNKNOWN_RO, 1);	/* the name says so */
}

static int compare(const struct kernel_release *a, const struct kernel_release *b, bool patch)
{
	if (a->major != b->major)
		return a->major < b->major ? -1 : 1;
	if (a->minor != b->minor)
		return a->minor < b->minor ? -1 : 1;
	return !patch ? 0 : a->patch < b->patch ? -1 : a->patch > b->patch;
}

/* The build number, as in "-1004-nvidia"; 0: none. */
static unsigned int build_of(const char *suffix)
{
	unsigned int build = 0;

	if (*suffix++ != '-')
		return 0;
	for (; isdigit((unsigned char)*suffix) && build < 100000; suffix++)
		build = build * 10 + (unsigned int)(*suffix - '0');
	return build;
}

/* Finds the set of a vendor's kernel by the set's name or by a `uname -r`; or NULL. */
static const struct kernel_set *find_set(const char *text, const char *suffix,
					 const struct kernel_release *release)
{
	for (size_t i = 0; i < ARRAY_LENGTH(sets); i++) {
		const struct kernel_set *set = &sets[i];
		bool patch = set->from.patch != 0;

		if (strcmp(text, set->name) == 0)
			return set;
		if (compare(release, &set->from, patch) >= 0 &&
		    compare(release, &set->to, patch) <= 0 && has_word(set->word, suffix) &&
		    build_of(suffix) >= set->build)
			return set;
	}
	return NULL;
}

/* Applies a set's differences from its release. The name is unchanged. */
static void take_set(const struct kernel_set *set, const struct kernel_release *release,
		     struct rules *rules)
{
	char name[sizeof(rules->name)];
	struct rules mainline;

	memcpy(name, rules->name, sizeof(name));
	rules_for_release(release, &mainline);
	if (set->is_mainline)
		rules->value[RULE_ECAP_UNKNOWN_RO] = mainline.value[RULE_ECAP_UNKNOWN_RO];
	for (unsigned int i = 0; i < set->count; i++)
		rules->value[set->values[i].which] = set->values[i].value;
	if (set->length.id != 0)
		rules_set_length(rules, set->length.extended, set->length.id, set->length.length);
	memcpy(rules->name, name, sizeof(name));
	snprintf(rules->note, sizeof(rules->note), "%s: the set %s, and the rest is assumed",
		 set->what, set->name);
}

/* Chooses the rules by the suffix of the release. */
static void judge_suffix(const struct kernel_words *words, const char *suffix,
			 const struct kernel_release *release, struct rules *rules)
{
	bool has_signature = words->signature != NULL && words->signature[0] != '\0';
	const struct suffix_word *word = find_word(suffix, release->patch == 0);
	const struct kernel_set *set = find_set(words->release, suffix, release);
	struct kernel_release said;

	if (word == NULL && has_signature)
		word = &ubuntu;
	assume(word, suffix, false, *release, rules);
	/* a bare release is a word of -k and means that release's rules */
	if (suffix[0] != '\0')
		snprintf(rules->name, sizeof(rules->name), "%s", words->release);
	if (ubuntu_release(words->signature, release, &said)) {
		struct rules exact;

		assume(word, suffix, true, said, &exact);
		rules_move_all(rules, &exact);
		memcpy(rules->note, exact.note, sizeof(rules->note));
	}
	if (set != NULL)
		take_set(set, release, rules);
}

/* The words of a kernel, if a name of rules can begin with its release. */
static bool judge_words(const struct kernel_words *words, struct rules *rules)
{
	const char *suffix = words->release;
	bool has_signature = words->signature != NULL && words->signature[0] != '\0';
	struct kernel_release release, said;
	struct rules own;
	size_t taken;

	if (!rules_release_parse(suffix, &release, &taken) || !rules_for_release(&release, &own))
		return false;
	suffix += taken;
	if (suffix[0] != '\0' && strchr("-+.~_", suffix[0]) == NULL)
		return false;
	*rules = own;
	if (debian_release(words->version, &release, &said))
		return rules_for_release(&said, rules);
	if (has_signature || !is_one_of(plain_suffixes, ARRAY_LENGTH(plain_suffixes), suffix))
		judge_suffix(words, suffix, &release, rules);
	else if (suffix[0] != '\0')
		snprintf(rules->name, sizeof(rules->name), "%s", words->release);
	return true;
}

/*
 * Makes a name that leads to the same rules without the kernel's other words: switches
 * add what the release alone does not say.
 */
static void complete_name(const char *release, struct rules *rules)
{
	const struct kernel_words alone = { .release = release };
	struct rules named;

	if (strcmp(rules->name, release) != 0 || !judge_words(&alone, &named))
		return;
	rules_move_all(&named, rules);
	memcpy(rules->name, named.name, sizeof(rules->name));
}

/* In a name of rules switches follow a comma, so a release ends there. */
bool kernel_rules(const struct kernel_words *words, struct rules *rules)
{
	const char *release = words->release != NULL ? words->release : "";
	struct kernel_words cut = *words;
	char text[KERNEL_RELEASE_SIZE];

	snprintf(text, sizeof(text), "%.*s", (int)strcspn(release, ","), release);
	cut.release = text;
	if (!judge_words(&cut, rules))
		return false;
	complete_name(text, rules);
	return true;
}
