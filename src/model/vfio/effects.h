/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * What a write can do besides storing bits: one row an effect, with its name, its sentence,
 * the bits that have it, and what the registers hold afterwards.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_EFFECTS_H
#define VFIO_CFGTOOL_MODEL_VFIO_EFFECTS_H

#include "base/permission.h"
#include "base/words.h"

enum effect {
	EFFECT_IO_ENABLE,
	EFFECT_MEMORY_ENABLE,
	EFFECT_INTX_MASK,
	EFFECT_BAR_SIZING,
	EFFECT_POWER_STATE,
	EFFECT_VPD_TRANSFER,
	EFFECT_MSI_CONTROL,
	EFFECT_FUNCTION_RESET,
	EFFECT_READ_REQUEST_SIZE,
	EFFECTS,
};

/* The most places that one effect has: six BARs and the ROM. */
#define EFFECT_PLACES 7

/* Bits whose write has an effect. */
struct effect_place {
	enum write_function function;	/* the kernel's, which does it */
	uint8_t capability;		/* the standard capability that it serves; 0: the header */
	uint8_t offset, width;		/* of the register in it, in bytes; width 0: no place */
	uint32_t mask;			/* of the register */
};

struct effect_info {
	const char *name;		/* stable */
	const char *what;		/* what it is, in a sentence without its full stop */
	const char *function;		/* the kernel's functions that do it */
	struct effect_place place[EFFECT_PLACES];
	uint32_t hardware;		/* bits of the register that may change in the device */
	uint32_t zero;			/* bits of the register that read 0 afterwards */
	bool fits;			/* the next read is cut to the size of a resource */
	bool anything;			/* any register of the device may change */
};

extern const struct effect_info effect_infos[EFFECTS];

/* The stable name, such as "bar-sizing". */
const char *effect_name(enum effect effect);
extern const struct words effect_words;

/* The first place of an effect that this function of the kernel serves, or NULL. */
const struct effect_place *effect_find_place(enum effect effect, enum write_function function);

#endif
