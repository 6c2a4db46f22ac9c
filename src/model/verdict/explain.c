/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/explain.h"

#include <string.h>

#include "base/bits.h"
#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/vfio/permissions.h"

static void add_reason(struct explanation *explanation, uint32_t mask, const char *why,
		       const char *function)
{
	for (unsigned int i = 0; i < explanation->reasons; i++) {
		if (strcmp(explanation->reason[i].why, why) == 0) {
			explanation->reason[i].mask |= mask;
			return;
		}
	}
	if (explanation->reasons == EXPLANATION_REASONS)
		return;
	explanation->reason[explanation->reasons++] =
		(struct explanation_reason){ mask, why, function };
}

/* Finds the table that judges a byte, and its shape; NULL: none. */
static const struct permission_table *table_of(const struct prediction *prediction,
					       unsigned int offset, uint8_t *shape)
{
	bool extended = offset >= SPACE_SIZE;
	uint8_t value = prediction->map.value[offset];
	int msi = policy_msi_shape(&prediction->map, prediction->space);

	*shape = 0;
	if (value == MAP_RAW || value == MAP_VIRTUAL)
		return NULL;
	if (!extended && value == CAP_ID_PM)
		*shape = permission_pm_shape(&prediction->rules);
	if (!extended && value == CAP_ID_MSI && msi >= 0)
		*shape = (uint8_t)msi;
	return permission_table(extended, value);
}

static void reason_of_table(const struct prediction *prediction, unsigned int offset, uint32_t mask,
			    struct explanation *explanation)
{
	uint8_t shape;
	const struct permission_table *table = table_of(prediction, offset, &shape);
	const struct permission_row *row =
		table == NULL
			? NULL
			: permission_row(table, shape, prediction->policy.place[offset].offset);

	if (row != NULL)
		add_reason(explanation, mask, row->why, table->function);
	else
		add_reason(explanation, mask,
			   "the kernel's table does not mention it, so it is read from the hardware and cannot be written",
			   table != NULL ? table->function : "alloc_perm_bits");
}

static void reason_of_direct(const struct permission *permission, bool virtual, uint32_t mask,
			     struct explanation *explanation)
{
	if (virtual)
		add_reason(explanation, mask,
			   "VFIO has a chain of its own: it leads past the capabilities that it hides",
			   "vfio_direct_config_read");
	if (permission->write_function == WRITE_RAW)
		add_reason(explanation, mask,
			   "the kernel cannot know what a vendor's registers do, and passes all writes on, to the header too",
			   "vfio_pci_init_perm_bits");
	else if (!virtual)
		add_reason(explanation, mask,
			   "the kernel has no table for this capability: it is read from the hardware, and writes are dropped",
			   "vfio_direct_config_read");
}

/*
 * The map holds the low byte of a hidden capability's ID there, and the kernel takes any
 * value.
 */
static bool reason_of_placeholder(const struct prediction *prediction, unsigned int offset,
				  uint32_t mask, struct explanation *explanation)
{
	const struct permission *permission = prediction->policy.place[offset].permission;

	if (explanation->owner.kind != KIND_PLACEHOLDER || permission == NULL)
		return false;
	if (permission->read_function == READ_RAW)
		add_reason(explanation, mask,
			   "the low byte of the hidden capability's ID is ff, the map's mark of raw bytes: they are read from the hardware and written to it",
			   "vfio_raw_config_read, vfio_raw_config_write");
	else if (permission->read_function == READ_VIRT)
		add_reason(explanation, mask,
			   "the low byte of the hidden capability's ID is fe, the map's mark of purely virtual bytes: they never leave the virtual copy",
			   "vfio_virt_config_read, vfio_virt_config_write");
	else if (permission->write_function == WRITE_RAW)
		add_reason(explanation, mask,
			   "the low byte of the hidden capability's ID is that of a vendor's capability, whose writes the kernel passes on",
			   "vfio_pci_init_perm_bits");
	else if (prediction->policy.read_virtual[offset] == 0)
		add_reason(explanation, mask,
			   "for the low byte of the hidden capability's ID the kernel has no table: it is read from the hardware, and writes are dropped",
			   "vfio_direct_config_read");
	else
		return false;
	return true;
}

static void reason_of_byte(const struct prediction *prediction, unsigned int offset, uint32_t mask,
			   struct explanation *explanation)
{
	const struct permission *permission = prediction->policy.place[offset].permission;

	if (reason_of_placeholder(prediction, offset, mask, explanation))
		return;
	if (map_is_unseen(&prediction->map, offset)) {
		add_reason(explanation, mask,
			   "the dump does not show all capabilities, so the byte's owner is not known",
			   "vfio_config_init");
		return;
	}
	if (permission == NULL) {
		add_reason(explanation, mask,
			   "the kernel reads past the end of its own table here, so its behaviour cannot be predicted",
			   "vfio_find_cap_start");
		return;
	}
	switch ((enum read_function)permission->read_function) {
	case READ_RAW:
		add_reason(explanation, mask,
			   explanation->is_hidden
			   ? "VFIO hides the capability and gives its bytes no owner: they are read from the hardware and written to it as they are"
			   : "no capability that VFIO knows has these bytes: they are read from the hardware and written to it as they are",
			   "vfio_raw_config_read, vfio_raw_config_write");
		break;
	case READ_VIRT:
		add_reason(explanation, mask,
			   "the bytes never leave the virtual copy",
			   "vfio_virt_config_read, vfio_virt_config_write");
		break;
	case READ_DIRECT:
		reason_of_direct(permission, prediction->policy.read_virtual[offset] != 0, mask,
				 explanation);
		break;
	default:
		reason_of_table(prediction, offset, mask, explanation);
		break;
	}
}

static void find_effects(const struct prediction *prediction, struct explanation *explanation)
{
	const struct register_place *place = &explanation->place;

	for (unsigned int i = 0; i < prediction->policy.effects; i++) {
		const struct policy_effect *effect = &prediction->policy.effect[i];
		int shift = 8 * (effect->offset - place->offset);
		uint64_t mask;

		if (effect->offset + effect->width <= place->offset ||
		    effect->offset >= place->offset + place->width ||
		    explanation->effects == EXPLANATION_EFFECTS)
			continue;
		mask = shift >= 0 ? (uint64_t)effect->mask << shift
				  : (uint64_t)effect->mask >> -shift;
		mask &= bits_all(place->width);
		if (mask == 0)
			continue;
		explanation->effect[explanation->effects++] = (struct explanation_effect) {
			(uint32_t)mask, effect->effect, effect_infos[effect->effect].what,
			effect_infos[effect->effect].function,
		};
	}
}

static bool find_hidden(const struct prediction *prediction, unsigned int offset,
			struct map_hidden *hidden)
{
	const struct map_visit *visit = map_extent(&prediction->map, offset);
	const struct map_hidden *entry =
		visit != NULL ? map_hidden_at(&prediction->map, visit->start) : NULL;

	if (entry != NULL)
		*hidden = *entry;
	return entry != NULL;
}

/* Judges a place under one prediction. */
static struct explanation_outcome outcome_of(const struct prediction *prediction,
					     const struct register_place *place)
{
	struct explanation_outcome outcome = { .opens = prediction_opens(prediction) };

	if (!outcome.opens)
		return outcome;
	outcome.bits = policy_bytes(&prediction->policy, place->offset, place->width);
	outcome.user = prediction_read(prediction, place->offset, place->width);
	outcome.owner = prediction->map.owner[prediction->map.owner_of[place->offset]];
	return outcome;
}

static bool same_bits(const struct policy_bits *a, const struct policy_bits *b)
{
	return a->read_virtual == b->read_virtual && a->write == b->write &&
	       a->write_virtual == b->write_virtual && a->undefined == b->undefined;
}

static bool same_outcome(const struct explanation_outcome *a,
			 const struct explanation_outcome *b)
{
	return a->opens == b->opens && same_bits(&a->bits, &b->bits) &&
	       a->owner.kind == b->owner.kind && a->user.known == b->user.known &&
	       (!a->user.known || a->user.value == b->user.value);
}

/*
 * Another value of a switch: off for on, on for off; for ext-cap-max the other end of its
 * range.
 */
static uint8_t otherwise(enum rules_switch which, uint8_t value)
{
	size_t count;
	const struct rules_step *steps = rules_steps(&count);
	uint8_t other = value;

	if (!rules_switch_infos[which].is_number)
		return !value;
	for (size_t i = 0; i < count; i++)
		if (steps[i].which == which && (other == value || steps[i].value > other))
			other = steps[i].value;
	for (size_t i = 0; i < count && other == value; i++)
		if (steps[i].which == which)
			other = steps[i].value;
	return other;
}

/* The explained places, and memory for predictions under other rules. */
struct trial {
	const struct prediction *prediction;
	struct prediction *scratch;
	struct explanation *explanations;
	size_t count;
};

/* Notes for each place how one changed setting judges it, if the result differs. */
static void try_setting(const struct trial *trial, int setting, const struct rules *rules)
{
	prediction_build(trial->prediction->space, rules, &trial->prediction->facts,
			 trial->scratch);
	for (size_t i = 0; i < trial->count; i++) {
		struct explanation *explanation = &trial->explanations[i];
		struct explanation_outcome there = outcome_of(trial->scratch, &explanation->place);

		if (same_outcome(&explanation->here, &there))
			continue;
		explanation->switches_list[explanation->switches++] = (struct explanation_switch) {
			.setting = setting,
			.value = rules_setting_value(&trial->prediction->rules, setting),
			.other_value = rules_setting_value(rules, setting),
			.opens = there.opens,
			.same_bits = same_bits(&explanation->here.bits, &there.bits),
			.other = there.bits,
			.user = there.user,
			.owner = there.owner,
		};
	}
}

/* Changes each switch and removes each length, one at a time, for all places. */
static void find_switches(const struct trial *trial)
{
	const struct prediction *prediction = trial->prediction;

	prediction_build(prediction->space, &prediction->rules, &prediction->facts, trial->scratch);
	for (size_t i = 0; i < trial->count; i++)
		trial->explanations[i].here =
			outcome_of(trial->scratch, &trial->explanations[i].place);
	for (int i = 0; i < RULES_SWITCHES; i++) {
		struct rules rules = prediction->rules;

		rules.value[i] = otherwise((enum rules_switch)i, rules.value[i]);
		try_setting(trial, i, &rules);
	}
	for (unsigned int i = 0; i < prediction->rules.lengths; i++) {
		const struct rules_length *length = &prediction->rules.length[i];
		struct rules rules = prediction->rules;

		rules_forget_length(&rules, length->extended, length->id);
		try_setting(trial, RULES_LENGTH_OF(length->extended, length->id), &rules);
	}
}

/* Counts the registers that have bytes of the place. */
static void find_parts(const struct prediction *prediction, struct explanation *explanation)
{
	const struct register_place *place = &explanation->place;

	explanation->parts = 0;
	for (unsigned int i = 0; i < place->width && place->known == NULL; i++) {
		const struct device_register *part =
			registers_around(&prediction->registers, place->offset + i);

		if (part == NULL || explanation->parts == EXPLANATION_PARTS ||
		    (explanation->parts != 0 &&
		     explanation->part[explanation->parts - 1] == part))
			continue;
		explanation->part[explanation->parts++] = part;
	}
}

bool explanation_register(const struct explanation *explanation,
			  const struct explanation_field *field, const struct known_value *value,
			  uint32_t *bits)
{
	const struct register_place *place = &explanation->place;
	const struct device_register *of = field->of;

	if (!value->known || of->offset < place->offset ||
	    of->offset + of->type->width > place->offset + place->width)
		return false;
	*bits = (value->value >> (8 * (of->offset - place->offset))) & bits_all(of->type->width);
	return true;
}

/* Adds the fields of a register that lie wholly in the place. */
static void add_fields(const struct device_register *known, struct explanation *explanation)
{
	int shift = 8 * (known->offset - explanation->place.offset);

	for (const struct register_field *field = known->type->fields;
	     field != NULL && field->name != NULL; field++) {
		if (field->lsb + shift < 0 || field->msb + shift >= 8 * explanation->place.width ||
		    explanation->fields == EXPLANATION_FIELDS)
			continue;
		explanation->field[explanation->fields++] = (struct explanation_field) {
			.of = known,
			.field = field,
			.msb = (uint8_t)(field->msb + shift),
			.lsb = (uint8_t)(field->lsb + shift),
		};
	}
}

static void find_fields(struct explanation *explanation)
{
	explanation->fields = 0;
	if (explanation->place.known != NULL)
		add_fields(explanation->place.known, explanation);
	for (unsigned int i = 0; i < explanation->parts; i++)
		add_fields(explanation->part[i], explanation);
}

static void add_insteads(const struct device_register *known, struct explanation *explanation)
{
	size_t count;
	const struct instead *rows = instead_rows(&count);

	for (size_t i = 0; i < count && explanation->insteads < EXPLANATION_INSTEADS; i++) {
		uint32_t mask = instead_mask(&rows[i], known, &explanation->place,
					     &explanation->bits);

		if (mask != 0)
			explanation->instead[explanation->insteads++] =
				(struct explanation_instead){ mask, &rows[i] };
	}
}

static void find_insteads(struct explanation *explanation)
{
	explanation->insteads = 0;
	if (explanation->place.known != NULL)
		add_insteads(explanation->place.known, explanation);
	for (unsigned int i = 0; i < explanation->parts; i++)
		add_insteads(explanation->part[i], explanation);
}

static bool find_bar(const struct prediction *prediction, struct explanation *explanation)
{
	const struct register_place *place = &explanation->place;

	return place->width == 4 && explanation->owner.kind == KIND_HEADER &&
	       bar_find(prediction->space, prediction->facts.resources, place->offset,
			&explanation->bar);
}

/* Fills all but the switches. */
static void explain_place(const struct prediction *prediction, struct explanation *explanation)
{
	const struct register_place *place = &explanation->place;

	explanation->reasons = explanation->effects = 0;
	explanation->notes = explanation->switches = 0;
	find_parts(prediction, explanation);
	find_fields(explanation);
	explanation->owner = prediction->map.owner[prediction->map.owner_of[place->offset]];
	explanation->is_hidden = find_hidden(prediction, place->offset, &explanation->hidden);
	explanation->is_bar = find_bar(prediction, explanation);
	explanation->overlay = overlay_row(prediction->facts.driver, prediction->facts.device,
					   place->offset, place->width);
	explanation->bits = policy_bytes(&prediction->policy, place->offset, place->width);
	for (unsigned int i = 0; i < place->width; i++)
		reason_of_byte(prediction, place->offset + i, UINT32_C(0xff) << (8 * i),
			       explanation);
	find_effects(prediction, explanation);
	find_insteads(explanation);
	explain_notes(prediction, explanation);
}

void explain(const struct prediction *prediction, struct prediction *scratch,
	     struct explanation *explanations, size_t count)
{
	struct trial trial = { prediction, scratch, explanations, count };

	for (size_t i = 0; i < count; i++)
		explain_place(prediction, &explanations[i]);
	find_switches(&trial);
}
