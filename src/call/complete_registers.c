/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "access/files/dump_files.h"
#include "access/system/sysfs.h"
#include "base/device_list.h"
#include "base/macros.h"
#include "base/memory.h"
#include "call/complete_question.h"
#include "call/confine.h"
#include "model/vfio/capability.h"
#include "model/prediction.h"

/* No capability ID in pci_regs.h is greater. */
#define EXTENDED_IDS 0x100

/* The largest dump that a completion reads, in bytes. */
#define DUMP_SIZE (16 * 1024 * 1024)

static void offer_header(const struct question *question)
{
	size_t count;
	const struct register_type *types = register_types_header(&count);

	for (size_t i = 0; i < count; i++)
		if (types[i].setpci != NULL && !(types[i].only_if & (HEADER_TYPE1 | HEADER_TYPE2)))
			question_offer(question, "", types[i].setpci, "");
}

static void offer_capability(const struct question *question, bool extended, uint16_t id)
{
	const struct capability_type *capability = capability_find(extended, id);
	const struct register_type *types;
	size_t count;

	if (capability == NULL)
		return;
	question_offer(question, "", capability->name, capability->title);
	types = register_types(extended, id, &count);
	for (size_t i = 0; i < count; i++)
		if (types[i].kernel != NULL)
			question_offer(question, "", types[i].kernel, capability->title);
}

/* Takes the size of a function's `config` file, which is not read. */
static void offer_possible(const struct question *question)
{
	offer_header(question);
	for (uint16_t id = 0; id <= CAP_ID_MAX; id++)
		offer_capability(question, false, id);
	if (sysfs_config_size(&question->device) <= SPACE_SIZE)
		return;
	for (uint16_t id = 0; id < EXTENDED_IDS; id++)
		offer_capability(question, true, id);
}

static void offer_device(const struct question *question, const struct device *device)
{
	static const struct device_facts facts = DEVICE_FACTS_DEFAULT;
	CLEANUP_FREE struct prediction *prediction = memory_take(sizeof(*prediction));
	char name[REGISTER_NAME_SIZE];
	struct rules rules;

	if (prediction == NULL)
		return;
	rules_for_release(&rules_newest, &rules);
	prediction_build(&device->space, &rules, &facts, prediction);
	for (size_t i = 0; i < prediction->registers.count; i++) {
		const struct device_register *found = &prediction->registers.list[i];

		question_offer(question, "", register_name(found, name), found->capability == 0
		      ? "" : capability_title(found->extended, found->id));
	}
}

/* Reads regular files only: a pipe or a device may never end, and a completion must not wait. */
static bool can_be_read(const char *path)
{
	struct stat status;

	return strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
	       status.st_size <= DUMP_SIZE;
}

void question_offer_registers(const struct question *question)
{
	static const struct dump_listener nobody = { .failed = NULL };
	CLEANUP_DEVICE_LIST struct device_list dump = { .slots = NULL };

	if (question->dump == NULL) {
		offer_possible(question);
		return;
	}
	if (!can_be_read(question->dump))
		return;
	confine_input(question->dump);
	confine_close(false);
	dump_files_read(&(struct dump_request) { .path = question->dump }, &dump, &nobody);
	for (size_t i = 0; i < dump.count; i++) {
		if (question->has_device &&
		    address_compare(&dump.slots[i].device->address, &question->device) != 0)
			continue;
		offer_device(question, dump.slots[i].device);
		return;
	}
}
