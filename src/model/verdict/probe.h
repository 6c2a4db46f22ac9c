/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Probes: what is tried on a device to see whether it behaves as the policy says,
 * and what comes of it. The plan is made and the outcome judged without a device.
 */
#ifndef VFIO_CFGTOOL_MODEL_VERDICT_PROBE_H
#define VFIO_CFGTOOL_MODEL_VERDICT_PROBE_H

#include "model/registers/registers.h"
#include "model/verdict/write_plan.h"

enum probe_verdict {
	PROBE_CONFIRMED,	/* seen to be as predicted, and not otherwise */
	PROBE_CONSISTENT,	/* nothing contradicts, but the contrary would look the same */
	PROBE_CONTRADICTED,
	PROBE_SKIPPED,
	PROBE_UNSTABLE,		/* the register changes by itself */
	PROBE_ERROR,		/* an access failed */
	PROBE_VERDICTS,
};

/* Bytes that the longest reason takes, the final NUL among them. */
#define PROBE_REASON_SIZE 144

/* What came of the probe of one place. */
struct probe_result {
	struct register_place place;
	struct device_register entry;	/* what place.known points to, where it does */
	enum probe_verdict verdict;
	struct known_value written;	/* the last value that was written; not known: none was */
	struct known_value user_before, user_after, hardware_before, hardware_after;
	char reason[PROBE_REASON_SIZE];	/* "" where the verdict says it all */
};

/* What may be written; each class includes the ones before it. */
enum probe_class {
	PROBE_READ,		/* nothing */
	PROBE_VIRTUAL,		/* what stays in the virtual copy, or is dropped */
	PROBE_HARDWARE,		/* also harmless registers of the hardware */
	PROBE_EFFECTS,		/* also what has an effect, but reset and power state */
	PROBE_ALL,		/* also raw bytes, vendor capabilities, reset, power state */
	PROBE_NEVER,		/* what no class writes */
};

/* One place to probe: a register, or up to four bytes of one owner that are none. */
struct probe_place {
	struct register_place place;
	bool once;		/* raw or vendor bytes: a read can do something there */
	bool undefined;		/* nobody knows what the kernel makes of it */
	bool alone;		/* in no run: what a read of more bytes has of it is another thing */
};

/* A run of bytes that are read at once. */
struct probe_run {
	uint16_t start, length;
};

/* The places ascend within one RANGE, and are in the order named else. */
struct probe_plan {
	size_t count;
	struct probe_place list[SPACE_SIZE_EXTENDED];
	size_t runs;
	struct probe_run run[SPACE_SIZE_EXTENDED / 2];
};

/*
 * Starts an empty plan; adds a place, or all that lies in the marked bytes; and
 * finds the runs to be read at once. What does not fit any more is left out.
 */
void probe_plan_begin(struct probe_plan *plan);
void probe_plan_place(const struct prediction *prediction, const struct register_place *place,
		      struct probe_plan *plan);
void probe_plan_bytes(const struct prediction *prediction,
		      const uint8_t bytes[SPACE_SIZE_EXTENDED / 8], struct probe_plan *plan);
void probe_plan_end(struct probe_plan *plan);

/* One read of a place, 1, 2 or 4 bytes at an offset that is a multiple of them. */
struct probe_read {
	uint16_t offset;
	uint8_t width;
};

/* Four bytes, two words and a dword at most; of a byte also the word and dword that start there. */
#define PROBE_READS 7

/*
 * The reads of a place at all widths that its offset allows, the narrow ones first;
 * none of one that is read once. A wider one goes past the place where what lies
 * there may be read, too. Returns their number.
 */
unsigned int probe_reads(const struct prediction *prediction, const struct probe_place *place,
			 struct probe_read reads[PROBE_READS]);

/*
 * A read to begin with, of a BAR: the kernel fits all of them to the host's resources
 * then, also bytes that are a capability's and do not make it do so (vfio_bar_fixup).
 * False where it makes no difference.
 */
bool probe_first_read(const struct prediction *prediction, struct probe_read *read);

/* One access of a plan, as it is shown. */
struct probe_step {
	struct register_place place;	/* whose probe it is of; width 0: of all in a run */
	struct device_register entry;	/* as in struct probe_result */
	uint16_t offset, length;	/* bytes: 1, 2 or 4; those of a run */
	bool at_once;			/* a run */
	bool write, skipped;		/* ... which is not made in the class at hand */
	enum probe_class class;		/* the least that makes it */
	uint32_t bits;			/* that a write turns over */
	const char *reason;		/* why it is made, or what is left out and why */
};

/*
 * Lists all accesses of a plan in their order. Returns their number; no more than
 * `room` are filled.
 */
size_t probe_steps(const struct prediction *prediction, const struct probe_plan *plan,
		   enum probe_class class, struct probe_step *steps, size_t room);

/* What was seen of a read that was not as predicted: once more, between looks at the hardware. */
enum probe_look {
	LOOK_SAME,		/* as predicted by the hardware as it is now: it had changed */
	LOOK_MOVING,		/* the hardware does not keep still */
	LOOK_OTHER,		/* otherwise than predicted, and it keeps still */
};

/* What a user reads at once, if the view is right; not known where nothing follows from it. */
struct known_value probe_predict(const struct prediction *prediction, const struct user_view *view,
				  const struct probe_read *read);

/* What the reads of a place came to. */
struct probe_reading {
	bool unknown;		/* one could not be predicted */
	bool moving;		/* it changes by itself */
	bool other;		/* one was not as predicted ... */
	struct probe_read read;	/* ... the first of these, ... */
	uint32_t seen, predicted;	/* ... what was seen, and what it was to be */
};

/*
 * The verdict of a place from its reads, and from the view as it was when the
 * place was read; `hardware` says whether that is the hardware's, or concluded from
 * what a user reads. Fills verdict and reason.
 */
void probe_judge_read(const struct prediction *prediction, const struct probe_place *place,
		      const struct user_view *view, bool hardware,
		      const struct probe_reading *reading, struct probe_result *result);

/*
 * The chains that a user sees, against the capabilities that are not hidden, as
 * far as VFIO leads them. Returns where the first pointer stands that leads
 * elsewhere (34 or the start of a capability), with *seen where to and *predicted
 * where it should, or -1.
 */
int probe_judge_chain(const struct prediction *prediction, const struct config_space *user,
		      unsigned int *seen, unsigned int *predicted);

/* How many of the results have each verdict. */
void probe_count(const struct probe_result *results, size_t count,
		 unsigned int verdicts[PROBE_VERDICTS]);

/* "confirmed", "consistent" ...: stable. */
const char *probe_verdict_name(enum probe_verdict verdict);

/* "read", "virtual", "hardware", "effects", "all", "never": stable. */
const char *probe_class_name(enum probe_class class);

#endif
