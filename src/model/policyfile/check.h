/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Whether a device keeps the rules of a policy file. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_CHECK_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_CHECK_H

#include "base/device.h"
#include "model/registers/byte_set.h"
#include "model/policyfile/rule.h"
#include "model/prediction.h"
#include "model/vfio/user_chain.h"

/* The bytes that `allow` excepts from each kind of deny: indexes of check_subject.hole. */
enum {
	HOLES_OF_KINDS = 0,
	HOLES_OF_EFFECTS = HOLES_OF_KINDS + MAP_KINDS,
	HOLES_OF_HAZARDS = HOLES_OF_EFFECTS + EFFECTS,
	HOLES_OF_SUBJECTS = HOLES_OF_HAZARDS + LINT_CODES,
	CHECK_HOLES = HOLES_OF_SUBJECTS + POLICY_SUBJECTS,
};

/* One device to be judged by policy files. Large. */
struct check_subject {
	const struct device *device;
	const struct prediction *prediction;	/* not MAP_SHORT: too few bytes to judge */
	const struct guest_outcome *guest;	/* judge this guest; NULL: judge the VFIO user */
	/* Of a device that can be opened: */
	struct user_chain chain;
	struct lint lint;
	struct byte_set unseen;			/* bytes that were not seen: no deny finds
						   them */
	struct byte_set hole[CHECK_HOLES];	/* of the current policy */
};

enum check_outcome {
	CHECK_PASSED,
	CHECK_FAILED,
	CHECK_NOT_JUDGED,	/* an `if` around it is false, or an optional object is missing */
	CHECK_NOT_SEEN,		/* it depends on bytes that were not seen: the message names them */
};

#define CHECK_TEXT_SIZE 240

/* The result of one rule. If it passed, the message is "". */
struct check_result {
	enum check_outcome outcome;
	char expected[CHECK_TEXT_SIZE];		/* in the words of policy files */
	char actual[CHECK_TEXT_SIZE];
	char message[CHECK_TEXT_SIZE];		/* a sentence: what is wrong */
};

/* Rules of one policy, in their order. */
struct check_rules {
	const struct policy_rule *list;
	size_t count;
};

/* Whether a policy's `device` rules match this device. A policy without them matches any. */
bool check_applies(const struct check_rules *rules, const struct device *device);

/*
 * Fills *subject but for its holes. Device, prediction and guest must live as long as it
 * does. With a guest, visible, hidden, absent, value and deny judge what it sees and writes;
 * the other rules judge the VFIO user as before.
 */
void check_subject_build(const struct device *device, const struct prediction *prediction,
			 const struct guest_outcome *guest, struct check_subject *subject);

/* Makes a policy the current one of a subject: finds its holes. */
void check_find_holes(const struct check_rules *rules, struct check_subject *subject);

/*
 * Finds the bytes that rule number `index` denies in a subject, without the holes. False if
 * it is no deny, an `if` around it is false, or its object is missing.
 */
bool check_denied(const struct check_rules *rules, size_t index,
		  const struct check_subject *subject, struct byte_set *bytes);

/* Whether the place that a rule names has one of these bytes in a device. */
bool check_is_about(const struct policy_rule *rule, const struct check_subject *subject,
		    const struct byte_set *bytes);

/*
 * Judges the device by rule number `index`, for which policy_rule_judges() must be true.
 * Every member of *result is set.
 */
void check_judge(const struct check_rules *rules, size_t index, const struct check_subject *subject,
		 struct check_result *result);

#endif
