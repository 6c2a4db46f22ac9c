/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Registers of the extended capabilities of a link and its lanes, with the names of the
 * kernel's pci_regs.h (7.3). What has no name there has one by PCI Express 6.2, 7.7.
 */
#include "model/registers/tables.h"

/* The first bits of the status at 16, 32 and 64 GT/s */
#define EQUALIZATION                                                                     \
	BIT("EQU_COMP", 0), BIT("EQU_PHASE1", 1), BIT("EQU_PHASE2", 2),                  \
	BIT("EQU_PHASE3", 3), BIT("EQU_REQ", 4)

/* clang-format off */
static const struct register_type secpci[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, STATE,    KERNEL("SECPCI_LNKCTL3"), FIELDS(
		BIT("PERFORM_EQU", 0), BIT("EQU_REQ_INTR_EN", 1), CODED(SPEEDS, "LOWER_SKP_GEN", 15, 9)) },
	{ 0x08, 4, VOLATILE, KERNEL("SECPCI_LANE_ERR"), FIELDS(BITS("LANES", 31, 0)) },
	{ 0x0c, 2, STATE,    KERNEL("SECPCI_LE_CTRL"), .stride = 2, FIELDS(
		BITS("DSP_TX_PRESET", 3, 0), BITS("DSP_RX_HINT", 6, 4),
		BITS("USP_TX_PRESET", 11, 8), BITS("USP_RX_HINT", 14, 12)) },
};

static const struct register_type dlnk[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("DLF_CAP"), FIELDS(
		BITS("FEATURES", 22, 0), BIT_AS(STATE, "EXCHANGE_ENABLE", 31)) },
	{ 0x08, 4, VOLATILE, KERNEL("DLF_STATUS"), FIELDS(
		BITS("REMOTE_FEATURES", 22, 0), BIT("REMOTE_VALID", 31)) },
};

static const struct register_type pl_16gt[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("PL_16GT_CAP") },
	{ 0x08, 4, STATE,    KERNEL("PL_16GT_CTRL") },
	{ 0x0c, 4, VOLATILE, KERNEL("PL_16GT_STATUS"), FIELDS(
		EQUALIZATION) },
	{ 0x10, 4, VOLATILE, KERNEL("PL_16GT_PARITY"), FIELDS(BITS("LANES", 31, 0)) },
	{ 0x14, 4, VOLATILE, KERNEL("PL_16GT_PARITY_RETIMER1"), FIELDS(BITS("LANES", 31, 0)) },
	{ 0x18, 4, VOLATILE, KERNEL("PL_16GT_PARITY_RETIMER2"), FIELDS(BITS("LANES", 31, 0)) },
	{ 0x1c, 4, CONSTANT, UNNAMED },
	{ 0x20, 1, STATE,    KERNEL("PL_16GT_LE_CTRL"), .stride = 1, FIELDS(
		BITS("DSP_TX_PRESET", 3, 0), BITS("USP_TX_PRESET", 7, 4)) },
};

/* Lane margining: what a lane's control register starts is done to the link while it runs. */
static const struct register_type lmr[] = {
	EXTENDED_HEADER,
	{ 0x04, 2, CONSTANT, KERNEL("LMR_CAPS"), FIELDS(BIT("DRIVER", 0)) },
	{ 0x06, 2, VOLATILE, KERNEL("LMR_PORT_STS"), FIELDS(
		BIT("READY", 0), BIT("SOFTWARE_READY", 1)) },
	{ 0x08, 2, STATE,    KERNEL("LMR_LANE_CTRL"), .stride = 4, FIELDS(
		BITS("RECEIVER", 2, 0), BITS("TYPE", 5, 3), BIT("USAGE", 6),
		BITS("PAYLOAD", 15, 8)) },
	{ 0x0a, 2, VOLATILE, KERNEL("LMR_LANE_STS"), .stride = 4, FIELDS(
		BITS("RECEIVER", 2, 0), BITS("TYPE", 5, 3), BIT("USAGE", 6),
		BITS("PAYLOAD", 15, 8)) },
};

static const struct register_type pl_32gt[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("PL_32GT_CAP"), FIELDS(
		BIT("EQU_BYPASS", 0), BIT("NO_EQU_NEEDED", 1), BIT("MOD_TS_MODE_0", 8),
		BIT("MOD_TS_MODE_1", 9), BIT("MOD_TS_MODE_2", 10)) },
	{ 0x08, 4, STATE,    KERNEL("PL_32GT_CTRL"), FIELDS(
		BIT("EQU_BYPASS_DIS", 0), BIT("NO_EQU_NEEDED_DIS", 1),
		BITS("MOD_TS_MODE", 10, 8)) },
	{ 0x0c, 4, VOLATILE, KERNEL("PL_32GT_STATUS"), FIELDS(
		EQUALIZATION,
		BIT("MOD_TS", 5), BITS("RCV_ENH_LINK", 7, 6), BIT("TX_PRE_ON", 8),
		BIT("TX_PRE_REQ", 9), BIT("NO_EQU", 10)) },
	{ 0x10, 4, VOLATILE, KERNEL("PL_32GT_RCV_MOD_TS1"), FIELDS(
		BITS("USAGE", 2, 0), BITS("INFORMATION", 15, 3), BITS("VENDOR", 31, 16)) },
	{ 0x14, 4, VOLATILE, KERNEL("PL_32GT_RCV_MOD_TS2"), FIELDS(
		BITS("INFORMATION", 23, 0), BITS("NEGOTIATION", 25, 24)) },
	{ 0x18, 4, STATE,    KERNEL("PL_32GT_TX_MOD_TS1"), FIELDS(
		BITS("USAGE", 2, 0), BITS("INFORMATION", 15, 3), BITS("VENDOR", 31, 16)) },
	{ 0x1c, 4, STATE,    KERNEL("PL_32GT_TX_MOD_TS2"), FIELDS(
		BITS("INFORMATION", 23, 0), BITS("NEGOTIATION", 25, 24)) },
	{ 0x20, 1, STATE,    KERNEL("PL_32GT_LE_CTRL"), .stride = 1, FIELDS(
		BITS("DSP_TX_PRESET", 3, 0), BITS("USP_TX_PRESET", 7, 4)) },
};

static const struct register_type pl_64gt[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("PL_64GT_CAP") },
	{ 0x08, 4, STATE,    KERNEL("PL_64GT_CTRL") },
	{ 0x0c, 4, VOLATILE, KERNEL("PL_64GT_STATUS"), FIELDS(
		EQUALIZATION,
		BIT("TX_PRE_ON", 5), BIT("TX_PRE_REQ", 6), BIT("NO_EQU", 7)) },
	/* PCIe 6.2, 7.7.7: pci_regs.h has it at 20 */
	{ 0x10, 1, STATE,    KERNEL("PL_64GT_LE_CTRL"), .stride = 1, FIELDS(
		BITS("DSP_TX_PRESET", 3, 0), BITS("USP_TX_PRESET", 7, 4)) },
};
/* clang-format on */

const struct register_table register_table_secpci = { secpci, ARRAY_LENGTH(secpci) };
const struct register_table register_table_dlnk = { dlnk, ARRAY_LENGTH(dlnk) };
const struct register_table register_table_pl_16gt = { pl_16gt, ARRAY_LENGTH(pl_16gt) };
const struct register_table register_table_lmr = { lmr, ARRAY_LENGTH(lmr) };
const struct register_table register_table_pl_32gt = { pl_32gt, ARRAY_LENGTH(pl_32gt) };
const struct register_table register_table_pl_64gt = { pl_64gt, ARRAY_LENGTH(pl_64gt) };
