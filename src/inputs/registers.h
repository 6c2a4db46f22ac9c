/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The places of a device that a call names. */
#ifndef VFIO_CFGTOOL_INPUTS_REGISTERS_H
#define VFIO_CFGTOOL_INPUTS_REGISTERS_H

#include "inputs/inspect.h"
#include "tasks/operation.h"

/* Starts as zeros, ended by place_list_end(). */
struct place_list {
	size_t count, room;
	struct register_place *list;
};

#define CLEANUP_PLACE_LIST __attribute__((cleanup(place_list_end)))

void place_list_end(struct place_list *places);

/*
 * The places that were asked for, or every register where none was. A RANGE is each register
 * that has bytes in it, and of the others each byte. What the list had before is gone. Returns 0,
 * or -errno with fault filled.
 */
int place_list_find(const struct prediction *prediction, const struct operations *wanted,
		    struct place_list *places, struct fault *fault);

/*
 * Counts the places, from number `first` on, that go together: adjacent bytes outside registers
 * with one owner and one policy. At least 1.
 */
size_t place_list_run(const struct prediction *prediction, const struct place_list *places,
		      size_t first);

/* One register with its name, its bits, and its values in both views. */
void register_show(const struct inspection *inspection, const struct register_place *place,
		   struct report_register *shown);

#endif
