#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Devices that go away: 0000:03:00.0, which is behind the port 0000:00:01.2.

load helper

device=0000:03:00.0

teardown()
{
	[[ -e $pci/$device/driver ]] || bring_back
}

bring_back()
{
	[[ -e $pci/$device ]] || echo 1 >/sys/bus/pci/rescan
	set_up
}

@test "a removed device is not found in map and list" {
	maps --source=vfio $device
	echo 1 >$pci/$device/remove
	fails not-found --source=vfio $device
	run -3 --separate-stderr tool list -o jsonl $device
	[[ $stderr == "vfio-cfgtool: $device: no such device"* ]]
	[[ $output == *'"error":{"code":"not-found",'* ]]
	bring_back
	maps --source=vfio $device
}

@test "a device that does not answer has that error from each source, and the hint restores it" {
	# The port forwards requests for another bus, where no device answers.
	setpci -s 00:01.2 SECONDARY_BUS=0
	run --separate-stderr tool map --source=sysfs -o jsonl $device
	past=("$status" "$output" "$stderr")
	run --separate-stderr tool map --source=vfio -o jsonl $device
	through=("$status" "$output" "$stderr")
	run --separate-stderr tool map -o jsonl $device
	auto=("$status" "$output" "$stderr")
	setpci -s 00:01.2 SECONDARY_BUS=3
	[ "${past[0]} ${through[0]} ${auto[0]}" = "3 3 3" ]
	judge_error no-answer "${past[1]}" "${past[2]}"
	judge_error no-answer "${auto[1]}" "${auto[2]}"
	judge_error no-answer "${through[1]}" "${through[2]}"
	[[ $message == "nothing answers: every byte reads ff, "*"(power_state: D0)" ]]
	follow_hint
	set_up
	maps --source=vfio $device
}
