/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What bind and unbind share: devices that go from one driver to another, all
 * or none of an IOMMU group.
 */
#ifndef VFIO_CFGTOOL_TASKS_MOVES_H
#define VFIO_CFGTOOL_TASKS_MOVES_H

#include "access/drivers/slow_write.h"
#include "access/files/journal.h"
#include "base/notes.h"
#include "tasks/refusals.h"
#include "tasks/settings.h"

/* One device of the call. */
struct move {
	struct device *device;
	struct binding binding;
	struct refusals refusals;
	struct journal_lock lock;
	struct binding_state remembered;	/* before it was bound ... */
	enum known known;	/* ... as the state directory has it; KNOWN_NOT: of another device or boot */
	bool remembering;	/* it was put there now */
	char module[64];	/* to be loaded first, or "" */
	struct notes forced;	/* what spoke against it, and was overruled */
	bool undone;	/* a member of its group failed: it was put back ... */
	struct fault stuck;	/* ... or why it could not be */
	struct fault unforgotten;	/* why what is remembered could not be forgotten */
};

/* Whether it failed: device->error says why. */
static inline bool moves_failed(const struct move *move)
{
	return move->device->error.code != FAULT_NONE;
}

/* A call. */
struct moves {
	const struct task_settings *settings;
	bool dry_run;
	const char *driver;	/* that was named, or NULL */
	size_t count;
	struct move *move;
	/*
	 * Fills binding.after (or .already) and .module from binding.before and
	 * what is remembered. Returns 0 or -errno with device->error filled.
	 */
	int (*aim)(const struct moves *moves, struct move *move);
	bool to_vfio;	/* only a VFIO driver will do */
	/* Adds what speaks against it in this direction; may be NULL. */
	void (*object)(const struct moves *moves, struct move *move);
	/* Keeps what is remembered, before the move. Returns 0 or -errno. */
	int (*begin)(struct move *move);
	/* Forgets it after the move; may be NULL. */
	void (*finish)(struct move *move);
	/* Hears of a write that the kernel does not come back from. */
	const struct slow_listener *slow;
};

/*
 * Locks and plans all devices of moves->move, which starts as zeros but for .device, .lock
 * (JOURNAL_UNLOCKED) and .binding.along; changes nothing. What keeps one from moving keeps
 * its IOMMU group from it.
 */
void moves_plan(struct moves *moves);

/*
 * Makes what was planned, group by group, and puts a group back where a member fails. Before
 * a device is taken from its driver it is asked about once more. A group that has not begun
 * when a signal wants the process to end is left as it is. The caller has called stop_begin().
 */
void moves_make(struct moves *moves);

/* Unlocks all devices. */
void moves_end(struct moves *moves);

#endif
