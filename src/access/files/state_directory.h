/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The directory for files that must outlive the process: small texts by name, and locks. It
 * belongs to the user, and no other user can enter it. It is checked first. Files are opened
 * relative to it, without following links.
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

/* Bytes of the longest file name, the final NUL included. */
#define STATE_NAME_SIZE 64

/* Bytes of the longest word in a hint. */
#define STATE_WORD_SIZE 200

/* A checked directory. Closed by state_close(). */
struct state {
	int directory;			/* -1: not open */
	char path[PATH_MAX];
};

#define STATE_CLOSED { .directory = -1 }
#define CLEANUP_STATE __attribute__((cleanup(state_close)))

/*
 * Opens and checks the directory (path NULL: STATE_DIRECTORY): no link, this user's, mode
 * 0700 or less. A missing directory is made if `create`, else it is -ENOENT with
 * FAULT_NOT_FOUND. Returns 0 or -errno with fault filled; FAULT_REFUSED if another user owns
 * the directory or can write to it.
 */
int state_open(const char *path, bool create, struct state *state, struct fault *fault);
void state_close(struct state *state);

/*
 * Writes the path of a file in the directory (name "": of the directory itself; directory
 * NULL: STATE_DIRECTORY), quoted as a shell word for hints. Returns word.
 */
const char *state_shell_word(const char *directory, const char *name, char word[STATE_WORD_SIZE]);

/*
 * Reads a whole file of at most `most` bytes into *text, which ends with a NUL and which the
 * caller frees. Returns 0 or -errno with fault filled: -ENOENT and FAULT_NOT_FOUND without a
 * file, FAULT_REFUSED unless it is a plain file of this user that no other user can open.
 */
int state_read(const struct state *state, const char *name, size_t most, char **text,
	       size_t *length, struct fault *fault);

/*
 * Writes a file as a whole or not at all: to a temporary name, synced, then renamed. Two
 * writes to one name need a lock. Returns 0 or -errno with fault filled.
 */
int state_write(const struct state *state, const char *name, const char *text, struct fault *fault);

/* Opens an existing file for reading and appending, checked as by state_read(). */
int state_append(const struct state *state, const char *name, int *fd, struct fault *fault);

/* Removes a file. A missing file is no error. Returns 0 or -errno with fault filled. */
int state_remove(const struct state *state, const char *name, struct fault *fault);

/*
 * Takes the lock of a name without waiting, and writes into it this process and `command`.
 * Returns 0 with *lock, or -EBUSY with FAULT_BUSY and *holder (may be NULL), or -errno.
 * state_unlock() or the end of the process releases it. The open file owns the lock, so two
 * threads exclude each other, too. A half-written file that a killed process left under the
 * name is removed.
 */
int state_lock(const struct state *state, const char *name, const char *command, int *lock,
	       struct holder *holder, struct fault *fault);
void state_unlock(const struct state *state, const char *name, int *lock);

/* Whether a process has the lock; *holder (may be NULL) as above. Does not take it. */
bool state_is_locked(const struct state *state, const char *name, struct holder *holder);

/* Calls visit for the name of every file, sorted, until it returns false. Returns 0 or -errno. */
int state_each(const struct state *state, bool (*visit)(const char *name, void *context),
	       void *context, struct fault *fault);

/* Adds the hint how to make room to a fault, if errno says that the disk is full. */
void state_hint_room(const struct state *state, int error, struct fault *fault);

#endif
