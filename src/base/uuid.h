/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* A UUID as text: 8-4-4-4-12 hexadecimal digits, as the kernel's uuid_parse() reads it. */
#ifndef VFIO_CFGTOOL_BASE_UUID_H
#define VFIO_CFGTOOL_BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

#define UUID_SIZE 16

/* Reads the whole text. False, with uuid undefined, if it is no UUID. */
bool uuid_parse(const char *text, uint8_t uuid[UUID_SIZE]);

#endif
