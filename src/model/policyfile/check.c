/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/policyfile/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/policyfile/check_parts.h"

/* linux/pci_regs.h */
#define PCI_SUBSYSTEM_VENDOR_ID	0x2c
#define PCI_SUBSYSTEM_ID	0x2e

void check_say(char text[CHECK_TEXT_SIZE], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, CHECK_TEXT_SIZE, format, arguments);
	va_end(arguments);
}

void check_fail(struct check_result *result, const char *format, ...)
{
	va_list arguments;

	result->outcome = CHECK_FAILED;
	va_start(arguments, format);
	vsnprintf(result->message, sizeof(result->message), format, arguments);
	va_end(arguments);
}

void check_not_seen(struct check_result *result, const char *format, ...)
{
	va_list arguments;

	result->outcome = CHECK_NOT_SEEN;
	va_start(arguments, format);
	vsnprintf(result->message, sizeof(result->message), format, arguments);
	va_end(arguments);
	check_say(result->actual, "not seen");
}

bool check_is_unseen(const struct check_subject *subject, unsigned int offset)
{
	return map_is_unseen(&subject->prediction->map, offset) ||
	       (offset < subject->prediction->map.size && !space_is_known(&subject->device->space, offset));
}

bool check_chain_is_cut(const struct check_subject *subject, bool extended)
{
	return extended ? subject->prediction->map.extended_unseen : subject->prediction->map.standard_unseen;
}

void check_no_register(const struct register_reference *reference,
		       const struct check_subject *subject, const char *why,
		       struct check_result *result)
{
	const struct map *map = &subject->prediction->map;

	if (!reference->capability && !reference->header && reference->added >= map->size &&
	    map_is_unseen(map, reference->added))
		check_not_seen(result, "the dump shows %u bytes, and the function has more",
			       subject->prediction->map.size);
	else
		check_fail(result, "%s", why);
}

const struct register_reference *check_capability(const struct policy_where *where)
{
	if (!where->given)
		return NULL;
	if (where->is_range)
		return where->range.capability ? &where->range.base : NULL;
	return where->reference.capability ? &where->reference : NULL;
}

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
	memset(&subject->unseen, 0, sizeof(subject->unseen));
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
		if (check_is_unseen(subject, offset))
			byte_set_add(&subject->unseen, offset);
}

bool check_is_there(const struct policy_where *where, const struct check_subject *subject,
		    char *why, size_t size)
{
	const struct register_reference *capability = check_capability(where);

	return capability == NULL ||
	       register_capability(capability, &subject->prediction->map, why, size) != NULL;
}

/* Adds the bytes of a range, also those after the end of an excerpt. */
static bool range_bytes(const struct range_reference *range, const struct map *map,
			struct byte_set *bytes, char *why, size_t size)
{
	bool past_dump = !range->capability && !range->gaps && range->last >= map->size &&
			 map_is_unseen(map, range->last);

	for (unsigned int offset = range->first; past_dump && offset <= range->last; offset++)
		byte_set_add(bytes, offset);
	for (unsigned int offset = map->size; range->gaps && map_is_unseen(map, offset); offset++)
		byte_set_add(bytes, offset);
	return past_dump || range_resolve(range, map, bytes->bits, why, size);
}

bool check_bytes(const struct policy_where *where, const struct check_subject *subject,
		 struct byte_set *bytes, char *why, size_t size)
{
	struct register_place place;

	memset(bytes, 0, sizeof(*bytes));
	if (!where->given) {
		for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++)
			if (offset < subject->prediction->map.size || map_is_unseen(&subject->prediction->map, offset))
				byte_set_add(bytes, offset);
		return true;
	}
	if (where->is_range)
		return range_bytes(&where->range, &subject->prediction->map, bytes, why, size);
	if (!register_resolve(&where->reference, &subject->prediction->map, &subject->prediction->registers, &place, why,
			      size))
		return false;
	for (unsigned int i = 0; i < place.width; i++)
		byte_set_add(bytes, place.offset + i);
	return true;
}

bool check_is_about(const struct policy_rule *rule, const struct check_subject *subject,
		    const struct byte_set *bytes)
{
	struct byte_set own;
	char why[CHECK_TEXT_SIZE];

	return rule->where.given && check_bytes(&rule->where, subject, &own, why, sizeof(why)) &&
	       byte_set_meets(&own, bytes);
}

const char *check_place_text(const struct register_place *place, char text[CHECK_NAME_SIZE])
{
	char name[REGISTER_NAME_SIZE];

	if (place->known != NULL)
		snprintf(text, CHECK_NAME_SIZE, "%s (%03x.%c)", register_name(place->known, name),
			 place->offset, register_width_letter(place->width));
	else
		snprintf(text, CHECK_NAME_SIZE, "%03x.%c", place->offset,
			 register_width_letter(place->width));
	return text;
}

/* Reads 16 bits of the hardware view; -1: unknown. */
static int word_of(const struct config_space *space, unsigned int offset)
{
	if (!space_is_known(space, offset) || !space_is_known(space, offset + 1))
		return -1;
	return space_word(space, offset);
}

static bool is_any_or(int wanted, int actual)
{
	return wanted < 0 || wanted == actual;
}

static bool is_device(const struct policy_device *wanted, const struct device *device)
{
	int class = device->class;

	if (class >= 0 && wanted->class_digits == 4)
		class >>= 8;
	return is_any_or(wanted->vendor, device->vendor) &&
	       is_any_or(wanted->product, device->product) &&
	       is_any_or(wanted->class, class) &&
	       is_any_or(wanted->subsystem_vendor,
			 word_of(&device->space, PCI_SUBSYSTEM_VENDOR_ID)) &&
	       is_any_or(wanted->subsystem_product, word_of(&device->space, PCI_SUBSYSTEM_ID)) &&
	       is_any_or(wanted->revision, device->revision) &&
	       is_any_or(wanted->is_vf, device->is_vf);
}

bool check_applies(const struct check_rules *rules, const struct device *device)
{
	bool any = true;

	for (size_t i = 0; i < rules->count; i++) {
		if (rules->list[i].kind != POLICY_RULE_DEVICE)
			continue;
		if (is_device(&rules->list[i].device, device))
			return true;
		any = false;
	}
	return any;
}

static int release_compare(const struct kernel_release *a, const struct kernel_release *b)
{
	if (a->major != b->major)
		return a->major < b->major ? -1 : 1;
	if (a->minor != b->minor)
		return a->minor < b->minor ? -1 : 1;
	return a->patch < b->patch ? -1 : a->patch > b->patch;
}

static bool holds(const struct policy_condition *condition, const struct rules *by)
{
	struct kernel_release release;
	size_t taken;

	if (condition->kind == IF_SWITCH) {
		uint8_t value = rules_setting_value(by, condition->setting);

		return condition->value < 0 ? value != 0 : value == condition->value;
	}
	if (!rules_release_parse(by->name, &release, &taken))
		return false;
	return (release_compare(&release, &condition->release) < 0) ==
	       (condition->kind == IF_BEFORE);
}

bool check_condition(const struct check_rules *rules, size_t index, const struct rules *by)
{
	for (size_t at = rules->list[index].condition; at != 0;
	     at = rules->list[at - 1].condition) {
		const struct policy_rule *rule = &rules->list[at - 1];

		for (unsigned int i = 0; i < rule->conditions.count; i++)
			if (!holds(&rule->conditions.list[i], by))
				return false;
	}
	return true;
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

	memset(result, 0, sizeof(*result));
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
