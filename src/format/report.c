/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/report.h"

#include <time.h>

#include "format/table.h"

const char *report_source_name(enum source source)
{
	static const char *const names[] = {
		[SOURCE_DUMP] = "dump",
		[SOURCE_SYSFS] = "sysfs",
		[SOURCE_VFIO] = "vfio",
		[SOURCE_HELD] = "held",
	};

	return names[source];
}

const char *report_view_name(enum view view)
{
	return words_name(&view_words, view);
}

const char *report_time(int64_t seconds, char text[REPORT_TIME_SIZE])
{
	const time_t time = (time_t)seconds;
	struct tm parts;

	if (gmtime_r(&time, &parts) == NULL ||
	    strftime(text, REPORT_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
		snprintf(text, REPORT_TIME_SIZE, "?");
	return text;
}

const char *report_fingerprint(const struct report *report)
{
	if (report->prediction == NULL)
		return NULL;
	return fingerprint_find(report->fingerprints, report->prediction);
}

int report_begin(struct report_run *run)
{
	return run->renderer->begin != NULL ? run->renderer->begin(run) : 0;
}

int report_device(const struct report_run *run, const struct report *report, bool first)
{
	table_subject(report->device);
	return run->renderer->device(run, report, first);
}

int report_end(struct report_run *run)
{
	return run->renderer->end != NULL ? run->renderer->end(run) : 0;
}
