/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/verdict/access.h"

const char *access_fate_name(enum access_fate fate)
{
	static const char *const names[] = {
		[FATE_UNKNOWN] = "",
		[FATE_UNCHANGED] = "unchanged",
		[FATE_KEPT] = "kept",
		[FATE_UNDONE] = "undone",
		[FATE_CHANGED] = "changed",
	};

	return names[fate];
}
