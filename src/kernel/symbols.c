/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/symbols.h"

#include <string.h>

/* One line: "ffffffffc033f8e0 d cap_perms\t[vfio_pci_core]". The texts do not end with a NUL. */
struct line {
	uint64_t address;
	const char *name, *module;		/* module: with its brackets */
	size_t name_length, module_length;	/* module_length 0: built in */
};

static int hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Parsed by hand for speed: there are more than a hundred thousand lines. */
static bool parse_line(const char *text, struct line *line)
{
	const char *place = text;

	line->address = 0;
	for (; place - text < 16 && hex_digit(*place) >= 0; place++)
		line->address = line->address << 4 | (uint64_t)hex_digit(*place);
	if (place == text || place[0] != ' ' || place[1] <= ' ' || place[2] != ' ')
		return false;
	line->name = place + 3;
	line->name_length = strcspn(line->name, " \t\n");
	place = line->name + line->name_length;
	line->module = place + strspn(place, " \t");
	line->module_length = strcspn(line->module, " \t\n");
	return line->name_length > 0;
}

static bool text_is(const char *text, size_t length, const char *wanted)
{
	return length == strlen(wanted) && memcmp(text, wanted, length) == 0;
}

static bool is_ours(const struct line *line)
{
	return text_is(line->module, line->module_length, "[vfio_pci_core]") ||
	       text_is(line->module, line->module_length, "[vfio_pci]");
}

static const char *next_line(const char *text)
{
	const char *end = strchr(text, '\n');

	return end != NULL ? end + 1 : "";
}

static void forget(struct symbol *symbols, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		symbols[i].listed = false;
		symbols[i].address = symbols[i].size = 0;
	}
}

static struct symbol *find_name(const struct line *line, struct symbol *symbols, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (symbols[i].name != NULL &&
		    text_is(line->name, line->name_length, symbols[i].name))
			return &symbols[i];
	return NULL;
}

/*
 * Takes one line. A built-in symbol may have the same name by chance: if the module has one of
 * the symbols, only the module's count.
 */
static void take(const struct line *line, struct symbol *symbols, bool *module, size_t count)
{
	bool ours = is_ours(line);
	struct symbol *symbol;

	if (!ours && (line->module_length > 0 || *module))
		return;
	symbol = find_name(line, symbols, count);
	if (symbol == NULL)
		return;
	if (ours && !*module) {
		forget(symbols, count);
		*module = true;
	}
	symbol->listed = true;
	symbol->address = line->address;
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

	forget(symbols, count);
	for (const char *place = text; *place != '\0'; place = next_line(place))
		if (parse_line(place, &line))
			take(&line, symbols, &module, count);
	for (const char *place = text; *place != '\0'; place = next_line(place))
		if (parse_line(place, &line) && is_ours(&line) == module)
			measure(&line, symbols, count);
}
