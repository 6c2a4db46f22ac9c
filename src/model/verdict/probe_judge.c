/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/verdict/probe.h"

#include <stdio.h>
#include <string.h>

#include "base/bits.h"
#include "base/words.h"

/* linux/pci_regs.h */
#define PCI_STATUS			0x06
#define PCI_STATUS_CAP_LIST		0x10
#define PCI_CAPABILITY_LIST		0x34
#define PCI_CAP_LIST_NEXT		1

static const struct words probe_verdict_words = WORDS(PROBE_VERDICTS,
	[PROBE_CONFIRMED] = "confirmed",
	[PROBE_CONSISTENT] = "consistent",
	[PROBE_CONTRADICTED] = "contradicted",
	[PROBE_SKIPPED] = "skipped",
	[PROBE_UNSTABLE] = "unstable",
	[PROBE_ERROR] = "error"
);

const char *probe_verdict_name(enum probe_verdict verdict)
{
	return words_name(&probe_verdict_words, verdict);
}

void probe_count(const struct probe_result *results, size_t count,
		 unsigned int verdicts[PROBE_VERDICTS])
{
	memset(verdicts, 0, PROBE_VERDICTS * sizeof(verdicts[0]));
	for (size_t i = 0; i < count; i++)
		verdicts[results[i].verdict]++;
}

struct known_value probe_predict(const struct prediction *prediction, const struct user_view *view,
				  const struct probe_read *read)
{
	struct known_value value;

	value.known = user_view_read(view, &prediction->map, &prediction->policy, read->offset,
				     read->width, &value.value);
	return value;
}

/*
 * Whether a read tells apart the sources that the policy names for some bits: each source
 * differs from the other one in at least one of its bits.
 */
static bool tells_apart(const struct prediction *prediction, const struct register_place *place,
			const struct user_view *view)
{
	struct known_value hardware = space_value(&view->hardware, place->offset, place->width);
	struct known_value copy = space_value(&view->virtual_copy, place->offset, place->width);
	uint32_t virtual = policy_bytes(&prediction->policy, place->offset, place->width)
				   .read_virtual;
	uint32_t differ = hardware.value ^ copy.value;
	uint32_t direct = bits_all(place->width) & ~virtual;

	if (!hardware.known || !copy.known)
		return false;
	return (virtual == 0 || (differ & virtual) != 0) &&
	       (direct == 0 || (differ & direct) != 0);
}

static void set_reason(struct probe_result *result, enum probe_verdict verdict,
		       const char *reason)
{
	result->verdict = verdict;
	snprintf(result->reason, sizeof(result->reason), "%s", reason);
}

void probe_judge_read(const struct prediction *prediction, const struct probe_place *place,
		      const struct user_view *view, bool hardware,
		      const struct probe_reading *reading, struct probe_result *result)
{
	static const char *const widths[] = { "", "byte", "word", "", "dword" };
	int digits = 2 * reading->read.width;

	if (reading->moving) {
		set_reason(result, PROBE_UNSTABLE, "it changes by itself");
	} else if (reading->other) {
		result->verdict = PROBE_CONTRADICTED;
		snprintf(result->reason, sizeof(result->reason),
			 "the %s at %02x reads %0*x instead of the predicted %0*x",
			 widths[reading->read.width], reading->read.offset, digits,
			 reading->seen, digits, reading->predicted);
	} else if (reading->unknown) {
		set_reason(result, PROBE_CONSISTENT,
			   "what the virtual copy holds does not follow from the hardware");
	} else if (!hardware) {
		set_reason(result, PROBE_CONSISTENT, "the hardware view cannot be read");
	} else if (tells_apart(prediction, &place->place, view)) {
		set_reason(result, PROBE_CONFIRMED, "");
	} else if (!space_value(&view->virtual_copy, place->place.offset, place->place.width)
			    .known) {
		set_reason(result, PROBE_CONSISTENT, "what the virtual copy holds is not known");
	} else {
		set_reason(result, PROBE_CONSISTENT, "hardware and virtual copy hold the same");
	}
}

/* Whether a visit is in the user's chain. A placeholder is, although its ID is hidden. */
static bool is_visible(const struct map_visit *visit, bool extended)
{
	return visit->length != 0 && (visit->kind != KIND_CAPABILITY) == extended;
}

/*
 * Whether the pointer in these bytes is VFIO's own. Another capability can overlap it, or the
 * kernel can take it from the hardware.
 */
static bool is_virtual(const struct policy *policy, unsigned int offset, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		if (offset + i >= policy->size || policy->read_virtual[offset + i] != 0xff)
			return false;
	return true;
}

/*
 * Whether the pointer of the capability at `from` leads to `to`. True if the pointer is not
 * VFIO's own.
 */
static bool leads_to(const struct prediction *prediction, const struct config_space *user,
		     unsigned int from, unsigned int to, unsigned int *seen)
{
	bool extended = from >= SPACE_SIZE;
	unsigned int pointer = extended ? from + 2U
			     : from == PCI_CAPABILITY_LIST ? from : from + PCI_CAP_LIST_NEXT;
	unsigned int count = extended ? 2 : 1;

	for (unsigned int i = 0; i < count; i++)
		if (!space_is_known(user, pointer + i))
			return true;
	*seen = extended ? space_word(user, pointer) >> 4 & 0xffcU : space_byte(user, pointer);
	return *seen == to || !is_virtual(&prediction->policy, pointer, count);
}

/* The kernel rewrites pointers in a loop until its limit of steps. */
static bool has_loop(const struct map *map, bool extended)
{
	bool visited[SPACE_SIZE_EXTENDED] = { false };

	for (unsigned int i = 0; i < map->visits; i++) {
		if ((map->visit[i].kind != KIND_CAPABILITY) != extended)
			continue;
		if (visited[map->visit[i].start])
			return true;
		visited[map->visit[i].start] = true;
	}
	return false;
}

static int judge_links(const struct prediction *prediction, const struct config_space *user,
		       bool extended, unsigned int *seen, unsigned int *predicted)
{
	unsigned int from = extended ? 0 : PCI_CAPABILITY_LIST;

	if (has_loop(&prediction->map, extended))
		return -1;
	for (unsigned int i = 0; i < prediction->map.visits; i++) {
		const struct map_visit *visit = &prediction->map.visit[i];

		if (!is_visible(visit, extended))
			continue;
		*predicted = visit->start;
		if (from != 0 && !leads_to(prediction, user, from, visit->start, seen))
			return (int)from;
		from = visit->start;
	}
	return -1;
}

int probe_judge_chain(const struct prediction *prediction, const struct config_space *user,
		      unsigned int *seen, unsigned int *predicted)
{
	int from = -1;

	if (space_word(user, PCI_STATUS) & PCI_STATUS_CAP_LIST)
		from = judge_links(prediction, user, false, seen, predicted);
	return from >= 0 ? from : judge_links(prediction, user, true, seen, predicted);
}
