/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Hazards: oddities of a device's configuration space that can hurt the kernel or a
 * VFIO user. They are found in bytes, map and policy alone.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_LINT_H
#define VFIO_CFGTOOL_MODEL_VERDICT_LINT_H

#include "base/words.h"
#include "model/prediction.h"
#include "model/vfio/capability.h"
#include "model/vmm/chains.h"

enum lint_severity {
	LINT_INFO,
	LINT_WARNING,
	LINT_ERROR,
	LINT_SEVERITIES,
};

/* Who is hurt. */
enum lint_victim {
	LINT_KERNEL,
	LINT_USER,
};

enum lint_code {
	LINT_INIT_FAILS,
	LINT_LENGTH_PAST_END,
	LINT_CAPABILITY_CROSSES_100,
	LINT_SAME_ID_NEIGHBOURS,
	LINT_UNKNOWN_FIRST_ECAP,
	LINT_SHORT,
	LINT_HIDDEN_FIRST_ECAP,
	LINT_OVERLAP,
	LINT_SEVERAL_MSI,
	LINT_POINTER_IN_HEADER,
	LINT_POINTER_UNALIGNED,
	LINT_POINTER_INTO_CAPABILITY,
	LINT_CHAIN_LOOP,
	LINT_VENDOR_LENGTH,
	LINT_RESET_BIT_SET,
	LINT_HIDDEN_WRITABLE,
	LINT_RAW_NONZERO,
	LINT_RAW_TAIL,
	LINT_RAW_WRITE_IN_CAPABILITY,
	LINT_HOST_IDENTITY,
	LINT_NO_PCIE_CAP_4K,
	LINT_EXT_ALL_ONES,
	LINT_EXT_EMPTY,
	LINT_HEADER_TYPE,
	LINT_NOT_IN_DUMP,
	LINT_VMM_REFUSES,
	LINT_VMM_HANGS,
	LINT_VMM_UNFILTERED,
	LINT_VMM_LEAKS,
	LINT_VPASID_OFFSET_TAKEN,
	LINT_CODES,
};

/* The description of one code. */
struct lint_info {
	const char *name;	/* stable */
	enum lint_severity severity;	/* the worst */
	const char *when;	/* which severity when; NULL: always the worst */
	enum lint_victim victim;
	const char *what;	/* a sentence without its full stop */
	const char *advice;	/* what to do, in the same form */
};

/* Bytes of the longest capability name with its number, and of a detail. */
#define LINT_CAPABILITY_SIZE (CAPABILITY_NAME_SIZE + 8)
#define LINT_DETAIL_SIZE 96

struct lint_finding {
	enum lint_code code;
	enum lint_severity severity;
	uint16_t start, end;	/* both included; only LINT_NOT_IN_DUMP can be past the space */
	char capability[LINT_CAPABILITY_SIZE];	/* "CAP_VNDR@1"; "": none */
	char detail[LINT_DETAIL_SIZE];	/* such as registers or a number of bytes; or "" */
};

#define LINT_FINDINGS 1024

struct lint {
	unsigned int findings;
	bool cut;		/* there were more than LINT_FINDINGS */
	struct lint_finding finding[LINT_FINDINGS];	/* ascending by start, then code */
};

/*
 * Finds all hazards of a device, and of its VMM if guest is not NULL. Sets every member of
 * *lint.
 */
void lint_find(const struct prediction *prediction, const struct guest_outcome *guest,
	       struct lint *lint);

/* The hazards of a device that the user wants to see. */
struct lint_verdict {
	const struct lint *lint;
	enum lint_severity min;		/* the least severity that is shown ... */
	enum lint_severity fail;	/* ... and the least that is a failure */
	const bool *ignored;		/* for each finding; ignored: neither shown nor a failure */
};

/* Whether a finding is shown, whether it is a failure, and whether any finding is. */
bool lint_shows(const struct lint_verdict *verdict, unsigned int number);
bool lint_fails(const struct lint_verdict *verdict, unsigned int number);
bool lint_has_failed(const struct lint_verdict *verdict);

/* The description of a code; const data. */
const struct lint_info *lint_info(enum lint_code code);

/* "info", "warning", "error"; "kernel", "user": stable. */
extern const struct words lint_severity_words, lint_code_words;
const char *lint_severity_name(enum lint_severity severity);
const char *lint_victim_name(enum lint_victim victim);

#define LINT_MESSAGE_SIZE 480

/* Writes in sentences what a finding is, where, and what to do. Returns text. */
const char *lint_message(const struct lint_finding *finding, char text[LINT_MESSAGE_SIZE]);

#endif
