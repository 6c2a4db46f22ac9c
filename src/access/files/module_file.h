/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the file of a VFIO module, or of an unstripped kernel, shows of its rules. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_MODULE_FILE_H
#define VFIO_CFGTOOL_ACCESS_FILES_MODULE_FILE_H

#include "base/fault.h"
#include "base/module_facts.h"

/*
 * Takes what the bytes of vfio-pci-core.ko, of vfio-pci.ko before 5.15 or of an unstripped
 * vmlinux show. Pure. Returns 0, or -errno with fault filled.
 */
int module_file_parse(const uint8_t *bytes, size_t size, struct module_facts *facts,
		      struct fault *fault);

/*
 * Reads such a file, compressed or not, and vfio-pci.ko in the same directory, which
 * says which display devices are Intel's. It has to be a regular file, root's or the
 * caller's, that nobody else can write. Returns 0, or -errno with fault filled.
 */
int module_file_read(const char *path, struct module_facts *facts, struct fault *fault);

/*
 * The name of vfio-pci.ko in the directory of vfio-pci-core.ko, which is read with it; NULL
 * for any other file, or where memory is short. It is the caller's.
 */
char *module_file_beside(const char *path);

#endif
