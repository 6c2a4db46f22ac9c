// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The map of any bytes, under rules of every kind, and the virtual copy that
 * follows. The first byte of the input chooses (any_space.h).
 */
#include <stdio.h>

#include "map_complaint.h"
#include "any_space.h"
#include "model/vfio/rules_observed.h"
#include "model/vfio/virtual_copy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct config_space space, copy;
	static struct map map;
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const char *complaint;
	struct rules rules;

	if (size == 0)
		return 0;
	any_space(&space, &facts, data[0], data + 1, size - 1);
	rules = *any_rules(data[0]);
	map_build(&space, &rules, &facts, &map);
	complaint = map_complaint(&map, &space);
	if (complaint != NULL) {
		fprintf(stderr, "rules %s: %s\n", rules.name, complaint);
		abort();
	}
	virtual_copy_build(&space, &rules, &facts, &map, &copy);
	rules_correct(&rules, &space, &space, &map);
	return 0;
}
