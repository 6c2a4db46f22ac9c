/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules: one set of switches of the kernel's behaviour, named by a Linux
 * release. Distributions and stable kernels move single switches, so a release
 * only names a set; every switch can be set by itself.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_RULES_H
#define VFIO_CFGTOOL_MODEL_VFIO_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rules_switch {
	RULE_EXP_V2_52,
	RULE_PME_VIRTUAL,
	RULE_ECAP_UNKNOWN_RO,
	RULE_ECAP_ERROR_FAILS,
	RULE_DVSEC,
	RULE_NOINTX_NOTCONNECTED,
	RULE_NOINTX_NO_IRQ,
	RULE_IGD_ANY_DISPLAY,
	RULE_IGD_VBT,
	RULE_ROM_FROM_SETUP,
	RULE_EXT_CAP_MAX,	/* has a value: PCI_EXT_CAP_ID_MAX */
	RULES_SWITCHES,
};

/* How far the rules are known. */
enum rules_basis {
	BASIS_ASSUMED,		/* newer than known, or a kernel of unknown level */
	BASIS_TABLE,		/* this release stands in the table */
	BASIS_VERIFIED,		/* compared with the running kernel in this run */
	BASIS_KERNEL,		/* read from the running kernel */
};

struct kernel_release {
	uint16_t major, minor, patch;
};

/* Bytes that the longest name takes, the final NUL among them. */
#define RULES_NAME_SIZE 256

struct rules {
	uint8_t value[RULES_SWITCHES];	/* 0 or 1; for RULE_EXT_CAP_MAX an ID */
	enum rules_basis basis;
	char name[RULES_NAME_SIZE];	/* as --rules takes it */
	char note[160];			/* why the basis is no better than it is, or "" */
};

/* What the command `rules` and the manual say of one switch. */
struct rules_switch_info {
	const char *name;
	const char *function;		/* the kernel function it is found in */
	const char *effect;
};

/* One step of a switch's history. */
struct rules_step {
	enum rules_switch which;
	struct kernel_release release;	/* patch 0: mainline, for all that follow; else its own series */
	uint8_t value;
	bool confirmed;			/* read in a source, a module or the change's own text */
};

extern const struct rules_switch_info rules_switch_infos[RULES_SWITCHES];

/* All steps, oldest first within a switch; *count is set. Const data. */
const struct rules_step *rules_steps(size_t *count);

/* The newest release that the table knows, and the oldest. */
extern const struct kernel_release rules_newest, rules_oldest;

/* The spelling of a basis: "assumed", "table", "verified", "kernel". */
const char *rules_basis_name(enum rules_basis basis);

/*
 * The rules of one release. Returns false, with *rules untouched, for one
 * older than 5.10. One newer than the newest known gets the newest known rules
 * with BASIS_ASSUMED and a note.
 */
bool rules_for_release(const struct kernel_release *release, struct rules *rules);

/*
 * Whether both are of one series, such as 6.1: the release is the same but for
 * its patch.
 */
bool rules_same_series(const struct kernel_release *a, const struct kernel_release *b);

/* The last patch of a release's series that was looked at; 0: none was. */
uint16_t rules_known_to(const struct kernel_release *release);

/*
 * Reads the release at the start of text: "6.1", "6.1.176", a `uname -r`.
 * *taken is the number of characters it took. False where there is none.
 */
bool rules_release_parse(const char *text, struct kernel_release *release, size_t *taken);

/*
 * Reads the argument of --rules: VERSION[,+SWITCH|,-SWITCH...], where VERSION
 * is a release or a `uname -r` and +ext-cap-max=HEX sets that value. `base`,
 * where not NULL, stands for the word "auto" in place of VERSION. On an error
 * false, with the reason in `why` (size bytes).
 */
bool rules_parse(const char *text, const struct rules *base, struct rules *rules,
		 char *why, size_t size);

/* Sets one switch and writes it into the name, in place of an earlier mention. */
void rules_set(struct rules *rules, enum rules_switch which, uint8_t value);

/* The same; returns whether the switch stood otherwise, and else changes nothing. */
bool rules_move(struct rules *rules, enum rules_switch which, uint8_t value);

/* Moves every switch that stands otherwise in `wanted`. */
void rules_move_all(struct rules *rules, const struct rules *wanted);

/* Whether two sets are the same in all that they decide. */
bool rules_equal(const struct rules *a, const struct rules *b);

/* Writes a switch as --rules takes it behind '+': "dvsec", "ext-cap-max=2e"; "": off. */
const char *rules_switch_text(const struct rules *rules, enum rules_switch which,
			      char *text, size_t size);

#endif
