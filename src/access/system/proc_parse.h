/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Parses lines of files in /proc, as proc(5) describes them. Pure: reads nothing. */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_PROC_PARSE_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_PROC_PARSE_H

#include <limits.h>
#include <stdbool.h>

/* One line of /proc/PID/mountinfo. Texts are unescaped; a longer one is cut. */
struct proc_mount {
	int id;
	unsigned int major, minor;	/* of the file system */
	char point[PATH_MAX];		/* where it is mounted */
	char options[256];		/* of this mount, with commas between them */
	char type[64];			/* of the file system; "": not in the line */
	char source[256];		/* such as a disk's node, or a tag; "" as above */
};

/* Parses a line of mountinfo. False if the line has another form. */
bool proc_parse_mount(const char *line, struct proc_mount *mount);

/* Whether a mount has an option, such as "nodev". */
bool proc_mount_has(const struct proc_mount *mount, const char *option);

/* Writes the path of a line of /proc/swaps. False for another line, and for swap in a file. */
bool proc_parse_swap(const char *line, char path[PATH_MAX]);

/* Bytes that a name of /proc/devices and /proc/misc takes here, the final NUL among them. */
#define PROC_NAME_SIZE 64

/* "NUMBER NAME", as in /proc/devices and /proc/misc. False if a line has another form. */
bool proc_parse_name(const char *line, unsigned int *number, char name[PROC_NAME_SIZE]);

/* The number after the word that begins a line. False for another word, or if it fits no int. */
bool proc_parse_number(const char *line, const char *word, int *number);

#endif
