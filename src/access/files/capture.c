/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/files/capture.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/memory.h"

/* Longer than any value that is taken whole. */
#define VALUE 1024

#define NOT_A_NUMBER "not a number in range"

/* Hexadecimal digits and nothing else, up to a greatest value. */
static bool hex(const char *text, uint64_t most, uint64_t *number)
{
	*number = 0;
	if (text == NULL || text[0] == '\0' || strlen(text) > 16)
		return false;
	for (; *text != '\0'; text++) {
		int digit = ascii_hex_digit(*text);

		if (digit < 0)
			return false;
		*number = *number << 4 | (unsigned int)digit;
	}
	return *number <= most;
}

static bool decimal(const char *text, int *number)
{
	unsigned long value = 0;

	if (text == NULL || text[0] == '\0' || strlen(text) > 9)
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		value = value * 10 + (unsigned long)(*text - '0');
	}
	*number = (int)value;
	return true;
}

/* The next word of a value, which is cut there, or NULL. */
static char *word(char **rest)
{
	char *found;

	do
		found = strsep(rest, " ");
	while (found != NULL && found[0] == '\0');
	return found;
}

static const char *yes_or_no(const char *value, bool *is)
{
	*is = strcmp(value, "yes") == 0;
	return *is || strcmp(value, "no") == 0 ? NULL : "neither yes nor no";
}

/* The byte that was written as \xNN, as it cannot be printed; or -1. */
static int escaped_byte(const char *text)
{
	int high, low, byte;

	if (text[0] != '\\' || text[1] != 'x')
		return -1;
	high = ascii_hex_digit(text[2]);
	low = high < 0 ? -1 : ascii_hex_digit(text[3]);
	byte = low < 0 ? 0 : high << 4 | low;
	return byte == 0 || (byte >= 0x20 && byte < 0x7f) ? -1 : byte;
}

/* With the bytes that are escaped, so that a text is as long as it was when it was written. */
static const char *take_text(const char *value, char *text, size_t size)
{
	size_t used = 0;

	while (*value != '\0' && used + 1 < size) {
		int byte = escaped_byte(value);

		text[used++] = byte < 0 ? *value : (char)byte;
		value += byte < 0 ? 1 : 4;
	}
	text[used] = '\0';
	return *value == '\0' ? NULL : "too long";
}

static const char *take_tool(struct device *device, char *value)
{
	return take_text(value, device->capture->tool, sizeof(device->capture->tool));
}

static const char *take_kernel(struct device *device, char *value)
{
	return take_text(value, device->capture->kernel, sizeof(device->capture->kernel));
}

static const char *take_kernel_version(struct device *device, char *value)
{
	return take_text(value, device->capture->kernel_version,
			 sizeof(device->capture->kernel_version));
}

static const char *take_rules(struct device *device, char *value)
{
	return take_text(value, device->capture->rules, sizeof(device->capture->rules));
}

static const char *take_basis(struct device *device, char *value)
{
	return take_text(value, device->capture->basis, sizeof(device->capture->basis));
}

static const char *take_note(struct device *device, char *value)
{
	return take_text(value, device->capture->note, sizeof(device->capture->note));
}

static const char *take_source(struct device *device, char *value)
{
	return take_text(value, device->capture->source, sizeof(device->capture->source));
}

static const char *take_driver(struct device *device, char *value)
{
	return take_text(value, device->driver, sizeof(device->driver));
}

static const char *take_view(struct device *device, char *value)
{
	if (strcmp(value, "user") == 0)
		device->space.view = VIEW_USER;
	return strcmp(value, "user") == 0 || strcmp(value, "hardware") == 0
	       ? NULL : "neither hardware nor user";
}

static const char *take_size(struct device *device, char *value)
{
	uint64_t size;

	if (!hex(value, SPACE_SIZE_EXTENDED, &size) || space_size(size) != size)
		return NOT_A_NUMBER;
	device->capture->size = (uint16_t)size;
	return NULL;
}

/* "000-03f 080-fff" */
static const char *take_read(struct device *device, char *value)
{
	char *range;

	device->capture->has_read = true;
	while ((range = word(&value)) != NULL) {
		char *first = strsep(&range, "-");
		uint64_t start, end;

		if (!hex(first, SPACE_SIZE_EXTENDED - 1, &start) ||
		    !hex(range, SPACE_SIZE_EXTENDED - 1, &end) || end < start)
			return "not a range of bytes";
		for (; start <= end; start++)
			device->capture->read[start / 64] |= UINT64_C(1) << start % 64;
	}
	return NULL;
}

/* "8086:10d3 020000 00" */
static const char *take_ids(struct device *device, char *value)
{
	uint64_t vendor, product, class, revision;
	char *ids = word(&value), *first = strsep(&ids, ":");

	if (!hex(first, 0xffff, &vendor) || !hex(ids, 0xffff, &product) ||
	    !hex(word(&value), 0xffffff, &class) || !hex(word(&value), 0xff, &revision))
		return "not VENDOR:DEVICE CLASS REVISION";
	device->vendor = (int)vendor;
	device->product = (int)product;
	device->class = (int)class;
	device->revision = (int)revision;
	return NULL;
}

static const char *take_group(struct device *device, char *value)
{
	return decimal(value, &device->iommu_group) ? NULL : NOT_A_NUMBER;
}

static const char *take_vf(struct device *device, char *value)
{
	device->vf_assumed = strcmp(value, "assumed") == 0;
	return yes_or_no(device->vf_assumed ? "yes" : value, &device->is_vf);
}

static const char *take_physfn(struct device *device, char *value)
{
	struct pci_address address;

	if (!address_parse(value, &address))
		return "not an address";
	return take_text(value, device->capture->physfn, sizeof(device->capture->physfn));
}

static const char *take_vfs(struct device *device, char *value)
{
	return decimal(value, &device->capture->vfs) ? NULL : NOT_A_NUMBER;
}

static const char *take_irq(struct device *device, char *value)
{
	uint64_t irq;

	if (!hex(value, UINT32_MAX, &irq))
		return NOT_A_NUMBER;
	device->irq = (int64_t)irq;
	return NULL;
}

static const char *take_opregion(struct device *device, char *value)
{
	bool is;
	const char *wrong = yes_or_no(value, &is);

	if (wrong == NULL)
		device->opregion = is ? KNOWN_YES : KNOWN_NO;
	return wrong;
}

static const char *take_open(struct device *device, char *value)
{
	return yes_or_no(value, &device->is_open);
}

static const char *take_no_intx(struct device *device, char *value)
{
	return yes_or_no(value, &device->no_intx);
}

static const char *take_redacted(struct device *device, char *value)
{
	(void)value;
	device->capture->redacted = true;
	return NULL;
}

static const char *take_excerpt(struct device *device, char *value)
{
	(void)value;
	device->space.excerpt = true;
	return NULL;
}

/* "0 fe400000 fe41ffff 40200" */
static const char *take_resource(struct device *device, char *value)
{
	uint64_t number, start, end, flags;

	if (!hex(word(&value), DEVICE_RESOURCES - 1, &number) ||
	    !hex(word(&value), UINT64_MAX, &start) || !hex(word(&value), UINT64_MAX, &end) ||
	    !hex(word(&value), UINT64_MAX, &flags))
		return "not NUMBER START END FLAGS";
	device->resources_known = true;
	device->resources.at[number].start = start;
	device->resources.at[number].end = end;
	device->resources.at[number].flags = flags;
	return NULL;
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
	if (!hex(word(&value), UINT32_MAX, &index) || !hex(word(&value), UINT32_MAX, &flags) ||
	    !hex(word(&value), UINT64_MAX, &size))
		return "not INDEX FLAGS SIZE";
	more = word(&value);
	region->has_type = more != NULL && strcmp(more, "type") == 0;
	if (region->has_type && (!hex(word(&value), UINT32_MAX, &type) ||
				 !hex(word(&value), UINT32_MAX, &subtype)))
		return "not type TYPE SUBTYPE";
	region->index = (uint32_t)index;
	region->flags = (uint32_t)flags;
	region->size = size;
	region->type = (uint32_t)type;
	region->subtype = (uint32_t)subtype;
	capture->regions++;
	return NULL;
}

/* "vfio_pci nointxmask N" */
static const char *take_parameter(struct device *device, char *value)
{
	struct capture *capture = device->capture;
	struct capture_parameter *parameter = &capture->parameter[capture->parameters];
	char *module = word(&value), *name = word(&value);

	if (capture->parameters == CAPTURE_PARAMETERS)
		return "too many parameters";
	if (module == NULL || name == NULL)
		return "not MODULE NAME VALUE";
	if (take_text(module, parameter->module, sizeof(parameter->module)) != NULL ||
	    take_text(name, parameter->name, sizeof(parameter->name)) != NULL ||
	    take_text(value != NULL ? value : "", parameter->value,
		      sizeof(parameter->value)) != NULL)
		return "too long";
	capture->parameters++;
	if (strcmp(parameter->module, "vfio_pci") == 0 &&
	    strcmp(parameter->name, "nointxmask") == 0)
		device->nointxmask = parameter->value[0] == 'Y';
	return NULL;
}

static const char *take_user_size(struct device *device, char *value)
{
	uint64_t size;

	if (device->user != NULL)
		return "a second user view";
	if (!hex(value, SPACE_SIZE_EXTENDED, &size) || space_size(size) != size)
		return NOT_A_NUMBER;
	device->user = memory_take(sizeof(*device->user));
	if (device->user == NULL)
		return "out of memory";
	device->capture->user_size = (uint16_t)size;
	space_clear(device->user, (uint16_t)size, VIEW_USER);
	return NULL;
}

/* "000: 86 80 ?? ...", one line after the other */
static const char *take_user(struct device *device, char *value)
{
	struct capture *capture = device->capture;
	char *first = strsep(&value, ":"), *byte;
	uint64_t offset;

	if (device->user == NULL)
		return "the user view before its size";
	if (!hex(first, capture->user_size - 1U, &offset) || offset != capture->user_seen)
		return "not the next bytes of the user view";
	while ((byte = word(&value)) != NULL) {
		uint64_t number;

		if (capture->user_seen == capture->user_size)
			return "more bytes than the user view has";
		if (strcmp(byte, "??") == 0)
			number = 0;
		else if (strlen(byte) == 2 && hex(byte, 0xff, &number))
			space_set(device->user, capture->user_seen, (uint8_t)number);
		else
			return "not a byte";
		capture->user_seen++;
	}
	return NULL;
}

static const char *take_end(struct device *device, char *value)
{
	(void)value;
	device->capture->ended = true;
	return NULL;
}

static const struct {
	const char *key;
	const char *(*take)(struct device *device, char *value);
} keys[] = {
	{ "tool", take_tool },
	{ "kernel", take_kernel },
	{ "kernel-version", take_kernel_version },
	{ "rules", take_rules },
	{ "basis", take_basis },
	{ "note", take_note },
	{ "source", take_source },
	{ "view", take_view },
	{ "size", take_size },
	{ "read", take_read },
	{ "ids", take_ids },
	{ "driver", take_driver },
	{ "group", take_group },
	{ "vf", take_vf },
	{ "physfn", take_physfn },
	{ "vfs", take_vfs },
	{ "irq", take_irq },
	{ "no-intx", take_no_intx },
	{ "opregion", take_opregion },
	{ "open", take_open },
	{ "redacted", take_redacted },
	{ "excerpt", take_excerpt },
	{ "resource", take_resource },
	{ "region", take_region },
	{ "parameter", take_parameter },
	{ "user-size", take_user_size },
	{ "user", take_user },
	{ "end", take_end },
};

/* The first line: from here on the others count. */
static const char *begin(struct device *device, const char *value)
{
	int format;

	if (device->capture != NULL)
		return "a second capture of one device";
	if (!decimal(value, &format))
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

const char *capture_line(struct device *device, const char *text, size_t length)
{
	char line[VALUE], *value = line, *key;

	if (length < 2 || text[1] != ' ' || length - 2 >= sizeof(line))
		return device->capture == NULL || length < sizeof(line) ? NULL : "too long";
	memcpy(line, text + 2, length - 2);
	line[length - 2] = '\0';
	line[strcspn(line, "\r")] = '\0';
	key = strsep(&value, " ");
	if (value == NULL)
		value = line + strlen(line);
	if (strcmp(key, "vfio-cfgtool-capture") == 0)
		return begin(device, value);
	if (device->capture == NULL)
		return NULL;
	if (device->capture->ended)
		return "a line of the capture after its end";
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].key, key) == 0)
			return keys[i].take(device, value);
	return NULL;
}

/* Bytes listed in "# read" must be present; all others become unknown, whatever the text shows. */
static const char *match_bytes(struct device *device)
{
	const struct capture *capture = device->capture;

	for (unsigned int offset = 0; offset < capture->size; offset++) {
		bool was_read = capture->read[offset / 64] >> offset % 64 & 1;

		if (was_read && !space_is_known(&device->space, offset))
			return "the capture lacks bytes that were read";
		if (!was_read)
			space_forget(&device->space, (uint16_t)offset);
	}
	for (unsigned int offset = capture->size; offset < SPACE_SIZE_EXTENDED; offset++)
		if (space_is_known(&device->space, offset))
			return "the capture has more bytes than its size";
	device->space.size = capture->size;
	return NULL;
}

const char *capture_end(struct device *device)
{
	struct capture *capture = device->capture;

	if (capture == NULL)
		return NULL;
	if (!capture->ended)
		return "the capture is cut off here: its last line, # end, is missing";
	if (capture->size == 0 || !capture->has_read)
		return "the capture does not say what was read (# size, # read)";
	if (capture->rules[0] == '\0')
		return "the capture does not say its rules (# rules)";
	if (device->class < 0)
		return "the capture does not say the IDs (# ids)";
	if (capture->user_seen != capture->user_size)
		return "the capture lacks bytes of the user view";
	return match_bytes(device);
}
