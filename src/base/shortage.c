/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/shortage.h"

#include <errno.h>
#include <stdatomic.h>

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

const char *shortage_hint(int error)
{
	switch (error) {
	case EMFILE:
		return "allow more: ulimit -n 4096";
	case ENFILE:
		return "allow more, as root: sysctl fs.file-max=1000000";
	default:
		return "";
	}
}
