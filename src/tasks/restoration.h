/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Restores one device by its journal: checks that it is the same device, opens it, writes it,
 * and compares both views byte by byte.
 */
#ifndef VFIO_CFGTOOL_TASKS_RESTORATION_H
#define VFIO_CFGTOOL_TASKS_RESTORATION_H

#include "access/files/journal.h"
#include "access/vfio/vfio.h"
#include "model/prediction.h"
#include "model/verdict/restore.h"
#include "tasks/settings.h"

/* The restoration of one device. Large; restoration_free() ends it. result points into it. */
struct restoration {
	const struct task_settings *settings;
	struct device *device;
	struct journal journal;
	struct journal_content content;
	struct prediction prediction;	/* has the registers that the journal names */
	struct fact_mismatch mismatch[JOURNAL_FACTS];
	struct restored_register *restored;	/* owned */
	struct byte_difference differences[2 * SPACE_SIZE_EXTENDED];
	struct restore_result result;
};

/*
 * Restores the device as far as possible. restoration->result is the result, device->error a
 * failure (FAULT_REFUSED: another device, or a journal that cannot be trusted). Afterwards
 * nothing is open or locked. The journal is removed if, and only if, all bytes are as before.
 */
void restoration_make(const struct task_settings *settings, struct device *device,
		      struct restoration *restoration);

void restoration_free(struct restoration *restoration);

/* Fills *restore with the facts of the run that left the journal. Its text is the journal's. */
void restoration_describe(const struct journal_content *content, struct restore_result *restore);

#endif
