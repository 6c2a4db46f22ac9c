#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Hints: a command that a message recommends exists and has the named options.

load helper

@test "every command in a text of the program has the options that the text names" {
	"$PYTHON" "$WITNESS/hints.py" "$PROGRAM" "$ROOT/src"
}
