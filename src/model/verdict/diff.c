/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/diff.h"
#include "model/verdict/diff_guest.h"

#include <stdio.h>

#include "base/macros.h"
#include "base/words.h"
#include "model/vfio/capability.h"

static const struct words diff_part_words = WORDS(DIFF_PARTS,
	[DIFF_BYTES] = "bytes", [DIFF_MAP] = "map", [DIFF_POLICY] = "policy"
);

const char *diff_part_name(enum diff_part part)
{
	return words_name(&diff_part_words, part);
}

bool diff_is_empty(const struct diff *diff)
{
	for (int part = 0; part < DIFF_PARTS; part++)
		if (diff->entries[part] != 0)
			return false;
	return true;
}

static bool has_map(const struct diff_side *side)
{
	return prediction_opens(side->prediction);
}

/* Names a byte outside any register: "CAP_VNDR+5"; "" for raw bytes and the header. */
static void name_byte(const struct diff_side *side, unsigned int offset,
		      char name[REGISTER_NAME_SIZE])
{
	const struct map *map = &side->prediction->map;
	const struct map_owner *owner = &map->owner[map->owner_of[offset]];
	char capability[CAPABILITY_NAME_SIZE];

	name[0] = '\0';
	if (!has_map(side) || offset >= map->size || map->owner_of[offset] < OWNER_FIRST)
		return;
	capability_name(owner->kind != KIND_CAPABILITY, owner->id, capability);
	if (offset == owner->start)
		snprintf(name, REGISTER_NAME_SIZE, "%s", capability);
	else
		snprintf(name, REGISTER_NAME_SIZE, "%s+%x", capability, offset - owner->start);
}

static struct diff_entry *add(struct diff *diff, enum diff_part part, unsigned int start,
			      unsigned int end)
{
	struct diff_entry *entry = &diff->entry[part][diff->entries[part]++];

	*entry = (struct diff_entry) {
		.part = part, .start = (uint16_t)start, .end = (uint16_t)end,
	};
	return entry;
}

/* Adds a run with the name of its first byte, from the side that has one. */
static void add_run(const struct diff_request *request, struct diff *diff, enum diff_part part,
		    unsigned int start, unsigned int end)
{
	struct diff_entry *entry = add(diff, part, start, end);

	name_byte(request->a, start, entry->name);
	if (entry->name[0] == '\0')
		name_byte(request->b, start, entry->name);
}

static void add_register(struct diff *diff, enum diff_part part,
			 const struct device_register *known, uint32_t mask)
{
	struct diff_entry *entry = add(diff, part, known->offset,
				       known->offset + known->type->width - 1U);

	entry->known = known;
	entry->mask = mask;
	register_name(known, entry->name);
}

/* Finds the register that starts at a byte, on the first side that has one. */
static const struct device_register *known_at(const struct diff_request *request,
					      unsigned int offset)
{
	const struct device_register *known =
		registers_at(&request->a->prediction->registers, offset);

	return known != NULL ? known : registers_at(&request->b->prediction->registers, offset);
}

/*
 * Whether both sides have the same register there. If one side has none, its bits may differ
 * for any reason.
 */
static bool same_register(const struct diff_request *request, unsigned int offset)
{
	const struct device_register *a = registers_at(&request->a->prediction->registers, offset);
	const struct device_register *b = registers_at(&request->b->prediction->registers, offset);

	return a != NULL && b != NULL && a->type == b->type;
}

static bool both_know(const struct diff_request *request, unsigned int offset)
{
	return space_is_known(request->a->space, offset) &&
	       space_is_known(request->b->space, offset);
}

/* Removes the bits of a register that each guest sets. Returns the others. */
static uint32_t leave_out(const struct diff_request *request, const struct device_register *known,
			  uint32_t differs, struct diff *diff)
{
	uint32_t set = diff_guest_sets(known) &
		       diff_guest_writes(request, known->offset, known->type->width);

	if (request->with_volatile || (differs & set) == 0)
		return UINT32_MAX;
	if (diff->left_outs < DIFF_LEFT_OUT)
		diff->left_out[diff->left_outs] = known;
	diff->left_outs++;
	return ~set;
}

static void compare_register(const struct diff_request *request,
			     const struct device_register *known, struct diff *diff)
{
	uint32_t mask = 0, a = 0, b = 0;

	for (unsigned int i = 0; i < known->type->width; i++) {
		unsigned int offset = known->offset + i;

		if (!both_know(request, offset))
			continue;
		mask |= UINT32_C(0xff) << (8 * i);
		a |= (uint32_t)space_byte(request->a->space, offset) << (8 * i);
		b |= (uint32_t)space_byte(request->b->space, offset) << (8 * i);
	}
	if (!request->with_volatile && same_register(request, known->offset))
		mask &= ~register_volatile_bits(known->type);
	if (request->guest != NULL)
		mask &= leave_out(request, known, (a ^ b) & mask, diff);
	if (((a ^ b) & mask) == 0)
		return;
	add_register(diff, DIFF_BYTES, known, mask);
	if (request->guest != NULL)
		diff->entry[DIFF_BYTES][diff->entries[DIFF_BYTES] - 1].not_by_guest =
			((a ^ b) & mask & ~register_volatile_bits(known->type) &
			 ~diff_guest_writes(request, known->offset, known->type->width)) != 0;
}

static bool byte_differs(const struct diff_request *request, unsigned int offset)
{
	return both_know(request, offset) &&
	       space_byte(request->a->space, offset) != space_byte(request->b->space, offset);
}

/* Whether a run has different bits that no guest's write changes. */
static bool not_by_guest(const struct diff_request *request, unsigned int start, unsigned int end)
{
	for (unsigned int offset = start; offset <= end && request->guest != NULL; offset++)
		if (((space_byte(request->a->space, offset) ^ space_byte(request->b->space, offset)) &
		     ~diff_guest_writes(request, offset, 1)) != 0)
			return true;
	return false;
}

static void add_bytes(const struct diff_request *request, struct diff *diff, unsigned int start,
		      unsigned int end)
{
	add_run(request, diff, DIFF_BYTES, start, end);
	diff->entry[DIFF_BYTES][diff->entries[DIFF_BYTES] - 1].not_by_guest =
		not_by_guest(request, start, end);
}

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* Adds bytes that only one side has, if it knows one of them. */
static void compare_sizes(const struct diff_request *request, struct diff *diff)
{
	const struct config_space *a = request->a->space, *b = request->b->space;
	unsigned int from = least(a->size, b->size);
	const struct config_space *longer = a->size > b->size ? a : b;

	for (unsigned int offset = from; offset < longer->size; offset++) {
		if (!space_is_known(longer, offset))
			continue;
		add(diff, DIFF_BYTES, from, longer->size - 1U);
		return;
	}
}

static void compare_bytes(const struct diff_request *request, struct diff *diff)
{
	unsigned int size = least(request->a->space->size, request->b->space->size);
	unsigned int offset = 0;

	for (unsigned int i = 0; i < size; i++)
		diff->unknown += !both_know(request, i);
	while (offset < size) {
		const struct device_register *known = known_at(request, offset);
		unsigned int start = offset;

		if (known != NULL && offset + known->type->width <= size) {
			compare_register(request, known, diff);
			offset += known->type->width;
			continue;
		}
		while (offset < size && (offset == start || known_at(request, offset) == NULL) &&
		       byte_differs(request, offset))
			offset++;
		if (offset > start)
			add_bytes(request, diff, start, offset - 1);
		else
			offset++;
	}
	compare_sizes(request, diff);
}

static bool value_differs(const struct diff_request *request, unsigned int offset)
{
	return request->a->prediction->map.value[offset] !=
	       request->b->prediction->map.value[offset];
}

/* Compares owners, by runs with one owner on each side. */
static void compare_maps(const struct diff_request *request, struct diff *diff)
{
	const struct map *a = &request->a->prediction->map, *b = &request->b->prediction->map;
	unsigned int size = least(a->size, b->size), most = a->size > b->size ? a->size : b->size;

	if (!has_map(request->a) || !has_map(request->b)) {
		if (has_map(request->a) != has_map(request->b))
			add(diff, DIFF_MAP, 0, most - 1);
		return;
	}
	for (unsigned int offset = 0; offset < size;) {
		unsigned int start = offset++;

		if (!value_differs(request, start))
			continue;
		while (offset < size && a->value[offset] == a->value[start] &&
		       b->value[offset] == b->value[start])
			offset++;
		add_run(request, diff, DIFF_MAP, start, offset - 1);
	}
	if (size < most)
		add(diff, DIFF_MAP, size, most - 1);
}

uint32_t diff_effects(const struct policy *policy, unsigned int start, unsigned int end)
{
	uint32_t effects = 0;

	for (unsigned int i = 0; i < policy->effects; i++) {
		const struct policy_effect *effect = &policy->effect[i];

		for (unsigned int byte = 0; byte < effect->width; byte++)
			if ((effect->mask >> (8 * byte) & 0xff) != 0 &&
			    effect->offset + byte >= start && effect->offset + byte <= end)
				effects |= UINT32_C(1) << effect->effect;
	}
	return effects;
}

static bool policy_differs(const struct diff_request *request, unsigned int offset)
{
	const struct policy *a = &request->a->prediction->policy,
			    *b = &request->b->prediction->policy;

	return a->read_virtual[offset] != b->read_virtual[offset] ||
	       a->write[offset] != b->write[offset] ||
	       a->write_virtual[offset] != b->write_virtual[offset] ||
	       a->undefined[offset] != b->undefined[offset];
}

/* Whether a byte has the masks of the byte before it. */
static bool goes_on(const struct policy *policy, unsigned int offset)
{
	return policy->read_virtual[offset] == policy->read_virtual[offset - 1] &&
	       policy->write[offset] == policy->write[offset - 1] &&
	       policy->write_virtual[offset] == policy->write_virtual[offset - 1] &&
	       policy->undefined[offset] == policy->undefined[offset - 1];
}

static void compare_register_policy(const struct diff_request *request,
				    const struct device_register *known, struct diff *diff)
{
	unsigned int start = known->offset, end = start + known->type->width - 1U;
	bool differs = diff_effects(&request->a->prediction->policy, start, end) !=
		       diff_effects(&request->b->prediction->policy, start, end);

	for (unsigned int offset = start; offset <= end; offset++)
		differs = differs || policy_differs(request, offset);
	if (differs)
		add_register(diff, DIFF_POLICY, known, UINT32_MAX);
}

static void compare_policies(const struct diff_request *request, struct diff *diff)
{
	const struct policy *a = &request->a->prediction->policy,
			    *b = &request->b->prediction->policy;
	unsigned int size, offset = 0;

	/* the map says that only one side can be opened */
	if (!has_map(request->a) || !has_map(request->b))
		return;
	size = least(a->size, b->size);
	while (offset < size) {
		const struct device_register *known = known_at(request, offset);
		unsigned int start = offset;

		if (known != NULL && offset + known->type->width <= size) {
			compare_register_policy(request, known, diff);
			offset += known->type->width;
			continue;
		}
		offset++;
		if (!policy_differs(request, start))
			continue;
		while (offset < size && known_at(request, offset) == NULL && goes_on(a, offset) &&
		       goes_on(b, offset))
			offset++;
		add_run(request, diff, DIFF_POLICY, start, offset - 1);
	}
}

void diff_find(const struct diff_request *request, struct diff *diff)
{
	diff->unknown = 0;
	diff->left_outs = 0;
	for (int part = 0; part < DIFF_PARTS; part++)
		diff->entries[part] = 0;
	if (request->wanted[DIFF_BYTES] && request->a->space != NULL && request->b->space != NULL)
		compare_bytes(request, diff);
	if (request->wanted[DIFF_MAP])
		compare_maps(request, diff);
	if (request->wanted[DIFF_POLICY])
		compare_policies(request, diff);
}

static bool touches(const struct diff_entry *entry, const struct byte_set *bytes)
{
	for (unsigned int offset = entry->start; offset <= entry->end; offset++)
		if (byte_set_has(bytes, offset))
			return true;
	return false;
}

void diff_limit(struct diff *diff, const struct byte_set *bytes)
{
	for (int part = 0; part < DIFF_PARTS; part++) {
		unsigned int kept = 0;

		for (unsigned int i = 0; i < diff->entries[part]; i++)
			if (touches(&diff->entry[part][i], bytes))
				diff->entry[part][kept++] = diff->entry[part][i];
		diff->entries[part] = kept;
	}
}
