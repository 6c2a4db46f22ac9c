#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# write without root and VFIO: what it refuses before anything is done. The rest is in
# tests/vm/write.bats.

load helper

none=ffff:ff:1f.7	# a device that no machine has

# refuses LINE TEXT: a usage error with this message and no output
refuses() {
	# shellcheck disable=SC2086
	try 2 $1
	[ "${error%%$'\n'*}" = "vfio-cfgtool: $2" ] || says "vfio-cfgtool: $2 ..."
	[ -z "$output" ]
}

# input LINE TEXT: the same for text on standard input
input() {
	printf %b "$1" >"$BATS_TEST_TMPDIR/in"
	try 2 write $none - <"$BATS_TEST_TMPDIR/in"
	[ "${error%%$'\n'*}" = "vfio-cfgtool: -: $2" ] || says "vfio-cfgtool: -: $2 ..."
	warns "  a line has REGISTER and REGISTER=VALUE[:MASK] in it, or: wait MILLISECONDS"
	[ -z "$output" ]
}

@test "every write to a dump is refused, exit 4" {
	for words in COMMAND=1 COMMAND "--dry-run COMMAND=1" "--force COMMAND=1" "40=1" ""; do
		# shellcheck disable=SC2086
		try 4 -F "$DUMPS/qemu/qemu-nvme.txt" write $words
		says $'vfio-cfgtool: --dump: a dump is not written\n  what a write would do: vfio-cfgtool explain -F FILE REGISTER'
		[ -z "$output" ]
	done
}

@test "a write around VFIO or through another process is refused, exit 4" {
	try 4 write --source=sysfs $none COMMAND=1
	says "vfio-cfgtool: --source: write opens each device itself: nothing is written past VFIO"
	try 4 write --source=held --force $none COMMAND=1
	says "vfio-cfgtool: --source: write opens each device itself: what somebody else holds is not written"
}

@test "a width is required where setpci requires it" {
	refuses "write $none 40=1" "40: its width is not said: add .b, .w or .l"
	refuses "write $none CAP_PM+4=1" "CAP_PM+4: its width is not said: add .b, .w or .l"
	refuses "write $none CAP_PM" "CAP_PM: a whole capability is not written: name one register of it"
}

@test "a value or mask that does not fit its register is refused" {
	refuses "write $none COMMAND=10000" \
		"COMMAND=10000: not VALUE or VALUE:MASK of 4 hexadecimal digits at most"
	refuses "write $none 40.b=1:100" \
		"40.b=1:100: not VALUE or VALUE:MASK of 2 hexadecimal digits at most"
	refuses "write $none 40.l=100000000" \
		"40.l=100000000: not VALUE or VALUE:MASK of 8 hexadecimal digits at most"
	refuses "write $none 40.b=1,x" \
		"40.b=1,x: not VALUE or VALUE:MASK of 2 hexadecimal digits at most"
	refuses "write $none 40.b=" "40.b=: not VALUE or VALUE:MASK of 2 hexadecimal digits at most"
}

@test "an unknown register is refused, also if the others are right" {
	refuses "write $none COMMAND=7 NOSUCH=1" "NOSUCH: no such register"
	refuses "write $none 41.w=1" "41.w: not aligned"
	refuses "write $none 40-4f" "40-4f: a range is not written: name one register"
	refuses "write $none" "no REGISTER"
}

@test "operations from standard input are named by their line" {
	input 'COMMAND\nNOSUCH=1\n' "line 2: NOSUCH: no such register"
	input 'wait\n' "line 1: wait: needs a number of milliseconds after it, up to 3600000"
	input '# x\n\nwait 1 COMMAND\n' "line 3: COMMAND: wait must be alone on its line"
	input 'COMMAND\0\n' "line 1: not text: it has a byte 00"
	input '\xff\xfe=1\n' 'line 1: \xff\xfe: no such register'
	printf '# nothing\n\n' >"$BATS_TEST_TMPDIR/in"
	try 2 write $none - <"$BATS_TEST_TMPDIR/in"
	warns "vfio-cfgtool: -: nothing to do in it"
	try 2 write $none - - <"$BATS_TEST_TMPDIR/in"
	says "vfio-cfgtool: -: standard input can be read once"
	try 2 write $none - <&-
	warns "vfio-cfgtool: -: cannot be read: "
}

@test "wait is a word of standard input only" {
	refuses "write $none wait 100" "wait: no such register"
}

@test "a message names a missing device, exit 3" {
	[ -d /sys/bus/pci/devices ] || skip "no PCI in this machine"
	for words in "COMMAND=0:0100" "--dry-run COMMAND=1" "--force COMMAND=7"; do
		# shellcheck disable=SC2086
		try 3 write $none $words
		warns "vfio-cfgtool: ffff:ff:1f.7: no such device"
		[ -z "$output" ]
	done
}

@test "write needs a device, and accepts only its own options and formats" {
	try 2 write COMMAND=1
	warns "vfio-cfgtool: no DEVICE"
	refuses "write $none -k 6.1 COMMAND=1" "write: has no option --rules"
	refuses "write $none --view=user COMMAND=1" "write: has no option --view"
	refuses "write $none -o table COMMAND=1" "write: has no format 'table'"
	for option in --dry-run --strict; do
		refuses "read $option $none COMMAND" "read: has no option $option"
	done
}
