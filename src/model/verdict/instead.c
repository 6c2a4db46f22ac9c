/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/instead.h"

#include <string.h>

#include "base/bits.h"
#include "base/macros.h"

/* The interfaces, and their sources */
#define IOCTL	  .interface = "ioctl", .source = "linux/vfio.h"
#define SYSFS	  .interface = "sysfs", .source = "Documentation/ABI/testing/sysfs-bus-pci"
#define PARAMETER .interface = "parameter", \
		  .source = "Documentation/admin-guide/kernel-parameters.txt"
#define QEMU	  .interface = "vmm", .source = "QEMU, hw/vfio/pci.c"

#define SET_IRQS(index) "VFIO_DEVICE_SET_IRQS with " index
#define REGIONS(index)  "VFIO_DEVICE_GET_REGION_INFO with " index ", then pread, pwrite or mmap"

#define BAR(number)                                                                     \
	{ "BASE_ADDRESS_" #number, 0xffffffff, .want = "reach what is behind the BAR", IOCTL, \
	  .how = REGIONS("VFIO_PCI_BAR" #number "_REGION_INDEX") }
#define GUEST_ID(register, property)                                                    \
	{ register, 0xffff, .want = "show a guest another ID", QEMU,                     \
	  .how = "property " property " of vfio-pci" }
#define MSI_ADDRESS(register)                                                           \
	{ register, 0xffffffff, .want = "receive messages", IOCTL,                       \
	  .how = SET_IRQS("VFIO_PCI_MSI_IRQ_INDEX")                                      \
	  ": the host has an address and data of its own in the device" }
#define ENABLE_VFS(register, bits)                                                      \
	{ register, bits, true, .want = "enable VFs", SYSFS, .since = "5.7",             \
	  .how = "sriov_numvfs of the PF, as root on the host; while vfio-pci has the PF, " \
		 "its parameter enable_sriov allows it, and a user who opens a VF needs " \
		 "the PF's token" }

/* clang-format off */
static const struct instead rows[] = {
	/* The header */
	GUEST_ID("VENDOR_ID", "x-pci-vendor-id"),
	GUEST_ID("DEVICE_ID", "x-pci-device-id"),
	GUEST_ID("SUBSYSTEM_VENDOR_ID", "x-pci-sub-vendor-id"),
	GUEST_ID("SUBSYSTEM_ID", "x-pci-sub-device-id"),
	{ "COMMAND", 0x0400, .want = "mask INTx", IOCTL,
	  .how = SET_IRQS("VFIO_PCI_INTX_IRQ_INDEX and VFIO_IRQ_SET_ACTION_MASK") },
	BAR(0), BAR(1), BAR(2), BAR(3), BAR(4), BAR(5),
	{ "ROM_ADDRESS", 0xffffffff, .want = "read the ROM", IOCTL,
	  .how = "VFIO_DEVICE_GET_REGION_INFO with VFIO_PCI_ROM_REGION_INDEX, then pread" },
	{ "INTERRUPT_LINE", 0xff, .want = "receive INTx", IOCTL,
	  .how = SET_IRQS("VFIO_PCI_INTX_IRQ_INDEX and an eventfd") },

	/* Power */
	{ "PM_CTRL", 0x0003, .want = "let the device sleep deeper than D3hot", IOCTL,
	  .how = "VFIO_DEVICE_FEATURE with VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY, and _EXIT to wake it",
	  .since = "6.1" },
	{ "PM_CTRL", 0x8100, .want = "learn that the device wakes up", IOCTL,
	  .how = "VFIO_DEVICE_FEATURE with VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY_WITH_WAKEUP and an eventfd",
	  .since = "6.1" },

	/* Interrupts */
	{ "MSI_FLAGS", 0x0071, .want = "enable MSI and its vectors", IOCTL,
	  .how = SET_IRQS("VFIO_PCI_MSI_IRQ_INDEX and an eventfd for each vector") },
	MSI_ADDRESS("MSI_ADDRESS_LO"), MSI_ADDRESS("MSI_ADDRESS_HI"),
	MSI_ADDRESS("MSI_DATA_32"), MSI_ADDRESS("MSI_DATA_64"),
	{ "MSIX_FLAGS", 0xc000, .want = "enable MSI-X and its vectors", IOCTL,
	  .how = SET_IRQS("VFIO_PCI_MSIX_IRQ_INDEX and an eventfd for each vector") },

	/* Resets */
	{ "EXP_DEVCTL", 0x8000, .want = "reset the function", IOCTL,
	  .how = "VFIO_DEVICE_RESET, which resets it by any way that the host has" },
	{ "AF_CTRL", 0x01, .want = "reset the function", IOCTL,
	  .how = "VFIO_DEVICE_RESET, which resets it by any way that the host has" },

	/* The link, which belongs to the host */
	{ "EXP_DEVCTL", 0x00e0, .want = "change the payload size", PARAMETER,
	  .how = "pci=pcie_bus_safe, pci=pcie_bus_perf or pci=pcie_bus_peer2peer of the host's kernel" },
	{ "EXP_LNKCTL", 0x0003, .want = "change ASPM", SYSFS,
	  .how = "link/l0s_aspm and link/l1_aspm of the device, as root on the host", .since = "5.5" },
	{ "EXP_LNKCTL", 0x0100, .want = "change clock power management", SYSFS,
	  .how = "link/clkpm of the device, as root on the host", .since = "5.5" },
	{ "L1SS_CTL1", 0x000f, true, .want = "change the L1 substates", SYSFS,
	  .how = "link/l1_1_aspm, link/l1_2_aspm, link/l1_1_pcipm and link/l1_2_pcipm of the device, as root on the host",
	  .since = "5.5" },

	/* Errors */
	{ "EXP_DEVSTA", 0x000f, .want = "learn of errors", IOCTL,
	  .how = SET_IRQS("VFIO_PCI_ERR_IRQ_INDEX and an eventfd") },
	{ "ERR_UNCOR_STATUS", 0xffffffff, .want = "learn of errors", IOCTL,
	  .how = SET_IRQS("VFIO_PCI_ERR_IRQ_INDEX and an eventfd") },

	/* Registers whose state the kernel keeps: a write through VFIO makes it wrong */
	ENABLE_VFS("SRIOV_CTRL", 0x0009), ENABLE_VFS("SRIOV_NUM_VF", 0xffff),
	{ "REBAR_CTRL", 0x3f00, true, .want = "resize a BAR", SYSFS,
	  .how = "resourceN_resize of the device, as root on the host, while no driver is bound",
	  .since = "6.1" },
	{ "VPD_DATA", 0xffffffff, .want = "read or write VPD from the host", SYSFS,
	  .how = "vpd of the device, as root" },
	{ "ACS_CTRL", 0x007f, true, .want = "change access control", PARAMETER,
	  .how = "pci=config_acs=FLAGS@DEVICE of the host's kernel", .since = "6.11" },
	{ "ATS_CTRL", 0x8000, true, .want = "enable address translation services", IOCTL,
	  .how = "the host's IOMMU driver does that where the device is attached: VFIO_DEVICE_ATTACH_IOMMUFD_PT, or VFIO_SET_IOMMU of a container" },
	{ "PRI_CTRL", 0x0001, true, .want = "enable page requests", IOCTL,
	  .how = "IOMMU_HWPT_ALLOC with a fault queue, then VFIO_DEVICE_ATTACH_IOMMUFD_PT",
	  .since = "6.11" },
	{ "PASID_CTRL", 0x0001, true, .want = "enable PASIDs", IOCTL,
	  .how = "VFIO_DEVICE_ATTACH_IOMMUFD_PT with VFIO_DEVICE_ATTACH_PASID" },
};
/* clang-format on */

const struct instead *instead_rows(size_t *count)
{
	*count = ARRAY_LENGTH(rows);
	return rows;
}

static bool is_named(const struct register_type *type, const char *name)
{
	return (type->kernel != NULL && strcmp(type->kernel, name) == 0) ||
	       (type->setpci != NULL && strcmp(type->setpci, name) == 0);
}

uint32_t instead_mask(const struct instead *row, const struct device_register *known,
		      const struct register_place *place, const struct policy_bits *bits)
{
	uint32_t reaches = row->always ? 0 : bits->write & ~bits->write_virtual;
	uint32_t mask = row->mask & bits_all(known->type->width);

	if (!is_named(known->type, row->name) || bits->undefined)
		return 0;
	return bits_move(mask, known->offset, place->offset, place->width) & ~reaches;
}
