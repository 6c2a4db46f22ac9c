/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "format/prometheus.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/macros.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/print.h"

#define PREFIX "vfio_cfgtool_"

static const struct {
	const char *name, *help;
	const char *label[PROMETHEUS_LABELS];
	bool once;		/* its value does not add up */
} metrics[] = {
	[METRIC_LAST_RUN_TIMESTAMP] = {
		.name = "last_run_timestamp_seconds",
		.help = "When this was written, in seconds since 1970." },
	[METRIC_LAST_RUN_STATUS] = {
		.name = "last_run_exit_status",
		.help = "The exit status of the run: 0 done, 1 something disagreed, 3 something could not be used, 4 refused." },
	[METRIC_SERIES_LEFT_OUT] = {
		.name = "series_left_out",
		.help = "Samples for which there was no room in this output." },
	[METRIC_RULES_UNKNOWN] = {
		.name = "rules_unknown",
		.help = "Rules of policies that could not be judged, as bytes were not seen." },
	[METRIC_RULES_BASIS] = {
		.name = "rules_basis",
		.help = "Devices by what the rules of their prediction rest on.",
		.label = { "basis" } },
	[METRIC_DEVICE_ERROR] = {
		.name = "device_error",
		.help = "Devices with an error, by its code.",
		.label = { "address", "code" } },
	[METRIC_RULES_FAILED] = {
		.name = "rules_failed",
		.help = "Rules of a policy that a device breaks.",
		.label = { "address", "policy" } },
	[METRIC_FINDINGS] = {
		.name = "findings",
		.help = "Findings of lint in a device.",
		.label = { "address", "code", "severity" } },
	[METRIC_DEVICE_INFO] = {
		.name = "device_info",
		.help = "A device: its IDs, driver and fingerprint. The value is always 1.",
		.label = { "address", "id", "driver", "fingerprint" }, .once = true },
};

struct series {
	enum prometheus_metric metric;
	unsigned int worth;	/* the series with the greatest is left out first */
	uint64_t value;
	char *label[PROMETHEUS_LABELS];
};

/* The series about the run itself, which come last and always have room. */
#define OWN_SERIES 3

/* The state of a run. */
struct prometheus {
	size_t count;
	uint64_t left_out;
	struct series series[PROMETHEUS_SERIES];
};

int prometheus_begin(struct report_run *run)
{
	run->state = memory_take_zeroed(1, sizeof(struct prometheus));
	return run->state != NULL ? 0 : -ENOMEM;
}

static void clear(struct series *series)
{
	for (size_t i = 0; i < PROMETHEUS_LABELS; i++)
		free(series->label[i]);
	*series = (struct series){ .value = 0 };
}

static bool is_of(const struct series *series, const struct prometheus_sample *sample)
{
	if (series->metric != sample->metric)
		return false;
	for (size_t i = 0; i < PROMETHEUS_LABELS; i++)
		if (series->label[i] == NULL ||	/* memory was short */
		    strcmp(series->label[i], sample->label[i] != NULL ? sample->label[i] : "") != 0)
			return false;
	return true;
}

/* Finds the series to leave out next. */
static struct series *find_worst(struct prometheus *state)
{
	struct series *worst = &state->series[0];

	for (size_t i = 1; i < state->count; i++)
		if (state->series[i].worth >= worst->worth)
			worst = &state->series[i];
	return worst;
}

/* Finds an empty place for a sample, or counts it as left out and returns NULL. */
static struct series *find_place(struct prometheus *state, unsigned int worth)
{
	struct series *worst;

	if (state->count < PROMETHEUS_SERIES - OWN_SERIES ||
	    worth < METRIC_RULES_UNKNOWN * PROMETHEUS_RANKS)
		return &state->series[state->count++];
	state->left_out++;
	worst = find_worst(state);
	if (worth >= worst->worth)
		return NULL;
	clear(worst);
	return worst;
}

int prometheus_add(const struct report_run *run, const struct prometheus_sample *sample)
{
	struct prometheus *state = run->state;
	unsigned int worth = sample->metric * PROMETHEUS_RANKS +
			     (PROMETHEUS_RANKS - 1 - sample->rank);
	struct series *series;

	for (size_t i = 0; i < state->count; i++) {
		if (!is_of(&state->series[i], sample))
			continue;
		if (!metrics[sample->metric].once)
			state->series[i].value += sample->value;
		return 0;
	}
	series = find_place(state, worth);
	if (series == NULL)
		return 0;
	series->metric = sample->metric;
	series->worth = worth;
	series->value = sample->value;
	for (size_t i = 0; i < PROMETHEUS_LABELS; i++) {
		series->label[i] = memory_copy(sample->label[i] != NULL ? sample->label[i] : "");
		if (series->label[i] == NULL)
			return -ENOMEM;
	}
	return 0;
}

int prometheus_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct device *device = report->device;
	char address[ADDRESS_TEXT_SIZE], id[16] = "";
	int error;

	(void)first;
	address_format(&device->address, address);
	if (device->vendor >= 0)
		snprintf(id, sizeof(id), "%04x:%04x", (unsigned int)device->vendor & 0xffff,
			 (unsigned int)device->product & 0xffff);
	error = prometheus_add(run, &(struct prometheus_sample){
		METRIC_DEVICE_INFO, { address, id, device->driver, report_fingerprint(report) }, 1, 0 });
	if (error == 0 && report->error.code != FAULT_NONE)
		error = prometheus_add(run, &(struct prometheus_sample){
			METRIC_DEVICE_ERROR, { address, fault_code_name(report->error.code) }, 1, 0 });
	if (error == 0 && report->rules != NULL)
		error = prometheus_add(run, &(struct prometheus_sample){
			METRIC_RULES_BASIS, { rules_basis_name(report->rules->basis) }, 1, 0 });
	return error;
}

/* Prints a label's value: hidden bytes become \xNN, then '\' and '"' are escaped. */
static void print_label(const char *name, const char *value)
{
	size_t size = 4 * strlen(value) + 1;
	CLEANUP_FREE char *text = memory_take(size);
	const char *rest = text;

	if (text == NULL)
		return;
	text_printable(value, text, size);
	print_part("%s=\"", name);
	for (;;) {
		size_t plain = strcspn(rest, "\\\"");

		print_part("%.*s", (int)plain, rest);
		rest += plain;
		if (*rest == '\0')
			break;
		print_part("\\%c", *rest++);
	}
	print_part("\"");
}

static void print_series(const struct series *series)
{
	const char *const *label = metrics[series->metric].label;

	print_part(PREFIX "%s", metrics[series->metric].name);
	for (size_t i = 0; i < PROMETHEUS_LABELS && label[i] != NULL; i++) {
		print_part("%s", i == 0 ? "{" : ",");
		print_label(label[i], series->label[i]);
	}
	print_line("%s %" PRIu64, label[0] != NULL ? "}" : "", series->value);
}

static void print_metric(const struct prometheus *state, enum prometheus_metric metric)
{
	bool any = false;

	for (size_t i = 0; i < state->count; i++) {
		if (state->series[i].metric != metric)
			continue;
		if (!any) {
			print_line("# HELP " PREFIX "%s %s", metrics[metric].name,
				   metrics[metric].help);
			print_line("# TYPE " PREFIX "%s gauge", metrics[metric].name);
		}
		any = true;
		print_series(&state->series[i]);
	}
}

int prometheus_end(struct report_run *run)
{
	struct prometheus *state = run->state;
	const struct prometheus_sample own[OWN_SERIES] = {
		{ .metric = METRIC_LAST_RUN_TIMESTAMP, .value = (uint64_t)time(NULL) },
		{ .metric = METRIC_LAST_RUN_STATUS, .value = (uint64_t)run->status },
		{ .metric = METRIC_SERIES_LEFT_OUT, .value = state->left_out },
	};
	int error = 0;

	for (size_t i = 0; i < OWN_SERIES && error == 0; i++)
		error = prometheus_add(run, &own[i]);
	if (memory_has_failed())
		error = -ENOMEM;
	for (int metric = 0; metric < PROMETHEUS_METRICS && error == 0; metric++)
		print_metric(state, (enum prometheus_metric)metric);
	for (size_t i = 0; i < state->count; i++)
		clear(&state->series[i]);
	free(state);
	return error;
}
