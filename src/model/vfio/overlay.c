/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/overlay.h"

#include <stddef.h>
#include <string.h>

#include "base/macros.h"

#define VIRTIO	"virtio_vfio_pci"
#define NVGRACE	"nvgrace_gpu_vfio_pci"

#define TRANSITIONAL "it shows a function of virtio 1 as a transitional one, which has this value"
#define MEMORY_BAR "it shows memory of the processor as a 64-bit BAR that the function does not have"

#define VIRTIO_NET 0x1041	/* the ID of a network function without the transitional interface */

/*
 * drivers/vfio/pci/virtio/legacy_io.c, virtiovf_pci_read_config(), and
 * nvgrace-gpu/main.c, nvgrace_gpu_read_config_emu(), of 7.3.4. The first does
 * so only if the physical function offers the legacy interface, which cannot be
 * seen from outside.
 */
/* clang-format off */
static const struct overlay_row rows[] = {
	{ VIRTIO,	0x02, 2, 0xffff,	0x1000,	TRANSITIONAL },
	{ VIRTIO,	0x04, 2, 0x0001,	0,
	  "it answers for I/O enable itself, and passes on what is written" },
	{ VIRTIO,	0x08, 1, 0xff,		0,	TRANSITIONAL },
	{ VIRTIO,	0x10, 4, 0xffffffff,	1,
	  "it shows an I/O BAR that the function does not have, and passes on what is written" },
	{ VIRTIO,	0x2c, 2, 0xffff,	0x1af4,	TRANSITIONAL },
	{ VIRTIO,	0x2e, 2, 0xffff,	0x0001,	TRANSITIONAL },
	{ NVGRACE,	0x18, 4, 0xffffffff,	-1,	MEMORY_BAR },
	{ NVGRACE,	0x1c, 4, 0xffffffff,	-1,	MEMORY_BAR },
	{ NVGRACE,	0x20, 4, 0xffffffff,	-1,	MEMORY_BAR },
	{ NVGRACE,	0x24, 4, 0xffffffff,	-1,	MEMORY_BAR },
};
/* clang-format on */

static bool same_driver(const char *driver, const char *name)
{
	for (; *driver != '\0' && *name != '\0'; driver++, name++)
		if (*name != (*driver == '-' ? '_' : *driver))
			return false;
	return *driver == *name;
}

static bool applies(const struct overlay_row *row, const char *driver, int device)
{
	return driver != NULL && same_driver(driver, row->driver) &&
	       (strcmp(row->driver, VIRTIO) != 0 || device == VIRTIO_NET);
}

const struct overlay_row *overlay_row(const char *driver, int device, unsigned int offset,
				      unsigned int width)
{
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (applies(&rows[i], driver, device) &&
		    offset < (unsigned int)rows[i].offset + rows[i].width &&
		    offset + width > rows[i].offset)
			return &rows[i];
	return NULL;
}

static void apply_byte(const struct overlay_row *row, unsigned int byte, struct policy *policy,
		       struct config_space *copy)
{
	uint16_t offset = (uint16_t)(row->offset + byte);
	uint8_t mask = (uint8_t)(row->mask >> (8 * byte));

	policy->overlay[offset] |= mask;
	policy->read_virtual[offset] |= mask;
	if (mask == 0)
		return;
	if (row->value < 0)
		space_forget(copy, offset);
	else
		space_set(copy, offset, (uint8_t)((space_byte(copy, offset) & ~mask) |
						  (row->value >> (8 * byte) & mask)));
}

void overlay_apply(const char *driver, int device, struct policy *policy, struct user_view *view)
{
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		if (!applies(&rows[i], driver, device))
			continue;
		policy->overlaid = true;
		for (unsigned int byte = 0; byte < rows[i].width; byte++)
			apply_byte(&rows[i], byte, policy, &view->virtual_copy);
	}
}
