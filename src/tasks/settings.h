/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The settings of a call for tasks, the same for every command. */
#ifndef VFIO_CFGTOOL_TASKS_SETTINGS_H
#define VFIO_CFGTOOL_TASKS_SETTINGS_H

#include <stdbool.h>

#include "model/vfio/rules.h"

/* How to reach the bytes of a device. */
enum source_choice {
	CHOOSE_AUTO,
	CHOOSE_VFIO,
	CHOOSE_SYSFS,
	CHOOSE_HELD,
};

/* Strings live as long as the process. */
struct task_settings {
	const char *command;	/* the command's name, for the text of a lock */
	const char *dump;	/* the file of the devices; NULL: the machine's devices */
	enum source_choice source;
	const char *rules;	/* whose behaviour: "auto", "kernel", "6.12,-dvsec" ... */
	enum rules_basis require;	/* the weakest basis of the rules that will do */
	const char *vf_token;	/* of a VF whose PF a VFIO driver has, or NULL */
	unsigned int wait;	/* seconds to retry a busy device for */
	bool force;		/* do what is otherwise refused as unsafe */
	/* Called before a device is opened, from any thread; or NULL. */
	void (*tell)(const char *object, const char *text);
	unsigned int jobs;	/* the most devices side by side; 0: one for each processor */
	const char *journal;	/* its directory; NULL: root's */
};

#endif
