/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's own tables of capabilities against ours. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_RULES_IN_KERNEL_H
#define VFIO_CFGTOOL_MODEL_VFIO_RULES_IN_KERNEL_H

#include "base/kernel_copy.h"
#include "base/module_facts.h"
#include "model/vfio/rules.h"

/*
 * Sets the switches that show in the tables: ext-cap-max, dvsec, lengths (eight at
 * most) and pme-virtual. Tables that could not be seen change nothing. Returns whether a
 * switch was moved.
 */
bool tables_correct(const struct kernel_tables *tables, struct rules *rules);

/* An ID that the kernel takes for another length than we do. */
struct table_difference {
	bool extended;
	uint16_t id;
	unsigned int kernel, rules;	/* bytes; KERNEL_LENGTH_VARIABLE; 0 hidden */
};

/*
 * Finds the first ID with another length under rules. False: there is none, or
 * the tables could not be seen.
 */
bool tables_differ(const struct kernel_tables *tables, const struct rules *rules,
		   struct table_difference *difference);

/*
 * Moves the switches that a module's file shows, and the lengths. The basis becomes
 * BASIS_MODULE, but stays where the release was checked and the file says the same.
 * False where more lengths differ than rules have room for; *untold is the first of these.
 */
bool rules_take_module(const struct module_facts *facts, struct rules *rules,
		       struct table_difference *untold);

#endif
