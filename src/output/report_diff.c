/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sides of a difference have, in the words that all renderers share. */
#include <stdio.h>

#include "base/bits.h"
#include "output/report.h"

/* Bytes from start on, the first one first, or (backwards) a register's digits. */
static void print_hex(const uint8_t *bytes, unsigned int count, bool backwards, char *text)
{
	for (unsigned int i = 0; i < count; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[backwards ? count - 1 - i : i]);
}

/* As many bytes of an array as the side has and the caller wants. */
static void print_part(const uint8_t *bytes, const struct diff_entry *entry, unsigned int size,
		       unsigned int most, char text[REPORT_SIDE_SIZE])
{
	unsigned int end = entry->end < size ? entry->end + 1U : size;
	unsigned int count = end > entry->start ? end - entry->start : 0;
	bool cut = entry->known == NULL && count > most;

	text[0] = '\0';
	if (cut)
		count = most;
	print_hex(bytes + entry->start, count, entry->known != NULL, text);
	if (cut)
		snprintf(text + 2 * count, 4, "...");
}

static void print_masks(const struct policy *policy, const struct diff_entry *entry, char *text)
{
	unsigned int width = entry->known != NULL ? entry->known->type->width : 1;
	struct policy_bits bits = policy_bytes(policy, entry->start, width);
	uint32_t effects = diff_effects(policy, entry->start, entry->end);
	int used = 0, digits = (int)(2 * width);

	if (bits.undefined) {
		snprintf(text, REPORT_SIDE_SIZE, "undefined");
		return;
	}
	used = snprintf(text, REPORT_SIDE_SIZE, "%0*x %0*x %0*x", digits, bits.read_virtual,
			digits, bits.write, digits, bits.write_virtual);
	for (int effect = 0; effect < EFFECTS && entry->known != NULL; effect++)
		if (effects >> effect & 1)
			used += snprintf(text + used, REPORT_SIDE_SIZE - (size_t)used, " %s",
					 effect_name((enum effect)effect));
}

const char *report_side_text(const struct report_side *side, const struct diff_entry *entry,
			     unsigned int most, char text[REPORT_SIDE_SIZE])
{
	const struct map *map = &side->side.prediction->map;

	text[0] = '\0';
	switch (entry->part) {
	case DIFF_BYTES:
		print_part(side->side.space->byte, entry, side->side.space->size, most, text);
		break;
	case DIFF_MAP:
		/* a run has one value, but for what only one side has */
		if (map->state != MAP_BUILT)
			snprintf(text, REPORT_SIDE_SIZE, "init-fails");
		else if (entry->start < map->size && entry->name[0] == '\0' && entry->start == 0)
			snprintf(text, REPORT_SIDE_SIZE, "opens");
		else if (entry->start < map->size)
			snprintf(text, REPORT_SIDE_SIZE, "%02x", map->value[entry->start]);
		break;
	case DIFF_POLICY:
	case DIFF_PARTS:
		print_masks(&side->side.prediction->policy, entry, text);
		break;
	}
	return text;
}

static uint32_t value_of(const struct diff_side *side, const struct diff_entry *entry)
{
	uint32_t value = 0;

	for (unsigned int i = 0; i < entry->known->type->width; i++)
		value |= (uint32_t)space_byte(side->space, entry->start + i) << (8 * i);
	return value;
}

bool report_field_differs(const struct report_diff *report, const struct diff_entry *entry,
			  const struct register_field *field)
{
	uint32_t mask = bits_from(field->msb, field->lsb) & entry->mask;

	return ((value_of(&report->a.side, entry) ^ value_of(&report->b.side, entry)) & mask) != 0;
}
