/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The directory where the tool keeps what has to outlive the process: small
 * text files by name, and locks. The directory is the user's own and nobody
 * else can enter it; every file is opened relative to it once it was checked,
 * without following links.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_STATE_DIRECTORY_H
#define VFIO_CFGTOOL_ACCESS_FILES_STATE_DIRECTORY_H

#include <limits.h>
#include <stddef.h>

#include "base/device.h"

/* Root's. A test of this layer is compiled with a directory of its own. */
#ifndef STATE_DIRECTORY
#define STATE_DIRECTORY "/run/vfio-cfgtool"
#endif

/* The longest name of a file, the final NUL among it. */
#define STATE_NAME_SIZE 64

/* A word that fits into a hint. */
#define STATE_WORD_SIZE 200

/* A checked directory. Closed by state_close(). */
struct state {
	int directory;			/* -1: not open */
	char path[PATH_MAX];
};

#define STATE_CLOSED { .directory = -1 }
#define CLEANUP_STATE __attribute__((cleanup(state_close)))

/*
 * Opens the directory (path NULL: STATE_DIRECTORY) after it was checked: no
 * link, this user's, mode 0700 or less. Where it is not there it is made if
 * create says so, else it is -ENOENT with FAULT_NOT_FOUND. Returns 0 or -errno
 * with fault filled; a directory that others could write or own is
 * FAULT_REFUSED.
 */
int state_open(const char *path, bool create, struct state *state, struct fault *fault);
void state_close(struct state *state);

/*
 * The path of a file in the directory (name "": of the directory itself; directory NULL:
 * STATE_DIRECTORY) as a word of a shell's command line, for hints. Returns word.
 */
const char *state_shell_word(const char *directory, const char *name, char word[STATE_WORD_SIZE]);

/*
 * Reads a whole file of at most `most` bytes into *text (the caller's, with a
 * NUL behind it). Returns 0 or -errno with fault filled: -ENOENT, FAULT_NOT_FOUND
 * where there is none, FAULT_REFUSED where it is no plain file of this user's
 * that nobody else can open.
 */
int state_read(const struct state *state, const char *name, size_t most, char **text,
	       size_t *length, struct fault *fault);

/*
 * Puts a file there as a whole or not at all: a temporary name, synced, renamed.
 * Two of them for one name must be kept apart by a lock. Returns 0 or -errno.
 */
int state_write(const struct state *state, const char *name, const char *text, struct fault *fault);

/* Opens a file that is there for reading and appending, checked as by state_read(). */
int state_append(const struct state *state, const char *name, int *fd, struct fault *fault);

/* Removes a file; one that is not there is removed. Returns 0 or -errno with fault filled. */
int state_remove(const struct state *state, const char *name, struct fault *fault);

/*
 * Takes the lock of a name without waiting, and says in it who has it: this
 * process, and `command`. Returns 0 with *lock, or -EBUSY with FAULT_BUSY and
 * *holder (may be NULL), or -errno. Released by state_unlock() and by the end
 * of the process, however it ends. The lock is the open file's: two threads
 * exclude each other, too. What a process that was killed left half written
 * under the name is removed.
 */
int state_lock(const struct state *state, const char *name, const char *command, int *lock,
	       struct holder *holder, struct fault *fault);
void state_unlock(const struct state *state, const char *name, int *lock);

/* Whether somebody has the lock; *holder (may be NULL) as above. Takes nothing. */
bool state_is_locked(const struct state *state, const char *name, struct holder *holder);

/* Calls visit for the name of every file, sorted, until it returns false. Returns 0 or -errno. */
int state_each(const struct state *state, bool (*visit)(const char *name, void *context),
	       void *context, struct fault *fault);

#endif
