/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The journal of a device that this program writes: its bytes before, and each write before it
 * is made. If the process dies, the journal suffices to restore the device. The journal's lock
 * lets one process at a time write, probe, restore, bind or unbind a device.
 * A journal is the file ADDRESS in STATE_DIRECTORY, or in a directory that the user names;
 * journal_format.h has its format.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_JOURNAL_H
#define VFIO_CFGTOOL_ACCESS_FILES_JOURNAL_H

#include "access/files/journal_format.h"
#include "access/files/state_directory.h"

/* The lock of one device. Released by journal_unlock(). */
struct journal_lock {
	struct state state;
	char name[ADDRESS_TEXT_SIZE];	/* the address, and the journal's name */
	int lock;			/* -1: not locked */
	bool left;			/* a journal exists: `restore` has work to do */
	struct holder holder;		/* the process that has the lock, if not this one */
};

#define JOURNAL_UNLOCKED { .state = STATE_CLOSED, .lock = -1 }
#define CLEANUP_JOURNAL_LOCK __attribute__((cleanup(journal_unlock)))

/* Which device is locked, by whom, and where. */
struct journal_place {
	const char *directory;		/* --journal; NULL: STATE_DIRECTORY */
	struct pci_address address;
	const char *command;		/* the tool's command, told to a process that is refused */
	bool make;			/* make the directory if it is missing */
	unsigned int wait;		/* seconds to retry a lock that another process has */
};

/*
 * Locks the device. Returns 0, or -errno with fault filled: -EBUSY with FAULT_BUSY names
 * the holder, who is also in lock->holder. A user other than root who gives no
 * place->directory gets 0 without a lock, if no journal is needed: the kernel opens a VFIO
 * device only once, and that keeps others away.
 */
int journal_lock(const struct journal_place *place, struct journal_lock *lock,
		 struct fault *fault);
void journal_unlock(struct journal_lock *lock);

/*
 * Keep, read and remove a text of one line for a locked device, under a name ("driver"), in
 * the file ADDRESS.NAME, until the next boot. All return 0, or -errno with fault filled.
 * journal_recall() returns -ENOENT without a text, and if there is no directory and so no
 * lock.
 */
int journal_remember(const struct journal_lock *lock, const char *name, const char *text,
		     struct fault *fault);
int journal_recall(const struct journal_lock *lock, const char *name, char *text, size_t size,
		   struct fault *fault);
int journal_forget(const struct journal_lock *lock, const char *name, struct fault *fault);

/* A journal that is in use. Ended by journal_end() or journal_leave(). */
struct journal {
	struct journal_lock lock;
	int file;			/* -1: none */
	uint32_t sum;			/* check sum so far */
	int64_t length;			/* bytes so far */
};

#define JOURNAL_CLOSED { .lock = JOURNAL_UNLOCKED, .file = -1 }
#define CLEANUP_JOURNAL __attribute__((cleanup(journal_leave)))

/*
 * Finds the facts that identify the device. space is the hardware view, or the user view
 * without one; it has the serial number. Facts that cannot be found are unknown.
 */
void journal_identify(const struct pci_address *address, const struct config_space *space,
		      struct journal_identity *identity);

/*
 * Begins a journal before the first write: locks the device and writes both views (bytes
 * may be unknown) to the disk. Returns 0, or -errno with fault filled: then the device must
 * not be written. FAULT_BUSY: another process has the lock (journal->lock.holder).
 * FAULT_REFUSED: an interrupted run left a journal, or the directory is not safe. FAULT_IO:
 * there is no room. FAULT_NO_PERMISSION: a user other than root named no directory.
 */
int journal_open(const struct journal_place *place, const struct config_space *hardware,
		 const struct config_space *user, struct journal *journal, struct fault *fault);

/*
 * Logs a write before it is made; the record is on the disk when it returns 0. If it
 * returns -errno with fault filled, the write must not be made.
 */
int journal_log(struct journal *journal, const struct journal_write *logged, struct fault *fault);

/*
 * Logs that `width` bytes were restored and read back. This undoes all logged writes that lie
 * wholly in them. Returns 0 or -errno with fault filled. A lost record only costs `restore` a
 * needless write.
 */
int journal_logged_restored(struct journal *journal, unsigned int offset, unsigned int width,
			    struct fault *fault);

/*
 * Removes the journal after all is restored, and unlocks. Returns 0 or -errno with fault
 * filled.
 */
int journal_end(struct journal *journal, struct fault *fault);

/* Unlocks and keeps the journal for `restore`. Harmless if it is closed. */
void journal_leave(struct journal *journal);

/*
 * Takes over the journal that an interrupted run left: locks the device and reads it.
 * Returns 0, or -errno with fault filled: FAULT_NOT_FOUND, FAULT_BUSY (journal->lock.holder),
 * FAULT_REFUSED (the file is not this user's), FAULT_IO (damaged, or another format).
 */
int journal_take(const struct journal_place *place, struct journal *journal,
		 struct journal_content *content, struct fault *fault);

/* One journal of a directory. */
struct journal_entry {
	struct pci_address address;
	bool in_use;
	struct holder holder;		/* with in_use; pid 0: not known */
	const struct journal_content *content;	/* NULL: fault says why it cannot be read */
	struct fault fault;
};

/*
 * Calls visit for all journals of a directory (NULL: STATE_DIRECTORY), by
 * address. A missing directory has none. Returns 0 or -errno with fault filled.
 */
int journal_each(const char *directory,
		 void (*visit)(const struct journal_entry *entry, void *context), void *context,
		 struct fault *fault);

#endif
