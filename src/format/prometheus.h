/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Prometheus' text format: the state of a run, for a textfile collector. The series of a
 * metric must be together, so all are printed at the end. Their number has a limit, whatever
 * the number of devices.
 */
#ifndef VFIO_CFGTOOL_FORMAT_PROMETHEUS_H
#define VFIO_CFGTOOL_FORMAT_PROMETHEUS_H

#include "format/report.h"

/* The most series of a run. Series of later metrics are left out first. */
#define PROMETHEUS_SERIES 200

/* In the order of printing, and of importance. */
enum prometheus_metric {
	METRIC_LAST_RUN_TIMESTAMP,
	METRIC_LAST_RUN_STATUS,
	METRIC_SERIES_LEFT_OUT,
	METRIC_RULES_UNKNOWN,
	METRIC_RULES_BASIS,
	METRIC_DEVICE_ERROR,
	METRIC_RULES_FAILED,
	METRIC_FINDINGS,
	METRIC_DEVICE_INFO,
	PROMETHEUS_METRICS,
};

#define PROMETHEUS_LABELS 4
#define PROMETHEUS_RANKS 4

struct prometheus_sample {
	enum prometheus_metric metric;
	const char *label[PROMETHEUS_LABELS];	/* the values; NULL is "" */
	uint64_t value;
	unsigned int rank;	/* below PROMETHEUS_RANKS: the greatest keeps its place longest */
};

int prometheus_begin(struct report_run *run);
int prometheus_end(struct report_run *run);

/*
 * Adds a sample. Values of samples with the same labels add up, except for device_info, where
 * each is 1. Returns 0 or -ENOMEM.
 */
int prometheus_add(const struct report_run *run, const struct prometheus_sample *sample);

/*
 * Adds what every command says about a device: its identity, its error, and the basis of its
 * rules.
 */
int prometheus_device(const struct report_run *run, const struct report *report, bool first);

/* The format of a command, by its function for a device. */
#define PROMETHEUS(per_device) \
	{ .format = "prometheus", .failures = true, .always = true, \
	  .begin = prometheus_begin, .device = (per_device), .end = prometheus_end }

#endif
