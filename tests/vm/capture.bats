#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# capture: every command prints the same for a capture as for the live device.

load helper

nic=0000:01:00.0
net=0000:02:00.0
vf=0000:07:00.1		# of a driver of its own, so it needs no token

# keys ARGUMENT... - what a machine reads of it, without the keys of how it was reached: of
# each name the first, which is the device's. (jq needs a second here.)
keys()
{
	local text='(null|"[^"]*")'
	tool "$@" -q | sed -E "s/\"file\":$text,//; s/\"source\":$text,//; s/\"source_reason\":$text,//
		s/\"host\":$text,//; s/\"kernel\":$text,//; s/\"held_by\":(null|\{[^}]*\}),//"
}

# equal LEAST - the output of the device and that of its capture are the same, and so many bytes at least
equal()
{
	diff "$BATS_TEST_TMPDIR/live" "$BATS_TEST_TMPDIR/captured"
	[ "$(wc -c <"$BATS_TEST_TMPDIR/live")" -ge "$1" ]
}

# compare WAY DEVICE - captures it that way, and compares every command on it with the device
compare()
{
	local way=$1 device=$2 file=$BATS_TEST_TMPDIR/capture words
	local live=$BATS_TEST_TMPDIR/live captured=$BATS_TEST_TMPDIR/captured
	tool capture -q "--source=$way" "$device" >"$file"
	for words in map policy 'explain COMMAND CAP_EXP+8.w 100.l 10.l'; do
		# shellcheck disable=SC2086
		keys $words "--source=$way" "$device" -o jsonl >"$live"
		# shellcheck disable=SC2086
		keys $words -F "$file" -o jsonl >"$captured"
		equal 2000
		# shellcheck disable=SC2086
		tool $words -q "--source=$way" "$device" | sed 's/source [a-z]*/source/' >"$live"
		# shellcheck disable=SC2086
		tool $words -q -F "$file" | sed 's/source [a-z]*/source/' >"$captured"
		equal 500
	done
	tool map -q "--source=$way" "$device" -o hex >"$live"
	tool map -q -F "$file" -o hex >"$captured"
	equal 12000
}

@test "map, policy and explain of a capture through VFIO are those of the device, byte for byte" {
	for device in $nic $net $vf; do
		compare vfio $device
	done
}

@test "map, policy and explain of a capture through sysfs are those of the device, byte for byte" {
	for device in $nic $net $vf; do
		compare sysfs $device
	done
}

@test "a capture keeps the rules that it was made under" {
	tool capture -q $nic >"$BATS_TEST_TMPDIR/capture"
	rules=$(tool map -q --source=sysfs $nic -o jsonl | grep -o '"rules":{[^}]*}')
	[[ $rules == *'"basis":"table"'* ]]
	[ "$(tool map -F "$BATS_TEST_TMPDIR/capture" -o jsonl | grep -o '"rules":{[^}]*}')" = "$rules" ]
	[[ $(tool map -k 5.10 -F "$BATS_TEST_TMPDIR/capture" -o jsonl) == *'"name":"5.10"'* ]]
}

@test "a capture has the regions of VFIO and the parameters of its modules" {
	tool capture -q $nic >"$BATS_TEST_TMPDIR/capture"
	# BAR 0, the ROM and configuration space, of linux/vfio.h
	size=$((0x$(setpci -s $nic 10.l) & ~0xf))
	grep -Eqx '# region 0 [0-9a-f]*[37f] 20000' "$BATS_TEST_TMPDIR/capture"
	grep -Eqx '# region 7 3 1000' "$BATS_TEST_TMPDIR/capture"
	grep -qx "# resource 0 $(printf %x $size) $(printf %x $((size + 0x1ffff))) [0-9a-f]*" \
		"$BATS_TEST_TMPDIR/capture"
	grep -qx "# parameter vfio_pci nointxmask $(<"/sys/module/vfio_pci/parameters/nointxmask")" \
		"$BATS_TEST_TMPDIR/capture"
	tool capture -q -F "$BATS_TEST_TMPDIR/capture" | diff - "$BATS_TEST_TMPDIR/capture"
	# what info says of the regions of the device it says of those of the capture
	run -0 --separate-stderr tool info -q -o jsonl $nic
	live=$(grep -o '"index":[0-9]*,"name":"[a-z0-9]*"[^}]*"size":[0-9a-z"]*' <<<"$output")
	[[ $live == *bar0* && $live == *config* ]]
	run -0 --separate-stderr tool info -q -o jsonl -F "$BATS_TEST_TMPDIR/capture"
	for word in bar0 rom config; do
		[[ $output == *"\"name\":\"$word\""* ]]
	done
	tool capture -q $vf | grep -qx '# physfn 0000:07:00.0'
	tool capture -q --source=sysfs 07:00.0 | grep -qx "# vfs $(<"$pci/0000:07:00.0/sriov_numvfs")"
}

@test "lspci reads a capture as the hardware view" {
	tool capture -q --source=sysfs $nic >"$BATS_TEST_TMPDIR/capture"
	diff <(lspci -F "$BATS_TEST_TMPDIR/capture" -xxxx -n) <(lspci -s $nic -xxxx -n)
}

@test "a redacted capture has no redacted value anywhere" {
	serial=$(setpci -s $nic ECAP_DSN+4.b ECAP_DSN+5.b ECAP_DSN+6.b | tr '\n' ' ')
	tool capture -q --redact $nic >"$BATS_TEST_TMPDIR/redacted"
	tool capture -q $nic >"$BATS_TEST_TMPDIR/whole"
	grep -q "$serial" "$BATS_TEST_TMPDIR/whole"
	run -1 grep "$serial" "$BATS_TEST_TMPDIR/redacted"
	bar=$(setpci -s $nic 12.w)
	grep "^# resource 0 ${bar}0000" "$BATS_TEST_TMPDIR/whole"
	run -1 grep "$bar" "$BATS_TEST_TMPDIR/redacted"
}

@test "read of a capture prints what a user reads" {
	tool capture -q $nic >"$BATS_TEST_TMPDIR/capture"
	diff <(tool read -q $nic 0-ff) <(tool read -q -F "$BATS_TEST_TMPDIR/capture" 0-ff)
	[[ $(tool read -q -F "$BATS_TEST_TMPDIR/capture" COMMAND -o jsonl) == *'"predicted":false'* ]]
}

@test "the user view alone has the bytes that a user reads, and lspci reads it" {
	tool capture -q --view=user $nic >"$BATS_TEST_TMPDIR/user"
	diff <(tool read -q $nic 0-ff | sed 's/.*: //' | tr '\n' ' ') \
		<(lspci -F "$BATS_TEST_TMPDIR/user" -xxxx -n | sed -n 's/^[0-9a-f][0-9a-f]: //p' | tr '\n' ' ')
	tool capture -q --source=sysfs --view=user $nic >"$BATS_TEST_TMPDIR/predicted"
	diff "$BATS_TEST_TMPDIR/user" "$BATS_TEST_TMPDIR/predicted"
}

@test "a redacted capture has the device's map and policy, and none of its addresses" {
	tool capture -q $nic >"$BATS_TEST_TMPDIR/whole"
	tool capture -q --redact $nic >"$BATS_TEST_TMPDIR/redacted"
	diff <(tool map -F "$BATS_TEST_TMPDIR/whole" -o hex) <(tool map -F "$BATS_TEST_TMPDIR/redacted" -o hex)
	masks='"(read_virtual|write|write_virtual|effects)":[^]]*'
	diff <(tool policy -F "$BATS_TEST_TMPDIR/whole" -o jsonl | grep -Eo "$masks" | grep -v '"user"') \
		<(tool policy -F "$BATS_TEST_TMPDIR/redacted" -o jsonl | grep -Eo "$masks" | grep -v '"user"')
	[ "$(wc -c <"$BATS_TEST_TMPDIR/whole")" -gt 20000 ]
	bar=$(setpci -s $nic 10.l)
	[[ $(tool read -q -F "$BATS_TEST_TMPDIR/whole" 10.l) == "$bar" ]]
	bar=$(tool read -q --view=hardware -F "$BATS_TEST_TMPDIR/redacted" 10.l)
	[[ $bar == 5a5?0000 ]]
	[[ $(tool read -q -F "$BATS_TEST_TMPDIR/redacted" 10.l) == "$bar" ]]
	[[ $(tool read -q -F "$BATS_TEST_TMPDIR/redacted" ECAP_DSN+4.l) == 5a5a5a5a ]]
	no_serial=$(setpci -s $nic ECAP_DSN+4.l)
	[[ $no_serial != 5a5a5a5a ]]
}

@test "a busy device is captured without VFIO" {
	hold_device group $nic
	run -0 --separate-stderr tool capture $nic
	[[ $stderr == *"read from sysfs instead"* ]]
	[[ $output == *"# source sysfs"* && $output == *"# open yes"* && $output != *"# user-size"* ]]
}

@test "a user without privilege captures what he may open, as the user view" {
	lend "$(node_of $nic)"
	be_user
	run -0 --separate-stderr tool capture $nic
	be_root
	[[ $output == *"# view user"* && $output == *"# user-size 1000"* ]]
	printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/capture"
	diff <(tool map -q $nic -o hex) <(tool map -q -F "$BATS_TEST_TMPDIR/capture" -o hex)
}

@test "the hardware of a VF differs from the user view in IDs and interrupt pin, predicted and seen" {
	local way
	for way in sysfs vfio; do
		run -1 --separate-stderr tool diff -q --source=$way -o jsonl $vf
		[[ $output == *'"name":"VENDOR_ID","a":"ffff","b":"1b36","fields":[]}'* ]]
		[[ $output == *'"name":"INTERRUPT_PIN","a":"01","b":"00","fields":[]}'* ]]
		[[ $output == *'"map":[],"policy":[]'* ]]
	done
	# an open device of its own has what its user reads
	run -0 --separate-stderr tool diff -q --source=vfio $nic
	[ ! "$output" ]
}

@test "a capture does not differ from its device, and a guest's own dump differs in what it changes" {
	tool capture -q --source=sysfs $nic >"$BATS_TEST_TMPDIR/capture"
	run -0 --separate-stderr tool diff -q "$BATS_TEST_TMPDIR/capture" $nic
	[ ! "$output" ]
	# through VFIO it is open, and neither sleeps nor has its command as it was
	tool capture -q --source=vfio $nic >"$BATS_TEST_TMPDIR/open"
	grep -q '^# open yes' "$BATS_TEST_TMPDIR/open"
	run -0 --separate-stderr tool diff -q "$BATS_TEST_TMPDIR/open" $nic
	run -0 --separate-stderr tool diff -q $nic "$BATS_TEST_TMPDIR/open"
	[ ! "$output" ]
	lspci -s $nic -xxxx >"$BATS_TEST_TMPDIR/dump"
	run -0 --separate-stderr tool diff -q $nic "$BATS_TEST_TMPDIR/dump"
	[ ! "$output" ]
	tool capture -q --view=user $vf >"$BATS_TEST_TMPDIR/guest"
	run -0 --separate-stderr tool diff "$BATS_TEST_TMPDIR/guest" $vf
	[[ $stderr == *"nearer to what a user of $vf reads"* ]]
	sed -i 's/^00: 36 1b/00: f4 1a/' "$BATS_TEST_TMPDIR/guest"
	run -1 --separate-stderr tool diff -q "$BATS_TEST_TMPDIR/guest" $vf
	[ "$(grep -c '^bytes' <<<"$output")" = 1 ]
	[[ $output == *'VENDOR_ID  1af4  1b36'* ]]
}

@test "two devices of one kind differ in their own registers" {
	run -1 --separate-stderr tool diff -q $vf 0000:07:00.0
	[[ $output == *ECAP_SRIOV* ]]
	run -1 --separate-stderr tool diff -q -o jsonl $nic $net
	[[ $output == *'"map":[{'* && $output == *'"policy":[{'* ]]
}

@test "lint of a device reads sysfs and opens nothing" {
	run -0 --separate-stderr tool lint $nic -o jsonl
	[ ! "$stderr" ]
	[[ $output == *'"source":"sysfs"'*'"code":"host-identity"'* ]]
	run -0 --separate-stderr tool lint --all -o tap
	[[ $output == "TAP version 13"*" - $nic has no finding of severity error or worse"* ]]
	hold_device group $nic
	run -0 --separate-stderr tool lint $nic
	[ ! "$stderr" ]
}
