/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/device_open.h"

#include <errno.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "access/vfio/vfio_cost.h"
#include "tasks/standing.h"

/* A revision that could not be read (-1) is no other one. */
static bool is_same_revision(const struct device *before, const struct device *now)
{
	return before->revision == now->revision || before->revision < 0 || now->revision < 0;
}

static bool is_same(const struct device *before, const struct device *now)
{
	return before->vendor == now->vendor && before->product == now->product &&
	       before->class == now->class && is_same_revision(before, now);
}

/*
 * Reads driver and group of an open device again: both may have changed before the open. A device
 * cannot leave its driver while it is open, so they hold until the close. Unchanged facts are
 * not written, because other threads read the groups.
 */
static int look_again(struct device *device)
{
	struct device now = { .address = device->address };
	int error = sysfs_describe(&now, &device->error);

	if (error != 0)
		return error;
	if (!is_same(device, &now)) {
		fault_set(&device->error, FAULT_GONE, ENODEV,
			  "it is gone: during the wait %04x:%04x took the address of %04x:%04x",
			  (unsigned int)now.vendor & 0xffff, (unsigned int)now.product & 0xffff,
			  (unsigned int)device->vendor & 0xffff,
			  (unsigned int)device->product & 0xffff);
		fault_hint(&device->error, "see what is there now: vfio-cfgtool list");
		return -ENODEV;
	}
	if (device->iommu_group != now.iommu_group)
		device->iommu_group = now.iommu_group;
	memcpy(device->driver, now.driver, sizeof(device->driver));
	return 0;
}

/* Whether an open would succeed, as far as that is known without an open. */
static bool can_be_opened(const struct task_settings *settings, const struct device *device)
{
	struct fault fault = { .code = FAULT_NONE };

	vfio_diagnose(&device->address, NULL, &fault);
	switch (fault.code) {
	case FAULT_NONE:
		return true;
	case FAULT_BUSY:
		return settings->wait > 0;
	case FAULT_TOKEN_NEEDED:
		return settings->vf_token != NULL;
	case FAULT_REFUSED:
		return settings->force;
	default:
		return false;
	}
}

static void tell_cost(const struct task_settings *settings, const struct device *device,
		      bool optional)
{
	char address[ADDRESS_TEXT_SIZE], cost[VFIO_COST_TEXT_SIZE], text[VFIO_COST_TEXT_SIZE + 32];
	struct vfio_cost found;

	vfio_cost_find(&device->address, &found);
	snprintf(text, sizeof(text), "%s%s", vfio_cost_text(&found, cost),
		 optional ? " (--source=sysfs does not)" : "");
	settings->tell(address_format(&device->address, address), text);
}

int device_open(const struct task_settings *settings, struct device *device, bool optional,
		struct vfio_device *vfio)
{
	const struct vfio_request request = {
		.token = settings->vf_token, .wait = settings->wait, .force = settings->force,
	};
	/* a second open is not told again */
	bool told = settings->tell == NULL || device->source == SOURCE_VFIO;
	int error;

	if (!told && can_be_opened(settings, device)) {
		tell_cost(settings, device, optional);
		told = true;
	}
	error = vfio_open(&device->address, &request, vfio, &device->held_by, &device->error);
	if (error == 0)
		error = look_again(device);
	else
		standing_hint(device, &device->error);
	if (error != 0) {
		vfio_close(vfio);
		return error;
	}
	device->source = SOURCE_VFIO;
	if (!told)
		tell_cost(settings, device, optional);
	return 0;
}
