/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Registers of the standard capabilities, with the names of the kernel's
 * pci_regs.h (7.3). Registers without a name there are in the PCI standards.
 */
#include "model/registers/tables.h"

/* clang-format off */
static const struct register_type header_only[] = {
	STANDARD_HEADER,
};

static const struct register_type pm[] = {
	STANDARD_HEADER,
	{ 0x02, 2, CONSTANT, KERNEL("PM_PMC"), FIELDS(
		BITS("VER", 2, 0), BIT("PME_CLOCK", 3), BIT("DSI", 5), CODED(AUX_CURRENT, "AUX_POWER", 8, 6),
		BIT("D1", 9), BIT("D2", 10), BIT("PME_D0", 11), BIT("PME_D1", 12),
		BIT("PME_D2", 13), BIT("PME_D3hot", 14), BIT("PME_D3cold", 15)) },
	{ 0x04, 2, STATE,    KERNEL("PM_CTRL"), .w1c = 0x8000, FIELDS(
		BITS("STATE", 1, 0), BIT_AS(CONSTANT, "NO_SOFT_RESET", 3), BIT("PME_ENABLE", 8),
		BITS("DATA_SEL", 12, 9), BITS_AS(CONSTANT, "DATA_SCALE", 14, 13),
		BIT_AS(VOLATILE, "PME_STATUS", 15)) },
	{ 0x06, 1, CONSTANT, KERNEL("PM_PPB_EXTENSIONS"), FIELDS(
		BIT("B2_B3", 6), BIT("BPCC_ENABLE", 7)) },
	{ 0x07, 1, VOLATILE, KERNEL("PM_DATA_REGISTER") },
};

static const struct register_type agp[] = {
	STANDARD_HEADER,
	{ 0x02, 1, CONSTANT, KERNEL("AGP_VERSION"), FIELDS(
		BITS("MINOR", 3, 0), BITS("MAJOR", 7, 4)) },
	{ 0x03, 1, CONSTANT, KERNEL("AGP_RFU") },
	{ 0x04, 4, CONSTANT, KERNEL("AGP_STATUS"), FIELDS(
		BIT("RATE1", 0), BIT("RATE2", 1), BIT("RATE4", 2), BIT("AGP3", 3), BIT("FW", 4),
		BIT("64BIT", 5), BIT("HTRANS", 6), BIT("GART64", 7), BIT("ITA_COH", 8),
		BIT("SBA", 9), BITS("CAL", 12, 10), BITS("ARQSZ", 15, 13), BIT("ISOCH", 16),
		BITS("RQ", 31, 24)) },
	{ 0x08, 4, STATE,    KERNEL("AGP_COMMAND"), FIELDS(
		BIT("RATE1", 0), BIT("RATE2", 1), BIT("RATE4", 2), BIT("FW", 4), BIT("64BIT", 5),
		BIT("GART64", 7), BIT("AGP", 8), BIT("SBA", 9), BITS("CAL", 12, 10),
		BITS("ARQSZ", 15, 13), BITS("RQ", 31, 24)) },
};

static const struct register_type vpd[] = {
	STANDARD_HEADER,
	{ 0x02, 2, STATE,    KERNEL("VPD_ADDR"), FIELDS(
		BITS("ADDR", 14, 0), BIT_AS(VOLATILE, "F", 15)) },
	{ 0x04, 4, UNIT,     KERNEL("VPD_DATA") },
};

static const struct register_type slotid[] = {
	STANDARD_HEADER,
	{ 0x02, 1, CONSTANT, KERNEL("SID_ESR"), FIELDS(BITS("NSLOTS", 4, 0), BIT("FIC", 5)) },
	{ 0x03, 1, UNIT,     KERNEL("SID_CHASSIS_NR") },
};

static const struct register_type msi[] = {
	STANDARD_HEADER,
	{ 0x02, 2, STATE,    KERNEL("MSI_FLAGS"), FIELDS(
		BIT("ENABLE", 0), CODED_AS(CONSTANT, MSI_VECTORS, "QMASK", 3, 1), CODED(MSI_VECTORS, "QSIZE", 6, 4),
		BIT_AS(CONSTANT, "64BIT", 7), BIT_AS(CONSTANT, "MASKBIT", 8)) },
	{ 0x03, 1, CONSTANT, KERNEL("MSI_RFU"), .alias = true },
	{ 0x04, 4, UNIT,     KERNEL("MSI_ADDRESS_LO") },
	{ 0x08, 2, UNIT,     KERNEL("MSI_DATA_32"), .unless = MSI_64 },
	{ 0x08, 4, UNIT,     KERNEL("MSI_ADDRESS_HI"), .only_if = MSI_64 },
	{ 0x0c, 2, UNIT,     KERNEL("MSI_DATA_64"), .only_if = MSI_64 },
	{ 0x0c, 4, STATE,    KERNEL("MSI_MASK_32"), .only_if = MSI_MASK, .unless = MSI_64 },
	{ 0x10, 4, VOLATILE, KERNEL("MSI_PENDING_32"), .only_if = MSI_MASK, .unless = MSI_64 },
	{ 0x10, 4, STATE,    KERNEL("MSI_MASK_64"), .only_if = MSI_64 | MSI_MASK },
	{ 0x14, 4, VOLATILE, KERNEL("MSI_PENDING_64"), .only_if = MSI_64 | MSI_MASK },
};

static const struct register_type chswp[] = {
	STANDARD_HEADER,
	{ 0x02, 1, STATE,    KERNEL("CHSWP_CSR"), FIELDS(
		BIT("DHA", 0), BIT("EIM", 1), BIT_AS(VOLATILE, "PIE", 2), BIT("LOO", 3),
		BITS_AS(CONSTANT, "PI", 5, 4), BIT_AS(VOLATILE, "EXT", 6),
		BIT_AS(VOLATILE, "INS", 7)) },
};

static const struct register_type pcix[] = {
	STANDARD_HEADER,
	{ 0x02, 2, STATE,    KERNEL("X_CMD"), .unless = HEADER_TYPE1, FIELDS(
		BIT("DPERR_E", 0), BIT("ERO", 1), CODED(PCIX_READ, "MAX_READ", 3, 2), CODED(PCIX_SPLITS, "MAX_SPLIT", 6, 4),
		BITS_AS(CONSTANT, "VERSION", 13, 12)) },
	{ 0x02, 2, VOLATILE, KERNEL("X_BRIDGE_SSTATUS"), .w1c = 0x003c, .only_if = HEADER_TYPE1, FIELDS(
		BIT_AS(CONSTANT, "64BIT", 0), BIT_AS(CONSTANT, "133MHZ", 1), BIT("SPL_DISC", 2),
		BIT("UNX_SPL", 3), BIT("SPL_OVERRUN", 4), BIT("SPL_DELAYED", 5), BITS("FREQ", 9, 6),
		BITS_AS(CONSTANT, "VERS", 13, 12), BIT_AS(CONSTANT, "266MHZ", 14),
		BIT_AS(CONSTANT, "533MHZ", 15)) },
	{ 0x04, 4, VOLATILE, KERNEL("X_STATUS"), .w1c = 0x200c0000, .unless = HEADER_TYPE1, FIELDS(
		BITS_AS(UNIT, "DEVFN", 7, 0), BITS_AS(UNIT, "BUS", 15, 8),
		BIT_AS(CONSTANT, "64BIT", 16), BIT_AS(CONSTANT, "133MHZ", 17), BIT("SPL_DISC", 18),
		BIT("UNX_SPL", 19), BIT_AS(CONSTANT, "COMPLEX", 20),
		CODED_AS(CONSTANT, PCIX_READ, "MAX_READ", 22, 21), CODED_AS(CONSTANT, PCIX_SPLITS, "MAX_SPLIT", 25, 23),
		CODED_AS(CONSTANT, PCIX_TOTAL, "MAX_CUM", 28, 26), BIT("SPL_ERR", 29),
		BIT_AS(CONSTANT, "266MHZ", 30), BIT_AS(CONSTANT, "533MHZ", 31)) },
	{ 0x04, 4, VOLATILE, KERNEL("X_BRIDGE_STATUS"), .w1c = 0x003c0000, .only_if = HEADER_TYPE1, FIELDS(
		BITS_AS(UNIT, "DEVFN", 7, 0), BITS_AS(UNIT, "BUS", 15, 8),
		BIT_AS(CONSTANT, "64BIT", 16), BIT_AS(CONSTANT, "133MHZ", 17), BIT("SPL_DISC", 18),
		BIT("UNX_SPL", 19), BIT("SPL_OVERRUN", 20), BIT("SPL_DELAYED", 21)) },
	{ 0x08, 4, STATE,    KERNEL("X_BRIDGE_UPSTREAM_SPLIT"), .only_if = HEADER_TYPE1, FIELDS(
		BITS_AS(CONSTANT, "CAPACITY", 15, 0), BITS("LIMIT", 31, 16)) },
	{ 0x08, 4, VOLATILE, KERNEL("X_ECC_CSR"), .only_if = PCIX_ECC, .unless = HEADER_TYPE1 },
	{ 0x0c, 4, STATE,    KERNEL("X_BRIDGE_DOWNSTREAM_SPLIT"), .only_if = HEADER_TYPE1, FIELDS(
		BITS_AS(CONSTANT, "CAPACITY", 15, 0), BITS("LIMIT", 31, 16)) },
	{ 0x0c, 4, VOLATILE, UNNAMED, .only_if = PCIX_ECC, .unless = HEADER_TYPE1 },
	{ 0x10, 4, VOLATILE, UNNAMED, .only_if = PCIX_ECC, .unless = HEADER_TYPE1 },
	{ 0x14, 4, VOLATILE, UNNAMED, .only_if = PCIX_ECC, .unless = HEADER_TYPE1 },
};

static const struct register_type vndr[] = {
	STANDARD_HEADER,
	{ 0x02, 1, CONSTANT, UNNAMED, FIELDS(BITS("LENGTH", 7, 0)) },

	/* CAPID0_x of Intel's host bridges and graphics */
	{ 0x03, 1, CONSTANT, KERNEL("INTEL_CAPID0"), .variant = VARIANT_INTEL, FIELDS(
		BITS("VERSION", 3, 0), BITS("TYPE", 7, 4)) },
	{ 0x04, 4, CONSTANT, KERNEL("INTEL_CAPID0_A"), .variant = VARIANT_INTEL, FIELDS(
		BIT("DDR3L_EN", 0), BIT("DDR_WRTVREF_EN", 1), BIT("OC_EN", 2), BIT("DDR_OC_CAP", 3),
		BITS("CRID", 7, 4), BITS("CDID", 9, 8), BIT("IGD_DIS", 11), BIT("PDC_DIS", 12),
		BIT("X2APIC_EN", 13), BIT("DDPC_DIS", 14), BIT("CD_DIS", 15), BIT("1N_DIS", 17),
		BITS("DDR_MAX_SIZE", 20, 19), BIT("PEG_G2_DIS", 21), BIT("DMI_G2_DIS", 22),
		BIT("VTD_DIS", 23), BIT("FORCE_ECC_EN", 24), BIT("ECC_DIS", 25),
		BIT("DMI_WIDTH", 26), BIT("PE_LWU_DIS", 27), BIT("PEG10_DIS", 28),
		BIT("PEG11_DIS", 29), BIT("PEG12_DIS", 30), BIT("PEG60_DIS", 31)) },
	{ 0x08, 4, CONSTANT, KERNEL("INTEL_CAPID0_B"), .variant = VARIANT_INTEL, FIELDS(
		BIT("LPDDR3_EN", 2), BITS("DDR3_MAX_FREQ", 5, 4), BIT("GMM_DIS", 8),
		BIT("DMI_G3_DIS", 15), BIT("PEG_X16_DIS", 16), BIT("ADD_GFX_CAP", 17),
		BIT("ADD_GFX_EN", 18), BIT("PKG_TYPE", 19), BIT("PEG_G3_DIS", 20),
		BITS("DDR3_MAX_FREQ_REF100", 23, 21), BIT("SOFT_BIN_CAP", 24),
		BITS("CACHE_SIZE_CAP", 27, 25), BIT("SMT_CAP", 28), BIT("OC_BY_SSKU_EN", 29),
		BIT("OC_BY_SSKU_CAP", 30), BIT("IMGU_DIS", 31)) },
	{ 0x0c, 4, CONSTANT, KERNEL("INTEL_CAPID0_C"), .variant = VARIANT_INTEL, FIELDS(
		BITS("GEAR1_MAX_FREQ", 3, 0), BIT("PIPE3_DIS", 5), BIT("IDD_DIS", 6),
		BITS("BCLK_OC", 8, 7), BIT("SGX_DIS", 9), BIT("QCLK_GV_DIS", 14),
		BIT("LPDDR4_EN", 16), BITS("LPDDR4_MAX_FREQ", 20, 17), BIT("LPDDR_EN", 22),
		BITS("DDR4_MAX_FREQ", 26, 23), BIT("PEG_G4_DIS", 28)) },

	/* linux/virtio_pci.h: struct virtio_pci_cap, and what follows it by its type */
	{ 0x03, 1, CONSTANT, KERNEL("VIRTIO_PCI_CAP_CFG_TYPE"), .variant = VARIANT_VIRTIO },
	{ 0x04, 1, CONSTANT, KERNEL("VIRTIO_PCI_CAP_BAR"), .variant = VARIANT_VIRTIO,
	  .unless = VIRTIO_WINDOW },
	{ 0x04, 1, STATE,    KERNEL("VIRTIO_PCI_CFG_CAP_BAR"), .variant = VARIANT_VIRTIO,
	  .only_if = VIRTIO_WINDOW },
	{ 0x05, 1, CONSTANT, KERNEL("VIRTIO_PCI_CAP_ID"), .variant = VARIANT_VIRTIO },
	{ 0x08, 4, CONSTANT, KERNEL("VIRTIO_PCI_CAP_OFFSET"), .variant = VARIANT_VIRTIO,
	  .unless = VIRTIO_WINDOW },
	{ 0x08, 4, STATE,    KERNEL("VIRTIO_PCI_CFG_CAP_OFFSET"), .variant = VARIANT_VIRTIO,
	  .only_if = VIRTIO_WINDOW },
	{ 0x0c, 4, CONSTANT, KERNEL("VIRTIO_PCI_CAP_LENGTH"), .variant = VARIANT_VIRTIO,
	  .unless = VIRTIO_WINDOW },
	{ 0x0c, 4, STATE,    KERNEL("VIRTIO_PCI_CFG_CAP_LENGTH"), .variant = VARIANT_VIRTIO,
	  .only_if = VIRTIO_WINDOW },
	{ 0x10, 4, CONSTANT, KERNEL("VIRTIO_PCI_NOTIFY_CAP_MULT"), .variant = VARIANT_VIRTIO,
	  .only_if = VIRTIO_NOTIFY },
	{ 0x10, 4, CONSTANT, KERNEL("VIRTIO_PCI_CAP64_OFFSET_HI"), .variant = VARIANT_VIRTIO,
	  .only_if = VIRTIO_MEMORY },
	{ 0x10, 4, VOLATILE, KERNEL("VIRTIO_PCI_CFG_CAP_DATA"), .variant = VARIANT_VIRTIO,
	  .only_if = VIRTIO_WINDOW },
	{ 0x14, 4, CONSTANT, KERNEL("VIRTIO_PCI_CAP64_LENGTH_HI"), .variant = VARIANT_VIRTIO,
	  .only_if = VIRTIO_MEMORY },
};

static const struct register_type dbg[] = {
	STANDARD_HEADER,
	{ 0x02, 2, CONSTANT, UNNAMED, FIELDS(BITS("OFFSET", 12, 0), BITS("BAR", 15, 13)) },
};

static const struct register_type hotplug[] = {
	STANDARD_HEADER,
	{ 0x02, 1, STATE,    UNNAMED, FIELDS(BITS("DWORD_SELECT", 7, 0)) },
	{ 0x03, 1, VOLATILE, UNNAMED },
	{ 0x04, 4, VOLATILE, UNNAMED },
};

static const struct register_type ssvid[] = {
	STANDARD_HEADER,
	{ 0x04, 2, CONSTANT, KERNEL("SSVID_VENDOR_ID") },
	{ 0x06, 2, CONSTANT, KERNEL("SSVID_DEVICE_ID") },
};

static const struct register_type msix[] = {
	STANDARD_HEADER,
	{ 0x02, 2, STATE,    KERNEL("MSIX_FLAGS"), FIELDS(
		CODED_AS(CONSTANT, MSIX_VECTORS, "QSIZE", 10, 0), BIT("MASKALL", 14), BIT("ENABLE", 15)) },
	{ 0x04, 4, CONSTANT, KERNEL("MSIX_TABLE"), FIELDS(
		BITS("BIR", 2, 0), CODED(OFFSET_8, "OFFSET", 31, 3)) },
	{ 0x08, 4, CONSTANT, KERNEL("MSIX_PBA"), FIELDS(BITS("BIR", 2, 0), CODED(OFFSET_8, "OFFSET", 31, 3)) },
};

static const struct register_type sata[] = {
	STANDARD_HEADER,
	{ 0x02, 2, CONSTANT, UNNAMED, FIELDS(BITS("MINOR", 3, 0), BITS("MAJOR", 7, 4)) },
	{ 0x04, 4, CONSTANT, KERNEL("SATA_REGS"), FIELDS(
		BITS("REGS", 3, 0), BITS("OFFSET", 23, 4)) },
	{ 0x08, 4, STATE,    UNNAMED, .only_if = SATA_INLINE },
	{ 0x0c, 4, VOLATILE, UNNAMED, .only_if = SATA_INLINE },
};

static const struct register_type af[] = {
	STANDARD_HEADER,
	{ 0x02, 1, CONSTANT, KERNEL("AF_LENGTH") },
	{ 0x03, 1, CONSTANT, KERNEL("AF_CAP"), FIELDS(BIT("TP", 0), BIT("FLR", 1)) },
	{ 0x04, 1, STATE,    KERNEL("AF_CTRL"), FIELDS(BIT("FLR", 0)) },
	{ 0x05, 1, VOLATILE, KERNEL("AF_STATUS"), FIELDS(BIT("TP", 0)) },
};

/* The first entry only: entries have no fixed length. */
static const struct register_type ea[] = {
	STANDARD_HEADER,
	{ 0x02, 1, CONSTANT, KERNEL("EA_NUM_ENT"), FIELDS(BITS("NUM_ENT", 5, 0)) },
	{ 0x04, 4, CONSTANT, KERNEL("EA_FIRST_ENT"), .unless = HEADER_TYPE1, FIELDS(
		BITS("ES", 2, 0), BITS("BEI", 7, 4), BITS("PP", 15, 8), BITS("SP", 23, 16),
		BIT("WRITABLE", 30), BIT_AS(STATE, "ENABLE", 31)) },
	{ 0x04, 4, UNIT,     UNNAMED, .only_if = HEADER_TYPE1, FIELDS(
		BITS("SEC_BUS", 7, 0), BITS("SUB_BUS", 15, 8)) },
	{ 0x08, 4, UNIT,     KERNEL("EA_BASE"), .unless = HEADER_TYPE1, FIELDS(
		BIT_AS(CONSTANT, "IS_64", 1), BITS("FIELD", 31, 2)) },
	{ 0x08, 4, CONSTANT, KERNEL("EA_FIRST_ENT_BRIDGE"), .only_if = HEADER_TYPE1, FIELDS(
		BITS("ES", 2, 0), BITS("BEI", 7, 4), BITS("PP", 15, 8), BITS("SP", 23, 16),
		BIT("WRITABLE", 30), BIT_AS(STATE, "ENABLE", 31)) },
	{ 0x0c, 4, CONSTANT, KERNEL("EA_MAX_OFFSET"), .unless = HEADER_TYPE1, FIELDS(
		BIT("IS_64", 1), BITS("FIELD", 31, 2)) },
};

static const struct register_table *const tables[] = {
	[0x01] = TABLE(pm),
	[0x02] = TABLE(agp),
	[0x03] = TABLE(vpd),
	[0x04] = TABLE(slotid),
	[0x05] = TABLE(msi),
	[0x06] = TABLE(chswp),
	[0x07] = TABLE(pcix),
	[0x08] = &register_table_ht,
	[0x09] = TABLE(vndr),
	[0x0a] = TABLE(dbg),
	[0x0b] = TABLE(header_only),
	[0x0c] = TABLE(hotplug),
	[0x0d] = TABLE(ssvid),
	[0x0e] = TABLE(header_only),
	[0x0f] = TABLE(header_only),
	[0x10] = &register_table_express,
	[0x11] = TABLE(msix),
	[0x12] = TABLE(sata),
	[0x13] = TABLE(af),
	[0x14] = TABLE(ea),
};
/* clang-format on */

const struct register_table *register_table_standard(uint16_t id)
{
	return id < ARRAY_LENGTH(tables) ? tables[id] : NULL;
}
