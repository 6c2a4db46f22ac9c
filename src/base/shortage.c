/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/shortage.h"

#include <errno.h>
#include <stdatomic.h>

#include "base/macros.h"

static atomic_int noted;

int shortage_note(int error)
{
	int none = 0;

	if (error == EMFILE || error == ENFILE)
		atomic_compare_exchange_strong(&noted, &none, error);
	return error;
}

int shortage_noted(void)
{
	return atomic_load(&noted);
}

static const struct {
	int error;
	const char *hint;
} hints[] = {
	{ EMFILE, "allow more: ulimit -n 4096" },
	{ ENFILE, "allow more, as root: sysctl fs.file-max=1000000" },
};

const char *shortage_hint(int error)
{
	for (size_t i = 0; i < ARRAY_LENGTH(hints); i++)
		if (hints[i].error == error)
			return hints[i].hint;
	return "";
}
