/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/rules.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "base/words.h"

const struct kernel_release rules_newest = { 7, 3, 4 };
const struct kernel_release rules_oldest = { 5, 10, 0 };

static const char *const dvsec_words[] = { "raw", "cxl", NULL };

const struct rules_switch_info rules_switch_infos[RULES_SWITCHES] = {
	[RULE_EXP_V2_52] = {
		.name = "exp-v2-52", .function = "vfio_cap_len",
		.effect = "a version 2 PCI Express capability is 34 bytes long, not 32: Link Status 2 belongs to it",
	},
	[RULE_PME_VIRTUAL] = {
		.name = "pme-virtual", .function = "vfio_update_pm_vconfig_bytes",
		.effect = "PME support, status and enable are virtual, read 0 and cannot be written",
	},
	[RULE_ECAP_UNKNOWN_RO] = {
		.name = "ecap-unknown-ro", .function = "vfio_config_do_rw",
		.effect = "an unknown first extended capability is read-only; before, the kernel reads past its table",
	},
	[RULE_ECAP_ERROR_FAILS] = {
		.name = "ecap-error-fails", .function = "vfio_ecap_init",
		.effect = "an error while an extended capability is sized fails the open; before, the walk just ends there",
	},
	[RULE_DVSEC] = {
		.name = "dvsec", .function = "vfio_ext_cap_len",
		.effect = "DVSEC is visible with its own length and its writes reach the hardware; before, it is hidden",
		.words = dvsec_words,
	},
	[RULE_NOINTX_NOTCONNECTED] = {
		.name = "nointx-notconnected", .function = "vfio_config_init",
		.effect = "the interrupt pin reads 0 where the IRQ is not connected",
	},
	[RULE_NOINTX_NO_IRQ] = {
		.name = "nointx-no-irq", .function = "vfio_config_init",
		.effect = "the interrupt pin reads 0 where the function has no IRQ",
	},
	[RULE_IGD_ANY_DISPLAY] = {
		.name = "igd-any-display", .function = "vfio_pci_is_intel_display",
		.effect = "the OpRegion is for Intel devices of any display class; before, for VGA (0300) only",
	},
	[RULE_IGD_VBT] = {
		.name = "igd-vbt", .function = "vfio_pci_igd_opregion_init",
		.effect = "with an extended VBT the virtual OpRegion pointer holds the VBT's address",
	},
	[RULE_ROM_FROM_SETUP] = {
		.name = "rom-from-setup", .function = "vfio_bar_fixup",
		.effect = "a ROM without a resource has the size of the set-up ROM; before, a shadow ROM has 128 KiB",
	},
	[RULE_EXT_CAP_MAX] = {
		.name = "ext-cap-max", .function = "PCI_EXT_CAP_ID_MAX",
		.effect = "the greatest extended capability ID of the kernel's table; those above are unknown",
		.is_number = true,
	},
	[RULE_VF_PASID_PRI] = {
		.name = "vf-pasid-pri", .function = "vfio_ecap_init",
		.effect = "a VF gets PASID and PRI capabilities that the kernel makes, after its last one; their content is not known",
	},
};

const struct words rules_switch_words = WORDS_OF(rules_switch_infos, name);

/*
 * doc/kernel-rules.md names the source of each row. `confirmed` is false if the
 * release number was concluded and not read.
 */
static const struct rules_step steps[] = {
	/* switch			release		value	confirmed, commit */
	{ RULE_EXP_V2_52,		{ 5, 10, 0 },	1,	true, NULL },
	{ RULE_EXP_V2_52,		{ 5, 17, 0 },	0,	true, "fb82437fdd8c" },
	{ RULE_EXP_V2_52,		{ 6, 6, 130 },	1,	true, "39195990e4c0" },
	{ RULE_EXP_V2_52,		{ 6, 12, 77 },	1,	true, "39195990e4c0" },
	{ RULE_EXP_V2_52,		{ 6, 18, 17 },	1,	true, "39195990e4c0" },
	{ RULE_EXP_V2_52,		{ 6, 19, 7 },	1,	false, "39195990e4c0" },
	{ RULE_EXP_V2_52,		{ 7, 0, 0 },	1,	true, "39195990e4c0" },
	{ RULE_PME_VIRTUAL,		{ 5, 19, 0 },	1,	true, "54918c287401" },
	{ RULE_ECAP_UNKNOWN_RO,		{ 5, 10, 231 },	1,	true, "fe4bf8d0b671" },
	{ RULE_ECAP_UNKNOWN_RO,		{ 5, 15, 174 },	1,	true, "fe4bf8d0b671" },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 1, 120 },	1,	true, "fe4bf8d0b671" },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 6, 64 },	1,	true, "fe4bf8d0b671" },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 11, 11 },	1,	false, "fe4bf8d0b671" },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 12, 2 },	1,	true, "fe4bf8d0b671" },
	{ RULE_ECAP_UNKNOWN_RO,		{ 6, 13, 0 },	1,	true, "fe4bf8d0b671" },
	{ RULE_ECAP_ERROR_FAILS,	{ 5, 10, 43 },	1,	true, "d1ce2c79156d" },
	{ RULE_ECAP_ERROR_FAILS,	{ 5, 13, 0 },	1,	true, "d1ce2c79156d" },
	{ RULE_DVSEC,			{ 6, 4, 0 },	1,	true, NULL },
	{ RULE_NOINTX_NOTCONNECTED,	{ 5, 15, 185 },	1,	true, "860be250fc32" },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 1, 141 },	1,	true, "860be250fc32" },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 6, 93 },	1,	true, "860be250fc32" },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 12, 31 },	1,	true, "860be250fc32" },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 14, 9 },	1,	false, "860be250fc32" },
	{ RULE_NOINTX_NOTCONNECTED,	{ 6, 15, 0 },	1,	true, "860be250fc32" },
	{ RULE_NOINTX_NO_IRQ,		{ 6, 15, 0 },	1,	true, "2bd42b03ab6b" },
	{ RULE_IGD_ANY_DISPLAY,		{ 6, 15, 0 },	1,	true, "41112160ca87" },
	{ RULE_IGD_VBT,			{ 5, 16, 0 },	1,	true, "49ba1a2976c8" },
	{ RULE_ROM_FROM_SETUP,		{ 6, 14, 0 },	1,	true, "e021e6cbfb5a" },
	{ RULE_EXT_CAP_MAX,		{ 5, 10, 0 },	0x26,	true, NULL },
	{ RULE_EXT_CAP_MAX,		{ 6, 0, 0 },	0x2e,	true, NULL },
	{ RULE_EXT_CAP_MAX,		{ 6, 16, 0 },	0x31,	true, NULL },
};

/*
 * The stable series that were checked, and up to which patch. Of other series only
 * the first release was.
 */
static const struct kernel_release series_known[] = {
	{ 5, 10, 262 },
	{ 5, 15, 185 },
	{ 6, 1, 192 },
	{ 6, 6, 130 },
	{ 6, 11, 11 },
	{ 6, 12, 118 },
	{ 6, 16, 12 },
	{ 6, 17, 13 },
	{ 6, 18, 17 },
	{ 7, 2, 13 },
	{ 7, 3, 4 },
};

const struct rules_step *rules_steps(size_t *count)
{
	*count = ARRAY_LENGTH(steps);
	return steps;
}

const struct words rules_basis_words = WORDS_FROM(BASIS_MODULE, BASIS_KERNEL + 1,
	[BASIS_ASSUMED] = "assumed",
	[BASIS_MODULE] = "module",
	[BASIS_TABLE] = "table",
	[BASIS_VERIFIED] = "verified",
	[BASIS_KERNEL] = "kernel"
);

const char *rules_basis_name(enum rules_basis basis)
{
	return words_name(&rules_basis_words, basis);
}

enum rules_basis rules_switch_basis(const struct rules *rules, int which)
{
	if (rules->basis != BASIS_MODULE)
		return rules->basis;
	return rules->seen >> which & 1 ? BASIS_MODULE : BASIS_ASSUMED;
}

const char *rules_basis_text(const struct rules *rules, char text[RULES_BASIS_TEXT_SIZE])
{
	unsigned int assumed = 0;

	if (rules->basis != BASIS_MODULE) {
		snprintf(text, RULES_BASIS_TEXT_SIZE, "%s", rules_basis_name(rules->basis));
		return text;
	}
	for (int which = 0; which < RULES_SWITCHES; which++)
		assumed += rules_switch_basis(rules, which) == BASIS_ASSUMED;
	snprintf(text, RULES_BASIS_TEXT_SIZE, "lengths: module; %u switches assumed", assumed);
	return text;
}

static uint32_t series_of(const struct kernel_release *release)
{
	return (uint32_t)release->major << 16 | release->minor;
}

bool rules_same_series(const struct kernel_release *a, const struct kernel_release *b)
{
	return series_of(a) == series_of(b);
}

uint16_t rules_known_to(const struct kernel_release *release)
{
	for (size_t i = 0; i < ARRAY_LENGTH(series_known); i++)
		if (series_of(&series_known[i]) == series_of(release))
			return series_known[i].patch;
	return 0;
}

/* A mainline step applies from its release on, a stable one to its own series. */
static bool step_holds(const struct rules_step *step, const struct kernel_release *release)
{
	if (step->release.patch == 0)
		return series_of(&step->release) <= series_of(release);
	return series_of(&step->release) == series_of(release) &&
	       step->release.patch <= release->patch;
}

static void set_basis(const struct kernel_release *release, struct rules *rules)
{
	uint16_t known_to = rules_known_to(release);

	rules->basis = release->patch <= known_to ? BASIS_TABLE : BASIS_ASSUMED;
	rules->note[0] = '\0';
	if (series_of(release) > series_of(&rules_newest))
		snprintf(rules->note, sizeof(rules->note),
			 "newer than %u.%u, the newest release known: its rules are taken",
			 rules_newest.major, rules_newest.minor);
	else if (known_to == 0 && release->patch != 0)
		snprintf(rules->note, sizeof(rules->note),
			 "not all stable releases of %u.%u were checked", release->major,
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

/* Reads decimal digits at the start of text. Returns their number. */
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
