/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/inspection.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "base/memory.h"
#include "tasks/device_rules.h"
#include "model/verdict/verify.h"
#include "model/vfio/capability.h"
#include "model/vfio/rules_in_kernel.h"

static bool has_msi(const struct kernel_copy *kernel)
{
	return memchr(kernel->map, CAP_ID_MSI, SPACE_SIZE) != NULL;
}

/* Replaces the predicted map by the one that the kernel held while the device was open. */
static int take_kernel(const struct reach *reach, const struct device *device,
		       struct inspection *inspection, struct fault *fault)
{
	const struct permissions *permissions = reach->policy ? reach->permissions : NULL;
	CLEANUP_FREE struct verification *verification = memory_take(sizeof(*verification));
	struct prediction *prediction = &inspection->prediction;
	const struct rules *rules = &prediction->rules;

	if (verification == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	if (reach->policy && permissions == NULL) {
		*fault = reach->permissions_fault;
		return -ENOTSUP;
	}
	if (permissions != NULL && !device->kernel->msi_known && has_msi(device->kernel))
		return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
				 "the kernel's table for MSI of this device cannot be seen");
	verify(prediction, &(struct kernel_evidence){ device->kernel, permissions, false },
	       verification);
	if (!verification->rules_open)
		notes_add(&inspection->notes,
			  "the kernel opened the device, although rules %s predict that it cannot",
			  rules->name);
	else if (!verify_agrees(verification))
		notes_add(&inspection->notes,
			  "%u bytes of the kernel's %s differ from rules %s",
			  verification->different, permissions != NULL ? "map and policy" : "map",
			  rules->name);
	if (!verify_agrees(verification) && verification->explained) {
		prediction_build(prediction->space, &verification->explanation, &prediction->facts,
				 prediction);
		notes_add(&inspection->notes, "it is what rules %s say", rules->name);
	}
	prediction_take_kernel(prediction, device->kernel, permissions);
	return 0;
}

/* Compares the rules with what the kernel holds. If they agree, they are verified. */
static int compare_kernel(const struct reach *reach, const struct device *device,
			  struct inspection *inspection, struct fault *fault)
{
	/* the device may have changed since, so the virtual copy is not compared */
	const struct kernel_evidence evidence = { device->kernel, reach->permissions, false };
	CLEANUP_FREE struct verification *verification = memory_take(sizeof(*verification));
	struct prediction *prediction = &inspection->prediction;
	struct rules *rules = &prediction->rules;

	if (verification == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	if (reach->permissions == NULL)
		return 0;
	verify(prediction, &evidence, verification);
	if (verify_agrees(verification)) {
		rules->basis = BASIS_VERIFIED;
		rules->note[0] = '\0';
		return 0;
	}
	fault_set(fault, FAULT_REFUSED, EPERM,
		  "the running kernel does not follow rules %.160s: %u bytes are otherwise",
		  rules->name, verification->different);
	fault_hint(fault,
		   "what differs: vfio-cfgtool verify; what the kernel holds: --rules=kernel");
	return -EPERM;
}

int inspection_build(const struct reach *reach, const struct device *device,
		     struct inspection *inspection, struct fault *fault)
{
	const struct device_facts facts = device_facts(device);
	bool asks = device->kernel != NULL && wants_kernel(reach->settings);
	struct rules rules = reach->requested;
	int error = device_rules(reach->settings->rules, device, &rules, fault);

	inspection->device = device;
	inspection->notes.count = 0;
	if (error < 0)
		return error;
	if (error > 0)
		device_rules_note(&rules, &inspection->notes);
	error = 0;
	if (asks)
		tables_correct(&reach->tables, &rules);
	prediction_build(&device->space, &rules, &facts, &inspection->prediction);
	if (asks)
		error = take_kernel(reach, device, inspection, fault);
	else if (device->kernel != NULL && reach->verifies)
		error = compare_kernel(reach, device, inspection, fault);
	return error;
}

int inspection_renew(const struct reach *reach, struct device *device, const char *judged)
{
	int error;

	error = inspection_build(reach, device, reach->inspection, &device->error);
	if (error != 0 || prediction_opens(&reach->inspection->prediction))
		return error;
	return fault_set(
		&device->error, FAULT_INIT_FAILS, EINVAL,
		"there is no map to judge %s by: vfio-pci should not be able to open such a device",
		judged);
}
