/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables for people. Only output/table*.c know libsmartcols. */
#ifndef VFIO_CFGTOOL_OUTPUT_TABLE_H
#define VFIO_CFGTOOL_OUTPUT_TABLE_H

#include "output/report.h"

int table_map_device(const struct report_run *run, const struct report *report, bool first);

/* A row for each register, and for the runs of bytes between them. */
int table_policy_device(const struct report_run *run, const struct report *report, bool first);

/* The rules that a device breaks (-v: all); of one that is not judged nothing. */
int table_check_begin(const struct report_run *run);
int table_check_device(const struct report_run *run, const struct report *report, bool first);

/* A row for each place, or, of one that was named alone, a line. With dry_run the plan. */
int table_probe_device(const struct report_run *run, const struct report *report, bool first);

/* The list's rows are kept from begin to end, so that its columns fit. */
int table_list_begin(const struct report_run *run);
int table_list_device(const struct report_run *run, const struct report *report, bool first);
int table_list_end(const struct report_run *run);

/* The name of a column of the list, and what it says; NULL past the last one. */
const char *table_list_column(size_t index, const char **help);

/*
 * The first of several names, separated by ',', that is no column in any case of
 * its letters: where it stands in names, or NULL.
 */
const char *table_list_unknown_column(const char *names);

/* Facts in lines, then regions, interrupts, functions and modules. */
int table_info_device(const struct report_run *run, const struct report *report, bool first);

/* One row a device, then one for each difference. */
int table_verify_begin(const struct report_run *run);
int table_verify_device(const struct report_run *run, const struct report *report, bool first);
int table_verify_end(const struct report_run *run);

/* A row for each hazard, and below what each code means. */
int table_lint_device(const struct report_run *run, const struct report *report, bool first);

/* A row for each difference; nothing where there is none. */
int table_diff_device(const struct report_run *run, const struct report *report, bool first);

/* The codes of lint. */
int table_lint_codes(const struct report_run *run);

/*
 * The switches: how they stand in the rules, how far that is known, and what moved them.
 * `running`: these are the running kernel's.
 */
int table_rules(const struct report_run *run, const struct rules *rules, bool running);

/* A row for each module's file. */
int table_modules(const struct report_run *run, const struct report_modules *modules);

/* The version of libsmartcols, for --version. */
const char *table_version(void);

#endif
