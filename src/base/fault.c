/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/fault.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/error_text.h"
#include "base/shortage.h"
#include "base/words.h"

int fault_set(struct fault *fault, enum fault_code code, int error, const char *format, ...)
{
	va_list arguments;

	if (fault == NULL)
		return -error;
	fault->code = code;
	fault->error = error;
	fault->hint[0] = '\0';
	va_start(arguments, format);
	vsnprintf(fault->message, sizeof(fault->message), format, arguments);
	va_end(arguments);
	return -error;
}

void fault_hint(struct fault *fault, const char *format, ...)
{
	va_list arguments;

	if (fault == NULL)
		return;
	va_start(arguments, format);
	vsnprintf(fault->hint, sizeof(fault->hint), format, arguments);
	va_end(arguments);
}

const struct fault_reason fault_file_reasons[] = {
	{ EACCES, .code = FAULT_NO_PERMISSION },
	{ EPERM, .code = FAULT_NO_PERMISSION },
	{ ENOENT, .code = FAULT_NOT_FOUND },
	{ 0, .code = FAULT_IO },
};

const struct fault_reason *fault_reason_find(const struct fault_reason *reasons, int error)
{
	while (reasons->error != 0 && reasons->error != error)
		reasons++;
	return reasons;
}

int fault_because(struct fault *fault, const struct fault_reason *reasons, int error,
		  const char *format, ...)
{
	const struct fault_reason *reason = fault_reason_find(reasons, error);
	const char *why = reason->why != NULL ? reason->why : "";
	size_t length = strlen(why);
	char what[sizeof(fault->message)];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	fault_set(fault, reason->code, error, "%s%s%s", what, why,
		  length == 0 || why[length - 1] == ' ' ? error_text(error) : "");
	fault_hint(fault, "%s", reason->hint != NULL ? reason->hint : shortage_hint(error));
	return -error;
}

static const struct words fault_code_words = WORDS(FAULT_IO + 1,
	[FAULT_NONE] = "none",
	[FAULT_NOT_FOUND] = "not-found",
	[FAULT_NOT_BOUND] = "not-bound",
	[FAULT_NO_DRIVER] = "no-driver",
	[FAULT_BUSY] = "busy",
	[FAULT_NO_PERMISSION] = "no-permission",
	[FAULT_GROUP_NOT_VIABLE] = "group-not-viable",
	[FAULT_NO_IOMMU] = "no-iommu",
	[FAULT_TOKEN_NEEDED] = "token-needed",
	[FAULT_GONE] = "gone",
	[FAULT_NO_ANSWER] = "no-answer",
	[FAULT_SHORT] = "short",
	[FAULT_INIT_FAILS] = "init-fails",
	[FAULT_VMM_REFUSES] = "vmm-refuses",
	[FAULT_VMM_HANGS] = "vmm-hangs",
	[FAULT_UNSUPPORTED] = "unsupported",
	[FAULT_NOT_CONFIGURED] = "not-configured",
	[FAULT_UNMATCHED] = "unmatched",
	[FAULT_REFUSED] = "refused",
	[FAULT_IN_USE_UNKNOWN] = "in-use-unknown",
	[FAULT_IO] = "io"
);

const char *fault_code_name(enum fault_code code)
{
	return words_name(&fault_code_words, code);
}
