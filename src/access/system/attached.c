/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/attached.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/system/sysfs.h"
#include "base/memory.h"

static struct {
	pthread_mutex_t lock;
	bool read;
	size_t count;
	struct attached *list;		/* never freed */
} machine = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Reads a link of sysfs as a path below /sys/devices. NULL if it leads elsewhere. */
static const char *read_place(const char *link, char target[PATH_MAX])
{
	static const char devices[] = "/devices/";
	ssize_t length = readlink(link, target, PATH_MAX - 1);
	const char *place;

	if (length < 0)
		return NULL;
	target[length] = '\0';
	place = strstr(target, devices);
	return place != NULL ? place + strlen(devices) : NULL;
}

/* The last PCI function in a path. */
static bool find_function(const char *place, struct pci_address *address)
{
	bool found = false;

	for (const char *part = place; part != NULL; part = strchr(part, '/')) {
		struct pci_address one;
		size_t length;

		part += *part == '/';
		length = address_parse_prefix(part, &one);
		if (length == 0 || (part[length] != '/' && part[length] != '\0'))
			continue;
		*address = one;
		found = true;
	}
	return found;
}

/* Whether it is a partition: its directory is inside its disk's, whose name begins its own. */
static bool is_partition(const char *place)
{
	const char *name = strrchr(place, '/'), *parent = name;

	if (name == NULL)
		return false;
	while (parent > place && parent[-1] != '/')
		parent--;
	return strncmp(parent, name + 1, (size_t)(name - parent)) == 0 &&
	       /* nvme0 is a controller, nvme0n1 a disk of it */
	       (strncmp(parent, "nvme", 4) != 0 || memchr(parent + 4, 'n', (size_t)(name - parent - 4)));
}

/* "nvme0c1n1" is one of several paths to a disk; it has no node of its own. */
static bool is_hidden_path(const char *name)
{
	unsigned int subsystem, controller, namespace;

	return sscanf(name, "nvme%uc%un%u", &subsystem, &controller, &namespace) == 3;
}

static void add(const char *name, bool disk, const char *place)
{
	struct attached attached = {
		.disk = disk, .part = disk && (is_partition(place) || is_hidden_path(name)),
	};
	struct attached *grown;

	if (!find_function(place, &attached.address))
		return;
	snprintf(attached.name, sizeof(attached.name), "%s", name);
	attached.place = memory_copy(place);
	grown = memory_grow(machine.list, machine.count + 1, sizeof(*grown));
	if (attached.place == NULL || grown == NULL)
		return;
	machine.list = grown;
	grown[machine.count++] = attached;
}

/*
 * The kernel puts a disk of an NVMe subsystem below no function. Links to its controllers are
 * in the same directory.
 */
static void add_shared(const char *name, const char *place)
{
	char path[PATH_MAX], link[2 * PATH_MAX], target[PATH_MAX];
	CLEANUP_DIR DIR *subsystem = NULL;
	const struct dirent *entry;
	char *end;

	snprintf(path, sizeof(path), SYSFS_ROOT "/devices/%.3900s", place);
	end = strstr(path, "/nvme-subsys");
	end = end == NULL ? NULL : strstr(end + 1, "/nvme-subsys");
	end = end == NULL ? NULL : strchr(end + 1, '/');
	if (end == NULL)
		return;
	*end = '\0';
	subsystem = memory_checked(opendir(path));
	while (subsystem != NULL && (entry = readdir(subsystem)) != NULL) {
		const char *controller;

		if (strncmp(entry->d_name, "nvme", 4) != 0 || entry->d_type != DT_LNK)
			continue;
		snprintf(link, sizeof(link), "%s/%s", path, entry->d_name);
		controller = read_place(link, target);
		/* ../../../pci0000:00/...: below "devices" itself */
		if (controller == NULL && strstr(target, "/pci") != NULL)
			controller = strstr(target, "/pci") + 1;
		if (controller != NULL)
			add(name, true, controller);
	}
}

static void read_class(const char *class, bool disk)
{
	char path[SYSFS_PATH_SIZE], link[SYSFS_PATH_SIZE + NAME_MAX + 1], target[PATH_MAX];
	CLEANUP_FREE struct dirent **entries = NULL;
	int count;

	snprintf(path, sizeof(path), SYSFS_ROOT "/class/%s", class);
	count = (int)memory_count(scandir(path, &entries, NULL, alphasort));
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];
		const char *place;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(link, sizeof(link), "%s/%s", path, entry->d_name);
		place = read_place(link, target);
		if (place != NULL && strncmp(place, "virtual/", 8) == 0)
			add_shared(entry->d_name, place);
		else if (place != NULL)
			add(entry->d_name, disk, place);
	}
}

bool attached_function(const char *path, struct pci_address *address)
{
	char uevent[PATH_MAX];

	/* every device's directory has this file, and no other directory has it */
	snprintf(uevent, sizeof(uevent), "%.4000s/uevent", path);
	return access(uevent, F_OK) == 0 && find_function(path, address);
}

size_t attached_all(const struct attached **all)
{
	pthread_mutex_lock(&machine.lock);
	if (!machine.read) {
		machine.read = true;
		read_class("net", false);
		read_class("block", true);
	}
	pthread_mutex_unlock(&machine.lock);
	*all = machine.list;
	return machine.count;
}

bool attached_is_below(const struct attached *attached, const char *place)
{
	size_t length = strlen(place);

	return strncmp(attached->place, place, length) == 0 &&
	       (attached->place[length] == '/' || attached->place[length] == '\0');
}

bool attached_place(const struct pci_address *address, char *place, size_t size)
{
	char path[SYSFS_PATH_SIZE], target[PATH_MAX];
	const char *found = NULL;

	if (sysfs_path(address, "", path))
		found = read_place(path, target);
	snprintf(place, size, "%s", found != NULL ? found : "");
	return found != NULL && strlen(found) < size;
}

/* The name in sysfs for the user's word: sysfs writes '!' for '/'. */
static void take_name(const char *text, char name[64])
{
	static const char dev[] = "/dev/";
	char real[PATH_MAX];

	if (strncmp(text, dev, strlen(dev)) == 0) {
		/* /dev/disk/by-id/... is a link */
		if (realpath(text, real) != NULL && strncmp(real, dev, strlen(dev)) == 0)
			text = real;
		text += strlen(dev);
	}
	snprintf(name, 64, "%s", text);
	for (char *slash = strchr(name, '/'); slash != NULL; slash = strchr(slash, '/'))
		*slash = '!';
}

size_t attached_find(const char *text, struct pci_address *address)
{
	const struct attached *all;
	size_t count = attached_all(&all), found = 0;
	char name[64];

	if (strlen(text) >= PATH_MAX)
		return 0;
	take_name(text, name);
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0 && found++ == 0)
			*address = all[i].address;
	return found;
}
