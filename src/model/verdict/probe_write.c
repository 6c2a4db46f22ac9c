/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/probe_write.h"

#include <string.h>

#include "base/bits.h"
#include "base/macros.h"
#include "base/words.h"
#include "model/vfio/capability.h"

/* linux/pci_regs.h */
#define PCI_COMMAND			0x04
#define PCI_COMMAND_MEMORY		0x0002
#define PCI_CACHE_LINE_SIZE		0x0c
#define PCI_LATENCY_TIMER		0x0d
#define PCI_MSI_FLAGS			2
#define PCI_EXP_DEVCTL			8
#define PCI_EXP_DEVCTL_PAYLOAD		0x00e0
#define PCI_EXP_DEVCTL_READRQ		0x7000
#define PCI_EXP_DEVCTL_READRQ_4096B	5	/* the greatest */
#define PCI_ERR_UNCOR_MASK		0x08
#define PCI_ERR_COR_MASK		0x14
#define ECAP_ID_ERR			0x01

static const char *const class_names[] = {
	[PROBE_READ] = "read",
	[PROBE_VIRTUAL] = "virtual",
	[PROBE_HARDWARE] = "hardware",
	[PROBE_EFFECTS] = "effects",
	[PROBE_ALL] = "all",
	[PROBE_NEVER] = "never",
};

const struct words probe_class_words = {
	.first = class_names,
	.stride = sizeof(class_names[0]),
	.from = PROBE_VIRTUAL,
	.count = PROBE_ALL + 1,
};

const char *probe_class_name(enum probe_class class)
{
	return class_names[class];
}

/* Registers whose writes have a known effect in the device. */
static const struct {
	bool extended;
	uint16_t id;		/* of the capability; 0: the header */
	uint16_t offset;
	enum probe_class class;
	bool set_only;
} known_rows[] = {
	/* PCI 3.0, 6.2.4: functions of PCI Express keep them and ignore them */
	{ false, 0, PCI_CACHE_LINE_SIZE, PROBE_HARDWARE, false },
	{ false, 0, PCI_LATENCY_TIMER, PROBE_HARDWARE, false },
	/* PCIe 6.2, 7.8.4: an error that is unmasked can stop the machine */
	{ true, ECAP_ID_ERR, PCI_ERR_UNCOR_MASK, PROBE_EFFECTS, true },
	{ true, ECAP_ID_ERR, PCI_ERR_COR_MASK, PROBE_EFFECTS, true },
};

/* Bits of some bytes that a 1 clears; with `moving`, also those that change by themselves. */
static uint32_t status_bits(const struct prediction *prediction, unsigned int offset,
			    unsigned int width, bool moving)
{
	uint32_t bits = 0;

	for (unsigned int i = 0; i < width; i++) {
		const struct device_register *known =
			registers_around(&prediction->registers, offset + i);

		if (known != NULL)
			bits |= bits_move(known->type->w1c |
					  (moving ? register_volatile_bits(known->type) : 0),
					  known->offset, offset + i, 1)
				<< (8 * i);
	}
	return bits;
}

uint32_t probe_fleeting(const struct prediction *prediction, const struct register_place *place)
{
	return status_bits(prediction, place->offset, place->width, true);
}

/* The start of the capability whose rules a byte has. */
static unsigned int start_of(const struct prediction *prediction, unsigned int offset)
{
	return offset - prediction->policy.place[offset].offset;
}

static bool is_written_by(const struct prediction *prediction, unsigned int offset,
			  enum write_function function)
{
	const struct permission *permission = prediction->policy.place[offset].permission;

	return permission != NULL && permission->write_function == function;
}

/*
 * vfio_msi_config_write() writes the flags to the device with any write that ends before them
 * or covers them.
 */
static bool sets_msi(const struct prediction *prediction, const struct probe_part *part)
{
	unsigned int in = prediction->policy.place[part->offset].offset;

	return is_written_by(prediction, part->offset, WRITE_MSI) && in <= PCI_MSI_FLAGS &&
	       in + part->width >= PCI_MSI_FLAGS;
}

/* Whether user and device have the same known value there. */
static bool same_word(const struct prediction *prediction, unsigned int offset, uint32_t *word)
{
	struct known_value copy = space_value(&prediction->user_view.virtual_copy, offset, 2);
	struct known_value hardware = space_value(&prediction->user_view.hardware, offset, 2);

	*word = copy.value;
	return copy.known && hardware.known && copy.value == hardware.value;
}

/*
 * Whether the old value can be written back. It cannot while MSI is enabled, or if the read
 * request size is below the payload size or out of range.
 */
static bool can_be_put_back(const struct prediction *prediction, const struct probe_part *part)
{
	unsigned int start = start_of(prediction, part->offset);
	uint32_t word;

	if (sets_msi(prediction, part))
		return same_word(prediction, start + PCI_MSI_FLAGS, &word) &&
		       (word & effect_infos[EFFECT_MSI_CONTROL].zero) == 0;
	if (is_written_by(prediction, part->offset, WRITE_EXP) &&
	    bits_move(PCI_EXP_DEVCTL_READRQ, start + PCI_EXP_DEVCTL, part->offset, part->width)) {
		struct known_value control =
			space_value(&prediction->user_view.hardware, start + PCI_EXP_DEVCTL, 2);
		struct known_value own =
			space_value(&prediction->user_view.virtual_copy, start + PCI_EXP_DEVCTL, 2);
		uint32_t size = (control.value & PCI_EXP_DEVCTL_READRQ) >> 12;

		return control.known && own.known &&
		       ((control.value ^ own.value) & PCI_EXP_DEVCTL_READRQ) == 0 &&
		       size <= PCI_EXP_DEVCTL_READRQ_4096B &&
		       size >= (control.value & PCI_EXP_DEVCTL_PAYLOAD) >> 5;
	}
	return true;
}

static bool has_effect(const struct prediction *prediction, const struct probe_part *part,
		       enum effect effect)
{
	for (unsigned int i = 0; i < prediction->policy.effects; i++) {
		const struct policy_effect *found = &prediction->policy.effect[i];

		if (found->effect == effect &&
		    bits_move(found->mask, found->offset, part->offset, part->width) != 0)
			return true;
	}
	return false;
}

static void set_class(struct probe_part *part, enum probe_class class, const char *reason)
{
	if (class <= part->class)
		return;
	part->class = class;
	part->reason = reason;
}

/* Finds reasons against any write of these bytes, or against one below `all`. */
static void judge_bytes(const struct prediction *prediction, struct probe_part *part)
{
	for (unsigned int i = 0; i < part->width; i++) {
		unsigned int at = part->offset + i;

		if (prediction->policy.undefined[at])
			set_class(part, PROBE_NEVER,
				  "undefined: the kernel reads past the end of its own table");
		if (prediction->policy.overlay[at] != 0)
			set_class(part, PROBE_NEVER, "its VFIO driver answers for it");
		if (is_written_by(prediction, at, WRITE_RAW))
			set_class(part, PROBE_ALL,
				  "raw and vendor bytes: what they do is the device's own");
	}
	if (has_effect(prediction, part, EFFECT_VPD_TRANSFER))
		set_class(part, PROBE_NEVER, "a transfer of VPD cannot be put back");
	if (!can_be_put_back(prediction, part))
		set_class(part, PROBE_NEVER, "what it holds could not be put back");
}

/* Finds what the bits do. Reset bits get their own write. */
static void judge_dangers(const struct prediction *prediction, struct probe_part *part)
{
	const struct write_request request = {
		.offset = part->offset, .width = part->width,
		.value = bits_all(part->width), .mask = bits_all(part->width),
	};
	uint32_t dangers[WRITE_DANGERS];

	write_dangers(prediction, &prediction->user_view, &request, dangers);
	for (int danger = 0; danger < WRITE_DANGERS; danger++) {
		if (dangers[danger] == 0)
			continue;
		if (danger != DANGER_RESET || dangers[danger] == request.mask)
			set_class(part, PROBE_ALL, write_danger_text((enum write_danger)danger));
	}
	part->flip &= ~(dangers[DANGER_RESET] | dangers[DANGER_POWER_STATE]);
	part->quiet |= dangers[DANGER_RESET];
	part->triggers |= dangers[DANGER_RESET];
}

static void judge_effects(const struct prediction *prediction, struct probe_part *part,
			  const struct policy_bits *bits)
{
	const struct device_register *known =
		registers_around(&prediction->registers, part->offset);
	enum probe_class class = PROBE_EFFECTS;

	if (sets_msi(prediction, part) || has_effect(prediction, part, EFFECT_INTX_MASK) ||
	    has_effect(prediction, part, EFFECT_READ_REQUEST_SIZE))
		set_class(part, PROBE_EFFECTS, "it has an effect on the device");
	for (size_t i = 0; known != NULL && !known->hidden && i < ARRAY_LENGTH(known_rows); i++) {
		if (known->extended != known_rows[i].extended || known->id != known_rows[i].id ||
		    known->offset - known->capability != known_rows[i].offset)
			continue;
		class = known_rows[i].class;
		part->set_only = known_rows[i].set_only;
	}
	if (bits->write & ~bits->write_virtual)
		set_class(part, class, "it reaches the device");
}

static void judge_part(const struct prediction *prediction, enum probe_class class,
		       struct probe_part *part)
{
	struct policy_bits bits = policy_access(&prediction->policy, part->offset, part->width);

	part->class = PROBE_VIRTUAL;
	part->reason = bits.write != 0 ? "it stays in the virtual copy" : "it is dropped";
	part->quiet = status_bits(prediction, part->offset, part->width, true);
	part->triggers = status_bits(prediction, part->offset, part->width, false);
	part->flip = bits_all(part->width);
	if (class < PROBE_ALL)
		part->flip &= ~part->quiet;
	judge_bytes(prediction, part);
	judge_dangers(prediction, part);
	judge_effects(prediction, part, &bits);
	if (part->flip == 0)
		set_class(part, PROBE_ALL, "status, which a write can clear");
	if (part->flip == 0 && class == PROBE_ALL)
		set_class(part, PROBE_NEVER, "it has no bit to invert");
	if (policy_chunk(&prediction->map, part->offset, part->width) != part->width)
		set_class(part, PROBE_NEVER, "the kernel takes it apart");
}

/* Adds a write of reset or power state bits alone. */
static unsigned int add_late(const struct prediction *prediction, const struct probe_part *part,
			     struct probe_part *late)
{
	const struct write_request request = {
		.offset = part->offset, .width = part->width,
		.value = bits_all(part->width), .mask = bits_all(part->width),
	};
	uint32_t dangers[WRITE_DANGERS], bits;

	write_dangers(prediction, &prediction->user_view, &request, dangers);
	bits = dangers[DANGER_RESET] | dangers[DANGER_POWER_STATE];
	if (bits == 0 || dangers[DANGER_RESET] == request.mask || part->class > PROBE_ALL)
		return 0;
	*late = *part;
	late->class = PROBE_ALL;
	late->flip = bits;
	late->late = true;
	late->set_only = false;
	late->reason = write_danger_text(dangers[DANGER_RESET] != 0 ? DANGER_RESET
								    : DANGER_POWER_STATE);
	return 1;
}

unsigned int probe_parts(const struct prediction *prediction, const struct register_place *place,
			 enum probe_class class, struct probe_part parts[PROBE_PARTS])
{
	unsigned int done = 0, count = 0;

	while (done < place->width) {
		unsigned int width = place->width - done < 4 ? place->width - done : 4;

		/*
		 * the widest write that starts here, is allowed, and is one access for the
		 * kernel
		 */
		for (;; width = width == 3 ? 2 : width / 2) {
			struct probe_part *part = &parts[count];

			*part = (struct probe_part) {
				.offset = (uint16_t)(place->offset + done),
				.width = (uint8_t)width,
			};
			if (width != 3 && part->offset % width == 0)
				judge_part(prediction, class, part);
			else
				part->class = PROBE_NEVER;
			if (part->class <= class || width == 1)
				break;
		}
		done += width;
		if (class == PROBE_ALL)
			count += add_late(prediction, &parts[count], &parts[count + 1]);
		count++;
	}
	return count;
}

/* The bits to invert, from what a user reads. */
static uint32_t flipped_bits(const struct probe_part *part, uint32_t before)
{
	return part->set_only ? part->flip & ~before : part->flip;
}

uint32_t probe_written(const struct probe_part *part, uint32_t before)
{
	uint32_t flip = flipped_bits(part, before);

	return (before ^ flip) & ~(part->quiet & ~flip);
}

uint32_t probe_logged(const struct probe_part *part, uint32_t before)
{
	return before & ~part->quiet;
}

uint32_t probe_put_back(const struct probe_part *part, uint32_t before, uint32_t after)
{
	uint32_t same = ~(before ^ after);

	return before & ~(same & (flipped_bits(part, before) | part->quiet)) & ~part->triggers;
}

/* Shifts the part's bits to those of its place. */
static uint32_t in_place(const struct probe_write *write, uint32_t bits)
{
	return bits << (8 * (write->part->offset - write->place->place.offset)) &
	       bits_all(write->place->place.width);
}

/* Adds the values that effects allow in the hardware, and the bits that may read 0. */
static void apply_effects(const struct prediction *prediction, const struct probe_write *write,
			  uint32_t *hardware, uint32_t *zero, bool *fits)
{
	const struct register_place *place = &write->place->place;
	uint32_t flipped = in_place(write, write->part->flip);

	for (unsigned int i = 0; i < prediction->policy.effects; i++) {
		const struct policy_effect *effect = &prediction->policy.effect[i];
		const struct effect_info *rule = &effect_infos[effect->effect];
		uint32_t mask = bits_move(effect->mask, effect->offset, place->offset,
					  place->width);

		if ((mask & flipped) == 0 ||
		    (effect->effect == EFFECT_MSI_CONTROL && !sets_msi(prediction, write->part)))
			continue;
		*hardware |= bits_move(rule->hardware, effect->offset, place->offset,
				       place->width);
		*zero |= bits_move(rule->zero & effect->mask, effect->offset, place->offset,
				   place->width);
		*fits |= rule->fits;
		if (rule->anything && write->part->late)
			*hardware = 0xffffffff;
	}
}

/* The value of a BAR after a write: the kernel fits it to the host's resource. */
static struct known_value fitted(const struct prediction *prediction,
				 const struct probe_write *write, uint32_t value)
{
	struct user_view view = prediction->user_view;
	const struct register_place *place = &write->place->place;

	space_put(&view.virtual_copy, place->offset, place->width, value);
	user_view_fit_bars(&prediction->facts, &view);
	return space_value(&view.virtual_copy, place->offset, place->width);
}

/* Bits of a place that come from the virtual copy, in the kernel's chunks. */
static uint32_t virtual_bits(const struct prediction *prediction,
			     const struct register_place *place)
{
	uint32_t bits = 0;

	for (unsigned int done = 0; done < place->width;) {
		unsigned int at = place->offset + done;
		unsigned int chunk = policy_chunk(&prediction->map, at, place->width - done);

		bits |= policy_access(&prediction->policy, at, chunk).read_virtual << (8 * done);
		done += chunk;
	}
	return bits;
}

/* Bits that come from both the device and the virtual copy. */
static uint32_t mixed_bits(const struct prediction *prediction, const struct register_place *place)
{
	return prediction->user_view.no_memory_enable
		     ? bits_move(PCI_COMMAND_MEMORY, PCI_COMMAND, place->offset, place->width)
		     : 0;
}

struct probe_outcome probe_judge_write(const struct prediction *prediction,
				       const struct probe_write *write)
{
	const struct register_place *place = &write->place->place;
	const struct known_value *u0 = &write->before.user, *u1 = &write->after.user;
	const struct known_value *h0 = &write->before.hardware, *h1 = &write->after.hardware;
	struct policy_bits access =
		policy_access(&prediction->policy, write->part->offset, write->part->width);
	uint32_t judged = ~(probe_fleeting(prediction, place) | mixed_bits(prediction, place));
	uint32_t virtual = virtual_bits(prediction, place);
	uint32_t to_virtual = in_place(write, access.write_virtual);
	uint32_t to_device = in_place(write, access.write & ~access.write_virtual);
	uint32_t flipped = in_place(write, (write->value ^ (u0->value >> (8 *
				(write->part->offset - place->offset)))) & write->part->flip);
	uint32_t written = in_place(write, write->value), hardware = to_device, zero = 0;
	struct known_value predicted = { true, (u0->value & ~to_virtual) | (written & to_virtual) };
	struct probe_outcome outcome = { 0 };
	bool fits = false;

	apply_effects(prediction, write, &hardware, &zero, &fits);
	predicted.value &= ~zero;
	outcome.fitted = fits;
	if (fits)
		predicted = fitted(prediction, write, predicted.value);
	outcome.user_predicted = predicted.value;
	if (predicted.known)
		outcome.user = (u1->value ^ predicted.value) & virtual & judged;
	if (h1->known)
		outcome.user |= (u1->value ^ h1->value) & ~virtual & judged;
	else
		outcome.user |= (u1->value ^ u0->value) & ~virtual & ~hardware & judged;
	outcome.user &= bits_all(place->width);
	if (h0->known && h1->known)
		outcome.hardware = (h1->value ^ h0->value) & ~hardware & judged &
				   bits_all(place->width);
	outcome.changed = ((u0->value ^ u1->value) & flipped & to_virtual) != 0 ||
			  ((u0->value ^ u1->value) & flipped & to_device & judged) != 0;
	outcome.ignored = (to_device & flipped & judged & (u1->value ^ written)) != 0 ||
			  (!fits && ((to_virtual & ~zero) & flipped & (u1->value ^ written)) != 0);
	return outcome;
}
