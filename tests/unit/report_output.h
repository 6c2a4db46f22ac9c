/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Catches what a format prints for one device. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_REPORT_OUTPUT_H
#define VFIO_CFGTOOL_TESTS_UNIT_REPORT_OUTPUT_H

#include "standard_output.h"

#include <string.h>

#include "format/print.h"
#include "format/report.h"

/* The output of a run with one device; valid until the next call. */
static inline const char *output_of(const struct renderer *renderers, const char *format,
				    struct report_run *run, const struct report *report)
{
	static char printed[65536];
	struct caught caught;
	int error;

	run->renderer = renderers;
	while (run->renderer->format != NULL && strcmp(run->renderer->format, format) != 0)
		run->renderer++;
	assert_non_null(run->renderer->format);
	run->tsv = strcmp(format, "tsv") == 0;
	print_mute(run->tsv);	/* tables alone */
	caught = catch_output();
	error = report_begin(run);
	if (error == 0)
		error = report_device(run, report, true);
	if (error == 0)
		error = report_end(run);
	print_mute(false);
	caught_text(&caught, printed, sizeof(printed));
	assert_int_equal(error, 0);
	return printed;
}

/* The output has this text somewhere. */
static inline void assert_prints(const char *printed, const char *text)
{
	if (strstr(printed, text) == NULL)
		fail_msg("no \"%s\" in:\n%s", text, printed);
}

#endif
