/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Registers of the capabilities of flits, and of the locator of register blocks. pci_regs.h
 * has no names for them: they are by PCI Express 6.2, 7.7 and 7.9.30, places by pciutils 3.15.
 */
#include "model/registers/tables.h"

/* The states of the injection of errors, two bits for each kind of ordered set */
#define INJECTION_STATES                                                                  \
	BITS("TS0", 1, 0), BITS("TS1", 3, 2), BITS("TS2", 5, 4), BITS("SKP", 7, 6),       \
	BITS("EIEOS", 9, 8), BITS("EIOS", 11, 10), BITS("SDS", 13, 12),                   \
	BITS("POLLING", 15, 14), BITS("CONFIGURATION", 17, 16), BITS("L0", 19, 18),       \
	BITS("NO_EQ", 21, 20), BITS("EQ01", 23, 22), BITS("EQ2", 25, 24), BITS("EQ3", 27, 26)

/* The correctable errors of two lanes */
#define LANES(offset, number, first, second)                                              \
	{ offset, 4, VOLATILE, KERNEL("FLIT_LOG_MES_STS" #number), FIELDS(                \
		BITS("LANE" #first, 15, 0), BITS("LANE" #second, 31, 16)) }

/* clang-format off */
static const struct register_type flit_log[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, VOLATILE, KERNEL("FLIT_LOG_ERR1"), FIELDS(
		BIT("VALID", 0), CODED(LANES_POWER, "WIDTH", 3, 1), BITS("OFFSET", 7, 4),
		BITS("CONSECUTIVE", 12, 8), BIT("MORE", 13), BIT("UNRECOGNIZED", 14),
		BIT("UNCORRECTABLE", 15), BITS("PARITY0", 23, 16), BITS("CHECK0", 31, 24)) },
	{ 0x08, 4, VOLATILE, KERNEL("FLIT_LOG_ERR2"), FIELDS(
		BITS("PARITY1", 7, 0), BITS("CHECK1", 15, 8), BITS("PARITY2", 23, 16),
		BITS("CHECK2", 31, 24)) },
	{ 0x0c, 2, STATE,    KERNEL("FLIT_LOG_CNT_CTL"), FIELDS(
		BIT("ENABLE", 0), BIT("INT_ENABLE", 1), BITS("EVENTS", 3, 2),
		BITS("TRIGGER", 11, 4)) },
	/* pciutils has INT at bit 2, which is the width's */
	{ 0x0e, 2, VOLATILE, KERNEL("FLIT_LOG_CNT_STS"), FIELDS(
		CODED(LANES_POWER, "WIDTH", 2, 0), BIT("INT", 3), BITS("COUNT", 15, 8)) },
	{ 0x10, 4, STATE,    KERNEL("FLIT_LOG_MES_CTL"), FIELDS(
		BIT("ENABLE", 0), BIT("CLEAR", 1), BITS("GRANULARITY", 3, 2)) },
	{ 0x14, 4, VOLATILE, KERNEL("FLIT_LOG_MES_STS1"), FIELDS(BITS("FLITS", 31, 0)) },
	{ 0x18, 4, VOLATILE, KERNEL("FLIT_LOG_MES_STS2"), FIELDS(BITS("INVALID", 15, 0)) },
	LANES(0x1c, 3, 0, 1),
	LANES(0x20, 4, 2, 3),
	LANES(0x24, 5, 4, 5),
	LANES(0x28, 6, 6, 7),
	LANES(0x2c, 7, 8, 9),
	LANES(0x30, 8, 10, 11),
	LANES(0x34, 9, 12, 13),
	LANES(0x38, 10, 14, 15),
};

static const struct register_type flit_ei[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("FLIT_EI_CAP") },
	/* pciutils takes two bits for FLIT_TYPE, but names codes that take three */
	{ 0x08, 4, STATE,    KERNEL("FLIT_EI_CTL1"), FIELDS(
		BIT("ENABLE", 0), BIT("TX", 1), BIT("RX", 2), BIT("2_5GT", 6), BIT("5GT", 7),
		BIT("8GT", 8), BIT("16GT", 9), BIT("32GT", 10), BIT("64GT", 11),
		BITS("NUMBER", 20, 16), BITS("SPACING", 28, 21), BITS("FLIT_TYPE", 31, 29)) },
	{ 0x0c, 4, STATE,    KERNEL("FLIT_EI_CTL2"), FIELDS(
		BITS("CONSECUTIVE", 2, 0), BITS("TYPE", 4, 3), BITS("OFFSET", 11, 5),
		BITS("MAGNITUDE", 19, 12)) },
	{ 0x10, 4, VOLATILE, KERNEL("FLIT_EI_STS"), FIELDS(BITS("TX", 1, 0), BITS("RX", 3, 2)) },
	{ 0x14, 4, STATE,    KERNEL("FLIT_EI_OS_CTL1"), FIELDS(
		BIT("ENABLE", 0), BIT("TX", 1), BIT("RX", 2), BITS("NUMBER", 7, 3),
		BITS("SPACING", 15, 8), BIT("TS0", 16), BIT("TS1", 17), BIT("TS2", 18),
		BIT("SKP", 19), BIT("EIEOS", 20), BIT("EIOS", 21), BIT("SDS", 22),
		BIT("POLLING", 23), BIT("CONFIGURATION", 24), BIT("L0", 25), BIT("NO_EQ", 26),
		BIT("EQ01", 27), BIT("EQ2", 28), BIT("EQ3", 29)) },
	{ 0x18, 4, STATE,    KERNEL("FLIT_EI_OS_CTL2"), FIELDS(
		BITS("BYTES", 15, 0), BITS("LANES", 31, 16)) },
	{ 0x1c, 4, VOLATILE, KERNEL("FLIT_EI_OS_TX"), FIELDS(INJECTION_STATES) },
	{ 0x20, 4, VOLATILE, KERNEL("FLIT_EI_OS_RX"), FIELDS(INJECTION_STATES) },
};

static const struct register_type mmio_rbl[] = {
	EXTENDED_HEADER,
	{ 0x04, 4, CONSTANT, KERNEL("MMIO_RBL_CAP"), FIELDS(BITS("LENGTH", 11, 0)) },
	{ 0x08, 4, CONSTANT, KERNEL("MMIO_RBL_LOCATOR"), .stride = 8, FIELDS(
		BITS("BIR", 2, 0), BITS("BLOCK_ID", 15, 8), BITS("OFFSET_LOW", 31, 16)) },
	{ 0x0c, 4, CONSTANT, KERNEL("MMIO_RBL_LOCATOR_HIGH"), .stride = 8 },
};
/* clang-format on */

const struct register_table register_table_flit_log = { flit_log, ARRAY_LENGTH(flit_log) };
const struct register_table register_table_flit_ei = { flit_ei, ARRAY_LENGTH(flit_ei) };
const struct register_table register_table_mmio_rbl = { mmio_rbl, ARRAY_LENGTH(mmio_rbl) };
