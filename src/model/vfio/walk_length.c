/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The length that the kernel assumes for a capability: vfio_cap_len() and vfio_ext_cap_len(). */
#include "model/vfio/walk.h"

#include "model/vfio/capability.h"

/* Both capabilities that announce extended space test its first dword. */
static void test_extended_space(struct walk *walk)
{
	if (walk->space->size <= SPACE_SIZE) {
		walk->map->extended_unseen = walk->space->excerpt;
		return;
	}
	walk->extended_caps = walk_read(walk, SPACE_SIZE, 4) != 0;
	if (walk_was_blind(walk)) {
		walk->map->extended_unseen = true;
		walk->extended_caps = false;
	}
	/* vfio_ecap_init() clears this dword if it shows no capability */
	if (!walk->extended_caps && walk->space->view == VIEW_USER)
		walk_warn(walk->map, WARNING_PLACEHOLDER_UNKNOWN, SPACE_SIZE);
}

/* vfio_msi_cap_len(): 10 bytes, 4 more for 64-bit addresses, 10 for masking */
static unsigned int msi_length(struct walk *walk, unsigned int start)
{
	uint32_t flags = walk_read(walk, start + 2, 2);

	return 10U + (flags & 0x80 ? 4 : 0) + (flags & 0x100 ? 10 : 0);
}

/* vfio_cap_len(): PCI_X_CMD_VERSION, bits 13:12 of the command register */
static unsigned int pcix_length(struct walk *walk, unsigned int start)
{
	const struct config_space *space = walk->space;

	/* pci_cfg_space_size(): PCI_X_STATUS_266MHZ and _533MHZ show extended space */
	if (space->excerpt && space->size <= SPACE_SIZE && space_byte(space, start + 7) & 0xc0)
		walk->map->extended_unseen = true;
	if ((walk_read(walk, start + 2, 2) >> 12 & 3) == 0)
		return 8;
	test_extended_space(walk);
	return 24;
}

/* vfio_cap_len(): by version and type; type 9 is a root complex integrated endpoint */
static unsigned int exp_length(struct walk *walk, unsigned int start)
{
	bool integrated = (walk->pcie_flags >> 4 & 0xf) == 9;

	test_extended_space(walk);
	if (!space_is_known(walk->space, start + 2) || !space_is_known(walk->space, start + 3))
		walk->blind = walk->space->excerpt;
	if ((walk->pcie_flags & 0xf) == 1)
		return integrated ? 0xc : 0x14;
	if (integrated)
		return 0x2c;
	return walk_rule(walk, RULE_EXP_V2_52) ? 0x34 : 0x32;
}

/* vfio_vc_cap_len(): port and function arbitration tables are not counted */
static unsigned int vc_length(struct walk *walk, unsigned int start)
{
	unsigned int channels = 1 + (walk_read(walk, start + 4, 4) & 7);
	uint32_t arbitration = walk_read(walk, start + 8, 4);
	unsigned int length = 0x10 + channels * 0xc;
	unsigned int phases = 0;

	if (arbitration & 8)
		phases = 128;
	else if (arbitration & 4)
		phases = 64;
	else if (arbitration & 2)
		phases = 32;
	if (phases == 0)
		return length;
	return (length + 15) / 16 * 16 + phases * 4 / 8;
}

/* vfio_ext_cap_len(): with egress control, a vector of whole dwords; 0 bits are 256 */
static unsigned int acs_length(struct walk *walk, unsigned int start)
{
	unsigned int bits;

	if (!(walk_read(walk, start + 4, 1) & 0x20))
		return 8;
	bits = walk_read(walk, start + 5, 1);
	bits = bits == 0 ? 256 : (bits + 31) / 32 * 32;
	return 8 + bits / 8;
}

/* vfio_ext_cap_len(): with a steering tag table in the capability, its entries */
static unsigned int tph_length(struct walk *walk, unsigned int start)
{
	uint32_t capability = walk_read(walk, start + 4, 4);

	if ((capability & 0x600) != 0x200)
		return 0xc;
	return 0xc + (capability >> 16 & 0x7ff) * 2 + 2;
}

/* vfio_cap_len() and vfio_ext_cap_len(): the length in bytes that the kernel assumes */
static unsigned int variable_length(struct walk *walk, enum length_rule by, unsigned int start)
{
	switch (by) {
	case LENGTH_MSI:
		return msi_length(walk, start);
	case LENGTH_PCIX:
		return pcix_length(walk, start);
	case LENGTH_HT:
		return walk_read(walk, start + 3, 1) & 0xe0 ? 24 : 28;
	case LENGTH_VNDR:
		return walk_read(walk, start + 2, 1);
	case LENGTH_EXP:
		return exp_length(walk, start);
	case LENGTH_SATA:
		return (walk_read(walk, start + 4, 1) & 0xf) == 0xf ? 16 : 8;
	case LENGTH_VC:
		return vc_length(walk, start);
	case LENGTH_VSEC:
		return walk_read(walk, start + 4, 4) >> 20;
	case LENGTH_ACS:
		return acs_length(walk, start);
	case LENGTH_REBAR:
		return 4 + (walk_read(walk, start + 8, 1) >> 5) * 8;
	case LENGTH_DPA:
		return 16 + (walk_read(walk, start + 4, 1) & 0x1f) + 1;
	case LENGTH_TPH:
		return tph_length(walk, start);
	case LENGTH_DVSEC:
		return walk_read(walk, start + 4, 4) >> 20;
	case LENGTH_FIXED:
		break;
	}
	return 0;
}

unsigned int walk_length(struct walk *walk, const struct map_owner *capability,
			 enum hidden_reason *reason)
{
	bool extended = capability->kind == KIND_EXTENDED;
	unsigned int max = extended ? walk->rules->value[RULE_EXT_CAP_MAX] : CAP_ID_MAX;
	const struct capability_type *type = capability_find(extended, capability->id);
	unsigned int length = rules_length(walk->rules, extended, capability->id);

	*reason = HIDDEN_NOT_VIRTUALIZED;
	if (capability->id == CAP_ID_NULL)
		*reason = HIDDEN_NULL_CAPABILITY;
	if (capability->id > max)
		*reason = HIDDEN_UNKNOWN;
	if (length != RULES_LENGTH_VARIABLE || type == NULL)
		return length != RULES_LENGTH_VARIABLE ? length : 0;
	length = variable_length(walk, type->rule, capability->start);
	if (length == 0 && type->rule != LENGTH_FIXED)
		*reason = HIDDEN_EMPTY;
	return length;
}
