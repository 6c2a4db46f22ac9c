// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * For LD_PRELOAD: one call of the program fails.
 *
 * FAULT_AT=N	the N-th of them, from 1; without it none
 * FAULT_COUNT=FILE	at the end the file says how many there were
 */
#define _GNU_SOURCE
#include "../unit/faults.h"

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAULT_AT");

	fault_wanted = at != NULL ? strtoul(at, NULL, 10) : 0;
	fault_count = 0;
}

__attribute__((destructor)) static void end(void)
{
	const char *file = getenv("FAULT_COUNT");
	unsigned long calls = fault_count;
	int fd;

	fault_wanted = 0;
	fd = file != NULL ? open64(file, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	if (fd >= 0)
		dprintf(fd, "%lu\n", calls);
}
