/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Devices of one file: a text in any of the forms of dump_row.h with prose around the
 * rows, a capture (base/capture.h), or the bytes of a `config` file; also compressed. Bytes of
 * two functions never become one, and what is not shown stays unknown.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_DUMP_H
#define VFIO_CFGTOOL_ACCESS_FILES_DUMP_H

#include "base/device.h"

struct dump_request {
	const char *path;	/* as it was named; lives as long as the devices */
	bool has_address;	/* of bytes that no slot line is before; else by the path ... */
	struct pci_address address;	/* ... or it is assumed */
};

/* What was left out, for a note. */
struct dump_notes {
	size_t nameless;	/* functions that are named, and of which no byte is there */
	struct pci_address first;	/* of these */
};

/*
 * Reads an open file to its end and appends its devices to *list, in their order. A row that
 * is damaged sets the error of its device. Returns 0, or -errno with fault filled: the file
 * cannot be read, a capture in it is damaged, or there is no device in it (FAULT_NOT_FOUND).
 */
int dump_read(int fd, const struct dump_request *request, struct device_list *list,
	      struct dump_notes *notes, struct fault *fault);

#endif
