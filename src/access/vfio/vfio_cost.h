/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What opening a function through VFIO, and closing it again, costs the machine:
 * said before it is done. From sysfs attributes alone.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_VFIO_COST_H
#define VFIO_CFGTOOL_ACCESS_VFIO_VFIO_COST_H

#include "base/device.h"

struct vfio_cost {
	bool wakes;		/* it sleeps without power, in D3cold */
	bool resets;		/* the function, by a method that concerns it alone */
	char method[32];	/* which, such as "flr"; "" the kernel does not say (before 5.15) */
	int vfs;		/* that are enabled, and end with its reset */
	/*
	 * Without such a method its close resets the bus, where every function there
	 * has a VFIO driver: the first of the others, and how many there are.
	 */
	bool resets_bus;
	unsigned int along;
	char first[ADDRESS_TEXT_SIZE];
};

void vfio_cost_find(const struct pci_address *address, struct vfio_cost *cost);

/* Bytes that the longest text takes. */
#define VFIO_COST_TEXT_SIZE 160

/* "opening resets it by flr; takes nobody along". Returns text. */
const char *vfio_cost_text(const struct vfio_cost *cost, char text[VFIO_COST_TEXT_SIZE]);

/*
 * Whether opening the function, which a VFIO driver has, takes away what others may
 * use: the VFs of a PF. Returns 0, or -EPERM with FAULT_REFUSED in *fault.
 */
int vfio_harms(const struct pci_address *address, struct fault *fault);

#endif
