/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One call of the program fails that asks the machine or takes memory: part of a test
 * program, or of a library for LD_PRELOAD (tests/vm/faults.c).
 */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_FAULTS_H
#define VFIO_CFGTOOL_TESTS_UNIT_FAULTS_H

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* The number of calls so far, and which call fails: from 1; 0 for none. */
static unsigned long fault_count, fault_wanted;

/* Whether this call fails; errno is then the error. */
static int fault_fails(int error)
{
	if (__atomic_add_fetch(&fault_count, 1, __ATOMIC_RELAXED) != fault_wanted)
		return 0;
	errno = error;
	return 1;
}

/* What the C library calls a function that knows of times: where a time had 32 bits once, the
 * compiler takes name() for another one, and the old one fills in another struct. */
#if defined(__TIMESIZE) && __TIMESIZE == 32 && _TIME_BITS == 64
#define WITH_TIME(name) "__" #name "_time64"
#else
#define WITH_TIME(name) #name
#endif

#define NEXT_AS(name, symbol) \
	static __typeof__(&name) next; \
	if (next == NULL) \
		*(void **)&next = dlsym(RTLD_NEXT, symbol)

#define NEXT(name) NEXT_AS(name, #name)

/* A function of the C library that can fail. */
#define WRAP_AS(symbol, type, name, parameters, arguments, error, failure) \
	type name parameters \
	{ \
		NEXT_AS(name, symbol); \
		return fault_fails(error) ? failure : next arguments; \
	}

#define WRAP(type, name, ...) WRAP_AS(#name, type, name, __VA_ARGS__)
#define WRAP_TIME(type, name, ...) WRAP_AS(WITH_TIME(name), type, name, __VA_ARGS__)

/* dlsym() takes memory: the library's own names lead to malloc() without it. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t members, size_t size);
void *__libc_realloc(void *memory, size_t size);

void *malloc(size_t size)
{
	return fault_fails(ENOMEM) ? NULL : __libc_malloc(size);
}

void *calloc(size_t members, size_t size)
{
	return fault_fails(ENOMEM) ? NULL : __libc_calloc(members, size);
}

void *realloc(void *memory, size_t size)
{
	return fault_fails(ENOMEM) ? NULL : __libc_realloc(memory, size);
}

int open64(const char *path, int flags, ...)
{
	mode_t mode = 0;

	NEXT(open64);
	if (flags & O_CREAT) {
		va_list arguments;

		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	return fault_fails(EMFILE) ? -1 : next(path, flags, mode);
}

int openat64(int directory, const char *path, int flags, ...)
{
	mode_t mode = 0;

	NEXT(openat64);
	if (flags & O_CREAT) {
		va_list arguments;

		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	return fault_fails(EMFILE) ? -1 : next(directory, path, flags, mode);
}

WRAP(int, access, (const char *path, int mode), (path, mode), ENOMEM, -1)
WRAP(DIR *, opendir, (const char *path), (path), EMFILE, NULL)
WRAP(DIR *, fdopendir, (int fd), (fd), ENOMEM, NULL)
WRAP(FILE *, fopen64, (const char *path, const char *mode), (path, mode), EMFILE, NULL)
WRAP(FILE *, fdopen, (int fd, const char *mode), (fd, mode), ENOMEM, NULL)
WRAP_TIME(int, stat64, (const char *path, struct stat64 *status), (path, status), ENOMEM, -1)
WRAP_TIME(int, fstat64, (int fd, struct stat64 *status), (fd, status), EIO, -1)
WRAP_TIME(int, fstatat64, (int fd, const char *path, struct stat64 *status, int flags),
     (fd, path, status, flags), ENOMEM, -1)
WRAP(int, statx, (int fd, const char *path, int flags, unsigned int mask, struct statx *status),
     (fd, path, flags, mask, status), ENOMEM, -1)
WRAP(ssize_t, read, (int fd, void *bytes, size_t size), (fd, bytes, size), EIO, -1)
WRAP(ssize_t, readlink, (const char *path, char *text, size_t size), (path, text, size), ENOMEM, -1)
WRAP(ssize_t, readlinkat, (int fd, const char *path, char *text, size_t size),
     (fd, path, text, size), ENOMEM, -1)
WRAP(struct dirent64 *, readdir64, (DIR *directory), (directory), EIO, NULL)
WRAP(int, scandir64, (const char *path, struct dirent64 ***list,
		      int (*filter)(const struct dirent64 *),
		      int (*compare)(const struct dirent64 **, const struct dirent64 **)),
     (path, list, filter, compare), ENOMEM, -1)

/* What the compiler makes of calls into buffers whose size it knows. */
ssize_t __read_chk(int fd, void *bytes, size_t size, size_t room);
ssize_t __read_chk(int fd, void *bytes, size_t size, size_t room)
{
	return size > room ? -1 : read(fd, bytes, size);
}

char *__realpath_chk(const char *path, char *real, size_t room);
char *__realpath_chk(const char *path, char *real, size_t room)
{
	static char *(*next)(const char *path, char *real, size_t room);

	if (next == NULL)
		*(void **)&next = dlsym(RTLD_NEXT, "__realpath_chk");
	return fault_fails(ENOMEM) ? NULL : next(path, real, room);
}

#endif
