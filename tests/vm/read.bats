#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# read: registers through VFIO, predicted from sysfs, and through a holder.

load helper

nic=0000:01:00.0
net=0000:02:00.0
vf=0000:07:00.1		# of a driver of its own, so it needs no token

# reads WORD... - of the nic through VFIO; sets $values, a line each
reads()
{
	run -0 --separate-stderr tool read $nic "$@"
	[[ $stderr == "vfio-cfgtool: $nic: $(cost $nic) (--source=sysfs does not)" ]]
	values=$output
}

# opened - whether the output of a trace shows a node of VFIO
opened()
{
	grep -qE '"/dev/(vfio/|iommu)' "$1"
}

@test "values from the hardware agree with setpci" {
	registers="STATUS REVISION CLASS_DEVICE CACHE_LINE_SIZE SUBSYSTEM_ID CAP_EXP+2.w CAP_EXP+4.l CAP_MSIX+2.w 104.l 144.l"
	# shellcheck disable=SC2086
	reads $registers
	# shellcheck disable=SC2086
	[ "$values" = "$(setpci -s $nic $registers)" ]
}

@test "ranges of raw bytes agree with the hardware" {
	reads 40-7f
	wanted=
	for ((i = 0x40; i < 0x80; i++)); do
		printf -v line '%02x: ' $i
		wanted+=$line$'\n'
	done
	[ "$(sed 's/..$//' <<<"$values")" = "${wanted%$'\n'}" ]
	run -0 --separate-stderr tool read --view=hardware $nic 40-7f
	[ "$output" = "$values" ]
	[ ! "$stderr" ]
}

@test "the prediction from sysfs is what a user reads, for every known register" {
	for device in $nic $net $vf; do
		names=$(tool policy -q --source=sysfs -o jsonl $device |
			/usr/bin/python3 -IS -c '
import json, sys
for register in json.load(sys.stdin)["registers"]:
    print("%x.%s" % (register["offset"], " bw l"[register["width"]]))')
		# shellcheck disable=SC2086
		run -0 --separate-stderr tool read -q --source=sysfs -o jsonl $device $names
		predicted=${output#*'"values":'}
		# shellcheck disable=SC2086
		run -0 --separate-stderr tool read -q --source=vfio -o jsonl $device $names
		seen=${output#*'"values":'}
		[[ $predicted == *'"predicted":true'* && $seen == *'"predicted":false'* ]]
		diff <(tr '}' '\n' <<<"${predicted//true/false}") <(tr '}' '\n' <<<"$seen")
	done
}

@test "each register is read once, in its width and order, and nothing else through VFIO" {
	type strace >/dev/null || skip "strace is not installed"
	run -0 strace --seccomp-bpf -f -qq -xx -o "$BATS_TEST_TMPDIR/calls" \
		-e trace=pread64,pwrite64,pidfd_getfd \
		vfio-cfgtool -n -q read $nic COMMAND 10.l 40-42 VENDOR_ID 3d.b
	sed -n 's/^[0-9]* *pread64(\([0-9]*\), .*, \([0-9]*\), \(0x[0-9a-f]*\|[0-9]*\)) .*/\1 \2 \3/p' \
		"$BATS_TEST_TMPDIR/calls" >"$BATS_TEST_TMPDIR/reads"
	cat "$BATS_TEST_TMPDIR/calls"
	# the region is not at 0, as sysfs's file is
	steps=
	while read -r _ size offset; do
		offset=$((offset))
		((offset < 1 << 39)) || steps+="$(printf '%x.%d ' $((offset & 0xfff)) "$size")"
	done <"$BATS_TEST_TMPDIR/reads"
	echo "$steps"
	[ "$steps" = "4.2 10.4 40.1 41.1 42.1 0.2 3d.1 " ]
	run -1 grep -q pwrite64 "$BATS_TEST_TMPDIR/calls"
}

@test "the hardware view opens nothing, unless VFIO is asked for" {
	type strace >/dev/null || skip "strace is not installed"
	run -0 strace --seccomp-bpf -f -qq -o "$BATS_TEST_TMPDIR/calls" -e trace=openat \
		vfio-cfgtool -n read --view=hardware $nic VENDOR_ID
	[ "$output" = 8086 ]
	run -1 opened "$BATS_TEST_TMPDIR/calls"
	run -0 --separate-stderr tool read --view=hardware --source=vfio -o jsonl $nic VENDOR_ID
	[[ $output == *'"source":"vfio",'*'"view":"hardware","value":"8086","predicted":false'* ]]
	[[ $stderr == *"opening "*"reset"* ]]
}

@test "a message names a register that the device lacks before the device is opened" {
	type strace >/dev/null || skip "strace is not installed"
	run -3 --separate-stderr strace --seccomp-bpf -f -qq -o "$BATS_TEST_TMPDIR/calls" \
		-e trace=openat vfio-cfgtool -n read $nic VENDOR_ID CAP_HT+4.w
	[ ! "$output" ]
	[[ $stderr == "vfio-cfgtool: $nic: "*"the device has no CAP_HT"* ]]
	[[ $stderr != *opened* ]]
	run -1 opened "$BATS_TEST_TMPDIR/calls"
}

@test "several devices are predicted from sysfs, each after its address" {
	run -0 --separate-stderr tool read $nic $net VENDOR_ID 40-40
	[ "${lines[0]}" = "$nic 8086" ]
	[[ ${lines[1]} == "$nic 40: "?? ]]
	[ "${lines[2]}" = "$net 1af4" ]
	[[ $stderr != *opened* ]]
}

@test "a VF reads the IDs of the kernel, and its BARs by the host's resources" {
	run -0 --separate-stderr tool read --source=sysfs $vf VENDOR_ID DEVICE_ID 3d.b BASE_ADDRESS_0
	predicted=$output
	run -0 --separate-stderr tool read $vf VENDOR_ID DEVICE_ID 3d.b BASE_ADDRESS_0
	[ "$output" = "$predicted" ]
	[[ $output == $'1b36\n0010\n00\n'* ]]
	run -0 --separate-stderr tool read --view=hardware $vf VENDOR_ID DEVICE_ID
	[ "$output" = $'ffff\nffff' ]
}

@test "a busy device is predicted from sysfs, with a note that says so" {
	hold_device group $nic
	run -0 --separate-stderr tool read $nic VENDOR_ID
	[ "$output" = 8086 ]
	[[ $stderr == "vfio-cfgtool: $nic: "*"; read from sysfs instead" ]]
	run -3 --separate-stderr tool read --source=vfio $nic VENDOR_ID
	[ ! "$output" ]
}

@test "a register is read through the holder, which keeps the device" {
	hold_device group $nic
	run -0 --separate-stderr tool read --source=held -o jsonl $nic COMMAND VENDOR_ID
	[[ $output == *'"source":"held",'*'"name":"VENDOR_ID","view":"user","value":"8086","predicted":false'* ]]
	[[ $output == *"\"held_by\":{\"pid\":$holder,"* ]]
	kill -0 "$holder"
	run -0 --separate-stderr tool read --source=held $nic VENDOR_ID 0-1
	[ "$output" = $'8086\n00: 86\n01: 80' ]
}

@test "the owner of the node reads, with the hardware view as far as the kernel shows it" {
	if [[ $VM_KERNEL == custom ]]; then
		lend "$(cdev_of $nic)" /dev/iommu
	fi
	lend "$(node_of $nic)"
	be_user
	run -0 --separate-stderr tool read $nic VENDOR_ID 100.l
	[[ ${lines[0]} == 8086 && ${lines[1]} == ???????? ]]
	run -3 --separate-stderr tool read --view=hardware --source=vfio $nic 100.l
	[[ $stderr == *"the kernel does not show this user the bytes at 100"* ]]
}

@test "a device without a VFIO driver is predicted" {
	run -0 --separate-stderr tool read 0000:00:0c.0 VENDOR_ID
	[ "$output" = 8086 ]
	[[ $stderr == *"not bound to a VFIO driver (no driver): what it would show, predicted from sysfs" ]]
}

@test "reading leaves every byte of the hardware as it is" {
	cat "$pci"/*/config >"$BATS_TEST_TMPDIR/before"
	run -0 tool read -q --source=sysfs $nic gaps CAP_PM COMMAND
	run -0 tool read -q --view=hardware $nic 0-fff
	cat "$pci"/*/config >"$BATS_TEST_TMPDIR/after"
	cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}
