/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* A fact that proves that a journal is another device's. */
#ifndef VFIO_CFGTOOL_BASE_FACT_MISMATCH_H
#define VFIO_CFGTOOL_BASE_FACT_MISMATCH_H

#define FACT_SIZE 80

struct fact_mismatch {
	const char *fact;	/* "boot ID", "IDs", ... */
	char journal[FACT_SIZE], now[FACT_SIZE];
};

#endif
