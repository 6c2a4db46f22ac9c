/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Shared by the files that look for the users of a function. A question without an answer goes
 * to usage_doubt() and never counts as a no.
 */
#ifndef VFIO_CFGTOOL_ACCESS_DRIVERS_USAGE_SEARCH_H
#define VFIO_CFGTOOL_ACCESS_DRIVERS_USAGE_SEARCH_H

#include <limits.h>
#include <stdint.h>

#include "access/drivers/usage.h"
#include "access/system/proc.h"
#include "access/system/sysfs.h"

/* A test of this layer is compiled with a directory of its own. */
#ifndef DEV_ROOT
#define DEV_ROOT "/dev"
#endif

/* The owner of a node. */
enum usage_owner {
	USAGE_OWN,	/* the function */
	USAGE_OTHER,	/* another function of the same driver */
	USAGE_SHARED,	/* all functions of the driver */
};

/* One node or several of a driver, or a file of sysfs that leads to the function. */
struct usage_node {
	mode_t type;			/* S_IFCHR, S_IFBLK; S_IFREG: of sysfs */
	unsigned int major, minor, last;	/* of devices: minor to last */
	uint64_t inode;			/* of a file */
	enum usage_owner owner;
};

/* One search. */
struct usage {
	struct pci_address address;
	char driver[64];
	char device[PATH_MAX];		/* the function's directory without links */
	const struct usage_listener *listener;
	enum known found;		/* the answer */
	unsigned int doubts;		/* their number */
	unsigned int interfaces;	/* network interfaces that are visible here */
	bool graphic_console, text_console;	/* kernel consoles on any display */
	unsigned int depth;		/* of the directory at hand, below a function ... */
	enum usage_owner owner;		/* ... whose nodes are this one's */
	size_t nodes;
	struct usage_node *node;	/* owned */
};

/* Reports a use (by whom, how to end it), or a question without an answer. */
void usage_tell(struct usage *usage, const char *by, const char *hint, const char *format, ...)
	PRINTF_FORMAT(4, 5);
void usage_doubt(struct usage *usage, const char *format, ...) PRINTF_FORMAT(2, 3);

/* Whether a path of sysfs leads to the function's directory or below. Reports a failure. */
bool usage_is_below(struct usage *usage, const char *path);

/*
 * Calls visit for each entry of a directory of sysfs except "." and "..", sorted, with its
 * path. A missing directory has none.
 */
void usage_each_entry(struct usage *usage, const char *directory,
		      void (*visit)(struct usage *usage, const struct dirent *entry,
				    const char *path));

/* The same for a class of sysfs. */
void usage_each_of_class(struct usage *usage, const char *class,
			 void (*visit)(struct usage *usage, const struct dirent *entry,
				       const char *path));

/* Reads the attribute "dev" of a directory. Returns 0, or -errno: -ENOENT if it has none. */
int usage_read_number(const char *directory, dev_t *number);

/* Adds a node of usage->owner, or of any owner. */
void usage_add_node(struct usage *usage, mode_t type, dev_t number);
void usage_add(struct usage *usage, const struct usage_node *node);

/* Adds the nodes below a function's directory, as usage->owner's. */
void usage_collect_nodes(struct usage *usage, const char *directory);

/*
 * Reports how a disk (its directory in sysfs and its number) is used, as far as that is
 * visible without an open. Returns whether it is used.
 */
bool usage_look_at_mounts(struct usage *usage, const char *path, dev_t number);

/* Counts a network interface (its directory in sysfs), and reports it if it is up. */
void usage_look_at_interface(struct usage *usage, const char *path);

/* Reports a doubt if a network device, by its class, has no visible interface. */
void usage_doubt_network(struct usage *usage, int class);

/* The disks of the function: mounted, part of another one, opened exclusively. */
void usage_look_at_disks(struct usage *usage);

/* The console on the function: framebuffer, text mode. */
void usage_look_at_display(struct usage *usage);

/*
 * Adds nodes of a driver that are not below the function; the second leaves out those of all
 * functions.
 */
void usage_look_at_driver(struct usage *usage);
void usage_look_at_kind(struct usage *usage);

/* Reports the processes that have one of the added nodes, or one below the function, open. */
void usage_look_at_processes(struct usage *usage);

#endif
