/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/guest.h"

#include <errno.h>

#include "inputs/warnings.h"
#include "format/print.h"
#include "format/wrap.h"
#include "tasks/running_vmm.h"

/* Whether VFIO offers an OpRegion: what VFIO said, or else what the map shows. */
static enum known opregion(const struct device *device, const struct map *map)
{
	if (device->opregion != KNOWN_NOT)
		return device->opregion;
	for (unsigned int i = 0; i < SPACE_SIZE; i++)
		if (map->value[i] == MAP_VIRTUAL)
			return KNOWN_YES;
	return KNOWN_NO;
}

bool guest_is_wanted(const struct options *options)
{
	return options->vmm != NULL || options->chains;
}

/* Warns of results that rest on incomplete facts. */
static void warn_of_gaps(struct report *report)
{
	const struct guest *guest = report->guest;

	if (guest->fit_unknown)
		warn(report, "msix-fit-unknown", guest->msix,
		     "%s refuses MSI-X that does not fit its BARs, whose sizes a dump does not tell",
		     report->vmm->name);
	if (guest->cut)
		warn(report, "guest-cut", -1,
		     "what %s makes of it follows from bytes that are not known",
		     report->vmm->name);
}

void guest_refuse(const struct guest *guest, struct report *report)
{
	bool hangs = guest->state == GUEST_HANGS;

	report->map = NULL;
	fault_set(&report->error, hangs ? FAULT_VMM_HANGS : FAULT_VMM_REFUSES,
		  hangs ? ETIMEDOUT : ENOTSUP, "%s does not take the device: at %02x: %s",
		  report->vmm->name, guest->offset, guest->reason);
	fault_hint(&report->error, "what a VFIO user sees of it: leave out --vmm");
}

void guest_predict(const struct vmm_rules *vmm, const struct device *device,
		   const struct prediction *prediction, struct guest_side *side)
{
	const struct guest_source source = {
		.user = &side->user,
		.resources = prediction->facts.resources,
		.write = prediction->policy.write,
		.opregion = opregion(device, &prediction->map),
	};

	prediction_user_view(prediction, device, &side->user);
	guest_build(&source, vmm, &side->guest);
	if (side->guest.state == GUEST_BUILT)
		chains_find(prediction, &side->user, &side->guest, &side->chains);
	side->outcome = (struct guest_outcome) {
		.vmm = vmm, .guest = &side->guest, .chains = &side->chains,
	};
}

bool guest_show(const struct options *options, const struct inspection *inspection,
		struct guest_side *side, struct report *report)
{
	const struct prediction *prediction = &inspection->prediction;

	report->chains = &side->chains;
	if (options->vmm == NULL) {
		prediction_user_view(prediction, inspection->device, &side->user);
		chains_find(prediction, &side->user, NULL, &side->chains);
		return true;
	}
	report->chains = NULL;
	report->vmm = &options->vmm_rules;
	if (options->vmm_running) {
		if (running_vmm(inspection->device, &side->running, &report->error) != 0) {
			report->vmm = NULL;
			return false;
		}
		report->vmm = &side->running;
	}
	guest_predict(report->vmm, inspection->device, prediction, side);
	if (side->guest.state != GUEST_BUILT)
		return false;
	report->chains = &side->chains;
	report->guest = &side->guest;
	warn_of_gaps(report);
	return true;
}

static void print_versions(const struct vmm_listing *listing)
{
	char versions[48] = "";

	if (listing->last.major != 0 && listing->program == VMM_QEMU)
		snprintf(versions, sizeof(versions), "%u.%u to %u.%u", listing->first.major,
			 listing->first.minor, listing->last.major, listing->last.minor);
	else if (listing->last.major != 0)
		snprintf(versions, sizeof(versions), "%u to %u", listing->first.major,
			 listing->last.major);
	print_line("%-18s %-14s %-10s %s", vmm_program_name(listing->program), versions,
	       listing->tested[0] != '\0' ? "tested" : "untested", listing->tested);
}

void guest_print_help(void)
{
	static const char *const text[] = {
		"--vmm=NAME[-VERSION][,machine=MACHINE][,bus=BUS][,PROPERTY=VALUE...]",
		"machine (q35, pc, virt) and bus are QEMU's. A bus is port, behind a PCI Express root port "
		"(where libvirt puts devices), root, pcie.0 (where -device alone does), or pci, a "
		"conventional one. Without them: machine=q35,bus=port.",
		"PROPERTY is one of QEMU's vfio-pci, as -device vfio-pci,help lists them.",
	};

	print_fit(wrap_terminal(stdout));
	print_line("%-18s %-14s %-10s %s", "VMM", "VERSIONS", "BASIS", "HELD AGAINST");
	for (int i = 0; i < VMM_PROGRAMS; i++)
		print_versions(&vmm_listings[i]);
	print_end();
	for (size_t i = 0; i < ARRAY_LENGTH(text); i++)
		print_line("%s", text[i]);
}
