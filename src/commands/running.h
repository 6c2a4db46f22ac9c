/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules that a device is judged by. */
#ifndef VFIO_CFGTOOL_COMMANDS_RUNNING_H
#define VFIO_CFGTOOL_COMMANDS_RUNNING_H

#include "base/device.h"
#include "commands/options.h"
#include "model/rules.h"

/* The rules of the running kernel, as far as it can be told by its name. */
void running_rules(struct rules *rules);

/*
 * The rules that --rules asks for: `auto` is the running kernel's for the
 * machine's devices and the newest known for a dump. False, with the reason
 * told, where --rules cannot be understood.
 */
bool requested_rules(const struct options *options, struct rules *rules);

/* Whether the basis is as good as --require wants it. */
bool basis_is_enough(const struct options *options, const struct rules *rules);

#endif
