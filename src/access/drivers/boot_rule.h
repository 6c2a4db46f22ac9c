/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Makes a device have a driver at the next boot: a rule of udev with the device's address and
 * IDs, one file a device. Replaces and removes only files that begin with this program's line.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_BOOT_RULE_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_BOOT_RULE_H

#include <limits.h>

#include "base/device.h"

/*
 * The directory of udev for a person's rules. A test of this layer has a directory of its own.
 */
#ifndef BOOT_RULES
#define BOOT_RULES "/etc/udev/rules.d"
#endif

struct boot_rule {
	struct pci_address address;
	uint16_t vendor, device, subsystem_vendor, subsystem_device;
	char driver[64];
};

#define BOOT_RULE_PATH_SIZE 96
#define BOOT_RULE_TEXT_SIZE 1024

/* The file of a device's rule. Returns path. */
const char *boot_rule_path(const struct pci_address *address, char path[BOOT_RULE_PATH_SIZE]);

/*
 * Fills the rule that gives a device to a driver. Returns 0 or -errno with fault filled: an ID
 * cannot be read, or the driver's name has other characters than [A-Za-z0-9_-].
 */
int boot_rule_make(const struct pci_address *address, const char *driver, struct boot_rule *rule,
		   struct fault *fault);

/* Write the text of the file, and parse it. False if it is another text. */
void boot_rule_format(const struct boot_rule *rule, char text[BOOT_RULE_TEXT_SIZE]);
bool boot_rule_parse(const char *text, struct boot_rule *rule);

/*
 * Reads the rule of a device. KNOWN_YES with *rule (of an unreadable line all but the address
 * is 0). KNOWN_NO: there is no file. KNOWN_NOT with fault filled: the file is not this
 * program's, or cannot be read.
 */
enum known boot_rule_find(const struct pci_address *address, struct boot_rule *rule,
			  struct fault *fault);

/* Whether the device that has this address has the IDs of the rule. */
bool boot_rule_fits(const struct boot_rule *rule);

/*
 * Checks that the device can have a rule: driverctl has none for it, and no other file has the
 * rule's name. Returns 0 or -errno with fault filled (FAULT_REFUSED). The hint names `driver`
 * in driverctl's command; NULL: the rule is to be removed.
 */
int boot_rule_check(const struct pci_address *address, const char *driver, struct fault *fault);

/*
 * Writes the rule whole or not at all, and syncs it. *changed: the file differed or was
 * missing. Returns 0 or -errno with fault filled.
 */
int boot_rule_write(const struct boot_rule *rule, bool *changed, struct fault *fault);

/* Removes the rule; a missing one is no error. *changed: it existed. Returns as above. */
int boot_rule_remove(const struct pci_address *address, bool *changed, struct fault *fault);

#endif
