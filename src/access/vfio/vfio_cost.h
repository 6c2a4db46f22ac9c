/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The side effects of opening a function through VFIO and closing it. Predicted from sysfs
 * attributes alone.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_VFIO_COST_H
#define VFIO_CFGTOOL_ACCESS_VFIO_VFIO_COST_H

#include "base/device.h"

struct vfio_cost {
	bool wakes;		/* it sleeps without power, in D3cold */
	bool resets;		/* the open resets this function only */
	char method[32];	/* the reset, such as "flr"; "" if not known (before 5.15) */
	int vfs;		/* enabled VFs, which its reset removes */
	/*
	 * Without such a method the close resets the bus, if all its functions have a VFIO
	 * driver: the first of the others, and their number.
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
 * Checks that opening the function, which is bound to a VFIO driver, removes no VFs. Returns
 * 0, or -EPERM with FAULT_REFUSED in *fault.
 */
int vfio_harms(const struct pci_address *address, struct fault *fault);

#endif
