// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The policy of any bytes under rules of every kind, the user view that is
 * foretold, the registers, the explanation of some place, hazards and differences. The input: a byte
 * that chooses (any_space.h), one with facts, two with the place (bits 11:0 the
 * offset, 13:12 the width), then the space.
 */
#include <stdio.h>

#include "policy_complaint.h"
#include "any_space.h"
#include "model/verdict/diff.h"
#include "model/verdict/lint.h"
#include "model/vfio/overlay.h"
#include "model/vfio/permissions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD 4

/* All of one device; large. */
static struct {
	struct config_space space;
	struct map map;
	struct permissions permissions;
	struct policy policy;
	struct registers registers;
	struct user_view view;
	struct explanation explanation;
	struct explanation_scratch scratch;
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
	for (unsigned int offset = 0; offset < device.map.size; offset++) {
		for (unsigned int width = 1; width <= 4; width *= 2) {
			uint32_t value;

			if (offset % width != 0 || offset + width > device.map.size)
				continue;
			if (!user_view_read(&device.view, &device.map, &device.policy, offset,
					    width, &value))
				continue;
			if (width < 4 && value >> (8 * width) != 0)
				check("a read returns more than it has room for", "");
		}
	}
}

static void explain_place(const struct rules *rules, const struct device_facts *facts,
			  const uint8_t *choice)
{
	const struct explanation_source source = {
		.space = &device.space, .rules = rules, .facts = facts, .map = &device.map,
		.policy = &device.policy, .registers = &device.registers,
		.foretold = &device.view, .driver = "vfio-pci",
	};
	struct register_place *place = &device.explanation.place;
	unsigned int width = 1U << (choice[1] >> 4 & 3) % 3;
	unsigned int offset = (choice[0] | (choice[1] & 0xfU) << 8) & ~(width - 1);

	if (offset + width > device.map.size)
		offset = 0;
	*place = (struct register_place) { (uint16_t)offset, (uint8_t)width, false,
					   registers_at(&device.registers, offset) };
	if (place->known != NULL && place->known->type->width != width)
		place->known = NULL;
	device.explanation.user_known = user_view_read(&device.view, &device.map, &device.policy,
						       offset, width, &device.explanation.user);
	device.explanation.hardware = space_dword(&device.space, offset);
	device.explanation.hardware_known = space_is_known(&device.space, offset);
	explain(&source, &device.scratch, &device.explanation);
	check(explanation_complaint(&device.explanation), rules->name);
}

/* Hazards ascend and lie in the space, and their sentences are whole. */
static void find_hazards(const struct rules *rules)
{
	const struct lint_source source = {
		.space = &device.space, .map = &device.map,
		.policy = device.map.state == MAP_BUILT ? &device.policy : NULL,
		.registers = &device.registers,
	};
	char text[LINT_MESSAGE_SIZE];

	lint_find(&source, &device.lint);
	for (unsigned int i = 0; i < device.lint.findings; i++) {
		const struct lint_finding *finding = &device.lint.finding[i];

		if (finding->end < finding->start || finding->end >= device.space.size)
			check("a finding is not in the space", rules->name);
		if (i > 0 && finding->start < device.lint.finding[i - 1].start)
			check("findings do not ascend", rules->name);
		lint_message(finding, text);
	}
}

/* A device and itself differ in nothing, whatever it is. */
static void find_differences(const struct rules *rules)
{
	const struct diff_side side = {
		.space = &device.space, .map = &device.map,
		.policy = device.map.state == MAP_BUILT ? &device.policy : NULL,
		.registers = &device.registers,
	};
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
	map_build(&device.space, rules, &facts, &device.map);
	registers_find(&device.map, &device.space, &device.registers);
	check(registers_complaint(&device.registers, &device.map), rules->name);
	if (device.map.state != MAP_BUILT) {
		find_hazards(rules);
		find_differences(rules);
		return 0;
	}
	permissions_foretell(rules, &device.permissions);
	policy_build(&device.map, &device.space, &device.permissions, NULL, &device.policy);
	check(policy_complaint(&device.policy, &device.map), rules->name);
	find_hazards(rules);
	find_differences(rules);
	user_view_build(&device.space, rules, &facts, &device.map, &device.view);
	read_all();
	explain_place(rules, &facts, data + 2);
	overlay_apply(data[1] & 1 ? "virtio-vfio-pci" : "nvgrace-gpu-vfio-pci", 0x1041,
		      &device.policy, &device.view);
	check(policy_complaint(&device.policy, &device.map), rules->name);
	return 0;
}
