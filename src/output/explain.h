/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Shared by the three files of explain: fields, sentences, and the sentences about a guest. */
#ifndef VFIO_CFGTOOL_OUTPUT_EXPLAIN_H
#define VFIO_CFGTOOL_OUTPUT_EXPLAIN_H

#include "format/record.h"
#include "format/report.h"

struct prose_listener;

/* The rows of a report. */
extern const struct field explain_fields[];

/*
 * Writes "IO", a field of the explained register, or "COMMAND.IO", a field of a register that
 * shares bytes with the place. Returns text.
 */
#define EXPLAIN_FIELD_SIZE (REGISTER_NAME_SIZE + 32)
const char *explain_field_name(const struct explanation *explanation,
			       const struct explanation_field *field,
			       char text[EXPLAIN_FIELD_SIZE]);

/*
 * The source of a read of bits ("virtual", "hardware", "both"), and the way of a write
 * ("virtual", "hardware", "dropped", "partly").
 */
const char *explain_read_word(const struct policy_bits *bits, uint32_t mask);
const char *explain_write_word(const struct policy_bits *bits, uint32_t mask);

/*
 * Gives the sentences about a register to a listener, each with its label, or with "" if it
 * continues the one before. Values and fields are not sentences.
 */
void explain_say(const struct report *report, const struct explanation *explanation,
		 const struct prose_listener *listener);

/* Prints the guest's side of a register. Prints nothing if the report has no guest. */
void explain_print_guest(const struct report *report, const struct explanation *explanation);

#endif
