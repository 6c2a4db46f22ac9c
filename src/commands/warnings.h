/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a report warns of. */
#ifndef VFIO_CFGTOOL_COMMANDS_WARNINGS_H
#define VFIO_CFGTOOL_COMMANDS_WARNINGS_H

#include "format/report.h"

/* Adds one, at an offset or (-1) on the whole device; what is too much is left out. */
void warn(struct report *report, const char *code, int offset, const char *format, ...)
	PRINTF_FORMAT(4, 5);

/* What is to be said of the device and its rules, whatever the command. */
void warn_of_device(struct report *report);

#endif
