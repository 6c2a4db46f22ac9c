/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* All commands, in the order of help. */
#include <stddef.h>

#include "call/command.h"

const struct command *const commands[] = {
	&command_list, &command_info, &command_map, &command_policy, &command_explain,
	&command_read, &command_diff, &command_capture, &command_report, &command_trace,
	&command_check, &command_lint, &command_verify, &command_probe, &command_write,
	&command_bind, &command_unbind, &command_restore, &command_rules, &command_help,
	&command_complete, NULL,
};
