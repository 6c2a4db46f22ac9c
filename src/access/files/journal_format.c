/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/files/journal_format.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/ascii.h"
#include "base/memory.h"

#define FIRST_LINE "vfio-cfgtool journal 1"
#define FIRST_WORDS "vfio-cfgtool journal "

/* The value of a fact that is unknown or absent. */
#define NOTHING "-"

/* Decimal digits that always fit an int64_t. */
#define COUNT_DIGITS 18

/* Bytes of a view in a line. */
#define LINE_BYTES 16

/* Bytes of the longest text without records: two views of 256 lines, and facts. */
#define TEXT_SIZE 32768

enum fact_kind {
	FACT_ADDRESS,		/* struct pci_address */
	FACT_TEXT,		/* char[size] */
	FACT_HEX,		/* int of `size` digits, -1 unknown */
	FACT_COUNT,		/* int64_t, decimal */
};

struct fact {
	const char *key;
	enum fact_kind kind;
	size_t at;		/* in struct journal_content */
	size_t size;
};

#define AT(member) offsetof(struct journal_content, member)
#define TEXT(member) AT(member), sizeof(((struct journal_content *)NULL)->member)

/* In the order of the text. */
static const struct fact facts[] = {
	{ "address", FACT_ADDRESS, AT(address), 0 },
	{ "boot", FACT_TEXT, TEXT(identity.boot) },
	{ "vendor", FACT_HEX, AT(identity.vendor), 4 },
	{ "device", FACT_HEX, AT(identity.product), 4 },
	{ "subsystem-vendor", FACT_HEX, AT(identity.subsystem_vendor), 4 },
	{ "subsystem-device", FACT_HEX, AT(identity.subsystem_device), 4 },
	{ "revision", FACT_HEX, AT(identity.revision), 2 },
	{ "serial", FACT_TEXT, TEXT(identity.serial) },
	{ "driver", FACT_TEXT, TEXT(identity.driver) },
	{ "started", FACT_COUNT, AT(started), 0 },
	{ "pid", FACT_COUNT, AT(pid), 0 },
	{ "command", FACT_TEXT, TEXT(command) },
};

static const char hex_digits[] = "0123456789abcdef";

/* CRC-32 of IEEE 802.3, continued from the sum of the text before. */
static uint32_t sum_add(uint32_t sum, const char *text, size_t length)
{
	sum = ~sum;
	for (size_t i = 0; i < length; i++) {
		sum ^= (uint8_t)text[i];
		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? UINT32_C(0xedb88320) : 0);
	}
	return ~sum;
}

/* A text that grows in a buffer of TEXT_SIZE bytes. No text here exceeds it. */
struct text {
	char *bytes;
	size_t used;
};

static void PRINTF_FORMAT(2, 3) add(struct text *text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text->used += (size_t)vsnprintf(text->bytes + text->used, TEXT_SIZE - text->used, format,
					arguments);
	va_end(arguments);
}

static void format_fact(const struct journal_content *content, const struct fact *fact,
			struct text *text)
{
	const void *at = (const char *)content + fact->at;
	const char *string = at;
	struct pci_address address;
	char shown[ADDRESS_TEXT_SIZE];
	int64_t count;
	int number;

	switch (fact->kind) {
	case FACT_ADDRESS:
		memcpy(&address, at, sizeof(address));
		add(text, "%s %s\n", fact->key, address_format(&address, shown));
		break;
	case FACT_TEXT:
		add(text, "%s %s\n", fact->key, string[0] != '\0' ? string : NOTHING);
		break;
	case FACT_HEX:
		memcpy(&number, at, sizeof(number));
		if (number < 0)
			add(text, "%s %s\n", fact->key, NOTHING);
		else
			add(text, "%s %0*x\n", fact->key, (int)fact->size, (unsigned int)number);
		break;
	case FACT_COUNT:
		memcpy(&count, at, sizeof(count));
		add(text, "%s %lld\n", fact->key, (long long)count);
		break;
	}
}

static void format_view(const char *name, const struct config_space *space, struct text *text)
{
	add(text, "%s %x\n", name, space->size);
	for (unsigned int offset = 0; offset < space->size; offset++) {
		uint8_t byte = space_byte(space, offset);

		if (offset % LINE_BYTES == 0)
			add(text, "%03x:", offset);
		if (space_is_known(space, offset))
			add(text, " %c%c", hex_digits[byte >> 4], hex_digits[byte & 0xf]);
		else
			add(text, " --");
		if (offset % LINE_BYTES == LINE_BYTES - 1 || offset == space->size - 1U)
			add(text, "\n");
	}
}

int journal_format(struct journal_content *content, char **text)
{
	struct text written = { .bytes = memory_take(TEXT_SIZE) };

	if (written.bytes == NULL)
		return -ENOMEM;
	add(&written, "%s\n", FIRST_LINE);
	for (size_t i = 0; i < ARRAY_LENGTH(facts); i++)
		format_fact(content, &facts[i], &written);
	format_view("hardware", &content->hardware, &written);
	format_view("user", &content->user, &written);
	add(&written, "sum ");
	content->sum = sum_add(0, written.bytes, written.used);
	add(&written, "%08x\n", content->sum);
	content->length = written.used;
	*text = written.bytes;
	return 0;
}

size_t journal_format_record(const struct journal_write *write, uint32_t *sum,
			     char record[JOURNAL_RECORD_SIZE])
{
	const int digits = 2 * write->width;
	size_t used;

	if (write->restored)
		used = (size_t)snprintf(record, JOURNAL_RECORD_SIZE, "back %03x %u ",
					write->offset, write->width);
	else
		used = (size_t)snprintf(record, JOURNAL_RECORD_SIZE, "write %03x %u %0*x %0*x ",
					write->offset, write->width, digits, write->before, digits,
					write->value);
	*sum = sum_add(*sum, record, used);
	return used + (size_t)snprintf(record + used, JOURNAL_RECORD_SIZE - used, "%08x\n", *sum);
}

/* The text that is left to parse. */
struct cursor {
	const char *start, *at, *end;
	unsigned int line;		/* number of the line that was parsed last */
	const char *why;
};

/* A line without its end, or a part of a line. */
struct span {
	const char *at;
	size_t length;
};

static bool refuse(struct cursor *cursor, const char *why)
{
	cursor->why = why;
	return false;
}

/* Takes a whole line. */
static bool take_line(struct cursor *cursor, struct span *line)
{
	const char *end = memchr(cursor->at, '\n', (size_t)(cursor->end - cursor->at));

	cursor->line++;
	if (end == NULL)
		return refuse(cursor, "it ends here, and should not");
	*line = (struct span) { cursor->at, (size_t)(end - cursor->at) };
	cursor->at = end + 1;
	return true;
}

/* Takes the text up to the next blank, and the blank. */
static struct span take_word(struct span *line)
{
	const char *blank = memchr(line->at, ' ', line->length);
	struct span word = *line;

	if (blank != NULL)
		word.length = (size_t)(blank - line->at);
	line->at += word.length + (blank != NULL);
	line->length -= word.length + (blank != NULL);
	return word;
}

static bool is(const struct span *word, const char *text)
{
	return word->length == strlen(text) && memcmp(word->at, text, word->length) == 0;
}

/* Parses a number of exactly `digits` hexadecimal digits. */
static bool parse_hex(const struct span *word, size_t digits, uint32_t *number)
{
	*number = 0;
	for (size_t i = 0; i < word->length; i++) {
		int digit = ascii_hex_digit(word->at[i]);

		if (digit < 0)
			return false;
		*number = *number << 4 | (uint32_t)digit;
	}
	return word->length == digits;
}

static bool parse_count(const struct span *word, int64_t *count)
{
	*count = 0;
	if (word->length == 0 || word->length > COUNT_DIGITS)
		return false;
	for (size_t i = 0; i < word->length; i++) {
		if (word->at[i] < '0' || word->at[i] > '9')
			return false;
		*count = 10 * *count + (word->at[i] - '0');
	}
	return true;
}

/* Parses the value of a fact and stores it. */
static bool parse_value(const struct fact *fact, const struct span *value, void *at)
{
	struct pci_address address;
	char text[ADDRESS_TEXT_SIZE];
	uint32_t hex = 0;
	int64_t count;
	int number;

	switch (fact->kind) {
	case FACT_ADDRESS:
		snprintf(text, sizeof(text), "%.*s", (int)value->length, value->at);
		if (value->length >= sizeof(text) || !address_parse(text, &address))
			return false;
		memcpy(at, &address, sizeof(address));
		return true;
	case FACT_TEXT:
		if (value->length >= fact->size || memchr(value->at, '\0', value->length) != NULL)
			return false;
		memset(at, 0, fact->size);
		if (!is(value, NOTHING))
			memcpy(at, value->at, value->length);
		return true;
	case FACT_HEX:
		if (!is(value, NOTHING) && !parse_hex(value, fact->size, &hex))
			return false;
		number = is(value, NOTHING) ? -1 : (int)hex;
		memcpy(at, &number, sizeof(number));
		return true;
	case FACT_COUNT:
		if (!parse_count(value, &count))
			return false;
		memcpy(at, &count, sizeof(count));
		return true;
	}
	return false;
}

static bool parse_fact(struct cursor *cursor, const struct fact *fact,
		       struct journal_content *content)
{
	struct span line, key;

	if (!take_line(cursor, &line))
		return false;
	key = take_word(&line);
	if (!is(&key, fact->key) || !parse_value(fact, &line, (char *)content + fact->at))
		return refuse(cursor, "unexpected or malformed line");
	return true;
}

/* "010: 86 80 -- ..." */
static bool parse_bytes(struct cursor *cursor, unsigned int offset, struct config_space *space)
{
	struct span line, word;
	uint32_t value;
	char label[12];

	if (!take_line(cursor, &line))
		return false;
	snprintf(label, sizeof(label), "%03x:", offset);
	word = take_word(&line);
	if (!is(&word, label))
		return refuse(cursor, "not the bytes at this offset");
	for (unsigned int i = 0; i < LINE_BYTES && offset + i < space->size; i++) {
		word = take_word(&line);
		if (is(&word, "--"))
			continue;
		if (!parse_hex(&word, 2, &value))
			return refuse(cursor, "not a byte");
		space_set(space, (uint16_t)(offset + i), (uint8_t)value);
	}
	return line.length == 0 || refuse(cursor, "too many bytes");
}

static bool parse_view(struct cursor *cursor, const char *name, enum view view,
		       struct config_space *space)
{
	unsigned int size;
	struct span line, word;

	if (!take_line(cursor, &line))
		return false;
	word = take_word(&line);
	if (!is(&word, name) || !ascii_hex(line.at, line.length, &size) ||
	    size > SPACE_SIZE_EXTENDED)
		return refuse(cursor, "not the size of a view");
	space_clear(space, (uint16_t)size, view);
	for (unsigned int offset = 0; offset < size; offset += LINE_BYTES)
		if (!parse_bytes(cursor, offset, space))
			return false;
	return true;
}

/* Whether the sum at the end of a line matches the text since `from`; continues *sum. */
static bool parse_sum(struct cursor *cursor, const char *from, const struct span *text,
		      uint32_t *sum)
{
	uint32_t stored;

	*sum = sum_add(*sum, from, (size_t)(text->at - from));
	return (parse_hex(text, 8, &stored) && stored == *sum) ||
	       refuse(cursor, "the check sum does not match the text before it");
}

static bool parse_head(struct cursor *cursor, struct journal_content *content)
{
	struct span line, word;

	if (!take_line(cursor, &line))
		return false;
	if (line.length < strlen(FIRST_WORDS) ||
	    memcmp(line.at, FIRST_WORDS, strlen(FIRST_WORDS)) != 0)
		return refuse(cursor, "it is not a journal of vfio-cfgtool");
	if (!is(&line, FIRST_LINE))
		return refuse(cursor, "a format that this version of vfio-cfgtool does not know");
	for (size_t i = 0; i < ARRAY_LENGTH(facts); i++)
		if (!parse_fact(cursor, &facts[i], content))
			return false;
	if (!parse_view(cursor, "hardware", VIEW_HARDWARE, &content->hardware) ||
	    !parse_view(cursor, "user", VIEW_USER, &content->user) || !take_line(cursor, &line))
		return false;
	word = take_word(&line);
	if (!is(&word, "sum"))
		return refuse(cursor, "the check sum does not match");
	return parse_sum(cursor, cursor->start, &line, &content->sum);
}

static void mark_restored(struct journal_content *content, const struct journal_write *back)
{
	for (size_t i = 0; i < content->count; i++) {
		struct journal_write *write = &content->writes[i];

		if (write->offset >= back->offset &&
		    write->offset + write->width <= back->offset + back->width)
			write->restored = true;
	}
}

static bool append(struct cursor *cursor, struct journal_content *content,
		   const struct journal_write *write)
{
	struct journal_write *writes = memory_grow_list(content->writes, content->count,
							&content->room, sizeof(*writes));

	if (writes == NULL)
		return refuse(cursor, "out of memory");
	content->writes = writes;
	content->writes[content->count++] = *write;
	return true;
}

/* Parses offset and width of a record; the bytes must lie in configuration space. */
static bool parse_place(struct span *line, struct journal_write *write)
{
	struct span offset = take_word(line), width = take_word(line);
	uint32_t at;
	int64_t bytes;

	if (!parse_hex(&offset, 3, &at) || !parse_count(&width, &bytes) || bytes > 4 ||
	    bytes == 0 || bytes == 3 || at + (uint32_t)bytes > SPACE_SIZE_EXTENDED)
		return false;
	write->offset = (uint16_t)at;
	write->width = (uint8_t)bytes;
	return true;
}

static bool parse_record(struct cursor *cursor, struct journal_content *content)
{
	struct journal_write write = { .offset = 0 };
	struct span line, word, value;
	const char *from = cursor->at;

	if (!take_line(cursor, &line))
		return false;
	word = take_word(&line);
	write.restored = is(&word, "back");
	if ((!write.restored && !is(&word, "write")) || !parse_place(&line, &write))
		return refuse(cursor, "no record");
	if (!write.restored) {
		word = take_word(&line);
		value = take_word(&line);
		if (!parse_hex(&word, 2U * write.width, &write.before) ||
		    !parse_hex(&value, 2U * write.width, &write.value))
			return refuse(cursor, "no record of a write");
	}
	if (!parse_sum(cursor, from, &line, &content->sum))
		return false;
	if (!write.restored)
		return append(cursor, content, &write);
	mark_restored(content, &write);
	return true;
}

bool journal_parse(const char *text, size_t length, struct journal_content *content, char *why,
		   size_t size)
{
	struct cursor cursor = { .start = text, .at = text, .end = text + length };
	bool parsed;

	memset(content, 0, sizeof(*content));
	parsed = parse_head(&cursor, content);
	while (parsed && memchr(cursor.at, '\n', (size_t)(cursor.end - cursor.at)) != NULL)
		parsed = parse_record(&cursor, content);
	content->torn = cursor.at != cursor.end;
	content->length = (size_t)(cursor.at - text);
	if (!parsed) {
		snprintf(why, size, "line %u: %s", cursor.line, cursor.why);
		journal_content_free(content);
	}
	return parsed;
}

void journal_content_free(struct journal_content *content)
{
	free(content->writes);
	memset(content, 0, sizeof(*content));
}

size_t journal_pending(const struct journal_content *content)
{
	size_t pending = 0;

	for (size_t i = 0; i < content->count; i++)
		pending += !content->writes[i].restored;
	return pending;
}

static void PRINTF_FORMAT(2, 3) show(char *shown, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(shown, FACT_SIZE, format, arguments);
	va_end(arguments);
}

/* "8086:10d3"; "-" if a number is unknown */
static void show_pair(char *shown, int a, int b)
{
	if (a < 0 || b < 0)
		show(shown, NOTHING);
	else
		show(shown, "%04x:%04x", (unsigned int)a, (unsigned int)b);
}

static void show_text(char *shown, const char *text)
{
	show(shown, "%s", text[0] != '\0' ? text : NOTHING);
}

/* Formats all facts of one device, always in the same order. */
static void show_all(const struct journal_identity *identity, char shown[][FACT_SIZE])
{
	show_text(shown[0], identity->boot);
	show_pair(shown[1], identity->vendor, identity->product);
	show_pair(shown[2], identity->subsystem_vendor, identity->subsystem_device);
	if (identity->revision < 0)
		show(shown[3], NOTHING);
	else
		show(shown[3], "%02x", (unsigned int)identity->revision);
	show_text(shown[4], identity->serial);
	show_text(shown[5], identity->driver);
}

size_t journal_compare(const struct journal_identity *journal, const struct journal_identity *now,
		       struct fact_mismatch mismatch[JOURNAL_FACTS])
{
	static const char *const names[JOURNAL_FACTS] = {
		"boot ID", "IDs", "subsystem", "revision", "serial number", "driver",
	};
	char was[JOURNAL_FACTS][FACT_SIZE], is_now[JOURNAL_FACTS][FACT_SIZE];
	size_t count = 0;

	show_all(journal, was);
	show_all(now, is_now);
	for (size_t i = 0; i < JOURNAL_FACTS; i++) {
		if (strcmp(was[i], is_now[i]) == 0)
			continue;
		if (strcmp(was[i], JOURNAL_UNREAD) == 0 || strcmp(is_now[i], JOURNAL_UNREAD) == 0)
			continue;
		mismatch[count].fact = names[i];
		memcpy(mismatch[count].journal, was[i], FACT_SIZE);
		memcpy(mismatch[count].now, is_now[i], FACT_SIZE);
		count++;
	}
	return count;
}
