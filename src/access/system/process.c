/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "base/memory.h"
#include "base/shortage.h"

#define PATH_SIZE 48
#define TEXT_SIZE 65536		/* of a command line; QEMU's are long */

/* Reads a file of /proc/PID into text, NUL-terminated. Returns its length. */
static size_t read_text(pid_t pid, const char *file, char *text, size_t size)
{
	char path[PATH_SIZE];
	CLEANUP_FD int fd = -1;
	size_t used = 0;
	ssize_t got = 1;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		shortage_note(errno);
	while (fd >= 0 && got > 0 && used < size - 1) {
		got = read(fd, text + used, size - 1 - used);
		used += got > 0 ? (size_t)got : 0;
	}
	text[used] = '\0';
	return used;
}

/* Copies a text up to one of the ends, as much as there is room for. */
static void take(const char *from, const char *ends, char *to, size_t size)
{
	size_t length = strcspn(from, ends);

	if (length >= size)
		length = size - 1;
	memcpy(to, from, length);
	to[length] = '\0';
}

/* The word after -name: "web", or a list with guest=web in it. QEMU doubles commas. */
static void find_guest(const char *line, size_t length, struct process_identity *identity)
{
	const char *word = line, *guest;

	while (word < line + length && strcmp(word, "-name") != 0)
		word += strlen(word) + 1;
	word += strlen(word) + 1;
	if (word >= line + length)
		return;
	guest = strstr(word, "guest=");
	if (guest != NULL && (guest == word || guest[-1] == ','))
		word = guest + strlen("guest=");
	take(word, ",", identity->guest, sizeof(identity->guest));
}

/* Lines are NUMBER:CONTROLLERS:PATH; cgroups(7). */
static void find_cgroup(const char *text, struct process_identity *identity)
{
	const char *line = strstr(text, "0::");

	if (line != NULL && (line == text || line[-1] == '\n')) {
		take(line + 3, "\n", identity->cgroup, sizeof(identity->cgroup));
		return;
	}
	line = strstr(text, ":name=systemd:");
	if (line != NULL)
		take(line + strlen(":name=systemd:"), "\n", identity->cgroup,
		     sizeof(identity->cgroup));
}

void process_identify(pid_t pid, struct process_identity *identity)
{
	CLEANUP_FREE char *text = memory_take(TEXT_SIZE);
	size_t length;

	memset(identity, 0, sizeof(*identity));
	if (text == NULL)
		return;
	read_text(pid, "comm", text, TEXT_SIZE);
	take(text, "\n", identity->name, sizeof(identity->name));
	read_text(pid, "cgroup", text, TEXT_SIZE);
	find_cgroup(text, identity);
	length = read_text(pid, "cmdline", text, TEXT_SIZE);
	find_guest(text, length, identity);
}
