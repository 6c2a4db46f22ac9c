/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/messages.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"

static bool notes_off;

void message_quiet(bool quiet)
{
	notes_off = quiet;
}

void message_progress(const char *object, size_t done, size_t all)
{
	struct pollfd terminal = { .fd = STDERR_FILENO, .events = POLLOUT };

	if (notes_off || all < 2 || !isatty(STDERR_FILENO) || poll(&terminal, 1, 0) != 1)
		return;
	fputs("\r\033[K", stderr);
	if (done < all)
		fprintf(stderr, "%zu/%zu %s ...", done + 1, all, object);
	fflush(stderr);
}

static void message(const char *object, const char *format, va_list arguments)
	PRINTF_FORMAT(2, 0);

static void message(const char *object, const char *format, va_list arguments)
{
	char text[1024], clean[2048];

	vsnprintf(text, sizeof(text), format, arguments);
	flockfile(stderr);
	fflush(stdout);	/* what was printed before it is read before it */
	fputs("vfio-cfgtool: ", stderr);
	if (object != NULL)
		fprintf(stderr, "%s: ", text_printable(object, clean, sizeof(clean)));
	fprintf(stderr, "%s\n", text_printable(text, clean, sizeof(clean)));
	funlockfile(stderr);
}

void message_error(const char *object, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	message(object, format, arguments);
	va_end(arguments);
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

void message_notes(const struct pci_address *address, const struct notes *notes)
{
	char text[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < notes->count; i++)
		message_note(address_format(address, text), "%s", notes->text[i]);
}

void message_hint(const char *format, ...)
{
	char text[1024], clean[2048];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fprintf(stderr, "  %s\n", text_printable(text, clean, sizeof(clean)));
}

void message_fault(const char *object, const struct fault *fault)
{
	message_error(object, "%s", fault->message);
	if (fault->hint[0] != '\0')
		message_hint("%s", fault->hint);
}
