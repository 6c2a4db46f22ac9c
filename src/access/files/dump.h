/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Reads the devices of one file: a text with rows in any form of dump_row.h and prose around
 * them, a capture (base/capture.h), or the bytes of a `config` file; also compressed. Never
 * joins the bytes of two functions. What the file does not show stays unknown.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DUMP_H
#define VFIO_CFGTOOL_ACCESS_FILES_DUMP_H

#include "base/device_list.h"

struct dump_request {
	const char *path;	/* as the user wrote it; lives as long as the devices */
	bool has_address;	/* for bytes before any slot line; else the path's address ... */
	struct pci_address address;	/* ... or it is assumed */
	size_t input;		/* its number among those that were named */
	/*
	 * Completes a device of which all bytes are there; it is packed then. NULL: devices stay
	 * whole.
	 */
	void (*complete)(const void *context, struct device *device);
	const void *context;
};

/* What was left out, for a note to the user. */
struct dump_notes {
	size_t nameless;	/* functions that the text names without a byte */
	struct pci_address first;	/* the first of these */
};

/*
 * Reads an open file to its end and appends its devices to *list, in their order. A damaged
 * row sets the error of its device. Returns 0, or -errno with fault filled: the file cannot be
 * read, a capture in it is damaged, or it has no device (FAULT_NOT_FOUND).
 */
int dump_read(int fd, const struct dump_request *request, struct device_list *list,
	      struct dump_notes *notes, struct fault *fault);

#endif
