/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "call/dump_names.h"

#include <string.h>

#include "base/memory.h"
#include "call/messages.h"

/* Paths that were cut out of words; never freed. */
static char **paths;
static size_t path_count;

static const char *keep_path(const char *text, size_t length)
{
	char **grown = memory_grow(paths, path_count + 1, sizeof(*grown));

	if (grown == NULL)
		return NULL;
	paths = grown;
	paths[path_count] = memory_copy_length(text, length);
	return paths[path_count] != NULL ? paths[path_count++] : NULL;
}

bool dump_name_parse(const char *text, bool bare, struct dump_name *name)
{
	const char *at = strrchr(text, '@');

	*name = (struct dump_name) { .path = text };
	if (at == NULL || at == text || !address_parse(at + 1, &name->address))
		return bare;
	name->has_address = true;
	name->path = keep_path(text, (size_t)(at - text));
	return name->path != NULL;
}

bool dump_name_is_device(const char *text)
{
	const char *at = strrchr(text, '@');
	struct pci_address address;

	return address_parse(text, &address) ||
	       (at != NULL && at != text && address_parse(at + 1, &address));
}

bool dump_names_add(struct options *options, const struct dump_name *name)
{
	struct dump_name *grown;

	for (size_t i = 0; i < options->dumps; i++) {
		const struct dump_name *other = &options->dump[i];

		if (strcmp(other->path, name->path) != 0)
			continue;
		if (strcmp(name->path, "-") == 0 && (name->only || other->only)) {
			message_error("-", "standard input can be read once");
			return false;
		}
		if (!name->only)
			return true;
	}
	grown = memory_grow(options->dump, options->dumps + 1, sizeof(*grown));
	if (grown == NULL)
		return false;
	options->dump = grown;
	options->dump[options->dumps++] = *name;
	options->task.dump = options->dump[0].path;
	return true;
}

const char *dump_names_object(const struct options *options, const struct device *device,
			      char text[DUMP_OBJECT_SIZE])
{
	bool several = device->file != NULL &&
		       (options->dumps > 1 || strcmp(device->file, options->task.dump) != 0);
	char address[ADDRESS_TEXT_SIZE];

	address_format(&device->address, address);
	snprintf(text, DUMP_OBJECT_SIZE, "%.200s%s%s", several ? device->file : "",
		 several ? "@" : "", address);
	return text;
}

bool dump_names_take(struct options *options)
{
	const char *live = NULL;
	bool given = options->task.dump != NULL, any = false;

	for (const char *const *argument = options->arguments;
	     argument != NULL && *argument != NULL; argument++) {
		struct dump_name name;

		if (!dump_name_parse(*argument, false, &name)) {
			if (memory_has_failed())
				return false;
			live = *argument;
			continue;
		}
		any = true;
		if (!dump_names_add(options, &name))
			return false;
	}
	if (!any || given || live == NULL)
		return true;
	message_error(live, "a device of this machine does not go with one of a file");
	message_hint("name the file of each: FILE@DEVICE");
	return false;
}
