/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decides a map or a virtual copy beside the bytes and the rules. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_DEVICE_FACTS_H
#define VFIO_CFGTOOL_MODEL_VFIO_DEVICE_FACTS_H

#include "base/device.h"

/* IRQ_NOTCONNECTED of linux/interrupt.h */
#define DEVICE_IRQ_NOT_CONNECTED UINT32_C(0x80000000)

/* Names of struct pci_dev, unless another source is named. */
struct device_facts {
	int vendor;		/* vendor, also of a VF; -1: as the bytes say */
	int device;		/* device; -1: as the bytes say */
	int class;		/* class, 24 bits; -1: as the bytes say */
	uint32_t irq;		/* irq as pci_enable_device() leaves it; 0: none */
	bool is_vf;		/* is_virtfn */
	bool no_memory_enable;	/* no_command_memory; of a VF it need not be said */
	bool nointxmask;	/* parameter of the module that the driver took over */
	bool intx_unsupported;	/* a kernel without CONFIG_VFIO_PCI_INTX */
	bool memory_zeroed;	/* init_on_alloc: kmalloc() returns zeros */
	bool opregion_known;	/* somebody asked VFIO for an OpRegion region ... */
	bool opregion;		/* ... and it has one */
	bool is_open;		/* somebody has it open: the hardware is as the open left it */
	const struct device_resources *resources;	/* resource; NULL: not known */
	const char *driver;	/* of VFIO, which can lay registers over the core's; NULL: vfio-pci */
};

/* Where nobody knows better: no VF, all as the bytes say, with some IRQ. */
#define DEVICE_FACTS_DEFAULT { .vendor = -1, .device = -1, .class = -1, .irq = 1 }

/*
 * As far as they are known of a device, which must live as long as they do; what is the
 * kernel's own is left at its default.
 */
struct device_facts device_facts(const struct device *device);

#endif
