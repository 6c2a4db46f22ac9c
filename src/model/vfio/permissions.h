/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel lets a user do with each byte of the header and of each
 * capability: the tables and functions of vfio_pci_config.c, under given rules.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_PERMISSIONS_H
#define VFIO_CFGTOOL_MODEL_VFIO_PERMISSIONS_H

#include <stddef.h>

#include "base/permission.h"
#include "model/vfio/rules.h"

/* Bits of some bytes of a table. */
struct permission_row {
	uint8_t offset;		/* bytes from the start of the capability */
	uint8_t width;		/* bytes: 1, 2 or 4 */
	uint8_t mask, value;	/* it stands in the table if (shape & mask) is value */
	uint32_t virt, write;	/* the masks, as one number */
	const char *why;	/* in a sentence */
};

/*
 * A table as one function of the kernel fills it. Its shape is a number that
 * decides between rows: of MSI PERMISSION_MSI_x, of PM whether `pme-virtual` is
 * on, of the others 0.
 */
struct permission_table {
	bool extended;
	uint8_t id;
	uint8_t size;		/* bytes; of MSI those of the smallest */
	uint8_t read_function, write_function;
	const char *function;	/* the kernel's, that fills it */
	const struct permission_row *rows;
	size_t count;
};

#define PERMISSION_MSI_64	1	/* 64-bit addresses */
#define PERMISSION_MSI_MASK	2	/* masking per vector */

/* The table that the map's value `id` leads to below 100 or (extended) from there on, or NULL. */
const struct permission_table *permission_table(bool extended, uint8_t id);

/* The row that has the byte at an offset in a shape, or NULL: the kernel names it nowhere. */
const struct permission_row *permission_row(const struct permission_table *table, uint8_t shape,
					    unsigned int offset);

/* The shape of PM's table under rules. */
uint8_t permission_pm_shape(const struct rules *rules);

/* The shape of MSI's table by the flags register (PCI_MSI_FLAGS). */
uint8_t permission_msi_shape(uint16_t flags);

/* All tables under rules. */
void permissions_predict(const struct rules *rules, struct permissions *permissions);

/* A device's table of MSI. */
void permission_msi(uint8_t shape, struct permission *permission);

#endif
