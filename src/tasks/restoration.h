/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One device put back by its journal: it is proven to be the same one, opened,
 * written, and held against both views byte by byte.
 */
#ifndef VFIO_CFGTOOL_TASKS_RESTORATION_H
#define VFIO_CFGTOOL_TASKS_RESTORATION_H

#include "access/files/journal.h"
#include "access/vfio/vfio.h"
#include "model/prediction.h"
#include "model/verdict/restore.h"
#include "tasks/settings.h"

/* What one device comes to; large, and ended by restoration_free(). result points into it. */
struct restoration {
	const struct task_settings *settings;
	struct device *device;
	struct journal journal;
	struct journal_content content;
	struct prediction prediction;	/* whose registers the journal names */
	struct fact_mismatch mismatch[JOURNAL_FACTS];
	struct restored_register *restored;	/* owned */
	struct byte_difference differences[2 * SPACE_SIZE_EXTENDED];
	struct restore_result result;
};

/*
 * Puts the device back as far as it can be, and says in restoration->result what
 * came of it, and in device->error what failed (FAULT_REFUSED: another device, or
 * a journal that is not to be trusted). Nothing is open or locked afterwards, and
 * the journal is gone if, and only if, all bytes are as they were.
 */
void restoration_make(const struct task_settings *settings, struct device *device,
		      struct restoration *restoration);

void restoration_free(struct restoration *restoration);

/* What a journal says of the run that left it. The text is the journal's. */
void restoration_describe(const struct journal_content *content, struct restore_result *restore);

#endif
