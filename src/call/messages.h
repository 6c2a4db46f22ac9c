/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Messages on standard error: "vfio-cfgtool: OBJECT: what failed: why", and a line that says
 * what to do. Texts from outside are made printable.
 */
#ifndef VFIO_CFGTOOL_CALL_MESSAGES_H
#define VFIO_CFGTOOL_CALL_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/fault.h"
#include "base/notes.h"

/* Suppresses notes and warnings (-q), never errors. */
void message_quiet(bool quiet);

/*
 * On a terminal, shows that `done` of `all` objects are done, in a line that the next call
 * replaces. done == all removes it. It never waits for a terminal that takes no output.
 */
void message_progress(const char *object, size_t done, size_t all);

/* An error about an object (an address, a file; NULL: the call itself). */
void message_error(const char *object, const char *format, ...) PRINTF_FORMAT(2, 3);

/* A note or warning about an object. */
void message_note(const char *object, const char *format, ...) PRINTF_FORMAT(2, 3);

/* A note whose text is complete, for struct task_settings. */
void message_text(const char *object, const char *text);

/* Notes on a device. */
void message_notes(const struct pci_address *address, const struct notes *notes);

/* The line after an error that says what to do. */
void message_hint(const char *format, ...) PRINTF_FORMAT(1, 2);

/* A fault with its hint. A shortage of memory is told once. */
void message_fault(const char *object, const struct fault *fault);

/* Whether a fault with this errno was told. */
bool message_has_told(int error);

/* Tells that memory was short, unless that was told before. */
void message_memory(void);

/*
 * Standard error is written at the end of each message. message_purge() drops what a library
 * wrote there before it ended the process.
 */
void message_begin(void);
void message_purge(void);

/* The last message with its object, not escaped; "" if there was none. */
const char *message_last(void);

/* All errors of message_error() in their order, a line each, not escaped. */
const char *message_errors(void);

/* The code of the last message's fault; FAULT_IO: it was about no fault. */
enum fault_code message_last_code(void);

#endif
