/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/effects.h"

#include "model/vfio/capability.h"

/* linux/pci_regs.h */
#define PCI_MSI_FLAGS_ENABLE	0x0001
#define PCI_MSI_FLAGS_QSIZE	0x0070

/* clang-format off */
const struct effect_info effect_infos[EFFECTS] = {
	[EFFECT_IO_ENABLE] = {
		.name = "io-enable",
		.what = "an access that starts at 04 also notes the bit in the virtual copy, and can restore the BARs",
		.function = "vfio_basic_config_write",
		.place = {
			{ WRITE_BASIC, 0, 0x04, 2, 0x0001 },
		},
		.hardware = 0x0001,
	},
	[EFFECT_MEMORY_ENABLE] = {
		.name = "memory-enable",
		.what = "an access that starts at 04 also notes the bit in the virtual copy, can restore the BARs, and tears mappings of the BARs down where the bit is 0",
		.function = "vfio_basic_config_write",
		.place = {
			{ WRITE_BASIC, 0, 0x04, 2, 0x0002 },
		},
		.hardware = 0x0002,
	},
	[EFFECT_INTX_MASK] = {
		.name = "intx-mask",
		.what = "an access that starts at 04 or 05 masks INTx where the bit becomes 1 and unmasks it where it becomes 0",
		.function = "vfio_basic_config_write",
		.place = {
			{ WRITE_BASIC, 0, 0x04, 2, 0x0400 },
		},
		.hardware = 0x0400,	/* vfio_pci_intx_mask() */
	},
	[EFFECT_BAR_SIZING] = {
		.name = "bar-sizing",
		.what = "the next read returns what was written, cut to the size of the host's resource, with its type bits; 0 where there is none",
		.function = "vfio_bar_fixup",
		.place = {
			{ WRITE_BASIC, 0, 0x10, 4, 0xffffffff },
			{ WRITE_BASIC, 0, 0x14, 4, 0xffffffff },
			{ WRITE_BASIC, 0, 0x18, 4, 0xffffffff },
			{ WRITE_BASIC, 0, 0x1c, 4, 0xffffffff },
			{ WRITE_BASIC, 0, 0x20, 4, 0xffffffff },
			{ WRITE_BASIC, 0, 0x24, 4, 0xffffffff },
			{ WRITE_BASIC, 0, 0x30, 4, 0xffffffff },
		},
		.fits = true,
	},
	[EFFECT_POWER_STATE] = {
		.name = "power-state",
		.what = "an access that starts here makes the kernel move the device to that D-state; the bits themselves are not written",
		.function = "vfio_pm_config_write",
		.place = {
			{ WRITE_PM, CAP_ID_PM, 0x04, 2, 0x0003 },
		},
		.hardware = 0x0003, .anything = true,
	},
	[EFFECT_VPD_TRANSFER] = {
		.name = "vpd-transfer",
		.what = "a write of the upper byte makes the kernel transfer four bytes of VPD: a write where bit 15 is 1, else a read; bit 15 changes when it is done",
		.function = "vfio_vpd_config_write",
		.place = {
			{ WRITE_VPD, CAP_ID_VPD, 0x02, 2, 0xff00 },
		},
	},
	[EFFECT_MSI_CONTROL] = {
		.name = "msi-control",
		.what = "enable is refused unless the user has set MSI up by ioctl, the queue size is kept within that, and the whole word then goes to the hardware",
		.function = "vfio_msi_config_write",
		.place = {
			{ WRITE_MSI, CAP_ID_MSI, 0x02, 2, 0xffff },
		},
		/* without MSI set up, enable and queue size stay 0, and the whole word goes to the device */
		.hardware = 0xffff,
		.zero = PCI_MSI_FLAGS_ENABLE | PCI_MSI_FLAGS_QSIZE,
	},
	[EFFECT_FUNCTION_RESET] = {
		.name = "function-reset",
		.what = "any write to the capability while the bit is 1 in the virtual copy resets the function, if it says that it has such a reset; the bit reads 0 afterwards",
		.function = "vfio_exp_config_write, vfio_af_config_write",
		.place = {
			{ WRITE_EXP, CAP_ID_EXP, 0x08, 2, 0x8000 },
			{ WRITE_AF, CAP_ID_AF, 0x04, 1, 0x01 },
		},
		.zero = 0xffff, .anything = true,
	},
	[EFFECT_READ_REQUEST_SIZE] = {
		.name = "read-request-size",
		.what = "where the field changes the kernel sets the device's read request size, never below its payload size",
		.function = "vfio_exp_config_write",
		.place = {
			{ WRITE_EXP, CAP_ID_EXP, 0x08, 2, 0x7000 },
		},
		.hardware = 0x7000,	/* pcie_set_readrq() */
	},
};
/* clang-format on */

const struct words effect_words = WORDS_OF(effect_infos, name);

const char *effect_name(enum effect effect)
{
	return effect_infos[effect].name;
}

const struct effect_place *effect_find_place(enum effect effect, enum write_function function)
{
	const struct effect_place *place = effect_infos[effect].place;

	for (size_t i = 0; i < EFFECT_PLACES && place[i].width != 0; i++)
		if (place[i].function == function)
			return &place[i];
	return NULL;
}
