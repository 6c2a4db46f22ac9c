/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The ways to name a dump: -F FILE, -F FILE@ADDRESS, and FILE@DEVICE as a DEVICE. */
#ifndef VFIO_CFGTOOL_CALL_DUMP_NAMES_H
#define VFIO_CFGTOOL_CALL_DUMP_NAMES_H

#include "call/options.h"

/*
 * Reads "FILE@ADDRESS" and, with `bare`, "FILE". False if the text is neither, or if memory is
 * short. name->path is never freed.
 */
bool dump_name_parse(const char *text, bool bare, struct dump_name *name);

/* Whether text has the form of a DEVICE: an address, or FILE@ADDRESS. */
bool dump_name_is_device(const char *text);

/*
 * Adds a dump to the call's dumps, each file once. False, with the reason told, if standard
 * input is named twice or memory is short.
 */
bool dump_names_add(struct options *options, const struct dump_name *name);

/*
 * Adds the files of all FILE@DEVICE among the arguments. False, with the reason told, if the
 * arguments also name devices of this machine.
 */
bool dump_names_take(struct options *options);

/* Bytes of a device's name in messages, the final NUL among them; a longer path is cut. */
#define DUMP_OBJECT_SIZE 240

/*
 * Writes how messages name a device: by its address, or as FILE@ADDRESS if it is from a directory
 * or one of several files. Returns text.
 */
const char *dump_names_object(const struct options *options, const struct device *device,
			      char text[DUMP_OBJECT_SIZE]);

#endif
