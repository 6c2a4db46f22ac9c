/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/cause.h"

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/error_text.h"
#include "access/system/modules.h"
#include "access/system/sysfs.h"

#define LOCKDOWN	"/sys/kernel/security/lockdown"
#define PARANOID	"/proc/sys/kernel/perf_event_paranoid"
#define FTRACE_ENABLED	"/proc/sys/kernel/ftrace_enabled"
#define KPTR_RESTRICT	"/proc/sys/kernel/kptr_restrict"
#define KPROBES_ENABLED	"/sys/kernel/debug/kprobes/enabled"

/* How each sentence begins. */
#define NOT_ASKED "the running kernel cannot be asked: "

static bool text_has(const char *path, const char *word)
{
	char text[128];

	return sysfs_text(path, text, sizeof(text)) >= 0 && strstr(text, word) != NULL;
}

/* "none integrity [confidentiality]": confidentiality forbids to read kernel memory. */
static bool is_locked_down(void)
{
	return text_has(LOCKDOWN, "[confidentiality]");
}

static int fault_locked_down(int error, struct fault *fault)
{
	fault_set(fault, FAULT_UNSUPPORTED, error,
		  NOT_ASKED "it is locked down (confidentiality), so BPF may not read its memory");
	fault_hint(fault, "boot with lockdown=integrity or less, or go without the kernel's own map");
	return -error;
}

#define NO_RIGHT_TO_LOAD "no right to load a BPF program"
#define RIGHT_TO_LOAD "run it as root, or with CAP_BPF and CAP_PERFMON"

int cause_load(int error, struct fault *fault)
{
	static const struct fault_reason reasons[] = {
		{ EPERM, FAULT_NO_PERMISSION, .why = NO_RIGHT_TO_LOAD, .hint = RIGHT_TO_LOAD },
		{ EACCES, FAULT_NO_PERMISSION, .why = NO_RIGHT_TO_LOAD, .hint = RIGHT_TO_LOAD },
		{ ENOSYS, FAULT_NOT_CONFIGURED, .why = "it has no BPF (CONFIG_BPF_SYSCALL)" },
		{ EINVAL, FAULT_UNSUPPORTED,
		  .why = "it refuses the BPF program (before 5.10, without CONFIG_BPF_EVENTS, or locked "
		  "down to confidentiality)" },
		{ 0, FAULT_IO, .why = "BPF: " },
	};

	if (is_locked_down())
		return fault_locked_down(error, fault);
	return fault_because(fault, reasons, error, NOT_ASKED);
}

static int fault_paranoid(int error, struct fault *fault)
{
	char level[16];

	if (sysfs_text(PARANOID, level, sizeof(level)) < 0)
		level[0] = '\0';
	fault_set(fault, FAULT_NO_PERMISSION, error,
		  NOT_ASKED "no right to attach a kprobe (kernel.perf_event_paranoid is %s)",
		  level[0] != '\0' ? level : "not readable");
	fault_hint(fault, "run it as root; CAP_BPF and CAP_PERFMON are enough with "
		   "sysctl kernel.perf_event_paranoid=2");
	return -error;
}

static int fault_no_function(int error, struct fault *fault)
{
	enum module_state state = module_find_state("vfio_pci_core");

	fault_set(fault, FAULT_NO_DRIVER, error,
		  NOT_ASKED "it has no function vfio_pci_config_rw; the module vfio_pci_core %s",
		  module_state_text(state));
	if (state != MODULE_LOADED)
		fault_hint(fault, "load it: modprobe vfio-pci");
	return -error;
}

int cause_attach(int error, struct fault *fault)
{
	static const struct fault_reason reasons[] = {
		{ EOPNOTSUPP, FAULT_NOT_CONFIGURED,
		  .why = "it has no kprobes for perf (CONFIG_KPROBE_EVENTS)" },
		{ 0, FAULT_IO, .why = "the kprobe cannot be attached: " },
	};

	if (is_locked_down())
		return fault_locked_down(error, fault);
	if (error == EPERM || error == EACCES)
		return fault_paranoid(error, fault);
	if (error == ENOENT)
		return fault_no_function(error, fault);
	return fault_because(fault, reasons, error, NOT_ASKED);
}

int cause_switched_off(struct fault *fault)
{
	const char *off = text_has(FTRACE_ENABLED, "0") ? "kernel.ftrace_enabled"
			: text_has(KPROBES_ENABLED, "0") ? KPROBES_ENABLED : NULL;

	if (off == NULL)
		return 0;
	fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP, NOT_ASKED "its kprobes never fire: %s is 0",
		  off);
	fault_hint(fault, off[0] == '/' ? "as root: echo 1 > %s" : "as root: sysctl %s=1", off);
	return -ENOTSUP;
}

int cause_silent(uint64_t hits, struct fault *fault)
{
	int error = hits == 0 ? cause_switched_off(fault) : 0;

	if (error != 0)
		return error;
	if (hits > 0)
		return fault_set(fault, FAULT_UNSUPPORTED, EAGAIN,
				 NOT_ASKED "its probe fired %llu times for one read",
				 (unsigned long long)hits);
	fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
		  NOT_ASKED "its kprobe is attached but did not fire");
	fault_hint(fault, "a VFIO driver that is not built on vfio-pci-core cannot be asked; "
		   "for others look at " KPROBES_ENABLED);
	return -ENOTSUP;
}

int cause_copy(int error, struct fault *fault)
{
	if (is_locked_down() || error == EPERM)
		return fault_locked_down(error, fault);
	return fault_set(fault, FAULT_IO, error, NOT_ASKED "its memory cannot be copied: %s",
			 error_text(error));
}

int cause_layout(struct fault *fault)
{
	fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP, NOT_ASKED
		  "it has no type information of vfio_pci_core, and its structure is not recognized");
	fault_hint(fault, "a kernel with CONFIG_DEBUG_INFO_BTF_MODULES has it");
	return -ENOTSUP;
}

/* kernel.kptr_restrict is 0, 1 or 2; 2 hides the addresses from everyone. */
static int fault_hidden(struct fault *fault)
{
	char level[16];

	if (sysfs_text(KPTR_RESTRICT, level, sizeof(level)) < 0)
		level[0] = '\0';
	fault_set(fault, FAULT_NO_PERMISSION, EPERM,
		  NOT_ASKED "no right to see where its tables are (kernel.kptr_restrict is %s)",
		  level[0] != '\0' ? level : "not readable");
	fault_hint(fault, level[0] == '2' ? "as root: sysctl kernel.kptr_restrict=1"
					  : "run it as root, or with CAP_SYSLOG");
	return -EPERM;
}

int cause_tables(enum table_sight sight, struct fault *fault)
{
	switch (sight) {
	case TABLES_HIDDEN:
		return fault_hidden(fault);
	case TABLES_NO_LIST:
		return fault_set(fault, FAULT_NOT_CONFIGURED, ENOTSUP,
				 NOT_ASKED "it has no list of its symbols (CONFIG_KALLSYMS)");
	case TABLES_NO_DATA:
		return fault_set(fault, FAULT_NOT_CONFIGURED, ENOTSUP, NOT_ASKED
				 "it lists its functions, but not its tables (CONFIG_KALLSYMS_ALL)");
	case TABLES_OTHER_NAMES:
		return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP, NOT_ASKED
				 "its tables or their functions have unknown names");
	default:
		fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP, NOT_ASKED
			  "its tables have an unknown layout");
		fault_hint(fault, "a kernel with CONFIG_DEBUG_INFO_BTF_MODULES shows the layout");
		return -ENOTSUP;
	}
}

int cause_machine(struct fault *fault)
{
	struct utsname name;

	return fault_set(fault, FAULT_UNSUPPORTED, ENOTSUP,
			 NOT_ASKED "it is not known in which registers %s passes arguments",
			 uname(&name) == 0 ? name.machine : "this machine");
}

int cause_other(struct fault *fault)
{
	return fault_set(fault, FAULT_IO, EXDEV,
			 NOT_ASKED "it says that the descriptor is another function's");
}
