/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The steps in which hw/vfio/pci.c of QEMU makes its copy of a configuration space. They have
 * QEMU's order, because a later step reads what an earlier one wrote.
 */
#ifndef VFIO_CFGTOOL_MODEL_VMM_QEMU_H
#define VFIO_CFGTOOL_MODEL_VMM_QEMU_H

#include "model/vmm/qemu_copy.h"

/* vfio_add_capabilities(): both chains. False if that ends the build. */
bool qemu_add_standard(struct qemu *qemu);
bool qemu_add_extended(struct qemu *qemu);

/* The search for ARI with which QEMU ends the chain. False if it ends the build. */
bool qemu_look_for_ari(struct qemu *qemu);

/* Handles BARs and ROM: their kinds, their writable bits, and their values after a reset. */
void qemu_look_at_bars(struct qemu *qemu);
void qemu_register_bars(struct qemu *qemu);
void qemu_reset_bars(struct qemu *qemu);

/* vfio_msix_early_setup() and vfio_msix_setup(). */
bool qemu_look_for_msix(struct qemu *qemu);
bool qemu_add_msix(struct qemu *qemu, unsigned int offset);

/* The effect of a reset and of the end of vfio_realize() on the interrupts' capabilities. */
void qemu_finish_msi(struct qemu *qemu);
void qemu_finish_msix(struct qemu *qemu);

/* vfio_add_virt_caps(): capabilities that QEMU adds. */
bool qemu_add_virtual(struct qemu *qemu);

/* hw/vfio/igd.c: registers of an Intel display device. */
bool qemu_setup_igd(struct qemu *qemu);

#endif
