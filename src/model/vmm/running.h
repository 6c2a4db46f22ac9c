/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Finds the version of a running QEMU, and a device's placement in it, from its program and
 * its command line.
 */
#ifndef VFIO_CFGTOOL_MODEL_VMM_RUNNING_H
#define VFIO_CFGTOOL_MODEL_VMM_RUNNING_H

#include "base/address.h"
#include "model/vmm/vmm.h"

/* Bytes of the longest --vmm that running_option() writes, the final NUL among them. */
#define RUNNING_WORDS_SIZE 1024

/*
 * Finds the version of QEMU in the bytes of its program: that of its newest machine. The bytes
 * have the names of machines ("pc-q35-10.0-machine"; hw/i386/pc_q35.c and hw/arm/virt.c name
 * them by their first version). False if there is none.
 */
bool running_version(const char *program, size_t size, struct vmm_version *version);

/* The words of a process: `count` strings, each ended by a NUL. */
struct running_words {
	const char *text;
	size_t size;		/* bytes, with the NULs */
};

/*
 * Writes the argument of --vmm for a device of this QEMU: name, version, machine, bus, and the
 * properties of its -device. The device is the vfio-pci whose host or sysfsdev is the address.
 * False, with the reason in `why` (size bytes), if the command line lacks it: the device came
 * later, or from a configuration file.
 */
bool running_option(const struct running_words *words, const struct vmm_version *version,
		   const struct pci_address *address, char text[RUNNING_WORDS_SIZE], char *why,
		   size_t size);

#endif
