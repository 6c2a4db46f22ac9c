/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Why the running kernel cannot be asked: each cause, and what to do. Every function fills
 * fault (may be NULL) and returns -errno; `error` is a positive errno.
 */
#ifndef VFIO_CFGTOOL_KERNEL_CAUSE_H
#define VFIO_CFGTOOL_KERNEL_CAUSE_H

#include <stdint.h>

#include "base/fault.h"
#include "kernel/tables.h"

/* A BPF value or program could not be made, or a value could not be used. */
int cause_load(int error, struct fault *fault);

/* The probe could not be attached. */
int cause_attach(int error, struct fault *fault);

/* Returns 0 unless it is known, without any try, that no kprobe fires now. */
int cause_switched_off(struct fault *fault);

/* The probe was to fire once for one read, but fired `hits` times. */
int cause_silent(uint64_t hits, struct fault *fault);

/* Kernel memory could not be copied. */
int cause_copy(int error, struct fault *fault);

/* The layout of the kernel's structure is not known. */
int cause_layout(struct fault *fault);

/* Its tables cannot be seen; `sight` says why. */
int cause_tables(enum table_sight sight, struct fault *fault);

/* The registers of this machine are not known. */
int cause_machine(struct fault *fault);

/* The kernel says that it is another function. */
int cause_other(struct fault *fault);

#endif
