// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Policy files of any text, and devices of any bytes: a text is judged or has mistakes with a
 * place, and a device keeps its own policy file. The input: a byte that chooses
 * (any_space.h), two with the length of the text, the text, then the space.
 */
#include <stdio.h>
#include <string.h>

#include "any_space.h"
#include "inputs/policy_files.h"
#include "model/vfio/permissions.h"
#include "model/policyfile/generate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	struct device device;
	struct prediction prediction;
	struct check_subject judged;
} subject;

static void wrong(const char *what, const char *text, size_t length)
{
	fprintf(stderr, "%s: %.*s\n", what, (int)length, text);
	abort();
}

static void build(uint8_t choice, const uint8_t *data, size_t size)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const struct config_space *space = &subject.device.space;

	any_space(&subject.device.space, &facts, choice, data, size);
	subject.device.vendor = space_word(space, 0);
	subject.device.product = space_word(space, 2);
	prediction_build(space, any_rules(choice), &facts, &subject.prediction);
	check_subject_build(&subject.device, &subject.prediction, NULL, &subject.judged);
}

/* Judges by all rules; with `kept` each must be kept. */
static void judge(const struct policy_files *files, bool kept)
{
	for (size_t i = 0; i < files->count; i++) {
		const struct check_rules rules = { files->parts[i].list, files->parts[i].count };

		check_applies(&rules, &subject.device);
		check_find_holes(&rules, &subject.judged);
		for (size_t j = 0; j < rules.count; j++) {
			struct check_result result;

			if (!policy_rule_judges(&rules.list[j]))
				continue;
			check_judge(&rules, j, &subject.judged, &result);
			if ((result.outcome == CHECK_FAILED || result.outcome == CHECK_NOT_SEEN) !=
			    (result.message[0] != '\0'))
				wrong("is broken without a word", rules.list[j].text,
				      rules.list[j].length);
			if (kept && result.outcome != CHECK_PASSED)
				wrong(result.message, rules.list[j].text, rules.list[j].length);
		}
	}
}

static void no_mistake(const char *name, const struct policy_mistake *mistake)
{
	wrong(mistake->message, name, strlen(name));
}

static void any_mistake(const char *name, const struct policy_mistake *mistake)
{
	if (mistake->line == 0 || mistake->column == 0 || mistake->message[0] == '\0')
		wrong("a mistake nowhere", name, strlen(name));
	for (const char *c = mistake->message; *c != '\0'; c++)
		if ((unsigned char)*c < ' ')
			wrong("a control byte in a message", mistake->message,
			      strlen(mistake->message));
}

static void any_text(const char *text, size_t length)
{
	struct policy_files files = { .parts = NULL };

	if (policy_files_add(&files, "text", text, length, false, any_mistake) &&
	    subject.prediction.map.state != MAP_SHORT)
		judge(&files, false);
	policy_files_free(&files);
}

static char generated[1 << 21];
static size_t used;

static void add(void *context, const char *line)
{
	used += (size_t)snprintf(generated + used, sizeof(generated) - used, "%s%s\n",
				 (const char *)context, line);
	if (used >= sizeof(generated))
		wrong("a policy file is too long", line, strlen(line));
}

static void ignore(void *context, const char *line)
{
	(void)context;
	(void)line;
}

static void own_text(bool layout)
{
	static char nothing[] = "";
	static const struct policy_sink sink = {
		.rule = add, .title = ignore, .comment = ignore, .context = nothing,
	};
	struct policy_files files = { .parts = NULL };

	if (subject.prediction.map.state == MAP_SHORT)
		return;
	used = 0;
	policy_generate(&subject.judged, layout, &sink);
	policy_files_add(&files, "its own", generated, used, true, no_mistake);
	judge(&files, true);
	policy_files_free(&files);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[4096];
	size_t length;

	if (size < 3)
		return 0;
	length = (size_t)(data[1] | data[2] << 8) % sizeof(text);
	if (length > size - 3)
		length = size - 3;
	memcpy(text, data + 3, length);
	build(data[0], data + 3 + length, size - 3 - length);
	any_text(text, length);
	own_text(data[0] & 1);
	return 0;
}
