/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "access/drivers/binding.h"
#include "access/system/modules.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio.h"
#include "commands/messages.h"
#include "commands/moves.h"

/* Whether it stands where an earlier bind has brought it, or left it half way. */
static bool is_moved(const struct binding_state *state, const struct device *device)
{
	return sysfs_is_vfio(&device->address) ||
	       (state->driver[0] == '\0' && sysfs_driver_is_vfio(state->override));
}

static int aim_bind(const struct moves *moves, struct move *move)
{
	const struct options *options = moves->options;
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
				       options->driver != NULL ? options->driver : "vfio-pci",
				       &choice, &move->device->error);
	if (error != 0)
		return error;
	snprintf(move->module, sizeof(move->module), "%s", choice.module);
	snprintf(binding->after.driver, sizeof(binding->after.driver), "%s", choice.driver);
	snprintf(binding->after.override, sizeof(binding->after.override), "%s", choice.driver);
	if (strcmp(binding->before.driver, choice.driver) != 0)
		return 0;
	/* as it was bound, by whomever */
	snprintf(binding->after.override, sizeof(binding->after.override), "%s",
		 binding->before.override);
	binding->already = true;
	return binding_wait_node(binding, 0, &move->device->error);
}

/* Those that keep a user out; one without a driver does not. */
static bool blocks(const char *driver, bool blocks, bool is_vfio)
{
	(void)driver;
	(void)is_vfio;
	return blocks;
}

/* Looks for members of the group that stay as they are, and keep it from being viable. */
struct objection {
	const struct moves *moves;
	struct move *move;
};

static void object_to_member(const struct vfio_member *member, void *context)
{
	const struct objection *objection = context;
	const struct moves *moves = objection->moves;
	char address[ADDRESS_TEXT_SIZE], hint[128];

	if (!member->blocks)
		return;
	for (size_t i = 0; i < moves->count; i++) {
		address_format(&moves->move[i].device->address, address);
		if (strcmp(address, member->name) == 0)
			return;
	}
	address_format(&objection->move->device->address, address);
	snprintf(hint, sizeof(hint), "take it along: vfio-cfgtool bind --group %s", address);
	refuse(&objection->move->refusals, hint,
	       "its IOMMU group %d would not be viable: %s is bound to %s",
	       objection->move->device->iommu_group, member->name, member->driver);
}

static void object(const struct moves *moves, struct move *move)
{
	struct objection objection = { moves, move };

	vfio_each_member(move->device, object_to_member, &objection);
}

/* Whether an earlier bind was killed between driver_override and unbind. */
static bool is_half_way(const struct move *move)
{
	const struct binding_state *now = &move->binding.before;

	return strcmp(now->driver, move->remembered.driver) == 0 &&
	       sysfs_driver_is_vfio(now->override);
}

/* What unbind gives back is on the disk before anything is changed. */
static int remember(struct move *move)
{
	char text[256];

	if (move->known && (is_moved(&move->binding.before, move->device) || is_half_way(move)))
		return 0;
	if (sysfs_is_vfio(&move->device->address))
		return 0;	/* bound by somebody else: what was before is not known */
	binding_state_format(&move->binding.before, text, sizeof(text));
	move->remembering = true;
	return journal_remember(&move->lock, "driver", text, &move->device->error);
}

/* What a person may stumble over next. */
static void note(struct move *move)
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
	struct moves moves = {
		.options = options, .command = &command_bind, .aim = aim_bind,
		.to_vfio = true,
		.takes_along = blocks, .object = object, .begin = remember, .finish = note,
	};

	return moves_run(&moves);
}

const struct command command_bind = {
	.name = "bind",
	.bit = FOR_BIND,
	.arguments = "[OPTION...] {DEVICE...|-s SLOT|-d ID}",
	.summary = "give devices to a VFIO driver",
	.formats = text_json_formats,
	.completion = COMPLETE_UNBOUND,
	.run = run_bind,
};

/* What --driver says of where it goes. */
static int aim_driver(const struct options *options, struct move *move)
{
	struct binding *binding = &move->binding;

	if (strcmp(options->driver, "auto") == 0) {
		binding->any_driver = true;
		return 0;
	}
	if (strlen(options->driver) >= sizeof(binding->after.driver) ||
	    strchr(options->driver, '/') != NULL || sysfs_driver_is_vfio(options->driver)) {
		fault_set(&move->device->error, FAULT_UNSUPPORTED, EINVAL,
			  "unbind gives it to a driver of the kernel, which %.64s is not",
			  options->driver);
		fault_hint(&move->device->error, "to another VFIO driver: vfio-cfgtool bind --driver=NAME");
		return -EINVAL;
	}
	snprintf(binding->after.driver, sizeof(binding->after.driver), "%s", options->driver);
	return 0;
}

/* To the driver that it had, which may be gone by now. */
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

static int aim_unbind(const struct moves *moves, struct move *move)
{
	struct binding *binding = &move->binding;

	/* half way of a bind, or with its driver_override still set */
	if (!is_moved(&binding->before, move->device) &&
	    !sysfs_driver_is_vfio(binding->before.override)) {
		binding->already = true;
		return 0;
	}
	if (move->known)
		aim_back(move);
	else
		binding->any_driver = true;
	if (moves->options->driver != NULL) {
		binding->any_driver = false;
		if (aim_driver(moves->options, move) != 0)
			return -EINVAL;
	}
	if (sysfs_driver_is_vfio(binding->after.driver)) {
		/* nothing to give it back to: it was a VFIO driver's before */
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
	struct fault fault = { .code = FAULT_NONE };
	char address[ADDRESS_TEXT_SIZE];

	if (move->known && journal_forget(&move->lock, "driver", &fault) != 0)
		message_fault(address_format(&move->device->address, address), &fault);
}

static enum exit_status run_unbind(const struct options *options)
{
	struct moves moves = {
		.options = options, .command = &command_unbind, .aim = aim_unbind,
		.takes_along = is_vfio_member, .begin = begin_unbind, .finish = forget,
	};

	return moves_run(&moves);
}

const struct command command_unbind = {
	.name = "unbind",
	.bit = FOR_UNBIND,
	.arguments = "[OPTION...] {DEVICE...|-s SLOT|-d ID}",
	.summary = "give devices back to the drivers that had them",
	.formats = text_json_formats,
	.completion = COMPLETE_BOUND,
	.run = run_unbind,
};
