/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What a shell asks: the words so far, and the one to complete. */
#ifndef VFIO_CFGTOOL_CALL_COMPLETE_QUESTION_H
#define VFIO_CFGTOOL_CALL_COMPLETE_QUESTION_H

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

/*
 * Reads the words of a call that is not complete; NULL ends them. They must stay.
 * *question starts as zeros.
 */
void question_read(const char *const *words, struct question *question);

/* The option of a long name of `length` bytes; NULL: there is none. */
const struct option_row *question_option(const char *name, size_t length);

/* Prints a candidate if it begins like the current word after the prefix. Returns whether it does. */
bool question_offer(const struct question *question, const char *prefix, const char *word,
		    const char *description);

/*
 * Offers the registers of the current device: its own if a dump shows them, else every register
 * that fits into its configuration space.
 */
void question_offer_registers(const struct question *question);

#endif
