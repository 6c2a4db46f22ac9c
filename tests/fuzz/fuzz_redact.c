// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any space, redacted: the result does not depend on secrets, and no map changes. Two spaces
 * that differ only in secrets have the same result. The input: a byte
 * that chooses (any_space.h), one with resources, then the space.
 */
#include <stdio.h>
#include <string.h>

#include "any_space.h"
#include "model/verdict/redact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	struct config_space space, other, redacted;
	struct map map, again;
	bool lone[SPACE_SIZE_EXTENDED];		/* in one capability, and no place that a walk reads */
} device;

static void wrong(const char *what, unsigned int offset)
{
	fprintf(stderr, "%s: %x\n", what, offset);
	abort();
}

static uint32_t dword(const struct config_space *space, unsigned int offset)
{
	return space->byte[offset] | (uint32_t)space->byte[offset + 1] << 8 |
	       (uint32_t)space->byte[offset + 2] << 16 | (uint32_t)space->byte[offset + 3] << 24;
}

/* Replaces a secret by another one; the bits `kept` are not secret. */
static void change(unsigned int offset, uint32_t kept)
{
	uint32_t secret;

	for (unsigned int i = offset; i < offset + 4; i++)
		if (i >= device.space.size || !device.lone[i])
			return;
	secret = dword(&device.space, offset);
	if ((secret & ~kept) != 0)
		space_put(&device.other, offset, 4, (secret & kept) | (0x13579bdf & ~kept));
}

static void change_bars(unsigned int offset, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++, offset += 4) {
		uint32_t low = offset + 8 <= device.space.size ? dword(&device.space, offset) : 0;

		if (low & 1) {
			change(offset, 0x3);
			continue;
		}
		if ((low & 0x6) == 0x4) {	/* of 64 bits: not the last one */
			if (i + 1 < count && (low & ~0xfU) != 0)
				change(offset, 0xf);
			if (i + 1 < count)
				change(offset + 4, 0);
			offset += 4;
			i++;
		} else {
			change(offset, 0xf);
		}
	}
}

/* BARs and ROM; MSI's address; VPD's data; the serial number; the BARs of VFs. */
static void change_capability(unsigned int start, unsigned int id, bool extended)
{
	if (!extended && id == 0x05 && start + 12 <= device.space.size) {
		change(start + 4, 0x3);
		if (device.space.byte[start + 2] & 0x80)
			change(start + 8, 0);
	}
	if (!extended && id == 0x03)
		change(start + 4, 0);
	if (extended && id == 0x0003) {
		change(start + 4, 0);
		change(start + 8, 0);
	}
	if (extended && id == 0x0010)
		change_bars(start + 0x24, 6);
}

/* Bytes of only the capability at `start`, or of only the header (0). */
static void find_lone(unsigned int start)
{
	for (unsigned int offset = 0; offset < SPACE_SIZE_EXTENDED; offset++) {
		unsigned int owner = offset < device.map.size ? device.map.owner_of[offset] : 0;

		device.lone[offset] = offset < device.map.size &&
				      space_is_known(&device.space, offset) &&
				      (start == 0 ? owner == OWNER_HEADER
						  : owner >= OWNER_FIRST &&
						    device.map.owner[owner].start == start);
	}
	for (unsigned int i = 0; i < device.map.visits; i++)
		for (unsigned int j = 0; j < 12 && device.map.visit[i].start != start; j++)
			if (device.map.visit[i].start + j < SPACE_SIZE_EXTENDED)
				device.lone[device.map.visit[i].start + j] = false;
}

static void change_secrets(void)
{
	device.other = device.space;
	find_lone(0);
	if ((device.space.byte[0x0e] & 0x7f) == 0) {
		change_bars(0x10, 6);
		change(0x30, 0x7ff);
	}
	for (unsigned int i = 0; i < device.map.visits; i++) {
		const struct map_visit *visit = &device.map.visit[i];

		find_lone(visit->start);
		change_capability(visit->start, visit->id, visit->kind != KIND_CAPABILITY);
	}
}

/* The capture may be read under any rules. */
static void check_maps(const struct device_facts *facts)
{
	for (unsigned int choice = 0; choice < 8; choice++) {
		const struct rules *rules = any_rules((uint8_t)(choice << 5));

		map_build(&device.space, rules, facts, &device.map);
		map_build(&device.redacted, rules, facts, &device.again);
		if (device.map.state != device.again.state ||
		    device.map.visits != device.again.visits ||
		    device.map.warnings != device.again.warnings)
			wrong("another map under rules", choice);
		for (unsigned int i = 0; i < device.map.size; i++)
			if (device.map.value[i] != device.again.value[i])
				wrong("another map", i);
	}
}

static const struct device_resources *choose_resources(uint8_t choice,
						       struct device_resources *resources)
{
	struct device_resources before;

	for (unsigned int i = 0; i < DEVICE_RESOURCES; i++) {
		resources->at[i].start = choice >> i & 1 ? UINT64_C(0xfedc000000) : 0;
		resources->at[i].end = resources->at[i].start + (UINT64_C(16) << (5 * i)) - 1;
		resources->at[i].flags = i % 3 == 0 ? 0x100 : i % 3 == 1 ? 0x200 : 0x100200;
	}
	before = *resources;
	redact_resources(resources);
	for (unsigned int i = 0; i < DEVICE_RESOURCES; i++)
		if (before.at[i].end - before.at[i].start !=
		    resources->at[i].end - resources->at[i].start)
			wrong("a resource has another size", i);
	*resources = before;
	return choice & 0x80 ? resources : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct device_resources room;
	const struct device_resources *resources;

	if (size < 2)
		return 0;
	any_space(&device.space, &facts, data[0], data + 2, size - 2);
	resources = choose_resources(data[1], &room);
	map_build(&device.space, any_rules(data[0]), &facts, &device.map);
	change_secrets();
	device.redacted = device.space;
	redact_space(&device.map, resources, &device.redacted);
	redact_space(&device.map, resources, &device.other);
	for (unsigned int i = 0; i < device.space.size; i++)
		if (device.redacted.byte[i] != device.other.byte[i])
			wrong("a secret is left", i);
	if (memcmp(device.redacted.known, device.space.known, sizeof(device.space.known)) != 0)
		wrong("bytes are known that were not", 0);
	check_maps(&facts);
	return 0;
}
