/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/rules_observed.h"

#include "model/vfio/capability.h"
#include "model/vfio/map.h"

/* linux/pci_regs.h */
#define PCI_STATUS		0x06
#define PCI_STATUS_CAP_LIST	0x10
#define PCI_CAPABILITY_LIST	0x34
#define PCI_PM_PMC		2
#define PCI_PM_CAP_PME_MASK	0xf800

/* The offset of the first capability with this ID in the chain, or 0. */
static uint16_t find_standard(const struct config_space *space, uint8_t id)
{
	uint8_t at = space_byte(space, PCI_CAPABILITY_LIST);

	if (!(space_word(space, PCI_STATUS) & PCI_STATUS_CAP_LIST))
		return 0;
	for (int step = 0; at >= 0x40 && step < MAP_STANDARD_STEPS; step++) {
		if (space_byte(space, at) == id)
			return at;
		at = space_byte(space, at + 1U);
	}
	return 0;
}

/* The same in extended space, after the first one, which is never skipped. */
static uint16_t find_extended(const struct config_space *space, uint16_t id)
{
	uint32_t header = space_dword(space, SPACE_SIZE);

	for (int step = 0; step < MAP_EXTENDED_STEPS; step++) {
		uint16_t at = (uint16_t)(header >> 20 & 0xffc);

		if (at < SPACE_SIZE)
			return 0;
		header = space_dword(space, at);
		if ((header & 0xffff) == id)
			return at;
	}
	return 0;
}

/*
 * Whether the kernel finds the start of each capability in the chain (start 0: of the
 * header) and its next pointer: no loop, no overlap, no neighbours with one ID, none
 * shorter than its header. Otherwise the user reads next pointers from the hardware,
 * and hidden capabilities can reappear in the user's chain.
 */
static bool chain_is_regular(const struct rules *rules, const struct config_space *hardware,
			     bool dvsec, uint16_t start, struct map *map)
{
	static const struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct rules tried = *rules;

	tried.value[RULE_DVSEC] = dvsec;
	map_build(hardware, &tried, &facts, map);
	if (map->state != MAP_BUILT || map->warnings != 0 || map->owner_of[start] == OWNER_RAW ||
	    map->owner[map->owner_of[start]].start != start)
		return false;
	for (unsigned int i = OWNER_FIRST; i < map->owners; i++)
		if (map->owner[i].kind == KIND_EXTENDED && map->owner[i].length < 4)
			return false;
	for (unsigned int offset = 1; offset < map->size; offset++)
		if (map->value[offset] == map->value[offset - 1] &&
		    map->owner_of[offset] != map->owner_of[offset - 1])
			return false;
	return true;
}

/* A DVSEC that only the switch hides, or 0. An empty DVSEC is hidden in any case. */
static uint16_t telling_dvsec(const struct rules *rules, const struct config_space *hardware,
			      struct map *scratch)
{
	uint16_t dvsec = find_extended(hardware, ECAP_ID_DVSEC);

	if (dvsec == 0 || space_dword(hardware, dvsec + 4U) >> 20 == 0 ||
	    !chain_is_regular(rules, hardware, false, 0, scratch) ||
	    !chain_is_regular(rules, hardware, true, dvsec, scratch))
		return 0;
	return dvsec;
}

bool rules_correct(struct rules *rules, const struct config_space *hardware,
		   const struct config_space *user, struct map *scratch)
{
	uint16_t pm = find_standard(hardware, CAP_ID_PM);
	bool moved = false;

	if (hardware->size > SPACE_SIZE && user->size > SPACE_SIZE) {
		uint16_t dvsec = telling_dvsec(rules, hardware, scratch);

		if (dvsec != 0)
			moved |= rules_move(rules, RULE_DVSEC,
					    find_extended(user, ECAP_ID_DVSEC) == dvsec);
	}
	if (pm != 0 && find_standard(user, CAP_ID_PM) == pm &&
	    (space_word(hardware, pm + PCI_PM_PMC) & PCI_PM_CAP_PME_MASK) != 0 &&
	    chain_is_regular(rules, hardware, rules->value[RULE_DVSEC] != 0, pm, scratch))
		moved |= rules_move(rules, RULE_PME_VIRTUAL,
				    (space_word(user, pm + PCI_PM_PMC) &
				     PCI_PM_CAP_PME_MASK) == 0);
	return moved;
}
