#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# A device that does not answer: every byte reads ff.

load helper

silent_dump=$DUMPS/made/all-ff.txt

# told: the message says that the device did not answer and what to do
told() {
	warns "vfio-cfgtool: 0000:01:00.0: nothing answered when it was read: every byte is ff, as of a device that is in D3cold, without power or behind a link that is down"
	warns "  look at its power_state in sysfs, wake it"
}

@test "every command says that the device did not answer, exit 3, and nothing else" {
	local command words
	for command in map "map -o grid" "map --free" policy "policy -o policy" explain "explain COMMAND" \
		"read COMMAND" "read --view=hardware 0-3" "read --view=user COMMAND" diff \
		"diff -k 5.10 -k 7.3" lint capture "capture --view=hardware" "capture --redact"; do
		read -r -a words <<<"$command"
		[[ $command != explain ]] || continue
		try 3 -n -F "$silent_dump" "${words[@]}"
		told
		[ -z "$output" ] || { echo "$command: $output"; false; }
	done
	for command in list info; do
		try 3 -n -F "$silent_dump" $command
		told
	done
}

@test "JSON has the code no-answer, and no map, no VF and no rules" {
	local command
	for command in map policy "explain COMMAND" "read COMMAND" lint list info diff; do
		# shellcheck disable=SC2086
		try 3 -n -F "$silent_dump" $command -o jsonl
		prints '"error":{"code":"no-answer","message":"nothing answered'
		prints '"is_vf":false,'
		prints '"rules":null,'
		prints '"warnings":[]'
	done
	try 3 -n -F "$silent_dump" map -o hex
	[[ ${output%%:*} = "0000" && $output = *$'\n# no-answer: nothing answered '* ]]
}

@test "check cannot judge it: no rule passes, not even one that forbids something" {
	local rule
	for rule in 'deny raw 40-ff' 'deny hidden-write' 'size 100' 'absent ECAP_DVSEC' 'error init-fails'; do
		try 3 -n -F "$silent_dump" check -e "$rule" -o tap
		prints 'not ok 1 - 0000:01:00.0 cannot be judged'
		prints "error: 'no-answer'"
		try 3 -n -F "$silent_dump" check -e "$rule" -o jsonl
		prints '"code":"no-answer"'
		no prints '"pass":true'
	done
}

@test "64 bytes of ff are enough for the message" {
	grep -v '^#' "$silent_dump" | head -n 5 >"$BATS_TEST_TMPDIR/dump"
	try 3 -n -F "$BATS_TEST_TMPDIR/dump" map
	told
	# fewer bytes say nothing
	head -n 4 "$BATS_TEST_TMPDIR/dump" >"$BATS_TEST_TMPDIR/cut"
	try 3 -n -F "$BATS_TEST_TMPDIR/cut" map -o jsonl
	prints '"code":"short"'
}

@test "the other devices of a dump have results, and diff fails with it on either side" {
	grep -v '^#' "$silent_dump" | sed 's/^0000:01:00.0/0000:3f:00.0/; s/^01:00.0/3f:00.0/' >"$BATS_TEST_TMPDIR/dump"
	cat "$DUMPS/qemu/qemu-nvme.txt" >>"$BATS_TEST_TMPDIR/dump"
	try 3 -n -F "$BATS_TEST_TMPDIR/dump" map -o jsonl
	[ "$(grep -c '"map":"00' "$BATS_TEST_TMPDIR/out")" = "$(grep -c '^[0-9a-f:.]* ' <("$PROGRAM" map -q -n -o jsonl -F "$DUMPS/qemu/qemu-nvme.txt" | sed 's/^/0: /'))" ]
	warns "vfio-cfgtool: 0000:3f:00.0: nothing answered"
	try 3 -n diff "$silent_dump" "$DUMPS/made/empty-chain.txt"
	told
	try 3 -n diff "$DUMPS/made/empty-chain.txt" "$silent_dump"
	told
}

@test "a VF with IDs of ffff answers, and so does a device with one byte that is not ff" {
	try 0 -n -q -F "$DUMPS/made/vf.txt" map -o jsonl
	prints '"is_vf":true'
	sed 's/^f0: ff/f0: fe/' "$silent_dump" >"$BATS_TEST_TMPDIR/dump"
	try 0 -n -q -F "$BATS_TEST_TMPDIR/dump" map -o jsonl
	prints '"error":null'
}

@test "a capture of it has the result of the dump" {
	"$PROGRAM" capture -q -F "$DUMPS/made/empty-chain.txt" >"$BATS_TEST_TMPDIR/capture"
	sed -i -E '/^[0-9a-f]+: /s/ [0-9a-f]{2}/ ff/g' "$BATS_TEST_TMPDIR/capture"
	try 3 -n -F "$BATS_TEST_TMPDIR/capture" map
	told
	try 3 -n -F "$BATS_TEST_TMPDIR/capture" info
	told
}
