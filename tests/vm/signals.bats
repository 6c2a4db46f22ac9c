#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# All or nothing: signals, closed streams and full disks during a change of a device leave it
# as it was or at its target, and have a message afterwards.

load helper
load moves

probed=0000:01:00.0	# of vfio-pci

setup()
{
	has_iommu_group $nic
}

teardown()
{
	release
	! mountpoint -q /run/vm/small || umount /run/vm/small
	[[ ! -e /run/vm/small ]] || rmdir /run/vm/small
	rm -rf $state
	set_up
}

# probed_as_before ARGUMENT... - a write probe of everything exits 3 and leaves both views as
# they were; sets $stderr
probed_as_before()
{
	tool map -q --source=vfio $probed >/dev/null	# what an open alone changes
	cp "$pci/$probed/config" "$BATS_TEST_TMPDIR/before"
	run -3 --separate-stderr "$@" vfio-cfgtool -n probe -q --write=all \
		--i-know-this-device --journal=/run/vm/small $probed
	echo "$stderr"
	cmp "$BATS_TEST_TMPDIR/before" "$pci/$probed/config"
}

@test "a full disk during a probe ends the journal after everything is restored" {
	mkdir -m 700 /run/vm/small
	# both views take 27 KiB, and each write some 100 bytes
	mount -t tmpfs -o size=36k,mode=700 none /run/vm/small
	probed_as_before
	[[ $stderr == *"/run/vm/small/$probed cannot be written: No space left on device"* ]]
	[[ $output == *" error"* ]]
	[ -z "$(ls -A /run/vm/small)" ]
}

@test "a journal past the limit of a file's size has a message, and is ended" {
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

# --- bind and unbind ---------------------------------------------------------------------

# failing - bind of a group whose last write of sysfs fails, and so does the driver's own bind
failing()
{
	strace -qq -f -o /dev/null -P /sys/bus/pci/drivers/vfio-pci/bind \
		-P /sys/bus/pci/drivers_probe -e trace=write \
		-e inject=write:error=EIO:when=2+ vfio-cfgtool -n bind $nic $mate
}

# closed_pipe - opens descriptor 7 as a pipe without a reader
closed_pipe()
{
	local pipe=$BATS_TEST_TMPDIR/pipe
	mkfifo "$pipe"
	exec 8<>"$pipe"
	exec 7>"$pipe"
	exec 8<&-
	rm "$pipe"
}

@test "a bind that fails half way is undone even if standard error is a closed pipe" {
	type strace >/dev/null || skip "strace is not installed"
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	before=$(standing)
	closed_pipe
	status=0
	failing >/dev/null 2>&7 || status=$?
	exec 7>&-
	diff <(echo "$before") <(standing)
	[ ! -e "$state/$nic.driver" ]
	[ $status = 141 ] || [ $status = 3 ]
}

@test "a bind that fails half way is undone before anything is printed to a full pipe" {
	type strace >/dev/null || skip "strace is not installed"
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	before=$(standing)
	mkfifo "$BATS_TEST_TMPDIR/full"
	exec 7<>"$BATS_TEST_TMPDIR/full"
	/usr/bin/python3 -IS -c "import os
os.set_blocking(7, False)
try:
    while True:
        os.write(7, bytes(65536))
except BlockingIOError:
    os.set_blocking(7, True)"
	failing >/dev/null 2>&7 &
	bind=$!
	wait_for 60 is_as_before "$before"
	kill -0 $bind
	cat <&7 >/dev/null 2>&1 &
	reader=$!
	wait $bind || true
	kill $reader
	exec 7>&-
	[ ! -e "$state/$nic.driver" ]
}

# is_as_before STANDING - ... and the record is removed, which is the last step
is_as_before()
{
	[[ ! -e $state/$nic.driver && $(standing) == "$1" ]]
}

@test "signals that end or stop programs wait until the group has one driver, which is then printed" {
	type strace >/dev/null || skip "strace is not installed"
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	for signal in HUP INT QUIT TERM XCPU ALRM VTALRM PROF USR1 USR2 IO PWR STKFLT; do
		status=0
		strace -qq -f -o /dev/null -P "$pci/$nic/driver/unbind" -e trace=write \
			-e inject=write:signal=SIG$signal:when=1 vfio-cfgtool -n bind $nic $mate $free \
			>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
		echo "$signal: $status"
		cat "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/err"
		[ $status = $((128 + $(kill -l $signal))) ]
		[ "$(driver_of $nic)" = vfio-pci ]
		[ "$(driver_of $mate)" = vfio-pci ]
		[ "$(driver_of $free)" = none ]
		grep -q "^$nic: from 8139cp to vfio-pci" "$BATS_TEST_TMPDIR/out"
		grep -q "^vfio-cfgtool: $free: nothing was done: a signal came before" "$BATS_TEST_TMPDIR/err"
		moves unbind $nic $mate
	done
}

@test "closed pipes and stops from the terminal wait while devices move or are restored" {
	type strace >/dev/null || skip "strace is not installed"
	for command in "bind $free" "unbind $free" "restore $probed"; do
		# shellcheck disable=SC2086
		run -0 strace -qq -f -e trace=rt_sigprocmask -o "$BATS_TEST_TMPDIR/calls" \
			vfio-cfgtool -n $command
		grep -q 'SIG_BLOCK, \[PIPE TSTP TTIN TTOU\]' "$BATS_TEST_TMPDIR/calls"
	done
}

@test "a restore that gets a signal restores everything, reports, and then ends by the signal" {
	type strace >/dev/null || skip "strace is not installed"
	for signal in INT QUIT XCPU USR1; do
		run -137 "$BATS_TEST_DIRNAME/interrupt" $probed 0c=10 3c=5a
		status=0
		strace -qq -f -o /dev/null -e trace=pwrite64 -e inject=pwrite64:signal=SIG$signal:when=1 \
			vfio-cfgtool -n restore $probed >"$BATS_TEST_TMPDIR/out" || status=$?
		cat "$BATS_TEST_TMPDIR/out"
		[ $status = $((128 + $(kill -l $signal))) ]
		grep -q '^restored probe .* writes 2 pending 2' "$BATS_TEST_TMPDIR/out"
		[ ! -e "$state/$probed" ]
	done
}

@test "a device is not moved without a record: full disk, limit of a file's size, no descriptors" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	before=$(standing)
	# by a pipe, as the limit holds for a file of standard error, too
	run -3 bash -o pipefail -c '(ulimit -f 0; exec vfio-cfgtool -n bind '$nic') 2>&1 | cat'
	[[ $output == *"$state/"*"File too large"* ]]
	diff <(echo "$before") <(standing)
	mkdir -p -m 0700 $state
	mount -t tmpfs -o mode=0700,size=4k,nr_inodes=2 tmpfs $state
	run -3 --separate-stderr tool bind $nic
	umount $state
	[[ $stderr == *"No space left on device"* ]]
	diff <(echo "$before") <(standing)
	for ((limit = 3; limit < 16; limit++)); do
		run bash -c 'ulimit -n '$limit'; exec vfio-cfgtool -n bind '$nic
		echo "$limit: $status"
		if ((status == 0)); then
			moves unbind $nic
			alone $nic
		else
			# 127: the program could not even be loaded
			[[ $status == 3 || $status == 4 || $status == 127 ]]
		fi
		diff <(echo "$before") <(standing)
	done
	((status == 0))
}

@test "unbind removes the record of a device that already has its former driver" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	moves bind $nic
	cp "$state/$nic.driver" "$BATS_TEST_TMPDIR/record"
	moves unbind $nic
	[ "$(driver_of $nic)" = 8139cp ]
	cp "$BATS_TEST_TMPDIR/record" "$state/$nic.driver"
	moves unbind $nic
	[ ! -e "$state/$nic.driver" ]
	[ "$(driver_of $nic)" = 8139cp ]
}

@test "kernel has not complained about any of the tests" {
	run dmesg
	[[ $output != *"Call Trace"* && $output != *"BUG:"* ]]
}
