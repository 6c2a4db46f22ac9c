/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What libpci does for us: the machine's functions, names from pci.ids, and
 * the -s and -d filters of lspci. The only file that knows libpci.
 */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_PCI_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_PCI_H

#include "base/device.h"

/*
 * Calls found() for each function of the machine, in no order. Returns 0, or
 * what found() returned other than 0, or -errno with fault filled. Reads no
 * configuration space.
 */
int pci_machine(int (*found)(const struct pci_address *address, void *context), void *context,
		struct fault *fault);

/* Which devices -s and -d let through; start with pci_filter_any(). */
struct pci_selection {
	int domain, bus, slot, function;	/* -1: any */
	int vendor, product;
	int class, prog_if;
	unsigned int class_mask;
};

void pci_selection_any(struct pci_selection *selection);

/*
 * Reads the argument of -s or -d as lspci does. Returns NULL, or libpci's
 * reason why it is none (const text).
 */
const char *pci_selection_slot(struct pci_selection *selection, const char *text);
const char *pci_selection_id(struct pci_selection *selection, const char *text);

bool pci_selection_match(const struct pci_selection *selection, const struct device *device);

/*
 * Writes the vendor's and device's name to device->name; where pci.ids does
 * not know them, their numbers in words of lspci. Uses no network and no file
 * of the home directory.
 */
void pci_name(struct device *device);

/* The same for the class, such as "Ethernet controller", into text. */
void pci_class_name(const struct device *device, char *text, size_t size);

/* Reads what names come from now, and not when the first one is asked for. */
void pci_names_load(void);

/* Ends libpci; harmless where it never began. */
void pci_end(void);

/* The version of libpci, for --version. */
const char *pci_version(void);

#endif
