/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/drivers/usage.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/if.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "access/system/proc.h"
#include "access/system/sysfs.h"
#include "base/memory.h"

/* A test of this layer is compiled with a directory of its own. */
#ifndef DEV_ROOT
#define DEV_ROOT "/dev"
#endif

/* Deeper than any device of the kernel stands below its PCI function. */
#define DEPTH_MAX 16

/* A node that the function's driver made. */
struct usage_node {
	dev_t number;
	bool block;
};

/* One search. */
struct usage {
	char device[PATH_MAX];		/* the function's directory without links */
	size_t nodes;
	struct usage_node *node;
	void (*found)(const char *use, void *context);
	void *context;
};

static void tell(const struct usage *usage, const char *format, ...) PRINTF_FORMAT(2, 3);

static void tell(const struct usage *usage, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	usage->found(text, usage->context);
}

/* Whether a directory or link of sysfs is the function's directory, or below it. */
static bool is_below(const struct usage *usage, const char *path)
{
	char real[PATH_MAX];
	size_t length = strlen(usage->device);

	return realpath(path, real) != NULL && strncmp(real, usage->device, length) == 0 &&
	       (real[length] == '/' || real[length] == '\0');
}

/* Calls visit for each entry of a class of sysfs, with its path. */
static void each_of_class(const char *class, struct usage *usage,
			  void (*visit)(struct usage *usage, const char *name, const char *path))
{
	char path[SYSFS_PATH_SIZE + NAME_MAX];
	CLEANUP_FREE struct dirent **entries = NULL;
	int count;

	snprintf(path, sizeof(path), SYSFS_ROOT "/class/%s", class);
	count = (int)memory_count(scandir(path, &entries, NULL, alphasort));
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];

		snprintf(path, sizeof(path), SYSFS_ROOT "/class/%s/%s", class, entry->d_name);
		if (entry->d_name[0] != '.')
			visit(usage, entry->d_name, path);
	}
}

static bool read_number(const char *directory, dev_t *number)
{
	char path[PATH_MAX], text[32];
	unsigned int major, minor;

	snprintf(path, sizeof(path), "%.4000s/dev", directory);
	if (sysfs_text(path, text, sizeof(text)) <= 0 || sscanf(text, "%u:%u", &major, &minor) != 2)
		return false;
	*number = makedev(major, minor);
	return true;
}

/* Mount points in /proc/PID/mountinfo have blanks and the like as \ooo. */
static void unescape(char *text)
{
	char *to = text;

	while (*text != '\0') {
		unsigned int code;

		if (*text == '\\' && sscanf(text + 1, "%3o", &code) == 1 && strlen(text) >= 4) {
			*to++ = (char)code;
			text += 4;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
}

/* Where a disk is mounted, as this process sees it; false: nowhere. */
static bool find_mount(dev_t number, char *point, size_t size)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen(PROC_ROOT "/self/mountinfo", "re"));
	CLEANUP_FREE char *line = NULL;
	size_t room = 0;

	while (file != NULL && memory_count(getline(&line, &room, file)) > 0) {
		unsigned int major, minor;
		char where[PATH_MAX];

		if (sscanf(line, "%*u %*u %u:%u %*s %4095s", &major, &minor, where) != 3 ||
		    makedev(major, minor) != number)
			continue;
		unescape(where);
		snprintf(point, size, "%.255s", where);
		return true;
	}
	return false;
}

static bool is_swap(dev_t number)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen(PROC_ROOT "/swaps", "re"));
	CLEANUP_FREE char *line = NULL;
	size_t room = 0;

	while (file != NULL && memory_count(getline(&line, &room, file)) > 0) {
		struct stat status;

		line[strcspn(line, " \t")] = '\0';
		unescape(line);
		if (line[0] == '/' && stat(line, &status) == 0 && S_ISBLK(status.st_mode) &&
		    status.st_rdev == number)
			return true;
	}
	return false;
}

/* md, LVM, dm-crypt and the like that are built on a disk. */
static bool find_holder(const char *directory, char *holder, size_t size)
{
	char path[PATH_MAX];
	CLEANUP_DIR DIR *holders = NULL;
	const struct dirent *entry;

	snprintf(path, sizeof(path), "%.4000s/holders", directory);
	holders = memory_checked(opendir(path));
	while (holders != NULL && (entry = readdir(holders)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(holder, size, "%s", entry->d_name);
		return true;
	}
	return false;
}

/* What is mounted in another namespace, or used by the kernel in another way. */
static bool is_exclusive(const char *name, dev_t number)
{
	CLEANUP_FD int fd = -1;
	char path[PATH_MAX];
	struct stat status;

	snprintf(path, sizeof(path), DEV_ROOT "/%s", name);
	for (char *slash = strchr(path, '!'); slash != NULL; slash = strchr(slash, '!'))
		*slash = '/';
	if (stat(path, &status) != 0 || !S_ISBLK(status.st_mode) || status.st_rdev != number)
		return false;
	fd = open(path, O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);
	return fd < 0 && errno == EBUSY;
}

/* Whether a disk of an NVMe subsystem is reached through a controller of the function. */
static bool is_shared_namespace(const struct usage *usage, const char *disk)
{
	char real[PATH_MAX], path[PATH_MAX + NAME_MAX + 2];
	CLEANUP_DIR DIR *subsystem = NULL;
	const struct dirent *entry;
	char *end;

	if (realpath(disk, real) == NULL || strstr(real, "/nvme-subsystem/") == NULL)
		return false;
	end = strchr(strstr(real, "/nvme-subsystem/") + strlen("/nvme-subsystem/"), '/');
	if (end == NULL)
		return false;
	*end = '\0';
	subsystem = memory_checked(opendir(real));
	while (subsystem != NULL && (entry = readdir(subsystem)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", real, entry->d_name);
		if (strncmp(entry->d_name, "nvme", 4) == 0 && is_below(usage, path))
			return true;
	}
	return false;
}

static void add_node(struct usage *usage, dev_t number, bool block)
{
	struct usage_node *grown = memory_grow(usage->node, usage->nodes + 1, sizeof(*grown));

	if (grown == NULL)
		return;
	usage->node = grown;
	grown[usage->nodes++] = (struct usage_node) { number, block };
}

static void look_at_disk(struct usage *usage, const char *name, const char *path)
{
	char text[256];
	dev_t number;

	if (!is_below(usage, path) && !is_shared_namespace(usage, path))
		return;
	if (!read_number(path, &number))
		return;
	add_node(usage, number, true);
	if (find_mount(number, text, sizeof(text)))
		tell(usage, "its disk %s is mounted on %s", name, text);
	else if (is_swap(number))
		tell(usage, "its disk %s is swap space", name);
	else if (find_holder(path, text, sizeof(text)))
		tell(usage, "its disk %s is part of %s", name, text);
	else if (is_exclusive(name, number))
		tell(usage, "its disk %s is in use: somebody has it exclusively", name);
}

static void look_at_interface(struct usage *usage, const char *name, const char *path)
{
	char file[PATH_MAX], text[32];

	if (!is_below(usage, path))
		return;
	snprintf(file, sizeof(file), "%.4000s/flags", path);
	if (sysfs_text(file, text, sizeof(text)) > 0 && strtoul(text, NULL, 0) & IFF_UP)
		tell(usage, "its network interface %s is up", name);
}

/* Whether a console of the kernel is on that kind of display: part of its name. */
static bool console_is_on(const char *kind)
{
	CLEANUP_DIR DIR *consoles = memory_checked(opendir(SYSFS_ROOT "/class/vtconsole"));
	const struct dirent *entry;

	while (consoles != NULL && (entry = readdir(consoles)) != NULL) {
		char path[SYSFS_PATH_SIZE + NAME_MAX], text[64];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), SYSFS_ROOT "/class/vtconsole/%s/bind", entry->d_name);
		if (sysfs_text(path, text, sizeof(text)) <= 0 || text[0] != '1')
			continue;
		snprintf(path, sizeof(path), SYSFS_ROOT "/class/vtconsole/%s/name", entry->d_name);
		if (sysfs_text(path, text, sizeof(text)) > 0 && strstr(text, kind) != NULL)
			return true;
	}
	return false;
}

/* Framebuffers of its own driver; and of the firmware, where it is the one that was booted with. */
static void look_at_framebuffer(struct usage *usage, const char *name, const char *path)
{
	char file[PATH_MAX], real[PATH_MAX], text[8];
	bool own = is_below(usage, path);

	if (name[0] != 'f' || strncmp(name, "fbcon", 5) == 0)
		return;
	snprintf(file, sizeof(file), "%.4000s/boot_vga", usage->device);
	if (!own && (sysfs_text(file, text, sizeof(text)) <= 0 || text[0] != '1' ||
		     realpath(path, real) == NULL || strstr(real, "/platform/") == NULL))
		return;
	if (console_is_on("frame buffer"))
		tell(usage, "the console is on its framebuffer %s", name);
}

static void look_at_text_console(struct usage *usage)
{
	char file[PATH_MAX], text[8];

	snprintf(file, sizeof(file), "%.4000s/boot_vga", usage->device);
	if (sysfs_text(file, text, sizeof(text)) > 0 && text[0] == '1' && console_is_on("VGA+"))
		tell(usage, "the console is on it, in text mode");
}

/* The nodes that its driver made: each directory below it with a "dev". */
static void collect_nodes(struct usage *usage, const char *directory, int depth)
{
	CLEANUP_DIR DIR *entries = depth < DEPTH_MAX ? memory_checked(opendir(directory))
						     : NULL;
	const struct dirent *entry;
	dev_t number;

	if (entries == NULL)
		return;
	if (read_number(directory, &number))
		add_node(usage, number, strstr(directory, "/block/") != NULL);
	while ((entry = readdir(entries)) != NULL) {
		char path[PATH_MAX];

		if (entry->d_type != DT_DIR || entry->d_name[0] == '.' ||
		    strcmp(entry->d_name, "vfio-dev") == 0)
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name) <
		    (int)sizeof(path))
			collect_nodes(usage, path, depth + 1);
	}
}

static bool is_node(const struct usage *usage, const struct stat *status)
{
	bool block = S_ISBLK(status->st_mode);

	if (!block && !S_ISCHR(status->st_mode))
		return false;
	for (size_t i = 0; i < usage->nodes; i++)
		if (usage->node[i].number == status->st_rdev && usage->node[i].block == block)
			return true;
	return false;
}

static void look_at_file(const struct proc_file *file, void *context)
{
	const struct usage *usage = context;
	char target[PATH_MAX], command[32];
	struct stat status;
	ssize_t length = readlinkat(file->directory, file->number, target, sizeof(target) - 1);

	if (length < 0)
		return;
	target[length] = '\0';
	/* Saves the others a stat(), which can hang on a dead file server. */
	if (strncmp(target, DEV_ROOT "/", strlen(DEV_ROOT "/")) != 0 ||
	    fstatat(file->directory, file->number, &status, 0) != 0 || !is_node(usage, &status))
		return;
	proc_command(file->process, command, sizeof(command));
	tell(usage, "process %d (%s) has %.200s open", (int)file->pid, command, target);
}

void usage_each(const struct pci_address *address,
		void (*found)(const char *use, void *context), void *context)
{
	struct usage usage = { .found = found, .context = context };
	char path[SYSFS_PATH_SIZE];

	if (!sysfs_path(address, "", path) || realpath(path, usage.device) == NULL)
		return;
	each_of_class("block", &usage, look_at_disk);
	each_of_class("net", &usage, look_at_interface);
	each_of_class("graphics", &usage, look_at_framebuffer);
	look_at_text_console(&usage);
	collect_nodes(&usage, usage.device, 0);
	if (usage.nodes > 0)
		proc_each_file(look_at_file, &usage);
	free(usage.node);
}
