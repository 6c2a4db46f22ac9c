#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Tables: columns, order, tabs, and the width of a terminal.

load helper

nic=$DUMPS/qemu/qemu-e1000e.txt

# terminal COLUMNS ARGUMENT...: prints the output on a terminal with COLUMNS columns
terminal() {
	local columns=$1
	shift
	"$PYTHON" "$WITNESS/terminal.py" "$columns" "$PROGRAM" --color=never "$@" >"$BATS_TEST_TMPDIR/out"
	take output "$BATS_TEST_TMPDIR/out"
}

@test "--columns selects columns in the order of the call, and +NAME adds to the default ones" {
	try 0 -n -q -F "$nic" policy --columns=write,Register COMMAND
	prints $'WRITE  REGISTER\nffff   COMMAND'
	try 0 -n -q -F "$nic" list --columns=id,address
	[ "$output" = $'ID         ADDRESS\n8086:10d3  0000:01:00.0' ]
	try 0 -n -q -F "$nic" list
	usual=$(head -n 1 <<<"$output")
	try 0 -n -q -F "$nic" list --columns=+revision
	[ "$(head -n 1 <<<"$output" | tr -s ' ')" = "$(tr -s ' ' <<<"$usual") REVISION" ]
	try 0 -n -q -F "$nic" policy --columns=read-virtual COMMAND
	prints "READ VIRTUAL"
}

@test "--columns=help lists all columns of every command with the option, and each is accepted" {
	for command in list map policy lint check diff probe rules info verify; do
		try 0 $command --columns=help
		[ -n "$output" ]
		for name in $(cut -d' ' -f1 <<<"$output"); do
			"$PROGRAM" __complete $command "--columns=$name" | grep -q "$name"
		done
	done
	for command in map policy lint diff; do
		try 2 -n -F "$nic" $command --columns=NOSUCH
		says $'vfio-cfgtool: --columns: no such column: \'NOSUCH\'\n  see: vfio-cfgtool '$command' --columns=help'
		try 2 -n -F "$nic" $command --sort=NOSUCH
		warns "vfio-cfgtool: --sort: no such column: 'NOSUCH'"
		try 2 -n -F "$nic" $command --noheadings -o json
		warns "vfio-cfgtool: --noheadings: goes with -o table and -o tsv"
	done
}

@test "--noheadings removes the headings, and --sort orders the lines by a column" {
	try 0 -n -q -F "$nic" policy --noheadings --columns=register COMMAND STATUS
	no grep -q REGISTER <<<"$output"
	try 0 -n -q -F "$nic" policy --sort=register --columns=register --noheadings STATUS COMMAND DEVICE_ID -o tsv
	[ "$(cut -f 2 <<<"$output" | tr '\n' ' ')" = "COMMAND DEVICE_ID STATUS " ]
	try 0 -n -q -F "$nic" policy --sort=register --columns=offset --noheadings STATUS COMMAND DEVICE_ID -o tsv
	[ "$output" = $'0000:01:00.0\t004.w\n0000:01:00.0\t002.w\n0000:01:00.0\t006.w' ]
	try 0 -n -q -F "$nic" map --sort=bytes --columns=bytes --noheadings -o tsv
	cut -f 2 <<<"$output" | sort -nc
}

@test "-o tsv is only the table, with tabs, one heading and the address of each device" {
	try 0 -n -q -F "$nic" policy -o tsv COMMAND
	[ "$output" = $'ADDRESS\tOFFSET\tREGISTER\tUSER\tHARDWARE\tREAD VIRTUAL\tWRITE\tWRITE VIRTUAL\tEFFECTS\n0000:01:00.0\t004.w\tCOMMAND\t0103\t0103\t0400\tffff\t0400\tio-enable memory-enable intx-mask' ]
	sed 's/^01:00/02:00/' "$nic" | cat "$nic" - >"$BATS_TEST_TMPDIR/two"
	for command in list map policy lint diff; do
		"$PROGRAM" -n -q -F "$BATS_TEST_TMPDIR/two" $command -o tsv >"$BATS_TEST_TMPDIR/out" || [ $command = diff ]
		[ "$(grep -c ^ADDRESS "$BATS_TEST_TMPDIR/out")" = 1 ]
		[ "$(awk -F '\t' '{print NF}' "$BATS_TEST_TMPDIR/out" | sort -u | wc -l)" = 1 ]
		grep -q $'^0000:02:00.0\t' "$BATS_TEST_TMPDIR/out"
	done
	try 1 -n -q -F "$nic" check -o tsv -e 'bits COMMAND.w write=0000' -e 'visible CAP_PM'
	[ "$(cut -f 2,5 <<<"$output")" = $'RESULT\tRULE\nfailed\tbits COMMAND.w write=0000\npassed\tvisible CAP_PM' ]
	try 0 rules -k 6.1 -o tsv
	grep -q $'^pme-virtual\ton\ttable\t5.19\t' <<<"$output"
}

@test "-o tsv of info without a device has a line for each check" {
	try 0 info -o tsv
	[ "$(head -1 "$BATS_TEST_TMPDIR/out")" = $'RESULT\tCHECK\tMESSAGE\tHINT' ]
	cut -f 1,2 "$BATS_TEST_TMPDIR/out" | tail -n +2 >"$BATS_TEST_TMPDIR/lines"
	try 0 info -J
	jq -r '.checks[] | [.result, .name] | @tsv' <<<"$output" | diff - "$BATS_TEST_TMPDIR/lines"
}

@test "check with --columns or --sort is a table with a line for each rule" {
	try 1 -n -F "$nic" check -e "size 1000" -e "size 100" --columns=result,rule
	[ "$(sed -n '3,5p' <<<"$output" | tr -s ' ')" = $'RESULT RULE\npassed size 1000\nfailed size 100' ]
	prints "2 rules: 1 passed, 1 failed"
	try 1 -n -F "$nic" check -e "size 1000" -e "size 100" --sort=result --columns=rule --noheadings
	[ "$(sed -n '3,4p' <<<"$output" | tr -d ' ')" = $'size100\nsize1000' ]
}

# calls: prints a call of every command with text output, on two dumps, and the texts of help
calls()
{
	local dump command
	for dump in "$nic" "$DUMPS/made/extended-hidden.txt"; do
		for command in list info map "map -o grid" "map --chains" "map --free" policy \
			"policy --only=hidden" explain "explain COMMAND EXP_DEVCTL gaps" lint diff \
			"diff --rules=5.10 --rules=6.12" "check -v -e size" "map --vmm=qemu" \
			"policy --vmm=qemu" "explain --vmm=qemu COMMAND" "lint --vmm=qemu" \
			"read NOSUCH" "read COMMAND"; do
			echo "-F $dump $command"
		done
	done
	printf '%s\n' help "help options" rules "lint --list" "map --vmm=help" "list --columns=help" \
		--version "policy -F /nonexistent" "map 00:00"
	for command in $("$PROGRAM" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
		echo "help $command"
		echo "$command --usage"
	done
}

@test "every command fits a terminal of any width, and breaks no word" {
	local widths="40 60 80 120 200"
	[ -z "${SAMPLE-}" ] || widths=80
	calls | "$PYTHON" "$WITNESS/fits.py" "$PROGRAM" $widths
}

@test "a narrow terminal has the last column of a table below the others, or paragraphs" {
	terminal 80 -n -q -F "$nic" policy COMMAND
	prints $'\nOFFSET  REGISTER  USER  HARDWARE  READ VIRTUAL  WRITE  WRITE VIRTUAL\n        EFFECTS\n'
	prints $'\n        io-enable memory-enable intx-mask\n'
	terminal 60 -n -q -F "$nic" policy COMMAND
	prints $'\nOFFSET  REGISTER  USER  HARDWARE  READ     WRITE  WRITE\n'
	prints $'\n                                  VIRTUAL         VIRTUAL\n        EFFECTS\n'
	terminal 40 -n -q -F "$nic" policy COMMAND
	prints $'004.w  register COMMAND  user 0103\n  hardware 0103  read virtual 0400\n'
	terminal 60 -n -q -F "$nic" policy --noheadings COMMAND
	no grep -q OFFSET <<<"$output"
}

@test "the names of a row of the grid are to its right in 80 columns" {
	terminal 80 -n -q -F "$DUMPS/made/extended-hidden.txt" -k 6.1.192 map -o grid
	sed -n '/^  *0  1  2/,/^$/p' <<<"$output" | tail -n +2 | grep . >"$BATS_TEST_TMPDIR/rows"
	no grep -Ev '^( [0-9a-f]{3}:|  \*| {56}) ' "$BATS_TEST_TMPDIR/rows"
}

@test "nothing is wrapped in a pipe with any value of COLUMNS" {
	COLUMNS=40 try 0 -n -q -F "$nic" explain COMMAND
	grep -q '^  effect    io-enable, bits 0001: .*(vfio_basic_config_write)$' <<<"$output"
	COLUMNS=40 try 0 -F "$nic" list
	[ "$(wc -L <<<"$output")" -gt 80 ]
}

@test "the headings of a table are bold with colour, and bright colours, blue and yellow are not used" {
	for command in map "map -o grid" policy lint explain "explain COMMAND"; do
		# shellcheck disable=SC2086
		"$PROGRAM" -n -q --color=always -F "$DUMPS/made/extended-hidden.txt" $command >"$BATS_TEST_TMPDIR/out" 2>&1 || true
		grep -q $'\e\\[' "$BATS_TEST_TMPDIR/out" || { echo "$command has no colour"; return 1; }
		no grep -E $'\e\\[(1;)?(9[0-7]|33|34)m' "$BATS_TEST_TMPDIR/out"
	done
	"$PROGRAM" -n -q --color=always -F "$nic" check -v -e 'visible CAP_PM' | grep -q $'\e\\[32m'
	"$PROGRAM" -n -q --color=always -F "$nic" check -e 'absent CAP_PM' | grep -q $'\e\\[31m'
	"$PROGRAM" -n -q --color=always -F "$nic" diff | grep -q $'\e\\[36m'
	"$PROGRAM" -n -q --color=always -F "$nic" explain | grep -q $'^\e\\[1mREGISTER'
	"$PROGRAM" -n -q --color=always -F "$nic" list | head -n 1 | grep -q $'^\e\\[1mADDRESS'
}

@test "the grid draws each hidden capability as what it is" {
	try 0 -n -F "$DUMPS/made/extended-hidden.txt" -k 6.1.192 map -J
	count=$(jq '.devices[0].hidden | length' <<<"$output")
	[ "$count" -gt 30 ]
	try 0 -n -F "$DUMPS/made/extended-hidden.txt" -k 6.1.192 map -o grid
	[ "$(grep -c '(hidden)' <<<"$output")" = "$count" ]
	prints "-- raw, of a hidden capability"
	grep -Eq '^ 1b0:  (-- ){7}-- ' <<<"$output"
}
