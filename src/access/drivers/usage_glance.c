/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The quick search of a function's use, for `list`, which asks for every function of the
 * machine. Looks where usage_find() does, except at processes and by exclusive opens.
 */
#include "access/drivers/usage_search.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "access/system/attached.h"
#include "base/error_text.h"

/* PCI_BASE_CLASS_DISPLAY of linux/pci_ids.h */
#define BASE_CLASS_DISPLAY 0x03

static void look_at_disk(struct usage *usage, const char *path)
{
	dev_t number;
	int error = usage_read_number(path, &number);

	if (error == 0)
		usage_look_at_mounts(usage, path, number);
	/* one of several paths to a disk has no node */
	else if (error != -ENOENT)
		usage_doubt(usage, "the number of its disk %.64s cannot be read: %s",
			    strrchr(path, '/') + 1, error_text(-error));
}

/* Looks at what is below the function. */
static void look_at_attached(struct usage *usage)
{
	const struct attached *all;
	size_t count = attached_all(&all);
	char place[PATH_MAX], path[SYSFS_PATH_SIZE];

	if (!attached_place(&usage->address, place, sizeof(place)))
		return;
	for (size_t i = 0; i < count; i++) {
		if (!attached_is_below(&all[i], place))
			continue;
		snprintf(path, sizeof(path), SYSFS_ROOT "/class/%s/%s",
			 all[i].disk ? "block" : "net", all[i].name);
		if (all[i].disk)
			look_at_disk(usage, path);
		else
			usage_look_at_interface(usage, path);
	}
}

enum known usage_glance(const struct device *device, const struct usage_listener *listener)
{
	struct usage usage = {
		.address = device->address, .listener = listener, .found = KNOWN_NO,
		.owner = USAGE_OWN,
	};
	char path[SYSFS_PATH_SIZE];

	if (device->driver[0] == '\0')
		return KNOWN_NO;
	snprintf(usage.driver, sizeof(usage.driver), "%s", device->driver);
	if (!sysfs_path(&device->address, "", path) || realpath(path, usage.device) == NULL)
		return KNOWN_NOT;
	look_at_attached(&usage);
	usage_doubt_network(&usage, device->class);
	if (device->class >> 16 == BASE_CLASS_DISPLAY)
		usage_look_at_display(&usage);
	usage_look_at_kind(&usage);
	free(usage.node);
	return usage.found;
}
