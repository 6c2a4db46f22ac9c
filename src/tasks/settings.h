/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a call asks of tasks, whatever its command. */
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
	const char *command;	/* whose call it is, as a lock says who has a device */
	const char *dump;	/* the file that the devices are from; NULL: the machine's */
	enum source_choice source;
	const char *rules;	/* whose behaviour: "auto", "kernel", "6.12,-dvsec" ... */
	enum rules_basis require;	/* the weakest basis of the rules that will do */
	const char *vf_token;	/* of a VF whose PF a VFIO driver has, or NULL */
	unsigned int wait;	/* seconds to retry a busy device for */
	bool force;		/* what is refused as unsafe, too */
	/* Told of a device before it is opened, in whichever thread; or NULL. */
	void (*tell)(const char *object, const char *text);
	unsigned int jobs;	/* devices side by side at most; 0: as many as processors */
	const char *journal;	/* its directory; NULL: root's */
};

#endif
