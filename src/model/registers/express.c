/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Registers of the PCI Express capability, with the names of the kernel's pci_regs.h
 * (7.3). What has no name there has one by PCI Express 6.2, 7.5.3.
 */
#include "model/registers/tables.h"

/* clang-format off */
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
		BIT("LBNC", 21), BIT("ASPMOC", 22), BITS_AS(UNIT, "PN", 31, 24)) },
	{ 0x10, 2, STATE,    KERNEL("EXP_LNKCTL"), .only_if = EXP_LINK, FIELDS(
		BITS("ASPMC", 1, 0), BIT("RCB", 3), BIT("LD", 4), BIT("RL", 5), BIT("CCC", 6),
		BIT("ES", 7), BIT("CLKREQ_EN", 8), BIT("HAWD", 9), BIT("LBMIE", 10),
		BIT("LABIE", 11), BIT("FLIT_DIS", 13), BITS("DRS_SIGNAL", 15, 14)) },
	{ 0x12, 2, VOLATILE, KERNEL("EXP_LNKSTA"), .w1c = 0xc000, .only_if = EXP_LINK, FIELDS(
		BITS("CLS", 3, 0), BITS("NLW", 9, 4), BIT("TR_ERR", 10), BIT("LT", 11), BIT_AS(CONSTANT, "SLC", 12),
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
		BIT("ATOMIC_COMP128", 9), BIT("NO_RO_PRPR", 10), BIT("LTR", 11),
		BITS("TPH_COMP", 13, 12), BITS("LN_CLS", 15, 14), BIT("10BIT_TAG_COMP", 16),
		BIT("10BIT_TAG_REQ", 17), BITS("OBFF", 19, 18), BIT("EXT_FMT", 20),
		BIT("EE_PREFIX", 21), BITS("EE_PREFIX_MAX", 23, 22), BITS("EPR", 25, 24),
		BIT("EPR_INIT", 26), BIT("DMWR_COMP", 28), BITS("DMWR_LEN", 30, 29),
		BIT("FRS", 31)) },
	{ 0x28, 2, STATE,    KERNEL("EXP_DEVCTL2"), .only_if = EXP_V2, FIELDS(
		BITS("COMP_TIMEOUT", 3, 0), BIT("COMP_TMOUT_DIS", 4), BIT("ARI", 5),
		BIT("ATOMIC_REQ", 6), BIT("ATOMIC_EGRESS_BLOCK", 7), BIT("IDO_REQ_EN", 8),
		BIT("IDO_CMP_EN", 9), BIT("LTR_EN", 10), BIT("EPR_REQ", 11),
		BIT("10BIT_TAG_REQ_EN", 12), BITS("OBFF", 14, 13), BIT("EE_PREFIX_BLOCK", 15)) },
	{ 0x2a, 2, VOLATILE, KERNEL("EXP_DEVSTA2"), .only_if = EXP_V2 },
	{ 0x2c, 4, CONSTANT, KERNEL("EXP_LNKCAP2"), .only_if = EXP_V2 | EXP_LINK, FIELDS(
		BITS("SLS", 7, 1), BIT("CROSSLINK", 8), BITS("LOWER_SKP_GEN", 15, 9),
		BITS("LOWER_SKP_RCV", 22, 16), BIT("RETIMER", 23), BIT("2RETIMERS", 24),
		BIT("DRS", 31)) },
	{ 0x30, 2, STATE,    KERNEL("EXP_LNKCTL2"), .only_if = EXP_V2 | EXP_LINK, FIELDS(
		BITS("TLS", 3, 0), BIT("ENTER_COMP", 4), BIT("HASD", 5), BIT("SEL_DEEMPHASIS", 6),
		BITS("TX_MARGIN", 9, 7), BIT("ENTER_MOD_COMP", 10), BIT("COMP_SOS", 11),
		BITS("COMP_DEEMPHASIS", 15, 12)) },
	{ 0x32, 2, VOLATILE, KERNEL("EXP_LNKSTA2"), .w1c = 0x8020, .only_if = EXP_V2 | EXP_LINK, FIELDS(
		BIT("DEEMPHASIS", 0), BIT("EQU_COMP", 1), BIT("EQU_PHASE1", 2),
		BIT("EQU_PHASE2", 3), BIT("EQU_PHASE3", 4), BIT("EQU_REQ", 5), BIT("RETIMER", 6),
		BIT("2RETIMERS", 7), BITS("CROSSLINK", 9, 8), BIT("FLIT", 10),
		BITS("COMPONENT", 14, 12), BIT("DRS_RCVD", 15)) },
	{ 0x34, 4, CONSTANT, KERNEL("EXP_SLTCAP2"), .only_if = EXP_V2 | EXP_SLOT, FIELDS(
		BIT("IBPD", 0)) },
	{ 0x38, 2, STATE,    KERNEL("EXP_SLTCTL2"), .only_if = EXP_V2 | EXP_SLOT },
	{ 0x3a, 2, VOLATILE, KERNEL("EXP_SLTSTA2"), .only_if = EXP_V2 | EXP_SLOT },
};
/* clang-format on */

const struct register_table register_table_express = { express, ARRAY_LENGTH(express) };
