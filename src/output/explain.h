/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What the three files of explain share: fields, sentences, and the sentences on a guest. */
#ifndef VFIO_CFGTOOL_OUTPUT_EXPLAIN_H
#define VFIO_CFGTOOL_OUTPUT_EXPLAIN_H

#include "format/record.h"
#include "format/report.h"

/* The rows of a report. */
extern const struct field explain_fields[];

/*
 * "IO", a field of the register that is explained; "COMMAND.IO", a field of a register
 * that it has bytes of. Returns text.
 */
#define EXPLAIN_FIELD_SIZE (REGISTER_NAME_SIZE + 32)
const char *explain_field_name(const struct explanation *explanation,
			       const struct explanation_field *field,
			       char text[EXPLAIN_FIELD_SIZE]);

/*
 * Where bits are read from ("virtual", "hardware", "both"), and where a write of
 * them goes ("virtual", "hardware", "dropped", "partly").
 */
const char *explain_read_word(const struct policy_bits *bits, uint32_t mask);
const char *explain_write_word(const struct policy_bits *bits, uint32_t mask);

/*
 * Gives what explain says of a register in sentences to `say`, each with its label or, if it
 * continues the one before, "". Values and fields are no sentences.
 */
void explain_say(const struct report *report, const struct explanation *explanation,
		 void (*say)(const char *label, const char *text));

/* Prints the guest's side of a register; nothing if the report has no guest. */
void explain_print_guest(const struct report *report, const struct explanation *explanation);

#endif
