/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/registers/conditions.h"

#include "model/vfio/capability.h"
#include "model/registers/register.h"

/* linux/pci_regs.h */
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
#define HT_5BIT_CAP_MASK		0xf8
#define HT_CAPTYPE_MSI_MAPPING		0xa8
#define PCI_SATA_REGS_INLINE		0xf
#define PCI_RCEC_BUSN_REG_VER		2
#define PCI_ACS_EC			0x20
#define PCI_TPH_CAP_LOC_MASK		0x600
#define PCI_TPH_LOC_CAP			0x200
#define PCI_EXP_DPC_CAP_RP_EXT		0x20
#define PCI_IDE_CAP_LINK		0x1

/* linux/pci_ids.h: PCI_VENDOR_ID_CXL */
#define PCI_VENDOR_ID_CXL		0x1e98

#define EXP_CONDITIONS (EXP_V2 | EXP_LINK | EXP_SLOT | EXP_ROOT | EXP_PREFIX)

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
	if ((holds & EXP_V2) && start + PCI_EXP_DEVCAP2 + 4 <= SPACE_SIZE &&
	    (space_dword(space, start + PCI_EXP_DEVCAP2) & PCI_EXP_DEVCAP2_EE_PREFIX))
		holds |= EXP_PREFIX;
	return holds;
}

uint32_t register_conditions_device(const struct map *map, const struct config_space *space)
{
	uint32_t holds = HEADER_TYPE0;	/* also of a type that there is not */
	unsigned int type = space_byte(space, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK;

	if (type == 1)
		holds = HEADER_TYPE1;
	else if (type == 2)
		holds = HEADER_TYPE2;
	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (visit->kind == KIND_CAPABILITY && visit->id == CAP_ID_EXP)
			return holds | express_conditions(space, visit->start);
	}
	return holds;
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
	case CAP_ID_HT:
		return (word >> 8 & HT_5BIT_CAP_MASK) == HT_CAPTYPE_MSI_MAPPING ? HT_MSI : 0;
	case CAP_ID_SATA:
		return (space_byte(space, start + 4) & 0xf) == PCI_SATA_REGS_INLINE ? SATA_INLINE
										    : 0;
	default:
		return 0;
	}
}

/* Of a DVSEC: which one of CXL it is. */
static uint32_t dvsec_conditions(const struct config_space *space, unsigned int start)
{
	static const struct {
		uint16_t id;
		uint32_t condition;
	} known[] = {
		{ 0, DVSEC_CXL0 }, { 3, DVSEC_CXL3 }, { 4, DVSEC_CXL4 },
		{ 7, DVSEC_CXL7 }, { 8, DVSEC_CXL8 },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (space_word(space, start + 4) == PCI_VENDOR_ID_CXL &&
		    space_word(space, start + 8) == known[i].id)
			return known[i].condition;
	return 0;
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
	case ECAP_ID_DVSEC:
		return dvsec_conditions(space, start);
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

/* Of a DVSEC of CXL: memory ranges, or blocks of 8 bytes until its end. */
static unsigned int dvsec_repeats(const struct config_space *space, unsigned int start,
				  uint32_t conditions)
{
	unsigned int ranges = space_byte(space, start + 0xa) >> 4 & 3;
	unsigned int length = space_word(space, start + 6) >> 4;

	if (conditions & DVSEC_CXL0)
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
		return dvsec_repeats(space, start, conditions);
	case ECAP_ID_IDE:	/* link streams, else address blocks of the first stream */
		if (conditions & IDE_LINK)
			return 1 + (capability >> 13 & 7);
		return space_byte(space, start + 0xc) & 0xf;
	case ECAP_ID_RCLINK:
		return capability >> 8 & 0xff;
	default:		/* one for each lane; one, where it is not known how many there are */
		return lanes > 0 ? lanes : 1;
	}
}
