#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What -F takes: texts that people paste, whole or cut.

load helper

PASTED=$DUMPS/pasted

# json QUERY: $output is JSON of which jq makes `true`
json() {
	[ "$(jq "$1" <<<"$output")" = true ] && return
	printf '%s\n' "not true: $1" "${output:0:1500}"
	return 1
}

@test "256 bytes of a PCI Express function warn of what is not in the dump" {
	try 0 map -F "$PASTED/cut256.txt" -J
	json '.devices[0].warnings == [{"code": "not-in-dump", "offset": 256,
		"message": .devices[0].warnings[0].message}]'
	json '.devices[0].size == 256 and .devices[0].hidden == []'
	try 0 lint -F "$PASTED/cut256.txt" -J
	json '.devices[0].findings | map([.code, .severity, .start, .end]) == [["not-in-dump", "warning", 256, 4095]]'
	try 1 lint -F "$PASTED/cut256.txt" --fail=warning
	try 0 lint -F "$PASTED/cut256.txt" --fail=warning --ignore=not-in-dump@100-fff
}

@test "--size=100 says that the 256 bytes of a dump are all there are" {
	try 0 lint -F "$PASTED/cut256.txt" --size=100 -J
	json '.devices[0].findings == []'
	try 0 check -F "$PASTED/cut256.txt" --size=100 -e 'deny hidden-write' -e 'size 100'
	try 0 lint -F "$PASTED/cut110.txt" --size=100 -J
	json '.devices[0].findings | map(.code) == ["not-in-dump"]'
	try 2 map -F "$PASTED/cut256.txt" --size=1000
	try 2 map --size=100 01:00.0
	warns "vfio-cfgtool: --size goes with --dump only"
}

@test "a rule that reaches bytes that were not seen is not kept, and exit 3 says that it is not broken" {
	try 3 check -F "$PASTED/cut256.txt" -e 'deny hidden-write' -J
	json '.devices[0].results[0] | .pass == false and .reason == "not-seen"'
	try 3 check -F "$PASTED/cut256.txt" -e 'deny hidden-write' -e 'deny lint overlap 00-ff' -o tap
	prints 'not ok 1 - '
	prints "reason: 'not-seen'"
	prints 'ok 2 - '
	try 1 check -F "$PASTED/cut256.txt" -e 'deny hidden-write' -e 'visible CAP_PM' -J
	json '.devices[0].results | map(.reason) == ["not-seen", null]'
}

@test "a dump that ends in the middle of extended space makes nothing up" {
	try 0 map -F "$PASTED/cut110.txt" -J
	json '.devices[0].warnings | map([.code, .offset]) == [["not-in-dump", 272]]'
	json '.devices[0].hidden == []'
	json '[.devices[0].ranges[] | select(.kind == "extended") | .name] == ["ECAP_AER"]'
	try 0 lint -F "$PASTED/cut110.txt" -J
	json '.devices[0].findings | map([.code, .start, .end]) == [["not-in-dump", 272, 4095]]'
	try 0 policy -F "$PASTED/cut110.txt" -J
	json '.devices[0].undefined == [{"start": 300, "end": 4095}]'
	try 0 explain -F "$PASTED/cut110.txt" 200
	prints "the dump does not show all capabilities"
}

@test "what a capture of a dump lacks stays what the dump lacks" {
	"$PROGRAM" capture -F "$PASTED/cut256.txt" >"$BATS_TEST_TMPDIR/capture" 2>/dev/null
	try 0 lint -F "$BATS_TEST_TMPDIR/capture" -J
	json '.devices[0].findings | map(.code) == ["not-in-dump"]'
}

@test "a policy file that is made of a dump says nothing of what the dump does not show" {
	for dump in cut256 cut110; do
		"$PROGRAM" -F "$PASTED/$dump.txt" policy -o policy --layout >"$BATS_TEST_TMPDIR/policy" 2>/dev/null
		try 0 check -F "$PASTED/$dump.txt" "$BATS_TEST_TMPDIR/policy"
	done
}
