#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# list: its facts about each function, compared with an open of it.

load helper
load moves

# error_part JSON - prints the error in a line of map or list
error_part()
{
	local rest=${1#*'"error":'}
	echo "${rest%%,\"warnings\":*}"
}

@test "list shows every function of the machine, sorted" {
	run -0 --separate-stderr tool list -o jsonl
	[ ! "$stderr" ]
	functions=("$pci"/*)
	[ ${#lines[@]} = ${#functions[@]} ]
	for ((i = 0; i < ${#lines[@]}; i++)); do
		[[ ${lines[i]} == *"\"address\":\"${functions[i]##*/}\","* ]]
	done
}

@test "list has for every function the result of an attempt to open it" {
	run -0 tool list -o jsonl
	listed=("${lines[@]}")
	functions=("$pci"/*)
	run -4 --separate-stderr tool map -q --source=vfio -o jsonl "${functions[@]##*/}"
	declare -A attempts=()
	for line in "${lines[@]}"; do
		field address "$line"
		attempts[$value]=$line
	done
	mappable=0
	for line in "${listed[@]}"; do
		field address "$line"
		attempt=${attempts[$value]}
		echo "$line"
		echo "${attempt:0:1000}"
		[ "$(error_part "$line")" = "$(error_part "$attempt")" ]
		if [[ $attempt == *'"map":"0'* ]]; then
			[[ $line == *'"mappable":true'* ]]
			mappable=$((mappable + 1))
		else
			[[ $line == *'"mappable":false'* ]]
		fi
	done
	read_openable
	echo "$mappable can be mapped"
	if [[ $VM_KERNEL == debian ]]; then
		((mappable == ${#openable[@]}))
	else
		# This kernel asks for no token at a device's own node.
		((mappable == ${#openable[@]} + 3))
	fi
}

@test "list shows the node of each device of vfio-pci, and of no other" {
	run -0 tool list -o jsonl
	for line in "${lines[@]}"; do
		field address "$line"
		address=$value
		field node "$line"
		echo "$address: $value"
		if [[ $line != *'"driver":"vfio-pci",'* ]]; then
			[ "$value" = null ]
			continue
		fi
		[ -c "$value" ]
		if [[ $VM_KERNEL == custom && $address != 0000:41:00.0 ]]; then
			[ "$value" = "$(cdev_of "$address")" ]
		else
			[ "$value" = "$(node_of "$address")" ]
		fi
	done
}

# row ADDRESS - the row of the table $output, with single blanks
row()
{
	local line
	line=$(grep "^$1 " <<<"$output")
	read -ra line <<<"$line"
	echo "${line[*]}"
}

@test "list is a table with one row for each function except bridges" {
	run -0 --separate-stderr tool list
	[ ! "$stderr" ]
	endpoints=0
	for path in "$pci"/*; do
		[[ $(<"$path/class") == 0x0604* ]] || endpoints=$((endpoints + 1))
	done
	[ ${#lines[@]} = $((endpoints + 1)) ]
	run -0 tool list --bridges
	functions=("$pci"/*)
	[ ${#lines[@]} = $((${#functions[@]} + 1)) ]
	[ "$(row 0000:08:00.0)" = "0000:08:00.0 104c:8232 pcieport $(group_of 0000:08:00.0) bridge" ]
	run -0 tool list 0000:08:00.0
	[[ $(row 0000:08:00.0) == *" bridge" ]]
}

@test "list says in words what blocks each function" {
	hold_node "$(node_of 0000:02:00.0)"
	run -0 --separate-stderr tool list
	[[ $(row 0000:03:00.0) == "0000:03:00.0 1b36:000d vfio-pci $(group_of 0000:03:00.0) ready" ]]
	[[ $(row 0000:02:00.0) == *" in use by process $holder (sleep)" ]]
	[[ $(row 0000:0f:02.0) == *" group not viable: 0000:0f:01.0 is bound to 8139cp" ]]
	[[ $(row 0000:00:0c.0) == *" needs bind" ]]
	[[ $(row 0000:07:00.0) == *" nvme "*" 2 VFs enabled" ]]
	state=$(<"$pci/0000:07:00.1/power_state")
	[[ $state == D3hot ]] && ready="ready, asleep" || ready=ready
	[[ $(row 0000:07:00.1) == *" vfio-pci "*" $ready" ]]
	if [[ $VM_KERNEL == custom ]]; then
		[[ $(row 0000:06:00.1) == *" $ready" ]]
	else
		[[ $(row 0000:06:00.1) == *" needs a VF token" ]]
		[[ $(row 0000:41:00.0) == *" no IOMMU" ]]
	fi
	run -0 tool list -o jsonl 0000:02:00.0 0000:07:00.1 0000:07:00.0
	[[ ${lines[0]} == *'"mappable":false,"state":"in-use","class_name":null,"physfn":null,"vfs":null,"most_vfs":null,"power_state":"D'* ]]
	[[ ${lines[1]} == *'"mappable":true,"state":"mappable","class_name":null,"physfn":"0000:07:00.0","vfs":null,'*"\"power_state\":\"$state\"}" ]]
	[[ ${lines[2]} == *'"state":"refused","class_name":null,"physfn":null,"vfs":2,"most_vfs":4,"power_state":"D0"}' ]]
}

@test "list --groups puts the members of a group below it" {
	run -0 tool list --groups --bridges --columns=address,code
	tree=$(LC_ALL=C.UTF-8 grep -A 3 "^group $(group_of 0000:0f:02.0)$" <<<"$output" | tr -s ' ')
	[[ $tree == *"0000:0e:00.0 bridge"*"0000:0f:01.0 needs-bind"*"0000:0f:02.0 group-not-viable"* ]]
}

# hint_of ADDRESS - prints the hint that list has for a device
hint_of()
{
	local line
	line=$(tool list -o jsonl "$1")
	line=${line#*'"hint":"'}
	echo "${line%%'"'*}"
}

@test "an interface that is up blocks its device, and the hint of list leads to a map" {
	has_iommu_group $nic
	eth=$(interface)
	ip link set "$eth" up
	run -0 --separate-stderr tool list $nic
	[[ $(row $nic) == *" 8139cp $(group_of $nic) in use by $eth" ]]
	run -0 --separate-stderr tool list -o jsonl $nic
	[[ $output == *"\"netdevs\":[\"$eth\"],\"disks\":[],"*'"mappable":false,"state":"in-use",'* ]]
	hint=$(hint_of $nic)
	echo "$hint"
	[[ $hint == "take $eth down, as root: ip link set $eth down && vfio-cfgtool bind $nic" ]]
	# the device next to it: it is not blocked by its own driver
	[[ $(hint_of $mate) == *"as root: ip link set $eth down && vfio-cfgtool bind --group $mate" ]]
	follow_hint
	maps --source=vfio $nic
	set_up
}

@test "list names the disk that is in use, and NETDEVS and DISKS are columns" {
	need_kernel debian "this kernel has no swap"
	without_vfs
	mkswap "/dev/$block" >/dev/null
	swapon "/dev/$block"
	run -0 --separate-stderr tool list --columns=address,netdevs,disks,state $disk $nic
	echo "$output"
	swapoff "/dev/$block"
	[ "$(row $disk)" = "$disk - $block in use by $block" ]
	[[ $(row $nic) == "$nic $(interface) - "* ]]
	run -0 --separate-stderr tool list --columns=address,state $disk
	[ "$(row $disk)" = "$disk needs bind" ]
	renew_disk_vfs
}

@test "an interface, a disk, a node of a group and a path in /sys mean their devices" {
	eth=$(interface)
	run -0 --separate-stderr tool list --columns=address "$eth" "/sys/class/net/$eth" $pci/$nic
	[ "${lines[*]}" = "ADDRESS $nic $nic $nic" ]
	run -0 --separate-stderr tool list --columns=address -s "$eth"
	[ "${lines[*]}" = "ADDRESS $nic" ]
	node=$(node_of 0000:0d:01.0)
	run -0 --separate-stderr tool list --columns=address "$node"
	[ "${lines[*]}" = "ADDRESS 0000:0d:01.0 0000:0d:02.0" ]
	[[ $stderr == *"$node: its IOMMU group has 3 devices"*"1 bridge is left out"* ]]
	run -2 --separate-stderr tool list eth99
	[[ $stderr == *"eth99: not a device"* ]]
	run -3 --separate-stderr tool list /dev/vfio/9999
	[[ $stderr == *"there is no IOMMU group 9999"* ]]
}

@test "a filter leaves bridges out with a message; the ISA bridge must not be bound" {
	run -0 --separate-stderr tool list --columns=address -s 0c:
	[ "${lines[*]}" = "ADDRESS 0000:0c:00.0" ]
	run -0 --separate-stderr tool list --columns=address -d 1b36:
	[[ $stderr == *" bridges are left out, which VFIO does not take" ]]
	[[ $output != *0000:0c:00.0* ]]
	run -0 --separate-stderr tool list -o jsonl 0000:00:1f.0
	[[ $output == *'"state":"bridge",'* ]]
	[[ $output == *'"hint":"leave it to its driver'* ]]
}

@test "list takes at most a tenth more system calls than lspci -k, with users, groups and nodes" {
	type lspci strace >/dev/null || skip "lspci or strace is not installed"
	strace -f -qq -o /run/vm/lspci lspci -k >/dev/null 2>&1
	strace -f -qq -o /run/vm/list vfio-cfgtool list >/dev/null
	limit=$(grep -c '(' /run/vm/lspci)
	count=$(grep -c '(' /run/vm/list)
	echo "list: $count, lspci -k: $limit"
	((count > 100 && 10 * count <= 11 * limit))
}

@test "an ordinary user sees in list what root sees, except rights and holders" {
	be_user
	run -0 --separate-stderr tool list -o jsonl 0000:01:00.0 0000:00:0c.0 0000:0f:02.0
	[ ! "$stderr" ]
	[[ ${lines[0]} == *'"state":"closed",'* ]]
	[[ ${lines[1]} == *'"state":"needs-bind",'* ]]
	[[ ${lines[2]} == *'"state":"group-not-viable",'* ]]
}
