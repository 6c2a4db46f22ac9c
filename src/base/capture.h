/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The facts of a capture. Its text is a dump with comment lines that lspci does not
 * read: "# KEY VALUE", between each device's slot line and "# end". Keys that are
 * facts of struct device are stored there.
 *
 *   # vfio-cfgtool-capture 1	the format; lines before it are comments
 *   # size 1000			of configuration space
 *   # excerpt			made from a plain dump: the device may have more bytes
 *   # read 000-03f 080-fff		the bytes that were read; the others are printed as ff
 *   # user-size 1000			of the user view ...
 *   # user 000: 86 80 ?? ...		... and its bytes
 *   # end				the capture is complete
 *
 * An unprintable byte is written as \xNN and read back as that byte.
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

/* Plain values. A text is untrusted data, and "" if it is not known. */
struct capture {
	char tool[64];			/* with its version */
	char kernel[80], kernel_version[160];	/* uname -r, uname -v */
	char rules[512];		/* as --rules takes it */
	char basis[16];			/* how far the rules are known */
	char fingerprint[32];		/* of map and policy; "" none */
	char note[160];			/* why the basis is no better */
	char source[16];		/* how the bytes were reached */
	char physfn[20];		/* for a VF: its PF */
	int vfs;			/* for a PF: the number of its VFs; else -1 */
	bool redacted;
	unsigned int regions, parameters;
	struct capture_region region[CAPTURE_REGIONS];
	struct capture_parameter parameter[CAPTURE_PARAMETERS];

	/* only while the text is read */
	bool ended;
	bool has_read;
	uint16_t size, user_size, user_seen;	/* bytes */
	uint64_t read[SPACE_SIZE_EXTENDED / 64];	/* as in struct config_space */
};

#endif
