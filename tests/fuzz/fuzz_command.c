// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The whole command line on a dump of any text: what it prints has nothing hidden in it,
 * JSON is JSON, and the ranges of a map cover the space without a gap or an overlap. The
 * input: a byte that chooses the words, one that chooses how the rest becomes a dump (as
 * the text itself, behind the head of a capture, or as bytes), and the rest.
 */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/macros.h"
#include "base/memory.h"
#include "base/text.h"
#include "call/command.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* The words of a call live as long as the process, which is one call long elsewhere. */
const char *__lsan_default_suppressions(void)
{
	return "leak:options_parse\nleak:options_split\nleak:libpopt\n";
}

/* Words; '~' is a blank in one. */
static const char *const calls[] = {
	"map -o table", "map -o grid", "map -o hex", "map -o json", "map -o jsonl", "map --free",
	"map -o json -k 5.10", "policy -o table", "policy -o json", "policy -o jsonl",
	"policy -o policy", "policy -o policy --layout", "explain COMMAND 40 EXP_DEVCTL",
	"explain -o json COMMAND 40 CAP_MSI", "explain -o jsonl COMMAND ECAP_AER+8.l",
	"read 00-3f 40.w", "read -o json CAP_PM", "read -o jsonl gaps", "check -e size~100",
	"check -o json -e deny~raw~40-ff -e visible~CAP_MSI", "check -o tap -e absent~CAP_EXP -v",
	"lint -o table", "lint -o json", "lint -o jsonl", "lint -o tap", "list -o table",
	"list -o json", "list --groups", "info -o table", "info -o json", "info -o jsonl",
	"capture", "capture --redact", "diff --rules=5.10 --rules=6.12",
	"diff -o json --rules=5.10 --rules=6.12", "map --color=always",
};

#define CALL_WORDS 16
#define HEAD "01:00.0 0200: 8086:10d3\n"
#define CAPTURE_HEAD HEAD "# vfio-cfgtool-capture 1\n# rules 6.1.176\n# basis table\n" \
	"# view hardware\n# size 1000\n# read 000-fff\n# ids 8086:10d3 020000 00\n# vf no\n"

static const char *running;	/* the call, for messages */

static void wrong(const char *what, const char *text)
{
	fprintf(stderr, "%s: %s\n%.4000s\n", running, what, text);
	abort();
}

/* A stream of standard output or standard error, and its output. */
struct printed {
	FILE *before;
	char *text;
	size_t size;
};

static FILE *catch(struct printed *printed, FILE *stream)
{
	printed->before = stream;
	stream = open_memstream(&printed->text, &printed->size);
	if (stream == NULL)
		abort();
	return stream;
}

static bool is_color(const char *text)
{
	return text[0] == '\033' && text[1] == '[' && text[2 + strspn(text + 2, "0123456789;")] == 'm';
}

static void check_text(const struct printed *printed, bool color)
{
	uint32_t code;
	size_t length;

	if (strlen(printed->text) != printed->size)
		wrong("a byte 00", printed->text);
	for (const char *c = printed->text; *c != '\0'; c += length) {
		length = text_character(c, &code);
		if (length == 0)
			wrong("no UTF-8", c);
		if (text_is_hidden(code) && code != '\n' && !(color && is_color(c)))
			wrong("a hidden character", c);
	}
}

static int64_t number(struct json_object *object, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, key, &value) ||
	    !json_object_is_type(value, json_type_int))
		wrong("not a number", key);
	return json_object_get_int64(value);
}

/* Checks the ranges of a device with a map; they follow each other. The map of diff is a list. */
static void check_ranges(struct json_object *device)
{
	struct json_object *ranges, *map;
	int64_t size, next = 0;

	if (!json_object_object_get_ex(device, "map", &map) ||
	    !json_object_is_type(map, json_type_string))
		return;
	size = number(device, "size");
	if (json_object_get_string_len(map) != 2 * size)
		wrong("the map is not of the space's size", json_object_get_string(map));
	if (!json_object_object_get_ex(device, "ranges", &ranges))
		wrong("no ranges", "");
	for (size_t i = 0; i < json_object_array_length(ranges); i++) {
		struct json_object *range = json_object_array_get_idx(ranges, i);

		if (number(range, "start") != next ||
		    number(range, "end") - next + 1 != number(range, "size"))
			wrong("a gap or an overlap", json_object_to_json_string(range));
		next = number(range, "end") + 1;
	}
	if (next != size)
		wrong("the ranges are not all of the space", json_object_to_json_string(ranges));
}

static void check_document(struct json_object *document)
{
	struct json_object *devices;

	if (!json_object_object_get_ex(document, "devices", &devices)) {
		check_ranges(document);	/* a line of jsonl */
		return;
	}
	for (size_t i = 0; i < json_object_array_length(devices); i++)
		check_ranges(json_object_array_get_idx(devices, i));
}

/* One document, or (lines) one a line. */
static void check_json(const struct printed *printed, bool lines)
{
	const char *at = printed->text, *end = at + printed->size;

	while (at < end) {
		size_t length = lines ? strcspn(at, "\n") + 1 : (size_t)(end - at);
		struct json_tokener *tokener = json_tokener_new();
		struct json_object *document;

		json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
		document = json_tokener_parse_ex(tokener, at, (int)length);
		if (document == NULL)
			wrong(json_tokener_error_desc(json_tokener_get_error(tokener)), at);
		check_document(document);
		json_object_put(document);
		json_tokener_free(tokener);
		at += length;
	}
}

/* Standard input: a dump made from the input. */
static void make_dump(uint8_t choice, const uint8_t *data, size_t size)
{
	static int fd = -1;
	FILE *dump;

	if (fd < 0)
		fd = memfd_create("dump", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, 0) != 0 || dup2(fd, STDIN_FILENO) < 0)
		abort();
	lseek(fd, 0, SEEK_SET);
	dump = fdopen(dup(fd), "w");
	if (choice % 3 == 1)
		fputs(CAPTURE_HEAD, dump);
	if (choice % 3 != 2)
		fwrite(data, 1, size, dump);
	else
		fputs(HEAD, dump);
	for (size_t i = 0; choice % 3 == 2 && i < (choice & 0x40 ? 4096 : 256); i++) {
		if (i % 16 == 0)
			fprintf(dump, "\n%02zx:", i);
		fprintf(dump, " %02x", i < size ? data[i] : 0);
	}
	fputs("\n", dump);
	if (fclose(dump) != 0)
		abort();
	lseek(fd, 0, SEEK_SET);
}

/* main() without its box, which would be the fuzzer's, too. */
static enum exit_status run(const char *call)
{
	static char text[256];
	const char *words[CALL_WORDS] = { "vfio-cfgtool", "-n", "-F", "-" };
	int count = 4;
	struct options options;
	const struct command *command;

	snprintf(text, sizeof(text), "%s", call);
	for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
		for (char *c = strchr(word, '~'); c != NULL; c = strchr(c, '~'))
			*c = ' ';
		words[count++] = word;
	}
	if (!options_parse(count, words, &options))
		return EXIT_USAGE;
	command = command_find(options.task.command);
	if (command == NULL || (command->words && !options_split(&options)))
		return EXIT_USAGE;
	return command->run(&options);
}

/* A call with correct words has another status, and does not fail without a message. */
static void check_status(enum exit_status status, const struct printed *out,
			 const struct printed *err)
{
	if (status == EXIT_USAGE || status > EXIT_UNUSABLE || memory_has_failed())
		wrong("the exit status is wrong", err->text);
	if (status == EXIT_UNUSABLE && out->size == 0 && err->size == 0)
		wrong("it fails without a word", "");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct printed out = { .text = NULL }, err = { .text = NULL };
	enum exit_status status;

	if (size < 2)
		return 0;
	running = calls[data[0] % ARRAY_LENGTH(calls)];
	make_dump(data[1], data + 2, size - 2);
	stdout = catch(&out, stdout);
	stderr = catch(&err, stderr);
	status = run(running);
	fclose(stdout);
	fclose(stderr);
	stdout = out.before;
	stderr = err.before;
	check_status(status, &out, &err);
	check_text(&out, strstr(running, "color") != NULL);
	check_text(&err, false);
	if (strstr(running, "json") != NULL)
		check_json(&out, strstr(running, "jsonl") != NULL);
	free(out.text);
	free(err.text);
	return 0;
}
