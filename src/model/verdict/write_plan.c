/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/write_plan.h"

#include <string.h>

#include "base/bits.h"
#include "base/macros.h"
#include "base/words.h"
#include "model/vfio/capability.h"

/* linux/pci_regs.h */
#define PCI_COMMAND		0x04
#define PCI_COMMAND_ENABLES	0x0003	/* PCI_COMMAND_IO, PCI_COMMAND_MEMORY */
#define PCI_COMMAND_MASTER	0x0004
#define PCI_BIST		0x0f
#define PCI_MSI_FLAGS_ENABLE	0x0001
#define PCI_MSI_FLAGS_QSIZE	0x0070
#define PCI_VPD_ADDR_F		0x8000

static const struct words write_danger_words = WORDS(WRITE_DANGERS,
	[DANGER_ENABLE] = "enable",
	[DANGER_BUS_MASTER] = "bus-master",
	[DANGER_SELF_TEST] = "self-test",
	[DANGER_RESET] = "reset",
	[DANGER_POWER_STATE] = "power-state"
);

const char *write_danger_name(enum write_danger danger)
{
	return words_name(&write_danger_words, danger);
}

static const struct words write_danger_texts = WORDS(WRITE_DANGERS,
	[DANGER_ENABLE] = "I/O and memory enable",
	[DANGER_BUS_MASTER] = "bus master",
	[DANGER_SELF_TEST] = "self-test",
	[DANGER_RESET] = "function reset",
	[DANGER_POWER_STATE] = "power state"
);

const char *write_danger_text(enum write_danger danger)
{
	return words_name(&write_danger_texts, danger);
}

/* Adds the dangerous bits of a place to those of a write. */
static void add_danger(const struct write_request *request, unsigned int offset, uint32_t bits,
		       enum write_danger danger, uint32_t dangers[WRITE_DANGERS])
{
	uint32_t moved = bits_move(bits, offset, request->offset, request->width) & request->mask;

	dangers[danger] |= danger == DANGER_RESET ? moved & request->value : moved;
}

/* The effects that are also a danger. */
static const struct {
	enum effect effect;
	enum write_danger danger;
} dangerous[] = {
	{ EFFECT_POWER_STATE, DANGER_POWER_STATE },
	{ EFFECT_FUNCTION_RESET, DANGER_RESET },
};

/* Adds the device's own bits at the place; the map's owner does not matter. */
static void add_capability(const struct write_request *request, const struct map_visit *visit,
			   uint32_t dangers[WRITE_DANGERS])
{
	for (size_t i = 0; i < ARRAY_LENGTH(dangerous) && visit->kind == KIND_CAPABILITY; i++) {
		const struct effect_place *place = effect_infos[dangerous[i].effect].place;

		for (size_t j = 0; j < EFFECT_PLACES && place[j].width != 0; j++)
			if (place[j].capability == visit->id)
				add_danger(request, visit->start + place[j].offset, place[j].mask,
					   dangerous[i].danger, dangers);
	}
}

/*
 * The place of the reset bit that the kernel tests at each write of the chunk at an offset; 0:
 * none.
 */
static unsigned int reset_bit_place(const struct policy *policy, unsigned int offset,
				    uint8_t *bit)
{
	const struct policy_place *place = &policy->place[offset];
	const struct effect_place *reset =
		place->permission == NULL ? NULL
		: effect_find_place(EFFECT_FUNCTION_RESET, place->permission->write_function);
	unsigned int byte;

	if (reset == NULL)
		return 0;
	byte = reset->mask > 0xff;	/* the byte of the register that has the bit */
	*bit = (uint8_t)(reset->mask >> 8 * byte);
	return offset - place->offset + reset->offset + byte;
}

/*
 * The kernel tests the bit after each write of the capability, also after a dropped one. An
 * unknown bit may be 1.
 */
static bool reset_is_due(const struct prediction *prediction, const struct user_view *view,
			 const struct write_request *request)
{
	for (unsigned int i = 0; i < request->width; i++) {
		uint8_t bit = 0;
		unsigned int at = reset_bit_place(&prediction->policy, request->offset + i, &bit);

		if (at != 0 && (!space_is_known(&view->virtual_copy, at) ||
				space_byte(&view->virtual_copy, at) & bit))
			return true;
	}
	return false;
}

bool write_dangers(const struct prediction *prediction, const struct user_view *view,
		   const struct write_request *request, uint32_t dangers[WRITE_DANGERS])
{
	uint32_t any = 0;

	memset(dangers, 0, WRITE_DANGERS * sizeof(dangers[0]));
	add_danger(request, PCI_COMMAND, PCI_COMMAND_ENABLES, DANGER_ENABLE, dangers);
	add_danger(request, PCI_COMMAND, PCI_COMMAND_MASTER, DANGER_BUS_MASTER, dangers);
	add_danger(request, PCI_BIST, 0xff, DANGER_SELF_TEST, dangers);
	for (unsigned int i = 0; i < prediction->map.visits; i++)
		add_capability(request, &prediction->map.visit[i], dangers);
	for (unsigned int i = 0; i < prediction->policy.effects; i++) {
		const struct policy_effect *effect = &prediction->policy.effect[i];

		for (size_t j = 0; j < ARRAY_LENGTH(dangerous); j++)
			if (effect->effect == dangerous[j].effect)
				add_danger(request, effect->offset, effect->mask,
					   dangerous[j].danger, dangers);
	}
	if (reset_is_due(prediction, view, request))
		dangers[DANGER_RESET] = bits_all(request->width);
	for (int danger = 0; danger < WRITE_DANGERS; danger++)
		any |= dangers[danger];
	return any != 0;
}

/* The bits of an access, in the kernel's chunks. */
static struct policy_bits access_bits(const struct prediction *prediction,
				      const struct write_request *request)
{
	struct policy_bits all = { 0 };

	for (unsigned int done = 0; done < request->width;) {
		unsigned int offset = request->offset + done;
		unsigned int chunk = policy_chunk(&prediction->map, offset, request->width - done);
		struct policy_bits bits = policy_access(&prediction->policy, offset, chunk);

		all.read_virtual |= bits.read_virtual << (8 * done);
		all.write |= bits.write << (8 * done);
		all.write_virtual |= bits.write_virtual << (8 * done);
		all.undefined |= bits.undefined;
		done += chunk;
	}
	return all;
}

/*
 * The bits of an effect that can read differently than written. `open` are those of them that
 * cannot be predicted.
 */
static uint32_t decided_bits(enum effect effect, const struct write_judgement *judgement,
			     uint32_t bits, uint32_t *open)
{
	uint32_t change = judgement->known ? judgement->written ^ judgement->before : 0xffffffff;

	*open = 0;
	switch (effect) {
	case EFFECT_BAR_SIZING:
		return change & bits ? bits : 0;
	case EFFECT_POWER_STATE:
		return *open = bits & change;
	case EFFECT_FUNCTION_RESET:
	case EFFECT_MSI_CONTROL:	/* zeros stay zeros */
		return *open = bits & judgement->written;
	case EFFECT_VPD_TRANSFER:
		return *open = bits;
	case EFFECT_IO_ENABLE:
	case EFFECT_MEMORY_ENABLE:
	case EFFECT_INTX_MASK:
	case EFFECT_READ_REQUEST_SIZE:
	case EFFECTS:
		break;
	}
	return 0;
}

/* Of a register's bits with an effect, those that it changes by itself. */
static uint32_t own_bits(const struct policy_effect *effect)
{
	if (effect->effect == EFFECT_MSI_CONTROL)
		return effect->mask & (PCI_MSI_FLAGS_ENABLE | PCI_MSI_FLAGS_QSIZE);
	if (effect->effect == EFFECT_VPD_TRANSFER)
		return effect->mask & PCI_VPD_ADDR_F;
	return effect->mask;
}

static void find_effects(const struct prediction *prediction, const struct write_request *request,
			 struct write_judgement *judgement)
{
	for (unsigned int i = 0; i < prediction->policy.effects; i++) {
		const struct policy_effect *effect = &prediction->policy.effect[i];
		uint32_t open, bits = bits_move(effect->mask, effect->offset, request->offset,
						request->width);

		judgement->effect[effect->effect] |= bits & request->mask;
		bits = bits_move(own_bits(effect), effect->offset, request->offset,
				 request->width);
		judgement->decided |= decided_bits(effect->effect, judgement, bits, &open);
		judgement->open |= open;
	}
	judgement->effect[EFFECT_FUNCTION_RESET] &= judgement->written;
}

void write_judge(const struct prediction *prediction, const struct write_request *request,
		 bool known, uint32_t before, struct write_judgement *judgement)
{
	bool whole = request->mask == bits_all(request->width);

	memset(judgement, 0, sizeof(*judgement));
	judgement->known = known;
	judgement->written_known = known || whole;
	judgement->before = before;
	judgement->written = (request->value & request->mask) |
			     (whole ? 0 : before & ~request->mask);
	judgement->bits = access_bits(prediction, request);
	find_effects(prediction, request, judgement);
	if (known && !judgement->bits.undefined)
		judgement->dropped = (judgement->written ^ before) & ~judgement->bits.write &
				     ~judgement->decided;
}

/* Puts bits of a value into a space. */
static void put_bits(struct config_space *space, uint16_t offset, uint32_t bits, uint32_t value)
{
	if ((bits & 0xff) != 0)
		space_set(space, offset, (uint8_t)((space_byte(space, offset) & ~bits) |
						   (value & bits)));
}

void write_predict(const struct write_request *request,
		    const struct write_judgement *judgement, const struct device_facts *facts,
		    struct user_view *view)
{
	uint32_t to_virtual = judgement->bits.write_virtual;
	uint32_t to_device = judgement->bits.write & ~to_virtual;

	/* vfio_basic_config_write() notes both in the virtual copy, too */
	to_virtual |= judgement->effect[EFFECT_IO_ENABLE] |
		      judgement->effect[EFFECT_MEMORY_ENABLE];
	/* vfio_pci_intx_mask() masks in the device if the device can do so */
	if (!facts->is_vf && !facts->nointxmask &&
	    !virtual_copy_intx_is_broken(&view->hardware, facts))
		to_device |= judgement->effect[EFFECT_INTX_MASK];
	for (unsigned int i = 0; i < request->width; i++) {
		uint16_t offset = (uint16_t)(request->offset + i);
		unsigned int shift = 8 * i;

		put_bits(&view->virtual_copy, offset, to_virtual >> shift,
			 judgement->written >> shift);
		put_bits(&view->hardware, offset, to_device >> shift,
			 judgement->written >> shift);
		if (judgement->written_known && !judgement->bits.undefined &&
		    (judgement->open >> shift & 0xff) == 0)
			continue;
		space_forget(&view->virtual_copy, offset);
		space_forget(&view->hardware, offset);
	}
	if (judgement->effect[EFFECT_BAR_SIZING] != 0)
		user_view_fit_bars(facts, view);
}

struct write_outcome write_compare(const struct write_judgement *judgement, uint32_t after,
				   uint32_t fleeting)
{
	const struct policy_bits *bits = &judgement->bits;
	uint32_t judged = ~(judgement->decided | fleeting);
	uint32_t wanted = judgement->written ^ judgement->before;
	uint32_t untaken = (judgement->written ^ after) & wanted & judged;
	struct write_outcome outcome = { 0 };

	if (!judgement->known || bits->undefined)
		return outcome;
	/* bits that the kernel should drop, but that have the written value */
	outcome.contradicted = judgement->dropped & ~(judgement->written ^ after) & judged;
	outcome.contradicted |= untaken & bits->write_virtual;
	outcome.not_kept = untaken & bits->write & ~bits->write_virtual;
	return outcome;
}
