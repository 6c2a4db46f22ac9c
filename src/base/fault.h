/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Why a device, file or facility could not be used: a stable code, one sentence, and what a
 * person can do about it. The layer that knows the cause fills it. The command prints it once.
 */
#ifndef VFIO_CFGTOOL_BASE_FAULT_H
#define VFIO_CFGTOOL_BASE_FAULT_H

#include "base/macros.h"

/* The codes of "error.code" in JSON; fault_code_name() has their spelling. */
enum fault_code {
	FAULT_NONE,
	FAULT_NOT_FOUND,
	FAULT_NOT_BOUND,
	FAULT_NO_DRIVER,
	FAULT_BUSY,
	FAULT_NO_PERMISSION,
	FAULT_GROUP_NOT_VIABLE,
	FAULT_NO_IOMMU,
	FAULT_TOKEN_NEEDED,
	FAULT_GONE,
	FAULT_NO_ANSWER,	/* the device exists, and every byte reads ff */
	FAULT_SHORT,
	FAULT_INIT_FAILS,
	FAULT_VMM_REFUSES,	/* the VMM of --vmm refuses the device ... */
	FAULT_VMM_HANGS,	/* ... or hangs when it starts with it */
	FAULT_UNSUPPORTED,
	FAULT_NOT_CONFIGURED,
	FAULT_UNMATCHED,	/* no policy file matches the device */
	FAULT_REFUSED,		/* unsafe, and no option allows it */
	FAULT_IN_USE_UNKNOWN,	/* refused, because it may be unsafe */
	FAULT_IO,
};

struct fault {
	enum fault_code code;
	int error;		/* the positive errno of the call that failed; 0 none */
	char message[320];	/* "what failed: why", without the object's name */
	char hint[320];		/* what to do, or "" */
};

/*
 * Fills fault (NULL: does nothing) with a code and a formatted message, removes its
 * hint, and returns -error, so that a caller can write `return fault_set(...)`.
 * error is a positive errno.
 */
int fault_set(struct fault *fault, enum fault_code code, int error, const char *format, ...)
	PRINTF_FORMAT(4, 5);

/* Adds a hint to a fault that is set; NULL: does nothing. */
void fault_hint(struct fault *fault, const char *format, ...) PRINTF_FORMAT(2, 3);

/*
 * What an errno means in one place. The rows of a place end with error 0, which is any
 * other errno.
 */
struct fault_reason {
	int error;
	enum fault_code code;
	const char *why;	/* NULL: the text of the errno, which also follows a `why` "...: " */
	const char *hint;	/* NULL: shortage_hint() */
};

/* The codes for a file or directory that cannot be used; the texts are those of the errno. */
extern const struct fault_reason fault_file_reasons[];

/* The row of a positive errno; never NULL. */
const struct fault_reason *fault_reason_find(const struct fault_reason *reasons, int error);

/*
 * Fills fault (NULL: does nothing) by the row of a positive errno. The message is the
 * formatted text, which ends with ": ", and then the reason. Returns -error.
 */
int fault_because(struct fault *fault, const struct fault_reason *reasons, int error,
		  const char *format, ...) PRINTF_FORMAT(4, 5);

/* The stable spelling of a code, such as "group-not-viable". */
const char *fault_code_name(enum fault_code code);

#endif
