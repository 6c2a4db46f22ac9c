/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Registers of the configuration header, of all header types. Names of setpci
 * (pciutils 3.9) and of the kernel's pci_regs.h (7.3). BARs have no fields: what
 * bits 3:0 are depends on bit 0, and an upper half has none.
 */
#include "model/registers/tables.h"

/* clang-format off */
static const struct register_type header_types[] = {
	{ 0x00, 2, CONSTANT, NAMED("VENDOR_ID") },
	{ 0x02, 2, CONSTANT, NAMED("DEVICE_ID") },
	{ 0x04, 2, STATE,    NAMED("COMMAND"), FIELDS(
		BIT("IO", 0), BIT("MEMORY", 1), BIT("MASTER", 2), BIT("SPECIAL", 3),
		BIT("INVALIDATE", 4), BIT("VGA_PALETTE", 5), BIT("PARITY", 6), BIT("WAIT", 7),
		BIT("SERR", 8), BIT("FAST_BACK", 9), BIT("INTX_DISABLE", 10)) },
	{ 0x06, 2, VOLATILE, NAMED("STATUS"), .w1c = 0xf900, FIELDS(
		BIT_AS(CONSTANT, "IMM_READY", 0), BIT("INTERRUPT", 3),
		BIT_AS(CONSTANT, "CAP_LIST", 4), BIT_AS(CONSTANT, "66MHZ", 5),
		BIT_AS(CONSTANT, "UDF", 6), BIT_AS(CONSTANT, "FAST_BACK", 7), BIT("PARITY", 8),
		BITS_AS(CONSTANT, "DEVSEL", 10, 9), BIT("SIG_TARGET_ABORT", 11),
		BIT("REC_TARGET_ABORT", 12), BIT("REC_MASTER_ABORT", 13),
		BIT("SIG_SYSTEM_ERROR", 14), BIT("DETECTED_PARITY", 15)) },
	{ 0x08, 1, CONSTANT, SETPCI("REVISION"), KERNEL("REVISION_ID") },
	{ 0x08, 4, CONSTANT, KERNEL("CLASS_REVISION"), .alias = true, FIELDS(
		BITS("REVISION", 7, 0), BITS("CLASS", 31, 8)) },
	{ 0x09, 1, CONSTANT, NAMED("CLASS_PROG") },
	{ 0x0a, 2, CONSTANT, NAMED("CLASS_DEVICE") },
	{ 0x0c, 1, STATE,    NAMED("CACHE_LINE_SIZE"), FIELDS(CODED(DWORDS, "SIZE", 7, 0)) },
	{ 0x0d, 1, STATE,    NAMED("LATENCY_TIMER"), FIELDS(CODED(CLOCKS, "CLOCKS", 7, 0)) },
	{ 0x0e, 1, CONSTANT, NAMED("HEADER_TYPE"), FIELDS(BITS("LAYOUT", 6, 0), BIT("MFD", 7)) },
	{ 0x0f, 1, STATE,    NAMED("BIST"), FIELDS(
		BITS_AS(VOLATILE, "CODE", 3, 0), BIT("START", 6), BIT_AS(CONSTANT, "CAPABLE", 7)) },
	{ 0x10, 4, UNIT,     NAMED("BASE_ADDRESS_0"), .unless = HEADER_TYPE2 },
	{ 0x10, 4, UNIT,     SETPCI("CB_CARDBUS_BASE"), .only_if = HEADER_TYPE2 },
	{ 0x14, 2, CONSTANT, SETPCI("CB_CAPABILITIES"), KERNEL("CB_CAPABILITY_LIST"),
	  .only_if = HEADER_TYPE2, FIELDS(BITS("POINTER", 7, 0)) },
	{ 0x14, 4, UNIT,     NAMED("BASE_ADDRESS_1"), .unless = HEADER_TYPE2 },
	{ 0x16, 2, VOLATILE, NAMED("CB_SEC_STATUS"), .w1c = 0xf900, .only_if = HEADER_TYPE2 },
	{ 0x18, 1, UNIT,     NAMED("PRIMARY_BUS"), .only_if = HEADER_TYPE1 },
	{ 0x18, 1, UNIT,     SETPCI("CB_BUS_NUMBER"), KERNEL("CB_PRIMARY_BUS"),
	  .only_if = HEADER_TYPE2 },
	{ 0x18, 4, UNIT,     NAMED("BASE_ADDRESS_2"), .only_if = HEADER_TYPE0 },
	{ 0x19, 1, UNIT,     NAMED("SECONDARY_BUS"), .only_if = HEADER_TYPE1 },
	{ 0x19, 1, UNIT,     SETPCI("CB_CARDBUS_NUMBER"), KERNEL("CB_CARD_BUS"),
	  .only_if = HEADER_TYPE2 },
	{ 0x1a, 1, UNIT,     NAMED("SUBORDINATE_BUS"), .only_if = HEADER_TYPE1 },
	{ 0x1a, 1, UNIT,     NAMED("CB_SUBORDINATE_BUS"), .only_if = HEADER_TYPE2 },
	{ 0x1b, 1, STATE,    NAMED("SEC_LATENCY_TIMER"), .only_if = HEADER_TYPE1, FIELDS(
		CODED(CLOCKS, "CLOCKS", 7, 0)) },
	{ 0x1b, 1, STATE,    SETPCI("CB_CARDBUS_LATENCY"), KERNEL("CB_LATENCY_TIMER"),
	  .only_if = HEADER_TYPE2 },
	{ 0x1c, 1, UNIT,     NAMED("IO_BASE"), .only_if = HEADER_TYPE1, FIELDS(
		BITS_AS(CONSTANT, "TYPE", 3, 0), CODED(IO_WINDOW, "BASE", 7, 4)) },
	{ 0x1c, 4, UNIT,     NAMED("BASE_ADDRESS_3"), .only_if = HEADER_TYPE0 },
	{ 0x1c, 4, UNIT,     NAMED("CB_MEMORY_BASE_0"), .only_if = HEADER_TYPE2 },
	{ 0x1d, 1, UNIT,     NAMED("IO_LIMIT"), .only_if = HEADER_TYPE1, FIELDS(
		BITS_AS(CONSTANT, "TYPE", 3, 0), CODED(IO_WINDOW_END, "LIMIT", 7, 4)) },
	{ 0x1e, 2, VOLATILE, NAMED("SEC_STATUS"), .w1c = 0xf900, .only_if = HEADER_TYPE1 },
	{ 0x20, 2, UNIT,     NAMED("MEMORY_BASE"), .only_if = HEADER_TYPE1, FIELDS(
		CODED(WINDOW, "BASE", 15, 4)) },
	{ 0x20, 4, UNIT,     NAMED("BASE_ADDRESS_4"), .only_if = HEADER_TYPE0 },
	{ 0x20, 4, UNIT,     NAMED("CB_MEMORY_LIMIT_0"), .only_if = HEADER_TYPE2 },
	{ 0x22, 2, UNIT,     NAMED("MEMORY_LIMIT"), .only_if = HEADER_TYPE1, FIELDS(
		CODED(WINDOW_END, "LIMIT", 15, 4)) },
	{ 0x24, 2, UNIT,     NAMED("PREF_MEMORY_BASE"), .only_if = HEADER_TYPE1, FIELDS(
		BITS_AS(CONSTANT, "TYPE", 3, 0), CODED(WINDOW, "BASE", 15, 4)) },
	{ 0x24, 4, UNIT,     NAMED("BASE_ADDRESS_5"), .only_if = HEADER_TYPE0 },
	{ 0x24, 4, UNIT,     NAMED("CB_MEMORY_BASE_1"), .only_if = HEADER_TYPE2 },
	{ 0x26, 2, UNIT,     NAMED("PREF_MEMORY_LIMIT"), .only_if = HEADER_TYPE1, FIELDS(
		BITS_AS(CONSTANT, "TYPE", 3, 0), CODED(WINDOW_END, "LIMIT", 15, 4)) },
	{ 0x28, 4, CONSTANT, NAMED("CARDBUS_CIS"), .only_if = HEADER_TYPE0 },
	{ 0x28, 4, UNIT,     NAMED("PREF_BASE_UPPER32"), .only_if = HEADER_TYPE1 },
	{ 0x28, 4, UNIT,     NAMED("CB_MEMORY_LIMIT_1"), .only_if = HEADER_TYPE2 },
	{ 0x2c, 2, CONSTANT, NAMED("SUBSYSTEM_VENDOR_ID"), .only_if = HEADER_TYPE0 },
	{ 0x2c, 2, UNIT,     NAMED("CB_IO_BASE_0"), .only_if = HEADER_TYPE2 },
	{ 0x2c, 4, UNIT,     NAMED("PREF_LIMIT_UPPER32"), .only_if = HEADER_TYPE1 },
	{ 0x2e, 2, CONSTANT, NAMED("SUBSYSTEM_ID"), .only_if = HEADER_TYPE0 },
	{ 0x2e, 2, UNIT,     NAMED("CB_IO_BASE_0_HI"), .only_if = HEADER_TYPE2 },
	{ 0x30, 2, UNIT,     NAMED("IO_BASE_UPPER16"), .only_if = HEADER_TYPE1 },
	{ 0x30, 2, UNIT,     NAMED("CB_IO_LIMIT_0"), .only_if = HEADER_TYPE2 },
	{ 0x30, 4, UNIT,     NAMED("ROM_ADDRESS"), .only_if = HEADER_TYPE0, FIELDS(
		BIT_AS(STATE, "ENABLE", 0), CODED(ROM, "ADDRESS", 31, 11)) },
	{ 0x32, 2, UNIT,     NAMED("IO_LIMIT_UPPER16"), .only_if = HEADER_TYPE1 },
	{ 0x32, 2, UNIT,     NAMED("CB_IO_LIMIT_0_HI"), .only_if = HEADER_TYPE2 },
	{ 0x34, 1, CONSTANT, SETPCI("CAPABILITIES"), KERNEL("CAPABILITY_LIST"),
	  .unless = HEADER_TYPE2 },
	{ 0x34, 2, UNIT,     NAMED("CB_IO_BASE_1"), .only_if = HEADER_TYPE2 },
	{ 0x36, 2, UNIT,     NAMED("CB_IO_BASE_1_HI"), .only_if = HEADER_TYPE2 },
	{ 0x38, 2, UNIT,     NAMED("CB_IO_LIMIT_1"), .only_if = HEADER_TYPE2 },
	{ 0x38, 4, UNIT,     SETPCI("BRIDGE_ROM_ADDRESS"), KERNEL("ROM_ADDRESS1"),
	  .only_if = HEADER_TYPE1, FIELDS(BIT_AS(STATE, "ENABLE", 0), CODED(ROM, "ADDRESS", 31, 11)) },
	{ 0x3a, 2, UNIT,     NAMED("CB_IO_LIMIT_1_HI"), .only_if = HEADER_TYPE2 },
	{ 0x3c, 1, UNIT,     NAMED("INTERRUPT_LINE") },
	{ 0x3d, 1, CONSTANT, NAMED("INTERRUPT_PIN") },
	{ 0x3e, 1, CONSTANT, NAMED("MIN_GNT"), .only_if = HEADER_TYPE0, FIELDS(CODED(QUARTER_US, "TIME", 7, 0)) },
	{ 0x3e, 2, STATE,    NAMED("BRIDGE_CONTROL"), .only_if = HEADER_TYPE1, FIELDS(
		BIT("PARITY", 0), BIT("SERR", 1), BIT("ISA", 2), BIT("VGA", 3),
		BIT("MASTER_ABORT", 5), BIT("BUS_RESET", 6), BIT("FAST_BACK", 7)) },
	{ 0x3e, 2, STATE,    KERNEL("CB_BRIDGE_CONTROL"), .only_if = HEADER_TYPE2, FIELDS(
		BIT("PARITY", 0), BIT("SERR", 1), BIT("ISA", 2), BIT("VGA", 3),
		BIT("MASTER_ABORT", 5), BIT("CB_RESET", 6), BIT("16BIT_INT", 7),
		BIT("PREFETCH_MEM0", 8), BIT("PREFETCH_MEM1", 9), BIT("POST_WRITES", 10)) },
	{ 0x3f, 1, CONSTANT, NAMED("MAX_LAT"), .only_if = HEADER_TYPE0, FIELDS(CODED(QUARTER_US, "TIME", 7, 0)) },
	{ 0x40, 2, CONSTANT, NAMED("CB_SUBSYSTEM_VENDOR_ID"), .only_if = HEADER_TYPE2 },
	{ 0x42, 2, CONSTANT, NAMED("CB_SUBSYSTEM_ID"), .only_if = HEADER_TYPE2 },
	{ 0x44, 4, UNIT,     NAMED("CB_LEGACY_MODE_BASE"), .only_if = HEADER_TYPE2 },
};
/* clang-format on */

const struct register_type *register_types_header(size_t *count)
{
	*count = ARRAY_LENGTH(header_types);
	return header_types;
}
