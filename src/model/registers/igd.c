/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Registers of Intel's integrated graphics that lie outside of capabilities, with the names
 * of the kernel: include/drm/intel/i915_drm.h, and ASLS of intel_opregion.c. The fields of
 * SNB_GMCH_CTRL are those from generation 8 on (BDW_GMCH_x there); generations 6 and 7 have
 * GMS in bits 7:3 and GGMS in 9:8, which no register tells apart.
 */
#include "model/registers/tables.h"

/* clang-format off */
static const struct register_type igd[] = {
	{ 0x50, 2, UNIT,     KERNEL("SNB_GMCH_CTRL"), .only_if = IGD, FIELDS(
		BIT("LOCK", 0), BIT("VGA_DISABLE", 1), BITS("GGMS", 7, 6), BITS("GMS", 15, 8)) },
	{ 0x5c, 4, UNIT,     KERNEL("INTEL_BSM"), .only_if = IGD, FIELDS(
		BIT("LOCK", 0), BITS("BASE", 31, 20)) },
	{ 0xc0, 4, UNIT,     KERNEL("INTEL_GEN11_BSM_DW0"), .only_if = IGD, FIELDS(
		BIT("LOCK", 0), BITS("BASE", 31, 20)) },
	{ 0xc4, 4, UNIT,     KERNEL("INTEL_GEN11_BSM_DW1"), .only_if = IGD },
	{ 0xfc, 4, UNIT,     KERNEL("ASLS"), .only_if = IGD },
};
/* clang-format on */

const struct register_type *register_types_igd(size_t *count)
{
	*count = ARRAY_LENGTH(igd);
	return igd;
}
