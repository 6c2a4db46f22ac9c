#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# bind, unbind and info without VFIO. The rest is in tests/vm.

load helper

some_device() {
	find /sys/bus/pci/devices -mindepth 1 -printf '%f\n' 2>/dev/null | LC_ALL=C sort | head -1
}

@test "bind and unbind need devices, and accept neither --all nor a dump" {
	for command in bind unbind; do
		try 2 $command
		warns "vfio-cfgtool: no DEVICE"
		try 2 $command --all
		warns "has no option --all"
		try 2 $command -F "$DUMPS/qemu/qemu-xhci.txt"
		warns "has no option --dump"
		try 2 $command nonsense
		warns "not a device"
		try 2 $command -o table 01:00.0
		warns "has no format"
		try 2 $command --group=3 01:00.0
	done
}

@test "bind and unbind of a missing device are errors, in json too" {
	for command in bind unbind; do
		try 3 $command ff:1f.7
		warns "vfio-cfgtool: 0000:ff:1f.7: no such device"
		try 3 $command --dry-run -o jsonl ff:1f.7
		prints '"error":{"code":"not-found"'
		prints '"steps":[]'
	done
}

@test "a dry run of several devices counts none as done" {
	mapfile -t devices < <(find /sys/bus/pci/devices -mindepth 1 -printf '%f\n' 2>/dev/null | head -2)
	[ ${#devices[@]} = 2 ] || skip "no two PCI devices in this machine"
	"$PROGRAM" bind --dry-run "${devices[@]}" >/dev/null 2>"$BATS_TEST_TMPDIR/err" || true
	[[ $(tail -1 "$BATS_TEST_TMPDIR/err") == "vfio-cfgtool: 2 devices: "*" would go, "*" would not; nothing was done" ]]
}

@test "unbind of a device without a VFIO driver does not name another driver" {
	for path in /sys/bus/pci/devices/*/driver; do
		[[ -e $path && $(realpath "$path") != *vfio* ]] || continue
		address=${path%/driver} address=${address##*/}
		[ "$(id -u)" = 0 ] || skip "needs root"
		try 3 unbind --dry-run --driver=nosuch "$address"
		warns "unbind takes devices from VFIO drivers only"
		return
	done
	skip "no device has a driver"
}

@test "bind --dry-run opens nothing for writing, and loads nothing" {
	can_trace
	device=$(some_device)
	[ -n "$device" ] || skip "no PCI in this machine"
	for command in bind unbind; do
		strace -f -qq -o "$BATS_TEST_TMPDIR/trace" -e trace=openat,open,init_module,finit_module,mkdir,mkdirat,execve \
			"$PROGRAM" $command --dry-run "$device" >/dev/null 2>&1 || true
		no grep -E '"/sys[^"]*", [^)]*O_(WRONLY|RDWR)|init_module|mkdir' "$BATS_TEST_TMPDIR/trace"
		[ "$(grep -c execve "$BATS_TEST_TMPDIR/trace")" = 1 ]
	done
}

@test "info of a dump says that a dump has no facts from VFIO" {
	try 3 -n -F "$DUMPS/qemu/qemu-xhci.txt" info
	warns "a dump does not say what VFIO says of a device"
	try 3 -n -F "$DUMPS/qemu/qemu-xhci.txt" info -o jsonl
	prints '"error":{"code":"unsupported"'
	prints '"regions":null'
}

@test "info of a missing device is an error" {
	try 3 info ff:1f.7
	warns "vfio-cfgtool: 0000:ff:1f.7: no such device"
}

@test "info without a device shows the machine, and opens nothing" {
	can_trace
	try 0 info
	silent
	prints ", kernel $(uname -r)"
	prints "PCI functions: "
	prints "  kernel command line: "
	[[ $output =~ \ \ (ok\ \ |warn|FAIL)\ \ iommu:\  ]]
	try 0 info -J
	prints '"machine": {'
	prints '"checks": ['
	prints '"name": "iommu",'
	try 0 info -o jsonl
	[ "$(wc -l <<<"$output")" = 1 ]
	strace -f -qq -o "$BATS_TEST_TMPDIR/trace" -e trace=%file,execve "$PROGRAM" info >/dev/null 2>&1
	no grep -E '/config"|"/dev/vfio|/boot/|grub|O_(WRONLY|RDWR)|modprobe"' "$BATS_TEST_TMPDIR/trace"
}
