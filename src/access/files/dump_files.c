/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/dump_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/files/dump_other.h"
#include "access/files/input.h"
#include "base/device_list.h"
#include "base/error_text.h"
#include "base/macros.h"
#include "base/memory.h"

/* Names of files in directories, for the devices that point to them. Never freed. */
static char **kept;
static size_t kept_count, kept_room;

/* "DIRECTORY/NAME", or NULL if memory is short. */
static const char *keep_path(const char *directory, const char *name)
{
	char **grown = memory_grow_list(kept, kept_count, &kept_room, sizeof(*grown));
	size_t length = strlen(directory), size = length + strlen(name) + 2;
	bool slash = length > 0 && directory[length - 1] == '/';
	char *path;

	if (grown == NULL)
		return NULL;
	kept = grown;
	path = memory_take(size);
	if (path == NULL)
		return NULL;
	snprintf(path, size, "%s%s%s", directory, slash ? "" : "/", name);
	kept[kept_count++] = path;
	return path;
}

static void tell_failed(const struct dump_listener *listener, const char *path,
			const struct fault *fault)
{
	if (listener->failed != NULL)
		listener->failed(listener->context, path, fault);
}

/* Reads one file. Tells the listener and returns false if it cannot be used. */
static bool read_one(int fd, const struct dump_request *request, bool in_directory,
		     struct device_list *list, const struct dump_listener *listener)
{
	struct fault fault = { .code = FAULT_NONE };
	size_t before = list->count;
	struct dump_notes notes;
	int error = dump_read(fd, request, list, &notes, &fault);

	if (error == 0 && notes.nameless != 0 && listener->left_out != NULL)
		listener->left_out(listener->context, request->path, &notes);
	if (error == 0)
		return true;
	device_list_cut(list, before);
	if (in_directory && fault.code == FAULT_NOT_FOUND) {
		if (listener->skipped != NULL)
			listener->skipped(listener->context, request->path, &fault);
		return true;
	}
	tell_failed(listener, request->path, &fault);
	return false;
}

/* Names of a directory; each and the array are allocated. */
struct names {
	char **name;
	size_t count, room;
};

static void names_free(struct names *names)
{
	while (names->count > 0)
		free(names->name[--names->count]);
	free(names->name);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds a copy of a name; -ENOMEM on failure. */
static int names_add(struct names *names, const char *name)
{
	char **grown = memory_grow_list(names->name, names->count, &names->room, sizeof(*grown));

	if (grown == NULL)
		return -ENOMEM;
	names->name = grown;
	names->name[names->count] = memory_copy(name);
	if (names->name[names->count] == NULL)
		return -ENOMEM;
	names->count++;
	return 0;
}

/*
 * Lists the names that do not begin with a dot, by their bytes; -errno on failure. This is
 * scandirat(), which musl does not have. The caller frees the names in any case.
 */
static int names_read(int directory, struct names *names)
{
	CLEANUP_DIR DIR *stream = NULL;
	int fd = (int)memory_count(openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	const struct dirent *entry;
	int error = 0;

	if (fd < 0)
		return -errno;
	stream = memory_checked(fdopendir(fd));
	if (stream == NULL) {
		error = errno;
		close(fd);
		return -error;
	}
	errno = 0;
	while (error == 0 && (entry = readdir(stream)) != NULL) {
		if (entry->d_name[0] != '.')
			error = names_add(names, entry->d_name);
		errno = 0;
	}
	if (error == 0)
		error = -errno;
	if (names->count > 0)
		qsort(names->name, names->count, sizeof(*names->name), by_bytes);
	return error;
}

/*
 * Reads a regular file only: a link could lead anywhere, and a FIFO has no end. As read_one().
 */
static bool read_entry(int directory, const struct dump_request *request, const char *name,
		       struct device_list *list, const struct dump_listener *listener)
{
	CLEANUP_FD int fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW |
				   O_NONBLOCK);
	struct dump_request one = *request;
	struct fault fault = { .code = FAULT_NONE };
	int error = errno;
	struct stat status;

	if (fd < 0 && error == ELOOP)
		return true;
	if (fd >= 0 && fstat(fd, &status) == 0 && !S_ISREG(status.st_mode))
		return true;
	one.path = keep_path(request->path, name);
	if (one.path == NULL)
		fault_set(&fault, FAULT_IO, ENOMEM, "out of memory");
	else if (fd < 0)
		fault_set(&fault, FAULT_IO, error, "cannot be opened: %s", error_text(error));
	if (fault.code == FAULT_NONE)
		return read_one(fd, &one, true, list, listener);
	tell_failed(listener, one.path != NULL ? one.path : name, &fault);
	return false;
}

static void read_directory(int fd, const struct dump_request *request, struct device_list *list,
			   const struct dump_listener *listener)
{
	struct fault fault = { .code = FAULT_NONE };
	__attribute__((cleanup(names_free))) struct names names = { NULL, 0, 0 };
	int error = names_read(fd, &names);
	struct dump_other nothing = { .found = 0 };
	size_t before = list->count;
	bool used = true;

	if (error < 0) {
		fault_set(&fault, FAULT_IO, -error, "cannot be listed: %s", error_text(-error));
		tell_failed(listener, request->path, &fault);
		return;
	}
	for (size_t i = 0; i < names.count; i++)
		used = read_entry(fd, request, names.name[i], list, listener) && used;
	if (list->count != before || !used)
		return;
	dump_other_fault(&nothing, 0, &fault);
	tell_failed(listener, request->path, &fault);
}

void dump_files_read(const struct dump_request *request, struct device_list *list,
		     const struct dump_listener *listener)
{
	struct fault fault = { .code = FAULT_NONE };
	CLEANUP_FD int opened = -1;
	int fd = STDIN_FILENO;
	struct stat status;

	if (strcmp(request->path, "-") != 0) {
		opened = input_open(request->path, &fault);
		fd = opened;
	}
	if (fd < 0)
		tell_failed(listener, request->path, &fault);
	else if (opened >= 0 && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode))
		read_directory(fd, request, list, listener);
	else
		read_one(fd, request, false, list, listener);
}
