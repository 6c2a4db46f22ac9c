/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The kernel's struct perm_bits: what vfio_pci_config.c does with an access to
 * one capability. Plain values, either predicted by rules or copied from the
 * running kernel.
 */
#ifndef VFIO_CFGTOOL_BASE_PERMISSION_H
#define VFIO_CFGTOOL_BASE_PERMISSION_H

#include <stdbool.h>
#include <stdint.h>

/* readfn: vfio_x_config_read() */
enum read_function {
	READ_UNKNOWN,
	READ_DEFAULT,		/* by the bits of virt */
	READ_DIRECT,		/* the hardware; the capability's header from the virtual copy */
	READ_RAW,		/* the hardware */
	READ_VIRT,		/* the virtual copy */
	READ_BASIC,		/* default, of the header */
	READ_MSI,		/* default */
	READ_FUNCTIONS,
};

/* writefn: vfio_x_config_write() */
enum write_function {
	WRITE_UNKNOWN,
	WRITE_NONE,		/* no function: dropped */
	WRITE_DEFAULT,		/* by the bits of virt and write */
	WRITE_RAW,		/* to the hardware */
	WRITE_VIRT,		/* to the virtual copy */
	WRITE_BASIC,		/* this and all below: default, and an effect */
	WRITE_PM,
	WRITE_VPD,
	WRITE_EXP,
	WRITE_AF,
	WRITE_MSI,
	WRITE_FUNCTIONS,
};

/* Bytes of the longest table: the header's. */
#define PERMISSION_SIZE 0x40

struct permission {
	uint8_t size;		/* bytes of virt and of write, whole dwords; 0: neither is used */
	uint8_t read_function;	/* enum read_function */
	uint8_t write_function;	/* enum write_function */
	uint8_t virt[PERMISSION_SIZE];	/* 1: read from the virtual copy, and written there */
	uint8_t write[PERMISSION_SIZE];	/* 1: may be written */
};

/* All tables of a kernel; the map's value of a byte selects one. */
struct permissions {
	unsigned int standards, extendeds;	/* entries in use; IDs from there on are
						   unknown */
	struct permission standard[0x100];	/* cap_perms[]; for MSI each device has its own */
	struct permission extended[0x100];	/* ecap_perms[] */
	struct permission raw;			/* unassigned_perms */
	struct permission virt;			/* virt_perms */
	struct permission unknown;		/* direct_ro_perms: extended IDs past the table;
						   READ_UNKNOWN: the kernel has none */
};

/* The kernel's name of a function, stable; "" for no function, NULL for an unknown one. */
const char *read_function_name(enum read_function function);
const char *write_function_name(enum write_function function);

#endif
