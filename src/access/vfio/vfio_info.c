/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/vfio/vfio_info.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/error_text.h"
#include "access/vfio/vfio_target.h"
#include "access/vfio/vfio_uapi.h"
#include "base/memory.h"

/* More functions than one bus and its virtual ones have. */
#define MOST_HOT_RESETS 4096

/* The words of bits. Bits without a word are left out. */
struct flag_word {
	uint32_t bit;
	const char *word;
};

static const struct flag_word device_words[] = {
	{ VFIO_DEVICE_FLAGS_RESET, "reset" },
	{ VFIO_DEVICE_FLAGS_PCI, "pci" },
	{ VFIO_DEVICE_FLAGS_PLATFORM, "platform" },
	{ VFIO_DEVICE_FLAGS_AMBA, "amba" },
	{ VFIO_DEVICE_FLAGS_CCW, "ccw" },
	{ VFIO_DEVICE_FLAGS_AP, "ap" },
	{ VFIO_DEVICE_FLAGS_FSL_MC, "fsl-mc" },
	{ VFIO_DEVICE_FLAGS_CAPS, "caps" },
	{ VFIO_DEVICE_FLAGS_CDX, "cdx" },
	{ 0, NULL },
};

static const struct flag_word region_words[] = {
	{ VFIO_REGION_INFO_FLAG_READ, "read" },
	{ VFIO_REGION_INFO_FLAG_WRITE, "write" },
	{ VFIO_REGION_INFO_FLAG_MMAP, "mmap" },
	{ VFIO_REGION_INFO_FLAG_CAPS, "caps" },
	{ 0, NULL },
};

static const struct flag_word irq_words[] = {
	{ VFIO_IRQ_INFO_EVENTFD, "eventfd" },
	{ VFIO_IRQ_INFO_MASKABLE, "maskable" },
	{ VFIO_IRQ_INFO_AUTOMASKED, "automasked" },
	{ VFIO_IRQ_INFO_NORESIZE, "noresize" },
	{ 0, NULL },
};

static void take_words(uint32_t flags, const struct flag_word *table,
		       const char *words[INFO_WORDS])
{
	for (; table->word != NULL; table++)
		if (flags & table->bit)
			*words++ = table->word;
	*words = NULL;
}

/* The names of a device's own types of regions. */
static const char *own_region_name(const struct info_region *region)
{
	if (!region->has_type || region->type != VFIO_REGION_TYPE_INTEL)
		return NULL;
	switch (region->subtype) {
	case VFIO_REGION_SUBTYPE_INTEL_IGD_OPREGION:
		return "igd-opregion";
	case VFIO_REGION_SUBTYPE_INTEL_IGD_HOST_CFG:
		return "igd-host-config";
	case VFIO_REGION_SUBTYPE_INTEL_IGD_LPC_CFG:
		return "igd-lpc-config";
	default:
		return NULL;
	}
}

static const char *region_name(const struct info_region *region)
{
	static const char *const names[] = {
		[VFIO_PCI_BAR0_REGION_INDEX] = "bar0",
		[VFIO_PCI_BAR1_REGION_INDEX] = "bar1",
		[VFIO_PCI_BAR2_REGION_INDEX] = "bar2",
		[VFIO_PCI_BAR3_REGION_INDEX] = "bar3",
		[VFIO_PCI_BAR4_REGION_INDEX] = "bar4",
		[VFIO_PCI_BAR5_REGION_INDEX] = "bar5",
		[VFIO_PCI_ROM_REGION_INDEX] = "rom",
		[VFIO_PCI_CONFIG_REGION_INDEX] = "config",
		[VFIO_PCI_VGA_REGION_INDEX] = "vga",
	};

	if (region->index < ARRAY_LENGTH(names))
		return names[region->index];
	return own_region_name(region);
}

static const char *irq_name(uint32_t index)
{
	static const char *const names[] = {
		[VFIO_PCI_INTX_IRQ_INDEX] = "intx",
		[VFIO_PCI_MSI_IRQ_INDEX] = "msi",
		[VFIO_PCI_MSIX_IRQ_INDEX] = "msix",
		[VFIO_PCI_ERR_IRQ_INDEX] = "err",
		[VFIO_PCI_REQ_IRQ_INDEX] = "req",
	};

	return index < ARRAY_LENGTH(names) ? names[index] : NULL;
}

static void note_capability(const struct vfio_chain *chain, struct info_capability *list,
			    unsigned int *count)
{
	if (*count < INFO_CAPABILITIES)
		list[(*count)++] = (struct info_capability) {
			chain->header.id, chain->header.version,
		};
}

static void read_atomics(const struct vfio_chain *chain, struct device_info *info)
{
	struct vfio_atomics atomics;
	unsigned int count = 0;

	if (chain->header.id != VFIO_DEVICE_INFO_CAP_PCI_ATOMIC_COMP ||
	    !vfio_chain_copy(chain, &atomics, sizeof(atomics)))
		return;
	info->atomics_known = true;
	for (unsigned int i = 0; i < 3; i++)
		if (atomics.flags >> i & 1)
			info->atomics[count++] = 32U << i;
}

static void read_device_chain(int device, uint32_t size, struct device_info *info)
{
	CLEANUP_FREE struct vfio_device_info *answer = NULL;
	struct vfio_chain chain;

	if (size < sizeof(*answer) || size > VFIO_LARGEST_INFO)
		return;
	answer = memory_take_zeroed(1, size);
	if (answer == NULL)
		return;
	answer->argsz = size;
	if (ioctl(device, VFIO_DEVICE_GET_INFO, answer) < 0)
		return;
	vfio_chain_begin(answer, size, sizeof(*answer), answer->cap_offset, &chain);
	while (vfio_chain_next(&chain)) {
		note_capability(&chain, info->capability, &info->capabilities);
		read_atomics(&chain, info);
	}
}

/* Reads one capability of a region, if it says more than that it exists. */
static void read_region_capability(const struct vfio_chain *chain, struct info_region *region)
{
	struct vfio_region_info_cap_type type;
	struct vfio_region_info_cap_sparse_mmap sparse;

	if (chain->header.id == VFIO_REGION_INFO_CAP_MSIX_MAPPABLE)
		region->msix_mappable = true;
	if (chain->header.id == VFIO_REGION_INFO_CAP_TYPE &&
	    vfio_chain_copy(chain, &type, sizeof(type))) {
		region->has_type = true;
		region->type = type.type;
		region->subtype = type.subtype;
	}
	if (chain->header.id != VFIO_REGION_INFO_CAP_SPARSE_MMAP ||
	    !vfio_chain_copy(chain, &sparse, sizeof(sparse)))
		return;
	region->sparse = true;
	for (uint32_t i = 0; i < sparse.nr_areas && region->areas < INFO_AREAS; i++) {
		struct vfio_region_sparse_mmap_area area;

		if (!vfio_chain_copy_at(chain, sizeof(sparse) + i * sizeof(area), &area,
					sizeof(area)))
			return;
		region->area[region->areas++] = (struct info_area) { area.offset, area.size };
	}
}

void vfio_info_name_region(struct info_region *region)
{
	take_words(region->flags, region_words, region->words);
	region->name = region_name(region);
}

/* Leaves out a region that the device does not have, such as VGA. */
static void read_region(int device, uint32_t index, struct device_info *info)
{
	CLEANUP_FREE struct vfio_region_info *answer = vfio_region_ask(device, index);
	struct info_region *region = &info->region[info->regions];
	struct vfio_chain chain;

	if (answer == NULL)
		return;
	*region = (struct info_region) {
		.index = index,
		.flags = answer->flags,
		.offset = answer->offset,
		.size = answer->size,
	};
	info->regions++;
	vfio_info_name_region(region);
	if (!(answer->flags & VFIO_REGION_INFO_FLAG_CAPS))
		return;
	vfio_chain_begin(answer, answer->argsz, sizeof(*answer), answer->cap_offset, &chain);
	while (vfio_chain_next(&chain)) {
		note_capability(&chain, region->capability, &region->capabilities);
		read_region_capability(&chain, region);
	}
	vfio_info_name_region(region);
}

static void read_irq(int device, uint32_t index, struct device_info *info)
{
	struct vfio_irq_info answer = { .argsz = sizeof(answer), .index = index };
	struct info_irq *irq = &info->irq[info->irqs];

	if (ioctl(device, VFIO_DEVICE_GET_IRQ_INFO, &answer) < 0)
		return;
	*irq = (struct info_irq) {
		.index = index, .flags = answer.flags, .count = answer.count,
		.name = irq_name(index),
	};
	take_words(answer.flags, irq_words, irq->words);
	info->irqs++;
}

static void take_hot_reset(const struct vfio_pci_hot_reset_info *answer, struct device_info *info)
{
	info->hot_reset_known = true;
	info->hot_resets = answer->count;
	for (uint32_t i = 0; i < answer->count; i++) {
		const struct vfio_pci_dependent_device *function = &answer->devices[i];
		struct pci_address address = {
			.domain = function->segment,
			.bus = function->bus,
			.device = function->devfn >> 3,
			.function = function->devfn & 7,
		};

		address_format(&address, info->hot_reset[i].name);
	}
}

/* Asks twice: for the number of functions, and for the functions. */
static void read_hot_reset(int device, struct device_info *info)
{
	struct vfio_pci_hot_reset_info head = { .argsz = sizeof(head) };
	CLEANUP_FREE struct vfio_pci_hot_reset_info *answer = NULL;
	size_t size;

	if (ioctl(device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, &head) == 0 || errno != ENOSPC ||
	    head.count > MOST_HOT_RESETS)
		return;
	size = sizeof(head) + head.count * sizeof(head.devices[0]);
	answer = memory_take_zeroed(1, size);
	info->hot_reset = memory_take_zeroed(head.count, sizeof(*info->hot_reset));
	if (answer == NULL || info->hot_reset == NULL)
		return;
	answer->argsz = (uint32_t)size;
	if (ioctl(device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, answer) == 0 &&
	    answer->count <= head.count)
		take_hot_reset(answer, info);
}

int vfio_info_read(const struct vfio_device *device, struct device_info *info,
		   struct fault *fault)
{
	struct vfio_device_info answer = { .argsz = sizeof(answer) };
	int descriptor = device->config.device;

	if (ioctl(descriptor, VFIO_DEVICE_GET_INFO, &answer) < 0)
		return fault_set(fault, FAULT_IO, errno,
				 "the kernel does not say what the device is: %s",
				 error_text(errno));
	info->opened = true;
	info->by_group = device->group >= 0;
	info->flags = answer.flags;
	take_words(answer.flags, device_words, info->words);
	if (answer.flags & VFIO_DEVICE_FLAGS_CAPS)
		read_device_chain(descriptor, answer.argsz, info);
	for (uint32_t i = 0; i < answer.num_regions && i < INFO_REGIONS; i++)
		read_region(descriptor, i, info);
	for (uint32_t i = 0; i < answer.num_irqs && i < INFO_IRQS; i++)
		read_irq(descriptor, i, info);
	read_hot_reset(descriptor, info);
	return 0;
}
