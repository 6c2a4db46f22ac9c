/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "call/messages.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "format/wrap.h"

/* A longer message is cut. */
#define TEXT 1024

/* No errno is greater. */
#define TOLD_MOST 4096

/* Longer than any message with its hint, all of it escaped. */
#define BUFFER 16384

static bool notes_off;

/* A message's lines after the first begin there. */
#define HANG 4

/* The terminal shows a line of progress. */
static bool in_progress;

/* All errors, a line each; what is beyond is cut. */
static char errors[8 * TEXT];

/* The last message. */
static char last[2 * TEXT];

/* ... and the code of its fault. */
static enum fault_code last_code;

/* The errnos of the faults that were told. */
static bool told[TOLD_MOST];

void message_begin(void)
{
	static char buffer[BUFFER];

	setvbuf(stderr, buffer, _IOFBF, sizeof(buffer));
}

void message_purge(void)
{
	__fpurge(stderr);
}

void message_quiet(bool quiet)
{
	notes_off = quiet;
}

void message_progress(const char *object, size_t done, size_t all)
{
	char clean[256];
	struct pollfd terminal = { .fd = STDERR_FILENO, .events = POLLOUT };

	if (notes_off || all < 2 || !isatty(STDERR_FILENO) || poll(&terminal, 1, 0) != 1)
		return;
	fputs("\r\033[K", stderr);
	in_progress = done < all;
	if (in_progress)
		fprintf(stderr, "%zu/%zu %s ...", done + 1, all,
			text_printable(object, clean, sizeof(clean)));
	fflush(stderr);
}

const char *message_last(void)
{
	return last;
}

const char *message_errors(void)
{
	return errors;
}

enum fault_code message_last_code(void)
{
	return last_code;
}

/* Commands are not wrapped within: they are copied. */
static void print_wrapped(char *line)
{
	wrap_glue_commands(line);
	wrap_print(stderr, line, wrap_terminal(stderr), HANG);
	fflush(stderr);
}

static void message(const char *object, const char *format, va_list arguments)
	PRINTF_FORMAT(2, 0);

static void message(const char *object, const char *format, va_list arguments)
{
	static char line[9 * TEXT];	/* of one thread at a time */
	char text[TEXT];
	size_t used;

	vsnprintf(text, sizeof(text), format, arguments);
	flockfile(stderr);
	last_code = FAULT_IO;
	snprintf(last, sizeof(last), "%s%s%s", object != NULL ? object : "",
		 object != NULL ? ": " : "", text);
	fflush(stdout);	/* results printed before the message appear before it */
	fputs(in_progress ? "\r\033[K" : "", stderr);
	in_progress = false;
	used = (size_t)snprintf(line, sizeof(line), "vfio-cfgtool: ");
	if (object != NULL) {
		text_printable(object, line + used, 4 * TEXT);
		used = strlen(line);
		used += (size_t)snprintf(line + used, sizeof(line) - used, ": ");
	}
	text_printable(text, line + used, 4 * TEXT);
	print_wrapped(line);
	funlockfile(stderr);
}

void message_error(const char *object, const char *format, ...)
{
	va_list arguments;
	size_t used;

	va_start(arguments, format);
	message(object, format, arguments);
	va_end(arguments);
	flockfile(stderr);
	used = strlen(errors);
	snprintf(errors + used, sizeof(errors) - used, "%s%s", used > 0 ? "\n" : "", last);
	funlockfile(stderr);
}

void message_note(const char *object, const char *format, ...)
{
	va_list arguments;

	if (notes_off)
		return;
	va_start(arguments, format);
	message(object, format, arguments);
	va_end(arguments);
}

void message_text(const char *object, const char *text)
{
	message_note(object, "%s", text);
}

void message_notes(const struct pci_address *address, const struct notes *notes)
{
	char text[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < notes->count; i++)
		message_note(address_format(address, text), "%s", notes->text[i]);
}

void message_hint(const char *format, ...)
{
	char text[TEXT], clean[4 * TEXT], line[4 * TEXT];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	snprintf(line, sizeof(line), "  %s", text_printable(text, clean, sizeof(clean)));
	print_wrapped(line);
}

void message_fault(const char *object, const struct fault *fault)
{
	if (fault->error == ENOMEM && message_has_told(ENOMEM))
		return;
	if (fault->error > 0 && fault->error < TOLD_MOST)
		told[fault->error] = true;
	message_error(object, "%s", fault->message);
	last_code = fault->code;
	if (fault->hint[0] != '\0')
		message_hint("%s", fault->hint);
}

bool message_has_told(int error)
{
	return error > 0 && error < TOLD_MOST && told[error];
}

void message_memory(void)
{
	if (!message_has_told(ENOMEM))
		message_error(NULL, "out of memory");
	told[ENOMEM] = true;
}
