#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Nodes that belong to another function: by a rebind while a device is waited for, as
# the kernel gives a number out again, or in a /dev that was made before the rebind.

load helper

waited=0000:0d:01.0	# shares its group with
neighbour=0000:0d:02.0
other=0000:00:0c.0	# has no driver

away=			# node that is moved away

teardown()
{
	release
	[[ ! $away ]] || mv -f "$away.away" "$away"
	uncover
	set_up
}

# rebind_while COMMAND... - runs the program, which waits for the device, and gives the device's
# number to another function meanwhile; sets $status, $output and $stderr
rebind_while()
{
	local node
	# bound again it has the first number that is free
	echo $waited >$pci/$waited/driver/unbind
	echo $waited >/sys/bus/pci/drivers/vfio-pci/bind
	node=$(cdev_of $waited)
	hold_device group $neighbour
	waiting "$@"
	echo $waited >$pci/$waited/driver/unbind
	echo vfio-pci >$pci/$other/driver_override
	echo $other >/sys/bus/pci/drivers/vfio-pci/bind
	[ "$(cdev_of $other)" = "$node" ]
	release
	waited_for
}

# stale NODE WITH - gives the node the number of another one
stale()
{
	local major minor
	away=$1
	mv "$1" "$1.away"
	read -r major minor < <(stat -c '%Hr %Lr' "$2")
	mknod "$1" c "$major" "$minor"
}

@test "a function is not opened by a node whose number another function got during --wait" {
	need_kernel custom "no device nodes in this kernel"
	rebind_while map --source=vfio --wait=60 -o jsonl $waited
	[ "$status" = 3 ]
	judge_error no-driver "$output" "$stderr"
}

@test "no write goes to a function that got the number of the device during --wait" {
	need_kernel custom "no device nodes in this kernel"
	rebind_while write --wait=60 $waited CACHE_LINE_SIZE=10
	[ "$status" = 3 ]
	[ ! "$output" ]
	[[ $stderr == *"vfio-cfgtool: $waited: cannot be opened through VFIO: no driver is bound to it"* ]]
}

@test "node with another function's number is not taken for the function's" {
	need_kernel custom "no device nodes in this kernel"
	group=$(node_of 0000:01:00.0)
	stale "$(cdev_of 0000:01:00.0)" "$(cdev_of 0000:04:00.0)"
	mv "$group" "$group.away"
	run --separate-stderr tool map --source=vfio -o jsonl 0000:01:00.0
	mv "$group.away" "$group"
	[ "$status" = 3 ]
	judge_error not-configured "$output" "$stderr"
	[ "$message" = "cannot be opened: $away is another device's node, as it has number $(stat -c '%Hr:%Lr' "$away"), and the kernel has $(<"$pci/0000:01:00.0/vfio-dev/${away##*/}/dev") for it" ]
	maps --source=vfio 0000:01:00.0
}

@test "node of a group with another group's number is not taken for the group's" {
	stale "$(node_of 0000:01:00.0)" "$(node_of 0000:04:00.0)"
	[[ $VM_KERNEL != custom ]] || mv /dev/iommu /dev/iommu.away
	run --separate-stderr tool map --source=vfio -o jsonl 0000:01:00.0
	[[ $VM_KERNEL != custom ]] || mv /dev/iommu.away /dev/iommu
	[ "$status" = 3 ]
	judge_error not-configured "$output" "$stderr"
	if [[ $VM_KERNEL == debian ]]; then
		[[ $message == "cannot be opened: $away is another device's node, as it has number "* ]]
	fi
	mv "$away.away" "$away"
	maps --source=vfio 0000:01:00.0
	away=
}

@test "a new device at the address during --wait is not taken for the former one" {
	hold_device group $neighbour
	waiting map --source=vfio --wait=60 -o jsonl $waited
	cover $waited uevent "$(sed 's/^PCI_ID=.*/PCI_ID=8086:1234/' $pci/$waited/uevent)"
	release
	waited_for
	[ "$status" = 3 ]
	judge_error gone "$output" "$stderr"
	[ "$message" = "it is gone: during the wait 8086:1234 took the address of 10ec:8139" ]
}
