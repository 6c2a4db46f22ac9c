/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/moves.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "access/drivers/binding.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio.h"
#include "tasks/remembered.h"
#include "tasks/stop.h"

/* How long to wait for a node to appear, in milliseconds. */
#define NODE_WAIT 5000

/* Locks the device if this user can, and reads the state remembered of it. */
static int lock(const struct moves *moves, struct move *move)
{
	const struct journal_place place = {
		.address = move->device->address,
		.command = moves->settings->command,
		.make = !moves->dry_run,
	};
	struct fault fault = { .code = FAULT_NONE };
	int error = journal_lock(&place, &move->lock, &fault);

	/* no state was ever remembered */
	move->known = KNOWN_NO;
	if (error == -ENOENT && moves->dry_run)
		return 0;
	if (error != 0) {
		move->device->error = fault;
		return error;
	}
	move->known = remembered_find(&move->lock, &move->device->address, &move->remembered);
	if (move->lock.left)
		refusals_add(&move->refusals, "put it back first: vfio-cfgtool restore",
			     "an interrupted run left it changed");
	return 0;
}

/* Checks that this user may give the device to another driver. */
static int check_rights(const struct moves *moves, struct device *device)
{
	char path[SYSFS_PATH_SIZE];

	if (moves->dry_run || !sysfs_path(&device->address, "driver_override", path) ||
	    access(path, W_OK) == 0)
		return 0;
	fault_set(&device->error, FAULT_NO_PERMISSION, errno,
		  "this user may not give it to another driver");
	fault_hint(&device->error, errno == EROFS ? "sysfs is read-only here: run it on the host"
						  : "run it as root");
	return -EACCES;
}

/* A module is loaded once, for the first of the devices that need it. */
static int plan_load(const struct moves *moves, struct move *move)
{
	for (struct move *earlier = moves->move; earlier < move; earlier++) {
		if (moves_failed(earlier) || strcmp(earlier->module, move->module) != 0)
			continue;
		move->loader = earlier->loader;
		return 0;
	}
	move->loader = move;
	return binding_plan_load(move->module, &move->binding, &move->device->error);
}

/* Plans the move of one device; changes nothing. */
static int plan(const struct moves *moves, struct move *move)
{
	struct device *device = move->device;
	struct binding *binding = &move->binding;
	bool along = binding->along;
	int error;

	if (device->error.code != FAULT_NONE)
		return -ENODEV;
	error = binding_describe(&device->address, binding, &device->error);
	binding->along = along;
	if (error == 0)
		error = check_rights(moves, device);
	if (error == 0)
		error = lock(moves, move);
	if (error == 0)
		error = moves->aim(moves, move);
	if (error == 0 && move->module[0] != '\0')
		error = plan_load(moves, move);
	if (error != 0)
		return error;
	if (!binding->already)
		binding_plan(binding);
	if (binding->already)
		return 0;
	refusals_find(device, binding, REFUSALS_ALL, &move->refusals);
	if (moves->object != NULL)
		moves->object(moves, move);
	if (move->refusals.count > 0 && !moves->settings->force)
		return refusals_fault(&move->refusals, &device->error);
	for (unsigned int i = 0; i < move->refusals.count && i < REFUSALS; i++)
		notes_add(&move->forced, "forced: %s", move->refusals.list[i].text);
	return 0;
}

static bool same_unit(const struct move *a, const struct move *b)
{
	return a == b ||
	       (a->device->iommu_group >= 0 && a->device->iommu_group == b->device->iommu_group);
}

/* If one device of a group cannot be moved, none of the group is. */
static void spread(struct moves *moves, const struct move *failed)
{
	char address[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < moves->count; i++) {
		struct move *move = &moves->move[i];

		if (!same_unit(move, failed) || moves_failed(move))
			continue;
		fault_set(
			&move->device->error, failed->device->error.code, ECANCELED,
			"nothing was done, as nothing can be done with %s of the same IOMMU group",
			address_format(&failed->device->address, address));
	}
}

/* Takes the driver's own name, which is known once its module is loaded. */
static int correct_driver(const struct moves *moves, struct move *move)
{
	struct binding *binding = &move->binding;
	char driver[64] = "";

	if (move->module[0] == '\0')
		return 0;
	binding_module_driver(move->module, driver, sizeof(driver));
	if (moves->to_vfio && !sysfs_driver_is_vfio(driver))
		return fault_set(&move->device->error, FAULT_UNSUPPORTED, ENOTSUP,
				 "the module %s has brought no VFIO driver", move->module);
	if (driver[0] == '\0' || strcmp(driver, binding->after.driver) == 0)
		return 0;
	if (strcmp(binding->after.override, binding->after.driver) == 0)
		snprintf(binding->after.override, sizeof(binding->after.override), "%s", driver);
	snprintf(binding->after.driver, sizeof(binding->after.driver), "%s", driver);
	binding_plan_clear(binding);
	binding_plan(binding);
	return 0;
}

/* Looks for users again: one may have come since the plan. */
static int ask_again(const struct moves *moves, struct move *move)
{
	struct refusals refusals = { .count = 0 };

	if (moves->settings->force)
		return 0;
	refusals_find(move->device, &move->binding, REFUSALS_ALL, &refusals);
	if (refusals.count == 0)
		return 0;
	move->refusals = refusals;
	return refusals_fault(&refusals, &move->device->error);
}

/* Judges a group that VFIO made when the driver was bound. */
static int judge_new_group(const struct moves *moves, struct move *move)
{
	struct device *device = move->device;

	if (device->iommu_group >= 0 || moves->object == NULL)
		return 0;
	device->iommu_group = sysfs_iommu_group(&device->address, NULL);
	move->refusals.count = 0;
	moves->object(moves, move);
	if (move->refusals.count == 0 || moves->settings->force)
		return 0;
	return refusals_fault(&move->refusals, &device->error);
}

static int carry_out(const struct moves *moves, struct move *move)
{
	struct binding *binding = &move->binding;
	struct fault *fault = &move->device->error;
	int error = moves->begin(move);

	if (error == 0 && move->module[0] != '\0')
		error = binding_load(&move->loader->binding, fault);
	if (error == 0)
		error = correct_driver(moves, move);
	if (error == 0)
		error = ask_again(moves, move);
	if (error == 0)
		error = binding_run(binding, moves->slow, fault);
	if (error == 0)
		error = judge_new_group(moves, move);
	if (error == 0 && sysfs_is_vfio(&move->device->address))
		error = binding_wait_node(binding, NODE_WAIT, fault);
	return error;
}

/* Undoes the moves of a group after one failed, the last first. */
static void undo(struct moves *moves, const struct move *failed)
{
	for (size_t i = moves->count; i-- > 0;) {
		struct move *move = &moves->move[i];

		if (!same_unit(move, failed) || move->binding.already || !move->binding.begun)
			continue;
		move->undone = binding_undo(&move->binding, moves->slow, &move->stuck) == 0;
		if (move->undone && move->remembering)
			remembered_forget(&move->lock, &move->unforgotten);
	}
}

/* Moves all of one group without interruption. */
static void move_unit(struct moves *moves, const struct move *first)
{
	for (size_t i = 0; i < moves->count; i++) {
		struct move *move = &moves->move[i];

		if (!same_unit(move, first) || move->binding.already || move->binding.begun)
			continue;
		move->binding.begun = true;
		if (carry_out(moves, move) != 0) {
			undo(moves, move);
			spread(moves, move);
			return;
		}
	}
	for (size_t i = 0; i < moves->count; i++)
		if (same_unit(&moves->move[i], first) && moves->finish != NULL)
			moves->finish(&moves->move[i]);
}

void moves_make(struct moves *moves)
{
	for (size_t i = 0; i < moves->count; i++) {
		struct move *move = &moves->move[i];

		if (moves_failed(move) || move->binding.begun)
			continue;
		/* forget also the state that an earlier run could not restore */
		if (move->binding.already && moves->finish != NULL)
			moves->finish(move);
		if (move->binding.already)
			continue;
		if (stop_wanted())
			fault_set(&move->device->error, FAULT_IO, EINTR,
				  "nothing was done: a signal came before");
		else
			move_unit(moves, move);
	}
}

void moves_plan(struct moves *moves)
{
	for (size_t i = 0; i < moves->count; i++)
		plan(moves, &moves->move[i]);
	for (size_t i = 0; i < moves->count; i++)
		if (moves_failed(&moves->move[i]))
			spread(moves, &moves->move[i]);
}

void moves_end(struct moves *moves)
{
	for (size_t i = 0; i < moves->count; i++)
		journal_unlock(&moves->move[i].lock);
}
