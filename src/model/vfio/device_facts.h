/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The facts that, with the bytes and the rules, determine a map and a virtual copy. */
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
	bool no_memory_enable;	/* no_command_memory; implied for a VF */
	bool nointxmask;	/* vfio-pci's parameter, which its driver passes to the core */
	bool intx_unsupported;	/* the kernel is built without CONFIG_VFIO_PCI_INTX */
	bool memory_zeroed;	/* init_on_alloc: kmalloc() returns zeros */
	bool opregion_known;	/* VFIO was asked for an OpRegion region ... */
	bool opregion;		/* ... and offers one */
	bool is_open;		/* a user has it open: the hardware is as the open left it */
	const struct device_resources *resources;	/* resource; NULL: not known */
	const char *driver;	/* its VFIO driver, which can replace registers; NULL: vfio-pci */
};

/* Facts for bytes alone: no VF, IDs and class as the bytes say, with an IRQ. */
#define DEVICE_FACTS_DEFAULT { .vendor = -1, .device = -1, .class = -1, .irq = 1 }

/*
 * Takes the facts from a device, which must live as long as the result. Facts about the
 * kernel itself keep their defaults.
 */
struct device_facts device_facts(const struct device *device);

#endif
