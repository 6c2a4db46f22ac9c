/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a device keeps the rules of a policy file. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_CHECK_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_CHECK_H

#include "base/device.h"
#include "model/registers/byte_set.h"
#include "model/policyfile/rule.h"
#include "model/prediction.h"
#include "model/vfio/user_chain.h"

/* What `allow` takes out of each kind of deny. */
enum {
	HOLES_OF_KINDS = 0,
	HOLES_OF_EFFECTS = HOLES_OF_KINDS + MAP_KINDS,
	HOLES_OF_HAZARDS = HOLES_OF_EFFECTS + EFFECTS,
	HOLES_OF_SUBJECTS = HOLES_OF_HAZARDS + LINT_CODES,
	CHECK_HOLES = HOLES_OF_SUBJECTS + POLICY_SUBJECTS,
};

/* One device as policy files judge it. Large. */
struct check_subject {
	const struct device *device;
	const struct prediction *prediction;	/* not MAP_SHORT: of so little nothing can be said */
	const struct guest_outcome *guest;	/* whose guest is judged; NULL: the VFIO user */
	/* Of a device that can be opened: */
	struct user_chain chain;
	struct lint lint;
	struct byte_set hole[CHECK_HOLES];	/* of the policy that is judged by */
};

enum check_outcome {
	CHECK_PASSED,
	CHECK_FAILED,
	CHECK_NOT_JUDGED,	/* an `if` around it does not hold, or what is optional is not there */
	CHECK_NOT_SEEN,		/* bytes decide it that were not seen: the message says which */
};

#define CHECK_TEXT_SIZE 240

/* Of a rule that passed, too, but the message is then "". */
struct check_result {
	enum check_outcome outcome;
	char expected[CHECK_TEXT_SIZE];		/* in the words of policy files */
	char actual[CHECK_TEXT_SIZE];
	char message[CHECK_TEXT_SIZE];		/* a sentence: what is not as it should be */
};

/* Rules of one policy, in their order. */
struct check_rules {
	const struct policy_rule *list;
	size_t count;
};

/* Whether a policy is for this device: by its `device` rules; without any it is. */
bool check_applies(const struct check_rules *rules, const struct device *device);

/*
 * Fills *subject but for its holes. Device, prediction and guest must live as long as it
 * does. With a guest, visible, hidden, absent, value and deny judge what it sees and writes;
 * the other rules judge the VFIO user as before.
 */
void check_subject_build(const struct device *device, const struct prediction *prediction,
			 const struct guest_outcome *guest, struct check_subject *subject);

/* Finds the holes of a policy in a subject, which is judged by it from then on. */
void check_find_holes(const struct check_rules *rules, struct check_subject *subject);

/*
 * Finds the bytes that rule number `index` denies in a subject, without the holes. False:
 * it is no deny, an `if` around it does not hold, or what it is about is not there.
 */
bool check_denied(const struct check_rules *rules, size_t index,
		  const struct check_subject *subject, struct byte_set *bytes);

/*
 * Judges the device by number `index` of the rules, which has to be one that judges
 * (policy_rule_judges()); *result is filled whole.
 */
void check_judge(const struct check_rules *rules, size_t index, const struct check_subject *subject,
		 struct check_result *result);

#endif
