/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Finds the nodes that lead to the function, and the processes that have one of them open. */
#include "access/drivers/usage_search.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/error_text.h"
#include "base/memory.h"

/* Deeper than the kernel places any device below its PCI function. */
#define DEPTH_MAX 16

/* A node that a process has open. */
struct hit {
	pid_t pid;
	enum usage_owner owner;
	char command[32];
	char path[200];
};

/* All hits, in the order of the walk. */
struct hits {
	const struct usage *usage;
	size_t count;
	struct hit *hit;		/* owned */
};

/* Adds the node of a directory with an attribute "dev". */
static void look_for_node(struct usage *usage, const char *directory)
{
	dev_t number;
	int error = usage_read_number(directory, &number);

	if (error == 0)
		usage_add_node(usage, strstr(directory, "/block/") != NULL ? S_IFBLK : S_IFCHR,
			       number);
	else if (error != -ENOENT && error != -ENOTDIR)
		usage_doubt(usage, "%.200s/dev cannot be read: %s", directory, error_text(-error));
}

/* A mediated device that the driver made for a VFIO user ends with it, open or not. */
static void look_for_mediated(struct usage *usage, const char *directory)
{
	char path[PATH_MAX], hint[256];

	if (usage->owner != USAGE_OWN)
		return;
	snprintf(path, sizeof(path), "%.4000s/mdev_type", directory);
	if (access(path, F_OK) != 0) {
		if (errno != ENOENT)
			usage_doubt(usage, "%.200s cannot be looked at: %s", path,
				    error_text(errno));
		return;
	}
	snprintf(hint, sizeof(hint), "remove it, as root: echo 1 > %.200s/remove", directory);
	usage_tell(usage, strrchr(directory, '/') + 1, hint,
		   "its mediated device %.64s goes with it", strrchr(directory, '/') + 1);
}

static void look_below(struct usage *usage, const struct dirent *entry, const char *path);

static void look_at_directory(struct usage *usage, const char *directory)
{
	if (usage->depth == DEPTH_MAX) {
		usage_doubt(usage, "%.200s is nested too deep to be searched", directory);
		return;
	}
	usage->depth++;
	look_for_node(usage, directory);
	look_for_mediated(usage, directory);
	usage_each_entry(usage, directory, look_below);
	usage->depth--;
}

static void look_below(struct usage *usage, const struct dirent *entry, const char *path)
{
	if (entry->d_type == DT_DIR)
		look_at_directory(usage, path);
}

void usage_collect_nodes(struct usage *usage, const char *directory)
{
	look_at_directory(usage, directory);
}

/* Adds the BARs as files, resource0 and so on; a driver in user space maps them. */
static void look_for_resource(struct usage *usage, const struct dirent *entry, const char *path)
{
	static const char resource[] = "resource";
	struct usage_node node = { .type = S_IFREG, .owner = USAGE_OWN };
	struct stat status;

	if (strncmp(entry->d_name, resource, strlen(resource)) != 0 ||
	    !isdigit((unsigned char)entry->d_name[strlen(resource)]))
		return;
	if (stat(path, &status) != 0) {
		usage_doubt(usage, "%.200s cannot be looked at: %s", path, error_text(errno));
		return;
	}
	node.inode = status.st_ino;
	usage_add(usage, &node);
}

static bool is_node(const struct usage_node *node, const struct proc_status *status)
{
	if (node->type != status->type)
		return false;
	if (node->type == S_IFREG)
		return node->inode == status->inode;
	return node->major == major(status->number) && node->minor <= minor(status->number) &&
	       node->last >= minor(status->number);
}

/*
 * Finds the node with the number of an open file; of several, the one with the most precise
 * owner. Or NULL.
 */
static const struct usage_node *find_node(const struct usage *usage,
					  const struct proc_status *status)
{
	const struct usage_node *best = NULL;

	for (size_t i = 0; i < usage->nodes; i++) {
		const struct usage_node *node = &usage->node[i];

		if (is_node(node, status) && (best == NULL || node->owner < best->owner))
			best = node;
	}
	return best;
}

/* Whether a file is the function's own in sysfs. The inode number alone does not prove it. */
static bool is_its_file(const struct usage *usage, const char *path)
{
	char address[ADDRESS_TEXT_SIZE], part[ADDRESS_TEXT_SIZE + 16];

	snprintf(part, sizeof(part), "/%s/resource", address_format(&usage->address, address));
	return strstr(path, part) != NULL;
}

static int add_hit(struct hits *hits, const struct proc_file *file, enum usage_owner owner,
		   const char *path)
{
	struct hit *grown = memory_grow(hits->hit, hits->count + 1, sizeof(*grown));

	if (grown == NULL)
		return -ENOMEM;
	hits->hit = grown;
	grown += hits->count++;
	*grown = (struct hit) { .pid = file->pid, .owner = owner };
	proc_command(file->process, grown->command, sizeof(grown->command));
	snprintf(grown->path, sizeof(grown->path), "%.199s", path);
	return 0;
}

static int look_at_file(const struct proc_file *file, void *context)
{
	struct hits *hits = context;
	const struct usage_node *node;
	struct proc_status status;
	char path[PATH_MAX];
	int error = proc_file_status(file, &status);

	if (error != 0)
		return error;
	node = find_node(hits->usage, &status);
	if (node == NULL)
		return 0;
	error = proc_file_path(file, path, sizeof(path));
	if (error != 0 || (node->type == S_IFREG && !is_its_file(hits->usage, path)))
		return error;
	return add_hit(hits, file, node->owner, path);
}

/* Whether an earlier hit is the same process with the same node. */
static bool is_repeated(const struct hits *hits, size_t index)
{
	const struct hit *hit = &hits->hit[index];

	for (size_t i = 0; i < index; i++)
		if (hits->hit[i].pid == hit->pid && hits->hit[i].owner == hit->owner &&
		    strcmp(hits->hit[i].path, hit->path) == 0)
			return true;
	return false;
}

/*
 * Whether the process with a shared node also has a node of one function, whose user it is
 * then.
 */
static bool is_placed(const struct hits *hits, pid_t pid)
{
	for (size_t i = 0; i < hits->count; i++)
		if (hits->hit[i].pid == pid && hits->hit[i].owner != USAGE_SHARED)
			return true;
	return false;
}

static void judge_hit(struct usage *usage, const struct hits *hits, size_t index)
{
	const struct hit *hit = &hits->hit[index];
	char by[64];

	if (is_repeated(hits, index))
		return;
	snprintf(by, sizeof(by), "process %d (%s)", (int)hit->pid, hit->command);
	if (hit->owner == USAGE_OWN)
		usage_tell(usage, by, "end that process, or let it close the device",
			   "%s has %s open", by, hit->path);
	else if (hit->owner == USAGE_SHARED && !is_placed(hits, hit->pid))
		usage_doubt(usage, "process %d (%s) has %s open, which is for all devices of %s",
			    (int)hit->pid, hit->command, hit->path, usage->driver);
}

void usage_look_at_processes(struct usage *usage)
{
	struct hits hits = { .usage = usage };
	const struct proc_visitor visitor = {
		.visit = look_at_file, .context = &hits, .mapped = true,
	};
	int error;

	usage_collect_nodes(usage, usage->device);
	usage_each_entry(usage, usage->device, look_for_resource);
	if (usage->nodes == 0)
		return;
	error = proc_each_file(&visitor);
	for (size_t i = 0; i < hits.count; i++)
		judge_hit(usage, &hits, i);
	free(hits.hit);
	if (error != 0)
		usage_doubt(usage, "%s", proc_error_text(-error));
}
