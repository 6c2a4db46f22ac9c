/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel/symbols.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* One line: "ffffffffc033f8e0 d cap_perms\t[vfio_pci_core]" */
struct line {
	uint64_t address;
	char name[128];
	char module[64];	/* with its brackets; "" built in */
};

static bool parse_line(const char *text, struct line *line)
{
	unsigned long long address;
	char copy[256];
	size_t length = strcspn(text, "\n");

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	line->module[0] = '\0';
	if (sscanf(copy, "%16llx %*c %127s %63s", &address, line->name, line->module) < 2)
		return false;
	line->address = address;
	return true;
}

static bool is_ours(const char *module)
{
	return strcmp(module, "[vfio_pci_core]") == 0 || strcmp(module, "[vfio_pci]") == 0;
}

static const char *next_line(const char *text)
{
	const char *end = strchr(text, '\n');

	return end != NULL ? end + 1 : "";
}

/* Built in, a name may be there that is another's: the module's wins. */
static void take(const struct line *line, struct symbol *symbols, bool *module, size_t count)
{
	bool ours = is_ours(line->module);

	if (!ours && (line->module[0] != '\0' || *module))
		return;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(symbols[i].name, line->name) != 0)
			continue;
		symbols[i].address = line->address;
		*module = ours;
	}
}

static void measure(const struct line *line, struct symbol *symbols, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t distance = line->address - symbols[i].address;

		if (symbols[i].address == 0 || line->address <= symbols[i].address)
			continue;
		if (symbols[i].size == 0 || distance < symbols[i].size)
			symbols[i].size = distance;
	}
}

void symbols_find(const char *text, struct symbol *symbols, size_t count)
{
	bool module = false;
	struct line line;

	for (size_t i = 0; i < count; i++)
		symbols[i].address = symbols[i].size = 0;
	for (const char *place = text; *place != '\0'; place = next_line(place))
		if (parse_line(place, &line))
			take(&line, symbols, &module, count);
	for (const char *place = text; *place != '\0'; place = next_line(place))
		if (parse_line(place, &line) && is_ours(line.module) == module)
			measure(&line, symbols, count);
}
