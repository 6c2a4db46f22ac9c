/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The kernel's type information (BTF), as far as it gives the offset of a member in a
 * structure. Documentation/bpf/btf.rst has the format. Pure: works on any bytes and never
 * reads outside of them.
 */
#ifndef VFIO_CFGTOOL_KERNEL_BTF_H
#define VFIO_CFGTOOL_KERNEL_BTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One object's types. A module's continue the kernel's own: a string offset below the length
 * of the kernel's strings means one of those. Nothing is owned.
 */
struct btf {
	const uint8_t *types;
	size_t types_size;
	const char *strings, *base_strings;
	size_t strings_size, base_size;
};

/*
 * Parses the bytes of a file of /sys/kernel/btf. `base` is the kernel's own; NULL: these bytes
 * are the kernel's own. Only the strings of base are used. False if the bytes are no BTF.
 */
bool btf_parse(const uint8_t *bytes, size_t size, const struct btf *base, struct btf *btf);

/*
 * The offset in bytes of a member of a structure that this object defines.
 * Returns -1 if there is no such structure or member, or if it is a bit field.
 */
int btf_member_offset(const struct btf *btf, const char *structure, const char *member);

/* The size in bytes of a structure that this object defines, or -1. */
int btf_structure_size(const struct btf *btf, const char *structure);

#endif
