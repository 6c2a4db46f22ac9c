/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/rules_in_kernel.h"

#include <stddef.h>

#include "model/vfio/capability.h"

/* linux/pci_regs.h */
#define PCI_PM_CAP_PME_MASK	0xf800

/* Sets the entries of the tables as length switches, as far as rules have room. */
static bool take_lengths(const struct kernel_tables *tables, bool extended, struct rules *rules)
{
	unsigned int count = extended ? tables->extendeds : tables->standards;
	bool moved = false;

	for (unsigned int id = CAP_ID_NULL + 1; id < count && id <= ECAP_ID_LAST; id++) {
		unsigned int length = extended ? tables->extended_length[id]
					       : tables->standard_length[id];

		if (length <= RULES_LENGTH_VARIABLE && length != rules_length(rules, extended,
									       (uint16_t)id))
			moved |= rules_set_length(rules, extended, (uint8_t)id, (uint8_t)length);
	}
	return moved;
}

bool tables_correct(const struct kernel_tables *tables, struct rules *rules)
{
	bool moved = false;

	if (tables->extendeds == 0)
		return false;
	moved |= rules_move(rules, RULE_EXT_CAP_MAX, (uint8_t)(tables->extendeds - 1));
	moved |= take_lengths(tables, false, rules);
	moved |= take_lengths(tables, true, rules);
	if (tables->pmc_known)
		moved |= rules_move(rules, RULE_PME_VIRTUAL,
				    (tables->pmc_virtual & PCI_PM_CAP_PME_MASK) ==
				    PCI_PM_CAP_PME_MASK);
	return moved;
}

bool tables_differ(const struct kernel_tables *tables, const struct rules *rules,
		   struct table_difference *difference)
{
	for (unsigned int i = 0; i < tables->standards + tables->extendeds; i++) {
		bool extended = i >= tables->standards;
		uint16_t id = (uint16_t)(extended ? i - tables->standards : i);

		*difference = (struct table_difference) {
			.extended = extended,
			.id = id,
			.kernel = extended ? tables->extended_length[id]
					   : tables->standard_length[id],
			.rules = rules_length(rules, extended, id),
		};
		/* The header's own entry: no capability has that ID. */
		if (id != CAP_ID_NULL && difference->kernel != difference->rules)
			return true;
	}
	return false;
}

/* Sets the switches and lengths that the file shows. */
static uint32_t bits_seen(const struct module_facts *facts)
{
	uint32_t seen = UINT32_C(1) << RULE_EXT_CAP_MAX | UINT32_C(1) << RULE_DVSEC |
			UINT32_C(1) << RULE_ECAP_UNKNOWN_RO | UINT32_C(1) << RULES_SWITCHES;

	if (facts->any_display != KNOWN_NOT)
		seen |= UINT32_C(1) << RULE_IGD_ANY_DISPLAY;
	return seen;
}

bool rules_take_module(const struct module_facts *facts, struct rules *rules,
		       struct table_difference *untold)
{
	enum rules_basis before = rules->basis;
	bool moved = tables_correct(&facts->tables, rules);

	moved |= rules_move(rules, RULE_ECAP_UNKNOWN_RO, facts->unknown_ro);
	if (facts->any_display != KNOWN_NOT)
		moved |= rules_move(rules, RULE_IGD_ANY_DISPLAY, facts->any_display == KNOWN_YES);
	if (before == BASIS_ASSUMED || moved) {
		rules->basis = BASIS_MODULE;
		rules->seen = bits_seen(facts);
	}
	return !tables_differ(&facts->tables, rules, untold);
}
