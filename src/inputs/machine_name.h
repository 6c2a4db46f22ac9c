/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Names that this machine has for devices: of a network interface or disk, of a node in
 * /dev/vfio, and paths in /sys.
 */
#ifndef VFIO_CFGTOOL_INPUTS_MACHINE_NAME_H
#define VFIO_CFGTOOL_INPUTS_MACHINE_NAME_H

#include "base/device_list.h"

/*
 * Appends the functions that a name stands for to *list, all of its group for /dev/vfio/N.
 * Returns true, or false with fault filled: FAULT_NOT_FOUND if the name is of a form that is
 * known, FAULT_UNSUPPORTED if it is not.
 */
bool machine_name_find(const char *name, struct device_list *list, struct fault *fault);

#endif
