/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Whether a disk of the function is used: by a name if one is visible, else by an exclusive
 * open.
 */
#include "access/drivers/usage_search.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "access/system/proc_parse.h"
#include "base/error_text.h"
#include "base/memory.h"
#include "base/text.h"

/*
 * The next three functions only find names. The kernel opens a disk exclusively to mount it,
 * to swap on it, or to build another one on it, so the exclusive open finds each use. What
 * they cannot read is no doubt.
 */

/* Finds where a disk is mounted in this process's namespace. False if it finds nothing. */
static bool find_mount(dev_t number, char *point, size_t size)
{
	CLEANUP_FILE FILE *file = memory_checked(fopen(PROC_ROOT "/self/mountinfo", "re"));
	CLEANUP_FREE char *line = NULL;
	size_t room = 0;

	while (file != NULL && memory_count(getline(&line, &room, file)) > 0) {
		struct proc_mount mount;

		if (!proc_parse_mount(line, &mount) ||
		    makedev(mount.major, mount.minor) != number)
			continue;
		snprintf(point, size, "%.255s", mount.point);
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
		char path[PATH_MAX];
		struct stat status;

		if (proc_parse_swap(line, path) && stat(path, &status) == 0 &&
		    S_ISBLK(status.st_mode) && status.st_rdev == number)
			return true;
	}
	return false;
}

/* Finds what is built on a disk: md, LVM, dm-crypt and the like. */
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

/* Judges why a disk's node could not be opened exclusively: in use, not in use, or unknown. */
static void judge_open(struct usage *usage, const char *name, int error)
{
	char hint[128];

	switch (error) {
	case 0:
	case ENOMEDIUM:		/* a drive without a disk */
	case ENXIO:		/* the node's disk is gone */
		break;
	case EBUSY:
		snprintf(hint, sizeof(hint), "find who has it, and end that: fuser -v /dev/%.64s",
			 name);
		usage_tell(usage, name, hint, "its disk %s is in use: it is opened exclusively",
			   name);
		break;
	default:
		usage_doubt(usage, "whether its disk %.64s is in use is not known: %s", name,
			    error_text(error));
	}
}

/* Writes the path of a disk's node. '!' in its name means '/'. */
static void put_path(const char *name, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, DEV_ROOT "/%s", name);
	for (char *slash = strchr(path, '!'); slash != NULL; slash = strchr(slash, '!'))
		*slash = '/';
}

/* Finds mounts in other namespaces and all other uses by the kernel. */
static void open_exclusively(struct usage *usage, const char *name, dev_t number)
{
	CLEANUP_FD int fd = -1;
	char path[PATH_MAX];
	struct stat status;

	put_path(name, path);
	if (stat(path, &status) != 0) {
		usage_doubt(usage, "whether its disk %.64s is in use is not known, as %.200s cannot be looked at: %s",
			    name, path, error_text(errno));
		return;
	}
	if (!S_ISBLK(status.st_mode) || status.st_rdev != number) {
		usage_doubt(usage, "whether its disk %.64s is in use is not known, as %.200s is another node",
			    name, path);
		return;
	}
	fd = open(path, O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);
	judge_open(usage, name, fd < 0 ? errno : 0);
}

/* The subsystem of a path such as .../nvme-subsystem/nvme-subsys0/nvme0n1; false: none. */
static bool find_subsystem(struct usage *usage, const char *path, char subsystem[PATH_MAX])
{
	static const char part[] = "/nvme-subsystem/";
	char *end;

	if (realpath(path, subsystem) == NULL) {
		if (errno != ENOENT)
			usage_doubt(usage, "%.200s cannot be looked at: %s", path,
				    error_text(errno));
		return false;
	}
	if (strstr(subsystem, part) == NULL)
		return false;
	end = strchr(strstr(subsystem, part) + strlen(part), '/');
	if (end == NULL)
		return false;
	*end = '\0';
	return true;
}

/*
 * Whether a controller of this function reaches a disk of an NVMe subsystem, which is below no
 * function.
 */
static bool is_shared_namespace(struct usage *usage, const char *path)
{
	CLEANUP_FREE struct dirent **entries = NULL;
	char subsystem[PATH_MAX], controller[PATH_MAX + NAME_MAX + 2];
	bool found = false;
	int count;

	if (!find_subsystem(usage, path, subsystem))
		return false;
	count = (int)memory_count(scandir(subsystem, &entries, NULL, alphasort));
	if (count < 0)
		usage_doubt(usage, "%.200s cannot be read: %s", subsystem, error_text(errno));
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];

		snprintf(controller, sizeof(controller), "%s/%s", subsystem, entry->d_name);
		found = found || (strncmp(entry->d_name, "nvme", 4) == 0 &&
				  usage_is_below(usage, controller));
	}
	return found;
}

/* One of several paths to a disk has no node of its own. */
static bool is_hidden(const char *path)
{
	char file[PATH_MAX], text[8];

	snprintf(file, sizeof(file), "%.4000s/hidden", path);
	return sysfs_text(file, text, sizeof(text)) > 0 && text[0] == '1';
}

bool usage_look_at_mounts(struct usage *usage, const char *path, dev_t number)
{
	const char *name = strrchr(path, '/') + 1;
	char text[256], word[512], hint[600];

	if (find_mount(number, text, sizeof(text))) {
		snprintf(hint, sizeof(hint), "unmount it, as root: umount %s",
			 text_shell_word(text, word, sizeof(word)));
		usage_tell(usage, name, hint, "its disk %s is mounted on %s", name, text);
	} else if (is_swap(number)) {
		snprintf(hint, sizeof(hint), "stop that, as root: swapoff /dev/%.64s", name);
		usage_tell(usage, name, hint, "its disk %s is swap space", name);
	} else if (find_holder(path, text, sizeof(text))) {
		snprintf(hint, sizeof(hint), "stop %.64s first (md: mdadm --stop, LVM: vgchange -an, dm-crypt: cryptsetup close)",
			 text);
		usage_tell(usage, name, hint, "its disk %s is part of %s", name, text);
	} else {
		return false;
	}
	return true;
}

static void look_at_disk(struct usage *usage, const struct dirent *entry, const char *path)
{
	const char *name = entry->d_name;
	dev_t number;
	int error;

	if ((!usage_is_below(usage, path) && !is_shared_namespace(usage, path)) ||
	    is_hidden(path))
		return;
	error = usage_read_number(path, &number);
	if (error != 0) {
		usage_doubt(usage, "the number of its disk %.64s cannot be read: %s", name,
			    error_text(-error));
		return;
	}
	usage_add_node(usage, S_IFBLK, number);
	if (!usage_look_at_mounts(usage, path, number))
		open_exclusively(usage, name, number);
}

/* Adds the other node of a disk of an NVMe subsystem, for commands: ng0n1. */
static void look_at_command_node(struct usage *usage, const struct dirent *entry,
				 const char *path)
{
	dev_t number;
	int error;

	if (!is_shared_namespace(usage, path))
		return;
	error = usage_read_number(path, &number);
	if (error == 0)
		usage_add_node(usage, S_IFCHR, number);
	else
		usage_doubt(usage, "the number of its node %.64s cannot be read: %s",
			    entry->d_name, error_text(-error));
}

void usage_look_at_disks(struct usage *usage)
{
	usage_each_of_class(usage, "block", look_at_disk);
	usage_each_of_class(usage, "nvme-generic", look_at_command_node);
}
