/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One function that another process, such as a running VM, holds open through
 * VFIO, read through a copy of that process's descriptor. Nothing is opened,
 * so nothing is reset; there is no function here that writes to a device.
 *
 * While the copy is open, the holder's exit does not close the device: it is
 * reset only when the copy is closed, and nobody else can open it until then.
 * So it is opened, read once and closed, before anything is printed and before
 * anything else that can take time.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_HELD_H
#define VFIO_CFGTOOL_ACCESS_VFIO_HELD_H

#include "access/vfio/vfio.h"

/* A device that this process borrowed. Closed by held_close(). */
struct held_device {
	struct vfio_region config;
	struct holder holder;	/* the process that it was borrowed from */
};

#define HELD_DEVICE_CLOSED { .config = { .device = -1 } }
#define CLEANUP_HELD __attribute__((cleanup(held_close)))

/*
 * Tells which function a descriptor is of where the kernel does not say so by
 * itself: of a device that was opened by its group, and not by its own node
 * (6.12 does not, 7.3 does). is_it reads one byte at most. It returns 1 where
 * the candidate is candidate->address, 0 where it is another device, or -errno
 * with fault filled where that cannot be told. A copy is open while it runs, so
 * whatever takes time comes before.
 */
struct held_proof {
	int (*is_it)(const struct vfio_region *candidate, void *context, struct fault *fault);
	void *context;
};

/*
 * Borrows the function from the process that holds it. Never guesses, and never
 * touches a function that may sleep, as that would wake it. proof may be NULL;
 * where the kernel does not say which function a descriptor is of, and more
 * than one device is open, -ENOTUNIQ asks for it.
 *
 * Returns 0, or -errno with fault filled: the cause and the way out. *held is
 * closed again then; held->holder is the process where it is known to be the
 * holder, else zeroed. /proc is walked through where that has not been done,
 * and again where what it said is no longer so.
 */
int held_open(const struct pci_address *address, const struct held_proof *proof,
	      struct held_device *held, struct fault *fault);

/* Gives the copy back; harmless when called twice. held->holder stays. */
void held_close(struct held_device *held);

#endif
