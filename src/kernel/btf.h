/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's type information (BTF), as far as it says at which offset of a
 * structure a member is. The format stands in Documentation/bpf/btf.rst. Pure:
 * works on bytes, and no bytes can make it read outside of them.
 */
#ifndef VFIO_CFGTOOL_KERNEL_BTF_H
#define VFIO_CFGTOOL_KERNEL_BTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One object's types. A module's are written as a sequel of the kernel's own:
 * a string offset below the length of the kernel's strings is one of those.
 * Nothing is owned.
 */
struct btf {
	const uint8_t *types;
	size_t types_size;
	const char *strings, *base_strings;
	size_t strings_size, base_size;
};

/*
 * Takes the bytes of a file of /sys/kernel/btf; `base` is the one of the kernel
 * itself (NULL: these bytes are). Of base only the strings are used. False where
 * they are no BTF.
 */
bool btf_parse(const uint8_t *bytes, size_t size, const struct btf *base, struct btf *btf);

/*
 * The offset in bytes of a member of a structure that this object defines.
 * Returns -1 where there is no such structure or member, or it is a bit field.
 */
int btf_member_offset(const struct btf *btf, const char *structure, const char *member);

/* The size in bytes of a structure that this object defines, or -1. */
int btf_structure_size(const struct btf *btf, const char *structure);

#endif
