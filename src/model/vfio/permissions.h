/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What the kernel permits a user to do with each byte of the header and of each
 * capability: the tables and functions of vfio_pci_config.c under given rules.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_PERMISSIONS_H
#define VFIO_CFGTOOL_MODEL_VFIO_PERMISSIONS_H

#include <stddef.h>

#include "base/permission.h"
#include "model/vfio/rules.h"

/* The bits of 1, 2 or 4 bytes of a table. */
struct permission_row {
	uint8_t offset;		/* bytes from the start of the capability */
	uint8_t width;		/* bytes: 1, 2 or 4 */
	uint8_t mask, value;	/* the table has this row if (shape & mask) == value */
	uint32_t virt, write;	/* the masks of these bytes, as one number */
	const char *why;	/* in a sentence */
};

/*
 * A table as one function of the kernel fills it. Its shape is a number that selects
 * rows: for MSI bits PERMISSION_MSI_x, for PM 1 if `pme-virtual` is on, else 0.
 */
struct permission_table {
	bool extended;
	uint8_t id;
	uint8_t size;		/* bytes; for MSI the smallest size */
	uint8_t read_function, write_function;
	const char *function;	/* the kernel's function that fills it */
	const struct permission_row *rows;
	size_t count;
};

#define PERMISSION_MSI_64	1	/* 64-bit addresses */
#define PERMISSION_MSI_MASK	2	/* masking per vector */

/* The table for the map's value `id`, below 100 or (extended) from 100 on; NULL if none. */
const struct permission_table *permission_table(bool extended, uint8_t id);

/* The row of the byte at an offset in a shape; NULL if the kernel's function has none. */
const struct permission_row *permission_row(const struct permission_table *table, uint8_t shape,
					    unsigned int offset);

/* The shape of the table for PM under rules. */
uint8_t permission_pm_shape(const struct rules *rules);

/* The shape of the table for MSI, from the flags register (PCI_MSI_FLAGS). */
uint8_t permission_msi_shape(uint16_t flags);

/* Predicts all tables under rules; for MSI see permission_msi(). */
void permissions_predict(const struct rules *rules, struct permissions *permissions);

/* Predicts a device's table for MSI from its shape. */
void permission_msi(uint8_t shape, struct permission *permission);

#endif
