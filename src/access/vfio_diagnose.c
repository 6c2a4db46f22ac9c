/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What sysfs, access rights and /proc say about a function that is bound,
 * before anything is opened.
 */
#include "access/vfio_target.h"

#include <errno.h>
#include <string.h>

#include "access/sysfs.h"
#include "access/vfio_uapi.h"

/*
 * Drivers beside those of VFIO's own PCI family that leave their group to a
 * user: driver_managed_dma, 5.19 on; the bridges' and pci-stub before.
 */
static const char *const harmless_drivers[] = {
	"pcieport",
	"pci-stub",
	"vfio-platform",
	"vfio-amba",
	"vfio-fsl-mc",
	"vfio-cdx",
};

/* The members of a group whose drivers keep users out. */
struct blockers {
	bool bridges_block;	/* 5.19 on: a bridge's driver is judged as any other */
	unsigned int count, named;	/* there are; of those in the texts */
	char text[200];		/* "A is bound to X, B to Y" */
	char names[100];	/* "A B" */
};

static bool is_harmless(const char *name, const char *driver, const struct blockers *blockers)
{
	struct pci_address address;

	if (driver[0] == '\0' || sysfs_driver_is_vfio(driver))
		return true;
	for (size_t i = 0; i < ARRAY_LENGTH(harmless_drivers); i++) {
		if (strcmp(driver, harmless_drivers[i]) == 0)
			return true;
	}
	if (!address_parse(name, &address))
		return false;
	return sysfs_is_vfio(&address) || (!blockers->bridges_block && vfio_is_bridge(&address));
}

static bool add_blocker(const char *name, const char *driver, void *context)
{
	struct blockers *blockers = context;
	size_t used = strlen(blockers->text), named = strlen(blockers->names);

	if (is_harmless(name, driver, blockers))
		return true;
	/* A name that is cut off would be another's. */
	if (blockers->named < 4 && strlen(name) + 2 <= sizeof(blockers->names) - named) {
		snprintf(blockers->text + used, sizeof(blockers->text) - used, "%s%s %s %s",
			 blockers->named == 0 ? "" : ", ", name,
			 blockers->named == 0 ? "is bound to" : "to", driver);
		snprintf(blockers->names + named, sizeof(blockers->names) - named, "%s%s",
			 blockers->named == 0 ? "" : " ", name);
		blockers->named++;
	}
	blockers->count++;
	return true;
}

int vfio_check_viable(const struct vfio_target *target, struct fault *fault)
{
	struct blockers blockers = { .bridges_block = !vfio_kernel_before(5, 19) };
	char more[24] = "";

	if (target->group < 0 || target->noiommu)
		return 0;
	sysfs_group_each(target->group, add_blocker, &blockers);
	if (blockers.count == 0)
		return 0;
	if (blockers.count > blockers.named)
		snprintf(more, sizeof(more), ", and %u more", blockers.count - blockers.named);
	fault_set(fault, FAULT_GROUP_NOT_VIABLE, EINVAL,
		  "cannot be opened: its IOMMU group %d is not viable: %s%s", target->group,
		  blockers.text, more);
	if (blockers.named == 1)
		fault_hint(fault, "free it, as root: echo %s > " SYSFS_GROUPS
			   "/%d/devices/%s/driver/unbind", blockers.names, target->group,
			   blockers.names);
	else
		fault_hint(fault, "free them, as root: for d in %s; do echo $d > " SYSFS_GROUPS
			   "/%d/devices/$d/driver/unbind; done", blockers.names,
			   target->group);
	return -EINVAL;
}

/* Whether this user could open a node that is there; fills fault if not. */
static bool may_open(const struct vfio_target *target, const char *node, struct fault *fault)
{
	if (access(node, R_OK | W_OK) == 0)
		return true;
	vfio_fault_node(target, node, errno, fault);
	return false;
}

static bool may_open_cdev(const struct vfio_target *target, struct fault *fault)
{
	return target->cdev_node[0] != '\0' && may_open(target, target->cdev_node, fault) &&
	       may_open(target, VFIO_IOMMUFD_NODE, fault);
}

/* One of the two paths is enough; the first one's fault is told. */
static int check_nodes(const struct vfio_target *target, struct fault *fault)
{
	struct fault first = { 0 }, second = { 0 };

	if (may_open_cdev(target, &first))
		return 0;
	if (target->group_node[0] != '\0' && may_open(target, target->group_node, &second) &&
	    may_open(target, VFIO_CONTAINER_NODE, &second))
		return 0;
	*fault = first.code != FAULT_NONE ? first : second;
	return -EACCES;
}

int vfio_check_token(const struct vfio_target *target, struct fault *fault)
{
	char physfn[ADDRESS_TEXT_SIZE], text[8];
	struct pci_address parent;
	bool is_vf = sysfs_link(&target->address, "physfn", physfn, sizeof(physfn)) == 0;
	bool wanted = is_vf && address_parse(physfn, &parent) && sysfs_is_vfio(&parent);
	/* vfio_pci_validate_vf_token(): a PF takes a token, and sets it for its VFs. */
	bool taken = wanted || (!is_vf && sysfs_attribute(&target->address, "sriov_totalvfs",
							   text, sizeof(text)) >= 0);

	if (target->token != NULL && !taken) {
		fault_set(fault, FAULT_UNSUPPORTED, EINVAL,
			  "cannot be opened: a VF token was given, but this function takes none: "
			  "it is %s", is_vf ? "a virtual function whose physical function is "
			  "not bound to vfio-pci" : "neither a virtual nor a physical function");
		fault_hint(fault, "leave out --vf-token");
		return -EINVAL;
	}
	return 0;
}

/* The kernel wants a token of a VF whose PF a user may have. */
static int check_token_needed(const struct vfio_target *target, struct fault *fault)
{
	char physfn[ADDRESS_TEXT_SIZE];
	struct pci_address parent;
	struct fault unused = { 0 };

	if (sysfs_link(&target->address, "physfn", physfn, sizeof(physfn)) < 0 ||
	    !address_parse(physfn, &parent) || !sysfs_is_vfio(&parent))
		return 0;
	if (vfio_kernel_before(VFIO_BIND_TOKEN_MAJOR, VFIO_BIND_TOKEN_MINOR) &&
	    may_open_cdev(target, &unused))
		return 0;
	return vfio_fault_device(target, EACCES, fault);
}

static int check_holder(const struct vfio_target *target, struct holder *holder,
			struct fault *fault)
{
	struct holder found;
	bool whole;

	if (!vfio_holder_find(target, &found, &whole))
		return 0;
	return vfio_fault_busy(target, holder, fault);
}

int vfio_diagnose(const struct pci_address *address, struct holder *holder,
		  struct fault *fault)
{
	static int (*const checks[])(const struct vfio_target *, struct fault *) = {
		vfio_check_bound,
		vfio_check_viable,
		check_nodes,
		check_token_needed,
	};
	struct vfio_target target;
	struct fault cause = { 0 };
	int result = 0;

	if (holder != NULL)
		*holder = (struct holder){ 0 };
	vfio_target_find(address, &target);
	for (size_t i = 0; i < ARRAY_LENGTH(checks) && result == 0; i++)
		result = checks[i](&target, &cause);
	if (result == 0)
		result = check_holder(&target, holder, &cause);
	if (result < 0 && fault != NULL)
		*fault = cause;
	return result;
}
