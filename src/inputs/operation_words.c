/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/operation_words.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/ascii.h"
#include "base/bits.h"
#include "base/memory.h"
#include "base/text.h"
#include "call/messages.h"
#include "inputs/registers.h"

#define LONGEST_WAIT 3600000 /* milliseconds: an hour */

/* Bytes of a user's text that a message repeats. */
#define SHOWN_SIZE 64

static bool PRINTF_FORMAT(4, 5)
	refuse(const char *text, char *why, size_t size, const char *format, ...)
{
	char shown[SHOWN_SIZE], reason[128];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	snprintf(why, size, "%s: %s", text_printable(text, shown, sizeof(shown)), reason);
	return false;
}

static unsigned int width_of(const struct register_reference *reference)
{
	if (reference->width != 0)
		return reference->width;
	return reference->type != NULL ? reference->type->width : 0;
}

/* A capability without a register means all of its bytes. */
static bool is_whole_capability(const char *text)
{
	struct register_reference reference;
	char why[8];

	return text[strcspn(text, "+.")] == '\0' &&
	       register_parse(text, &reference, why, sizeof(why)) && reference.capability &&
	       reference.type == NULL;
}

/* Parses a register, with a width as setpci writes it. */
static bool parse_register(const char *text, struct register_reference *reference, char *why,
			   size_t size)
{
	if (range_looks_like(text))
		return refuse(text, why, size, "a range is not written: name one register");
	if (!register_parse(text, reference, why, size))
		return false;
	if (is_whole_capability(text))
		return refuse(text, why, size, "a whole capability is not written: name one register of it");
	if (width_of(reference) == 0)
		return refuse(text, why, size, "its width is not said: add .b, .w or .l");
	return true;
}

bool operation_parse_read(const char *text, struct operations *operations, char *why, size_t size)
{
	struct operation *operation = operations_add(operations);

	if (operation == NULL)
		return refuse(text, why, size, "out of memory");
	operation->text = text;
	if (range_looks_like(text) || is_whole_capability(text)) {
		operation->kind = ACCESS_RANGE;
		return range_parse(text, &operation->range, why, size);
	}
	operation->kind = ACCESS_READ;
	return register_parse(text, &operation->reference, why, size);
}

/* Parses a hexadecimal number of at most `width` bytes, with 0x or without. */
static bool parse_hex(const char *text, size_t length, unsigned int width, uint32_t *number)
{
	size_t prefix = ascii_begins(text, length, "0x") ? 2 : 0;
	uint64_t value = 0;

	if (length == prefix)
		return false;
	for (size_t i = prefix; i < length; i++) {
		int digit = ascii_hex_digit(text[i]);

		value = value << 4 | (uint64_t)(digit < 0 ? 0 : digit);
		if (digit < 0 || value >> (8 * width) != 0)
			return false;
	}
	*number = (uint32_t)value;
	return true;
}

/* VALUE[:MASK] */
static bool parse_value(const char *text, size_t length, unsigned int width,
			struct operation *operation)
{
	const char *colon = memchr(text, ':', length);
	size_t value = colon != NULL ? (size_t)(colon - text) : length;

	operation->mask = bits_all(width);
	return parse_hex(text, value, width, &operation->value) &&
	       (colon == NULL || parse_hex(colon + 1, length - value - 1, width, &operation->mask));
}

/* VALUE[:MASK][,VALUE...]: successive places of one width */
static bool parse_values(const char *text, const char *values,
			 const struct register_reference *reference, struct operations *operations,
			 char *why, size_t size)
{
	unsigned int width = width_of(reference);

	for (unsigned int step = 0;; step++) {
		size_t length = strcspn(values, ",");
		struct operation *operation;

		if (step >= SPACE_SIZE_EXTENDED)
			return refuse(text, why, size, "more values than there are places");
		operation = operations_add(operations);
		if (operation == NULL)
			return refuse(text, why, size, "out of memory");
		operation->kind = ACCESS_WRITE;
		operation->text = text;
		operation->reference = *reference;
		operation->step = step;
		if (!parse_value(values, length, width, operation))
			return refuse(text, why, size,
				      "not VALUE or VALUE:MASK of %u hexadecimal digits at most",
				      2 * width);
		values += length;
		if (*values == '\0')
			return true;
		values++;
	}
}

bool operation_parse_write(const char *text, struct operations *operations, char *why, size_t size)
{
	const char *equals = strchr(text, '=');
	struct register_reference reference;
	struct operation *operation;
	char name[SHOWN_SIZE];

	if (equals == NULL) {
		operation = operations_add(operations);
		if (operation == NULL)
			return refuse(text, why, size, "out of memory");
		operation->kind = ACCESS_READ;
		operation->text = text;
		return parse_register(text, &operation->reference, why, size);
	}
	if ((size_t)(equals - text) >= sizeof(name))
		return refuse(text, why, size, "no such register");
	snprintf(name, sizeof(name), "%.*s", (int)(equals - text), text);
	return parse_register(name, &reference, why, size) &&
	       parse_values(text, equals + 1, &reference, operations, why, size);
}

/* Copies a word, which lives as long as the operations; NULL if memory is short. */
static const char *keep(struct operations *operations, const char *word)
{
	char **text = memory_grow(operations->text, operations->texts + 1, sizeof(*text));
	char *copy = text != NULL ? memory_copy(word) : NULL;

	if (text != NULL)
		operations->text = text;
	if (copy != NULL)
		operations->text[operations->texts++] = copy;
	return copy;
}

static bool parse_wait(const char *word, struct operations *operations, char *why, size_t size)
{
	struct operation *operation = operations_add(operations);
	unsigned long milliseconds = 0;

	if (operation == NULL)
		return refuse("wait", why, size, "out of memory");
	operation->kind = ACCESS_WAIT;
	operation->text = "wait";
	for (size_t i = 0; word != NULL && word[i] != '\0'; i++) {
		if (word[i] < '0' || word[i] > '9' || milliseconds > LONGEST_WAIT)
			return refuse(word, why, size, "not a number of milliseconds");
		milliseconds = 10 * milliseconds + (unsigned long)(word[i] - '0');
	}
	if (word == NULL || milliseconds > LONGEST_WAIT)
		return refuse("wait", why, size, "needs a number of milliseconds after it, up to %d",
			      LONGEST_WAIT);
	operation->milliseconds = (unsigned int)milliseconds;
	return true;
}

/* Parses one line, and cuts it into words in place. */
static bool parse_line(char *line, struct operations *operations, char *why, size_t size)
{
	static const char blanks[] = " \t\r\n\v\f";
	char *rest, *word;

	line[strcspn(line, "#")] = '\0';
	word = strtok_r(line, blanks, &rest);
	if (word != NULL && strcmp(word, "wait") == 0 && !operations->reads) {
		if (!parse_wait(strtok_r(NULL, blanks, &rest), operations, why, size))
			return false;
		word = strtok_r(NULL, blanks, &rest);
		return word == NULL || refuse(word, why, size, "wait must be alone on its line");
	}
	for (; word != NULL; word = strtok_r(NULL, blanks, &rest)) {
		const char *kept = keep(operations, word);

		if (kept == NULL)
			return refuse(word, why, size, "out of memory");
		if (!(operations->reads ? operation_parse_read : operation_parse_write)(
			    kept, operations, why, size))
			return false;
	}
	return true;
}

bool operations_from(FILE *stream, struct operations *operations, char *why, size_t size)
{
	CLEANUP_FREE char *line = NULL;
	size_t room = 0, number = 0;
	ssize_t length;

	while ((length = memory_count(getline(&line, &room, stream))) >= 0) {
		char reason[200];

		number++;
		if (strlen(line) != (size_t)length)
			snprintf(reason, sizeof(reason), "not text: it has a byte 00");
		else if (parse_line(line, operations, reason, sizeof(reason)))
			continue;
		snprintf(why, size, "line %zu: %s", number, reason);
		return false;
	}
	if (!feof(stream)) {
		snprintf(why, size, "cannot be read: %s", strerror(errno));
		return false;
	}
	return true;
}

static enum exit_status tell_wrong(const char *object, const char *why)
{
	if (memory_has_failed())
		return EXIT_UNUSABLE;
	message_error(object, "%s", why);
	message_hint(
		"a REGISTER is NAME, CAP_x+HEX or HEX, with .b, .w or .l; a RANGE is HEX-HEX, CAP_x, CAP_x+HEX-HEX or gaps");
	return EXIT_USAGE;
}

/* Whether a dump is read from standard input, too. */
static bool dump_is_input(const struct options *options)
{
	for (size_t i = 0; i < options->dumps; i++)
		if (strcmp(options->dump[i].path, "-") == 0)
			return true;
	return false;
}

/* The words on standard input; `before`: it was read. */
static enum exit_status take_input(const struct options *options, bool before,
				   struct operations *operations)
{
	size_t count = operations->count;
	char why[240];

	if (before || dump_is_input(options)) {
		message_error("-", "standard input can be read once");
		return EXIT_USAGE;
	}
	if (!operations_from(stdin, operations, why, sizeof(why)))
		return tell_wrong("-", why);
	if (operations->count > count)
		return EXIT_DONE;
	message_error("-", "no REGISTER and no RANGE in it");
	return EXIT_USAGE;
}

enum exit_status operations_parse_reads(const struct options *options,
					struct operations *operations)
{
	enum exit_status status = EXIT_DONE;
	bool input = false;
	char why[200];

	operations->reads = true;
	for (size_t i = 0; options->words[i] != NULL && status == EXIT_DONE; i++) {
		const char *word = options->words[i];

		if (strcmp(word, "-") == 0) {
			status = take_input(options, input, operations);
			input = true;
		} else if (!operation_parse_read(word, operations, why, sizeof(why))) {
			status = tell_wrong(NULL, why);
		}
	}
	return status;
}
