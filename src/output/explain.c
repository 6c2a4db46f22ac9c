/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Explains a register, in sentences. */
#include "output/explain.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/bits.h"
#include "format/heading.h"
#include "format/json.h"
#include "format/palette.h"
#include "format/print.h"
#include "format/prose.h"
#include "model/registers/meaning.h"
#include "model/vfio/capability.h"

static void say_owner(const struct explanation *explanation)
{
	const struct map_owner *owner = &explanation->owner;
	bool extended = owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER;
	char text[160], name[CAPABILITY_NAME_SIZE];

	switch (owner->kind) {
	case KIND_HEADER:
		snprintf(text, sizeof(text), "the header");
		break;
	case KIND_RAW:
		snprintf(text, sizeof(text), "nobody: raw bytes");
		break;
	case KIND_VIRTUAL:
		snprintf(text, sizeof(text), "VFIO: purely virtual bytes%s",
			 owner->inferred ? " (inferred)" : "");
		break;
	case KIND_PLACEHOLDER:
		snprintf(text, sizeof(text), "the placeholder at 100 for a hidden capability");
		break;
	default:
		snprintf(text, sizeof(text), "%s at %02x, %s (%u bytes)",
			 capability_name(extended, owner->id, name), owner->start,
			 capability_title(extended, owner->id)[0] != '\0'
			 ? capability_title(extended, owner->id) : "unknown", owner->length);
		break;
	}
	prose_say("owner", text);
}

/* Names the registers that share bytes with a place that is no register. */
static void say_parts(const struct explanation *explanation)
{
	for (unsigned int i = 0; i < explanation->parts; i++) {
		const struct device_register *part = explanation->part[i];
		char text[REGISTER_NAME_SIZE + 32], name[REGISTER_NAME_SIZE];

		snprintf(text, sizeof(text), "%s (%02x.%c)", register_name(part, name),
			 part->offset, register_width_letter(part->type->width));
		prose_say(i == 0 ? "part of" : "", text);
	}
}

static void say_values(const struct explanation *explanation)
{
	int digits = 2 * explanation->place.width;
	char text[96], user[16] = "unknown", hardware[16] = "unknown";

	if (explanation->user.known)
		snprintf(user, sizeof(user), "%0*x", digits, explanation->user.value);
	if (explanation->hardware.known)
		snprintf(hardware, sizeof(hardware), "%0*x", digits, explanation->hardware.value);
	snprintf(text, sizeof(text), "user %s, hardware %s", user, hardware);
	prose_say("value", text);
}

/* "memory, 64 bits, prefetchable, at 0000383ffe000000, 256 MiB" */
#define BAR_SIZE 120
static const char *bar_text(const struct explanation *explanation, char text[BAR_SIZE])
{
	const struct bar *bar = &explanation->bar;
	char size[32] = "", bytes[24];

	if (bar->size != 0)
		snprintf(size, sizeof(size), ", %s", meaning_bytes(bar->size, bytes, sizeof(bytes)));
	snprintf(text, BAR_SIZE, "%s%s%s%s, at %0*" PRIx64 "%s",
		 bar->upper ? "upper half: " : "", bar_space_name(bar->space),
		 bar->wide ? ", 64 bits" : "", bar->prefetchable ? ", prefetchable" : "",
		 bar->wide ? 16 : 8, bar->address, size);
	return text;
}

static void say_bar(const struct explanation *explanation)
{
	char text[BAR_SIZE];

	if (explanation->is_bar)
		prose_say("bar", bar_text(explanation, text));
}

static uint32_t field_value(uint32_t value, const struct explanation_field *field)
{
	return (value & bits_from(field->msb, field->lsb)) >> field->lsb;
}

#define MEANING_SIZE 200
/* The rest of a line after the other columns. */
#define MEANING_COLUMN 19

/* The meaning of a field's code in one view; "" if it is unknown or has no unit. */
static const char *field_meaning(const struct explanation *explanation,
				 const struct explanation_field *field,
				 const struct known_value *value, char text[MEANING_SIZE])
{
	uint32_t bits;

	text[0] = '\0';
	if (explanation_register(explanation, field, value, &bits))
		meaning_text(field->field, bits, text, MEANING_SIZE);
	return text;
}

/* Ends the line with "512 bytes", or, if the views differ, "512 bytes; hardware 4 KiB". */
static void say_meaning(const struct explanation *explanation,
			const struct explanation_field *field, int blanks)
{
	char user[MEANING_SIZE], hardware[MEANING_SIZE], text[2 * MEANING_SIZE + 16];
	char named[sizeof(text) + 32];
	bool differ;

	field_meaning(explanation, field, &explanation->user, user);
	field_meaning(explanation, field, &explanation->hardware, hardware);
	differ = hardware[0] != '\0' && strcmp(user, hardware) != 0;
	snprintf(text, sizeof(text), "%s%s%s%s", user, differ && user[0] != '\0' ? "; " : "",
		 differ ? "hardware " : "", differ ? hardware : "");
	if (strlen(text) <= MEANING_COLUMN) {
		print_line("%*s%s", text[0] != '\0' ? blanks : 0, "", text);
		return;
	}
	print_end();
	snprintf(named, sizeof(named), "%s: %s", field->field->name, text);
	prose_say("", named);
}

static bool has_unit(const struct explanation_field *field)
{
	return field->field->coding != CODING_PLAIN;
}

static void say_field_titles(const struct explanation *explanation)
{
	bool units = false;

	for (unsigned int i = 0; i < explanation->fields; i++)
		units |= has_unit(&explanation->field[i]);
	if (explanation->fields != 0)
		print_line("  %-*s%-22s %5s %8s %8s  %-8s  %s", PROSE_LABEL, "fields", "name", "bits",
			   "user", "hardware", "read", units ? "write      value" : "write");
}

static void say_fields(const struct explanation *explanation)
{
	say_field_titles(explanation);
	for (unsigned int i = 0; i < explanation->fields; i++) {
		const struct explanation_field *field = &explanation->field[i];
		uint32_t mask = bits_from(field->msb, field->lsb);
		const char *write = explain_write_word(&explanation->bits, mask);
		char bits[8], user[16] = "?", hardware[16] = "?", name[EXPLAIN_FIELD_SIZE];

		snprintf(bits, sizeof(bits), field->msb == field->lsb ? "%d" : "%d:%d",
			 field->msb, field->lsb);
		if (explanation->user.known)
			snprintf(user, sizeof(user), "%x",
				 field_value(explanation->user.value, field));
		if (explanation->hardware.known)
			snprintf(hardware, sizeof(hardware), "%x",
				 field_value(explanation->hardware.value, field));
		print_part("  %-*s%-22s %5s %8s %8s  %-8s  %s", PROSE_LABEL, "",
			   explain_field_name(explanation, field, name), bits, user, hardware,
			   explain_read_word(&explanation->bits, mask), write);
		say_meaning(explanation, field, 11 - (int)strlen(write));
	}
}

/* "bits f0e0 to the virtual copy, bits 0d1f to the hardware, bits 0200 are dropped" */
static void list_bits(const uint32_t masks[3], const char *const verbs[3], unsigned int width,
		      char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < 3; i++) {
		char bits[24];

		if (masks[i] == 0 || used >= size)
			continue;
		prose_bits(masks[i], width, bits, sizeof(bits));
		used += (size_t)snprintf(text + used, size - used, "%s%s %s",
					 used > 0 ? ", " : "", bits, verbs[i]);
	}
}

static void say_policy(const struct explanation *explanation)
{
	static const char *const reads[] = { "come from the virtual copy", "come from the hardware", "" };
	static const char *const writes[] = {
		"go to the virtual copy", "go to the hardware", "are dropped",
	};
	const struct policy_bits *bits = &explanation->bits;
	unsigned int width = explanation->place.width;
	uint32_t all = bits_all(width);
	const uint32_t read_masks[] = { bits->read_virtual, all & ~bits->read_virtual, 0 };
	const uint32_t write_masks[] = {
		bits->write_virtual, bits->write & ~bits->write_virtual, all & ~bits->write,
	};
	char text[160];

	if (bits->undefined) {
		prose_say("read", "undefined");
		prose_say("write", "undefined");
		return;
	}
	list_bits(read_masks, reads, width, text, sizeof(text));
	prose_say("read", text);
	list_bits(write_masks, writes, width, text, sizeof(text));
	prose_say("write", text);
}

static void say_effects(const struct explanation *explanation)
{
	for (unsigned int i = 0; i < explanation->effects; i++) {
		const struct explanation_effect *effect = &explanation->effect[i];
		char text[400], bits[24];

		prose_bits(effect->mask, explanation->place.width, bits, sizeof(bits));
		snprintf(text, sizeof(text), "%s, %s: %s (%s)", effect_name(effect->effect), bits,
			 effect->what, effect->function);
		prose_say(i == 0 ? "effect" : "", text);
	}
}

/* "bits 0071, to enable MSI and its vectors: ioctl VFIO_DEVICE_SET_IRQS ... (linux/vfio.h)" */
static void say_insteads(const struct explanation *explanation)
{
	for (unsigned int i = 0; i < explanation->insteads; i++) {
		const struct instead *row = explanation->instead[i].row;
		char text[500], bits[24], since[16] = "";

		prose_bits(explanation->instead[i].mask, explanation->place.width, bits,
			   sizeof(bits));
		if (row->since != NULL)
			snprintf(since, sizeof(since), "%s on, ", row->since);
		snprintf(text, sizeof(text), "%s, to %s: %s %s (%s%s)", bits, row->want,
			 row->interface, row->how, since, row->source);
		prose_say(i == 0 ? "instead" : "", text);
	}
}

static void say_reasons(const struct explanation *explanation)
{
	for (unsigned int i = 0; i < explanation->reasons; i++) {
		const struct explanation_reason *reason = &explanation->reason[i];
		char text[400], bits[24] = "";

		if (explanation->reasons > 1)
			prose_bits(reason->mask, explanation->place.width, bits, sizeof(bits));
		snprintf(text, sizeof(text), "%s%s%s (%s)", bits, bits[0] != '\0' ? ": " : "",
			 reason->why, reason->function);
		prose_say(i == 0 ? "why" : "", text);
	}
	if (explanation->overlay != NULL && explanation->reasons == 0)
		prose_say("why", explanation->overlay->why);
}

/* "since 5.19", and the earlier stable releases that have it. */
static void since_text(int setting, char *text, size_t size)
{
	size_t count, used = 0;
	const struct rules_step *steps = rules_steps(&count);

	text[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		const struct kernel_release *release = &steps[i].release;

		if ((int)steps[i].which != setting || used >= size)
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%s%u.%u",
					 used > 0 ? ", " : "", steps[i].value == 0 ? "not " : "",
					 release->major, release->minor);
		if (release->patch != 0 && used < size)
			used += (size_t)snprintf(text + used, size - used, ".%u", release->patch);
		if (setting == RULE_EXT_CAP_MAX && used < size)
			used += (size_t)snprintf(text + used, size - used, ": %02x", steps[i].value);
	}
}

/* Says what another value of a switch would change. */
static void otherwise_text(const struct explanation *explanation,
			   const struct explanation_switch *entry, char *text, size_t size)
{
	int digits = 2 * explanation->place.width;

	if (!entry->opens)
		snprintf(text, size, "the device cannot be opened");
	else if (entry->other.undefined)
		snprintf(text, size, "undefined");
	else if (!entry->same_bits)
		snprintf(text, size, "read_virtual %0*x, write %0*x, write_virtual %0*x", digits,
			 entry->other.read_virtual, digits, entry->other.write, digits,
			 entry->other.write_virtual);
	else if (entry->owner.kind != explanation->owner.kind)
		snprintf(text, size, "the same bits, but of %s bytes",
			 map_kind_name(entry->owner.kind));
	else if (entry->user.known)
		snprintf(text, size, "the same bits, but a user reads %0*x", digits,
			 entry->user.value);
	else
		snprintf(text, size, "the same bits, but what a user reads is not known");
}

static void say_always(void)
{
	char text[64];

	snprintf(text, sizeof(text), "all kernels that are known, %u.%u and later",
		 rules_oldest.major, rules_oldest.minor);
	prose_say("since", text);
}

static void say_switches(const struct report *report, const struct explanation *explanation)
{
	if (explanation->switches == 0)
		say_always();
	for (unsigned int i = 0; i < explanation->switches; i++) {
		const struct explanation_switch *entry = &explanation->switches_list[i];
		bool is_off = entry->value == 0 && entry->setting < RULES_SWITCHES;
		char text[640], since[200], other[120], set[RULES_LENGTH_TEXT_SIZE];

		since_text(entry->setting, since, sizeof(since));
		otherwise_text(explanation, entry, other, sizeof(other));
		snprintf(text, sizeof(text), "%s%s%s%s%s: %s; otherwise: %s", is_off ? "not " : "",
			 rules_setting_text(report->rules, entry->setting, set),
			 since[0] != '\0' ? " (" : "", since, since[0] != '\0' ? ")" : "",
			 rules_setting_effect(entry->setting), other);
		prose_say(i == 0 ? "since" : "", text);
	}
}

/* Prints bytes outside registers that have all facts in common. */
static bool is_run(const struct explanation *explanation)
{
	return explanation->last >= explanation->place.offset + explanation->place.width;
}

static void print_title(const struct report_run *run, const struct explanation *explanation)
{
	const struct device_register *known = explanation->place.known;
	char name[REGISTER_NAME_SIZE], text[REGISTER_NAME_SIZE + 24] = "";

	if (known != NULL)
		snprintf(text, sizeof(text), " %s", register_name(known, name));
	print_end();
	print_color(run, PALETTE_BOLD);
	if (is_run(explanation))
		print_part("%02x-%02x", explanation->place.offset, explanation->last);
	else
		print_part("%02x.%c%s", explanation->place.offset,
			   register_width_letter(explanation->place.width), text);
	print_color(run, PALETTE_RESET);
	if (known != NULL)
		print_part(" (%s)", register_nature_name(register_nature(known->type, NULL)));
	print_end();
}

/* Whether a code of 0 means something: 128 bytes. */
static bool zero_means(const struct explanation *explanation,
		       const struct explanation_field *field, const struct known_value *value)
{
	struct meaning meaning;
	uint32_t bits;

	if (!explanation_register(explanation, field, value, &bits))
		return false;
	meaning = meaning_of(field->field, bits);
	return meaning.count != 0 && meaning.value[0] != 0;
}

/*
 * Prints the fields that are not 0, or whose 0 means something: "IO", "QSIZE=3 (4 vectors)";
 * the first one after so many blanks.
 */
static void print_fields(const struct explanation *explanation, int blanks)
{
	const struct known_value *value =
		explanation->user.known ? &explanation->user : &explanation->hardware;

	for (unsigned int i = 0; value->known && i < explanation->fields; i++) {
		const struct explanation_field *field = &explanation->field[i];
		uint32_t code = field_value(value->value, field);
		char name[EXPLAIN_FIELD_SIZE], meaning[MEANING_SIZE];

		if (code == 0 && !zero_means(explanation, field, value))
			continue;
		field_meaning(explanation, field, value, meaning);
		print_part("%*s%s", blanks, "", explain_field_name(explanation, field, name));
		blanks = 1;
		if (field->msb != field->lsb)
			print_part("=%x", code);
		if (meaning[0] != '\0')
			print_part(" (%s)", meaning);
	}
}

/*
 * Prints a register on one line: its value, the source of a read, the way of a write, its
 * fields.
 */
static void print_row(const struct explanation *explanation)
{
	const struct register_place *place = &explanation->place;
	const struct policy_bits *bits = &explanation->bits;
	uint32_t all = bits_all(place->width);
	const char *write = bits->undefined ? "undefined" : explain_write_word(bits, all);
	char name[PLACE_TEXT_SIZE], value[16] = "?", bar[BAR_SIZE];
	int blanks = 10 - (int)strlen(write);

	if (explanation->user.known)
		snprintf(value, sizeof(value), "%0*x", 2 * place->width, explanation->user.value);
	print_part("%-28s %8s  %-9s %s", register_place_text(place, name), value,
		   bits->undefined ? "undefined" : explain_read_word(bits, all), write);
	if (explanation->is_bar) {
		print_part("%*s%s", blanks, "", bar_text(explanation, bar));
		blanks = 1;
	}
	print_fields(explanation, blanks);
	print_end();
}

static void print_rows(const struct report_run *run, const struct report *report)
{
	print_color(run, PALETTE_BOLD);
	print_part("%-28s %8s  %-9s %-9s %s", "REGISTER", "USER", "READ", "WRITE", "FIELDS");
	print_color(run, PALETTE_RESET);
	print_end();
	for (size_t i = 0; i < report->explained_count; i++)
		print_row(&report->explained[i]);
}

/* Prints what follows the fields in each form. */
static void say_reasoning(const struct report *report, const struct explanation *explanation)
{
	say_policy(explanation);
	say_effects(explanation);
	say_insteads(explanation);
	explain_print_guest(report, explanation);
	say_reasons(explanation);
	say_switches(report, explanation);
	for (unsigned int note = 0; note < explanation->notes; note++)
		prose_say(note == 0 ? "note" : "", explanation->note[note]);
}

void explain_say(const struct report *report, const struct explanation *explanation,
		 const struct prose_listener *listener)
{
	prose_divert(listener);
	say_parts(explanation);
	say_owner(explanation);
	say_reasoning(report, explanation);
	prose_divert(NULL);
}

static int text_device(const struct report_run *run, const struct report *report, bool first)
{
	if (!first)
		print_end();
	heading_print(run, report);
	if (report->explained_all)
		print_rows(run, report);
	for (size_t i = 0; !report->explained_all && i < report->explained_count; i++) {
		const struct explanation *explanation = &report->explained[i];

		print_title(run, explanation);
		say_parts(explanation);
		say_owner(explanation);
		if (!is_run(explanation))
			say_values(explanation);
		say_bar(explanation);
		say_fields(explanation);
		say_reasoning(report, explanation);
	}
	if (report->map->state != MAP_BUILT)
		footing_print(run, report);
	return 0;
}

const struct renderer explain_renderers[] = {
	{ .format = "text", .wraps = true, .device = text_device },
	JSON_FIELDS(explain_fields),
	JSON_ROWS(explain_fields),
	{ .format = NULL },
};
