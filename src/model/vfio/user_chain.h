/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
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
	bool cut;		/* a pointer was not known: the chain ends there */
	unsigned int count;
	struct user_chain_link link[MAP_STANDARD_STEPS + MAP_EXTENDED_STEPS];
};

/*
 * Follows both chains of a device with a map: in `user`, the user view that was read, or
 * if it is NULL in the predicted one. Pointers are followed unchanged, as the kernel does:
 * also misaligned ones and those into the header. A placeholder reads ID 0 and is left
 * out; the capabilities after it are not.
 */
void user_chain_find(const struct config_space *user, const struct user_view *predicted,
		     const struct map *map, const struct policy *policy,
		     struct user_chain *chain);

/* Whether the chain has a capability with this ID at offset `start`; -1: anywhere. */
bool user_chain_has(const struct user_chain *chain, bool extended, uint16_t id, int start);

#endif
