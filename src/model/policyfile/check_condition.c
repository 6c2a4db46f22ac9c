/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* When the rules of a file apply: its devices, and the `if` around a rule. */
#include "model/policyfile/check_parts.h"

/* linux/pci_regs.h */
#define PCI_SUBSYSTEM_VENDOR_ID	0x2c
#define PCI_SUBSYSTEM_ID	0x2e

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
