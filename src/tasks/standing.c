/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/standing.h"

#include <errno.h>
#include <string.h>

#include "access/system/sysfs.h"
#include "tasks/refusals.h"

/* The words of states that need no fact of the device; the others are below. */
static const char *const state_words[] = {
	[VFIO_MAPPABLE] = "ready",
	[VFIO_BRIDGE] = "bridge",
	[VFIO_DENIED] = "on vfio-pci's deny list",
	[VFIO_NO_IOMMU] = "no IOMMU",
	[VFIO_NEEDS_BIND] = "needs bind",
	[VFIO_NEEDS_TOKEN] = "needs a VF token",
};

static bool is_asleep(const struct standing *standing)
{
	return strcmp(standing->power_state, "D3hot") == 0 ||
	       strcmp(standing->power_state, "D3cold") == 0;
}

/* Whether the fault says that no VFIO driver has the device. */
static bool is_unbound(const struct fault *fault)
{
	return fault->code == FAULT_NOT_BOUND || fault->code == FAULT_NO_DRIVER;
}

/* Finds the reasons why bind would refuse the device now; count 0: none. */
static void find_refusals(const struct device *device, struct refusals *refusals)
{
	struct binding binding = { .address = device->address, .after.driver = "vfio-pci" };

	snprintf(binding.before.driver, sizeof(binding.before.driver), "%s", device->driver);
	refusals_find(device, &binding, REFUSALS_GLANCE, refusals);
	refusals_find_group(device, NULL, NULL, refusals);
}

/* If bind would refuse the device: fills that state, and a hint that says what to do before. */
static void judge_bind(const struct device *device, struct vfio_look *look, char by[128])
{
	struct refusals refusals = { .count = 0 };
	const struct refusal *first = &refusals.list[0];
	char address[ADDRESS_TEXT_SIZE], command[64], hint[320];

	find_refusals(device, &refusals);
	if (refusals.count == 0)
		return;
	look->state = first->state;
	snprintf(by, 128, "%s", first->by);
	snprintf(command, sizeof(command), "vfio-cfgtool bind %s",
		 address_format(&device->address, address));
	if (first->state == VFIO_IN_USE) {
		refusals_join(first->hint, command, hint, sizeof(hint));
		fault_hint(&look->fault, "%s", hint);
	} else if (first->state == VFIO_USE_UNKNOWN) {
		fault_hint(&look->fault, "%.160s; %.150s", first->text, first->hint);
	} else if (first->state != VFIO_REFUSED) {
		fault_hint(&look->fault, "%s", first->hint);
	}
}

/* Looks at the member that blocks: it may be in use, or a bridge. */
static void judge_group(const struct device *device, struct vfio_look *look)
{
	struct refusals refusals = { .count = 0 };

	refusals_find_group(device, NULL, NULL, &refusals);
	if (refusals.count > 0)
		fault_hint(&look->fault, "%s", refusals.list[0].hint);
}

static void put_words(const struct device *device, struct standing *standing, const char *by)
{
	const struct vfio_look *look = &standing->look;
	char *words = standing->words;
	size_t size = sizeof(standing->words);

	if (look->state == VFIO_NOT_VIABLE)
		snprintf(words, size, "group not viable: %s", look->who[0] != '\0' ? look->who : by);
	else if (look->state == VFIO_IN_USE && look->holder.pid != 0)
		snprintf(words, size, "in use by process %d (%s)", (int)look->holder.pid,
			 look->holder.command);
	else if (look->state == VFIO_IN_USE)
		snprintf(words, size, "in use%s%s", by[0] != '\0' ? " by " : "", by);
	else if (look->state == VFIO_USE_UNKNOWN)
		snprintf(words, size, "unknown%s",
			 look->fault.error == EACCES ? " (run as root)" : "");
	else if (look->state == VFIO_REFUSED)
		snprintf(words, size, "%d VFs enabled",
			 sysfs_number(&device->address, "sriov_numvfs"));
	else if (look->state == VFIO_NEEDS_BIND && device->iommu_group < 0)
		snprintf(words, size, "needs bind, has no group before");
	else if (look->state == VFIO_CLOSED)
		snprintf(words, size, "closed: %s", fault_code_name(look->fault.code));
	else
		snprintf(words, size, "%s%s", state_words[look->state],
			 look->state == VFIO_MAPPABLE && is_asleep(standing) ? ", asleep" : "");
}

void standing_find(const struct device *device, struct standing *standing)
{
	struct vfio_look *look = &standing->look;
	char by[128] = "";

	*standing = (struct standing) { .words = "" };
	vfio_look_at(device, look);
	sysfs_attribute(&device->address, "power_state", standing->power_state,
			sizeof(standing->power_state));
	if (strcmp(standing->power_state, "unknown") == 0)
		standing->power_state[0] = '\0';
	standing->mappable = look->state == VFIO_MAPPABLE ? KNOWN_YES :
			     look->state == VFIO_USE_UNKNOWN ? KNOWN_NOT : KNOWN_NO;
	if (look->state == VFIO_NEEDS_BIND)
		judge_bind(device, look, by);
	else if (look->state == VFIO_NOT_VIABLE)
		judge_group(device, look);
	put_words(device, standing, by);
}

void standing_hint(const struct device *device, struct fault *fault)
{
	struct standing standing;

	if (!is_unbound(fault) && fault->code != FAULT_GROUP_NOT_VIABLE)
		return;
	standing_find(device, &standing);
	if (standing.look.fault.code == fault->code)
		fault_hint(fault, "%s", standing.look.fault.hint);
}
