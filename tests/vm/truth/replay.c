// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - the model of the program against records of what kernels held, with
 * neither kernel nor device: replay.py builds and runs it.
 *
 *   replay RULES <RECORDS
 *
 * RECORDS has a line of words for each device: "error" (decimal, 0: it opened) and
 * the facts irq, vf, nomem, zeroed, vendor, device and class (hexadecimal), then
 * the hardware's bytes, the map and the virtual copy in hexadecimal, "-" for what
 * there is none, and the name, which is the rest of the line. Prints a line for
 * each device that differs, and a last one "DEVICES BYTES DIFFERENT"; exit status
 * 1 if any differs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/space.h"
#include "model/vfio/device_facts.h"
#include "model/vfio/map.h"
#include "model/vfio/rules.h"
#include "model/vfio/virtual_copy.h"

#define NAME_AT 11	/* words before the name */

struct sums {
	unsigned int devices, bytes, different;
};

static unsigned int digit(char c)
{
	return (unsigned int)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static unsigned int hex(const char *text)
{
	return (unsigned int)strtoul(text, NULL, 16);
}

/* The number of bytes of text, which fit. */
static uint16_t bytes_of(const char *text, uint8_t bytes[SPACE_SIZE_EXTENDED])
{
	uint16_t count = 0;

	if (strcmp(text, "-") == 0)
		return 0;
	for (; text[0] != '\0' && text[1] != '\0' && count < SPACE_SIZE_EXTENDED; text += 2)
		bytes[count++] = (uint8_t)(digit(text[0]) << 4 | digit(text[1]));
	return count;
}

static struct device_facts facts_of(char *const word[NAME_AT])
{
	return (struct device_facts) {
		.irq = hex(word[1]),
		.is_vf = word[2][0] == '1',
		.no_memory_enable = word[3][0] == '1',
		.memory_zeroed = word[4][0] == '1',
		.vendor = (int)hex(word[5]),
		.device = (int)hex(word[6]),
		.class = (int)hex(word[7]),
	};
}

static int error_of(const struct map *map)
{
	if (map->state == MAP_BUILT)
		return 0;
	return map->failure == FAILURE_UNALIGNED ? EFAULT : EINVAL;
}

/* Says what differs of one device; returns how many bytes, or 1 if it is whether it opens. */
static unsigned int compare(char *const word[NAME_AT], const char *name, const struct rules *rules,
			    struct sums *sums)
{
	const struct device_facts facts = facts_of(word);
	uint8_t bytes[SPACE_SIZE_EXTENDED], kernel_map[SPACE_SIZE_EXTENDED];
	uint8_t kernel_copy[SPACE_SIZE_EXTENDED];
	uint16_t size = bytes_of(word[8], bytes);
	uint16_t opened = bytes_of(word[9], kernel_map);
	unsigned int in_map = 0, in_copy = 0;
	struct config_space hardware, copy;
	static struct map map;

	space_clear(&hardware, size, VIEW_HARDWARE);
	space_fill(&hardware, bytes, size);
	map_build(&hardware, rules, &facts, &map);
	if (error_of(&map) != (int)strtol(word[0], NULL, 10)) {
		printf("%s: error %d, not %s\n", name, error_of(&map), word[0]);
		return 1;
	}
	if (opened == 0)
		return 0;
	bytes_of(word[10], kernel_copy);
	virtual_copy_build(&hardware, rules, &facts, &map, &copy);
	for (unsigned int i = 0; i < size; i++) {
		in_map += map.value[i] != kernel_map[i];
		in_copy += space_is_known(&copy, i) && copy.byte[i] != kernel_copy[i];
		sums->bytes += 1U + space_is_known(&copy, i);
	}
	if (in_map + in_copy > 0)
		printf("%s: %u bytes of the map, %u of the virtual copy\n", name, in_map, in_copy);
	return in_map + in_copy;
}

/* Cuts a line into words; the name, behind them, or NULL. */
static char *cut(char *line, char *word[NAME_AT])
{
	char *rest = line;

	line[strcspn(line, "\n")] = '\0';
	for (int i = 0; i < NAME_AT; i++) {
		word[i] = rest;
		rest = strchr(rest, ' ');
		if (rest == NULL)
			return NULL;
		*rest++ = '\0';
	}
	return rest;
}

int main(int argc, char **argv)
{
	struct sums sums = { 0, 0, 0 };
	char *line = NULL, *name, *word[NAME_AT];
	struct rules rules;
	size_t size = 0;
	char why[512];

	if (argc != 2 || !rules_parse(argv[1], NULL, &rules, why, sizeof(why))) {
		fprintf(stderr, "replay: %s\n", argc == 2 ? why : "usage: replay RULES <RECORDS");
		return 2;
	}
	while (getline(&line, &size, stdin) > 0) {
		name = cut(line, word);
		if (name == NULL) {
			fprintf(stderr, "replay: not a record: %.40s\n", line);
			return 2;
		}
		sums.devices++;
		sums.different += compare(word, name, &rules, &sums);
	}
	free(line);
	printf("%u %u %u\n", sums.devices, sums.bytes, sums.different);
	return sums.different > 0;
}
