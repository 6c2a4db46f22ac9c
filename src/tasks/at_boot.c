/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/at_boot.h"

#include <errno.h>
#include <string.h>

#include "access/drivers/boot_rule.h"
#include "access/system/sysfs.h"

/* After a bind that was done, or was not needed: never in its place. */
static void write_rule(const struct moves *moves, struct move *move)
{
	struct fault *fault = &move->device->error;
	struct boot_rule rule;

	if (moves_failed(move) ||
	    boot_rule_make(&move->device->address, move->binding.after.driver, &rule, fault) != 0)
		return;
	boot_rule_path(&rule.address, move->binding.rule);
	if (moves->dry_run)
		move->binding.rule_changed = boot_rule_find(&rule.address, &rule, fault) != KNOWN_YES;
	else
		boot_rule_write(&rule, &move->binding.rule_changed, fault);
}

static void remove_rule(const struct moves *moves, struct move *move)
{
	struct device *device = move->device;
	bool gone = device->error.code == FAULT_NOT_FOUND;
	struct boot_rule rule;
	struct fault fault = { .code = FAULT_NONE };
	enum known found = boot_rule_find(&device->address, &rule, &fault);

	if (found == KNOWN_NO || (moves_failed(move) && !gone))
		return;
	boot_rule_path(&device->address, move->binding.rule);
	move->binding.rule_changed = moves->dry_run;
	if (found == KNOWN_NOT || moves->dry_run ||
	    boot_rule_remove(&device->address, &move->binding.rule_changed, &fault) == 0) {
		if (found == KNOWN_YES && gone)
			move->binding.already = true;
	}
	/* a device that is gone has nothing else to be done */
	if (fault.code != FAULT_NONE || gone)
		device->error = fault;
}

void at_boot_keep(struct moves *moves, bool remove)
{
	for (size_t i = 0; i < moves->count; i++) {
		if (remove)
			remove_rule(moves, &moves->move[i]);
		else
			write_rule(moves, &moves->move[i]);
	}
}

void at_boot_find(struct moves *moves)
{
	for (size_t i = 0; i < moves->count; i++) {
		struct binding *binding = &moves->move[i].binding;
		struct boot_rule rule;

		if (boot_rule_find(&moves->move[i].device->address, &rule, NULL) == KNOWN_YES)
			boot_rule_path(&rule.address, binding->rule);
	}
}

enum at_boot at_boot_look(const struct pci_address *address)
{
	struct boot_rule rule;

	switch (boot_rule_find(address, &rule, NULL)) {
	case KNOWN_NO:
		return AT_BOOT_NOTHING;
	case KNOWN_YES:
		return boot_rule_fits(&rule) ? AT_BOOT_BOUND : AT_BOOT_OTHER;
	default:
		return AT_BOOT_UNKNOWN;
	}
}
