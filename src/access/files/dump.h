/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Devices from the text of `lspci -xxxx`, whatever else -v wrote between the
 * bytes, or from a capture (base/capture.h), which is such a text. Reads a stream of any length in one pass and knows which bytes stood
 * there and which did not.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DUMP_H
#define VFIO_CFGTOOL_ACCESS_FILES_DUMP_H

#include "base/device.h"

/*
 * Appends the devices of a file ("-": standard input) to *list. Returns 0, or -errno with fault filled, naming the file and, for
 * a line that cannot be understood, its number.
 */
int dump_read(const char *path, struct device_list *list, struct fault *fault);

#endif
