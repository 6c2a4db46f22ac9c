/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vmm/running.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/macros.h"

/* A piece of text that no NUL ends. */
struct piece {
	const char *text;
	size_t length;
};

static bool piece_is(const struct piece *piece, const char *text)
{
	return strlen(text) == piece->length && memcmp(piece->text, text, piece->length) == 0;
}

static bool piece_begins(const struct piece *piece, const char *text)
{
	return strlen(text) <= piece->length && memcmp(piece->text, text, strlen(text)) == 0;
}

/* Parses a number below 1000. False if there is none. */
static bool take_number(const char **at, const char *end, uint16_t *number)
{
	const char *start = *at;

	*number = 0;
	while (*at < end && **at >= '0' && **at <= '9' && *at - start < 3)
		*number = (uint16_t)(*number * 10 + *(*at)++ - '0');
	return *at > start;
}

/* "10.0-machine" */
static bool take_machine(const char *at, const char *end, struct vmm_version *version)
{
	static const char behind[] = "-machine";

	if (!take_number(&at, end, &version->major) || at == end || *at++ != '.' ||
	    !take_number(&at, end, &version->minor))
		return false;
	return (size_t)(end - at) >= sizeof(behind) && memcmp(at, behind, sizeof(behind)) == 0;
}

bool running_version(const char *program, size_t size, struct vmm_version *version)
{
	static const char *const names[] = { "pc-q35-", "virt-" };
	const char *end = program + size;
	bool found = false;

	*version = (struct vmm_version){ 0, 0 };
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		size_t length = strlen(names[i]);
		const char *at = program;

		while ((at = memmem(at, (size_t)(end - at), names[i], length)) != NULL) {
			struct vmm_version one;

			at += length;
			if (!take_machine(at, end, &one))
				continue;
			found = true;
			if (one.major > version->major ||
			    (one.major == version->major && one.minor > version->minor))
				*version = one;
		}
	}
	return found;
}

/* Takes the next string of a process. False after the last. */
static bool next_argument(const struct running_words *words, size_t *at, struct piece *argument)
{
	const char *end;

	if (*at >= words->size)
		return false;
	*argument = (struct piece){ words->text + *at, words->size - *at };
	end = memchr(argument->text, '\0', argument->length);
	if (end != NULL)
		argument->length = (size_t)(end - argument->text);
	*at += argument->length + 1;
	return true;
}

/* Takes the next argument of an option, such as "-device". */
static bool next_value(const struct running_words *words, const char *option, size_t *at,
		       struct piece *value)
{
	struct piece argument;

	while (next_argument(words, at, &argument)) {
		if (piece_begins(&argument, "--"))
			argument = (struct piece){ argument.text + 1, argument.length - 1 };
		if (piece_is(&argument, option))
			return next_argument(words, at, value);
	}
	return false;
}

/* One KEY=VALUE of a -device. The first word has no key: it is the driver. */
struct property {
	struct piece key, value;
};

/* "vfio-pci,host=01:00.0,bus=pcie.0" */
static bool next_plain(struct piece *rest, bool first, struct property *property)
{
	const char *comma, *equals;

	if (rest->length == 0)
		return false;
	comma = memchr(rest->text, ',', rest->length);
	property->key.text = rest->text;
	property->key.length = comma != NULL ? (size_t)(comma - rest->text) : rest->length;
	rest->length -= property->key.length + (comma != NULL);
	rest->text += property->key.length + (comma != NULL);
	equals = memchr(property->key.text, '=', property->key.length);
	property->value = (struct piece){ "on", 2 };
	if (equals != NULL) {
		size_t length = (size_t)(equals - property->key.text);

		property->value = (struct piece){ equals + 1, property->key.length - length - 1 };
		property->key.length = length;
	} else if (first) {
		property->value = property->key;
		property->key = (struct piece){ "driver", 6 };
	}
	return true;
}

/* Takes a word of JSON: a string without escapes, or text up to ',' or '}'. */
static bool take_json(struct piece *rest, struct piece *word)
{
	size_t taken;

	if (rest->length > 0 && rest->text[0] == '"') {
		const char *end = memchr(rest->text + 1, '"', rest->length - 1);

		if (end == NULL || memchr(rest->text, '\\', (size_t)(end - rest->text)) != NULL)
			return false;
		*word = (struct piece){ rest->text + 1, (size_t)(end - rest->text) - 1 };
		taken = word->length + 2;
	} else {
		for (taken = 0; taken < rest->length; taken++)
			if (strchr(",:{}[] \t", rest->text[taken]) != NULL)
				break;
		*word = (struct piece){ rest->text, taken };
	}
	rest->text += taken;
	rest->length -= taken;
	return taken > 0;
}

/* {"driver":"vfio-pci","host":"0000:01:00.0","bus":"pci.1"}, in libvirt's form */
static bool next_json(struct piece *rest, struct property *property)
{
	while (rest->length > 0 && strchr("{, \t", rest->text[0]) != NULL) {
		rest->text++;
		rest->length--;
	}
	if (!take_json(rest, &property->key))
		return false;
	while (rest->length > 0 && strchr(": \t", rest->text[0]) != NULL) {
		rest->text++;
		rest->length--;
	}
	if (!take_json(rest, &property->value))
		return false;
	if (piece_is(&property->value, "true"))
		property->value = (struct piece){ "on", 2 };
	else if (piece_is(&property->value, "false"))
		property->value = (struct piece){ "off", 3 };
	return true;
}

static bool next_property(struct piece *rest, bool first, struct property *property)
{
	bool json = rest->length > 0 && strchr("{,}", rest->text[0]) != NULL;

	return json ? next_json(rest, property) : next_plain(rest, first, property);
}

/* The value of a key of a -device. False if it has none. */
static bool value_of(struct piece device, const char *key, struct piece *value)
{
	struct property property;

	for (bool first = true; next_property(&device, first, &property); first = false)
		if (piece_is(&property.key, key)) {
			*value = property.value;
			return true;
		}
	return false;
}

/* "01:00.0", "0000:01:00.0", or a directory of sysfs that ends with one. */
static bool is_address(const struct piece *value, const struct pci_address *address)
{
	const char *slash = memrchr(value->text, '/', value->length);
	struct piece name = *value;
	char text[ADDRESS_TEXT_SIZE], full[ADDRESS_TEXT_SIZE + 8];

	if (slash != NULL)
		name = (struct piece){ slash + 1, value->length - (size_t)(slash - value->text) - 1 };
	address_format(address, text);
	if (piece_is(&name, text))
		return true;
	snprintf(full, sizeof(full), "0000:%.*s", (int)(name.length < 16 ? name.length : 16), name.text);
	return strcmp(full, text) == 0;
}

static bool find_device(const struct running_words *words, const struct pci_address *address,
			struct piece *device)
{
	struct piece value;
	size_t at = 0;

	while (next_value(words, "-device", &at, device))
		if (value_of(*device, "driver", &value) && piece_begins(&value, "vfio-pci") &&
		    (value_of(*device, "host", &value) || value_of(*device, "sysfsdev", &value)) &&
		    is_address(&value, address))
			return true;
	return false;
}

/* "q35", "pc", "virt": the kind of machine; NULL: another one. */
static const char *machine_of(const struct running_words *words)
{
	struct piece value = { "pc", 2 }, type;
	size_t at = 0;

	if (!next_value(words, "-machine", &at, &value)) {
		at = 0;
		next_value(words, "-M", &at, &value);
	}
	if (!value_of(value, "type", &type) && !value_of(value, "driver", &type))
		type = (struct piece){ "pc", 2 };
	if (piece_is(&type, "q35") || piece_begins(&type, "pc-q35-"))
		return "q35";
	if (piece_is(&type, "pc") || piece_begins(&type, "pc-i440fx-"))
		return "pc";
	return piece_is(&type, "virt") || piece_begins(&type, "virt-") ? "virt" : NULL;
}

/* "root", "port", "pci": the bus with this name; NULL: unknown. */
static const char *bus_of(const struct running_words *words, const struct piece *name)
{
	static const struct {
		const char *driver, *bus;
	} rows[] = {
		{ "pcie-root-port", "port" }, { "ioh3420", "port" }, { "xio3130-downstream", "port" },
		{ "pcie-pci-bridge", "pci" }, { "pci-bridge", "pci" }, { "i82801b11-bridge", "pci" },
	};
	struct piece device, id, driver;
	size_t at = 0;

	if (piece_is(name, "pcie.0"))
		return "root";
	if (piece_is(name, "pci.0"))
		return "pci";
	while (next_value(words, "-device", &at, &device)) {
		if (!value_of(device, "id", &id) || id.length != name->length ||
		    memcmp(id.text, name->text, id.length) != 0 ||
		    !value_of(device, "driver", &driver))
			continue;
		for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
			if (piece_is(&driver, rows[i].driver))
				return rows[i].bus;
	}
	return NULL;
}

/* Adds the properties as QEMU spells them, which --vmm accepts. */
static bool add_properties(struct piece device, char *text, size_t used)
{
	struct property property;

	for (bool first = true; next_property(&device, first, &property); first = false) {
		int added;

		if (piece_is(&property.key, "driver") || piece_is(&property.key, "bus"))
			continue;
		added = snprintf(text + used, RUNNING_WORDS_SIZE - used, ",%.*s=%.*s",
				 (int)property.key.length, property.key.text,
				 (int)property.value.length, property.value.text);
		if (added < 0 || (size_t)added >= RUNNING_WORDS_SIZE - used)
			return false;
		used += (size_t)added;
	}
	return true;
}

bool running_option(const struct running_words *words, const struct vmm_version *version,
		   const struct pci_address *address, char text[RUNNING_WORDS_SIZE], char *why,
		   size_t size)
{
	const char *machine = machine_of(words), *bus = "root";
	struct piece device, name;

	if (machine == NULL) {
		snprintf(why, size, "its -machine is not q35, pc or virt");
		return false;
	}
	if (!find_device(words, address, &device)) {
		snprintf(why, size, "its command line has no -device vfio-pci with this address");
		return false;
	}
	if (strcmp(machine, "pc") == 0)
		bus = "pci";
	if (value_of(device, "bus", &name))
		bus = bus_of(words, &name);
	if (bus == NULL) {
		snprintf(why, size, "its command line does not say what the device's bus is");
		return false;
	}
	snprintf(text, RUNNING_WORDS_SIZE, "qemu-%u.%u,machine=%s,bus=%s", version->major,
		 version->minor, machine, bus);
	if (add_properties(device, text, strlen(text)))
		return true;
	snprintf(why, size, "the properties of the device are too long");
	return false;
}
