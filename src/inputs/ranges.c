/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/ranges.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "call/messages.h"

void range_list_end(struct range_list *ranges)
{
	free(ranges->list);
	*ranges = (struct range_list){ .list = NULL };
}

enum exit_status range_list_parse(const char *text, struct range_list *ranges)
{
	CLEANUP_FREE char *copy = text != NULL ? memory_copy(text) : NULL;
	char *rest = copy, *word, why[200];

	if (text == NULL)
		return EXIT_DONE;
	ranges->list = memory_take_zeroed(strlen(text) + 1, sizeof(*ranges->list));
	if (copy == NULL || ranges->list == NULL)
		return EXIT_UNUSABLE;
	while ((word = strsep(&rest, ",")) != NULL) {
		if (range_parse(word, &ranges->list[ranges->count++], why, sizeof(why)))
			continue;
		message_error("--range", "%s", why);
		message_hint("a RANGE is HEX-HEX, CAP_x, CAP_x+HEX-HEX or gaps");
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

int range_list_bytes(const struct range_list *ranges, const struct map *map,
		     struct byte_set *bytes, struct fault *fault)
{
	char why[200];

	if (ranges->count == 0)
		memset(bytes, 0xff, sizeof(*bytes));
	for (size_t i = 0; i < ranges->count; i++) {
		if (range_resolve(&ranges->list[i], map, bytes->bits, why, sizeof(why)))
			continue;
		fault_set(fault, FAULT_NOT_FOUND, ENOENT, "%s", why);
		fault_hint(fault, "its capabilities: vfio-cfgtool map");
		return -ENOENT;
	}
	return 0;
}
