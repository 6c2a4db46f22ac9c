/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Why a node under /dev cannot be opened, and how to allow it. */
#include "access/vfio/vfio_target.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error_text.h"
#include "access/system/modules.h"

#define NAME_SIZE 64

static const char *user_name(uid_t id, char text[NAME_SIZE])
{
	struct passwd entry, *found = NULL;
	char buffer[1024];

	if (getpwuid_r(id, &entry, buffer, sizeof(buffer), &found) == 0 && found != NULL)
		snprintf(text, NAME_SIZE, "%s", found->pw_name);
	else
		snprintf(text, NAME_SIZE, "%u", id);
	return text;
}

static const char *group_name(gid_t id, char text[NAME_SIZE])
{
	struct group entry, *found = NULL;
	char buffer[4096];

	if (getgrgid_r(id, &entry, buffer, sizeof(buffer), &found) == 0 && found != NULL)
		snprintf(text, NAME_SIZE, "%s", found->gr_name);
	else
		snprintf(text, NAME_SIZE, "%u", id);
	return text;
}

/* Finds the first directory on the path to the node that this user cannot pass. */
static int fault_directory(const char *node, const char *user, struct fault *fault)
{
	char directory[VFIO_NODE_SIZE];
	const char *slash = strchr(node + 1, '/');

	while (slash != NULL) {
		snprintf(directory, sizeof(directory), "%.*s", (int)(slash - node), node);
		if (access(directory, X_OK) < 0)
			break;
		slash = strchr(slash + 1, '/');
	}
	fault_set(fault, FAULT_NO_PERMISSION, EACCES,
		  "cannot be opened: %s is in the directory %s, which is closed to user %s", node,
		  directory, user);
	fault_hint(fault, "run it as root, or open the directory, as root: chmod a+x %s",
		   directory);
	return -EACCES;
}

static int fault_rights(const char *node, struct fault *fault)
{
	char user[NAME_SIZE], owner[NAME_SIZE], group[NAME_SIZE];
	struct stat status;

	user_name(geteuid(), user);
	if (stat(node, &status) < 0)
		return fault_directory(node, user, fault);
	fault_set(fault, FAULT_NO_PERMISSION, EACCES,
		  "cannot be opened: %s belongs to %s:%s with mode %04o, which keeps user %s out",
		  node, user_name(status.st_uid, owner), group_name(status.st_gid, group),
		  (unsigned int)status.st_mode & 07777, user);
	/* The kernel lets everybody open this one: without a group it can do nothing. */
	if (strcmp(node, VFIO_CONTAINER_NODE) == 0)
		fault_hint(fault, "give it back the mode the kernel wants, as root: chmod 0666 %s",
			   node);
	else
		fault_hint(fault, "run it as root, or let this user in, as root: chown %s %s", user,
			   node);
	return -EACCES;
}

/* EPERM never comes from the node's owner and mode. */
static int fault_refused(const struct vfio_target *target, const char *node, struct fault *fault)
{
	if (target->noiommu) {
		/* vfio_group_fops_open(), vfio_container_attach_group() */
		fault_set(fault, FAULT_NO_PERMISSION, EPERM,
			  "cannot be opened: %s is without an IOMMU and needs CAP_SYS_RAWIO", node);
		fault_hint(fault, "run it as root");
		return -EPERM;
	}
	fault_set(fault, FAULT_NO_PERMISSION, EPERM,
		  "cannot be opened: the kernel refuses %s to its owner too, as a container's "
		  "device rules or a security module do", node);
	fault_hint(fault, "run it outside of the container, or allow the device there (docker "
		   "run --device=%s)", node);
	return -EPERM;
}

/* The modules that make the nodes that all devices share. */
static const struct {
	const char *node, *module, *option;
} shared_nodes[] = {
	{ VFIO_CONTAINER_NODE,	"vfio",		"CONFIG_VFIO_CONTAINER" },
	{ VFIO_IOMMUFD_NODE,	"iommufd",	"CONFIG_IOMMUFD" },
};

static int fault_missing(const char *node, struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LENGTH(shared_nodes); i++) {
		enum module_state state;

		if (strcmp(node, shared_nodes[i].node) != 0)
			continue;
		state = module_find_state(shared_nodes[i].module);
		fault_set(fault, FAULT_NOT_CONFIGURED, ENOENT,
			  "cannot be opened: %s does not exist, and the module %s %s", node,
			  shared_nodes[i].module, module_state_text(state));
		if (state == MODULE_ABSENT)
			fault_hint(fault, "boot a kernel built with %s", shared_nodes[i].option);
		else if (state == MODULE_LOADED || state == MODULE_BUILTIN)
			fault_hint(fault, "outside of a container let udev make it: udevadm "
				   "trigger; inside, pass it in: docker run --device=%s", node);
		else
			fault_hint(fault, "load it, as root: modprobe %s", shared_nodes[i].module);
		return -ENOENT;
	}
	fault_set(fault, FAULT_NOT_CONFIGURED, ENOENT,
		  "cannot be opened: %s does not exist, although the kernel has the device", node);
	fault_hint(fault, "outside of a container let udev make it: udevadm trigger; inside, pass "
		   "it in: docker run --device=%s", node);
	return -ENOENT;
}

int vfio_fault_node(const struct vfio_target *target, const char *node, int error,
		    struct fault *fault)
{
	switch (error) {
	case EACCES:
		return fault_rights(node, fault);
	case EPERM:
		return fault_refused(target, node, fault);
	case ENOENT:
	case ENXIO:
		return fault_missing(node, fault);
	case ENODEV:
		/*
		 * The module of a shared node cannot be loaded, or the device is being
		 * removed.
		 */
		if (strcmp(node, VFIO_CONTAINER_NODE) == 0 || strcmp(node, VFIO_IOMMUFD_NODE) == 0)
			return fault_missing(node, fault);
		return vfio_fault_device(target, error, fault);
	case EMFILE:
	case ENFILE:
	case ENOMEM:
		return vfio_fault_device(target, error, fault);
	default:
		return fault_set(fault, FAULT_IO, error, "cannot be opened: %s: %s", node,
				 error_text(error));
	}
}
