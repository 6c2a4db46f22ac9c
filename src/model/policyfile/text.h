/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* A policy file line by line, and the relations between its lines. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_TEXT_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_TEXT_H

#include "model/policyfile/rule.h"

/* The deepest nesting of `if`. */
#define POLICY_TEXT_DEPTH 16

/* A text to read. Starts with `at` and `end` set and all else zero. */
struct policy_text {
	const char *at, *end;
	bool fragment;		/* single rules (-e): `format` is not needed */
	unsigned int line;	/* of what was read last, from 1 */
	size_t count;		/* rules of the current policy before the next one */
	size_t condition;	/* 1 + number of the open `if`; 0: none */
	unsigned int depth;	/* open `if`s */
	unsigned int mistaken_ifs;	/* open `if`s that are mistakes and still need an
					   `end` */
	bool begun;		/* there was a rule, or a mistake */
	unsigned int given;	/* kinds of rules that the current policy has, a bit each */
	unsigned int format;	/* of the current policy; of a fragment the newest */
	bool ended;		/* nothing more can be read */
};

enum policy_text_step {
	POLICY_TEXT_END,
	POLICY_TEXT_RULE,	/* the next rule of the current policy */
	POLICY_TEXT_POLICY,	/* `format`, with which the next policy begins */
	POLICY_TEXT_MISTAKE,	/* the text cannot be used; reading can go on */
};

/*
 * Reads to the next rule or mistake. `rules` are the text->count rules of the current
 * policy that it returned before. The rules `rules` and `vmm` set their part of *pins. The text may have any bytes.
 */
enum policy_text_step policy_text_next(struct policy_text *text, const struct policy_rule *rules,
				       struct policy_rule *rule, struct policy_pins *pins,
				       struct policy_mistake *mistake);

#endif
