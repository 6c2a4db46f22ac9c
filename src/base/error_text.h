/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words for an error number, and never the number. */
#ifndef VFIO_CFGTOOL_BASE_ERROR_TEXT_H
#define VFIO_CFGTOOL_BASE_ERROR_TEXT_H

#include <string.h>

/*
 * What a positive errno means, in English and constant. The kernel lets
 * numbers of its own slip through (ENOTSUPP, 524) that the C library has no
 * words for.
 */
static inline const char *error_text(int error)
{
	const char *text = strerrordesc_np(error);

	return text != NULL ? text : "an error that has no name";
}

#endif
