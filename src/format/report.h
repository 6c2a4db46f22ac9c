/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The input of the renderers: facts that are already decided. A renderer decides nothing, and
 * a command formats nothing.
 */
#ifndef VFIO_CFGTOOL_OUTPUT_REPORT_H
#define VFIO_CFGTOOL_OUTPUT_REPORT_H

#include "base/attached.h"
#include "base/binding.h"
#include "base/device.h"
#include "base/device_info.h"
#include "model/policyfile/check.h"
#include "model/verdict/access.h"
#include "model/verdict/restore.h"
#include "model/verdict/diff.h"
#include "model/verdict/view_difference.h"
#include "model/verdict/explain.h"
#include "model/verdict/fingerprint.h"
#include "model/verdict/lint.h"
#include "model/vfio/policy.h"
#include "model/vmm/chains.h"
#include "model/verdict/probe.h"
#include "model/registers/registers.h"
#include "model/verdict/verify.h"
#include "model/verdict/write_plan.h"

/* Fields of one run, the same for all its devices. */
struct report_run {
	const char *command;
	const struct renderer *renderer;	/* of the format; NULL: the command prints by itself */
	const char *host, *kernel;	/* NULL for a dump */
	void *state;			/* the renderer's own, from begin to end */
	int status;			/* for end: the run's exit status */
	bool color;
	bool verbose;
	bool several;			/* it is about more than one device */
	bool several_files;		/* ... of more than one file */
	const char *columns;		/* their names, separated by ','; NULL: the usual ones */
	const char *sort;		/* by this column; NULL: as it comes */
	bool no_headings;		/* of columns */
	bool tsv;			/* tables with tabs between columns and nothing else */
	unsigned int width;		/* that lines fit into; 0: any */
	bool groups;			/* list: a tree by IOMMU group */
	bool chains;			/* map: the chains in place of the ranges */
	bool full;			/* report: nothing is redacted */
};

struct report_warning {
	const char *code;
	int offset;			/* -1: the device as a whole */
	char message[200];
};

/* One row of `policy`: a register, or a byte outside any register. */
struct report_register {
	struct register_place place;
	struct policy_bits bits;		/* of its bytes one by one */
	struct known_value user, hardware;	/* another VFIO driver answers it */
	bool overlaid;				/* another VFIO driver answers for it */
};

/* One side of diff. */
struct report_side {
	const char *file;		/* its file; NULL: the machine */
	const struct device *device;
	enum view view;			/* of the bytes */
	bool read_there;		/* VIEW_GUEST: the guest's own dump, which no VMM predicts */
	struct diff_side side;
};

struct report_diff {
	const struct diff *diff;
	bool wanted[DIFF_PARTS];
	struct report_side a, b;
	const struct guest *guest;	/* one side is read_there, and this is predicted; or NULL */
};

/* A rule of a policy file, and its result. */
struct report_check {
	const char *file;		/* as the user named it */
	unsigned int line;
	char rule[160];			/* as the file spells it; cut if it is long */
	struct check_result result;
};

/* What list says about a function. Texts are "" if unknown. */
struct report_listing {
	char node[64];			/* what a user opens */
	enum known mappable;		/* whether VFIO would open it */
	const char *state;		/* the stable word for the obstacle; NULL: not
					   examined */
	char words[256];		/* the obstacle in words */
	char class_name[96];
	char physfn[ADDRESS_TEXT_SIZE];	/* of a VF */
	int vfs, most_vfs;		/* of a PF: enabled, possible; -1: it is none */
	char power_state[16];		/* of the kernel, such as "D3hot" */
	const char *at_boot;		/* "bound", "other-device", "unknown"; NULL: no rule for the boot */
};

/* The facts for report besides those of map, policy, explain, lint and diff. */
struct report_page {
	const struct config_space *user;	/* the user view */
	const struct prediction *prediction;	/* of the shown bytes */
	const struct report_diff *diff;		/* two sets of rules, or both views; NULL: neither */
	const char *refused;	/* why the VMM refuses the device, or NULL */
};

#define REPORT_WARNINGS (MAP_WARNINGS + 8)

/* All facts about one device. The command owns what the pointers lead to. */
struct report {
	const struct device *device;
	const char *overlay;		/* the VFIO driver that answers some registers itself,
					   or NULL */
	const struct rules *rules;	/* NULL: none were needed */
	const struct vmm_rules *vmm;	/* NULL: no VMM was named ... */
	const char *vmm_words;		/* policy file: what follows its name in --vmm, from a
					   comma on; NULL: nothing */
	const struct guest *guest;	/* ... or it does not take the device */
	const struct chains *chains;	/* with guest, or on request */
	const char *running_rules;	/* the rules of the running kernel, if a plain dump
					   was predicted by others; else NULL */
	unsigned int free_size;		/* map: bytes of free runs to list; 0: do not list */
	const struct map *map;		/* NULL or not MAP_BUILT: no map */
	struct fault error;		/* FAULT_NONE: none; list: why it cannot be opened */
	const struct report_listing *listing;	/* list */
	const struct attached *attached;	/* list, info: interfaces and disks of the machine; NULL: not known */
	size_t attached_count;
	const struct device_info *info;		/* info */
	const struct binding *binding;		/* bind, unbind */
	const struct policy *policy;	/* NULL: not asked for */
	const struct prediction *prediction;	/* for the fingerprint; NULL: there is none */
	struct fingerprints *fingerprints;	/* that the run found */
	const struct report_register *shown;	/* policy: the registers to show, ascending */
	size_t shown_count;
	bool shown_part;		/* ... are only a part */
	const struct explanation *explained;	/* explain: one for each register asked for */
	size_t explained_count;
	bool explained_all;		/* every register, as none was named */
	const struct access_record *accesses;	/* all registers, because the user named none */
	size_t access_count;
	bool persistent;			/* bind, unbind: also the rule for the boot */
	bool dry_run;				/* write, probe, bind, unbind: none was made */
	const struct probe_result *probes;	/* probe: as far as they went */
	size_t probe_count;
	bool probe_part;			/* ... of registers that were named */
	bool strict;				/* ... and every verdict but confirmed is a
						   failure */
	const struct probe_step *steps;		/* probe with dry_run: the accesses in order */
	size_t step_count;
	const struct restore_result *restore;	/* restore: never NULL */
	const struct verification *verification;	/* verify: NULL if it has no result */
	const struct capture_text *text;		/* capture: NULL if there is none */
	const struct report_diff *diff;		/* diff: NULL if nothing was compared */
	const struct lint_verdict *lint;		/* lint: NULL if the device cannot be
							   judged */
	const struct check_subject *subject;	/* policy -o policy: NULL if nothing is known */
	bool layout;				/* ... with rules for the place of each
						   capability */
	bool pinned;				/* ... by these rules alone */
	const struct report_check *checks;	/* check: NULL if nothing was judged */
	size_t check_count;
	const struct report_page *page;		/* report: NULL without a map */
	bool left_out;				/* check: no policy applies, and that is no
						   failure */
	size_t warnings;
	struct report_warning warning[REPORT_WARNINGS];
};

struct field;
struct json_object;

/* One format of one command. Functions return 0 or -errno; begin and end may be NULL. */
struct renderer {
	const char *format;
	bool alone;		/* one device only: its output cannot have a second */
	bool failures;		/* shows devices without a map, too; otherwise messages report
				   them */
	bool wraps;		/* for people: its lines fit into the terminal */
	bool always;		/* also prints something for a run without devices */
	int (*begin)(struct report_run *run);		/* may put its own state into
							   run->state ... */
	int (*device)(const struct report_run *run, const struct report *report, bool first);
	int (*end)(struct report_run *run);		/* ... which ends here */
	const struct field *fields;	/* JSON: the fields of a report that only this command
					   has */
	const struct field *const *tables;	/* the columns of its tables, ends with NULL; or NULL */
};

/* A run in the format of run->renderer. */
int report_begin(struct report_run *run);
int report_device(const struct report_run *run, const struct report *report, bool first);
int report_end(struct report_run *run);

/* The rows end with one without a format. */
extern const struct renderer map_renderers[];
extern const struct renderer policy_renderers[];
extern const struct renderer explain_renderers[];
extern const struct renderer page_renderers[];
extern const struct renderer read_renderers[];
extern const struct renderer write_renderers[];
extern const struct renderer probe_renderers[];
extern const struct renderer restore_renderers[];
extern const struct renderer list_renderers[];
extern const struct renderer info_renderers[];
extern const struct renderer bind_renderers[];
extern const struct renderer verify_renderers[];
extern const struct renderer check_renderers[];
extern const struct renderer lint_renderers[];
extern const struct renderer diff_renderers[];
extern const struct renderer capture_renderers[];

/* A time as "2026-11-23T13:20:00Z", or "?" if it is invalid. Returns text. */
#define REPORT_TIME_SIZE 40
const char *report_time(int64_t seconds, char text[REPORT_TIME_SIZE]);

/* The fingerprint of a device, or NULL. */
const char *report_fingerprint(const struct report *report);

/* Spellings that several renderers share. */
const char *report_source_name(enum source source);
const char *report_view_name(enum view view);

#endif
