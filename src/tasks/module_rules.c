/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/module_rules.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "access/files/module_file.h"
#include "access/system/kernel_release.h"
#include "access/system/modules.h"
#include "access/system/sysfs.h"
#include "model/vfio/capability.h"
#include "model/vfio/kernel_name.h"
#include "model/vfio/rules_in_kernel.h"

#define PATH_SIZE 4096

bool module_rules_named(const char *text, size_t *switches, const char **file)
{
	static const char word[] = "module";
	const char *place = text;

	/* switches begin with a sign; the first other word is the last one */
	while (*place == '+' || *place == '-') {
		const char *comma = strchr(place, ',');

		if (comma == NULL)
			return false;
		place = comma + 1;
	}
	if (strncmp(place, word, strlen(word)) != 0)
		return false;
	*switches = (size_t)(place - text);
	place += strlen(word);
	*file = *place == ':' ? place + 1 : NULL;
	return *place == '\0' || *place == ':';
}

/* Since 5.15 the core is a module of its own. */
static const char *const module_names[] = { "vfio_pci_core", "vfio_pci" };

/* Finds the module of the running kernel: its file and its name. */
static int find_module(char path[PATH_SIZE], const char **name, struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LENGTH(module_names); i++) {
		*name = module_names[i];
		if (module_path(*name, path, PATH_SIZE))
			return 0;
	}
	*name = module_names[0];
	if (module_find_state(*name) == MODULE_BUILTIN ||
	    module_find_state(module_names[1]) == MODULE_BUILTIN) {
		fault_set(fault, FAULT_UNSUPPORTED, ENOENT,
			  "VFIO is part of the running kernel, so there is no file of a module to read");
		fault_hint(fault, "the kernel itself is asked by --rules=kernel and verify; an unstripped vmlinux is read by module:FILE");
	} else {
		fault_set(fault, FAULT_NOT_CONFIGURED, ENOENT,
			  "the running kernel's module vfio-pci-core is not on this machine");
		fault_hint(fault, "name its file: --rules=module:FILE");
	}
	return -ENOENT;
}

/* Whether the loaded module was made from this file; true if none is loaded. */
static bool is_loaded_one(const char *name, const struct module_facts *facts)
{
	char path[SYSFS_PATH_SIZE];
	uint8_t note[16 + MODULE_BUILD_ID_SIZE];
	CLEANUP_FILE FILE *file = NULL;
	size_t size;

	snprintf(path, sizeof(path), SYSFS_MODULES "/%s/notes/.note.gnu.build-id", name);
	file = fopen(path, "re");
	if (file == NULL)
		return true;
	size = fread(note, 1, sizeof(note), file);
	return size == 16 + facts->build_id_size &&
	       memcmp(note + 16, facts->build_id, facts->build_id_size) == 0;
}

/* Fills the rules of the file's release. For the running kernel more is known. */
static void release_rules(const struct module_facts *facts, struct rules *rules)
{
	struct kernel_words words = { .release = facts->release, .version = facts->version };
	struct kernel_identity kernel;

	kernel_identify(&kernel);
	if (strcmp(kernel.release, facts->release) == 0) {
		words.version = kernel.version;
		words.signature = kernel.signature;
	}
	if (kernel_rules(&words, rules))
		return;
	rules_for_release(&rules_newest, rules);
	rules->basis = BASIS_ASSUMED;
	snprintf(rules->note, sizeof(rules->note),
		 "the file is for an unknown release: the rules of %.24s are used",
		 rules->name);
}

/* Writes how the file differs from its release: "+len:ECAP_PASID=8, -dvsec". */
static void note_differences(const struct rules *release, struct rules *shown)
{
	size_t used = (size_t)snprintf(shown->note, sizeof(shown->note),
				       "the module's file differs from its release:");
	const char *separator = " ";

	for (int i = 0; i < RULES_SETTINGS && used < sizeof(shown->note); i++) {
		uint8_t value = rules_setting_value(shown, i);
		char text[RULES_LENGTH_TEXT_SIZE];

		if (!rules_setting_differs(release, shown, i))
			continue;
		used += (size_t)snprintf(shown->note + used, sizeof(shown->note) - used, "%s%c%s",
					 separator, value != 0 || i >= RULES_SWITCHES ? '+' : '-',
					 rules_setting_text(shown, i, text));
		separator = ", ";
	}
}

static int take_facts(const struct module_facts *facts, const struct rules *release,
		      struct rules *shown, struct fault *fault)
{
	struct table_difference untold;
	char name[CAPABILITY_NAME_SIZE];

	*shown = *release;
	if (!rules_take_module(facts, shown, &untold)) {
		fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
			  "its tables have more than %d lengths that are not known, as %u bytes for %s, which is %u",
			  RULES_LENGTHS, untold.kernel,
			  capability_name(untold.extended, untold.id, name), untold.rules);
		return -ENOTSUP;
	}
	if (!rules_equal(release, shown))
		note_differences(release, shown);
	return 0;
}

int module_rules_read(const char *file, struct rules *release, struct rules *shown,
		      struct fault *fault)
{
	struct module_facts facts;
	char path[PATH_SIZE];
	const char *name;
	int error = 0;

	if (file == NULL) {
		error = find_module(path, &name, fault);
		file = path;
	}
	if (error == 0)
		error = module_file_read(file, &facts, fault);
	if (error != 0)
		return error;
	release_rules(&facts, release);
	return take_facts(&facts, release, shown, fault);
}

void module_rules_improve(struct rules *running)
{
	struct fault fault = { .code = FAULT_NONE };
	struct module_facts facts;
	struct rules shown;
	char path[PATH_SIZE];
	const char *name;

	if (running->basis == BASIS_ASSUMED && find_module(path, &name, &fault) == 0 &&
	    module_file_read(path, &facts, &fault) == 0 && is_loaded_one(name, &facts) &&
	    take_facts(&facts, running, &shown, &fault) == 0)
		*running = shown;
}
