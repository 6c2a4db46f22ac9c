/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The accesses that a call of read or write asks for, and what came of them. */
#ifndef VFIO_CFGTOOL_COMMANDS_OPERATION_H
#define VFIO_CFGTOOL_COMMANDS_OPERATION_H

#include "commands/inspect.h"

/* Parsed, but not yet found in a device. */
struct operation {
	enum access_kind kind;
	const char *text;		/* as it was written */
	struct register_reference reference;
	struct range_reference range;
	unsigned int step;		/* number of the value in its word, from 0 */
	uint32_t value, mask;
	unsigned int milliseconds;
};

/* Starts as zeros, ended by operations_free(). */
struct operations {
	size_t count, room;
	struct operation *list;
	size_t texts;			/* lines of standard input, which the operations point to */
	char **text;
};

#define CLEANUP_OPERATIONS __attribute__((cleanup(operations_free)))

/*
 * Parses `REGISTER|RANGE` (read), or `REGISTER` and `REGISTER=VALUE[:MASK][,VALUE...]`
 * (write) and appends it. False, with the reason in `why`.
 */
bool operation_parse_read(const char *text, struct operations *operations, char *why,
			  size_t size);
bool operation_parse_write(const char *text, struct operations *operations, char *why,
			   size_t size);

/*
 * Reads operations of write from a stream: one or more a line, `wait MILLISECONDS`,
 * comments behind #. False, with the reason and the number of the line in `why`.
 */
bool operations_from(FILE *stream, struct operations *operations, char *why, size_t size);

/* Reads operations of read from all words of a call. False if one is none, which has been said. */
bool operations_parse_reads(const struct options *options, struct operations *operations);

void operations_free(struct operations *operations);

/* Finds the place of a register in a device. Returns 0 or -errno with fault filled. */
int operation_find(const struct inspection *inspection, const struct operation *operation,
		   struct register_place *place, struct fault *fault);

/* Finds the bytes of a RANGE so. */
int operation_range(const struct inspection *inspection, const struct operation *operation,
		    uint8_t bytes[SPACE_SIZE_EXTENDED / 8], struct fault *fault);

/* Whether all of them are there in a device: 0, or -errno with fault filled. */
int operations_find(const struct inspection *inspection, const struct operations *operations,
		    struct fault *fault);

/* The accesses of one device, in a list that starts as NULL and is ended by access_log_free(). */
struct access_log {
	const struct device *device;
	struct access_log *next;	/* another device's */
	size_t count, room;
	struct access_record *list;
	struct fault fault;		/* what ended them early */
};

/* Appends an access that is all zeros, or returns NULL. */
struct access_record *access_log_add(struct access_log *log, enum access_kind kind);

/* The log of a device in a list of them, emptied; NULL, with fault filled, where memory is short. */
struct access_log *access_log_begin(struct access_log **logs, const struct device *device,
				    struct fault *fault);

/* The same, as it is; NULL where none was begun. */
struct access_log *access_log_find(struct access_log *logs, const struct device *device);

/* Ends all logs of a list. */
void access_log_free(struct access_log **logs);

#endif
