/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The rules on registers: bits, value, effect. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/bits.h"
#include "model/policyfile/check_parts.h"

static uint32_t mask_of(const struct policy_bits *bits, enum policy_mask mask)
{
	return mask == MASK_READ_VIRTUAL ? bits->read_virtual
	       : mask == MASK_WRITE	 ? bits->write : bits->write_virtual;
}

/*
 * "read_virtual=0400 write=ffff": the masks of the rule. Most rules of a policy are of bits, and
 * printf() would take most of their time.
 */
static void list_masks(const struct policy_rule *rule, const uint32_t masks[RULE_MASKS],
		       char text[CHECK_TEXT_SIZE])
{
	char *at = text;

	for (unsigned int i = 0; i < RULE_MASKS; i++) {
		if (!rule->bits.given[i])
			continue;
		if (at != text)
			*at++ = ' ';
		at = stpcpy(stpcpy(at, words_name(&policy_mask_words, i)), "=");
		for (unsigned int digit = 2U * rule->bits.width; digit-- > 0;)
			*at++ = "0123456789abcdef"[masks[i] >> (4 * digit) & 0xf];
	}
	*at = '\0';
}

/* The meaning of a bit that is 1 and should be 0, and of the opposite. */
static const char *const mask_meanings[RULE_MASKS][2] = {
	[MASK_READ_VIRTUAL] = { "is read from the hardware, and should come from the virtual copy",
				"is read from the virtual copy, and should come from the hardware" },
	[MASK_WRITE] = { "cannot be written by a user, who should be able to",
			 "can be written by a user, who should not be able to" },
	[MASK_WRITE_VIRTUAL] = { "is not written to the virtual copy, as it should be",
				 "is written to the virtual copy, and should not be" },
};

/* The same for one byte: `bits RANGE` looks at thousands. */
static bool byte_differs(const struct policy_rule *rule, const struct policy *policy,
			 unsigned int offset)
{
	const bool *given = rule->bits.given;
	const uint32_t *mask = rule->bits.mask;

	return (given[MASK_READ_VIRTUAL] &&
		policy->read_virtual[offset] != mask[MASK_READ_VIRTUAL]) ||
	       (given[MASK_WRITE] && policy->write[offset] != mask[MASK_WRITE]) ||
	       (given[MASK_WRITE_VIRTUAL] &&
		policy->write_virtual[offset] != mask[MASK_WRITE_VIRTUAL]);
}

static bool differ(const struct policy_rule *rule, const uint32_t actual[RULE_MASKS])
{
	for (unsigned int i = 0; i < RULE_MASKS; i++)
		if (rule->bits.given[i] && actual[i] != rule->bits.mask[i])
			return true;
	return false;
}

/* Says the first mask that differs. */
static void fail_bits(const struct policy_rule *rule, const uint32_t actual[RULE_MASKS],
		      const char *name, struct check_result *result)
{
	for (unsigned int i = 0; i < RULE_MASKS; i++) {
		uint32_t differs = actual[i] ^ rule->bits.mask[i];
		uint32_t surplus = differs & actual[i];

		if (!rule->bits.given[i] || differs == 0)
			continue;
		if (surplus == 0)
			surplus = differs;
		check_fail(result, "%s: mask %0*" PRIx32 " %s", name, 2 * rule->bits.width,
			   surplus, mask_meanings[i][(surplus & actual[i]) != 0]);
		return;
	}
}

static void place_bytes(const struct register_place *place, struct byte_set *bytes)
{
	memset(bytes, 0, sizeof(*bytes));
	for (unsigned int i = 0; i < place->width; i++)
		byte_set_add(bytes, place->offset + i);
}

/* Whether the owner of one of the bytes was not seen. */
static bool has_unseen(const struct check_subject *subject, const struct byte_set *bytes)
{
	for (unsigned int offset = byte_set_next(bytes, 0); offset < SPACE_SIZE_EXTENDED;
	     offset = byte_set_next(bytes, offset + 1))
		if (map_is_unseen(&subject->prediction->map, offset))
			return true;
	return false;
}

/* Fails a rule about bytes without known masks. */
static void fail_undefined(const struct check_subject *subject, const struct byte_set *bytes,
			   struct check_result *result)
{
	char runs[CHECK_NAME_SIZE * 2];

	byte_set_text(bytes, runs, sizeof(runs));
	check_say(result->actual, "undefined");
	if (has_unseen(subject, bytes))
		check_not_seen(result, "the dump does not show whose %s is", runs);
	else
		check_fail(result, "bytes %s: the kernel reads past the end of its table there, and the result "
			   "cannot be predicted",
			   runs);
}

/* `bits RANGE`: each byte has these masks. */
static void check_range_bits(const struct policy_rule *rule, const struct check_subject *subject,
			     struct check_result *result)
{
	const struct policy *policy = &subject->prediction->policy;
	char why[CHECK_TEXT_SIZE / 2], where[CHECK_NAME_SIZE * 2];
	struct byte_set bytes, undefined;
	uint32_t actual[RULE_MASKS];

	list_masks(rule, rule->bits.mask, result->expected);
	if (!check_bytes(&rule->where, subject, &bytes, why, sizeof(why))) {
		check_fail(result, "%s", why);
		return;
	}
	memset(&undefined, 0, sizeof(undefined));
	for (unsigned int offset = byte_set_next(&bytes, 0); offset < SPACE_SIZE_EXTENDED;
	     offset = byte_set_next(&bytes, offset + 1)) {
		struct policy_bits bits;

		if (policy->undefined[offset] || map_is_unseen(&subject->prediction->map, offset)) {
			byte_set_add(&undefined, offset);
			continue;
		}
		if (!byte_differs(rule, policy, offset))
			continue;
		bits = policy_bytes(policy, offset, 1);
		for (unsigned int i = 0; i < RULE_MASKS; i++)
			actual[i] = mask_of(&bits, (enum policy_mask)i);
		snprintf(where, sizeof(where), "byte %03x", offset);
		fail_bits(rule, actual, where, result);
		list_masks(rule, actual, result->actual);
		return;
	}
	check_say(result->actual, "%s", result->expected);
	if (byte_set_is_empty(&undefined))
		return;
	fail_undefined(subject, &undefined, result);
}

void check_bits(const struct policy_rule *rule, const struct check_subject *subject,
		struct check_result *result)
{
	char why[CHECK_TEXT_SIZE / 2], name[CHECK_NAME_SIZE];
	struct register_place place;
	uint32_t actual[RULE_MASKS];
	struct policy_bits bits;
	struct byte_set bytes;

	if (rule->where.is_range) {
		check_range_bits(rule, subject, result);
		return;
	}
	list_masks(rule, rule->bits.mask, result->expected);
	if (!register_resolve(&rule->where.reference, &subject->prediction->map, &subject->prediction->registers, &place,
			      why, sizeof(why))) {
		check_no_register(&rule->where.reference, subject, why, result);
		return;
	}
	bits = policy_bytes(&subject->prediction->policy, place.offset, place.width);
	if (bits.undefined) {
		place_bytes(&place, &bytes);
		fail_undefined(subject, &bytes, result);
		return;
	}
	for (unsigned int i = 0; i < RULE_MASKS; i++)
		actual[i] = mask_of(&bits, (enum policy_mask)i);
	if (!differ(rule, actual)) {
		stpcpy(result->actual, result->expected);
		return;
	}
	list_masks(rule, actual, result->actual);
	fail_bits(rule, actual, check_place_text(&place, name), result);
}

struct known_value check_user_value(const struct check_subject *subject,
				    const struct register_place *place)
{
	if (subject->guest != NULL)
		return space_value(&subject->guest->guest->space, place->offset, place->width);
	if (subject->device->user != NULL)
		return space_value(subject->device->user, place->offset, place->width);
	return prediction_read(subject->prediction, place->offset, place->width);
}

static struct known_value value_of(const struct policy_rule *rule,
				   const struct check_subject *subject,
				   const struct register_place *place)
{
	const struct config_space *space = &subject->device->space;

	if (!rule->value.hardware)
		return check_user_value(subject, place);
	if (space->view != VIEW_HARDWARE)
		return (struct known_value){ .known = false };
	return space_value(space, place->offset, place->width);
}

/* Whether the bytes behind the value were read. */
static bool was_read(const struct policy_rule *rule, const struct check_subject *subject,
		     const struct register_place *place)
{
	const struct config_space *space = &subject->device->space;
	bool hardware = rule->value.hardware;

	if (!hardware && subject->device->user != NULL)
		space = subject->device->user;
	for (unsigned int i = 0; i < place->width; i++)
		if (!space_is_known(space, place->offset + i) ||
		    (!hardware && map_is_unseen(&subject->prediction->map, place->offset + i)))
			return false;
	return !hardware || space->view == VIEW_HARDWARE;
}

void check_value(const struct policy_rule *rule, const struct check_subject *subject,
		 struct check_result *result)
{
	char why[CHECK_TEXT_SIZE / 2], name[CHECK_NAME_SIZE];
	struct register_place place;
	struct known_value actual;
	uint32_t mask;
	int digits;

	if (!register_resolve(&rule->where.reference, &subject->prediction->map, &subject->prediction->registers, &place,
			      why, sizeof(why))) {
		check_no_register(&rule->where.reference, subject, why, result);
		return;
	}
	check_place_text(&place, name);
	mask = rule->value.mask & bits_all(place.width);
	digits = 2 * place.width;
	check_say(result->expected, mask != bits_all(place.width) ? "%0*" PRIx32 ":%0*" PRIx32
								  : "%0*" PRIx32,
		  digits, rule->value.value & mask, digits, mask);
	actual = value_of(rule, subject, &place);
	if (!actual.known) {
		check_say(result->actual, "not known");
		if (!was_read(rule, subject, &place))
			check_not_seen(result, "%s was not seen", name);
		else
			check_fail(result, "%s: its value in the %s view is not known", name,
			   rule->value.hardware ? "hardware" : check_viewer(subject));
		return;
	}
	check_say(result->actual, "%0*" PRIx32, digits, actual.value);
	if (((actual.value ^ rule->value.value) & mask) != 0)
		check_fail(result, "%s %s %0*" PRIx32 ", not %s", name,
			   rule->value.hardware ? "is" : "reads", digits, actual.value,
			   result->expected);
}

uint32_t check_effect_bits(const struct policy *policy, const struct register_place *place,
			   enum effect which)
{
	uint32_t bits = 0;

	for (unsigned int i = 0; i < policy->effects; i++) {
		const struct policy_effect *effect = &policy->effect[i];

		for (unsigned int j = 0; effect->effect == which && j < effect->width; j++) {
			unsigned int offset = effect->offset + j;

			if (offset >= place->offset &&
			    offset < (unsigned int)place->offset + place->width)
				bits |= (effect->mask >> (8 * j) & 0xff)
					<< (8 * (offset - place->offset));
		}
	}
	return bits;
}

void check_effect(const struct policy_rule *rule, const struct check_subject *subject,
		  struct check_result *result)
{
	const char *effect = effect_name(rule->effect.effect);
	struct byte_set bytes;
	char why[CHECK_TEXT_SIZE / 2], name[CHECK_NAME_SIZE];
	struct register_place place;
	uint32_t bits;

	if (!register_resolve(&rule->where.reference, &subject->prediction->map, &subject->prediction->registers, &place,
			      why, sizeof(why))) {
		check_no_register(&rule->where.reference, subject, why, result);
		return;
	}
	check_place_text(&place, name);
	place_bytes(&place, &bytes);
	if (has_unseen(subject, &bytes)) {
		check_not_seen(result, "the dump does not show whose %s is", name);
		return;
	}
	bits = check_effect_bits(&subject->prediction->policy, &place, rule->effect.effect);
	check_say(result->expected, "%0*" PRIx32, 2 * place.width, rule->effect.mask);
	check_say(result->actual, "%0*" PRIx32, 2 * place.width, bits);
	if (bits == 0 && rule->effect.mask != 0)
		check_fail(result, "a write of %s has no effect %s", name, effect);
	else if (bits != rule->effect.mask)
		check_fail(result, "the bits of %s whose write has the effect %s are %0*" PRIx32 ", not %0*" PRIx32,
			   name, effect, 2 * place.width, bits, 2 * place.width,
			   rule->effect.mask);
}
