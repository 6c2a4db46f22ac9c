/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Judges `need`: whether a user's access reaches what the rule asks for. */
#include <inttypes.h>

#include "base/bits.h"
#include "model/policyfile/check_parts.h"

/* A user finds a register of a capability only if the capability is in the chain. */
static bool is_found(const struct policy_rule *rule, const struct check_subject *subject)
{
	const struct register_reference *capability = check_capability(&rule->where);
	const struct map_visit *visit;
	char why[CHECK_TEXT_SIZE / 2];

	if (capability == NULL)
		return true;
	visit = register_capability(capability, &subject->prediction->map, why, sizeof(why));
	return visit != NULL &&
	       user_chain_has(&subject->chain, capability->extended, capability->id, visit->start);
}

static void judge_bits(const struct policy_rule *rule, const struct register_place *place,
		       const struct policy_bits *bits, struct check_result *result)
{
	uint32_t mask = rule->need.mask & bits_all(place->width);
	uint32_t virtual = rule->need.write ? bits->write_virtual : bits->read_virtual;
	uint32_t dropped = rule->need.write ? mask & ~bits->write : 0;
	uint32_t moved = rule->need.virtual_given ? (virtual ^ rule->need.virtual) & mask : 0;
	char name[CHECK_NAME_SIZE];
	int digits = 2 * place->width;

	check_place_text(place, name);
	check_say(result->actual, "%0*" PRIx32 " takes effect, %0*" PRIx32 " in the virtual copy",
		  digits, mask & ~dropped, digits, virtual & mask);
	if (dropped != 0)
		check_fail(result, "%s: the kernel drops a write of bits %0*" PRIx32 ", and the rule needs it",
			   name, digits, dropped);
	else if ((moved & virtual) != 0)
		check_fail(result, "%s: bits %0*" PRIx32 " are in the virtual copy, and the rule needs the device",
			   name, digits, moved & virtual);
	else if (moved != 0)
		check_fail(result, "%s: bits %0*" PRIx32 " are in the device, and the rule needs the virtual copy",
			   name, digits, moved);
}

void check_need(const struct policy_rule *rule, const struct check_subject *subject,
		struct check_result *result)
{
	char why[CHECK_TEXT_SIZE / 2], name[CHECK_NAME_SIZE];
	struct register_place place;
	struct policy_bits bits;

	check_say(result->expected, rule->need.write ? "a write that takes effect"
						     : "a read that a user can make");
	if (!register_resolve(&rule->where.reference, &subject->prediction->map, &subject->prediction->registers, &place, why,
			      sizeof(why))) {
		check_no_register(&rule->where.reference, subject, why, result);
		return;
	}
	check_place_text(&place, name);
	if (!is_found(rule, subject)) {
		check_say(result->actual, "hidden");
		check_fail(result, "%s: its capability is not in the user's chain", name);
		return;
	}
	bits = policy_bytes(&subject->prediction->policy, place.offset, place.width);
	if (bits.undefined && map_is_unseen(&subject->prediction->map, place.offset)) {
		check_not_seen(result, "the dump does not show whose %s is", name);
		return;
	}
	if (bits.undefined) {
		check_say(result->actual, "undefined");
		check_fail(result, "%s: what the kernel does there cannot be predicted", name);
		return;
	}
	judge_bits(rule, &place, &bits, result);
}
