/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Registers of Designated Vendor-Specific capabilities: those of CXL, with the names of
 * the kernel's pci_regs.h (7.3). What has no name there has one by CXL 3.1, 8.1.
 */
#include "model/registers/tables.h"

/* clang-format off */
/* The header, and those of CXL that pci_regs.h has. */
static const struct register_type dvsec[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("DVSEC_HEADER1"), FIELDS(
		BITS("VID", 15, 0), BITS("REV", 19, 16), BITS("LEN", 31, 20)) },
	{ 0x08, 2, CONSTANT, KERNEL("DVSEC_HEADER2"), FIELDS(BITS("ID", 15, 0)) },

	/* 8.1.3: of a device */
	{ 0x0a, 2, CONSTANT, KERNEL("DVSEC_CXL_CAP"), .variant = CXL(0), FIELDS(
		BIT("CACHE_CAPABLE", 0), BIT("IO_CAPABLE", 1), BIT("MEM_CAPABLE", 2),
		BIT("MEM_HWINIT", 3), BITS("HDM_COUNT", 5, 4), BIT("CACHE_WB_INVAL", 6),
		BIT("RESET", 7), CODED(CXL_TIMEOUT, "RESET_TIMEOUT", 10, 8), BIT("RESET_MEM_CLR", 11),
		BIT("MULTI_LD", 13), BIT("VIRAL", 14), BIT("PM_INIT_REPORT", 15)) },
	{ 0x0c, 2, STATE,    KERNEL("DVSEC_CXL_CTRL"), .variant = CXL(0), FIELDS(
		BIT("CACHE_ENABLE", 0), BIT("IO_ENABLE", 1), BIT("MEM_ENABLE", 2),
		BITS("CACHE_SF_COVERAGE", 7, 3), BITS("CACHE_SF_GRANULARITY", 10, 8),
		BIT("CACHE_CLEAN_EVICT", 11), BIT("VIRAL_ENABLE", 14)) },
	{ 0x0e, 2, VOLATILE, KERNEL("DVSEC_CXL_STATUS"), .variant = CXL(0), .w1c = 0x4000, FIELDS(
		BIT("VIRAL", 14)) },
	{ 0x10, 2, STATE,    KERNEL("DVSEC_CXL_CTRL2"), .variant = CXL(0), FIELDS(
		BIT("DISABLE_CACHING", 0), BIT("INIT_WB_INVAL", 1), BIT("INIT_RESET", 2),
		BIT("RESET_MEM_CLR_ENABLE", 3), BIT("HDM_STATE_HOT_RESET", 4)) },
	{ 0x12, 2, VOLATILE, KERNEL("DVSEC_CXL_STATUS2"), .variant = CXL(0), FIELDS(
		BIT("CACHE_INVALID", 0), BIT("RESET_COMPLETE", 1), BIT("RESET_ERROR", 2),
		BIT("PM_INIT_COMPLETE", 15)) },
	{ 0x14, 2, STATE,    KERNEL("DVSEC_CXL_LOCK"), .variant = CXL(0), FIELDS(
		BIT("CONFIG_LOCK", 0)) },
	{ 0x16, 2, CONSTANT, KERNEL("DVSEC_CXL_CAP2"), .variant = CXL(0), FIELDS(
		BITS("CACHE_UNIT", 3, 0), CODED(CXL_CACHE, "CACHE_SIZE", 15, 8)) },
	{ 0x18, 4, CONSTANT, KERNEL("DVSEC_CXL_RANGE_SIZE_HIGH"),
	  .stride = 0x10, .variant = CXL(0) },
	{ 0x1c, 4, CONSTANT, KERNEL("DVSEC_CXL_RANGE_SIZE_LOW"),
	  .stride = 0x10, .variant = CXL(0), FIELDS(
		BIT_AS(VOLATILE, "MEM_INFO_VALID", 0), BIT_AS(VOLATILE, "MEM_ACTIVE", 1),
		BITS("MEDIA_TYPE", 4, 2), BITS("MEM_CLASS", 7, 5), BITS("INTERLEAVE", 12, 8),
		BITS("MEM_ACTIVE_TIMEOUT", 15, 13), BITS("MEM_SIZE_LOW", 31, 28)) },
	{ 0x20, 4, UNIT,     KERNEL("DVSEC_CXL_RANGE_BASE_HIGH"),
	  .stride = 0x10, .variant = CXL(0) },
	{ 0x24, 4, UNIT,     KERNEL("DVSEC_CXL_RANGE_BASE_LOW"),
	  .stride = 0x10, .variant = CXL(0), FIELDS(BITS("MEM_BASE_LOW", 31, 28)) },
	{ 0x38, 2, CONSTANT, KERNEL("DVSEC_CXL_CAP3"), .variant = CXL(0), FIELDS(
		BIT("HDM_STATE_COLD_RESET", 0), BIT("HDM_STATE_WARM_RESET", 1),
		BIT("HDM_STATE_HOT_RESET", 2), BIT("HDM_STATE_HOT_RESET_CFG", 3)) },

	/* 8.1.4: functions without CXL */
	{ 0x0c, 4, CONSTANT, KERNEL("DVSEC_CXL_FUNCTION_MAP"), .stride = 4, .variant = CXL(2) },

	/* 8.1.5: of a port */
	{ 0x0a, 2, VOLATILE, KERNEL("DVSEC_CXL_PORT_STATUS"), .variant = CXL(3), FIELDS(
		BIT("PM_INIT_COMPLETE", 0), BIT("VIRAL", 14)) },
	{ 0x0c, 2, STATE,    KERNEL("DVSEC_CXL_PORT_CTL"), .variant = CXL(3), FIELDS(
		BIT("UNMASK_SBR", 0), BIT("UNMASK_LINK_DISABLE", 1), BIT("ALT_MEMORY", 2),
		BIT("ALT_BME", 3), BIT("UIO", 4), BIT("VIRAL_ENABLE", 14)) },
	{ 0x0e, 1, STATE,    KERNEL("DVSEC_CXL_PORT_ALT_BUS_BASE"), .variant = CXL(3) },
	{ 0x0f, 1, STATE,    KERNEL("DVSEC_CXL_PORT_ALT_BUS_LIMIT"), .variant = CXL(3) },
	{ 0x10, 2, STATE,    KERNEL("DVSEC_CXL_PORT_ALT_MEM_BASE"), .variant = CXL(3) },
	{ 0x12, 2, STATE,    KERNEL("DVSEC_CXL_PORT_ALT_MEM_LIMIT"), .variant = CXL(3) },

	/* 8.1.6 and 8.1.7: Global Persistent Flush of a port and of a device */
	{ 0x0c, 2, STATE,    KERNEL("DVSEC_CXL_PORT_GPF_PHASE_1_CONTROL"), .variant = CXL(4), FIELDS(
		CODED(CXL_FLUSH, "TMO_BASE", 3, 0), BITS("TMO_SCALE", 11, 8)) },
	{ 0x0e, 2, STATE,    KERNEL("DVSEC_CXL_PORT_GPF_PHASE_2_CONTROL"), .variant = CXL(4), FIELDS(
		CODED(CXL_FLUSH, "TMO_BASE", 3, 0), BITS("TMO_SCALE", 11, 8)) },
	{ 0x0a, 2, CONSTANT, KERNEL("DVSEC_CXL_DEVICE_GPF_PHASE_2_DURATION"), .variant = CXL(5),
	  FIELDS(CODED(CXL_FLUSH, "TIME_BASE", 3, 0), BITS("TIME_SCALE", 11, 8)) },
	{ 0x0c, 4, CONSTANT, KERNEL("DVSEC_CXL_DEVICE_GPF_PHASE_2_POWER"), .variant = CXL(5),
	  FIELDS(CODED(MILLIWATTS, "POWER", 31, 0)) },

	/* 8.1.8: Flex Bus port */
	{ 0x0a, 2, CONSTANT, KERNEL("DVSEC_CXL_FLEXBUS_PORT_CAP"), .variant = CXL(7), FIELDS(
		BIT("CACHE", 0), BIT("IO", 1), BIT("MEM", 2), BIT("68B_FLIT", 5),
		BIT("MULTI_LD", 6), BIT("256B_FLIT", 13), BIT("PBR_FLIT", 14)) },
	{ 0x0c, 2, STATE,    KERNEL("DVSEC_CXL_FLEXBUS_PORT_CTRL"), .variant = CXL(7), FIELDS(
		BIT("CACHE", 0), BIT("IO", 1), BIT("MEM", 2), BIT("SYNC_HDR_BYPASS", 3),
		BIT("DRIFT_BUFFER", 4), BIT("68B_FLIT", 5), BIT("MULTI_LD", 6), BIT("RCD", 7),
		BIT("RETIMER1", 8), BIT("RETIMER2", 9), BIT("256B_FLIT", 13),
		BIT("PBR_FLIT", 14)) },
	{ 0x0e, 2, VOLATILE, KERNEL("DVSEC_CXL_FLEXBUS_PORT_STATUS"), .variant = CXL(7), FIELDS(
		BIT("CACHE", 0), BIT("IO", 1), BIT("MEM", 2), BIT("SYNC_HDR_BYPASS", 3),
		BIT("DRIFT_BUFFER", 4), BIT("68B_FLIT", 5), BIT("MULTI_LD", 6),
		BIT("256B_FLIT", 13), BIT("PBR_FLIT", 14)) },
	{ 0x10, 4, VOLATILE, KERNEL("DVSEC_CXL_FLEXBUS_PORT_MOD_TS"), .variant = CXL(7), FIELDS(
		BITS("DATA", 23, 0)) },
	{ 0x14, 4, CONSTANT, KERNEL("DVSEC_CXL_FLEXBUS_PORT_CAP2"), .variant = CXL(7), FIELDS(
		BIT("NOP_HINT", 0)) },
	{ 0x18, 4, STATE,    KERNEL("DVSEC_CXL_FLEXBUS_PORT_CTRL2"), .variant = CXL(7), FIELDS(
		BIT("NOP_HINT", 0)) },
	{ 0x1c, 4, VOLATILE, KERNEL("DVSEC_CXL_FLEXBUS_PORT_STATUS2"), .variant = CXL(7), FIELDS(
		BITS("NOP_HINT", 1, 0)) },

	/* 8.1.9: where registers are */
	{ 0x0c, 4, CONSTANT, KERNEL("DVSEC_CXL_REG_LOCATOR_BLOCK1"), .stride = 8, .variant = CXL(8),
	  FIELDS(BITS("BIR", 2, 0), BITS("BLOCK_ID", 15, 8), BITS("BLOCK_OFF_LOW", 31, 16)) },
	{ 0x10, 4, CONSTANT, KERNEL("DVSEC_CXL_REG_LOCATOR_BLOCK1_HIGH"), .stride = 8,
	  .variant = CXL(8) },

	/* 8.1.10: several logical devices */
	{ 0x0a, 2, CONSTANT, KERNEL("DVSEC_CXL_MLD_NUM_LD"), .variant = CXL(9) },
};
/* clang-format on */

const struct register_table register_table_dvsec = { dvsec, ARRAY_LENGTH(dvsec) };
