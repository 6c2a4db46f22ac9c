/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the renderers get: facts that are already decided. A renderer decides
 * nothing and a command formats nothing.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_REPORT_H
#define VFIO_CFGTOOL_OUTPUT_REPORT_H

#include "base/device.h"
#include "model/explain.h"
#include "model/policy.h"
#include "model/registers.h"
#include "model/verify.h"

/* Fields of one run, the same for all its devices. */
struct report_run {
	const char *command;
	const char *host, *kernel;	/* NULL for a dump */
	bool color;
	bool verbose;
	bool several;			/* it is about more than one device */
	unsigned int free_size;		/* bytes of free runs to list; 0: do not list */
};

struct report_warning {
	const char *code;
	int offset;			/* -1: the device as a whole */
	char message[200];
};

/* A register, or a byte that is none, as it stands in one device. */
struct report_register {
	struct register_place place;
	struct policy_bits bits;		/* of its bytes one by one */
	bool user_known, hardware_known;
	uint32_t user, hardware;		/* its values in both views */
	bool overlaid;				/* another VFIO driver answers for it */
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
	const struct policy *policy;	/* NULL: not asked for */
	const struct report_register *shown;	/* policy: the registers to show, ascending */
	size_t shown_count;
	bool shown_part;		/* ... are not all that there are */
	const struct explanation *explained;	/* explain: one for each register asked for */
	size_t explained_count;
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
extern const struct renderer policy_renderers[];
extern const struct renderer explain_renderers[];
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

/* Whether an effect is of bits of this place. */
bool report_has_effect(const struct register_place *place, const struct policy_effect *effect);

/* The bits of a field in its register. */
uint32_t report_field_mask(const struct register_field *field);

/*
 * Where bits are read from ("virtual", "hardware", "both"), and where a write of
 * them goes ("virtual", "hardware", "dropped", "partly").
 */
const char *report_read_word(const struct policy_bits *bits, uint32_t mask);
const char *report_write_word(const struct policy_bits *bits, uint32_t mask);

#endif
