/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/remembered.h"

#include <errno.h>
#include <string.h>

#include "access/drivers/binding.h"

/* The end of the file's name, after the address. */
#define NAME "driver"

#define LINE_SIZE 512

/* "boot=ID vendor=8086 device=10d3 subsystem=8086:0000 " of the device as it is now */
static void format_identity(const struct pci_address *address, char text[LINE_SIZE])
{
	const struct config_space unread = { .size = 0 };
	struct journal_identity now;

	journal_identify(address, &unread, &now);
	snprintf(text, LINE_SIZE, "boot=%s vendor=%04x device=%04x subsystem=%04x:%04x ", now.boot,
		 (unsigned int)now.vendor, (unsigned int)now.product,
		 (unsigned int)now.subsystem_vendor, (unsigned int)now.subsystem_device);
}

int remembered_keep(const struct journal_lock *lock, const struct pci_address *address,
		    const struct binding_state *state, struct fault *fault)
{
	char line[LINE_SIZE];
	size_t used;

	format_identity(address, line);
	used = strlen(line);
	binding_state_format(state, line + used, sizeof(line) - used);
	return journal_remember(lock, NAME, line, fault);
}

enum known remembered_find(const struct journal_lock *lock, const struct pci_address *address,
			   struct binding_state *state)
{
	struct fault unused = { .code = FAULT_NONE };
	char line[LINE_SIZE], identity[LINE_SIZE];
	size_t length;
	int error = journal_recall(lock, NAME, line, sizeof(line), &unused);

	*state = (struct binding_state) { .driver = "" };
	if (error != 0)
		return error == -ENOENT ? KNOWN_NO : KNOWN_NOT;
	format_identity(address, identity);
	length = strlen(identity);
	if (strncmp(line, identity, length) != 0 || !binding_state_parse(line + length, state))
		return KNOWN_NOT;
	return KNOWN_YES;
}

int remembered_forget(const struct journal_lock *lock, struct fault *fault)
{
	return journal_forget(lock, NAME, fault);
}
