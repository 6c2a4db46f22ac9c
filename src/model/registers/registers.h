/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The registers of one device, and REGISTER and RANGE of the command line. */
#ifndef VFIO_CFGTOOL_MODEL_REGISTERS_REGISTERS_H
#define VFIO_CFGTOOL_MODEL_REGISTERS_REGISTERS_H

#include "model/vfio/map.h"
#include "model/registers/register.h"

/* One register at its place in a device. */
struct device_register {
	const struct register_type *type;
	uint16_t offset;	/* in configuration space */
	uint16_t capability;	/* the start of its capability; 0: the header */
	uint16_t id;		/* of the capability */
	bool extended;
	bool hidden;		/* its capability is hidden; a placeholder's dword is shown */
	bool several;		/* the chain has more capabilities of this ID ... */
	uint16_t instance;	/* ... and this is number N, from 0, as in @N */
	uint16_t repeat;	/* number of the repeat, from 0 */
};

/* At most one starts at each byte; they ascend. */
struct registers {
	size_t count;
	struct device_register list[SPACE_SIZE_EXTENDED];
};

/*
 * Finds the registers of the header, of the capabilities in the map and of the
 * hidden ones. Included: registers beyond the length the kernel assumes. Left out:
 * registers whose first byte another capability owns, and misaligned ones. A map
 * that was not built has none.
 */
void registers_find(const struct map *map, const struct config_space *space,
		    struct registers *registers);

/* The register that starts at an offset, or NULL. */
const struct device_register *registers_at(const struct registers *registers, unsigned int offset);

/* The register that an offset lies in, or NULL. */
const struct device_register *registers_around(const struct registers *registers,
					       unsigned int offset);

/* Bytes that the longest name takes, the final NUL among them. */
#define REGISTER_NAME_SIZE 48

/*
 * Writes a name that register_resolve() resolves to this register, without the width:
 * setpci's name in the header ("COMMAND"), else the kernel's ("EXP_DEVCTL"), else the
 * place in the capability ("CAP_PM+1"; "CAP_PM" for its start). "@N" follows if the
 * device has several. Returns text.
 */
const char *register_name(const struct device_register *device_register,
			  char text[REGISTER_NAME_SIZE]);

/* A REGISTER of the command line: `(NAME|HEX)[+HEX][.b|.w|.l][@N]`. */
struct register_reference {
	const struct register_type *type;	/* named; NULL: a capability or an offset */
	bool header;		/* type is in the header, or between the capabilities */
	bool capability;	/* type or added counts from the start of a capability ... */
	bool extended;		/* ... in this chain ... */
	uint16_t id;		/* ... with this ID */
	uint16_t instance;	/* N of @N */
	uint16_t added;		/* the number after '+', or the offset itself */
	uint8_t width;		/* bytes, if the text has a width; else 0 */
};

/*
 * Parses one, ignoring case. False, with the reason in `why` (size bytes), for an
 * unknown name, a number out of range, or an offset that is misaligned for its width.
 */
bool register_parse(const char *text, struct register_reference *reference, char *why,
		    size_t size);

/*
 * Finds the capability that a reference (with `capability` set) names, hidden or not.
 * VC_x means the first of ECAP_VC, ECAP_MFVC, ECAP_VC2 present. NULL, with the reason
 * in `why` (size bytes), if there is no such instance.
 */
const struct map_visit *register_capability(const struct register_reference *reference,
					    const struct map *map, char *why, size_t size);

/* A place in one device's configuration space. */
struct register_place {
	uint16_t offset;
	uint8_t width;		/* bytes; offset is a multiple of it */
	bool width_implied;	/* neither the text nor a register gave it: setpci needs one */
	const struct device_register *known;	/* the register at this place and width, or NULL */
};

/* setpci's letter for a width of 1, 2 or 4 bytes: b, w or l. */
char register_width_letter(unsigned int width);

/* "04.w COMMAND", or "40.l" without a name. Returns text. */
#define PLACE_TEXT_SIZE (REGISTER_NAME_SIZE + 8)
const char *register_place_text(const struct register_place *place, char text[PLACE_TEXT_SIZE]);

/*
 * Finds a reference in a device. Without a width it gets that of the register that
 * starts at the offset, else one byte. False, with the reason in `why` (size bytes), if
 * there is no such capability or the place is past the end or misaligned.
 */
bool register_resolve(const struct register_reference *reference, const struct map *map,
		      const struct registers *registers, struct register_place *place,
		      char *why, size_t size);

/*
 * A RANGE: `HEX-HEX`, both ends included; a whole capability `CAP_x[@N]` or a part of
 * it, `CAP_x+HEX-HEX`; or `gaps`, all raw bytes.
 */
struct range_reference {
	bool gaps;
	bool capability, whole;
	struct register_reference base;	/* the capability */
	uint16_t first, last;		/* from the capability's start, or the space's */
};

/* Whether text has the form of a RANGE other than a bare capability; parses as register_parse(). */
bool range_looks_like(const char *text);
bool range_parse(const char *text, struct range_reference *range, char *why, size_t size);

/* Marks the bytes of a range in a device. False, with the reason in `why` (size bytes). */
bool range_resolve(const struct range_reference *range, const struct map *map,
		   uint8_t bytes[SPACE_SIZE_EXTENDED / 8], char *why, size_t size);

#endif
