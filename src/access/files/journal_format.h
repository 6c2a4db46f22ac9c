/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The text of a journal: the device before it was written, and each write. The first line
 * names format and version; facts follow, one a line, then both views as bytes and a check
 * sum over all of it. After that come records, each with its own check sum; records are
 * only added. Parsing is pure: any bytes give a journal or a reason.
 */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_JOURNAL_FORMAT_H
#define VFIO_CFGTOOL_ACCESS_FILES_JOURNAL_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#include "base/fact_mismatch.h"
#include "base/address.h"
#include "base/macros.h"
#include "base/space.h"

/* The facts that identify a device. A number is -1 if it is unknown. */
struct journal_identity {
	char boot[40];			/* boot ID, a UUID, "" unknown */
	int vendor, product;		/* 16 bits each */
	int subsystem_vendor, subsystem_device;	/* 16 bits each */
	int revision;			/* 8 bits */
	char serial[17];		/* Device Serial Number, 16 hexadecimal digits; "" if
					   it has none, JOURNAL_UNREAD if its bytes are not
					   known */
	char driver[64];		/* the bound driver, "" none */
};

#define JOURNAL_UNREAD "?"

/* One logged write. */
struct journal_write {
	uint16_t offset;
	uint8_t width;			/* bytes: 1, 2 or 4 */
	bool restored;			/* it was restored and read back */
	uint32_t before;		/* the value that restores it through VFIO: 0 in bits
					   that a 1 would clear or trigger */
	uint32_t value;			/* the value to write */
};

/* A journal. Starts as zeros, ended by journal_content_free(). */
struct journal_content {
	struct pci_address address;
	struct journal_identity identity;
	int64_t started;		/* seconds since 1970, UTC */
	int64_t pid;			/* of the process that wrote it */
	char command[32];		/* its command */
	struct config_space hardware, user;	/* before the first write; bytes may be unknown */
	size_t count, room;
	struct journal_write *writes;	/* in the order they were logged; owned */
	bool torn;			/* the last record is incomplete: its write was not made */
	size_t length;			/* bytes up to the last whole record */
	uint32_t sum;			/* check sum up to there; the next record continues it */
};

#define CLEANUP_JOURNAL_CONTENT __attribute__((cleanup(journal_content_free)))

void journal_content_free(struct journal_content *content);

/*
 * Parses length bytes of text (no NUL needed). Returns true with *content
 * filled, or false with the reason in why (size bytes) and *content emptied. An
 * incomplete last record is torn, and no error.
 */
bool journal_parse(const char *text, size_t length, struct journal_content *content, char *why,
		   size_t size);

/* Bytes of the longest record. */
#define JOURNAL_RECORD_SIZE 80

/*
 * Formats everything of *content except its records. *text is a new string, which
 * the caller frees. Sets content->length and content->sum. Returns 0 or -ENOMEM.
 */
int journal_format(struct journal_content *content, char **text);

/*
 * Formats a write record, or, if write->restored, a record that all earlier writes
 * within these bytes were undone. Updates *sum. Returns the record's length in bytes.
 */
size_t journal_format_record(const struct journal_write *write, uint32_t *sum,
			     char record[JOURNAL_RECORD_SIZE]);

/* Counts the writes that are not yet restored. */
size_t journal_pending(const struct journal_content *content);

/*
 * Lists the facts that differ and returns their number. A serial number that was
 * not read differs from none.
 */
#define JOURNAL_FACTS 6
size_t journal_compare(const struct journal_identity *journal, const struct journal_identity *now,
		       struct fact_mismatch mismatch[JOURNAL_FACTS]);

#endif
