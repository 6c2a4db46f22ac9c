/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Which devices a call is about. */
#ifndef VFIO_CFGTOOL_INPUTS_SELECT_H
#define VFIO_CFGTOOL_INPUTS_SELECT_H

#include "base/device_list.h"
#include "call/options.h"

/*
 * Fills *list with the devices that the options and arguments name, in the
 * order named, else sorted by address. `whole` stands for no selection at all:
 * every function of the machine; without it a call that names none is a usage
 * error. A device that is not there is in the list with its error set; where a file could
 * not be used and others could, the list is `incomplete`. Returns
 * EXIT_DONE, EXIT_USAGE or EXIT_UNUSABLE, with the reason told.
 */
enum exit_status select_devices(const struct options *options, bool whole,
				struct device_list *list);

/* Takes the bridges out of a list. Its devices have been described. Returns how many they were. */
size_t select_take_bridges(struct device_list *list);

/*
 * Takes the bridges out of a list, and notes how many, unless the list has nothing else.
 * Its devices have been described.
 */
void select_drop_bridges(struct device_list *list);

#endif
