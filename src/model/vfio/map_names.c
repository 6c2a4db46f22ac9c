/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The names of a map's values: in JSON, and for people. */
#include "model/vfio/map.h"

#include "base/words.h"

const struct words map_kind_words = WORDS(MAP_KINDS, MAP_KIND_WORDS);

const char *map_kind_name(enum map_kind kind)
{
	return words_name(&map_kind_words, kind);
}

static const struct words map_content_words = WORDS(CONTENT_UNREAD + 1,
	[CONTENT_ZERO] = "zero",
	[CONTENT_ONES] = "ones",
	[CONTENT_DATA] = "data",
	[CONTENT_UNREAD] = "unread"
);

const char *map_content_name(enum map_content content)
{
	return words_name(&map_content_words, content);
}

static const struct words map_hidden_reason_words = WORDS(HIDDEN_EMPTY + 1,
	[HIDDEN_NULL_CAPABILITY] = "null-capability",
	[HIDDEN_NOT_VIRTUALIZED] = "not-virtualized",
	[HIDDEN_UNKNOWN] = "unknown",
	[HIDDEN_EMPTY] = "empty"
);

const char *map_hidden_reason_name(enum hidden_reason reason)
{
	return words_name(&map_hidden_reason_words, reason);
}

static const struct {
	const char *name, *text;
} warning_words[] = {
	[WARNING_LENGTH_PAST_END] = {
		"length-past-end",
		"the capability runs past the end of configuration space: the kernel writes its map out of bounds",
	},
	[WARNING_UNREAD] = {
		"unread", "this byte was not read, and the map depends on it: taken as ff",
	},
	[WARNING_OVERLAP] = {
		"overlap", "this capability takes bytes of an earlier one",
	},
	[WARNING_CHAIN_LOOP] = {
		"chain-loop", "the chain comes back here: the kernel walks on until its step limit",
	},
	[WARNING_CAPABILITY_CROSSES_100] = {
		"capability-crosses-100",
		"this standard capability reaches into extended space: its ID is judged as an extended one there",
	},
	[WARNING_POINTER_IN_HEADER] = {
		"pointer-in-header", "a next pointer leads into the header: header bytes belong to a capability",
	},
	[WARNING_HEADER_TYPE] = {
		"header-type", "vfio-pci refuses header types other than 0: this map exists in no kernel",
	},
	[WARNING_VENDOR_UNKNOWN] = {
		"vendor-unknown",
		"what the kernel's vendor has added here is not known: map and policy are undefined",
	},
	[WARNING_PLACEHOLDER_UNKNOWN] = {
		"placeholder-unknown",
		"in the user view a placeholder that ends the chain reads 0, as no extended capability does: taken as none",
	},
	[WARNING_NOT_IN_DUMP] = {
		"not-in-dump",
		"not in the dump, so nothing is said of these bytes: make it as root with lspci -xxxx (--size=100 says that 256 bytes are all)",
	},
};

const char *map_warning_name(enum map_warning_code code)
{
	return warning_words[code].name;
}

const char *map_warning_text(enum map_warning_code code)
{
	return warning_words[code].text;
}

static const struct words map_failure_texts = WORDS(FAILURE_PAST_END + 1,
	[FAILURE_NONE] = "",
	[FAILURE_UNALIGNED] = "an unaligned word or dword read (EFAULT)",
	[FAILURE_PAST_END] = "a read past the end of configuration space (EINVAL)"
);

const char *map_failure_text(enum map_failure failure)
{
	return words_name(&map_failure_texts, failure);
}
