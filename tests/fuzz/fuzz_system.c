// SPDX-License-Identifier: GPL-2.0-or-later
/* Any text as a file of the kernel in sysfs and /proc. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/system/proc_parse.h"
#include "access/system/sysfs_parse.h"
#include "base/macros.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void wrong(const char *what, const char *text)
{
	fprintf(stderr, "%s: %s\n", what, text);
	abort();
}

static void check_end(const char *text, size_t size, const char *line)
{
	if (strnlen(text, size) == size)
		wrong("a text without an end", line);
}

static void try_mount(const char *line)
{
	struct proc_mount mount;

	memset(&mount, 0xa5, sizeof(mount));
	if (!proc_parse_mount(line, &mount))
		return;
	check_end(mount.point, sizeof(mount.point), line);
	check_end(mount.options, sizeof(mount.options), line);
	check_end(mount.type, sizeof(mount.type), line);
	check_end(mount.source, sizeof(mount.source), line);
	if (proc_mount_has(&mount, "nodev") && strstr(line, "nodev") == NULL)
		wrong("an option that is not there", line);
}

static void try_line(const char *line)
{
	char path[PATH_MAX], name[PROC_NAME_SIZE];
	unsigned int number, minor;
	int signed_number;

	try_mount(line);
	if (proc_parse_swap(line, path))
		check_end(path, sizeof(path), line);
	if (proc_parse_name(line, &number, name))
		check_end(name, sizeof(name), line);
	proc_parse_number(line, "mnt_id:", &signed_number);
	sysfs_parse_node(line, &number, &minor);
	if (sysfs_parse_number(line) < -1 || sysfs_parse_irq(line) < -1 ||
	    sysfs_parse_irq(line) > UINT32_MAX)
		wrong("a number out of range", line);
}

static void try_text(const char *text)
{
	static const struct device_resources none;
	struct device_resources resources;
	struct device device = { .vendor = -1, .product = -1, .class = -1 };

	if (!sysfs_parse_resources(text, &resources) &&
	    memcmp(&resources, &none, sizeof(none)) != 0)
		wrong("resources that were not read", text);
	sysfs_parse_uevent(text, &device);
	check_end(device.driver, sizeof(device.driver), text);
	if (device.class < -1 || device.class > 0xffffff || device.vendor < -1 ||
	    device.vendor > 0xffff || device.product < -1 || device.product > 0xffff)
		wrong("an ID out of range", text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP_FREE char *text = malloc(size + 1);
	char *rest, *line;

	memcpy(text, data, size);
	text[size] = '\0';
	try_text(text);
	for (line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
		try_line(line);
	return 0;
}
