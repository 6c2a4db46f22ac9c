/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/access.h"

#include "base/words.h"

static const struct words access_fate_words = WORDS(FATE_CHANGED + 1,
	[FATE_UNKNOWN] = "",
	[FATE_UNCHANGED] = "unchanged",
	[FATE_KEPT] = "kept",
	[FATE_UNDONE] = "undone",
	[FATE_CHANGED] = "changed"
);

const char *access_fate_name(enum access_fate fate)
{
	return words_name(&access_fate_words, fate);
}
