/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * A colour for each kind of byte, the same in table and grid, and for each judgement. All are
 * readable on dark and on light: of a terminal's sixteen colours, not the bright ones, blue
 * and yellow.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_PALETTE_H
#define VFIO_CFGTOOL_OUTPUT_PALETTE_H

#include "model/vfio/map.h"

#define PALETTE_RESET	"\033[0m"
#define PALETTE_BOLD	"\033[1m"
#define PALETTE_DIM	"\033[2m"
#define PALETTE_WARNING	"\033[31m"	/* what is wrong */
#define PALETTE_NOTE	"\033[35m"	/* what may be */
#define PALETTE_VALUE	"\033[36m"
#define PALETTE_GOOD	"\033[32m"

/* Bytes of a hidden capability. */
#define PALETTE_HIDDEN	"\033[31m"

/*
 * The SGR sequence of a kind's text. Adjacent capabilities alternate between two shades
 * (`odd`).
 */
const char *palette_kind(enum map_kind kind, bool odd);

#endif
