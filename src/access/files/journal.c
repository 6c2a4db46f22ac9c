/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/pci_regs.h>
#include <string.h>
#include <time.h>

#include "base/error_text.h"
#include "access/system/sysfs.h"
#include "base/memory.h"
#include "base/text.h"

#ifndef BOOT_ID
#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#endif

/* The longest journal that is read, bytes: some 400000 writes. */
#define LONGEST (16 * 1024 * 1024)

/* The longest remembered line, bytes. */
#define LONGEST_REMEMBERED 4096

/* How often a lock is tried again, milliseconds. */
#define RETRY_INTERVAL 100

static bool is_there(const struct journal_lock *lock)
{
	return faccessat(lock->state.directory, lock->name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static int64_t milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Takes the lock, and tries again while another process has it and the wait allows. */
static int lock_patiently(const struct journal_place *place, struct journal_lock *lock,
			  struct fault *fault)
{
	const struct timespec interval = { .tv_nsec = RETRY_INTERVAL * 1000000L };
	const int64_t end = milliseconds_now() + (int64_t)place->wait * 1000;

	for (;;) {
		struct fault cause = { .code = FAULT_NONE };
		int error;

		lock->holder = (struct holder) { .pid = 0 };
		error = state_lock(&lock->state, lock->name, place->command, &lock->lock,
				   &lock->holder, &cause);
		if (error != -EBUSY || milliseconds_now() >= end) {
			if (error != 0 && fault != NULL)
				*fault = cause;
			return error;
		}
		nanosleep(&interval, NULL);
	}
}

/* Opens the directory and takes the lock, or neither. */
static int lock_device(const struct journal_place *place, struct journal_lock *lock,
		       struct fault *fault)
{
	int error;

	lock->holder = (struct holder) { .pid = 0 };
	lock->lock = -1;
	lock->left = false;
	address_format(&place->address, lock->name);
	error = state_open(place->directory, place->make, &lock->state, fault);
	if (error != 0)
		return error;
	error = lock_patiently(place, lock, fault);
	if (error != 0)
		state_close(&lock->state);
	else
		lock->left = is_there(lock);
	return error;
}

int journal_lock(const struct journal_place *place, struct journal_lock *lock,
		 struct fault *fault)
{
	struct fault cause = { .code = FAULT_NONE };
	int error = lock_device(place, lock, &cause);

	if (error != 0 && place->directory == NULL && geteuid() != 0 &&
	    (error == -EACCES || error == -EPERM || error == -EROFS || error == -ENOENT))
		return 0;
	if (error != 0 && fault != NULL)
		*fault = cause;
	return error;
}

void journal_unlock(struct journal_lock *lock)
{
	state_unlock(&lock->state, lock->name, &lock->lock);
	state_close(&lock->state);
}

/* ADDRESS.NAME */
static void remembered_name(const struct journal_lock *lock, const char *name,
			    char file[STATE_NAME_SIZE])
{
	snprintf(file, STATE_NAME_SIZE, "%s.%s", lock->name, name);
}

int journal_remember(const struct journal_lock *lock, const char *name, const char *text,
		     struct fault *fault)
{
	char file[STATE_NAME_SIZE], line[LONGEST_REMEMBERED];

	if (lock->lock < 0)
		return -ENOENT;
	remembered_name(lock, name, file);
	snprintf(line, sizeof(line), "%.*s\n", (int)strcspn(text, "\n"), text);
	return state_write(&lock->state, file, line, fault);
}

int journal_recall(const struct journal_lock *lock, const char *name, char *text, size_t size,
		   struct fault *fault)
{
	CLEANUP_FREE char *line = NULL;
	char file[STATE_NAME_SIZE];
	size_t length = 0;
	int error;

	text[0] = '\0';
	if (lock->lock < 0)
		return -ENOENT;
	remembered_name(lock, name, file);
	error = state_read(&lock->state, file, LONGEST_REMEMBERED, &line, &length, fault);
	if (error == 0)
		snprintf(text, size, "%.*s", (int)strcspn(line, "\n"), line);
	return error;
}

int journal_forget(const struct journal_lock *lock, const char *name, struct fault *fault)
{
	char file[STATE_NAME_SIZE];

	if (lock->lock < 0)
		return 0;
	remembered_name(lock, name, file);
	return state_remove(&lock->state, file, fault);
}

/*
 * Reads the Device Serial Number (PCIe 6.2, 7.9.3), whose lower dword comes first. "" if there
 * is none, "?" if a byte of the chain or of the number is unknown.
 */
static void find_serial(const struct config_space *space, char *serial, size_t size)
{
	unsigned int offset = PCI_CFG_SPACE_SIZE;

	serial[0] = '\0';
	for (int steps = 0; steps < SPACE_SIZE_EXTENDED / 8; steps++) {
		uint32_t header = space_dword(space, offset);

		if (offset < PCI_CFG_SPACE_SIZE || offset >= space->size)
			return;
		for (unsigned int i = 0; i < 12; i++) {
			if (space_is_known(space, offset + i))
				continue;
			snprintf(serial, size, JOURNAL_UNREAD);
			return;
		}
		if (PCI_EXT_CAP_ID(header) == PCI_EXT_CAP_ID_DSN) {
			snprintf(serial, size, "%08x%08x", space_dword(space, offset + 8),
				 space_dword(space, offset + 4));
			return;
		}
		offset = PCI_EXT_CAP_NEXT(header);
	}
}

void journal_identify(const struct pci_address *address, const struct config_space *space,
		      struct journal_identity *identity)
{
	char driver[sizeof(identity->driver)], boot[sizeof(identity->boot)];

	*identity = (struct journal_identity) {
		.vendor = sysfs_number(address, "vendor"),
		.product = sysfs_number(address, "device"),
		.subsystem_vendor = sysfs_number(address, "subsystem_vendor"),
		.subsystem_device = sysfs_number(address, "subsystem_device"),
		.revision = sysfs_number(address, "revision"),
	};
	sysfs_text(BOOT_ID, boot, sizeof(boot));
	text_printable(boot, identity->boot, sizeof(identity->boot));
	sysfs_link(address, "driver", driver, sizeof(driver));
	text_printable(driver, identity->driver, sizeof(identity->driver));
	find_serial(space, identity->serial, sizeof(identity->serial));
}

/* Refuses a new run until `restore` has replayed the journal of an interrupted one. */
static int fault_left(const struct journal_lock *lock, const struct journal_place *place,
		      struct fault *fault)
{
	char word[STATE_WORD_SIZE];

	fault_set(fault, FAULT_REFUSED, EEXIST,
		  "an interrupted run left %.160s/%s: its writes are not put back yet",
		  lock->state.path, lock->name);
	fault_hint(fault, "put them back first: vfio-cfgtool restore %s%s%s", lock->name,
		   place->directory != NULL ? " --journal=" : "",
		   place->directory != NULL ? state_shell_word(place->directory, "", word) : "");
	return -EEXIST;
}

/* Writes all but the records, and opens the journal for them. */
static int begin(const struct journal_place *place, const struct config_space *hardware,
		 const struct config_space *user, struct journal *journal, struct fault *fault)
{
	CLEANUP_JOURNAL_CONTENT struct journal_content content = {
		.address = place->address, .started = time(NULL), .pid = getpid(),
		.hardware = *hardware, .user = *user,
	};
	const bool whole = hardware->size != 0 && hardware->read == hardware->size;
	CLEANUP_FREE char *text = NULL;
	int error;

	snprintf(content.command, sizeof(content.command), "%s", place->command);
	journal_identify(&place->address, whole ? hardware : user, &content.identity);
	if (journal_format(&content, &text) != 0)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	error = state_write(&journal->lock.state, journal->lock.name, text, fault);
	if (error != 0)
		return error;
	journal->sum = content.sum;
	journal->length = (int64_t)content.length;
	return state_append(&journal->lock.state, journal->lock.name, &journal->file, fault);
}

int journal_open(const struct journal_place *place, const struct config_space *hardware,
		 const struct config_space *user, struct journal *journal, struct fault *fault)
{
	int error;

	*journal = (struct journal) JOURNAL_CLOSED;
	error = lock_device(place, &journal->lock, fault);
	if (error != 0)
		return error;
	error = journal->lock.left ? fault_left(&journal->lock, place, fault)
				   : begin(place, hardware, user, journal, fault);
	if (error != 0)
		journal_leave(journal);
	return error;
}

/* Removes the part of a record that a failed write left, so that the next record is valid. */
static int fault_append(const struct journal *journal, int error, struct fault *fault)
{
	const struct state *state = &journal->lock.state;

	fault_set(fault, FAULT_IO, error, "%.160s/%s cannot be written: %s", state->path,
		  journal->lock.name, error_text(error));
	state_hint_room(state, error, fault);
	(void)!ftruncate(journal->file, journal->length);
	return -error;
}

/* Writes all bytes. Returns 0, or -errno after it wrote none or a part. */
static int write_whole(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t count = write(fd, bytes, length);

		if (count < 0 && errno != EINTR)
			return -errno;
		if (count > 0) {
			bytes += count;
			length -= (size_t)count;
		}
	}
	return 0;
}

/* Appends a record whole or not at all, and syncs it. */
static int append(struct journal *journal, const struct journal_write *logged,
		  struct fault *fault)
{
	char record[JOURNAL_RECORD_SIZE];
	uint32_t sum = journal->sum;
	size_t length = journal_format_record(logged, &sum, record);
	int error = write_whole(journal->file, record, length);

	if (error != 0)
		return fault_append(journal, -error, fault);
	if (fdatasync(journal->file) != 0)
		return fault_append(journal, errno, fault);
	journal->sum = sum;
	journal->length += (int64_t)length;
	return 0;
}

int journal_log(struct journal *journal, const struct journal_write *logged, struct fault *fault)
{
	struct journal_write pending = *logged;

	pending.restored = false;
	return append(journal, &pending, fault);
}

int journal_logged_restored(struct journal *journal, unsigned int offset, unsigned int width,
			    struct fault *fault)
{
	const struct journal_write back = {
		.offset = (uint16_t)offset, .width = (uint8_t)width, .restored = true,
	};

	return append(journal, &back, fault);
}

int journal_end(struct journal *journal, struct fault *fault)
{
	int error = state_remove(&journal->lock.state, journal->lock.name, fault);

	journal_leave(journal);
	return error;
}

void journal_leave(struct journal *journal)
{
	cleanup_fd(&journal->file);
	journal->file = -1;
	journal_unlock(&journal->lock);
}

/* Reads a journal and checks that it is this device's. */
static int read_journal(const struct state *state, const char *name,
			struct journal_content *content, struct fault *fault)
{
	CLEANUP_FREE char *text = NULL;
	char address[ADDRESS_TEXT_SIZE], why[120], word[STATE_WORD_SIZE];
	size_t length = 0;
	int error = state_read(state, name, LONGEST, &text, &length, fault);

	if (error != 0)
		return error;
	if (!journal_parse(text, length, content, why, sizeof(why))) {
		if (memory_has_failed())
			return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
		fault_set(fault, FAULT_IO, EINVAL, "%.160s/%s is damaged or foreign: %s",
			  state->path, name, why);
	} else if (strcmp(address_format(&content->address, address), name) != 0) {
		journal_content_free(content);
		fault_set(fault, FAULT_IO, EINVAL, "%.160s/%s is the journal of another device, %s",
			  state->path, name, address);
	} else {
		return 0;
	}
	fault_hint(fault, "it cannot be replayed; when the device is in order, remove it: rm %s",
		   state_shell_word(state->path, name, word));
	return -EINVAL;
}

static int fault_none(const struct journal_place *place, const char *name, struct fault *fault)
{
	const char *directory = place->directory != NULL ? place->directory : STATE_DIRECTORY;

	fault_set(fault, FAULT_NOT_FOUND, ENOENT, "there is nothing to put back: no journal in %.200s",
		  directory);
	if (place->directory == NULL)
		fault_hint(fault, "if it was made without root, name its directory: vfio-cfgtool restore %s --journal=DIR",
			   name);
	return -ENOENT;
}

int journal_take(const struct journal_place *place, struct journal *journal,
		 struct journal_content *content, struct fault *fault)
{
	struct journal_lock *lock = &journal->lock;
	int error;

	*journal = (struct journal) JOURNAL_CLOSED;
	memset(content, 0, sizeof(*content));
	error = lock_device(place, lock, fault);
	if (error == -ENOENT || (error == 0 && !lock->left)) {
		journal_leave(journal);
		return fault_none(place, lock->name, fault);
	}
	if (error == 0)
		error = read_journal(&lock->state, lock->name, content, fault);
	if (error == 0)
		error = state_append(&lock->state, lock->name, &journal->file, fault);
	if (error == 0 && content->torn &&
	    ftruncate(journal->file, (off_t)content->length) != 0)
		error = fault_append(journal, errno, fault);
	journal->sum = content->sum;
	journal->length = (int64_t)content->length;
	if (error != 0) {
		journal_content_free(content);
		journal_leave(journal);
	}
	return error;
}

/* The state of a walk through a directory. */
struct walk {
	const struct state *state;
	void (*visit)(const struct journal_entry *entry, void *context);
	void *context;
};

/* Visits a journal: a file with an address as its name. */
static bool visit_file(const char *name, void *context)
{
	const struct walk *walk = context;
	struct journal_entry entry = { .content = NULL };
	CLEANUP_JOURNAL_CONTENT struct journal_content content = { .count = 0 };
	char address[ADDRESS_TEXT_SIZE];
	int error;

	if (!address_parse(name, &entry.address) ||
	    strcmp(address_format(&entry.address, address), name) != 0)
		return true;
	entry.in_use = state_is_locked(walk->state, name, &entry.holder);
	error = read_journal(walk->state, name, &content, &entry.fault);
	if (error == -ENOENT)
		return true;	/* another process removed it meanwhile */
	if (error == 0)
		entry.content = &content;
	walk->visit(&entry, walk->context);
	return true;
}

int journal_each(const char *directory,
		 void (*visit)(const struct journal_entry *entry, void *context), void *context,
		 struct fault *fault)
{
	CLEANUP_STATE struct state state = STATE_CLOSED;
	struct walk walk = { &state, visit, context };
	struct fault cause = { .code = FAULT_NONE };
	int error = state_open(directory, false, &state, &cause);

	if (error == -ENOENT && directory == NULL)
		return 0;
	if (error == 0)
		error = state_each(&state, visit_file, &walk, &cause);
	if (error != 0 && fault != NULL)
		*fault = cause;
	return error;
}
