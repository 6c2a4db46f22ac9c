/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vmm/qemu_copy.h"

#include <stdio.h>

static bool ends(struct qemu *qemu, enum guest_state state, unsigned int offset,
		 const char *reason)
{
	qemu->guest->state = state;
	qemu->guest->offset = (uint16_t)offset;
	snprintf(qemu->guest->reason, sizeof(qemu->guest->reason), "%s", reason);
	return false;
}

bool qemu_refuses(struct qemu *qemu, unsigned int offset, const char *reason)
{
	return ends(qemu, GUEST_REFUSED, offset, reason);
}

bool qemu_hangs(struct qemu *qemu, unsigned int offset, const char *reason)
{
	return ends(qemu, GUEST_HANGS, offset, reason);
}

uint8_t qemu_byte(struct qemu *qemu, unsigned int offset)
{
	if (offset >= SPACE_SIZE_EXTENDED)
		return 0;
	qemu->unsure = qemu->unsure || !qemu->known[offset];
	return qemu->config[offset];
}

uint32_t qemu_user(struct qemu *qemu, unsigned int offset, unsigned int width)
{
	uint32_t value = 0;

	for (unsigned int i = 0; i < width; i++) {
		bool known = offset + i >= qemu->source->user->size ||
			     space_is_known(qemu->source->user, offset + i);

		qemu->unsure = qemu->unsure || !known;
		if (known)
			value |= (uint32_t)space_byte(qemu->source->user, offset + i) << (8 * i);
	}
	return value;
}

uint16_t qemu_word(struct qemu *qemu, unsigned int offset)
{
	return (uint16_t)(qemu_byte(qemu, offset) | qemu_byte(qemu, offset + 1) << 8);
}

uint32_t qemu_dword(struct qemu *qemu, unsigned int offset)
{
	return qemu_word(qemu, offset) | (uint32_t)qemu_word(qemu, offset + 2) << 16;
}

void qemu_set(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t value)
{
	for (unsigned int i = offset; i < offset + width && i < SPACE_SIZE_EXTENDED; i++) {
		qemu->config[i] = (uint8_t)(value >> (8 * (i - offset)));
		qemu->known[i] = true;
	}
}

void qemu_emulate(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t value,
		  uint32_t mask)
{
	for (unsigned int i = offset; i < offset + width && i < SPACE_SIZE_EXTENDED; i++) {
		uint8_t part = (uint8_t)(mask >> (8 * (i - offset)));

		qemu->config[i] = (uint8_t)((qemu->config[i] & ~(uint32_t)part) |
					    (value >> (8 * (i - offset)) & part));
		qemu->known[i] = qemu->known[i] || part == 0xff;
		qemu->writable[i] &= (uint8_t)~part;
		qemu->emulated[i] |= part;
	}
}

void qemu_answer(struct qemu *qemu, unsigned int offset, unsigned int count)
{
	for (unsigned int i = offset; i < offset + count && i < SPACE_SIZE_EXTENDED; i++)
		qemu->emulated[i] = 0xff;
}

void qemu_allow(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t mask)
{
	for (unsigned int i = offset; i < offset + width && i < SPACE_SIZE_EXTENDED; i++)
		qemu->writable[i] = (uint8_t)(mask >> (8 * (i - offset)));
}

void qemu_effect(struct qemu *qemu, unsigned int offset, unsigned int width, uint32_t mask,
		 enum guest_effect effect)
{
	if (qemu->guest->effects < GUEST_EFFECT_PLACES)
		qemu->guest->effect[qemu->guest->effects++] = (struct guest_effect_place) {
			.offset = (uint16_t)offset, .width = (uint8_t)width, .mask = mask,
			.effect = effect,
		};
}
