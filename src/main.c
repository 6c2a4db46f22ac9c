/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "base/error_text.h"
#include "base/macros.h"
#include "base/memory.h"
#include "base/shortage.h"
#include "call/columns.h"
#include "call/command.h"
#include "call/confine.h"
#include "call/messages.h"
#include "call/output.h"
#include "inputs/guest.h"
#include "format/json.h"
#include "format/json_write.h"
#include "format/print.h"
#include "format/table.h"
#include "format/wrap.h"

static void print_version(void)
{
	printf("vfio-cfgtool %s\n", VERSION);
	print_fit(wrap_terminal(stdout));
	print_line("libpci %s, libkmod %s, popt %s, libsmartcols %s, json-c %s", pci_version(),
		   KMOD_VERSION, options_version(), table_version(), json_version());
}

static bool known_format(const struct command *command, const char *format)
{
	const char *known;

	if (format == NULL)
		return true;
	for (size_t i = 0; (known = command_format(command, i)) != NULL; i++)
		if (strcmp(known, format) == 0)
			return true;
	message_error(command->name, "has no format '%s'", format);
	message_hint("see: vfio-cfgtool help %s", command->name);
	return false;
}

static enum exit_status run_command(struct options *options)
{
	const struct command *command = command_find(options->task.command);

	if (command == NULL) {
		message_error(options->task.command, "no such command");
		message_hint("see: vfio-cfgtool help");
		return EXIT_USAGE;
	}
	if (!options_belong(options, command->name, command->options))
		return EXIT_USAGE;
	if (options->help || options->usage) {
		command_print_help(stdout, command, options->usage);
		return EXIT_DONE;
	}
	if (options->vmm_help) {
		guest_print_help();
		return EXIT_DONE;
	}
	if (options->columns != NULL && strcmp(options->columns, "help") == 0) {
		call_columns_help(command);
		return EXIT_DONE;
	}
	if (!known_format(command, options->output) || !call_columns_agree(command, options))
		return EXIT_USAGE;
	if (command->words && !options_split(options))
		return EXIT_UNUSABLE;
	if (!command->files && !options_take_dumps(options, command->options))
		return EXIT_USAGE;
	if (!options_agree(options))
		return EXIT_USAGE;
	if (options->to != NULL && !output_begin(options->to))
		return EXIT_UNUSABLE;
	confine(command, options);
	if (memory_has_failed())
		return EXIT_UNUSABLE;
	return command->run(options);
}

/* What could not be opened for that may look like what is not there. */
static enum exit_status tell_shortage(enum exit_status status)
{
	int error = shortage_noted();

	if (error == 0)
		return status;
	if (!message_has_told(error)) {
		message_error(NULL,
			      "files could not be opened, and what they hold is missing above: %s",
			      error_text(error));
		message_hint("%s", shortage_hint(error));
	}
	return status == EXIT_DISAGREED ? EXIT_UNUSABLE : command_combine(status, EXIT_UNUSABLE);
}

/* For a program that reads JSON: why a call without any result ended. */
static enum exit_status tell_error(int argc, const char **argv, const char *command,
				   enum exit_status status)
{
	const char *format = options_json(argc, argv);
	const char *message = status == EXIT_USAGE && message_errors()[0] != '\0'
		? message_errors() : message_last();
	enum fault_code code = message_last_code();

	if (format == NULL || status == EXIT_DONE || status == EXIT_DISAGREED ||
	    json_has_printed() || memory_has_failed())
		return status;
	if (status == EXIT_REFUSED && code == FAULT_IO)
		code = FAULT_REFUSED;
	json_call_error(command,
			status == EXIT_USAGE ? "usage" : fault_code_name(code),
			message[0] != '\0' ? message : "no command", strcmp(format, "jsonl") == 0);
	return status;
}

static enum exit_status run(int argc, const char **argv)
{
	/* what it points to is not freed, and has to be reachable for who looks for lost memory */
	static struct options options;

	/* the words to complete are no options of this call */
	if (argc > 1 && strcmp(argv[1], command_complete.name) == 0) {
		options = (struct options) { .arguments = argv + 2 };
		return command_complete.run(&options);
	}
	if (!options_parse(argc, argv, &options)) {
		if (!memory_has_failed())
			message_hint("see: vfio-cfgtool help");
		return tell_error(argc, argv, NULL, EXIT_USAGE);
	}
	message_quiet(options.quiet);
	if (options.version) {
		print_version();
		return EXIT_DONE;
	}
	if (options.task.command != NULL) {
		return tell_error(argc, argv, options.task.command,
				  tell_shortage(run_command(&options)));
	}
	if (options.help || options.usage) {
		command_print_help(stdout, NULL, options.usage);
		return EXIT_DONE;
	}
	command_print_help(stderr, NULL, false);
	return tell_error(argc, argv, NULL, EXIT_USAGE);
}

/* What memory there was has not sufficed: what was printed is not all. */
static enum exit_status count_memory(enum exit_status status)
{
	if (!memory_has_failed())
		return status;
	message_memory();
	return status == EXIT_REFUSED ? status : EXIT_UNUSABLE;
}

/* popt and libpci end the process where memory is short, each in words of its own. */
static void end_for_library(void)
{
	if (!memory_is_in_library())
		return;
	message_purge();
	message_memory();
	_exit(EXIT_UNUSABLE);
}

/*
 * A file that is opened takes the number of a stream that is closed: what is printed
 * would go into a journal. A descriptor that can be neither read nor written holds it.
 */
static bool hold_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/", O_PATH | O_CLOEXEC) != fd)
			return false;
	return true;
}

int main(int argc, const char **argv)
{
	enum exit_status status;

	if (!hold_streams()) {
		message_error(NULL, "a standard stream is closed, and nothing can take its place: %s",
			      error_text(errno));
		return EXIT_UNUSABLE;
	}
	message_begin();
	atexit(end_for_library);
	if (getauxval(AT_SECURE) != 0) {
		message_error(NULL, "refuses to run with the rights of another user (set-user-ID)");
		return EXIT_REFUSED;
	}
	memory_enter_library();
	setlocale(LC_CTYPE, "");
	memory_leave_library();
	/* libkmod would write to standard error what it finds in files, as it finds it */
	setenv("KMOD_LOG", "0", 1);
	/* A file that may not grow is an error of the write (EFBIG), and no death in its middle. */
	signal(SIGXFSZ, SIG_IGN);
	status = count_memory(run(argc, argv));
	return (int)output_close(status, !memory_has_failed());
}
