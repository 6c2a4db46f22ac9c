/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Invariants of the policy, the registers and explanations of any bytes. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_POLICY_COMPLAINT_H
#define VFIO_CFGTOOL_TESTS_UNIT_POLICY_COMPLAINT_H

#include <string.h>

#include "base/macros.h"
#include "model/verdict/explain.h"

/* NULL, or what is wrong with the masks. */
static inline const char *masks_complaint(const struct policy *policy)
{
	for (unsigned int offset = 0; offset < policy->size; offset++) {
		uint8_t write = policy->write[offset], virt = policy->write_virtual[offset];

		if (virt & ~write)
			return "a write that is dropped changes the virtual copy";
		if (virt & ~policy->read_virtual[offset] && !policy->overlaid)
			return "what is written to the virtual copy is read from the hardware";
		if (policy->undefined[offset] && (policy->read_virtual[offset] | write | virt))
			return "an undefined byte has bits";
		if (policy->undefined[offset] != (policy->place[offset].permission == NULL))
			return "a byte is undefined and judged, or neither";
	}
	return NULL;
}

static inline const char *effects_complaint(const struct policy *policy)
{
	if (policy->effects >= ARRAY_LENGTH(policy->effect))
		return "there is no room for the effects";
	for (unsigned int i = 0; i < policy->effects; i++) {
		const struct policy_effect *effect = &policy->effect[i], *before = effect - 1;
		uint32_t above = effect->width == 4 ? 0 : ~UINT32_C(0) << (8 * effect->width);

		if (effect->mask == 0 || effect->mask & above || effect_name(effect->effect) == NULL)
			return "an effect has no bits, or bits outside its register";
		if (i > 0 && (effect->offset < before->offset ||
			      (effect->offset == before->offset && effect->mask <= before->mask)))
			return "the effects do not ascend";
		for (unsigned int byte = 0; byte < effect->width; byte++)
			if (effect->mask >> (8 * byte) & 0xff &&
			    (effect->offset + byte >= policy->size ||
			     policy->undefined[effect->offset + byte]))
				return "an effect has bits where there are none";
	}
	return NULL;
}

/* NULL, or what is wrong with the policy of a map. */
static inline const char *policy_complaint(const struct policy *policy, const struct map *map)
{
	const char *complaint = masks_complaint(policy);

	if (complaint == NULL)
		complaint = effects_complaint(policy);
	if (complaint != NULL)
		return complaint;
	for (unsigned int offset = 0; offset < map->size; offset++) {
		unsigned int chunk = policy_chunk(map, offset, 4);

		if (offset % chunk != 0 || offset + chunk > map->size)
			return "an access is not aligned, or reaches past the end";
		for (unsigned int i = 1; i < chunk; i++)
			if (map->value[offset + i] != map->value[offset])
				return "an access crosses a border of the map";
		if (policy_access(policy, offset, 1).write != policy->write[offset])
			return "an access of one byte is not as the masks say";
	}
	return NULL;
}

static inline const char *registers_complaint(const struct registers *registers,
					      const struct map *map)
{
	for (size_t i = 0; i < registers->count; i++) {
		const struct device_register *entry = &registers->list[i];

		if (entry->offset + entry->type->width > map->size)
			return "a register reaches past the end";
		if (i > 0 && entry->offset <= entry[-1].offset)
			return "the registers do not ascend";
		if (registers_at(registers, entry->offset) != entry)
			return "a register is not found where it is";
	}
	return NULL;
}

/* A sentence is there, and whole. */
static inline bool is_sentence(const char *text, size_t size)
{
	return text != NULL && text[0] != '\0' && (size == 0 || strnlen(text, size) + 1 < size);
}

/* NULL, or what is wrong with the explanation of a place. */
static inline const char *explanation_complaint(const struct explanation *explanation)
{
	uint32_t all = UINT32_MAX >> (32 - 8 * explanation->place.width);
	uint32_t told = 0;

	if (explanation->reasons > EXPLANATION_REASONS ||
	    explanation->effects > EXPLANATION_EFFECTS ||
	    explanation->notes > EXPLANATION_NOTES || explanation->switches > RULES_SWITCHES)
		return "an explanation has more than there is room for";
	for (unsigned int i = 0; i < explanation->reasons; i++) {
		told |= explanation->reason[i].mask;
		if (!is_sentence(explanation->reason[i].why, 0) ||
		    !is_sentence(explanation->reason[i].function, 0))
			return "a reason is empty";
	}
	for (unsigned int i = 0; i < explanation->effects; i++)
		if (explanation->effect[i].mask == 0 || explanation->effect[i].mask & ~all ||
		    !is_sentence(explanation->effect[i].what, 0))
			return "an effect has no bits of the place, or no sentence";
	for (unsigned int i = 0; i < explanation->notes; i++)
		if (!is_sentence(explanation->note[i], EXPLANATION_NOTE_SIZE))
			return "a note is empty, or is cut";
	if (told != all)
		return "not all bits have a reason, or bits that are not there";
	if (explanation->bits.write_virtual & ~explanation->bits.write)
		return "a write that is dropped changes the virtual copy";
	return NULL;
}

#endif
