/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What sysfs, access rights and /proc say about a bound function before anything is opened. */
#include "access/vfio/vfio_target.h"

#include <errno.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "access/vfio/vfio_uapi.h"
#include "base/words.h"

/*
 * Drivers outside of VFIO's PCI family that leave their group to a user: driver_managed_dma,
 * 5.19 on; on older kernels the bridges' drivers and pci-stub.
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
	bool bridges_block;	/* 5.19 on: a bridge's driver counts as any other */
	unsigned int count, named;	/* of all; of those in the text */
	char text[224];		/* "A is bound to X, B to Y" */
};

static bool is_harmless(const char *name, const char *driver, bool bridges_block)
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
	if (sysfs_is_vfio_under(&address, driver))
		return true;
	return !bridges_block && vfio_class_is_bridge(sysfs_number(&address, "class"));
}

/* driver_managed_dma came with 5.19 */
static bool bridges_block(void)
{
	return !vfio_kernel_before(5, 19);
}

bool vfio_driver_blocks(const char *name, const char *driver)
{
	return !is_harmless(name, driver, bridges_block());
}

static bool add_blocker(const char *name, const char *driver, void *context)
{
	struct blockers *blockers = context;
	size_t used = strlen(blockers->text);

	if (is_harmless(name, driver, blockers->bridges_block))
		return true;
	if (blockers->named < 4) {
		snprintf(blockers->text + used, sizeof(blockers->text) - used, "%s%s %s %s",
			 blockers->named == 0 ? "" : ", ", name,
			 blockers->named == 0 ? "is bound to" : "to", driver);
		blockers->named++;
	}
	blockers->count++;
	return true;
}

static void find_blockers(const struct vfio_target *target, struct blockers *blockers)
{
	size_t used;

	*blockers = (struct blockers) { .bridges_block = bridges_block() };
	if (target->group < 0 || target->noiommu)
		return;
	sysfs_group_each(target->group, add_blocker, blockers);
	used = strlen(blockers->text);
	if (blockers->count > blockers->named)
		snprintf(blockers->text + used, sizeof(blockers->text) - used, ", and %u more",
			 blockers->count - blockers->named);
}

void vfio_blockers(const struct vfio_target *target, char *text, size_t size)
{
	struct blockers blockers;

	find_blockers(target, &blockers);
	snprintf(text, size, "%s", blockers.text);
}

int vfio_check_viable(const struct vfio_target *target, struct fault *fault)
{
	struct blockers blockers;

	find_blockers(target, &blockers);
	if (blockers.count == 0)
		return 0;
	fault_set(fault, FAULT_GROUP_NOT_VIABLE, EINVAL,
		  "cannot be opened: its IOMMU group %d is not viable: %s", target->group,
		  blockers.text);
	fault_hint(fault, "take them along, as root: vfio-cfgtool bind --group %s", target->name);
	return -EINVAL;
}

/* Passes on the members as struct vfio_member. */
struct member_visit {
	void (*visit)(const struct vfio_member *member, void *context);
	void *context;
	bool noiommu;
};

static bool visit_member(const char *name, const char *driver, void *context)
{
	const struct member_visit *visit = context;
	struct vfio_member member = { .name = "" };
	struct pci_address address;

	snprintf(member.name, sizeof(member.name), "%s", name);
	snprintf(member.driver, sizeof(member.driver), "%s", driver);
	member.blocks = !visit->noiommu && vfio_driver_blocks(name, driver);
	member.is_vfio = address_parse(name, &address) && sysfs_is_vfio_under(&address, driver);
	visit->visit(&member, visit->context);
	return true;
}

void vfio_each_member(const struct device *device,
		      void (*visit)(const struct vfio_member *member, void *context),
		      void *context)
{
	struct member_visit all = { .visit = visit, .context = context };
	int group = sysfs_iommu_group(&device->address, &all.noiommu);

	if (group >= 0)
		sysfs_group_each(group, visit_member, &all);
}

/* Whether this user may open an existing node; fills fault if not. */
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

/* One path suffices. The fault is that of the first. */
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

/* The kernel wants a token for a VF whose PF may have a user. */
static int check_token_needed(const struct vfio_target *target, struct fault *fault)
{
	char physfn[ADDRESS_TEXT_SIZE];
	struct pci_address parent;
	struct fault unused = { 0 };

	if (!target->is_vf || sysfs_link(&target->address, "physfn", physfn, sizeof(physfn)) < 0 ||
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

static int diagnose(const struct vfio_target *target, struct holder *holder,
		    struct fault *fault)
{
	static int (*const checks[])(const struct vfio_target *, struct fault *) = {
		vfio_check_bound,
		vfio_check_harmless,
		vfio_check_viable,
		check_nodes,
		check_token_needed,
	};
	int result = 0;

	*holder = (struct holder){ 0 };
	for (size_t i = 0; i < ARRAY_LENGTH(checks) && result == 0; i++)
		result = checks[i](target, fault);
	return result == 0 ? check_holder(target, holder, fault) : result;
}

int vfio_diagnose(const struct pci_address *address, struct holder *holder,
		  struct fault *fault)
{
	struct vfio_target target;
	struct holder found;
	struct fault cause = { 0 };
	int result;

	vfio_target_find(address, &target);
	result = diagnose(&target, &found, &cause);
	if (holder != NULL)
		*holder = found;
	if (result < 0 && fault != NULL)
		*fault = cause;
	return result;
}

/* The state for a fault of diagnose(). */
static enum vfio_state state_of(const struct vfio_target *target, const struct fault *fault)
{
	static const enum vfio_state states[] = {
		[FAULT_NONE] = VFIO_MAPPABLE,
		[FAULT_NOT_BOUND] = VFIO_NEEDS_BIND,
		[FAULT_NO_DRIVER] = VFIO_NEEDS_BIND,
		[FAULT_BUSY] = VFIO_IN_USE,
		[FAULT_GROUP_NOT_VIABLE] = VFIO_NOT_VIABLE,
		[FAULT_NO_IOMMU] = VFIO_NO_IOMMU,
		[FAULT_TOKEN_NEEDED] = VFIO_NEEDS_TOKEN,
		[FAULT_REFUSED] = VFIO_REFUSED,
	};
	enum vfio_state state = VFIO_CLOSED;

	if (vfio_class_is_bridge(target->class))
		return VFIO_BRIDGE;
	if (fault->code < ARRAY_LENGTH(states) &&
	    (states[fault->code] != VFIO_MAPPABLE || fault->code == FAULT_NONE))
		state = states[fault->code];
	if (state == VFIO_NEEDS_BIND && vfio_is_denied(target->vendor, target->product))
		state = VFIO_DENIED;
	return state;
}

void vfio_look_at(const struct device *device, struct vfio_look *look)
{
	struct vfio_target target;

	*look = (struct vfio_look) { .node = "" };
	vfio_target_of(device, &target);
	diagnose(&target, &look->holder, &look->fault);
	look->state = state_of(&target, &look->fault);
	if (look->state == VFIO_MAPPABLE && vfio_use_is_unknown(&target, &look->fault))
		look->state = VFIO_USE_UNKNOWN;
	snprintf(look->node, sizeof(look->node), "%s", vfio_target_node(&target));
	if (look->state == VFIO_NOT_VIABLE)
		vfio_blockers(&target, look->who, sizeof(look->who));
}

static const struct words vfio_state_words = WORDS(VFIO_CLOSED + 1,
	[VFIO_MAPPABLE] = "mappable",
	[VFIO_BRIDGE] = "bridge",
	[VFIO_DENIED] = "denied",
	[VFIO_NO_IOMMU] = "no-iommu",
	[VFIO_NEEDS_BIND] = "needs-bind",
	[VFIO_NOT_VIABLE] = "group-not-viable",
	[VFIO_IN_USE] = "in-use",
	[VFIO_USE_UNKNOWN] = "in-use-unknown",
	[VFIO_NEEDS_TOKEN] = "token-needed",
	[VFIO_REFUSED] = "refused",
	[VFIO_CLOSED] = "closed"
);

const char *vfio_state_name(enum vfio_state state)
{
	return words_name(&vfio_state_words, state);
}
