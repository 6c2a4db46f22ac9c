/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What the parts of completion share. */
#ifndef VFIO_CFGTOOL_CALL_COMPLETE_H
#define VFIO_CFGTOOL_CALL_COMPLETE_H

#include "base/address.h"
#include "call/command.h"

struct question {
	const struct command *command;		/* NULL: not named yet */
	const struct option_row *pending;	/* the option whose argument is next, or NULL */
	const char *current;			/* the word to complete */
	const char *dump;			/* the file of devices, or NULL */
	bool has_device;
	struct pci_address device;		/* the last one named */
};

/* Prints a candidate if it begins like the current word after the prefix. Returns whether it does. */
bool offer(const struct question *question, const char *prefix, const char *word,
	   const char *description);

/*
 * Offers the registers of the current device: its own if a dump shows them, else every register
 * that fits into its configuration space.
 */
void offer_registers(const struct question *question);

#endif
