/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the renderers get: facts that are already decided. A renderer decides
 * nothing and a command formats nothing.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_REPORT_H
#define VFIO_CFGTOOL_OUTPUT_REPORT_H

#include "base/device.h"
#include "model/verify.h"

/* Fields of one run, the same for all its devices. */
struct report_run {
	const char *command;
	const char *host, *kernel;	/* NULL for a dump */
	bool color;
	bool verbose;
	unsigned int free_size;		/* bytes of free runs to list; 0: do not list */
};

struct report_warning {
	const char *code;
	int offset;			/* -1: the device as a whole */
	char message[200];
};

#define REPORT_WARNINGS (MAP_WARNINGS + 8)

/* All that is known of one device. Pointers are the command's. */
struct report {
	const struct device *device;
	const char *overlay;		/* the VFIO driver that lays its own over the map, or NULL */
	const struct rules *rules;	/* NULL: none were needed */
	const struct map *map;		/* NULL or not MAP_BUILT: no map */
	struct fault error;		/* FAULT_NONE: none; list: why it cannot be mapped now */
	const char *node;		/* list: what a user opens, or "" */
	enum known mappable;		/* list: whether VFIO would open it now */
	const struct verification *verification;	/* verify: NULL where it came to none */
	size_t warnings;
	struct report_warning warning[REPORT_WARNINGS];
};

/* One format of one command. Each function returns 0 or -errno. */
struct renderer {
	const char *format;
	bool failures;		/* shows devices without a map too; the others leave them to messages */
	int (*begin)(const struct report_run *run);
	int (*device)(const struct report_run *run, const struct report *report, bool first);
	int (*end)(const struct report_run *run);
};

/* Ends with a row without format. */
extern const struct renderer map_renderers[];
extern const struct renderer list_renderers[];
extern const struct renderer verify_renderers[];

/*
 * What verify came to: "verified", "refused" (as predicted, the kernel does not
 * open it), "differs", or the code of what went wrong.
 */
const char *report_verdict(const struct report *report);

/* Spellings that several renderers share. */
const char *report_source_name(enum source source);
const char *report_view_name(enum view view);

/*
 * Free space: an aligned run of whole dwords that are raw and read as zeros.
 * Finds the next one of at least `size` bytes from *start on; returns its
 * length and its *start, or 0.
 */
unsigned int report_free_run(const struct report *report, unsigned int size,
			     unsigned int *start);

#endif
