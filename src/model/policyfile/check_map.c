/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The rules on the map and on the user's chain: map, visible, hidden, absent. */
#include <stdio.h>
#include <string.h>

#include "model/vfio/capability.h"
#include "model/policyfile/check_parts.h"

const char *check_owner_text(const struct map_owner *owner, char text[CHECK_NAME_SIZE])
{
	char name[CAPABILITY_NAME_SIZE];

	switch (owner->kind) {
	case KIND_CAPABILITY:
	case KIND_EXTENDED:
		snprintf(text, CHECK_NAME_SIZE, "%s",
			 capability_name(owner->kind == KIND_EXTENDED, owner->id, name));
		break;
	case KIND_PLACEHOLDER:
		snprintf(text, CHECK_NAME_SIZE, "placeholder of %s",
			 capability_name(true, owner->id, name));
		break;
	default:
		snprintf(text, CHECK_NAME_SIZE, "%s", map_kind_name(owner->kind));
		break;
	}
	return text;
}

static bool is_capability(const struct map_owner *owner)
{
	return owner->kind == KIND_CAPABILITY || owner->kind == KIND_EXTENDED;
}

/* "CAP_VNDR@1", as a policy file spells it. */
static const char *reference_text(const struct register_reference *reference,
				  char text[CHECK_NAME_SIZE])
{
	char name[CAPABILITY_NAME_SIZE];

	capability_name(reference->extended, reference->id, name);
	snprintf(text, CHECK_NAME_SIZE, reference->instance != 0 ? "%s@%u" : "%s", name,
		 (unsigned int)reference->instance);
	return text;
}

static const struct map_visit *visit_of(const struct policy_where *where,
					const struct check_subject *subject)
{
	char why[CHECK_TEXT_SIZE];

	return register_capability(check_capability(where), &subject->prediction->map, why,
				   sizeof(why));
}

/* Why a capability of the chain has no byte in the map. */
static const char *unmapped_text(const struct map *map, const struct map_visit *visit)
{
	for (unsigned int i = 0; i < map->hiddens; i++)
		if (map->hidden[i].offset == visit->start)
			return map_hidden_reason_name(map->hidden[i].reason);
	return "others lie over it";
}

/* `map CAP_x`: it has a byte of its own. */
static void check_mapped(const struct policy_rule *rule, const struct check_subject *subject,
			 struct check_result *result)
{
	const struct map_visit *visit = visit_of(&rule->where, subject);
	char name[CHECK_NAME_SIZE];

	check_say(result->expected, "mapped");
	check_say(result->actual, "mapped");
	for (unsigned int offset = 0; offset < subject->prediction->map.size; offset++) {
		const struct map_owner *owner =
			&subject->prediction->map.owner[subject->prediction->map.owner_of[offset]];

		if (is_capability(owner) && owner->start == visit->start &&
		    owner->id == visit->id)
			return;
	}
	check_say(result->actual, "not mapped: %s",
		  unmapped_text(&subject->prediction->map, visit));
	check_fail(result, "%s at %02x has no byte in the map: %s",
		   reference_text(check_capability(&rule->where), name), visit->start,
		   unmapped_text(&subject->prediction->map, visit));
}

/* Whether a byte is as `map RANGE ...` wants it; `visit` is the wanted owner's. */
static bool is_as_wanted(const struct policy_rule *rule, const struct map_owner *owner,
			 const struct map_visit *visit)
{
	if (rule->map.is_kind)
		return owner->kind == rule->map.kind;
	return is_capability(owner) && owner->start == visit->start && owner->id == visit->id;
}

void check_map(const struct policy_rule *rule, const struct check_subject *subject,
	       struct check_result *result)
{
	const struct map *map = &subject->prediction->map;
	const struct map_visit *visit = NULL;
	const struct map_owner *first = NULL;
	char why[CHECK_TEXT_SIZE / 2], name[CHECK_NAME_SIZE], runs[CHECK_NAME_SIZE];
	struct byte_set bytes, wrong, unseen;

	if (rule->map.any) {
		check_mapped(rule, subject, result);
		return;
	}
	if (rule->map.is_kind)
		check_say(result->expected, "%s", map_kind_name(rule->map.kind));
	else
		check_say(result->expected, "%s",
			  reference_text(check_capability(&rule->map.owner), name));
	if (!check_bytes(&rule->where, subject, &bytes, why, sizeof(why))) {
		check_fail(result, "%s", why);
		return;
	}
	if (!rule->map.is_kind)
		visit = visit_of(&rule->map.owner, subject);
	memset(&wrong, 0, sizeof(wrong));
	memset(&unseen, 0, sizeof(unseen));
	for (unsigned int offset = byte_set_next(&bytes, 0); offset < SPACE_SIZE_EXTENDED;
	     offset = byte_set_next(&bytes, offset + 1)) {
		const struct map_owner *owner = &map->owner[map->owner_of[offset]];

		if (map_is_unseen(map, offset)) {
			byte_set_add(&unseen, offset);
			continue;
		}
		if (is_as_wanted(rule, owner, visit))
			continue;
		byte_set_add(&wrong, offset);
		if (first == NULL)
			first = owner;
	}
	check_say(result->actual, "%s", result->expected);
	if (first == NULL && !byte_set_is_empty(&unseen))
		check_not_seen(result, "the dump does not show whose %s is",
			       byte_set_text(&unseen, runs, sizeof(runs)));
	if (first == NULL)
		return;
	check_owner_text(first, name);
	byte_set_text(&wrong, runs, sizeof(runs));
	check_say(result->actual, "%s at %s", name, runs);
	check_fail(result, "%s belongs to %s, and not to %s", runs, name, result->expected);
}

/* Says the actual state: "hidden: not-virtualized", "visible", "absent". */
static void say_actual(const struct check_subject *subject, const struct map_visit *visit,
		       bool found, struct check_result *result)
{
	if (found)
		check_say(result->actual, "visible");
	else if (visit == NULL)
		check_say(result->actual, "absent");
	else if (visit->length == 0 || visit->kind == KIND_PLACEHOLDER)
		check_say(result->actual, "hidden: %s",
			  unmapped_text(&subject->prediction->map, visit));
	else
		check_say(result->actual, "not in the %s's chain%s", check_viewer(subject),
			  subject->chain.cut ? ", of which not all is known" : "");
}

/* Whether a user can find a capability in the unseen part of the chain. */
static bool may_be_found(const struct check_subject *subject,
			 const struct register_reference *capability,
			 const struct map_visit *visit)
{
	if (visit != NULL && (visit->length == 0 || visit->kind == KIND_PLACEHOLDER))
		return false;
	return check_chain_is_cut(subject, capability->extended);
}

void check_visible(const struct policy_rule *rule, const struct check_subject *subject,
		   struct check_result *result)
{
	const struct register_reference *capability = check_capability(&rule->where);
	const struct map_visit *visit = visit_of(&rule->where, subject);
	bool any = rule->kind == POLICY_RULE_ABSENT && !rule->where.numbered;
	bool found =
		(any || visit != NULL) && user_chain_has(&subject->chain, capability->extended,
							 capability->id, any ? -1 : visit->start);
	char name[CHECK_NAME_SIZE];

	reference_text(capability, name);
	say_actual(subject, visit, found, result);
	check_say(result->expected, rule->kind == POLICY_RULE_VISIBLE ? "visible"
		  : rule->kind == POLICY_RULE_HIDDEN ? "hidden" : "absent or hidden");
	if (!found && may_be_found(subject, capability, visit)) {
		check_not_seen(result, "the chain leads to bytes that the dump does not show, and %s can be there",
			       name);
		return;
	}
	if (found == (rule->kind == POLICY_RULE_VISIBLE))
		return;
	if (found)
		check_fail(result, "a %s finds %s in the chain, and should not",
			   check_viewer(subject), name);
	else
		check_fail(result, "a %s does not find %s in the chain: %s",
			   check_viewer(subject), name, result->actual);
}
