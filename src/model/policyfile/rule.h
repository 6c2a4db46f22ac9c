/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * One rule of a policy file; vfio-cfgtool.policy(5) has the grammar. text.h relates lines to
 * each other, and check.h judges whether a device keeps a rule.
 */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_RULE_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_RULE_H

#include "base/words.h"
#include "model/verdict/lint.h"
#include "model/vfio/policy.h"
#include "model/registers/registers.h"
#include "model/vfio/rules.h"

/* The newest format that can be read. */
#define POLICY_FORMAT 2

/* `policy -o policy` writes this format. The second one adds `need` and `vmm`. */
#define POLICY_FORMAT_WRITTEN 1
#define POLICY_FORMAT_NEED 2

enum policy_rule_kind {
	POLICY_RULE_FORMAT,
	POLICY_RULE_RULES,
	POLICY_RULE_DEVICE,
	POLICY_RULE_SIZE,
	POLICY_RULE_MAP,
	POLICY_RULE_VISIBLE,
	POLICY_RULE_HIDDEN,
	POLICY_RULE_ABSENT,
	POLICY_RULE_BITS,
	POLICY_RULE_VALUE,
	POLICY_RULE_EFFECT,
	POLICY_RULE_DENY,
	POLICY_RULE_ALLOW,
	POLICY_RULE_IF,
	POLICY_RULE_END,
	POLICY_RULE_ERROR,
	POLICY_RULE_NEED,
	POLICY_RULE_VMM,
};

/* REGISTER or RANGE: the bytes that a rule is about. */
struct policy_where {
	bool given;
	bool is_range;
	bool numbered;		/* it has @N */
	struct register_reference reference;
	struct range_reference range;
};

/* The devices that a file is for; a negative number: any. */
struct policy_device {
	int vendor, product;			/* 16 bits */
	int class;				/* 24 bits, or with class_digits 4 the upper 16 of them */
	int class_digits;
	int subsystem_vendor, subsystem_product;
	int revision;
	int is_vf;				/* 0: pf, 1: vf; -1: any */
};

/* The masks of `bits`: one number each, in this order. */
enum policy_mask { MASK_READ_VIRTUAL, MASK_WRITE, MASK_WRITE_VIRTUAL, RULE_MASKS };

extern const struct words policy_mask_words;

/* What `deny` forbids and `allow` permits. */
enum policy_subject {
	SUBJECT_KIND,			/* bytes of a kind of the map */
	SUBJECT_WRITE,
	SUBJECT_HARDWARE_WRITE,
	SUBJECT_HARDWARE_READ,
	SUBJECT_HIDDEN_WRITE,
	SUBJECT_RAW_NONZERO,
	SUBJECT_EFFECT,
	SUBJECT_LINT,
	POLICY_SUBJECTS,
};

/* One condition of `if`. */
struct policy_condition {
	enum { IF_FROM, IF_BEFORE, IF_SWITCH } kind;	/* rules >= RELEASE, < RELEASE */
	struct kernel_release release;
	int setting;			/* as RULES_LENGTH_OF() */
	int value;			/* of the setting; -1: any but 0 */
};

#define POLICY_CONDITIONS 4

struct policy_rule {
	enum policy_rule_kind kind;
	bool optional;
	unsigned int line, column;	/* from 1; where it begins */
	size_t condition;		/* 1 + the number of the `if` around it; 0: none */
	const char *text;		/* the line without its comment and outer blanks */
	size_t length;
	struct policy_where where;
	union {
		unsigned int number;			/* format, size */
		struct policy_device device;
		struct {
			bool any;			/* its own capability: `map CAP_x` */
			bool is_kind;
			enum map_kind kind;
			struct policy_where owner;	/* a capability */
		} map;
		struct {
			bool given[RULE_MASKS];
			uint32_t mask[RULE_MASKS];
			uint8_t width;			/* bytes; for a range 1 */
		} bits;
		struct {
			bool hardware;
			uint32_t value, mask;
		} value;
		struct {
			uint32_t mask;
			enum effect effect;
		} effect;
		struct {
			bool write;			/* else read */
			bool virtual_given;
			uint32_t mask;			/* write: the bits; read: all of the register */
			uint32_t virtual;		/* bits in the virtual copy */
		} need;
		struct {
			enum policy_subject subject;
			enum map_kind kind;		/* SUBJECT_KIND */
			enum effect effect;		/* SUBJECT_EFFECT */
			enum lint_code code;		/* SUBJECT_LINT */
		} deny;
		struct {
			unsigned int count;
			struct policy_condition list[POLICY_CONDITIONS];
		} conditions;
	};
};

/* The rules and the VMM that a policy pins for its judgement. */
struct policy_pins {
	struct rules rules;		/* by `rules` */
	struct vmm_rules vmm;		/* by `vmm` */
};

/* The place of a mistake in a line, and what is wrong. */
struct policy_mistake {
	unsigned int line, column;	/* from 1; the column in bytes */
	char message[240];
};

/*
 * Reads one line of `length` bytes, without its line end; it may have any bytes. *rule points
 * into it. Returns 1, or 0 for an empty line, or -1 with column and message of *mistake set.
 * For POLICY_RULE_RULES and POLICY_RULE_VMM their part of *pins is set, too.
 */
int policy_rule_parse(const char *text, size_t length, struct policy_rule *rule,
		      struct policy_pins *pins, struct policy_mistake *mistake);

/* The first word of a rule of this kind: "format", "map". */
const char *policy_rule_word(enum policy_rule_kind kind);

/* The first format of policy files that has rules of this kind; 0: each has. */
unsigned int policy_rule_format(enum policy_rule_kind kind);

/* Whether rules of this kind are about the whole policy, so that no `if` goes around them. */
bool policy_rule_is_whole(enum policy_rule_kind kind);

/* Whether a policy has at most one rule of this kind. */
bool policy_rule_is_single(enum policy_rule_kind kind);

/* Whether a device can keep or break the rule; the other rules only say how to judge. */
bool policy_rule_judges(const struct policy_rule *rule);

/* Writes "raw", "hardware-write", "effect power-state": the subject of deny. Returns text. */
#define POLICY_SUBJECT_SIZE 40
const char *policy_subject_text(const struct policy_rule *rule, char text[POLICY_SUBJECT_SIZE]);

#endif
