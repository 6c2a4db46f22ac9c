/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The capabilities that a VFIO user finds, by following the pointers of the user view. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_USER_CHAIN_H
#define VFIO_CFGTOOL_MODEL_VFIO_USER_CHAIN_H

#include "model/vfio/user_view.h"

struct user_chain_link {
	uint16_t start;
	uint16_t id;
	bool extended;
};

/* In the order of both chains; a loop is followed once. */
struct user_chain {
	bool cut;		/* it leads to bytes that are not known, and ends there */
	unsigned int count;
	struct user_chain_link link[MAP_STANDARD_STEPS + MAP_EXTENDED_STEPS];
};

/*
 * Follows the chains of a device with a map, in the user view as it was read (`user`),
 * or where that is NULL as it is predicted. Pointers are followed as they stand, as the
 * kernel does: not aligned, and into the header. A placeholder reads ID 0, and so it is
 * in no chain, but what is behind it is.
 */
void user_chain_find(const struct config_space *user, const struct user_view *predicted,
		     const struct map *map, const struct policy *policy,
		     struct user_chain *chain);

/* Whether the capability with this ID that starts at an offset is in it; offset -1: any. */
bool user_chain_has(const struct user_chain *chain, bool extended, uint16_t id, int start);

#endif
