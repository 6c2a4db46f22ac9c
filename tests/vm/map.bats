#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# map, as root, on devices that the real vfio-pci holds.

load helper

@test "every device that can be opened is mapped through VFIO" {
	need_maps
	cat $kept/notes
	[ "$(<$kept/status)" = 0 ]
	mapfile -t lines <$kept/maps
	[ ${#lines[@]} = ${#openable[@]} ]
	for ((i = 0; i < ${#lines[@]}; i++)); do
		echo "${lines[i]:0:1000}"
		[[ ${lines[i]} == *"\"address\":\"${openable[i]}\","* ]]
		[[ ${lines[i]} == *'"driver":"vfio-pci",'*'"source":"vfio",'*'"view":"hardware",'* ]]
		[[ ${lines[i]} == *'"error":null,"warnings":[],"map":"0'* ]]
	done
}

@test "every map is the kernel's own, byte for byte" {
	need_trace
	need_maps
	same_maps $kept/maps $kept/kernel
}

@test "JSON of info, bind and unbind is what the schema says" {
	run tool info -o jsonl 0000:01:00.0 0000:0d:01.0 0000:0f:02.0 0000:07:00.0
	echo "$output" >"$BATS_TEST_TMPDIR/moves"
	for arguments in "bind --dry-run" bind bind unbind unbind; do
		# shellcheck disable=SC2086
		run tool $arguments -o jsonl 0000:00:0c.0 0000:00:01.0
		echo "$output" >>"$BATS_TEST_TMPDIR/moves"
	done
	grep '^{' "$BATS_TEST_TMPDIR/moves" >"$BATS_TEST_TMPDIR/lines"
	set_up
	schema_lines 14 "$BATS_TEST_TMPDIR/lines"
}

@test "JSON of map and list is what the schema says" {
	need_maps
	{
		vfio-cfgtool map -q --source=vfio -o jsonl 0000:0f:02.0 2>/dev/null || true
		vfio-cfgtool list -o jsonl
	} >"$BATS_TEST_TMPDIR/others"
	functions=("$pci"/*)
	schema_lines $((${#openable[@]} + 1 + ${#functions[@]})) $kept/maps "$BATS_TEST_TMPDIR/others"
}

@test "capabilities are where lspci finds them" {
	need_maps
	run -0 lspci -D -v
	found=
	for line in "${lines[@]}"; do
		case $line in
		[0-9a-f]*) found+=$'\n'${line%% *} ;;
		*Capabilities:\ \[*) line=${line#*\[} line=${line%%\]*} found+=" ${line%% v*}" ;;
		esac
	done
	while IFS= read -r line; do
		field address "$line"
		offsets=
		rest=$line
		while [[ $rest =~ \"(instance|offset)\":([0-9]+),(.*) ]]; do
			printf -v offset ' %x' "${BASH_REMATCH[2]}"
			[[ " $offsets " == *"$offset "* ]] || offsets+=$offset
			rest=${BASH_REMATCH[3]}
		done
		[[ $found == *$'\n'"$value"* ]]
		wanted=${found#*$'\n'"$value"}
		wanted=${wanted%%$'\n'*}
		echo "$value:$offsets; lspci:$wanted"
		# lspci goes along the chain, the map from low to high
		for offset in $wanted; do
			[[ " $offsets " == *" $offset "* ]]
		done
		set -- $wanted $offsets
		count=$#
		set -- $wanted
		((count == 2 * $#))
	done <$kept/maps
}

@test "sysfs and VFIO give the same map" {
	need_maps
	run -0 --separate-stderr tool map -q --source=sysfs -o jsonl "${openable[@]}"
	[ ! "$stderr" ]
	[[ $output != *'"source":"vfio"'* ]]
	output=${output//'"source":"sysfs","source_reason":"--source=sysfs"'/'"source":"vfio","source_reason":null'}
	[ "$output" = "$(<$kept/maps)" ] || {
		same_lines "$(<$kept/maps)" "$output"
		false
	}
}

# same_lines MAPS MAPS - shows which lines differ
same_lines()
{
	diff <(tr , '\n' <<<"$1") <(tr , '\n' <<<"$2")
}

@test "the cost of an open is printed once for each device, and then counted" {
	need_maps
	mapfile -t notes <$kept/notes
	printf '%s\n' "${notes[@]}"
	[ ${#notes[@]} = $((${#openable[@]} + 1)) ]
	for ((i = 0; i < ${#openable[@]}; i++)); do
		[ "${notes[i]}" = "vfio-cfgtool: ${openable[i]}: $(cost "${openable[i]}") (--source=sysfs does not)" ]
	done
	[ "${notes[i]}" = "vfio-cfgtool: $i devices: $i done, 0 failed" ]
}

@test "one device is opened through VFIO, and -q does not say so" {
	run -0 --separate-stderr tool map -o jsonl 0000:01:00.0
	[ "$stderr" = "vfio-cfgtool: 0000:01:00.0: $(cost 0000:01:00.0) (--source=sysfs does not)" ]
	[[ $output == *'"source":"vfio","source_reason":null,'* ]]
	run -0 --separate-stderr tool map -q -o jsonl 0000:01:00.0
	[ ! "$stderr" ]
	[[ $output == *'"source":"vfio"'* ]]
}

@test "several devices are read from sysfs in the order of the call, without a message" {
	run -0 --separate-stderr tool map -o jsonl 0000:05:00.0 0000:01:00.0 0000:0d:02.0
	[ "$stderr" = "vfio-cfgtool: 3 devices: 3 done, 0 failed" ]
	[[ ${lines[0]} == *'"address":"0000:05:00.0",'*'"source":"sysfs","source_reason":"several devices",'* ]]
	[[ ${lines[1]} == *'"address":"0000:01:00.0",'* ]]
	[[ ${lines[2]} == *'"address":"0000:0d:02.0",'* ]]
}

@test "map --all maps all devices of vfio-pci, sorted by address, and counts them" {
	run -0 --separate-stderr tool map --all -o jsonl
	bound=(/sys/bus/pci/drivers/vfio-pci/0000:*)
	echo "$stderr"
	[ ${#lines[@]} = ${#bound[@]} ]
	for ((i = 0; i < ${#bound[@]}; i++)); do
		echo "${bound[i]}: ${lines[i]:0:200}"
		[[ ${lines[i]} == *"\"address\":\"${bound[i]##*/}\","*'"source":"sysfs",'*'"error":null,'* ]]
	done
	[ "$stderr" = "vfio-cfgtool: $i devices: $i done, 0 failed" ]
}

@test "one of several devices that fails has a message, and the others are mapped" {
	run -3 --separate-stderr tool map -q --source=vfio -o jsonl 0000:01:00.0 0000:0f:02.0 0000:0d:01.0
	[ ${#lines[@]} = 3 ]
	[[ ${lines[0]} == *'"error":null,'*'"map":"0'* ]]
	judge_error group-not-viable "${lines[1]}" "$stderr"
	[[ ${lines[2]} == *'"error":null,'*'"map":"0'* ]]
}

@test "counts tell how many devices failed" {
	run -3 --separate-stderr tool map --source=vfio -o jsonl 0000:0d:01.0 0000:0f:02.0
	[[ $stderr == *$'\n'"vfio-cfgtool: 2 devices: 1 done, 1 failed" ]]
}

@test "device of another driver is predicted from sysfs, and a note says so" {
	run -0 --separate-stderr tool map -o jsonl 0000:07:00.0
	[ "$stderr" = "vfio-cfgtool: 0000:07:00.0: not bound to a VFIO driver (nvme): what it would show, predicted from sysfs" ]
	[[ $output == *'"driver":"nvme",'*'"source":"sysfs","source_reason":"not bound to a VFIO driver","view":"hardware",'*'"map":"0'* ]]
}

@test "a device is opened by its own node and iommufd if the kernel has them" {
	need_kernel custom "no iommufd in this kernel"
	watch map -q 0000:01:00.0
	[[ $calls == *"\"$(cdev_of 0000:01:00.0)\""*'"/dev/iommu"'* ]]
	[[ $calls != *'"/dev/vfio/vfio"'* && $calls != *"\"$(node_of 0000:01:00.0)\""* ]]
}

@test "a device is opened by its group if there is no iommufd" {
	[ "$VM_KERNEL" = debian ] || mv /dev/iommu /dev/iommu.away
	watch map -q 0000:01:00.0 || calls=
	[ "$VM_KERNEL" = debian ] || mv /dev/iommu.away /dev/iommu
	[[ $calls == *"\"$(node_of 0000:01:00.0)\""*'"/dev/vfio/vfio"'* ]]
}
