/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Parses attributes of PCI functions in sysfs. Pure: reads nothing. */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_SYSFS_PARSE_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_SYSFS_PARSE_H

#include "base/device.h"

/*
 * A number in C's notation. -1 if the text is no number, or if it is negative or exceeds an
 * int.
 */
int sysfs_parse_number(const char *text);

/* "irq": a decimal number of 32 bits. -1 if the text has another form. */
int64_t sysfs_parse_irq(const char *text);

/* "dev": "MAJOR:MINOR". False if the text has another form. */
bool sysfs_parse_node(const char *text, unsigned int *major, unsigned int *minor);

/*
 * "resource": a line for each BAR and the ROM, "START END FLAGS" in hexadecimal; later lines
 * are ignored. False if there are fewer lines; *resources is then all 0.
 */
bool sysfs_parse_resources(const char *text, struct device_resources *resources);

/*
 * "uevent" (pci_uevent()): sets driver, class and IDs of *device, as far as the text has
 * them.
 */
void sysfs_parse_uevent(const char *text, struct device *device);

#endif
