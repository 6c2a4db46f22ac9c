/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What a report warns of. */
#ifndef VFIO_CFGTOOL_INPUTS_WARNINGS_H
#define VFIO_CFGTOOL_INPUTS_WARNINGS_H

#include "format/report.h"

/* Adds a warning at an offset, or (-1) about the whole device. Ignores it if the report is full. */
void warn(struct report *report, const char *code, int offset, const char *format, ...)
	PRINTF_FORMAT(4, 5);

/* Adds the warnings about the device and its rules that every command gives. */
void warn_of_device(struct report *report);

#endif
