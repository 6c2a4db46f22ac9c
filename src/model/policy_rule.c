/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/policy_rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/macros.h"
#include "base/text.h"
#include "model/policy_words.h"

/* Bytes of a word that a message repeats; the longest REGISTER or RANGE is shorter. */
#define WORD_SIZE 64

/* So many words are listed where there is another. */
#define LISTED_WORDS 20

/* A line that is being read. */
struct cursor {
	const char *start, *at, *end;
	struct policy_mistake *mistake;
};

struct word {
	const char *text;
	size_t length;		/* 0: the line ends here */
};

static bool PRINTF_FORMAT(3, 4) refuse(struct cursor *cursor, const char *at, const char *format,
				       ...)
{
	va_list arguments;

	cursor->mistake->column = (unsigned int)(at - cursor->start) + 1;
	va_start(arguments, format);
	vsnprintf(cursor->mistake->message, sizeof(cursor->mistake->message), format, arguments);
	va_end(arguments);
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(struct cursor *cursor)
{
	while (cursor->at < cursor->end && is_blank(*cursor->at))
		cursor->at++;
}

/* The next word, which ends at a blank or one of these characters. */
static struct word take_word(struct cursor *cursor, const char *stops)
{
	struct word word;

	skip_blanks(cursor);
	word.text = cursor->at;
	while (cursor->at < cursor->end && !is_blank(*cursor->at) &&
	       (*cursor->at == '\0' || strchr(stops, *cursor->at) == NULL))
		cursor->at++;
	word.length = (size_t)(cursor->at - word.text);
	return word;
}

/* Whether nothing but blanks is left. */
static bool is_at_end(struct cursor *cursor)
{
	skip_blanks(cursor);
	return cursor->at == cursor->end;
}

/* Takes a mark such as '=', if it comes next. */
static bool take_mark(struct cursor *cursor, const char *mark)
{
	size_t length = strlen(mark);

	skip_blanks(cursor);
	if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, mark, length) != 0)
		return false;
	cursor->at += length;
	return true;
}

static bool word_is(const struct word *word, const char *text)
{
	return strlen(text) == word->length && memcmp(word->text, text, word->length) == 0;
}

/* A word as a string, printable; cut where it is long. */
static const char *show(const struct word *word, char text[WORD_SIZE])
{
	char raw[WORD_SIZE];

	snprintf(raw, sizeof(raw), "%.*s", (int)(word->length < WORD_SIZE ? word->length
									 : WORD_SIZE - 1),
		 word->text);
	return text_printable(raw, text, WORD_SIZE);
}

/* A word as a string for who reads strings. */
static bool copy_word(struct cursor *cursor, const struct word *word, const char *what,
		      char text[WORD_SIZE])
{
	if (word->length == 0)
		return refuse(cursor, word->text, "%s is missing", what);
	if (word->length >= WORD_SIZE || memchr(word->text, '\0', word->length) != NULL)
		return refuse(cursor, word->text, "not %s", what);
	memcpy(text, word->text, word->length);
	text[word->length] = '\0';
	return true;
}

/* Hexadecimal digits and nothing else, from `least` to `most` of them, up to 8. */
static bool take_hex(struct cursor *cursor, const struct word *word, size_t least, size_t most,
		     uint32_t *number)
{
	*number = 0;
	if (word->length == 0)
		return refuse(cursor, word->text, "a hexadecimal number is missing");
	for (size_t i = 0; i < word->length; i++) {
		int digit = ascii_hex_digit(word->text[i]);

		if (digit < 0)
			return refuse(cursor, word->text,
				      "not a hexadecimal digit (numbers have no 0x)");
		*number = *number << 4 | (uint32_t)digit;
	}
	if (word->length >= least && word->length <= most)
		return true;
	if (least == most)
		return refuse(cursor, word->text, "%zu digits where there have to be %zu",
			      word->length, most);
	return refuse(cursor, word->text, "%zu digits where there can be %zu at most",
		      word->length, most);
}

/* REGISTER or RANGE */
static bool take_where(struct cursor *cursor, const char *stops, bool whole,
		       struct policy_where *where)
{
	struct word word = take_word(cursor, stops);
	char text[WORD_SIZE], why[160];
	bool known;

	if (!copy_word(cursor, &word, whole ? "a REGISTER or RANGE" : "a REGISTER", text))
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
		return refuse(cursor, word.text, "%s", why);
	/* a bare capability is all of it */
	if (whole && !where->is_range && where->reference.capability &&
	    where->reference.type == NULL && text[strcspn(text, "+.")] == '\0') {
		where->is_range = true;
		known = range_parse(text, &where->range, why, sizeof(why));
	}
	return known || refuse(cursor, word.text, "%s", why);
}

static bool take_capability(struct cursor *cursor, struct policy_where *where)
{
	struct word word;

	skip_blanks(cursor);
	word.text = cursor->at;
	if (!take_where(cursor, "", true, where))
		return false;
	return (where->is_range && where->range.capability && where->range.whole) ||
	       refuse(cursor, word.text, "not a capability, such as CAP_PM or ECAP_AER@1");
}

static bool take_one_of(struct cursor *cursor, const struct word *word, const char *what,
			const struct policy_words *words, unsigned int *index)
{
	char shown[WORD_SIZE], known[160] = "";
	size_t used = 0;

	for (unsigned int i = 0; i < words->count; i++) {
		const char *name = words->name(i);

		if (word_is(word, name)) {
			*index = i;
			return true;
		}
		if (words->count <= LISTED_WORDS && used < sizeof(known))
			used += (size_t)snprintf(known + used, sizeof(known) - used, "%s %s",
						 i == 0 ? ": one of" : "", name);
	}
	if (word->length == 0)
		return refuse(cursor, word->text, "%s is missing%s", what, known);
	return refuse(cursor, word->text, "'%s' is not %s%s", show(word, shown), what, known);
}

static bool parse_format(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	struct word word = take_word(cursor, "");
	uint32_t number;

	(void)pinned;
	if (!take_hex(cursor, &word, 1, 4, &number))
		return false;
	if (number == 0)
		return refuse(cursor, word.text, "there is no format 0");
	rule->number = number;
	return true;
}

static bool parse_rules(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	struct word word = take_word(cursor, "");
	char text[RULES_NAME_SIZE], why[sizeof(cursor->mistake->message)];

	(void)rule;
	if (word.length == 0)
		return refuse(cursor, word.text, "the rules are missing, such as 6.1.176 or 6.1,+dvsec");
	if (word.length >= sizeof(text) || memchr(word.text, '\0', word.length) != NULL)
		return refuse(cursor, word.text, "too long for rules");
	memcpy(text, word.text, word.length);
	text[word.length] = '\0';
	return rules_parse(text, NULL, pinned, why, sizeof(why)) ||
	       refuse(cursor, word.text, "%s", why);
}

/* VENDOR:DEVICE, four digits each; an empty one is any. */
static bool take_ids(struct cursor *cursor, int *vendor, int *product)
{
	struct word first = take_word(cursor, ":"), second;
	uint32_t number;

	if (first.length != 0) {
		if (!take_hex(cursor, &first, 4, 4, &number))
			return false;
		*vendor = (int)number;
	}
	if (cursor->at == cursor->end || *cursor->at != ':')
		return refuse(cursor, cursor->at, "IDs are VENDOR:DEVICE");
	cursor->at++;
	second.text = cursor->at;
	if (cursor->at == cursor->end || is_blank(*cursor->at))
		return true;
	second = take_word(cursor, "");
	if (!take_hex(cursor, &second, 4, 4, &number))
		return false;
	*product = (int)number;
	return true;
}

static bool take_class(struct cursor *cursor, struct policy_device *device)
{
	struct word word = take_word(cursor, "");
	uint32_t number;

	if (!take_hex(cursor, &word, 4, word.length == 4 ? 4 : 6, &number))
		return false;
	if (word.length == 5)
		return refuse(cursor, word.text, "a class has 4 or 6 digits");
	device->class = (int)number;
	device->class_digits = (int)word.length;
	return true;
}

/* One of the words behind `device`. */
static bool take_property(struct cursor *cursor, struct policy_device *device)
{
	const char *start = cursor->at;
	struct word word = take_word(cursor, "=:");
	char shown[WORD_SIZE];
	uint32_t number;

	if (cursor->at < cursor->end && *cursor->at == ':') {
		cursor->at = start;
		return take_ids(cursor, &device->vendor, &device->product);
	}
	if (word_is(&word, "pf") || word_is(&word, "vf")) {
		device->is_vf = word.text[0] == 'v';
		return true;
	}
	if (word_is(&word, "class") && take_mark(cursor, "="))
		return take_class(cursor, device);
	if (word_is(&word, "subsystem") && take_mark(cursor, "="))
		return take_ids(cursor, &device->subsystem_vendor, &device->subsystem_product);
	if (word_is(&word, "revision") && take_mark(cursor, "=")) {
		word = take_word(cursor, "");
		if (!take_hex(cursor, &word, 2, 2, &number))
			return false;
		device->revision = (int)number;
		return true;
	}
	return refuse(cursor, word.text,
		      "'%s' says no device: VENDOR:DEVICE, class=, subsystem=, revision=, pf or vf",
		      show(&word, shown));
}

static bool parse_device(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	(void)pinned;
	rule->device = (struct policy_device) {
		.vendor = -1, .product = -1, .class = -1, .subsystem_vendor = -1,
		.subsystem_product = -1, .revision = -1, .is_vf = -1,
	};
	if (is_at_end(cursor))
		return refuse(cursor, cursor->at,
			      "which device is missing: VENDOR:DEVICE, class=, subsystem=, revision=, pf or vf");
	while (!is_at_end(cursor))
		if (!take_property(cursor, &rule->device))
			return false;
	return true;
}

static bool parse_size(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	struct word word = take_word(cursor, "");
	uint32_t number;

	(void)pinned;
	if (!take_hex(cursor, &word, 1, 4, &number))
		return false;
	rule->number = number;
	return number <= SPACE_SIZE_EXTENDED ||
	       refuse(cursor, word.text, "configuration space has 1000 bytes at most");
}

/* `map RANGE KIND`, `map RANGE CAPABILITY`, `map CAPABILITY` */
static bool parse_map(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	struct word word;
	unsigned int kind;

	(void)pinned;
	if (!take_where(cursor, "", true, &rule->where))
		return false;
	rule->map.any = rule->where.is_range && rule->where.range.whole && is_at_end(cursor);
	if (rule->map.any)
		return true;
	skip_blanks(cursor);
	word.text = cursor->at;
	if (take_capability(cursor, &rule->map.owner))
		return true;
	cursor->at = word.text;
	word = take_word(cursor, "");
	rule->map.is_kind = true;
	if (!take_one_of(cursor, &word, "a capability or a kind", &policy_kind_words, &kind))
		return false;
	rule->map.kind = (enum map_kind)kind;
	return true;
}

static bool parse_capability(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	(void)pinned;
	return take_capability(cursor, &rule->where);
}

/* How wide a register is by its name or its suffix; 0: neither says it. */
static uint8_t written_width(const struct policy_where *where)
{
	if (where->is_range)
		return 1;
	if (where->reference.width != 0)
		return where->reference.width;
	return where->reference.type != NULL ? where->reference.type->width : 0;
}

/* Digits are width enough where nothing else is. */
static bool settle_width(struct cursor *cursor, const struct word *word,
			 struct policy_where *where, uint8_t *width)
{
	*width = written_width(where);
	if (*width != 0)
		return true;
	if (word->length != 2 && word->length != 4 && word->length != 8)
		return refuse(cursor, word->text,
			      "its width is not said: add .b, .w or .l to the register, or write 2, 4 or 8 digits");
	*width = where->reference.width = (uint8_t)(word->length / 2);
	return true;
}

/* `=` and a number of exactly (or, at most) as many digits as the register has. */
static bool take_number(struct cursor *cursor, const char *stops, struct policy_rule *rule,
			bool exact, uint32_t *number)
{
	struct word word = take_word(cursor, stops);
	uint8_t width = 0;

	if (word.length != 0 && !settle_width(cursor, &word, &rule->where, &width))
		return false;
	return take_hex(cursor, &word, exact ? 2U * width : 1, 2U * width, number);
}

static bool parse_bits(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	struct word word;
	unsigned int mask;

	(void)pinned;
	if (!take_where(cursor, "", false, &rule->where))
		return false;
	do {
		word = take_word(cursor, "=");
		if (!take_one_of(cursor, &word, "a mask", &policy_mask_words, &mask))
			return false;
		if (rule->bits.given[mask])
			return refuse(cursor, word.text, "%s stands here twice",
				      policy_mask_words.name(mask));
		if (!take_mark(cursor, "="))
			return refuse(cursor, cursor->at, "= and a mask are missing");
		if (!take_number(cursor, "", rule, true, &rule->bits.mask[mask]))
			return false;
		rule->bits.given[mask] = true;
	} while (!is_at_end(cursor));
	rule->bits.width = written_width(&rule->where);
	return true;
}

/* `value [hardware] REGISTER = VALUE[:MASK]` */
static bool parse_value(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	const char *start;
	struct word word;

	(void)pinned;
	skip_blanks(cursor);
	start = cursor->at;
	word = take_word(cursor, "=");
	rule->value.hardware = word_is(&word, "hardware");
	if (!rule->value.hardware)
		cursor->at = start;
	skip_blanks(cursor);
	start = cursor->at;
	if (!take_where(cursor, "=", false, &rule->where))
		return false;
	if (rule->where.is_range)
		return refuse(cursor, start, "a REGISTER has a value, and not a RANGE");
	if (!take_mark(cursor, "="))
		return refuse(cursor, cursor->at, "= and a value are missing");
	if (!take_number(cursor, ":", rule, false, &rule->value.value))
		return false;
	rule->value.mask = UINT32_MAX;
	start = cursor->at;
	return !take_mark(cursor, ":") ||
	       take_number(cursor, "", rule, false, &rule->value.mask);
}

/* `effect REGISTER MASK EFFECT` */
static bool parse_effect(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	const char *start;
	struct word word;
	unsigned int effect;

	(void)pinned;
	skip_blanks(cursor);
	start = cursor->at;
	if (!take_where(cursor, "", false, &rule->where))
		return false;
	if (rule->where.is_range)
		return refuse(cursor, start, "a REGISTER has an effect, and not a RANGE");
	if (!take_number(cursor, "", rule, true, &rule->effect.mask))
		return false;
	word = take_word(cursor, "");
	if (!take_one_of(cursor, &word, "an effect", &policy_effect_words, &effect))
		return false;
	rule->effect.effect = (enum effect)effect;
	return true;
}

/* Whether a place has to follow a subject of deny: where it does not, it is the whole space. */
static bool wants_place(const struct policy_rule *rule)
{
	return rule->kind == POLICY_RULE_ALLOW || (rule->deny.subject != SUBJECT_HIDDEN_WRITE &&
						   rule->deny.subject != SUBJECT_EFFECT &&
						   rule->deny.subject != SUBJECT_LINT);
}

/* `deny SUBJECT [RANGE]`, `allow SUBJECT RANGE` */
static bool parse_deny(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	struct word word = take_word(cursor, "");
	unsigned int index;

	(void)pinned;
	if (!take_one_of(cursor, &word, "something to deny", &policy_subject_words, &index))
		return false;
	rule->deny.subject = policy_subject_at(index, &rule->deny.kind);
	if (rule->deny.subject == SUBJECT_EFFECT) {
		word = take_word(cursor, "");
		if (!take_one_of(cursor, &word, "an effect", &policy_effect_words, &index))
			return false;
		rule->deny.effect = (enum effect)index;
	} else if (rule->deny.subject == SUBJECT_LINT) {
		word = take_word(cursor, "");
		if (!take_one_of(cursor, &word, "a code of lint (vfio-cfgtool lint --list)", &policy_lint_words, &index))
			return false;
		rule->deny.code = (enum lint_code)index;
	}
	if (is_at_end(cursor) && !wants_place(rule))
		return true;
	return take_where(cursor, "", true, &rule->where);
}

/* `rules >= RELEASE`, `rules < RELEASE` */
static bool take_release(struct cursor *cursor, struct policy_condition *condition)
{
	char text[WORD_SIZE];
	struct word word;
	size_t taken;

	condition->kind = IF_FROM;
	if (!take_mark(cursor, ">=")) {
		condition->kind = IF_BEFORE;
		if (!take_mark(cursor, "<"))
			return refuse(cursor, cursor->at, ">= or < is missing");
	}
	word = take_word(cursor, "");
	if (!copy_word(cursor, &word, "a release, such as 6.4", text))
		return false;
	return (rules_release_parse(text, &condition->release, &taken) && text[taken] == '\0') ||
	       refuse(cursor, word.text, "not a release, such as 6.4");
}

/* `+SWITCH`, `-SWITCH`, `+ext-cap-max=HEX` */
static bool take_switch(struct cursor *cursor, const struct word *word,
			struct policy_condition *condition)
{
	struct word name = { word->text + 1, word->length - 1 }, value;
	unsigned int which;
	uint32_t number;

	condition->kind = IF_SWITCH;
	if (!take_one_of(cursor, &name, "a switch", &policy_switch_words, &which))
		return false;
	condition->which = (enum rules_switch)which;
	condition->value = word->text[0] == '+' ? -1 : 0;
	if (which != RULE_EXT_CAP_MAX)
		return true;
	if (word->text[0] != '+' || !take_mark(cursor, "="))
		return refuse(cursor, word->text, "ext-cap-max has a value: +ext-cap-max=HEX");
	value = take_word(cursor, "");
	if (!take_hex(cursor, &value, 1, 2, &number))
		return false;
	condition->value = (int)number;
	return true;
}

static bool parse_if(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	(void)pinned;
	do {
		struct word word = take_word(cursor, "=<>");
		struct policy_condition *condition;

		if (rule->conditions.count == POLICY_CONDITIONS)
			return refuse(cursor, word.text, "more than %d conditions in one line",
				      POLICY_CONDITIONS);
		condition = &rule->conditions.list[rule->conditions.count++];
		if (word_is(&word, "rules")) {
			if (!take_release(cursor, condition))
				return false;
		} else if (word.length == 0 || (word.text[0] != '+' && word.text[0] != '-')) {
			return refuse(cursor, word.text,
				      "a condition is rules >= RELEASE, rules < RELEASE, +SWITCH or -SWITCH");
		} else if (!take_switch(cursor, &word, condition)) {
			return false;
		}
	} while (!is_at_end(cursor));
	return true;
}

static bool parse_end(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	(void)cursor;
	(void)rule;
	(void)pinned;
	return true;
}

static bool parse_error(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	struct word word = take_word(cursor, "");

	(void)pinned;
	(void)rule;
	return word_is(&word, "init-fails") ||
	       refuse(cursor, word.text, "the error that a device can have is init-fails");
}

static const struct {
	const char *word;
	enum policy_rule_kind kind;
	bool judges;		/* a device keeps it or breaks it */
	bool (*parse)(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned);
} keywords[] = {
	{ "format", POLICY_RULE_FORMAT, false, parse_format },
	{ "rules", POLICY_RULE_RULES, false, parse_rules },
	{ "device", POLICY_RULE_DEVICE, false, parse_device },
	{ "size", POLICY_RULE_SIZE, true, parse_size },
	{ "map", POLICY_RULE_MAP, true, parse_map },
	{ "visible", POLICY_RULE_VISIBLE, true, parse_capability },
	{ "hidden", POLICY_RULE_HIDDEN, true, parse_capability },
	{ "absent", POLICY_RULE_ABSENT, true, parse_capability },
	{ "bits", POLICY_RULE_BITS, true, parse_bits },
	{ "value", POLICY_RULE_VALUE, true, parse_value },
	{ "effect", POLICY_RULE_EFFECT, true, parse_effect },
	{ "deny", POLICY_RULE_DENY, true, parse_deny },
	{ "allow", POLICY_RULE_ALLOW, false, parse_deny },
	{ "if", POLICY_RULE_IF, false, parse_if },
	{ "end", POLICY_RULE_END, false, parse_end },
	{ "error", POLICY_RULE_ERROR, true, parse_error },
};

static const char *keyword_name(unsigned int index)
{
	return keywords[index].word;
}

static const struct policy_words keyword_words = { ARRAY_LENGTH(keywords), keyword_name };

bool policy_rule_judges(const struct policy_rule *rule)
{
	for (size_t i = 0; i < ARRAY_LENGTH(keywords); i++)
		if (keywords[i].kind == rule->kind)
			return keywords[i].judges;
	return false;
}

/* Whether a rule is on a capability, which a device may lack. */
static bool is_on_capability(const struct policy_rule *rule)
{
	const struct policy_where *where = &rule->where;

	if (!where->given || !policy_rule_judges(rule) || rule->kind == POLICY_RULE_ABSENT)
		return false;
	return where->is_range ? where->range.capability : where->reference.capability;
}

/* `optional` and the rule behind it. */
static bool parse(struct cursor *cursor, struct policy_rule *rule, struct rules *pinned)
{
	struct word first = take_word(cursor, ""), word = first;
	char shown[WORD_SIZE];
	unsigned int index;

	rule->optional = word_is(&first, "optional");
	if (rule->optional)
		word = take_word(cursor, "");
	if (!take_one_of(cursor, &word, "a rule", &keyword_words, &index))
		return false;
	rule->kind = keywords[index].kind;
	if (!keywords[index].parse(cursor, rule, pinned))
		return false;
	if (rule->optional && !is_on_capability(rule))
		return refuse(cursor, first.text,
			      "only a rule on a capability can be optional");
	if (is_at_end(cursor))
		return true;
	word = take_word(cursor, "");
	return refuse(cursor, word.text, "nothing more belongs here: '%s'", show(&word, shown));
}

int policy_rule_parse(const char *text, size_t length, struct policy_rule *rule,
		      struct rules *pinned, struct policy_mistake *mistake)
{
	const char *comment = memchr(text, '#', length);
	struct cursor cursor = { .start = text, .at = text, .mistake = mistake };

	cursor.end = comment != NULL ? comment : text + length;
	while (cursor.end > text && (is_blank(cursor.end[-1]) || cursor.end[-1] == '\r'))
		cursor.end--;
	skip_blanks(&cursor);
	memset(rule, 0, sizeof(*rule));
	rule->text = cursor.at;
	rule->length = (size_t)(cursor.end - cursor.at);
	if (rule->length == 0)
		return 0;
	return parse(&cursor, rule, pinned) ? 1 : -1;
}
