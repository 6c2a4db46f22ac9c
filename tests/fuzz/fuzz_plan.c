// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The writes of probe and write to a device of any bytes, compared with forbidden writes
 * (safety_oracle.h). The input: a byte that chooses (any_space.h), one with the
 * class (bits 1:0) and a width (3:2), two with a place, four with a value, then the space.
 */
#include <stdio.h>
#include <string.h>

#include "any_space.h"
#include "base/bits.h"
#include "model/verdict/probe_write.h"
#include "safety_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD 8

static struct {
	struct config_space space;
	struct prediction prediction;
	struct user_view view;
	struct guarded_space guarded;
	struct probe_plan plan;
	struct probe_step steps[1024];
	uint32_t value;		/* any */
} device;

static void wrong(const char *what, unsigned int offset, unsigned int width, uint32_t value)
{
	fprintf(stderr, "%s: %x.%u = %x\n", what, offset, width, value);
	abort();
}

/* One write of a probe: the register's value, and the written value. */
struct attempt {
	unsigned int offset, width;
	enum probe_class class;
	uint32_t before, value;
};

static void check_attempt(const struct attempt *attempt)
{
	unsigned int class = (unsigned int)attempt->class;
	unsigned int offset = attempt->offset, width = attempt->width;
	uint32_t changed = attempt->before ^ attempt->value;
	uint32_t kept = guard_bits(device.guarded.kept[class], offset, width) & changed;
	uint32_t set = guard_bits(device.guarded.clear[class], offset, width) & attempt->value;
	uint32_t raised = guard_bits(device.guarded.raised[class], offset, width) &
			  attempt->before & ~attempt->value;

	if (attempt->value & ~bits_all(width))
		wrong("writes more than it has room for", offset, width, attempt->value);
	if (kept != 0)
		wrong("changes what its class must not", offset, width, kept);
	if (set != 0)
		wrong("sets what its class must not", offset, width, set);
	if (raised != 0)
		wrong("unmasks an error", offset, width, raised);
}

/* Checks the write, its restore, and the write of a restore after any reaction of the device. */
static void try_value(const struct probe_part *part, enum probe_class class, uint32_t before)
{
	struct attempt attempt = {
		.offset = part->offset, .width = part->width, .class = class,
		.before = before & bits_all(part->width),
	};
	const uint32_t afters[] = { before, ~before, 0, UINT32_MAX, device.value };

	attempt.value = probe_written(part, attempt.before);
	check_attempt(&attempt);
	attempt.value = probe_logged(part, attempt.before);
	check_attempt(&attempt);
	for (size_t i = 0; i < ARRAY_LENGTH(afters); i++) {
		attempt.value = probe_put_back(part, attempt.before,
					       afters[i] & bits_all(part->width));
		check_attempt(&attempt);
	}
}

/* In class virtual nothing goes to the device, and below `all` no raw byte is written. */
static void check_part(const struct probe_part *part, enum probe_class class)
{
	const struct policy_bits bits =
		policy_access(&device.prediction.policy, part->offset, part->width);

	if (class == PROBE_READ || part->class == PROBE_READ)
		wrong("writes in class read", part->offset, part->width, part->flip);
	if (class == PROBE_VIRTUAL && bits.write & ~bits.write_virtual)
		wrong("reaches the device in class virtual", part->offset, part->width, bits.write);
	for (unsigned int i = 0; i < part->width; i++)
		if (device.prediction.policy.undefined[part->offset + i] ||
		    (class < PROBE_ALL &&
		     device.prediction.policy.place[part->offset + i].permission->write_function ==
			     WRITE_RAW))
			wrong("writes unknown bits", part->offset, part->width, part->flip);
}

static void judge_part(const struct probe_place *place, const struct probe_part *part)
{
	const struct probe_write write = {
		.place = place, .part = part, .value = probe_written(part, device.value),
		.before = { { true, device.value & bits_all(place->place.width) },
			    { device.value & 1, device.value & bits_all(place->place.width) } },
		.after = { { true, ~device.value & bits_all(place->place.width) },
			   { device.value & 2, ~device.value & bits_all(place->place.width) } },
	};
	struct probe_outcome outcome = probe_judge_write(&device.prediction, &write);

	if ((outcome.user | outcome.hardware) & ~bits_all(place->place.width))
		wrong("judges bits that are not there", place->place.offset, place->place.width,
		      outcome.user | outcome.hardware);
}

static void try_place(const struct probe_place *place, enum probe_class class)
{
	struct probe_part parts[PROBE_PARTS];
	unsigned int count = probe_parts(&device.prediction, &place->place, class, parts);

	if (count == 0 || count > PROBE_PARTS)
		wrong("has no writes, or too many", place->place.offset, place->place.width, count);
	for (unsigned int i = 0; i < count; i++) {
		const struct probe_part *part = &parts[i];

		if (part->class > class)
			continue;
		if (part->offset < place->place.offset ||
		    part->offset + part->width > place->place.offset + place->place.width)
			wrong("writes outside its place", part->offset, part->width, part->flip);
		check_part(part, class);
		try_value(part, class, device.value);
		try_value(part, class, 0);
		try_value(part, class, UINT32_MAX);
		judge_part(place, part);
	}
}

static void judge_read(const struct probe_place *place)
{
	const struct user_view *view = &device.prediction.user_view;
	struct probe_read reads[PROBE_READS];
	struct probe_reading reading = { .seen = device.value };
	unsigned int count = probe_reads(&device.prediction, place, reads);
	struct probe_result result;

	for (unsigned int i = 0; i < count; i++) {
		struct known_value value = probe_predict(&device.prediction, view, &reads[i]);

		reading.unknown |= !value.known;
		reading.other |= value.known && (device.value >> i & 1);
		reading.read = reads[i];
		reading.predicted = value.value;
	}
	reading.moving = device.value >> 31;
	probe_judge_read(&device.prediction, place, view, device.value & 0x100, &reading, &result);
	if (strnlen(result.reason, sizeof(result.reason)) == sizeof(result.reason))
		wrong("a reason is cut", place->place.offset, place->place.width, 0);
}

/* Plans of all bytes and of some, and each step of what --dry-run shows. */
static void try_plan(enum probe_class class, uint32_t pattern)
{
	uint8_t bytes[SPACE_SIZE_EXTENDED / 8];
	unsigned int seen, predicted;
	size_t count;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(pattern >> (8 * (i % 4)));
	probe_plan_begin(&device.plan);
	probe_plan_bytes(&device.prediction, bytes, &device.plan);
	probe_plan_end(&device.plan);
	for (size_t i = 0; i < device.plan.count; i++) {
		try_place(&device.plan.list[i], class);
		judge_read(&device.plan.list[i]);
	}
	count = probe_steps(&device.prediction, &device.plan, class, device.steps,
			    ARRAY_LENGTH(device.steps));
	for (size_t i = 0; i < count && i < ARRAY_LENGTH(device.steps); i++)
		if (device.steps[i].write != (class != PROBE_READ) ||
		    device.steps[i].offset + device.steps[i].length > device.prediction.map.size)
			wrong("a step that is none", device.steps[i].offset,
			      device.steps[i].length, 0);
	probe_judge_chain(&device.prediction, &device.space, &seen, &predicted);
}

/* A place outside registers, as a user can name it. */
static void try_any_place(enum probe_class class, unsigned int offset, unsigned int width)
{
	const struct probe_place place = {
		.place = { .offset = (uint16_t)offset, .width = (uint8_t)width },
	};

	try_place(&place, class);
}

/* `write` asks for permission at least for the bits of the oracle. */
static void check_dangers(const struct write_request *request, const struct user_view *view)
{
	static const enum write_danger danger_of[] = {
		[ENABLE] = DANGER_ENABLE, [BUS_MASTER] = DANGER_BUS_MASTER,
		[SELF_TEST] = DANGER_SELF_TEST, [RESET] = DANGER_RESET,
		[POWER_STATE] = DANGER_POWER_STATE,
	};
	uint32_t dangers[WRITE_DANGERS], any = 0;
	bool told = write_dangers(&device.prediction, view, request, dangers);

	for (int i = 0; i < WRITE_DANGERS; i++)
		any |= dangers[i];
	if (told != (any != 0) || any & ~bits_all(request->width))
		wrong("a danger that is none", request->offset, request->width, any);
	for (unsigned int i = ENABLE; i <= POWER_STATE; i++) {
		uint32_t bits = guard_bits(device.guarded.danger[i], request->offset,
					   request->width) & request->mask;

		if (i == RESET)
			bits &= request->value;
		if (bits & ~dangers[danger_of[i]])
			wrong("a danger is not told", request->offset, request->width, bits);
	}
}

/* Some writes, each after the ones before. */
static void try_writes(unsigned int offset, unsigned int width)
{
	struct write_request request = { .offset = (uint16_t)offset, .width = (uint8_t)width };
	uint32_t mask = bits_all(width);

	device.view = device.prediction.user_view;
	for (unsigned int i = 0; i < 4; i++) {
		struct write_judgement judgement;
		uint32_t before = 0;
		bool known;

		request.value = (device.value >> (8 * i)) & mask;
		request.mask = i % 2 != 0 ? mask : device.value & mask;
		check_dangers(&request, &device.view);
		known = user_view_read(&device.view, &device.prediction.map,
				       &device.prediction.policy, offset, width, &before);
		write_judge(&device.prediction, &request, known, before, &judgement);
		if (judgement.dropped & judgement.bits.write)
			wrong("is dropped, and takes effect", offset, width, judgement.dropped);
		write_predict(&request, &judgement, &device.prediction.facts, &device.view);
		write_compare(&judgement, device.value & mask, 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	unsigned int offset, width;
	enum probe_class class;

	if (size < HEAD)
		return 0;
	any_space(&device.space, &facts, data[0], data + HEAD, size - HEAD);
	facts.is_vf = data[1] & 0x10;
	facts.nointxmask = data[1] & 0x20;
	class = (enum probe_class)(1 + (data[1] & 3));
	width = 1U << (data[1] >> 2 & 3) % 3;
	offset = (data[2] | (data[3] & 0xfU) << 8) & ~(width - 1);
	for (unsigned int i = 0; i < 4; i++)
		device.value = device.value << 8 | data[4 + i];
	prediction_build(&device.space, any_rules(data[0]), &facts, &device.prediction);
	if (!prediction_opens(&device.prediction))
		return 0;
	if (offset + width > device.prediction.map.size)
		offset = 0;
	guard_find(&device.space, &device.guarded);
	try_plan(class, UINT32_MAX);
	try_plan(PROBE_READ, device.value);
	try_any_place(class, offset, width);
	try_writes(offset, width);
	return 0;
}
