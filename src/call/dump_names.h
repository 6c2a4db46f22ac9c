/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dumps as the call names them: -F FILE, -F FILE@ADDRESS, and FILE@DEVICE in place of a DEVICE. */
#ifndef VFIO_CFGTOOL_CALL_DUMP_NAMES_H
#define VFIO_CFGTOOL_CALL_DUMP_NAMES_H

#include "call/options.h"

/*
 * Reads "FILE@ADDRESS", or with `bare` "FILE" too. False where text is neither, or memory is
 * short. name->path lives as long as the process.
 */
bool dump_name_parse(const char *text, bool bare, struct dump_name *name);

/* Whether text has the form of a DEVICE: an address, or FILE@ADDRESS. */
bool dump_name_is_device(const char *text);

/*
 * Adds a dump to those of the call; one file is named once. False, with the reason told,
 * where standard input is named twice or memory is short.
 */
bool dump_names_add(struct options *options, const struct dump_name *name);

/*
 * Adds the files of all FILE@DEVICE among the arguments. False, with the reason told, where
 * devices of this machine are named beside them.
 */
bool dump_names_take(struct options *options);

/* Bytes of a device's name in messages, the final NUL among them; a longer path is cut. */
#define DUMP_OBJECT_SIZE 240

/*
 * How messages name a device: by its address, or as FILE@ADDRESS where it is from a directory
 * or one of several files. Writes to text and returns it.
 */
const char *dump_names_object(const struct options *options, const struct device *device,
			      char text[DUMP_OBJECT_SIZE]);

#endif
