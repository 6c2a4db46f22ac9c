/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/permissions.h"

#include <string.h>

#include "base/macros.h"
#include "model/vfio/capability.h"

#define ALWAYS 0, 0

/* Reasons that several rows share. */
#define CHAIN	"VFIO has a chain of its own: it leads past the capabilities that it hides"
#define BAR	"the host decides where the device's memory is: a user has BARs of his own"
#define TRANSFER \
	"the kernel makes each transfer of vital product data itself, as functions can share it"
#define ADDRESS	"the address that the device writes to is the host's; a user has one of his own"
#define DATA	"the data that the device writes are the host's; a user has his own"
#define MASKING	"a user masks vectors in the device itself"
#define PENDING	"the kernel lets writes of the pending bits through; the device ignores them"
#define ERRORS	"a user may clear, mask and grade the errors that the kernel's table knows"

#define NEXT { 0x01, 1, ALWAYS, 0xff, 0x00, CHAIN }

/* clang-format off */

/* init_pci_cap_basic_perm() */
static const struct permission_row header_rows[] = {
	/* offset width	shape	virt		write */
	{ 0x00,	2, ALWAYS,	0xffff,		0x0000,
	  "the vendor ID is the kernel's, as a VF's own reads ffff" },
	{ 0x02,	2, ALWAYS,	0xffff,		0x0000,
	  "the device ID is the kernel's, as a VF's own reads ffff" },
	{ 0x04,	2, ALWAYS,	0x0400,		0xffff,
	  "the device gets all but INTx disable, which VFIO keeps to itself to mask INTx" },
	{ 0x06,	2, ALWAYS,	0x0010,		0x0000,
	  "VFIO says whether there is a chain of capabilities: it may hide all of them" },
	{ 0x0c,	1, ALWAYS,	0x00,		0xff,
	  "a user may set the cache line size" },
	{ 0x0d,	1, ALWAYS,	0x00,		0xff,
	  "a user may set the latency timer" },
	{ 0x0f,	1, ALWAYS,	0x00,		0xff,
	  "a user may start the self-test" },
	{ 0x10,	4, ALWAYS,	0xffffffff,	0xffffffff, BAR },
	{ 0x14,	4, ALWAYS,	0xffffffff,	0xffffffff, BAR },
	{ 0x18,	4, ALWAYS,	0xffffffff,	0xffffffff, BAR },
	{ 0x1c,	4, ALWAYS,	0xffffffff,	0xffffffff, BAR },
	{ 0x20,	4, ALWAYS,	0xffffffff,	0xffffffff, BAR },
	{ 0x24,	4, ALWAYS,	0xffffffff,	0xffffffff, BAR },
	{ 0x30,	4, ALWAYS,	0xffffffff,	0xffffffff,
	  "the host decides where the ROM is: a user has a ROM BAR of his own" },
	{ 0x34,	1, ALWAYS,	0xff,		0x00, CHAIN },
	{ 0x3c,	1, ALWAYS,	0xff,		0xff,
	  "the interrupt line is a note of the user's own system" },
	{ 0x3d,	1, ALWAYS,	0xff,		0x00,
	  "VFIO says whether there is an interrupt pin: 0 where it cannot deliver INTx" },
};

/* init_pci_cap_pm_perm(); with `pme-virtual` the bits of vfio_update_pm_vconfig_bytes() too */
static const struct permission_row pm_rows[] = {
	NEXT,
	{ 0x02,	2, 1, 1,	0xf800,		0x0000,
	  "VFIO delivers no power management events, so it says that there are none" },
	{ 0x04,	2, 1, 1,	0x8100,		0x7efc,
	  "the kernel itself moves the device to another D-state, and VFIO delivers no power management events" },
	{ 0x04,	2, 1, 0,	0x0000,		0xfffc,
	  "the kernel itself moves the device to another D-state" },
	{ 0x06,	2, ALWAYS,	0x0000,		0xffff,
	  "the kernel lets a user write the whole of the upper bytes" },
};

/* init_pci_cap_vpd_perm() */
static const struct permission_row vpd_rows[] = {
	NEXT,
	{ 0x02,	2, ALWAYS,	0xffff,		0xffff, TRANSFER },
	{ 0x04,	4, ALWAYS,	0xffffffff,	0xffffffff, TRANSFER },
};

#define MSI_SHAPE (PERMISSION_MSI_64 | PERMISSION_MSI_MASK)

/* init_pci_cap_msi_perm() */
static const struct permission_row msi_rows[] = {
	NEXT,
	{ 0x02,	1, ALWAYS,	0xff,		0xff,
	  "a user sets MSI up by an ioctl; the kernel judges what he writes here" },
	{ 0x04,	4, ALWAYS,	0xffffffff,	0xffffffff, ADDRESS },
	{ 0x08,	2, PERMISSION_MSI_64, 0, 0xffff, 0xffff, DATA },
	{ 0x08,	4, PERMISSION_MSI_64, PERMISSION_MSI_64, 0xffffffff, 0xffffffff, ADDRESS },
	{ 0x0c,	2, PERMISSION_MSI_64, PERMISSION_MSI_64, 0xffff, 0xffff, DATA },
	{ 0x0c,	4, MSI_SHAPE, PERMISSION_MSI_MASK, 0x00000000, 0xffffffff, MASKING },
	{ 0x10,	4, MSI_SHAPE, PERMISSION_MSI_MASK, 0x00000000, 0xffffffff, PENDING },
	{ 0x10,	4, MSI_SHAPE, MSI_SHAPE, 0x00000000, 0xffffffff, MASKING },
	{ 0x14,	4, MSI_SHAPE, MSI_SHAPE, 0x00000000, 0xffffffff, PENDING },
};

/* init_pci_cap_pcix_perm() */
static const struct permission_row pcix_rows[] = {
	NEXT,
	{ 0x02,	2, ALWAYS,	0x0000,		0xffff,
	  "a user may write the whole of the PCI-X command" },
	{ 0x08,	4, ALWAYS,	0x00000000,	0xffffffff,
	  "a user may write the control and status of error correction" },
};

/* init_pci_cap_exp_perm() */
static const struct permission_row exp_rows[] = {
	NEXT,
	{ 0x08,	2, ALWAYS,	0xf0e0,		0xfdff,
	  "payload and read request size have to fit the host's fabric, and the kernel makes the reset itself; phantom functions stay as they are" },
	{ 0x28,	2, ALWAYS,	0x0000,		0xffdf,
	  "a user may set all but ARI forwarding, which the host decides" },
};

/* init_pci_cap_af_perm() */
static const struct permission_row af_rows[] = {
	NEXT,
	{ 0x04,	1, ALWAYS,	0x01,		0x01,
	  "the kernel makes the reset itself" },
};

/* init_pci_ext_cap_err_perm() */
static const struct permission_row aer_rows[] = {
	{ 0x00,	4, ALWAYS,	0xffffffff,	0x00000000, CHAIN },
	{ 0x04,	4, ALWAYS,	0x00000000,	0x03fff031, ERRORS },
	{ 0x08,	4, ALWAYS,	0x00000000,	0x03fff031, ERRORS },
	{ 0x0c,	4, ALWAYS,	0x00000000,	0x03fff031, ERRORS },
	{ 0x10,	4, ALWAYS,	0x00000000,	0x0000f1c1, ERRORS },
	{ 0x14,	4, ALWAYS,	0x00000000,	0x0000f1c1, ERRORS },
	{ 0x18,	4, ALWAYS,	0x00000000,	0x00000140,
	  "a user may turn ECRC generation and check on" },
};

/* init_pci_ext_cap_pwr_perm() */
static const struct permission_row pb_rows[] = {
	{ 0x00,	4, ALWAYS,	0xffffffff,	0x00000000, CHAIN },
	{ 0x08,	1, ALWAYS,	0x00,		0xff,
	  "the kernel allows a write here, where the data are, and not at the selector before it" },
};

#define ROWS(table) (table), ARRAY_LENGTH(table)

/* vfio_pci_init_perm_bits() and vfio_msi_cap_len(); equal from 5.10 to 7.3 */
static const struct permission_table tables[] = {
	{ false, 0x00, 0x40, READ_BASIC, WRITE_BASIC,
	  "init_pci_cap_basic_perm", ROWS(header_rows) },
	{ false, 0x01, 0x08, READ_DEFAULT, WRITE_PM, "init_pci_cap_pm_perm", ROWS(pm_rows) },
	{ false, 0x03, 0x08, READ_DEFAULT, WRITE_VPD, "init_pci_cap_vpd_perm", ROWS(vpd_rows) },
	{ false, 0x05, 0x0c, READ_MSI, WRITE_MSI, "init_pci_cap_msi_perm", ROWS(msi_rows) },
	{ false, 0x07, 0x18, READ_DEFAULT, WRITE_DEFAULT,
	  "init_pci_cap_pcix_perm", ROWS(pcix_rows) },
	{ false, 0x10, 0x34, READ_DEFAULT, WRITE_EXP, "init_pci_cap_exp_perm", ROWS(exp_rows) },
	{ false, 0x13, 0x08, READ_DEFAULT, WRITE_AF, "init_pci_cap_af_perm", ROWS(af_rows) },
	{ true, 0x01, 0x2c, READ_DEFAULT, WRITE_DEFAULT,
	  "init_pci_ext_cap_err_perm", ROWS(aer_rows) },
	{ true, 0x04, 0x10, READ_DEFAULT, WRITE_DEFAULT,
	  "init_pci_ext_cap_pwr_perm", ROWS(pb_rows) },
};

/* vfio_pci_init_perm_bits(): capabilities whose writes reach the hardware unchanged */
static const struct {
	bool extended;
	uint8_t id;
	int needs;		/* a switch, or -1 */
} written_raw[] = {
	{ false, 0x09, -1 },		/* VNDR */
	{ true, 0x0b, -1 },		/* VSEC */
	{ true, ECAP_ID_DVSEC, RULE_DVSEC },
};
/* clang-format on */

const struct permission_table *permission_table(bool extended, uint8_t id)
{
	for (size_t i = 0; i < ARRAY_LENGTH(tables); i++)
		if (tables[i].extended == extended && tables[i].id == id)
			return &tables[i];
	return NULL;
}

static bool stands(const struct permission_row *row, uint8_t shape)
{
	return (shape & row->mask) == row->value;
}

const struct permission_row *permission_row(const struct permission_table *table, uint8_t shape,
					    unsigned int offset)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct permission_row *row = &table->rows[i];

		if (stands(row, shape) && offset >= row->offset &&
		    offset < (unsigned int)row->offset + row->width)
			return row;
	}
	return NULL;
}

uint8_t permission_pm_shape(const struct rules *rules)
{
	return rules->value[RULE_PME_VIRTUAL] != 0;
}

uint8_t permission_msi_shape(uint16_t flags)
{
	return (uint8_t)((flags & 0x80 ? PERMISSION_MSI_64 : 0) |
			 (flags & 0x100 ? PERMISSION_MSI_MASK : 0));
}

static void fill(const struct permission_table *table, uint8_t shape,
		 struct permission *permission)
{
	memset(permission, 0, sizeof(*permission));
	permission->size = table->size;
	permission->read_function = table->read_function;
	permission->write_function = table->write_function;
	for (size_t i = 0; i < table->count; i++) {
		const struct permission_row *row = &table->rows[i];

		for (unsigned int byte = 0; stands(row, shape) && byte < row->width; byte++) {
			permission->virt[row->offset + byte] = (uint8_t)(row->virt >> (8 * byte));
			permission->write[row->offset + byte] = (uint8_t)(row->write >> (8 * byte));
		}
	}
}

void permission_msi(uint8_t shape, struct permission *permission)
{
	/* 10, 14, 20 or 24 bytes, in whole dwords */
	static const uint8_t sizes[] = { 0x0c, 0x10, 0x14, 0x18 };

	fill(permission_table(false, CAP_ID_MSI), shape, permission);
	permission->size = sizes[shape];
}

/* A permission without masks: its functions use none. */
static struct permission plain(enum read_function read, enum write_function write)
{
	return (struct permission) { .read_function = (uint8_t)read,
				     .write_function = (uint8_t)write };
}

void permissions_predict(const struct rules *rules, struct permissions *permissions)
{
	memset(permissions, 0, sizeof(*permissions));
	permissions->standards = CAP_ID_MAX + 1;
	permissions->extendeds = rules->value[RULE_EXT_CAP_MAX] + 1U;
	permissions->raw = plain(READ_RAW, WRITE_RAW);
	permissions->virt = plain(READ_VIRT, WRITE_VIRT);
	if (rules->value[RULE_ECAP_UNKNOWN_RO])
		permissions->unknown = plain(READ_DIRECT, WRITE_NONE);
	for (unsigned int id = 0; id < permissions->standards; id++)
		permissions->standard[id] = plain(READ_DIRECT, WRITE_NONE);
	for (unsigned int id = 0; id < permissions->extendeds; id++)
		permissions->extended[id] = plain(READ_DIRECT, WRITE_NONE);
	for (size_t i = 0; i < ARRAY_LENGTH(written_raw); i++)
		if (written_raw[i].needs < 0 || rules->value[written_raw[i].needs])
			(written_raw[i].extended ? permissions->extended
						 : permissions->standard)[written_raw[i].id] =
				plain(READ_DIRECT, WRITE_RAW);
	/* as in NVIDIA's kernels with VFIO for CXL */
	if (rules->value[RULE_DVSEC] == DVSEC_RAW)
		permissions->extended[ECAP_ID_DVSEC] = plain(READ_RAW, WRITE_RAW);
	for (size_t i = 0; i < ARRAY_LENGTH(tables); i++)
		fill(&tables[i], tables[i].id == CAP_ID_PM && !tables[i].extended
				 ? permission_pm_shape(rules) : 0,
		     &(tables[i].extended ? permissions->extended
					  : permissions->standard)[tables[i].id]);
}
