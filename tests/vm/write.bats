#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# write: writes that reach the device, are dropped or refused, and those that the close undoes.

load helper

nic=0000:01:00.0
net=0000:02:00.0
pf=0000:06:00.0		# its reset loses its VFs
usb=0000:03:00.0

again=			# set if the VFs must be made again

teardown()
{
	release
	((${#lent[@]} == 0)) || chown root "${lent[@]}" || true
	[[ ! $again ]] || renew_vfs
}

closed="closed: the function was reset again, and what was written to the virtual copy is gone"

# writes DEVICE WORD... - with success and the two notes; sets ${lines[@]}
writes()
{
	run -0 --separate-stderr tool write "$@"
	[ "$stderr" = "vfio-cfgtool: $1: $(cost "$1")"$'\n'"vfio-cfgtool: $1: $closed" ]
}

# hardware DEVICE REGISTER... - sets $hardware
hardware()
{
	hardware=$(setpci -s "$@")
}

# untouched STATUS DEVICE WORD... - the call has this exit status, opens no node and writes
# only its own lock
untouched()
{
	local status=$1
	shift
	type strace >/dev/null || skip "strace is not installed"
	run "-$status" --separate-stderr strace --seccomp-bpf -f -qq -o "$BATS_TEST_TMPDIR/calls" \
		-e trace=openat,pwrite64 vfio-cfgtool -n write "$@"
	sed -i "/:..\..\.lock\", O_RDWR/d" "$BATS_TEST_TMPDIR/calls"
	run -1 grep -E '"/dev/(vfio/|iommu)|pwrite64|O_RDWR' "$BATS_TEST_TMPDIR/calls"
}

@test "a write of CACHE_LINE_SIZE reaches the hardware, and the close undoes it" {
	writes $nic CACHE_LINE_SIZE=10 CACHE_LINE_SIZE
	[ "${lines[0]}" = "write 0c.b CACHE_LINE_SIZE 10 user 00 -> 10 hardware 00 -> 10" ]
	[ "${lines[1]}" = "read 0c.b CACHE_LINE_SIZE 10" ]
	[ "${lines[2]}" = "closed 0c.b CACHE_LINE_SIZE hardware 00 undone" ]
	[ ${#lines[@]} = 3 ]
	hardware $nic CACHE_LINE_SIZE
	[ "$hardware" = 00 ]
}

@test "a raw byte is written to the hardware, and stays there" {
	hardware $nic 40.l
	before=$hardware
	writes $nic 40.l=cafe0001
	[ "${lines[0]}" = "write 40.l - cafe0001 user $before -> cafe0001 hardware $before -> cafe0001" ]
	[ "${lines[1]}" = "closed 40.l - hardware cafe0001 kept" ]
	hardware $nic 40.l
	[ "$hardware" = cafe0001 ]
	setpci -s $nic 40.l="$before"
}

@test "a virtual register is written without the hardware" {
	hardware $nic INTERRUPT_LINE
	writes $nic INTERRUPT_LINE=55
	[ "${lines[0]}" = "write 3c.b INTERRUPT_LINE 55 user $hardware -> 55 hardware $hardware -> $hardware" ]
	[ "${lines[1]}" = "closed 3c.b INTERRUPT_LINE hardware $hardware unchanged" ]
}

@test "a BAR is sized by a write of ones and a read" {
	writes $nic BASE_ADDRESS_0=ffffffff BASE_ADDRESS_0 BASE_ADDRESS_0=0 BASE_ADDRESS_0
	[[ ${lines[0]} == "write 10.l BASE_ADDRESS_0 ffffffff user "????????" -> fffe0000 hardware "* ]]
	[ "${lines[1]}" = "  effect: bits ffffffff: bar-sizing" ]
	[ "${lines[2]}" = "read 10.l BASE_ADDRESS_0 fffe0000" ]
	[[ ${lines[3]} == "write 10.l BASE_ADDRESS_0 00000000 user fffe0000 -> 00000000 hardware "* ]]
	[ "${lines[5]}" = "read 10.l BASE_ADDRESS_0 00000000" ]
	[[ ${lines[6]} == "closed 10.l BASE_ADDRESS_0 hardware "????????" unchanged" ]]
}

@test "dropped bits are named with the kernel's function if they would have changed" {
	writes $nic VENDOR_ID=8087
	[ "${lines[0]}" = "write 00.w VENDOR_ID 8087 user 8086 -> 8086 hardware 8086 -> 8086" ]
	[ "${lines[1]}" = "  dropped: bits 0001 (init_pci_cap_basic_perm)" ]
	writes $nic VENDOR_ID=8086 DEVICE_ID=0:0
	[[ $output != *dropped* ]]
}

@test "--strict exits 1 if bits are dropped, and 0 if all are written" {
	run -1 --separate-stderr tool write --strict $nic CACHE_LINE_SIZE=10 VENDOR_ID=8087
	[[ $stderr == *"vfio-cfgtool: $nic: 00.w VENDOR_ID: bits 0001 are not taken" ]]
	[[ $output == *"CACHE_LINE_SIZE 10 user 00 -> 10"* ]]
	run -0 tool write --strict $nic CACHE_LINE_SIZE=10 VENDOR_ID=8086 BASE_ADDRESS_0=ffffffff
	run -0 tool write $nic VENDOR_ID=8087
}

@test "bits that the device ignores are distinguished from dropped ones" {
	run -1 --separate-stderr tool write --strict $nic COMMAND=fbf8:fbf8
	[[ $output == *"  not kept: bits "*": they went to the device, which did not take them"* ]]
	[[ $output != *"contradiction"* ]]
}

@test "no harmless write of any device contradicts the policy" {
	read_openable
	for device in "${openable[@]}"; do
		run -0 --separate-stderr tool write -q "$device" CACHE_LINE_SIZE=ff INTERRUPT_LINE=a5 \
			VENDOR_ID=1234 STATUS=ffff BASE_ADDRESS_0=ffffffff BASE_ADDRESS_5=ffffffff \
			ROM_ADDRESS=ffffffff CAPABILITIES=0 3d.b=0 COMMAND=0400:0400
		echo "$device: $output"
		[[ $output != *contradiction* && $output != *undefined* ]]
	done
	set_up
}

@test "enables, bus master, self-test, reset and power state are refused before the open" {
	for words in "COMMAND=0107" "COMMAND=0:4" "04.b=0" "0c.l=0" "0f.b=0:40" "PM_CTRL=0" \
		"EXP_DEVCTL=8000:8000" "CACHE_LINE_SIZE=10 COMMAND=0"; do
		# shellcheck disable=SC2086
		untouched 4 $nic $words
		[[ $stderr == "vfio-cfgtool: $nic: "*": bits "*" are written with --force only; nothing was written"$'\n  '* ]]
	done
	hardware $nic CACHE_LINE_SIZE
	[ "$hardware" = 00 ]
}

@test "a refusal names the register and the bits, and the mask that leaves them out" {
	run -4 --separate-stderr tool write $nic COMMAND=0107
	[ "$stderr" = "vfio-cfgtool: $nic: 04.w COMMAND: bits 0007 (I/O and memory enable, bus master) are written with --force only; nothing was written"$'\n  leave them out with a mask, VALUE:fff8; or add --force' ]
	writes $nic COMMAND=0107:fff8
	[[ ${lines[0]} == "write 04.w COMMAND 010"?" mask fff8 user 010"?" -> "* ]]
	run -4 --separate-stderr tool write -o jsonl $nic PM_CTRL=3:3
	[[ $output == *'"error":{"code":"refused","message":"'*'"dry_run":null,"operations":null}' ]]
}

@test "a user without access to sysfs is refused, too, before anything is written" {
	[[ $VM_KERNEL != custom ]] || lend "$(cdev_of $nic)" /dev/iommu
	lend "$(node_of $nic)"
	be_user
	run -4 --separate-stderr tool write $nic CACHE_LINE_SIZE=10 COMMAND=0
	[[ $stderr == *"are written with --force only; nothing was written"* ]]
	run -0 --separate-stderr tool write $nic CACHE_LINE_SIZE=10
	[ "${lines[0]}" = "write 0c.b CACHE_LINE_SIZE 10 user 00 -> 10 hardware 00 -> 10" ]
	run -0 --separate-stderr tool write -o jsonl $nic 40.b=0:0
	[[ $output == *'"user_before":"'* ]]
}

@test "--force writes the enables: memory enable off and on" {
	writes $nic --force COMMAND=0:2 COMMAND COMMAND=2:2 COMMAND
	[[ ${lines[0]} == "write 04.w COMMAND 0101 mask 0002 user 0103 -> 0101 hardware 0103 -> 0101" ]]
	[ "${lines[1]}" = "  effect: bits 0002: memory-enable" ]
	[ "${lines[2]}" = "read 04.w COMMAND 0101" ]
	[ "${lines[5]}" = "read 04.w COMMAND 0103" ]
}

@test "--force resets a function that has FLR, and the bit reads 0" {
	again=1
	run -0 --separate-stderr tool write --force -o jsonl $pf CACHE_LINE_SIZE=10 \
		EXP_DEVCTL=8000:8000 EXP_DEVCTL
	[[ $output == *'"name":"EXP_DEVCTL","written":"'*'"effects":["function-reset"],"force":["reset"]}'* ]]
	[[ $output == *'"dropped":"0000","not_kept":"0000","contradicted":"0000","effects":["function-reset"]'* ]]
}

@test "--force puts a device into D3hot and back, from standard input with pauses" {
	printf '%s\n' '# sleep' 'PM_CTRL=3:3' 'wait 50' 'PM_CTRL COMMAND # both' 'PM_CTRL=0:3' \
		'wait 50' 'PM_CTRL' >"$BATS_TEST_TMPDIR/in"
	run -0 --separate-stderr tool write -q --force $nic - <"$BATS_TEST_TMPDIR/in"
	[ "${lines[0]}" = "write cc.w PM_CTRL 0003 mask 0003 user 0000 -> 0003 hardware 0000 -> 0003" ]
	[ "${lines[1]}" = "  effect: bits 0003: power-state" ]
	[ "${lines[2]}" = "wait 50" ]
	[ "${lines[3]}" = "read cc.w PM_CTRL 0003" ]
	[[ ${lines[4]} == "read 04.w COMMAND "???? ]]
	[ "${lines[8]}" = "read cc.w PM_CTRL 0000" ]
}

@test "the kernel refuses MSI enable, and the message calls it an effect" {
	writes $nic MSI_FLAGS=0081
	[ "${lines[0]}" = "write d2.w MSI_FLAGS 0081 user 0080 -> 0080 hardware 0080 -> 0080" ]
	[[ ${lines[1]} == "  effect: bits "*": msi-control" ]]
	[[ $output != *dropped* && $output != *contradiction* ]]
}

@test "several values are written to successive places" {
	hardware $nic 40.l
	before=$hardware
	writes $nic 40.b=11,22,33:0f,44 40.l
	for i in 0 1 2 3; do
		[[ ${lines[i]} == "write 4$i.b - "* ]]
	done
	wanted=44$(printf %02x $((16#${before:2:2} & 0xf0 | 3)))2211
	[ "${lines[4]}" = "read 40.l - $wanted" ]
	setpci -s $nic 40.l="$before"
}

@test "reads and writes are made in their order, in one open, in their width" {
	type strace >/dev/null || skip "strace is not installed"
	run -0 strace --seccomp-bpf -f -qq -xx -o "$BATS_TEST_TMPDIR/calls" \
		-e trace=pread64,pwrite64 vfio-cfgtool -n -q write $nic \
		COMMAND CACHE_LINE_SIZE=10 LATENCY_TIMER INTERRUPT_LINE=5
	steps=
	while read -r call size offset; do
		((offset < 1 << 39)) || steps+="$call $(printf '%x.%d' $((offset & 0xfff)) "$size"), "
	done < <(sed -n 's/^[0-9]* *\(p[a-z]*\)64([0-9]*, .*, \([0-9]*\), \(0x[0-9a-f]*\|[0-9]*\)) .*/\1 \2 \3/p' \
		"$BATS_TEST_TMPDIR/calls")
	echo "$steps"
	[ "$steps" = "pread 4.2, pread c.1, pwrite c.1, pread c.1, pread d.1, pread 3c.1, pwrite 3c.1, pread 3c.1, " ]
}

@test "--dry-run opens nothing, writes nothing, and prints the steps of the run" {
	words="COMMAND CACHE_LINE_SIZE=10 CACHE_LINE_SIZE BASE_ADDRESS_0=ffffffff VENDOR_ID=8087 INTERRUPT_LINE=7:0f COMMAND=0400:0400"
	# shellcheck disable=SC2086
	untouched 0 --dry-run $nic $words
	# shellcheck disable=SC2086
	run -0 --separate-stderr tool write --dry-run -o jsonl $nic $words
	[[ $output == *'"dry_run":true,'* ]]
	run -0 --separate-stderr tool write --dry-run $nic $words
	[ ! "$stderr" ]
	planned=$(sed 's/^would //' <<<"$output")
	# shellcheck disable=SC2086
	writes $nic $words
	diff <(echo "$planned") <(grep -v '^closed ' <<<"$output")
}

@test "--dry-run names what needs --force, and what cannot be predicted" {
	run -0 --separate-stderr tool write --dry-run $nic COMMAND=7 PM_CTRL=3 MSI_FLAGS=81
	[[ $output == *$'would write 04.w COMMAND 0007 user 0103 -> 0007 hardware 0103 -> 0007\n'* ]]
	[[ $output == *"  needs --force: bits 0003: I/O and memory enable"* ]]
	[[ $output == *"  needs --force: bits 0004: bus master"* ]]
	[[ $output == *"  needs --force: bits 0003: power state"* ]]
	[[ $output == *"would write cc.w PM_CTRL 0003 user 0000 -> ? hardware 0000 -> ?"* ]]
	[[ $output == *"would write d2.w MSI_FLAGS 0081 user 0080 -> ? hardware 0080 -> ?"* ]]
	run -1 --separate-stderr tool write --dry-run --strict $nic VENDOR_ID=1
	[[ $stderr == *"00.w VENDOR_ID: bits "*" are not taken" ]]
}

@test "--dry-run of a device that cannot be opened says that, too" {
	run -0 --separate-stderr tool write --dry-run 0000:00:0c.0 CACHE_LINE_SIZE=10
	[ "$stderr" = "vfio-cfgtool: 0000:00:0c.0: at present it cannot be opened through VFIO: no driver is bound to it" ]
	[ "$output" = "would write 0c.b CACHE_LINE_SIZE 10 user 00 -> 10 hardware 00 -> 10" ]
}

@test "an error in a word, or of what the device lacks, writes nothing" {
	untouched 2 $nic CACHE_LINE_SIZE=10 NOSUCH=1
	untouched 2 $nic CACHE_LINE_SIZE=10 40=1
	untouched 3 $nic CACHE_LINE_SIZE=10 CAP_HT+4.w=1
	untouched 3 $nic CACHE_LINE_SIZE=10 ffc.l=1,2
	[[ $stderr == *"past the end of configuration space"* ]]
	hardware $nic CACHE_LINE_SIZE
	[ "$hardware" = 00 ]
}

@test "a device that another process holds is busy, exit 3, and stays as it is" {
	hold_device group $nic
	run -3 --separate-stderr tool write $nic CACHE_LINE_SIZE=10
	[ ! "$output" ]
	[[ $stderr == "vfio-cfgtool: $nic: "*"$holder"* ]]
	hardware $nic CACHE_LINE_SIZE
	[ "$hardware" = 00 ]
	run -4 --separate-stderr tool write --source=held $nic CACHE_LINE_SIZE=10
	run -3 --separate-stderr tool write -o jsonl $nic CACHE_LINE_SIZE=10
	[[ $output == *'"error":{"code":"busy",'* ]]
}

@test "several devices are written in turn, and their lines begin with the address" {
	run -0 --separate-stderr tool write $nic $net CACHE_LINE_SIZE=4 VENDOR_ID=0
	[ "${lines[0]}" = "$nic write 0c.b CACHE_LINE_SIZE 04 user 00 -> 04 hardware 00 -> 04" ]
	[ "${lines[2]}" = "$nic   dropped: bits 8086 (init_pci_cap_basic_perm)" ]
	[ "${lines[5]}" = "$net write 0c.b CACHE_LINE_SIZE 04 user 00 -> 04 hardware 00 -> 04" ]
	run -3 --separate-stderr tool write 0000:00:0c.0 $nic CACHE_LINE_SIZE=4
	[[ $output == "$nic write "* ]]
	[[ $stderr == *"vfio-cfgtool: 2 devices: 1 done, 1 failed" ]]
}

@test "json has every operation in order, with its result" {
	printf 'CACHE_LINE_SIZE=10\nwait 1\nVENDOR_ID\nVENDOR_ID=8087:00ff\n' >"$BATS_TEST_TMPDIR/in"
	run -0 --separate-stderr tool write -q -o jsonl $nic - <"$BATS_TEST_TMPDIR/in"
	/usr/bin/python3 -IS - "$output" <<-'END'
		import json, sys
		line = json.loads(sys.argv[1])
		assert line["command"] == "write" and line["source"] == "vfio" and line["dry_run"] is False
		assert line["error"] is None, line
		first, pause, read, last = line["operations"]
		assert first == {
		    "operation": "write", "offset": 12, "width": 1, "name": "CACHE_LINE_SIZE",
		    "written": "10", "mask": "ff", "user_before": "00", "user_after": "10",
		    "hardware_before": "00", "hardware_after": "10", "hardware_closed": "00",
		    "closed": "undone", "predicted": False, "undefined": False, "dropped": "00",
		    "not_kept": "00", "contradicted": "00", "effects": [], "force": []}, first
		assert pause == {"operation": "wait", "milliseconds": 1}, pause
		assert read == {"operation": "read", "offset": 0, "width": 2, "name": "VENDOR_ID",
		    "view": "user", "value": "8086", "predicted": False}, read
		assert (last["written"], last["mask"], last["dropped"]) == ("8087", "00ff", "0001"), last
	END
}

@test "JSON of read and write agrees with the schema" {
	{
		tool read -q -o jsonl $nic COMMAND 40-43
		tool read -q -o jsonl --view=hardware $nic COMMAND 100.l
		tool read -q -o jsonl $nic COMMAND CAP_HT+4.w || true
		tool write -q -o jsonl $nic CACHE_LINE_SIZE=10 COMMAND VENDOR_ID=0 MSI_FLAGS=1:1 40.b=0:0
		tool write -q -o jsonl $nic COMMAND=0 || true
		tool write -q -o jsonl --dry-run $nic COMMAND=0 PM_CTRL=3 PM_CTRL BASE_ADDRESS_0=ffffffff
		echo wait 1 | tool write -q -o jsonl $nic -
	} >"$BATS_TEST_TMPDIR/lines" 2>"$BATS_TEST_TMPDIR/err"
	schema_lines 7 "$BATS_TEST_TMPDIR/lines"
}

@test "other registers and other devices stay as they are" {
	read_spaces "$BATS_TEST_TMPDIR/before"
	writes $nic CACHE_LINE_SIZE=10 INTERRUPT_LINE=5
	read_spaces "$BATS_TEST_TMPDIR/after"
	cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

# read_spaces FILE - the configuration spaces of all functions, one behind the other
read_spaces()
{
	cat "$pci"/*/config >"$1"
}

@test "a full disk has a message, exit 3, a closed pipe has none, and the writes stay" {
	status=0
	vfio-cfgtool -n -q write $nic 40.l=1 >/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
	[ $status = 3 ]
	[[ $(<"$BATS_TEST_TMPDIR/err") == "vfio-cfgtool: standard output: cannot be written: "* ]]
	hardware $nic 40.l
	[ "$hardware" = 00000001 ]
	vfio-cfgtool -n -q write $nic 40.l=0 2>"$BATS_TEST_TMPDIR/err" | true
	[ ! -s "$BATS_TEST_TMPDIR/err" ]
	hardware $nic 40.l
	[ "$hardware" = 00000000 ]
}

@test "memory enable of a VF is written to the virtual copy, and predicted so" {
	vf=0000:07:00.1
	words="COMMAND=0:2 COMMAND COMMAND=2:2 COMMAND"
	# shellcheck disable=SC2086
	run -0 --separate-stderr tool write --dry-run $vf $words
	planned=$(sed '/^  needs --force/d; s/^would //' <<<"$output")
	# shellcheck disable=SC2086
	writes $vf --force $words
	[ "$planned" = "$(grep -v '^closed ' <<<"$output")" ] || { diff <(echo "$planned") <(echo "$output"); false; }
	[[ $output == *"read 04.w COMMAND 0000"*"read 04.w COMMAND 0002"* ]]
}
