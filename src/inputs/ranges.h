/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* --range: the bytes of a device that check and diff are limited to. */
#ifndef VFIO_CFGTOOL_INPUTS_RANGES_H
#define VFIO_CFGTOOL_INPUTS_RANGES_H

#include "base/fault.h"
#include "call/options.h"
#include "model/registers/byte_set.h"
#include "model/registers/registers.h"

/* Starts as zeros, ended by range_list_end(). */
struct range_list {
	size_t count;		/* 0: all bytes */
	struct range_reference *list;
};

#define CLEANUP_RANGE_LIST __attribute__((cleanup(range_list_end)))

void range_list_end(struct range_list *ranges);

/* Reads the RANGEs after commas. EXIT_DONE, EXIT_USAGE or EXIT_UNUSABLE, with the reason told. */
enum exit_status range_list_parse(const char *text, struct range_list *ranges);

/*
 * Adds the bytes that the ranges are in a device; all of them where there is no range. Returns 0,
 * or -errno with fault filled where the device does not have one.
 */
int range_list_bytes(const struct range_list *ranges, const struct map *map,
		     struct byte_set *bytes, struct fault *fault);

#endif
