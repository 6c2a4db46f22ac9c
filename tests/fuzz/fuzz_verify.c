// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The memory of any kernel compared with the prediction for any space: a copy equal to the
 * prediction does not differ, and every difference lies in the space. Then the policy of such
 * a kernel. The input: a byte that chooses (any_space.h), one with what
 * was seen, two with the length of the space, the space, then what the kernel held.
 */
#include <stdio.h>
#include <string.h>

#include "any_space.h"
#include "model/verdict/verify.h"
#include "policy_complaint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	struct config_space space;
	struct prediction prediction;
	struct kernel_copy copy;
	struct permissions permissions;
	struct kernel_tables tables;
	struct verification verification;
	struct config_space virtual_copy;
} device;

static void wrong(const char *what, unsigned int number)
{
	fprintf(stderr, "rules %s: %s: %x\n", device.prediction.rules.name, what, number);
	abort();
}

/* The following bytes, repeated; 0 without any. */
struct bytes {
	const uint8_t *at;
	size_t size, used;
};

static uint8_t next_byte(struct bytes *bytes)
{
	return bytes->size == 0 ? 0 : bytes->at[bytes->used++ % bytes->size];
}

/* The predicted copy with the changes of the input: "at low, at high, value". */
static void change_copy(struct bytes *bytes, size_t changes)
{
	for (size_t i = 0; i < changes; i++) {
		unsigned int at = next_byte(bytes);

		at |= (next_byte(bytes) & 0x1fU) << 8;
		if (at < SPACE_SIZE_EXTENDED)
			device.copy.map[at] = next_byte(bytes);
		else
			device.copy.virtual_copy[at - SPACE_SIZE_EXTENDED] = next_byte(bytes);
	}
}

static void predict_copy(const struct device_facts *facts)
{
	memset(&device.copy, 0, sizeof(device.copy));
	device.copy.size = device.space.size;
	virtual_copy_build(&device.space, &device.prediction.rules, facts, &device.prediction.map,
			   &device.virtual_copy);
	memcpy(device.copy.map, device.prediction.map.value, sizeof(device.copy.map));
	memcpy(device.copy.virtual_copy, device.virtual_copy.byte,
	       sizeof(device.copy.virtual_copy));
}

static void check_verification(void)
{
	const struct verification *found = &device.verification;

	if (found->differences > VERIFY_DIFFERENCES || found->different > found->compared)
		wrong("more is different than was compared", found->different);
	for (unsigned int i = 0; i < found->differences; i++)
		if (found->difference[i].end < found->difference[i].start ||
		    found->difference[i].end >= found->size)
			wrong("a difference is not in the space", found->difference[i].start);
	if (verify_agrees(found) && found->differences != 0)
		wrong("agrees, and differs", found->differences);
	for (int part = 0; part < VERIFIED_PARTS; part++) {
		verify_kernel_bytes(found, (enum verified_part)part);
		verify_rules_bytes(found, (enum verified_part)part);
	}
}

static void any_permission(struct bytes *bytes, struct permission *permission)
{
	permission->size = next_byte(bytes) % (PERMISSION_SIZE / 4 + 1) * 4;
	permission->read_function = next_byte(bytes) % READ_FUNCTIONS;
	permission->write_function = next_byte(bytes) % WRITE_FUNCTIONS;
	for (unsigned int i = 0; i < permission->size; i++) {
		permission->virt[i] = next_byte(bytes);
		permission->write[i] = next_byte(bytes);
	}
}

/* The tables of the rules, some of them changed. */
static void any_permissions(struct bytes *bytes)
{
	device.permissions = device.prediction.permissions;
	for (unsigned int i = 0; i < 4; i++) {
		unsigned int id = next_byte(bytes);

		any_permission(bytes, &device.permissions.standard[id]);
		any_permission(bytes, &device.permissions.extended[id ^ i]);
	}
	device.permissions.standards = 1U + next_byte(bytes);
	device.permissions.extendeds = 1U + next_byte(bytes);
	any_permission(bytes, &device.permissions.raw);
	any_permission(bytes, &device.copy.msi);
}

static void any_tables(struct bytes *bytes)
{
	device.tables.standards = next_byte(bytes);
	device.tables.extendeds = next_byte(bytes);
	for (unsigned int i = 0; i < 0x100; i++) {
		device.tables.standard_length[i] = next_byte(bytes);
		device.tables.extended_length[i] = next_byte(bytes);
	}
	device.tables.pmc_known = next_byte(bytes) & 1;
	device.tables.pmc_virtual = next_byte(bytes);
}

static void try_kernel(uint8_t seen, struct bytes *bytes)
{
	struct kernel_evidence evidence = { .copy = &device.copy, .pristine = seen & 1 };
	struct rules rules = device.prediction.rules;
	const char *complaint;

	change_copy(bytes, bytes->size / 3 < 64 ? bytes->size / 3 : 64);
	if (seen & 2) {
		any_permissions(bytes);
		evidence.permissions = &device.permissions;
		device.copy.msi_known = seen & 4;
	}
	verify(&device.prediction, &evidence, &device.verification);
	any_tables(bytes);
	verify_tables(&device.tables, &rules, &device.verification);
	tables_correct(&device.tables, &rules);
	check_verification();
	prediction_take_kernel(&device.prediction, &device.copy, evidence.permissions);
	complaint = registers_complaint(&device.prediction.registers, &device.prediction.map);
	if (complaint != NULL)
		wrong(complaint, 0);
	for (unsigned int offset = 0; offset < device.prediction.map.size; offset += 4)
		prediction_read(&device.prediction, offset, 4);
}

static void try_own(uint8_t seen)
{
	const struct kernel_evidence evidence = {
		.copy = &device.copy, .pristine = seen & 1,
		.permissions = seen & 2 ? &device.prediction.permissions : NULL,
	};

	verify(&device.prediction, &evidence, &device.verification);
	check_verification();
	if (device.verification.different != 0)
		wrong("what is predicted is different", device.verification.different);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	struct bytes rest = { 0 };
	size_t length;

	if (size < 4)
		return 0;
	length = (size_t)(data[2] | data[3] << 8);
	length = length < size - 4 ? length : size - 4;
	rest = (struct bytes){ data + 4 + length, size - 4 - length, 0 };
	any_space(&device.space, &facts, data[0], data + 4, length);
	prediction_build(&device.space, any_rules(data[0]), &facts, &device.prediction);
	predict_copy(&facts);
	if (prediction_opens(&device.prediction)) {
		try_own(data[1]);
		try_kernel(data[1], &rest);
	} else {
		const struct kernel_evidence refused = { .copy = NULL };
		const struct kernel_evidence opened = { .copy = &device.copy };

		verify(&device.prediction, &refused, &device.verification);
		check_verification();
		verify(&device.prediction, &opened, &device.verification);
		check_verification();
	}
	return 0;
}
