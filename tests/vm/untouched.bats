#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The program does not change devices and the machine.

load helper

# writes_nothing - all of $calls open only for reading: no O_WRONLY and O_RDWR
writes_nothing()
{
	local line
	while IFS= read -r line; do
		echo "$line"
		(((${line##* } & 3) == 0))
	done <<<"$calls"
}

# read_spaces FILE - the configuration spaces of all functions, one behind the other
read_spaces()
{
	cat "$pci"/*/config >"$1"
	[ -s "$1" ]
}

@test "list opens neither a VFIO node nor configuration space" {
	watch list
	[[ $calls != *'"/dev/vfio'* && $calls != *'"/dev/iommu'* && $calls != *'/config"'* ]]
	writes_nothing
}

@test "map --source=sysfs opens no VFIO node, and configuration space only for reading" {
	watch map -q --all --source=sysfs
	[[ $calls == *'/0000:01:00.0/config" '* ]]
	[[ $calls != *'"/dev/vfio'* && $calls != *'"/dev/iommu'* ]]
	writes_nothing
}

@test "map through VFIO reads configuration space once, writes nothing and asks for facts" {
	has_probes || skip "the kernel has no probes"
	echo >$tracing/kprobe_events
	for probe in 'config vfio_pci_config_rw count=%dx:u64 write=%r8:u8' \
		'ioctl vfio_pci_core_ioctl command=%si:x32' \
		'write vfio_pci_core_write' 'mmap vfio_pci_core_mmap'; do
		echo "p:vfiotest/$probe" >>$tracing/kprobe_events
	done
	echo >$tracing/trace
	echo 1 >$tracing/events/vfiotest/enable
	maps --source=vfio 0000:01:00.0
	echo 0 >$tracing/events/vfiotest/enable
	calls=$(sed -n 's/.*: \([a-z]*\): (vfio_pci[^)]*)/\1/p' $tracing/trace)
	echo "$calls"
	configs=0
	while read -r call; do
		case $call in
		'config count=4096 write=0') configs=$((configs + 1)) ;;
		'ioctl command=0x3b6b' | 'ioctl command=0x3b6c') ;;	# VFIO_DEVICE_GET_INFO, GET_REGION_INFO
		*) false ;;
		esac
	done <<<"$calls"
	[ $configs = 1 ]
}

@test "map --source=sysfs and list leave every byte as it is" {
	read_spaces "$BATS_TEST_TMPDIR/before"
	run -0 tool map -q --all --source=sysfs
	run -0 tool list
	read_spaces "$BATS_TEST_TMPDIR/after"
	cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

@test "map through VFIO leaves driver, nodes and everything else that list shows" {
	read_openable
	run -0 tool list -o jsonl
	before=$output
	run -0 tool map -q --source=vfio -o hex "${openable[@]}"
	first=$output
	run -0 tool list -o jsonl
	[ "$output" = "$before" ]
	run -0 tool map -q --source=vfio -o hex "${openable[@]}"
	[ "$output" = "$first" ]
}

@test "no device is held open while output is written" {
	[ -e /proc/self/syscall ] || skip "the kernel does not show what a process waits for"
	read_openable
	# A pipe holds 64 KiB, less than these lines
	exec 7< <(exec vfio-cfgtool -n -q map --source=vfio -o jsonl "${openable[@]}")
	process=$!
	for ((try = 0; try < 300; try++)); do
		read -r call descriptor _ <"/proc/$process/syscall"
		# write(1, ...), whose number is 4 on i386
		[[ "$call $descriptor" != [14]" 0x1" ]] || break
		read -r -t 0.05 _ <> <(:) || true
	done
	run -0 ls -l "/proc/$process/fd"
	kill "$process"
	exec 7<&-
	echo "$call $descriptor"
	echo "$output"
	[[ "$call $descriptor" == [14]" 0x1" ]]
	[[ $output != *vfio* && $output != *iommu* ]]
}
