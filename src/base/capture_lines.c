/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/capture_lines.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/capture_value.h"
#include "base/device.h"
#include "base/memory.h"

/* More bytes than the longest value with parts. */
#define VALUE 256

/* The most ranges in a line: lspci reads no line of 4096 bytes. */
#define RANGES_A_LINE 8

#define NOT_A_NUMBER "not a number in range"

static const char *yes_or_no(bool is)
{
	return is ? "yes" : "no";
}

/* The input for the lines of a key. */
struct giving {
	const struct device *device;
	const struct capture_text *text;
	const char *key;
	void (*line)(const char *key, const char *value);
};

static void give(const struct giving *giving, const char *format, ...) PRINTF_FORMAT(2, 3);

static void give(const struct giving *giving, const char *format, ...)
{
	char value[VALUE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(value, sizeof(value), format, arguments);
	va_end(arguments);
	giving->line(giving->key, value);
}

void capture_format_bytes(const struct config_space *space, unsigned int offset,
			  const char *unread, char text[CAPTURE_BYTES_SIZE])
{
	unsigned int end = offset + CAPTURE_BYTES_A_LINE;
	int used = snprintf(text, CAPTURE_BYTES_SIZE, "%02x:", offset);

	for (unsigned int i = offset; i < end && i < space->size; i++) {
		char byte[sizeof("ff")];

		snprintf(byte, sizeof(byte), "%02x", space_byte(space, i));
		used += snprintf(text + used, (size_t)(CAPTURE_BYTES_SIZE - used), " %s",
				 space_is_known(space, i) ? byte : unread);
	}
}

static const char *take_begin(struct device *device, char *value)
{
	int format;

	if (device->capture != NULL)
		return "a second capture of one device";
	if (!capture_decimal(value, &format))
		return "not the format of a capture";
	if (format != CAPTURE_FORMAT)
		return "a capture of another format than 1: a later vfio-cfgtool made it";
	device->capture = memory_take_zeroed(1, sizeof(*device->capture));
	if (device->capture == NULL)
		return "out of memory";
	device->capture->vfs = -1;
	device->space.excerpt = false;
	return NULL;
}

static void give_begin(const struct giving *giving)
{
	give(giving, "%d", CAPTURE_FORMAT);
}

static const char *take_redacted(struct device *device, char *value)
{
	(void)value;
	device->capture->redacted = true;
	return NULL;
}

static void give_redacted(const struct giving *giving)
{
	if (giving->text->capture->redacted)
		giving->line(giving->key,
			     "serial number, VPD data, BARs, addresses of MSI and VFs: bytes 5a");
}

static const char *take_excerpt(struct device *device, char *value)
{
	(void)value;
	device->space.excerpt = true;
	return NULL;
}

/* Written if the function can have bytes that its dump does not show. */
static void give_excerpt(const struct giving *giving)
{
	const struct config_space *space = giving->text->space;

	if (space->excerpt && (space->read < space->size || space->size <= SPACE_SIZE))
		giving->line(giving->key, "");
}

static const char *take_view(struct device *device, char *value)
{
	if (strcmp(value, "user") == 0)
		device->space.view = VIEW_USER;
	return strcmp(value, "user") == 0 || strcmp(value, "hardware") == 0
	       ? NULL : "neither hardware nor user";
}

static void give_view(const struct giving *giving)
{
	giving->line(giving->key, words_name(&view_words, giving->text->space->view));
}

static const char *take_size(struct device *device, char *value)
{
	uint64_t size;

	if (!capture_hex(value, SPACE_SIZE_EXTENDED, &size) || space_size(size) != size)
		return NOT_A_NUMBER;
	device->capture->size = (uint16_t)size;
	return NULL;
}

static void give_size(const struct giving *giving)
{
	give(giving, "%x", giving->text->space->size);
}

/* "000-03f 080-fff" */
static const char *take_read(struct device *device, char *value)
{
	char *range;

	device->capture->has_read = true;
	while ((range = capture_word(&value)) != NULL) {
		char *first = strsep(&range, "-");
		uint64_t start, end;

		if (!capture_hex(first, SPACE_SIZE_EXTENDED - 1, &start) ||
		    !capture_hex(range, SPACE_SIZE_EXTENDED - 1, &end) || end < start)
			return "not a range of bytes";
		for (; start <= end; start++)
			device->capture->read[start / 64] |= UINT64_C(1) << start % 64;
	}
	return NULL;
}

static void give_read(const struct giving *giving)
{
	const struct config_space *space = giving->text->space;
	char line[RANGES_A_LINE * sizeof("000-000 ")] = "";
	unsigned int offset = 0, ranges = 0, used = 0;

	while (offset < space->size) {
		unsigned int start = offset;

		while (space_is_known(space, offset))
			offset++;
		if (offset > start && ranges > 0 && ranges % RANGES_A_LINE == 0) {
			giving->line(giving->key, line);
			used = 0;
		}
		if (offset > start) {
			used += (unsigned int)snprintf(line + used, sizeof(line) - used, "%s%03x-%03x",
						       used > 0 ? " " : "", start, offset - 1);
			ranges++;
		}
		while (offset < space->size && !space_is_known(space, offset))
			offset++;
	}
	giving->line(giving->key, line);
}

/* "8086:10d3 020000 00" */
static const char *take_ids(struct device *device, char *value)
{
	uint64_t vendor, product, class, revision;
	char *ids = capture_word(&value), *first = strsep(&ids, ":");

	if (!capture_hex(first, 0xffff, &vendor) || !capture_hex(ids, 0xffff, &product) ||
	    !capture_hex(capture_word(&value), 0xffffff, &class) || !capture_hex(capture_word(&value), 0xff, &revision))
		return "not VENDOR:DEVICE CLASS REVISION";
	device->vendor = (int)vendor;
	device->product = (int)product;
	device->class = (int)class;
	device->revision = (int)revision;
	return NULL;
}

static void give_ids(const struct giving *giving)
{
	const struct device *device = giving->device;

	give(giving, "%04x:%04x %06x %02x", (unsigned int)device->vendor & 0xffff,
	     (unsigned int)device->product & 0xffff, (unsigned int)device->class & 0xffffff,
	     (unsigned int)device->revision & 0xff);
}

static const char *take_vf(struct device *device, char *value)
{
	device->vf_assumed = strcmp(value, "assumed") == 0;
	return capture_yes_or_no(device->vf_assumed ? "yes" : value, &device->is_vf);
}

static void give_vf(const struct giving *giving)
{
	giving->line(giving->key, giving->device->vf_assumed ? "assumed"
							     : yes_or_no(giving->device->is_vf));
}

static const char *take_physfn(struct device *device, char *value)
{
	struct pci_address address;

	if (!address_parse(value, &address))
		return "not an address";
	return capture_unescape(value, device->capture->physfn, sizeof(device->capture->physfn));
}

static const char *take_opregion(struct device *device, char *value)
{
	bool is;
	const char *wrong = capture_yes_or_no(value, &is);

	if (wrong == NULL)
		device->opregion = is ? KNOWN_YES : KNOWN_NO;
	return wrong;
}

static void give_opregion(const struct giving *giving)
{
	if (giving->device->opregion != KNOWN_NOT)
		giving->line(giving->key, yes_or_no(giving->device->opregion == KNOWN_YES));
}

/* "0 fe400000 fe41ffff 40200" */
static const char *take_resource(struct device *device, char *value)
{
	uint64_t number, start, end, flags;

	if (!capture_hex(capture_word(&value), DEVICE_RESOURCES - 1, &number) ||
	    !capture_hex(capture_word(&value), UINT64_MAX, &start) || !capture_hex(capture_word(&value), UINT64_MAX, &end) ||
	    !capture_hex(capture_word(&value), UINT64_MAX, &flags))
		return "not NUMBER START END FLAGS";
	device->resources_known = true;
	device->resources.at[number].start = start;
	device->resources.at[number].end = end;
	device->resources.at[number].flags = flags;
	return NULL;
}

static void give_resource(const struct giving *giving)
{
	const struct device_resources *resources = giving->text->resources;

	for (unsigned int i = 0; resources != NULL && i < DEVICE_RESOURCES; i++)
		give(giving, "%u %" PRIx64 " %" PRIx64 " %" PRIx64, i, resources->at[i].start,
		     resources->at[i].end, resources->at[i].flags);
}

/* "9 7 2000 type 8086 1" */
static const char *take_region(struct device *device, char *value)
{
	struct capture *capture = device->capture;
	struct capture_region *region = &capture->region[capture->regions];
	uint64_t index, flags, size, type = 0, subtype = 0;
	const char *more;

	if (capture->regions == CAPTURE_REGIONS)
		return "too many regions";
	if (!capture_hex(capture_word(&value), UINT32_MAX, &index) || !capture_hex(capture_word(&value), UINT32_MAX, &flags) ||
	    !capture_hex(capture_word(&value), UINT64_MAX, &size))
		return "not INDEX FLAGS SIZE";
	more = capture_word(&value);
	region->has_type = more != NULL && strcmp(more, "type") == 0;
	if (region->has_type && (!capture_hex(capture_word(&value), UINT32_MAX, &type) ||
				 !capture_hex(capture_word(&value), UINT32_MAX, &subtype)))
		return "not type TYPE SUBTYPE";
	region->index = (uint32_t)index;
	region->flags = (uint32_t)flags;
	region->size = size;
	region->type = (uint32_t)type;
	region->subtype = (uint32_t)subtype;
	capture->regions++;
	return NULL;
}

static void give_region(const struct giving *giving)
{
	const struct capture *capture = giving->text->capture;

	for (unsigned int i = 0; i < capture->regions; i++) {
		const struct capture_region *region = &capture->region[i];
		char type[sizeof(" type ffffffff ffffffff")] = "";

		if (region->has_type)
			snprintf(type, sizeof(type), " type %" PRIx32 " %" PRIx32, region->type,
				 region->subtype);
		give(giving, "%" PRIx32 " %" PRIx32 " %" PRIx64 "%s", region->index,
		     region->flags, region->size, type);
	}
}

/* "vfio_pci nointxmask N" */
static const char *take_parameter(struct device *device, char *value)
{
	struct capture *capture = device->capture;
	struct capture_parameter *parameter = &capture->parameter[capture->parameters];
	char *module = capture_word(&value), *name = capture_word(&value);

	if (capture->parameters == CAPTURE_PARAMETERS)
		return "too many parameters";
	if (module == NULL || name == NULL)
		return "not MODULE NAME VALUE";
	if (capture_unescape(module, parameter->module, sizeof(parameter->module)) != NULL ||
	    capture_unescape(name, parameter->name, sizeof(parameter->name)) != NULL ||
	    capture_unescape(value != NULL ? value : "", parameter->value,
		      sizeof(parameter->value)) != NULL)
		return "too long";
	capture->parameters++;
	if (strcmp(parameter->module, "vfio_pci") == 0 &&
	    strcmp(parameter->name, "nointxmask") == 0)
		device->nointxmask = parameter->value[0] == 'Y';
	return NULL;
}

static void give_parameter(const struct giving *giving)
{
	const struct capture *capture = giving->text->capture;

	for (unsigned int i = 0; i < capture->parameters; i++)
		give(giving, "%s %s %s", capture->parameter[i].module, capture->parameter[i].name,
		     capture->parameter[i].value);
}

static const char *take_user_size(struct device *device, char *value)
{
	uint64_t size;

	if (device->user != NULL)
		return "a second user view";
	if (!capture_hex(value, SPACE_SIZE_EXTENDED, &size) || space_size(size) != size)
		return NOT_A_NUMBER;
	device->user = memory_take_zeroed(1, sizeof(*device->user));
	if (device->user == NULL)
		return "out of memory";
	device->capture->user_size = (uint16_t)size;
	space_clear(device->user, (uint16_t)size, VIEW_USER);
	return NULL;
}

static void give_user_size(const struct giving *giving)
{
	if (giving->text->user != NULL)
		give(giving, "%x", giving->text->user->size);
}

/* "000: 86 80 ?? ...", one line after the other */
static const char *take_user(struct device *device, char *value)
{
	struct capture *capture = device->capture;
	char *first = strsep(&value, ":"), *byte;
	uint64_t offset;

	if (device->user == NULL)
		return "the user view before its size";
	if (!capture_hex(first, capture->user_size - 1U, &offset) || offset != capture->user_seen)
		return "not the next bytes of the user view";
	while ((byte = capture_word(&value)) != NULL) {
		uint64_t number;

		if (capture->user_seen == capture->user_size)
			return "more bytes than the user view has";
		if (strcmp(byte, "??") == 0)
			number = 0;
		else if (strlen(byte) == 2 && capture_hex(byte, 0xff, &number))
			space_set(device->user, capture->user_seen, (uint8_t)number);
		else
			return "not a byte";
		capture->user_seen++;
	}
	return NULL;
}

static void give_user(const struct giving *giving)
{
	const struct config_space *user = giving->text->user;

	for (unsigned int i = 0; user != NULL && i < user->size; i += CAPTURE_BYTES_A_LINE) {
		char bytes[CAPTURE_BYTES_SIZE];

		capture_format_bytes(user, i, "??", bytes);
		giving->line(giving->key, bytes);
	}
}

static const char *take_end(struct device *device, char *value)
{
	(void)value;
	device->capture->ended = true;
	return NULL;
}

enum key_kind {
	KEY_PARTS,		/* take() and give() know the form */
	KEY_TEXT,		/* the rest is one member: char[]; "" is not written ... */
	KEY_COUNT,		/* ... int; negative is not known, and not written ... */
	KEY_HEX,		/* ... int64_t: 32 bits; -1 is not known, and not written ... */
	KEY_YES_NO,		/* ... or bool */
};

struct capture_key {
	const char *key;
	enum key_kind kind;
	bool of_device;		/* the member is one of struct device, not of struct capture */
	size_t offset, size;
	const char *(*take)(struct device *device, char *value);
	void (*give)(const struct giving *giving);
};

#define MEMBER(type, name) .offset = offsetof(type, name), .size = sizeof(((type *)0)->name)
#define OF_CAPTURE(name) MEMBER(struct capture, name)
#define OF_DEVICE(name) .of_device = true, MEMBER(struct device, name)

/* In the order in which they are written. */
static const struct capture_key keys[] = {
	{ CAPTURE_BEGIN, .take = take_begin, .give = give_begin },
	{ "tool",	KEY_TEXT, OF_CAPTURE(tool) },
	{ "kernel",	KEY_TEXT, OF_CAPTURE(kernel) },
	{ "kernel-version", KEY_TEXT, OF_CAPTURE(kernel_version) },
	{ "rules",	KEY_TEXT, OF_CAPTURE(rules) },
	{ "basis",	KEY_TEXT, OF_CAPTURE(basis) },
	{ "note",	KEY_TEXT, OF_CAPTURE(note) },
	{ "fingerprint", KEY_TEXT, OF_CAPTURE(fingerprint) },
	{ "source",	KEY_TEXT, OF_CAPTURE(source) },
	{ "redacted",	.take = take_redacted, .give = give_redacted },
	{ "excerpt",	.take = take_excerpt, .give = give_excerpt },
	{ "view",	.take = take_view, .give = give_view },
	{ "size",	.take = take_size, .give = give_size },
	{ "read",	.take = take_read, .give = give_read },
	{ "ids",	.take = take_ids, .give = give_ids },
	{ "driver",	KEY_TEXT, OF_DEVICE(driver) },
	{ "group",	KEY_COUNT, OF_DEVICE(iommu_group) },
	{ "vf",		.take = take_vf, .give = give_vf },
	{ "physfn",	KEY_TEXT, OF_CAPTURE(physfn), .take = take_physfn },
	{ "vfs",	KEY_COUNT, OF_CAPTURE(vfs) },
	{ "irq",	KEY_HEX, OF_DEVICE(irq) },
	{ "no-intx",	KEY_YES_NO, OF_DEVICE(no_intx) },
	{ "opregion",	.take = take_opregion, .give = give_opregion },
	{ "open",	KEY_YES_NO, OF_DEVICE(is_open) },
	{ "resource",	.take = take_resource, .give = give_resource },
	{ "region",	.take = take_region, .give = give_region },
	{ "parameter",	.take = take_parameter, .give = give_parameter },
	{ "user-size",	.take = take_user_size, .give = give_user_size },
	{ "user",	.take = take_user, .give = give_user },
	{ CAPTURE_END,	.take = take_end },
};

static const char *take_hex(const char *value, int64_t *member)
{
	uint64_t number;

	if (!capture_hex(value, UINT32_MAX, &number))
		return NOT_A_NUMBER;
	*member = (int64_t)number;
	return NULL;
}

static const char *take_member(const struct capture_key *key, void *member, const char *value)
{
	switch (key->kind) {
	case KEY_TEXT:
		return capture_unescape(value, member, key->size);
	case KEY_COUNT:
		return capture_decimal(value, member) ? NULL : NOT_A_NUMBER;
	case KEY_HEX:
		return take_hex(value, member);
	case KEY_YES_NO:
		return capture_yes_or_no(value, member);
	case KEY_PARTS:
		break;
	}
	return NULL;
}

const char *capture_take(struct device *device, const char *key, char *value)
{
	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++) {
		char *owner = keys[i].of_device ? (char *)device : (char *)device->capture;

		if (strcmp(keys[i].key, key) != 0)
			continue;
		return keys[i].take != NULL ? keys[i].take(device, value)
					    : take_member(&keys[i], owner + keys[i].offset, value);
	}
	return NULL;
}

static void give_member(const struct capture_key *key, const void *member,
			const struct giving *giving)
{
	switch (key->kind) {
	case KEY_TEXT:
		if (((const char *)member)[0] != '\0')
			giving->line(giving->key, member);
		break;
	case KEY_COUNT:
		if (*(const int *)member >= 0)
			give(giving, "%d", *(const int *)member);
		break;
	case KEY_HEX:
		if (*(const int64_t *)member >= 0)
			give(giving, "%" PRIx64, (uint64_t)*(const int64_t *)member);
		break;
	case KEY_YES_NO:
		giving->line(giving->key, yes_or_no(*(const bool *)member));
		break;
	case KEY_PARTS:
		break;
	}
}

void capture_give(const struct device *device, const struct capture_text *text,
		  void (*line)(const char *key, const char *value))
{
	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++) {
		const struct giving giving = {
			.device = device, .text = text, .key = keys[i].key, .line = line,
		};
		const char *owner = keys[i].of_device ? (const char *)device
						      : (const char *)text->capture;

		if (keys[i].give != NULL)
			keys[i].give(&giving);
		else if (keys[i].kind != KEY_PARTS)
			give_member(&keys[i], owner + keys[i].offset, &giving);
	}
}
