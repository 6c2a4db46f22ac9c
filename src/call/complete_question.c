/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "call/complete_question.h"

#include <string.h>

#include "format/print.h"

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool question_offer(const struct question *question, const char *prefix, const char *word,
		    const char *description)
{
	if (strlen(question->current) >= strlen(prefix) &&
	    !starts_with(word, question->current + strlen(prefix)))
		return false;
	print_part("%s%s", prefix, word);
	print_tab();
	print_line("%s", description);
	return true;
}

const struct option_row *question_option(const char *word, size_t length)
{
	for (const struct option_row *row = option_rows; row->name != NULL; row++)
		if (strlen(row->name) == length && strncmp(row->name, word, length) == 0)
			return row;
	return NULL;
}

/* The option whose argument is the next word, or NULL. */
static const struct option_row *pending_option(const char *word)
{
	const struct option_row *row = NULL;

	if (starts_with(word, "--")) {
		row = question_option(word + 2, strlen(word + 2));
	} else if (word[0] == '-' && word[1] != '\0') {
		char last = word[strlen(word) - 1];

		for (row = option_rows; row->name != NULL && row->letter != last; row++)
			;
	}
	return row != NULL && row->name != NULL && row->argument == ARGUMENT_REQUIRED ? row : NULL;
}

void question_read(const char *const *words, struct question *question)
{
	question->current = "";
	for (; *words != NULL; words++) {
		question->current = *words;
		if (words[1] == NULL)
			return;
		if (question->pending != NULL) {
			if (question->pending->id == OPTION_DUMP)
				question->dump = *words;
			question->pending = NULL;
			continue;
		}
		if (starts_with(*words, "--dump="))
			question->dump = strchr(*words, '=') + 1;
		question->has_device |= address_parse(*words, &question->device);
		question->pending = pending_option(*words);
		if (question->command == NULL && (*words)[0] != '-')
			question->command = command_find(*words);
	}
}
