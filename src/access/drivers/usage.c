/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/drivers/usage_search.h"

#include <errno.h>
#include <linux/if.h>
#include <stdarg.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "access/system/sysfs_parse.h"
#include "base/error_text.h"
#include "base/memory.h"

/* PCI_BASE_CLASS_NETWORK of linux/pci_ids.h */
#define BASE_CLASS_NETWORK 0x02

/* Drivers that take a network device and make no interface. */
static const char *const no_interface_drivers[] = {
	"uio_pci_generic", "igb_uio", "pci-stub", "pciback", "xen-pciback",
};

static void format_clause(char text[512], const char *format, va_list arguments)
	PRINTF_FORMAT(2, 0);

static void format_clause(char text[512], const char *format, va_list arguments)
{
	vsnprintf(text, 512, format, arguments);
}

void usage_tell(struct usage *usage, const char *by, const char *hint, const char *format, ...)
{
	char text[512];
	const struct usage_use use = { .by = by, .text = text, .hint = hint };
	va_list arguments;

	va_start(arguments, format);
	format_clause(text, format, arguments);
	va_end(arguments);
	usage->found = KNOWN_YES;
	usage->listener->used(&use, usage->listener->context);
}

void usage_doubt(struct usage *usage, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	format_clause(text, format, arguments);
	va_end(arguments);
	usage->doubts++;
	if (usage->found == KNOWN_NO)
		usage->found = KNOWN_NOT;
	usage->listener->doubted(text, usage->listener->context);
}

bool usage_is_below(struct usage *usage, const char *path)
{
	char real[PATH_MAX];
	size_t length = strlen(usage->device);

	if (realpath(path, real) != NULL)
		return strncmp(real, usage->device, length) == 0 &&
		       (real[length] == '/' || real[length] == '\0');
	if (errno != ENOENT)	/* gone meanwhile */
		usage_doubt(usage, "whether %.200s is its own is not known: %s", path,
			    error_text(errno));
	return false;
}

void usage_each_entry(struct usage *usage, const char *directory,
		      void (*visit)(struct usage *usage, const struct dirent *entry,
				    const char *path))
{
	CLEANUP_FREE struct dirent **entries = NULL;
	int count = (int)memory_count(scandir(directory, &entries, NULL, alphasort));

	if (count < 0 && errno != ENOENT)
		usage_doubt(usage, "%.200s cannot be read: %s", directory, error_text(errno));
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];
		char path[PATH_MAX];

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name) <
		    (int)sizeof(path))
			visit(usage, entry, path);
		else
			usage_doubt(usage, "%.200s is nested too deep to be searched", directory);
	}
}

void usage_each_of_class(struct usage *usage, const char *class,
			 void (*visit)(struct usage *usage, const struct dirent *entry,
				       const char *path))
{
	char path[SYSFS_PATH_SIZE];

	snprintf(path, sizeof(path), SYSFS_ROOT "/class/%s", class);
	usage_each_entry(usage, path, visit);
}

int usage_read_number(const char *directory, dev_t *number)
{
	char path[PATH_MAX], text[32];
	unsigned int major, minor;
	int length;

	snprintf(path, sizeof(path), "%.4000s/dev", directory);
	length = sysfs_text(path, text, sizeof(text));
	if (length < 0)
		return length;
	if (!sysfs_parse_node(text, &major, &minor))
		return -EINVAL;
	*number = makedev(major, minor);
	return 0;
}

void usage_add(struct usage *usage, const struct usage_node *node)
{
	struct usage_node *grown = memory_grow(usage->node, usage->nodes + 1, sizeof(*grown));

	if (grown == NULL) {
		usage_doubt(usage, "out of memory");
		return;
	}
	usage->node = grown;
	grown[usage->nodes++] = *node;
}

void usage_add_node(struct usage *usage, mode_t type, dev_t number)
{
	const struct usage_node node = {
		.type = type, .major = major(number), .minor = minor(number),
		.last = minor(number), .owner = usage->owner,
	};

	usage_add(usage, &node);
}

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
