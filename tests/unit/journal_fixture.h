/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A directory with journals, made before each test and removed after it. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_JOURNAL_FIXTURE_H
#define VFIO_CFGTOOL_TESTS_UNIT_JOURNAL_FIXTURE_H

#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "access/files/journal.h"

static char directory[64];
static struct journal_place place;
static struct config_space hardware, user;
static struct fault fault;

static const struct journal_write write_a = { .offset = 0x3c, .width = 1, .before = 0x0b,
					      .value = 0xff };
static const struct journal_write write_b = { .offset = 0x40, .width = 4, .before = 0xcafe0001,
					      .value = 0xffffffff };

static inline int begin(void **state)
{
	(void)state;
	snprintf(directory, sizeof(directory), "/tmp/journal.XXXXXX");
	assert_non_null(mkdtemp(directory));
	place = (struct journal_place) { .directory = directory, .command = "probe", .make = true };
	place.address.bus = 0xfe;	/* a function that no machine has */
	place.address.domain = 0xfffe;
	space_clear(&hardware, SPACE_SIZE, VIEW_HARDWARE);
	space_clear(&user, SPACE_SIZE, VIEW_USER);
	for (uint16_t offset = 0; offset < SPACE_SIZE; offset++)
		space_set(&user, offset, (uint8_t)offset);
	fault = (struct fault) { .code = FAULT_NONE };
	return 0;
}

static inline int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int end(void **state)
{
	(void)state;
	return nftw(directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

/* The path of a file in the directory. */
static inline const char *path_of(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

static const char journal_name[] = "fffe:fe:00.0";

static inline bool is_there(const char *name)
{
	struct stat status;

	return lstat(path_of(name), &status) == 0;
}

/* Files and directories in the directory. */
static inline int files(void)
{
	CLEANUP_DIR DIR *opened = opendir(directory);
	int count = -2;		/* . and .. */

	assert_non_null(opened);
	while (readdir(opened) != NULL)
		count++;
	return count;
}

/* Begins a journal with both writes, the first put back. */
static inline void write_journal(struct journal *journal)
{
	assert_int_equal(journal_open(&place, &hardware, &user, journal, &fault), 0);
	assert_int_equal(journal_log(journal, &write_a, &fault), 0);
	assert_int_equal(journal_logged_restored(journal, 0x3c, 1, &fault), 0);
	assert_int_equal(journal_log(journal, &write_b, &fault), 0);
}

/* Runs `act` in its own process, which is killed at its end. */
static inline void killed(void (*act)(void))
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		act();
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static inline void leave_journal(void)
{
	struct journal journal;

	write_journal(&journal);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

#endif
