#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each real cause why a device cannot be opened: the message names it, and its hint helps. Permissions are in user.bats, devices in use
# in busy.bats, tokens in vf.bats, devices that go away in gone.bats.

load helper

@test "a missing device has a message" {
	fails not-found --source=vfio 0000:1c:00.0
	[ "$message" = "no such device" ]
	[[ $hint == *"vfio-cfgtool list" ]]
}

@test "a device without a driver has a message, and the hint binds it" {
	fails no-driver --source=vfio 0000:00:0c.0
	[ "$message" = "cannot be opened through VFIO: no driver is bound to it" ]
	follow_hint
	found=$(driver_of 0000:00:0c.0)
	maps --source=vfio 0000:00:0c.0
	set_up
	[ "$found" = vfio-pci ]
}

@test "a device of another driver has a message with that driver, and the hint binds it" {
	fails not-bound --source=vfio 0000:0f:01.0
	[ "$message" = "cannot be opened through VFIO: it is bound to 8139cp" ]
	follow_hint
	found=$(driver_of 0000:0f:01.0)
	maps --source=vfio 0000:0f:01.0
	set_up
	[ "$found" = vfio-pci ]
}

@test "a PF of another driver with VFs has a message, and the hint binds it" {
	fails not-bound --source=vfio 0000:07:00.0
	[ "$message" = "cannot be opened through VFIO: it is bound to nvme" ]
	follow_hint
	found=$(driver_of 0000:07:00.0)
	maps --source=vfio 0000:07:00.0
	set_up
	[ "$found" = vfio-pci ]
	[ "$(<"$pci/0000:07:00.0/sriov_numvfs")" = 2 ]
}

@test "a message says that VFIO does not support bridges" {
	for address in 0000:00:01.0 0000:08:00.0 0000:0c:00.0; do
		fails unsupported --source=vfio "$address"
		[[ $message == "cannot be opened through VFIO: it is a bridge,"* ]]
		[[ $hint == *"--source=sysfs"* ]]
	done
}

@test "a group that is not viable has a message with the member and its driver, and the hint helps" {
	fails group-not-viable --source=vfio 0000:0f:02.0
	[ "$message" = "cannot be opened: its IOMMU group $(group_of 0000:0f:02.0) is not viable: 0000:0f:01.0 is bound to 8139cp" ]
	follow_hint
	found=$(driver_of 0000:0f:01.0)
	maps --source=vfio 0000:0f:02.0
	set_up
	[ "$found" = vfio-pci ]
}

@test "auto does not avoid a group that is not viable" {
	fails group-not-viable 0000:0f:02.0
}

@test "a device without an IOMMU has a message" {
	need_kernel debian "this kernel has no-IOMMU mode"
	fails no-iommu --source=vfio 0000:41:00.0
	[[ $message == *"it is in no IOMMU group"* ]]
	[[ $hint == *"intel_iommu=on"* ]]
}

@test "a missing node of the container has a message" {
	[ "$VM_KERNEL" = debian ] || mv /dev/iommu /dev/iommu.away
	mv /dev/vfio/vfio /dev/vfio.away
	run --separate-stderr tool map --source=vfio -o jsonl 0000:01:00.0
	mv /dev/vfio.away /dev/vfio/vfio
	[ "$VM_KERNEL" = debian ] || mv /dev/iommu.away /dev/iommu
	[ "$status" = 3 ]
	judge_error not-configured "$output" "$stderr"
	missing=/dev/vfio/vfio
	[ "$VM_KERNEL" = debian ] || missing=/dev/iommu
	[[ $message == "cannot be opened: $missing does not exist, and the module "* ]]
	[[ $hint == *"udevadm trigger"* ]]
}

@test "a missing node of the group has a message" {
	node=$(node_of 0000:01:00.0)
	[ "$VM_KERNEL" = debian ] || cdev=$(cdev_of 0000:01:00.0)
	mv "$node" /dev/group.away
	[ "$VM_KERNEL" = debian ] || mv "$cdev" /dev/cdev.away
	run --separate-stderr tool map --source=vfio -o jsonl 0000:01:00.0
	mv /dev/group.away "$node"
	[ "$VM_KERNEL" = debian ] || mv /dev/cdev.away "$cdev"
	[ "$status" = 3 ]
	judge_error not-configured "$output" "$stderr"
	[ "$VM_KERNEL" = debian ] || node=$cdev
	[ "$message" = "cannot be opened: $node does not exist, although the kernel has the device" ]
}

@test "a missing vfio_iommu_type1 has a message, and the hint loads it" {
	need_kernel debian "it is no module in this kernel"
	modprobe -C /dev/null -r vfio_iommu_type1
	fails not-configured --source=vfio 0000:01:00.0
	[[ $message == *"the module vfio_iommu_type1 "* ]]
	follow_hint
	maps --source=vfio 0000:01:00.0
}

@test "a missing vfio-pci has a message, and the hint restores it and the device" {
	need_kernel debian "it is no module in this kernel"
	modprobe -C /dev/null -r vfio-pci
	fails no-driver --source=vfio 0000:01:00.0
	[[ $message == "cannot be opened through VFIO: no driver is bound to it, and the module vfio-pci is not loaded" ]]
	run -0 tool list 0000:01:00.0
	[[ $output == *" needs bind"* ]]
	follow_hint
	maps --source=vfio 0000:01:00.0
	set_up
	[ "$(driver_of 0000:0b:00.0)" = vfio-pci ]
}

# without PATH ERROR - maps while each open of the file fails with this error; sets $status,
# $output and $stderr
without()
{
	type strace >/dev/null || skip "strace is not installed"
	run --separate-stderr strace --seccomp-bpf -f -qq -o /dev/null -e trace=openat \
		-e inject=openat:error="$2" -P "$1" vfio-cfgtool -n map --source=vfio -o jsonl 0000:01:00.0
	stderr=$(grep -v '^strace: ' <<<"$stderr")
	echo "$1 $2: $status: $stderr"
}

@test "a node that cannot be opened without descriptors has a message with that cause" {
	nodes=("$(node_of 0000:01:00.0)" /dev/vfio/vfio)
	if [[ $VM_KERNEL == custom ]]; then
		mv /dev/vfio/vfio /dev/vfio/vfio.away
		nodes=("$(cdev_of 0000:01:00.0)" /dev/iommu)
	fi
	for node in "${nodes[@]}"; do
		without "$node" EMFILE
		first=$status-$stderr
		without "$node" ENFILE
		[[ $first == "3-vfio-cfgtool: 0000:01:00.0: "*"vfio-cfgtool: 0000:01:00.0: cannot be opened: this process may not open more files"* ]] || break
		[[ $status-$stderr == "3-vfio-cfgtool: 0000:01:00.0: "*"vfio-cfgtool: 0000:01:00.0: cannot be opened: the machine may not open more files"* ]] || break
		node=
	done
	[[ $VM_KERNEL != custom ]] || mv /dev/vfio/vfio.away /dev/vfio/vfio
	[ ! "$node" ]
}

@test "an attribute that cannot be opened without descriptors hides no driver, node or VFs" {
	for attribute in uevent sriov_numvfs; do
		[[ -e $pci/0000:01:00.0/$attribute ]] || continue
		without $pci/0000:01:00.0/$attribute EMFILE
		[ "$status" = 3 ]
		[[ $stderr == *"vfio-cfgtool: 0000:01:00.0: "*"Too many open files"* ]]
		[[ $stderr != *"no driver"* && $stderr != *"no such device"* ]]
	done
	[[ $VM_KERNEL == custom ]] || return 0
	without $pci/0000:01:00.0/vfio-dev EMFILE
	[[ $status == 3 && $stderr == *"Too many open files"* ]]
}
