/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* A network interface or a disk of the machine. */
#ifndef VFIO_CFGTOOL_BASE_ATTACHED_H
#define VFIO_CFGTOOL_BASE_ATTACHED_H

#include "base/address.h"

struct attached {
	bool disk;			/* else an interface */
	bool part;			/* a partition, or one of several paths to a disk */
	char name[64];			/* as sysfs has it: "eth0", "nvme0n1" */
	struct pci_address address;	/* of the function next to it */
	const char *place;		/* its directory below /sys/devices; never freed */
};

#endif
