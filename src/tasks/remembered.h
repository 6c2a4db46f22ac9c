/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a device was bound to before it was given to a VFIO driver, for unbind: a line in the
 * state directory, with what tells the device from another one at its address.
 */
#ifndef VFIO_CFGTOOL_TASKS_REMEMBERED_H
#define VFIO_CFGTOOL_TASKS_REMEMBERED_H

#include "access/files/journal.h"
#include "base/binding.h"

/* Keeps a state of the device. It is on the disk then. Returns 0 or -errno with fault filled. */
int remembered_keep(const struct journal_lock *lock, const struct pci_address *address,
		    const struct binding_state *state, struct fault *fault);

/*
 * Finds it. KNOWN_YES with *state; KNOWN_NOT where what is kept is of another boot or another
 * device at this address, or no such line; KNOWN_NO where nothing is kept.
 */
enum known remembered_find(const struct journal_lock *lock, const struct pci_address *address,
			   struct binding_state *state);

/* Forgets it; nothing that is kept is forgotten. Returns 0 or -errno with fault filled. */
int remembered_forget(const struct journal_lock *lock, struct fault *fault);

#endif
