/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Registers of the extended capabilities, with the names of the kernel's
 * pci_regs.h (7.3). Registers without a name there are in the PCI Express standard.
 */
#include "model/registers/tables.h"

/* clang-format off */
static const struct register_type header_only[] = {
	EXTENDED_HEADER,
};

/* ERR_UNCOR_x and ERR_COR_x: status, mask and severity have the same bits */
static const struct register_field uncorrectable[] = {
	BIT("UND", 0), BIT("DLP", 4), BIT("SURPDN", 5), BIT("POISON_TLP", 12), BIT("FCP", 13),
	BIT("COMP_TIME", 14), BIT("COMP_ABORT", 15), BIT("UNX_COMP", 16), BIT("RX_OVER", 17),
	BIT("MALF_TLP", 18), BIT("ECRC", 19), BIT("UNSUP", 20), BIT("ACSV", 21), BIT("INTN", 22),
	BIT("MCBTLP", 23), BIT("ATOMEG", 24), BIT("TLPPRE", 25), BIT("POISON_BLK", 26),
	BIT("DMWR_BLK", 27), BIT("IDE_CHECK", 28), BIT("MISR_IDE", 29), BIT("PCRC_CHECK", 30),
	BIT("XLAT_BLK", 31), END_OF_FIELDS,
};

static const struct register_field correctable[] = {
	BIT("RCVR", 0), BIT("BAD_TLP", 6), BIT("BAD_DLLP", 7), BIT("REP_ROLL", 8),
	BIT("REP_TIMER", 12), BIT("ADV_NFAT", 13), BIT("INTERNAL", 14), BIT("LOG_OVER", 15),
	END_OF_FIELDS,
};

static const struct register_type aer[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, VOLATILE, KERNEL("ERR_UNCOR_STATUS"), .w1c = 0xfffff030, .fields = uncorrectable },
	{ 0x08, 4, STATE,    KERNEL("ERR_UNCOR_MASK"), .fields = uncorrectable },
	{ 0x0c, 4, STATE,    KERNEL("ERR_UNCOR_SEVER"), .fields = uncorrectable },
	{ 0x10, 4, VOLATILE, KERNEL("ERR_COR_STATUS"), .w1c = 0xf1c1, .fields = correctable },
	{ 0x14, 4, STATE,    KERNEL("ERR_COR_MASK"), .fields = correctable },
	{ 0x18, 4, STATE,    KERNEL("ERR_CAP"), FIELDS(
		BITS_AS(VOLATILE, "FEP", 4, 0), BIT_AS(CONSTANT, "ECRC_GENC", 5),
		BIT("ECRC_GENE", 6), BIT_AS(CONSTANT, "ECRC_CHKC", 7), BIT("ECRC_CHKE", 8),
		BIT_AS(CONSTANT, "MULT_HDRC", 9), BIT("MULT_HDRE", 10),
		BIT_AS(VOLATILE, "PREFIX_LOG_PRESENT", 11), BIT_AS(CONSTANT, "COMP_TIME_LOG", 12),
		BIT_AS(VOLATILE, "TLP_LOG_FLIT", 18), BITS_AS(VOLATILE, "TLP_LOG_SIZE", 23, 19)) },
	{ 0x1c, 4, VOLATILE, KERNEL("ERR_HEADER_LOG"), .stride = 4 },
	{ 0x2c, 4, STATE,    KERNEL("ERR_ROOT_COMMAND"), .only_if = EXP_ROOT, FIELDS(
		BIT("COR_EN", 0), BIT("NONFATAL_EN", 1), BIT("FATAL_EN", 2)) },
	{ 0x30, 4, VOLATILE, KERNEL("ERR_ROOT_STATUS"), .w1c = 0x7f, .only_if = EXP_ROOT, FIELDS(
		BIT("COR_RCV", 0), BIT("MULTI_COR_RCV", 1), BIT("UNCOR_RCV", 2),
		BIT("MULTI_UNCOR_RCV", 3), BIT("FIRST_FATAL", 4), BIT("NONFATAL_RCV", 5),
		BIT("FATAL_RCV", 6), BITS("AER_IRQ", 31, 27)) },
	{ 0x34, 4, VOLATILE, KERNEL("ERR_ROOT_ERR_SRC"), .only_if = EXP_ROOT, FIELDS(
		BITS("COR_ID", 15, 0), BITS("UNCOR_ID", 31, 16)) },
	{ 0x38, 4, VOLATILE, KERNEL("ERR_PREFIX_LOG"), .stride = 4, .only_if = EXP_PREFIX },
};

/* ECAP_VC, ECAP_MFVC, ECAP_VC2 */
static const struct register_type vc[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("VC_PORT_CAP1"), FIELDS(
		BITS("EVCC", 2, 0), BITS("LPEVCC", 6, 4), BITS("REF_CLOCK", 9, 8),
		BITS("ARB_SIZE", 11, 10)) },
	{ 0x08, 4, CONSTANT, KERNEL("VC_PORT_CAP2"), FIELDS(
		BIT("FIXED", 0), BIT("32_PHASE", 1), BIT("64_PHASE", 2), BIT("128_PHASE", 3),
		BITS("ARB_OFF", 31, 24)) },
	{ 0x0c, 2, STATE,    KERNEL("VC_PORT_CTRL"), FIELDS(
		BIT("LOAD_TABLE", 0), BITS("ARB_SELECT", 3, 1)) },
	{ 0x0e, 2, VOLATILE, KERNEL("VC_PORT_STATUS"), FIELDS(BIT("TABLE", 0)) },
	{ 0x10, 4, CONSTANT, KERNEL("VC_RES_CAP"), .stride = 0x0c, FIELDS(
		BIT("FIXED", 0), BIT("32_PHASE", 1), BIT("64_PHASE", 2), BIT("128_PHASE", 3),
		BIT("128_PHASE_TB", 4), BIT("256_PHASE", 5), BIT("REJECT_SNOOP", 15),
		BITS("MAX_SLOTS", 22, 16), BITS("ARB_OFF", 31, 24)) },
	{ 0x14, 4, STATE,    KERNEL("VC_RES_CTRL"), .stride = 0x0c, FIELDS(
		BITS("TC_MAP", 7, 0), BIT("LOAD_TABLE", 16), BITS("ARB_SELECT", 19, 17),
		BITS("ID", 26, 24), BIT("ENABLE", 31)) },
	{ 0x1a, 2, VOLATILE, KERNEL("VC_RES_STATUS"), .stride = 0x0c, FIELDS(
		BIT("TABLE", 0), BIT("NEGO", 1)) },
};

static const struct register_type dsn[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, UNIT,     KERNEL("DSN_LOW") },
	{ 0x08, 4, UNIT,     KERNEL("DSN_HIGH") },
};

static const struct register_type pb[] = {
	EXTENDED_HEADER,
	{ 0x04, 1, STATE,    KERNEL("PWR_DSR") },
	{ 0x08, 4, STATE,    KERNEL("PWR_DATA"), FIELDS(
		CODED(WATTS, "BASE", 7, 0), BITS("SCALE", 9, 8), BITS("PM_SUB", 12, 10),
		BITS("PM_STATE", 14, 13), BITS("TYPE", 17, 15), BITS("RAIL", 20, 18)) },
	{ 0x0c, 1, CONSTANT, KERNEL("PWR_CAP"), FIELDS(BIT("BUDGET", 0)) },
};

static const struct register_type rclink[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("RCLINK_ESD"), FIELDS(
		BITS("TYPE", 3, 0), BITS("LINKS", 15, 8), BITS("COMPONENT", 23, 16),
		BITS("PORT", 31, 24)) },
	{ 0x08, 4, CONSTANT, UNNAMED },
	{ 0x0c, 4, CONSTANT, UNNAMED },
	{ 0x10, 4, CONSTANT, KERNEL("RCLINK_LINK_DESC"), .stride = 0x10, FIELDS(
		BIT("VALID", 0), BIT("TYPE", 1), BIT("RCRB", 2), BITS("COMPONENT", 23, 16),
		BITS("PORT", 31, 24)) },
	{ 0x14, 4, CONSTANT, UNNAMED, .stride = 0x10 },
	{ 0x18, 4, UNIT,     KERNEL("RCLINK_LINK_ADDR_LO"), .stride = 0x10, FIELDS(
		BITS("BUS_BITS", 2, 0), BITS("FUNCTION", 14, 12), BITS("DEVICE", 19, 15),
		BITS("BUS", 27, 20)) },
	{ 0x1c, 4, UNIT,     KERNEL("RCLINK_LINK_ADDR_HI"), .stride = 0x10 },
};

static const struct register_type rcilink[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, UNNAMED },
	{ 0x08, 2, STATE,    UNNAMED },
	{ 0x0a, 2, VOLATILE, UNNAMED },
};

static const struct register_type rcec[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, UNIT,     KERNEL("RCEC_RCIEP_BITMAP") },
	{ 0x08, 4, UNIT,     KERNEL("RCEC_BUSN"), .only_if = RCEC_V2, FIELDS(
		BITS("NEXT", 15, 8), BITS("LAST", 23, 16)) },
};

static const struct register_type rbcb[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, CONSTANT, UNNAMED },
	{ 0x06, 2, CONSTANT, UNNAMED },
	{ 0x08, 4, CONSTANT, UNNAMED },
	{ 0x0c, 4, STATE,    UNNAMED },
};

static const struct register_type vndr[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("VNDR_HEADER"), FIELDS(
		BITS("ID", 15, 0), BITS("REV", 19, 16), BITS("LEN", 31, 20)) },
};

static const struct register_type acs[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, CONSTANT, KERNEL("ACS_CAP"), FIELDS(
		BIT("SV", 0), BIT("TB", 1), BIT("RR", 2), BIT("CR", 3), BIT("UF", 4), BIT("EC", 5),
		BIT("DT", 6), BITS("EGRESS_SIZE", 15, 8)) },
	{ 0x05, 1, CONSTANT, KERNEL("ACS_EGRESS_BITS"), .alias = true },
	{ 0x06, 2, STATE,    KERNEL("ACS_CTRL"), FIELDS(
		BIT("SV", 0), BIT("TB", 1), BIT("RR", 2), BIT("CR", 3), BIT("UF", 4), BIT("EC", 5),
		BIT("DT", 6)) },
	{ 0x08, 4, STATE,    KERNEL("ACS_EGRESS_CTL_V"), .stride = 4, .only_if = ACS_EGRESS },
};

static const struct register_type ari[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, CONSTANT, KERNEL("ARI_CAP"), FIELDS(
		BIT("MFVC", 0), BIT("ACS", 1), BITS_AS(UNIT, "NFN", 15, 8)) },
	{ 0x06, 2, STATE,    KERNEL("ARI_CTRL"), FIELDS(
		BIT("MFVC", 0), BIT("ACS", 1), BITS("FG", 6, 4)) },
};

static const struct register_type ats[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, CONSTANT, KERNEL("ATS_CAP"), FIELDS(
		CODED(QUEUE, "QDEP", 4, 0), BIT("PAGE_ALIGNED", 5)) },
	{ 0x06, 2, STATE,    KERNEL("ATS_CTRL"), FIELDS(CODED(PAGE, "STU", 4, 0), BIT("ENABLE", 15)) },
};

static const struct register_type sriov[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("SRIOV_CAP"), FIELDS(
		BIT("VFM", 0), BIT("10BIT_TAG_REQ", 2), BITS_AS(VOLATILE, "INTR", 31, 21)) },
	{ 0x08, 2, STATE,    KERNEL("SRIOV_CTRL"), FIELDS(
		BIT("VFE", 0), BIT("VFM", 1), BIT("INTR", 2), BIT("MSE", 3), BIT("ARI", 4),
		BIT("10BIT_TAG_REQ_EN", 5)) },
	{ 0x0a, 2, VOLATILE, KERNEL("SRIOV_STATUS"), .w1c = 0x0001, FIELDS(BIT("VFM", 0)) },
	{ 0x0c, 2, CONSTANT, KERNEL("SRIOV_INITIAL_VF"), FIELDS(CODED(FUNCTIONS, "VFS", 15, 0)) },
	{ 0x0e, 2, CONSTANT, KERNEL("SRIOV_TOTAL_VF"), FIELDS(CODED(FUNCTIONS, "VFS", 15, 0)) },
	{ 0x10, 2, STATE,    KERNEL("SRIOV_NUM_VF"), FIELDS(CODED(FUNCTIONS, "VFS", 15, 0)) },
	{ 0x12, 1, CONSTANT, KERNEL("SRIOV_FUNC_LINK") },
	{ 0x14, 2, UNIT,     KERNEL("SRIOV_VF_OFFSET") },
	{ 0x16, 2, UNIT,     KERNEL("SRIOV_VF_STRIDE") },
	{ 0x1a, 2, CONSTANT, KERNEL("SRIOV_VF_DID") },
	{ 0x1c, 4, CONSTANT, KERNEL("SRIOV_SUP_PGSIZE"), FIELDS(CODED(PAGES, "SIZES", 31, 0)) },
	{ 0x20, 4, STATE,    KERNEL("SRIOV_SYS_PGSIZE"), FIELDS(CODED(PAGES, "SIZE", 31, 0)) },
	{ 0x24, 4, UNIT,     KERNEL("SRIOV_BAR"), .stride = 4 },
	{ 0x3c, 4, CONSTANT, KERNEL("SRIOV_VFM"), FIELDS(
		BITS("BIR", 2, 0), BITS("OFFSET", 31, 3)) },
};

static const struct register_type mcast[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, CONSTANT, KERNEL("MCAST_CAP"), FIELDS(
		CODED(GROUPS, "MAX_GROUP", 5, 0), CODED(LOG2_BYTES, "WIN_SIZE", 13, 8), BIT("ECRC", 15)) },
	{ 0x06, 2, STATE,    KERNEL("MCAST_CTRL"), FIELDS(
		CODED(GROUPS, "NUM_GROUP", 5, 0), BIT("ENABLE", 15)) },
	{ 0x08, 4, STATE,    KERNEL("MCAST_BAR_LO"), FIELDS(
		BITS("INDEX_POS", 5, 0), BITS("BASE", 31, 12)) },
	{ 0x0c, 4, STATE,    KERNEL("MCAST_BAR_HI") },
	{ 0x10, 4, STATE,    KERNEL("MCAST_RCV_LO") },
	{ 0x14, 4, STATE,    KERNEL("MCAST_RCV_HI") },
	{ 0x18, 4, STATE,    KERNEL("MCAST_BLOCK_LO") },
	{ 0x1c, 4, STATE,    KERNEL("MCAST_BLOCK_HI") },
	{ 0x20, 4, STATE,    KERNEL("MCAST_BLOCK_UNTRANS_LO") },
	{ 0x24, 4, STATE,    KERNEL("MCAST_BLOCK_UNTRANS_HI") },
	{ 0x28, 4, STATE,    KERNEL("MCAST_OVL_BAR_LO"), .only_if = EXP_PORT, FIELDS(
		CODED(LOG2_BYTES, "SIZE", 5, 0), BITS("BASE", 31, 6)) },
	{ 0x2c, 4, STATE,    KERNEL("MCAST_OVL_BAR_HI"), .only_if = EXP_PORT },
};

static const struct register_type pri[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, STATE,    KERNEL("PRI_CTRL"), FIELDS(BIT("ENABLE", 0), BIT("RESET", 1)) },
	{ 0x06, 2, VOLATILE, KERNEL("PRI_STATUS"), .w1c = 0x0003, FIELDS(
		BIT("RF", 0), BIT("UPRGI", 1), BIT("STOPPED", 8), BIT_AS(CONSTANT, "PASID", 15)) },
	{ 0x08, 4, CONSTANT, KERNEL("PRI_MAX_REQ") },
	{ 0x0c, 4, STATE,    KERNEL("PRI_ALLOC_REQ") },
};

static const struct register_type rebar[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("REBAR_CAP"), .stride = 8, FIELDS(CODED(REBAR_SIZES, "SIZES", 31, 4)) },
	{ 0x08, 4, STATE,    KERNEL("REBAR_CTRL"), .stride = 8, FIELDS(
		BITS_AS(CONSTANT, "BAR_IDX", 2, 0), BITS_AS(CONSTANT, "NBAR", 7, 5),
		CODED(REBAR, "BAR_SIZE", 13, 8), CODED_AS(CONSTANT, REBAR_MORE, "EXT_SIZES", 31, 16)) },
};

static const struct register_type dpa[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("DPA_CAP"), FIELDS(BITS("SUBSTATE", 4, 0)) },
	{ 0x08, 4, CONSTANT, UNNAMED },
	{ 0x0c, 2, VOLATILE, UNNAMED },
	{ 0x0e, 2, STATE,    UNNAMED },
	{ 0x10, 1, CONSTANT, UNNAMED, .stride = 1 },
};

static const struct register_type tph[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("TPH_CAP"), FIELDS(
		BIT("ST_NS", 0), BIT("ST_IV", 1), BIT("ST_DS", 2), BIT("EXT_TPH", 8),
		BITS("LOC", 10, 9), CODED(ENTRIES, "ST", 26, 16)) },
	{ 0x08, 4, STATE,    KERNEL("TPH_CTRL"), FIELDS(
		BITS("MODE_SEL", 2, 0), BITS("REQ_EN", 9, 8)) },
	{ 0x0c, 2, STATE,    UNNAMED, .stride = 2, .only_if = TPH_TABLE },
};

static const struct register_type ltr[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, STATE,    KERNEL("LTR_MAX_SNOOP_LAT"), FIELDS(
		CODED(LTR, "VALUE", 9, 0), BITS("SCALE", 12, 10)) },
	{ 0x06, 2, STATE,    KERNEL("LTR_MAX_NOSNOOP_LAT"), FIELDS(
		CODED(LTR, "VALUE", 9, 0), BITS("SCALE", 12, 10)) },
};

static const struct register_type pasid[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, CONSTANT, KERNEL("PASID_CAP"), FIELDS(
		BIT("EXEC", 1), BIT("PRIV", 2), CODED(BITS, "WIDTH", 12, 8)) },
	{ 0x06, 2, STATE,    KERNEL("PASID_CTRL"), FIELDS(
		BIT("ENABLE", 0), BIT("EXEC", 1), BIT("PRIV", 2)) },
};

static const struct register_type dpc[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, CONSTANT, KERNEL("EXP_DPC_CAP"), FIELDS(
		BITS_AS(VOLATILE, "IRQ", 4, 0), BIT("RP_EXT", 5), BIT("POISONED_TLP", 6),
		BIT("SW_TRIGGER", 7), BITS("RP_PIO_LOG_SIZE", 11, 8), BIT("DL_ACTIVE", 12),
		BIT("RP_PIO_LOG_SIZE4", 13)) },
	{ 0x06, 2, STATE,    KERNEL("EXP_DPC_CTL"), FIELDS(
		BIT("EN_FATAL", 0), BIT("EN_NONFATAL", 1), BIT("COMPLETION", 2), BIT("INT_EN", 3),
		BIT("ERR_COR", 4), BIT("POISONED_TLP", 5), BIT("SW_TRIGGER", 6),
		BIT("DL_ACTIVE", 7)) },
	{ 0x08, 2, VOLATILE, KERNEL("EXP_DPC_STATUS"), .w1c = 0x0009, FIELDS(
		BIT("TRIGGER", 0), BITS("TRIGGER_RSN", 2, 1), BIT("INTERRUPT", 3),
		BIT("RP_BUSY", 4), BITS("TRIGGER_RSN_EXT", 6, 5), BITS("RP_PIO_FEP", 12, 8)) },
	{ 0x0a, 2, VOLATILE, KERNEL("EXP_DPC_SOURCE_ID") },
	{ 0x0c, 4, VOLATILE, KERNEL("EXP_DPC_RP_PIO_STATUS"), .w1c = 0x00070707, .only_if = DPC_RP_EXT },
	{ 0x10, 4, STATE,    KERNEL("EXP_DPC_RP_PIO_MASK"), .only_if = DPC_RP_EXT },
	{ 0x14, 4, STATE,    KERNEL("EXP_DPC_RP_PIO_SEVERITY"), .only_if = DPC_RP_EXT },
	{ 0x18, 4, STATE,    KERNEL("EXP_DPC_RP_PIO_SYSERROR"), .only_if = DPC_RP_EXT },
	{ 0x1c, 4, STATE,    KERNEL("EXP_DPC_RP_PIO_EXCEPTION"), .only_if = DPC_RP_EXT },
	{ 0x20, 4, VOLATILE, KERNEL("EXP_DPC_RP_PIO_HEADER_LOG"), .stride = 4,
	  .only_if = DPC_RP_EXT },
	{ 0x30, 4, VOLATILE, KERNEL("EXP_DPC_RP_PIO_IMPSPEC_LOG"), .only_if = DPC_RP_EXT },
	{ 0x34, 4, VOLATILE, KERNEL("EXP_DPC_RP_PIO_TLPPREFIX_LOG"), .stride = 4,
	  .only_if = DPC_RP_EXT },
};

static const struct register_type l1pm[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("L1SS_CAP"), FIELDS(
		BIT("PCIPM_L1_2", 0), BIT("PCIPM_L1_1", 1), BIT("ASPM_L1_2", 2),
		BIT("ASPM_L1_1", 3), BIT("L1_PM_SS", 4), CODED(US, "CM_RESTORE_TIME", 15, 8),
		BITS("P_PWR_ON_SCALE", 17, 16), CODED(POWER_ON, "P_PWR_ON_VALUE", 23, 19)) },
	{ 0x08, 4, STATE,    KERNEL("L1SS_CTL1"), FIELDS(
		BIT("PCIPM_L1_2", 0), BIT("PCIPM_L1_1", 1), BIT("ASPM_L1_2", 2),
		BIT("ASPM_L1_1", 3), CODED(US, "CM_RESTORE_TIME", 15, 8),
		CODED(LTR_THRESHOLD, "LTR_L12_TH_VALUE", 25, 16), BITS("LTR_L12_TH_SCALE", 31, 29)) },
	{ 0x0c, 4, STATE,    KERNEL("L1SS_CTL2"), FIELDS(
		BITS("T_PWR_ON_SCALE", 1, 0), CODED(POWER_ON, "T_PWR_ON_VALUE", 7, 3)) },
};

static const struct register_type ptm[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("PTM_CAP"), FIELDS(
		BIT("REQ", 0), BIT("RES", 1), BIT("ROOT", 2), CODED(NS, "GRANULARITY", 15, 8)) },
	{ 0x08, 4, STATE,    KERNEL("PTM_CTRL"), FIELDS(
		BIT("ENABLE", 0), BIT("ROOT", 1), CODED(NS, "GRANULARITY", 15, 8)) },
};

static const struct register_type vf_rebar[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("VF_REBAR_CAP"), .stride = 8, FIELDS(CODED(REBAR_SIZES, "SIZES", 31, 4)) },
	{ 0x08, 4, STATE,    KERNEL("VF_REBAR_CTRL"), .stride = 8, FIELDS(
		BITS_AS(CONSTANT, "BAR_IDX", 2, 0), BITS_AS(CONSTANT, "NBAR", 7, 5),
		CODED(REBAR, "BAR_SIZE", 13, 8), CODED_AS(CONSTANT, REBAR_MORE, "EXT_SIZES", 31, 16)) },
};

static const struct register_type npem[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("NPEM_CAP"), FIELDS(
		BIT("CAPABLE", 0), BIT("CMD_RESET", 1), BIT("IND_OK", 2), BIT("IND_LOCATE", 3),
		BIT("IND_FAIL", 4), BIT("IND_REBUILD", 5), BIT("IND_PFA", 6),
		BIT("IND_HOTSPARE", 7), BIT("IND_ICA", 8), BIT("IND_IFA", 9), BIT("IND_IDT", 10),
		BIT("IND_DISABLED", 11), BITS("IND_SPEC", 31, 24)) },
	{ 0x08, 4, STATE,    KERNEL("NPEM_CTRL"), FIELDS(
		BIT("ENABLE", 0), BIT("CMD_RESET", 1), BIT("IND_OK", 2), BIT("IND_LOCATE", 3),
		BIT("IND_FAIL", 4), BIT("IND_REBUILD", 5), BIT("IND_PFA", 6),
		BIT("IND_HOTSPARE", 7), BIT("IND_ICA", 8), BIT("IND_IFA", 9), BIT("IND_IDT", 10),
		BIT("IND_DISABLED", 11), BITS("IND_SPEC", 31, 24)) },
	{ 0x0c, 4, VOLATILE, KERNEL("NPEM_STATUS"), FIELDS(BIT("CC", 0)) },
};

static const struct register_type doe[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("DOE_CAP"), FIELDS(
		BIT("INT_SUP", 0), BITS("INT_MSG_NUM", 11, 1)) },
	{ 0x08, 4, STATE,    KERNEL("DOE_CTRL"), FIELDS(
		BIT("ABORT", 0), BIT("INT_EN", 1), BIT("GO", 31)) },
	{ 0x0c, 4, VOLATILE, KERNEL("DOE_STATUS"), .w1c = 0x00000002, FIELDS(
		BIT("BUSY", 0), BIT("INT_STATUS", 1), BIT("ERROR", 2),
		BIT("DATA_OBJECT_READY", 31)) },
	{ 0x10, 4, VOLATILE, KERNEL("DOE_WRITE") },
	{ 0x14, 4, VOLATILE, KERNEL("DOE_READ") },
};

static const struct register_type dev3[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("DEV3_CAP"), FIELDS(
		BIT("DMWR_REQ", 0), BIT("14BIT_TAG_COMP", 1), BIT("14BIT_TAG_REQ", 2),
		BIT("L0P_SUPP", 3), CODED(L1_EXIT, "PORT_L0P_EXIT", 6, 4), CODED(L1_EXIT, "RETIMER_L0P_EXIT", 9, 7),
		BIT("UIO_MEM_RDWR_COMP", 10), BIT("UIO_MEM_RDWR_REQ", 11)) },
	{ 0x08, 4, STATE,    KERNEL("DEV3_CTL"), FIELDS(
		BIT("DMWR_REQ_EN", 0), BIT("DMWR_EGRESS_BLK", 1), BIT("14BIT_TAG_REQ_EN", 2),
		BIT("L0P_EN", 3), CODED(LANES_POWER, "TARGET_LINK_WIDTH", 6, 4), BIT("UIO_MEM_RDWR_REQ_EN", 7),
		BIT("UIO_REQ_256B_DIS", 8)) },
	{ 0x0c, 4, VOLATILE, KERNEL("DEV3_STA"), FIELDS(
		CODED(LANES_POWER, "INIT_LINK_WIDTH", 2, 0), BIT("SEGMENT", 3), BIT("REMOTE_L0P", 4)) },
};

/* Link streams; where there are none, the first selective stream. */
static const struct register_type ide[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("IDE_CAP"), FIELDS(
		BIT("LINK", 0), BIT("SELECTIVE", 1), BIT("FLOWTHROUGH", 2),
		BIT("PARTIAL_HEADER_ENC", 3), BIT("AGGREGATION", 4), BIT("PCRC", 5),
		BIT("IDE_KM", 6), BIT("SEL_CFG", 7), BITS("ALG", 12, 8),
		BITS("LINK_TC_NUM", 15, 13), BITS("SEL_NUM", 23, 16), BIT("TEE_LIMITED", 24),
		BIT("XT", 25)) },
	{ 0x08, 4, STATE,    KERNEL("IDE_CTL"), FIELDS(BIT("FLOWTHROUGH_IDE", 2)) },
	{ 0x0c, 4, CONSTANT, KERNEL("IDE_SEL_CAP"), .unless = IDE_LINK, FIELDS(
		BITS("ASSOC_NUM", 3, 0)) },
	{ 0x0c, 4, STATE,    KERNEL("IDE_LINK_CTL_0"), .stride = 8, .only_if = IDE_LINK, FIELDS(
		BIT("EN", 0), BIT("XT", 1), BITS("TX_AGGR_NPR", 3, 2), BITS("TX_AGGR_PR", 5, 4),
		BITS("TX_AGGR_CPL", 7, 6), BIT("PCRC_EN", 8), BITS("PART_ENC", 13, 10),
		BITS("ALG", 18, 14), BITS("TC", 21, 19), BITS("ID", 31, 24)) },
	{ 0x10, 4, STATE,    KERNEL("IDE_SEL_CTL"), .unless = IDE_LINK, FIELDS(
		BIT("EN", 0), BIT("XT", 1), BITS("TX_AGGR_NPR", 3, 2), BITS("TX_AGGR_PR", 5, 4),
		BITS("TX_AGGR_CPL", 7, 6), BIT("PCRC_EN", 8), BIT("CFG_EN", 9),
		BITS("PART_ENC", 13, 10), BITS("ALG", 18, 14), BITS("TC", 21, 19),
		BIT("DEFAULT", 22), BIT("TEE_LIMITED", 23), BITS("ID", 31, 24)) },
	{ 0x10, 4, VOLATILE, KERNEL("IDE_LINK_STS_0"), .stride = 8, .only_if = IDE_LINK, FIELDS(
		BITS("STATE", 3, 0), BIT("IDE_FAIL", 31)) },
	{ 0x14, 4, VOLATILE, KERNEL("IDE_SEL_STS"), .unless = IDE_LINK, FIELDS(
		BITS("STATE", 3, 0), BIT("IDE_FAIL", 31)) },
	{ 0x18, 4, STATE,    KERNEL("IDE_SEL_RID_1"), .unless = IDE_LINK, FIELDS(
		BITS("LIMIT", 23, 8)) },
	{ 0x1c, 4, STATE,    KERNEL("IDE_SEL_RID_2"), .unless = IDE_LINK, FIELDS(
		BIT("VALID", 0), BITS("BASE", 23, 8), BITS("SEG", 31, 24)) },
	{ 0x20, 4, STATE,    KERNEL("IDE_SEL_ADDR_1"), .stride = 0x0c, .unless = IDE_LINK, FIELDS(
		BIT("VALID", 0), BITS("BASE_LOW", 19, 8), BITS("LIMIT_LOW", 31, 20)) },
	{ 0x24, 4, STATE,    KERNEL("IDE_SEL_ADDR_2"), .stride = 0x0c, .unless = IDE_LINK },
	{ 0x28, 4, STATE,    KERNEL("IDE_SEL_ADDR_3"), .stride = 0x0c, .unless = IDE_LINK },
};

static const struct register_table *const tables[] = {
	[0x01] = TABLE(aer),
	[0x02] = TABLE(vc),
	[0x03] = TABLE(dsn),
	[0x04] = TABLE(pb),
	[0x05] = TABLE(rclink),
	[0x06] = TABLE(rcilink),
	[0x07] = TABLE(rcec),
	[0x08] = TABLE(vc),
	[0x09] = TABLE(vc),
	[0x0a] = TABLE(rbcb),
	[0x0b] = TABLE(vndr),
	[0x0c] = TABLE(header_only),
	[0x0d] = TABLE(acs),
	[0x0e] = TABLE(ari),
	[0x0f] = TABLE(ats),
	[0x10] = TABLE(sriov),
	[0x11] = TABLE(header_only),
	[0x12] = TABLE(mcast),
	[0x13] = TABLE(pri),
	[0x14] = TABLE(header_only),
	[0x15] = TABLE(rebar),
	[0x16] = TABLE(dpa),
	[0x17] = TABLE(tph),
	[0x18] = TABLE(ltr),
	[0x19] = &register_table_secpci,
	[0x1a] = TABLE(header_only),
	[0x1b] = TABLE(pasid),
	[0x1c] = TABLE(header_only),
	[0x1d] = TABLE(dpc),
	[0x1e] = TABLE(l1pm),
	[0x1f] = TABLE(ptm),
	[0x20] = TABLE(header_only),
	[0x21] = TABLE(header_only),
	[0x22] = TABLE(header_only),
	[0x23] = &register_table_dvsec,
	[0x24] = TABLE(vf_rebar),
	[0x25] = &register_table_dlnk,
	[0x26] = &register_table_pl_16gt,
	[0x27] = &register_table_lmr,
	[0x28] = TABLE(header_only),
	[0x29] = TABLE(npem),
	[0x2a] = &register_table_pl_32gt,
	[0x2b] = TABLE(header_only),
	[0x2c] = TABLE(header_only),
	[0x2e] = TABLE(doe),
	[0x2f] = TABLE(dev3),
	[0x30] = TABLE(ide),
	[0x31] = &register_table_pl_64gt,
	[0x32] = &register_table_flit_log,
	[0x33] = TABLE(header_only),
	[0x34] = &register_table_flit_ei,
	[0x35] = TABLE(header_only),
	[0x36] = &register_table_mmio_rbl,
	[0x37] = TABLE(header_only),
	[0x38] = TABLE(header_only),
	[0x39] = TABLE(header_only),
	[0x3a] = TABLE(header_only),
};
/* clang-format on */

const struct register_table *register_table_extended(uint16_t id)
{
	return id < ARRAY_LENGTH(tables) ? tables[id] : NULL;
}
