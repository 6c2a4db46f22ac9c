#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# info: its facts, compared with sysfs and other programs.

load helper
load moves

# part NAME - sets $part to the value of a list in the line $output, up to its end
part()
{
	part=${output#*\"$1\":\[}
	part=${part%%]\}*}
}

@test "info has the regions, interrupts and flags of a device, and its sizes are those of sysfs" {
	run -0 --separate-stderr tool info -o jsonl 0000:01:00.0
	[ "$stderr" = "vfio-cfgtool: 0000:01:00.0: $(cost 0000:01:00.0)" ]
	[[ $output == *'"source":"vfio",'*'"flags":["reset","pci"],'* ]]
	[[ $output == *'{"index":7,"name":"config","offset":'*',"size":4096,"flags":["read","write"],'* ]]
	[[ $output == *'{"index":0,"name":"intx","count":1,"flags":["eventfd","maskable","automasked"]}'* ]]
	[[ $output == *'{"index":2,"name":"msix","count":5,'* ]]
	bar=0
	while read -r start end flags; do
		size=0
		((end == 0)) || size=$((end - start + 1))
		echo "bar$bar: $size"
		[[ $output == *"\"name\":\"bar$bar\",\"offset\":"[0-9]*",\"size\":$size,\"flags\":"* ]]
		bar=$((bar + 1))
		((bar < 6)) || break
	done <"$pci/0000:01:00.0/resource"
	[[ $output == *'"name":"bar0",'*'"msix_mappable":false,'*'"name":"bar1",'* ]]
	# its MSI-X table is in bar3, which can be mapped all the same
	[[ $output == *'"name":"bar3",'*'"msix_mappable":true,"capabilities":[{"id":3,"version":1}]'* ]]
}

@test "info names the API, the nodes and the power state" {
	run -0 --separate-stderr tool info -o jsonl 0000:01:00.0
	if [[ $VM_KERNEL == custom ]]; then
		[[ $output == *"\"node\":\"$(cdev_of 0000:01:00.0)\",\"group_node\":\"$(node_of 0000:01:00.0)\",\"api\":\"cdev\","* ]]
	else
		[[ $output == *"\"node\":null,\"group_node\":\"$(node_of 0000:01:00.0)\",\"api\":\"group\","* ]]
	fi
	[[ $output == *'"power":{"state":"D'* ]]
}

@test "info lists the modules, their state and parameters, as sysfs has them" {
	run -0 --separate-stderr tool info -o jsonl 0000:01:00.0
	value=$(</sys/module/vfio_pci/parameters/enable_sriov)
	[[ $output == *'"modules":[{"name":"vfio_pci","state":"'*"{\"name\":\"enable_sriov\",\"value\":\"$value\"}"* ]]
	if [[ $VM_KERNEL == custom ]]; then
		[[ $output == *'{"name":"vfio_pci","state":"built-in",'*'{"name":"iommufd","state":"built-in",'* ]]
	else
		[[ $output == *'{"name":"vfio_pci","state":"loaded",'*'{"name":"iommufd","state":"absent",'* ]]
	fi
}

@test "info names the functions that a hot reset also resets, and their users" {
	run -0 --separate-stderr tool info -o jsonl 0000:0d:01.0
	[[ $output == *'"hot_reset":[{"address":"0000:0d:01.0","driver":"vfio-pci",'*'{"address":"0000:0d:02.0","driver":"vfio-pci",'*'"in_use":false,"held_by":null}],"members":'* ]]
	run -0 --separate-stderr tool info -o jsonl 0000:00:0b.0
	[[ $output == *'"hot_reset":null,'* ]]
	run -0 --separate-stderr tool info 0000:00:0b.0
	[[ $output == *$'\n  hot reset: none\n'* ]]
	# VFs stand on the bus of their PF
	[[ $VM_KERNEL == custom ]] || return 0
	hold_device cdev 0000:06:00.2
	run -0 --separate-stderr tool info -o jsonl 0000:06:00.1
	[[ $output == *"{\"address\":\"0000:06:00.2\",\"driver\":\"vfio-pci\",\"iommu_group\":$(group_of 0000:06:00.2),\"in_use\":true,\"held_by\":{\"pid\":$holder,\"command\":\"python3\"}}"* ]]
}

@test "info says for every member of the group whether it blocks users" {
	run -3 --separate-stderr tool info -o jsonl 0000:0f:02.0
	[[ $output == *'"error":{"code":"group-not-viable",'* ]]
	[[ $output == *'"api":null,"flags":null,'*'"regions":null,"irqs":null,'* ]]
	[[ $output == *'"members":[{"address":"0000:0e:00.0","driver":null,'*'"blocks":false},{"address":"0000:0f:01.0","driver":"8139cp",'*'"in_use":true,"held_by":null,"blocks":true},{"address":"0000:0f:02.0","driver":"vfio-pci",'*'"blocks":false}],'* ]]
	[[ $stderr == *"0000:0f:02.0: cannot be opened: its IOMMU group "*" is not viable"* ]]
}

@test "info of a device that cannot be opened has the reason, and the facts of sysfs" {
	run -3 --separate-stderr tool info -o jsonl 0000:07:00.0
	[[ $output == *'"error":{"code":"not-bound",'*'"regions":null,'*'"modules":[{"name":"nvme","state":"loaded",'*'"vfs":2,"most_vfs":4}' ]]
	[[ $stderr == *"vfio-cfgtool bind 0000:07:00.0" ]]
	hold_node "$(node_of 0000:01:00.0)"
	run -3 --separate-stderr tool info -o jsonl 0000:01:00.0
	[[ $output == *"\"held_by\":{\"pid\":$holder,"*'"error":{"code":"busy",'* ]]
}

@test "info of a VF takes its token" {
	need_kernel debian "this kernel wants none at a device's own node"
	run -3 --separate-stderr tool info 0000:06:00.1
	[[ $stderr == *"--vf-token=UUID"* ]]
	[[ $output == *"VF of: 0000:06:00.0"* ]]
}

@test "info prints a table for people" {
	run -0 --separate-stderr tool info 0000:03:00.0
	[[ $output == *$'\nREGION  NAME'*"FLAGS"*"MAPPABLE"* ]]
	[[ $output == *$'\nIRQ  NAME'* ]]
	[[ $output == *$'\nGROUP MEMBER'* ]]
	[[ $output == *$'\nMODULE'* ]]
}

@test "info leaves a device as it was, and closed" {
	before=$(<"$pci/0000:01:00.0/enable")
	run -0 --separate-stderr tool info 0000:01:00.0 0000:03:00.0
	[[ $stderr == *"2 devices: 2 done, 0 failed" ]]
	[ "$(<"$pci/0000:01:00.0/enable")" = "$before" ]
	maps --source=vfio 0000:01:00.0
}

@test "info has checks that say why passthrough fails, with the command that helps" {
	run -0 --separate-stderr tool info 0000:01:00.0
	[[ $output == *"  ok    iommu: an IOMMU guards it, group $(group_of 0000:01:00.0)"* ]]
	[[ $output == *"  ok    interrupt-remapping: interrupts are remapped"* ]]
	[[ $output == *"  ok    group: it is alone in its IOMMU group"* ]]
	[[ $output == *"  ok    driver: vfio-pci has it, and nobody has it open"* ]]
	[[ $output == *"  ok    reserved-regions: "* ]]
	[[ $output == *"  ok    reset: opening resets it by "* ]]
	[[ $output == *"  ok    node: /dev/vfio/"*" belongs to user 0 "* ]]
	[[ $output == *"  ok    module: the module vfio_pci "* ]]
	[[ $output == *"  ok    memlock: "* ]]
	[[ $output != *"  FAIL  "* ]]
	run -3 --separate-stderr tool info -o jsonl 0000:0f:02.0
	[[ $output == *'"checks":['*'{"name":"group","result":"fail","message":"0000:0f:01.0 of its IOMMU group is bound to 8139cp","hint":"'*'vfio-cfgtool bind --group 0000:0f:02.0"}'* ]]
}

@test "info names what blocks a device, and its hint leads to a map" {
	has_iommu_group $nic
	eth=$(interface)
	ip link set "$eth" up
	run -3 --separate-stderr tool info "$eth"
	[[ $output == *"  FAIL  holder: in use by $eth"$'\n'"        take $eth down, as root: ip link set $eth down && vfio-cfgtool bind $nic"* ]]
	[[ $stderr == *"take $eth down, as root: ip link set $eth down && vfio-cfgtool bind $nic" ]]
	run -3 --separate-stderr tool info -o jsonl $nic
	[[ $output == *"\"netdevs\":[\"$eth\"],\"disks\":[],\"checks\":["* ]]
	(eval "ip link set $eth down && vfio-cfgtool bind $nic") >/dev/null
	run -0 --separate-stderr tool info -q $nic
	[[ $output == *"  ok    driver: vfio-pci has it"* ]]
	set_up
	hold_node "$(node_of 0000:01:00.0)"
	run -3 --separate-stderr tool info 0000:01:00.0
	[[ $output == *"  FAIL  holder: in use by process $holder (sleep)"* ]]
}

@test "info without a device says how many functions VFIO drivers have, and opens no node" {
	bound=0
	for path in "$pci"/*; do
		[[ ! -e $path/driver || $(driver_of "${path##*/}") != vfio-pci ]] || bound=$((bound + 1))
	done
	watch info
	[[ $calls != *'"/dev/vfio'* && $calls != *'/config"'* ]]
	[[ $output == *"; $bound bound to VFIO drivers"* ]]
	[[ $output == *"  kernel command line: "*"intel_iommu=on"* ]]
	[[ $output == *"  ok    iommu: "* ]]
}
