/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Devices that --all leaves out because opening them would harm other users. */
#ifndef VFIO_CFGTOOL_INPUTS_SKIP_H
#define VFIO_CFGTOOL_INPUTS_SKIP_H

#include "base/device_list.h"
#include "call/options.h"

/*
 * For a command that opens devices: marks those that --all without --force leaves out as
 * `skipped`, fills device->error, and notes them. Returns false, with that told, if no device
 * is left.
 */
bool skip_harmed(const struct options *options, const struct device_list *list);

size_t skip_count(const struct device_list *list);

/* The status of a device that has an error: EXIT_DONE for one that is skipped. */
enum exit_status skip_status(const struct device *device);

#endif
