#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Characters that must not reach a terminal: controls, changes of direction, zero width.

load helper

@test "no format prints a hidden character of a capture, a file name, a rule or an option" {
	need "$PYTHON"
	cd "$BATS_TEST_TMPDIR"
	"$PROGRAM" capture -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" >capture
	"$PYTHON" "$ROOT/tests/cli/witness/hidden.py" "$PROGRAM" capture \
		"$ROOT/src/base/capture_lines.c"
}

@test "json keeps hidden characters as escapes" {
	cd "$BATS_TEST_TMPDIR"
	"$PROGRAM" capture -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" >capture
	printf -v driver 'a\e\x7f\u009b\u202e\u200b\U000e0041"\\z'
	sed -i "/^# open/a # driver ${driver//\\/\\\\}" capture
	try 0 map -n -F capture -o jsonl
	prints '"driver":"a\u001b\u007f\u009b\u202e\u200b\udb40\udc41\"\\z"'
	"$PYTHON" - "$driver" <<-'END'
		import json, sys
		assert json.load(open("out"))["driver"] == sys.argv[1]
	END
}

@test "a pasted hint names the file, with any characters in its name" {
	local name hint
	cd "$BATS_TEST_TMPDIR"
	for name in 'a b' '$HOME' "it's" '`id`' $'new\nline' '-rf' $'\e[2J' '~' '*'; do
		cp "$DUMPS/qemu/qemu-e1000e.txt" "./$name"
		try 3 map -n --dump="$name" 05:00.0
		hint=$(sed -n 's/^  the dump.s devices: vfio-cfgtool //p' err)
		[ -n "$hint" ]
		eval "\"\$PROGRAM\" -n $hint" >listed
		grep -q "0000:01:00.0" listed
	done
}

@test "a table escapes a cell once, and its columns stay aligned" {
	cd "$BATS_TEST_TMPDIR"
	"$PROGRAM" capture -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" >capture
	printf -v driver 'a\e[2J\\x41'
	sed -i "/^# open/a # driver ${driver//\\/\\\\}" capture
	try 0 list -n -F capture --columns=driver,id
	says ""
	prints $'DRIVER        ID\na\\x1b[2J\\x41  8086:10d3'
}
