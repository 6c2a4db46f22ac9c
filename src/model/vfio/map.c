/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/map.h"

#include <stddef.h>
#include <string.h>

#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/vfio/extent.h"
#include "model/vfio/map_unseen.h"
#include "model/vfio/walk.h"

/* linux/pci_regs.h */
#define PCI_VENDOR_ID		0x00
#define PCI_STATUS		0x06
#define PCI_STATUS_CAP_LIST	0x10
#define PCI_CLASS_DEVICE	0x0a
#define PCI_HEADER_TYPE		0x0e
#define PCI_HEADER_TYPE_MASK	0x7f
#define PCI_CB_CAPABILITY_LIST	0x14
#define PCI_CAPABILITY_LIST	0x34
#define PCI_STD_HEADER_SIZEOF	0x40
#define PCI_EXT_CAP_NEXT(header) ((uint16_t)((header) >> 20 & 0xffc))

/* vfio_pci_igd.c: the OpRegion's address in an Intel display device */
#define OPREGION_PCI_ADDR	0xfc
#define OPREGION_PCI_ADDR_SIZE	4
#define PCI_VENDOR_ID_INTEL	0x8086
#define PCI_CLASS_DISPLAY_VGA	0x0300
#define PCI_BASE_CLASS_DISPLAY	0x03

#define PCI_DVSEC_HEADER1	4
#define PCI_VENDOR_ID_CXL	0x1e98	/* the vendor of DVSECs of CXL, CXL 3.1, 8.1 */

/* pci.c: PCI_FIND_CAP_TTL */
#define CORE_WALK_STEPS		48

/*
 * The flags of the PCI Express capability that the PCI core found at the bus
 * scan: pci_find_capability() and set_pcie_port_type(). Its walk is not
 * VFIO's: it is bounded, aligns pointers, and ends at a pointer into the header or
 * at ID ff. 0 if it finds none.
 */
static uint16_t core_pcie_flags(const struct config_space *space)
{
	/* __pci_bus_find_cap_start(): the offset of the first pointer, by header type */
	static const uint8_t pointer_at[] = {
		PCI_CAPABILITY_LIST, PCI_CAPABILITY_LIST, PCI_CB_CAPABILITY_LIST,
	};
	unsigned int type = space_byte(space, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK;
	uint8_t position;

	if (!(space_word(space, PCI_STATUS) & PCI_STATUS_CAP_LIST) ||
	    type >= ARRAY_LENGTH(pointer_at))
		return 0;
	position = space_byte(space, pointer_at[type]);
	for (int step = 0; step < CORE_WALK_STEPS; step++) {
		uint8_t id;

		if (position < PCI_STD_HEADER_SIZEOF)
			return 0;
		position &= 0xfc;
		id = space_byte(space, position);
		if (id == 0xff)
			return 0;
		if (id == CAP_ID_EXP)
			return space_word(space, position + 2U);
		position = space_byte(space, position + 1U);
	}
	return 0;
}

/* The owner with this start: a new one, or the one of an earlier visit in a loop. */
static uint16_t owner_index(struct map *map, const struct map_owner *owner)
{
	for (uint16_t i = OWNER_FIRST; i < map->owners; i++)
		if (map->owner[i].start == owner->start)
			return i;
	map->owner[map->owners] = *owner;
	return map->owners++;
}

/* The user view does not show a placeholder's ID. */
static void hide(struct map *map, const struct map_owner *owner, enum hidden_reason reason)
{
	if (map->view == VIEW_USER)
		return;
	for (unsigned int i = 0; i < map->hiddens; i++)
		if (map->hidden[i].offset == owner->start)
			return;
	map->hidden[map->hiddens++] = (struct map_hidden) {
		.offset = owner->start,
		.id = owner->id,
		.extended = owner->kind != KIND_CAPABILITY,
		.reason = reason,
	};
}

/* Gives bytes to an owner, and warns if another owner loses them. */
static void claim(struct walk *walk, const struct map_owner *owner)
{
	struct map *map = walk->map;
	unsigned int end = owner->start + owner->length;
	uint16_t index = owner_index(map, owner);

	if (end > map->size) {
		walk_warn(map, WARNING_LENGTH_PAST_END, owner->start);
		if (end > SPACE_SIZE_EXTENDED)
			walk_fail(walk, FAILURE_PAST_END, SPACE_SIZE_EXTENDED);
		end = map->size;
	}
	if (owner->kind == KIND_CAPABILITY && end > SPACE_SIZE)
		walk_warn(map, WARNING_CAPABILITY_CROSSES_100, owner->start);
	for (unsigned int offset = owner->start; offset < end; offset++) {
		if (map->owner_of[offset] != OWNER_RAW && map->owner_of[offset] != index) {
			walk_warn(map, WARNING_OVERLAP, owner->start);
			break;
		}
	}
	for (unsigned int offset = owner->start; offset < end; offset++) {
		map->value[offset] = owner->value;
		map->owner_of[offset] = index;
	}
}

/* Notes that the walk reached this offset. A second time means a loop. */
static void visit(struct walk *walk, uint16_t start)
{
	uint8_t bit = (uint8_t)(1U << start % 8);

	if (walk->visited[start / 8] & bit && !walk->looped)
		walk_warn(walk->map, WARNING_CHAIN_LOOP, start);
	walk->looped = walk->looped || walk->visited[start / 8] & bit;
	walk->visited[start / 8] |= bit;
	walk->start = start;
}

/*
 * An excerpt does not show the length of a capability: the capability owns its header, and
 * the owner of the raw bytes is not known.
 */
static void take_header(struct walk *walk, struct map_owner *owner)
{
	bool extended = owner->kind != KIND_CAPABILITY;

	if (!walk_was_blind(walk))
		return;
	owner->length = extended ? 4 : 2;
	walk->map->extended_unseen |= extended;
	walk->map->standard_unseen |= !extended;
}

/* Adds a visit with the capability and the pointer at which the walk continues. */
static void record(struct map *map, const struct map_owner *owner, uint16_t next)
{
	map->visit[map->visits++] = (struct map_visit) {
		.kind = owner->kind,
		.start = owner->start,
		.length = owner->length,
		.id = owner->id,
		.next = next,
	};
}

/* vfio_cap_init(): pointers may be misaligned and may lead into the header */
static void walk_standard(struct walk *walk)
{
	struct map *map = walk->map;
	uint8_t next;

	if (!(walk_read(walk, PCI_STATUS, 2) & PCI_STATUS_CAP_LIST)) {
		map->standard_unseen = walk_was_blind(walk);
		return;
	}
	next = (uint8_t)walk_read(walk, PCI_CAPABILITY_LIST, 1);
	map->standard_unseen = walk_was_blind(walk);
	if (map->standard_unseen)
		return;
	for (int step = 0; next != 0 && step < MAP_STANDARD_STEPS && !walk_failed(walk); step++) {
		struct map_owner owner = { .kind = KIND_CAPABILITY, .start = next };
		enum hidden_reason reason;

		visit(walk, owner.start);
		if (owner.start < PCI_STD_HEADER_SIZEOF)
			walk_warn(map, WARNING_POINTER_IN_HEADER, owner.start);
		owner.id = (uint16_t)walk_read(walk, owner.start, 1);
		owner.value = (uint8_t)owner.id;
		if (walk_was_blind(walk)) {
			map->standard_unseen = true;
			return;
		}
		next = (uint8_t)walk_read(walk, owner.start + 1U, 1);
		if (walk_was_blind(walk)) {
			map->standard_unseen = true;
			next = 0;
		}
		owner.length = (uint16_t)walk_length(walk, &owner, &reason);
		if (walk_failed(walk))
			return;
		take_header(walk, &owner);
		record(map, &owner, next);
		if (owner.length == 0)
			hide(map, &owner, reason);
		else
			claim(walk, &owner);
	}
}

/* Without `ecap-error-fails` an error ends the walk, and the device opens. */
static void forget_failure(struct map *map)
{
	map->state = MAP_BUILT;
	map->failure = FAILURE_NONE;
	map->extended_cut = true;
}

/*
 * vfio_ecap_init(): a hidden capability is skipped, except the first one: it becomes
 * a placeholder of one dword that anchors the chain.
 */
static void walk_extended(struct walk *walk)
{
	struct map *map = walk->map;
	uint16_t next = SPACE_SIZE;
	int steps = (map->size - SPACE_SIZE) / 4;
	bool anchored = false;

	walk->looped = false;
	for (int step = 0; next >= SPACE_SIZE && step < steps; step++) {
		struct map_owner owner = { .kind = KIND_EXTENDED, .start = next };
		enum hidden_reason reason;
		uint32_t header;

		visit(walk, owner.start);
		header = walk_read(walk, owner.start, 4);
		if (walk_was_blind(walk)) {
			map->extended_unseen = true;
			return;
		}
		owner.id = (uint16_t)(header & 0xffff);
		owner.value = (uint8_t)owner.id;
		owner.version = (uint8_t)(header >> 16 & 0xf);
		next = PCI_EXT_CAP_NEXT(header);
		owner.length = (uint16_t)walk_length(walk, &owner, &reason);
		if (walk_failed(walk)) {
			if (!walk_rule(walk, RULE_ECAP_ERROR_FAILS))
				forget_failure(map);
			return;
		}
		take_header(walk, &owner);
		if (owner.length == 0)
			hide(map, &owner, reason);
		if (owner.length == 0 && !anchored) {
			owner.kind = KIND_PLACEHOLDER;
			owner.length = 4;
		}
		if (owner.length != 0) {
			claim(walk, &owner);
			anchored = true;
		}
		if (walk_failed(walk))
			return;
		record(map, &owner, next);
	}
}

/*
 * vfio_pci_igd_opregion_init(): the address of an Intel display device's
 * OpRegion is virtual, whatever the bytes belonged to.
 */
static void overlay_opregion(struct walk *walk, const struct device_facts *facts)
{
	const struct config_space *space = walk->space;
	struct map *map = walk->map;
	int vendor = facts->vendor >= 0 ? facts->vendor : space_word(space, PCI_VENDOR_ID);
	int class = facts->class >= 0 ? facts->class >> 8 : space_word(space, PCI_CLASS_DEVICE);
	uint32_t address = space_dword(space, OPREGION_PCI_ADDR);
	bool display = walk_rule(walk, RULE_IGD_ANY_DISPLAY) ? class >> 8 == PCI_BASE_CLASS_DISPLAY
							: class == PCI_CLASS_DISPLAY_VGA;
	bool inferred = vendor == PCI_VENDOR_ID_INTEL && display && address != 0 &&
			address != 0xffffffff;

	if (facts->opregion_known ? !facts->opregion : !inferred)
		return;
	map->owner[OWNER_VIRTUAL].inferred = !facts->opregion_known;
	for (unsigned int i = 0; i < OPREGION_PCI_ADDR_SIZE; i++) {
		map->value[OPREGION_PCI_ADDR + i] = MAP_VIRTUAL;
		map->owner_of[OPREGION_PCI_ADDR + i] = OWNER_VIRTUAL;
	}
}

/* Marks bytes from start to end, which is not included. */
static void leave_undefined(struct map *map, unsigned int start, unsigned int end)
{
	walk_warn(map, WARNING_VENDOR_UNKNOWN, (uint16_t)start);
	for (unsigned int offset = start; offset < end && offset < map->size; offset++)
		map->undefined[offset] = true;
}

/* NVIDIA's VFIO for CXL: another function handles the DVSECs of CXL devices. */
static void leave_cxl(struct walk *walk)
{
	struct map *map = walk->map;

	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (visit->kind == KIND_EXTENDED && visit->id == ECAP_ID_DVSEC &&
		    visit->length != 0 &&
		    space_word(walk->space, visit->start + PCI_DVSEC_HEADER1) == PCI_VENDOR_ID_CXL)
			leave_undefined(map, visit->start, visit->start + visit->length);
	}
}

/* After the last extended capability: Alibaba's kernels add capabilities of their own there. */
static void leave_tail(struct map *map)
{
	unsigned int end = SPACE_SIZE;

	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (visit->kind == KIND_EXTENDED && visit->start + visit->length > end)
			end = visit->start + visit->length;
		if (visit->kind == KIND_PLACEHOLDER && visit->start + 4U > end)
			end = visit->start + 4U;
	}
	if (end < map->size)
		leave_undefined(map, end, map->size);
}


/* Lays the bytes that the kernel treats specially over the result of the walks. */
static void overlay(struct walk *walk, const struct device_facts *facts)
{
	overlay_opregion(walk, facts);
	if (walk->rules->value[RULE_DVSEC] == DVSEC_CXL)
		leave_cxl(walk);
	if (walk->rules->value[RULE_VF_PASID_PRI] && facts->is_vf)
		leave_tail(walk->map);
}

/* memset() of vfio_config_init(): the header, and raw bytes after it */
static void map_clear(struct map *map, const struct config_space *space)
{
	memset(map, 0, offsetof(struct map, owner));
	map->view = space->view;
	map->size = space->size;
	map->owner[OWNER_HEADER] = (struct map_owner) {
		.kind = KIND_HEADER, .length = PCI_STD_HEADER_SIZEOF, .value = MAP_HEADER,
	};
	map->owner[OWNER_RAW] = (struct map_owner) { .kind = KIND_RAW, .value = MAP_RAW };
	map->owner[OWNER_VIRTUAL] = (struct map_owner) {
		.kind = KIND_VIRTUAL, .start = OPREGION_PCI_ADDR,
		.length = OPREGION_PCI_ADDR_SIZE, .value = MAP_VIRTUAL,
	};
	map->owners = OWNER_FIRST;
	memset(map->value + PCI_STD_HEADER_SIZEOF, MAP_RAW,
	       sizeof(map->value) - PCI_STD_HEADER_SIZEOF);
	for (unsigned int offset = PCI_STD_HEADER_SIZEOF; offset < map->size; offset++)
		map->owner_of[offset] = OWNER_RAW;
}

/* Whether all bytes of the header were read. */
static bool has_header(const struct config_space *space)
{
	for (unsigned int offset = 0; offset < PCI_STD_HEADER_SIZEOF; offset++)
		if (!space_is_known(space, offset))
			return false;
	return true;
}

void map_build(const struct config_space *space, const struct rules *rules,
	       const struct device_facts *facts, struct map *map)
{
	struct walk walk = { .space = space, .rules = rules, .map = map };

	map_clear(map, space);
	map->part = space->read < SPACE_SIZE;
	if (map->part && !(space->excerpt && has_header(space))) {
		map->part = false;
		map->state = MAP_SHORT;
		return;
	}
	if ((space_byte(space, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK) != 0)
		walk_warn(map, WARNING_HEADER_TYPE, PCI_HEADER_TYPE);
	walk.pcie_flags = core_pcie_flags(space);
	walk_standard(&walk);
	if (walk.extended_caps && !walk_failed(&walk))
		walk_extended(&walk);
	else if (map->standard_unseen)
		map->extended_unseen = true;
	if (!walk_failed(&walk))
		overlay(&walk, facts);
	if (space->excerpt)
		map_find_unseen(space, map);
	map_find_extents(space, map);
}

/* The content of the bytes from start to end, both included. */
static enum map_content content_of(const struct config_space *space, uint16_t start, uint16_t end)
{
	uint8_t first = space_byte(space, start);
	bool equal = true;

	for (unsigned int offset = start; offset <= end; offset++) {
		if (!space_is_known(space, offset))
			return CONTENT_UNREAD;
		equal = equal && space_byte(space, offset) == first;
	}
	if (equal && first == 0x00)
		return CONTENT_ZERO;
	if (equal && first == 0xff)
		return CONTENT_ONES;
	return CONTENT_DATA;
}

unsigned int map_owner_end(const struct map *map, unsigned int start)
{
	uint16_t index = map->owner_of[start];
	unsigned int end = start + 1;

	while (end < map->size && map->owner_of[end] == index)
		end++;
	return end;
}

struct map_range map_range_at(const struct map *map, const struct config_space *space,
			      uint16_t start)
{
	struct map_range range = {
		.start = start,
		.end = (uint16_t)(map_owner_end(map, start) - 1),
		.owner = &map->owner[map->owner_of[start]],
	};

	range.content = content_of(space, range.start, range.end);
	return range;
}

void map_totals(const struct map *map, unsigned int totals[MAP_KINDS])
{
	memset(totals, 0, MAP_KINDS * sizeof(totals[0]));
	for (unsigned int offset = 0; offset < map->size; offset++)
		totals[map->owner[map->owner_of[offset]].kind]++;
}

bool map_is_free(const struct map *map, const struct config_space *space, unsigned int offset)
{
	return offset < map->size && map->owner[map->owner_of[offset]].kind == KIND_RAW &&
	       map->extent_of[offset] == 0 && !map_is_unseen(map, offset) &&
	       space_is_known(space, offset) && space_byte(space, offset) == 0;
}

const struct map_hidden *map_hidden_at(const struct map *map, unsigned int start)
{
	for (unsigned int i = 0; i < map->hiddens; i++)
		if (map->hidden[i].offset == start)
			return &map->hidden[i];
	return NULL;
}

static bool dword_is_free(const struct map *map, const struct config_space *space,
			  unsigned int offset)
{
	for (unsigned int i = offset; i < offset + 4; i++)
		if (!map_is_free(map, space, i))
			return false;
	return true;
}

unsigned int map_free_run(const struct map *map, const struct config_space *space,
			  unsigned int size, unsigned int *start)
{
	unsigned int offset = (*start + 3) / 4 * 4;

	while (offset + 4 <= map->size) {
		unsigned int end = offset;

		while (end + 4 <= map->size && dword_is_free(map, space, end))
			end += 4;
		if (end > offset && end - offset >= size) {
			*start = offset;
			return end - offset;
		}
		offset = end + 4;
	}
	return 0;
}
