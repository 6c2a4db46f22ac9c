/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/proc_parse.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* Paths have blanks, tabs, line ends and backslashes as \ooo. */
static void unescape(char *text)
{
	char *to = text;

	while (*text != '\0') {
		if (text[0] == '\\' && is_octal(text[1]) && is_octal(text[2]) && is_octal(text[3]) &&
		    (text[1] != '0' || text[2] != '0' || text[3] != '0')) {
			*to++ = (char)((text[1] - '0') << 6 | (text[2] - '0') << 3 | (text[3] - '0'));
			text += 4;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
}

bool proc_parse_mount(const char *line, struct proc_mount *mount)
{
	const char *system = strstr(line, " - ");

	mount->type[0] = mount->source[0] = '\0';
	if (sscanf(line, "%9d %*d %9u:%9u %*s %4095s %255s", &mount->id, &mount->major,
		   &mount->minor, mount->point, mount->options) != 5)
		return false;
	if (system != NULL)
		sscanf(system, " - %63s %255s", mount->type, mount->source);
	unescape(mount->point);
	unescape(mount->source);
	return true;
}

bool proc_mount_has(const struct proc_mount *mount, const char *option)
{
	size_t length = strlen(option);

	for (const char *at = mount->options; *at != '\0'; at += strspn(at, ",")) {
		size_t here = strcspn(at, ",");

		if (here == length && memcmp(at, option, length) == 0)
			return true;
		at += here;
	}
	return false;
}

bool proc_parse_swap(const char *line, char path[PATH_MAX])
{
	char type[16];

	/* a swap file may be on a server that does not answer */
	if (sscanf(line, "%4095s %15s", path, type) != 2 || strcmp(type, "partition") != 0)
		return false;
	unescape(path);
	return true;
}

bool proc_parse_name(const char *line, unsigned int *number, char name[PROC_NAME_SIZE])
{
	return sscanf(line, "%9u %63s", number, name) == 2;
}

bool proc_parse_number(const char *line, const char *word, int *number)
{
	size_t length = strlen(word);
	char *end;
	long value;

	if (strncmp(line, word, length) != 0)
		return false;
	errno = 0;
	value = strtol(line + length, &end, 10);
	if (end == line + length || errno != 0 || value < INT_MIN || value > INT_MAX)
		return false;
	*number = (int)value;
	return true;
}
