/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "base/uuid.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool uuid_parse(const char *text, uint8_t uuid[UUID_SIZE])
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	unsigned int digits = 0;

	if (strlen(text) != sizeof(form) - 1)
		return false;
	memset(uuid, 0, UUID_SIZE);
	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		const char digit[] = { text[i], '\0' };
		unsigned int value;

		if (form[i] == '-' && text[i] != '-')
			return false;
		if (form[i] == '-')
			continue;
		if (!isxdigit((unsigned char)text[i]))
			return false;
		value = (unsigned int)strtoul(digit, NULL, 16);
		uuid[digits / 2] = (uint8_t)((unsigned int)uuid[digits / 2] << 4 | value);
		digits++;
	}
	return true;
}
