/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/policyfile/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"

static enum policy_text_step PRINTF_FORMAT(3, 4) refuse(unsigned int line,
							struct policy_mistake *mistake,
							const char *format, ...)
{
	va_list arguments;

	mistake->line = line;
	va_start(arguments, format);
	vsnprintf(mistake->message, sizeof(mistake->message), format, arguments);
	va_end(arguments);
	return POLICY_TEXT_MISTAKE;
}

/* Takes `format`. Lines after an unknown format are skipped, because it can mean anything. */
static enum policy_text_step take_format(struct policy_text *text, const struct policy_rule *rule,
					 struct policy_mistake *mistake)
{
	if (rule->number > POLICY_FORMAT) {
		text->ended = true;
		return refuse(text->line, mistake,
			      "format %x needs a newer vfio-cfgtool: this is %s, and reads formats up to %x",
			      rule->number, VERSION, POLICY_FORMAT);
	}
	if (text->condition != 0)
		return refuse(text->line, mistake, "format is not allowed between if and end");
	text->count = 0;
	text->given = 0;
	text->format = rule->number;
	return POLICY_TEXT_POLICY;
}

/* Checks a rule against other lines. Returns it as the next one if it is valid. */
static enum policy_text_step place_rule(struct policy_text *text, const struct policy_rule *rules,
					struct policy_rule *rule, struct policy_mistake *mistake)
{
	if (rule->kind == POLICY_RULE_FORMAT)
		return take_format(text, rule, mistake);
	if (!text->begun && !text->fragment)
		return refuse(text->line, mistake, "the first rule must be: format %d",
			      POLICY_FORMAT);
	if (!text->fragment && text->format < policy_rule_format(rule->kind))
		return refuse(text->line, mistake, "%s is a rule of format %u: say so first",
			      policy_rule_word(rule->kind), policy_rule_format(rule->kind));
	if (text->condition != 0 && policy_rule_is_whole(rule->kind))
		return refuse(text->line, mistake, "%s is not allowed between if and end",
			      policy_rule_word(rule->kind));
	if (policy_rule_is_single(rule->kind) && (text->given >> rule->kind & 1))
		return refuse(text->line, mistake, "%s is given a second time",
			      policy_rule_word(rule->kind));
	if (rule->kind == POLICY_RULE_END && text->mistaken_ifs > 0) {
		text->mistaken_ifs--;
		return POLICY_TEXT_END;
	}
	if (rule->kind == POLICY_RULE_IF && text->depth == POLICY_TEXT_DEPTH)
		return refuse(text->line, mistake, "more than %d nested if",
			      POLICY_TEXT_DEPTH);
	if (rule->kind == POLICY_RULE_END && text->condition == 0)
		return refuse(text->line, mistake, "end without an if before it");
	text->given |= 1U << rule->kind;
	rule->condition = text->condition;
	if (rule->kind == POLICY_RULE_END) {
		text->condition = rules[text->condition - 1].condition;
		text->depth--;
	}
	text->count++;
	if (rule->kind == POLICY_RULE_IF) {
		text->condition = text->count;
		text->depth++;
	}
	return POLICY_TEXT_RULE;
}

/* Takes one line. POLICY_TEXT_END: the line has no rule and no mistake. */
static enum policy_text_step take_line(struct policy_text *text, const struct policy_rule *rules,
				       struct policy_rule *rule, struct policy_pins *pins,
				       struct policy_mistake *mistake)
{
	const char *end = memchr(text->at, '\n', (size_t)(text->end - text->at));
	size_t length = (size_t)((end != NULL ? end : text->end) - text->at);
	const char *line = text->at;
	enum policy_text_step step = POLICY_TEXT_MISTAKE;
	int found;

	text->at = end != NULL ? end + 1 : text->end;
	text->line++;
	found = policy_rule_parse(line, length, rule, pins, mistake);
	if (found == 0)
		return POLICY_TEXT_END;
	rule->line = mistake->line = text->line;
	if (found > 0) {
		mistake->column = rule->column;
		step = place_rule(text, rules, rule, mistake);
	}
	text->begun = true;
	if (step == POLICY_TEXT_MISTAKE && rule->kind == POLICY_RULE_IF)
		text->mistaken_ifs++;
	return step;
}

enum policy_text_step policy_text_next(struct policy_text *text, const struct policy_rule *rules,
				       struct policy_rule *rule, struct policy_pins *pins,
				       struct policy_mistake *mistake)
{
	while (text->at < text->end && !text->ended) {
		enum policy_text_step step = take_line(text, rules, rule, pins, mistake);

		if (step != POLICY_TEXT_END)
			return step;
	}
	if (text->condition == 0 || text->ended)
		return POLICY_TEXT_END;
	text->ended = true;
	mistake->column = rules[text->condition - 1].column;
	return refuse(rules[text->condition - 1].line, mistake, "if without an end after it");
}
