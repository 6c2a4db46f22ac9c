/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes of PCI functions in sysfs, as text. Pure: nothing is read here. */
#ifndef VFIO_CFGTOOL_ACCESS_SYSTEM_SYSFS_PARSE_H
#define VFIO_CFGTOOL_ACCESS_SYSTEM_SYSFS_PARSE_H

#include "base/device.h"

/* A number in C's notation; -1 where the text is none, or it is negative or fits no int. */
int sysfs_parse_number(const char *text);

/* "irq": a decimal number of 32 bits; -1 where the text is none. */
int64_t sysfs_parse_irq(const char *text);

/* "dev": "MAJOR:MINOR". False where the text has another form. */
bool sysfs_parse_node(const char *text, unsigned int *major, unsigned int *minor);

/*
 * "resource": a line for each BAR and the ROM, "START END FLAGS" in hexadecimal; those
 * behind them are not looked at. False where there are less; *resources is 0 then.
 */
bool sysfs_parse_resources(const char *text, struct device_resources *resources);

/*
 * "uevent" (pci_uevent()): driver, class and IDs, as far as the text has them. What it does
 * not have stays in *device as it is.
 */
void sysfs_parse_uevent(const char *text, struct device *device);

#endif
