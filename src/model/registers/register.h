/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Registers of the header and of the capabilities, with their fields: names,
 * places, and how each behaves: facts of pci_regs.h, setpci and the PCI
 * standards. What VFIO does with them is the policy.
 */
#ifndef VFIO_CFGTOOL_MODEL_REGISTERS_REGISTER_H
#define VFIO_CFGTOOL_MODEL_REGISTERS_REGISTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a register gets its value and whether it changes. */
enum nature {
	NATURE_CONSTANT,	/* the same in all devices of one model */
	NATURE_UNIT,		/* belongs to this device or machine: serial number, BAR */
	NATURE_STATE,		/* a driver sets it */
	NATURE_VOLATILE,	/* changes by itself: status, counters */
};

/* How the code in a field names a value; meaning.c says what each of them is. */
enum register_coding {
	CODING_PLAIN = 0,	/* the code is the value, a number without unit */
	CODING_PAYLOAD,		/* bytes: 128, 256, ... 4096 */
	CODING_SPEED, CODING_SPEEDS,
	CODING_LANES, CODING_LANES_POWER,
	CODING_L0S_ACCEPTED, CODING_L1_ACCEPTED, CODING_L0S_EXIT, CODING_L1_EXIT,
	CODING_TIMEOUT,
	CODING_LTR, CODING_LTR_THRESHOLD,	/* with a scale in another field, as: */
	CODING_POWER_ON,
	CODING_US,
	CODING_WATTS,
	CODING_AUX_CURRENT,
	CODING_MSI_VECTORS, CODING_MSIX_VECTORS,
	CODING_ENTRIES,		/* one more than the code, as: */
	CODING_GROUPS,
	CODING_REBAR, CODING_REBAR_SIZES, CODING_REBAR_MORE,
	CODING_PAGE, CODING_PAGES,
	CODING_DWORDS,
	CODING_CLOCKS,
	CODING_QUARTER_US,
	CODING_NS,
	CODING_BITS,
	CODING_FUNCTIONS,
	CODING_QUEUE,
	CODING_LOG2_BYTES,
	CODING_PCIX_READ, CODING_PCIX_SPLITS, CODING_PCIX_TOTAL,
	CODING_CXL_TIMEOUT, CODING_CXL_FLUSH, CODING_CXL_CACHE,
	CODING_MILLIWATTS,
	CODING_OFFSET_8,
	CODING_ROM,
	CODING_WINDOW, CODING_WINDOW_END, CODING_IO_WINDOW, CODING_IO_WINDOW_END,
	CODINGS,
};

/* Bits msb to lsb of a register, bit 0 the lowest. */
struct register_field {
	const char *name;	/* pci_regs.h's, without the register's; NULL ends a list */
	uint8_t msb, lsb;
	uint8_t nature;		/* enum nature, or NATURE_OF_REGISTER */
	uint8_t coding;		/* enum register_coding */
};

#define NATURE_OF_REGISTER 0xff

/*
 * Facts of a device or a capability that decide which registers it has; one bit each.
 */
enum register_condition {
	HEADER_TYPE0		= 1 << 0,	/* PCI_HEADER_TYPE_NORMAL, _BRIDGE, _CARDBUS */
	HEADER_TYPE1		= 1 << 1,
	HEADER_TYPE2		= 1 << 2,
	MSI_64			= 1 << 3,	/* PCI_MSI_FLAGS_64BIT */
	MSI_MASK		= 1 << 4,	/* PCI_MSI_FLAGS_MASKBIT */
	PCIX_ECC		= 1 << 5,	/* PCI_X_CMD_VERSION is not 0 */
	EXP_PORT		= 1 << 6,	/* a root port or a port of a switch */
	SATA_INLINE		= 1 << 7,	/* index and data are in the capability */
	EXP_V2			= 1 << 8,	/* PCI_EXP_FLAGS_VERS is not 1 */
	EXP_LINK		= 1 << 9,	/* not an integrated endpoint or event collector */
	EXP_SLOT		= 1 << 10,	/* PCI_EXP_FLAGS_SLOT, of a downstream port */
	EXP_ROOT		= 1 << 11,	/* a root port or event collector */
	EXP_PREFIX		= 1 << 12,	/* PCI_EXP_DEVCAP2_EE_PREFIX */
	RCEC_V2			= 1 << 13,
	ACS_EGRESS		= 1 << 14,	/* PCI_ACS_EC */
	TPH_TABLE		= 1 << 15,	/* PCI_TPH_LOC_CAP */
	DPC_RP_EXT		= 1 << 16,	/* PCI_EXP_DPC_CAP_RP_EXT */
	IDE_LINK		= 1 << 17,	/* PCI_IDE_CAP_LINK */
	VIRTIO_NOTIFY		= 1 << 18,	/* VIRTIO_PCI_CAP_NOTIFY_CFG */
	VIRTIO_WINDOW		= 1 << 19,	/* VIRTIO_PCI_CAP_PCI_CFG */
	VIRTIO_MEMORY		= 1 << 20,	/* VIRTIO_PCI_CAP_SHARED_MEMORY_CFG */
	IGD			= 1 << 21,	/* a graphics device of Intel's that is no PCI Express endpoint */
};

/*
 * What a capability is whose ID alone does not say it: one of a kind, or VARIANT_ANY. A row
 * with VARIANT_ANY is of all of them.
 */
enum register_variant {
	VARIANT_ANY = 0,
	VARIANT_VIRTIO = 1,	/* a vendor's: struct virtio_pci_cap of linux/virtio_pci.h */
	VARIANT_INTEL = 2,	/* a vendor's: Intel's CAPID0, version 1 */
	VARIANT_HT = 0x20,	/* + bits 15:11 of a HyperTransport command */
	VARIANT_HT_UNKNOWN = VARIANT_HT + 0x1f,
	VARIANT_CXL = 0x40,	/* + the ID, up to f, of a DVSEC of CXL (1e98) */
};

/*
 * One register. The rows of a capability ascend. Rows that can exist together do not
 * overlap, except aliases.
 */
struct register_type {
	uint16_t offset;	/* bytes from the start of the capability */
	uint8_t width;		/* bytes: 1, 2, 4 */
	uint8_t nature;		/* enum nature */
	uint8_t stride;		/* bytes to its next repeat; 0: it does not repeat */
	bool alias;		/* another name for bytes that have a row already */
	uint8_t variant;	/* enum register_variant */
	uint32_t only_if;	/* enum register_condition: all of them hold ... */
	uint32_t unless;	/* ... and none of these */
	const char *setpci;	/* setpci's name of a header register, or NULL */
	const char *kernel;	/* pci_regs.h's name without PCI_, or NULL; only VC_x repeat */
	uint32_t w1c;		/* bits that a write of 1 clears, by the PCI standards */
	const struct register_field *fields;	/* ended by one without name; NULL: none */
};

/*
 * The registers of the header, or of a standard (id up to ff) or extended
 * capability; *count is 0 if none is known. Const data.
 */
const struct register_type *register_types_header(size_t *count);
const struct register_type *register_types(bool extended, uint16_t id, size_t *count);

/*
 * Those of Intel's integrated graphics between its capabilities; offsets are from the
 * start of configuration space.
 */
const struct register_type *register_types_igd(size_t *count);

/* The nature of a field, or (NULL) of the register's bits outside its fields. */
enum nature register_nature(const struct register_type *type, const struct register_field *field);

/* The bits of a register that change by themselves, also those without a field. */
uint32_t register_volatile_bits(const struct register_type *type);

/* "constant", "unit", "state", "volatile": stable. */
const char *register_nature_name(enum nature nature);

#endif
