#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The test bench itself. If these tests fail, the others in the machine mean nothing.

setup()
{
	pci=/sys/bus/pci/devices
}

# group_of ADDRESS - prints the number of the IOMMU group. Like driver_of without
# another program, because each costs 50 ms here.
group_of()
{
	cd -P "$pci/$1/iommu_group" && echo "${PWD##*/}"
}

# driver_of ADDRESS - prints the driver, or "none"
driver_of()
{
	if cd -P "$pci/$1/driver" 2>/dev/null; then
		echo "${PWD##*/}"
	else
		echo none
	fi
}

@test "kernel has the expected kinds of VFIO" {
	[ -c /dev/vfio/vfio ]
	if [ "$VM_KERNEL" = custom ]; then
		[ -c /dev/iommu ]
		[ -d /dev/vfio/devices ]
	else
		[ ! -e /dev/iommu ]
		[ ! -e /dev/vfio/devices ]
	fi
}

@test "devices have the addresses and drivers of the table" {
	while read -r address driver device; do
		[[ $address == [0-9a-f]* && $driver != - ]] || continue
		if [[ $driver == noiommu ]]; then
			[[ $VM_KERNEL == custom ]] && driver=vfio-pci || driver=none
		fi
		found=$(driver_of "$address")
		echo "$address $device: $found, not $driver"
		[ "$found" = "$driver" ]
	done </run/vm/devices
}

@test "no other function has a driver, except ports and the bench's own devices" {
	table=$(</run/vm/devices)
	for path in "$pci"/*; do
		[[ $table != *$'\n'${path##*/}* ]] || continue
		found=$(driver_of "${path##*/}")
		echo "${path##*/}: $found"
		[[ $found == none || $found == virtio-pci ]]
	done
}

@test "e1000e is 0000:01:00.0 and bound to vfio-pci, alone in its group" {
	[ "$(<"$pci/0000:01:00.0/vendor") $(<"$pci/0000:01:00.0/device")" = "0x8086 0x10d3" ]
	[ "$(driver_of 0000:01:00.0)" = vfio-pci ]
	[ "$(ls "$pci/0000:01:00.0/iommu_group/devices")" = 0000:01:00.0 ]
	[ -c "/dev/vfio/$(group_of 0000:01:00.0)" ]
}

@test "root sees all of the configuration space" {
	[ "$(head -c 4096 "$pci/0000:01:00.0/config" | wc -c)" = 4096 ]
}

@test "VFs hang on a PF of vfio-pci and on one of nvme" {
	[ "$(<"$pci/0000:06:00.0/sriov_numvfs")" = 4 ]
	[ "$(<"$pci/0000:07:00.0/sriov_numvfs")" = 2 ]
	[ "$pci/0000:06:00.1/physfn" -ef "$pci/0000:06:00.0" ]
	[ "$pci/0000:07:00.1/physfn" -ef "$pci/0000:07:00.0" ]
	[ "$(driver_of 0000:06:00.0)" = vfio-pci ]
	[ "$(driver_of 0000:07:00.0)" = nvme ]
	[ "$(group_of 0000:06:00.0)" != "$(group_of 0000:06:00.1)" ]
}

@test "conventional devices behind a bridge share a group, viable or not" {
	[ "$(group_of 0000:0d:01.0)" = "$(group_of 0000:0d:02.0)" ]
	[ "$(driver_of 0000:0d:01.0)" = vfio-pci ]
	[ "$(group_of 0000:0f:01.0)" = "$(group_of 0000:0f:02.0)" ]
	[ "$(driver_of 0000:0f:01.0)" = 8139cp ]
	[ "$(driver_of 0000:0f:02.0)" = vfio-pci ]
}

@test "devices of vfio-pci have nodes under /dev/vfio/devices" {
	[ "$VM_KERNEL" = custom ] || skip "not in this kernel"
	for path in /sys/bus/pci/drivers/vfio-pci/0000:*; do
		[ "${path##*/}" = 0000:41:00.0 ] && continue
		node=$(ls "$path/vfio-dev")
		echo "$path: $node"
		[ -c "/dev/vfio/devices/$node" ]
	done
}

@test "a device that bypasses the IOMMU has a no-IOMMU group, or no group" {
	if [ "$VM_KERNEL" = custom ]; then
		[ -c "/dev/vfio/noiommu-$(group_of 0000:41:00.0)" ]
	else
		[ ! -e "$pci/0000:41:00.0/iommu_group" ]
	fi
}


@test "an ordinary user can open a group only if they own its node" {
	node=/dev/vfio/$(group_of 0000:01:00.0)
	run setpriv --reuid=65534 --regid=65534 --clear-groups test -r "$node"
	[ "$status" = 1 ]
	chown 65534 "$node"
	run setpriv --reuid=65534 --regid=65534 --clear-groups test -r "$node"
	chown 0 "$node"
	[ "$status" = 0 ]
}

@test "ordinary user sees 64 bytes of configuration space" {
	run setpriv --reuid=65534 --regid=65534 --clear-groups \
		wc -c "$pci/0000:01:00.0/config"
	[ "$output" = "64 $pci/0000:01:00.0/config" ]
}

@test "files written here are not written on the host" {
	[ "$(stat -f -c %T /)" = overlayfs ]
	echo text >"$BATS_TEST_TMPDIR/file"
	[ "$(<"$BATS_TEST_TMPDIR/file")" = text ]
	grep -q '^host /host 9p ro' /proc/self/mounts || ! grep -q ' 9p rw' /proc/self/mounts
}

@test "setup brings changed drivers back" {
	echo 0000:01:00.0 >/sys/bus/pci/drivers/vfio-pci/unbind
	echo 0000:0f:01.0 >/sys/bus/pci/drivers/8139cp/unbind
	bash /run/vm/guest-setup /run/vm/devices
	[ "$(driver_of 0000:01:00.0)" = vfio-pci ]
	[ "$(driver_of 0000:0f:01.0)" = 8139cp ]
}

@test "kernel has not complained" {
	run dmesg
	[[ $output != *"Call Trace"* ]]
}
