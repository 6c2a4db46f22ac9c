#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A device without an IOMMU, in VFIO's no-IOMMU mode.

load helper

setup()
{
	need_kernel custom "this kernel has no no-IOMMU mode"
}

@test "root maps a device without an IOMMU, like one that has it" {
	run -0 --separate-stderr tool map -o jsonl 0000:41:00.0
	[ "$stderr" = "vfio-cfgtool: 0000:41:00.0: $(cost 0000:41:00.0) (--source=sysfs does not)" ]
	[[ $output == *'"source":"vfio",'*'"view":"hardware",'* ]]
	field map "$output"
	without=$value
	maps --source=vfio 0000:01:00.0
	field map "$output"
	[ "$without" = "$value" ]
}

@test "list shows its node" {
	run -0 tool list -o jsonl 0000:41:00.0
	field node "$output"
	[ "$value" = "/dev/vfio/noiommu-$(group_of 0000:41:00.0)" ]
	[[ $output == *'"mappable":true'* ]]
}

@test "ordinary user may not open it" {
	be_user
	fails no-permission --source=vfio 0000:41:00.0
	[[ $message == "cannot be opened: $(node_of 0000:41:00.0) "* ]]
	[[ $hint == *"root"* ]]
}

@test "an ordinary user may not open it, even as the owner of the node" {
	node=$(node_of 0000:41:00.0)
	lend "$node"
	be_user
	fails no-permission --source=vfio 0000:41:00.0
	[ "$message" = "cannot be opened: $node is without an IOMMU and needs CAP_SYS_RAWIO" ]
}

@test "holder is named" {
	hold_node "$(node_of 0000:41:00.0)"
	fails busy --source=vfio 0000:41:00.0
	[ "$message" = "busy: process $holder (sleep) holds its IOMMU group $(group_of 0000:41:00.0) open" ]
}

@test "without the mode there is no group, and the hint names the mode" {
	mode=/sys/module/vfio/parameters/enable_unsafe_noiommu_mode
	echo 0000:41:00.0 >/sys/bus/pci/drivers/vfio-pci/unbind
	echo 0 >$mode
	run --separate-stderr tool map --source=vfio -o jsonl 0000:41:00.0
	set_up
	[ "$status" = 3 ]
	judge_error no-iommu "$output" "$stderr"
	[[ $message == *"it is in no IOMMU group"* ]]
	[[ $hint == *"echo 1 > $mode and bind it again"* ]]
}
