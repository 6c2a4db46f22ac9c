#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# list: what it says of each function, against what happens.

load helper

# error_part JSON - prints the error that stands in a line of map or list
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

@test "list says of every function what an attempt to open it finds" {
	run -0 tool list -o jsonl
	listed=("${lines[@]}")
	others=()
	for path in "$pci"/*; do
		[[ $path == */0000:06:00.0 ]] || others+=("${path##*/}")
	done
	# The last one loses its VFs when it is opened.
	run -3 --separate-stderr tool map -q --source=vfio -o jsonl "${others[@]}" 0000:06:00.0
	renew_vfs
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
		((mappable == ${#openable[@]} + 1))
	else
		# This kernel asks for no token at a device's own node.
		((mappable == ${#openable[@]} + 4))
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

@test "list is a table in which each function has one row" {
	run -0 --separate-stderr tool list
	functions=("$pci"/*)
	[ ${#lines[@]} = $((${#functions[@]} + 1)) ]
	[[ $output =~ 0000:01:00.0\ +8086:10d3\ +vfio-pci\ +[0-9]+\ +/dev/vfio/[^\ ]+\ +yes ]]
	[[ $output =~ 0000:0f:02.0\ +8086:100e\ +vfio-pci\ +[0-9]+\ +/dev/vfio/[^\ ]+\ +group-not-viable ]]
	[[ $output =~ 0000:00:0c.0\ +8086:1209\ +-\ +[0-9]+\ +-\ +no-driver ]]
}
