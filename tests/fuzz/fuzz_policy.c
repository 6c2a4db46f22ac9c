// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The policy of any bytes under rules of every kind, the user view that is
 * predicted, the registers, the explanation of some place, hazards and differences. The input: a byte
 * that chooses (any_space.h), one with facts, two with the place (bits 11:0 the
 * offset, 13:12 the width), then the space.
 */
#include <stdio.h>

#include "policy_complaint.h"
#include "any_space.h"
#include "model/verdict/diff.h"
#include "model/verdict/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD 4

/* All of one device; large. */
static struct {
	struct config_space space;
	struct prediction prediction;
	struct explanation explanation;
	struct prediction scratch;
	struct lint lint;
	struct diff diff;
} device;

static void check(const char *complaint, const char *rules)
{
	if (complaint == NULL)
		return;
	fprintf(stderr, "rules %s: %s\n", rules, complaint);
	abort();
}

static void choose_facts(struct device_facts *facts, uint8_t choice)
{
	static struct device_resources resources;

	for (unsigned int i = 0; i < ARRAY_LENGTH(resources.at); i++) {
		resources.at[i].start = i == (choice >> 5) ? 0 : UINT64_C(0x100000000) << i;
		resources.at[i].end = resources.at[i].start + (UINT64_C(4) << (6 * i)) - 1;
		resources.at[i].flags = i % 2 ? 0x100 : 0x102200;	/* I/O, memory of 64 bits */
	}
	facts->is_vf = choice & 1;
	facts->nointxmask = choice & 2;
	facts->irq = choice & 4 ? 0 : 1;
	facts->is_open = choice & 8;
	facts->resources = choice & 16 ? &resources : NULL;
}

/* A user's reads of every width, as the kernel cuts them. */
static void read_all(void)
{
	for (unsigned int offset = 0; offset < device.prediction.map.size; offset++) {
		for (unsigned int width = 1; width <= 4; width *= 2) {
			struct known_value value;

			if (offset % width != 0 || offset + width > device.prediction.map.size)
				continue;
			value = prediction_read(&device.prediction, offset, width);
			if (width < 4 && value.value >> (8 * width) != 0)
				check("a read returns more than it has room for", "");
		}
	}
}

static void explain_place(const uint8_t *choice)
{
	const struct prediction *prediction = &device.prediction;
	struct register_place *place = &device.explanation.place;
	unsigned int width = 1U << (choice[1] >> 4 & 3) % 3;
	unsigned int offset = (choice[0] | (choice[1] & 0xfU) << 8) & ~(width - 1);

	if (offset + width > device.prediction.map.size)
		offset = 0;
	*place = (struct register_place) { (uint16_t)offset, (uint8_t)width, false,
					   registers_at(&device.prediction.registers, offset) };
	if (place->known != NULL && place->known->type->width != width)
		place->known = NULL;
	device.explanation.user = prediction_read(prediction, offset, width);
	device.explanation.hardware = space_value(&device.space, offset, width);
	explain(prediction, &device.scratch, &device.explanation, 1);
	check(explanation_complaint(&device.explanation), device.prediction.rules.name);
}

/* Hazards ascend and lie in the space, and their sentences are complete. */
static void find_hazards(const struct rules *rules)
{
	char text[LINT_MESSAGE_SIZE];

	lint_find(&device.prediction, NULL, &device.lint);
	for (unsigned int i = 0; i < device.lint.findings; i++) {
		const struct lint_finding *finding = &device.lint.finding[i];

		if (finding->end < finding->start || finding->end >= device.space.size)
			check("a finding is not in the space", rules->name);
		if (i > 0 && finding->start < device.lint.finding[i - 1].start)
			check("findings do not ascend", rules->name);
		lint_message(finding, text);
	}
}

/* No device differs from itself. */
static void find_differences(const struct rules *rules)
{
	const struct diff_side side = { &device.space, &device.prediction };
	const struct diff_request request = {
		.a = &side, .b = &side, .wanted = { true, true, true }, .with_volatile = true,
	};

	diff_find(&request, &device.diff);
	if (!diff_is_empty(&device.diff))
		check("a device differs from itself", rules->name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const struct rules *rules;

	if (size < HEAD)
		return 0;
	any_space(&device.space, &facts, data[0], data + HEAD, size - HEAD);
	choose_facts(&facts, data[1]);
	rules = any_rules(data[0]);
	if (data[1] & 128) {
		facts.driver = data[1] & 1 ? "virtio-vfio-pci" : "nvgrace-gpu-vfio-pci";
		facts.device = 0x1041;
	}
	prediction_build(&device.space, rules, &facts, &device.prediction);
	check(registers_complaint(&device.prediction.registers, &device.prediction.map),
	      rules->name);
	find_hazards(rules);
	find_differences(rules);
	if (!prediction_opens(&device.prediction))
		return 0;
	check(policy_complaint(&device.prediction.policy, &device.prediction.map), rules->name);
	read_all();
	explain_place(data + 2);
	return 0;
}
