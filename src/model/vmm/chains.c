/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vmm/chains.h"

#include <string.h>

#include "base/words.h"

/* linux/pci_regs.h */
#define PCI_STATUS			0x06
#define PCI_STATUS_CAP_LIST		0x10
#define PCI_CAPABILITY_LIST		0x34
#define PCI_EXT_CAP_VER(header)		((header) >> 16 & 0xf)
#define PCI_EXT_CAP_NEXT(header)	((header) >> 20 & 0xffc)

/* Bytes of a header, before the body of a capability. */
#define STANDARD_HEADER	2U
#define EXTENDED_HEADER	4U

/* Bytes of a body that the judgement uses. */
#define BODY 4U

/* One layer's walk. */
struct walk {
	const struct config_space *space;
	enum chain_layer layer;
	struct chains *chains;
	bool seen[SPACE_SIZE_EXTENDED];
};

static struct chain_entry *find(struct chains *chains, bool extended, unsigned int start)
{
	for (unsigned int i = 0; i < chains->count; i++)
		if (chains->entry[i].extended == extended && chains->entry[i].start == start)
			return &chains->entry[i];
	return NULL;
}

/* Notes that a layer shows a capability. One with another ID than below is a new one. */
static void show(struct chains *chains, enum chain_layer layer, const struct chain_entry *shown)
{
	struct chain_entry *entry = find(chains, shown->extended, shown->start);

	if (entry == NULL && chains->count < CHAIN_ENTRIES) {
		entry = &chains->entry[chains->count++];
		*entry = *shown;
	}
	if (entry != NULL && entry->id == shown->id)
		entry->in[layer] = true;
}

/* Reads the layer's bytes. Unknown bytes cut the chain and return false. */
static bool take(struct walk *walk, unsigned int offset, unsigned int width, uint32_t *value)
{
	*value = 0;
	for (unsigned int i = 0; i < width; i++) {
		if (!space_is_known(walk->space, offset + i)) {
			walk->chains->cut[walk->layer] = offset + i < walk->space->size;
			return false;
		}
		*value |= (uint32_t)space_byte(walk->space, offset + i) << (8 * i);
	}
	return true;
}

static bool is_new(struct walk *walk, unsigned int offset)
{
	bool seen = walk->seen[offset];

	walk->seen[offset] = true;
	return !seen;
}

static void walk_standard(struct walk *walk)
{
	uint32_t status, next, header;

	if (!take(walk, PCI_STATUS, 2, &status) || !(status & PCI_STATUS_CAP_LIST) ||
	    !take(walk, PCI_CAPABILITY_LIST, 1, &next))
		return;
	for (; next != 0; next = header >> 8) {
		if (!is_new(walk, next) || !take(walk, next, 2, &header))
			return;
		show(walk->chains, walk->layer, &(struct chain_entry) {
			.start = (uint16_t)next, .id = header & 0xff,
		});
	}
}

/* An ID of 0 is a placeholder: it is in no chain, but the chain continues after it. */
static void walk_extended(struct walk *walk)
{
	unsigned int next = SPACE_SIZE;
	uint32_t header;

	for (; next >= SPACE_SIZE; next = PCI_EXT_CAP_NEXT(header)) {
		if (!is_new(walk, next) || !take(walk, next, 4, &header))
			return;
		if (header == 0 || header == UINT32_MAX)
			return;
		if ((header & 0xffff) == 0)
			continue;
		show(walk->chains, walk->layer, &(struct chain_entry) {
			.start = (uint16_t)next, .id = header & 0xffff, .extended = true,
			.version = PCI_EXT_CAP_VER(header),
		});
	}
}

static void walk_layer(const struct config_space *space, enum chain_layer layer,
		       struct chains *chains)
{
	struct walk walk = { .space = space, .layer = layer, .chains = chains };

	walk_standard(&walk);
	if (space->size > SPACE_SIZE)
		walk_extended(&walk);
}

/* Takes the kernel's own walks, which also visit hidden capabilities. */
static void take_hardware(const struct prediction *prediction, struct chains *chains)
{
	const struct map *map = &prediction->map;

	chains->hardware_known = map->view == VIEW_HARDWARE;
	for (unsigned int i = 0; chains->hardware_known && i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];
		bool extended = visit->kind != KIND_CAPABILITY;

		if (visit->id != 0 || !extended)
			show(chains, CHAIN_HARDWARE, &(struct chain_entry) {
				.start = visit->start, .id = visit->id, .extended = extended,
				.version = extended ? space_byte(prediction->space,
								 visit->start + 2U) & 0xf : 0,
			});
	}
}

/* Finds the layer that removed it, and what a guest still reaches of it. */
static void judge(struct chain_entry *entry, const struct chains *chains, const struct guest *guest)
{
	unsigned int body = entry->start + (entry->extended ? EXTENDED_HEADER : STANDARD_HEADER);

	entry->taken_out_by = CHAIN_HARDWARE;
	if (guest != NULL && entry->in[CHAIN_VFIO] && !entry->in[CHAIN_GUEST] &&
	    !chains->cut[CHAIN_GUEST])
		entry->taken_out_by = CHAIN_GUEST;
	if (entry->in[CHAIN_HARDWARE] && !entry->in[CHAIN_VFIO] && !entry->in[CHAIN_GUEST] &&
	    !chains->cut[CHAIN_VFIO])
		entry->taken_out_by = CHAIN_VFIO;
	if (entry->taken_out_by == CHAIN_HARDWARE)
		return;
	entry->readable = entry->reaches_vfio = guest == NULL;
	for (unsigned int i = body; guest != NULL && i < body + BODY && i < guest->reach; i++) {
		entry->readable = entry->readable || guest->read_vmm[i] != 0xff;
		entry->reaches_vfio = entry->reaches_vfio || guest->write_vfio[i] != 0;
	}
}

void chains_find(const struct prediction *prediction, const struct config_space *user,
		 const struct guest *guest, struct chains *chains)
{
	memset(chains, 0, sizeof(*chains));
	take_hardware(prediction, chains);
	walk_layer(user, CHAIN_VFIO, chains);
	if (guest != NULL)
		walk_layer(&guest->space, CHAIN_GUEST, chains);
	for (unsigned int i = 0; i < chains->count; i++)
		judge(&chains->entry[i], chains, guest);
}

const struct chain_entry *chains_at(const struct chains *chains, bool extended,
				    unsigned int start)
{
	for (unsigned int i = 0; i < chains->count; i++)
		if (chains->entry[i].extended == extended && chains->entry[i].start == start)
			return &chains->entry[i];
	return NULL;
}

static const struct words chain_layer_words = WORDS(CHAIN_LAYERS,
	[CHAIN_HARDWARE] = "hardware", [CHAIN_VFIO] = "vfio", [CHAIN_GUEST] = "guest"
);

unsigned int chains_row(const struct chains *chains, bool extended, unsigned int *next,
			const struct chain_entry **row, unsigned int most)
{
	unsigned int count = 0;

	for (; *next < chains->count && count < most; (*next)++)
		if (chains->entry[*next].extended == extended)
			row[count++] = &chains->entry[*next];
	return count;
}

const char *chain_layer_name(enum chain_layer layer)
{
	return words_name(&chain_layer_words, layer);
}

const char *chain_taker_name(enum chain_layer layer)
{
	return layer == CHAIN_GUEST ? "vmm" : chain_layer_name(layer);
}
