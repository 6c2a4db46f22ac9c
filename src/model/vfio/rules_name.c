/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Keeps a set's name in step with its switches, so that --rules makes the same set of it. */
#include <stdio.h>
#include <string.h>

#include "model/vfio/capability.h"
#include "model/vfio/rules.h"

const char *rules_switch_text(const struct rules *rules, enum rules_switch which,
			      char *text, size_t size)
{
	const struct rules_switch_info *info = &rules_switch_infos[which];
	uint8_t value = rules->value[which];

	if (info->is_number)
		snprintf(text, size, "%s=%02x", info->name, value);
	else if (value > 1 && info->words != NULL)
		snprintf(text, size, "%s=%s", info->name, info->words[value - 2]);
	else
		snprintf(text, size, "%s", value ? info->name : "");
	return text;
}

const char *rules_length_text(const struct rules_length *length,
			      char text[RULES_LENGTH_TEXT_SIZE])
{
	char name[CAPABILITY_NAME_SIZE];

	snprintf(text, RULES_LENGTH_TEXT_SIZE, "len:%s=%x",
		 capability_name(length->extended, length->id, name), length->length);
	return text;
}

/* Removes an earlier ",+NAME", ",-NAME" or ",+NAME=VALUE" from the name. */
static void forget_mention(char *name, const char *which)
{
	size_t length = strcspn(which, "=");

	for (char *place = strchr(name, ','); place != NULL; place = strchr(place + 1, ',')) {
		size_t whole = 1 + strcspn(place + 1, ",");

		if (strcspn(place + 1, ",=") != length + 1 || memcmp(place + 2, which, length) != 0)
			continue;
		memmove(place, place + whole, strlen(place + whole) + 1);
		return;
	}
}

static void mention(char name[RULES_NAME_SIZE], char sign, const char *text)
{
	size_t used;

	forget_mention(name, text);
	used = strlen(name);
	snprintf(name + used, RULES_NAME_SIZE - used, ",%c%s", sign, text);
}

void rules_set(struct rules *rules, enum rules_switch which, uint8_t value)
{
	char text[32];

	rules->value[which] = value;
	rules_switch_text(rules, which, text, sizeof(text));
	if (text[0] != '\0')
		mention(rules->name, '+', text);
	else
		mention(rules->name, '-', rules_switch_infos[which].name);
}

bool rules_move(struct rules *rules, enum rules_switch which, uint8_t value)
{
	if (rules->value[which] == value)
		return false;
	rules_set(rules, which, value);
	return true;
}

/* The index of an ID among the length switches, or the one at which to insert it. */
static unsigned int length_place(const struct rules *rules, bool extended, uint16_t id)
{
	unsigned int i = 0;

	while (i < rules->lengths && (rules->length[i].extended < extended ||
				      (rules->length[i].extended == extended &&
				       rules->length[i].id < id)))
		i++;
	return i;
}

static const struct rules_length *length_find(const struct rules *rules, bool extended,
					      uint16_t id)
{
	unsigned int place = length_place(rules, extended, id);
	const struct rules_length *found = &rules->length[place];

	return place < rules->lengths && found->extended == extended && found->id == id ? found
											: NULL;
}

/* The length in our table, without length switches. */
static unsigned int length_known(const struct rules *rules, bool extended, uint16_t id)
{
	const struct capability_type *type = capability_find(extended, id);

	if (type == NULL || (type->rule == LENGTH_DVSEC && rules->value[RULE_DVSEC] == 0))
		return 0;
	return type->rule == LENGTH_FIXED ? type->length : RULES_LENGTH_VARIABLE;
}

unsigned int rules_length(const struct rules *rules, bool extended, uint16_t id)
{
	unsigned int max = extended ? rules->value[RULE_EXT_CAP_MAX] : CAP_ID_MAX;
	const struct rules_length *set = length_find(rules, extended, id);

	if (id > max)
		return 0;
	return set != NULL ? set->length : length_known(rules, extended, id);
}

static void length_forget(struct rules *rules, unsigned int place)
{
	rules->lengths--;
	memmove(&rules->length[place], &rules->length[place + 1],
		(rules->lengths - place) * sizeof(rules->length[0]));
	memset(&rules->length[rules->lengths], 0, sizeof(rules->length[0]));
}

void rules_forget_length(struct rules *rules, bool extended, uint8_t id)
{
	if (length_find(rules, extended, id) != NULL)
		length_forget(rules, length_place(rules, extended, id));
}

/* A length that equals our table's is no switch. */
static bool length_put(struct rules *rules, const struct rules_length *length)
{
	unsigned int place = length_place(rules, length->extended, length->id);
	bool set = length_find(rules, length->extended, length->id) != NULL;

	if (length->length == length_known(rules, length->extended, length->id)) {
		if (set)
			length_forget(rules, place);
		return true;
	}
	if (!set && rules->lengths == RULES_LENGTHS)
		return false;
	if (!set) {
		memmove(&rules->length[place + 1], &rules->length[place],
			(rules->lengths - place) * sizeof(rules->length[0]));
		rules->lengths++;
	}
	rules->length[place] = *length;
	return true;
}

bool rules_set_length(struct rules *rules, bool extended, uint8_t id, uint8_t length)
{
	const struct rules_length wanted = { extended, id, length };
	char text[RULES_LENGTH_TEXT_SIZE];

	if (extended && id == ECAP_ID_DVSEC && (length == 0 || length == RULES_LENGTH_VARIABLE)) {
		rules_forget_length(rules, extended, id);
		forget_mention(rules->name, rules_length_text(&wanted, text));
		rules_set(rules, RULE_DVSEC, length != 0);
		return true;
	}
	if (!length_put(rules, &wanted))
		return false;
	mention(rules->name, '+', rules_length_text(&wanted, text));
	return true;
}

/* The ID of a setting that is a length; false if it is a switch. */
static bool is_length(int setting, struct rules_length *length)
{
	int id = setting - RULES_SWITCHES;

	if (id < 0)
		return false;
	*length = (struct rules_length) { .extended = id >= 0x100, .id = (uint8_t)(id & 0xff) };
	return true;
}

const char *rules_setting_name(int setting, char text[RULES_LENGTH_TEXT_SIZE])
{
	struct rules_length length;

	if (is_length(setting, &length)) {
		rules_length_text(&length, text);
		*strchr(text, '=') = '\0';
	} else {
		snprintf(text, RULES_LENGTH_TEXT_SIZE, "%s", rules_switch_infos[setting].name);
	}
	return text;
}

const char *rules_setting_effect(int setting)
{
	struct rules_length length;

	return is_length(setting, &length)
	       ? "the bytes that the kernel takes the capability for; 0: it hides it; ff: by its own fields"
	       : rules_switch_infos[setting].effect;
}

uint8_t rules_setting_value(const struct rules *rules, int setting)
{
	struct rules_length length;

	return is_length(setting, &length)
	       ? (uint8_t)rules_length(rules, length.extended, length.id) : rules->value[setting];
}

bool rules_setting_differs(const struct rules *a, const struct rules *b, int setting)
{
	const struct rules_length *in_a, *in_b;
	struct rules_length length;

	if (!is_length(setting, &length))
		return a->value[setting] != b->value[setting];
	in_a = length_find(a, length.extended, length.id);
	in_b = length_find(b, length.extended, length.id);
	if (in_a == NULL || in_b == NULL)
		return in_a != in_b;
	return in_a->length != in_b->length;
}

const char *rules_setting_text(const struct rules *rules, int setting,
			       char text[RULES_LENGTH_TEXT_SIZE])
{
	struct rules_length length;

	if (is_length(setting, &length)) {
		length.length = rules_setting_value(rules, setting);
		return rules_length_text(&length, text);
	}
	rules_switch_text(rules, (enum rules_switch)setting, text, RULES_LENGTH_TEXT_SIZE);
	return text[0] != '\0' ? text : rules_setting_name(setting, text);
}

bool rules_setting_put(struct rules *rules, int setting, uint8_t value)
{
	struct rules_length length;

	if (is_length(setting, &length))
		return rules_set_length(rules, length.extended, length.id, value);
	rules_set(rules, (enum rules_switch)setting, value);
	return true;
}

void rules_move_all(struct rules *rules, const struct rules *wanted)
{
	for (int i = 0; i < RULES_SWITCHES; i++)
		rules_move(rules, (enum rules_switch)i, wanted->value[i]);
}

bool rules_equal(const struct rules *a, const struct rules *b)
{
	bool equal = a->lengths == b->lengths &&
		     memcmp(a->value, b->value, sizeof(a->value)) == 0;

	for (unsigned int i = 0; equal && i < a->lengths; i++)
		equal = a->length[i].extended == b->length[i].extended &&
			a->length[i].id == b->length[i].id &&
			a->length[i].length == b->length[i].length;
	return equal;
}
