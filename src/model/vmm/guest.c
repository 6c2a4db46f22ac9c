/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vmm/guest.h"

#include <string.h>

#include "base/words.h"
#include "model/vmm/programs.h"

/* The builder of each VMM's guest view. */
static void (*const builders[VMM_PROGRAMS])(const struct guest_source *source,
					    const struct vmm_rules *rules, struct guest *guest) = {
	[VMM_QEMU] = qemu_build,
	[VMM_CLOUD_HYPERVISOR] = filter_build,
	[VMM_OPENVMM] = filter_build,
	[VMM_CROSVM] = filter_build,
	[VMM_FIRECRACKER] = filter_build,
};

static const struct {
	const char *name, *text;
} effects[GUEST_EFFECTS] = {
	[GUEST_MSI_SETUP] = {
		"msi-setup",
		"the VMM sets MSI up with VFIO, so that the kernel takes the enable",
	},
	[GUEST_MSIX_SETUP] = {
		"msix-setup",
		"the VMM sets MSI-X up with VFIO, so that the kernel takes the enable",
	},
	[GUEST_BAR_MOVE] = {
		"bar-move",
		"the VMM moves the BAR in the guest's address space; the device keeps its address",
	},
	[GUEST_POWER_TRAP] = {
		"power-trap",
		"the VMM follows the power state: in D3 the guest reaches no BAR",
	},
};

void guest_build(const struct guest_source *source, const struct vmm_rules *rules,
		 struct guest *guest)
{
	memset(guest, 0, sizeof(*guest));
	guest->size = source->user->size;
	guest->reach = rules->bus == BUS_PCI && guest->size > SPACE_SIZE ? SPACE_SIZE : guest->size;
	space_clear(&guest->space, guest->reach, VIEW_GUEST);
	builders[rules->program](source, rules, guest);
}

const char *guest_effect_name(enum guest_effect effect)
{
	return effects[effect].name;
}

const char *guest_effect_text(enum guest_effect effect)
{
	return effects[effect].text;
}

enum guest_answer guest_answers(const struct guest *guest, unsigned int start, unsigned int end)
{
	uint8_t any = 0, all = 0xff;

	for (unsigned int i = start; i <= end && i < SPACE_SIZE_EXTENDED; i++) {
		any |= guest->read_vmm[i];
		all &= guest->read_vmm[i];
	}
	if (any == 0)
		return GUEST_BY_VFIO;
	return all == 0xff ? GUEST_BY_VMM : GUEST_BY_BOTH;
}

static const struct words guest_answer_words = WORDS(GUEST_BY_BOTH + 1,
	[GUEST_BY_VFIO] = "vfio", [GUEST_BY_VMM] = "vmm", [GUEST_BY_BOTH] = "mixed"
);

const char *guest_answer_name(enum guest_answer answer)
{
	return words_name(&guest_answer_words, answer);
}
