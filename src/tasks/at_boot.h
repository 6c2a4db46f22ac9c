/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The part of bind and unbind that lasts over a reboot: a rule of udev for each device. */
#ifndef VFIO_CFGTOOL_TASKS_AT_BOOT_H
#define VFIO_CFGTOOL_TASKS_AT_BOOT_H

#include "tasks/moves.h"

/*
 * Called after the moves: writes the rule of each device that a VFIO driver has now (remove:
 * removes the rule of each that none has, also of a device that is gone). A dry run only says
 * which file it would be. Fills binding.rule and .rule_changed, or device->error.
 */
void at_boot_keep(struct moves *moves, bool remove);

/* Fills binding.rule of the devices that have a rule, which stays. */
void at_boot_find(struct moves *moves);

/* What list says of a device's rule. */
enum at_boot {
	AT_BOOT_NOTHING,	/* there is none */
	AT_BOOT_BOUND,		/* it goes to a VFIO driver */
	AT_BOOT_OTHER,		/* the rule is for another device than the one with its address now */
	AT_BOOT_UNKNOWN,	/* the file is not this program's, or cannot be read */
};
enum at_boot at_boot_look(const struct pci_address *address);

#endif
