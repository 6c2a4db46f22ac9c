#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# probe without root and VFIO: what it refuses before anything is done. The rest is in
# tests/vm/probe.bats.

load helper

none=ffff:ff:1f.7	# a device that no machine has

@test "probe needs a device, and not one of a dump" {
	try 2 probe
	warns "vfio-cfgtool: no DEVICE"
	try 2 probe -F "$DUMPS/qemu/qemu-nvme.txt"
	warns "vfio-cfgtool: probe: has no option --dump"
	try 2 probe --source=sysfs $none
	warns "vfio-cfgtool: probe: has no option --source"
}

@test "unknown classes and unknown registers are usage errors" {
	try 2 probe --write=some $none
	warns "--write=some: one of virtual hardware effects all"
	try 2 probe $none NOSUCH
	warns "NOSUCH: no such register"
	[ -z "$output" ]
}

@test "--write=all is refused without --i-know-this-device, before anything is done" {
	try 4 probe --write=all $none
	warns "vfio-cfgtool: --write=all: writes raw bytes, resets and changes the power state"
	warns "  see what it would do with --dry-run; then add --i-know-this-device"
	[ -z "$output" ]
	try 2 probe --i-know-this-device $none
	warns "vfio-cfgtool: --i-know-this-device: goes with --write only"
	try 2 probe --journal=/tmp $none
	warns "vfio-cfgtool: --journal: goes with --write only"
}

@test "probe has table, json, jsonl and tap" {
	try 2 probe -o text $none
	warns "probe: has no format 'text'"
	[ -d /sys/bus/pci/devices ] || skip "no PCI in this machine"
	for format in table json jsonl tap; do
		try 3 probe -o $format $none
		warns "vfio-cfgtool: ffff:ff:1f.7: no such device"
	done
	[[ $output == *"not ok 1 - ffff:ff:1f.7 cannot be probed"*"1..1" ]]
}

@test "the output for a missing device agrees with the schema" {
	[ -d /sys/bus/pci/devices ] || skip "no PCI in this machine"
	try 3 probe -o json $none
	grep -q '"probes": null' <<<"$output"
	grep -q '"plan": null' <<<"$output"
	grep -q '"verdicts": null' <<<"$output"
}
