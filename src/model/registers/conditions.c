/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/registers/conditions.h"

#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/registers/register.h"

/* linux/pci_regs.h */
#define PCI_VENDOR_ID			0x00
#define PCI_DEVICE_ID			0x02
#define PCI_BASE_CLASS			0x0b
#define PCI_HEADER_TYPE			0x0e
#define PCI_HEADER_TYPE_MASK		0x7f
#define PCI_EXP_TYPE_ROOT_PORT		0x4
#define PCI_EXP_TYPE_DOWNSTREAM		0x6
#define PCI_EXP_TYPE_RC_END		0x9
#define PCI_EXP_TYPE_RC_EC		0xa
#define PCI_EXP_FLAGS_SLOT		0x0100
#define PCI_EXP_DEVCAP2			0x24
#define PCI_EXP_DEVCAP2_EE_PREFIX	0x00200000
#define PCI_MSI_FLAGS_64BIT		0x0080
#define PCI_MSI_FLAGS_MASKBIT		0x0100
#define PCI_SATA_REGS_INLINE		0xf
#define PCI_RCEC_BUSN_REG_VER		2
#define PCI_ACS_EC			0x20
#define PCI_TPH_CAP_LOC_MASK		0x600
#define PCI_TPH_LOC_CAP			0x200
#define PCI_EXP_DPC_CAP_RP_EXT		0x20
#define PCI_IDE_CAP_LINK		0x1

/* Bits 15:11 of a HyperTransport command: the types that are known */
#define HT_SWITCH	0x08
#define HT_INTERRUPT	0x10
#define HT_RETRY	0x18

/* CXL 3.1, 8.1.4 */
#define CXL_FUNCTION_MAP 2

/* linux/pci_ids.h */
#define PCI_BASE_CLASS_DISPLAY		0x03
#define PCI_VENDOR_ID_CXL		0x1e98
#define PCI_VENDOR_ID_REDHAT_QUMRANET	0x1af4
#define PCI_VENDOR_ID_INTEL		0x8086

/* pciutils, ls-caps-vendor.c: type 0 in bits 7:4, and the version */
#define INTEL_CAPID_VERSION_1	0x01

/* Virtio 1.3, 4.1.2: device IDs of that vendor */
#define VIRTIO_FIRST	0x1000
#define VIRTIO_LAST	0x107f

#define EXP_CONDITIONS (EXP_V2 | EXP_LINK | EXP_SLOT | EXP_ROOT | EXP_PORT | EXP_PREFIX)

static uint32_t express_conditions(const struct config_space *space, unsigned int start)
{
	uint16_t flags = space_word(space, start + 2);
	unsigned int type = flags >> 4 & 0xf;
	uint32_t holds = 0;

	if ((flags & 0xf) != 1)
		holds |= EXP_V2;
	if (type != PCI_EXP_TYPE_RC_END && type != PCI_EXP_TYPE_RC_EC)
		holds |= EXP_LINK;
	if ((flags & PCI_EXP_FLAGS_SLOT) &&
	    (type == PCI_EXP_TYPE_ROOT_PORT || type == PCI_EXP_TYPE_DOWNSTREAM))
		holds |= EXP_SLOT;
	if (type == PCI_EXP_TYPE_ROOT_PORT || type == PCI_EXP_TYPE_RC_EC)
		holds |= EXP_ROOT;
	if (type >= PCI_EXP_TYPE_ROOT_PORT && type <= PCI_EXP_TYPE_DOWNSTREAM)
		holds |= EXP_PORT;
	if ((holds & EXP_V2) && start + PCI_EXP_DEVCAP2 + 4 <= SPACE_SIZE &&
	    (space_dword(space, start + PCI_EXP_DEVCAP2) & PCI_EXP_DEVCAP2_EE_PREFIX))
		holds |= EXP_PREFIX;
	return holds;
}

/* Integrated graphics, unlike a graphics card, are not a PCI Express endpoint with a link. */
static uint32_t graphics_conditions(const struct config_space *space, uint32_t holds)
{
	bool is_igd = space_word(space, PCI_VENDOR_ID) == PCI_VENDOR_ID_INTEL &&
		      space_byte(space, PCI_BASE_CLASS) == PCI_BASE_CLASS_DISPLAY;

	return is_igd && (holds & HEADER_TYPE0) && !(holds & EXP_LINK) ? holds | IGD : holds;
}

uint32_t register_conditions_device(const struct map *map, const struct config_space *space)
{
	uint32_t holds = HEADER_TYPE0;	/* also for an undefined type */
	unsigned int type = space_byte(space, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK;

	if (type == 1)
		holds = HEADER_TYPE1;
	else if (type == 2)
		holds = HEADER_TYPE2;
	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (visit->kind == KIND_CAPABILITY && visit->id == CAP_ID_EXP)
			return graphics_conditions(space, holds | express_conditions(
				space, visit->start));
	}
	return graphics_conditions(space, holds);
}

/* Virtio 1.3, 4.1.4: what follows the common part of a capability of virtio, by its type */
static uint32_t virtio_conditions(const struct config_space *space, unsigned int start)
{
	static const struct {
		uint8_t type, length;	/* bytes of the whole capability */
		uint32_t condition;
	} known[] = {
		{ 2, 0x14, VIRTIO_NOTIFY }, { 5, 0x14, VIRTIO_WINDOW }, { 8, 0x18, VIRTIO_MEMORY },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(known); i++)
		if (space_byte(space, start + 3) == known[i].type &&
		    space_byte(space, start + 2) >= known[i].length)
			return known[i].condition;
	return 0;
}

static uint32_t standard_conditions(const struct config_space *space, unsigned int start,
				    uint16_t id)
{
	uint16_t word = space_word(space, start + 2);

	switch (id) {
	case CAP_ID_MSI:
		return (word & PCI_MSI_FLAGS_64BIT ? MSI_64 : 0U) |
		       (word & PCI_MSI_FLAGS_MASKBIT ? MSI_MASK : 0U);
	case CAP_ID_PCIX:
		return (word >> 12 & 3) != 0 ? PCIX_ECC : 0;
	case CAP_ID_VNDR:
		return virtio_conditions(space, start);
	case CAP_ID_SATA:
		return (space_byte(space, start + 4) & 0xf) == PCI_SATA_REGS_INLINE ? SATA_INLINE
										    : 0;
	default:
		return 0;
	}
}

static uint32_t extended_conditions(const struct config_space *space, unsigned int start,
				    uint16_t id)
{
	uint32_t capability = space_dword(space, start + 4);

	switch (id) {
	case ECAP_ID_RCEC:
		return (space_word(space, start + 2) & 0xf) >= PCI_RCEC_BUSN_REG_VER ? RCEC_V2 : 0;
	case ECAP_ID_ACS:
		return capability & PCI_ACS_EC ? ACS_EGRESS : 0;
	case ECAP_ID_TPH:
		return (capability & PCI_TPH_CAP_LOC_MASK) == PCI_TPH_LOC_CAP ? TPH_TABLE : 0;
	case ECAP_ID_DPC:
		return capability & PCI_EXP_DPC_CAP_RP_EXT ? DPC_RP_EXT : 0;
	case ECAP_ID_IDE:
		return capability & PCI_IDE_CAP_LINK ? IDE_LINK : 0;
	default:
		return 0;
	}
}

uint32_t register_conditions(const struct config_space *space, const struct map_visit *visit,
			     uint32_t device)
{
	if (visit->kind != KIND_CAPABILITY)
		return device | extended_conditions(space, visit->start, visit->id);
	if (visit->id == CAP_ID_EXP)
		return (device & ~(uint32_t)EXP_CONDITIONS) |
		       express_conditions(space, visit->start);
	return device | standard_conditions(space, visit->start, visit->id);
}

/* HyperTransport 3.1, 7.2: bits 12:11 of the two interfaces are not part of the type */
static uint8_t hypertransport_variant(const struct config_space *space, unsigned int start)
{
	unsigned int type = space_word(space, start + 2) >> 11;

	if (type < HT_SWITCH)
		return (uint8_t)(VARIANT_HT + (type & ~3U));
	if (type != HT_SWITCH && (type < HT_INTERRUPT || type > HT_RETRY))
		return VARIANT_HT_UNKNOWN;
	return (uint8_t)(VARIANT_HT + type);
}

/* Virtio 1.3, 4.1.2 and 4.1.4: by the device's ID; a capability has 10 bytes at least */
static uint8_t vendor_variant(const struct config_space *space, unsigned int start)
{
	unsigned int vendor = space_word(space, PCI_VENDOR_ID);
	unsigned int device = space_word(space, PCI_DEVICE_ID);

	if (vendor == PCI_VENDOR_ID_INTEL && space_byte(space, start + 3) == INTEL_CAPID_VERSION_1)
		return VARIANT_INTEL;
	if (vendor == PCI_VENDOR_ID_REDHAT_QUMRANET && device >= VIRTIO_FIRST &&
	    device <= VIRTIO_LAST && space_byte(space, start + 2) >= 0x10)
		return VARIANT_VIRTIO;
	return VARIANT_ANY;
}

/* CXL 3.1, 8.1.1 */
static uint8_t dvsec_variant(const struct config_space *space, unsigned int start)
{
	unsigned int id = space_word(space, start + 8);

	if (space_word(space, start + 4) != PCI_VENDOR_ID_CXL || id > 0xf)
		return VARIANT_ANY;
	return (uint8_t)(VARIANT_CXL + id);
}

uint8_t register_variant(const struct config_space *space, const struct map_visit *visit)
{
	if (visit->kind == KIND_CAPABILITY && visit->id == CAP_ID_VNDR)
		return vendor_variant(space, visit->start);
	if (visit->kind == KIND_CAPABILITY && visit->id == CAP_ID_HT)
		return hypertransport_variant(space, visit->start);
	if (visit->kind != KIND_CAPABILITY && visit->id == ECAP_ID_DVSEC)
		return dvsec_variant(space, visit->start);
	return VARIANT_ANY;
}

/* Of a DVSEC of CXL: memory ranges, or blocks of 8 bytes until its end. */
static unsigned int dvsec_repeats(const struct config_space *space, unsigned int start)
{
	unsigned int ranges = space_byte(space, start + 0xa) >> 4 & 3;
	unsigned int length = space_word(space, start + 6) >> 4;

	if (dvsec_variant(space, start) == VARIANT_CXL + CXL_FUNCTION_MAP)
		return 8;
	if (dvsec_variant(space, start) == VARIANT_CXL)
		return ranges < 2 ? ranges : 2;	/* CXL_DVSEC_RANGE_MAX */
	return length > 0xc ? (length - 0xc) / 8 : 0;
}

unsigned int register_repeats(const struct config_space *space, const struct map_visit *visit,
			      uint32_t conditions, unsigned int lanes)
{
	unsigned int start = visit->start;
	uint32_t capability = space_dword(space, start + 4);

	if (visit->kind == KIND_CAPABILITY)
		return 1;
	switch (visit->id) {
	case ECAP_ID_AER:
	case ECAP_ID_DPC:	/* the dwords of a log */
		return 4;
	case ECAP_ID_SRIOV:
		return 6;	/* BARs */
	case ECAP_ID_VC:
	case ECAP_ID_MFVC:
	case ECAP_ID_VC9:
		return 1 + (capability & 7);
	case ECAP_ID_ACS:	/* bits in whole dwords; 0 are 256 */
		capability = capability >> 8 & 0xff;
		return ((capability == 0 ? 256 : capability) + 31) / 32;
	case ECAP_ID_REBAR:
	case ECAP_ID_VF_REBAR:
		return space_byte(space, start + 8) >> 5;
	case ECAP_ID_DPA:
		return 1 + (capability & 0x1f);
	case ECAP_ID_TPH:
		return 1 + (capability >> 16 & 0x7ff);
	case ECAP_ID_DVSEC:
		return dvsec_repeats(space, start);
	case ECAP_ID_IDE:	/* link streams, else address blocks of the first stream */
		if (conditions & IDE_LINK)
			return 1 + (capability >> 13 & 7);
		return space_byte(space, start + 0xc) & 0xf;
	case ECAP_ID_RCLINK:
		return capability >> 8 & 0xff;
	case ECAP_ID_MMIO_RBL:	/* blocks of 8 bytes after the first one */
		capability &= 0xfff;
		return capability >= 16 ? capability / 8 - 1 : 0;
	default:		/* one for each lane; one if the number of lanes is unknown */
		return lanes > 0 ? lanes : 1;
	}
}
