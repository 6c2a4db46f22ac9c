/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The capabilities that the kernel's pci_regs.h and setpci know, and the length in
 * bytes that vfio-pci assumes for each.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_CAPABILITY_H
#define VFIO_CFGTOOL_MODEL_VFIO_CAPABILITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* pci_regs.h: PCI_CAP_ID_x and PCI_EXT_CAP_ID_x that the rules and the registers name */
#define CAP_ID_NULL	0x00
#define CAP_ID_PM	0x01
#define CAP_ID_VPD	0x03
#define CAP_ID_MSI	0x05
#define CAP_ID_PCIX	0x07
#define CAP_ID_HT	0x08
#define CAP_ID_VNDR	0x09
#define CAP_ID_EXP	0x10
#define CAP_ID_MSIX	0x11
#define CAP_ID_SATA	0x12
#define CAP_ID_AF	0x13
#define CAP_ID_MAX	0x14
#define ECAP_ID_LAST	0xfd	/* fe and ff are the map's own values */
#define ECAP_ID_AER	0x01
#define ECAP_ID_VC	0x02
#define ECAP_ID_DSN	0x03
#define ECAP_ID_RCLINK	0x05
#define ECAP_ID_RCEC	0x07
#define ECAP_ID_MFVC	0x08
#define ECAP_ID_VC9	0x09
#define ECAP_ID_VNDR	0x0b
#define ECAP_ID_ACS	0x0d
#define ECAP_ID_ARI	0x0e
#define ECAP_ID_ATS	0x0f
#define ECAP_ID_SRIOV	0x10
#define ECAP_ID_REBAR	0x15
#define ECAP_ID_DPA	0x16
#define ECAP_ID_TPH	0x17
#define ECAP_ID_PASID	0x1b
#define ECAP_ID_DPC	0x1d
#define ECAP_ID_DVSEC	0x23
#define ECAP_ID_VF_REBAR 0x24
#define ECAP_ID_IDE	0x30
#define ECAP_ID_MMIO_RBL 0x36

/*
 * How vfio-pci finds a capability's length. FIXED: the number in the table (0: the
 * capability is hidden). All others: a field of the capability.
 */
enum length_rule {
	LENGTH_FIXED,
	LENGTH_MSI,
	LENGTH_PCIX,
	LENGTH_HT,
	LENGTH_VNDR,
	LENGTH_EXP,
	LENGTH_SATA,
	LENGTH_VC,
	LENGTH_VSEC,
	LENGTH_ACS,
	LENGTH_REBAR,
	LENGTH_DPA,
	LENGTH_TPH,
	LENGTH_DVSEC,
};

struct capability_type {
	const char *name;	/* setpci's, else pci_regs.h's; NULL: no such ID */
	const char *title;	/* the name in words */
	enum length_rule rule;
	uint8_t length;		/* bytes, for LENGTH_FIXED */
};

/*
 * The type of a standard (id up to ff) or extended (id up to ffff) capability,
 * or NULL if neither setpci nor pci_regs.h knows the ID. Const data.
 */
const struct capability_type *capability_find(bool extended, uint16_t id);

/* Bytes that the longest name takes, the final NUL among them. */
#define CAPABILITY_NAME_SIZE 24

/*
 * Writes the name to text: "CAP_PM", "ECAP_AER", else "CAP1f", "ECAP00ff".
 * Returns text.
 */
const char *capability_name(bool extended, uint16_t id, char text[CAPABILITY_NAME_SIZE]);

/*
 * Reads length bytes of text as the name of a capability, ignoring case: setpci's,
 * pci_regs.h's, or by number, "CAP1f", "ECAP00ff". False if it is no such name.
 */
bool capability_parse(const char *text, size_t length, bool *extended, uint16_t *id);

/* The name in words, or "" for an unknown ID. */
const char *capability_title(bool extended, uint16_t id);

#endif
