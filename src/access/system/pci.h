/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The machine's functions, names from pci.ids, and the -s and -d filters of lspci. The only
 * file that knows libpci.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_PCI_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_PCI_H

#include "base/device.h"

/*
 * Whether this machine shows its PCI functions at all. If not, fills fault (NULL: does
 * nothing) with the reason: no /sys, no PCI bus, or directories that this user may not enter.
 */
bool pci_is_shown(struct fault *fault);

/*
 * Calls found() for each function of the machine, in no particular order. Returns 0, the
 * first result of found() that is not 0, or -errno with fault filled. Does not read
 * configuration space.
 */
int pci_machine(int (*found)(const struct pci_address *address, void *context), void *context,
		struct fault *fault);

/* The devices that -s and -d select; start with pci_selection_any(). */
struct pci_selection {
	int domain, bus, slot, function;	/* -1: any */
	int vendor, product;
	int class, prog_if;
	unsigned int class_mask;
};

void pci_selection_any(struct pci_selection *selection);

/*
 * Parses the argument of -s or -d as lspci does. Returns NULL, or libpci's reason why it is
 * invalid (const text).
 */
const char *pci_selection_slot(struct pci_selection *selection, const char *text);
const char *pci_selection_id(struct pci_selection *selection, const char *text);

bool pci_selection_match(const struct pci_selection *selection, const struct device *device);

/*
 * Writes the vendor's and the device's name to device->name. Writes their numbers, as lspci
 * does, if pci.ids has no name. Uses no network and no file of the home directory.
 */
void pci_name(struct device *device);

/* Writes the name of the class, such as "Ethernet controller", in the same way. */
void pci_class_name(const struct device *device, char *text, size_t size);

/* Reads pci.ids now instead of with the first name. */
void pci_names_load(void);

/* Ends libpci. Harmless if it was never used. */
void pci_end(void);

/* The version of libpci, for --version. */
const char *pci_version(void);

#endif
