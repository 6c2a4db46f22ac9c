/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What `deny` finds, and the holes that `allow` makes. */
#include <stdio.h>
#include <string.h>

#include "model/policyfile/check_parts.h"

/* Bits of a byte that the VMM passes on in a write; all bits without a guest. */
static uint8_t passed_on(const struct check_subject *subject, unsigned int offset)
{
	return subject->guest != NULL ? subject->guest->guest->write_vfio[offset] : 0xff;
}

/* Bits that a write changes, in the device or a copy. */
static uint8_t written(const struct check_subject *subject, unsigned int offset)
{
	uint8_t bits = subject->prediction->policy.write[offset] & passed_on(subject, offset);

	return subject->guest != NULL ? bits | subject->guest->guest->write_vmm[offset] : bits;
}

/* Adds the bytes whose write has the effect. */
static void add_effect(const struct check_subject *subject, const struct policy_effect *effect,
		       struct byte_set *bytes)
{
	for (unsigned int i = 0; i < effect->width; i++)
		if ((effect->mask >> (8 * i) & passed_on(subject, effect->offset + i)) != 0)
			byte_set_add(bytes, effect->offset + i);
}

/* By mask, or by an effect: all effects except one act on the device. */
static void find_hardware_writes(const struct check_subject *subject, struct byte_set *bytes)
{
	const struct policy *policy = &subject->prediction->policy;

	for (unsigned int offset = 0; offset < policy->size; offset++)
		if ((policy->write[offset] & ~policy->write_virtual[offset] &
		     passed_on(subject, offset)) != 0)
			byte_set_add(bytes, offset);
	for (unsigned int i = 0; i < policy->effects; i++)
		if (policy->effect[i].effect != EFFECT_BAR_SIZING)
			add_effect(subject, &policy->effect[i], bytes);
}

static void find_effects(const struct check_subject *subject, enum effect effect,
			 struct byte_set *bytes)
{
	const struct policy *policy = &subject->prediction->policy;

	for (unsigned int i = 0; i < policy->effects; i++)
		if (policy->effect[i].effect == effect)
			add_effect(subject, &policy->effect[i], bytes);
}

static void find_hazards(const struct lint *lint, enum lint_code code, struct byte_set *bytes)
{
	for (unsigned int i = 0; i < lint->findings; i++)
		for (unsigned int offset = lint->finding[i].start;
		     lint->finding[i].code == code && offset <= lint->finding[i].end; offset++)
			byte_set_add(bytes, offset);
}

/* Whether VFIO hides the capability, or the VMM removes it from its guest's chain. */
static bool is_hidden(const struct check_subject *subject, const struct map_visit *visit)
{
	if (map_hidden_at(&subject->prediction->map, visit->start) != NULL)
		return true;
	return subject->guest != NULL &&
	       !user_chain_has(&subject->chain, visit->kind != KIND_CAPABILITY, visit->id,
			       visit->start);
}

/* Finds all bytes of hidden capabilities, also those of a placeholder that it does not cover. */
static void find_hidden_writes(const struct check_subject *subject, struct byte_set *bytes)
{
	for (unsigned int offset = 0; offset < subject->prediction->map.size; offset++) {
		const struct map_visit *visit = map_extent(&subject->prediction->map, offset);

		if (visit != NULL && is_hidden(subject, visit) &&
		    (subject->prediction->policy.write[offset] & passed_on(subject, offset)) != 0)
			byte_set_add(bytes, offset);
	}
}

/* Bits of a byte that the VMM answers in a guest's read; none without a guest. */
static uint8_t answered(const struct check_subject *subject, unsigned int offset)
{
	return subject->guest != NULL ? subject->guest->guest->read_vmm[offset] : 0;
}

/* Whether the policy denies this byte. */
static bool is_found(const struct policy_rule *rule, const struct check_subject *subject,
		     unsigned int offset)
{
	const struct policy *policy = &subject->prediction->policy;
	const struct map *map = &subject->prediction->map;

	switch (rule->deny.subject) {
	case SUBJECT_WRITE:
		return written(subject, offset) != 0;
	case SUBJECT_HARDWARE_READ:
		return (policy->read_virtual[offset] | answered(subject, offset)) != 0xff &&
		       !policy->undefined[offset];
	case SUBJECT_RAW_NONZERO:
		return map->owner_of[offset] == OWNER_RAW &&
		       space_is_known(&subject->device->space, offset) &&
		       space_byte(&subject->device->space, offset) != 0;
	default:
		return false;
	}
}

static void find_kind(const struct map *map, enum map_kind kind, struct byte_set *bytes)
{
	for (unsigned int start = 0, end; start < map->size; start = end) {
		end = map_owner_end(map, start);
		if (map->owner[map->owner_of[start]].kind != kind)
			continue;
		for (unsigned int offset = start; offset < end; offset++)
			if (!map_is_unseen(map, offset))
				byte_set_add(bytes, offset);
	}
}

static void find_bytes(const struct policy_rule *rule, const struct check_subject *subject,
		       struct byte_set *bytes)
{
	for (unsigned int offset = 0; offset < subject->prediction->map.size; offset++)
		if (!map_is_unseen(&subject->prediction->map, offset) && is_found(rule, subject, offset))
			byte_set_add(bytes, offset);
}

static void find(const struct policy_rule *rule, const struct check_subject *subject,
		 struct byte_set *bytes)
{
	memset(bytes, 0, sizeof(*bytes));
	if (rule->deny.subject == SUBJECT_KIND)
		find_kind(&subject->prediction->map, rule->deny.kind, bytes);
	else if (rule->deny.subject == SUBJECT_HARDWARE_WRITE)
		find_hardware_writes(subject, bytes);
	else if (rule->deny.subject == SUBJECT_EFFECT)
		find_effects(subject, rule->deny.effect, bytes);
	else if (rule->deny.subject == SUBJECT_LINT)
		find_hazards(&subject->lint, rule->deny.code, bytes);
	else if (rule->deny.subject == SUBJECT_HIDDEN_WRITE)
		find_hidden_writes(subject, bytes);
	else
		find_bytes(rule, subject, bytes);
}

/* The holes that an `allow` makes, or that a `deny` respects. */
static unsigned int hole_of(const struct policy_rule *rule)
{
	switch (rule->deny.subject) {
	case SUBJECT_KIND:
		return HOLES_OF_KINDS + (unsigned int)rule->deny.kind;
	case SUBJECT_EFFECT:
		return HOLES_OF_EFFECTS + (unsigned int)rule->deny.effect;
	case SUBJECT_LINT:
		return HOLES_OF_HAZARDS + (unsigned int)rule->deny.code;
	default:
		return HOLES_OF_SUBJECTS + (unsigned int)rule->deny.subject;
	}
}

/* Removes unseen bytes: they can be anything, and no gap. */
static void remove_unseen(const struct check_subject *subject, struct byte_set *bytes)
{
	byte_set_subtract(bytes, &subject->unseen);
}

/* An `allow` for a place that the device lacks makes no hole. */
void check_find_holes(const struct check_rules *rules, struct check_subject *subject)
{
	char why[CHECK_TEXT_SIZE];

	memset(subject->hole, 0, sizeof(subject->hole));
	for (size_t i = 0; i < rules->count && prediction_opens(subject->prediction); i++) {
		const struct policy_rule *rule = &rules->list[i];
		struct byte_set *hole, bytes;

		if (rule->kind != POLICY_RULE_ALLOW ||
		    !check_condition(rules, i, &subject->prediction->rules) ||
		    !check_bytes(&rule->where, subject, &bytes, why, sizeof(why)))
			continue;
		if (rule->where.is_range && rule->where.range.gaps)
			remove_unseen(subject, &bytes);
		hole = &subject->hole[hole_of(rule)];
		for (size_t j = 0; j < sizeof(bytes.bits); j++)
			hole->bits[j] |= bytes.bits[j];
	}
}

/* Ends a sentence about denied bytes; `what` is the subject as the rule spells it. */
static void complain(const struct policy_rule *rule, const struct check_subject *subject,
		     const char *runs, const char *what, struct check_result *result)
{
	/* before and after the word for the writer or reader */
	static const char *const texts[POLICY_SUBJECTS][2] = {
		[SUBJECT_WRITE] = { "can be written by a ", "" },
		[SUBJECT_HARDWARE_WRITE] = { "are written by a ",
					     " to the device, or a write of them acts on it" },
		[SUBJECT_HARDWARE_READ] = { "are read by a ", " from the device" },
		[SUBJECT_HIDDEN_WRITE] = { "belong to hidden capabilities, and a ",
					   " can write them" },
		[SUBJECT_RAW_NONZERO] = { "are raw and not 00", NULL },
		[SUBJECT_LINT] = { "are what lint finds", NULL },
		[SUBJECT_EFFECT] = { "have an effect that is denied when a ", " writes them" },
	};
	const char *const *text = texts[rule->deny.subject];

	check_fail(result, "bytes %s %s%s%s (%s)", runs, text[0],
		   text[1] != NULL ? check_viewer(subject) : "", text[1] != NULL ? text[1] : "",
		   what);
}

/* Fails a rule about bytes of a kind, and names the owner of the first. */
static void fail_kind(const struct policy_rule *rule, const struct check_subject *subject,
		      const struct byte_set *found, struct check_result *result)
{
	const char *kind = map_kind_name(rule->deny.kind);
	char runs[CHECK_NAME_SIZE], owner[CHECK_NAME_SIZE];
	const struct map *map = &subject->prediction->map;
	unsigned int first = 0;

	while (!byte_set_has(found, first))
		first++;
	byte_set_text(found, runs, sizeof(runs));
	check_owner_text(&map->owner[map->owner_of[first]], owner);
	if (strcmp(owner, kind) == 0)
		check_fail(result, "bytes %s are %s", runs, kind);
	else
		check_fail(result, "bytes %s belong to %s, and are %s", runs, owner, kind);
}

/* Passes a rule that found nothing, if every byte was seen. */
static void pass_if_seen(const struct byte_set *where, const struct byte_set *hole,
			 const struct check_subject *subject, struct check_result *result)
{
	struct byte_set unseen = subject->unseen;
	char runs[CHECK_NAME_SIZE];

	byte_set_keep(&unseen, where);
	byte_set_subtract(&unseen, hole);
	if (!byte_set_is_empty(&unseen))
		check_not_seen(result, "bytes %s were not seen, so the rule cannot be judged",
			       byte_set_text(&unseen, runs, sizeof(runs)));
}

void check_deny(const struct policy_rule *rule, const struct check_subject *subject,
		struct check_result *result)
{
	char why[CHECK_TEXT_SIZE / 2], runs[CHECK_NAME_SIZE], what[POLICY_SUBJECT_SIZE];
	struct byte_set where, found;

	check_say(result->expected, "no %s", policy_subject_text(rule, what));
	if (!check_bytes(&rule->where, subject, &where, why, sizeof(why))) {
		check_fail(result, "%s", why);
		return;
	}
	if (rule->deny.subject == SUBJECT_HIDDEN_WRITE &&
	    subject->prediction->map.view == VIEW_USER) {
		check_say(result->actual, "not known");
		check_not_seen(result, "hidden capabilities cannot be seen: only the user view could be read");
		return;
	}
	find(rule, subject, &found);
	byte_set_keep(&found, &where);
	byte_set_subtract(&found, &subject->hole[hole_of(rule)]);
	check_say(result->actual, "%s", result->expected);
	if (byte_set_is_empty(&found)) {
		pass_if_seen(&where, &subject->hole[hole_of(rule)], subject, result);
		return;
	}
	byte_set_text(&found, runs, sizeof(runs));
	check_say(result->actual, "%s at %s", policy_subject_text(rule, what), runs);
	if (rule->deny.subject == SUBJECT_KIND)
		fail_kind(rule, subject, &found, result);
	else
		complain(rule, subject, runs, what, result);
}

bool check_denied(const struct check_rules *rules, size_t index,
		  const struct check_subject *subject, struct byte_set *bytes)
{
	const struct policy_rule *rule = &rules->list[index];
	char why[CHECK_TEXT_SIZE / 2];
	struct byte_set where;

	if (rule->kind != POLICY_RULE_DENY || !prediction_opens(subject->prediction) ||
	    !check_condition(rules, index, &subject->prediction->rules) ||
	    !check_bytes(&rule->where, subject, &where, why, sizeof(why)))
		return false;
	find(rule, subject, bytes);
	for (size_t i = 0; i < sizeof(bytes->bits); i++)
		bytes->bits[i] &= where.bits[i];
	byte_set_subtract(bytes, &subject->hole[hole_of(rule)]);
	return true;
}
