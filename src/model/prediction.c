/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/prediction.h"

/* All that follows from a map that was built. `msi` as in policy_build(). */
static void follow_map(struct prediction *prediction, const struct permission *msi)
{
	const struct device_facts *facts = &prediction->facts;

	policy_build(&prediction->map, prediction->space, &prediction->permissions, msi,
		     &prediction->policy);
	user_view_build(prediction->space, &prediction->rules, facts, &prediction->map,
			&prediction->user_view);
	overlay_apply(facts->driver, facts->device, &prediction->policy, &prediction->user_view);
	registers_find(&prediction->map, prediction->space, &prediction->registers);
}

void prediction_build(const struct config_space *space, const struct rules *rules,
		      const struct device_facts *facts, struct prediction *prediction)
{
	prediction->space = space;
	prediction->rules = *rules;
	prediction->facts = *facts;
	prediction->registers.count = 0;
	map_build(space, rules, facts, &prediction->map);
	if (!prediction_opens(prediction))
		return;
	permissions_predict(rules, &prediction->permissions);
	follow_map(prediction, NULL);
}

void prediction_take_kernel(struct prediction *prediction, const struct kernel_copy *kernel,
			    const struct permissions *permissions)
{
	map_take_kernel(&prediction->map, kernel->map);
	prediction->rules.basis = BASIS_KERNEL;
	prediction->rules.note[0] = '\0';
	if (permissions != NULL)
		prediction->permissions = *permissions;
	else
		permissions_predict(&prediction->rules, &prediction->permissions);
	follow_map(prediction, kernel->msi_known ? &kernel->msi : NULL);
}

struct known_value prediction_read(const struct prediction *prediction, unsigned int offset,
				   unsigned int width)
{
	struct known_value read = { .known = false };

	read.known = user_view_read(&prediction->user_view, &prediction->map, &prediction->policy,
				    offset, width, &read.value);
	return read;
}

void prediction_view(const struct prediction *prediction, struct config_space *view)
{
	unsigned int size = prediction_opens(prediction) ? prediction->map.size : 0;

	space_clear(view, prediction->map.size, VIEW_USER);
	for (unsigned int offset = 0; offset < size; offset++) {
		struct known_value read = prediction_read(prediction, offset, 1);

		if (read.known)
			space_set(view, (uint16_t)offset, (uint8_t)read.value);
	}
}

void prediction_user_view(const struct prediction *prediction, const struct device *device,
			  struct config_space *view)
{
	if (device->user != NULL)
		*view = *device->user;
	else
		prediction_view(prediction, view);
}
