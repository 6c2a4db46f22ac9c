/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The chain of standard capabilities in QEMU's copy: hw/pci/pci.c, and the walks of hw/vfio/pci.c. */
#ifndef VFIO_CFGTOOL_MODEL_VMM_QEMU_CHAIN_H
#define VFIO_CFGTOOL_MODEL_VMM_QEMU_CHAIN_H

#include "model/vmm/qemu_copy.h"

/* A chain has at most this many capabilities: each starts at another of 256 bytes. */
#define QEMU_CHAIN_STEPS 256

/* The places of a chain, from its start on. */
struct qemu_places {
	unsigned int count;
	uint8_t at[QEMU_CHAIN_STEPS];
};

/*
 * Lists the chain. Returns false where it comes back to a place: QEMU's walks never end then,
 * and the list ends before that place. Those of hw/pci/pci.c count in bytes (`wraps`): they take
 * the next pointer of a capability at ff from 0. vfio_std_cap_max_size() takes it from 100.
 */
bool qemu_list_chain(struct qemu *qemu, bool wraps, struct qemu_places *places);

/* Ends the build at a chain that never ends. Returns false. */
bool qemu_loops(struct qemu *qemu, unsigned int offset);

/*
 * vfio_std_cap_max_size(): bytes from a capability up to the next one above, or to the end of
 * standard space. False if that ends the build.
 */
bool qemu_find_room(struct qemu *qemu, unsigned int offset, unsigned int *room);

/* pci_find_capability(): the first capability of an ID, or 0. False if the search never ends. */
bool qemu_find_capability(struct qemu *qemu, uint8_t id, uint16_t *offset);

/* pci_add_capability(): puts a capability at the head of the chain. False if that ends the build. */
bool qemu_add_capability(struct qemu *qemu, uint8_t id, unsigned int offset, unsigned int size);

#endif
