/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vmm/qemu_chain.h"

#include <stdio.h>

/* linux/pci_regs.h */
#define PCI_STATUS		0x06
#define PCI_STATUS_CAP_LIST	0x10
#define PCI_CAPABILITY_LIST	0x34
#define PCI_CAP_LIST_NEXT	1

bool qemu_list_chain(struct qemu *qemu, bool wraps, struct qemu_places *places)
{
	bool seen[QEMU_CHAIN_STEPS] = { false };
	uint8_t next = qemu_byte(qemu, PCI_CAPABILITY_LIST);

	places->count = 0;
	while (next != 0) {
		unsigned int pointer = next + PCI_CAP_LIST_NEXT;

		if (seen[next])
			return false;
		seen[next] = true;
		places->at[places->count++] = next;
		next = qemu_byte(qemu, wraps ? (uint8_t)pointer : pointer);
	}
	return true;
}

bool qemu_loops(struct qemu *qemu, unsigned int offset)
{
	return qemu_hangs(qemu, offset, "QEMU hangs: the chain of capabilities has a loop");
}

bool qemu_find_room(struct qemu *qemu, unsigned int offset, unsigned int *room)
{
	unsigned int next = SPACE_SIZE;
	struct qemu_places places;

	if (!qemu_list_chain(qemu, false, &places))
		return qemu_loops(qemu, offset);
	for (unsigned int i = 0; i < places.count; i++)
		if (places.at[i] > offset && places.at[i] < next)
			next = places.at[i];
	*room = next - offset;
	return true;
}

/* pci_find_capability_at_offset(): the nearest capability at or below a used byte, or 0. */
static unsigned int owner_at(struct qemu *qemu, uint8_t offset)
{
	unsigned int found = 0;
	struct qemu_places places;

	if (!qemu->used[offset])
		return 0;
	qemu_list_chain(qemu, true, &places);
	for (unsigned int i = 0; i < places.count; i++)
		if (places.at[i] <= offset && places.at[i] > found)
			found = places.at[i];
	return found;
}

bool qemu_add_capability(struct qemu *qemu, uint8_t id, unsigned int offset, unsigned int size)
{
	char reason[sizeof(qemu->guest->reason)];

	for (unsigned int i = offset; i < offset + size; i++) {
		unsigned int owner = owner_at(qemu, (uint8_t)i);

		if (owner == 0)
			continue;
		snprintf(reason, sizeof(reason),
			 "capability %02x at %02x overlaps the one at %02x", id, offset, owner);
		return qemu_refuses(qemu, offset, reason);
	}
	qemu_set(qemu, offset, 1, id);
	qemu_set(qemu, offset + PCI_CAP_LIST_NEXT, 1, qemu->config[PCI_CAPABILITY_LIST]);
	qemu_set(qemu, PCI_CAPABILITY_LIST, 1, offset);
	qemu->config[PCI_STATUS] |= PCI_STATUS_CAP_LIST;
	for (unsigned int i = offset; i < offset + ((size + 3) & ~3U); i++)
		qemu->used[i] = true;
	for (unsigned int i = offset; i < offset + size; i++)
		qemu->writable[i] = 0;
	return true;
}

bool qemu_find_capability(struct qemu *qemu, uint8_t id, uint16_t *offset)
{
	struct qemu_places places;
	bool ends = true;

	*offset = 0;
	if (!(qemu_byte(qemu, PCI_STATUS) & PCI_STATUS_CAP_LIST))
		return true;
	ends = qemu_list_chain(qemu, true, &places);
	for (unsigned int i = 0; i < places.count && *offset == 0; i++)
		if (qemu_byte(qemu, places.at[i]) == id)
			*offset = places.at[i];
	return ends || *offset != 0;
}
