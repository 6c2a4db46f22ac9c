/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/drivers/usage_search.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "access/system/sysfs_parse.h"
#include "base/error_text.h"
#include "base/memory.h"

static void format_clause(char text[512], const char *format, va_list arguments)
	PRINTF_FORMAT(2, 0);

static void format_clause(char text[512], const char *format, va_list arguments)
{
	vsnprintf(text, 512, format, arguments);
}

void usage_tell(struct usage *usage, const char *by, const char *hint, const char *format, ...)
{
	char text[512];
	const struct usage_use use = { .by = by, .text = text, .hint = hint };
	va_list arguments;

	va_start(arguments, format);
	format_clause(text, format, arguments);
	va_end(arguments);
	usage->found = KNOWN_YES;
	usage->listener->used(&use, usage->listener->context);
}

void usage_doubt(struct usage *usage, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	format_clause(text, format, arguments);
	va_end(arguments);
	usage->doubts++;
	if (usage->found == KNOWN_NO)
		usage->found = KNOWN_NOT;
	usage->listener->doubted(text, usage->listener->context);
}

bool usage_is_below(struct usage *usage, const char *path)
{
	char real[PATH_MAX];
	size_t length = strlen(usage->device);

	if (realpath(path, real) != NULL)
		return strncmp(real, usage->device, length) == 0 &&
		       (real[length] == '/' || real[length] == '\0');
	if (errno != ENOENT)	/* gone meanwhile */
		usage_doubt(usage, "whether %.200s is its own is not known: %s", path,
			    error_text(errno));
	return false;
}

void usage_each_entry(struct usage *usage, const char *directory,
		      void (*visit)(struct usage *usage, const struct dirent *entry,
				    const char *path))
{
	CLEANUP_FREE struct dirent **entries = NULL;
	int count = (int)memory_count(scandir(directory, &entries, NULL, alphasort));

	if (count < 0 && errno != ENOENT)
		usage_doubt(usage, "%.200s cannot be read: %s", directory, error_text(errno));
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];
		char path[PATH_MAX];

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name) <
		    (int)sizeof(path))
			visit(usage, entry, path);
		else
			usage_doubt(usage, "%.200s is nested too deep to be searched", directory);
	}
}

void usage_each_of_class(struct usage *usage, const char *class,
			 void (*visit)(struct usage *usage, const struct dirent *entry,
				       const char *path))
{
	char path[SYSFS_PATH_SIZE];

	snprintf(path, sizeof(path), SYSFS_ROOT "/class/%s", class);
	usage_each_entry(usage, path, visit);
}

int usage_read_number(const char *directory, dev_t *number)
{
	char path[PATH_MAX], text[32];
	unsigned int major, minor;
	int length;

	snprintf(path, sizeof(path), "%.4000s/dev", directory);
	length = sysfs_text(path, text, sizeof(text));
	if (length < 0)
		return length;
	if (!sysfs_parse_node(text, &major, &minor))
		return -EINVAL;
	*number = makedev(major, minor);
	return 0;
}

void usage_add(struct usage *usage, const struct usage_node *node)
{
	struct usage_node *grown = memory_grow(usage->node, usage->nodes + 1, sizeof(*grown));

	if (grown == NULL) {
		usage_doubt(usage, "out of memory");
		return;
	}
	usage->node = grown;
	grown[usage->nodes++] = *node;
}

void usage_add_node(struct usage *usage, mode_t type, dev_t number)
{
	const struct usage_node node = {
		.type = type, .major = major(number), .minor = minor(number),
		.last = minor(number), .owner = usage->owner,
	};

	usage_add(usage, &node);
}
