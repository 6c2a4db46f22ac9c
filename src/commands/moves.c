/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/moves.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "access/drivers/binding.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio.h"
#include "base/memory.h"
#include "commands/messages.h"
#include "commands/select.h"

/* How long a node may take to appear, milliseconds. */
#define NODE_WAIT 5000

/* Members of one device's group that are to come along. */
struct company {
	const struct moves *moves;
	struct device_list *list;
};

static bool is_listed(const struct device_list *list, const struct pci_address *address)
{
	for (size_t i = 0; i < list->count; i++)
		if (address_compare(&list->devices[i]->address, address) == 0)
			return true;
	return false;
}

static void add_company(const struct vfio_member *member, void *context)
{
	const struct company *company = context;
	struct pci_address address;
	struct device *device;

	if (!company->moves->takes_along(member->driver, member->blocks, member->is_vfio) ||
	    !address_parse(member->name, &address) || is_listed(company->list, &address))
		return;
	device = device_list_append(company->list, &address);
	if (device == NULL)
		return;
	device->source = SOURCE_SYSFS;
	sysfs_describe(device, &device->error);
}

static void take_company(const struct moves *moves, struct device_list *list)
{
	struct company company = { moves, list };
	size_t named = list->count;

	for (size_t i = 0; i < named; i++)
		if (list->devices[i]->error.code == FAULT_NONE)
			vfio_each_member(list->devices[i], add_company, &company);
}

/* A device that is named twice is moved once. */
static void drop_repeated(struct device_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct device_list before = { .devices = list->devices, .count = kept };

		if (is_listed(&before, &list->devices[i]->address))
			device_free(list->devices[i]);
		else
			list->devices[kept++] = list->devices[i];
	}
	list->count = kept;
}

static enum exit_status status_of(const struct fault *fault)
{
	if (fault->code == FAULT_NONE)
		return EXIT_DONE;
	return fault->code == FAULT_REFUSED ? EXIT_REFUSED : EXIT_UNUSABLE;
}

/* Locks the device, as far as this user can, and recalls what it was bound to. */
static int lock(const struct moves *moves, struct move *move)
{
	const struct journal_place place = {
		.address = move->device->address,
		.command = moves->command->name,
		.make = !moves->options->dry_run,
	};
	struct fault fault = { .code = FAULT_NONE };
	char text[256];
	int error = journal_lock(&place, &move->lock, &fault);

	/* nothing was ever remembered */
	if (error == -ENOENT && moves->options->dry_run)
		return 0;
	if (error != 0) {
		move->device->error = fault;
		return error;
	}
	move->known = journal_recall(&move->lock, "driver", text, sizeof(text), &fault) == 0 &&
		      binding_state_parse(text, &move->remembered);
	if (move->lock.left)
		refuse(&move->refusals, "put it back first: vfio-cfgtool restore",
		       "an interrupted run left it changed");
	return 0;
}

/* Each reason, where the user wants it done all the same. */
static void tell_forced(const struct move *move)
{
	char address[ADDRESS_TEXT_SIZE];

	for (unsigned int i = 0; i < move->refusals.count && i < REFUSALS; i++)
		message_note(address_format(&move->device->address, address), "forced: %s",
			     move->refusals.list[i].text);
}

/* Whether this user can give it to another driver at all. */
static int check_rights(const struct options *options, struct device *device)
{
	char path[SYSFS_PATH_SIZE];

	if (options->dry_run || !sysfs_path(&device->address, "driver_override", path) ||
	    access(path, W_OK) == 0)
		return 0;
	fault_set(&device->error, FAULT_NO_PERMISSION, errno,
		  "this user may not give it to another driver");
	fault_hint(&device->error, errno == EROFS ? "sysfs is read-only here: run it on the host"
						  : "run it as root");
	return -EACCES;
}

/* From a device to what is to be done with it; changes nothing. */
static int plan(const struct moves *moves, struct move *move)
{
	struct device *device = move->device;
	struct binding *binding = &move->binding;
	bool along = binding->along;
	int error;

	if (device->error.code != FAULT_NONE)
		return -ENODEV;
	binding_describe(&device->address, binding);
	binding->along = along;
	error = check_rights(moves->options, device);
	if (error == 0)
		error = lock(moves, move);
	if (error == 0)
		error = moves->aim(moves, move);
	if (error == 0 && move->module[0] != '\0')
		error = binding_plan_load(move->module, binding, &device->error);
	if (error != 0)
		return error;
	if (!binding->already)
		binding_plan(binding);
	if (binding->already)
		return 0;
	refusals_find(device, binding, &move->refusals);
	if (moves->object != NULL)
		moves->object(moves, move);
	if (move->refusals.count > 0 && !moves->options->task.force)
		return refusals_fault(&move->refusals, &device->error);
	tell_forced(move);
	return 0;
}

static bool same_unit(const struct move *a, const struct move *b)
{
	return a == b || (a->device->iommu_group >= 0 &&
			  a->device->iommu_group == b->device->iommu_group);
}

/* All or nothing: what keeps one from moving keeps its group from it. */
static void spread(struct moves *moves, const struct move *failed)
{
	char address[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < moves->count; i++) {
		struct move *move = &moves->move[i];

		if (!same_unit(move, failed) || move->status != EXIT_DONE)
			continue;
		fault_set(&move->device->error, failed->device->error.code, ECANCELED,
			  "nothing was done, as nothing can be done with %s of the same IOMMU group",
			  address_format(&failed->device->address, address));
		move->status = failed->status;
	}
}

/* The driver's own name is known once its module is there. */
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

static int carry_out(const struct moves *moves, struct move *move)
{
	struct binding *binding = &move->binding;
	struct fault *fault = &move->device->error;
	int error = moves->begin(move);

	if (error == 0 && move->module[0] != '\0')
		error = binding_load(binding, fault);
	if (error == 0)
		error = correct_driver(moves, move);
	if (error == 0)
		error = binding_run(binding, fault);
	if (error == 0 && sysfs_is_vfio(&move->device->address))
		error = binding_wait_node(binding, NODE_WAIT, fault);
	return error;
}

/* Puts back what was done in the unit of a move that failed, the last first. */
static void undo(struct moves *moves, const struct move *failed)
{
	for (size_t i = moves->count; i-- > 0;) {
		struct move *move = &moves->move[i];
		struct fault fault = { .code = FAULT_NONE };
		char address[ADDRESS_TEXT_SIZE];

		if (!same_unit(move, failed) || move->binding.already || !move->binding.begun)
			continue;
		address_format(&move->device->address, address);
		if (binding_undo(&move->binding, &fault) == 0) {
			if (move->remembering)
				journal_forget(&move->lock, "driver", &fault);
			message_note(address, "put back: its driver is %s",
				     move->binding.before.driver[0] != '\0'
				     ? move->binding.before.driver : "none, as before");
			continue;
		}
		message_fault(address, &fault);
		message_hint("it is not as it was: driver '%s', driver_override '%s'; see: vfio-cfgtool unbind %s",
			     move->binding.before.driver, move->binding.before.override, address);
	}
}

/* All of one group, with nobody to interrupt it. */
static void move_unit(struct moves *moves, const struct move *first)
{
	for (size_t i = 0; i < moves->count; i++) {
		struct move *move = &moves->move[i];

		if (!same_unit(move, first) || move->binding.already || move->binding.begun)
			continue;
		move->binding.begun = true;
		if (carry_out(moves, move) != 0) {
			move->status = status_of(&move->device->error);
			undo(moves, move);
			spread(moves, move);
			return;
		}
	}
	for (size_t i = 0; i < moves->count; i++)
		if (same_unit(&moves->move[i], first))
			moves->finish(&moves->move[i]);
}

/* Signals that end a program wait while devices are on their way. */
static void move_all(struct moves *moves)
{
	sigset_t ending, before;

	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGHUP);
	for (size_t i = 0; i < moves->count; i++) {
		if (moves->move[i].status != EXIT_DONE || moves->move[i].binding.already ||
		    moves->move[i].binding.begun)
			continue;
		sigprocmask(SIG_BLOCK, &ending, &before);
		move_unit(moves, &moves->move[i]);
		sigprocmask(SIG_SETMASK, &before, NULL);
	}
}

static void tell_failure(const struct move *move)
{
	char address[ADDRESS_TEXT_SIZE];

	message_fault(address_format(&move->device->address, address), &move->device->error);
	for (unsigned int i = 1; i < move->refusals.count && i < REFUSALS &&
	     move->device->error.code == FAULT_REFUSED; i++)
		message_error(address, "refused: %s", move->refusals.list[i].text);
}

static enum exit_status report_all(const struct moves *moves)
{
	const struct options *options = moves->options;
	const struct renderer *renderer = command_renderer(bind_renderers, options->output);
	enum exit_status worst = EXIT_DONE;
	struct report_run facts;
	size_t done = 0;

	command_run_facts(options, moves->command, &facts);
	if (renderer->begin(&facts) != 0)
		return EXIT_UNUSABLE;
	for (size_t i = 0; i < moves->count; i++) {
		struct move *move = &moves->move[i];
		struct report report = {
			.device = move->device, .error = move->device->error,
			.binding = &move->binding, .dry_run = options->dry_run,
		};

		if (move->status != EXIT_DONE)
			tell_failure(move);
		if (!options->numeric && move->device->vendor >= 0)
			pci_name(move->device);
		sysfs_link(&move->device->address, "driver", move->device->driver,
			   sizeof(move->device->driver));
		if (renderer->device(&facts, &report, i == 0) != 0)
			move->status = EXIT_UNUSABLE;
		done += move->status == EXIT_DONE;
		worst = command_combine(worst, move->status);
	}
	if (renderer->end(&facts) != 0)
		worst = command_combine(worst, EXIT_UNUSABLE);
	if (moves->count > 1)
		message_note(NULL, "%zu devices: %zu done, %zu failed", moves->count, done,
			     moves->count - done);
	return worst;
}

static enum exit_status run_list(struct moves *moves, const struct device_list *list,
				 size_t named)
{
	moves->count = list->count;
	for (size_t i = 0; i < list->count; i++) {
		moves->move[i].device = list->devices[i];
		moves->move[i].lock = (struct journal_lock) JOURNAL_UNLOCKED;
		moves->move[i].binding.along = i >= named;
	}
	for (size_t i = 0; i < list->count; i++) {
		plan(moves, &moves->move[i]);
		moves->move[i].status = status_of(&list->devices[i]->error);
	}
	for (size_t i = 0; i < list->count; i++)
		if (moves->move[i].status != EXIT_DONE)
			spread(moves, &moves->move[i]);
	if (!moves->options->dry_run)
		move_all(moves);
	for (size_t i = 0; i < list->count; i++)
		journal_unlock(&moves->move[i].lock);
	return report_all(moves);
}

enum exit_status moves_run(struct moves *moves)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .devices = NULL };
	enum exit_status status = select_devices(moves->options, false, &list);
	size_t named;

	if (status != EXIT_DONE)
		return status;
	drop_repeated(&list);
	named = list.count;
	if (moves->options->group)
		take_company(moves, &list);
	moves->move = memory_take_zeroed(list.count, sizeof(*moves->move));
	if (moves->move == NULL)
		return EXIT_UNUSABLE;
	status = run_list(moves, &list, named);
	free(moves->move);
	moves->move = NULL;
	return status;
}
