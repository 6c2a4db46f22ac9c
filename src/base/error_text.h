/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words for an error number, and never the number. */
#ifndef VFIO_CFGTOOL_BASE_ERROR_TEXT_H
#define VFIO_CFGTOOL_BASE_ERROR_TEXT_H

#include <string.h>

/*
 * The meaning of a positive errno: a constant English text. The kernel sometimes
 * returns internal numbers (ENOTSUPP, 524) that the C library has no text for.
 */
static inline const char *error_text(int error)
{
	const char *text = strerrordesc_np(error);

	return text != NULL ? text : "an error that has no name";
}

#endif
