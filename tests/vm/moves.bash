# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154
#
# What the tests of bind and unbind share; helper.bash has the rest.

nic=0000:0f:01.0	# of 8139cp, with a network interface
mate=0000:0f:02.0	# the other one of its group
disk=0000:07:00.0	# of nvme, with a disk
free=0000:00:0c.0	# of nobody
state=/run/vfio-cfgtool

has_iommu_group()
{
	[[ -e $pci/$1/iommu_group ]]
}

# moves ARGUMENT... - done, and nothing to complain about; sets $output, $stderr
moves()
{
	run -0 --separate-stderr tool "$@"
	echo "$output"
	echo "$stderr"
}

# refuses REASON ARGUMENT... - exit 4, nothing printed as done, nothing changed
refuses()
{
	local reason=$1 before after
	shift
	before=$(standing)
	run -4 --separate-stderr tool "$@"
	after=$(standing)
	echo "$stderr"
	[[ $stderr == *": refused: $reason"* ]]
	[[ ! $output ]]
	diff <(echo "$before") <(echo "$after")
}

# doubts REASON ARGUMENT... - refused, as it is not known whether the device is in use
doubts()
{
	local reason=$1
	shift
	refuses "it is not known whether it is in use: $reason" "$@"
	run -4 tool "$@" -q -o jsonl
	[[ $output == *'"error":{"code":"in-use-unknown",'* ]]
}

# standing - which driver and driver_override every device has
standing()
{
	find -H "$pci"/* -maxdepth 1 -name driver -printf '%p %l\n'
	grep -H . "$pci"/*/driver_override
}

# alone ADDRESS... - its override is not the bench's any more, as on a person's machine
alone()
{
	local address
	for address; do
		echo >"$pci/$address/driver_override"
	done
}

# without_vfs - the PF of the disk gives up its VFs, and the disk is there
without_vfs()
{
	echo 0 >"$pci/$disk/sriov_numvfs"
	wait_for 30 has_block
}

renew_disk_vfs()
{
	echo 0 >"$pci/$disk/sriov_numvfs"
	set_up
}

has_block()
{
	block=$(echo /sys/class/block/nvme[0-9]n1)
	block=${block##*/}
	[[ -b /dev/$block ]]
}

interface()
{
	local found=("$pci/$nic"/net/*)
	echo "${found[0]##*/}"
}

# hold_file FILE - a process "sleep" has it open for reading; sets $holder
hold_file()
{
	exec 9<"$1"
	sleep infinity 9<&9 &
	holder=$!
	exec 9<&-
	wait_for 30 runs_as $holder sleep
}

# hold_by_python TEXT... - a process runs that program, which says "held"; sets $holder
hold_by_python()
{
	local line
	exec 8< <(exec /usr/bin/python3 -IS -c "import ctypes, mmap, os, sys, threading, time
libc = ctypes.CDLL(None)
$1
print('held', flush=True)
time.sleep(100)" "${@:2}" 2>&1)
	holder=$!
	read -r -t 60 line <&8
	[[ $line == held ]] || { echo "holder: $line"; cat <&8; return 1; }
}
