#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# probe: no emulated device contradicts in any class, and each is left as it was. Refusals,
# signals, and devices that go away during a probe.

load helper

nic=0000:01:00.0
usb=0000:03:00.0
port=00:01.2		# above it
state=/run/vfio-cfgtool

teardown()
{
	release
	((${#lent[@]} == 0)) || chown root "${lent[@]}" || true
	rm -rf $state
	[[ -e $pci/$usb/driver ]] || { echo 1 >/sys/bus/pci/rescan; set_up; }
}

# views DEVICE... - prints both views of each without a user
views()
{
	local device
	for device; do
		od -An -tx1 -v "$pci/$device/config"
	done
	tool read -q --source=vfio "$@" 00-ff
}

# contradictions FILE - prints the verdicts worse than consistent in lines of jsonl
contradictions()
{
	grep -Eo '"address":"[^"]*"|\{"offset":[^}]*"verdict":"(contradicted|unstable|error)"[^}]*\}' "$1" |
		grep -B 1 offset || true
}

nothing_left()
{
	[ ! -e $state ] || [ -z "$(ls -A $state)" ]
}

@test "a register from a script: one line, and yes or no by the exit status" {
	run -0 --separate-stderr tool probe $nic 3c.b
	[ "$stderr" = "vfio-cfgtool: $nic: $(cost $nic)" ]
	[[ $output =~ ^"3c.b INTERRUPT_LINE user "[0-9a-f]{2}" hardware "[0-9a-f]{2}" consistent: "[a-z\ ]+$ ]]
	run -1 --separate-stderr tool probe -q --strict $nic 3c.b
	run -0 --separate-stderr tool probe -q --strict --write=virtual $nic 3c.b
	[[ $output == "3c.b INTERRUPT_LINE written "*" confirmed" ]]
	run -3 --separate-stderr tool probe -q --strict --write=virtual $nic 40.b
	[[ $output == "40.b - "*" skipped: class all: raw and vendor bytes"* ]]
	run -3 tool probe -q 0000:1f:1f.7 3c.b
	run -3 --separate-stderr tool probe -q $nic CAP_AF
	[[ $stderr == *"no CAP_AF"* ]]
	nothing_left
}

@test "no emulated device contradicts a read probe, and the output agrees with the schema" {
	read_openable
	run -0 --separate-stderr tool probe -q -o jsonl "${openable[@]}"
	echo "$output" >"$BATS_TEST_TMPDIR/reads"
	contradictions "$BATS_TEST_TMPDIR/reads"
	tool probe -q -o jsonl --write=effects $nic >"$BATS_TEST_TMPDIR/writes"
	tool probe -q -o jsonl --dry-run --write=effects $nic >"$BATS_TEST_TMPDIR/plan"
	tool probe -q -o jsonl 0000:1f:1f.7 >"$BATS_TEST_TMPDIR/none" || true
	tool probe -q -o jsonl $nic 0000:0d:01.0 >"$BATS_TEST_TMPDIR/two"
	schema_lines 5 "$BATS_TEST_TMPDIR"/{two,writes,plan,none}
	[[ $(grep -c '"verdict":"confirmed"' "$BATS_TEST_TMPDIR/reads") -gt 0 ]]
}

@test "no emulated device contradicts a write probe of any class, and both views are as before" {
	read_openable
	views "${openable[@]}" >"$BATS_TEST_TMPDIR/before"
	for class in virtual hardware effects "all --i-know-this-device"; do
		# shellcheck disable=SC2086
		run --separate-stderr tool probe -q -o jsonl --write=$class "${openable[@]}"
		echo "class $class: $stderr"
		echo "$output" >"$BATS_TEST_TMPDIR/writes"
		contradictions "$BATS_TEST_TMPDIR/writes"
		[ "$status" = 0 ]
		[[ $output != *'"basis":"table"'* && $output == *'"verdict":"confirmed"'* ]]
		views "${openable[@]}" >"$BATS_TEST_TMPDIR/after"
		cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
		nothing_left
	done
	set_up
}

@test "devices in parallel have the results of a sequence, in the same order" {
	read_openable
	run -0 --separate-stderr tool probe -q -j 1 -o jsonl "${openable[@]}"
	one=$output
	run -0 --separate-stderr tool probe -q -j 8 -o jsonl "${openable[@]}"
	[ "$output" = "$one" ]
	run -0 --separate-stderr tool probe -q -j 8 -o jsonl --write=hardware "${openable[@]}"
	many=$output
	run -0 --separate-stderr tool probe -q -j 1 -o jsonl --write=hardware "${openable[@]}"
	[ "$output" = "$many" ]
}

@test "TAP goes through prove" {
	type prove >/dev/null || skip "prove is not installed"
	for arguments in "" --write=effects; do
		# shellcheck disable=SC2086
		tool probe -q -o tap $arguments $nic $usb >"$BATS_TEST_TMPDIR/tap"
		run -0 prove --exec cat "$BATS_TEST_TMPDIR/tap"
		[[ $output == *"Result: PASS"* ]]
	done
	run -3 tool probe -q -o tap 0000:1f:1f.7
	[[ $output == *"not ok 1 - 0000:1f:1f.7 cannot be probed"*"1..1" ]]
}

@test "--dry-run opens nothing, and says each write with its class" {
	type strace >/dev/null || skip "strace is not installed"
	run -0 --separate-stderr strace --seccomp-bpf -f -qq -o "$BATS_TEST_TMPDIR/calls" \
		-e trace=openat,pwrite64 vfio-cfgtool -n probe --dry-run --write=effects $nic COMMAND CAP_PM
	run -1 grep -E '"/dev/(vfio/|iommu)|pwrite64|O_RDWR' "$BATS_TEST_TMPDIR/calls"
	run -0 --separate-stderr tool probe -q --dry-run --write=effects -o jsonl $nic COMMAND
	[[ $output == *'"plan":[{"access":"skip","offset":4,"size":1,"name":"COMMAND","class":"all","bits":null,"reason":"I/O and memory enable"},{"access":"write","offset":5,"size":1,"name":"COMMAND","class":"effects","bits":"ff","reason":"'* ]]
	nothing_left
}

@test "class virtual goes with rules of the table, and the others are refused, if the kernel cannot be asked" {
	restrict=$(</proc/sys/kernel/kptr_restrict)
	echo 2 >/proc/sys/kernel/kptr_restrict
	run --separate-stderr tool probe -q --write=hardware $nic 0c.b
	refused=$status reason=$stderr
	run --separate-stderr tool probe -q --write=virtual -o jsonl $nic 3c.b
	echo "$restrict" >/proc/sys/kernel/kptr_restrict
	[ $refused = 4 ]
	[[ $reason == *"--write=hardware needs rules that the running kernel has confirmed"* ]]
	[ "$status" = 0 ]
	[[ $output == *'"basis":"table"'*'"verdict":"confirmed"'* ]]
	run -4 --separate-stderr tool probe -q --write=hardware -k 6.1,+dvsec,-pme-virtual $nic 0c.b
	[[ $stderr == *"does not follow rules 6.1"* ]]
	nothing_left
}

@test "an ordinary user reads, and writes with a journal of his own" {
	[[ $VM_KERNEL != custom ]] || lend "$(cdev_of $nic)" /dev/iommu
	lend "$(node_of $nic)"
	own=$BATS_TEST_TMPDIR/own
	mkdir -m 700 "$own"
	chown 65534 "$own"
	chmod 755 "$BATS_TEST_TMPDIR" "${BATS_TEST_TMPDIR%/*}" "${BATS_TEST_TMPDIR%/*/*}"
	be_user
	run -0 --separate-stderr tool probe -q -o jsonl $nic
	[[ $output == *'"reason":"the hardware view cannot be read"'* && $output != *'"verdict":"contr'* ]]
	[[ $output == *'"confirmed":0,'* ]]
	run --separate-stderr tool probe -q --write=virtual $nic 3c.b
	echo "$status: $stderr"
	[[ $status == [34] ]]
	run -0 --separate-stderr tool probe -q --write=virtual --journal="$own" $nic 3c.b 0c.b
	[[ $output == *"3c.b "*"confirmed"* && $output == *"0c.b"*"skipped"* ]]
	[ -z "$(ls -A "$own")" ]
}

@test "a journal that cannot be written ends a probe before its first write" {
	mkdir -p $state
	chmod 755 $state
	run --separate-stderr tool probe -q --write=virtual $nic 3c.b
	echo "$status: $stderr"
	[[ $status == [34] && ! $output ]]
	rm -rf $state
	mkdir -m 700 "$BATS_TEST_TMPDIR/full"
	mount -t tmpfs -o size=4k,mode=700 none "$BATS_TEST_TMPDIR/full"
	run --separate-stderr tool probe -q --write=virtual --journal="$BATS_TEST_TMPDIR/full" $nic 3c.b
	umount "$BATS_TEST_TMPDIR/full"
	echo "$status: $stderr"
	[ "$status" = 3 ]
	[[ $stderr == *"No space left on device"* ]]
}

began_or_ended()
{
	[ -e "$state/$1" ] || ! kill -0 $probe 2>/dev/null
}

# await DEVICE - until its journal is there, or the probe is over
await()
{
	wait_for 60 began_or_ended "$1"
}

# begin DEVICE ARGUMENT... - starts a write probe and stops it as soon as the device's journal
# exists; sets $probe
begin()
{
	local device=$1
	shift
	vfio-cfgtool -n probe -q -o jsonl --write=all --i-know-this-device "$@" \
		>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
	probe=$!
	await "$device"
	kill -STOP $probe
}

# finish STATUS - lets it continue, and checks its exit status
finish()
{
	local status=0
	kill -CONT $probe
	wait $probe || status=$?
	cat "$BATS_TEST_TMPDIR/err"
	[ $status = "$1" ]
}

@test "one of two probes of one device at a time has the error busy" {
	begin $nic $nic
	run --separate-stderr tool probe -q --write=virtual $nic 3c.b
	finish 0
	[ "$status" = 3 ]
	[[ $stderr == *"process $probe (vfio-cfgtool probe)"* ]]
	nothing_left
}

# at_random SIGNAL TIMES - write probes that get a signal after a random while, which SEED
# determines. The user view follows from the hardware each time the device is opened.
at_random()
{
	local i probe
	RANDOM=${SEED:=$RANDOM}
	echo "SEED=$SEED"
	cp $pci/$nic/config "$BATS_TEST_TMPDIR/config"
	for ((i = 0; i < $2; i++)); do
		vfio-cfgtool probe -q --write=all --i-know-this-device $nic 00-2ff >/dev/null 2>&1 &
		probe=$!
		await $nic
		sleep "0.$((RANDOM % 2))$((RANDOM % 10))"
		kill "-$1" $probe 2>/dev/null || true
		wait $probe || true
		if [[ $1 == KILL ]]; then
			[[ ! -e $state/$nic ]] || killed=$((killed + 1))
			tool restore -q $nic	# killed at its very end, it left its lock alone
		fi
		nothing_left || { ls -l $state; return 1; }
		cmp $pci/$nic/config "$BATS_TEST_TMPDIR/config"
	done
	views $nic >"$BATS_TEST_TMPDIR/after"
	cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

@test "SIGINT and SIGTERM at any moment leave the device as it was" {
	views $nic >"$BATS_TEST_TMPDIR/before"
	at_random INT "$(tries 10)"
	at_random TERM "$(tries 10)"
}

@test "after SIGKILL at any moment restore puts the device back" {
	killed=0
	views $nic >"$BATS_TEST_TMPDIR/before"
	for ((round = 0; round == 0 || (killed == 0 && round < 5); round++)); do
		at_random KILL "$(tries 30)"
		SEED=$((SEED + 1))
	done
	echo "$killed were killed in the middle"
	((killed > 0))
}

@test "a signal ends the process after the register is restored" {
	begin $nic $nic
	kill -TERM $probe
	finish 143
	[ ! -s "$BATS_TEST_TMPDIR/err" ]
	nothing_left
}

@test "a device is restored although standard output is closed" {
	views $nic >"$BATS_TEST_TMPDIR/before"
	vfio-cfgtool probe -q --write=effects $nic | true
	nothing_left
	run -3 --separate-stderr bash -c 'vfio-cfgtool probe -q --write=effects '$nic' >/dev/full'
	[[ $stderr == *"standard output: cannot be written: No space left on device" ]]
	nothing_left
	views $nic >"$BATS_TEST_TMPDIR/after"
	cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

@test "a device that is requested back ends its own probe, and no other" {
	dmesg --clear
	begin $usb $usb $nic
	echo 1 >$pci/$usb/remove &	# it waits until the device is closed
	wait_for 60 kernel_said "$usb: Relaying device request to user"
	finish 3
	wait
	grep -q "$usb: the kernel wants it back" "$BATS_TEST_TMPDIR/err"
	[ -z "$(contradictions "$BATS_TEST_TMPDIR/out")" ]
	grep -q "\"address\":\"$nic\".*\"error\":null.*\"probes\":\[" "$BATS_TEST_TMPDIR/out"
	nothing_left
}

# qmp COMMAND ARGUMENTS - sends a command to QEMU; the arguments are the inside of a JSON object
qmp()
{
	local file port line
	for file in /sys/class/virtio-ports/*/name; do
		[[ $(<"$file") != qmp ]] || port=${file%/name}
	done
	exec {qmp}<>"/dev/${port##*/}"
	echo '{"execute":"qmp_capabilities"} {"execute":"'"$1"'","arguments":{'"$2"'},"id":"done"}' >&$qmp
	until [[ $line == *'"id": "done"'* ]]; do
		read -r -t 10 line <&$qmp
		echo "$line"
	done
	exec {qmp}<&-
	[[ $line == *'"return"'* ]]
}

@test "a device that is unplugged ends its own probe, and no other" {
	[ -e /sys/bus/pci/slots/0 ] || skip "this kernel has no hot-plug of PCI devices"
	dmesg --clear
	begin $usb $usb $nic
	qmp device_del '"id":"usb"'
	wait_for 60 kernel_said "$usb: Relaying device request to user"
	[ -e $pci/$usb ]
	finish 3
	wait_for 60 not test -e $pci/$usb
	qmp device_add '"driver":"qemu-xhci","id":"usb","bus":"port3"'
	wait_for 60 test -e $pci/$usb
	set_up
	grep -q "$usb: the kernel wants it back" "$BATS_TEST_TMPDIR/err"
	[ -z "$(contradictions "$BATS_TEST_TMPDIR/out")" ]
	grep -q "\"address\":\"$nic\".*\"error\":null.*\"probes\":\[" "$BATS_TEST_TMPDIR/out"
	nothing_left
}

@test "a device that stops answering ends its own probe, and no other" {
	begin $usb -j 1 $usb $nic
	setpci -s $port SUBORDINATE_BUS=fe SECONDARY_BUS=fe	# it sends on nothing for bus 3
	finish 3 && ended=yes || ended=no
	setpci -s $port SECONDARY_BUS=3 SUBORDINATE_BUS=3
	[ $ended = yes ]
	grep -q "$usb: nothing answers" "$BATS_TEST_TMPDIR/err"
	grep -q "\"address\":\"$nic\".*\"error\":null" "$BATS_TEST_TMPDIR/out"
	[ -e $state/$usb ]	# its state is unknown
	echo 1 >$pci/$usb/remove
}
