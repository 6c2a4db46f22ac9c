/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/drivers/usage_search.h"

#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "access/system/sysfs_parse.h"
#include "base/error_text.h"

/* PCI_BASE_CLASS_NETWORK of linux/pci_ids.h */
#define BASE_CLASS_NETWORK 0x02

/* Drivers that take a network device and make no interface. */
static const char *const no_interface_drivers[] = {
	"uio_pci_generic", "igb_uio", "pci-stub", "pciback", "xen-pciback",
};

void usage_look_at_interface(struct usage *usage, const char *path)
{
	const char *name = strrchr(path, '/') + 1;
	char file[PATH_MAX], hint[128], text[32];
	int length;

	usage->interfaces++;
	snprintf(file, sizeof(file), "%.4000s/flags", path);
	length = sysfs_text(file, text, sizeof(text));
	if (length <= 0)
		usage_doubt(usage, "whether its network interface %.64s is up is not known: %s",
			    name, error_text(-length));
	if (length <= 0 || !(strtoul(text, NULL, 0) & IFF_UP))
		return;
	snprintf(hint, sizeof(hint), "take %.32s down, as root: ip link set %.32s down", name,
		 name);
	usage_tell(usage, name, hint, "its network interface %s is up", name);
}

static void look_at_entry(struct usage *usage, const struct dirent *entry, const char *path)
{
	(void)entry;
	if (usage_is_below(usage, path))
		usage_look_at_interface(usage, path);
}

static bool makes_no_interface(const char *driver)
{
	for (size_t i = 0; i < ARRAY_LENGTH(no_interface_drivers); i++)
		if (strcmp(driver, no_interface_drivers[i]) == 0)
			return true;
	return false;
}

/* sysfs shows the interfaces of one network namespace. A container has its own. */
void usage_doubt_network(struct usage *usage, int class)
{
	if (class >> 16 == BASE_CLASS_NETWORK && usage->interfaces == 0 &&
	    !makes_no_interface(usage->driver))
		usage_doubt(usage, "it is a network device, and no interface of %s is visible here: another network namespace, such as a container's, may have it",
			    usage->driver);
}

static void look_at_network(struct usage *usage)
{
	int class = sysfs_number(&usage->address, "class");
	unsigned int doubts = usage->doubts;

	usage_each_of_class(usage, "net", look_at_entry);
	if (class < 0)
		usage_doubt(usage, "its class cannot be read");
	/* there is no interface, and the search for one failed nowhere */
	if (usage->doubts == doubts)
		usage_doubt_network(usage, class);
}

enum known usage_find(const struct pci_address *address, const struct usage_listener *listener)
{
	struct usage usage = {
		.address = *address, .listener = listener, .found = KNOWN_NO,
		.owner = USAGE_OWN,
	};
	char path[SYSFS_PATH_SIZE];
	int error = sysfs_link(address, "driver", usage.driver, sizeof(usage.driver));

	if (error == -ENOENT && sysfs_exists(address))
		return KNOWN_NO;	/* nothing uses it through a driver */
	if (error != 0 || !sysfs_path(address, "", path) ||
	    realpath(path, usage.device) == NULL) {
		usage_doubt(&usage, "sysfs does not show it: %s",
			    error_text(error != 0 ? -error : errno));
		return usage.found;
	}
	usage_look_at_disks(&usage);
	look_at_network(&usage);
	usage_look_at_display(&usage);
	usage_look_at_driver(&usage);
	usage_look_at_processes(&usage);
	free(usage.node);
	return usage.found;
}
