#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# restore without root and VFIO: what it lists, and what it refuses before anything is done.
# The rest is in tests/vm/restore.bats.

load helper

setup() {
	dir=$BATS_TEST_TMPDIR/own
	mkdir -m 0700 "$dir"
}

# a journal of 0000:01:00.0 from an earlier boot
leave() {
	(umask 077 && tail -c +2 "$ROOT/tests/fuzz/seeds/journal/small" >"$dir/0000:01:00.0")
}

@test "a directory without journals has nothing to restore" {
	try 0 restore --journal="$dir"
	says "vfio-cfgtool: nothing is left to put back in $dir"
	[ -z "$output" ]
	try 0 -q restore --journal="$dir" -o jsonl
	[ -z "$output$error" ]
}

@test "a journal is listed with its device, run, time and writes; locks and other files are not" {
	leave
	touch "$dir/0000:01:00.1.lock" "$dir/0000:01:00.1.driver" "$dir/.0000:01:00.2.new" "$dir/notes"
	try 0 -n restore --journal="$dir"
	[ "$output" = "0000:01:00.0 left probe 42 2023-11-14T22:13:20Z writes 3 pending 2" ]
	[ -z "$error" ]
	try 0 -n restore --journal="$dir/" -o jsonl
	prints '"state":"left","journal":{"command":"probe","pid":42,"started":"2023-11-14T22:13:20Z","writes":3,"pending":2}'
}

@test "listing changes nothing in the directory" {
	leave
	before=$(ls -lA --full-time "$dir")
	try 0 -n restore --journal="$dir"
	[ "$(ls -lA --full-time "$dir")" = "$before" ]
}

@test "a damaged journal is listed, and a message has its line, exit 3" {
	leave
	sed -i '3s/$/x/' "$dir/0000:01:00.0"
	try 3 restore --journal="$dir"
	[ "$output" = "0000:01:00.0 damaged" ]
	warns "vfio-cfgtool: 0000:01:00.0: $dir/0000:01:00.0 is damaged or foreign: line 20: the check sum does not match the text before it"
	warns "  it cannot be replayed; when the device is in order, remove it: rm $dir/0000:01:00.0"
}

@test "a message names a directory that is open to others, a link, or missing" {
	leave
	chmod 0701 "$dir"
	try 4 restore --journal="$dir"
	says "vfio-cfgtool: directory $dir is open to others (mode 0701)"$'\n  name one that no other user can enter: mkdir -m 0700 DIR'
	chmod 0700 "$dir"
	ln -s own "$BATS_TEST_TMPDIR/link"
	try 4 restore --journal="$BATS_TEST_TMPDIR/link/"
	warns "link is not a directory, and a link is not followed"
	try 3 restore --journal="$BATS_TEST_TMPDIR/none"
	says "vfio-cfgtool: directory $BATS_TEST_TMPDIR/none cannot be opened: No such file or directory"
	[ ! -e "$BATS_TEST_TMPDIR/none" ]
}

@test "a message names a missing device, and a device without a journal has nothing to restore" {
	try 3 restore --journal="$dir" ffff:01:00.0
	warns "vfio-cfgtool: ffff:01:00.0: no such device"
	leave
	(umask 077 && sed "s/^address .*/address ffff:01:00.0/" "$dir/0000:01:00.0" >"$dir/ffff:01:00.0")
	try 3 restore --journal="$dir" ffff:01:00.0
	[ "$(ls -A "$dir")" = $'0000:01:00.0\nffff:01:00.0' ]
}

@test "words that are no device, and options of other commands, are usage errors" {
	try 2 restore nic
	warns "nic: not a device"
	try 2 restore --all
	warns "restore: has no option --all"
	try 2 restore --dry-run
	try 2 restore -o table
}
