#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The check whether a device is in use, with one call that fails: no fault lets a device in
# use move. Each test takes FAULTS random calls (20, or 60 where THOROUGH is
# set; FAULTS=all: each); it prints their seed (SEED).

load helper
load moves

setup()
{
	FAULTS=${FAULTS:-${THOROUGH:+60}}
	FAULTS=${FAULTS:-20}
	has_iommu_group $nic
	[[ -e $BUILD/vm/faults.so ]] || { echo "make vm-faults builds faults.so"; return 1; }
}

teardown()
{
	release
	! mountpoint -q /run/vm/mounted || umount /run/vm/mounted
	[[ ! -e /run/vm/mounted ]] || rmdir /run/vm/mounted
	[[ ! -e $pci/$nic/net ]] || ip link set "$(interface)" down
	set_up
}

# with_fault NUMBER COMMAND... - runs the program while that call fails
with_fault()
{
	FAULT_AT=$1 LD_PRELOAD=$BUILD/vm/faults.so vfio-cfgtool -n -q "${@:2}" >/dev/null 2>&1
}

# chosen COUNT - prints the numbers of the failing calls, each once
chosen()
{
	if [[ $FAULTS == all ]]; then
		seq "$1"
	else
		seq "$1" | shuf -n "$FAULTS" --random-source=<(yes "$SEED")
	fi
}

# holds_out ARGUMENT... - checks that no fault makes the program succeed
holds_out()
{
	local count number status faults=0 refused=0
	SEED=${SEED:-$RANDOM}
	run -4 env FAULT_COUNT="$BATS_TEST_TMPDIR/count" LD_PRELOAD="$BUILD/vm/faults.so" \
		vfio-cfgtool -n -q "$@"
	count=$(<"$BATS_TEST_TMPDIR/count")
	echo "seed $SEED, $count calls"
	for number in $(chosen "$count"); do
		status=0
		with_fault "$number" "$@" || status=$?
		faults=$((faults + 1))
		[[ $status == [34] ]] || { echo "call $number: exit status $status"; return 1; }
		[[ $status == 3 ]] || refused=$((refused + 1))
	done
	echo "# $1: $faults faults, $refused refused, the others ended before" >&3
	((refused > 0 || faults < 60))	# of a few faults each may end the program before
}

@test "a fault in the check does not move a mounted disk" {
	need_kernel debian "this kernel has no file system for disks"
	without_vfs
	mkfs.ext4 -q "/dev/$block"
	mkdir /run/vm/mounted
	mount "/dev/$block" /run/vm/mounted
	holds_out bind --dry-run $disk
}

@test "a fault in the check does not move a disk that a process has open" {
	without_vfs
	hold_file "/dev/$block"
	holds_out bind --dry-run $disk
}

@test "a fault in the check does not move a network interface that is up" {
	echo $mate >"$pci/$mate/driver/unbind"
	ip link set "$(interface)" up
	holds_out bind --dry-run $nic
}

@test "a fault in the check does not move a device that a process has open through VFIO" {
	for kind in node group cdev; do
		case $kind in
		node) hold_node "$(node_of 0000:01:00.0)" ;;
		group) hold_device group alone 0000:01:00.0 ;;
		cdev)
			[[ $VM_KERNEL == custom ]] || continue
			hold_device cdev 0000:01:00.0
			;;
		esac
		holds_out unbind --dry-run 0000:01:00.0
		release
	done
}
