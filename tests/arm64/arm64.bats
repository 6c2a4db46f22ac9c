#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The program on arm64, whose SMMU makes an IOMMU group only as a driver binds, with a
# kernel of 4 KiB pages and one of 16 KiB (tests/vm/boot --kernel=arm64, arm64-16k).

load ../vm/helper

nic=0000:01:00.0
fresh=0000:06:00.0	# has never had a driver
shares=0000:09:02.0	# has the stream ID of 0000:09:01.0, which the SMMU's driver refuses

# verified DEVICE... - the kernel's memory agrees with the prediction
verified()
{
	run -0 --separate-stderr tool verify -o jsonl "$@"
	echo "$output" | cut -c 1-300
	[ ${#lines[@]} = $# ]
	for line in "${lines[@]}"; do
		[[ $line == *'"verdict":"verified",'*'"different":0,"differences":[],'* ]]
	done
}

@test "the kernel has pages of the size that this run is for" {
	[[ $(uname -m) == aarch64 ]]
	[[ $VM_KERNEL == *16k ]] && size=16384 || size=4096
	[ "$(/usr/bin/python3 -IS -c 'import os; print(os.sysconf("SC_PAGESIZE"))')" = $size ]
}

@test "list: a function without a driver says that it has no group before it is bound" {
	run -0 --separate-stderr tool list -o jsonl $nic $fresh
	[[ ${lines[0]} == *'"iommu_group":'[0-9]*'"mappable":true,"state":"mappable",'* ]]
	[[ ${lines[1]} == *'"iommu_group":null,'*'"mappable":false,"state":"needs-bind",'* ]]
	run -0 --separate-stderr tool list $fresh
	[[ $output == *" needs bind, has no group before" ]]
	run -3 --separate-stderr tool info $fresh
	[[ $stderr == *"no driver is bound to it, and its IOMMU group is made only as one binds"* ]]
	[[ $stderr == *"bind it, as root: vfio-cfgtool bind $fresh"* ]]
}

@test "verify: the kernel's memory of every device is as predicted" {
	read_openable
	((${#openable[@]} > 15))
	verified "${openable[@]}"
}

@test "map, policy and read are the same by the table and by the kernel's memory" {
	read_openable
	declare -A format=([map]=hex [policy]=rows)
	for command in map policy; do
		for rules in auto kernel; do
			tool $command -q -k $rules -o ${format[$command]} --source=vfio "${openable[@]}" >"$BATS_TEST_TMPDIR/$rules"
		done
		[ -s "$BATS_TEST_TMPDIR/auto" ]
		[ "$(<"$BATS_TEST_TMPDIR/auto")" = "$(<"$BATS_TEST_TMPDIR/kernel")" ]
	done
	run -0 --separate-stderr tool read -q --source=vfio $nic 0.l
	[[ $output == *10d38086* ]]
}

@test "probe: no device contradicts a read or a write of virtual bits" {
	read_openable
	tool probe -q -o jsonl "${openable[@]}" >"$BATS_TEST_TMPDIR/reads" || true
	tool probe -q -o jsonl --write=virtual "${openable[@]}" >"$BATS_TEST_TMPDIR/writes" || true
	grep -c '"verdict":"confirmed"' "$BATS_TEST_TMPDIR/reads"
	grep -c '"verdict":"confirmed"' "$BATS_TEST_TMPDIR/writes"
	run -1 grep -Eho '\{"offset":[^}]*"verdict":"(contradicted|unstable|error)"[^}]*\}' \
		"$BATS_TEST_TMPDIR"/{reads,writes}
}

@test "a device that another process holds is mapped and verified through its descriptor" {
	hold_device group $nic
	run -0 --separate-stderr tool map -q -o jsonl --source=held $nic
	field map "$output"
	through=$value
	run -0 --separate-stderr tool map -q -o jsonl --source=sysfs $nic
	field map "$output"
	[ "$through" = "$value" ]
	run -0 --separate-stderr tool verify -q -o jsonl --source=held $nic
	[[ $output == *'"different":0,"differences":[],'* ]]
}

@test "trace shows what a user reads and writes, with values" {
	vfio-cfgtool -n trace --duration=60 -o rows $nic >"$BATS_TEST_TMPDIR/trace" 2>"$BATS_TEST_TMPDIR/notes" &
	tracer=$!
	wait_for 60 grep -q 'tracing; Ctrl-C ends it' "$BATS_TEST_TMPDIR/notes"
	tool write -q $nic 3c.b=2a >/dev/null
	kill -INT $tracer
	wait $tracer || true
	cat "$BATS_TEST_TMPDIR"/{trace,notes}
	grep -q '"access":"write","offset":60,"width":1,.*"value":"2a",' "$BATS_TEST_TMPDIR/trace"
}

@test "bind: a function that has never had a driver gets its group as it binds, and is verified" {
	[ ! -e $pci/$fresh/iommu_group ]
	run -0 --separate-stderr tool bind $fresh
	[[ $output == "$fresh: from no driver to vfio-pci, node /dev/vfio/"* ]]
	[ "$(driver_of $fresh)" = vfio-pci ]
	verified $fresh
	run -0 --separate-stderr tool unbind $fresh
	[ "$(driver_of $fresh)" = none ]
}

@test "bind that the SMMU's driver refuses is undone, and says so" {
	[ ! -e $pci/$shares/iommu_group ]
	run -3 --separate-stderr tool bind $shares
	echo "$output $stderr"
	[[ $stderr == *"vfio-cfgtool: $shares: "* ]]
	[ "$(driver_of $shares)" = none ]
	[ "$(<$pci/$shares/driver_override)" = "(null)" ]
	[ ! -e /run/vfio-cfgtool/$shares.driver ]
}

@test "bind of two devices loads the module once, and both arrive" {
	run -0 --separate-stderr tool bind 0000:00:0c.0 0000:00:0d.0
	[ "$(driver_of 0000:00:0c.0)" = vfio-pci ]
	[ "$(driver_of 0000:00:0d.0)" = vfio-pci ]
	verified 0000:00:0c.0 0000:00:0d.0
}

@test "a call that reads only files is in its box" {
	run -0 "$BUILD/unit/access/system/test_box"
	echo "$output"
	[[ $output != *SKIP*no_file_is_opened* ]]
}
