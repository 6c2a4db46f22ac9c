/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Finds a kernel's rules by its names. A checked release comes from Linux, or from a
 * distribution that does not patch VFIO. Vendors patch VFIO and show it at most by a word
 * in the name.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_KERNEL_NAME_H
#define VFIO_CFGTOOL_MODEL_VFIO_KERNEL_NAME_H

#include "model/vfio/rules.h"

/* Bytes that a `uname -r` takes, the final NUL among them: __NEW_UTS_LEN + 1. */
#define KERNEL_RELEASE_SIZE 65

/* The names of a kernel; "" or NULL if not known. */
struct kernel_words {
	const char *release;	/* uname -r */
	const char *version;	/* uname -v */
	const char *signature;	/* Ubuntu's /proc/version_signature */
};

/* A vendor's kernel whose source was read: how it differs from its release. */
struct kernel_set {
	const char *name;	/* as --rules takes it */
	struct kernel_release from, to;	/* both included; patch 0: any patch */
	const char *word;	/* a pattern in the text after the release */
	unsigned int build;	/* the least build number after the release; 0: any */
	const char *what;	/* the kernel's name, for a sentence */
	bool is_mainline;	/* as mainline, and with the holes that were fixed later */
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
 * The rules of the kernel with these words, or of a pasted `uname -r`. The basis is
 * BASIS_TABLE for a checked release: one that the version names as "Debian A.B.C-N", or
 * one without a vendor's word. Otherwise it is BASIS_ASSUMED, and rules->note says why.
 * rules_parse() makes the same switches of rules->name. False, with *rules untouched, if
 * the words have no release from 5.10 on.
 */
bool kernel_rules(const struct kernel_words *words, struct rules *rules);

#endif
