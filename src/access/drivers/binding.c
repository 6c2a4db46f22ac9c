/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/drivers/binding.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <time.h>

#include "base/error_text.h"
#include "access/system/modules.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio_target.h"
#include "base/memory.h"
#include "base/shortage.h"

#define DRIVERS_PROBE	SYSFS_ROOT "/bus/pci/drivers_probe"

/*
 * Fills the fault for an attribute that could not be read. One that does not exist (-ENOENT) is
 * no fault.
 */
static int unreadable(const char *what, int result, struct fault *fault)
{
	if (result >= 0 || result == -ENOENT)
		return 0;
	fault_set(fault, FAULT_IO, -result, "%s cannot be read: %s", what, error_text(-result));
	fault_hint(fault, "%s", shortage_hint(-result));
	return result;
}

int binding_describe(const struct pci_address *address, struct binding *binding,
		     struct fault *fault)
{
	struct binding_state *now = &binding->before;
	int error;

	*binding = (struct binding) { .address = *address };
	error = unreadable("which driver it has",
			   sysfs_link(address, "driver", now->driver, sizeof(now->driver)), fault);
	if (error == 0)
		error = unreadable("its driver_override",
				   sysfs_attribute(address, "driver_override", now->override,
						   sizeof(now->override)), fault);
	/* the kernel's word for none */
	if (strcmp(now->override, "(null)") == 0)
		now->override[0] = '\0';
	return error;
}

void binding_state_format(const struct binding_state *state, char *text, size_t size)
{
	snprintf(text, size, "driver=%s driver_override=%s", state->driver, state->override);
}

bool binding_state_parse(const char *text, struct binding_state *state)
{
	static const char first[] = "driver=", second[] = " driver_override=";
	const char *gap;

	*state = (struct binding_state) { .driver = "" };
	gap = strstr(text, second);
	if (strncmp(text, first, strlen(first)) != 0 || gap == NULL)
		return false;
	text += strlen(first);
	/* a driver's name is a directory's name */
	if (gap - text >= (int)sizeof(state->driver) || memchr(text, '/', (size_t)(gap - text)) ||
	    strlen(gap + strlen(second)) >= sizeof(state->override))
		return false;
	memcpy(state->driver, text, (size_t)(gap - text));
	snprintf(state->override, sizeof(state->override), "%s", gap + strlen(second));
	return strchr(state->driver, ' ') == NULL;
}

/* Which driver */

static bool same_name(const char *a, const char *b)
{
	while (*a != '\0' && (*a == *b || (strchr("-_", *a) != NULL && strchr("-_", *b) != NULL &&
					   *b != '\0'))) {
		a++;
		b++;
	}
	return *a == *b;
}

bool binding_module_driver(const char *module, char *driver, size_t size)
{
	CLEANUP_DIR DIR *drivers = memory_checked(opendir(SYSFS_DRIVERS));
	const struct dirent *entry;

	while (drivers != NULL && (entry = readdir(drivers)) != NULL) {
		char path[SYSFS_PATH_SIZE + NAME_MAX], name[64];

		if (entry->d_name[0] == '.' || strlen(entry->d_name) >= size)
			continue;
		snprintf(path, sizeof(path), SYSFS_DRIVERS "/%s/module", entry->d_name);
		sysfs_target(path, name, sizeof(name));
		/* a built-in driver may have no directory of a module */
		if (!same_name(name, module) && !same_name(entry->d_name, module))
			continue;
		snprintf(driver, size, "%s", entry->d_name);
		return true;
	}
	return false;
}

/* Modules, except vfio-pci, that claim a device as VFIO drivers. */
struct variants {
	const char *wanted;	/* by name, or NULL: any */
	unsigned int count;
	char name[64];		/* the first of them */
};

static void add_variant(const char *name, void *context)
{
	struct variants *variants = context;

	if (variants->wanted != NULL ? !same_name(name, variants->wanted)
				     : same_name(name, "vfio_pci"))
		return;
	if (variants->count++ == 0)
		snprintf(variants->name, sizeof(variants->name), "%s", name);
}

/* MODULE_DEVICE_TABLE() of an override_only table: "vfio_pci:v00008086d..." */
static void find_variants(const struct pci_address *address, struct variants *variants)
{
	char modalias[128], alias[160];

	if (sysfs_attribute(address, "modalias", modalias, sizeof(modalias)) <= 0 ||
	    strncmp(modalias, "pci:", 4) != 0)
		return;
	snprintf(alias, sizeof(alias), "vfio_pci:%s", modalias + 4);
	module_match(alias, add_variant, variants);
}

/* Finds the driver by its name or its module's name, or the module to load. */
static int choose_name(const struct pci_address *address, const char *name,
		       struct binding_choice *choice, struct fault *fault)
{
	struct variants variants = { .wanted = name };

	if (strlen(name) < sizeof(choice->driver) && name[0] != '\0' &&
	    binding_module_driver(name, choice->driver, sizeof(choice->driver))) {
		if (sysfs_driver_is_vfio(choice->driver))
			return 0;
		fault_set(fault, FAULT_UNSUPPORTED, EINVAL, "%s is not a VFIO driver", name);
		fault_hint(fault, "leave out --driver, or use --driver=auto");
		return -EINVAL;
	}
	if (sysfs_vfio_driver(name) == VFIO_DRIVER_UNKNOWN)
		find_variants(address, &variants);
	if (sysfs_vfio_driver(name) == VFIO_DRIVER_UNKNOWN && variants.count == 0) {
		fault_set(fault, FAULT_UNSUPPORTED, EINVAL,
			  "%.64s is not a known VFIO driver, and no module with this name claims the device",
			  name);
		fault_hint(fault, "leave out --driver, or use --driver=auto");
		return -EINVAL;
	}
	snprintf(choice->driver, sizeof(choice->driver), "%s", name);
	snprintf(choice->module, sizeof(choice->module), "%s", name);
	return 0;
}

int binding_choose(const struct pci_address *address, const char *name,
		   struct binding_choice *choice, struct fault *fault)
{
	struct variants variants = { .wanted = NULL };

	*choice = (struct binding_choice) { .driver = "" };
	if (strcmp(name, "auto") != 0)
		return choose_name(address, name, choice, fault);
	find_variants(address, &variants);
	if (variants.count > 1) {
		fault_set(fault, FAULT_UNSUPPORTED, ENOTUNIQ,
			  "%u VFIO drivers claim the device, %s among them", variants.count,
			  variants.name);
		fault_hint(fault, "name one: --driver=%s", variants.name);
		return -ENOTUNIQ;
	}
	if (variants.count == 1)
		snprintf(choice->reason, sizeof(choice->reason),
			 "the module %s is made for this device", variants.name);
	else
		snprintf(choice->reason, sizeof(choice->reason),
			 "no module is made for this device");
	return choose_name(address, variants.count == 1 ? variants.name : "vfio-pci", choice,
			   fault);
}

/* What is done */

static struct binding_step *add_step(struct binding *binding, enum binding_action action,
				     const char *object, const char *value)
{
	struct binding_step *step = &binding->step[binding->steps];

	if (binding->steps == BINDING_STEPS)
		return NULL;
	binding->steps++;
	*step = (struct binding_step) { .action = action };
	snprintf(step->object, sizeof(step->object), "%s", object);
	snprintf(step->value, sizeof(step->value), "%s", value);
	return step;
}

static bool is_planned(const struct binding *binding, const char *module)
{
	for (unsigned int i = 0; i < binding->steps; i++)
		if (binding->step[i].action == BINDING_LOAD &&
		    strcmp(binding->step[i].object, module) == 0)
			return true;
	return false;
}

/* libkmod names a module once for each module that needs it. */
static int add_module(const struct module_step *step, void *context)
{
	if (!step->command && is_planned(context, step->name))
		return 0;
	add_step(context, step->command ? BINDING_INSTALL : BINDING_LOAD, step->name, step->text);
	return step->command ? -EPERM : 0;
}

int binding_plan_load(const char *module, struct binding *binding, struct fault *fault)
{
	struct fault cause = { .code = FAULT_NONE };
	int error = module_plan(module, add_module, binding, &cause);

	if (error == 0)
		return 0;
	if (error == -EPERM) {
		const struct binding_step *step = &binding->step[binding->steps - 1];

		fault_set(&cause, FAULT_NOT_CONFIGURED, EPERM,
			  "modprobe's configuration runs a command instead of loading %s; "
			  "vfio-cfgtool does not run it: %s", step->object, step->value);
		fault_hint(&cause, "look at the command and, if it is right, run it as root: modprobe %s",
			   module);
	}
	*fault = cause;
	return error;
}

static void add_write(struct binding *binding, const char *attribute, const char *value)
{
	char path[SYSFS_PATH_SIZE] = "";

	sysfs_path(&binding->address, attribute, path);
	add_step(binding, BINDING_WRITE, path, value);
}

/*
 * Adds the write that binds: to drivers_probe where driver_override names the driver, else to
 * the driver's own "bind" file.
 */
static void add_bind(struct binding *binding, const char *address)
{
	char path[SYSFS_PATH_SIZE];

	if (binding->any_driver || strcmp(binding->after.driver, binding->after.override) == 0) {
		add_step(binding, BINDING_WRITE, DRIVERS_PROBE, address);
		return;
	}
	snprintf(path, sizeof(path), SYSFS_DRIVERS "/%s/bind", binding->after.driver);
	add_step(binding, BINDING_WRITE, path, address);
}

/*
 * The driver_override during the bind: while it names another driver, the kernel does not bind
 * this one.
 */
static const char *override_between(const struct binding *binding)
{
	const struct binding_state *after = &binding->after;

	return after->driver[0] == '\0' || strcmp(after->driver, after->override) == 0
	       ? after->override : "";
}

void binding_plan(struct binding *binding)
{
	const struct binding_state *before = &binding->before, *after = &binding->after;
	bool moves = binding->any_driver || strcmp(before->driver, after->driver) != 0;
	const char *between = moves ? override_between(binding) : after->override;
	char address[ADDRESS_TEXT_SIZE];

	address_format(&binding->address, address);
	if (strcmp(before->override, between) != 0)
		add_write(binding, "driver_override", between);
	if (moves && before->driver[0] != '\0')
		add_write(binding, "driver/unbind", address);
	if (moves && (binding->any_driver || after->driver[0] != '\0'))
		add_bind(binding, address);
	if (strcmp(between, after->override) != 0)
		add_write(binding, "driver_override", after->override);
	binding->already = binding->steps == 0;
}

static int fault_write(const char *path, const char *value, int error, struct fault *fault)
{
	static const struct fault_reason reasons[] = {
		{ EACCES, FAULT_NO_PERMISSION, .hint = "run it as root" },
		{ EPERM, FAULT_NO_PERMISSION, .hint = "run it as root" },
		{ EROFS, FAULT_NO_PERMISSION, .why = "sysfs is read-only here, as in a container",
		  .hint = "run it on the host" },
		{ 0, FAULT_IO, .hint = "see what the kernel says: dmesg | tail" },
	};

	if (fault_reason_find(reasons, error)->code == FAULT_IO)
		return fault_because(fault, reasons, error, "the kernel did not take '%s' in %s: ",
				     value, path);
	return fault_because(fault, reasons, error, "%s cannot be written: ", path);
}

static int write_text(const char *path, const char *value, struct fault *fault)
{
	CLEANUP_FD int fd = open(path, O_WRONLY | O_CLOEXEC);
	char line[256];
	int length = snprintf(line, sizeof(line), "%s\n", value);

	if (fd < 0 || write(fd, line, (size_t)length) != length)
		return fault_write(path, value, errno, fault);
	return 0;
}

static void read_driver(const struct binding *binding, char driver[64])
{
	sysfs_link(&binding->address, "driver", driver, 64);
}

/*
 * drivers_probe does not say why the driver refused the device. The driver's own "bind" file
 * does. It does not exist if the module made a driver with another name.
 */
static int explain_probe(const struct binding *binding, struct fault *fault)
{
	char path[SYSFS_PATH_SIZE], address[ADDRESS_TEXT_SIZE];
	struct fault cause = { .code = FAULT_NONE };
	int error;

	address_format(&binding->address, address);
	snprintf(path, sizeof(path), SYSFS_DRIVERS "/%s/bind", binding->after.driver);
	error = write_text(path, address, &cause);
	if (error == 0)
		return 0;
	if (cause.code == FAULT_IO) {
		fault_set(&cause, FAULT_NOT_BOUND, -error, "the driver %s did not take it: %s",
			  binding->after.driver, error_text(-error));
		fault_hint(&cause, "see what the kernel says: dmesg | grep %s", address);
	}
	*fault = cause;
	return error;
}

/* Checks that the device got the driver of the plan. */
static int check_arrival(const struct binding *binding, struct fault *fault)
{
	char driver[64];

	read_driver(binding, driver);
	if (binding->any_driver && sysfs_driver_is_vfio(driver)) {
		fault_set(fault, FAULT_NOT_BOUND, EBUSY,
			  "driver %s claimed the device again: its ID list matches", driver);
		fault_hint(fault, "boot without vfio-pci.ids, or name a driver: --driver=NAME");
		return -EBUSY;
	}
	if (binding->any_driver || strcmp(driver, binding->after.driver) == 0)
		return 0;
	if (driver[0] == '\0')
		return explain_probe(binding, fault);
	return fault_set(fault, FAULT_NOT_BOUND, EBUSY, "%s took it instead of %s", driver,
			 binding->after.driver);
}

void binding_plan_clear(struct binding *binding)
{
	unsigned int kept = 0;

	while (kept < binding->steps && binding->step[kept].action != BINDING_WRITE)
		kept++;
	binding->steps = kept;
}

int binding_load(struct binding *binding, struct fault *fault)
{
	for (unsigned int i = 0; i < binding->steps; i++) {
		struct binding_step *step = &binding->step[i];
		int error;

		if (step->action != BINDING_LOAD || step->done)
			continue;
		error = module_load(step->object, fault);
		if (error != 0)
			return error;
		step->done = true;
	}
	return 0;
}

int binding_run(struct binding *binding, const struct slow_listener *listener,
		struct fault *fault)
{
	for (unsigned int i = 0; i < binding->steps; i++) {
		struct binding_step *step = &binding->step[i];
		struct fault cause = { .code = FAULT_NONE };
		int error;

		if (step->action != BINDING_WRITE)
			continue;
		slow_write_begin(step->object, listener);
		error = write_text(step->object, step->value, &cause);
		slow_write_end();
		/* the driver is checked below */
		if (error != 0 && strcmp(step->object, DRIVERS_PROBE) != 0) {
			*fault = cause;
			return error;
		}
		step->done = true;
	}
	if (check_arrival(binding, fault) != 0)
		return -EIO;
	binding->done = true;
	return 0;
}

int binding_undo(struct binding *binding, const struct slow_listener *listener,
		 struct fault *fault)
{
	struct binding back;
	int error;

	error = binding_describe(&binding->address, &back, fault);
	back.after = binding->before;
	if (error == 0) {
		binding_plan(&back);
		error = binding_run(&back, listener, fault);
	}
	binding->done = false;
	binding->undone = error == 0;
	return error;
}

static void sleep_milliseconds(unsigned int milliseconds)
{
	const struct timespec time = {
		.tv_sec = (time_t)(milliseconds / 1000),
		.tv_nsec = (long)(milliseconds % 1000) * 1000000,
	};

	nanosleep(&time, NULL);
}

int binding_wait_node(struct binding *binding, unsigned int milliseconds, struct fault *fault)
{
	const unsigned int interval = 20;

	for (unsigned int waited = 0;; waited += interval) {
		struct vfio_target target;

		vfio_target_find(&binding->address, &target);
		snprintf(binding->node, sizeof(binding->node), "%s", vfio_target_node(&target));
		if (binding->node[0] != '\0' && access(binding->node, F_OK) == 0)
			return 0;
		if (waited >= milliseconds)
			break;
		sleep_milliseconds(interval);
	}
	fault_set(fault, FAULT_NOT_CONFIGURED, ENOENT, "it is bound, but its node %s does not appear",
		  binding->node[0] != '\0' ? binding->node : "in /dev/vfio");
	fault_hint(fault, "mount a devtmpfs on /dev, or let udev make the node");
	return -ENOENT;
}
