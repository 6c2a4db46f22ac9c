/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Reaches several devices at once, in threads, because every open and close waits for a reset. */
#ifndef VFIO_CFGTOOL_TASKS_SIDE_BY_SIDE_H
#define VFIO_CFGTOOL_TASKS_SIDE_BY_SIDE_H

#include "base/device_list.h"
#include "tasks/inspection.h"

/*
 * Reaches all devices of a list, as reach_all() does, each thread with an inspection
 * of its own; devices of one IOMMU group follow one another. reach->session must be safe in
 * several threads. Returns when all devices are closed.
 */
void side_by_side(struct reach *reach, const struct device_list *list);

#endif
