/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The differences between two sets of rules, or between both views, in words. */
#include "page/page.h"

#include <string.h>

#include "format/markup.h"
#include "output/explain.h"
#include "model/prediction.h"
#include "output/svg.h"

static bool is_of_rules(const struct report_diff *diff)
{
	return diff->a.side.prediction != diff->b.side.prediction;
}

/* "off", "on", or its value. */
static const char *state_of(const struct rules *rules, int which, char text[RULES_LENGTH_TEXT_SIZE])
{
	const char *name = rules_switch_infos[which].name;

	if (rules->value[which] == 0)
		return "off";
	rules_switch_text(rules, (enum rules_switch)which, text, RULES_LENGTH_TEXT_SIZE);
	return strcmp(text, name) == 0 ? "on" : text;
}

/* The switches that differ. */
static void list_switches(const struct rules *a, const struct rules *b)
{
	bool any = false;

	for (int i = 0; i < RULES_SWITCHES; i++) {
		char before[RULES_LENGTH_TEXT_SIZE], after[RULES_LENGTH_TEXT_SIZE];

		if (a->value[i] == b->value[i])
			continue;
		if (!any)
			markup_print("<p>Rules that differ:</p>\n<ul class=\"switches\">\n");
		any = true;
		markup_print("<li><code>%s</code> (%s in %s, %s in %s): %s</li>\n", rules_switch_infos[i].name,
			     state_of(a, i, before), a->name, state_of(b, i, after), b->name,
			     rules_switch_infos[i].effect);
	}
	if (any)
		markup_print("</ul>\n");
}

static unsigned int width_of(const struct diff_entry *entry)
{
	return entry->known != NULL ? entry->known->type->width : 1;
}

static void say_bytes(const struct report_side *side, const struct diff_entry *entry)
{
	unsigned int last = entry->end < side->side.space->size ? entry->end : side->side.space->size;

	markup_print("reads <code>");
	if (entry->known != NULL)
		markup_print("%0*x", 2 * (int)width_of(entry),
			     space_value(side->side.space, entry->start, width_of(entry)).value);
	for (unsigned int i = entry->start; entry->known == NULL && i <= last && i < entry->start + 16U; i++)
		markup_print("%02x", space_byte(side->side.space, i));
	markup_print("%s</code>", entry->known == NULL && last >= entry->start + 16U ? "..." : "");
}

static void say_map(const struct report_side *side, const struct diff_entry *entry)
{
	const struct map *map = &side->side.prediction->map;
	const struct map_owner *owner;
	char name[SVG_NAME_SIZE];

	if (map->state != MAP_BUILT) {
		markup_print("the kernel cannot open the device");
		return;
	}
	if (entry->start >= map->size) {
		markup_print("not there");
		return;
	}
	owner = &map->owner[map->owner_of[entry->start]];
	if (owner->kind == KIND_RAW)
		markup_print("raw");
	else if (owner->kind == KIND_VIRTUAL)
		markup_print("virtual");
	else
		markup_print("%s %s", owner->kind == KIND_PLACEHOLDER ? "placeholder for" : "belongs to",
			     svg_capability(map, owner->kind == KIND_HEADER ? 0 : owner->start, name));
}

static void say_effects(const struct policy *policy, const struct diff_entry *entry)
{
	uint32_t effects = diff_effects(policy, entry->start, entry->end);

	for (int effect = 0; effect < EFFECTS; effect++)
		if (effects >> effect & 1)
			markup_print(", effect %s", effect_name((enum effect)effect));
}

static void say_policy(const struct report_side *side, const struct diff_entry *entry)
{
	const struct policy *policy = &side->side.prediction->policy;
	struct policy_bits bits = policy_bytes(policy, entry->start, width_of(entry));
	uint32_t all = UINT32_MAX >> (32 - 8 * width_of(entry));
	int digits = 2 * (int)width_of(entry);

	if (bits.undefined) {
		markup_print("undefined");
		return;
	}
	markup_print("read from: %s; written: %s <span class=\"mute\">(read virtual %0*x, write %0*x, "
		     "virtual %0*x)</span>", explain_read_word(&bits, all),
		     explain_write_word(&bits, all), digits, bits.read_virtual, digits, bits.write,
		     digits, bits.write_virtual);
	say_effects(policy, entry);
}

static void say_side(const struct report_side *side, const struct diff_entry *entry)
{
	markup_print("<td class=\"t\">");
	if (entry->part == DIFF_BYTES)
		say_bytes(side, entry);
	else if (entry->part == DIFF_MAP)
		say_map(side, entry);
	else
		say_policy(side, entry);
	markup_print("</td>");
}

static void entries(const struct report_diff *diff)
{
	for (int part = 0; part < DIFF_PARTS; part++)
		for (unsigned int i = 0; i < diff->diff->entries[part]; i++) {
			const struct diff_entry *entry = &diff->diff->entry[part][i];

			markup_print("<tr><td>%s</td><td>%02x-%02x %s</td>", diff_part_name(entry->part),
				     entry->start, entry->end, entry->name);
			say_side(&diff->a, entry);
			say_side(&diff->b, entry);
			markup_print("</tr>\n");
		}
}

static void heading(const struct report_diff *diff)
{
	if (is_of_rules(diff))
		markup_print("<section>\n<h3>What changes from rules %s to %s</h3>\n",
			     diff->a.side.prediction->rules.name,
			     diff->b.side.prediction->rules.name);
	else
		markup_print("<section>\n<h3>What a VFIO user reads otherwise than the hardware "
			     "has it</h3>\n");
}

void page_difference(const struct page *page)
{
	const struct report_diff *diff = page->facts->diff;

	if (diff == NULL)
		return;
	heading(diff);
	if (is_of_rules(diff))
		list_switches(&diff->a.side.prediction->rules, &diff->b.side.prediction->rules);
	if (diff_is_empty(diff->diff)) {
		markup_print("<p>Nothing of this device.</p>\n</section>\n");
		return;
	}
	markup_print("<table class=\"wide differences\">\n<thead><tr><th>part</th><th>where</th>");
	if (is_of_rules(diff))
		markup_print("<th>%s</th><th>%s</th>", diff->a.side.prediction->rules.name,
			     diff->b.side.prediction->rules.name);
	else
		markup_print("<th>hardware</th><th>VFIO user</th>");
	markup_print("</tr></thead>\n<tbody>\n");
	entries(diff);
	markup_print("</tbody>\n</table>\n</section>\n");
}
