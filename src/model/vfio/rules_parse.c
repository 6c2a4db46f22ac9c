/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --rules takes. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "model/vfio/kernel_name.h"
#include "model/vfio/rules.h"

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
