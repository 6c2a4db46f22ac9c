/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Shared by bind and unbind: moves devices from one driver to another, all or none of an
 * IOMMU group.
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
	struct binding_state remembered;	/* its state before it was bound ... */
	enum known known;	/* ... by the state directory; KNOWN_NOT: another device or boot */
	bool remembering;	/* this call put it there */
	char module[64];	/* to load first, or "" */
	struct move *loader;	/* whose plan loads it: the first move that needs it */
	struct notes forced;	/* the refusals that --force overruled */
	bool undone;	/* a member of its group failed: it was moved back ... */
	struct fault stuck;	/* ... or why it could not be */
	struct fault unforgotten;	/* why the remembered state could not be removed */
};

/* Whether a move failed; device->error says why. */
static inline bool moves_failed(const struct move *move)
{
	return move->device->error.code != FAULT_NONE;
}

/* All moves of a call. */
struct moves {
	const struct task_settings *settings;
	bool dry_run;
	const char *driver;	/* --driver, or NULL */
	bool persistent;	/* a rule is written or removed, too */
	size_t count;
	struct move *move;
	/*
	 * Fills binding.after (or .already) and .module from binding.before and
	 * .remembered. Returns 0 or -errno with device->error filled.
	 */
	int (*aim)(const struct moves *moves, struct move *move);
	bool to_vfio;	/* the new driver must be a VFIO driver */
	/* Adds the reasons against a move in this direction; may be NULL. */
	void (*object)(const struct moves *moves, struct move *move);
	/* Remembers the state before the move. Returns 0 or -errno. */
	int (*begin)(struct move *move);
	/* Forgets it after the move; may be NULL. */
	void (*finish)(struct move *move);
	/* Is told of a write that does not return. */
	const struct slow_listener *slow;
};

/*
 * Locks and plans all devices of moves->move, which starts as zeros but for .device, .lock
 * (JOURNAL_UNLOCKED) and .binding.along; changes nothing. If one device cannot be moved, its
 * IOMMU group is not.
 */
void moves_plan(struct moves *moves);

/*
 * Makes the planned moves, group by group; if a member fails, its group is moved back. The
 * reasons against a move are checked again before a device leaves its driver. After a signal
 * that ends the process no further group is begun. The caller has called stop_begin().
 */
void moves_make(struct moves *moves);

/* Unlocks all devices. */
void moves_end(struct moves *moves);

#endif
