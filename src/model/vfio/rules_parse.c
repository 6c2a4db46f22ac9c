/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What --rules takes. */
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "model/vfio/capability.h"
#include "model/vfio/kernel_name.h"
#include "model/vfio/rules.h"

/* The settings given so far: each switch and each length may be given once. */
struct given {
	uint32_t switches;
	uint8_t standard[0x100], extended[0x100];	/* by IDs */
};

/* A value of one byte, one or two digits. */
static bool parse_byte(const char *text, size_t length, uint8_t *value)
{
	unsigned int number;

	if (length > 2 || !ascii_hex(text, length, &number))
		return false;
	*value = (uint8_t)number;
	return true;
}

/* Reads the text after '=': an ID below the map's own values, or one of the switch's words. */
static bool parse_value(const struct rules_switch_info *info, const char *text, size_t length,
			uint8_t *value)
{
	if (info->is_number)
		return parse_byte(text, length, value) && *value > 0 && *value < 0xfe;
	for (uint8_t i = 0; info->words != NULL && info->words[i] != NULL; i++) {
		*value = (uint8_t)(i + 2);
		if (strlen(info->words[i]) == length && memcmp(info->words[i], text, length) == 0)
			return true;
	}
	return false;
}

/* Reads "CAPABILITY=HEX" after "+len:". */
static bool parse_length(const char *text, size_t length, struct rules *rules,
			 struct given *given)
{
	const char *equals = memchr(text, '=', length);
	bool extended;
	uint16_t id;
	uint8_t value;

	if (equals == NULL || !capability_parse(text, (size_t)(equals - text), &extended, &id) ||
	    id == CAP_ID_NULL || id > (extended ? ECAP_ID_LAST : CAP_ID_MAX) ||
	    !parse_byte(equals + 1, length - (size_t)(equals + 1 - text), &value) ||
	    (extended ? given->extended : given->standard)[id]++ != 0)
		return false;
	return rules_set_length(rules, extended, (uint8_t)id, value);
}

/* One "+switch", "-switch" or "+switch=value" of length characters. */
static bool parse_switch(const char *word, size_t length, struct rules *rules,
			 struct given *given)
{
	static const char len[] = "+len:";
	const char *equals = memchr(word, '=', length);
	size_t name_length = equals != NULL ? (size_t)(equals - word) : length;
	uint8_t value = word[0] == '+';
	unsigned int which;

	if (length >= strlen(len) && memcmp(word, len, strlen(len)) == 0)
		return parse_length(word + strlen(len), length - strlen(len), rules, given);
	if (length < 2 || (word[0] != '+' && word[0] != '-') ||
	    !words_find(&rules_switch_words, word + 1, name_length - 1, &which))
		return false;
	if ((rules_switch_infos[which].is_number && equals == NULL) || given->switches >> which & 1)
		return false;
	if (equals != NULL &&
	    (word[0] == '-' || !parse_value(&rules_switch_infos[which], equals + 1,
					    length - name_length - 1, &value)))
		return false;
	given->switches |= UINT32_C(1) << which;
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
	char version[KERNEL_RELEASE_SIZE];

	if (length >= sizeof(version))
		return false;
	memcpy(version, text, length);
	version[length] = '\0';
	if (base != NULL && strcmp(version, "auto") == 0) {
		*rules = *base;
		return true;
	}
	return kernel_rules(&(struct kernel_words){ .release = version }, rules);
}

bool rules_parse(const char *text, const struct rules *base, struct rules *rules,
		 char *why, size_t size)
{
	size_t length = strcspn(text, ",");
	struct given given = { .switches = 0 };
	char known[256];

	if (length == strlen("kernel") && memcmp(text, "kernel", length) == 0) {
		snprintf(why, size, "'kernel' takes no switches, and is not for this command");
		return false;
	}
	if (!parse_version(text, length, base, rules)) {
		snprintf(why, size, "'%.*s' is not a release from %u.%u on", (int)length, text,
			 rules_oldest.major, rules_oldest.minor);
		return false;
	}
	list_switches(known, sizeof(known));
	while (text[length] == ',') {
		text += length + 1;
		length = strcspn(text, ",");
		if (!parse_switch(text, length, rules, &given)) {
			snprintf(why, size,
				 "'%.*s' is not a switch, or contradicts an earlier one: +NAME or -NAME of %s (+ext-cap-max=HEX, +dvsec=raw), or +len:CAPABILITY=HEX, %d at most",
				 (int)length, text, known, RULES_LENGTHS);
			return false;
		}
	}
	return true;
}
