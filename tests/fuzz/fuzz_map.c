// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The map of any bytes, under rules of every kind, and the virtual copy that
 * follows. The first byte of the input chooses: bits 1:0 the size (100, 1000,
 * 600, or 1000 of which only the input was read), bits 3:2 what is known of the
 * OpRegion, bit 4 the user view, bits 7:5 the rules.
 */
#include <stdio.h>

#include "../unit/map_complaint.h"
#include "model/correct.h"
#include "model/virtual_copy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Eight, for three bits. */
static const char *const texts[] = {
	"5.10", "5.12", "5.16", "6.1.192", "6.12.117", "7.3.4", "6.12,+ext-cap-max=fd",
	"7.3.4,-dvsec,-ecap-error-fails,-exp-v2-52,-igd-any-display",
};

static const struct rules *rules_of(uint8_t choice)
{
	static struct rules rules[ARRAY_LENGTH(texts)];
	static bool parsed;
	char why[512];

	for (size_t i = 0; !parsed && i < ARRAY_LENGTH(texts); i++)
		if (!rules_parse(texts[i], NULL, &rules[i], why, sizeof(why)))
			abort();
	parsed = true;
	return &rules[choice >> 5];
}

static void fill(struct config_space *space, uint8_t choice, const uint8_t *data, size_t size)
{
	static const uint16_t sizes[] = { SPACE_SIZE, SPACE_SIZE_EXTENDED, 0x600,
					  SPACE_SIZE_EXTENDED };
	bool holes = (choice & 3) == 3;

	space_clear(space, sizes[choice & 3], choice & 0x10 ? VIEW_USER : VIEW_HARDWARE);
	for (uint16_t offset = 0; offset < space->size; offset++)
		if (offset < size || !holes)
			space_set(space, offset, offset < size ? data[offset] : 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct config_space space, copy;
	static struct map map;
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const char *complaint;
	struct rules rules;

	if (size == 0)
		return 0;
	fill(&space, data[0], data + 1, size - 1);
	facts.opregion_known = (data[0] & 0x04) != 0;
	facts.opregion = (data[0] & 0x08) != 0;
	rules = *rules_of(data[0]);
	map_build(&space, &rules, &facts, &map);
	complaint = map_complaint(&map, &space);
	if (complaint != NULL) {
		fprintf(stderr, "rules %s: %s\n", rules.name, complaint);
		abort();
	}
	virtual_copy_build(&space, &rules, &facts, &map, &copy);
	rules_correct(&rules, &space, &space);
	return 0;
}
