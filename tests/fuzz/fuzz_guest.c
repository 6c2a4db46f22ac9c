// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guest view of any space by any words of --vmm. The input: a byte that chooses
 * (any_space.h), one that chooses resources and the OpRegion, one with the length of the
 * words, the words, then the space, which is the user view.
 */
#include <stdio.h>
#include <string.h>

#include "any_space.h"
#include "model/vmm/guest.h"
#include "policy_complaint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	struct config_space space;
	struct prediction prediction;
	struct config_space user;
	struct guest guest;
} device;

static void wrong(const char *what, const char *words, unsigned int number)
{
	fprintf(stderr, "%s: %s: %x\n", words, what, number);
	abort();
}

static void check_effects(const char *words)
{
	const struct guest *guest = &device.guest;

	if (guest->effects > GUEST_EFFECT_PLACES)
		wrong("there is no room for the effects", words, guest->effects);
	for (unsigned int i = 0; i < guest->effects; i++) {
		const struct guest_effect_place *place = &guest->effect[i];

		if (place->offset + place->width > guest->size ||
		    guest_effect_name(place->effect) == NULL ||
		    !is_sentence(guest_effect_text(place->effect), 0))
			wrong("an effect that is none", words, place->offset);
	}
}

/* A view is built, or has a reason; a byte that a guest does not reach has no bits. */
static void check_guest(const char *words)
{
	const struct guest *guest = &device.guest;

	if ((guest->state == GUEST_BUILT) != (guest->reason[0] == '\0'))
		wrong("refused without a reason, or built with one", words, guest->state);
	if (guest->state != GUEST_BUILT && !is_sentence(guest->reason, sizeof(guest->reason)))
		wrong("a reason is cut", words, guest->state);
	if (guest->reach > guest->size || guest->size > SPACE_SIZE_EXTENDED)
		wrong("a guest reaches past the end", words, guest->reach);
	if (guest->state != GUEST_BUILT)
		return;
	check_effects(words);
	for (unsigned int offset = 0; offset + 4 <= guest->size; offset += 4)
		if (guest_answer_name(guest_answers(guest, offset, offset + 3)) == NULL)
			wrong("an answer without a name", words, offset);
	for (unsigned int offset = guest->size; offset < SPACE_SIZE_EXTENDED; offset++)
		if (space_is_known(&guest->space, offset))
			wrong("a byte past the end", words, offset);
}

static void choose_resources(uint8_t choice, struct device_resources *resources)
{
	memset(resources, 0, sizeof(*resources));
	for (unsigned int i = 0; i < DEVICE_RESOURCES; i++) {
		if (choice >> (i % 6) & 1)
			continue;
		resources->at[i].start = UINT64_C(0xfe000000) << i;
		resources->at[i].end = resources->at[i].start + (UINT64_C(0x80) << (4 * i)) - 1;
		resources->at[i].flags = i % 2 ? 0x101 : 0x140204;
	}
}

/* The user view that was read, and the predicted one with its masks of writes. */
static void try_rules(const struct vmm_rules *rules, uint8_t choice, const char *words)
{
	struct device_resources resources;
	struct guest_source source = {
		.user = &device.space, .opregion = (enum known)(choice % 3),
		.resources = choice & 0x40 ? &resources : NULL,
	};

	choose_resources(choice, &resources);
	guest_build(&source, rules, &device.guest);
	check_guest(words);
	if (!prediction_opens(&device.prediction))
		return;
	prediction_view(&device.prediction, &device.user);
	source.user = &device.user;
	source.write = device.prediction.policy.write;
	guest_build(&source, rules, &device.guest);
	check_guest(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	char words[256] = "", why[256] = "";
	struct vmm_rules rules;
	size_t length;

	if (size < 3)
		return 0;
	length = data[2] < size - 3 ? data[2] : size - 3;
	memcpy(words, data + 3, length);
	if (!vmm_parse(words, &rules, why, sizeof(why))) {
		if (!is_sentence(why, sizeof(why)))
			wrong("is refused without a reason", words, 0);
		return 0;
	}
	vmm_basis_name(&rules);
	any_space(&device.space, &facts, data[0], data + 3 + length, size - 3 - length);
	prediction_build(&device.space, any_rules(data[0]), &facts, &device.prediction);
	try_rules(&rules, data[1], words);
	return 0;
}
