/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/policyfile/rule.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/policyfile/condition.h"
#include "model/policyfile/scan.h"

const struct words policy_mask_words = WORDS(RULE_MASKS,
	[MASK_READ_VIRTUAL] = "read_virtual",
	[MASK_WRITE] = "write",
	[MASK_WRITE_VIRTUAL] = "write_virtual"
);

/* REGISTER or RANGE */
static bool take_where(struct scan *scan, const char *stops, bool whole, struct policy_where *where)
{
	struct scan_word word = scan_word(scan, stops);
	char text[SCAN_WORD_SIZE], why[160];
	bool known;

	if (!scan_copy(scan, &word, whole ? "a REGISTER or RANGE" : "a REGISTER", text))
		return false;
	where->given = true;
	where->numbered = strchr(text, '@') != NULL;
	if (range_looks_like(text)) {
		where->is_range = true;
		known = range_parse(text, &where->range, why, sizeof(why));
	} else {
		known = register_parse(text, &where->reference, why, sizeof(why));
	}
	if (!known)
		return scan_refuse(scan, word.text, "%s", why);
	/* a capability alone means all of it */
	if (whole && !where->is_range && where->reference.capability &&
	    where->reference.type == NULL && text[strcspn(text, "+.")] == '\0') {
		where->is_range = true;
		known = range_parse(text, &where->range, why, sizeof(why));
	}
	return known || scan_refuse(scan, word.text, "%s", why);
}

static bool take_capability(struct scan *scan, struct policy_where *where)
{
	struct scan_word word;

	scan_blanks(scan);
	word.text = scan->at;
	if (!take_where(scan, "", true, where))
		return false;
	return (where->is_range && where->range.capability && where->range.whole) ||
	       scan_refuse(scan, word.text, "not a capability, such as CAP_PM or ECAP_AER@1");
}

static bool parse_format(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word word = scan_word(scan, "");
	uint32_t number;

	if (!scan_hex(scan, &word, 1, 4, &number))
		return false;
	if (number == 0)
		return scan_refuse(scan, word.text, "there is no format 0");
	rule->number = number;
	return true;
}

static bool parse_rules(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word word = scan_word(scan, "");
	char text[RULES_NAME_SIZE], why[sizeof(scan->mistake->message)];

	(void)rule;
	if (word.length == 0)
		return scan_refuse(scan, word.text,
				   "the rules are missing, such as 6.1.176 or 6.1,+dvsec");
	if (word.length >= sizeof(text) || memchr(word.text, '\0', word.length) != NULL)
		return scan_refuse(scan, word.text, "too long for rules");
	memcpy(text, word.text, word.length);
	text[word.length] = '\0';
	return rules_parse(text, NULL, &scan->pins->rules, why, sizeof(why)) ||
	       scan_refuse(scan, word.text, "%s", why);
}

/* Parses VENDOR:DEVICE, four digits each; an empty one means any. */
static bool take_ids(struct scan *scan, int *vendor, int *product)
{
	struct scan_word first = scan_word(scan, ":"), second;
	uint32_t number;

	if (first.length != 0) {
		if (!scan_hex(scan, &first, 4, 4, &number))
			return false;
		*vendor = (int)number;
	}
	if (scan->at == scan->end || *scan->at != ':')
		return scan_refuse(scan, scan->at, "IDs are VENDOR:DEVICE");
	scan->at++;
	second.text = scan->at;
	if (scan->at == scan->end || scan_is_blank(*scan->at))
		return true;
	second = scan_word(scan, "");
	if (!scan_hex(scan, &second, 4, 4, &number))
		return false;
	*product = (int)number;
	return true;
}

static bool take_class(struct scan *scan, struct policy_device *device)
{
	struct scan_word word = scan_word(scan, "");
	uint32_t number;

	if (!scan_hex(scan, &word, 1, SCAN_WORD_SIZE, &number))
		return false;
	if (word.length != 4 && word.length != 6)
		return scan_refuse(scan, word.text, "a class has 4 or 6 digits");
	device->class = (int)number;
	device->class_digits = (int)word.length;
	return true;
}

/* Takes "pf" or "vf", of which a device is one. */
static bool take_kind(struct scan *scan, const struct scan_word *word, struct policy_device *device)
{
	int is_vf = word->text[0] == 'v';

	if (device->is_vf >= 0 && device->is_vf != is_vf)
		return scan_refuse(scan, word->text, "a device is pf or vf, not both");
	device->is_vf = is_vf;
	return true;
}

/* Parses one of the words after `device`. */
static bool take_property(struct scan *scan, struct policy_device *device)
{
	const char *start = scan->at;
	struct scan_word word = scan_word(scan, "=:");
	char shown[SCAN_WORD_SIZE];
	uint32_t number;

	if (scan->at < scan->end && *scan->at == ':') {
		scan->at = start;
		return take_ids(scan, &device->vendor, &device->product);
	}
	if (scan_word_is(&word, "pf") || scan_word_is(&word, "vf"))
		return take_kind(scan, &word, device);
	if (scan_word_is(&word, "class") && scan_mark(scan, "="))
		return take_class(scan, device);
	if (scan_word_is(&word, "subsystem") && scan_mark(scan, "="))
		return take_ids(scan, &device->subsystem_vendor, &device->subsystem_product);
	if (scan_word_is(&word, "revision") && scan_mark(scan, "=")) {
		word = scan_word(scan, "");
		if (!scan_hex(scan, &word, 2, 2, &number))
			return false;
		device->revision = (int)number;
		return true;
	}
	return scan_refuse(
		scan, word.text,
		"'%s' is not a property of a device: VENDOR:DEVICE, class=, subsystem=, revision=, pf or vf",
		scan_show(&word, shown));
}

static bool parse_device(struct scan *scan, struct policy_rule *rule)
{
	rule->device = (struct policy_device) {
		.vendor = -1,
		.product = -1,
		.class = -1,
		.subsystem_vendor = -1,
		.subsystem_product = -1,
		.revision = -1,
		.is_vf = -1,
	};
	if (scan_is_at_end(scan))
		return scan_refuse(
			scan, scan->at,
			"which device is missing: VENDOR:DEVICE, class=, subsystem=, revision=, pf or vf");
	while (!scan_is_at_end(scan))
		if (!take_property(scan, &rule->device))
			return false;
	return true;
}

static bool parse_size(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word word = scan_word(scan, "");
	uint32_t number;

	if (!scan_hex(scan, &word, 1, 4, &number))
		return false;
	rule->number = number;
	return number <= SPACE_SIZE_EXTENDED ||
	       scan_refuse(scan, word.text, "configuration space has 1000 bytes at most (hexadecimal)");
}

/* `map RANGE KIND`, `map RANGE CAPABILITY`, `map CAPABILITY` */
static bool parse_map(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word word;
	unsigned int kind;

	if (!take_where(scan, "", true, &rule->where))
		return false;
	rule->map.any = rule->where.is_range && rule->where.range.whole && scan_is_at_end(scan);
	if (rule->map.any)
		return true;
	scan_blanks(scan);
	word.text = scan->at;
	if (take_capability(scan, &rule->map.owner))
		return true;
	scan->at = word.text;
	word = scan_word(scan, "");
	rule->map.is_kind = true;
	if (!scan_one_of(scan, &word, "a capability or a kind", &map_kind_words, &kind))
		return false;
	rule->map.kind = (enum map_kind)kind;
	return true;
}

static bool parse_capability(struct scan *scan, struct policy_rule *rule)
{
	return take_capability(scan, &rule->where);
}

/* The width of a register by its name or suffix; 0 without both. */
static uint8_t written_width(const struct policy_where *where)
{
	if (where->is_range)
		return 1;
	if (where->reference.width != 0)
		return where->reference.width;
	return where->reference.type != NULL ? where->reference.type->width : 0;
}

/* Takes the width from the digits if nothing else gives it. */
static bool settle_width(struct scan *scan, const struct scan_word *word,
			 struct policy_where *where, uint8_t *width)
{
	*width = written_width(where);
	if (*width != 0)
		return true;
	if (word->length != 2 && word->length != 4 && word->length != 8)
		return scan_refuse(
			scan, word->text,
			"its width is not said: add .b, .w or .l to the register, or write 2, 4 or 8 digits");
	*width = where->reference.width = (uint8_t)(word->length / 2);
	return true;
}

/* Parses `=` and a number with exactly (or at most) as many digits as the register has. */
static bool take_number(struct scan *scan, const char *stops, struct policy_rule *rule, bool exact,
			uint32_t *number)
{
	struct scan_word word = scan_word(scan, stops);
	uint8_t width = 0;

	if (word.length != 0 && !settle_width(scan, &word, &rule->where, &width))
		return false;
	return scan_hex(scan, &word, exact ? 2U * width : 1, 2U * width, number);
}

static bool parse_bits(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word word;
	unsigned int mask;

	if (!take_where(scan, "", false, &rule->where))
		return false;
	do {
		word = scan_word(scan, "=");
		if (!scan_one_of(scan, &word, "a mask", &policy_mask_words, &mask))
			return false;
		if (rule->bits.given[mask])
			return scan_refuse(scan, word.text, "%s is given twice",
					   words_name(&policy_mask_words, mask));
		if (!scan_mark(scan, "="))
			return scan_refuse(scan, scan->at, "= and a mask are missing");
		if (!take_number(scan, "", rule, true, &rule->bits.mask[mask]))
			return false;
		rule->bits.given[mask] = true;
	} while (!scan_is_at_end(scan));
	rule->bits.width = written_width(&rule->where);
	return true;
}

/* `value [hardware] REGISTER = VALUE[:MASK]` */
static bool parse_value(struct scan *scan, struct policy_rule *rule)
{
	const char *start;
	struct scan_word word;

	scan_blanks(scan);
	start = scan->at;
	word = scan_word(scan, "=");
	rule->value.hardware = scan_word_is(&word, "hardware");
	if (!rule->value.hardware)
		scan->at = start;
	scan_blanks(scan);
	start = scan->at;
	if (!take_where(scan, "=", false, &rule->where))
		return false;
	if (rule->where.is_range)
		return scan_refuse(scan, start, "a REGISTER has a value, and not a RANGE");
	if (!scan_mark(scan, "="))
		return scan_refuse(scan, scan->at, "= and a value are missing");
	if (!take_number(scan, ":", rule, false, &rule->value.value))
		return false;
	rule->value.mask = UINT32_MAX;
	start = scan->at;
	return !scan_mark(scan, ":") || take_number(scan, "", rule, false, &rule->value.mask);
}

/* `effect REGISTER MASK EFFECT` */
static bool parse_effect(struct scan *scan, struct policy_rule *rule)
{
	const char *start;
	struct scan_word word;
	unsigned int effect;

	scan_blanks(scan);
	start = scan->at;
	if (!take_where(scan, "", false, &rule->where))
		return false;
	if (rule->where.is_range)
		return scan_refuse(scan, start, "a REGISTER has an effect, and not a RANGE");
	if (!take_number(scan, "", rule, true, &rule->effect.mask))
		return false;
	word = scan_word(scan, "");
	if (!scan_one_of(scan, &word, "an effect", &effect_words, &effect))
		return false;
	rule->effect.effect = (enum effect)effect;
	return true;
}

/* `need write REGISTER MASK [write_virtual=MASK]`, `need read REGISTER [read_virtual=MASK]` */
static bool parse_need(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word word = scan_word(scan, "");
	const char *start;

	rule->need.write = scan_word_is(&word, "write");
	if (!rule->need.write && !scan_word_is(&word, "read"))
		return scan_refuse(scan, word.text, "need is followed by read or write");
	scan_blanks(scan);
	start = scan->at;
	if (!take_where(scan, "", false, &rule->where))
		return false;
	if (rule->where.is_range)
		return scan_refuse(scan, start, "need names a REGISTER, and not a RANGE");
	rule->need.mask = UINT32_MAX;
	if (rule->need.write && !take_number(scan, "", rule, true, &rule->need.mask))
		return false;
	if (scan_is_at_end(scan))
		return true;
	word = scan_word(scan, "=");
	if (!scan_word_is(&word, rule->need.write ? "write_virtual" : "read_virtual") ||
	    !scan_mark(scan, "="))
		return scan_refuse(scan, word.text, "only %s=MASK can follow",
				   rule->need.write ? "write_virtual" : "read_virtual");
	rule->need.virtual_given = true;
	return take_number(scan, "", rule, true, &rule->need.virtual);
}

/* Whether a subject of deny needs a place. Without a place it means the whole space. */
static bool wants_place(const struct policy_rule *rule)
{
	return rule->kind == POLICY_RULE_ALLOW ||
	       (rule->deny.subject != SUBJECT_HIDDEN_WRITE &&
		rule->deny.subject != SUBJECT_EFFECT && rule->deny.subject != SUBJECT_LINT);
}

/* What can be denied: a kind of the map, or a subject, which comes behind all kinds. */
#define BEHIND_KINDS(subject) ((unsigned int)MAP_KINDS + (unsigned int)(subject))
static const struct words subject_words = WORDS(BEHIND_KINDS(POLICY_SUBJECTS),
	MAP_KIND_WORDS,
	[BEHIND_KINDS(SUBJECT_WRITE)] = "write",
	[BEHIND_KINDS(SUBJECT_HARDWARE_WRITE)] = "hardware-write",
	[BEHIND_KINDS(SUBJECT_HARDWARE_READ)] = "hardware-read",
	[BEHIND_KINDS(SUBJECT_HIDDEN_WRITE)] = "hidden-write",
	[BEHIND_KINDS(SUBJECT_RAW_NONZERO)] = "raw-nonzero",
	[BEHIND_KINDS(SUBJECT_EFFECT)] = "effect",
	[BEHIND_KINDS(SUBJECT_LINT)] = "lint"
);

const char *policy_subject_text(const struct policy_rule *rule, char text[POLICY_SUBJECT_SIZE])
{
	const char *subject = words_name(&subject_words, BEHIND_KINDS(rule->deny.subject));

	if (rule->deny.subject == SUBJECT_KIND)
		snprintf(text, POLICY_SUBJECT_SIZE, "%s", map_kind_name(rule->deny.kind));
	else if (rule->deny.subject == SUBJECT_EFFECT)
		snprintf(text, POLICY_SUBJECT_SIZE, "%s %s", subject, effect_name(rule->deny.effect));
	else if (rule->deny.subject == SUBJECT_LINT)
		snprintf(text, POLICY_SUBJECT_SIZE, "%s %s", subject, lint_info(rule->deny.code)->name);
	else
		snprintf(text, POLICY_SUBJECT_SIZE, "%s", subject);
	return text;
}

/* `deny SUBJECT [RANGE]`, `allow SUBJECT RANGE` */
static bool parse_deny(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word word = scan_word(scan, "");
	unsigned int index;

	if (!scan_one_of(scan, &word, "something to deny", &subject_words, &index))
		return false;
	rule->deny.subject = index < MAP_KINDS ? SUBJECT_KIND
					       : (enum policy_subject)(index - MAP_KINDS);
	if (rule->deny.subject == SUBJECT_KIND)
		rule->deny.kind = (enum map_kind)index;
	if (rule->deny.subject == SUBJECT_EFFECT) {
		word = scan_word(scan, "");
		if (!scan_one_of(scan, &word, "an effect", &effect_words, &index))
			return false;
		rule->deny.effect = (enum effect)index;
	} else if (rule->deny.subject == SUBJECT_LINT) {
		word = scan_word(scan, "");
		if (!scan_one_of(scan, &word, "a code of lint (vfio-cfgtool lint --list)",
				 &lint_code_words, &index))
			return false;
		rule->deny.code = (enum lint_code)index;
	}
	if (scan_is_at_end(scan) && !wants_place(rule))
		return true;
	return take_where(scan, "", true, &rule->where);
}

/* `if CONDITION...` */
static bool parse_if(struct scan *scan, struct policy_rule *rule)
{
	return condition_parse(scan, rule);
}

static bool parse_end(struct scan *scan, struct policy_rule *rule)
{
	(void)scan;
	(void)rule;
	return true;
}

/* Parses a word in the form of --vmm. */
static bool parse_vmm(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word word = scan_word(scan, "");
	char text[512], why[sizeof(scan->mistake->message)];

	(void)rule;
	if (word.length == 0)
		return scan_refuse(scan, word.text,
				   "the VMM is missing, such as qemu-11.1 or qemu-11.1,bus=root");
	if (word.length >= sizeof(text) || memchr(word.text, '\0', word.length) != NULL)
		return scan_refuse(scan, word.text, "too long for a VMM");
	memcpy(text, word.text, word.length);
	text[word.length] = '\0';
	return vmm_parse(text, &scan->pins->vmm, why, sizeof(why)) ||
	       scan_refuse(scan, word.text, "%s", why);
}

static bool parse_error(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word word = scan_word(scan, "");

	(void)rule;
	return scan_word_is(&word, "init-fails") ||
	       scan_refuse(scan, word.text, "the error that a device can have is init-fails");
}

static const struct {
	const char *word;
	enum policy_rule_kind kind;
	bool (*parse)(struct scan *scan, struct policy_rule *rule);
	unsigned int format;	/* the first that has it; 0: each has */
	bool judges;		/* a device can keep or break it */
	bool whole;		/* it is about the policy as a whole: no `if` goes around it
				   ... */
	bool once;		/* ... and a policy has at most one */
} keywords[] = {
	{ .word = "format", .kind = POLICY_RULE_FORMAT, .parse = parse_format },
	{ .word = "rules", .kind = POLICY_RULE_RULES, .parse = parse_rules, .whole = true, .once = true },
	{ .word = "device", .kind = POLICY_RULE_DEVICE, .parse = parse_device, .whole = true },
	{ .word = "size", .kind = POLICY_RULE_SIZE, .parse = parse_size, .judges = true },
	{ .word = "map", .kind = POLICY_RULE_MAP, .parse = parse_map, .judges = true },
	{ .word = "visible", .kind = POLICY_RULE_VISIBLE, .parse = parse_capability, .judges = true },
	{ .word = "hidden", .kind = POLICY_RULE_HIDDEN, .parse = parse_capability, .judges = true },
	{ .word = "absent", .kind = POLICY_RULE_ABSENT, .parse = parse_capability, .judges = true },
	{ .word = "bits", .kind = POLICY_RULE_BITS, .parse = parse_bits, .judges = true },
	{ .word = "value", .kind = POLICY_RULE_VALUE, .parse = parse_value, .judges = true },
	{ .word = "effect", .kind = POLICY_RULE_EFFECT, .parse = parse_effect, .judges = true },
	{ .word = "deny", .kind = POLICY_RULE_DENY, .parse = parse_deny, .judges = true },
	{ .word = "allow", .kind = POLICY_RULE_ALLOW, .parse = parse_deny },
	{ .word = "if", .kind = POLICY_RULE_IF, .parse = parse_if },
	{ .word = "end", .kind = POLICY_RULE_END, .parse = parse_end },
	{ .word = "error", .kind = POLICY_RULE_ERROR, .parse = parse_error, .judges = true },
	{ .word = "need", .kind = POLICY_RULE_NEED, .parse = parse_need, .format = 2, .judges = true },
	{ .word = "vmm", .kind = POLICY_RULE_VMM, .parse = parse_vmm, .format = 2, .whole = true,
	  .once = true },
};

static const struct words keyword_words = WORDS_OF(keywords, word);

/* Finds the row of a kind. Each kind has one. */
static size_t row_of(enum policy_rule_kind kind)
{
	size_t row = 0;

	while (row + 1 < ARRAY_LENGTH(keywords) && keywords[row].kind != kind)
		row++;
	return row;
}

const char *policy_rule_word(enum policy_rule_kind kind)
{
	return keywords[row_of(kind)].word;
}

unsigned int policy_rule_format(enum policy_rule_kind kind)
{
	return keywords[row_of(kind)].format;
}

bool policy_rule_is_whole(enum policy_rule_kind kind)
{
	return keywords[row_of(kind)].whole;
}

bool policy_rule_is_single(enum policy_rule_kind kind)
{
	return keywords[row_of(kind)].once;
}

bool policy_rule_judges(const struct policy_rule *rule)
{
	return keywords[row_of(rule->kind)].judges;
}

static bool is_in_capability(const struct policy_where *where)
{
	if (!where->given)
		return false;
	return where->is_range ? where->range.capability : where->reference.capability;
}

/* Whether a rule is about a capability, which a device may lack. */
static bool is_on_capability(const struct policy_rule *rule)
{
	if (!policy_rule_judges(rule) || rule->kind == POLICY_RULE_ABSENT)
		return false;
	return is_in_capability(&rule->where) ||
	       (rule->kind == POLICY_RULE_MAP && is_in_capability(&rule->map.owner));
}

/* Parses `optional` and the rule after it. */
static bool parse(struct scan *scan, struct policy_rule *rule)
{
	struct scan_word first = scan_word(scan, ""), word = first;
	char shown[SCAN_WORD_SIZE];
	unsigned int index;

	rule->optional = scan_word_is(&first, "optional");
	if (rule->optional)
		word = scan_word(scan, "");
	if (!scan_one_of(scan, &word, "a rule", &keyword_words, &index))
		return false;
	rule->kind = keywords[index].kind;
	if (!keywords[index].parse(scan, rule))
		return false;
	if (rule->optional && !is_on_capability(rule))
		return scan_refuse(scan, first.text, "only a rule on a capability can be optional");
	if (scan_is_at_end(scan))
		return true;
	word = scan_word(scan, "");
	return scan_refuse(scan, word.text, "unexpected word: '%s'",
			   scan_show(&word, shown));
}

int policy_rule_parse(const char *text, size_t length, struct policy_rule *rule,
		      struct policy_pins *pins, struct policy_mistake *mistake)
{
	const char *comment = memchr(text, '#', length);
	struct scan scan = { .start = text, .at = text, .pins = pins, .mistake = mistake };

	scan.end = comment != NULL ? comment : text + length;
	while (scan.end > text && (scan_is_blank(scan.end[-1]) || scan.end[-1] == '\r'))
		scan.end--;
	scan_blanks(&scan);
	memset(rule, 0, sizeof(*rule));
	rule->text = scan.at;
	rule->column = (unsigned int)(scan.at - text) + 1;
	rule->length = (size_t)(scan.end - scan.at);
	if (rule->length == 0)
		return 0;
	return parse(&scan, rule) ? 1 : -1;
}
