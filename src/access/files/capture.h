/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The lines of a capture that lspci does not read; base/capture.h says what they are. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_CAPTURE_H
#define VFIO_CFGTOOL_ACCESS_FILES_CAPTURE_H

#include "base/device.h"

/*
 * Takes a line of the device that begins with '#', without its line end. Ignores lines
 * before "# vfio-cfgtool-capture" and unknown keys. Returns NULL, or what is wrong with the
 * line, as a text.
 */
const char *capture_line(struct device *device, const char *text, size_t length);

/*
 * Ends a device. Returns NULL if its capture is complete or if it is no capture;
 * otherwise what is missing. Bytes that the capture lists as not read become unknown.
 */
const char *capture_end(struct device *device);

#endif
