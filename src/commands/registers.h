/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers that a call names. */
#ifndef VFIO_CFGTOOL_COMMANDS_REGISTERS_H
#define VFIO_CFGTOOL_COMMANDS_REGISTERS_H

#include "commands/inspect.h"
#include "tasks/operation.h"

/* Starts as zeros, ended by register_list_free(). */
struct register_list {
	size_t count;
	struct register_word *words;
};

#define CLEANUP_REGISTER_LIST __attribute__((cleanup(register_list_free)))

/* Reads the words of a call: EXIT_DONE, EXIT_USAGE or EXIT_UNUSABLE, with the reason told. */
enum exit_status register_list_parse(const struct options *options, struct register_list *list);

void register_list_free(struct register_list *list);

/* One register with its name, its bits, and its values in both views. */
void register_show(const struct inspection *inspection, const struct register_place *place,
		   struct report_register *shown);

#endif
