/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/restore.h"

#include "base/words.h"

static const struct words restore_state_words = WORDS(LEFT_KEPT + 1,
	[LEFT_NOTHING] = "none",
	[LEFT_IN_USE] = "in-use",
	[LEFT_PENDING] = "left",
	[LEFT_DAMAGED] = "damaged",
	[LEFT_UNKNOWN] = "unknown",
	[LEFT_RESTORED] = "restored",
	[LEFT_KEPT] = "kept"
);

const char *restore_state_name(enum restore_state state)
{
	return words_name(&restore_state_words, state);
}
