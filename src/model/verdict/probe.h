/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Probes: accesses that show whether a device behaves as predicted, and their results.
 * Making the plan and judging the results need no device.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_PROBE_H
#define VFIO_CFGTOOL_MODEL_VERDICT_PROBE_H

#include "base/words.h"
#include "model/registers/registers.h"
#include "model/verdict/write_plan.h"

enum probe_verdict {
	PROBE_CONFIRMED,	/* as predicted, and any other behaviour would have been seen */
	PROBE_CONSISTENT,	/* as predicted, but another behaviour could look the same */
	PROBE_CONTRADICTED,
	PROBE_SKIPPED,
	PROBE_UNSTABLE,		/* the register changes by itself */
	PROBE_ERROR,		/* an access failed */
	PROBE_VERDICTS,
};

/* Bytes that the longest reason takes, the final NUL among them. */
#define PROBE_REASON_SIZE 144

/* The result of probing one place. */
struct probe_result {
	struct register_place place;
	struct device_register entry;	/* place.known points to it, or is NULL */
	enum probe_verdict verdict;
	struct known_value written;	/* the last value written; unknown if none was */
	struct known_value user_before, user_after, hardware_before, hardware_after;
	char reason[PROBE_REASON_SIZE];	/* a sentence, or "" */
};

/* What may be written; each class includes the ones before it. */
enum probe_class {
	PROBE_READ,		/* nothing */
	PROBE_VIRTUAL,		/* bits in the virtual copy, and bits whose write is dropped */
	PROBE_HARDWARE,		/* also harmless registers of the hardware */
	PROBE_EFFECTS,		/* also bits with an effect, except reset and power state */
	PROBE_ALL,		/* also raw bytes, vendor capabilities, reset, power state */
	PROBE_NEVER,		/* the rest: no class writes it */
};

/* One place to probe: a register, or up to four bytes of one owner outside registers. */
struct probe_place {
	struct register_place place;
	bool once;		/* raw or vendor bytes: reading them may have side effects */
	bool undefined;		/* the kernel's behaviour cannot be predicted */
	bool alone;		/* in no run, because a longer read treats these bytes
				   differently */
};

/* A run of bytes for one read. */
struct probe_run {
	uint16_t start, length;
};

/* The places of one RANGE ascend; otherwise they are in the order the user named. */
struct probe_plan {
	size_t count;
	struct probe_place list[SPACE_SIZE_EXTENDED];
	size_t runs;
	struct probe_run run[SPACE_SIZE_EXTENDED / 2];
};

/*
 * Makes a plan: begin empties it, place adds one place, bytes adds all places in the
 * marked bytes, end finds the runs. Places that do not fit are left out.
 */
void probe_plan_begin(struct probe_plan *plan);
void probe_plan_place(const struct prediction *prediction, const struct register_place *place,
		      struct probe_plan *plan);
void probe_plan_bytes(const struct prediction *prediction,
		      const uint8_t bytes[SPACE_SIZE_EXTENDED / 8], struct probe_plan *plan);
void probe_plan_end(struct probe_plan *plan);

/* One read of a place: 1, 2 or 4 bytes; offset is a multiple of the width. */
struct probe_read {
	uint16_t offset;
	uint8_t width;
};

/* At most four bytes, two words and a dword; for a byte also the word and dword at its offset. */
#define PROBE_READS 7

/*
 * The reads of a place at all widths that its offset allows, narrow ones first; none if
 * the place is read once. A wide read may go past the place if the next bytes may be
 * read, too. Returns their number.
 */
unsigned int probe_reads(const struct prediction *prediction, const struct probe_place *place,
			 struct probe_read reads[PROBE_READS]);

/*
 * A read of a BAR that comes first: it makes the kernel fit all BARs to the host's
 * resources (vfio_bar_fixup), also BAR bytes that a capability owns, which do not trigger
 * it. False if it makes no difference.
 */
bool probe_first_read(const struct prediction *prediction, struct probe_read *read);

/* One access of a plan, to be printed. */
struct probe_step {
	struct register_place place;	/* the place that it probes; width 0: all places of a run */
	struct device_register entry;	/* the result of read */
	uint16_t offset, length;	/* bytes: 1, 2 or 4; those of a run */
	bool at_once;			/* a run */
	bool write, skipped;		/* ... which the given class does not make */
	enum probe_class class;		/* the least class that makes it */
	uint32_t bits;			/* bits that a write inverts */
	const char *reason;		/* why it is made, or what is left out and why */
};

/*
 * Lists all accesses of a plan in order. Returns their number; at most `room` are filled.
 */
size_t probe_steps(const struct prediction *prediction, const struct probe_plan *plan,
		   enum probe_class class, struct probe_step *steps, size_t room);

/* The result of repeating a read that was not as predicted, between looks at the hardware. */
enum probe_look {
	LOOK_SAME,		/* as predicted from the hardware's later value: it changed
				   meanwhile */
	LOOK_MOVING,		/* the hardware keeps changing */
	LOOK_OTHER,		/* not as predicted, although the hardware is stable */
};

/* What a user reads with one access, given the view. Unknown if it cannot be predicted. */
struct known_value probe_predict(const struct prediction *prediction, const struct user_view *view,
				 const struct probe_read *read);

/* The result of all reads of a place. */
struct probe_reading {
	bool unknown;		/* at least one could not be predicted */
	bool moving;		/* the place changes by itself */
	bool other;		/* at least one was not as predicted ... */
	struct probe_read read;	/* ... the first such read ... */
	uint32_t seen, predicted;	/* ... and its values */
};

/*
 * Judges the reads of a place by the view at the time of reading. `hardware`: the view's
 * hardware side was read from the hardware, not concluded from what a user reads. Sets
 * verdict and reason of *result.
 */
void probe_judge_read(const struct prediction *prediction, const struct probe_place *place,
		      const struct user_view *view, bool hardware,
		      const struct probe_reading *reading, struct probe_result *result);

/*
 * Compares the chains that a user sees with the capabilities that are not hidden.
 * Returns -1 if they agree. Otherwise returns the place of the first wrong pointer (34 or
 * the start of a capability), with *seen its value and *predicted the predicted one.
 */
int probe_judge_chain(const struct prediction *prediction, const struct config_space *user,
		      unsigned int *seen, unsigned int *predicted);

/* Counts the results of each verdict. */
void probe_count(const struct probe_result *results, size_t count,
		 unsigned int verdicts[PROBE_VERDICTS]);

/* "confirmed", "consistent" ...: stable. */
const char *probe_verdict_name(enum probe_verdict verdict);

/* "read", "virtual", "hardware", "effects", "all", "never": stable. */
const char *probe_class_name(enum probe_class class);

/* The words of the classes that write. */
extern const struct words probe_class_words;

#endif
