/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One device put back by its journal: it is proven to be the same one, opened,
 * written, and held against both views byte by byte.
 */
#ifndef VFIO_CFGTOOL_COMMANDS_RESTORATION_H
#define VFIO_CFGTOOL_COMMANDS_RESTORATION_H

#include "access/files/journal.h"
#include "access/vfio/vfio.h"
#include "commands/command.h"
#include "model/prediction.h"

/* What one device comes to; large, and ended by restoration_free(). result points into it. */
struct restoration {
	const struct options *options;
	struct device *device;
	struct journal journal;
	struct journal_content content;
	struct prediction prediction;	/* whose registers the journal names */
	struct journal_mismatch mismatch[JOURNAL_FACTS];
	struct report_mismatch shown[JOURNAL_FACTS];
	struct report_restored *restored;	/* owned */
	struct byte_difference differences[2 * SPACE_SIZE_EXTENDED];
	struct report_restore result;
};

/*
 * Puts the device back as far as it can be, and says in restoration->result what
 * came of it, and in device->error what failed (FAULT_REFUSED: another device, or
 * a journal that is not to be trusted). Nothing is open or locked afterwards, and
 * the journal is gone if, and only if, all bytes are as they were.
 */
void restoration_make(const struct options *options, struct device *device,
		      struct restoration *restoration);

void restoration_free(struct restoration *restoration);

/* What a journal says of the run that left it. The text is the journal's. */
void restoration_describe(const struct journal_content *content, struct report_restore *restore);

#endif
