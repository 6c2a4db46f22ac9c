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

@test "a register, a range and a capability past what a dump shows are not said not to exist" {
	for command in explain read; do
		try 3 $command -n -F "$PASTED/cut256.txt" 104.l
		warns "104.l: not in the dump, which shows 100 bytes"
		try 3 $command -n -F "$PASTED/cut256.txt" ECAP_AER
		warns "the device has no ECAP_AER in what the dump shows, and the chain of capabilities leads on"
		try 3 $command -n -F "$PASTED/cut256.txt" CAP_PM
		warns "the device has no CAP_PM"$'\n'
	done
	try 3 read -n -F "$PASTED/cut256.txt" 0f0-10f
	warns "f0-10f: not in the dump, which shows 100 bytes"
	try 3 read -n -F "$PASTED/cut256.txt" ECAP_AER+0-3
	warns "the device has no ECAP_AER in what the dump shows"
	try 3 read -n -F "$PASTED/cut256.txt" --size=100 0f0-10f
	warns "f0-10f: past the end of configuration space (100 bytes)"
	try 3 read -n -F "$PASTED/cut256.txt" --size=100 104.l
	warns "104.l: past the end of configuration space (100 bytes)"
}

@test "diff says of which bytes it says nothing, as a dump does not show them" {
	try 0 diff -n "$PASTED/cut256.txt" "$PASTED/cut256.txt"
	says "vfio-cfgtool: $PASTED/cut256.txt: 100-fff: not in the dump, so nothing is said of these bytes
vfio-cfgtool: $PASTED/cut256.txt: 100-fff: not in the dump, so nothing is said of these bytes"
	try 1 diff -n "$PASTED/lanes.txt" "$PASTED/cut110.txt"
	warns "vfio-cfgtool: $PASTED/cut110.txt: 110-fff: not in the dump, so nothing is said of these bytes"
	try 0 diff -n -F "$PASTED/cut256.txt" --rules=6.11 --rules=6.12
	says "vfio-cfgtool: $PASTED/cut256.txt: 100-fff: not in the dump, so nothing is said of these bytes"
	try 0 diff -n -F "$PASTED/cut256.txt" --size=100 --rules=6.11 --rules=6.12
	silent
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

@test "registers by lane and by link are a hidden capability's, and no free space" {
	try 0 map --free -n -F "$PASTED/lanes.txt"
	[ "$(sed -n 's/^\([0-9a-f]*-[0-9a-f]*\) .*/\1/p' <<<"$output" | paste -sd ' ')" = \
		"07c-0ff 148-14f 164-17f 1a4-1bf 1d8-1ff 220-fff" ]
	try 0 lint -F "$PASTED/lanes.txt" -J
	json '.devices[0].findings | map(select(.code == "hidden-writable") | [.capability, .severity, .start, .end]) == [
		["ECAP_SECPCI", "warning", 336, 355], ["ECAP_16GT", "warning", 384, 419],
		["ECAP_LMR", "warning", 448, 471], ["ECAP_RCLINK", "info", 512, 543]]'
	json '[.devices[0].findings[] | select(.code == "raw-nonzero")] == []'
	try 1 check -F "$PASTED/lanes.txt" -e 'deny hidden-write'
	prints "hidden-write at 150-163, 180-1a3, 1c0-1d7, 200-21f"
	try 0 policy --only=hidden -F "$PASTED/lanes.txt" -J
	json '[.devices[0].registers[] | .width] | add == 20 + 36 + 24 + 32'
	for place in 162 1a3 1d6 21c; do
		try 0 explain -n -F "$PASTED/lanes.txt" $place
		prints "VFIO hides ECAP_"
	done
	try 0 explain -n -F "$PASTED/lanes.txt" 164
	[[ $output != *"VFIO hides"* ]]
	try 0 read -n -F "$PASTED/lanes.txt" ECAP_LMR
	[ "$(wc -l <<<"$output")" = 24 ]
}

@test "a BAR without an address reads 0 for a user, and the open enables nothing for it" {
	try 0 read -n -F "$PASTED/bar0.txt" 10.l 14.l COMMAND
	[ "$output" = $'00000000\n00000000\n0002' ]
	try 0 read -n -F "$PASTED/bar0.txt" --view=hardware 10.l
	[ "$output" = 0000000c ]
}

@test "a serial number of zeros and VF BARs without an address tell no host from another" {
	try 0 lint -F "$PASTED/dsn0.txt" -J
	json '[.devices[0].findings[] | select(.code == "host-identity")] == []'
}
