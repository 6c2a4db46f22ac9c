/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The driver of a device before it was bound to a VFIO driver, for unbind: a line in the state
 * directory, with the facts that identify the device.
 */
#ifndef VFIO_CFGTOOL_TASKS_REMEMBERED_H
#define VFIO_CFGTOOL_TASKS_REMEMBERED_H

#include "access/files/journal.h"
#include "base/binding.h"

/* Writes a state of the device to the disk. Returns 0 or -errno with fault filled. */
int remembered_keep(const struct journal_lock *lock, const struct pci_address *address,
		    const struct binding_state *state, struct fault *fault);

/*
 * Reads it. KNOWN_YES with *state; KNOWN_NOT if the line is from another boot, for another
 * device at this address, or malformed; KNOWN_NO if there is none.
 */
enum known remembered_find(const struct journal_lock *lock, const struct pci_address *address,
			   struct binding_state *state);

/* Removes it; a missing one is no error. Returns 0 or -errno with fault filled. */
int remembered_forget(const struct journal_lock *lock, struct fault *fault);

#endif
