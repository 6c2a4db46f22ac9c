/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "call/confine.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "access/files/compressed.h"
#include "access/files/input.h"
#include "access/files/module_file.h"
#include "access/system/box.h"
#include "access/system/kernel_release.h"
#include "access/system/pci.h"
#include "tasks/device_rules.h"
#include "tasks/module_rules.h"

/* Loads the library that decompresses a file. A failure is told when the file is read. */
static void load_decoder(int fd)
{
	uint8_t magic[COMPRESSED_MAGIC_SIZE];
	ssize_t count = pread(fd, magic, sizeof(magic), lseek(fd, 0, SEEK_CUR));

	if (count >= 0) {
		compression_load(compression_find(magic, (size_t)count), NULL);
		return;
	}
	/* a pipe or a directory may need any of them */
	for (enum compression i = COMPRESSION_GZIP; i <= COMPRESSION_ZSTD; i++)
		compression_load(i, NULL);
}

void confine_input(const char *path)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : input_prepare(path);

	if (fd >= 0)
		load_decoder(fd);
}

void confine_dumps(const struct options *options)
{
	for (size_t i = 0; i < options->dumps; i++)
		confine_input(options->dump[i].path);
}

static bool open_inputs(const struct command *command, const struct options *options)
{
	if (command->inputs != NULL)
		return command->inputs(options);
	if (options->task.dump == NULL)
		return false;
	confine_dumps(options);
	return true;
}

/*
 * Opens the files of modules that --rules names. False for the running kernel's module, which
 * is searched for on the machine.
 */
static bool open_modules(const char *rules)
{
	const char *file;
	size_t switches;
	char *beside;

	if (rules == NULL || !module_rules_named(rules, &switches, &file))
		return true;
	if (file == NULL)
		return false;
	confine_input(file);
	beside = module_file_beside(file);	/* never freed */
	if (beside != NULL)
		confine_input(beside);
	return true;
}

void confine_close(bool names)
{
	struct kernel_identity kernel;
	const int *directories;
	size_t count;

	/* the C library, libpci and this program read these when they first need them */
	mbrlen("a", 1, &(mbstate_t) { 0 });
	kernel_identify(&kernel);
	if (names)
		pci_names_load();
	directories = input_directories(&count);
	box_close(directories, count);
}

void confine(const struct command *command, const struct options *options)
{
	if (!wants_kernel(&options->task) && open_modules(options->task.rules) &&
	    open_modules(options->rules_before) && open_inputs(command, options))
		confine_close(!options->numeric);
}
