/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/report.h"

#include <time.h>

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

const char *report_field_name(const struct explanation *explanation,
			      const struct explanation_field *field,
			      char text[REPORT_FIELD_SIZE])
{
	char name[REGISTER_NAME_SIZE];

	if (field->of == explanation->place.known)
		snprintf(text, REPORT_FIELD_SIZE, "%s", field->field->name);
	else
		snprintf(text, REPORT_FIELD_SIZE, "%s.%s", register_name(field->of, name),
			 field->field->name);
	return text;
}

const char *report_read_word(const struct policy_bits *bits, uint32_t mask)
{
	if (bits->undefined)
		return "undefined";
	if ((bits->read_virtual & mask) == mask)
		return "virtual";
	return (bits->read_virtual & mask) == 0 ? "hardware" : "both";
}

const char *report_write_word(const struct policy_bits *bits, uint32_t mask)
{
	if (bits->undefined)
		return "undefined";
	if ((bits->write & mask) == 0)
		return "dropped";
	if ((bits->write_virtual & mask) == mask)
		return "virtual";
	return (bits->write & ~bits->write_virtual & mask) == mask ? "hardware" : "partly";
}

int report_begin(struct report_run *run)
{
	return run->renderer->begin != NULL ? run->renderer->begin(run) : 0;
}

int report_device(const struct report_run *run, const struct report *report, bool first)
{
	return run->renderer->device(run, report, first);
}

int report_end(struct report_run *run)
{
	return run->renderer->end != NULL ? run->renderer->end(run) : 0;
}
