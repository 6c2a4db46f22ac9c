/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/probe_write.h"

#include <string.h>

/* linux/pci_regs.h */
#define PCI_STD_HEADER_SIZEOF	0x40

void probe_plan_begin(struct probe_plan *plan)
{
	plan->count = 0;
	plan->runs = 0;
}

/* Raw and vendor bytes are read once: reading them may have side effects. */
static bool is_read_once(const struct policy *policy, unsigned int offset)
{
	const struct permission *permission = policy->place[offset].permission;

	return permission != NULL && permission->write_function == WRITE_RAW;
}

/*
 * Whether a capability is inside the header. The kernel then treats each access as one of its
 * first bytes.
 */
static bool is_misplaced(const struct map *map, unsigned int offset)
{
	return offset < PCI_STD_HEADER_SIZEOF && map->value[offset] != MAP_HEADER;
}

static bool is_marked(const uint8_t *bytes, unsigned int offset)
{
	return bytes[offset / 8] >> (offset % 8) & 1;
}

void probe_plan_place(const struct prediction *prediction, const struct register_place *place,
		      struct probe_plan *plan)
{
	struct probe_place *added = &plan->list[plan->count];

	if (plan->count == SPACE_SIZE_EXTENDED)
		return;
	*added = (struct probe_place) { .place = *place };
	for (unsigned int i = 0; i < place->width; i++) {
		added->once |= is_read_once(&prediction->policy, place->offset + i);
		added->undefined |= prediction->policy.undefined[place->offset + i];
		added->alone |= is_misplaced(&prediction->map, place->offset + i);
	}
	added->alone &= !added->once;
	plan->count++;
}

/* Whether two bytes have the same owner and treatment. */
static bool are_alike(const struct prediction *prediction, unsigned int a, unsigned int b)
{
	return prediction->map.owner_of[a] == prediction->map.owner_of[b] &&
	       prediction->policy.undefined[a] == prediction->policy.undefined[b] &&
	       is_read_once(&prediction->policy, a) == is_read_once(&prediction->policy, b);
}

/* The width of the place at an offset: 1, 2 or 4 bytes, up to `end`. */
static uint8_t width_at(const struct prediction *prediction, unsigned int offset, unsigned int end)
{
	unsigned int same = 1;

	while (same < 4 && offset + same < end && are_alike(prediction, offset, offset + same))
		same++;
	if (same == 4 && offset % 4 == 0)
		return 4;
	return same >= 2 && offset % 2 == 0 ? 2 : 1;
}

/* Finds the register at an offset if all of it is marked. */
static const struct device_register *marked_register(const struct prediction *prediction,
						     const uint8_t *bytes, unsigned int offset)
{
	const struct device_register *known = registers_at(&prediction->registers, offset);

	for (unsigned int i = 1; known != NULL && i < known->type->width; i++)
		if (!is_marked(bytes, offset + i))
			return NULL;
	return known;
}

void probe_plan_bytes(const struct prediction *prediction,
		      const uint8_t bytes[SPACE_SIZE_EXTENDED / 8], struct probe_plan *plan)
{
	unsigned int offset = 0, end;

	while (offset < prediction->map.size) {
		struct register_place place = { .offset = (uint16_t)offset };

		if (!is_marked(bytes, offset)) {
			offset++;
			continue;
		}
		place.known = marked_register(prediction, bytes, offset);
		end = offset + 1;
		while (end < offset + 4 && end < prediction->map.size && is_marked(bytes, end) &&
		       registers_at(&prediction->registers, end) == NULL)
			end++;
		place.width = place.known != NULL ? place.known->type->width
						  : width_at(prediction, offset, end);
		probe_plan_place(prediction, &place, plan);
		offset += place.width;
	}
}

/* Finds the runs of bytes that may be read. */
void probe_plan_end(struct probe_plan *plan)
{
	bool wanted[SPACE_SIZE_EXTENDED + 1] = { false };

	for (size_t i = 0; i < plan->count; i++)
		for (unsigned int j = 0; j < plan->list[i].place.width; j++)
			wanted[plan->list[i].place.offset + j] |=
				!plan->list[i].undefined && !plan->list[i].alone;
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++) {
		struct probe_run *run = &plan->run[plan->runs];

		if (!wanted[offset])
			continue;
		run->start = (uint16_t)offset;
		while (wanted[offset])
			offset++;
		run->length = (uint16_t)(offset - run->start);
		plan->runs++;
	}
}

/* Whether a read is allowed and its result can be predicted. */
static bool may_read(const struct prediction *prediction, const struct probe_read *read)
{
	for (unsigned int i = 0; i < read->width; i++)
		if (is_read_once(&prediction->policy, read->offset + i) ||
		    prediction->policy.undefined[read->offset + i])
			return false;
	return true;
}

unsigned int probe_reads(const struct prediction *prediction, const struct probe_place *place,
			 struct probe_read reads[PROBE_READS])
{
	unsigned int start = place->place.offset, end = start + place->place.width, count = 0;

	for (unsigned int width = 1; width <= 4; width *= 2) {
		for (unsigned int at = start; at < end; at += width) {
			struct probe_read read = { (uint16_t)at, (uint8_t)width };

			if (at % width == 0 && at + width <= prediction->map.size &&
			    may_read(prediction, &read))
				reads[count++] = read;
		}
	}
	return count;
}

bool probe_first_read(const struct prediction *prediction, struct probe_read *read)
{
	int bar = user_view_bar(&prediction->map);
	bool misplaced = false;

	for (unsigned int i = 0; i < PCI_STD_HEADER_SIZEOF; i++)
		misplaced |= user_view_is_bar(i) && is_misplaced(&prediction->map, i);
	if (bar >= 0)
		*read = (struct probe_read) { (uint16_t)bar, 1 };
	return bar >= 0 && misplaced;
}

/* The steps of a plan: counts all, and fills those that fit. */
struct listing {
	struct probe_step *steps;
	size_t room, count;
};

static void list_step(struct listing *listing, const struct probe_step *step,
		      const struct register_place *place)
{
	if (listing->count < listing->room) {
		struct probe_step *listed = &listing->steps[listing->count];

		*listed = *step;
		if (place != NULL)
			listed->place = *place;
		if (place != NULL && place->known != NULL) {
			listed->entry = *place->known;
			listed->place.known = &listed->entry;
		}
	}
	listing->count++;
}

static void list_reads(const struct prediction *prediction, const struct probe_place *place,
		       struct listing *listing)
{
	struct probe_read reads[PROBE_READS];
	unsigned int count = probe_reads(prediction, place, reads);

	for (unsigned int i = 0; i < count; i++) {
		const struct probe_step step = {
			.offset = reads[i].offset, .length = reads[i].width,
			.reason = "at each width",
		};

		list_step(listing, &step, &place->place);
	}
}

/* Lists the writes of a place that are late, or those that are not. */
static void list_writes(const struct prediction *prediction, const struct probe_place *place,
			enum probe_class class, bool late, struct listing *listing)
{
	struct probe_part parts[PROBE_PARTS];
	unsigned int count = probe_parts(prediction, &place->place, class, parts);

	for (unsigned int i = 0; i < count; i++) {
		const struct probe_step step = {
			.offset = parts[i].offset, .length = parts[i].width, .write = true,
			.skipped = parts[i].class > class, .class = parts[i].class,
			.bits = parts[i].flip, .reason = parts[i].reason,
		};

		if (parts[i].late == late)
			list_step(listing, &step, &place->place);
	}
}

size_t probe_steps(const struct prediction *prediction, const struct probe_plan *plan,
		   enum probe_class class, struct probe_step *steps, size_t room)
{
	struct listing listing = { .steps = steps, .room = room };
	struct probe_read first;

	for (int late = 0; late < 2 && class != PROBE_READ; late++)
		for (size_t i = 0; i < plan->count; i++)
			list_writes(prediction, &plan->list[i], class, late, &listing);
	if (class != PROBE_READ)
		return listing.count;
	if (probe_first_read(prediction, &first))
		list_step(&listing, &(struct probe_step) {
			.offset = first.offset, .length = first.width, .at_once = true,
			.reason = "makes the kernel fit the BARs",
		}, NULL);
	for (size_t i = 0; i < plan->runs; i++) {
		const struct probe_step step = {
			.offset = plan->run[i].start, .length = plan->run[i].length,
			.at_once = true,
			.reason = "all at once; raw and vendor bytes are read no other time",
		};

		list_step(&listing, &step, NULL);
	}
	for (size_t i = 0; i < plan->count; i++)
		list_reads(prediction, &plan->list[i], &listing);
	return listing.count;
}
