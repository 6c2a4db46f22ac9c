// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any text as a journal. The first byte chooses: as it is, or (odd) with its
 * check sums corrected, so that the code after them is reached.
 */
#include <string.h>

#include "access/files/journal_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* CRC-32 of IEEE 802.3, a second implementation besides the journal's. */
static uint32_t crc(uint32_t sum, const uint8_t *bytes, size_t length)
{
	sum = ~sum;
	for (size_t i = 0; i < 8 * length; i++) {
		uint32_t bit = (sum ^ bytes[i / 8] >> (i % 8)) & 1;

		sum = sum >> 1 ^ (bit ? UINT32_C(0xedb88320) : 0);
	}
	return ~sum;
}

/* Corrects the sum at the end of the line "sum" and of each line after it. */
static void mend_sums(uint8_t *text, size_t length)
{
	uint8_t *at = text, *from = text, *end = text + length;
	bool records = false;
	uint32_t sum = 0;

	while (at < end) {
		uint8_t *line_end = memchr(at, '\n', (size_t)(end - at));
		char digits[9];

		if (line_end == NULL)
			return;
		records = records || (line_end - at >= 4 && memcmp(at, "sum ", 4) == 0);
		if (records && line_end - at >= 8) {
			sum = crc(sum, from, (size_t)(line_end - 8 - from));
			snprintf(digits, sizeof(digits), "%08x", sum);
			memcpy(line_end - 8, digits, 8);
			from = line_end + 1;
		}
		at = line_end + 1;
	}
}

/* A record must be what the program writes for it: there is one spelling. */
static void check_records(const struct journal_content *content, const uint8_t *text)
{
	for (size_t i = 0; i < content->count; i++) {
		const struct journal_write *write = &content->writes[i];

		if (write->offset + write->width > SPACE_SIZE_EXTENDED ||
		    (write->width != 1 && write->width != 2 && write->width != 4))
			abort();
		if (write->width < 4 && (write->before | write->value) >> (8 * write->width) != 0)
			abort();
	}
	if (content->length > 0 && text[content->length - 1] != '\n')
		abort();
}

/* A journal that is written and parsed again is the same. */
static void check_round_trip(struct journal_content *content)
{
	struct journal_content *again = malloc(sizeof(*again));
	char *text = NULL, why[200];

	if (again == NULL || journal_format(content, &text) != 0 ||
	    !journal_parse(text, content->length, again, why, sizeof(why)))
		abort();
	if (memcmp(&again->identity, &content->identity, sizeof(again->identity)) != 0 ||
	    memcmp(&again->hardware, &content->hardware, sizeof(again->hardware)) != 0 ||
	    memcmp(&again->user, &content->user, sizeof(again->user)) != 0 ||
	    address_compare(&again->address, &content->address) != 0 ||
	    again->started != content->started || again->pid != content->pid ||
	    strcmp(again->command, content->command) != 0 || again->count != 0)
		abort();
	journal_content_free(again);
	free(again);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct journal_content *content = malloc(sizeof(*content));
	uint8_t *text = malloc(size + 1);
	char why[200] = "";

	if (content == NULL || text == NULL)
		abort();
	if (size > 0) {
		memcpy(text, data + 1, size - 1);
		if (data[0] & 1)
			mend_sums(text, size - 1);
	}
	if (!journal_parse((const char *)text, size > 0 ? size - 1 : 0, content, why, sizeof(why))) {
		if (why[0] == '\0' || content->writes != NULL)
			abort();
	} else {
		check_records(content, text);
		if (journal_pending(content) > content->count)
			abort();
		check_round_trip(content);
		journal_content_free(content);
	}
	free(content);
	free(text);
	return 0;
}
