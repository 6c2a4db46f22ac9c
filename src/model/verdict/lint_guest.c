/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Hazards of the VMM: what it refuses, lets through and leaves readable. */
#include <stdio.h>

#include "model/verdict/lint_search.h"

/* The VMM refuses the device, or hangs with it. */
static void find_refusal(const struct lint_search *search)
{
	const struct guest *guest = search->guest->guest;
	enum lint_code code = guest->state == GUEST_HANGS ? LINT_VMM_HANGS : LINT_VMM_REFUSES;

	lint_add_detail(lint_found(search, code,
				   (struct lint_place) { guest->offset, guest->offset, NULL }),
			guest->reason);
}

static void find_taken_out(const struct lint_search *search)
{
	const struct chains *chains = search->guest->chains;

	for (unsigned int i = 0; i < chains->count; i++) {
		const struct chain_entry *entry = &chains->entry[i];

		if (entry->taken_out_by == CHAIN_GUEST && entry->readable)
			lint_found(search, LINT_VMM_LEAKS, lint_capability(search, entry->start));
	}
}

/* Reports extended capabilities that the VMM hides on other devices. */
static void find_unfiltered(const struct lint_search *search)
{
	const struct chains *chains = search->guest->chains;

	for (unsigned int i = 0; i < chains->count && search->guest->guest->unfiltered; i++) {
		const struct chain_entry *entry = &chains->entry[i];

		if (entry->extended && entry->in[CHAIN_GUEST] && guest_takes_out(entry->id))
			lint_found(search, LINT_VMM_UNFILTERED,
				   lint_capability(search, entry->start));
	}
}

static void find_vpasid(const struct lint_search *search)
{
	const struct prediction *prediction = search->prediction;
	unsigned int start, length, end;
	bool taken = false;

	if (search->guest->guest->reach <= SPACE_SIZE ||
	    !vmm_pasid_place(search->guest->vmm, &start, &length))
		return;
	end = start + length - 1;
	for (unsigned int i = start; i <= end; i++)
		taken = taken || !map_is_free(&prediction->map, prediction->space, i);
	if (taken)
		lint_found(search, LINT_VPASID_OFFSET_TAKEN, (struct lint_place) { start, end, NULL });
}

void lint_find_guest(const struct lint_search *search)
{
	if (search->guest->guest->state != GUEST_BUILT) {
		find_refusal(search);
		return;
	}
	find_taken_out(search);
	find_unfiltered(search);
	find_vpasid(search);
}
