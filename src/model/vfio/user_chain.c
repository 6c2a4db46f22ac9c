/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/user_chain.h"

/* linux/pci_regs.h */
#define PCI_STATUS			0x06
#define PCI_STATUS_CAP_LIST		0x10
#define PCI_CAPABILITY_LIST		0x34
#define PCI_EXT_CAP_NEXT(header)	((header) >> 20 & 0xffc)

struct walk {
	const struct config_space *user;
	const struct user_view *predicted;
	const struct map *map;
	const struct policy *policy;
	struct user_chain *chain;
	uint8_t seen[SPACE_SIZE_EXTENDED / 8];
};

/* What a user reads at an offset. If it is not known: false, and the chain is cut. */
static bool take(struct walk *walk, unsigned int offset, unsigned int width, uint32_t *value)
{
	bool known = offset + width <= walk->map->size;

	*value = 0;
	if (known && walk->user == NULL)
		known = user_view_read(walk->predicted, walk->map, walk->policy, offset, width,
				       value);
	for (unsigned int i = 0; known && walk->user != NULL && i < width; i++) {
		known = space_is_known(walk->user, offset + i);
		*value |= (uint32_t)space_byte(walk->user, offset + i) << (8 * i);
	}
	walk->chain->cut = walk->chain->cut || !known;
	return known;
}

/* Whether the walk visits an offset for the first time. */
static bool is_new(struct walk *walk, unsigned int offset)
{
	uint8_t bit = (uint8_t)(1U << offset % 8);
	bool seen = walk->seen[offset / 8] & bit;

	walk->seen[offset / 8] |= bit;
	return !seen;
}

static void add(struct walk *walk, unsigned int start, uint32_t id, bool extended)
{
	walk->chain->link[walk->chain->count++] = (struct user_chain_link) {
		.start = (uint16_t)start, .id = (uint16_t)id, .extended = extended,
	};
}

static void walk_standard(struct walk *walk)
{
	uint32_t status, next, id;

	if (!take(walk, PCI_STATUS, 2, &status) || !(status & PCI_STATUS_CAP_LIST) ||
	    !take(walk, PCI_CAPABILITY_LIST, 1, &next))
		return;
	for (int step = 0; next != 0 && step < MAP_STANDARD_STEPS; step++) {
		if (!is_new(walk, next) || !take(walk, next, 1, &id))
			return;
		add(walk, next, id, false);
		if (!take(walk, next + 1, 1, &next))
			return;
	}
}

static void walk_extended(struct walk *walk)
{
	uint32_t next = SPACE_SIZE, header;

	for (int step = 0; next >= SPACE_SIZE && step < MAP_EXTENDED_STEPS; step++) {
		if (!is_new(walk, next) || !take(walk, next, 4, &header))
			return;
		if (header == 0 || header == UINT32_MAX)
			return;
		add(walk, next, header & 0xffff, true);
		next = PCI_EXT_CAP_NEXT(header);
	}
}

void user_chain_find(const struct config_space *user, const struct user_view *predicted,
		     const struct map *map, const struct policy *policy,
		     struct user_chain *chain)
{
	struct walk walk = {
		.user = user, .predicted = predicted, .map = map, .policy = policy, .chain = chain,
	};

	chain->cut = map->standard_unseen || map->extended_unseen;
	chain->count = 0;
	walk_standard(&walk);
	if (map->size > SPACE_SIZE)
		walk_extended(&walk);
}

bool user_chain_has(const struct user_chain *chain, bool extended, uint16_t id, int start)
{
	for (unsigned int i = 0; i < chain->count; i++)
		if (chain->link[i].extended == extended && chain->link[i].id == id &&
		    (start < 0 || chain->link[i].start == start))
			return true;
	return false;
}
