#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The rules of the running kernel, against the kernel.

load helper

# read_rules - sets $name, $switches and $basis of the running kernel's
read_rules()
{
	run -0 --separate-stderr tool rules -o jsonl
	[ ! "$stderr" ]
	local rest=${output#*'"rules":{"name":"'}
	name=${rest%%'"'*}
	rest=${rest#*'"switches":['}
	switches=${rest%%']'*}
	rest=${rest#*'"basis":"'}
	basis=${rest%%'"'*}
	rest=${rest#*'"note":'}
	note=${rest%%,*}
	echo "$name ($basis): $switches; $note"
}

@test "rules are those of the kernel's stable release" {
	read_rules
	if [[ $VM_KERNEL == debian ]]; then
		[[ $(</proc/version) =~ \ Debian\ ([0-9]+\.[0-9]+\.[0-9]+)- ]]
		[ "$name" = "${BASH_REMATCH[1]}" ]
	else
		[ "$name" = "$(</proc/sys/kernel/osrelease)" ]
	fi
}

@test "rules are assumed only if a note says why" {
	read_rules
	[[ $basis == table && $note == null || $basis == assumed && $note == '"'* ]]
}

@test "rules of a map are those of the running kernel" {
	read_rules
	need_maps
	while IFS= read -r line; do
		echo "${line:0:600}"
		[[ $line == *"\"rules\":{\"name\":\"$name\",\"switches\":[$switches],\"basis\":\"$basis\","* ]]
	done <$kept/maps
}

@test "the length of the PCI Express capability agrees with the rules" {
	need_trace
	need_maps
	read_rules
	wanted=50
	[[ $switches != *'"exp-v2-52"'* ]] || wanted=52
	mapfile -t kernel <$kept/kernel
	for ((i = 0; i < ${#openable[@]}; i++)); do
		[[ ${openable[i]} != 0000:07:00.1 ]] || break
	done
	length=0
	for ((at = 0x40; at < 0x100; at++)); do
		[[ ${kernel[i]:at * 2:2} != 10 ]] || length=$((length + 1))
	done
	echo "$length bytes"
	[ $length = $wanted ]
}

@test "wrong rules differ from the kernel's" {
	need_trace
	need_maps
	read_rules
	other=$name,+exp-v2-52
	[[ $switches != *'"exp-v2-52"'* ]] || other=$name,-exp-v2-52
	run -0 --separate-stderr tool map -q -o jsonl --source=sysfs -k "$other" "${openable[@]}"
	echo "$output" >"$BATS_TEST_TMPDIR/maps"
	run same_maps "$BATS_TEST_TMPDIR/maps" $kept/kernel
	[ "$status" = 1 ]
	[[ $output == *", and the kernel has "* ]]
}
