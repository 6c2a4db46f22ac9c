/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "call/options.h"

#include <assert.h>
#include <errno.h>
#include <popt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "base/memory.h"
#include "call/dump_names.h"
#include "call/messages.h"
#include "call/option_values.h"
#include "format/wrap.h"

#define OPTIONS_MAX 64

static_assert(OPTION_IDS <= 64, "an option is a bit of options.given");

const struct option_row *option_find(enum option_id id)
{
	const struct option_row *row = option_rows;

	while (row->id != id)
		row++;
	return row;
}

bool options_include(const enum option_id *list, const struct option_row *row)
{
	if (list == NULL || row->common)
		return true;
	while (*list != OPTION_END && *list != row->id)
		list++;
	return *list != OPTION_END;
}

/* popt's table of the list's options, with room for OPTIONS_MAX rows. */
static void popt_table(const enum option_id *list, struct poptOption table[OPTIONS_MAX])
{
	struct poptOption *place = table;

	memset(table, 0, OPTIONS_MAX * sizeof(*table));
	for (const struct option_row *row = option_rows; row->name != NULL; row++) {
		if (!options_include(list, row))
			continue;
		*place++ = (struct poptOption) {
			.longName = row->name,
			.shortName = row->letter,
			.argInfo = row->argument == ARGUMENT_NONE ? POPT_ARG_NONE
				 : row->argument == ARGUMENT_OPTIONAL
				 ? POPT_ARG_STRING | POPT_ARGFLAG_OPTIONAL : POPT_ARG_STRING,
			.val = (int)row->id,
			.descrip = row->help,
			.argDescrip = row->metavar,
		};
	}
}

/* Keeps popt's copy of a value as long as the process: options may point into it. */
static bool keep(const char *value)
{
	static const char **kept;
	static size_t count;
	const char **grown = memory_grow(kept, count + 1, sizeof(*kept));

	if (grown == NULL)
		return false;
	kept = grown;
	kept[count++] = value;
	return true;
}

/* The format that letters such as "nJ" or "nojson" ask for, `next` being the word behind them. */
static const char *letters_format(const char *letters, const char *next)
{
	for (; *letters != '\0'; letters++) {
		const struct option_row *row = option_rows;

		while (row->name != NULL && row->letter != *letters)
			row++;
		if (row->id == OPTION_JSON && row->name != NULL)
			return "json";
		if (row->name == NULL || row->argument != ARGUMENT_REQUIRED)
			continue;
		if (row->id != OPTION_OUTPUT)
			return NULL;
		return letters[1] != '\0' ? letters + 1 : next;
	}
	return NULL;
}

const char *options_json(int argc, const char **argv)
{
	static const char output[] = "--output=";

	for (int i = 1; i < argc; i++) {
		const char *format = "";

		if (strcmp(argv[i], "--json") == 0)
			format = "json";
		else if (strcmp(argv[i], "--output") == 0)
			format = argv[i + 1];
		else if (strncmp(argv[i], output, strlen(output)) == 0)
			format = argv[i] + strlen(output);
		else if (argv[i][0] == '-' && argv[i][1] != '-')
			format = letters_format(argv[i] + 1, argv[i + 1]);
		if (format != NULL && (strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0))
			return format;
	}
	return NULL;
}

static bool take_options(poptContext context, struct options *options)
{
	int id;

	while ((id = poptGetNextOpt(context)) > 0) {
		const struct option_row *row = option_find((enum option_id)id);
		const char *value = poptGetOptArg(context);

		if (errno == ENOMEM)	/* popt goes on without the value */
			return false;
		if (value != NULL && !keep(value))
			return false;
		options->given |= UINT64_C(1) << id;
		if (!option_take(row, value, options))
			return false;
	}
	if (errno == ENOMEM)
		return false;
	if (id < -1) {
		message_error(NULL, "%s: %s", poptBadOption(context, POPT_BADOPTION_NOALIAS),
			      poptStrerror(id));
		return false;
	}
	return true;
}

static bool was_given(const struct options *options, enum option_id id)
{
	return options->given >> id & 1;
}

static bool wants_guest(const struct options *options)
{
	return options->view == VIEW_GUEST || options->views.a == VIEW_GUEST ||
	       options->views.b == VIEW_GUEST;
}

/* The options for facts that only dumps lack. */
static bool consistent(const struct options *options)
{
	static const enum option_id with_dump[] = {
		OPTION_VF, OPTION_VF_ID, OPTION_NO_IRQ, OPTION_NO_INTX, OPTION_SIZE,
	};

	for (size_t i = 0; i < ARRAY_LENGTH(with_dump); i++) {
		if (options->task.dump == NULL && was_given(options, with_dump[i])) {
			message_error(NULL, "--%s goes with --dump only",
				      option_find(with_dump[i])->name);
			return false;
		}
	}
	if (options->task.dump != NULL && was_given(options, OPTION_SOURCE) &&
	    options->task.source != CHOOSE_AUTO) {
		message_error(NULL, "--source does not go with --dump");
		return false;
	}
	if (options->slot_name != NULL && options->task.dump != NULL) {
		/* a dump has no names of this machine */
		struct pci_selection unused;

		message_error(NULL, "--slot=%s: %s", options->slot_name,
			      pci_selection_slot(&unused, options->slot_name));
		return false;
	}
	if (options->views.given && strcmp(options->task.command, "diff") != 0) {
		message_error("--view", "two views are those of the two sides of diff");
		return false;
	}
	if (wants_guest(options) && options->vmm == NULL) {
		message_error("--view=guest", "a guest sees what its VMM shows: name it with --vmm");
		return false;
	}
	if (options->vmm_running && options->task.dump != NULL) {
		message_error("--vmm=running", "no process holds a dump: name the VMM, such as --vmm=qemu-10.0");
		return false;
	}
	if (options->vmm != NULL && options->output != NULL && strcmp(options->output, "hex") == 0) {
		message_error("--vmm", "hex is the kernel's map alone: it does not go with --vmm");
		return false;
	}
	if (strcmp(options->task.rules, "kernel") == 0 &&
	    (options->task.dump != NULL || options->task.source == CHOOSE_SYSFS)) {
		message_error(
			"--rules",
			"kernel needs an open device; it cannot be combined with %s",
			options->task.dump != NULL ? "--dump" : "--source=sysfs");
		return false;
	}
	return true;
}

/*
 * An optional argument follows '=' only, but popt would take the next word. So a bare "--free"
 * becomes "--free=". The words are never freed; NULL if memory is short.
 */
static const char **join_optional(int argc, const char **argv)
{
	const char **words = memory_take_zeroed((size_t)argc + 1, sizeof(char *));

	for (int i = 0; words != NULL && i < argc; i++) {
		const struct option_row *row = option_rows;
		char *joined;

		words[i] = argv[i];
		while (row->name != NULL && (row->argument != ARGUMENT_OPTIONAL ||
					     strncmp(argv[i], "--", 2) != 0 ||
					     strcmp(argv[i] + 2, row->name) != 0))
			row++;
		if (row->name == NULL)
			continue;
		if (memory_count(asprintf(&joined, "%s=", argv[i])) < 0)
			return NULL;
		words[i] = joined;
	}
	return words;
}

/* Reads the options. popt does not say if its memory was short. */
static bool parse(poptContext *context, int argc, const char **words, struct options *options)
{
	/* popt's context points to it */
	static struct poptOption table[OPTIONS_MAX];
	bool right;

	popt_table(NULL, table);
	memory_enter_library();
	*context = poptGetContext("vfio-cfgtool", argc, words, table, 0);
	right = *context != NULL && take_options(*context, options);
	memory_leave_library();
	return right;
}

bool options_parse(int argc, const char **argv, struct options *options)
{
	/* the arguments are popt's and never freed */
	static poptContext context;
	static const char **words;
	const char **arguments;

	*options = (struct options){
		.vf_vendor = -1,
		.vf_product = -1,
		.task = { .rules = "auto", .tell = message_text },
		.view = VIEW_USER,
		.min = LINT_INFO,
		.fail = LINT_ERROR,
	};
	pci_selection_any(&options->selection);
	/* options may be anywhere, even if POSIXLY_CORRECT is set */
	unsetenv("POSIXLY_CORRECT");
	unsetenv("POSIX_ME_HARDER");
	words = join_optional(argc, argv);
	if (words == NULL)
		return false;
	if (!parse(&context, argc, words, options))
		return false;
	options->selected = was_given(options, OPTION_SLOT) || was_given(options, OPTION_ID) ||
			    options->all;
	memory_enter_library();
	arguments = poptGetArgs(context);
	memory_leave_library();
	if (memory_has_failed())
		return false;
	if (arguments != NULL && arguments[0] != NULL) {
		options->task.command = arguments[0];
		options->arguments = arguments + 1;
	}
	return true;
}

bool options_split(struct options *options)
{
	/* never freed */
	static const char **devices, **words;
	size_t count = 0, device_count = 0, word_count = 0;

	while (options->arguments != NULL && options->arguments[count] != NULL)
		count++;
	devices = memory_take_zeroed(count + 1, sizeof(*devices));
	words = memory_take_zeroed(count + 1, sizeof(*words));
	if (devices == NULL || words == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (dump_name_is_device(options->arguments[i]))
			devices[device_count++] = options->arguments[i];
		else
			words[word_count++] = options->arguments[i];
	}
	options->arguments = devices;
	options->words = words;
	return true;
}

bool options_take_dumps(struct options *options, const enum option_id *list)
{
	return !options_include(list, option_find(OPTION_DUMP)) || dump_names_take(options);
}

bool options_agree(const struct options *options)
{
	if (consistent(options))
		return true;
	message_hint("see: vfio-cfgtool help");
	return false;
}

bool options_belong(const struct options *options, const char *command,
		    const enum option_id *list)
{
	for (const struct option_row *row = option_rows; row->name != NULL; row++) {
		if (!(options->given >> row->id & 1) || options_include(list, row))
			continue;
		message_error(NULL, "%s: has no option --%s", command, row->name);
		message_hint("see: vfio-cfgtool help %s", command);
		return false;
	}
	return true;
}

/*
 * popt writes its usage here. Without memory it omits text and reports no error, so the first line
 * is compared.
 */
static char *usage_text(poptContext context, const char *arguments)
{
	static const char first[] = "Usage: vfio-cfgtool ";
	char *text = NULL;
	size_t size;
	FILE *stream = memory_checked(open_memstream(&text, &size));

	if (stream == NULL)
		return NULL;
	memory_enter_library();
	poptSetOtherOptionHelp(context, arguments);
	poptPrintUsage(context, stream, 0);
	memory_leave_library();
	if (ferror(stream) != 0)
		memory_failed();
	if (fclose(stream) != 0 || text == NULL || strncmp(text, first, strlen(first)) != 0)
		memory_failed();
	return text;
}

/* Prints popt's lines, which it has wrapped itself, at the width of the terminal. */
static void print_usage(FILE *stream, char *text)
{
	for (char *end = strchr(text, '\n'); end != NULL; end = strchr(end, '\n'))
		*end = end[1] != '\0' ? ' ' : '\0';
	for (char *from = text, *to = text; ; from++) {
		if (from[0] == ' ' && from[1] == ' ')
			continue;
		*to++ = *from;
		if (*from == '\0')
			break;
	}
	wrap_print(stream, text, wrap_page(stream), 8);
}

void options_usage(FILE *stream, const char *arguments, const enum option_id *list)
{
	static const char *call[] = { "vfio-cfgtool", NULL };
	CLEANUP_FREE char *text = NULL;
	struct poptOption table[OPTIONS_MAX];
	poptContext context;

	popt_table(list, table);
	memory_enter_library();
	context = poptGetContext("vfio-cfgtool", 1, call, table, 0);
	memory_leave_library();
	if (!memory_has_failed())
		text = usage_text(context, arguments);
	if (!memory_has_failed())
		print_usage(stream, text);
	if (context != NULL)
		poptFreeContext(context);
}

const char *options_version(void)
{
	return POPT_VERSION;
}
