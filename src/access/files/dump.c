/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/files/dump.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "access/files/capture.h"
#include "access/files/input.h"
#include "base/memory.h"

/* Longer than any line whose content matters; of longer ones the start is enough. */
#define CHUNK (64 * 1024)

/* The value of a hexadecimal digit plus one; 0: no digit. */
static const uint8_t digit_plus_one[256] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8,
	['8'] = 9, ['9'] = 10,
	['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
	['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

struct reader {
	const char *path;
	struct device_list *list;
	struct device *device;		/* the one whose bytes follow, or NULL */
	struct fault *fault;
	unsigned long line;
};

static int bad_line(struct reader *reader, const char *what, const char *text, size_t length)
{
	if (memory_has_failed())
		return fault_set(reader->fault, FAULT_IO, ENOMEM, "out of memory");
	fault_set(reader->fault, FAULT_IO, EINVAL, "line %lu: %s: '%.*s'", reader->line, what,
		  (int)(length > 40 ? 40 : length), text);
	fault_hint(reader->fault, reader->device != NULL && reader->device->capture != NULL
		   ? "make it again with: vfio-cfgtool capture DEVICE > FILE"
		   : "make it again with: lspci -xxxx > FILE");
	return -EINVAL;
}

/* Four hexadecimal digits and nothing that would make them longer. */
static int id_at(const char *text, const char *end)
{
	int id = 0;

	if (end - text < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		uint8_t digit = digit_plus_one[(unsigned char)text[i]];

		if (digit == 0)
			return -1;
		id = id << 4 | (digit - 1);
	}
	return end - text > 4 && isalnum((unsigned char)text[4]) ? -1 : id;
}

/*
 * The last "vvvv:dddd" of a slot line: lspci -n and -nn write the IDs that
 * the kernel has, also of a VF, whose registers read ffff.
 */
static void slot_ids(struct device *device, const char *text, const char *end)
{
	for (const char *place = text; place + 9 <= end; place++) {
		int vendor, product;

		if (place[4] != ':' || isalnum((unsigned char)place[-1]))
			continue;
		vendor = id_at(place, place + 4);
		product = id_at(place + 5, end);
		if (vendor >= 0 && product >= 0) {
			device->vendor = vendor;
			device->product = product;
		}
	}
}

/* Ends a device. A capture must be complete. */
static int end_device(struct reader *reader)
{
	const char *wrong = reader->device != NULL ? capture_end(reader->device) : NULL;

	if (wrong == NULL)
		return 0;
	fault_set(reader->fault, FAULT_IO, EINVAL, "line %lu: %s", reader->line, wrong);
	fault_hint(reader->fault, "make it again with: vfio-cfgtool capture DEVICE > FILE");
	return -EINVAL;
}

/* What lspci does not read. */
static int comment_line(struct reader *reader, const char *text, size_t length)
{
	const char *wrong = reader->device != NULL ? capture_line(reader->device, text, length)
						   : NULL;

	return wrong != NULL ? bad_line(reader, wrong, text, length) : 0;
}

/* "[DDDD:]BB:DD.F" at the start of a line begins a device. */
static int slot_line(struct reader *reader, const struct pci_address *address,
		     const char *rest, const char *end)
{
	int error = end_device(reader);
	struct device *device = error == 0 ? device_list_append(reader->list, address) : NULL;

	if (error != 0)
		return error;
	if (device == NULL)
		return fault_set(reader->fault, FAULT_IO, ENOMEM, "out of memory");
	device->source = SOURCE_DUMP;
	space_clear(&device->space, SPACE_SIZE, VIEW_HARDWARE);
	device->space.excerpt = true;
	slot_ids(device, rest + 1, end);
	reader->device = device;
	return 0;
}

/* One byte of a hexadecimal line, or "??" for one that lspci could not read. */
static int byte_at(struct reader *reader, const char *text, const char *end, unsigned int offset)
{
	struct config_space *space = &reader->device->space;
	bool whole = end - text >= 2 && (end - text == 2 || text[2] == ' ');
	uint8_t high = digit_plus_one[(unsigned char)text[0]];
	uint8_t low = whole ? digit_plus_one[(unsigned char)text[1]] : 0;

	if (offset >= SPACE_SIZE_EXTENDED)
		return bad_line(reader, "a byte past configuration space", text,
				(size_t)(end - text));
	if (offset >= SPACE_SIZE)
		space->size = SPACE_SIZE_EXTENDED;
	if (whole && text[0] == '?' && text[1] == '?')
		return 0;
	if (high == 0 || low == 0)
		return bad_line(reader, "not a byte", text, (size_t)(end - text));
	space_set(space, (uint16_t)offset, (uint8_t)((high - 1) << 4 | (low - 1)));
	return 0;
}

/* "OFFSET: BYTE BYTE ..." */
static int hex_line(struct reader *reader, unsigned int offset, const char *text, const char *end)
{
	if (reader->device == NULL)
		return bad_line(reader, "bytes before the first device", text,
				(size_t)(end - text));
	while (end > text && (end[-1] == ' ' || end[-1] == '\r'))
		end--;
	while (text < end) {
		int error;

		if (*text == ' ') {
			text++;
			continue;
		}
		error = byte_at(reader, text, end, offset);
		if (error != 0)
			return error;
		text += 2;
		offset++;
	}
	return 0;
}

/*
 * A line begins a device, holds bytes, or is one of the many that -v writes.
 * `text` is followed by a byte that is no digit.
 */
static int read_line(struct reader *reader, const char *text, size_t length)
{
	const char *end = text + length;
	struct pci_address address;
	unsigned int offset = 0, digits = 0;
	size_t taken;

	reader->line++;
	if (text[0] == '#')
		return comment_line(reader, text, length);
	while (digits < 4 && digit_plus_one[(unsigned char)text[digits]] != 0)
		offset = offset << 4 | (digit_plus_one[(unsigned char)text[digits++]] - 1U);
	if (digits >= 2 && text[digits] == ':' &&
	    (text[digits + 1] == ' ' || text + digits + 1 == end))
		return hex_line(reader, offset, text + digits + 1, end);
	if (digits < 2)
		return 0;
	taken = address_parse_prefix(text, &address);
	if (taken != 0 && (text + taken == end || isspace((unsigned char)text[taken])))
		return slot_line(reader, &address, text + taken, end);
	return 0;
}

/*
 * Cuts what is in the buffer into lines. A line that fills the whole buffer is
 * taken by its start; the rest of it is skipped (*skipping).
 */
static int read_lines(struct reader *reader, char *buffer, size_t *used, bool *skipping)
{
	char *line = buffer, *end = buffer + *used, *newline;

	while ((newline = memchr(line, '\n', (size_t)(end - line))) != NULL) {
		int error = 0;

		*newline = '\0';
		if (!*skipping)
			error = read_line(reader, line, (size_t)(newline - line));
		if (error != 0)
			return error;
		*skipping = false;
		line = newline + 1;
	}
	if (line == buffer && *used == CHUNK) {
		int error = *skipping ? 0 : read_line(reader, buffer, CHUNK);

		*skipping = true;
		*used = 0;
		return error;
	}
	*used = (size_t)(end - line);
	memmove(buffer, line, *used);
	return 0;
}

static int read_stream(struct reader *reader, int fd)
{
	CLEANUP_FREE char *buffer = memory_take(CHUNK + 1);
	bool skipping = false;
	size_t used = 0;
	ssize_t got;
	int error;

	if (buffer == NULL)
		return fault_set(reader->fault, FAULT_IO, ENOMEM, "out of memory");
	while ((got = read(fd, buffer + used, CHUNK - used)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_set(reader->fault, FAULT_IO, errno, "cannot be read: %s",
					 strerror(errno));
		used += (size_t)got;
		buffer[used] = '\0';
		error = read_lines(reader, buffer, &used, &skipping);
		if (error != 0)
			return error;
	}
	buffer[used] = '\0';
	return used > 0 && !skipping ? read_line(reader, buffer, used) : 0;
}

int dump_read(const char *path, struct device_list *list, struct fault *fault)
{
	struct reader reader = { .path = path, .list = list, .fault = fault };
	CLEANUP_FD int fd = -1;
	size_t before = list->count;
	int error;

	if (strcmp(path, "-") != 0) {
		fd = input_open(path, fault);
		if (fd < 0)
			return fd;
	}
	error = read_stream(&reader, fd >= 0 ? fd : STDIN_FILENO);
	if (error == 0)
		error = end_device(&reader);
	if (error == 0 && list->count == before) {
		error = fault_set(fault, FAULT_NOT_FOUND, ENOENT, "no device in it");
		fault_hint(fault, "make one with: lspci -xxxx > FILE");
	}
	return error;
}
