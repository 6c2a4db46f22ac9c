/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Names of registers as people write them: lspci's, and those without the capability's prefix. */
#ifndef VFIO_CFGTOOL_MODEL_REGISTERS_SPELLING_H
#define VFIO_CFGTOOL_MODEL_REGISTERS_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The name in the tables of registers of what lspci -vv calls so ("DevCtl": "EXP_DEVCTL"),
 * or of a BAR by its number; in upper or lower case. NULL: lspci has no such name.
 */
const char *spelling_of_lspci(const char *text, size_t length);

/*
 * Writes the name of a capability or register that the text may be meant for: one that
 * only lacks its prefix ("PASID": "ECAP_PASID"), or one letter of which is wrong. False:
 * there is none.
 */
bool spelling_suggest(const char *text, size_t length, char *name, size_t size);

#endif
