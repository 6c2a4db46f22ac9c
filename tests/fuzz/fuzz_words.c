// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The words of read and write of any text, in any space: the operations, the plan of the
 * writes, and the dropped bits. The input: a byte that chooses (any_space.h), one with
 * the length of the text, the text, then the space.
 */
#include <stdio.h>
#include <string.h>

#include "any_space.h"
#include "refused_text.h"
#include "base/bits.h"
#include "inputs/operation_words.h"
#include "tasks/access_log.h"
#include "tasks/write_steps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct device device;
static struct inspection inspection = { .device = &device };
static struct prediction scratch;

static void check_operation(const struct operation *operation, const struct fault *fault, int error,
			    const struct register_place *place)
{
	uint32_t above = error == 0 ? ~bits_all(place->width) : 0;

	if ((error != 0) != (fault->code != FAULT_NONE))
		wrong("a failure without a fault", operation->text);
	if (error != 0)
		return;
	if (place->offset % place->width != 0 ||
	    place->offset + place->width > inspection.prediction.map.size)
		wrong("a place that is none", operation->text);
	if ((operation->value | operation->mask) & above)
		wrong("a value wider than its register", operation->text);
}

static void find(const struct operations *operations)
{
	for (size_t i = 0; i < operations->count; i++) {
		const struct operation *operation = &operations->list[i];
		uint8_t bytes[SPACE_SIZE_EXTENDED / 8] = { 0 };
		struct fault fault = { .code = FAULT_NONE };
		struct register_place place;

		if (operation->kind == ACCESS_READ || operation->kind == ACCESS_WRITE)
			check_operation(operation, &fault,
					operation_find(&inspection.prediction, operation, &place,
						       &fault), &place);
		if (operation->kind == ACCESS_RANGE &&
		    (operation_range(&inspection.prediction, operation, bytes, &fault) != 0) !=
			    (fault.code != FAULT_NONE))
			wrong("a failure without a fault", operation->text);
	}
}

/* The plan has a record for each operation, in their order. */
static void plan(const struct operations *operations, const char *text)
{
	struct access_log log = { .device = &device };
	struct fault fault = { .code = FAULT_NONE };

	if (operations_find(&inspection.prediction, operations, &fault) == 0) {
		write_plan(&inspection, operations, &log);
		write_explain(&inspection, &scratch, &log);
		if (log.count != operations->count)
			wrong("an operation is not in the plan", text);
		for (size_t i = 0; i < log.count; i++)
			if (log.list[i].kind != operations->list[i].kind)
				wrong("the plan has another order", text);
	}
	free(log.list);
}

static void try_lines(const char *text, size_t length)
{
	CLEANUP_OPERATIONS struct operations operations = { .list = NULL };
	FILE *stream = fmemopen((void *)(uintptr_t)text, length, "r");
	char why[240] = "";

	if (stream == NULL)
		return;
	if (!operations_from(stream, &operations, why, sizeof(why)))
		check_why(why, sizeof(why), text);
	else if (prediction_opens(&inspection.prediction))
		plan(&operations, text);
	fclose(stream);
}

static void try_word(const char *text,
		     bool (*parse)(const char *, struct operations *, char *, size_t))
{
	CLEANUP_OPERATIONS struct operations operations = { .list = NULL };
	char why[240] = "";

	if (!parse(text, &operations, why, sizeof(why)))
		check_why(why, sizeof(why), text);
	else if (prediction_opens(&inspection.prediction))
		find(&operations);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	char text[256] = "";
	size_t length;

	if (size < 2)
		return 0;
	length = data[1] < size - 2 ? data[1] : size - 2;
	memcpy(text, data + 2, length);
	any_space(&device.space, &facts, data[0], data + 2 + length, size - 2 - length);
	prediction_build(&device.space, any_rules(data[0]), &facts, &inspection.prediction);
	try_word(text, operation_parse_read);
	try_word(text, operation_parse_write);
	try_lines(text, length);
	return 0;
}
