/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The map: for each byte of configuration space the value in the kernel's
 * pci_config_map after vfio-pci opened the device, and the byte's owner; and the
 * capabilities that VFIO hides. It is rebuilt from bytes, rules and facts. Building
 * cannot fail: if the kernel cannot open the device, the result says so.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_MAP_H
#define VFIO_CFGTOOL_MODEL_VFIO_MAP_H

#include "base/space.h"
#include "base/words.h"
#include "model/vfio/device_facts.h"
#include "model/vfio/rules.h"

/* Values of the map that are no capability IDs: the kernel's vfio_pci_priv.h. */
#define MAP_HEADER	0x00
#define MAP_VIRTUAL	0xfe	/* PCI_CAP_ID_INVALID_VIRT */
#define MAP_RAW		0xff	/* PCI_CAP_ID_INVALID */

enum map_kind {
	KIND_HEADER,
	KIND_CAPABILITY,
	KIND_EXTENDED,
	KIND_PLACEHOLDER,
	KIND_RAW,
	KIND_VIRTUAL,
	MAP_KINDS,
};

/* The word of each kind: stable. */
#define MAP_KIND_WORDS \
	[KIND_HEADER] = "header", \
	[KIND_CAPABILITY] = "capability", \
	[KIND_EXTENDED] = "extended", \
	[KIND_PLACEHOLDER] = "placeholder", \
	[KIND_RAW] = "raw", \
	[KIND_VIRTUAL] = "virtual"

extern const struct words map_kind_words;

/* The bytes of a range. */
enum map_content {
	CONTENT_ZERO,		/* all 00 */
	CONTENT_ONES,		/* all ff */
	CONTENT_DATA,
	CONTENT_UNREAD,		/* at least one was not read */
};

enum hidden_reason {
	HIDDEN_NULL_CAPABILITY,
	HIDDEN_NOT_VIRTUALIZED,	/* its length in the kernel's table is 0 */
	HIDDEN_UNKNOWN,		/* its ID is past the end of the kernel's table */
	HIDDEN_EMPTY,		/* its own length field says 0 */
};

enum map_state {
	MAP_BUILT,
	MAP_INIT_FAILS,		/* the kernel cannot open the device: no map */
	MAP_SHORT,		/* fewer than SPACE_SIZE bytes were read: no map, but see map.part */
};

enum map_failure {
	FAILURE_NONE,
	FAILURE_UNALIGNED,	/* EFAULT: a misaligned read of a word or dword */
	FAILURE_PAST_END,	/* EINVAL: a read that reaches the end of extended space */
};

enum map_warning_code {
	WARNING_LENGTH_PAST_END,
	WARNING_UNREAD,
	WARNING_OVERLAP,
	WARNING_CHAIN_LOOP,
	WARNING_CAPABILITY_CROSSES_100,
	WARNING_POINTER_IN_HEADER,
	WARNING_HEADER_TYPE,
	WARNING_PLACEHOLDER_UNKNOWN,
	WARNING_VENDOR_UNKNOWN,
	WARNING_NOT_IN_DUMP,
	MAP_WARNING_CODES,
};

struct map_warning {
	enum map_warning_code code;
	uint16_t offset;	/* the byte that it is about, or the first */
	uint16_t end;		/* for WARNING_NOT_IN_DUMP the last; may be past map->size */
};

/* An owner of bytes: the header, a capability, the raw bytes, or the virtual bytes. */
struct map_owner {
	enum map_kind kind;
	uint16_t start;		/* of a capability */
	uint16_t length;	/* bytes that the kernel assumes */
	uint16_t id;		/* of a capability, all 16 bits */
	uint8_t version;	/* of an extended capability */
	uint8_t value;		/* its bytes' value in the map */
	bool inferred;		/* concluded, not seen on the device */
};

struct map_hidden {
	uint16_t offset;
	uint16_t id;
	bool extended;
	enum hidden_reason reason;
};

/*
 * One step of the kernel's walks: a capability that it found and left without an error.
 * It ends within SPACE_SIZE_EXTENDED, but may end past the end of a smaller space.
 */
struct map_visit {
	enum map_kind kind;	/* KIND_CAPABILITY, KIND_EXTENDED or KIND_PLACEHOLDER */
	uint16_t start;
	uint16_t length;	/* bytes, as in struct map_owner; 0: hidden, and skipped */
	uint16_t id;
	uint16_t next;		/* its next pointer: the walk continues there */
	/*
	 * Its length by the standards in bytes, whole dwords, up to the next capability at
	 * most. If the standards' length is not known, all up to there. 0 for a repeated
	 * visit in a loop.
	 */
	uint16_t extent;
	bool extent_known;
};

/* Steps of the kernel's two walks: (100-40)/4 and (1000-100)/4, hexadecimal. */
#define MAP_STANDARD_STEPS 48
#define MAP_EXTENDED_STEPS 960
#define MAP_WARNINGS 64

/* The entries of owner[] that every map has. */
#define OWNER_HEADER	0
#define OWNER_RAW	1
#define OWNER_VIRTUAL	2
#define OWNER_FIRST	3	/* capabilities, in the order of the walk */

struct map {
	enum map_state state;
	enum map_failure failure;	/* with MAP_INIT_FAILS */
	uint16_t failure_offset;	/* the read that fails */
	uint16_t failure_start;		/* the capability that it belongs to */
	enum view view;			/* of the bytes it was built from */
	uint16_t size;
	uint8_t value[SPACE_SIZE_EXTENDED];
	uint16_t owner_of[SPACE_SIZE_EXTENDED];	/* index into owner[] */
	bool undefined[SPACE_SIZE_EXTENDED];	/* a vendor's kernel: its value is not known */
	/* for a raw byte 1 + the visit whose capability it belongs to by the standards; 0: none */
	uint16_t extent_of[SPACE_SIZE_EXTENDED];
	/*
	 * With MAP_BUILT, for an excerpt: fewer than SPACE_SIZE bytes were read, but all of the
	 * header. The map says who owns the header, and nothing about the rest.
	 */
	bool part;
	uint8_t lanes;			/* of the device's PCI Express link; 0: not known */
	uint16_t owners;
	uint16_t hiddens;
	uint16_t warnings;
	uint16_t visits;
	bool warnings_cut;		/* there were more than MAP_WARNINGS */
	bool extended_cut;		/* without `ecap-error-fails`: an error ended the walk */
	/*
	 * Only for an excerpt (struct config_space): the chain leads to bytes that it does not
	 * show, or it does not show a length, so the map may lack capabilities.
	 */
	bool standard_unseen, extended_unseen;
	uint64_t unseen[SPACE_SIZE_EXTENDED / 64];	/* bytes whose owner it then lacks */
	struct map_owner owner[OWNER_FIRST + MAP_STANDARD_STEPS + MAP_EXTENDED_STEPS];
	struct map_hidden hidden[MAP_STANDARD_STEPS + MAP_EXTENDED_STEPS];
	struct map_warning warning[MAP_WARNINGS];
	struct map_visit visit[MAP_STANDARD_STEPS + MAP_EXTENDED_STEPS];	/* in walk order */
};

/*
 * Whether a byte's owner is unknown because the dump does not show the bytes that decide
 * it. In a built map such a byte is raw, or past map->size. False from SPACE_SIZE_EXTENDED on.
 */
static inline bool map_is_unseen(const struct map *map, unsigned int offset)
{
	return offset < SPACE_SIZE_EXTENDED && (map->unseen[offset / 64] >> offset % 64 & 1);
}

/*
 * The capability that a raw byte belongs to by the standards: the kernel hides it or assumes
 * that it is shorter. NULL if there is none or the byte is not raw. offset: below map->size.
 */
static inline const struct map_visit *map_extent(const struct map *map, unsigned int offset)
{
	unsigned int visit = map->owner_of[offset] == OWNER_RAW ? map->extent_of[offset] : 0;

	return visit != 0 ? &map->visit[visit - 1] : NULL;
}

/* The hidden capability that starts at an offset, or NULL. */
/*
 * Whether a byte is raw and 0, and no capability can own it, hidden or not. False where that
 * is not known, and past the end of the space.
 */
bool map_is_free(const struct map *map, const struct config_space *space, unsigned int offset);

const struct map_hidden *map_hidden_at(const struct map *map, unsigned int start);

/* A maximal run of bytes with one value and one owner. */
struct map_range {
	uint16_t start, end;	/* both included */
	const struct map_owner *owner;
	enum map_content content;
};

/* Builds the map of a space under rules and facts. Every member of *map is set. */
void map_build(const struct config_space *space, const struct rules *rules,
	       const struct device_facts *facts, struct map *map);

/*
 * Replaces the predicted values by the kernel's: map->size of them. A byte with
 * another value than predicted gets an owner that is made from the value alone. A
 * map with MAP_INIT_FAILS becomes MAP_BUILT.
 */
void map_take_kernel(struct map *map, const uint8_t *values);

/* The byte after the run of bytes of one owner that `start` is in; at most map->size. */
unsigned int map_owner_end(const struct map *map, unsigned int start);

/*
 * The range that starts at `start`: 0, or the byte after another range. Ranges
 * cover 0 to map->size without gap or overlap. Only for MAP_BUILT; `space` is the
 * one the map was built from.
 */
struct map_range map_range_at(const struct map *map, const struct config_space *space,
			      uint16_t start);

/* The number of bytes of each kind; their sum is map->size. */
void map_totals(const struct map *map, unsigned int totals[MAP_KINDS]);

/*
 * Free space: an aligned run of whole dwords that are raw and read as zeros. Finds the
 * next one of at least `size` bytes from *start on. Returns its length and its *start, or 0.
 */
unsigned int map_free_run(const struct map *map, const struct config_space *space,
			  unsigned int size, unsigned int *start);

/* Stable spellings: of kinds, contents, reasons, warning codes. */
const char *map_kind_name(enum map_kind kind);
const char *map_content_name(enum map_content content);
const char *map_hidden_reason_name(enum hidden_reason reason);
const char *map_warning_name(enum map_warning_code code);

/* A sentence for a person: what a warning means, and why the kernel cannot open a device. */
const char *map_warning_text(enum map_warning_code code);
const char *map_failure_text(enum map_failure failure);

#endif
