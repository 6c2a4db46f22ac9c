/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/device_facts.h"

struct device_facts device_facts(const struct device *device)
{
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	/* a VF's own registers read ffff, and no vendor has that ID */
	facts.vendor = device->vendor == 0xffff ? -1 : device->vendor;
	facts.device = device->vendor == 0xffff ? -1 : device->product;
	facts.class = device->class;
	facts.is_vf = device->is_vf;
	if (device->irq >= 0)
		facts.irq = (uint32_t)device->irq;
	facts.opregion_known = device->opregion != KNOWN_NOT;
	facts.opregion = device->opregion == KNOWN_YES;
	facts.intx_unsupported = device->no_intx;
	facts.nointxmask = device->nointxmask;
	facts.is_open = device->is_open;
	if (device->resources_known)
		facts.resources = &device->resources;
	facts.driver = device->driver;
	return facts;
}
