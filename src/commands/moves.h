/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What bind and unbind share: devices that go from one driver to another, all
 * or none of an IOMMU group.
 */
#ifndef VFIO_CFGTOOL_COMMANDS_MOVES_H
#define VFIO_CFGTOOL_COMMANDS_MOVES_H

#include "access/files/journal.h"
#include "commands/command.h"
#include "tasks/refusals.h"

/* One device of the call. */
struct move {
	struct device *device;
	struct binding binding;
	struct refusals refusals;
	struct journal_lock lock;
	struct binding_state remembered;	/* before it was bound ... */
	bool known;				/* ... as the state directory has it */
	bool remembering;			/* it was put there now */
	char module[64];			/* to be loaded first, or "" */
	enum exit_status status;
};

/* A call. */
struct moves {
	const struct options *options;
	const struct command *command;
	size_t count;
	struct move *move;
	/*
	 * Fills binding.after (or .already) and .module from binding.before and
	 * what is remembered. Returns 0 or -errno with device->error filled.
	 */
	int (*aim)(const struct moves *moves, struct move *move);
	/* Whether a member of a group is to be taken along with --group. */
	bool (*takes_along)(const char *driver, bool blocks, bool is_vfio);
	bool to_vfio;			/* only a VFIO driver will do */
	/* Adds what speaks against it in this direction; may be NULL. */
	void (*object)(const struct moves *moves, struct move *move);
	/* Keeps or forgets what is remembered, before and after the move. Returns 0 or -errno. */
	int (*begin)(struct move *move);
	void (*finish)(struct move *move);
};

/* Carries the call out, and prints what came of it. */
enum exit_status moves_run(struct moves *moves);

#endif
