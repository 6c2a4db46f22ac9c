/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What bind and unbind did to a device, or would do, and how to undo it. */
#include <string.h>

#include "base/text.h"
#include "format/json.h"
#include "format/print.h"

static const char *action_name(enum binding_action action)
{
	static const char *const names[] = {
		[BINDING_LOAD] = "load",
		[BINDING_INSTALL] = "command",
		[BINDING_WRITE] = "write",
	};

	return names[action];
}

GETTER(action, struct binding_step, value_text(value, action_name(it->action)))

static const struct field step_fields[] = {
	{ "action", .get = get_action },
	{ "object", MEMBER(struct binding_step, object) },
	{ "value", MEMBER(struct binding_step, value) },
	{ "done", MEMBER(struct binding_step, done) },
	{ NULL },
};

/* Whether a step, or a rule for the boot, was done or would be. */
GETTER(changed, struct report,
       value_flag(value, it->binding->rule_changed ||
			 (it->dry_run ? it->binding->steps > 0 && !it->binding->already &&
						it->error.code == FAULT_NONE
				      : it->binding->done)))
GETTER(reason, struct report, value_text(value, it->binding->reason))
GETTER(rule, struct report, value_text(value, it->binding->rule))
GETTER(done, struct report, value_flag(value, it->binding->done || it->binding->already))
GETTER(undone, struct report, value_flag(value, it->binding->undone))
GETTER(already, struct report, value_flag(value, it->binding->already))
GETTER(along, struct report, value_flag(value, it->binding->along))
GETTER(former_driver, struct report, value_text(value, it->binding->before.driver))
GETTER(former_override, struct report, value_text(value, it->binding->before.override))
GETTER(wanted_driver, struct report, value_text(value, it->binding->after.driver))
GETTER(node, struct report, value_text(value, it->binding->node))
GETTER(steps, struct report,
       value_records(value, RECORDS(it->binding->step, it->binding->steps)))

static const struct field bind_fields[] = {
	{ "changed", .get = get_changed },
	{ "driver_reason", .get = get_reason },
	{ "rule", .get = get_rule },
	{ "dry_run", MEMBER(struct report, dry_run) },
	{ "done", .get = get_done },
	{ "undone", .get = get_undone },
	{ "already", .get = get_already },
	{ "along", .get = get_along },
	{ "former_driver", .get = get_former_driver },
	{ "former_override", .get = get_former_override },
	{ "wanted_driver", .get = get_wanted_driver },
	{ "node", .get = get_node },
	{ "steps", .get = get_steps, .fields = step_fields },
	{ NULL },
};

static const char *named(const char *driver)
{
	return driver[0] != '\0' ? driver : "no driver";
}

/* Prints each step; a write as a shell command. */
static void print_step(const struct binding_step *step)
{
	const char *object = step->object, *value = step->value;
	char file[4 * sizeof(step->object)], word[4 * sizeof(step->value)] = "";

	switch (step->action) {
	case BINDING_LOAD:
		print_line("  load %s%s%s", object, value[0] != '\0' ? " " : "", value);
		break;
	case BINDING_INSTALL:
		print_line("  not run, in the place of %s: %s", object, value);
		break;
	case BINDING_WRITE:
		if (value[0] != '\0')
			text_shell_word(value, word, sizeof(word));
		print_line("  echo %s%s> %s", word, word[0] != '\0' ? " " : "",
			   text_shell_word(object, file, sizeof(file)));
		break;
	}
}

static void print_steps(const struct report_run *run, const struct report *report)
{
	const struct binding *binding = report->binding;

	for (unsigned int i = 0; i < binding->steps; i++) {
		const struct binding_step *step = &binding->step[i];

		if (report->dry_run || step->action == BINDING_LOAD || run->verbose)
			print_step(step);
	}
}

static void print_undo(const struct report_run *run, const struct report *report)
{
	const char *before = report->binding->before.driver;
	char address[ADDRESS_TEXT_SIZE];

	address_format(&report->device->address, address);
	if (strcmp(run->command, "bind") == 0)
		print_line("  undo: vfio-cfgtool unbind %s%s",
			   report->persistent ? "--persistent " : "", address);
	else if (strcmp(before, "vfio-pci") == 0)
		print_line("  undo: vfio-cfgtool bind %s", address);
	else if (before[0] != '\0' && strcmp(before, report->device->driver) != 0)
		print_line("  undo: vfio-cfgtool bind --driver=%s %s", named(before), address);
}

static void print_would(const struct binding *binding)
{
	print_line("would go from %s to %s", named(binding->before.driver),
		   binding->any_driver ? "the driver that the kernel finds"
				       : named(binding->after.driver));
}

static void print_already(const char *driver, const char *node)
{
	if (driver[0] == '\0')
		print_line("no driver has it, and nothing was to be done");
	else
		print_line("%s has it already%s%s", driver, node[0] != '\0' ? ", node " : "", node);
}

static void print_rule(const struct report_run *run, const struct report *report)
{
	const struct binding *binding = report->binding;
	bool binds = strcmp(run->command, "bind") == 0;

	if (!report->persistent || binding->rule[0] == '\0')
		return;
	if (!binding->rule_changed)
		print_line("  at boot: %s is there already", binding->rule);
	else if (report->dry_run)
		print_line("  at boot: would %s %s", binds ? "write" : "remove", binding->rule);
	else
		print_line("  at boot: %s %s", binds ? "wrote" : "removed", binding->rule);
}

static int text_device(const struct report_run *run, const struct report *report, bool first)
{
	const struct binding *binding = report->binding;
	const char *driver = report->device->driver;
	char address[ADDRESS_TEXT_SIZE];

	(void)first;
	if (report->error.code != FAULT_NONE)
		return 0;
	print_part("%s: ", address_format(&report->device->address, address));
	if (binding->already) {
		print_already(driver, binding->node);
		print_rule(run, report);
		return 0;
	}
	if (report->dry_run) {
		print_would(binding);
	} else {
		print_part("from %s to %s", named(binding->before.driver), named(driver));
		print_line("%s%s%s", binding->node[0] != '\0' ? ", node " : "", binding->node,
			   binding->along ? ", with its IOMMU group" : "");
	}
	print_steps(run, report);
	print_rule(run, report);
	if (!report->dry_run)
		print_undo(run, report);
	return 0;
}

const struct renderer bind_renderers[] = {
	{ .format = "text", .wraps = true, .failures = true, .device = text_device },
	JSON_FIELDS(bind_fields),
	{ .format = NULL },
};
