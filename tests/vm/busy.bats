#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Devices that another process has open.

load helper

@test "a message names the holder of the group and another way to read" {
	hold_node "$(node_of 0000:01:00.0)"
	fails busy --source=vfio 0000:01:00.0
	[ "$message" = "busy: process $holder (sleep) holds its IOMMU group $(group_of 0000:01:00.0) open" ]
	[[ $output == *"\"held_by\":{\"pid\":$holder,\"command\":\"sleep\"},"* ]]
	[[ $hint == *"--wait=SECONDS"*"--source=sysfs"* ]]
}

@test "auto reads a busy device from sysfs, says who holds it, and has the same map" {
	need_maps
	hold_node "$(node_of 0000:01:00.0)"
	run -0 --separate-stderr tool map -o jsonl 0000:01:00.0
	busy="busy: process $holder (sleep) holds its IOMMU group $(group_of 0000:01:00.0) open"
	[ "$stderr" = "vfio-cfgtool: 0000:01:00.0: $busy; read from sysfs instead" ]
	[[ $output == *"\"source\":\"sysfs\",\"source_reason\":\"$busy\",\"view\":\"hardware\",\"held_by\":{\"pid\":$holder,"* ]]
	field map "$output"
	[[ $(<$kept/maps) == *"\"address\":\"0000:01:00.0\","*"\"map\":\"$value\""* ]]
}

@test "other device of a group in use is busy" {
	hold_node "$(node_of 0000:0d:01.0)"
	fails busy --source=vfio 0000:0d:02.0
	[[ $message == "busy: process $holder (sleep) holds its IOMMU group "*" open" ]]
}

@test "device opened by its group is busy, and its holder is named" {
	hold_device group 0000:01:00.0
	fails busy --source=vfio 0000:01:00.0
	[[ $message == "busy: process $holder (python3) holds "*" open" ]]
	release
	maps --source=vfio 0000:01:00.0
}

@test "device bound to an iommufd is busy, and its holder is named" {
	need_kernel custom "no iommufd in this kernel"
	hold_device cdev 0000:01:00.0
	fails busy --source=vfio 0000:01:00.0
	[ "$message" = "busy: process $holder (python3) holds it open" ]
	[[ $output == *"\"held_by\":{\"pid\":$holder,\"command\":\"python3\"},"* ]]
	release
	maps --source=vfio 0000:01:00.0
}

@test "a device bound to an iommufd is busy also if only the group can be opened" {
	need_kernel custom "no iommufd in this kernel"
	hold_device cdev 0000:01:00.0
	mv /dev/iommu /dev/iommu.away
	run --separate-stderr tool map --source=vfio -o jsonl 0000:01:00.0
	mv /dev/iommu.away /dev/iommu
	[ "$status" = 3 ]
	judge_error busy "$output" "$stderr"
	[ "$message" = "busy: process $holder (python3) holds it open" ]
}

@test "an open node that is not bound blocks no user" {
	need_kernel custom "no iommufd in this kernel"
	hold_node "$(cdev_of 0000:01:00.0)"
	maps --source=vfio 0000:01:00.0
}

@test "an ordinary user cannot see the holder, and a message says so" {
	node=$(node_of 0000:01:00.0)
	lend "$node"
	hold_node "$node"
	be_user
	fails busy --source=vfio 0000:01:00.0
	[ "$message" = "busy: another process holds its IOMMU group $(group_of 0000:01:00.0) open, and this user cannot see which" ]
	[[ $output == *'"held_by":null,'* ]]
	[[ $hint == "see which as root; "* ]]
}

@test "an ordinary user without another way to read has the error busy" {
	node=$(node_of 0000:01:00.0)
	lend "$node"
	hold_node "$node"
	be_user
	fails busy --source=auto 0000:01:00.0
	[[ $message == *"another process holds"* ]]
}

@test "an ordinary user has the error busy for a device whose node they may open" {
	need_kernel custom "no iommufd in this kernel"
	lend "$(cdev_of 0000:01:00.0)" /dev/iommu
	hold_device cdev 0000:01:00.0
	be_user
	fails busy --source=vfio 0000:01:00.0
	[[ $message == *"another process holds it"*"cannot be seen" ]]
}

@test "list names the holder" {
	hold_node "$(node_of 0000:01:00.0)"
	run -0 --separate-stderr tool list -o jsonl 0000:01:00.0
	[[ $output == *"\"held_by\":{\"pid\":$holder,\"command\":\"sleep\"},"*"\"error\":{\"code\":\"busy\",\"message\":\"busy: process $holder (sleep) holds "*'"mappable":false'* ]]
}

# milliseconds COMMAND... - runs it and sets $elapsed to its time
milliseconds()
{
	local begin=${EPOCHREALTIME/[.,]/}
	"$@"
	elapsed=$(((${EPOCHREALTIME/[.,]/} - begin) / 1000))
}

@test "--wait gives up after its time" {
	hold_node "$(node_of 0000:01:00.0)"
	milliseconds fails busy --source=vfio --wait=1 0000:01:00.0
	echo "$elapsed ms"
	((elapsed >= 1000 && elapsed < 5000))
}

@test "Ctrl-C ends a call that waits for a device, and the holder keeps it" {
	hold_node "$(node_of 0000:01:00.0)"
	# a shell's background processes ignore the signal
	env --default-signal=INT vfio-cfgtool -n map -q --source=vfio --wait=60 0000:01:00.0 \
		>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
	waiter=$!
	wait_for 60 sleeps $waiter
	kill -INT $waiter
	waited_for
	[ "$status" = 130 ]
	[ -z "$output" ]
	kill -0 "$holder"
	fails busy --source=vfio 0000:01:00.0
}

@test "--wait opens the device once the holder has gone" {
	hold_node "$(node_of 0000:01:00.0)"
	waiting map -q -o jsonl --source=vfio --wait=60 0000:01:00.0
	release
	waited_for
	[ "$status" = 0 ]
	[[ $output == *'"source":"vfio",'*'"held_by":null,'*'"error":null,'*'"map":"0'* ]]
}

@test "--wait waits for a device bound to an iommufd" {
	need_kernel custom "no iommufd in this kernel"
	hold_device cdev 0000:01:00.0
	waiting map -q -o jsonl --source=vfio --wait=60 0000:01:00.0
	release
	waited_for
	[ "$status" = 0 ]
	[[ $output == *'"error":null,'*'"map":"0'* ]]
}
