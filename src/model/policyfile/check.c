/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/policyfile/check.h"

#include <stdio.h>
#include <string.h>

#include "model/policyfile/check_parts.h"

void check_subject_build(const struct device *device, const struct prediction *prediction,
			 const struct guest_outcome *guest, struct check_subject *subject)
{
	const struct config_space *shown = device->user;

	subject->device = device;
	subject->prediction = prediction;
	subject->guest = guest;
	if (!prediction_opens(prediction))
		return;
	if (guest != NULL)
		shown = &guest->guest->space;
	user_chain_find(shown, &prediction->user_view, &prediction->map, &prediction->policy,
			&subject->chain);
	lint_find(prediction, guest, &subject->lint);
	check_find_unseen(subject);
}

bool check_is_about(const struct policy_rule *rule, const struct check_subject *subject,
		    const struct byte_set *bytes)
{
	struct byte_set own;
	char why[CHECK_TEXT_SIZE];

	return rule->where.given && check_bytes(&rule->where, subject, &own, why, sizeof(why)) &&
	       byte_set_meets(&own, bytes);
}

static void check_error(const struct check_subject *subject, struct check_result *result)
{
	check_say(result->expected, "init-fails");
	check_say(result->actual, "init-fails");
	if (!prediction_opens(subject->prediction))
		return;
	check_say(result->actual, "no error");
	if (check_chain_is_cut(subject, false) || check_chain_is_cut(subject, true))
		check_not_seen(result, "the dump does not show all capabilities, and one of them can keep vfio-pci from opening the device");
	else
		check_fail(result, "vfio-pci can open the device");
}

static void check_size(const struct policy_rule *rule, const struct check_subject *subject,
		       struct check_result *result)
{
	unsigned int size = subject->device->space.size;

	check_say(result->expected, "%x", rule->number);
	check_say(result->actual, "%x", size);
	if (map_is_unseen(&subject->prediction->map, size))
		check_not_seen(result, "the dump shows %u bytes, and the function has more", size);
	else if (size != rule->number)
		check_fail(result, "configuration space has %x bytes, not %x (hexadecimal)", size,
			   rule->number);
}

/* Nearly all rules need a map. A device without one breaks them. */
static bool has_map(const struct check_subject *subject, struct check_result *result)
{
	if (prediction_opens(subject->prediction))
		return true;
	check_say(result->expected, "a map");
	check_say(result->actual, "init-fails");
	check_fail(result, "there is no map: vfio-pci cannot open such a device");
	return false;
}

/* Whether a rule is judged for the guest. */
static bool is_of_guest(const struct policy_rule *rule, const struct check_subject *subject)
{
	return subject->guest != NULL &&
	       (rule->kind == POLICY_RULE_VISIBLE || rule->kind == POLICY_RULE_HIDDEN ||
		rule->kind == POLICY_RULE_ABSENT || rule->kind == POLICY_RULE_DENY ||
		(rule->kind == POLICY_RULE_VALUE && !rule->value.hardware));
}

/* Checks that the VMM accepts the device, so that there is a guest. */
static bool has_guest(const struct policy_rule *rule, const struct check_subject *subject,
		      struct check_result *result)
{
	const struct guest *guest;

	if (!is_of_guest(rule, subject) || subject->guest->guest->state == GUEST_BUILT)
		return true;
	guest = subject->guest->guest;
	check_say(result->expected, "a guest");
	check_say(result->actual, guest->state == GUEST_HANGS ? "vmm-hangs" : "vmm-refuses");
	check_fail(result, "there is no guest: %s does not take the device: at %02x: %s",
		   subject->guest->vmm->name, guest->offset, guest->reason);
	return false;
}

/* Whether a capability can be in a part of the chain that was not seen. */
static bool may_be_there(const struct register_reference *capability,
			 const struct check_subject *subject)
{
	char why[CHECK_NAME_SIZE * 2];

	return capability != NULL && check_chain_is_cut(subject, capability->extended) &&
	       register_capability(capability, &subject->prediction->map, why, sizeof(why)) == NULL;
}

/* Fails a rule about a capability that the device lacks, except an optional one. */
static bool is_there(const struct policy_rule *rule, const struct check_subject *subject,
		     struct check_result *result)
{
	char why[CHECK_NAME_SIZE * 2];

	if (rule->kind == POLICY_RULE_ABSENT)
		return true;
	if (check_is_there(&rule->where, subject, why, sizeof(why)) &&
	    (rule->kind != POLICY_RULE_MAP ||
	     check_is_there(&rule->map.owner, subject, why, sizeof(why))))
		return true;
	check_say(result->expected, "a device with it");
	check_say(result->actual, "absent");
	if (may_be_there(check_capability(&rule->where), subject) ||
	    (rule->kind == POLICY_RULE_MAP &&
	     may_be_there(check_capability(&rule->map.owner), subject)))
		check_not_seen(result, "%s", why);
	else if (rule->optional)
		result->outcome = CHECK_NOT_JUDGED;
	else if (subject->prediction->map.view == VIEW_USER && rule->kind == POLICY_RULE_HIDDEN)
		check_not_seen(result, "hidden capabilities cannot be seen: only the user view could be read");
	else if (subject->prediction->map.view == VIEW_USER)
		check_fail(result, "%s in the user view, and the hardware's could not be read",
			   why);
	else
		check_fail(result, "%s", why);
	return false;
}

static void judge(const struct policy_rule *rule, const struct check_subject *subject,
		  struct check_result *result)
{
	switch (rule->kind) {
	case POLICY_RULE_MAP:
		check_map(rule, subject, result);
		break;
	case POLICY_RULE_VISIBLE:
	case POLICY_RULE_HIDDEN:
	case POLICY_RULE_ABSENT:
		check_visible(rule, subject, result);
		break;
	case POLICY_RULE_BITS:
		check_bits(rule, subject, result);
		break;
	case POLICY_RULE_VALUE:
		check_value(rule, subject, result);
		break;
	case POLICY_RULE_EFFECT:
		check_effect(rule, subject, result);
		break;
	case POLICY_RULE_DENY:
		check_deny(rule, subject, result);
		break;
	case POLICY_RULE_NEED:
		check_need(rule, subject, result);
		break;
	default:
		break;
	}
}

void check_judge(const struct check_rules *rules, size_t index, const struct check_subject *subject,
		 struct check_result *result)
{
	const struct policy_rule *rule = &rules->list[index];

	result->outcome = CHECK_PASSED;
	result->expected[0] = result->actual[0] = result->message[0] = '\0';
	if (!check_condition(rules, index, &subject->prediction->rules)) {
		result->outcome = CHECK_NOT_JUDGED;
		return;
	}
	if (rule->kind == POLICY_RULE_ERROR)
		check_error(subject, result);
	else if (rule->kind == POLICY_RULE_SIZE)
		check_size(rule, subject, result);
	else if (has_map(subject, result) && has_guest(rule, subject, result) &&
		 is_there(rule, subject, result))
		judge(rule, subject, result);
}
