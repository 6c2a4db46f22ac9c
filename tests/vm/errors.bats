#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What keeps a device from being opened: each cause for real, told with its
# name, and with a hint that helps. Permissions are in user.bats, devices in use
# in busy.bats, tokens in vf.bats, what goes away in gone.bats.

load helper

@test "device that is not there is told" {
	fails not-found --source=vfio 0000:1c:00.0
	[ "$message" = "no such device" ]
	[[ $hint == *"vfio-cfgtool list" ]]
}

@test "device without a driver is told, and the hint binds it" {
	fails no-driver --source=vfio 0000:00:0c.0
	[ "$message" = "cannot be opened through VFIO: no driver is bound to it" ]
	follow_hint
	found=$(driver_of 0000:00:0c.0)
	maps --source=vfio 0000:00:0c.0
	set_up
	[ "$found" = vfio-pci ]
}

@test "device of another driver is told with that driver, and the hint binds it" {
	fails not-bound --source=vfio 0000:0f:01.0
	[ "$message" = "cannot be opened through VFIO: it is bound to 8139cp" ]
	follow_hint
	found=$(driver_of 0000:0f:01.0)
	maps --source=vfio 0000:0f:01.0
	set_up
	[ "$found" = vfio-pci ]
}

@test "PF of another driver with VFs is told, and the hint binds it" {
	fails not-bound --source=vfio 0000:07:00.0
	[ "$message" = "cannot be opened through VFIO: it is bound to nvme" ]
	follow_hint
	found=$(driver_of 0000:07:00.0)
	maps --source=vfio 0000:07:00.0
	set_up
	[ "$found" = vfio-pci ]
	[ "$(<"$pci/0000:07:00.0/sriov_numvfs")" = 2 ]
}

@test "bridges are told to be out of VFIO's reach" {
	for address in 0000:00:01.0 0000:08:00.0 0000:0c:00.0; do
		fails unsupported --source=vfio "$address"
		[[ $message == "cannot be opened through VFIO: it is a bridge,"* ]]
		[[ $hint == *"--source=sysfs"* ]]
	done
}

@test "group that is not viable is told with its member and driver, and the hint takes it along" {
	fails group-not-viable --source=vfio 0000:0f:02.0
	[ "$message" = "cannot be opened: its IOMMU group $(group_of 0000:0f:02.0) is not viable: 0000:0f:01.0 is bound to 8139cp" ]
	follow_hint
	found=$(driver_of 0000:0f:01.0)
	maps --source=vfio 0000:0f:02.0
	set_up
	[ "$found" = vfio-pci ]
}

@test "auto does not go round a group that is not viable" {
	fails group-not-viable 0000:0f:02.0
}

@test "device that no IOMMU covers is told" {
	need_kernel debian "this kernel has no-IOMMU mode"
	fails no-iommu --source=vfio 0000:41:00.0
	[[ $message == *"it is in no IOMMU group"* ]]
	[[ $hint == *"intel_iommu=on"* ]]
}

@test "missing node of the container is told" {
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

@test "missing node of the group is told" {
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

@test "missing vfio_iommu_type1 is told, and the hint loads it" {
	need_kernel debian "it is no module in this kernel"
	modprobe -C /dev/null -r vfio_iommu_type1
	fails not-configured --source=vfio 0000:01:00.0
	[[ $message == *"the module vfio_iommu_type1 "* ]]
	follow_hint
	maps --source=vfio 0000:01:00.0
}

@test "missing vfio-pci is told, and the hint brings it and the device back" {
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

# without PATH ERROR - maps with each open of the file failing so; sets $status, $output
# and $stderr
without()
{
	type strace >/dev/null || skip "strace is not installed"
	run --separate-stderr strace --seccomp-bpf -f -qq -o /dev/null -e trace=openat \
		-e inject=openat:error="$2" -P "$1" vfio-cfgtool -n map --source=vfio -o jsonl 0000:01:00.0
	stderr=$(grep -v '^strace: ' <<<"$stderr")
	echo "$1 $2: $status: $stderr"
}

@test "node that cannot be opened for want of descriptors is told so" {
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

@test "attribute that cannot be opened for want of descriptors hides no driver, node or VFs" {
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
