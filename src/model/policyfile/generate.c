/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/policyfile/generate.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/vfio/capability.h"
#include "model/policyfile/check_parts.h"

/* linux/pci_regs.h */
#define PCI_VENDOR_ID		0x00
#define PCI_DEVICE_ID		0x02
#define PCI_REVISION_ID		0x08
#define PCI_CLASS_PROG		0x09
#define PCI_CLASS_DEVICE	0x0a
#define PCI_SUBSYSTEM_VENDOR_ID	0x2c
#define PCI_SUBSYSTEM_ID	0x2e

/* One owner's bytes, and the spelling of places in them. */
struct group {
	const struct check_subject *subject;
	const struct policy_sink *sink;
	struct byte_set bytes;
	char name[CHECK_NAME_SIZE];	/* of a capability, without its number; "": absolute */
	char number[8];			/* "@1", or "" */
	unsigned int start;		/* of the capability */
};

/* "CAP_PM+0-7@1", "040-047": bytes of a group as a RANGE. */
static const char *range_text(const struct group *group, unsigned int first, unsigned int last,
			      char text[SINK_LINE_SIZE])
{
	if (group->name[0] == '\0')
		snprintf(text, SINK_LINE_SIZE, "%03x-%03x", first, last);
	else
		snprintf(text, SINK_LINE_SIZE, "%s+%x-%x%s", group->name, first - group->start,
			 last - group->start, group->number);
	return text;
}

/* "EXP_DEVCTL.w", "CAP_VNDR+3.b@1", "041.b": a place of a group as a REGISTER. */
static const char *place_text(const struct group *group, const struct register_place *place,
			      char text[SINK_LINE_SIZE])
{
	char name[REGISTER_NAME_SIZE];
	const char *number;

	if (place->known != NULL) {
		register_name(place->known, name);
		number = strchr(name, '@');
		snprintf(text, SINK_LINE_SIZE, "%.*s.%c%s", (int)strcspn(name, "@"), name,
			 register_width_letter(place->width), number != NULL ? number : "");
	} else if (group->name[0] != '\0') {
		snprintf(text, SINK_LINE_SIZE, "%s+%x.%c%s", group->name, place->offset - group->start,
			 register_width_letter(place->width), group->number);
	} else {
		snprintf(text, SINK_LINE_SIZE, "%03x.%c", place->offset,
			 register_width_letter(place->width));
	}
	return text;
}

/* The end of the run of a group's bytes that begins at an offset. */
static unsigned int run_end(const struct group *group, unsigned int offset)
{
	while (offset + 1 < group->subject->prediction->map.size &&
	       byte_set_has(&group->bytes, offset + 1))
		offset++;
	return offset;
}

/* Writes `map`, and `allow` for what other rules deny; `owner` is spelled as in `map`. */
static void generate_map(const struct group *group, const char *owner, enum map_kind kind)
{
	char range[SINK_LINE_SIZE];

	for (unsigned int offset = 0; offset < group->subject->prediction->map.size; offset++) {
		unsigned int end;

		if (!byte_set_has(&group->bytes, offset))
			continue;
		end = run_end(group, offset);
		range_text(group, offset, end, range);
		sink_rule(group->sink, "map %s %s", range, owner);
		if (kind != KIND_HEADER)
			sink_rule(group->sink, "allow %s %s", map_kind_name(kind), range);
		offset = end;
	}
}

/* The register that starts at an offset, if all of it is the group's and defined. */
static const struct device_register *whole_register(const struct group *group,
						    unsigned int offset)
{
	const struct device_register *entry =
		registers_at(&group->subject->prediction->registers, offset);

	if (entry == NULL ||
	    policy_bytes(&group->subject->prediction->policy, offset, entry->type->width).undefined)
		return NULL;
	for (unsigned int i = 0; i < entry->type->width; i++)
		if (!byte_set_has(&group->bytes, offset + i))
			return NULL;
	return entry;
}

static void bits_of_register(const struct group *group, const struct device_register *entry)
{
	const struct register_place place = {
		.offset = entry->offset, .width = entry->type->width, .known = entry,
	};
	struct policy_bits bits =
		policy_bytes(&group->subject->prediction->policy, place.offset, place.width);
	int digits = 2 * place.width;
	char text[SINK_LINE_SIZE];

	sink_rule(group->sink, "bits %s read_virtual=%0*" PRIx32 " write=%0*" PRIx32
		  " write_virtual=%0*" PRIx32, place_text(group, &place, text), digits,
		  bits.read_virtual, digits, bits.write, digits, bits.write_virtual);
}

static bool has_same_bits(const struct policy *policy, unsigned int a, unsigned int b)
{
	return policy->undefined[a] == policy->undefined[b] &&
	       policy->read_virtual[a] == policy->read_virtual[b] &&
	       policy->write[a] == policy->write[b] &&
	       policy->write_virtual[a] == policy->write_virtual[b];
}

/*
 * Writes `bits` for bytes outside registers that are treated as the first one. Returns their
 * end.
 */
static unsigned int bits_of_run(const struct group *group, unsigned int offset)
{
	const struct policy *policy = &group->subject->prediction->policy;
	unsigned int end = offset;
	char range[SINK_LINE_SIZE];

	while (end + 1 < policy->size && byte_set_has(&group->bytes, end + 1) &&
	       whole_register(group, end + 1) == NULL && has_same_bits(policy, offset, end + 1))
		end++;
	range_text(group, offset, end, range);
	if (policy->undefined[offset])
		sink_comment(group->sink, "%s is %s", range,
			     map_is_unseen(&group->subject->prediction->map, offset)
			     ? "not in the dump"
			     : "undefined: the kernel looks behind its own table");
	else
		sink_rule(group->sink, "bits %s read_virtual=%02x write=%02x write_virtual=%02x", range,
			  policy->read_virtual[offset], policy->write[offset],
			  policy->write_virtual[offset]);
	return end;
}

static void generate_bits(const struct group *group)
{
	for (unsigned int offset = 0; offset < group->subject->prediction->map.size; offset++) {
		const struct device_register *entry;

		if (!byte_set_has(&group->bytes, offset))
			continue;
		entry = whole_register(group, offset);
		if (entry == NULL) {
			offset = bits_of_run(group, offset);
			continue;
		}
		bits_of_register(group, entry);
		offset += entry->type->width - 1U;
	}
}

/* Writes `effect` rules. A register that is not aligned has no spelling. */
static void generate_effects(const struct group *group)
{
	const struct policy *policy = &group->subject->prediction->policy;
	char text[SINK_LINE_SIZE];

	for (unsigned int i = 0; i < policy->effects; i++) {
		const struct policy_effect *effect = &policy->effect[i];
		struct register_place place = { .offset = effect->offset, .width = effect->width };

		if (!byte_set_has(&group->bytes, place.offset) || place.offset % place.width != 0)
			continue;
		place.known = registers_at(&group->subject->prediction->registers, place.offset);
		if (place.known != NULL && place.known->type->width != place.width)
			place.known = NULL;
		sink_rule(group->sink, "effect %s %0*" PRIx32 " %s", place_text(group, &place, text),
			  2 * place.width, check_effect_bits(policy, &place, effect->effect),
			  effect_name(effect->effect));
	}
}

/* Writes the values that every device of the model has. */
static void generate_values(const struct group *group)
{
	static const uint8_t constants[] = {
		PCI_VENDOR_ID, PCI_DEVICE_ID, PCI_REVISION_ID, PCI_CLASS_PROG, PCI_CLASS_DEVICE,
		PCI_SUBSYSTEM_VENDOR_ID, PCI_SUBSYSTEM_ID,
	};
	char text[SINK_LINE_SIZE];

	for (size_t i = 0; i < ARRAY_LENGTH(constants); i++) {
		const struct device_register *entry = whole_register(group, constants[i]);
		struct register_place place = { .known = entry };
		struct known_value value;

		if (entry == NULL || entry->type->nature != NATURE_CONSTANT)
			continue;
		place.offset = entry->offset;
		place.width = entry->type->width;
		value = check_user_value(group->subject, &place);
		if (value.known)
			sink_rule(group->sink, "value %s = %0*" PRIx32, place_text(group, &place, text),
				  2 * place.width, value.value);
	}
}

static void generate_device(const struct check_subject *subject, const struct policy_sink *sink)
{
	const struct device *device = subject->device;

	sink_rule(sink, "device %04x:%04x %s", (unsigned int)device->vendor & 0xffff,
		  (unsigned int)device->product & 0xffff, device->is_vf ? "vf" : "pf");
	if (!map_is_unseen(&subject->prediction->map, device->space.size))
		sink_rule(sink, "size %x", device->space.size);
	if (subject->prediction->map.state != MAP_BUILT)
		sink_rule(sink, "error init-fails");
}

/* Marks the bytes of a kind that do not belong to capabilities. */
static void collect_kind(const struct map *map, enum map_kind kind, struct byte_set *bytes)
{
	memset(bytes, 0, sizeof(*bytes));
	for (unsigned int offset = 0; offset < map->size; offset++)
		if (map->owner[map->owner_of[offset]].kind == kind)
			byte_set_add(bytes, offset);
}

static void generate_header(const struct check_subject *subject, const struct policy_sink *sink)
{
	struct group group = { .subject = subject, .sink = sink };

	sink_title(sink, "The header");
	collect_kind(&subject->prediction->map, KIND_HEADER, &group.bytes);
	generate_map(&group, "header", KIND_HEADER);
	generate_values(&group);
	generate_bits(&group);
	generate_effects(&group);
}

/* Whether all raw bytes are treated alike, as those of most drivers are. */
static bool gaps_are_uniform(const struct check_subject *subject, const struct byte_set *gaps,
			     unsigned int *first)
{
	bool found = false;

	for (unsigned int offset = 0; offset < subject->prediction->map.size; offset++) {
		if (!byte_set_has(gaps, offset))
			continue;
		if (!found)
			*first = offset;
		found = true;
		if (!has_same_bits(&subject->prediction->policy, *first, offset))
			return false;
	}
	return found;
}

/* Denies a kind everywhere in the bytes that were seen. */
static void deny_kind(const struct check_subject *subject, enum map_kind kind,
		      const struct policy_sink *sink)
{
	unsigned int offset = 0;

	while (offset < subject->prediction->map.size) {
		unsigned int start = offset;

		while (offset < subject->prediction->map.size && !check_is_unseen(subject, offset))
			offset++;
		if (offset > start)
			sink_rule(sink, "deny %s %03x-%03x", map_kind_name(kind), start, offset - 1);
		while (offset < subject->prediction->map.size && check_is_unseen(subject, offset))
			offset++;
	}
}

/* Denies raw bytes except those that later rules allow. */
static void generate_gaps(const struct check_subject *subject, const struct policy_sink *sink)
{
	static const enum map_kind kinds[] = {
		KIND_CAPABILITY, KIND_EXTENDED, KIND_PLACEHOLDER, KIND_VIRTUAL,
	};
	struct group group = { .subject = subject, .sink = sink };
	const struct policy *policy = &subject->prediction->policy;
	unsigned int first;

	sink_title(sink, "All else is raw, but for what is allowed below");
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		deny_kind(subject, kinds[i], sink);
	collect_kind(&subject->prediction->map, KIND_RAW, &group.bytes);
	if (!subject->prediction->map.standard_unseen && !subject->prediction->map.extended_unseen &&
	    gaps_are_uniform(subject, &group.bytes, &first))
		sink_rule(sink, "bits gaps read_virtual=%02x write=%02x write_virtual=%02x",
			  policy->read_virtual[first], policy->write[first],
			  policy->write_virtual[first]);
	else
		generate_bits(&group);
}

/* The number of a visit among those of its ID, for @N. */
static unsigned int number_of(const struct map *map, const struct map_visit *visit)
{
	struct byte_set seen = { { 0 } };	/* a loop visits it twice */
	unsigned int number = 0;

	for (const struct map_visit *earlier = map->visit; earlier < visit; earlier++) {
		if (earlier->id != visit->id || byte_set_has(&seen, earlier->start) ||
		    (earlier->kind == KIND_CAPABILITY) != (visit->kind == KIND_CAPABILITY))
			continue;
		byte_set_add(&seen, earlier->start);
		number++;
	}
	return number;
}

/* Why a capability is not in the map, or "". */
static const char *hidden_text(const struct map *map, const struct map_visit *visit)
{
	for (unsigned int i = 0; i < map->hiddens; i++)
		if (map->hidden[i].offset == visit->start)
			return map_hidden_reason_name(map->hidden[i].reason);
	return "";
}

static void generate_capability(const struct check_subject *subject, const struct map_visit *visit,
				const struct policy_sink *sink)
{
	bool extended = visit->kind != KIND_CAPABILITY;
	bool visible = user_chain_has(&subject->chain, extended, visit->id, visit->start);
	struct group group = { .subject = subject, .sink = sink, .start = visit->start };
	unsigned int number = number_of(&subject->prediction->map, visit);
	const char *hidden = hidden_text(&subject->prediction->map, visit);
	char name[CAPABILITY_NAME_SIZE], owner[CHECK_NAME_SIZE * 2];
	const char *words = capability_title(extended, visit->id);

	capability_name(extended, visit->id, name);
	snprintf(group.name, sizeof(group.name), "%s", name);
	if (number > 0)
		snprintf(group.number, sizeof(group.number), "@%u", number & 0xfff);
	snprintf(owner, sizeof(owner), "%s%s", group.name, group.number);
	sink_title(sink, "%s%s%s%s%s%s", owner, words[0] != '\0' ? ": " : "", words,
		   hidden[0] != '\0' ? " (hidden: " : "", hidden, hidden[0] != '\0' ? ")" : "");
	sink_rule(sink, "%s %s", visible ? "visible" : "hidden", owner);
	for (unsigned int offset = 0; offset < subject->prediction->map.size; offset++) {
		const struct map_owner *at =
			&subject->prediction->map.owner[subject->prediction->map.owner_of[offset]];

		if ((at->kind == KIND_CAPABILITY || at->kind == KIND_EXTENDED) &&
		    at->start == visit->start && at->id == visit->id)
			byte_set_add(&group.bytes, offset);
	}
	generate_map(&group, owner, extended ? KIND_EXTENDED : KIND_CAPABILITY);
	generate_bits(&group);
	generate_effects(&group);
}

/* Writes capabilities by ascending offset, each once. */
static void generate_capabilities(const struct check_subject *subject,
				  const struct policy_sink *sink)
{
	const struct map *map = &subject->prediction->map;

	for (unsigned int start = 0; start < SPACE_SIZE_EXTENDED; start++) {
		unsigned int i = 0;

		while (i < map->visits && map->visit[i].start != start)
			i++;
		if (i < map->visits)
			generate_capability(subject, &map->visit[i], sink);
	}
}

/* Writes a placeholder or virtual bytes with their offsets. */
static void generate_fixed(const struct check_subject *subject, enum map_kind kind,
			   const char *words, const struct policy_sink *sink)
{
	struct group group = { .subject = subject, .sink = sink };

	collect_kind(&subject->prediction->map, kind, &group.bytes);
	if (byte_set_is_empty(&group.bytes))
		return;
	sink_title(sink, "%s", words);
	generate_map(&group, map_kind_name(kind), kind);
	generate_bits(&group);
	generate_effects(&group);
}

/* The owner of a range, as `map` spells it: a capability, or a kind. */
static const char *owner_text(const struct map *map, const struct map_owner *owner,
			      char text[SINK_LINE_SIZE])
{
	char name[CAPABILITY_NAME_SIZE];

	if (owner->kind != KIND_CAPABILITY && owner->kind != KIND_EXTENDED)
		return map_kind_name(owner->kind);
	capability_name(owner->kind == KIND_EXTENDED, owner->id, name);
	for (unsigned int i = 0; i < map->visits; i++) {
		unsigned int number;

		if (map->visit[i].start != owner->start || map->visit[i].id != owner->id)
			continue;
		number = number_of(map, &map->visit[i]);
		snprintf(text, SINK_LINE_SIZE, number > 0 ? "%s@%u" : "%s", name, number);
		return text;
	}
	return map_kind_name(owner->kind);
}

static void generate_layout(const struct check_subject *subject, const struct policy_sink *sink)
{
	char owner[SINK_LINE_SIZE];
	unsigned int start = 0, end;

	sink_title(sink, "Where everything is");
	while (start < subject->prediction->map.size) {
		struct map_range range = map_range_at(&subject->prediction->map,
						      &subject->device->space, (uint16_t)start);

		end = start;
		while (end < range.end && map_is_unseen(&subject->prediction->map, end + 1) ==
					  map_is_unseen(&subject->prediction->map, start))
			end++;
		if (!map_is_unseen(&subject->prediction->map, start))
			sink_rule(sink, "map %03x-%03x %s", start, end,
				  owner_text(&subject->prediction->map, range.owner, owner));
		start = end + 1U;
	}
}

void policy_generate(const struct check_subject *subject, bool layout,
		     const struct policy_sink *sink)
{
	generate_device(subject, sink);
	if (!prediction_opens(subject->prediction))
		return;
	generate_header(subject, sink);
	generate_gaps(subject, sink);
	generate_capabilities(subject, sink);
	generate_fixed(subject, KIND_PLACEHOLDER,
		       "What stays of a hidden first extended capability", sink);
	generate_fixed(subject, KIND_VIRTUAL, "The address of the OpRegion", sink);
	if (layout)
		generate_layout(subject, sink);
}
