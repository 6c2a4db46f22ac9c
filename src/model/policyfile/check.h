/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a device keeps the rules of a policy file. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_CHECK_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_CHECK_H

#include "base/device.h"
#include "model/registers/byte_set.h"
#include "model/policyfile/rule.h"
#include "model/vfio/user_chain.h"
#include "model/vfio/user_view.h"

/* What `allow` takes out of the denies of a policy, in one device. */
struct check_holes {
	struct byte_set of_kind[MAP_KINDS], of_effect[EFFECTS], of_hazard[LINT_CODES];
	struct byte_set of_subject[POLICY_SUBJECTS];	/* of the others */
};

/* All of one device, for one set of rules. */
struct check_source {
	const struct device *device;
	const struct rules *rules;
	const struct map *map;		/* not MAP_SHORT: of so little nothing can be said */
	/* The others are looked at only where the map was built. */
	const struct policy *policy;
	const struct registers *registers;
	const struct user_view *foretold;
	const struct user_chain *chain;
	const struct lint *lint;
	struct check_holes *holes;	/* of the policy that is judged by */
};

enum check_outcome {
	CHECK_PASSED,
	CHECK_FAILED,
	CHECK_NOT_JUDGED,	/* an `if` around it does not hold, or what is optional is not there */
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

/* Finds the holes of a policy; source->holes is not looked at. *holes is filled whole. */
void check_find_holes(const struct check_rules *rules, const struct check_source *source,
		      struct check_holes *holes);

/*
 * Judges the device by number `index` of the rules, which has to be one that judges
 * (policy_rule_judges()); *result is filled whole.
 */
void check_judge(const struct check_rules *rules, size_t index,
		 const struct check_source *source, struct check_result *result);

#endif
