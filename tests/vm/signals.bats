#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# All or nothing: signals, closed streams and full disks in the middle of what changes
# a device leave it as it was or where it was to go, and are told afterwards.

load helper

nic=0000:0f:01.0	# of 8139cp, with a network interface
mate=0000:0f:02.0	# the other one of its group
probed=0000:01:00.0	# of vfio-pci
state=/run/vfio-cfgtool

teardown()
{
	release
	! mountpoint -q /run/vm/small || umount /run/vm/small
	[[ ! -e /run/vm/small ]] || rmdir /run/vm/small
	rm -rf $state
	set_up
}

# probed_as_before ARGUMENT... - a write probe of all that fails with 3 and leaves both views
# as they were; sets $stderr
probed_as_before()
{
	tool map -q --source=vfio $probed >/dev/null	# what an open alone changes
	cp "$pci/$probed/config" "$BATS_TEST_TMPDIR/before"
	run -3 --separate-stderr "$@" vfio-cfgtool -n probe -q --write=all \
		--i-know-this-device --journal=/run/vm/small $probed
	echo "$stderr"
	cmp "$BATS_TEST_TMPDIR/before" "$pci/$probed/config"
}

@test "a journal whose disk is full in the middle of a probe is ended, as all is put back" {
	mkdir -m 700 /run/vm/small
	# both views take 27 KiB, and each write some 100 bytes
	mount -t tmpfs -o size=36k,mode=700 none /run/vm/small
	probed_as_before
	[[ $stderr == *"/run/vm/small/$probed cannot be written: No space left on device"* ]]
	[[ $output == *" error"* ]]
	[ -z "$(ls -A /run/vm/small)" ]
}

@test "a journal that grows past the limit of a file's size is told, and ended" {
	mkdir -m 700 /run/vm/small
	probed_as_before bash -c 'ulimit -f 36; exec "$@"' bash
	[[ $stderr == *"/run/vm/small/$probed cannot be written: File too large"* ]]
	[ -z "$(ls -A /run/vm/small)" ]
}

@test "a BPF program whose load a signal interrupts is loaded again" {
	type strace >/dev/null || skip "strace is not installed"
	run -0 strace -qq -f -o "$BATS_TEST_TMPDIR/calls" -e trace=bpf \
		vfio-cfgtool -n verify -q $probed
	load=$(grep -n PROG_LOAD "$BATS_TEST_TMPDIR/calls" | head -n 1 | cut -d: -f1)
	run -0 strace -qq -f -o "$BATS_TEST_TMPDIR/calls" -e trace=bpf \
		-e inject="bpf:error=EAGAIN:when=$load..$((load + 2))" vfio-cfgtool -n verify -q $probed
	[ "$(grep -c 'PROG_LOAD.*EAGAIN.*INJECTED' "$BATS_TEST_TMPDIR/calls")" = 3 ]
}
