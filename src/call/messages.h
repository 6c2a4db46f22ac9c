/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What goes to standard error: "vfio-cfgtool: OBJECT: what failed: why", and
 * a line that says how to help it. Texts from outside are made printable.
 */
#ifndef VFIO_CFGTOOL_CALL_MESSAGES_H
#define VFIO_CFGTOOL_CALL_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/fault.h"
#include "base/notes.h"

/* Suppresses notes and warnings (-q); errors are always told. */
void message_quiet(bool quiet);

/*
 * On a terminal: that the done-th of all objects is at hand, in one line that the
 * next call replaces; done == all takes it away. Left out rather than waited
 * for where the terminal takes nothing.
 */
void message_progress(const char *object, size_t done, size_t all);

/* An error about an object (an address, a file; NULL: the call itself). */
void message_error(const char *object, const char *format, ...) PRINTF_FORMAT(2, 3);

/* A note or warning about an object. */
void message_note(const char *object, const char *format, ...) PRINTF_FORMAT(2, 3);

/* A note that is a text already, as struct task_settings tells it. */
void message_text(const char *object, const char *text);

/* Notes on a device. */
void message_notes(const struct pci_address *address, const struct notes *notes);

/* The line below an error that says what a person can do. */
void message_hint(const char *format, ...) PRINTF_FORMAT(1, 2);

/* A fault, with its hint. That memory is short is told once. */
void message_fault(const char *object, const struct fault *fault);

/* Whether a fault was told that has this errno. */
bool message_has_told(int error);

/* That memory was short, where nothing has told of it. */
void message_memory(void);

/*
 * Standard error is written at the end of a message. What a library has written
 * there before it ended the process is dropped by message_purge().
 */
void message_begin(void);
void message_purge(void);

/* The last message with its object, as it was before escaping; "" where there was none. */
const char *message_last(void);

#endif
