/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A temporary directory for a test program, which removes it at its end. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_TREE_H
#define VFIO_CFGTOOL_TESTS_UNIT_TREE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

static char tree[32];		/* "/tmp/test.XXXXXX" */

/* Makes it, and makes it the working directory. */
static inline void tree_begin(void)
{
	snprintf(tree, sizeof(tree), "/tmp/test.XXXXXX");
	assert_non_null(mkdtemp(tree));
	assert_int_equal(chdir(tree), 0);
}

static inline int tree_remove_entry(const char *path, const struct stat *status, int kind,
				    struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

/* For the end of a group: removes it with all that is in it. */
static inline int tree_end(void **state)
{
	(void)state;
	assert_int_equal(chdir("/"), 0);
	return nftw(tree, tree_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

#endif
