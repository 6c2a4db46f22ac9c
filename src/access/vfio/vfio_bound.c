/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The conditions of an open, in the order in which a person meets them. Read from sysfs
 * attributes alone.
 */
#include "access/vfio/vfio_target.h"

#include <errno.h>
#include <string.h>

#include "access/system/kernel_release.h"
#include "access/system/modules.h"
#include "access/system/sysfs.h"
#include "base/memory.h"

/* Classes of functions with a header of type 1 or 2, which vfio-pci refuses. */
static const int bridge_classes[] = {
	0x0604,		/* PCI to PCI */
	0x0607,		/* CardBus */
};

/*
 * vfio_pci_dev_in_denylist(): the devices that vfio-pci refuses. 5.10 lacks the last two;
 * 6.1.170 to 7.3 have all.
 */
static const struct {
	int vendor, product;
} denied[] = {
	{ 0x8086, 0x0435 },	/* QAT DH895XCC */
	{ 0x8086, 0x0443 },	/* its VF */
	{ 0x8086, 0x19e2 },	/* QAT C3XXX */
	{ 0x8086, 0x19e3 },	/* its VF */
	{ 0x8086, 0x37c8 },	/* QAT C62X */
	{ 0x8086, 0x37c9 },	/* its VF */
	{ 0x8086, 0x0b25 },	/* DSA */
	{ 0x8086, 0x0cfe },	/* IAX */
};

bool vfio_class_is_bridge(int class)
{
	for (size_t i = 0; i < ARRAY_LENGTH(bridge_classes); i++) {
		if (class >> 8 == bridge_classes[i])
			return true;
	}
	return false;
}

bool vfio_is_bridge(const struct device *device)
{
	return vfio_class_is_bridge(device->class);
}

static int check_seen(const struct vfio_target *target, struct fault *fault)
{
	if (target->unseen.code == FAULT_NONE)
		return 0;
	*fault = target->unseen;
	return -fault->error;
}

static int check_kind(const struct vfio_target *target, struct fault *fault)
{
	if (!vfio_class_is_bridge(target->class))
		return 0;
	fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
		  "cannot be opened through VFIO: it is a bridge, and vfio-pci takes only "
		  "header type 0");
	fault_hint(fault, "read it past VFIO: vfio-cfgtool map --source=sysfs %s", target->name);
	return -ENOTSUP;
}

static bool iommu_is_on(void)
{
	CLEANUP_DIR DIR *directory = memory_checked(opendir(SYSFS_ROOT "/class/iommu"));
	const struct dirent *entry = NULL;

	if (directory != NULL)
		entry = readdir(directory);
	while (entry != NULL && entry->d_name[0] == '.')
		entry = readdir(directory);
	return entry != NULL;
}

static bool is_x86(void)
{
	struct kernel_identity kernel;

	kernel_identify(&kernel);
	return strcmp(kernel.machine, "x86_64") == 0;
}

/*
 * Whether the function may get its group only when a driver binds. Drivers of IOMMUs that
 * firmware tables or a device tree describe make it in dma_configure() of the bus, just before
 * a driver's probe (acpi_iommu_configure_id(), of_iommu_configure()). Intel's and AMD's
 * drivers make it when the function is found.
 */
static bool group_comes_late(const struct vfio_target *target)
{
	return target->group < 0 && target->driver[0] == '\0' && !is_x86() && iommu_is_on();
}

static void hint_iommu(struct fault *fault)
{
	static const char mode[] = SYSFS_MODULES "/vfio/parameters/enable_unsafe_noiommu_mode";
	bool noiommu = access(mode, F_OK) == 0;

	fault_hint(fault, "%s%s%s%s",
		   is_x86() ? "turn on VT-d or AMD-Vi in the firmware, and boot with intel_iommu=on "
			 "(AMD: without amd_iommu=off)" :
			 "boot with the IOMMU's driver on",
		   noiommu ? "; or, unsafe, as root: echo 1 > " : "", noiommu ? mode : "",
		   noiommu ? " and bind it again" : "");
}

/* vfio_register_group_dev() refuses a function without a group, unless no-IOMMU mode is on. */
static int check_group(const struct vfio_target *target, struct fault *fault)
{
	char mode[8];

	if (target->group >= 0 || group_comes_late(target))
		return 0;
	sysfs_text(SYSFS_MODULES "/vfio/parameters/enable_unsafe_noiommu_mode", mode,
		   sizeof(mode));
	if (mode[0] == 'Y')
		return 0;
	fault_set(fault, FAULT_NO_IOMMU, ENODEV,
		  "cannot be opened through VFIO: it is in no IOMMU group, as %s",
		  iommu_is_on() ? "no IOMMU is between it and the memory" :
				  "there is no IOMMU, or it is off");
	hint_iommu(fault);
	return -ENODEV;
}

bool vfio_is_denied(int vendor, int product)
{
	size_t i = 0;

	while (i < ARRAY_LENGTH(denied) &&
	       (denied[i].vendor != vendor || denied[i].product != product))
		i++;
	return i < ARRAY_LENGTH(denied) && !sysfs_module_flag("vfio_pci", "disable_denylist");
}

/* vfio_pci_core_register_device() refuses a PF with enabled VFs. */
static void hint_bind(const struct vfio_target *target, struct fault *fault)
{
	if (sysfs_number(&target->address, "sriov_numvfs") > 0)
		fault_hint(fault, "remove its virtual functions and bind it, as root: echo 0 > "
			   SYSFS_DEVICES "/%s/sriov_numvfs && vfio-cfgtool bind %s", target->name,
			   target->name);
	else
		fault_hint(fault, "bind it%s, as root: vfio-cfgtool bind %s",
			   target->driver[0] != '\0' ? ", away from its driver" : "",
			   target->name);
}

/*
 * Says that vfio-pci cannot take it: because of the deny list, or the kernel has no such
 * module.
 */
static int fault_no_vfio_pci(const struct vfio_target *target, enum fault_code code,
			     const char *bound, struct fault *fault)
{
	struct kernel_identity kernel;

	if (vfio_is_denied(target->vendor, target->product)) {
		fault_set(fault, code, EPERM,
			  "cannot be opened through VFIO: %s, and vfio-pci refuses devices of "
			  "this kind (its deny list)", bound);
		fault_hint(fault, "allow it for users that are trusted, as root: modprobe -r "
			   "vfio-pci && modprobe vfio-pci disable_denylist=1");
		return -EPERM;
	}
	kernel_identify(&kernel);
	fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
		  "cannot be opened through VFIO: %s, and the running kernel (%s) has no module "
		  "vfio-pci", bound, kernel.release);
	fault_hint(fault, "boot a kernel built with CONFIG_VFIO_PCI, or install the package "
		   "with the rest of this one's modules");
	return -ENOTSUP;
}

static int check_driver(const struct vfio_target *target, struct fault *fault)
{
	const char *driver = target->driver;
	char bound[160];
	enum module_state module = MODULE_LOADED;
	enum fault_code code;
	bool there;

	if (target->is_vfio)
		return 0;
	code = driver[0] == '\0' ? FAULT_NO_DRIVER : FAULT_NOT_BOUND;
	snprintf(bound, sizeof(bound), "%s%s",
		 driver[0] != '\0' ? "it is bound to " :
		 group_comes_late(target) ? "no driver is bound to it, and its IOMMU group is made "
					    "only as one binds" :
					    "no driver is bound to it", driver);
	/* Saves `list` a search of the modules' index. */
	if (access(SYSFS_DRIVERS "/vfio-pci", F_OK) < 0)
		module = module_find_state("vfio-pci");
	if (module == MODULE_ABSENT || vfio_is_denied(target->vendor, target->product))
		return fault_no_vfio_pci(target, code, bound, fault);
	there = module == MODULE_LOADED || module == MODULE_BUILTIN;
	fault_set(fault, code, ENODEV, "cannot be opened through VFIO: %s%s%s", bound,
		  there ? "" : ", and the module vfio-pci ",
		  there ? "" : module_state_text(module));
	hint_bind(target, fault);
	return -ENODEV;
}

int vfio_check_bound(const struct vfio_target *target, struct fault *fault)
{
	static int (*const checks[])(const struct vfio_target *, struct fault *) = {
		check_seen,
		check_kind,
		check_group,
		check_driver,
	};

	int result = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(checks) && result == 0; i++)
		result = checks[i](target, fault);
	return result;
}

int vfio_check_iommu(const struct device *device, struct fault *fault)
{
	struct vfio_target target;

	vfio_target_of(device, &target);
	return check_group(&target, fault);
}

bool vfio_refuses(const struct device *device)
{
	return vfio_is_denied(device->vendor, device->product);
}
