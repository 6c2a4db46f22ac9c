/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/capture.h"

#include <string.h>

#include "base/capture_lines.h"

/* More bytes than the longest valid line. */
#define LINE 1024

const char *capture_line(struct device *device, const char *text, size_t length)
{
	char line[LINE], *value = line, *key;
	bool begins;

	if (length < 2 || text[1] != ' ' || length - 2 >= sizeof(line))
		return device->capture == NULL || length < sizeof(line) ? NULL : "too long";
	memcpy(line, text + 2, length - 2);
	line[length - 2] = '\0';
	line[strcspn(line, "\r")] = '\0';
	key = strsep(&value, " ");
	if (value == NULL)
		value = line + strlen(line);
	begins = strcmp(key, CAPTURE_BEGIN) == 0;
	if (device->capture == NULL && !begins)
		return NULL;
	if (device->capture != NULL && device->capture->ended && !begins)
		return "a line of the capture after its end";
	return capture_take(device, key, value);
}

/* Bytes listed in "# read" must be present; all others become unknown, whatever the text shows. */
static const char *match_bytes(struct device *device)
{
	const struct capture *capture = device->capture;

	for (unsigned int offset = 0; offset < capture->size; offset++) {
		bool was_read = capture->read[offset / 64] >> offset % 64 & 1;

		if (was_read && !space_is_known(&device->space, offset))
			return "the capture lacks bytes that were read";
		if (!was_read)
			space_forget(&device->space, (uint16_t)offset);
	}
	for (unsigned int offset = capture->size; offset < SPACE_SIZE_EXTENDED; offset++)
		if (space_is_known(&device->space, offset))
			return "the capture has more bytes than its size";
	device->space.size = capture->size;
	return NULL;
}

const char *capture_end(struct device *device)
{
	struct capture *capture = device->capture;

	if (capture == NULL)
		return NULL;
	if (!capture->ended)
		return "the capture is cut off here: its last line, # end, is missing";
	if (capture->size == 0 || !capture->has_read)
		return "the capture does not say what was read (# size, # read)";
	if (capture->rules[0] == '\0')
		return "the capture does not say its rules (# rules)";
	if (device->class < 0)
		return "the capture does not say the IDs (# ids)";
	if (capture->user_seen != capture->user_size)
		return "the capture lacks bytes of the user view";
	return match_bytes(device);
}
