/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Compares the kernel's own tables of capability lengths with the rules. */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_RULES_IN_KERNEL_H
#define VFIO_CFGTOOL_MODEL_VFIO_RULES_IN_KERNEL_H

#include "base/kernel_copy.h"
#include "base/module_facts.h"
#include "model/vfio/rules.h"

/*
 * Sets the switches that the tables show: ext-cap-max, dvsec, lengths (eight at most)
 * and pme-virtual. Tables that could not be seen change nothing. Returns whether a switch
 * changed.
 */
bool tables_correct(const struct kernel_tables *tables, struct rules *rules);

/* An ID that has another length in the kernel than under the rules. */
struct table_difference {
	bool extended;
	uint16_t id;
	unsigned int kernel, rules;	/* bytes; KERNEL_LENGTH_VARIABLE; 0 hidden */
};

/*
 * Finds the first ID whose length differs. False if there is none or the tables could
 * not be seen.
 */
bool tables_differ(const struct kernel_tables *tables, const struct rules *rules,
		   struct table_difference *difference);

/*
 * Sets the switches and lengths that a module's file shows. The basis becomes
 * BASIS_MODULE, unless the release was checked and the file shows the same rules. False
 * if more lengths differ than rules have room for; *untold is the first that has none.
 */
bool rules_take_module(const struct module_facts *facts, struct rules *rules,
		       struct table_difference *untold);

#endif
