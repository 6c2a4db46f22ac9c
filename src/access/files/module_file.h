/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Reads the rules that a VFIO module's file, or an unstripped kernel, contains. */
#ifndef VFIO_CFGTOOL_ACCESS_FILES_MODULE_FILE_H
#define VFIO_CFGTOOL_ACCESS_FILES_MODULE_FILE_H

#include "base/fault.h"
#include "base/module_facts.h"

/*
 * Parses the bytes of vfio-pci-core.ko, of vfio-pci.ko before 5.15, or of an unstripped
 * vmlinux. Pure. Returns 0, or -errno with fault filled.
 */
int module_file_parse(const uint8_t *bytes, size_t size, struct module_facts *facts,
		      struct fault *fault);

/*
 * Reads such a file, compressed or not. Also reads vfio-pci.ko in the same directory, which
 * has the rule for Intel's display devices. The file must be regular, root's or the caller's,
 * and not writable by any other user. Returns 0, or -errno with fault filled.
 */
int module_file_read(const char *path, struct module_facts *facts, struct fault *fault);

/*
 * The name of vfio-pci.ko in the directory of vfio-pci-core.ko. NULL for any other file, or if
 * memory is short. The caller frees it.
 */
char *module_file_beside(const char *path);

#endif
