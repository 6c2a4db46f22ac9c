/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/skip.h"

#include "access/vfio/vfio_cost.h"
#include "base/device_list.h"
#include "call/messages.h"

bool skip_harmed(const struct options *options, const struct device_list *list)
{
	for (size_t i = 0; i < list->count && options->all && !options->task.force; i++) {
		struct device *device = list->slots[i].device;
		char address[ADDRESS_TEXT_SIZE];

		if (device == NULL || device->source == SOURCE_DUMP ||
		    vfio_harms(&device->address, &device->error) == 0)
			continue;
		device->skipped = true;
		message_note(address_format(&device->address, address), "skipped: %s",
			     device->error.message);
	}
	if (skip_count(list) < list->count)
		return true;
	message_error(NULL, "no device is left to open");
	message_hint("open them all the same: --force");
	return false;
}

size_t skip_count(const struct device_list *list)
{
	size_t skipped = 0;

	for (size_t i = 0; i < list->count; i++)
		skipped += list->slots[i].pack == NULL && list->slots[i].device->skipped;
	return skipped;
}

enum exit_status skip_status(const struct device *device)
{
	if (device->skipped)
		return EXIT_DONE;
	return device->error.code == FAULT_REFUSED ? EXIT_REFUSED : EXIT_UNUSABLE;
}
