/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The bytes of a device as a drawing: rows of 16, coloured and hatched by owner. */
#ifndef VFIO_CFGTOOL_OUTPUT_SVG_H
#define VFIO_CFGTOOL_OUTPUT_SVG_H

#include "format/report.h"
#include "model/vfio/capability.h"

/* The subject of a drawing. */
struct svg_grid {
	const struct report *report;		/* with a map that was built */
	const struct config_space *user;	/* the user view, which needs the policy;
						   NULL: neither */
	const char *prefix;			/* of links to capabilities; NULL: no links */
};

/* Colours and hatches: rules of CSS, and the patterns that they name. */
extern const char svg_style[];
void svg_patterns(void);

/*
 * Draws the grid: an <svg> element. Each view is a group of the class g-hardware, g-user,
 * g-guest or g-policy; the rules of svg_style show the first.
 */
void svg_grid(const struct svg_grid *grid);

/* The row of a byte, whose place on a page is named "row-0d0". */
unsigned int svg_row(const struct svg_grid *grid, unsigned int offset);

/* The name of a capability in links: "CAP_VNDR@1". Returns text. */
#define SVG_NAME_SIZE (CAPABILITY_NAME_SIZE + 12)
const char *svg_capability(const struct map *map, unsigned int start, char text[SVG_NAME_SIZE]);

/* map -o svg */
int svg_map_device(const struct report_run *run, const struct report *report, bool first);

#endif
