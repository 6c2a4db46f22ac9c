/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of completion share. */
#ifndef VFIO_CFGTOOL_CALL_COMPLETE_H
#define VFIO_CFGTOOL_CALL_COMPLETE_H

#include "base/address.h"
#include "call/command.h"

struct question {
	const struct command *command;		/* NULL: none stands there yet */
	const struct option_row *pending;	/* the option whose argument is next, or NULL */
	const char *current;			/* the word to complete */
	const char *dump;			/* the file of devices, or NULL */
	bool has_device;
	struct pci_address device;		/* the last one named */
};

/* One candidate, if it begins as the current word does behind the prefix; whether it does. */
bool offer(const struct question *question, const char *prefix, const char *word,
	   const char *description);

/*
 * The registers of the device at hand: those that it has where a dump says so,
 * else all that a device with so much configuration space can have.
 */
void offer_registers(const struct question *question);

#endif
