/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "access/modules.h"

#include <dlfcn.h>
#include <libkmod.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "access/sysfs.h"

/* The functions of libkmod that are used, under the library's names. */
struct libkmod {
	void *library;
	__typeof__(kmod_new) *new;
	__typeof__(kmod_unref) *unref;
	__typeof__(kmod_load_resources) *load_resources;
	__typeof__(kmod_module_new_from_name) *module_new_from_name;
	__typeof__(kmod_module_unref) *module_unref;
	__typeof__(kmod_module_get_initstate) *module_get_initstate;
	__typeof__(kmod_module_get_path) *module_get_path;
};

static const struct {
	const char *name;
	size_t offset;
} symbols[] = {
	{ "kmod_new",			offsetof(struct libkmod, new) },
	{ "kmod_unref",			offsetof(struct libkmod, unref) },
	{ "kmod_load_resources",	offsetof(struct libkmod, load_resources) },
	{ "kmod_module_new_from_name",	offsetof(struct libkmod, module_new_from_name) },
	{ "kmod_module_unref",		offsetof(struct libkmod, module_unref) },
	{ "kmod_module_get_initstate",	offsetof(struct libkmod, module_get_initstate) },
	{ "kmod_module_get_path",	offsetof(struct libkmod, module_get_path) },
};

/* The longest name of a module, MODULE_NAME_LEN of linux/module.h. */
#define NAME_SIZE 64

struct answer {
	char name[NAME_SIZE];
	enum module_state state;
};

/* Answers so far; the few modules that VFIO consists of fit. */
static struct {
	pthread_mutex_t lock;
	size_t count;
	struct answer answers[8];
} known = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void libkmod_close(struct libkmod *kmod)
{
	if (kmod->library != NULL)
		dlclose(kmod->library);
}

static bool libkmod_open(struct libkmod *kmod)
{
	kmod->library = dlopen("libkmod.so.2", RTLD_NOW | RTLD_LOCAL);
	if (kmod->library == NULL)
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(symbols); i++) {
		void *symbol = dlsym(kmod->library, symbols[i].name);

		if (symbol == NULL)
			return false;
		/* ISO C has no conversion from an object's to a function's address. */
		memcpy((char *)kmod + symbols[i].offset, &symbol, sizeof(symbol));
	}
	return true;
}

static enum module_state state_from_initstate(int initstate)
{
	switch (initstate) {
	case KMOD_MODULE_BUILTIN:
		return MODULE_BUILTIN;
	case KMOD_MODULE_LIVE:
	case KMOD_MODULE_COMING:
		return MODULE_LOADED;
	default:
		return MODULE_UNKNOWN;
	}
}

static enum module_state ask_context(const struct libkmod *kmod, struct kmod_ctx *context,
				     const char *name)
{
	struct kmod_module *module;
	enum module_state state;

	/* Without the indexes every module would seem absent. */
	if (kmod->load_resources(context) < 0)
		return MODULE_UNKNOWN;
	if (kmod->module_new_from_name(context, name, &module) < 0)
		return MODULE_UNKNOWN;
	state = state_from_initstate(kmod->module_get_initstate(module));
	if (state == MODULE_UNKNOWN)
		state = kmod->module_get_path(module) != NULL ? MODULE_AVAILABLE : MODULE_ABSENT;
	kmod->module_unref(module);
	return state;
}

static enum module_state ask_libkmod(const char *name)
{
	__attribute__((cleanup(libkmod_close))) struct libkmod kmod = { 0 };
	/* No configuration files: aliases and blacklists say nothing about a state. */
	static const char *const no_configuration[] = { NULL };
	struct kmod_ctx *context;
	enum module_state state;

	if (!libkmod_open(&kmod))
		return MODULE_UNKNOWN;
	context = kmod.new(NULL, no_configuration);
	if (context == NULL)
		return MODULE_UNKNOWN;
	state = ask_context(&kmod, context, name);
	kmod.unref(context);
	return state;
}

/* Built-in modules are there only if they have parameters. */
static enum module_state ask_sysfs(const char *name)
{
	char path[SYSFS_PATH_SIZE];

	snprintf(path, sizeof(path), SYSFS_MODULES "/%s", name);
	if (access(path, F_OK) < 0)
		return MODULE_UNKNOWN;
	snprintf(path, sizeof(path), SYSFS_MODULES "/%s/initstate", name);
	return access(path, F_OK) == 0 ? MODULE_LOADED : MODULE_BUILTIN;
}

static enum module_state find_answer(const char *name)
{
	enum module_state state;

	for (size_t i = 0; i < known.count; i++) {
		if (strcmp(known.answers[i].name, name) == 0)
			return known.answers[i].state;
	}
	state = ask_sysfs(name);
	if (state == MODULE_UNKNOWN)
		state = ask_libkmod(name);
	if (known.count < ARRAY_LENGTH(known.answers)) {
		struct answer *answer = &known.answers[known.count++];

		snprintf(answer->name, sizeof(answer->name), "%s", name);
		answer->state = state;
	}
	return state;
}

enum module_state module_find_state(const char *name)
{
	char normal[NAME_SIZE];
	enum module_state state;
	size_t length = strlen(name);

	if (length >= sizeof(normal))
		return MODULE_UNKNOWN;
	for (size_t i = 0; i <= length; i++)
		normal[i] = name[i] == '-' ? '_' : name[i];
	pthread_mutex_lock(&known.lock);
	state = find_answer(normal);
	pthread_mutex_unlock(&known.lock);
	return state;
}

const char *module_state_name(enum module_state state)
{
	static const char *const names[] = {
		[MODULE_UNKNOWN] = NULL,
		[MODULE_ABSENT] = "absent",
		[MODULE_AVAILABLE] = "available",
		[MODULE_BUILTIN] = "built-in",
		[MODULE_LOADED] = "loaded",
	};

	return names[state];
}

void module_parameters_each(const char *name,
			    void (*visit)(const char *name, const char *value, void *context),
			    void *context)
{
	char path[SYSFS_PATH_SIZE], file[SYSFS_PATH_SIZE + NAME_MAX + 2], value[128];
	CLEANUP_FREE struct dirent **entries = NULL;
	int count;

	snprintf(path, sizeof(path), SYSFS_MODULES "/%.64s/parameters", name);
	count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];

		snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.' && sysfs_text(file, value, sizeof(value)) >= 0)
			visit(entry->d_name, value, context);
	}
}

const char *module_state_text(enum module_state state)
{
	static const char *const texts[] = {
		[MODULE_UNKNOWN] = "is not loaded",
		[MODULE_ABSENT] = "does not exist for the running kernel",
		[MODULE_AVAILABLE] = "is not loaded",
		[MODULE_BUILTIN] = "is part of the kernel",
		[MODULE_LOADED] = "is loaded",
	};

	return texts[state];
}
