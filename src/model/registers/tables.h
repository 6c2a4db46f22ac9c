/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Macros for the tables of registers; only for the files that hold one. A row begins
 * with its offset, width and nature; its names follow.
 */
#ifndef VFIO_CFGTOOL_MODEL_REGISTERS_TABLES_H
#define VFIO_CFGTOOL_MODEL_REGISTERS_TABLES_H

#include "base/macros.h"
#include "model/registers/register.h"

/* The registers of one capability. */
struct register_table {
	const struct register_type *types;
	size_t count;
};

#define TABLE(rows) (&(const struct register_table){ rows, ARRAY_LENGTH(rows) })

/* Natures */
#define CONSTANT NATURE_CONSTANT
#define UNIT	 NATURE_UNIT
#define STATE	 NATURE_STATE
#define VOLATILE NATURE_VOLATILE

/* Names: setpci's, pci_regs.h's, the same in both, none */
#define SETPCI(name) .setpci = name
#define KERNEL(name) .kernel = name
#define NAMED(name)  .setpci = name, .kernel = name
#define UNNAMED	     .kernel = NULL

/* Variants: a type of HyperTransport capability (1f: none that is known), a DVSEC of CXL */
#define HT(type) (VARIANT_HT + (type))
#define CXL(id)	 (VARIANT_CXL + (id))

/*
 * Fields from bit 0 up; _AS: a field of another nature than its register's; CODED: one whose
 * code has a meaning, by enum register_coding without CODING_.
 */
#define FIELDS(...) .fields = (const struct register_field[]){ __VA_ARGS__, END_OF_FIELDS }
#define BITS(name, msb, lsb)		 BITS_AS(NATURE_OF_REGISTER, name, msb, lsb)
#define BIT(name, bit)			 BITS(name, bit, bit)
#define BITS_AS(nature, name, msb, lsb)	 { name, msb, lsb, nature, CODING_PLAIN }
#define BIT_AS(nature, name, bit)	 BITS_AS(nature, name, bit, bit)
#define CODED(coding, name, msb, lsb)	 CODED_AS(NATURE_OF_REGISTER, coding, name, msb, lsb)
#define CODED_AS(nature, coding, name, msb, lsb) { name, msb, lsb, nature, CODING_##coding }
#define END_OF_FIELDS			 { NULL, 0, 0, 0, 0 }

/* PCI_CAP_LIST_ID and PCI_CAP_LIST_NEXT; PCI_EXT_CAP_ID(), _VER() and _NEXT() */
#define STANDARD_HEADER                \
	{ 0x00, 1, CONSTANT, UNNAMED }, \
	{ 0x01, 1, CONSTANT, UNNAMED }
#define EXTENDED_HEADER                              \
	{ 0x00, 4, CONSTANT, UNNAMED, FIELDS(        \
		BITS("ID", 15, 0), BITS("VERSION", 19, 16), BITS("NEXT", 31, 20)) }

/* Tables that have a file of their own. */
extern const struct register_table register_table_express;
extern const struct register_table register_table_ht;
extern const struct register_table register_table_secpci;
extern const struct register_table register_table_dlnk;
extern const struct register_table register_table_pl_16gt;
extern const struct register_table register_table_lmr;
extern const struct register_table register_table_pl_32gt;
extern const struct register_table register_table_pl_64gt;
extern const struct register_table register_table_dvsec;
extern const struct register_table register_table_flit_log;
extern const struct register_table register_table_flit_ei;
extern const struct register_table register_table_mmio_rbl;

/* The tables of standard and of extended capabilities; NULL: none for this ID. */
const struct register_table *register_table_standard(uint16_t id);
const struct register_table *register_table_extended(uint16_t id);

#endif
