#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Hints: a command that a message tells to run exists, and has the options named with it.

load helper

@test "every command that a text of the program names has the options that stand with it" {
	"$PYTHON" "$WITNESS/hints.py" "$PROGRAM" "$ROOT/src"
}
