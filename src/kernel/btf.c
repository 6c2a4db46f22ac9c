/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/btf.h"

#include <limits.h>
#include <linux/btf.h>
#include <string.h>

/* Whether a section of `length` bytes at `offset` is inside the bytes after the header. */
static bool section_fits(size_t room, uint32_t offset, uint32_t length)
{
	return offset <= room && length <= room - offset;
}

bool btf_parse(const uint8_t *bytes, size_t size, const struct btf *base, struct btf *btf)
{
	struct btf_header header;
	size_t room;

	if (size < sizeof(header))
		return false;
	memcpy(&header, bytes, sizeof(header));
	if (header.magic != BTF_MAGIC || header.version != BTF_VERSION ||
	    header.hdr_len < sizeof(header) || header.hdr_len > size)
		return false;
	room = size - header.hdr_len;
	if (!section_fits(room, header.type_off, header.type_len) ||
	    !section_fits(room, header.str_off, header.str_len) || header.str_len == 0)
		return false;
	*btf = (struct btf) {
		.types = bytes + header.hdr_len + header.type_off,
		.types_size = header.type_len,
		.strings = (const char *)bytes + header.hdr_len + header.str_off,
		.strings_size = header.str_len,
	};
	if (base != NULL) {
		btf->base_strings = base->strings;
		btf->base_size = base->strings_size;
	}
	/* so that no string runs out of its section */
	return btf->strings[btf->strings_size - 1] == '\0';
}

static bool name_is(const struct btf *btf, uint32_t offset, const char *name)
{
	if (offset < btf->base_size)
		return strcmp(btf->base_strings + offset, name) == 0;
	offset -= (uint32_t)btf->base_size;
	return offset < btf->strings_size && strcmp(btf->strings + offset, name) == 0;
}

/* include/uapi/linux/btf.h; headers of 5.10 do not have these yet. */
#define KIND_DECL_TAG	17
#define KIND_ENUM64	19
#define ENUM64_SIZE	(3 * sizeof(uint32_t))

/* Bytes that follow a type's fixed part. */
static size_t rest_of(const struct btf_type *type)
{
	size_t entries = BTF_INFO_VLEN(type->info);

	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case KIND_DECL_TAG:
		return sizeof(uint32_t);
	case BTF_KIND_ARRAY:
		return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return entries * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return entries * sizeof(struct btf_enum);
	case BTF_KIND_FUNC_PROTO:
		return entries * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
		return entries * sizeof(struct btf_var_secinfo);
	case KIND_ENUM64:
		return entries * ENUM64_SIZE;
	default:
		return 0;
	}
}

static int member_offset(const struct btf *btf, const struct btf_type *type,
			 const uint8_t *members, const char *name)
{
	for (unsigned int i = 0; i < BTF_INFO_VLEN(type->info); i++) {
		struct btf_member member;
		uint32_t bit;

		memcpy(&member, members + i * sizeof(member), sizeof(member));
		if (!name_is(btf, member.name_off, name))
			continue;
		bit = BTF_INFO_KFLAG(type->info) ? BTF_MEMBER_BIT_OFFSET(member.offset)
						 : member.offset;
		if (bit % 8 != 0 ||
		    (BTF_INFO_KFLAG(type->info) && BTF_MEMBER_BITFIELD_SIZE(member.offset) != 0))
			return -1;
		return (int)(bit / 8);
	}
	return -1;
}

/* Finds a structure's definition; returns its members, or NULL. */
static const uint8_t *find_structure(const struct btf *btf, const char *name,
				     struct btf_type *type)
{
	size_t place = 0;

	while (btf->types_size - place >= sizeof(*type)) {
		size_t rest;

		memcpy(type, btf->types + place, sizeof(*type));
		place += sizeof(*type);
		rest = rest_of(type);
		if (rest > btf->types_size - place)
			return NULL;
		if (BTF_INFO_KIND(type->info) == BTF_KIND_STRUCT &&
		    name_is(btf, type->name_off, name))
			return btf->types + place;
		place += rest;
	}
	return NULL;
}

int btf_member_offset(const struct btf *btf, const char *structure, const char *member)
{
	struct btf_type type;
	const uint8_t *members = find_structure(btf, structure, &type);

	return members != NULL ? member_offset(btf, &type, members, member) : -1;
}

int btf_structure_size(const struct btf *btf, const char *structure)
{
	struct btf_type type;

	if (find_structure(btf, structure, &type) == NULL || type.size > INT_MAX)
		return -1;
	return (int)type.size;
}
