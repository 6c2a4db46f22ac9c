/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The output of the command `rules`. Each function returns 0 or -errno. */
#ifndef VFIO_CFGTOOL_OUTPUT_RULES_H
#define VFIO_CFGTOOL_OUTPUT_RULES_H

#include "format/report.h"

/* A module's file: the rules of its release, and the rules in the file. */
struct report_module {
	const char *file;
	struct rules release, shown;
};

struct report_modules {
	const struct report_module *list;
	size_t count;
};

/* The whole result, as json or as one line. */
int rules_print_json(const struct report_run *run, const struct rules *rules, bool line,
		     const struct report_modules *modules);

/*
 * The settings: their values, their basis, and the releases that changed them. `running`: the
 * rules are those of the running kernel.
 */
int rules_print_table(const struct report_run *run, const struct rules *rules, bool running);

/* The columns of both tables. */
extern const struct field *const rules_tables[];

/* Prints a row for each module's file. */
int rules_print_modules(const struct report_run *run, const struct report_modules *modules);

#endif
