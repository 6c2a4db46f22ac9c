/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The journal of a device that is written and put back: what it was before, and
 * each write before it is made, so that a process that dies in between leaves
 * enough to put it back. And the lock by which one process at a time writes,
 * probes, restores, binds or unbinds a device.
 *
 * It is the file ADDRESS in STATE_DIRECTORY, or in a directory that a user names;
 * journal_format.h says what is in it.
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
	bool left;			/* a journal is there: `restore` has work to do */
	struct holder holder;		/* who has it, where that is not this process */
};

#define JOURNAL_UNLOCKED { .state = STATE_CLOSED, .lock = -1 }
#define CLEANUP_JOURNAL_LOCK __attribute__((cleanup(journal_unlock)))

/* Which device is locked, by whom, and where. */
struct journal_place {
	const char *directory;		/* --journal; NULL: STATE_DIRECTORY */
	struct pci_address address;
	const char *command;		/* the name of the tool's command, for who is refused */
	bool make;			/* the directory, where it is not there */
	unsigned int wait;		/* seconds to retry a lock that somebody has */
};

/*
 * Locks the device. Returns 0, or -errno with fault filled: -EBUSY with
 * FAULT_BUSY names who has it, who is also in lock->holder. For a lock that needs
 * no journal a user other than root may have no directory: without
 * place->directory 0 is returned then and nothing is locked; that a VFIO device
 * can be opened only once is what keeps others away.
 */
int journal_lock(const struct journal_place *place, struct journal_lock *lock,
		 struct fault *fault);
void journal_unlock(struct journal_lock *lock);

/*
 * A text (one line, without its end) that is kept for a locked device under a
 * name ("driver"), as ADDRESS.NAME, until the next boot. journal_recall() returns
 * 0 with the text in place, or -ENOENT, or -errno with fault filled. Where nothing
 * is locked for want of a directory it is -ENOENT. journal_forget() removes it.
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
 * What tells the device from another, as it is now. space is the hardware view,
 * else the user's, for the serial number. What cannot be found out is unknown.
 */
void journal_identify(const struct pci_address *address, const struct config_space *space,
		      struct journal_identity *identity);

/*
 * Begins a journal, before the first write: locks the device, and has both
 * views (bytes may be unknown) on the disk when it returns 0. Otherwise -errno
 * with fault filled, and the device must not be written: somebody has the lock
 * (FAULT_BUSY, and journal->lock.holder), an interrupted run left a journal (FAULT_REFUSED), the directory
 * is not safe (FAULT_REFUSED), there is no room (FAULT_IO), or an ordinary user
 * named none (FAULT_NO_PERMISSION).
 */
int journal_open(const struct journal_place *place, const struct config_space *hardware,
		 const struct config_space *user, struct journal *journal, struct fault *fault);

/*
 * Logs a write before it is made: it is on the disk when 0 is returned. width is
 * 1, 2 or 4 bytes; `before` is the value that, written there through VFIO, puts
 * it back (so with 0 in bits that a 1 would clear or trigger). -errno with fault
 * filled: the write must not be made.
 */
int journal_log(struct journal *journal, const struct journal_write *logged, struct fault *fault);

/*
 * Logs that the bytes are back, and were seen so: of all writes logged so far
 * that lie wholly in them. Returns 0 or -errno with fault filled; a record that
 * got lost costs a needless write by `restore` and no more.
 */
int journal_logged_restored(struct journal *journal, unsigned int offset, unsigned int width,
			    struct fault *fault);

/* Everything is back: removes the journal and unlocks. Returns 0 or -errno with fault filled. */
int journal_end(struct journal *journal, struct fault *fault);

/* Unlocks, and leaves the journal for `restore`. Harmless when it is closed. */
void journal_leave(struct journal *journal);

/*
 * Takes over the journal that an interrupted run left: locks the device and
 * reads it. Returns 0, or -errno with fault filled: FAULT_NOT_FOUND, FAULT_BUSY
 * (journal->lock.holder), FAULT_REFUSED (not a file of this user's), FAULT_IO (damaged, or another format).
 */
int journal_take(const struct journal_place *place, struct journal *journal,
		 struct journal_content *content, struct fault *fault);

/* One journal that is there, as the list shows it. */
struct journal_entry {
	struct pci_address address;
	bool in_use;
	struct holder holder;		/* pid 0: nobody is known to */
	const struct journal_content *content;	/* NULL: fault says why it cannot be read */
	struct fault fault;
};

/*
 * Calls visit for all journals of a directory (NULL: STATE_DIRECTORY), by
 * address. A directory that is not there has none. Returns 0 or -errno with
 * fault filled.
 */
int journal_each(const char *directory,
		 void (*visit)(const struct journal_entry *entry, void *context), void *context,
		 struct fault *fault);

#endif
