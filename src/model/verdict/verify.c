/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/verify.h"

#include <string.h>

#include "base/macros.h"
#include "base/words.h"
#include "model/vfio/capability.h"
#include "model/vfio/virtual_copy.h"

/* The input: the prediction's, and what the kernel held. */
struct question {
	const struct config_space *space;
	struct device_facts facts;
	const struct kernel_copy *kernel;	/* NULL: refused */
	const struct policy *kernel_policy;	/* NULL: not seen */
	bool pristine;
};

/* The result of the input under some rules. */
struct answer {
	struct prediction *prediction;
	struct config_space virtual_copy;	/* right after the open */
};

static void predict(const struct question *question, const struct rules *rules,
		    struct answer *answer)
{
	prediction_build(question->space, rules, &question->facts, answer->prediction);
	virtual_copy_build(question->space, rules, &question->facts, &answer->prediction->map,
			   &answer->virtual_copy);
}

/*
 * A user does not see the ID of a placeholder. The kernel clears the first dword of one that
 * ends the chain.
 */
static bool is_placeholder(const struct question *question, const struct map *map,
			   unsigned int offset)
{
	return map->owner[map->owner_of[offset]].kind == KIND_PLACEHOLDER ||
	       (offset >= SPACE_SIZE && offset < SPACE_SIZE + 4 &&
		space_dword(question->space, SPACE_SIZE) == 0);
}

/* Whether a byte of a part can be predicted. */
static bool is_judged(const struct question *question, const struct answer *answer,
		      enum verified_part part, unsigned int offset)
{
	bool hardware = question->space->view == VIEW_HARDWARE;

	if (part == PART_VIRTUAL_COPY)
		return hardware && question->pristine &&
		       space_is_known(&answer->virtual_copy, offset);
	if (part == PART_POLICY &&
	    (question->kernel_policy == NULL || answer->prediction->policy.undefined[offset]))
		return false;
	if (part == PART_MAP && answer->prediction->map.undefined[offset])
		return false;
	return hardware || !is_placeholder(question, &answer->prediction->map, offset);
}

static bool is_same_policy(const struct policy *a, const struct policy *b, unsigned int offset)
{
	return a->undefined[offset] == b->undefined[offset] &&
	       a->read_virtual[offset] == b->read_virtual[offset] &&
	       a->write[offset] == b->write[offset] &&
	       a->write_virtual[offset] == b->write_virtual[offset];
}

static bool is_same(const struct question *question, const struct answer *answer,
		    enum verified_part part, unsigned int offset)
{
	if (part == PART_MAP)
		return answer->prediction->map.value[offset] == question->kernel->map[offset];
	if (part == PART_POLICY)
		return is_same_policy(&answer->prediction->policy, question->kernel_policy, offset);
	return space_byte(&answer->virtual_copy, offset) == question->kernel->virtual_copy[offset];
}

/* Counts the bytes from start to end that differ. */
static unsigned int count_different(const struct question *question, const struct answer *answer,
				    enum verified_part part, unsigned int start, unsigned int end)
{
	unsigned int different = 0;

	if (answer->prediction->map.state != MAP_BUILT)
		return end - start + 1;
	for (unsigned int offset = start; offset <= end; offset++)
		different += is_judged(question, answer, part, offset) &&
			     !is_same(question, answer, part, offset);
	return different;
}

/* The number of bytes in which the rules and the kernel differ. */
static unsigned int distance(const struct question *question, const struct rules *rules,
			     struct answer *answer)
{
	unsigned int sum = 0;

	predict(question, rules, answer);
	if (question->kernel == NULL)
		return answer->prediction->map.state == MAP_INIT_FAILS ? 0 : 1;
	for (int part = 0; part < VERIFIED_PARTS; part++)
		sum += count_different(question, answer, (enum verified_part)part, 0,
				       question->kernel->size - 1U);
	return sum;
}

/* One setting with another possible value. */
struct candidate {
	int setting;		/* as RULES_LENGTH_OF() */
	uint8_t value;
};

#define CANDIDATES 96

struct candidates {
	unsigned int count;
	struct candidate list[CANDIDATES];
};

static void add_candidate(struct candidates *candidates, int setting, uint8_t value)
{
	for (unsigned int i = 0; i < candidates->count; i++)
		if (candidates->list[i].setting == setting && candidates->list[i].value == value)
			return;
	if (candidates->count < CANDIDATES)
		candidates->list[candidates->count++] = (struct candidate) { setting, value };
}

/* Adds the other settings of a switch: on for off, or each value of a number in any release. */
static void add_switch(const struct rules *rules, enum rules_switch which,
		       struct candidates *candidates)
{
	size_t count;
	const struct rules_step *steps = rules_steps(&count);
	const struct rules_switch_info *info = &rules_switch_infos[which];

	if (!info->is_number)
		add_candidate(candidates, (int)which, rules->value[which] == 0);
	for (uint8_t i = 0; info->words != NULL && info->words[i] != NULL; i++)
		add_candidate(candidates, (int)which, (uint8_t)(i + 2));
	for (size_t i = 0; i < count && info->is_number; i++)
		if (steps[i].which == which)
			add_candidate(candidates, (int)which, steps[i].value);
}

/* Counts the bytes of the kernel's map, from a capability's start on, that have its value. */
static unsigned int kernel_length(const struct kernel_copy *kernel, const struct map_visit *visit)
{
	unsigned int length = 0;

	while (visit->start + length < kernel->size && length < RULES_LENGTH_VARIABLE &&
	       kernel->map[visit->start + length] == (visit->id & 0xff))
		length++;
	return length;
}

/*
 * Adds the length that the kernel seems to assume for a capability with a fixed length in our
 * table.
 */
static void add_length(const struct question *question, const struct rules *rules,
		       const struct map_visit *visit, struct candidates *candidates)
{
	bool extended = visit->kind != KIND_CAPABILITY;
	unsigned int ours = rules_length(rules, extended, visit->id), length;

	if (question->kernel == NULL || visit->id == CAP_ID_NULL || ours == RULES_LENGTH_VARIABLE ||
	    visit->id > (extended ? ECAP_ID_LAST : CAP_ID_MAX))
		return;
	length = kernel_length(question->kernel, visit);
	if (length != ours && length < RULES_LENGTH_VARIABLE)
		add_candidate(candidates, RULES_LENGTH_OF(extended, visit->id), (uint8_t)length);
}

/* Switches come first: a length that does the same is not named. */
static void find_candidates(const struct question *question, const struct rules *rules,
			    struct answer *answer, struct candidates *candidates)
{
	const struct map *map = &answer->prediction->map;

	candidates->count = 0;
	for (int which = 0; which < RULES_SWITCHES; which++)
		add_switch(rules, (enum rules_switch)which, candidates);
	predict(question, rules, answer);
	for (unsigned int i = 0; i < map->visits; i++)
		add_length(question, rules, &map->visit[i], candidates);
}

/* Changes the one setting that brings the rules nearest to the kernel. False if none does. */
static bool step_nearer(const struct question *question, struct rules *rules, unsigned int *nearest,
			struct answer *answer)
{
	struct rules best = *rules;
	unsigned int before = *nearest;
	struct candidates candidates;

	find_candidates(question, rules, answer, &candidates);
	for (unsigned int i = 0; i < candidates.count; i++) {
		const struct candidate *candidate = &candidates.list[i];
		struct rules tried = *rules;
		unsigned int far;

		if (!rules_setting_put(&tried, candidate->setting, candidate->value))
			continue;
		far = distance(question, &tried, answer);
		if (far >= *nearest)
			continue;
		*nearest = far;
		best = tried;
	}
	*rules = best;
	return *nearest < before;
}

/* Searches rules under which nothing differs. */
static void explain(const struct question *question, const struct rules *rules,
		    struct verification *verification, struct answer *answer)
{
	unsigned int nearest = distance(question, rules, answer);

	verification->explanation = *rules;
	while (nearest > 0 && step_nearer(question, &verification->explanation, &nearest, answer))
		;
	verification->explained = nearest == 0;
}

/* Notes the switch at those runs that become equal under this prediction. */
static void mark_explained(const struct question *question, const struct answer *answer,
			   int setting, struct verification *verification)
{
	for (unsigned int i = 0; i < verification->differences; i++) {
		struct difference *run = &verification->difference[i];

		if (run->explained_by < 0 &&
		    count_different(question, answer, run->part, run->start, run->end) == 0)
			run->explained_by = setting;
	}
}

/*
 * Finds for each run the switch that alone makes it equal. The switch must also bring the rest
 * nearer: under rules that hide a capability nothing is predicted for its bytes, so none would
 * differ.
 */
static void explain_runs(const struct question *question, const struct rules *rules,
			 struct verification *verification, struct answer *answer)
{
	unsigned int before = distance(question, rules, answer);
	struct candidates candidates;

	find_candidates(question, rules, answer, &candidates);
	for (unsigned int i = 0; i < candidates.count; i++) {
		const struct candidate *candidate = &candidates.list[i];
		struct rules tried = *rules;

		if (rules_setting_put(&tried, candidate->setting, candidate->value) &&
		    distance(question, &tried, answer) < before)
			mark_explained(question, answer, candidate->setting, verification);
	}
}

static void add_difference(struct verification *verification, enum verified_part part,
			   unsigned int start, unsigned int end)
{
	if (verification->differences == VERIFY_DIFFERENCES) {
		verification->differences_cut = true;
		return;
	}
	verification->difference[verification->differences++] = (struct difference) {
		.part = part, .start = (uint16_t)start, .end = (uint16_t)end, .explained_by = -1,
	};
}

static void find_differences(const struct question *question, const struct answer *answer,
			     enum verified_part part, struct verification *verification)
{
	unsigned int start = 0, length = 0;

	for (unsigned int offset = 0; offset < verification->size; offset++) {
		bool judged = is_judged(question, answer, part, offset);
		bool same = !judged || is_same(question, answer, part, offset);

		verification->compared += judged;
		verification->different += !same;
		if (!same && length++ == 0)
			start = offset;
		if (same && length > 0) {
			add_difference(verification, part, start, offset - 1);
			length = 0;
		}
	}
	if (length > 0)
		add_difference(verification, part, start, verification->size - 1U);
}

/* Notes that one side has no map, which is the whole difference. */
static void refuse(struct verification *verification)
{
	if (verification->kernel_opens != verification->rules_open)
		add_difference(verification, PART_MAP, 0, verification->size - 1U);
}

static void keep_policy(const struct policy *policy, uint8_t *bytes)
{
	for (unsigned int offset = 0; offset < policy->size; offset++) {
		*bytes++ = policy->read_virtual[offset];
		*bytes++ = policy->write[offset];
		*bytes++ = policy->write_virtual[offset];
	}
}

/* Builds the policy of the kernel's map and permissions; `tried` is working memory. */
static void find_kernel_policy(struct question *question, const struct rules *rules,
			       const struct permissions *permissions, struct prediction *tried,
			       struct policy *policy)
{
	if (question->kernel == NULL || permissions == NULL)
		return;
	prediction_build(question->space, rules, &question->facts, tried);
	prediction_take_kernel(tried, question->kernel, permissions);
	*policy = tried->policy;
	question->kernel_policy = policy;
}

/* Keeps the bytes of both sides. */
static void keep_sides(const struct question *question, const struct answer *answer,
		       struct verification *verification)
{
	const struct kernel_copy *kernel = question->kernel;
	const struct map *map = &answer->prediction->map;

	verification->policy_compared = question->kernel_policy != NULL;
	verification->size = kernel != NULL ? kernel->size : map->size;
	verification->kernel_opens = kernel != NULL;
	verification->rules_open = prediction_opens(answer->prediction);
	memcpy(verification->rules_map, map->value, sizeof(verification->rules_map));
	verification->rules_virtual_copy = answer->virtual_copy;
	if (kernel != NULL)
		verification->kernel = *kernel;
	if (!verification->policy_compared)
		return;
	keep_policy(question->kernel_policy, verification->kernel_policy);
	if (verification->rules_open)
		keep_policy(&answer->prediction->policy, verification->rules_policy);
}

void verify(const struct prediction *prediction, const struct kernel_evidence *evidence,
	    struct verification *verification)
{
	const struct rules *rules = &prediction->rules;
	struct question question = {
		.space = prediction->space,
		.facts = prediction->facts,
		.kernel = evidence->copy,
		.pristine = evidence->pristine,
	};
	struct answer answer = { .prediction = &verification->tried };

	memset(verification, 0, sizeof(*verification));
	question.facts.driver = NULL;	/* the kernel's tables are the core's */
	find_kernel_policy(&question, rules, evidence->permissions, answer.prediction,
			   &verification->held);
	predict(&question, rules, &answer);
	keep_sides(&question, &answer, verification);
	if (verification->kernel_opens && verification->rules_open) {
		for (int part = 0; part < VERIFIED_PARTS; part++)
			find_differences(&question, &answer, (enum verified_part)part,
					 verification);
	} else {
		refuse(verification);
	}
	if (verify_agrees(verification))
		return;
	explain(&question, rules, verification, &answer);
	if (question.kernel != NULL)
		explain_runs(&question, rules, verification, &answer);
}

void verify_tables(const struct kernel_tables *tables, const struct rules *rules,
		   struct verification *verification)
{
	struct rules corrected = *rules;
	bool agreed = verify_agrees(verification), moved = tables_correct(tables, &corrected);
	bool differ = tables_differ(tables, &corrected, &verification->table);

	if (!differ)
		verification->table = (struct table_difference){ 0 };
	verification->tables_differ = moved || differ;
	if (agreed) {
		verification->explained = moved && !differ;
		verification->explanation = corrected;
	} else {
		verification->explained = verification->explained && !differ;
		tables_correct(tables, &verification->explanation);
	}
}

static const struct words verified_part_words = WORDS(VERIFIED_PARTS,
	[PART_MAP] = "map",
	[PART_VIRTUAL_COPY] = "virtual-copy",
	[PART_POLICY] = "policy"
);

const char *verified_part_name(enum verified_part part)
{
	return words_name(&verified_part_words, part);
}

const char *verify_verdict(const struct verification *verification)
{
	if (!verify_agrees(verification))
		return "differs";
	return verification->kernel_opens ? "verified" : "refused";
}

unsigned int verify_width(enum verified_part part)
{
	return part == PART_POLICY ? POLICY_MASKS : 1;
}

const uint8_t *verify_kernel_bytes(const struct verification *verification,
				   enum verified_part part)
{
	if (!verification->kernel_opens)
		return NULL;
	if (part == PART_POLICY)
		return verification->kernel_policy;
	return part == PART_MAP ? verification->kernel.map : verification->kernel.virtual_copy;
}

const uint8_t *verify_rules_bytes(const struct verification *verification,
				  enum verified_part part)
{
	if (!verification->rules_open)
		return NULL;
	if (part == PART_POLICY)
		return verification->rules_policy;
	return part == PART_MAP ? verification->rules_map : verification->rules_virtual_copy.byte;
}
