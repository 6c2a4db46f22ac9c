/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel meant by an error: the words and the way out. */
#include "access/vfio_target.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "access/error_text.h"
#include "access/holder.h"
#include "access/modules.h"
#include "access/sysfs.h"
#include "access/vfio_uapi.h"

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

/* The first directory on the way to the node that cannot be passed. */
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
	/* The kernel makes this one for everybody: without a group it can do nothing. */
	if (strcmp(node, VFIO_CONTAINER_NODE) == 0)
		fault_hint(fault, "give it back the mode the kernel wants, as root: chmod 0666 %s",
			   node);
	else
		fault_hint(fault, "run it as root, or let this user in, as root: chown %s %s", user,
			   node);
	return -EACCES;
}

/* EPERM is never about the node's owner and mode. */
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
		  "cannot be opened: the kernel refuses %s, whoever owns it, as a container's "
		  "device rules or a security module do", node);
	fault_hint(fault, "run it outside of the container, or allow the device there (docker "
		   "run --device=%s)", node);
	return -EPERM;
}

/* Which module makes a node that every device shares. */
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
		/* A shared node whose module cannot be loaded, or a device on its way out. */
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

/* The number of a character device, from its attribute "dev"; 0 none. */
static dev_t node_number(const char *path)
{
	char text[32];
	unsigned int major, minor;

	if (sysfs_text(path, text, sizeof(text)) <= 0 || sscanf(text, "%u:%u", &major, &minor) != 2)
		return 0;
	return makedev(major, minor);
}

/* By the function's own node or a device descriptor. */
static bool find_function_holder(const struct pci_address *address, struct holder *holder)
{
	char path[SYSFS_PATH_SIZE], text[ADDRESS_TEXT_SIZE], device[32];

	if (holder_find_device(address, holder))
		return true;
	if (sysfs_vfio_device(address, device, sizeof(device))[0] == '\0')
		return false;
	snprintf(path, sizeof(path), SYSFS_DEVICES "/%s/vfio-dev/%s/dev",
		 address_format(address, text), device);
	return holder_find_node(node_number(path), holder);
}

static bool find_member_holder(const char *name, const char *driver, void *context)
{
	struct pci_address address;

	(void)driver;
	return !address_parse(name, &address) || !find_function_holder(&address, context);
}

bool vfio_holder_find(const struct vfio_target *target, struct holder *holder, bool *whole)
{
	char path[SYSFS_PATH_SIZE];

	*whole = false;
	if (find_function_holder(&target->address, holder))
		return true;
	*whole = true;
	if (target->group < 0)
		return false;
	snprintf(path, sizeof(path), SYSFS_ROOT "/class/vfio/%s%d/dev",
		 target->noiommu ? "noiommu-" : "", target->group);
	if (holder_find_node(node_number(path), holder))
		return true;
	sysfs_group_each(target->group, find_member_holder, holder);
	return holder->pid != 0;
}

int vfio_fault_busy(const struct vfio_target *target, struct holder *holder,
		    struct fault *fault)
{
	struct holder found;
	char object[48] = "it";
	bool whole;
	bool seen = vfio_holder_find(target, &found, &whole);

	if (holder != NULL)
		*holder = found;
	if (whole)
		snprintf(object, sizeof(object), "its IOMMU group %d", target->group);
	if (seen)
		fault_set(fault, FAULT_BUSY, EBUSY, "busy: process %d (%s) holds %s open",
			  (int)found.pid, found.command, object);
	else if (holder_sees_all())
		fault_set(fault, FAULT_BUSY, EBUSY, "busy: no process in sight has its node open; "
			  "one in another PID namespace, or with the device's descriptor alone, "
			  "holds %s", object);
	else
		fault_set(fault, FAULT_BUSY, EBUSY, "busy: another process holds %s open, and "
			  "this user cannot see which", object);
	fault_hint(fault, "%swait for it with --wait=SECONDS, or read past VFIO with "
		   "--source=sysfs", seen || holder_sees_all() ? "" : "see which as root; ");
	return -EBUSY;
}

/* EACCES of vfio_pci_validate_vf_token() */
static int fault_token(const struct vfio_target *target, struct fault *fault)
{
	char physfn[ADDRESS_TEXT_SIZE];
	bool is_vf = sysfs_link(&target->address, "physfn", physfn, sizeof(physfn)) == 0;

	if (!is_vf && sysfs_number(&target->address, "sriov_numvfs") <= 0) {
		fault_set(fault, FAULT_NO_PERMISSION, EACCES,
			  "cannot be opened: the kernel refuses access to it");
		fault_hint(fault, "see what the kernel says: dmesg | grep %s", target->name);
		return -EACCES;
	}
	if (!is_vf)
		fault_set(fault, FAULT_TOKEN_NEEDED, EACCES,
			  "cannot be opened: its virtual functions are in use, and %s",
			  target->token == NULL ? "it wants their VF token" :
						  "the VF token is not theirs");
	else
		fault_set(fault, FAULT_TOKEN_NEEDED, EACCES,
			  "cannot be opened: it is a virtual function of %s, which is bound to a "
			  "VFIO driver, and %s", physfn,
			  target->token == NULL ? "it wants the VF token set there" :
						  "the VF token is not the one set there");
	fault_hint(fault, "give the token that the user of %s has set: --vf-token=UUID",
		   is_vf ? physfn : "a virtual function");
	return -EACCES;
}

/* Errors with one meaning whatever the device; "%s" in a hint is its address. */
static const struct {
	int error;
	enum fault_code code;
	const char *why, *hint;
} open_errors[] = {
	{ EPERM, FAULT_NO_PERMISSION, "the kernel demands a capability that this user lacks",
	  "run it as root" },
	/* vfio_pci_core_enable(): pci_try_reset_function() */
	{ EAGAIN, FAULT_BUSY, "the kernel has it locked, as for a reset",
	  "try again, or wait with --wait=SECONDS" },
	{ ENODEV, FAULT_GONE, "it is being removed, or taken from its driver",
	  "see whether it is still there: vfio-cfgtool list" },
	{ EIO, FAULT_GONE, "the kernel cannot wake it up or reach it",
	  "see what the kernel says: dmesg | grep " },
	{ EMFILE, FAULT_IO, "this process may not open more files",
	  "allow more: ulimit -n 4096" },
	{ ENFILE, FAULT_IO, "the machine may not open more files",
	  "allow more, as root: sysctl fs.file-max=1000000" },
	{ ENOMEM, FAULT_IO, "the kernel has no memory for it", "" },
};

/* Whether it is the device that fails: its own words come first. */
static bool answers_nothing(const struct vfio_target *target, struct fault *fault)
{
	struct config_space space;
	struct fault cause = { 0 };

	sysfs_read_config(&target->address, &space, &cause);
	if (cause.code != FAULT_GONE)
		return false;
	*fault = cause;
	return true;
}

int vfio_fault_device(const struct vfio_target *target, int error, struct fault *fault)
{
	if (error == EACCES)
		return fault_token(target, fault);
	for (size_t i = 0; i < ARRAY_LENGTH(open_errors); i++) {
		size_t length = strlen(open_errors[i].hint);

		if (open_errors[i].error != error)
			continue;
		if (open_errors[i].code == FAULT_GONE && answers_nothing(target, fault))
			return -error;
		fault_set(fault, open_errors[i].code, error, "cannot be opened: %s",
			  open_errors[i].why);
		fault_hint(fault, "%s%s", open_errors[i].hint,
			   length > 0 && open_errors[i].hint[length - 1] == ' ' ? target->name : "");
		return -error;
	}
	if (answers_nothing(target, fault))
		return -error;
	fault_set(fault, FAULT_INIT_FAILS, error, "the kernel could not open it: %s",
		  error_text(error));
	fault_hint(fault, "see what the kernel says: dmesg | grep %s", target->name);
	return -error;
}
