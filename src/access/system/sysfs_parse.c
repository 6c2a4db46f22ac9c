/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/sysfs_parse.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

int sysfs_parse_number(const char *text)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 0);
	return end != text && *end == '\0' && errno == 0 && value >= 0 && value <= INT_MAX
		       ? (int)value : -1;
}

int64_t sysfs_parse_irq(const char *text)
{
	char *end;
	unsigned long long value;

	if (text[0] < '0' || text[0] > '9')
		return -1;
	value = strtoull(text, &end, 10);
	return *end == '\0' && value <= UINT32_MAX ? (int64_t)value : -1;
}

bool sysfs_parse_node(const char *text, unsigned int *major, unsigned int *minor)
{
	return sscanf(text, "%9u:%9u", major, minor) == 2;
}

bool sysfs_parse_resources(const char *text, struct device_resources *resources)
{
	memset(resources, 0, sizeof(*resources));
	for (int i = 0; i < DEVICE_RESOURCES; i++) {
		uint64_t start, end, flags;
		int length = 0;

		if (sscanf(text, "%" SCNx64 " %" SCNx64 " %" SCNx64 "%n", &start, &end, &flags,
			   &length) != 3) {
			memset(resources, 0, sizeof(*resources));
			return false;
		}
		resources->at[i].start = start;
		resources->at[i].end = end;
		resources->at[i].flags = flags;
		text += length;
	}
	return true;
}

/* The value of KEY in the lines "KEY=VALUE", or NULL. */
static const char *value_of(const char *text, const char *key)
{
	size_t length = strlen(key);

	while (text != NULL && !(strncmp(text, key, length) == 0 && text[length] == '=')) {
		text = strchr(text, '\n');
		text = text == NULL ? NULL : text + 1;
	}
	return text == NULL ? NULL : text + length + 1;
}

/* Reads at most `most` hexadecimal digits. False if the text begins with none. */
static bool take_hex(const char *text, unsigned int most, int *number)
{
	unsigned int digits = 0;

	*number = 0;
	for (; digits < most && ascii_hex_digit(text[digits]) >= 0; digits++)
		*number = *number << 4 | ascii_hex_digit(text[digits]);
	return digits > 0;
}

void sysfs_parse_uevent(const char *text, struct device *device)
{
	const char *class = value_of(text, "PCI_CLASS"), *ids = value_of(text, "PCI_ID");
	const char *driver = value_of(text, "DRIVER");
	const char *colon = ids == NULL ? NULL : ids + strcspn(ids, ":\n");
	int vendor, product, code;

	if (class != NULL && take_hex(class, 6, &code))
		device->class = code;
	if (colon != NULL && *colon == ':' && take_hex(ids, 4, &vendor) &&
	    take_hex(colon + 1, 4, &product)) {
		device->vendor = vendor;
		device->product = product;
	}
	if (driver != NULL)
		snprintf(device->driver, sizeof(device->driver), "%.*s",
			 (int)strcspn(driver, "\n"), driver);
}
