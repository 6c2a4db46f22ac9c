/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/palette.h"

const char *palette_kind(enum map_kind kind, bool odd)
{
	/* even, odd: the terminal's own theme decides how they look */
	static const char *const shades[MAP_KINDS][2] = {
		[KIND_HEADER] = { "\033[36m", "\033[36m" },
		[KIND_CAPABILITY] = { "\033[32m", "\033[1;32m" },
		[KIND_EXTENDED] = { "\033[35m", "\033[1;35m" },
		[KIND_PLACEHOLDER] = { "\033[1;31m", "\033[1;31m" },
		[KIND_RAW] = { "\033[2m", "\033[2m" },
		[KIND_VIRTUAL] = { "\033[1;36m", "\033[1;36m" },
	};

	return shades[kind][odd];
}
