/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/verdict/restore.h"

const char *restore_state_name(enum restore_state state)
{
	static const char *const names[] = {
		[LEFT_NOTHING] = "none",
		[LEFT_IN_USE] = "in-use",
		[LEFT_PENDING] = "left",
		[LEFT_DAMAGED] = "damaged",
		[LEFT_RESTORED] = "restored",
		[LEFT_KEPT] = "kept",
	};

	return names[state];
}
