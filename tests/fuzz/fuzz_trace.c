// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any accesses of a user in any space, as a trace sees them: parts, usage, and the rules
 * made from them, which must be readable. The input: a byte that chooses
 * (any_space.h), one with the number of accesses, so many of 24 bytes, then the space.
 */
#include <stdio.h>
#include <string.h>

#include "any_space.h"
#include "base/bits.h"
#include "inputs/policy_files.h"
#include "model/trace/against.h"
#include "model/trace/needs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ACCESS 24

static struct {
	struct device device;
	struct prediction prediction;
	struct trace_usage usage;
	struct trace_record record;
	struct check_subject judged;
} subject;

static void wrong(const char *what, unsigned int offset, unsigned int width)
{
	fprintf(stderr, "%s: %x.%u\n", what, offset, width);
	abort();
}

/* Byte 0 chooses; 1 and 2 the offset; 3 the count; then the earlier bytes, and the data. */
static void any_access(const uint8_t *bytes, unsigned int number)
{
	struct trace_record *record = &subject.record;
	unsigned int choice = bytes[0];

	memset(record, 0, sizeof(*record));
	record->entered = 1000U * number;
	record->returned = record->entered + bytes[4];
	record->structure = choice & 1;
	record->count = choice & 2 ? bytes[3] * 64U : bytes[3] % 9U;
	record->position = (7ULL << 40) | bytes[1] | (bytes[2] & 0x1fU) << 8;
	record->write = choice >> 2 & 1;
	record->result = (int64_t)(choice & 16 ? record->count / 2 : record->count);
	if (choice & 8)
		record->result = -14;	/* EFAULT */
	record->flags = choice >> 5;
	record->thread = 71ULL << 32 | bytes[5];
	memcpy(record->before, bytes + 6, 8);
	memcpy(record->after, bytes + 12, 8);
	for (unsigned int i = 0; i < 8; i++)
		record->map[i] = record->position + i < SPACE_SIZE_EXTENDED
				 ? subject.prediction.map.value[(record->position & 0xff8) + i] : 0;
	memcpy(record->start, bytes + 16, 8);
	for (size_t i = 0; i < sizeof(record->data); i++)
		record->data[i] = bytes[16 + i % 8];
}

static void walk(void)
{
	unsigned int end = (unsigned int)(subject.record.position & TRACE_OFFSET_MASK);
	char name[TRACE_PART_NAME_SIZE];
	struct trace_walk walk;
	struct trace_part part;

	trace_walk_begin(&walk, &subject.prediction, &subject.record);
	while (trace_walk_next(&walk, &part)) {
		uint32_t all = bits_all(part.width);

		if (part.offset < end || part.offset + part.width > subject.prediction.map.size)
			wrong("a part outside its access", part.offset, part.width);
		end = part.offset + part.width;
		if ((trace_to_device(&part) | trace_to_copy(&part) | trace_dropped(&part)) & ~all)
			wrong("bits outside a part", part.offset, part.width);
		if (strlen(trace_part_name(&part, name)) + 1 >= sizeof(name))
			wrong("a name is cut", part.offset, part.width);
	}
}

static char generated[1 << 20];
static size_t used;

static void add(const char *before, const char *line)
{
	used += (size_t)snprintf(generated + used, sizeof(generated) - used, "%s%s\n", before,
				 line);
	if (used >= sizeof(generated))
		wrong("a policy file is too long", 0, 0);
}

static void add_rule(void *context, const char *line)
{
	(void)context;
	add("", line);
}

static void add_comment(void *context, const char *line)
{
	(void)context;
	add("# ", line);
}

static void no_mistake(const char *name, const struct policy_mistake *mistake)
{
	fprintf(stderr, "%s: %s\n%s", name, mistake->message, generated);
	abort();
}

/* The used device keeps each rule made from its usage. */
static void judge(const struct policy_files *files)
{
	check_subject_build(&subject.device, &subject.prediction, NULL, &subject.judged);
	for (size_t i = 0; i < files->count; i++) {
		const struct check_rules rules = { files->parts[i].list, files->parts[i].count };

		for (size_t j = 0; j < rules.count; j++) {
			struct check_result result;

			if (!policy_rule_judges(&rules.list[j]))
				continue;
			check_judge(&rules, j, &subject.judged, &result);
			if (result.outcome == CHECK_FAILED) {
				fprintf(stderr, "%s\n", result.message);
				wrong("breaks what was made of it", 0, 0);
			}
		}
	}
}

static void check_needs(void)
{
	static const struct policy_sink sink = {
		.rule = add_rule, .title = add_comment, .comment = add_comment,
	};
	struct policy_files files = { .parts = NULL };
	struct trace_total total;

	used = 0;
	trace_needs(&subject.usage, &subject.prediction, &subject.device, &sink);
	policy_files_add(&files, "its own", generated, used, true, no_mistake);
	judge(&files);
	policy_files_free(&files);
	trace_usage_total(&subject.usage, &subject.prediction, &total);
	if (total.raw_used > total.raw_permitted || total.registers_used > total.registers_permitted)
		wrong("more is used than is permitted", total.raw_used, total.registers_used);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	unsigned int count;
	uint32_t value;

	if (size < 2)
		return 0;
	count = data[1] % 32;
	if (count * ACCESS > size - 2)
		count = (unsigned int)((size - 2) / ACCESS);
	any_space(&subject.device.space, &facts, data[0], data + 2 + count * ACCESS,
		  size - 2 - count * ACCESS);
	subject.device.vendor = space_word(&subject.device.space, 0);
	subject.device.product = space_word(&subject.device.space, 2);
	prediction_build(&subject.device.space, any_rules(data[0]), &facts, &subject.prediction);
	if (!prediction_opens(&subject.prediction))
		return 0;
	memset(&subject.usage, 0, sizeof(subject.usage));
	for (unsigned int i = 0; i < count; i++) {
		any_access(data + 2 + i * ACCESS, i);
		walk();
		trace_usage_seen(&subject.usage, subject.record.position & 0xffc, 4, &value);
		trace_usage_add(&subject.usage, &subject.prediction, &subject.record);
	}
	check_needs();
	return 0;
}
