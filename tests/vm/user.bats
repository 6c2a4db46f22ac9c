#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# map as an ordinary user: what the access rights of the node allow.

load helper

# lend_groups ADDRESS... - gives the user the groups' nodes of these devices
lend_groups()
{
	local address nodes=()
	for address; do
		cd -P "$pci/$address/iommu_group"
		nodes+=("/dev/vfio/${PWD##*/}")
	done
	lend "${nodes[@]}"
}

@test "the owner of the group's node maps from the user view, and every map is root's" {
	need_maps
	# The kernel wants more than the node's owner where there is no IOMMU.
	mine=("${openable[@]/0000:41:00.0/}")
	[[ ${mine[-1]} ]] || unset 'mine[-1]'
	lend_groups "${mine[@]}"
	be_user
	run -0 --separate-stderr tool map -q --source=vfio -o jsonl "${mine[@]}"
	[ ! "$stderr" ]
	[ ${#lines[@]} = ${#mine[@]} ]
	for ((i = 0; i < ${#mine[@]}; i++)); do
		echo "${lines[i]:0:600}"
		[[ ${lines[i]} == *"\"address\":\"${mine[i]}\","*'"source":"vfio",'*'"view":"user",'*'"error":null,'* ]]
		# All that the user view can leave open is a first dword of zeros.
		warnings=${lines[i]#*'"warnings":'}
		[[ $warnings == '[],'* || $warnings == '[{"code":"placeholder-unknown","offset":256,'* ]]
	done
	# Map, ranges, hidden capabilities and totals; not what is in the bytes, nor what is known
	# of the hardware view alone
	shown='s/^.*"error":null,"warnings":.*,"map":/"map":/; s/,"content":"[a-z]*"//g; s/,"fingerprint":[^,}]*//'
	mapfile -t root < <(sed "$shown" $kept/maps)
	mapfile -t user < <(sed "$shown" <<<"$output")
	for ((i = 0; i < ${#mine[@]}; i++)); do
		echo "${mine[i]}"
		echo "${root[i]}"
		echo "${user[i]}"
		[ "${root[i]}" = "${user[i]}" ]
	done
}

@test "user of the group gets a table from the user view" {
	lend_groups 0000:01:00.0
	be_user
	run -0 --separate-stderr tool map 0000:01:00.0
	[ "$stderr" = "vfio-cfgtool: 0000:01:00.0: $(cost 0000:01:00.0) (--source=sysfs does not)" ]
	[[ $output == *"source vfio, user view, 4096 bytes"*$'\n0e0-0f'[13]*" CAP_EXP "*$'\n100-12b '*" ECAP_AER "* ]]
}

@test "user of device and iommufd needs no group" {
	need_kernel custom "no iommufd in this kernel"
	lend "$(cdev_of 0000:01:00.0)" /dev/iommu
	be_user
	maps 0000:01:00.0
	[[ $output == *'"source":"vfio",'*'"view":"user",'* ]]
}

@test "user of the device alone lacks iommufd" {
	need_kernel custom "no iommufd in this kernel"
	lend "$(cdev_of 0000:01:00.0)"
	be_user
	fails no-permission --source=vfio 0000:01:00.0
	[[ $message == "cannot be opened: /dev/iommu belongs to root:"*" with mode 0660, which keeps user nobody out" ]]
}

@test "an ordinary user has a message with the closed node, and the command that opens it" {
	node=$(node_of 0000:01:00.0)
	[ "$VM_KERNEL" = debian ] || node=$(cdev_of 0000:01:00.0)
	be_user
	fails no-permission 0000:01:00.0
	[ "$message" = "cannot be opened: $node belongs to root:root with mode 0600, which keeps user nobody out" ]
	lent=("$node")
	follow_hint
	if [[ $VM_KERNEL == custom ]]; then
		fails no-permission 0000:01:00.0
		[[ $message == *" /dev/iommu "* ]]
		lent+=(/dev/iommu)
		follow_hint
	fi
	maps 0000:01:00.0
}

@test "an ordinary user has a message that the container's node is closed" {
	lend_groups 0000:01:00.0
	mode=$(stat -c %a /dev/vfio/vfio)
	be_user
	chmod 600 /dev/vfio/vfio
	[ "$VM_KERNEL" = debian ] || chmod 666 /dev/iommu "$(cdev_of 0000:01:00.0)"
	run tool map --source=vfio 0000:01:00.0
	[ "$VM_KERNEL" = debian ] || chmod 600 /dev/iommu "$(cdev_of 0000:01:00.0)"
	chmod "$mode" /dev/vfio/vfio
	[ "$VM_KERNEL" = custom ] || [ "$status" = 3 ]
	[ "$VM_KERNEL" = debian ] || [ "$status" = 0 ]
	[ "$VM_KERNEL" = custom ] || [[ $output == *": /dev/vfio/vfio belongs to root:root with mode 0600, which keeps user nobody out"$'\n'"  "*"chmod 0666 /dev/vfio/vfio" ]]
}

@test "an ordinary user has a message with the closed directory" {
	be_user
	chmod 700 /dev/vfio
	run -3 --separate-stderr tool map --source=vfio -o jsonl 0000:01:00.0
	chmod 755 /dev/vfio
	judge_error no-permission "$output" "$stderr"
	[[ $message == *" is in the directory /dev/vfio, which is closed to user nobody" ]]
}

@test "sysfs gives an ordinary user too little for a map" {
	be_user
	fails short --source=sysfs 0000:01:00.0
	[[ $message == *"64 of 4096 bytes"* ]]
	[[ $hint == *"root"* ]]
}

@test "list tells an ordinary user which devices are theirs" {
	lend_groups 0000:01:00.0
	be_user
	run -0 --separate-stderr tool list -o jsonl 0000:01:00.0 0000:02:00.0
	[ ! "$stderr" ]
	[[ ${lines[0]} == *'"error":null,'*'"mappable":true'* ]]
	[[ ${lines[1]} == *'"error":{"code":"no-permission","message":"cannot be opened: /dev/vfio/'*'"mappable":false'* ]]
}
