/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/capability.h"

#include <stddef.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/macros.h"

/*
 * Lengths: the kernel's tables pci_cap_length[] and pci_ext_cap_length[] of
 * drivers/vfio/pci/vfio_pci_config.c, with the sizes of
 * include/uapi/linux/pci_regs.h; equal from 5.10 to 7.3 but for DVSEC.
 * Names: setpci --dumpregs of pciutils 3.9, else pci_regs.h; from 32 on, 2b and 2c those of
 * pciutils 3.15, which the kernel's table does not have.
 */
/* clang-format off */
static const struct capability_type standard_types[] = {
	/* ID	   name			title				rule		length */
	[0x01] = { "CAP_PM",		"Power Management",		LENGTH_FIXED,	8 },
	[0x02] = { "CAP_AGP",		"AGP",				LENGTH_FIXED,	12 },
	[0x03] = { "CAP_VPD",		"Vital Product Data",		LENGTH_FIXED,	8 },
	[0x04] = { "CAP_SLOTID",	"Slot Identification",		LENGTH_FIXED,	0 },
	[0x05] = { "CAP_MSI",		"MSI",				LENGTH_MSI,	0 },
	[0x06] = { "CAP_CHSWP",		"CompactPCI Hot Swap",		LENGTH_FIXED,	0 },
	[0x07] = { "CAP_PCIX",		"PCI-X",			LENGTH_PCIX,	0 },
	[0x08] = { "CAP_HT",		"HyperTransport",		LENGTH_HT,	0 },
	[0x09] = { "CAP_VNDR",		"Vendor-Specific",		LENGTH_VNDR,	0 },
	[0x0a] = { "CAP_DBG",		"Debug Port",			LENGTH_FIXED,	0 },
	[0x0b] = { "CAP_CCRC",		"CompactPCI Resource Control",	LENGTH_FIXED,	0 },
	[0x0c] = { "CAP_HOTPLUG",	"Standard Hot-Plug Controller",	LENGTH_FIXED,	0 },
	[0x0d] = { "CAP_SSVID",		"Bridge Subsystem IDs",		LENGTH_FIXED,	0 },
	[0x0e] = { "CAP_AGP3",		"AGP 8x",			LENGTH_FIXED,	0 },
	[0x0f] = { "CAP_SECURE",	"Secure Device",		LENGTH_FIXED,	0 },
	[0x10] = { "CAP_EXP",		"PCI Express",			LENGTH_EXP,	0 },
	[0x11] = { "CAP_MSIX",		"MSI-X",			LENGTH_FIXED,	12 },
	[0x12] = { "CAP_SATA",		"SATA Data/Index",		LENGTH_SATA,	0 },
	[0x13] = { "CAP_AF",		"Advanced Features",		LENGTH_FIXED,	6 },
	[0x14] = { "CAP_EA",		"Enhanced Allocation",		LENGTH_FIXED,	0 },
};

static const struct capability_type extended_types[] = {
	[0x01] = { "ECAP_AER",		"Advanced Error Reporting",	LENGTH_FIXED,	0x2c },
	[0x02] = { "ECAP_VC",		"Virtual Channel",		LENGTH_VC,	0 },
	[0x03] = { "ECAP_DSN",		"Device Serial Number",		LENGTH_FIXED,	12 },
	[0x04] = { "ECAP_PB",		"Power Budgeting",		LENGTH_FIXED,	0x10 },
	[0x05] = { "ECAP_RCLINK",	"Root Complex Link Declaration", LENGTH_FIXED,	0 },
	[0x06] = { "ECAP_RCILINK",	"Root Complex Internal Link",	LENGTH_FIXED,	0 },
	[0x07] = { "ECAP_RCEC",		"Root Complex Event Collector",	LENGTH_FIXED,	0 },
	[0x08] = { "ECAP_MFVC",		"Multi-Function Virtual Channel", LENGTH_VC,	0 },
	[0x09] = { "ECAP_VC2",		"Virtual Channel (MFVC)",	LENGTH_VC,	0 },
	[0x0a] = { "ECAP_RBCB",		"Root Complex Register Block",	LENGTH_FIXED,	0 },
	[0x0b] = { "ECAP_VNDR",		"Vendor-Specific",		LENGTH_VSEC,	0 },
	[0x0c] = { "ECAP_CAC",		"Configuration Access",		LENGTH_FIXED,	0 },
	[0x0d] = { "ECAP_ACS",		"Access Control Services",	LENGTH_ACS,	0 },
	[0x0e] = { "ECAP_ARI",		"Alternative Routing-ID",	LENGTH_FIXED,	8 },
	[0x0f] = { "ECAP_ATS",		"Address Translation Services",	LENGTH_FIXED,	8 },
	[0x10] = { "ECAP_SRIOV",	"Single Root I/O Virtualization", LENGTH_FIXED,	0x40 },
	[0x11] = { "ECAP_MRIOV",	"Multi Root I/O Virtualization", LENGTH_FIXED,	0 },
	[0x12] = { "ECAP_MCAST",	"Multicast",			LENGTH_FIXED,	40 },
	[0x13] = { "ECAP_PRI",		"Page Request Interface",	LENGTH_FIXED,	16 },
	[0x14] = { "ECAP_AMD_XXX",	"Reserved for AMD",		LENGTH_FIXED,	0 },
	[0x15] = { "ECAP_REBAR",	"Resizable BAR",		LENGTH_REBAR,	0 },
	[0x16] = { "ECAP_DPA",		"Dynamic Power Allocation",	LENGTH_DPA,	0 },
	[0x17] = { "ECAP_TPH",		"TPH Requester",		LENGTH_TPH,	0 },
	[0x18] = { "ECAP_LTR",		"Latency Tolerance Reporting",	LENGTH_FIXED,	8 },
	[0x19] = { "ECAP_SECPCI",	"Secondary PCI Express",	LENGTH_FIXED,	0 },
	[0x1a] = { "ECAP_PMUX",		"Protocol Multiplexing",	LENGTH_FIXED,	0 },
	[0x1b] = { "ECAP_PASID",	"Process Address Space ID",	LENGTH_FIXED,	0 },
	[0x1c] = { "ECAP_LNR",		"LN Requester",			LENGTH_FIXED,	0 },
	[0x1d] = { "ECAP_DPC",		"Downstream Port Containment",	LENGTH_FIXED,	0 },
	[0x1e] = { "ECAP_L1PM",		"L1 PM Substates",		LENGTH_FIXED,	0 },
	[0x1f] = { "ECAP_PTM",		"Precision Time Measurement",	LENGTH_FIXED,	0 },
	[0x20] = { "ECAP_M_PCIE",	"PCI Express over M-PHY",	LENGTH_FIXED,	0 },
	[0x21] = { "ECAP_FRS",		"FRS Queueing",			LENGTH_FIXED,	0 },
	[0x22] = { "ECAP_RTR",		"Readiness Time Reporting",	LENGTH_FIXED,	0 },
	[0x23] = { "ECAP_DVSEC",	"Designated Vendor-Specific",	LENGTH_DVSEC,	0 },
	[0x24] = { "ECAP_VF_REBAR",	"VF Resizable BAR",		LENGTH_FIXED,	0 },
	[0x25] = { "ECAP_DLNK",		"Data Link Feature",		LENGTH_FIXED,	0 },
	[0x26] = { "ECAP_16GT",		"Physical Layer 16.0 GT/s",	LENGTH_FIXED,	0 },
	[0x27] = { "ECAP_LMR",		"Lane Margining at the Receiver", LENGTH_FIXED,	0 },
	[0x28] = { "ECAP_HIER_ID",	"Hierarchy ID",			LENGTH_FIXED,	0 },
	[0x29] = { "ECAP_NPEM",		"Native Enclosure Management",	LENGTH_FIXED,	0 },
	[0x2a] = { "ECAP_PL_32GT",	"Physical Layer 32.0 GT/s",	LENGTH_FIXED,	0 },
	[0x2b] = { "ECAP_ALT_PROT",	"Alternate Protocol",		LENGTH_FIXED,	0 },
	[0x2c] = { "ECAP_SFI",		"System Firmware Intermediary",	LENGTH_FIXED,	0 },
	[0x2e] = { "ECAP_DOE",		"Data Object Exchange",		LENGTH_FIXED,	0 },
	[0x2f] = { "ECAP_DEV3",		"Device 3",			LENGTH_FIXED,	0 },
	[0x30] = { "ECAP_IDE",		"Integrity and Data Encryption", LENGTH_FIXED,	0 },
	[0x31] = { "ECAP_PL_64GT",	"Physical Layer 64.0 GT/s",	LENGTH_FIXED,	0 },
	[0x32] = { "ECAP_FLIT_LOG",	"Flit Logging",			LENGTH_FIXED,	0 },
	[0x33] = { "ECAP_FLIT_PM",	"Flit Performance Measurement",	LENGTH_FIXED,	0 },
	[0x34] = { "ECAP_FLIT_EI",	"Flit Error Injection",		LENGTH_FIXED,	0 },
	[0x35] = { "ECAP_SVC",		"Streamlined Virtual Channel",	LENGTH_FIXED,	0 },
	[0x36] = { "ECAP_MMIO_RBL",	"MMIO Register Block Locator",	LENGTH_FIXED,	0 },
	[0x37] = { "ECAP_NOP_FLIT",	"NOP Flit",			LENGTH_FIXED,	0 },
	[0x38] = { "ECAP_SIOV",		"Scalable I/O Virtualization",	LENGTH_FIXED,	0 },
	[0x39] = { "ECAP_128GT",	"Physical Layer 128.0 GT/s",	LENGTH_FIXED,	0 },
	[0x3a] = { "ECAP_CAPT_D",	"Captured Data",		LENGTH_FIXED,	0 },
};

/* Other spellings: pci_regs.h's where setpci has its own, and the standard's VSEC. */
static const struct {
	const char *name;
	bool extended;
	uint8_t id;
} spellings[] = {
	{ "CAP_SHPC",	  false, 0x0c },
	{ "CAP_SECDEV",	  false, 0x0f },
	{ "ECAP_ERR",	  true,	 0x01 },
	{ "ECAP_PWR",	  true,	 0x04 },
	{ "ECAP_RCLD",	  true,	 0x05 },
	{ "ECAP_RCILC",	  true,	 0x06 },
	{ "ECAP_VC9",	  true,	 0x09 },
	{ "ECAP_RCRB",	  true,	 0x0a },
	{ "ECAP_VSEC",	  true,	 0x0b },
	{ "ECAP_L1SS",	  true,	 0x1e },
	{ "ECAP_DLF",	  true,	 0x25 },
	{ "ECAP_PL_16GT", true,	 0x26 },
};
/* clang-format on */

const struct capability_type *capability_find(bool extended, uint16_t id)
{
	const struct capability_type *types = extended ? extended_types : standard_types;
	size_t count = extended ? ARRAY_LENGTH(extended_types) : ARRAY_LENGTH(standard_types);

	if (id >= count || types[id].name == NULL)
		return NULL;
	return &types[id];
}

const char *capability_name(bool extended, uint16_t id, char text[CAPABILITY_NAME_SIZE])
{
	const struct capability_type *type = capability_find(extended, id);

	if (type != NULL)
		snprintf(text, CAPABILITY_NAME_SIZE, "%s", type->name);
	else
		snprintf(text, CAPABILITY_NAME_SIZE, extended ? "ECAP%04x" : "CAP%02x", id);
	return text;
}

const char *capability_title(bool extended, uint16_t id)
{
	const struct capability_type *type = capability_find(extended, id);

	if (id == CAP_ID_NULL)
		return "Null";
	return type != NULL ? type->title : "";
}

/* Finds the ID of a capability by one of its names. */
static bool parse_name(const char *text, size_t length, bool extended, uint16_t *id)
{
	const struct capability_type *types = extended ? extended_types : standard_types;
	size_t count = extended ? ARRAY_LENGTH(extended_types) : ARRAY_LENGTH(standard_types);

	for (size_t i = 0; i < count; i++) {
		*id = (uint16_t)i;
		if (types[i].name != NULL && ascii_is(text, length, types[i].name))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(spellings); i++) {
		*id = spellings[i].id;
		if (spellings[i].extended == extended &&
		    ascii_is(text, length, spellings[i].name))
			return true;
	}
	return false;
}

bool capability_parse(const char *text, size_t length, bool *extended, uint16_t *id)
{
	size_t prefix = ascii_begins(text, length, "ECAP") ? 4 : 3;
	unsigned int number;

	*extended = prefix == 4;
	if (!*extended && !ascii_begins(text, length, "CAP"))
		return false;
	if (parse_name(text, length, *extended, id))
		return true;
	if (!ascii_hex(text + prefix, length - prefix, &number))
		return false;
	if (number > (*extended ? 0xffffU : 0xffU))
		return false;
	*id = (uint16_t)number;
	return true;
}
