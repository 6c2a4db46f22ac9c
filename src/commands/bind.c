/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <string.h>

#include "access/drivers/binding.h"
#include "access/drivers/boot_rule.h"
#include "access/system/modules.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio.h"
#include "base/device_list.h"
#include "base/memory.h"
#include "call/command.h"
#include "call/messages.h"
#include "inputs/devices.h"
#include "inputs/select.h"
#include "tasks/at_boot.h"
#include "tasks/moves.h"
#include "tasks/remembered.h"
#include "tasks/stop.h"

/* Milliseconds after which a write that does not return is reported. */
#define SLOW_WRITE 5000

/* Of bind or unbind. */
struct direction {
	const struct command *command;
	struct moves moves;	/* what is done with a device */
	/* Whether --group takes a member of the group along. */
	bool (*takes_along)(const char *driver, bool blocks, bool is_vfio);
	/* Notes what the user should know of a device that was moved. */
	void (*note)(const struct move *move);
};

/* The members of one device's group that --group takes along. */
struct company {
	bool (*takes_along)(const char *driver, bool blocks, bool is_vfio);
	struct device_list *list;
};

static bool is_listed(const struct device_list *list, const struct pci_address *address)
{
	for (size_t i = 0; i < list->count; i++)
		if (address_compare(&list->slots[i].device->address, address) == 0)
			return true;
	return false;
}

static void add_company(const struct vfio_member *member, void *context)
{
	const struct company *company = context;
	struct pci_address address;
	struct device *device;

	if (!company->takes_along(member->driver, member->blocks, member->is_vfio) ||
	    !address_parse(member->name, &address) || is_listed(company->list, &address))
		return;
	device = device_list_append(company->list, &address);
	if (device == NULL)
		return;
	device->source = SOURCE_SYSFS;
	sysfs_describe(device, &device->error);
}

static void take_company(const struct direction *direction, struct device_list *list)
{
	struct company company = { direction->takes_along, list };
	size_t named = list->count;

	for (size_t i = 0; i < named; i++)
		if (list->slots[i].device->error.code == FAULT_NONE)
			vfio_each_member(list->slots[i].device, add_company, &company);
}

/* A device that is named twice is moved once. */
static void drop_repeated(struct device_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct device_list before = { .slots = list->slots, .count = kept };

		if (is_listed(&before, &list->slots[i].device->address))
			device_free(list->slots[i].device);
		else
			list->slots[kept++].device = list->slots[i].device;
	}
	list->count = kept;
}

static enum exit_status status_of(const struct fault *fault)
{
	if (fault->code == FAULT_NONE)
		return EXIT_DONE;
	return fault->code == FAULT_REFUSED || fault->code == FAULT_IN_USE_UNKNOWN
	       ? EXIT_REFUSED : EXIT_UNUSABLE;
}

static void tell_failure(const struct move *move)
{
	char address[ADDRESS_TEXT_SIZE];

	message_fault(address_format(&move->device->address, address), &move->device->error);
	for (unsigned int i = 1; i < move->refusals.count && i < REFUSALS &&
	     status_of(&move->device->error) == EXIT_REFUSED; i++)
		message_error(address, "refused: %s", move->refusals.list[i].text);
}

/* Prints the notes and faults of one device; its report has the result. */
static void tell_more(const struct options *options, const struct direction *direction,
		      const struct move *move)
{
	char address[ADDRESS_TEXT_SIZE];

	if (moves_failed(move))
		tell_failure(move);
	else if (move->binding.reason[0] != '\0' && !move->binding.already)
		message_note(address_format(&move->device->address, address), "the driver is %s: %s",
			     move->binding.after.driver, move->binding.reason);
	if (move->unforgotten.code != FAULT_NONE)
		message_fault(address_format(&move->device->address, address), &move->unforgotten);
	if (move->binding.done)
		direction->note(move);
	if (move->binding.rule[0] != '\0' && !moves_failed(move) && !options->persistent) {
		address_format(&move->device->address, address);
		message_note(address, "at boot a VFIO driver takes it again: its rule %s stays",
			     move->binding.rule);
		message_hint("remove it, as root: vfio-cfgtool unbind --persistent %s", address);
	}
}

/* What a call reports from. */
struct moves_report {
	const struct direction *direction;
	const struct moves *moves;
};

/* A device that was moved is no success where what was remembered of it stays. */
static enum exit_status move_status(const struct move *move)
{
	return status_of(moves_failed(move) ? &move->device->error : &move->unforgotten);
}

static enum exit_status report_move(struct devices_run *run, struct report *report)
{
	const struct moves_report *of = run->context;
	struct move *move = &of->moves->move[run->at];

	report->error = move->device->error;
	report->binding = &move->binding;
	report->dry_run = run->options->dry_run;
	report->persistent = run->options->persistent;
	tell_more(run->options, of->direction, move);
	sysfs_link(&move->device->address, "driver", move->device->driver,
		   sizeof(move->device->driver));
	return move_status(move);
}

static enum exit_status report_all(const struct options *options, struct device_list *list,
				   struct moves_report *of)
{
	struct devices_run run = {
		.options = options,
		.command = of->direction->command,
		.done = options->dry_run ? "would go" : NULL,
		.failed = options->dry_run ? "would not; nothing was done" : NULL,
		.judge = report_move,
		.context = of,
	};

	return devices_report(&run, list);
}

/* Says which devices were moved back and which could not be, the last first. */
static void tell_undone(const struct moves *moves)
{
	for (size_t i = moves->count; i-- > 0;) {
		const struct move *move = &moves->move[i];
		const struct binding_state *before = &move->binding.before;
		char address[ADDRESS_TEXT_SIZE];

		address_format(&move->device->address, address);
		if (move->undone)
			message_note(address, "put back: its driver is %s",
				     before->driver[0] != '\0' ? before->driver
							       : "none, as before");
		if (move->stuck.code == FAULT_NONE)
			continue;
		message_fault(address, &move->stuck);
		message_hint(
			"it is not as it was: driver '%s', driver_override '%s'; see: vfio-cfgtool unbind %s",
			before->driver, before->override, address);
	}
}

/* Runs in a thread of its own while the write waits. */
static void tell_slow(const char *path, const char *where, void *unused)
{
	(void)unused;
	message_note(path, "the kernel has not come back from a write to it for %d s: %s%s; see what it says: dmesg | tail",
		     SLOW_WRITE / 1000,
		     where[0] != '\0' ? "it waits in " : "it does not say where it waits", where);
}

static const struct slow_listener slow_listener = {
	.milliseconds = SLOW_WRITE,
	.slow = tell_slow,
};

static enum exit_status run_list(const struct options *options, const struct direction *direction,
				 struct device_list *list, struct move *move)
{
	struct moves moves = direction->moves;
	enum exit_status status;

	moves.settings = &options->task;
	moves.dry_run = options->dry_run;
	moves.driver = options->driver;
	moves.persistent = options->persistent;
	moves.count = list->count;
	moves.move = move;
	moves.slow = &slow_listener;
	moves_plan(&moves);
	for (size_t i = 0; i < moves.count; i++)
		message_notes(&move[i].device->address, &move[i].forced);
	if (!moves.dry_run) {
		/* print nothing meanwhile: a full pipe would block half a move */
		stop_begin();
		moves_make(&moves);
	}
	if (options->persistent)
		at_boot_keep(&moves, !moves.to_vfio);
	else if (!moves.to_vfio)
		at_boot_find(&moves);
	moves_end(&moves);
	stop_release();
	tell_undone(&moves);
	status = report_all(options, list, &(struct moves_report) { direction, &moves });
	stop_end();
	return status;
}

static enum exit_status run(const struct options *options, const struct direction *direction)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	CLEANUP_FREE struct move *move = NULL;
	enum exit_status status = select_devices(options, false, &list);
	size_t named;

	if (status != EXIT_DONE)
		return status;
	drop_repeated(&list);
	named = list.count;
	if (options->group)
		take_company(direction, &list);
	move = memory_take_zeroed(list.count, sizeof(*move));
	if (move == NULL)
		return EXIT_UNUSABLE;
	for (size_t i = 0; i < list.count; i++) {
		move[i].device = list.slots[i].device;
		move[i].lock = (struct journal_lock)JOURNAL_UNLOCKED;
		move[i].binding.along = i >= named;
	}
	return run_list(options, direction, &list, move);
}

/* Whether an earlier bind moved the device, or began to. */
static bool is_moved(const struct binding_state *state, const struct device *device)
{
	return sysfs_is_vfio(&device->address) ||
	       (state->driver[0] == '\0' && sysfs_driver_is_vfio(state->override));
}

static int aim_bind(const struct moves *moves, struct move *move)
{
	struct binding *binding = &move->binding;
	struct binding_choice choice;
	int error;

	if (vfio_is_bridge(move->device)) {
		fault_set(&move->device->error, FAULT_REFUSED, EPERM,
			  "refused: it is a bridge, and vfio-pci takes only header type 0");
		fault_hint(&move->device->error, "leave it to its driver: a bridge does not keep the devices behind it from their users");
		return -EPERM;
	}
	error = vfio_check_iommu(move->device, &move->device->error);
	if (error == 0)
		error = binding_choose(&move->device->address,
				       moves->driver != NULL ? moves->driver : "auto", &choice,
				       &move->device->error);
	if (error == 0 && moves->persistent)
		error = boot_rule_check(&move->device->address, choice.driver, &move->device->error);
	if (error != 0)
		return error;
	snprintf(binding->reason, sizeof(binding->reason), "%s", choice.reason);
	snprintf(move->module, sizeof(move->module), "%s", choice.module);
	snprintf(binding->after.driver, sizeof(binding->after.driver), "%s", choice.driver);
	snprintf(binding->after.override, sizeof(binding->after.override), "%s", choice.driver);
	if (strcmp(binding->before.driver, choice.driver) != 0)
		return 0;
	/* driver_override stays, whatever set it */
	snprintf(binding->after.override, sizeof(binding->after.override), "%s",
		 binding->before.override);
	binding->already = true;
	return binding_wait_node(binding, 0, &move->device->error);
}

/* bind takes the members along that keep a user out. Those without a driver do not. */
static bool blocks(const char *driver, bool blocks, bool is_vfio)
{
	(void)driver;
	(void)is_vfio;
	return blocks;
}

static bool is_moved_too(const char *name, const void *context)
{
	const struct moves *moves = context;
	char address[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < moves->count; i++)
		if (strcmp(address_format(&moves->move[i].device->address, address), name) == 0)
			return true;
	return false;
}

static void object(const struct moves *moves, struct move *move)
{
	refusals_find_group(move->device, is_moved_too, moves, &move->refusals);
}

/* Whether an earlier bind was killed between driver_override and unbind. */
static bool is_half_way(const struct move *move)
{
	const struct binding_state *now = &move->binding.before;

	return strcmp(now->driver, move->remembered.driver) == 0 &&
	       sysfs_driver_is_vfio(now->override);
}

/* Whether an earlier unbind ended between the two drivers: none has it, and one is remembered. */
static bool is_left_alone(const struct move *move)
{
	return move->known == KNOWN_YES && move->binding.before.driver[0] == '\0' &&
	       move->remembered.driver[0] != '\0';
}

/* Saves what unbind will give back before anything is changed. */
static int remember(struct move *move)
{
	if (is_left_alone(move) ||
	    (move->known == KNOWN_YES && (is_moved(&move->binding.before, move->device) || is_half_way(move))))
		return 0;
	if (sysfs_is_vfio(&move->device->address))
		return 0;	/* bound by somebody else: what was before is not known */
	move->remembering = true;
	return remembered_keep(&move->lock, &move->device->address, &move->binding.before,
			       &move->device->error);
}

/* Notes what the user should know next. */
static void note(const struct move *move)
{
	char physfn[ADDRESS_TEXT_SIZE], address[ADDRESS_TEXT_SIZE];
	struct pci_address parent;

	if (move->binding.before.override[0] != '\0' &&
	    strcmp(move->binding.before.override, move->binding.after.override) != 0)
		message_note(address_format(&move->device->address, address),
			     "driver_override was %s; unbind gives that back, too",
			     move->binding.before.override);
	if (sysfs_link(&move->device->address, "physfn", physfn, sizeof(physfn)) == 0 &&
	    address_parse(physfn, &parent) && sysfs_is_vfio(&parent))
		message_note(address_format(&move->device->address, address),
			     "its physical function %s is bound to a VFIO driver, too: opening it may take the VF token set there (--vf-token)",
			     physfn);
}

static enum exit_status run_bind(const struct options *options)
{
	static const struct direction direction = {
		.command = &command_bind,
		.moves = { .aim = aim_bind,
			   .to_vfio = true,
			   .object = object,
			   .begin = remember },
		.takes_along = blocks,
		.note = note,
	};

	return run(options, &direction);
}

/* The target that --driver names. */
static int aim_driver(const char *driver, struct move *move)
{
	struct binding *binding = &move->binding;

	if (strcmp(driver, "auto") == 0) {
		binding->any_driver = true;
		return 0;
	}
	if (strcmp(driver, "none") == 0) {
		binding->after = (struct binding_state) { .driver = "" };
		return 0;
	}
	if (strlen(driver) >= sizeof(binding->after.driver) || strchr(driver, '/') != NULL ||
	    sysfs_driver_is_vfio(driver)) {
		fault_set(&move->device->error, FAULT_UNSUPPORTED, EINVAL,
			  "unbind gives it to a driver of the kernel, which %.64s is not", driver);
		fault_hint(&move->device->error, "to another VFIO driver: vfio-cfgtool bind --driver=NAME");
		return -EINVAL;
	}
	snprintf(binding->after.driver, sizeof(binding->after.driver), "%s", driver);
	return 0;
}

/* Back to the driver that it had, if that still exists. */
static void aim_back(struct move *move)
{
	struct binding *binding = &move->binding;
	const char *driver = move->remembered.driver;
	char path[SYSFS_PATH_SIZE];

	binding->after = move->remembered;
	snprintf(path, sizeof(path), SYSFS_DRIVERS "/%s", driver);
	if (driver[0] == '\0' || access(path, F_OK) == 0)
		return;
	/* a driver is mostly called as its module */
	if (module_find_state(driver) == MODULE_AVAILABLE)
		snprintf(move->module, sizeof(move->module), "%s", driver);
	else
		binding->any_driver = true;
}

/* It has no VFIO driver. Asked for another driver than it has, unbind is no help. */
static int leave_alone(const char *driver, struct move *move)
{
	const char *now = move->binding.before.driver;
	char address[ADDRESS_TEXT_SIZE];

	address_format(&move->device->address, address);
	if (driver == NULL || strcmp(driver, "auto") == 0 || strcmp(driver, now) == 0 ||
	    (strcmp(driver, "none") == 0 && now[0] == '\0'))
		return 0;
	fault_set(&move->device->error, FAULT_UNSUPPORTED, EINVAL,
		  "%s%s, and unbind takes devices from VFIO drivers only",
		  now[0] != '\0' ? "it is bound to " : "no driver is bound to it", now);
	if (now[0] == '\0')
		fault_hint(&move->device->error, "give it to that driver, as root: echo %s > "
			   SYSFS_DRIVERS "/%.64s/bind", address, driver);
	else
		fault_hint(&move->device->error, "leave out --driver");
	return -EINVAL;
}

static int aim_unbind(const struct moves *moves, struct move *move)
{
	struct binding *binding = &move->binding;

	if (moves->persistent &&
	    boot_rule_check(&move->device->address, NULL, &move->device->error) != 0)
		return -EEXIST;
	/* a bind or an unbind was interrupted, or driver_override is still set */
	if (!is_moved(&binding->before, move->device) &&
	    !sysfs_driver_is_vfio(binding->before.override) &&
	    (moves->driver != NULL || !is_left_alone(move))) {
		binding->already = true;
		return leave_alone(moves->driver, move);
	}
	if (move->known == KNOWN_YES)
		aim_back(move);
	else
		binding->any_driver = true;
	if (moves->driver != NULL) {
		binding->any_driver = false;
		if (aim_driver(moves->driver, move) != 0)
			return -EINVAL;
	}
	if (sysfs_driver_is_vfio(binding->after.driver)) {
		/* a VFIO driver had it before, so there is no driver to give it back to */
		binding->after = (struct binding_state) { .driver = "" };
		binding->any_driver = true;
	}
	return 0;
}

static bool is_vfio_member(const char *driver, bool blocks, bool is_vfio)
{
	(void)driver;
	(void)blocks;
	return is_vfio;
}

static int begin_unbind(struct move *move)
{
	(void)move;
	return 0;
}

static void forget(struct move *move)
{
	if (move->known != KNOWN_NO)
		remembered_forget(&move->lock, &move->unforgotten);
}

/* Notes that the remembered state could not be used. */
static void note_strange(const struct move *move)
{
	char address[ADDRESS_TEXT_SIZE];

	if (move->known == KNOWN_NOT && move->binding.any_driver)
		message_note(address_format(&move->device->address, address),
			     "what is remembered is of another device or boot: the kernel chose the driver");
}

static enum exit_status run_unbind(const struct options *options)
{
	static const struct direction direction = {
		.command = &command_unbind,
		.moves = { .aim = aim_unbind, .begin = begin_unbind, .finish = forget },
		.takes_along = is_vfio_member,
		.note = note_strange,
	};

	return run(options, &direction);
}

const struct command command_bind = {
	.name = "bind",
	.arguments = "[OPTION...] {DEVICE...|-s SLOT|-d ID}",
	.summary = "give devices to a VFIO driver",
	.group = GROUP_CHANGE,
	.does = "writes to sysfs: another driver gets the device; opens nothing; needs root",
	.examples = {
		{ "bind 01:00.0", "to the VFIO driver made for it" },
		{ "bind --dry-run --group 01:00.0", "what it would do, with its IOMMU group" },
		{ "bind --driver=vfio-pci 01:00.0", "to that one" },
	},
	.renderers = bind_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_OUTPUT, OPTION_SLOT, OPTION_ID, OPTION_DRY_RUN, OPTION_FORCE,
		OPTION_DRIVER, OPTION_GROUP, OPTION_PERSISTENT, OPTION_END,
	},
	.completion = COMPLETE_UNBOUND,
	.no_bridges = true,
	.says_device = true,
	.run = run_bind,
};

const struct command command_unbind = {
	.name = "unbind",
	.arguments = "[OPTION...] {DEVICE...|-s SLOT|-d ID}",
	.summary = "give devices back to the drivers that had them",
	.group = GROUP_CHANGE,
	.does = "writes to sysfs: another driver gets the device; opens nothing; needs root",
	.examples = {
		{ "unbind 01:00.0", "back to the driver that had it" },
		{ "unbind --driver=e1000e 01:00.0", "to that one" },
		{ "unbind --dry-run 01:00.0", "what it would do" },
	},
	.renderers = bind_renderers,
	.options = (const enum option_id[]) {
		OPTIONS_OUTPUT, OPTION_SLOT, OPTION_ID, OPTION_DRY_RUN, OPTION_FORCE,
		OPTION_DRIVER, OPTION_GROUP, OPTION_PERSISTENT, OPTION_END,
	},
	.completion = COMPLETE_BOUND,
	.no_bridges = true,
	.says_device = true,
	.run = run_unbind,
};
