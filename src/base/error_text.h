/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The words and the name of an error number. */
#ifndef VFIO_CFGTOOL_BASE_ERROR_TEXT_H
#define VFIO_CFGTOOL_BASE_ERROR_TEXT_H

#include <string.h>

/* glibc has them since 2.32. musl lacks them, and __GLIBC_PREREQ, too; its texts are English. */
#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 32)
#define error_description strerrordesc_np
#define error_symbol strerrorname_np
#endif
#endif
#ifndef error_description
#define error_description strerror
#define error_symbol error_name_of_table
#endif

/*
 * The meaning of a positive errno: a constant English text. The kernel sometimes
 * returns internal numbers (ENOTSUPP, 524) that the C library has no text for.
 */
static inline const char *error_text(int error)
{
	const char *text = error_description(error);

	return text != NULL ? text : "an error that has no name";
}

/* "EFAULT", from a table of the numbers that every architecture has (1 to 34); or NULL. */
const char *error_name_of_table(int error);

/* The name of a positive errno, a constant; NULL if it is not known. */
static inline const char *error_name(int error)
{
	return error_symbol(error);
}

#endif
