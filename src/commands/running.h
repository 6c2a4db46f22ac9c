/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules and the facts that a device is judged by. */
#ifndef VFIO_CFGTOOL_COMMANDS_RUNNING_H
#define VFIO_CFGTOOL_COMMANDS_RUNNING_H

#include "base/device.h"
#include "commands/options.h"
#include "model/vfio/device_facts.h"
#include "model/vfio/rules.h"

/* The rules of the running kernel, as far as it can be told by its name. */
void running_rules(struct rules *rules);

/* Whether no prediction is wanted, but what the running kernel holds. */
bool wants_kernel(const struct options *options);

/*
 * The rules that a text asks for, as in --rules: `auto` is the running kernel's for the
 * machine's devices and the newest known for a dump; `kernel` starts from the
 * same. False, with the reason told, where --rules cannot be understood.
 */
bool requested_rules(const struct options *options, const char *text, struct rules *rules);

/*
 * Makes the rules that a text asked for the device's own: `auto` is corrected by what the
 * user view shows, or is what a capture was made under, and an unknown VFIO
 * driver may have others. Returns 0, or -errno with fault filled where a
 * capture names rules that are not known.
 */
int device_rules(const char *text, const struct device *device, struct rules *rules,
		 struct fault *fault);

/*
 * What decides a map and a virtual copy beside the bytes, as far as it is known
 * of the device; what is the kernel's own is left at its default.
 */
struct device_facts device_facts(const struct device *device);

/*
 * Whether the basis is as good as --require wants it: 0, or -errno with fault
 * filled.
 */
int basis_check(const struct options *options, const struct rules *rules, struct fault *fault);

#endif
