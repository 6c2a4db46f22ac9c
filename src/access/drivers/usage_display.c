/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Whether a console of the kernel is on the function. */
#include "access/drivers/usage_search.h"

#include <errno.h>
#include <string.h>

#include "base/error_text.h"

/* Consoles have different numbers. The display's name has "frame buffer" or "VGA+". */
#define CONSOLE_HINT \
	"take the console off it, as root (grep . /sys/class/vtconsole/*/name shows N): echo 0 > /sys/class/vtconsole/vtconN/bind"

/* Reads an attribute. "" if it does not exist; reports one that cannot be read. */
static void read_attribute(struct usage *usage, const char *directory, const char *name,
			   char text[64])
{
	char path[PATH_MAX];
	int length;

	snprintf(path, sizeof(path), "%.4000s/%s", directory, name);
	length = sysfs_text(path, text, 64);
	if (length < 0 && length != -ENOENT)
		usage_doubt(usage, "%.200s cannot be read: %s", path, error_text(-length));
}

/* The names are those of con_startup(): fbcon.c, vgacon.c */
static void look_at_console(struct usage *usage, const struct dirent *entry, const char *path)
{
	char text[64];

	(void)entry;
	read_attribute(usage, path, "bind", text);
	if (text[0] != '1')
		return;
	read_attribute(usage, path, "name", text);
	if (strstr(text, "frame buffer") != NULL)
		usage->graphic_console = true;
	if (strstr(text, "VGA+") != NULL)
		usage->text_console = true;
}

/* Whether the firmware showed its messages on the function. */
static bool is_boot_display(struct usage *usage)
{
	char text[64];

	read_attribute(usage, usage->device, "boot_vga", text);
	return text[0] == '1';
}

/* Looks at a framebuffer of the function's driver, or of the firmware on the boot display. */
static void look_at_framebuffer(struct usage *usage, const struct dirent *entry,
				const char *path)
{
	const char *name = entry->d_name;
	char real[PATH_MAX];
	bool is_its_own;

	if (name[0] != 'f' || strncmp(name, "fbcon", 5) == 0)
		return;
	is_its_own = usage_is_below(usage, path);
	if (!is_its_own && !is_boot_display(usage))
		return;
	if (!is_its_own && realpath(path, real) == NULL) {
		usage_doubt(usage, "%.200s cannot be looked at: %s", path, error_text(errno));
		return;
	}
	if (!is_its_own && strstr(real, "/platform/") == NULL)
		return;
	usage_tell(usage, "the console", CONSOLE_HINT, "the console is on its framebuffer %s", name);
}

void usage_look_at_display(struct usage *usage)
{
	usage_each_of_class(usage, "vtconsole", look_at_console);
	if (usage->graphic_console)
		usage_each_of_class(usage, "graphics", look_at_framebuffer);
	if (usage->text_console && is_boot_display(usage))
		usage_tell(usage, "the console", CONSOLE_HINT, "the console is on it, in text mode");
}
