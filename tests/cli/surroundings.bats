#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Where the program runs: no /sys, no PCI, a container, an ordinary user, a terminal that is
# closed, Ctrl-C. Each is a sentence.

load helper

dump=$DUMPS/qemu/qemu-e1000e.txt
unmounted="no PCI device can be seen: /sys is not mounted here
  mount it, as root: mount -t sysfs sysfs /sys; a container needs it from its host"
no_bus="no PCI device can be seen: this kernel has no PCI bus, or a container hides it (/sys/bus/pci/devices is missing)
  run it on a machine with PCI; what was saved there can be read here: vfio-cfgtool list -F FILE"

# Calls that name no device of the machine, and calls that name one
whole=(list "list --groups" "map --all" "verify --all" "lint --all" "trace --duration=1")
named=(info map policy "explain COMMAND" "read COMMAND" "write COMMAND=0" probe verify
	"check POLICY" diff lint capture restore bind unbind report)

# without SCRIPT: the program runs where the script, as root of a mount namespace, was run first
without() {
	need unshare
	unshare --mount --map-root-user true 2>/dev/null || skip "no mount namespace is permitted here"
	surroundings=$1
}

# try_there STATUS WORDS: try of the program there; POLICY is a file of one rule
try_there() {
	local arguments
	IFS=' ' read -ra arguments <<<"${2/POLICY/$BATS_TEST_TMPDIR/policy}"
	printf "format 2\nsize 1000\n" >"$BATS_TEST_TMPDIR/policy"
	printf '#!/bin/bash\nexec unshare --mount --map-root-user bash -c %q bash %q "$@"\n' \
		"$surroundings && exec \"\$@\"" "$PROGRAM" >"$BATS_TEST_TMPDIR/there"
	chmod +x "$BATS_TEST_TMPDIR/there"
	PROGRAM=$BATS_TEST_TMPDIR/there try "$1" "${arguments[@]}"
}

# told TEXT: every call that needs a device of the machine ends with 3 and this sentence
told() {
	local words
	for words in "${whole[@]}" "trace 00:01.0" "list eth0" "bind eth0" "map -s eth0" "list /sys/bus/pci"; do
		try_there 3 "$words"
		warns "$1"
		[ "$(grep -c 'no PCI device can be seen' <<<"$error")" = 1 ]
	done
	for words in "${named[@]}"; do
		try_there 3 "$words 0000:00:01.0"
		warns "vfio-cfgtool: 0000:00:01.0: $1"
	done
}

@test "without /sys every command that needs a device says so, and what to do, exit 3" {
	without "mount -t tmpfs none /sys"
	told "$unmounted"
}

@test "without a PCI bus every command that needs a device says so, and what to do, exit 3" {
	without "mount -t tmpfs none /sys && mkdir /sys/bus"
	told "$no_bus"
}

@test "info without a device claims nothing of an IOMMU where no device can be seen, exit 3" {
	without "mount -t tmpfs none /sys"
	try_there 3 info
	prints "  FAIL  pci: ${unmounted/$'\n  '/$'\n        '}"
	no grep -q -e IOMMU -e module <<<"$output"
	try_there 3 "info -J"
	[ "$(jq -r '.checks[] | select(.name == "pci") | .result' <<<"$output")" = fail ]
}

@test "machine with a PCI bus and no device says so" {
	without "mount -t tmpfs none /sys && mkdir -p /sys/bus/pci/devices /sys/kernel/iommu_groups"
	for words in list "list --groups" "map --all"; do
		try_there 3 "$words"
		says "vfio-cfgtool: this machine has no PCI device
  those of another are read from a dump made there: vfio-cfgtool list -F FILE"
	done
}

@test "what needs no device works without /sys and without /proc" {
	! grep -q __asan_init "$PROGRAM" || skip "a sanitizer has its own options from /proc"
	without "mount -t tmpfs none /sys && mount -t tmpfs none /proc"
	for words in help "help map" --version "rules -k 6.1" "list -F $dump" "map -F $dump" \
		"policy -F $dump" "explain -F $dump COMMAND" "lint -F $dump" "read -F $dump COMMAND"; do
		try_there 0 "$words"
		[ -n "$output" ]
		no grep -q -e "No such file" -e "cannot" <<<"$error"
	done
}

@test "ordinary user is told for every command what it takes, exit 3" {
	need setpriv
	[ "$(id -u)" = 0 ] || skip "needs root to be another user"
	device=$(find /sys/bus/pci/devices -mindepth 1 -printf '%f\n' 2>/dev/null | sort | head -n 1)
	[ -n "$device" ] || skip "no PCI in this machine"
	open_directory
	cp "$PROGRAM" "$OPEN/copy"
	copy=(setpriv --reuid=65534 --regid=65534 --clear-groups "$OPEN/copy")
	"${copy[@]}" list "$device" >"$OPEN/out"
	grep -q "^$device " "$OPEN/out"
	for words in map policy "explain COMMAND" "read CAP_PM+4.w" diff lint capture "restore" bind unbind trace; do
		status=0
		# shellcheck disable=SC2086
		"${copy[@]}" $words "$device" >"$OPEN/out" 2>"$OPEN/err" || status=$?
		take error "$OPEN/err"
		echo "$words: $status: $error"
		[ "$status" = 3 ]
		warns $'\n  run it as root'
	done
	"${copy[@]}" restore "$device" >"$OPEN/out" 2>&1 || true
	grep -qx unknown "$OPEN/out"
}

@test "root of a container is not told to be root" {
	without true
	device=$(find /sys/bus/pci/devices -mindepth 1 -printf '%f\n' 2>/dev/null | sort | head -n 1)
	[ -n "$device" ] || skip "no PCI in this machine"
	try_there 3 "map --source=sysfs $device"
	warns "the kernel shows this user only the first 64 of "
	warns $'\n  this root has no CAP_SYS_ADMIN, as in a container: run it outside'
}

# on_terminal HOW ARGUMENT...: what happens to a long output there; see hangup.py
on_terminal() {
	"$PYTHON" "$WITNESS/hangup.py" "$1" "$PROGRAM" -n "${@:2}" >"$BATS_TEST_TMPDIR/out"
	take output "$BATS_TEST_TMPDIR/out"
}

# many: a dump with more to print than a terminal takes before somebody reads
many() {
	for ((i = 0; i < 20; i++)); do
		cat "$DUMPS"/qemu/*.txt
	done >"$BATS_TEST_TMPDIR/many"
}

@test "Ctrl-C in the middle of a long output ends it at once, by the signal and without a word" {
	many
	for command in map "map -o grid" "map -J" policy explain; do
		# shellcheck disable=SC2086
		on_terminal interrupt -q -F "$BATS_TEST_TMPDIR/many" -k 6.1 $command
		echo "$command: $output"
		[ "$output" = "signal 2" ]
	done
}

@test "command ends when its terminal is closed: by the signal, or with the reason, exit 3" {
	many
	for command in map "map -o grid" "map -J" policy explain; do
		# shellcheck disable=SC2086
		on_terminal hangup -q -F "$BATS_TEST_TMPDIR/many" -k 6.1 $command
		echo "$command: $output"
		# the kernel closes the terminal first, and then sends the signal
		[[ $output = "signal 1" || $output = *"its terminal was closed" ]]
		# shellcheck disable=SC2086
		on_terminal close -q -F "$BATS_TEST_TMPDIR/many" -k 6.1 $command
		[ "$output" = $'exit 3\nvfio-cfgtool: standard output: cannot be written: its terminal was closed' ]
	done
}

@test "Ctrl-C while input is awaited leaves nothing behind, also with --to" {
	mkdir "$BATS_TEST_TMPDIR/place"
	mkfifo "$BATS_TEST_TMPDIR/in"
	exec 9<>"$BATS_TEST_TMPDIR/in"
	cat "$dump" >&9
	# the temporary file is there before input is read
	timeout 20 "$PYTHON" - "$PROGRAM" "$BATS_TEST_TMPDIR" <<-'END'
		import os, signal, subprocess, sys, time
		program, place = sys.argv[1:]
		run = subprocess.Popen([program, "map", "-F", "-", "--to=" + place + "/place/file"],
		                       stdin=open(place + "/in"), stderr=subprocess.PIPE)
		while not os.listdir(place + "/place"):
		    time.sleep(0.01)
		run.send_signal(signal.SIGINT)
		assert run.wait() == -signal.SIGINT
		assert run.stderr.read() == b""
		while os.listdir(place + "/place"):
		    time.sleep(0.01)
	END
	[ -z "$(ls -A "$BATS_TEST_TMPDIR/place")" ]
}
