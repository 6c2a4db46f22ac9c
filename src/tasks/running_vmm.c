/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/running_vmm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "access/files/text_file.h"
#include "access/vfio/vfio.h"
#include "base/memory.h"
#include "model/vmm/running.h"

/* The largest program and command line that are read, in bytes. */
#define LARGEST_PROGRAM (512UL << 20)
#define LONGEST_COMMAND_LINE (4UL << 20)

/* Reads a file of the process. */
static int read_of(const struct holder *holder, const char *name, size_t limit,
		   struct running_words *words, struct fault *fault)
{
	char path[64], *text = NULL;
	struct fault cause;
	int error;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)holder->pid, name);
	error = text_file_read(path, limit, &text, &words->size, &cause);
	words->text = text;
	if (error == 0)
		return 0;
	return fault_set(fault, cause.code, cause.error,
			 "which VMM process %d (%s) is cannot be read: %s", (int)holder->pid,
			 holder->command, cause.message);
}

static int read_version(const struct holder *holder, struct vmm_version *version,
			struct fault *fault)
{
	struct running_words program;
	int error = read_of(holder, "exe", LARGEST_PROGRAM, &program, fault);
	bool found;

	if (error != 0)
		return error;
	found = running_version(program.text, program.size, version);
	free((void *)(uintptr_t)program.text);
	if (found)
		return 0;
	return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
			 "process %d (%s) holds the device, and its program is not QEMU",
			 (int)holder->pid, holder->command);
}

static int read_placement(const struct device *device, const struct holder *holder,
			  struct vmm_rules *vmm, struct fault *fault)
{
	char text[RUNNING_WORDS_SIZE], why[256];
	struct running_words words;
	struct vmm_version version;
	int error = read_version(holder, &version, fault);
	bool known;

	if (error == 0)
		error = read_of(holder, "cmdline", LONGEST_COMMAND_LINE, &words, fault);
	if (error != 0)
		return error;
	known = running_option(&words, &version, &device->address, text, why, sizeof(why)) &&
		vmm_parse(text, vmm, why, sizeof(why));
	free((void *)(uintptr_t)words.text);
	if (known)
		return 0;
	return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
			 "QEMU %u.%u, process %d (%s), holds the device, and how is not known: %s",
			 version.major, version.minor, (int)holder->pid, holder->command, why);
}

int running_vmm(const struct device *device, struct vmm_rules *vmm, struct fault *fault)
{
	struct holder holder = device->held_by;
	struct fault none;
	int error;

	if (holder.pid == 0 && device->source != SOURCE_DUMP)
		vfio_diagnose(&device->address, &holder, &none);
	if (device->source == SOURCE_DUMP)
		error = fault_set(fault, FAULT_UNSUPPORTED, ESRCH, "no process holds a dump");
	else if (holder.pid == 0)
		error = fault_set(fault, FAULT_UNSUPPORTED, ESRCH,
				  "no process is known to hold the device");
	else
		error = read_placement(device, &holder, vmm, fault);
	if (error != 0)
		fault_hint(fault, "name the VMM, such as --vmm=qemu-10.0,machine=q35,bus=port; see: --vmm=help");
	return error;
}
