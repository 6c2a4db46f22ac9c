/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/vfio/rules_in_kernel.h"

#include <stddef.h>

#include "model/vfio/capability.h"

/* linux/pci_regs.h */
#define PCI_PM_CAP_PME_MASK	0xf800

bool tables_correct(const struct kernel_tables *tables, struct rules *rules)
{
	bool moved = false;

	if (tables->extendeds == 0)
		return false;
	moved |= rules_move(rules, RULE_EXT_CAP_MAX, (uint8_t)(tables->extendeds - 1));
	if (tables->extendeds > ECAP_ID_DVSEC)
		moved |= rules_move(rules, RULE_DVSEC,
				    tables->extended_length[ECAP_ID_DVSEC] != 0);
	if (tables->pmc_known)
		moved |= rules_move(rules, RULE_PME_VIRTUAL,
				    (tables->pmc_virtual & PCI_PM_CAP_PME_MASK) ==
				    PCI_PM_CAP_PME_MASK);
	return moved;
}

/* What the kernel's table would say. */
static unsigned int length_by(const struct rules *rules, bool extended, uint16_t id)
{
	const struct capability_type *type = capability_find(extended, id);

	if (type == NULL || (type->rule == LENGTH_DVSEC && rules->value[RULE_DVSEC] == 0))
		return 0;
	return type->rule == LENGTH_FIXED ? type->length : KERNEL_LENGTH_VARIABLE;
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
			.rules = length_by(rules, extended, id),
		};
		/* The header's own entry: no capability has that ID. */
		if (id != CAP_ID_NULL && difference->kernel != difference->rules)
			return true;
	}
	return false;
}
