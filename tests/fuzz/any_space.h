/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A space of any bytes, and rules of every kind, from the input of a fuzzer. A
 * byte chooses: bits 1:0 the size (100, 1000, 600, or 1000 of which only the
 * input was read), bits 3:2 what is known of the OpRegion, or that it is an excerpt,
 * bit 4 the user view, bits 7:5 the rules.
 */
#ifndef VFIO_CFGTOOL_TESTS_FUZZ_ANY_SPACE_H
#define VFIO_CFGTOOL_TESTS_FUZZ_ANY_SPACE_H

#include <stdlib.h>

#include "base/macros.h"
#include "model/vfio/device_facts.h"
#include "model/vfio/rules.h"

/* Eight, for three bits. */
static const char *const any_rules_texts[] = {
	"5.10", "5.12", "5.16", "6.1.192", "6.12.117", "7.3.4", "6.12,+ext-cap-max=fd",
	"7.3.4,-dvsec,-ecap-error-fails,-exp-v2-52,-igd-any-display",
};

static inline const struct rules *any_rules(uint8_t choice)
{
	static struct rules rules[ARRAY_LENGTH(any_rules_texts)];
	static bool parsed;
	char why[512];

	for (size_t i = 0; !parsed && i < ARRAY_LENGTH(any_rules_texts); i++)
		if (!rules_parse(any_rules_texts[i], NULL, &rules[i], why, sizeof(why)))
			abort();
	parsed = true;
	return &rules[choice >> 5];
}

static inline void any_space(struct config_space *space, struct device_facts *facts,
			     uint8_t choice, const uint8_t *data, size_t size)
{
	static const uint16_t sizes[] = { SPACE_SIZE, SPACE_SIZE_EXTENDED, 0x600,
					  SPACE_SIZE_EXTENDED };
	bool holes = (choice & 3) == 3;

	space_clear(space, sizes[choice & 3], choice & 0x10 ? VIEW_USER : VIEW_HARDWARE);
	for (uint16_t offset = 0; offset < space->size; offset++)
		if (offset < size || !holes)
			space_set(space, offset, offset < size ? data[offset] : 0);
	space->excerpt = (choice & 0x0c) == 0x08;
	facts->opregion_known = (choice & 0x04) != 0;
	facts->opregion = (choice & 0x08) != 0;
}

#endif
