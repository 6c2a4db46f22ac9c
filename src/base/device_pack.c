/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/device_pack.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"

/*
 * Words come in groups. The first word of a group has the number of words that it stands for;
 * with RUN, one word follows that is repeated, else that many words follow.
 */
#define RUN 0x80000000u
#define RUN_MIN 3	/* a run takes two words */

#define WORD sizeof(uint32_t)

static_assert(sizeof(struct device) % WORD == 0 && sizeof(struct config_space) % WORD == 0 &&
	      sizeof(struct capture) % WORD == 0, "they are packed by words");

/* Where words are packed to; NULL: they are only counted. */
struct packer {
	uint32_t *to;
	size_t count;
};

static void put(struct packer *packer, const void *from, size_t words)
{
	if (packer->to != NULL)
		memcpy(packer->to + packer->count, from, words * WORD);
	packer->count += words;
}

static uint32_t word_at(const uint8_t *bytes, size_t at)
{
	uint32_t word;

	memcpy(&word, bytes + at * WORD, WORD);
	return word;
}

/* How many words from `at` on are equal. */
static size_t run_length(const uint8_t *bytes, size_t at, size_t words)
{
	uint32_t first = word_at(bytes, at);
	size_t end = at + 1;

	while (end < words && word_at(bytes, end) == first)
		end++;
	return end - at;
}

static void put_group(struct packer *packer, const uint8_t *bytes, size_t words, bool run)
{
	uint32_t head = (uint32_t)words | (run ? RUN : 0);

	if (words == 0)
		return;
	put(packer, &head, 1);
	put(packer, bytes, run ? 1 : words);
}

static void pack(struct packer *packer, const void *object, size_t size)
{
	const uint8_t *bytes = object;
	size_t words = size / WORD, single = 0;

	for (size_t at = 0, run; at < words; at += run) {
		run = run_length(bytes, at, words);
		if (run < RUN_MIN)
			continue;
		put_group(packer, bytes + single * WORD, at - single, false);
		put_group(packer, bytes + at * WORD, run, true);
		single = at + run;
	}
	put_group(packer, bytes + single * WORD, words - single, false);
}

static void pack_all(struct packer *packer, const struct device *device)
{
	pack(packer, device, sizeof(*device));
	if (device->user != NULL)
		pack(packer, device->user, sizeof(*device->user));
	if (device->capture != NULL)
		pack(packer, device->capture, sizeof(*device->capture));
}

struct device_pack *device_pack_make(const struct device *device)
{
	struct packer packer = { .to = NULL };
	struct device_pack *made;

	pack_all(&packer, device);
	made = memory_take(sizeof(*made) + packer.count * WORD);
	if (made == NULL)
		return NULL;
	*made = (struct device_pack) {
		.address = device->address,
		.file = device->file,
		.ordinal = device->ordinal,
		.duplicate = device->duplicate,
		.words = (uint32_t)packer.count,
	};
	packer = (struct packer) { .to = made->word };
	pack_all(&packer, device);
	return made;
}

struct device_pack *device_pack_copy(const struct device_pack *pack)
{
	size_t size = sizeof(*pack) + pack->words * WORD;
	struct device_pack *copy = memory_take(size);

	if (copy != NULL)
		memcpy(copy, pack, size);
	return copy;
}

/* Fills an object from words. Returns the words after it. */
static const uint32_t *unpack(const uint32_t *from, void *object, size_t size)
{
	uint8_t *bytes = object;

	for (size_t done = 0; done < size;) {
		size_t words = *from & ~RUN;
		bool run = *from++ & RUN;

		if (run)
			for (size_t i = 0; i < words; i++)
				memcpy(bytes + done + i * WORD, from, WORD);
		else
			memcpy(bytes + done, from, words * WORD);
		from += run ? 1 : words;
		done += words * WORD;
	}
	return from;
}

struct device *device_pack_open(const struct device_pack *pack)
{
	struct device *device = memory_take(sizeof(*device));
	const uint32_t *from;
	bool has_user, has_capture;

	if (device == NULL)
		return NULL;
	from = unpack(pack->word, device, sizeof(*device));
	has_user = device->user != NULL;
	has_capture = device->capture != NULL;
	device->user = has_user ? memory_take(sizeof(*device->user)) : NULL;
	device->capture = has_capture ? memory_take(sizeof(*device->capture)) : NULL;
	if ((has_user && device->user == NULL) || (has_capture && device->capture == NULL)) {
		device_free(device);
		return NULL;
	}
	if (has_user)
		from = unpack(from, device->user, sizeof(*device->user));
	if (has_capture)
		unpack(from, device->capture, sizeof(*device->capture));
	device->ordinal = pack->ordinal;
	device->duplicate = pack->duplicate;
	return device;
}
