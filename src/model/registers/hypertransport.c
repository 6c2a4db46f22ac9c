/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Registers of the HyperTransport capability, each type's own, by HyperTransport 3.1,
 * chapter 7. Only those of MSI mapping have names in the kernel's pci_regs.h (7.3); those of
 * the others follow pciutils' lib/header.h.
 */
#include "model/registers/tables.h"

/* A command of a type whose other bits are not named. */
#define HT_COMMAND(type)                                            \
	{ 0x02, 2, STATE,    UNNAMED, .variant = HT(type), FIELDS( \
		BITS_AS(CONSTANT, "CAPTYPE", 15, 11)) }

/* Of a link: the same bits in all of them */
static const struct register_field link_control[] = {
	BIT("CFLE", 1), BIT("CST", 2), BIT("CFE", 3), BIT_AS(VOLATILE, "LKFAIL", 4),
	BIT_AS(VOLATILE, "INIT", 5), BIT("EOC", 6), BIT("TXO", 7),
	BITS_AS(VOLATILE, "CRCERR", 11, 8), BIT("ISOCEN", 12), BIT("LSEN", 13), BIT("EXTCTL", 14),
	BIT("64B", 15), END_OF_FIELDS,
};

static const struct register_field link_configuration[] = {
	BITS_AS(CONSTANT, "MLWI", 2, 0), BIT_AS(CONSTANT, "DFI", 3),
	BITS_AS(CONSTANT, "MLWO", 6, 4), BIT_AS(CONSTANT, "DFO", 7), BITS("LWI", 10, 8),
	BIT("DFIE", 11), BITS("LWO", 14, 12), BIT("DFOE", 15), END_OF_FIELDS,
};

static const struct register_field revision[] = {
	BITS("MIN", 4, 0), BITS("MAJ", 7, 5), END_OF_FIELDS,
};

static const struct register_field link_frequency[] = {
	BITS("FREQ", 3, 0), BIT_AS(VOLATILE, "PROT", 4), BIT_AS(VOLATILE, "OV", 5),
	BIT_AS(VOLATILE, "EOC", 6), BIT_AS(VOLATILE, "CTLT", 7), END_OF_FIELDS,
};

static const struct register_field frequencies[] = {
	BIT("200", 0), BIT("300", 1), BIT("400", 2), BIT("500", 3), BIT("600", 4), BIT("800", 5),
	BIT("1000", 6), BIT("1200", 7), BIT("1400", 8), BIT("1600", 9), BIT("VEND", 15),
	END_OF_FIELDS,
};

static const struct register_field errors[] = {
	BIT("PFLE", 0), BIT("OFLE", 1), BIT("PFE", 2), BIT("OFE", 3), BIT("EOCFE", 4),
	BIT("RFE", 5), BIT("CRCFE", 6), BIT("SERRFE", 7), BIT_AS(VOLATILE, "CF", 8),
	BIT_AS(VOLATILE, "RE", 9), BIT("PNFE", 10), BIT("ONFE", 11), BIT("EOCNFE", 12),
	BIT("RNFE", 13), BIT("CRCNFE", 14), BIT("SERRNFE", 15), END_OF_FIELDS,
};

/* Retry mode: two links side by side */
static const struct register_field retry_control[] = {
	BIT("LRETEN", 0), BIT("FSER", 1), BIT("ROLNEN", 2), BIT("FSS", 3), BIT("RETNEN", 4),
	BIT("RETFEN", 5), BITS("AA", 7, 6), END_OF_FIELDS,
};

static const struct register_field retry_status[] = {
	BIT("RETSNT", 0), BIT("CNTROL", 1), BIT("SRCV", 2), END_OF_FIELDS,
};

/* clang-format off */
static const struct register_type ht[] = {
	STANDARD_HEADER,
	/* Slave or primary interface */
	{ 0x02, 2, STATE,    KERNEL("HT_PRI_CMD"), .variant = HT(0x00), FIELDS(
		BITS("BUID", 4, 0), BITS_AS(CONSTANT, "UC", 9, 5), BIT_AS(CONSTANT, "MH", 10),
		BIT("DD", 11), BIT("DUL", 12), BITS_AS(CONSTANT, "CAPTYPE", 15, 13)) },
	{ 0x04, 2, STATE,    KERNEL("HT_PRI_LCTR0"), .variant = HT(0x00), .fields = link_control },
	{ 0x06, 2, STATE,    KERNEL("HT_PRI_LCNF0"), .variant = HT(0x00), .fields = link_configuration },
	{ 0x08, 2, STATE,    KERNEL("HT_PRI_LCTR1"), .variant = HT(0x00), .fields = link_control },
	{ 0x0a, 2, STATE,    KERNEL("HT_PRI_LCNF1"), .variant = HT(0x00), .fields = link_configuration },
	{ 0x0c, 1, CONSTANT, KERNEL("HT_PRI_RID"), .variant = HT(0x00), .fields = revision },
	{ 0x0d, 1, STATE,    KERNEL("HT_PRI_LFRER0"), .variant = HT(0x00), .fields = link_frequency },
	{ 0x0e, 2, CONSTANT, KERNEL("HT_PRI_LFCAP0"), .variant = HT(0x00), .fields = frequencies },
	{ 0x10, 1, CONSTANT, KERNEL("HT_PRI_FTR"), .variant = HT(0x00), FIELDS(
		BIT("ISOCFC", 0), BIT("LDTSTOP", 1), BIT("CRCTM", 2), BIT("ECTLT", 3),
		BIT("64BA", 4), BIT("UIDRD", 5)) },
	{ 0x11, 1, STATE,    KERNEL("HT_PRI_LFRER1"), .variant = HT(0x00), .fields = link_frequency },
	{ 0x12, 2, CONSTANT, KERNEL("HT_PRI_LFCAP1"), .variant = HT(0x00), .fields = frequencies },
	{ 0x14, 2, STATE,    KERNEL("HT_PRI_ES"), .variant = HT(0x00) },
	{ 0x16, 2, STATE,    KERNEL("HT_PRI_EH"), .variant = HT(0x00), .fields = errors },
	{ 0x18, 1, STATE,    KERNEL("HT_PRI_MBU"), .variant = HT(0x00) },
	{ 0x19, 1, STATE,    KERNEL("HT_PRI_MLU"), .variant = HT(0x00) },
	{ 0x1a, 1, UNIT,     KERNEL("HT_PRI_BN"), .variant = HT(0x00) },

	/* Host or secondary interface */
	{ 0x02, 2, STATE,    KERNEL("HT_SEC_CMD"), .variant = HT(0x04), FIELDS(
		BIT("WR", 0), BIT_AS(CONSTANT, "DE", 1), BITS_AS(UNIT, "DN", 6, 2), BIT("CS", 7),
		BIT("HH", 8), BIT("AS", 10), BIT_AS(VOLATILE, "HIECE", 11), BIT("DUL", 12),
		BITS_AS(CONSTANT, "CAPTYPE", 15, 13)) },
	{ 0x04, 2, STATE,    KERNEL("HT_SEC_LCTR"), .variant = HT(0x04), .fields = link_control },
	{ 0x06, 2, STATE,    KERNEL("HT_SEC_LCNF"), .variant = HT(0x04), .fields = link_configuration },
	{ 0x08, 1, CONSTANT, KERNEL("HT_SEC_RID"), .variant = HT(0x04), .fields = revision },
	{ 0x09, 1, STATE,    KERNEL("HT_SEC_LFRER"), .variant = HT(0x04), .fields = link_frequency },
	{ 0x0a, 2, CONSTANT, KERNEL("HT_SEC_LFCAP"), .variant = HT(0x04), .fields = frequencies },
	{ 0x0c, 2, CONSTANT, KERNEL("HT_SEC_FTR"), .variant = HT(0x04), FIELDS(
		BIT("ISOCFC", 0), BIT("LDTSTOP", 1), BIT("CRCTM", 2), BIT("ECTLT", 3),
		BIT("64BA", 4), BIT("UIDRD", 5), BIT("EXTRS", 8), BIT_AS(STATE, "UCNFE", 9)) },
	{ 0x10, 2, STATE,    KERNEL("HT_SEC_ES"), .variant = HT(0x04) },
	{ 0x12, 2, STATE,    KERNEL("HT_SEC_EH"), .variant = HT(0x04), .fields = errors },
	{ 0x14, 1, STATE,    KERNEL("HT_SEC_MBU"), .variant = HT(0x04) },
	{ 0x15, 1, STATE,    KERNEL("HT_SEC_MLU"), .variant = HT(0x04) },

	/* Switch */
	{ 0x02, 2, STATE,    KERNEL("HT_SW_CMD"), .variant = HT(0x08), FIELDS(
		BIT_AS(VOLATILE, "VIBERR", 7), BIT("VIBFL", 8), BIT("VIBFT", 9), BIT("VIBNFT", 10),
		BITS_AS(CONSTANT, "CAPTYPE", 15, 11)) },
	{ 0x04, 4, STATE,    KERNEL("HT_SW_PMASK"), .variant = HT(0x08) },
	{ 0x08, 4, STATE,    KERNEL("HT_SW_SWINF"), .variant = HT(0x08), FIELDS(
		BITS("DP", 4, 0), BIT("EN", 5), BIT("CR", 6), BITS("PCIDX", 11, 8),
		BITS("BLRIDX", 17, 12), BIT("HP", 18), BIT("HIDE", 19)) },
	{ 0x0c, 4, VOLATILE, KERNEL("HT_SW_PCD"), .variant = HT(0x08) },
	{ 0x10, 4, STATE,    KERNEL("HT_SW_BLRD"), .variant = HT(0x08) },
	{ 0x14, 4, STATE,    KERNEL("HT_SW_SBD"), .variant = HT(0x08) },

	/* Interrupt discovery and configuration; revision ID */
	HT_COMMAND(0x10),
	{ 0x04, 4, VOLATILE, KERNEL("HT_IDC_DATA"), .variant = HT(0x10) },
	{ 0x02, 2, CONSTANT, KERNEL("HT_RID_RID"), .variant = HT(0x11), FIELDS(
		BITS("MIN", 4, 0), BITS("MAJ", 7, 5), BITS("CAPTYPE", 15, 11)) },

	/* UnitID clumping */
	HT_COMMAND(0x12),
	{ 0x04, 4, CONSTANT, KERNEL("HT_UIDC_CS"), .variant = HT(0x12) },
	{ 0x08, 4, STATE,    KERNEL("HT_UIDC_CE"), .variant = HT(0x12) },

	/* Access to extended configuration space */
	HT_COMMAND(0x13),
	{ 0x04, 4, STATE,    KERNEL("HT_ECSA_ADDR"), .variant = HT(0x13), FIELDS(
		BITS("REG", 11, 2), BITS("FUN", 14, 12), BITS("DEV", 19, 15), BITS("BUS", 27, 20),
		BIT("TYPE", 28)) },
	{ 0x08, 4, VOLATILE, KERNEL("HT_ECSA_DATA"), .variant = HT(0x13) },

	/* Address mapping */
	{ 0x02, 2, STATE,    KERNEL("HT_AM_CMD"), .variant = HT(0x14), FIELDS(
		BITS_AS(CONSTANT, "NDMA", 3, 0), BITS("IOSIZ", 8, 4),
		BITS_AS(CONSTANT, "MT", 10, 9), BITS_AS(CONSTANT, "CAPTYPE", 15, 11)) },

	/* MSI mapping */
	{ 0x02, 2, STATE,    KERNEL("HT_MSI_FLAGS"), .variant = HT(0x15), FIELDS(
		BIT("ENABLE", 0), BIT_AS(CONSTANT, "FIXED", 1),
		BITS_AS(CONSTANT, "CAPTYPE", 15, 11)) },
	{ 0x04, 4, UNIT,     KERNEL("HT_MSI_ADDR_LO"), .variant = HT(0x15), FIELDS(
		BITS("ADDR", 31, 20)) },
	{ 0x08, 4, UNIT,     KERNEL("HT_MSI_ADDR_HI"), .variant = HT(0x15) },

	/* DirectRoute */
	{ 0x02, 2, STATE,    KERNEL("HT_DR_CMD"), .variant = HT(0x16), FIELDS(
		BITS_AS(CONSTANT, "NDRS", 3, 0), BITS("IDX", 8, 4),
		BITS_AS(CONSTANT, "CAPTYPE", 15, 11)) },
	{ 0x04, 4, STATE,    KERNEL("HT_DR_EN"), .variant = HT(0x16) },
	{ 0x08, 4, STATE,    KERNEL("HT_DR_DATA"), .variant = HT(0x16) },

	/* Sets of virtual channels */
	HT_COMMAND(0x17),
	{ 0x04, 1, CONSTANT, KERNEL("HT_VCS_SUP"), .variant = HT(0x17) },
	{ 0x05, 1, STATE,    KERNEL("HT_VCS_L1EN"), .variant = HT(0x17) },
	{ 0x06, 1, STATE,    KERNEL("HT_VCS_L0EN"), .variant = HT(0x17) },
	{ 0x08, 1, STATE,    KERNEL("HT_VCS_SBD"), .variant = HT(0x17) },
	{ 0x09, 1, STATE,    KERNEL("HT_VCS_SINT"), .variant = HT(0x17) },
	{ 0x0a, 1, CONSTANT, KERNEL("HT_VCS_SSUP"), .variant = HT(0x17) },
	{ 0x0c, 1, STATE,    KERNEL("HT_VCS_NFCBD"), .variant = HT(0x17) },
	{ 0x0d, 1, STATE,    KERNEL("HT_VCS_NFCINT"), .variant = HT(0x17) },

	/* Retry mode */
	HT_COMMAND(0x18),
	{ 0x04, 1, STATE,    KERNEL("HT_RM_CTR0"), .variant = HT(0x18), .fields = retry_control },
	{ 0x05, 1, VOLATILE, KERNEL("HT_RM_STS0"), .variant = HT(0x18), .w1c = 0x07,
	  .fields = retry_status },
	{ 0x06, 1, STATE,    KERNEL("HT_RM_CTR1"), .variant = HT(0x18), .fields = retry_control },
	{ 0x07, 1, VOLATILE, KERNEL("HT_RM_STS1"), .variant = HT(0x18), .w1c = 0x07,
	  .fields = retry_status },
	{ 0x08, 2, VOLATILE, KERNEL("HT_RM_CNT0"), .variant = HT(0x18) },
	{ 0x0a, 2, VOLATILE, KERNEL("HT_RM_CNT1"), .variant = HT(0x18) },

	/* What is not known */
	HT_COMMAND(0x1f),
};
/* clang-format on */

const struct register_table register_table_ht = { ht, ARRAY_LENGTH(ht) };
