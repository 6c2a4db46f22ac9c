#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The question whether a device is in use, with one call that fails: no such fault lets a
# device go that is in use. Each test takes FAULTS calls by chance (20, or 60 where THOROUGH is
# set; FAULTS=all: each), by the seed that it prints (SEED).

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

# with_fault NUMBER COMMAND... - the program runs with that call failing
with_fault()
{
	FAULT_AT=$1 LD_PRELOAD=$BUILD/vm/faults.so vfio-cfgtool -n -q "${@:2}" >/dev/null 2>&1
}

# chosen COUNT - prints the numbers of the calls that fail, each once
chosen()
{
	if [[ $FAULTS == all ]]; then
		seq "$1"
	else
		seq "$1" | shuf -n "$FAULTS" --random-source=<(yes "$SEED")
	fi
}

# holds_out ARGUMENT... - no fault makes the program do that
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

@test "fault in the question lets no mounted disk go" {
	need_kernel debian "this kernel has no file system for disks"
	without_vfs
	mkfs.ext4 -q "/dev/$block"
	mkdir /run/vm/mounted
	mount "/dev/$block" /run/vm/mounted
	holds_out bind --dry-run $disk
}

@test "fault in the question lets no disk go that a process has open" {
	without_vfs
	hold_file "/dev/$block"
	holds_out bind --dry-run $disk
}

@test "fault in the question lets no network interface go that is up" {
	echo $mate >"$pci/$mate/driver/unbind"
	ip link set "$(interface)" up
	holds_out bind --dry-run $nic
}

@test "fault in the question lets no device go that a process has open through VFIO" {
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
