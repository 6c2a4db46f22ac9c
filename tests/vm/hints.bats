#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Hints: who starts from list and does nothing but what hints say gets a map of every device
# of the bench, or a last sentence that says why there is none.

load helper

# command_in HINT - prints the first command that the hint has, as "...: COMMAND; ..."
command_in()
{
	local hint=$1 part word
	while [[ $hint ]]; do
		part=${hint%%; *}
		[[ $part == "$hint" ]] && hint= || hint=${hint#*; }
		[[ $part == *": "* ]] || continue
		part=${part##*: }
		read -r word _ <<<"$part"
		if type "$word" >/dev/null 2>&1; then
			echo "$part"
			return
		fi
	done
}

# hint_of ADDRESS LIST - sets $state, and $hint to what the list says of the device, or to the
# map if it can be mapped
hint_of()
{
	local line
	line=$(grep "\"address\":\"$1\"" <<<"$2") || return
	field state "$line"
	state=$value
	if [[ $line == *'"mappable":true'* ]]; then
		hint="map it: vfio-cfgtool map $1"
		return
	fi
	hint=${line#*'"hint":"'}
	hint=${hint%%'"'*}
	[[ $hint && $hint != "$line" ]]
}

# is_map TEXT ADDRESS - whether the text is the table of the device's map
is_map()
{
	[[ $1 == *"$2"*$'\n'"RANGE "*$'\n'"000-03f "*" header "* ]]
}

# follow ADDRESS - sets $end: "map", or the hint that has no command
follow()
{
	local command output list=$listed steps=0
	while ((steps++ < 5)); do
		hint_of "$1" "$list" || { echo "$1: no hint"; return 1; }
		command=$(command_in "$hint")
		echo "$1: $state: $hint"
		end=$hint
		[[ $command ]] || return 0
		output=$(eval "$command" 2>"$BATS_TEST_TMPDIR/err" </dev/null) ||
			{ echo "refused: $command"; cat "$BATS_TEST_TMPDIR/err"; return 1; }
		if [[ $command == *" map "* ]]; then
			end=map
			is_map "$output" "$1" || { echo "no map: $command: $output"; return 1; }
			return 0
		fi
		list=$(tool list -o jsonl "$1") || return
	done
	echo "$1: no end after $steps hints"
	return 1
}

# is_final ADDRESS STATE HINT - whether this is what has to be said of the device, which no
# command can change
is_final()
{
	case $2 in
	bridge) [[ $1 == 0000:00:0d.0 && $3 == "leave it to its driver"* ]] ;;
	token-needed) [[ $VM_KERNEL == debian && $1 == 0000:06:* && $3 == *--vf-token=UUID* ]] ;;
	no-iommu) [[ $VM_KERNEL == debian && $3 == *intel_iommu=on* ]] ;;
	*) return 1 ;;
	esac
}

@test "hints alone lead from list to a map of every device, or to the sentence that says why not" {
	local address mapped=0 failed=0
	listed=$(tool list -o jsonl)
	# the machine's own disks and ports are not in the table
	while read -r address _; do
		[[ $address == 0000:* ]] || continue
		[[ -e /sys/bus/pci/devices/$address ]] || set_up	# a hint took VFs away
		follow "$address" || { failed=1; continue; }
		if [[ $end == map ]]; then
			mapped=$((mapped + 1))
		else
			is_final "$address" "$state" "$end" || { echo "not final: $address $state: $end"; failed=1; }
		fi
	done </run/vm/devices
	set_up
	echo "$mapped mapped"
	[ $failed = 0 ]
	((mapped >= 36))
}
