/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/policy.h"

#include <string.h>

#include "base/bits.h"
#include "base/words.h"
#include "model/vfio/capability.h"
#include "model/vfio/permissions.h"

/* linux/pci_regs.h */
#define PCI_STD_HEADER_SIZEOF	0x40
#define PCI_MSI_FLAGS		2

int policy_msi_shape(const struct map *map, const struct config_space *space)
{
	for (unsigned int i = 0; i < map->visits; i++)
		if (map->visit[i].kind == KIND_CAPABILITY && map->visit[i].id == CAP_ID_MSI)
			return permission_msi_shape(
				space_word(space, map->visit[i].start + PCI_MSI_FLAGS));
	return -1;
}

/* vfio_config_do_rw(): by the value of the map at the first byte */
static const struct permission *choose(const struct policy *policy,
				       const struct permissions *permissions,
				       unsigned int offset, uint8_t value)
{
	if (value == MAP_RAW)
		return &permissions->raw;
	if (value == MAP_VIRTUAL)
		return &permissions->virt;
	if (offset >= SPACE_SIZE)
		return value < permissions->extendeds ? &permissions->extended[value]
						      : &permissions->unknown;
	if (value == CAP_ID_MSI)
		return &policy->msi;
	return value < permissions->standards ? &permissions->standard[value] : NULL;
}

/*
 * vfio_find_cap_start(): goes down to the first byte of the same value, but not from
 * extended into conventional space and not into the header. Inside the header it
 * does not go down.
 */
static uint16_t start_of(const struct map *map, unsigned int offset, uint16_t start_before)
{
	unsigned int floor = offset >= SPACE_SIZE ? SPACE_SIZE : PCI_STD_HEADER_SIZEOF;

	if (map->value[offset] == MAP_HEADER)
		return 0;
	return offset > floor && map->value[offset - 1] == map->value[offset]
	       ? start_before : (uint16_t)offset;
}

static bool looks_at_table(const struct permission *permission)
{
	return permission->read_function == READ_DEFAULT ||
	       permission->read_function == READ_BASIC ||
	       permission->read_function == READ_MSI ||
	       permission->write_function >= WRITE_BASIC ||
	       permission->write_function == WRITE_DEFAULT;
}

static bool is_known(const struct permission *permission)
{
	return permission->read_function != READ_UNKNOWN &&
	       permission->write_function != WRITE_UNKNOWN;
}

static void judge(const struct map *map, const struct permissions *permissions,
		  struct policy *policy)
{
	const struct permission *permission = NULL;
	unsigned int end = 0;		/* of the permission's table, from the capability's start */
	uint16_t start = 0;

	for (unsigned int offset = 0; offset < map->size; offset++) {
		struct policy_place *place = &policy->place[offset];

		if (offset == 0 || offset == SPACE_SIZE ||
		    map->value[offset] != map->value[offset - 1]) {
			permission = choose(policy, permissions, offset, map->value[offset]);
			if (permission != NULL && !is_known(permission))
				permission = NULL;
			end = permission != NULL && looks_at_table(permission) ? permission->size
									       : SPACE_SIZE_EXTENDED;
		}
		start = start_of(map, offset, start);
		place->offset = (uint16_t)(offset - start);
		if (place->offset < end && !map->undefined[offset] && !map_is_unseen(map, offset))
			place->permission = permission;
	}
}

unsigned int policy_chunk(const struct map *map, unsigned int offset, unsigned int count)
{
	unsigned int same = 1;

	while ((offset + same) % 4 != 0 && offset + same < map->size &&
	       map->value[offset + same] == map->value[offset])
		same++;
	if (same > count)
		same = count;
	if (same >= 4)
		return 4;
	return same >= 2 && offset % 2 == 0 ? 2 : 1;
}

/* vfio_direct_config_read(): the bytes of the access that come from the virtual copy */
static uint32_t direct_bits(unsigned int offset, unsigned int judged, unsigned int width)
{
	uint32_t all = bits_all(width);

	if (offset >= SPACE_SIZE)
		return judged < 4 ? all : 0;
	if (offset < PCI_STD_HEADER_SIZEOF)
		return 0;
	if (judged == 0 && width > 1)
		return 0xffff;
	return judged == 1 ? 0xff : 0;
}

/* Bits of a table. Bytes past its end are 0 here, and undefined. */
static uint32_t table_bits(const uint8_t *table, unsigned int judged, unsigned int width)
{
	uint32_t bits = 0;

	for (unsigned int i = 0; i < width && judged + i < PERMISSION_SIZE; i++)
		bits |= (uint32_t)table[judged + i] << (8 * i);
	return bits;
}

static void read_bits(const struct policy_place *place, unsigned int offset, unsigned int width,
		      uint32_t all, struct policy_bits *bits)
{
	switch ((enum read_function)place->permission->read_function) {
	case READ_DEFAULT:
	case READ_BASIC:
	case READ_MSI:
		bits->read_virtual = table_bits(place->permission->virt, place->offset, width);
		break;
	case READ_DIRECT:
		bits->read_virtual = direct_bits(offset, place->offset, width);
		break;
	case READ_VIRT:
		bits->read_virtual = all;
		break;
	case READ_RAW:
	case READ_UNKNOWN:
	case READ_FUNCTIONS:
		break;
	}
}

static void write_bits(const struct policy_place *place, unsigned int width, uint32_t all,
		       struct policy_bits *bits)
{
	switch ((enum write_function)place->permission->write_function) {
	case WRITE_NONE:
	case WRITE_UNKNOWN:
	case WRITE_FUNCTIONS:
		break;
	case WRITE_RAW:
		bits->write = all;
		break;
	case WRITE_VIRT:
		bits->write = bits->write_virtual = all;
		break;
	case WRITE_DEFAULT:
	case WRITE_BASIC:
	case WRITE_PM:
	case WRITE_VPD:
	case WRITE_EXP:
	case WRITE_AF:
	case WRITE_MSI:
		bits->write = table_bits(place->permission->write, place->offset, width);
		bits->write_virtual = bits->write &
				      table_bits(place->permission->virt, place->offset, width);
		break;
	}
}

struct policy_bits policy_access(const struct policy *policy, unsigned int offset,
				 unsigned int width)
{
	const struct policy_place *place = &policy->place[offset];
	uint32_t all = bits_all(width);
	struct policy_bits bits = { .undefined = place->permission == NULL };

	if (!bits.undefined && looks_at_table(place->permission))
		bits.undefined = place->offset + width > place->permission->size;
	if (bits.undefined)
		return bits;
	read_bits(place, offset, width, all, &bits);
	write_bits(place, width, all, &bits);
	return bits;
}

struct policy_bits policy_bytes(const struct policy *policy, unsigned int offset,
				unsigned int width)
{
	struct policy_bits bits = { 0 };

	for (unsigned int i = 0; i < width && offset + i < policy->size; i++) {
		bits.read_virtual |= (uint32_t)policy->read_virtual[offset + i] << (8 * i);
		bits.write |= (uint32_t)policy->write[offset + i] << (8 * i);
		bits.write_virtual |= (uint32_t)policy->write_virtual[offset + i] << (8 * i);
		bits.undefined |= policy->undefined[offset + i];
	}
	return bits;
}

/* Whether the function of the register with an effect handles the byte, and as which of its bytes. */
static bool is_in_register(const struct policy *policy, const struct effect_place *found,
			   unsigned int offset, unsigned int *byte)
{
	const struct policy_place *place = &policy->place[offset];

	if (place->permission == NULL || place->permission->write_function != found->function ||
	    place->offset < found->offset)
		return false;
	*byte = place->offset - found->offset;
	return *byte < found->width;
}

/* Adds an effect after those of lower registers, and of lower bits of its register. */
static void add_effect(struct policy *policy, const struct policy_effect *added)
{
	unsigned int at = policy->effects++;

	for (; at > 0 && policy->effect[at - 1].offset == added->offset &&
	       policy->effect[at - 1].mask > added->mask; at--)
		policy->effect[at] = policy->effect[at - 1];
	policy->effect[at] = *added;
}

/* Adds the effect of a place if the byte at an offset is the first one of its register. */
static void find_effect(struct policy *policy, enum effect effect,
			const struct effect_place *place, unsigned int offset)
{
	unsigned int first, byte;
	uint32_t mask = 0;

	if (!is_in_register(policy, place, offset, &first) || policy->effects == POLICY_EFFECTS)
		return;
	for (unsigned int i = 0; i < place->width; i++) {
		unsigned int at = offset - first + i;

		if (at >= policy->size || !is_in_register(policy, place, at, &byte) || byte != i)
			continue;
		if (at < offset)
			return;
		mask |= UINT32_C(0xff) << (8 * i) & place->mask;
	}
	if (mask != 0)
		add_effect(policy, &(struct policy_effect){
			.offset = (uint16_t)(offset - first),
			.width = place->width,
			.mask = mask,
			.effect = effect,
		});
}

/* Adds the effects of all registers whose first byte is at an offset. */
static void find_effects(struct policy *policy, unsigned int offset)
{
	for (int effect = 0; effect < EFFECTS; effect++)
		for (size_t i = 0; i < EFFECT_PLACES && effect_infos[effect].place[i].width != 0; i++)
			find_effect(policy, (enum effect)effect, &effect_infos[effect].place[i],
				    offset);
}

/* Whether a byte's bits do not depend on its place in the capability. */
static bool is_uniform(const struct permission *permission)
{
	return permission == NULL ||
	       (!looks_at_table(permission) && permission->read_function != READ_DIRECT);
}

/* The end of the bytes that have the bits of the one at `start`: most are raw, as their neighbours. */
static unsigned int end_of_equal(const struct policy *policy, unsigned int start)
{
	const struct permission *permission = policy->place[start].permission;
	unsigned int end = start + 1;

	if (!is_uniform(permission))
		return end;
	while (end < policy->size && policy->place[end].permission == permission)
		end++;
	return end;
}

/* Sets the bits of one-byte accesses from `start` to `end`, which is not included. */
static void set_bits(struct policy *policy, unsigned int start, unsigned int end)
{
	struct policy_bits bits = policy_access(policy, start, 1);

	memset(policy->read_virtual + start, (int)bits.read_virtual, end - start);
	memset(policy->write + start, (int)bits.write, end - start);
	memset(policy->write_virtual + start, (int)bits.write_virtual, end - start);
	memset(policy->undefined + start, bits.undefined, end - start);
}

void policy_build(const struct map *map, const struct config_space *space,
		  const struct permissions *permissions, const struct permission *msi,
		  struct policy *policy)
{
	int shape = policy_msi_shape(map, space);

	memset(policy, 0, sizeof(*policy));
	policy->size = map->size;
	if (shape >= 0)
		permission_msi((uint8_t)shape, &policy->msi);
	if (msi != NULL) {
		uint8_t size = policy->msi.size;

		policy->msi = *msi;
		policy->msi.size = size;
	}
	judge(map, permissions, policy);
	for (unsigned int start = 0, end; start < policy->size; start = end) {
		const struct permission *permission = policy->place[start].permission;

		end = end_of_equal(policy, start);
		set_bits(policy, start, end);
		/* a function with effects looks at its table, so its bytes come one by one */
		if (permission != NULL && permission->write_function >= WRITE_BASIC)
			find_effects(policy, start);
	}
}

bool policy_effect_is_in(const struct policy_effect *effect, unsigned int offset,
			 unsigned int width)
{
	for (unsigned int i = 0; i < effect->width; i++)
		if ((effect->mask >> (8 * i) & 0xff) != 0 && effect->offset + i >= offset &&
		    effect->offset + i < offset + width)
			return true;
	return false;
}
