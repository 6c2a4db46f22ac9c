/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The guest view of a device: what the VMM of --vmm makes of the user view. */
#ifndef VFIO_CFGTOOL_INPUTS_GUEST_H
#define VFIO_CFGTOOL_INPUTS_GUEST_H

#include "call/options.h"
#include "format/report.h"
#include "tasks/inspection.h"

/* What --vmm and --chains add to a device. Large: all devices use one in turn. */
struct guest_side {
	struct config_space user;	/* the user view */
	struct guest guest;
	struct chains chains;
	struct guest_outcome outcome;	/* of both */
	struct vmm_rules running;	/* with --vmm=running */
};

/* Whether the options ask for the guest view. */
bool guest_is_wanted(const struct options *options);

/*
 * Fills the guest's side of a device that can be opened. Puts it into its report, unless the
 * VMM of --vmm refuses the device or hangs: then false, and side->guest says why. False with
 * report->error filled where --vmm=running finds none.
 */
bool guest_show(const struct options *options, const struct inspection *inspection,
		struct guest_side *side, struct report *report);

/*
 * Fills *side with what a VMM makes of a device that can be opened. side->outcome points into
 * *side and to vmm.
 */
void guest_predict(const struct vmm_rules *vmm, const struct device *device,
		   const struct prediction *prediction, struct guest_side *side);

/* Makes the VMM's refusal the report's error, and removes its map. */
void guest_refuse(const struct guest *guest, struct report *report);

/* Prints what --vmm=help lists: names, versions, basis, placements. */
void guest_print_help(void);

#endif
