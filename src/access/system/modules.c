/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/modules.h"

#include <dlfcn.h>
#include <errno.h>
#include <libkmod.h>
#include <limits.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "access/system/library.h"
#include "access/system/sysfs.h"
#include "base/memory.h"
#include "base/words.h"

LIBRARY_NOTE("kmod", "Says whether a module is there, and loads VFIO drivers", SONAME_KMOD);

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
	__typeof__(kmod_module_get_name) *module_get_name;
	__typeof__(kmod_module_new_from_lookup) *module_new_from_lookup;
	__typeof__(kmod_module_probe_insert_module) *module_probe_insert_module;
	__typeof__(kmod_module_get_install_commands) *module_get_install_commands;
	__typeof__(kmod_module_get_module) *module_get_module;
	__typeof__(kmod_module_unref_list) *module_unref_list;
	__typeof__(kmod_list_next) *list_next;
	__typeof__(kmod_set_log_priority) *set_log_priority;
};

static const struct library_symbol symbols[] = {
	{ "kmod_new",			offsetof(struct libkmod, new) },
	{ "kmod_unref",			offsetof(struct libkmod, unref) },
	{ "kmod_load_resources",	offsetof(struct libkmod, load_resources) },
	{ "kmod_module_new_from_name",	offsetof(struct libkmod, module_new_from_name) },
	{ "kmod_module_unref",		offsetof(struct libkmod, module_unref) },
	{ "kmod_module_get_initstate",	offsetof(struct libkmod, module_get_initstate) },
	{ "kmod_module_get_path",	offsetof(struct libkmod, module_get_path) },
	{ "kmod_module_get_name",	offsetof(struct libkmod, module_get_name) },
	{ "kmod_module_new_from_lookup", offsetof(struct libkmod, module_new_from_lookup) },
	{ "kmod_module_probe_insert_module",
	  offsetof(struct libkmod, module_probe_insert_module) },
	{ "kmod_module_get_install_commands",
	  offsetof(struct libkmod, module_get_install_commands) },
	{ "kmod_module_get_module",	offsetof(struct libkmod, module_get_module) },
	{ "kmod_module_unref_list",	offsetof(struct libkmod, module_unref_list) },
	{ "kmod_list_next",		offsetof(struct libkmod, list_next) },
	{ "kmod_set_log_priority",	offsetof(struct libkmod, set_log_priority) },
};

/* The longest name of a module, MODULE_NAME_LEN of linux/module.h. */
#define NAME_SIZE 64

struct answer {
	char name[NAME_SIZE];
	enum module_state state;
};

/* The cached answers. They are few: VFIO has few modules. */
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
	const char *why;

	kmod->library = library_open(SONAME_KMOD, symbols, ARRAY_LENGTH(symbols), kmod, &why);
	return kmod->library != NULL;
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

/* The path of a module's file; false: there is none. */
static bool ask_path(const struct libkmod *kmod, struct kmod_ctx *context, const char *name,
		     char *path, size_t size)
{
	struct kmod_module *module;
	const char *found;
	bool fits;

	if (kmod->load_resources(context) < 0 ||
	    kmod->module_new_from_name(context, name, &module) < 0)
		return false;
	found = kmod->module_get_path(module);
	fits = found != NULL && strlen(found) < size;
	if (fits)
		memcpy(path, found, strlen(found) + 1);
	kmod->module_unref(module);
	return fits;
}

bool module_path(const char *name, char *path, size_t size)
{
	__attribute__((cleanup(libkmod_close))) struct libkmod kmod = { 0 };
	static const char *const no_configuration[] = { NULL };
	struct kmod_ctx *context;
	bool found = false;

	if (!libkmod_open(&kmod))
		return false;
	context = kmod.new(NULL, no_configuration);
	if (context == NULL)
		return false;
	found = ask_path(&kmod, context, name, path, size);
	kmod.unref(context);
	return found;
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

static const struct words module_state_words = WORDS(MODULE_LOADED + 1,
	[MODULE_UNKNOWN] = NULL,
	[MODULE_ABSENT] = "absent",
	[MODULE_AVAILABLE] = "available",
	[MODULE_BUILTIN] = "built-in",
	[MODULE_LOADED] = "loaded"
);

const char *module_state_name(enum module_state state)
{
	return words_name(&module_state_words, state);
}

void module_parameters_each(const char *name,
			    void (*visit)(const char *name, const char *value, void *context),
			    void *context)
{
	char path[SYSFS_PATH_SIZE], file[SYSFS_PATH_SIZE + NAME_MAX + 2], value[128];
	CLEANUP_FREE struct dirent **entries = NULL;
	int count;

	snprintf(path, sizeof(path), SYSFS_MODULES "/%.64s/parameters", name);
	count = (int)memory_count(scandir(path, &entries, NULL, alphasort));
	for (int i = 0; i < count; i++) {
		CLEANUP_FREE struct dirent *entry = entries[i];

		snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.' && sysfs_text(file, value, sizeof(value)) >= 0)
			visit(entry->d_name, value, context);
	}
}

static const struct words module_state_texts = WORDS(MODULE_LOADED + 1,
	[MODULE_UNKNOWN] = "is not loaded",
	[MODULE_ABSENT] = "does not exist for the running kernel",
	[MODULE_AVAILABLE] = "is not loaded",
	[MODULE_BUILTIN] = "is part of the kernel",
	[MODULE_LOADED] = "is loaded"
);

const char *module_state_text(enum module_state state)
{
	return words_name(&module_state_texts, state);
}

/* One use of libkmod with the machine's configuration. */
struct session {
	struct libkmod kmod;
	struct kmod_ctx *context;
	struct kmod_list *found;	/* what a lookup found */
	int (*visit)(const struct module_step *step, void *context);
	void *visit_context;
	int result;			/* the first result of visit that is not 0 */
};

#define CLEANUP_SESSION __attribute__((cleanup(session_end)))

static void session_end(struct session *session)
{
	if (session->found != NULL)
		session->kmod.module_unref_list(session->found);
	if (session->context != NULL)
		session->kmod.unref(session->context);
	libkmod_close(&session->kmod);
}

static int session_begin(struct session *session, struct fault *fault)
{
	if (libkmod_open(&session->kmod))
		session->context = session->kmod.new(NULL, NULL);
	if (session->context == NULL) {
		fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
			  "libkmod, which loads modules, cannot be used here");
		fault_hint(fault, "install the package libkmod2, or load the module first, as root: "
			   "modprobe vfio-pci");
		return -ENOTSUP;
	}
	session->kmod.set_log_priority(session->context, 0);	/* it would write to standard error */
	return session->kmod.load_resources(session->context) < 0 ? -ENOENT : 0;
}

static sigjmp_buf aborted_at;

static void aborted(int signal)
{
	(void)signal;
	siglongjmp(aborted_at, 1);
}

/*
 * Where memory is short while libkmod 30 walks its index of aliases, its own assertion fails
 * (strbuf_popchars). The process must not end between two moves of devices.
 */
static int look_up(struct session *session, const char *name)
{
	struct sigaction before, action = { .sa_handler = aborted };
	volatile int error = -ENOMEM;

	sigaction(SIGABRT, &action, &before);
	if (sigsetjmp(aborted_at, 1) != 0)
		memory_failed();
	else
		error = session->kmod.module_new_from_lookup(session->context, name,
							     &session->found);
	sigaction(SIGABRT, &before, NULL);
	return error;
}

/* Finds the modules of a name or alias. */
static int session_find(struct session *session, const char *name, struct fault *fault)
{
	int error = session_begin(session, fault);

	if (error == -ENOTSUP)
		return error;
	if (error == 0)
		error = look_up(session, name);
	if (error == 0 && session->found != NULL)
		return 0;
	if (error == -ENOMEM)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP, "the running kernel has no module %s", name);
	fault_hint(fault, "boot a kernel that has it, or install the package with the rest of "
		   "this one's modules");
	return -ENOTSUP;
}

/* libkmod's callback gets no context. Only one session exists at a time. */
static struct session *planning;

static void note_action(struct kmod_module *module, bool install, const char *options)
{
	struct module_step step = { .command = install };
	const char *command = install ? planning->kmod.module_get_install_commands(module) : NULL;

	snprintf(step.name, sizeof(step.name), "%s", planning->kmod.module_get_name(module));
	snprintf(step.text, sizeof(step.text), "%s",
		 command != NULL ? command : options != NULL ? options : "");
	if (planning->result == 0)
		planning->result = planning->visit(&step, planning->visit_context);
}

int module_plan(const char *name,
		int (*visit)(const struct module_step *step, void *context), void *context,
		struct fault *fault)
{
	CLEANUP_SESSION struct session session = { .visit = visit, .visit_context = context };
	int error;

	pthread_mutex_lock(&known.lock);
	error = session_find(&session, name, fault);
	planning = &session;
	for (struct kmod_list *entry = session.found; error == 0 && entry != NULL;
	     entry = session.kmod.list_next(session.found, entry)) {
		struct kmod_module *module = session.kmod.module_get_module(entry);

		session.kmod.module_probe_insert_module(module, KMOD_PROBE_DRY_RUN, NULL, NULL,
							NULL, note_action);
		session.kmod.module_unref(module);
	}
	planning = NULL;
	pthread_mutex_unlock(&known.lock);
	return error != 0 ? error : session.result;
}

/* libkmod calls this instead of a shell. */
static int refuse_command(struct kmod_module *module, const char *command, void *unused)
{
	(void)module;
	(void)command;
	(void)unused;
	return -EPERM;
}

static int fault_load(const char *name, int error, struct fault *fault)
{
	static const struct fault_reason reasons[] = {
		{ EPERM, FAULT_NO_PERMISSION,
		  .why = "this user may not, or the kernel takes no more modules",
		  .hint = "run it as root; see: sysctl kernel.modules_disabled" },
		{ 0, FAULT_IO, .hint = "see what the kernel says: dmesg | tail" },
	};

	return fault_because(fault, reasons, error, "the module %s cannot be loaded: ", name);
}

int module_load(const char *name, struct fault *fault)
{
	CLEANUP_SESSION struct session session = { .visit = NULL };
	int error;

	pthread_mutex_lock(&known.lock);
	error = session_find(&session, name, fault);
	for (struct kmod_list *entry = session.found; error == 0 && entry != NULL;
	     entry = session.kmod.list_next(session.found, entry)) {
		struct kmod_module *module = session.kmod.module_get_module(entry);

		error = session.kmod.module_probe_insert_module(module, 0, NULL, refuse_command,
								NULL, NULL);
		session.kmod.module_unref(module);
		if (error < 0)
			error = fault_load(name, -error, fault);
	}
	known.count = 0;	/* the load changed the states */
	pthread_mutex_unlock(&known.lock);
	return error;
}

int module_match(const char *alias, void (*visit)(const char *name, void *context), void *context)
{
	CLEANUP_SESSION struct session session = { .visit = NULL };
	struct fault unused = { .code = FAULT_NONE };
	int error;

	pthread_mutex_lock(&known.lock);
	error = session_find(&session, alias, &unused);
	for (struct kmod_list *entry = session.found; error == 0 && entry != NULL;
	     entry = session.kmod.list_next(session.found, entry)) {
		struct kmod_module *module = session.kmod.module_get_module(entry);

		visit(session.kmod.module_get_name(module), context);
		session.kmod.module_unref(module);
	}
	pthread_mutex_unlock(&known.lock);
	return error;
}
