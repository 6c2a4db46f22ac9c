/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Rules: one set of switches of the kernel's behaviour, named by a Linux
 * release. Distributions and stable kernels change single switches, so every
 * switch can also be set by itself.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_RULES_H
#define VFIO_CFGTOOL_MODEL_VFIO_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"

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

/* Values of RULE_DVSEC besides 0, off, and 1, on. */
#define DVSEC_RAW	2	/* reads are raw, too */
#define DVSEC_CXL	3	/* an unknown function handles DVSECs of CXL devices */

/* How far the rules are known. */
enum rules_basis {
	BASIS_ASSUMED,		/* a newer release than known, or a kernel of unknown level */
	BASIS_MODULE,		/* lengths and some switches were read off the module's file */
	BASIS_TABLE,		/* the table has this release */
	BASIS_VERIFIED,		/* compared with the running kernel in this run */
	BASIS_KERNEL,		/* read from the running kernel */
};

struct kernel_release {
	uint16_t major, minor, patch;
};

/* Bytes that the longest name takes, the final NUL among them. */
#define RULES_NAME_SIZE 512

/* A length in the kernel's tables that the kernel reads from the capability. */
#define RULES_LENGTH_VARIABLE 0xff

/*
 * A length switch: an ID whose length in the kernel's pci_cap_length[] or
 * pci_ext_cap_length[] differs from our table.
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
	char note[160];			/* why the basis is no better, or "" */
};

/* One switch as the command `rules` and the manual describe it. */
struct rules_switch_info {
	const char *name;
	const char *function;		/* the kernel's function that it changes */
	const char *effect;
	const char *const *words;	/* names of the values from 2 on, ended by NULL; or NULL */
	bool is_number;			/* its value is an ID, and it is never off */
};

/* One step of a switch's history. */
struct rules_step {
	enum rules_switch which;
	struct kernel_release release;	/* patch 0: mainline and all later; else its series */
	uint8_t value;
	bool confirmed;			/* seen in a source, a module or the commit's text */
	const char *commit;		/* in mainline, twelve digits; NULL: not known */
};

extern const struct rules_switch_info rules_switch_infos[RULES_SWITCHES];
extern const struct words rules_switch_words;

/* All steps, oldest first within a switch; *count is set. Const data. */
const struct rules_step *rules_steps(size_t *count);

/* The newest release that the table knows, and the oldest. */
extern const struct kernel_release rules_newest, rules_oldest;

/* The stable name: "assumed", "module", "table", "verified", "kernel". */
const char *rules_basis_name(enum rules_basis basis);
/* The words that --require takes: all but the weakest basis. */
extern const struct words rules_basis_words;

/* How far one switch is known; RULES_SWITCHES means the lengths. */
enum rules_basis rules_switch_basis(const struct rules *rules, int which);

/*
 * The basis for people: "table", or for a module's file "lengths: module; 6 switches
 * assumed". Returns text.
 */
#define RULES_BASIS_TEXT_SIZE 64
const char *rules_basis_text(const struct rules *rules, char text[RULES_BASIS_TEXT_SIZE]);

/*
 * The rules of one release. Returns false, with *rules untouched, for a release
 * older than 5.10. A release newer than the newest known one gets the newest known
 * rules with BASIS_ASSUMED and a note.
 */
bool rules_for_release(const struct kernel_release *release, struct rules *rules);

/*
 * Whether both belong to one series, such as 6.1: they differ at most in the patch.
 */
bool rules_same_series(const struct kernel_release *a, const struct kernel_release *b);

/* The last checked patch of a release's series; 0: none. */
uint16_t rules_known_to(const struct kernel_release *release);

/*
 * Reads the release at the start of text: "6.1", "6.1.176", a `uname -r`.
 * *taken is the number of characters read. False if the text does not begin with one.
 */
bool rules_release_parse(const char *text, struct kernel_release *release, size_t *taken);

/*
 * Reads the argument of --rules: VERSION[,+SWITCH|,-SWITCH...], where VERSION
 * is a release or a `uname -r`, +ext-cap-max=HEX sets that value, +dvsec=WORD one of its
 * words, and +len:CAPABILITY=HEX an entry of the kernel's tables of lengths. If `base`
 * is not NULL, the word "auto" as VERSION means it. On an error false, with the reason
 * in `why` (size bytes).
 */
bool rules_parse(const char *text, const struct rules *base, struct rules *rules,
		 char *why, size_t size);

/* Sets one switch and puts it into the name; an earlier mention is replaced. */
void rules_set(struct rules *rules, enum rules_switch which, uint8_t value);

/* The same, but only if the value differs. Returns whether it did. */
bool rules_move(struct rules *rules, enum rules_switch which, uint8_t value);

/* Gives every switch its value in `wanted`. */
void rules_move_all(struct rules *rules, const struct rules *wanted);

/*
 * The length in the kernel's table for an ID under these rules: bytes, 0 for hidden,
 * or RULES_LENGTH_VARIABLE. 0 for an ID past the end of the table.
 */
unsigned int rules_length(const struct rules *rules, bool extended, uint16_t id);

/*
 * Sets the table's entry and puts it into the name; for DVSEC 0 and VARIABLE set the
 * switch instead. `id` is 1 to 14 for a standard, 1 to fd for an extended capability,
 * both hexadecimal. False, with *rules unchanged, if RULES_LENGTHS are set already.
 */
bool rules_set_length(struct rules *rules, bool extended, uint8_t id, uint8_t length);

/* Removes a length switch: our table's length counts again. The name is unchanged. */
void rules_forget_length(struct rules *rules, bool extended, uint8_t id);

/* Writes a length switch as --rules takes it after '+': "len:ECAP_PASID=8". */
#define RULES_LENGTH_TEXT_SIZE 40
const char *rules_length_text(const struct rules_length *length,
			      char text[RULES_LENGTH_TEXT_SIZE]);

/* A setting: an enum rules_switch, or the length of a capability. */
#define RULES_LENGTH_OF(extended, id) (RULES_SWITCHES + ((extended) ? 0x100 : 0) + (id))

#define RULES_SETTINGS RULES_LENGTH_OF(true, 0x100)

/* A setting's name without a value: "dvsec", "len:ECAP_PASID". Returns text. */
const char *rules_setting_name(int setting, char text[RULES_LENGTH_TEXT_SIZE]);

/* What a setting does, in words; and the text that --rules takes after '+', or its name if off. */
const char *rules_setting_effect(int setting);
const char *rules_setting_text(const struct rules *rules, int setting,
			       char text[RULES_LENGTH_TEXT_SIZE]);

uint8_t rules_setting_value(const struct rules *rules, int setting);

/* Whether a setting differs. A length that follows from a switch is no setting. */
bool rules_setting_differs(const struct rules *a, const struct rules *b, int setting);

/* Sets a setting. False if there is no room for another length. */
bool rules_setting_put(struct rules *rules, int setting, uint8_t value);

/* Whether two sets have the same switches and lengths. */
bool rules_equal(const struct rules *a, const struct rules *b);

/* Writes a switch as --rules takes it after '+': "dvsec", "ext-cap-max=2e"; "": off. */
const char *rules_switch_text(const struct rules *rules, enum rules_switch which,
			      char *text, size_t size);

#endif
