/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * One function that another process, such as a running VM, holds open through VFIO. Reads it
 * through a copy of that process's descriptor. Opens nothing, so it resets nothing. Has no
 * function that writes to a device.
 *
 * While the copy is open, the holder's exit does not close the device: the kernel resets it
 * only when the copy is closed, and no process can open it until then. So the copy is made,
 * read once and closed before anything is printed and before anything slow.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_HELD_H
#define VFIO_CFGTOOL_ACCESS_VFIO_HELD_H

#include "access/vfio/vfio.h"

/* A device that this process borrowed. Closed by held_close(). */
struct held_device {
	struct vfio_region config;
	struct holder holder;	/* the process that lent it */
};

#define HELD_DEVICE_CLOSED { .config = { .device = -1 } }
#define CLEANUP_HELD __attribute__((cleanup(held_close)))

/*
 * Identifies the function of a descriptor if the kernel does not. That is a device that was
 * opened by its group and not by its own node (6.12 does not identify it, 7.3 does). is_it
 * reads at most one byte. It returns 1 if the candidate is candidate->address, 0 if it is
 * another device, or -errno with fault filled if it cannot tell. A copy is open while it runs,
 * so it must not do anything slow.
 */
struct held_proof {
	int (*is_it)(const struct vfio_region *candidate, void *context, struct fault *fault);
	void *context;
};

/*
 * Borrows the function from the process that holds it. Never guesses, and never touches a
 * function that may sleep, because that would wake it. proof may be NULL. -ENOTUNIQ asks for
 * one: the kernel does not identify the descriptor, and more than one device is open.
 *
 * Returns 0, or -errno with fault filled: the cause and what to do. *held is then closed;
 * held->holder is the process if it is known to be the holder, else zeroed. Reads /proc unless
 * this process has read it before, and again if that is out of date.
 */
int held_open(const struct pci_address *address, const struct held_proof *proof,
	      struct held_device *held, struct fault *fault);

/* Closes the copy. Harmless when called twice. held->holder stays. */
void held_close(struct held_device *held);

#endif
