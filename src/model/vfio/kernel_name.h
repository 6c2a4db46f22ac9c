/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a kernel's names say of its rules. A release was checked where nobody but
 * Linux and a distribution that leaves VFIO alone had a hand in it; vendors patch
 * VFIO and say so in a word at most.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_KERNEL_NAME_H
#define VFIO_CFGTOOL_MODEL_VFIO_KERNEL_NAME_H

#include "model/vfio/rules.h"

/* Bytes that a `uname -r` takes, the final NUL among them: __NEW_UTS_LEN + 1. */
#define KERNEL_RELEASE_SIZE 65

/* What a kernel calls itself; "" or NULL where nothing is known. */
struct kernel_words {
	const char *release;	/* uname -r */
	const char *version;	/* uname -v */
	const char *signature;	/* /proc/version_signature, Ubuntu's */
};

/* A vendor's kernel that was read: what it has otherwise than the release it is made from. */
struct kernel_set {
	const char *name;	/* as --rules takes it */
	struct kernel_release from, to;	/* both included; patch 0: of any */
	const char *word;	/* a pattern in what follows the release */
	unsigned int build;	/* the least number behind the release; 0: any */
	const char *what;	/* in a sentence */
	bool is_mainline;	/* also of holes that were fixed later */
	struct rules_length length;	/* id 0: none */
	unsigned int count;
	struct {
		enum rules_switch which;
		uint8_t value;
	} values[2];
};

/* All of them; *count is set. Const data. */
const struct kernel_set *kernel_sets(size_t *count);

/*
 * The rules of the kernel with these words, or of a `uname -r` that was pasted.
 * Its basis is the table's for a release that was checked, which version "Debian
 * A.B.C-N" says, or a release with no vendor's word in it; else it is assumed, and
 * rules->note says why. rules->name makes the same switches by rules_parse(). False,
 * with *rules untouched, where no release from 5.10 on stands in them.
 */
bool kernel_rules(const struct kernel_words *words, struct rules *rules);

#endif
