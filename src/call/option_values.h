/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Stores the values of options in struct options. */
#ifndef VFIO_CFGTOOL_CALL_OPTION_VALUES_H
#define VFIO_CFGTOOL_CALL_OPTION_VALUES_H

#include "call/options.h"

/*
 * Stores the value of one option as its row says. The value is NULL if the option has none; else
 * it is never freed. False, with the reason told on standard error, if the value is refused or
 * memory is short.
 */
bool option_take(const struct option_row *row, const char *value, struct options *options);

/* The words of --view: those of enum view, and two views of two sides. */
extern const struct words option_view_words;

/* For option_row.take: values that need a function. They return as option_take() does. */
bool option_take_ids(const struct option_row *row, const char *value,
		     struct options *options);
bool option_take_token(const struct option_row *row, const char *value,
		       struct options *options);
bool option_take_selection(const struct option_row *row, const char *value,
			   struct options *options);
bool option_take_vmm(const struct option_row *row, const char *value,
		     struct options *options);
bool option_take_list(const struct option_row *row, const char *value,
			 struct options *options);
bool option_take_expected(const struct option_row *row, const char *value,
			  struct options *options);
bool option_take_dump(const struct option_row *row, const char *value,
		      struct options *options);
bool option_take_view(const struct option_row *row, const char *value,
		      struct options *options);
bool option_take_rules(const struct option_row *row, const char *value,
		       struct options *options);
bool option_take_json(const struct option_row *row, const char *value,
		      struct options *options);

#endif
