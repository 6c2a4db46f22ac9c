/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/dump.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "access/files/capture.h"
#include "access/files/clean_text.h"
#include "access/files/compressed.h"
#include "access/files/dump_other.h"
#include "access/files/dump_row.h"
#include "base/device_list.h"
#include "base/memory.h"

/* Bytes of a row in a message. */
#define SHOWN 40

/* One file while it is read. Large. */
struct reader {
	const struct dump_request *request;
	struct device_list *list;
	size_t before;			/* devices that were in the list */
	size_t empty;			/* devices of the file that are only named */
	struct fault *fault;
	unsigned long line;
	struct dump_other other;	/* what it is, if it is no dump */
	struct device *device;		/* the device of the next bytes, or NULL */
	bool has_rows;			/* it has rows ... */
	bool has_colon;			/* ... and their offsets end with a colon */
	unsigned int next;		/* the offset after the last row */
	unsigned int last_count;	/* bytes of the last row */
	bool repeats;			/* "*" followed the last row */
	struct clean_text text;
	size_t size;			/* bytes of the file so far ... */
	uint8_t start[SPACE_SIZE_EXTENDED];	/* ... while they are no more than these */
	bool is_binary;
};

static int out_of_memory(struct reader *reader)
{
	return fault_set(reader->fault, FAULT_IO, ENOMEM, "out of memory");
}

/* Refuses the whole file for a line of a capture, because a capture must be complete. */
static int bad_capture(struct reader *reader, const char *what, const char *text, size_t length)
{
	if (memory_has_failed())
		return out_of_memory(reader);
	if (length > 0)
		fault_set(reader->fault, FAULT_IO, EINVAL, "line %lu: %s: '%.*s'", reader->line,
			  what, (int)(length > SHOWN ? SHOWN : length), text);
	else
		fault_set(reader->fault, FAULT_IO, EINVAL, "line %lu: %s", reader->line, what);
	fault_hint(reader->fault, "make it again with: vfio-cfgtool capture DEVICE > FILE");
	return -EINVAL;
}

static bool is_empty(const struct device *device)
{
	return device->space.read == 0 && device->capture == NULL &&
	       device->error.code == FAULT_NONE;
}

/* Completes and packs the last device of the list, if the caller wants that. */
static int pack_last(struct reader *reader)
{
	const struct dump_request *request = reader->request;

	if (request->complete == NULL)
		return 0;
	request->complete(request->context, reader->device);
	return device_list_pack(reader->list, reader->list->count - 1) ? 0 : out_of_memory(reader);
}

/* Ends a device. A capture must be complete. */
static int end_device(struct reader *reader)
{
	const char *wrong = NULL;
	int error;

	if (reader->device == NULL)
		return 0;
	if (reader->device->error.code == FAULT_NONE)
		wrong = capture_end(reader->device);
	if (wrong != NULL)
		return bad_capture(reader, wrong, "", 0);
	reader->empty += is_empty(reader->device);
	error = pack_last(reader);
	reader->device = NULL;
	return error;
}

static int begin_device(struct reader *reader, const struct pci_address *address)
{
	int error = end_device(reader);
	struct device *device = error == 0 ? device_list_append(reader->list, address) : NULL;

	if (error != 0)
		return error;
	if (device == NULL)
		return out_of_memory(reader);
	device->source = SOURCE_DUMP;
	device->file = reader->request->path;
	device->input = reader->request->input;
	space_clear(&device->space, SPACE_SIZE, VIEW_HARDWARE);
	device->space.excerpt = true;
	reader->device = device;
	reader->has_rows = reader->repeats = false;
	reader->next = 0;
	return 0;
}

/* Finds the last address in a path, such as /sys/bus/pci/devices/0000:01:00.0/config. */
static bool address_in(const char *path, struct pci_address *address)
{
	bool found = false;

	for (const char *at = path; *at != '\0'; at++) {
		size_t taken = at == path || !isxdigit((unsigned char)at[-1])
			       ? address_parse_prefix(at, address) : 0;

		if (taken == 0)
			continue;
		found = true;
		at += taken - 1;
	}
	return found;
}

/* Begins a device for bytes before any slot line. */
static int begin_unnamed(struct reader *reader)
{
	struct pci_address address = reader->request->address;
	bool known = reader->request->has_address || address_in(reader->request->path, &address);
	int error = begin_device(reader, &address);

	if (error == 0)
		reader->device->address_assumed = !known;
	return error;
}

static int slot_line(struct reader *reader, const struct dump_line *line)
{
	int error = begin_device(reader, &line->address);

	if (error != 0)
		return error;
	reader->device->vendor = line->vendor;
	reader->device->product = line->product;
	return 0;
}

/* Refuses a function for one of its rows; the others stay. */
static void lose_device(struct reader *reader, const char *what, const char *place)
{
	struct device *device = reader->device;
	const char *hint = dump_other_hint(place);

	if (device->capture != NULL)
		hint = "make it again with: vfio-cfgtool capture DEVICE > FILE";
	else if (hint == NULL)
		hint = "make it again with: lspci -xxxx > FILE";
	fault_set(&device->error, FAULT_IO, EINVAL, "%.160s: line %lu: %s: '%.*s'",
		  reader->request->path, reader->line, what, SHOWN, place);
	fault_hint(&device->error, "%s", hint);
}

/*
 * Whether od wrote the row with a decimal or octal offset. Octal ones are all multiples of 16 in
 * hexadecimal, too; the second one is 20.
 */
static bool is_of_od(const struct reader *reader, const struct dump_line *line)
{
	return !line->has_colon && line->digits == DUMP_OTHER_OD_DIGITS &&
	       (dump_other_has_od(&reader->other) ||
		(reader->next == 16 && reader->last_count == 16 && line->offset == 0x20));
}

static void lose_od(struct reader *reader)
{
	fault_set(&reader->device->error, FAULT_IO, EINVAL, "%.160s: line %lu: " DUMP_OTHER_OD,
		  reader->request->path, reader->line);
	fault_hint(&reader->device->error, DUMP_OTHER_OD_HINT);
}

static void lose_repeated(struct reader *reader, const struct dump_line *line)
{
	struct device *device = reader->device;

	fault_set(&device->error, FAULT_IO, EINVAL,
		  "%.160s: line %lu: row %02x comes again: the bytes of another function begin, and "
		  "the line with its address is missing", reader->request->path, reader->line,
		  (unsigned int)line->offset);
	fault_hint(&device->error, "put its address on a line before that row, such as: 02:00.0");
}

/* Applies hexdump's "*": repeats the last row, which must be whole, up to this offset. */
static void repeat_rows(struct reader *reader, uint32_t offset)
{
	struct config_space *space = &reader->device->space;
	bool repeats = reader->repeats && offset > reader->next && offset <= SPACE_SIZE_EXTENDED;

	reader->repeats = false;
	if (!repeats)
		return;
	for (unsigned int at = reader->next; reader->last_count == 16 && at < offset; at++)
		if (space_is_known(space, at - 16))
			space_set(space, (uint16_t)at, space_byte(space, at - 16));
	reader->next = offset;
	if (reader->next > SPACE_SIZE)
		space->size = SPACE_SIZE_EXTENDED;
}

static void put_row(struct reader *reader, const struct dump_line *line)
{
	struct config_space *space = &reader->device->space;

	if (line->offset + line->count > SPACE_SIZE)
		space->size = SPACE_SIZE_EXTENDED;
	for (unsigned int i = 0; i < line->count; i++)
		if (line->known[i])
			space_set(space, (uint16_t)(line->offset + i), line->byte[i]);
	reader->has_rows = true;
	reader->has_colon = line->has_colon;
	reader->next = line->offset + line->count;
	reader->last_count = line->count;
}

/*
 * Whether a line that looks like a row is prose. It is if its form differs from the device's
 * earlier rows, if it has no colon and is not the device's first row, or if it breaks at the
 * first byte and does not continue the rows.
 */
static bool is_no_row(const struct reader *reader, const struct dump_line *line)
{
	if (line->count == 0 && (reader->device == NULL || line->offset != reader->next))
		return true;
	if (reader->device != NULL && reader->has_rows)
		return line->has_colon != reader->has_colon;
	return !line->has_colon && (line->offset != 0 || line->kind == DUMP_BROKEN_ROW);
}

static int row_line(struct reader *reader, const struct dump_line *line)
{
	int error = 0;

	if (is_no_row(reader, line) ||
	    (reader->device == NULL && dump_other_owns_rows(&reader->other)))
		return 0;
	if (reader->device == NULL)
		error = begin_unnamed(reader);
	if (error != 0 || reader->device->error.code != FAULT_NONE)
		return error;
	if (is_of_od(reader, line)) {
		lose_od(reader);
		return 0;
	}
	repeat_rows(reader, line->offset);
	if (line->kind == DUMP_BROKEN_ROW)
		lose_device(reader, "not a byte", line->place);
	else if (line->offset >= SPACE_SIZE_EXTENDED ||
		 line->offset + line->count > SPACE_SIZE_EXTENDED)
		lose_device(reader, "a byte past configuration space", line->place);
	else if (line->offset < reader->next)
		lose_repeated(reader, line);
	else
		put_row(reader, line);
	reader->has_rows = true;
	return 0;
}

static int take_line(void *context, unsigned long number, const char *text, size_t length)
{
	struct reader *reader = context;
	struct dump_line line;
	const char *wrong;

	reader->line = number;
	if (text[0] == '#') {
		wrong = reader->device != NULL ? capture_line(reader->device, text, length) : NULL;
		return wrong != NULL ? bad_capture(reader, wrong, text, length) : 0;
	}
	dump_line_parse(text, &line);
	switch (line.kind) {
	case DUMP_SLOT:
		return slot_line(reader, &line);
	case DUMP_ROW:
	case DUMP_BROKEN_ROW:
		return row_line(reader, &line);
	case DUMP_END:
		if (reader->device != NULL && reader->has_rows)
			repeat_rows(reader, line.offset);
		return 0;
	case DUMP_REPEAT:
		reader->repeats = reader->device != NULL && reader->has_rows;
		return 0;
	case DUMP_PROSE:
		break;
	}
	dump_other_look(&reader->other, text);
	return 0;
}

/* Whether bytes are not text in any encoding. */
static bool is_binary(const uint8_t *bytes, size_t count)
{
	bool utf16 = count >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) ||
				    (bytes[0] == 0xfe && bytes[1] == 0xff));

	for (size_t i = 0; i < count && !utf16; i++)
		if (bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\n' && bytes[i] != '\r' &&
		    bytes[i] != 0x1b && bytes[i] != '\f' && bytes[i] != '\b')
			return true;
	return count > 0 && !utf16 && bytes[0] >= 0x80 && memchr(bytes, '\n', count) == NULL;
}

/* Feeds text. Keeps the start until the size shows whether it is a `config` file. */
static int take_piece(void *context, const uint8_t *bytes, size_t count, struct fault *fault)
{
	struct reader *reader = context;
	bool fits = reader->size + count <= sizeof(reader->start);
	int error = reader->size == 0 ? dump_other_refuse(bytes, count, fault) : 0;

	if (error != 0)
		return error;
	if (fits) {
		memcpy(reader->start + reader->size, bytes, count);
	} else if (reader->size <= sizeof(reader->start)) {
		reader->is_binary = is_binary(reader->start, reader->size) ||
				    is_binary(bytes, count);
		error = clean_text_feed(&reader->text, reader->start, reader->size);
	}
	reader->size += count;
	return error != 0 || fits ? error : clean_text_feed(&reader->text, bytes, count);
}

/* Sizes of a `config` file of sysfs: the part that an ordinary user reads, and the whole. */
static bool is_config_size(size_t size)
{
	return size == 64 || size == SPACE_SIZE || size == SPACE_SIZE_EXTENDED;
}

static int take_config(struct reader *reader)
{
	int error = begin_unnamed(reader);

	if (error != 0)
		return error;
	if (reader->size > SPACE_SIZE)
		reader->device->space.size = SPACE_SIZE_EXTENDED;
	space_fill(&reader->device->space, reader->start, (uint16_t)reader->size);
	return end_device(reader);
}

static int end_text(struct reader *reader)
{
	int error = 0;

	if (reader->size <= sizeof(reader->start))
		error = clean_text_feed(&reader->text, reader->start, reader->size);
	if (error == 0)
		error = clean_text_end(&reader->text);
	return error != 0 ? error : end_device(reader);
}

static bool has_bytes(struct device_list *list, size_t at, const void *context)
{
	const struct device *device = device_list_open(list, at);

	(void)context;
	return device != NULL && !is_empty(device);
}

/* Whether another device with bytes has this address. */
static bool is_elsewhere(const struct reader *reader, const struct pci_address *address)
{
	struct device_list *list = reader->list;
	bool found = false;

	for (size_t i = reader->before; i < list->count && !found; i++) {
		if (address_compare(device_slot_address(&list->slots[i]), address) != 0)
			continue;
		found = has_bytes(list, i, NULL);
		device_list_close(list, i);
	}
	return found;
}

static void note_nameless(const struct reader *reader, struct dump_notes *notes)
{
	struct device_list *list = reader->list;

	for (size_t i = reader->before; i < list->count; i++) {
		const struct pci_address *address = device_slot_address(&list->slots[i]);
		bool nameless = !has_bytes(list, i, NULL);

		device_list_close(list, i);
		if (!nameless || is_elsewhere(reader, address))
			continue;
		if (notes->nameless++ == 0)
			notes->first = *address;
	}
}

/*
 * Leaves out functions without bytes, as lspci without -x prints them, if the text has bytes
 * of others.
 */
static void leave_out(const struct reader *reader, struct dump_notes *notes)
{
	struct device_list *list = reader->list;

	if (reader->empty == 0 || reader->empty == list->count - reader->before)
		return;
	note_nameless(reader, notes);
	device_list_keep(list, reader->before, has_bytes, NULL);
}

/* Fills the faults of functions without bytes if the text has rows of another kind. */
static void blame_form(const struct reader *reader)
{
	struct device_list *list = reader->list;

	for (size_t i = reader->before; i < list->count; i++) {
		struct device *device = device_list_open(list, i);

		if (device != NULL && is_empty(device)) {
			dump_other_blame(&reader->other, &device->error);
			if (list->slots[i].pack != NULL)
				device_list_pack(list, i);
		}
		device_list_close(list, i);
	}
}

static int read_all(struct reader *reader, int fd, struct dump_notes *notes)
{
	const struct compressed_taker taker = { take_piece, reader };
	int error = compressed_read(fd, COMPRESSED_DUMP_LIMIT, &taker, reader->fault);

	if (error != 0)
		return error;
	if (reader->size <= sizeof(reader->start))
		reader->is_binary = is_binary(reader->start, reader->size);
	if (reader->is_binary && is_config_size(reader->size))
		return take_config(reader);
	error = end_text(reader);
	if (error != 0)
		return error;
	if (reader->list->count == reader->before)
		return dump_other_fault(&reader->other, reader->is_binary ? reader->size : 0,
					reader->fault);
	leave_out(reader, notes);
	if (dump_other_has_rows(&reader->other))
		blame_form(reader);
	return 0;
}

int dump_read(int fd, const struct dump_request *request, struct device_list *list,
	      struct dump_notes *notes, struct fault *fault)
{
	CLEANUP_FREE struct reader *reader = memory_take_zeroed(1, sizeof(*reader));

	*notes = (struct dump_notes) { .nameless = 0 };
	if (reader == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	reader->request = request;
	reader->list = list;
	reader->before = list->count;
	reader->fault = fault;
	clean_text_begin(&reader->text, take_line, reader);
	return read_all(reader, fd, notes);
}
