/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A capture: what stands in its text beside the bytes, which lspci does not
 * read. Each device has its own lines, "# KEY VALUE", between its slot line and
 * "# end"; of the keys those that are facts of struct device are put there.
 *
 *   # vfio-cfgtool-capture 1	the format; from here on these lines count
 *   # size 1000			of configuration space
 *   # excerpt			made of a plain dump: there may be bytes that it does not show
 *   # read 000-03f 080-fff		which bytes were read; the others stand as ff
 *   # user-size 1000			of the user view ...
 *   # user 000: 86 80 ?? ...		... and its bytes
 *   # end				nothing was cut off
 *
 * A byte of a text that cannot be printed is written as \xNN, and read as that byte.
 */
#ifndef VFIO_CFGTOOL_BASE_CAPTURE_H
#define VFIO_CFGTOOL_BASE_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/space.h"

#define CAPTURE_FORMAT 1

#define CAPTURE_REGIONS		32
#define CAPTURE_PARAMETERS	32

/* A region of VFIO, struct vfio_region_info. */
struct capture_region {
	uint32_t index, flags;
	uint64_t size;			/* bytes */
	bool has_type;
	uint32_t type, subtype;		/* of struct vfio_region_info_cap_type */
};

struct capture_parameter {
	char module[64], name[48], value[64];
};

/* Plain values; texts are data and "" where nothing is known. */
struct capture {
	char tool[64];			/* with its version */
	char kernel[80], kernel_version[160];	/* uname -r, uname -v */
	char rules[512];		/* as --rules takes it */
	char basis[16];			/* of them */
	char note[160];			/* why it is no better */
	char source[16];		/* how the bytes were reached */
	char physfn[20];		/* of a VF: its PF */
	int vfs;			/* of a PF: its VFs; -1: it is none */
	bool redacted;
	unsigned int regions, parameters;
	struct capture_region region[CAPTURE_REGIONS];
	struct capture_parameter parameter[CAPTURE_PARAMETERS];

	/* while its text is read */
	bool ended;
	bool has_read;
	uint16_t size, user_size, user_seen;	/* bytes */
	uint64_t read[SPACE_SIZE_EXTENDED / 64];	/* as in struct config_space */
};

#endif
