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
	RULE_VF_PASID_PRI,
	RULES_SWITCHES,
};

/* Values of RULE_DVSEC beside 0, off, and 1, on. */
#define DVSEC_RAW	2	/* reads are raw, too */
#define DVSEC_CXL	3	/* those of CXL devices are another function's, which is not known */

/* How far the rules are known. */
enum rules_basis {
	BASIS_ASSUMED,		/* newer than known, or a kernel of unknown level */
	BASIS_MODULE,		/* lengths and what data show were read off the module's file */
	BASIS_TABLE,		/* this release stands in the table */
	BASIS_VERIFIED,		/* compared with the running kernel in this run */
	BASIS_KERNEL,		/* read from the running kernel */
};

struct kernel_release {
	uint16_t major, minor, patch;
};

/* Bytes that the longest name takes, the final NUL among them. */
#define RULES_NAME_SIZE 512

/* An entry of the kernel's tables of lengths that is computed from the capability. */
#define RULES_LENGTH_VARIABLE 0xff

/*
 * A length switch: what pci_cap_length[] or pci_ext_cap_length[] of the kernel has for
 * an ID otherwise than ours.
 */
struct rules_length {
	bool extended;
	uint8_t id;
	uint8_t length;		/* bytes; 0 hidden; RULES_LENGTH_VARIABLE */
};

#define RULES_LENGTHS 8

struct rules {
	uint8_t value[RULES_SWITCHES];	/* 0 or 1; for RULE_EXT_CAP_MAX an ID; DVSEC_x */
	uint8_t lengths;
	struct rules_length length[RULES_LENGTHS];	/* standard ones first, ascending by ID */
	enum rules_basis basis;
	uint32_t seen;		/* with BASIS_MODULE: bits of the switches that the file shows */
	char name[RULES_NAME_SIZE];	/* as --rules takes it */
	char note[160];			/* why the basis is no better than it is, or "" */
};

/* What the command `rules` and the manual say of one switch. */
struct rules_switch_info {
	const char *name;
	const char *function;		/* the kernel function it is found in */
	const char *effect;
	const char *const *words;	/* of values from 2 on, then NULL; NULL: there are none */
	bool is_number;			/* has a value that is an ID, and is never off */
};

/* One step of a switch's history. */
struct rules_step {
	enum rules_switch which;
	struct kernel_release release;	/* patch 0: mainline, for all that follow; else its own series */
	uint8_t value;
	bool confirmed;			/* read in a source, a module or the change's own text */
	const char *commit;		/* of mainline, twelve digits; NULL: not known to us */
};

extern const struct rules_switch_info rules_switch_infos[RULES_SWITCHES];

/* All steps, oldest first within a switch; *count is set. Const data. */
const struct rules_step *rules_steps(size_t *count);

/* The newest release that the table knows, and the oldest. */
extern const struct kernel_release rules_newest, rules_oldest;

/* The spelling of a basis: "assumed", "module", "table", "verified", "kernel". */
const char *rules_basis_name(enum rules_basis basis);

/* How far one switch is known; RULES_SWITCHES stands for the lengths. */
enum rules_basis rules_switch_basis(const struct rules *rules, int which);

/*
 * The basis for people: "table", or of a module's file "lengths: module; 6 switches
 * assumed". Returns text.
 */
#define RULES_BASIS_TEXT_SIZE 64
const char *rules_basis_text(const struct rules *rules, char text[RULES_BASIS_TEXT_SIZE]);

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
 * is a release or a `uname -r`, +ext-cap-max=HEX sets that value, +dvsec=WORD one of its
 * words, and +len:CAPABILITY=HEX an entry of the kernel's tables of lengths. `base`,
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

/*
 * What the kernel's table of lengths has for an ID under these rules: bytes, 0 for
 * hidden, or RULES_LENGTH_VARIABLE. An ID above the end of the table has 0.
 */
unsigned int rules_length(const struct rules *rules, bool extended, uint16_t id);

/*
 * Sets the table's entry and writes it into the name; of DVSEC 0 and VARIABLE are the
 * switch. `id` is 1 to 14 of a standard, 1 to fd of an extended capability, both
 * hexadecimal. False, with *rules as it was, where RULES_LENGTHS are set already.
 */
bool rules_set_length(struct rules *rules, bool extended, uint8_t id, uint8_t length);

/* Takes a length switch away again: the table's entry is ours. The name stays. */
void rules_forget_length(struct rules *rules, bool extended, uint8_t id);

/* Writes a length switch as --rules takes it behind '+': "len:ECAP_PASID=8". */
#define RULES_LENGTH_TEXT_SIZE 40
const char *rules_length_text(const struct rules_length *length,
			      char text[RULES_LENGTH_TEXT_SIZE]);

/* One of all that can be set: an enum rules_switch, or the length of a capability. */
#define RULES_LENGTH_OF(extended, id) (RULES_SWITCHES + ((extended) ? 0x100 : 0) + (id))

#define RULES_SETTINGS RULES_LENGTH_OF(true, 0x100)

/* Its name without a value: "dvsec", "len:ECAP_PASID". Returns text. */
const char *rules_setting_name(int setting, char text[RULES_LENGTH_TEXT_SIZE]);

/* What it does, in words; as `--rules` takes it behind '+', or without a value where it is off. */
const char *rules_setting_effect(int setting);
const char *rules_setting_text(const struct rules *rules, int setting,
			       char text[RULES_LENGTH_TEXT_SIZE]);

uint8_t rules_setting_value(const struct rules *rules, int setting);

/* Whether it is set otherwise; a length that follows from a switch is not set. */
bool rules_setting_differs(const struct rules *a, const struct rules *b, int setting);

/* Sets it; false where there is no room for a further length. */
bool rules_setting_put(struct rules *rules, int setting, uint8_t value);

/* Whether two sets are the same in all that they decide. */
bool rules_equal(const struct rules *a, const struct rules *b);

/* Writes a switch as --rules takes it behind '+': "dvsec", "ext-cap-max=2e"; "": off. */
const char *rules_switch_text(const struct rules *rules, enum rules_switch which,
			      char *text, size_t size);

#endif
