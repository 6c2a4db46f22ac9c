/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/state_directory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/text.h"

/* The longest text of a lock: a process and a command. */
#define LOCK_TEXT_SIZE 64

#define DIRECTORY_HINT "run it as root, or name a directory of your own: --journal=DIR"

void state_hint_room(const struct state *state, int error, struct fault *fault)
{
	if (error == ENOSPC || error == EDQUOT)
		fault_hint(fault, "make room: df -h %.160s", state->path);
}

/* Fills fault for a file of the directory that could not be used, by errno. */
static int fault_file(const struct state *state, const char *name, const char *what,
		      struct fault *fault)
{
	const int error = errno;

	fault_because(fault, fault_file_reasons, error, "%.160s/%s cannot be %s: ", state->path,
		      name, what);
	state_hint_room(state, error, fault);
	return -error;
}

static int fault_directory(const char *path, const char *what, struct fault *fault)
{
	static const struct fault_reason reasons[] = {
		{ EACCES, FAULT_NO_PERMISSION, .hint = DIRECTORY_HINT },
		{ EPERM, FAULT_NO_PERMISSION, .hint = DIRECTORY_HINT },
		{ ENOENT, .code = FAULT_NOT_FOUND },
		{ 0, .code = FAULT_IO },
	};

	return fault_because(fault, reasons, errno, "directory %.200s cannot be %s: ", path, what);
}

/* Whether only this user can have put anything into the directory. */
static int check_directory(const struct state *state, struct fault *fault)
{
	struct stat status;

	if (fstat(state->directory, &status) != 0)
		return fault_directory(state->path, "looked at", fault);
	if (status.st_uid == geteuid() && (status.st_mode & 077) == 0)
		return 0;
	if (status.st_uid != geteuid())
		fault_set(fault, FAULT_REFUSED, EPERM,
			  "directory %.200s belongs to user %u, who could change what is in it",
			  state->path, status.st_uid);
	else
		fault_set(fault, FAULT_REFUSED, EPERM,
			  "directory %.200s is open to others (mode %04o)", state->path,
			  status.st_mode & 07777);
	if (strcmp(state->path, STATE_DIRECTORY) == 0)
		fault_hint(fault, "look at what is in it, then remove it: rm -r %s", STATE_DIRECTORY);
	else
		fault_hint(fault, "name one that no other user can enter: mkdir -m 0700 DIR");
	return -EPERM;
}

/* Copies the path without slashes at its end: with one, open() would follow a link. */
static int take_path(const char *path, struct state *state, struct fault *fault)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	if (length >= sizeof(state->path))
		return fault_set(fault, FAULT_NOT_FOUND, ENAMETOOLONG,
				 "the name of the directory is too long");
	memcpy(state->path, path, length);
	state->path[length] = '\0';
	return 0;
}

const char *state_shell_word(const char *directory, const char *name, char word[STATE_WORD_SIZE])
{
	char path[PATH_MAX + STATE_NAME_SIZE];

	snprintf(path, sizeof(path), "%s%s%s", directory != NULL ? directory : STATE_DIRECTORY,
		 name[0] != '\0' ? "/" : "", name);
	return text_shell_word(path, word, STATE_WORD_SIZE);
}

int state_open(const char *path, bool create, struct state *state, struct fault *fault)
{
	char word[STATE_WORD_SIZE];
	int error;

	state->directory = -1;
	error = take_path(path != NULL ? path : STATE_DIRECTORY, state, fault);
	if (error != 0)
		return error;
	if (create && mkdir(state->path, 0700) != 0 && errno != EEXIST)
		return fault_directory(state->path, "made", fault);
	state->directory = open(state->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (state->directory < 0 && (errno == ENOTDIR || errno == ELOOP)) {
		fault_set(fault, FAULT_REFUSED, ENOTDIR,
			  "%.200s is not a directory, and a link is not followed", state->path);
		fault_hint(fault, "look at it, and remove it: rm %s",
			   state_shell_word(state->path, "", word));
		return -ENOTDIR;
	}
	if (state->directory < 0)
		return fault_directory(state->path, "opened", fault);
	error = check_directory(state, fault);
	if (error != 0)
		state_close(state);
	return error;
}

void state_close(struct state *state)
{
	cleanup_fd(&state->directory);
	state->directory = -1;
}

/* Checks that it is a regular file of this user, with one link, that no other user can open. */
static int check_file(const struct state *state, const char *name, int fd, struct stat *status,
		      struct fault *fault)
{
	const char *wrong = NULL;
	char word[STATE_WORD_SIZE];

	if (fstat(fd, status) != 0)
		return fault_file(state, name, "looked at", fault);
	if (!S_ISREG(status->st_mode))
		wrong = "is not a regular file";
	else if (status->st_uid != geteuid())
		wrong = "belongs to another user";
	else if ((status->st_mode & 077) != 0)
		wrong = "is open to others";
	else if (status->st_nlink > 1)
		wrong = "has another name, too";
	if (wrong == NULL)
		return 0;
	fault_set(fault, FAULT_REFUSED, EPERM, "%.160s/%s %s: vfio-cfgtool did not put it there",
		  state->path, name, wrong);
	fault_hint(fault, "look at it, and remove it: rm %s",
		   state_shell_word(state->path, name, word));
	return -EPERM;
}

/* Opens a file, or with O_CREAT makes it, without waiting, and checks it. */
static int open_checked(const struct state *state, const char *name, int flags, int *fd,
			struct stat *status, struct fault *fault)
{
	char word[STATE_WORD_SIZE];
	int error;

	*fd = openat(state->directory, name,
		     flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	if (*fd < 0 && (errno == ELOOP || errno == ENXIO || errno == EISDIR)) {
		fault_set(fault, FAULT_REFUSED, EPERM,
			  "%.160s/%s is not a regular file: vfio-cfgtool did not put it there",
			  state->path, name);
		fault_hint(fault, "look at it, and remove it: rm %s",
			   state_shell_word(state->path, name, word));
		return -EPERM;
	}
	if (*fd < 0)
		return fault_file(state, name, "opened", fault);
	error = check_file(state, name, *fd, status, fault);
	if (error != 0) {
		close(*fd);
		*fd = -1;
	}
	return error;
}

/* Reads up to size bytes; less only at the end of the file. -1 on an error. */
static ssize_t read_whole(int fd, char *bytes, size_t size)
{
	size_t used = 0;

	while (used < size) {
		ssize_t count = read(fd, bytes + used, size - used);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -1;
		if (count == 0)
			break;
		used += (size_t)count;
	}
	return (ssize_t)used;
}

int state_read(const struct state *state, const char *name, size_t most, char **text,
	       size_t *length, struct fault *fault)
{
	CLEANUP_FREE char *bytes = NULL;
	CLEANUP_FD int fd = -1;
	struct stat status;
	ssize_t count;
	int error = open_checked(state, name, O_RDONLY, &fd, &status, fault);

	if (error != 0)
		return error;
	if (status.st_size < 0 || (uintmax_t)status.st_size > most)
		return fault_set(fault, FAULT_IO, EFBIG, "%.160s/%s cannot be read: it is too large",
				 state->path, name);
	bytes = memory_take((size_t)status.st_size + 1);
	if (bytes == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	count = read_whole(fd, bytes, (size_t)status.st_size);
	if (count < 0)
		return fault_file(state, name, "read", fault);
	bytes[count] = '\0';
	*length = (size_t)count;
	*text = bytes;
	bytes = NULL;
	return 0;
}

int state_append(const struct state *state, const char *name, int *fd, struct fault *fault)
{
	struct stat status;

	return open_checked(state, name, O_RDWR | O_APPEND, fd, &status, fault);
}

/* Writes all of it, or returns false with errno set. */
static bool write_whole(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t count = write(fd, bytes, length);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return false;
		bytes += count;
		length -= (size_t)count;
	}
	return true;
}

/* Writes the text to a new file and syncs it. */
static bool write_new(const struct state *state, const char *name, const char *text)
{
	CLEANUP_FD int fd = openat(state->directory, name,
				   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	return fd >= 0 && write_whole(fd, text, strlen(text)) && fsync(fd) == 0;
}

static void temporary_name(const char *name, char text[STATE_NAME_SIZE + 8])
{
	snprintf(text, STATE_NAME_SIZE + 8, ".%s.new", name);
}

int state_write(const struct state *state, const char *name, const char *text, struct fault *fault)
{
	char temporary[STATE_NAME_SIZE + 8];
	int error;

	temporary_name(name, temporary);
	error = state_remove(state, temporary, fault);
	if (error != 0)
		return error;
	if (write_new(state, temporary, text) &&
	    renameat(state->directory, temporary, state->directory, name) == 0 &&
	    fsync(state->directory) == 0)
		return 0;
	error = fault_file(state, name, "written", fault);
	unlinkat(state->directory, temporary, 0);
	return error;
}

int state_remove(const struct state *state, const char *name, struct fault *fault)
{
	if (unlinkat(state->directory, name, 0) == 0 || errno == ENOENT)
		return 0;
	return fault_file(state, name, "removed", fault);
}

static void lock_name(const char *name, char text[STATE_NAME_SIZE + 8])
{
	snprintf(text, STATE_NAME_SIZE + 8, "%s.lock", name);
}

/* A lock of the whole file, which the open file owns and not the process. */
static struct flock whole_file(void)
{
	return (struct flock) { .l_type = F_WRLCK, .l_whence = SEEK_SET };
}

/* Reads "PID COMMAND" as the lock holder wrote it; pid 0 if it cannot be read. */
static void read_holder(int fd, struct holder *holder)
{
	char text[LOCK_TEXT_SIZE] = "";
	ssize_t count = pread(fd, text, sizeof(text) - 1, 0);
	char *end;
	long pid;

	*holder = (struct holder) { .pid = 0 };
	if (count <= 0)
		return;
	text[count] = '\0';
	pid = strtol(text, &end, 10);
	if (pid <= 0 || pid > INT_MAX || *end != ' ')
		return;
	holder->pid = (pid_t)pid;
	snprintf(holder->command, sizeof(holder->command), "%.*s", (int)strcspn(end + 1, "\n"),
		 end + 1);
}

static int fault_locked(const char *name, int fd, struct holder *holder, struct fault *fault)
{
	struct holder found;

	read_holder(fd, &found);
	if (holder != NULL)
		*holder = found;
	if (found.pid == 0)
		fault_set(fault, FAULT_BUSY, EBUSY,
			  "busy: another vfio-cfgtool works on %s", name);
	else
		fault_set(fault, FAULT_BUSY, EBUSY, "busy: process %d (vfio-cfgtool %s) works on it",
			  (int)found.pid, found.command);
	fault_hint(fault, "try again when it is done");
	return -EBUSY;
}

/* Whether the open file still has this name: the lock's last holder may have removed it. */
static bool is_there(const struct state *state, const char *name, int fd)
{
	struct stat open_file, named;

	return fstat(fd, &open_file) == 0 &&
	       fstatat(state->directory, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
	       open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

/* Writes the holder for others to read. A failure does not matter. */
static void write_holder(int fd, const char *command)
{
	char text[LOCK_TEXT_SIZE];

	snprintf(text, sizeof(text), "%d %.31s\n", (int)getpid(), command);
	if (ftruncate(fd, 0) == 0 && !write_whole(fd, text, strlen(text)))
		(void)!ftruncate(fd, 0);
}

int state_lock(const struct state *state, const char *name, const char *command, int *lock,
	       struct holder *holder, struct fault *fault)
{
	char file[STATE_NAME_SIZE + 8];

	lock_name(name, file);
	for (;;) {
		CLEANUP_FD int fd = -1;
		struct flock whole = whole_file();
		struct stat status;
		int error = open_checked(state, file, O_RDWR | O_CREAT, &fd, &status, fault);

		if (error != 0)
			return error;
		if (fcntl(fd, F_OFD_SETLK, &whole) != 0) {
			if (errno != EAGAIN && errno != EACCES)
				return fault_file(state, file, "locked", fault);
			return fault_locked(name, fd, holder, fault);
		}
		if (!is_there(state, file, fd))
			continue;
		write_holder(fd, command);
		temporary_name(name, file);
		unlinkat(state->directory, file, 0);	/* a killed process left it */
		*lock = fd;
		fd = -1;
		return 0;
	}
}

void state_unlock(const struct state *state, const char *name, int *lock)
{
	char file[STATE_NAME_SIZE + 8];

	if (*lock < 0)
		return;
	lock_name(name, file);
	unlinkat(state->directory, file, 0);
	close(*lock);
	*lock = -1;
}

bool state_is_locked(const struct state *state, const char *name, struct holder *holder)
{
	char file[STATE_NAME_SIZE + 8];
	CLEANUP_FD int fd = -1;
	struct flock whole = whole_file();
	struct stat status;

	lock_name(name, file);
	if (holder != NULL)
		*holder = (struct holder) { .pid = 0 };
	if (open_checked(state, file, O_RDWR, &fd, &status, NULL) != 0 ||
	    fcntl(fd, F_OFD_GETLK, &whole) != 0 || whole.l_type == F_UNLCK)
		return false;
	if (holder != NULL)
		read_holder(fd, holder);
	return true;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Lists the names of all files; the caller frees them. Returns their number or -ENOMEM. */
static ssize_t collect_names(DIR *directory, char ***names)
{
	size_t count = 0;
	const struct dirent *entry;

	for (entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
		char **longer = memory_grow(*names, count + 1, sizeof(*longer));
		char *copy = longer != NULL ? memory_copy(entry->d_name) : NULL;

		if (longer != NULL)
			*names = longer;
		if (copy == NULL)
			break;
		(*names)[count++] = copy;
	}
	if (entry == NULL)
		return (ssize_t)count;
	while (count > 0)
		free((*names)[--count]);
	return -ENOMEM;
}

int state_each(const struct state *state, bool (*visit)(const char *name, void *context),
	       void *context, struct fault *fault)
{
	CLEANUP_FREE char **names = NULL;
	CLEANUP_DIR DIR *directory = NULL;
	bool wanted = true;
	ssize_t count;
	int fd = openat(state->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		directory = memory_checked(fdopendir(fd));
	if (directory == NULL) {
		cleanup_fd(&fd);
		return fault_directory(state->path, "listed", fault);
	}
	count = collect_names(directory, &names);
	if (count < 0)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	if (count > 1)
		qsort(names, (size_t)count, sizeof(*names), compare_names);
	for (ssize_t i = 0; i < count; i++) {
		wanted = wanted && visit(names[i], context);
		free(names[i]);
	}
	return 0;
}
