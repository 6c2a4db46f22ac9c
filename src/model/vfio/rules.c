/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/vfio/rules.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"

const struct kernel_release rules_newest = { 7, 3, 4 };
const struct kernel_release rules_oldest = { 5, 10, 0 };

const struct rules_switch_info rules_switch_infos[RULES_SWITCHES] = {
	[RULE_EXP_V2_52] = {
		"exp-v2-52", "vfio_cap_len",
		"a version 2 PCI Express capability is 34 bytes long, not 32: Link Status 2 belongs to it",
	},
	[RULE_PME_VIRTUAL] = {
		"pme-virtual", "vfio_update_pm_vconfig_bytes",
		"PME support, status and enable are virtual, read 0 and cannot be written",
	},
	[RULE_ECAP_UNKNOWN_RO] = {
		"ecap-unknown-ro", "vfio_config_do_rw",
		"an unknown first extended capability is read-only; before, the kernel reads past its table",
	},
	[RULE_ECAP_ERROR_FAILS] = {
		"ecap-error-fails", "vfio_ecap_init",
		"an error while an extended capability is sized fails the open; before, the walk just ends there",
	},
	[RULE_DVSEC] = {
		"dvsec", "vfio_ext_cap_len",
		"DVSEC is visible with its own length and its writes reach the hardware; before, it is hidden",
	},
	[RULE_NOINTX_NOTCONNECTED] = {
		"nointx-notconnected", "vfio_config_init",
		"the interrupt pin reads 0 where the IRQ is not connected",
	},
	[RULE_NOINTX_NO_IRQ] = {
		"nointx-no-irq", "vfio_config_init",
		"the interrupt pin reads 0 where the function has no IRQ",
	},
	[RULE_IGD_ANY_DISPLAY] = {
		"igd-any-display", "vfio_pci_is_intel_display",
		"the OpRegion is for Intel devices of any display class; before, for VGA (0300) only",
	},
	[RULE_IGD_VBT] = {
		"igd-vbt", "vfio_pci_igd_opregion_init",
		"with an extended VBT the virtual OpRegion pointer holds the VBT's address",
	},
	[RULE_ROM_FROM_SETUP] = {
		"rom-from-setup", "vfio_bar_fixup",
		"a ROM without a resource has the size of the set-up ROM; before, a shadow ROM has 128 KiB",
	},
	[RULE_EXT_CAP_MAX] = {
		"ext-cap-max", "PCI_EXT_CAP_ID_MAX",
		"the greatest extended capability ID of the kernel's table; those above are unknown",
	},
};

/*
 * What each row was read in stands in doc/kernel-rules.md. `confirmed` is
 * false where the release number was concluded, not read.
 */
static const struct rules_step steps[] = {
	/* switch			release		value	confirmed */
	{ RULE_EXP_V2_52,		{ 5, 10, 0 },	1,	true },
	{ RULE_EXP_V2_52,		{ 5, 17, 0 },	0,	true },
	{ RULE_EXP_V2_52,		{ 6, 6, 130 },	1,	true },
	{ RULE_EXP_V2_52,		{ 6, 12, 77 },	1,	true },
	{ RULE_EXP_V2_52,		{ 6, 18, 17 },	1,	true },
	{ RULE_EXP_V2_52,		{ 6, 19, 7 },	1,	false },
	{ RULE_EXP_V2_52,		{ 7, 0, 0 },	1,	true },
	{ RULE_PME_VIRTUAL,		{ 5, 19, 0 },	1,	true },
	{ RULE_ECAP_UNKNOWN_RO,		{ 5, 10, 231 },	1,	true },
	{ RULE_ECAP_UNKNOWN_RO,		{ 5, 15, 174 },	1,	true },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 1, 120 },	1,	true },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 6, 64 },	1,	true },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 11, 11 },	1,	false },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 12, 2 },	1,	true },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 13, 0 },	1,	true },
	{ RULE_ECAP_ERROR_FAILS,	{ 5, 10, 43 },	1,	true },
	{ RULE_ECAP_ERROR_FAILS,	{ 5, 13, 0 },	1,	true },
	{ RULE_DVSEC,			{ 6, 4, 0 },	1,	true },
	{ RULE_NOINTX_NOTCONNECTED,	{ 5, 15, 185 },	1,	true },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 1, 141 },	1,	true },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 6, 93 },	1,	true },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 12, 31 },	1,	true },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 14, 9 },	1,	false },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 15, 0 },	1,	true },
	{ RULE_NOINTX_NO_IRQ,		{ 6, 15, 0 },	1,	true },
	{ RULE_IGD_ANY_DISPLAY,		{ 6, 15, 0 },	1,	true },
	{ RULE_IGD_VBT,			{ 5, 16, 0 },	1,	true },
	{ RULE_ROM_FROM_SETUP,		{ 6, 14, 0 },	1,	true },
	{ RULE_EXT_CAP_MAX,		{ 5, 10, 0 },	0x26,	true },
	{ RULE_EXT_CAP_MAX,		{ 6, 0, 0 },	0x2e,	true },
	{ RULE_EXT_CAP_MAX,		{ 6, 16, 0 },	0x31,	true },
};

/*
 * The stable series that were looked at, up to which patch. Of other series
 * only the first release is known.
 */
static const struct kernel_release series_known[] = {
	{ 5, 10, 262 },
	{ 5, 15, 185 },
	{ 6, 1, 192 },
	{ 6, 6, 130 },
	{ 6, 11, 11 },
	{ 6, 12, 117 },
	{ 6, 16, 12 },
	{ 6, 17, 13 },
	{ 6, 18, 17 },
	{ 7, 2, 12 },
	{ 7, 3, 4 },
};

const struct rules_step *rules_steps(size_t *count)
{
	*count = ARRAY_LENGTH(steps);
	return steps;
}

const char *rules_basis_name(enum rules_basis basis)
{
	static const char *const names[] = {
		[BASIS_ASSUMED] = "assumed",
		[BASIS_TABLE] = "table",
		[BASIS_VERIFIED] = "verified",
		[BASIS_KERNEL] = "kernel",
	};

	return names[basis];
}

static uint32_t series_of(const struct kernel_release *release)
{
	return (uint32_t)release->major << 16 | release->minor;
}

/* The last patch of the series that was looked at; 0 for a series that was not. */
static uint16_t series_known_to(const struct kernel_release *release)
{
	for (size_t i = 0; i < ARRAY_LENGTH(series_known); i++)
		if (series_of(&series_known[i]) == series_of(release))
			return series_known[i].patch;
	return 0;
}

/* A mainline step holds from its release on, a stable one for its own series. */
static bool step_holds(const struct rules_step *step, const struct kernel_release *release)
{
	if (step->release.patch == 0)
		return series_of(&step->release) <= series_of(release);
	return series_of(&step->release) == series_of(release) &&
	       step->release.patch <= release->patch;
}

static void set_basis(const struct kernel_release *release, struct rules *rules)
{
	uint16_t known_to = series_known_to(release);

	rules->basis = release->patch <= known_to ? BASIS_TABLE : BASIS_ASSUMED;
	rules->note[0] = '\0';
	if (series_of(release) > series_of(&rules_newest))
		snprintf(rules->note, sizeof(rules->note),
			 "newer than %u.%u, the newest release known: its rules are taken",
			 rules_newest.major, rules_newest.minor);
	else if (known_to == 0 && release->patch != 0)
		snprintf(rules->note, sizeof(rules->note),
			 "not all stable releases of %u.%u were looked at", release->major,
			 release->minor);
	else if (rules->basis == BASIS_ASSUMED)
		snprintf(rules->note, sizeof(rules->note),
			 "newer than %u.%u.%u, the newest of its series known", release->major,
			 release->minor, known_to);
	if (series_of(release) > series_of(&rules_newest))
		rules->basis = BASIS_ASSUMED;
}

bool rules_for_release(const struct kernel_release *release, struct rules *rules)
{
	if (series_of(release) < series_of(&rules_oldest))
		return false;
	memset(rules, 0, sizeof(*rules));
	for (size_t i = 0; i < ARRAY_LENGTH(steps); i++)
		if (step_holds(&steps[i], release))
			rules->value[steps[i].which] = steps[i].value;
	set_basis(release, rules);
	snprintf(rules->name, sizeof(rules->name), release->patch != 0 ? "%u.%u.%u" : "%u.%u",
		 release->major, release->minor, release->patch);
	return true;
}

/* Decimal digits at the start of text; returns how many there were. */
static size_t decimal(const char *text, uint16_t *number)
{
	unsigned int value = 0;
	size_t digits;

	for (digits = 0; digits < 5 && isdigit((unsigned char)text[digits]); digits++)
		value = value * 10 + (unsigned int)(text[digits] - '0');
	if (value > UINT16_MAX)
		return 0;
	*number = (uint16_t)value;
	return digits;
}

bool rules_release_parse(const char *text, struct kernel_release *release, size_t *taken)
{
	struct kernel_release parsed = { 0, 0, 0 };
	const char *place = text;
	size_t digits = decimal(place, &parsed.major);

	if (digits == 0 || place[digits] != '.')
		return false;
	place += digits + 1;
	digits = decimal(place, &parsed.minor);
	if (digits == 0)
		return false;
	place += digits;
	if (place[0] == '.' && isdigit((unsigned char)place[1])) {
		digits = decimal(place + 1, &parsed.patch);
		if (digits == 0)
			return false;
		place += digits + 1;
	}
	*release = parsed;
	*taken = (size_t)(place - text);
	return true;
}

/*
 * A `uname -r` of a distribution. "6.1.0-56-amd64" and "5.15.0-91-generic"
 * hide the stable level, "5.14.0-362.el9" says little at all,
 * "6.12.107+deb12-amd64" and "6.5.6-300.fc39" are what they say.
 */
static void judge_suffix(const char *suffix, struct kernel_release *release, struct rules *rules)
{
	bool hides_level = release->patch == 0 || strstr(suffix, ".el") != NULL;

	if (hides_level && release->patch == 0)
		release->patch = series_known_to(release);
	rules_for_release(release, rules);
	if (!hides_level)
		return;
	rules->basis = BASIS_ASSUMED;
	if (rules->note[0] == '\0')
		snprintf(rules->note, sizeof(rules->note),
			 "a distribution kernel of unknown stable level: the rules of %u.%u.%u are taken",
			 release->major, release->minor, release->patch);
}

static bool switch_find(const char *name, size_t length, enum rules_switch *which)
{
	for (int i = 0; i < RULES_SWITCHES; i++) {
		const char *known = rules_switch_infos[i].name;

		if (strlen(known) == length && memcmp(known, name, length) == 0) {
			*which = (enum rules_switch)i;
			return true;
		}
	}
	return false;
}

const char *rules_switch_text(const struct rules *rules, enum rules_switch which,
			      char *text, size_t size)
{
	const char *name = rules_switch_infos[which].name;

	if (which == RULE_EXT_CAP_MAX)
		snprintf(text, size, "%s=%02x", name, rules->value[which]);
	else
		snprintf(text, size, "%s", rules->value[which] ? name : "");
	return text;
}

/* Takes an earlier ",+NAME", ",-NAME" or ",+NAME=HEX" out of the name. */
static void forget_switch(char *name, const char *which)
{
	size_t length = strlen(which);

	for (char *place = strchr(name, ','); place != NULL; place = strchr(place + 1, ',')) {
		size_t whole = 1 + strcspn(place + 1, ",");

		if (strcspn(place + 1, ",=") != length + 1 || memcmp(place + 2, which, length) != 0)
			continue;
		memmove(place, place + whole, strlen(place + whole) + 1);
		return;
	}
}

void rules_set(struct rules *rules, enum rules_switch which, uint8_t value)
{
	char text[32];
	size_t used;

	forget_switch(rules->name, rules_switch_infos[which].name);
	used = strlen(rules->name);
	rules->value[which] = value;
	if (which == RULE_EXT_CAP_MAX || value != 0)
		snprintf(rules->name + used, sizeof(rules->name) - used, ",+%s",
			 rules_switch_text(rules, which, text, sizeof(text)));
	else
		snprintf(rules->name + used, sizeof(rules->name) - used, ",-%s",
			 rules_switch_infos[which].name);
}

bool rules_move(struct rules *rules, enum rules_switch which, uint8_t value)
{
	if (rules->value[which] == value)
		return false;
	rules_set(rules, which, value);
	return true;
}

/* "=HEX" behind +ext-cap-max: two digits, below the map's own values. */
static bool parse_value(const char *text, size_t length, uint8_t *value)
{
	unsigned int number = 0;

	if (length < 1 || length > 2)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!isxdigit((unsigned char)text[i]))
			return false;
		number = number * 16 + (unsigned int)(isdigit((unsigned char)text[i])
			? text[i] - '0' : tolower((unsigned char)text[i]) - 'a' + 10);
	}
	*value = (uint8_t)number;
	return number > 0 && number < 0xfe;
}

/* One "+switch", "-switch" or "+switch=value" of length characters. */
static bool parse_switch(const char *word, size_t length, struct rules *rules, uint32_t *seen)
{
	const char *equals = memchr(word, '=', length);
	size_t name_length = equals != NULL ? (size_t)(equals - word) : length;
	uint8_t value = word[0] == '+';
	enum rules_switch which;

	if (length < 2 || (word[0] != '+' && word[0] != '-') ||
	    !switch_find(word + 1, name_length - 1, &which))
		return false;
	if ((which == RULE_EXT_CAP_MAX) != (equals != NULL) || *seen >> which & 1)
		return false;
	if (equals != NULL &&
	    (word[0] == '-' || !parse_value(equals + 1, length - name_length - 1, &value)))
		return false;
	*seen |= UINT32_C(1) << which;
	rules_set(rules, which, value);
	return true;
}

static void list_switches(char *text, size_t size)
{
	size_t used = 0;

	for (int i = 0; i < RULES_SWITCHES && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? ", " : "",
					 rules_switch_infos[i].name);
}

static bool parse_version(const char *text, size_t length, const struct rules *base,
			  struct rules *rules)
{
	struct kernel_release release;
	char version[RULES_NAME_SIZE / 4];
	size_t taken;

	if (length >= sizeof(version))
		return false;
	memcpy(version, text, length);
	version[length] = '\0';
	if (base != NULL && strcmp(version, "auto") == 0) {
		*rules = *base;
		return true;
	}
	if (!rules_release_parse(version, &release, &taken) ||
	    series_of(&release) < series_of(&rules_oldest))
		return false;
	if (version[taken] == '\0')
		return rules_for_release(&release, rules);
	if (strchr("-+.~_", version[taken]) == NULL)
		return false;
	judge_suffix(version + taken, &release, rules);
	snprintf(rules->name, sizeof(rules->name), "%s", version);
	return true;
}

bool rules_parse(const char *text, const struct rules *base, struct rules *rules,
		 char *why, size_t size)
{
	size_t length = strcspn(text, ",");
	uint32_t seen = 0;
	char known[256];

	if (length == strlen("kernel") && memcmp(text, "kernel", length) == 0) {
		snprintf(why, size, "'kernel' takes no switches, and is not for this command");
		return false;
	}
	if (!parse_version(text, length, base, rules)) {
		snprintf(why, size, "'%.*s' is no release from %u.%u on", (int)length, text,
			 rules_oldest.major, rules_oldest.minor);
		return false;
	}
	list_switches(known, sizeof(known));
	while (text[length] == ',') {
		text += length + 1;
		length = strcspn(text, ",");
		if (!parse_switch(text, length, rules, &seen)) {
			snprintf(why, size,
				 "'%.*s' is no switch, or contradicts an earlier one: +NAME or -NAME of %s (+ext-cap-max=HEX)",
				 (int)length, text, known);
			return false;
		}
	}
	return true;
}
