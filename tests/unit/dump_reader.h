/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads bytes as a dump, through a file without a name. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_DUMP_READER_H
#define VFIO_CFGTOOL_TESTS_UNIT_DUMP_READER_H

#include "test.h"

#include <string.h>
#include <sys/mman.h>

#include "access/files/dump.h"
#include "base/device_list.h"

static inline int read_named(const struct dump_request *request, const void *bytes, size_t length,
			     struct device_list *list, struct fault *fault)
{
	CLEANUP_FD int fd = memfd_create("dump", MFD_CLOEXEC);
	struct dump_notes notes;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, length), length);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return dump_read(fd, request, list, &notes, fault);
}

static inline int read_bytes(const char *bytes, size_t length, struct device_list *list,
			     struct fault *fault)
{
	return read_named(&(struct dump_request) { .path = "dump" }, bytes, length, list, fault);
}

/* Reads a correct text; the list then has this many devices, with the earlier ones. */
static inline void read_devices(const char *text, struct device_list *list, size_t count)
{
	struct fault fault = { .code = FAULT_NONE };

	if (read_bytes(text, strlen(text), list, &fault) != 0)
		fail_msg("%s", fault.message);
	if (list->count != count)
		fail_msg("%zu devices, not %zu: %s", list->count, count, text);
}

/* A device has exactly this many bytes from the start, with values that count up from `first`. */
static inline void assert_counted(const struct device *device, unsigned int count,
				  unsigned int first)
{
	const struct config_space *space = &device->space;

	assert_int_equal(space->read, count);
	for (unsigned int offset = 0; offset < count; offset++)
		if (!space_is_known(space, offset) ||
		    space_byte(space, offset) != ((first + offset) & 0xff))
			fail_msg("byte %x is %x", offset, space_byte(space, offset));
}

#endif
