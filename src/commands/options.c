/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/options.h"

#include <ctype.h>
#include <errno.h>
#include <popt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "base/memory.h"
#include "base/uuid.h"
#include "commands/messages.h"

#define OPTIONS_MAX 64

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

static bool bad_value(const struct option_row *row, const char *value, const char *why)
{
	if (!memory_has_failed())
		message_error(NULL, "--%s=%s: %s", row->name, value, why);
	return false;
}

/* One of the row's words. */
static bool word_index(const struct option_row *row, const char *value, unsigned int *index)
{
	char why[128] = "one of";
	size_t used = strlen(why);

	for (unsigned int i = 0; row->words[i] != NULL; i++) {
		if (strcmp(row->words[i], value) == 0) {
			*index = i;
			return true;
		}
		if (used < sizeof(why))
			used += (size_t)snprintf(why + used, sizeof(why) - used, " %s",
						 row->words[i]);
	}
	return bad_value(row, value, why);
}

static bool parse_number(const struct option_row *row, const char *value, int base,
			 unsigned int max, unsigned int *number)
{
	unsigned long parsed;
	char *end;

	errno = 0;
	parsed = strtoul(value, &end, base);
	if (!isxdigit((unsigned char)value[0]) || *end != '\0' || errno != 0 || parsed > max)
		return bad_value(row, value, base == 16 ? "not a hexadecimal number in range"
							: "not a number in range");
	*number = (unsigned int)parsed;
	return true;
}

/* "8086:10d3", four digits each */
static bool parse_ids(const struct option_row *row, const char *value, struct options *options)
{
	unsigned int vendor, product;
	int taken = 0;

	if (strlen(value) != 9 || sscanf(value, "%4x:%4x%n", &vendor, &product, &taken) != 2 ||
	    taken != 9)
		return bad_value(row, value, "IDs are VENDOR:DEVICE, four hexadecimal digits each");
	options->vf_vendor = (int)vendor;
	options->vf_product = (int)product;
	return true;
}

static bool parse_token(const struct option_row *row, const char *value, struct options *options)
{
	uint8_t uuid[UUID_SIZE];

	if (!uuid_parse(value, uuid))
		return bad_value(row, value,
				 "a token is a UUID, such as 00112233-4455-6677-8899-aabbccddeeff");
	options->task.vf_token = value;
	return true;
}

static bool parse_selection(const struct option_row *row, const char *value,
			    struct options *options)
{
	const char *why = row->id == OPTION_SLOT
		? pci_selection_slot(&options->selection, value)
		: pci_selection_id(&options->selection, value);

	options->selected = true;
	return why == NULL || bad_value(row, value, why);
}

/* A VMM; "help" asks for what is known. */
static bool parse_vmm(const struct option_row *row, const char *value, struct options *options)
{
	char why[256];

	options->vmm = value;
	options->vmm_help = strcmp(value, "help") == 0;
	return options->vmm_help ||
	       vmm_parse(value, &options->vmm_rules, why, sizeof(why)) ||
	       bad_value(row, value, why);
}

static bool take_free(const struct option_row *row, const char *value, struct options *options)
{
	options->free_size = 4;
	if (value == NULL || value[0] == '\0')
		return true;
	return parse_number(row, value, 16, 0x1000, &options->free_size) &&
	       (options->free_size != 0 || bad_value(row, value, "at least 1"));
}

/* Given more than once, each adds to it. The text lives as long as the process. */
static bool take_ignored(const char *value, struct options *options)
{
	char *joined;

	if (options->ignored == NULL) {
		options->ignored = value;
		return true;
	}
	if (memory_count(asprintf(&joined, "%s,%s", options->ignored, value)) < 0)
		return false;
	options->ignored = joined;
	return true;
}

/* Given more than once, each is another rule. The list lives as long as the process. */
static bool take_expected(const char *value, struct options *options)
{
	const char **grown = memory_grow(options->policy_rule, options->policy_rules + 1,
					  sizeof(*grown));

	if (grown == NULL)
		return false;
	options->policy_rule = grown;
	options->policy_rule[options->policy_rules++] = value;
	return true;
}

/* An option that is one of some words, by its number; false: another one. */
static bool take_word(enum option_id id, unsigned int index, struct options *options)
{
	switch (id) {
	case OPTION_SOURCE:
		options->task.source = (enum source_choice)index;
		return true;
	case OPTION_ONLY:
		options->only = (enum only_choice)(index + 1);
		return true;
	case OPTION_VIEW:
		options->view = (enum view)index;
		return true;
	case OPTION_MIN:
		options->min = (enum lint_severity)index;
		return true;
	case OPTION_FAIL:
		options->fail = (enum lint_severity)index;
		return true;
	case OPTION_UNMATCHED:
		options->unmatched_ignored = index == 1;
		return true;
	case OPTION_WRITE:
		options->write = (enum write_choice)(index + 1);
		return true;
	case OPTION_SIZE:
		options->small = true;
		return true;
	default:
		return false;
	}
}

/* An option that is kept as it was written; false: another one. */
static bool take_text(enum option_id id, const char *value, struct options *options)
{
	switch (id) {
	case OPTION_DUMP:
		options->task.dump = value;
		return true;
	case OPTION_RULES:
		options->rules_before = options->rules_given;
		options->rules_given = options->task.rules = value;
		return true;
	case OPTION_REQUIRE:
		options->task.require = value;
		return true;
	case OPTION_JOURNAL:
		options->task.journal = value;
		return true;
	case OPTION_DRIVER:
		options->driver = value;
		return true;
	case OPTION_COLUMNS:
		options->columns = value;
		return true;
	case OPTION_AGAINST:
		options->against = value;
		return true;
	case OPTION_OUTPUT:
		options->output = value;
		return true;
	case OPTION_COLOR:
		options->color = value;
		return true;
	default:
		return false;
	}
}

/* An option that has an argument. */
static bool take_value(const struct option_row *row, const char *value, struct options *options)
{
	unsigned int index = 0;

	if (row->words != NULL && !word_index(row, value, &index))
		return false;
	if (take_word(row->id, index, options) || take_text(row->id, value, options))
		return true;
	switch (row->id) {
	case OPTION_SLOT:
	case OPTION_ID:
		return parse_selection(row, value, options);
	case OPTION_EXPECT:
		return take_expected(value, options);
	case OPTION_IGNORE:
		return take_ignored(value, options);
	case OPTION_JOBS:
		return parse_number(row, value, 10, 4096, &options->task.jobs) &&
		       (options->task.jobs != 0 || bad_value(row, value, "at least 1"));
	case OPTION_VF_ID:
		return parse_ids(row, value, options);
	case OPTION_VF_TOKEN:
		return parse_token(row, value, options);
	case OPTION_VMM:
		return parse_vmm(row, value, options);
	case OPTION_WAIT:
		return parse_number(row, value, 10, 86400, &options->task.wait);
	case OPTION_DURATION:
		return parse_number(row, value, 10, 31536000, &options->duration) &&
		       (options->duration != 0 || bad_value(row, value, "at least 1"));
	default:
		return true;
	}
}

/* Options that have none, and what they set. */
static const struct {
	enum option_id id;
	size_t flag;		/* offset of a bool in struct options */
} flags[] = {
	{ OPTION_ALL, offsetof(struct options, all) },
	{ OPTION_NUMERIC, offsetof(struct options, numeric) },
	{ OPTION_QUIET, offsetof(struct options, quiet) },
	{ OPTION_VERBOSE, offsetof(struct options, verbose) },
	{ OPTION_VF, offsetof(struct options, vf) },
	{ OPTION_NO_IRQ, offsetof(struct options, no_irq) },
	{ OPTION_NO_INTX, offsetof(struct options, no_intx) },
	{ OPTION_DRY_RUN, offsetof(struct options, dry_run) },
	{ OPTION_STRICT, offsetof(struct options, strict) },
	{ OPTION_FORCE, offsetof(struct options, task.force) },
	{ OPTION_VOLATILE, offsetof(struct options, with_volatile) },
	{ OPTION_CHAINS, offsetof(struct options, chains) },
	{ OPTION_REDACT, offsetof(struct options, redact) },
	{ OPTION_LAYOUT, offsetof(struct options, layout) },
	{ OPTION_LIST, offsetof(struct options, codes) },
	{ OPTION_GROUP, offsetof(struct options, group) },
	{ OPTION_GROUPS, offsetof(struct options, groups) },
	{ OPTION_BRIDGES, offsetof(struct options, bridges) },
	{ OPTION_KNOW, offsetof(struct options, know_device) },
	{ OPTION_NO_VALUES, offsetof(struct options, no_values) },
	{ OPTION_HELP, offsetof(struct options, help) },
	{ OPTION_USAGE, offsetof(struct options, usage) },
	{ OPTION_VERSION, offsetof(struct options, version) },
};

static void take_flag(enum option_id id, struct options *options)
{
	for (size_t i = 0; i < ARRAY_LENGTH(flags); i++)
		if (flags[i].id == id)
			*(bool *)((char *)options + flags[i].flag) = true;
	options->selected |= id == OPTION_ALL;
	if (id == OPTION_JSON)
		options->output = "json";
}

static bool take_options(poptContext context, struct options *options)
{
	int id;

	while ((id = poptGetNextOpt(context)) > 0) {
		const struct option_row *row = option_find((enum option_id)id);
		const char *value = poptGetOptArg(context);	/* ours; kept until the process ends */

		if (errno == ENOMEM)	/* it goes on without what it has no memory for */
			return false;
		options->given |= UINT64_C(1) << id;
		if (row->argument == ARGUMENT_NONE)
			take_flag(row->id, options);
		else if (row->id == OPTION_FREE ? !take_free(row, value, options)
						: !take_value(row, value, options))
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

/* The facts that only a dump lacks. */
static bool consistent(const struct options *options)
{
	static const enum option_id with_dump[] = {
		OPTION_VF, OPTION_VF_ID, OPTION_NO_IRQ, OPTION_NO_INTX, OPTION_SIZE,
	};

	for (size_t i = 0; i < ARRAY_LENGTH(with_dump); i++) {
		if (options->task.dump == NULL && options->given >> with_dump[i] & 1) {
			message_error(NULL, "--%s goes with --dump only",
				      option_find(with_dump[i])->name);
			return false;
		}
	}
	if (options->task.dump != NULL && options->given >> OPTION_SOURCE & 1 &&
	    options->task.source != CHOOSE_AUTO) {
		message_error(NULL, "--source does not go with --dump");
		return false;
	}
	if (options->view == VIEW_GUEST && options->vmm == NULL) {
		message_error("--view=guest", "a guest sees what its VMM shows: name it with --vmm");
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
			"what the kernel holds is there for open devices only, so it does not go with %s",
			options->task.dump != NULL ? "--dump" : "--source=sysfs");
		return false;
	}
	return true;
}

/*
 * popt would take the next word for an optional argument; ours stands behind
 * '=' only, so a bare "--free" becomes "--free=". The words live as long as
 * the process; NULL where memory is short.
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

/* Reads the options. popt itself does not tell where its memory was short. */
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
	/* the arguments are popt's and live as long as the process */
	static poptContext context;
	static const char **words;
	const char **arguments;

	*options = (struct options){
		.color = "auto",
		.vf_vendor = -1,
		.vf_product = -1,
		.task = { .rules = "auto", .tell = message_text },
		.view = VIEW_USER,
		.min = LINT_INFO,
		.fail = LINT_ERROR,
	};
	pci_selection_any(&options->selection);
	/* options may stand anywhere, whatever the environment says of POSIX */
	unsetenv("POSIXLY_CORRECT");
	unsetenv("POSIX_ME_HARDER");
	words = join_optional(argc, argv);
	if (words == NULL)
		return false;
	if (!parse(&context, argc, words, options) || !consistent(options))
		return false;
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
	/* they live as long as the process */
	static const char **devices, **words;
	size_t count = 0, device_count = 0, word_count = 0;
	struct pci_address address;

	while (options->arguments != NULL && options->arguments[count] != NULL)
		count++;
	devices = memory_take_zeroed(count + 1, sizeof(*devices));
	words = memory_take_zeroed(count + 1, sizeof(*words));
	if (devices == NULL || words == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (address_parse(options->arguments[i], &address))
			devices[device_count++] = options->arguments[i];
		else
			words[word_count++] = options->arguments[i];
	}
	options->arguments = devices;
	options->words = words;
	return true;
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
 * popt writes its help here. It loses what it has no memory for, and leaves no errno of
 * it in the first line: that is compared.
 */
static char *help_text(poptContext context, const char *usage, bool brief)
{
	char first[400], *text = NULL;
	size_t size;
	FILE *stream = memory_checked(open_memstream(&text, &size));

	if (stream == NULL)
		return NULL;
	memory_enter_library();
	poptSetOtherOptionHelp(context, usage);
	if (brief)
		poptPrintUsage(context, stream, 0);
	else
		poptPrintHelp(context, stream, 0);
	memory_leave_library();
	if (ferror(stream) != 0)
		memory_failed();
	snprintf(first, sizeof(first), "Usage: vfio-cfgtool %s", brief ? "" : usage);
	if (fclose(stream) != 0 || text == NULL || strncmp(text, first, strlen(first)) != 0)
		memory_failed();
	return text;
}

void options_help(FILE *stream, const char *usage, const enum option_id *list, bool brief)
{
	static const char *arguments[] = { "vfio-cfgtool", NULL };
	CLEANUP_FREE char *text = NULL;
	struct poptOption table[OPTIONS_MAX];
	poptContext context;

	popt_table(list, table);
	memory_enter_library();
	context = poptGetContext("vfio-cfgtool", 1, arguments, table, 0);
	memory_leave_library();
	if (!memory_has_failed())
		text = help_text(context, usage, brief);
	if (!memory_has_failed())
		fputs(text, stream);
	if (context != NULL)
		poptFreeContext(context);
}

const char *options_version(void)
{
	return POPT_VERSION;
}
