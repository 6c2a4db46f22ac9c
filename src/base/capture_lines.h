/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The lines "# KEY VALUE" of a capture; base/capture.h has the form. One table has a row
 * for each key, with the function that reads its value and the one that writes it.
 */
#ifndef VFIO_CFGTOOL_BASE_CAPTURE_LINES_H
#define VFIO_CFGTOOL_BASE_CAPTURE_LINES_H

#include <stddef.h>

struct capture;
struct config_space;
struct device;
struct device_resources;

/* The first and the last line. */
#define CAPTURE_BEGIN	"vfio-cfgtool-capture"
#define CAPTURE_END	"end"

/* A line of 16 bytes: "ff0: 86 80 ...". */
#define CAPTURE_BYTES_A_LINE	16
#define CAPTURE_BYTES_SIZE	64

/* A device's bytes as lspci's text. */
struct capture_text {
	const struct config_space *space;
	const struct capture *capture;		/* also all the facts; NULL: the bytes alone */
	const struct config_space *user;	/* also the user view, or NULL ... */
	const struct device_resources *resources;	/* ... and the resources; both of a capture */
};

/*
 * Stores the value of a key, which it cuts, in a device. CAPTURE_BEGIN makes its capture; any
 * other key needs one. Ignores an unknown key. Returns NULL, or what is wrong with the
 * value, as a text.
 */
const char *capture_take(struct device *device, const char *key, char *value);

/*
 * Calls line() with key and value of each line, in the order of the text, up to the one
 * before CAPTURE_END. A value may be "". text->capture is not NULL.
 */
void capture_give(const struct device *device, const struct capture_text *text,
		  void (*line)(const char *key, const char *value));

/* Writes the line of bytes from an offset on; `unread` replaces a byte that was not read. */
void capture_format_bytes(const struct config_space *space, unsigned int offset,
			  const char *unread, char text[CAPTURE_BYTES_SIZE]);

#endif
