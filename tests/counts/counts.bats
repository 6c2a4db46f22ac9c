#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Counted, not timed: instructions and system calls, side by side with lspci.

load ../cli/helper

setup() {
	need valgrind strace lspci
	export LC_ALL=C
}

# instructions COMMAND...: by the tool that opens no file at the end, which the program's
# box would refuse
instructions() {
	valgrind --tool=lackey --basic-counts=yes "$@" 2>&1 >/dev/null |
		sed -n 's/.*guest instrs: *//; T; s/,//g; p'
}

# calls COMMAND...: system calls, those of the program's start too
calls() {
	strace -f -qq -o "$BATS_TEST_TMPDIR/trace" "$@" >/dev/null
	grep -c '(' "$BATS_TEST_TMPDIR/trace"
}

# a device of 4096 bytes with -v text, and one without
dumps() {
	echo "$DUMPS/qemu/qemu-e1000e.txt" "$DUMPS/made/extended-fixed-lengths.txt"
}

@test "a device of 4096 bytes takes no more instructions to map than lspci takes to dump it" {
	for dump in $(dumps); do
		limit=$(instructions lspci -n -F "$dump" -xxxx)
		[ "$limit" -gt 100000 ]
		for format in hex table json; do
			count=$(instructions "$PROGRAM" -n -F "$dump" -k 6.1.176 map -o $format)
			echo "${dump##*/} $format: $count instructions, lspci $limit"
			[ "$count" -gt 100000 ]
			[ "$count" -le "$limit" ]
		done
	done
}

@test "a device of 4096 bytes takes at most ten system calls more than lspci" {
	for dump in $(dumps); do
		limit=$(calls lspci -n -F "$dump" -xxxx)
		[ "$limit" -gt 20 ]
		for format in hex table json; do
			count=$(calls "$PROGRAM" -n -F "$dump" -k 6.1.176 map -o $format)
			echo "${dump##*/} $format: $count system calls, lspci $limit"
			[ "$count" -gt 20 ]
			[ "$count" -le $((limit + 10)) ]
		done
	done
}

@test "list takes fewer system calls than lspci -k on the same machine" {
	[ -n "$(ls /sys/bus/pci/devices 2>/dev/null)" ] || skip "no PCI in this machine"
	limit=$(calls lspci -k 2>/dev/null)
	count=$(calls "$PROGRAM" list)
	echo "list: $count system calls, lspci -k $limit"
	[ "$count" -gt 20 ]
	[ "$count" -lt "$limit" ]
}

@test "the policy of a device of 4096 bytes takes fewer than 25 million instructions" {
	for dump in $(dumps); do
		for format in json table; do
			count=$(instructions "$PROGRAM" -n -F "$dump" -k 6.1.192 policy -o $format)
			echo "${dump##*/} $format: $count instructions"
			[ "$count" -gt 100000 ]
			[ "$count" -lt 25000000 ]
		done
	done
}

@test "an explanation takes fewer than 25 million instructions, and each one more fewer than 15 million" {
	one=$(instructions "$PROGRAM" -n -F "$DUMPS/qemu/qemu-e1000e.txt" explain COMMAND)
	two=$(instructions "$PROGRAM" -n -F "$DUMPS/qemu/qemu-e1000e.txt" explain COMMAND EXP_DEVCTL)
	echo "one: $one instructions, two: $two"
	[ "$one" -lt 25000000 ]
	[ $((two - one)) -lt 15000000 ]
}

@test "completion stays below five million instructions" {
	for words in "" "map " "map --" "map --output=" "map -k " "map -k 6.1,+" "map 0" \
		"policy -F $DUMPS/qemu/qemu-e1000e.txt C" "explain 0000:01:00.0 E"; do
		IFS=' ' read -r -a list <<<"$words."
		list[-1]=${list[-1]%.}
		count=$(instructions "$PROGRAM" __complete "${list[@]}")
		echo "__complete $words: $count instructions"
		[ "$count" -gt 100000 ]
		[ "$count" -lt 5000000 ]
	done
}

# By memcheck, which no sanitizer replaces: it also sees the libraries' memory. It does not know
# Landlock and prints that.
@test "no command loses memory or reads memory that was never written" {
	local dump=$DUMPS/qemu/qemu-e1000e.txt call status
	for call in "map --vmm=qemu --vf-id=8086:10ca --color=always" "policy -o policy --layout" \
		"explain COMMAND 40" "read 00-3f" "lint --min=warning" "capture --redact" "list --sort=address" \
		"info -o json" "check -e size_1000" "report --rules=6.12 --vmm=qemu" "diff --rules=5.10 --rules=6.12"; do
		status=0
		read -r -a words <<<"$call"
		valgrind -q --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=77 \
			"$PROGRAM" -n "${words[@]//_/ }" -F "$dump" >/dev/null 2>"$BATS_TEST_TMPDIR/said" || status=$?
		echo "$call: exit status $status"
		((status <= 3)) || { cat "$BATS_TEST_TMPDIR/said"; return 1; }
	done
}

@test "a capture with a user view is packed without what was never written" {
	local capture=$BATS_TEST_TMPDIR/capture
	"$PROGRAM" capture -n -F "$DUMPS/qemu/qemu-e1000e.txt" >"$capture.plain"
	{
		sed -n '/^# open/q; p' "$capture.plain"
		echo "# user-size 1000"
		sed -n -E 's/^([0-9a-f]+0: )/# user \1/p' "$capture.plain"
		sed -n '/^# open/,$p' "$capture.plain"
	} >"$capture"
	run valgrind -q --error-exitcode=77 "$PROGRAM" list -n -F "$capture"
	[ "$status" = 0 ]
	[[ $output == *"0000:01:00.0  8086:10d3"* ]]
}
