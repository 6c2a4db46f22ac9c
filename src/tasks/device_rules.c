/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/device_rules.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "access/system/kernel_release.h"
#include "access/system/sysfs.h"
#include "base/macros.h"
#include "base/memory.h"
#include "model/vfio/kernel_name.h"
#include "model/vfio/rules_observed.h"
#include "tasks/module_rules.h"

void running_rules(struct rules *rules)
{
	struct kernel_identity kernel;

	kernel_identify(&kernel);
	if (kernel_rules(&(struct kernel_words){ kernel.release, kernel.version, kernel.signature },
			 rules))
		return;
	/* older than every known release, or not a release's name */
	rules_for_release(&rules_oldest, rules);
	rules->basis = BASIS_ASSUMED;
	snprintf(rules->note, sizeof(rules->note), "the running kernel %.32s is not known",
		 kernel.release);
}

bool wants_kernel(const struct task_settings *settings)
{
	return strcmp(settings->rules, "kernel") == 0;
}

/* Fills the rules that `auto` means. */
static void automatic_rules(const struct task_settings *settings, bool improve,
			    struct rules *rules)
{
	if (settings->dump != NULL) {
		rules_for_release(&rules_newest, rules);
		return;
	}
	running_rules(rules);
	if (improve)
		module_rules_improve(rules);
}

/* "[SWITCHES,]module[:FILE]": the file's, with the switches of so many characters. */
static bool module_rules(const char *text, size_t switches, struct rules *rules,
			 struct rules_trouble *trouble)
{
	const char *file = strchr(text + switches, ':');
	struct rules release, shown;
	char words[RULES_NAME_SIZE];

	file = file != NULL ? file + 1 : NULL;
	if (module_rules_read(file, &release, &shown, &trouble->fault) != 0) {
		snprintf(trouble->file, sizeof(trouble->file), "%.255s",
			 file != NULL ? file : "--rules=module");
		return false;
	}
	snprintf(words, sizeof(words), "auto%s%.*s", switches > 0 ? "," : "",
		 (int)(switches > 0 ? switches - 1 : 0), text);
	return rules_parse(words, &shown, rules, trouble->why, sizeof(trouble->why));
}

bool requested_rules(const struct task_settings *settings, const char *text, struct rules *rules,
		     struct rules_trouble *trouble)
{
	struct rules automatic;
	const char *file;
	size_t switches;

	*trouble = (struct rules_trouble) { .fault = { .code = FAULT_NONE } };
	if (module_rules_named(text, &switches, &file))
		return module_rules(text, switches, rules, trouble);
	automatic_rules(settings, strncmp(text, "auto", strlen("auto")) == 0, &automatic);
	return rules_parse(strcmp(text, "kernel") == 0 ? "auto" : text, &automatic, rules,
			   trouble->why, sizeof(trouble->why));
}

/* Corrects the requested rules by what the user view shows. Returns whether they changed. */
static bool correct_rules(const char *text, const struct device *device, struct rules *rules)
{
	CLEANUP_FREE struct map *scratch = NULL;

	if (strcmp(text, "auto") != 0 || device->user == NULL ||
	    device->space.view != VIEW_HARDWARE)
		return false;
	scratch = memory_take(sizeof(*scratch));
	return scratch != NULL && rules_correct(rules, &device->space, device->user, scratch);
}

/* An unknown VFIO driver may follow other rules. */
static void doubt_rules(const struct device *device, struct rules *rules)
{
	if (device->source == SOURCE_DUMP || !sysfs_is_vfio(&device->address) ||
	    sysfs_vfio_driver(device->driver) != VFIO_DRIVER_UNKNOWN)
		return;
	rules->basis = BASIS_ASSUMED;
	snprintf(rules->note, sizeof(rules->note), "the VFIO driver %.32s is not known",
		 device->driver);
}

/* The basis by its name. */
static enum rules_basis basis_of(const char *name)
{
	int basis = BASIS_KERNEL;

	while (basis > BASIS_ASSUMED &&
	       strcmp(rules_basis_name((enum rules_basis)basis), name) != 0)
		basis--;
	return (enum rules_basis)basis;
}

/* For a capture, `auto` means the rules that it was made under. */
static int captured_rules(const char *text, const struct capture *capture, struct rules *rules,
			  struct fault *fault)
{
	struct rules captured;
	char why[512];

	if (strncmp(text, "auto", strlen("auto")) != 0)
		return 0;
	if (!rules_parse(capture->rules, NULL, &captured, why, sizeof(why))) {
		fault_set(fault, FAULT_UNSUPPORTED, EINVAL,
			  "the rules that the capture was made under are not known: %.200s", why);
		fault_hint(fault, "name others with --rules, see: vfio-cfgtool rules");
		return -EINVAL;
	}
	captured.basis = basis_of(capture->basis);
	snprintf(captured.note, sizeof(captured.note), "%s", capture->note);
	rules_parse(text, &captured, rules, why, sizeof(why));
	return 0;
}

int device_rules(const char *text, const struct device *device, struct rules *rules,
		 struct fault *fault)
{
	bool corrected;

	if (device->capture != NULL)
		return captured_rules(text, device->capture, rules, fault);
	corrected = correct_rules(text, device, rules);
	doubt_rules(device, rules);
	return corrected;
}

void device_rules_note(const struct rules *rules, struct notes *notes)
{
	notes_add(notes, "the running kernel does not follow its release: rules %s", rules->name);
}

int basis_check(const struct task_settings *settings, const struct rules *rules,
		struct fault *fault)
{
	if (rules->basis >= settings->require)
		return 0;
	fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP, "the basis of rules %s is '%s', not '%s'",
		  rules->name, rules_basis_name(rules->basis), rules_basis_name(settings->require));
	fault_hint(fault, "see: vfio-cfgtool rules%s",
		   settings->dump == NULL ? "; what the running kernel holds: --rules=kernel" : "");
	return -ENOTSUP;
}
