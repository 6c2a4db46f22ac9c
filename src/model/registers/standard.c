/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Registers of the standard capabilities, with the names of the kernel's
 * pci_regs.h (7.3). What has no name there stands in the PCI standards.
 */
#include "model/registers/tables.h"

/* clang-format off */
static const struct register_type header_only[] = {
	STANDARD_HEADER,
};

static const struct register_type pm[] = {
	STANDARD_HEADER,
	{ 0x02, 2, CONSTANT, KERNEL("PM_PMC"), FIELDS(
		BITS("VER", 2, 0), BIT("PME_CLOCK", 3), BIT("DSI", 5), BITS("AUX_POWER", 8, 6),
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
	{ 0x02, 1, CONSTANT, KERNEL("AGP_VERSION") },
	{ 0x03, 1, CONSTANT, KERNEL("AGP_RFU") },
	{ 0x04, 4, CONSTANT, KERNEL("AGP_STATUS"), FIELDS(
		BIT("RATE1", 0), BIT("RATE2", 1), BIT("RATE4", 2), BIT("FW", 4), BIT("64BIT", 5),
		BIT("SBA", 9), BITS("RQ", 31, 24)) },
	{ 0x08, 4, STATE,    KERNEL("AGP_COMMAND"), FIELDS(
		BIT("RATE1", 0), BIT("RATE2", 1), BIT("RATE4", 2), BIT("FW", 4), BIT("64BIT", 5),
		BIT("AGP", 8), BIT("SBA", 9), BITS("RQ", 31, 24)) },
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
		BIT("ENABLE", 0), BITS_AS(CONSTANT, "QMASK", 3, 1), BITS("QSIZE", 6, 4),
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
		BIT("DPERR_E", 0), BIT("ERO", 1), BITS("MAX_READ", 3, 2), BITS("MAX_SPLIT", 6, 4),
		BITS_AS(CONSTANT, "VERSION", 13, 12)) },
	{ 0x02, 2, VOLATILE, KERNEL("X_BRIDGE_SSTATUS"), .w1c = 0x003c, .only_if = HEADER_TYPE1, FIELDS(
		BIT_AS(CONSTANT, "64BIT", 0), BIT_AS(CONSTANT, "133MHZ", 1), BITS("FREQ", 9, 6),
		BITS_AS(CONSTANT, "VERS", 13, 12), BIT_AS(CONSTANT, "266MHZ", 14),
		BIT_AS(CONSTANT, "533MHZ", 15)) },
	{ 0x04, 4, VOLATILE, KERNEL("X_STATUS"), .w1c = 0x200c0000, .unless = HEADER_TYPE1, FIELDS(
		BITS_AS(UNIT, "DEVFN", 7, 0), BITS_AS(UNIT, "BUS", 15, 8),
		BIT_AS(CONSTANT, "64BIT", 16), BIT_AS(CONSTANT, "133MHZ", 17), BIT("SPL_DISC", 18),
		BIT("UNX_SPL", 19), BIT_AS(CONSTANT, "COMPLEX", 20),
		BITS_AS(CONSTANT, "MAX_READ", 22, 21), BITS_AS(CONSTANT, "MAX_SPLIT", 25, 23),
		BITS_AS(CONSTANT, "MAX_CUM", 28, 26), BIT("SPL_ERR", 29),
		BIT_AS(CONSTANT, "266MHZ", 30), BIT_AS(CONSTANT, "533MHZ", 31)) },
	{ 0x04, 4, VOLATILE, KERNEL("X_BRIDGE_STATUS"), .w1c = 0x003c0000, .only_if = HEADER_TYPE1 },
	{ 0x08, 4, VOLATILE, KERNEL("X_ECC_CSR"), .only_if = PCIX_ECC, .unless = HEADER_TYPE1 },
	{ 0x0c, 4, VOLATILE, UNNAMED, .only_if = PCIX_ECC, .unless = HEADER_TYPE1 },
	{ 0x10, 4, VOLATILE, UNNAMED, .only_if = PCIX_ECC, .unless = HEADER_TYPE1 },
	{ 0x14, 4, VOLATILE, UNNAMED, .only_if = PCIX_ECC, .unless = HEADER_TYPE1 },
};

static const struct register_type ht[] = {
	STANDARD_HEADER,
	{ 0x02, 2, STATE,    UNNAMED, .unless = HT_MSI, FIELDS(
		BITS_AS(CONSTANT, "CAPTYPE", 15, 11)) },
	{ 0x02, 2, STATE,    KERNEL("HT_MSI_FLAGS"), .only_if = HT_MSI, FIELDS(
		BIT("ENABLE", 0), BIT_AS(CONSTANT, "FIXED", 1),
		BITS_AS(CONSTANT, "CAPTYPE", 15, 11)) },
	{ 0x04, 4, UNIT,     KERNEL("HT_MSI_ADDR_LO"), .only_if = HT_MSI, FIELDS(
		BITS("ADDR", 31, 20)) },
	{ 0x08, 4, UNIT,     KERNEL("HT_MSI_ADDR_HI"), .only_if = HT_MSI },
};

static const struct register_type vndr[] = {
	STANDARD_HEADER,
	{ 0x02, 1, CONSTANT, UNNAMED, FIELDS(BITS("LENGTH", 7, 0)) },
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

static const struct register_type express[] = {
	STANDARD_HEADER,
	{ 0x02, 2, CONSTANT, KERNEL("EXP_FLAGS"), FIELDS(
		BITS("VERS", 3, 0), BITS("TYPE", 7, 4), BIT("SLOT", 8),
		BITS_AS(VOLATILE, "IRQ", 13, 9), BIT("FLIT", 15)) },
	{ 0x04, 4, CONSTANT, KERNEL("EXP_DEVCAP"), FIELDS(
		BITS("PAYLOAD", 2, 0), BITS("PHANTOM", 4, 3), BIT("EXT_TAG", 5), BITS("L0S", 8, 6),
		BITS("L1", 11, 9), BIT("ATN_BUT", 12), BIT("ATN_IND", 13), BIT("PWR_IND", 14),
		BIT("RBER", 15), BITS_AS(UNIT, "PWR_VAL", 25, 18), BITS_AS(UNIT, "PWR_SCL", 27, 26),
		BIT("FLR", 28), BIT("TEE", 30)) },
	{ 0x08, 2, STATE,    KERNEL("EXP_DEVCTL"), FIELDS(
		BIT("CERE", 0), BIT("NFERE", 1), BIT("FERE", 2), BIT("URRE", 3), BIT("RELAX_EN", 4),
		BITS("PAYLOAD", 7, 5), BIT("EXT_TAG", 8), BIT("PHANTOM", 9), BIT("AUX_PME", 10),
		BIT("NOSNOOP_EN", 11), BITS("READRQ", 14, 12), BIT("BCR_FLR", 15)) },
	{ 0x0a, 2, VOLATILE, KERNEL("EXP_DEVSTA"), .w1c = 0x004f, FIELDS(
		BIT("CED", 0), BIT("NFED", 1), BIT("FED", 2), BIT("URD", 3), BIT("AUXPD", 4),
		BIT("TRPND", 5)) },
	{ 0x0c, 4, CONSTANT, KERNEL("EXP_LNKCAP"), .only_if = EXP_LINK, FIELDS(
		BITS("SLS", 3, 0), BITS("MLW", 9, 4), BITS("ASPMS", 11, 10), BITS("L0SEL", 14, 12),
		BITS("L1EL", 17, 15), BIT("CLKPM", 18), BIT("SDERC", 19), BIT("DLLLARC", 20),
		BIT("LBNC", 21), BITS_AS(UNIT, "PN", 31, 24)) },
	{ 0x10, 2, STATE,    KERNEL("EXP_LNKCTL"), .only_if = EXP_LINK, FIELDS(
		BITS("ASPMC", 1, 0), BIT("RCB", 3), BIT("LD", 4), BIT("RL", 5), BIT("CCC", 6),
		BIT("ES", 7), BIT("CLKREQ_EN", 8), BIT("HAWD", 9), BIT("LBMIE", 10),
		BIT("LABIE", 11)) },
	{ 0x12, 2, VOLATILE, KERNEL("EXP_LNKSTA"), .w1c = 0xc000, .only_if = EXP_LINK, FIELDS(
		BITS("CLS", 3, 0), BITS("NLW", 9, 4), BIT("LT", 11), BIT_AS(CONSTANT, "SLC", 12),
		BIT("DLLLA", 13), BIT("LBMS", 14), BIT("LABS", 15)) },
	{ 0x14, 4, CONSTANT, KERNEL("EXP_SLTCAP"), .only_if = EXP_SLOT, FIELDS(
		BIT("ABP", 0), BIT("PCP", 1), BIT("MRLSP", 2), BIT("AIP", 3), BIT("PIP", 4),
		BIT("HPS", 5), BIT("HPC", 6), BITS_AS(UNIT, "SPLV", 14, 7),
		BITS_AS(UNIT, "SPLS", 16, 15), BIT("EIP", 17), BIT("NCCS", 18),
		BITS_AS(UNIT, "PSN", 31, 19)) },
	{ 0x18, 2, STATE,    KERNEL("EXP_SLTCTL"), .only_if = EXP_SLOT, FIELDS(
		BIT("ABPE", 0), BIT("PFDE", 1), BIT("MRLSCE", 2), BIT("PDCE", 3), BIT("CCIE", 4),
		BIT("HPIE", 5), BITS("AIC", 7, 6), BITS("PIC", 9, 8), BIT("PCC", 10),
		BIT("EIC", 11), BIT("DLLSCE", 12), BIT("ASPL_DISABLE", 13),
		BIT("IBPD_DISABLE", 14)) },
	{ 0x1a, 2, VOLATILE, KERNEL("EXP_SLTSTA"), .w1c = 0x011f, .only_if = EXP_SLOT, FIELDS(
		BIT("ABP", 0), BIT("PFD", 1), BIT("MRLSC", 2), BIT("PDC", 3), BIT("CC", 4),
		BIT("MRLSS", 5), BIT("PDS", 6), BIT("EIS", 7), BIT("DLLSC", 8)) },
	{ 0x1c, 2, STATE,    KERNEL("EXP_RTCTL"), .only_if = EXP_ROOT, FIELDS(
		BIT("SECEE", 0), BIT("SENFEE", 1), BIT("SEFEE", 2), BIT("PMEIE", 3),
		BIT("RRS_SVE", 4)) },
	{ 0x1e, 2, CONSTANT, KERNEL("EXP_RTCAP"), .only_if = EXP_ROOT, FIELDS(BIT("RRS_SV", 0)) },
	{ 0x20, 4, VOLATILE, KERNEL("EXP_RTSTA"), .w1c = 0x00010000, .only_if = EXP_ROOT, FIELDS(
		BITS("PME_RQ_ID", 15, 0), BIT("PME", 16), BIT("PENDING", 17)) },
	{ 0x24, 4, CONSTANT, KERNEL("EXP_DEVCAP2"), .only_if = EXP_V2, FIELDS(
		BITS("COMP_TMOUT_RANGES", 3, 0), BIT("COMP_TMOUT_DIS", 4), BIT("ARI", 5),
		BIT("ATOMIC_ROUTE", 6), BIT("ATOMIC_COMP32", 7), BIT("ATOMIC_COMP64", 8),
		BIT("ATOMIC_COMP128", 9), BIT("LTR", 11), BITS("TPH_COMP", 13, 12),
		BITS("OBFF", 19, 18), BIT("EE_PREFIX", 21), BITS("EE_PREFIX_MAX", 23, 22)) },
	{ 0x28, 2, STATE,    KERNEL("EXP_DEVCTL2"), .only_if = EXP_V2, FIELDS(
		BITS("COMP_TIMEOUT", 3, 0), BIT("COMP_TMOUT_DIS", 4), BIT("ARI", 5),
		BIT("ATOMIC_REQ", 6), BIT("ATOMIC_EGRESS_BLOCK", 7), BIT("IDO_REQ_EN", 8),
		BIT("IDO_CMP_EN", 9), BIT("LTR_EN", 10), BITS("OBFF", 14, 13)) },
	{ 0x2a, 2, VOLATILE, KERNEL("EXP_DEVSTA2"), .only_if = EXP_V2 },
	{ 0x2c, 4, CONSTANT, KERNEL("EXP_LNKCAP2"), .only_if = EXP_V2 | EXP_LINK, FIELDS(
		BITS("SLS", 7, 1), BIT("CROSSLINK", 8)) },
	{ 0x30, 2, STATE,    KERNEL("EXP_LNKCTL2"), .only_if = EXP_V2 | EXP_LINK, FIELDS(
		BITS("TLS", 3, 0), BIT("ENTER_COMP", 4), BIT("HASD", 5), BITS("TX_MARGIN", 9, 7)) },
	{ 0x32, 2, VOLATILE, KERNEL("EXP_LNKSTA2"), .w1c = 0x8020, .only_if = EXP_V2 | EXP_LINK, FIELDS(
		BIT("FLIT", 10)) },
	{ 0x34, 4, CONSTANT, KERNEL("EXP_SLTCAP2"), .only_if = EXP_V2 | EXP_SLOT, FIELDS(
		BIT("IBPD", 0)) },
	{ 0x38, 2, STATE,    KERNEL("EXP_SLTCTL2"), .only_if = EXP_V2 | EXP_SLOT },
	{ 0x3a, 2, VOLATILE, KERNEL("EXP_SLTSTA2"), .only_if = EXP_V2 | EXP_SLOT },
};

static const struct register_type msix[] = {
	STANDARD_HEADER,
	{ 0x02, 2, STATE,    KERNEL("MSIX_FLAGS"), FIELDS(
		BITS_AS(CONSTANT, "QSIZE", 10, 0), BIT("MASKALL", 14), BIT("ENABLE", 15)) },
	{ 0x04, 4, CONSTANT, KERNEL("MSIX_TABLE"), FIELDS(
		BITS("BIR", 2, 0), BITS("OFFSET", 31, 3)) },
	{ 0x08, 4, CONSTANT, KERNEL("MSIX_PBA"), FIELDS(BITS("BIR", 2, 0), BITS("OFFSET", 31, 3)) },
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
	{ 0x08, 4, CONSTANT, KERNEL("EA_FIRST_ENT_BRIDGE"), .only_if = HEADER_TYPE1, FIELDS(
		BITS("ES", 2, 0), BITS("BEI", 7, 4), BITS("PP", 15, 8), BITS("SP", 23, 16),
		BIT("WRITABLE", 30), BIT_AS(STATE, "ENABLE", 31)) },
};

static const struct register_table tables[] = {
	[0x01] = TABLE(pm),
	[0x02] = TABLE(agp),
	[0x03] = TABLE(vpd),
	[0x04] = TABLE(slotid),
	[0x05] = TABLE(msi),
	[0x06] = TABLE(chswp),
	[0x07] = TABLE(pcix),
	[0x08] = TABLE(ht),
	[0x09] = TABLE(vndr),
	[0x0a] = TABLE(dbg),
	[0x0b] = TABLE(header_only),
	[0x0c] = TABLE(hotplug),
	[0x0d] = TABLE(ssvid),
	[0x0e] = TABLE(header_only),
	[0x0f] = TABLE(header_only),
	[0x10] = TABLE(express),
	[0x11] = TABLE(msix),
	[0x12] = TABLE(sata),
	[0x13] = TABLE(af),
	[0x14] = TABLE(ea),
};
/* clang-format on */

const struct register_table *register_table_standard(uint16_t id)
{
	return id < ARRAY_LENGTH(tables) && tables[id].count != 0 ? &tables[id] : NULL;
}
