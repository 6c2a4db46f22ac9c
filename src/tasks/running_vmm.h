/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The VMM that has a device now, for --vmm=running. */
#ifndef VFIO_CFGTOOL_TASKS_RUNNING_VMM_H
#define VFIO_CFGTOOL_TASKS_RUNNING_VMM_H

#include "base/device.h"
#include "base/fault.h"
#include "model/vmm/vmm.h"

/*
 * Finds the process that holds the device, and reads version, placement and properties off
 * its program and its command line (/proc/PID/exe and cmdline). Opens no device and starts
 * nothing. Returns 0 with *vmm filled, or -errno with fault filled: nobody is known to hold
 * the device, the process cannot be read, or does not say all; the hint names --vmm.
 */
int running_vmm(const struct device *device, struct vmm_rules *vmm, struct fault *fault);

#endif
