// SPDX-License-Identifier: GPL-2.0-or-later
/* Any text as a dump, and the map of each device that was read from it. */
#include <stdio.h>
#include <sys/mman.h>

#include "map_complaint.h"
#include "access/files/dump.h"
#include "base/device_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A file without a name that holds the input, at its start. */
static int input_file(const uint8_t *data, size_t size)
{
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("dump", MFD_CLOEXEC);
	if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size ||
	    lseek(fd, 0, SEEK_SET) != 0)
		abort();
	return fd;
}

static void check_device(const struct device *device, const struct rules *rules)
{
	static const struct device_facts facts = DEVICE_FACTS_DEFAULT;
	static struct map map;
	const char *complaint;
	char text[ADDRESS_TEXT_SIZE];

	if (device->space.size < SPACE_SIZE || device->space.size > SPACE_SIZE_EXTENDED)
		abort();
	if (device->capture == NULL && device->space.size != SPACE_SIZE &&
	    device->space.size != SPACE_SIZE_EXTENDED)
		abort();
	if (device->user != NULL && (device->capture == NULL ||
				     device->user->read > device->user->size))
		abort();
	if (device->space.read > device->space.size)
		abort();
	address_format(&device->address, text);
	map_build(&device->space, rules, &facts, &map);
	complaint = map_complaint(&map, &device->space);
	if (complaint != NULL) {
		fprintf(stderr, "%s: %s\n", text, complaint);
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	struct fault fault = { .code = FAULT_NONE };
	const struct dump_request request = { .path = "dump" };
	struct dump_notes notes;
	struct rules rules;
	int error = dump_read(input_file(data, size), &request, &list, &notes, &fault);

	if ((error != 0) != (fault.code != FAULT_NONE) || (error == 0 && list.count == 0))
		abort();
	rules_for_release(&rules_newest, &rules);
	device_list_sort(&list, 0);
	for (size_t i = 0; i < list.count; i++)
		check_device(list.slots[i].device, &rules);
	return 0;
}
