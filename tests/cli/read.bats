#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# read of dumps: predicted values, the hardware view, and unknown bytes.

load helper

nic=$DUMPS/qemu/qemu-e1000e.txt

# reads LINES ARGUMENT...: the output is exactly these lines, without a message
reads() {
	local wanted=$1
	shift
	try 0 -n "$@"
	silent
	[ "$output" = "$wanted" ] && return
	printf '%s\n' "printed:" "$output" "not:" "$wanted"
	return 1
}

# slot_of DUMP: prints the address of its first device
slot_of() {
	grep -m 1 -o '^[0-9a-f:]*\.[0-7] ' "$1" | tr -d ' '
}

@test "a register is one line with its value, in the order of the call, as setpci prints it" {
	reads $'8086\n10d3\n00\n00000000\n8086' -F "$nic" read \
		VENDOR_ID device_id CACHE_LINE_SIZE BASE_ADDRESS_5 00.w
	reads $'00\n0080\n0080\n0080' -F "$nic" read CAP_MSI+3.b CAP_MSI+2.w d2.w MSI_FLAGS
}

@test "the hardware view agrees with setpci on the dump" {
	need setpci
	registers="VENDOR_ID STATUS CLASS_DEVICE BASE_ADDRESS_0 INTERRUPT_PIN 10.w 3c.l CAP_EXP+8.w"
	for dump in qemu-e1000e qemu-nvme qemu-xhci qemu-megasas; do
		slot=$(slot_of "$DUMPS"/*/"$dump.txt")
		# shellcheck disable=SC2086
		wanted=$(setpci -A dump -O "dump.name=$(dump_file $dump)" -s "$slot" $registers)
		# shellcheck disable=SC2086
		reads "$wanted" -F "$DUMPS"/*/"$dump.txt" read --view=hardware "$slot" $registers
	done
}

@test "the hardware view of extended space agrees with setpci on the dump" {
	need setpci
	for dump in qemu-e1000e qemu-nvme; do
		slot=$(slot_of "$DUMPS"/*/"$dump.txt")
		wanted=$(setpci -A dump -O "dump.name=$(dump_file $dump)" -s "$slot" 100.l 104.w ffc.l fff.b)
		reads "$wanted" -F "$DUMPS"/*/"$dump.txt" read --view=hardware "$slot" 100.l 104.w ffc.l fff.b
	done
}

@test "the user view has what VFIO shows, and not what the hardware holds" {
	# the chain begins after the hidden capabilities
	reads 74 -F "$DUMPS/made/hidden-standard.txt" read CAPABILITIES
	reads 40 -F "$DUMPS/made/hidden-standard.txt" read --view=hardware CAPABILITIES
	# a VF has no interrupt pin, and the kernel gives it its IDs
	reads $'8086\n10ed\n00' -F "$DUMPS/made/vf.txt" --vf-id=8086:10ed read VENDOR_ID DEVICE_ID 3d.b
	reads $'ffff\nffff' -F "$DUMPS/made/vf.txt" --vf-id=8086:10ed read --view=hardware \
		VENDOR_ID DEVICE_ID
}

@test "PME is virtual since 5.19 and reads 0; read has no --rules" {
	try 2 -F "$nic" read -k 5.10 COMMAND
	says $'vfio-cfgtool: read: has no option --rules\n  see: vfio-cfgtool help read'
	try 0 -n -F "$nic" read CAP_PM+2.w
	user=$output
	try 0 -n -F "$nic" read --view=hardware CAP_PM+2.w
	[ $((16#$user & 16#f800)) = 0 ]
	[ $((16#$output & 16#7ff)) = $((16#$user & 16#7ff)) ]
}

@test "a range is one byte a line after its offset, which has three digits from 100 on" {
	reads $'fe: 00\nff: 00\n100: 01\n101: 00' -F "$nic" read fe-101
	reads $'00: 86\n01: 80' -F "$nic" read 0-1
}

@test "a capability is a range, whole or in part, by name or number" {
	try 0 -n -F "$nic" read CAP_PM
	whole=$output
	[ "$(wc -l <<<"$whole")" = 8 ]
	[[ $whole = $'c8: 01\nc9: d0\n'* ]]
	reads "$whole" -F "$nic" read CAP01
	reads "$whole" -F "$nic" read cap_pm
	reads "$whole" -F "$nic" read CAP_PM+0-7
	reads "$(sed -n '5,6p' <<<"$whole")" -F "$nic" read CAP_PM+4-5
	try 0 -n -F "$nic" read ECAP_AER
	[ "$(wc -l <<<"$output")" = 44 ]
	[[ $output = "100: "* ]]
}

@test "the word gaps means all raw bytes, and no others" {
	try 0 -n -F "$nic" read gaps
	[ "$(wc -l <<<"$output")" = "$("$PROGRAM" -n -F "$nic" map -o jsonl | sed 's/.*"raw": *\([0-9]*\).*/\1/')" ]
	[[ $output = "40: "* ]]
	no grep -q '^c8: ' <<<"$output"
}

@test "ranges and registers are printed in the order of the call" {
	reads $'8086\n40: 00\n41: 00\n10d3' -F "$nic" read VENDOR_ID 40-41 DEVICE_ID
}

@test "each line begins with the address if there are several devices" {
	try 0 -n -q -F "$DUMPS/text/text-several.txt" read VENDOR_ID 40-40
	silent
	[ "$(wc -l <<<"$output")" = 8 ]
	[[ $output = "0000:01:00.0 "????$'\n0000:01:00.0 40: '??$'\n0000:01:00.1 '* ]]
	try 0 -n -q -F "$DUMPS/text/text-several.txt" read 01:00.1 VENDOR_ID
	[[ $output = ???? ]]
}

@test "an offset without a width is the register that starts there, or one byte" {
	reads $'00\n0103\n0022\n01' -F "$nic" read 40 4 CAP_PM+2 100.b
}

@test "the word - reads words from standard input, one a line, in one open, and only once" {
	reads $'8086\n0103\n00' -F "$nic" read VENDOR_ID - 40.b <<<COMMAND
	try 0 -n -F "$nic" read - <<<$'VENDOR_ID\n# a comment\n\nff-100 # two bytes'
	[ "$output" = $'8086\nff: 00\n100: 01' ]
	try 2 -n -F "$nic" read - <<<''
	says "vfio-cfgtool: -: no REGISTER and no RANGE in it"
	try 2 -n -F "$nic" read - - <<<COMMAND
	says "vfio-cfgtool: -: standard input can be read once"
	try 2 -n -F - read - <"$nic"
	says "vfio-cfgtool: -: standard input can be read once"
	try 2 -n -F "$nic" read - <<<$'COMMAND\nCOMMND'
	warns "vfio-cfgtool: -: line 2: COMMND: no such register; did you mean COMMAND?"
}

@test "the same words mean the same bytes in read, explain and policy" {
	local word
	for word in COMMAND DevCtl 40 4 40-4f CAP_PM CAP_PM+4.w CAP_PM+2-5 ECAP_AER gaps ff-101; do
		"$PROGRAM" -nq -F "$nic" read -J "$word" | jq -c '[.devices[0].values[] |
			range(.offset; .offset + .width)]' >"$BATS_TEST_TMPDIR/read"
		"$PROGRAM" -nq -F "$nic" policy -J "$word" | jq -c '[.devices[0].registers[] |
			range(.offset; .offset + .width)]' >"$BATS_TEST_TMPDIR/policy"
		"$PROGRAM" -nq -F "$nic" explain -J "$word" | jq -c '[.devices[0].registers[] |
			range(.offset; .end + 1)]' >"$BATS_TEST_TMPDIR/explain"
		cmp "$BATS_TEST_TMPDIR/policy" "$BATS_TEST_TMPDIR/explain" || { echo "$word"; return 1; }
		# a register that a range touches is shown whole
		jq -se --arg word "$word" '(.[0] - .[1]) == []' "$BATS_TEST_TMPDIR/read" "$BATS_TEST_TMPDIR/policy" ||
			{ echo "$word"; return 1; }
	done
}

@test "-o hex prints rows like lspci -xxxx, and --dump reads them" {
	try 0 -n -F "$nic" read -o hex --view=hardware 0-fff
	[ "$(grep -c ': ' <<<"$output")" = 256 ]
	diff <(grep ': ' <<<"$output") <(grep -E '^[0-9a-f]{2,3}: ' "$nic")
	try 0 -n -F "$nic" read -o hex CAP_PM 4-5
	[ "$output" = $'0000:01:00.0 8086:10d3\n00: ?? ?? ?? ?? 03 01 ?? ?? ?? ?? ?? ?? ?? ?? ?? ??\nc0: ?? ?? ?? ?? ?? ?? ?? ?? 01 d0 22 00 00 00 00 00' ]
	"$PROGRAM" -n -F "$nic" read -o hex 0-fff | "$PROGRAM" -n -F - read VENDOR_ID | grep -qx 8086
}

@test "a word that is no REGISTER and no RANGE is a usage error before anything is done" {
	for word in NOSUCH 41.w 40-3f 40- g-h 1000.b 40.x COMMAND=1 CAP_PM@x 1:2; do
		try 2 -F "$nic" read VENDOR_ID "$word"
		[ -z "$output" ]
		warns "vfio-cfgtool: "
		warns "  a REGISTER is NAME, CAP_x+HEX or HEX"
	done
	try 2 -F "$nic" read
	warns "vfio-cfgtool: no REGISTER or RANGE"
	try 2 -F "$nic" read $'\e[1m'
	warns 'vfio-cfgtool: \x1b[1m: no such register'
}

@test "a register that the device lacks is its error, exit 3, and the others are read" {
	try 3 -n -F "$nic" read CAP_HT+4.w
	warns "the device has no CAP_HT"
	warns "  its registers: vfio-cfgtool policy"
	[ -z "$output" ]
	try 3 -n -F "$DUMPS/qemu/qemu-ahci.txt" read 100.l
	warns "past the end of configuration space"
	try 3 -n -F "$nic" read CAP_HT
	warns "the device has no CAP_HT"
	warns "  its capabilities: vfio-cfgtool map"
	try 3 -n -F "$DUMPS/qemu/qemu-machine.txt" read CAP_MSI+2.w
	warns "the device has no CAP_MSI"
	warns "vfio-cfgtool: 8 devices: "
	[ -n "$output" ]
}

@test "a message names the register of an unpredictable value and the reason, exit 3" {
	try 3 -n -F "$DUMPS/made/vf.txt" read VENDOR_ID
	says $'vfio-cfgtool: 0000:01:00.0: 00.w VENDOR_ID cannot be predicted: VFIO shows the IDs that the kernel has for the VF, and they are not known\n  give them: --vf-id=VENDOR:DEVICE'
	try 3 -n -F "$DUMPS/made/vf.txt" read BASE_ADDRESS_0
	says $'vfio-cfgtool: 0000:01:00.0: 10.l BASE_ADDRESS_0 cannot be predicted: VFIO shows what the host has for the VF\'s BARs, and that is not known\n  what the hardware holds: --view=hardware'
	try 0 -n -F "$DUMPS/made/vf.txt" read --view=hardware BASE_ADDRESS_0
}

@test "values from past the kernel's own table are undefined, and not predicted" {
	try 3 -n -q -F "$DUMPS/made/several-msi.txt" read 5c.b
	warns "5c.b cannot be predicted: the kernel reads past the end of its own table there"
	try 0 -n -q -F "$DUMPS/made/several-msi.txt" read --view=hardware 5c.b
}

@test "bytes that the dump lacks are not invented in either view" {
	try 3 -n -F "$DUMPS/made/holes.txt" read --view=hardware 60.l
	says "vfio-cfgtool: 0000:01:00.0: 60.l cannot be read: its bytes are not there"
	for word in 44.b 44.l CAP_PM 60-7f; do
		try 3 -n -F "$DUMPS/made/holes.txt" read $word
		warns "cannot be predicted: its bytes were not read"
	done
	reads 00 -F "$DUMPS/made/holes.txt" read 46.b
}

@test "a device that vfio-pci cannot open has only a hardware view" {
	try 3 -n -F "$DUMPS/made/extended-past-end.txt" read VENDOR_ID
	warns "vfio-pci cannot open such a device"
	[ -z "$output" ]
	reads $'1b36\n00: 36\n01: 1b' -F "$DUMPS/made/extended-past-end.txt" read --view=hardware \
		VENDOR_ID 0-1
}

@test "a device of fewer than 64 bytes is short, exit 3" {
	reads 1b36 -F "$DUMPS/text/text-short.txt" read VENDOR_ID
	sed '/^30:/d' "$DUMPS/text/text-short.txt" >"$BATS_TEST_TMPDIR/short"
	try 3 -n -F "$BATS_TEST_TMPDIR/short" read VENDOR_ID
	warns "bytes of configuration space are there"
	[ -z "$output" ]
}

@test "json has each value with its place, name, view and whether it is predicted" {
	try 0 -n -F "$nic" read -o jsonl VENDOR_ID 40-41 d2.w
	silent
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		line = json.load(open(sys.argv[1]))
		assert line["command"] == "read" and line["error"] is None, line
		assert line["values"] == [
		    {"offset": 0, "width": 2, "name": "VENDOR_ID", "view": "user", "value": "8086",
		     "predicted": True},
		    {"offset": 64, "width": 1, "name": None, "view": "user", "value": "00",
		     "predicted": True},
		    {"offset": 65, "width": 1, "name": None, "view": "user", "value": "00",
		     "predicted": True},
		    {"offset": 210, "width": 2, "name": "MSI_FLAGS", "view": "user", "value": "0080",
		     "predicted": True}], line["values"]
	END
	try 0 -n -F "$nic" read -J --view=hardware VENDOR_ID
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		(device,) = json.load(open(sys.argv[1]))["devices"]
		assert device["values"] == [{"offset": 0, "width": 2, "name": "VENDOR_ID",
		    "view": "hardware", "value": "8086", "predicted": False}], device
	END
}

@test "json has the values before the one that fails, and null for the others" {
	try 3 -n -F "$DUMPS/made/vf.txt" read -o jsonl COMMAND VENDOR_ID STATUS
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		line = json.load(open(sys.argv[1]))
		assert line["error"]["code"] == "unsupported" and line["error"]["hint"], line
		assert [value["name"] for value in line["values"]] == ["COMMAND"], line
	END
	sed '/^30:/d' "$DUMPS/text/text-short.txt" >"$BATS_TEST_TMPDIR/short"
	try 3 -n -F "$BATS_TEST_TMPDIR/short" read -o jsonl COMMAND
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		line = json.load(open(sys.argv[1]))
		assert line["error"]["code"] == "short" and line["values"] is None, line
	END
}

@test "read has the formats text, json, jsonl and hex" {
	for format in table grid tap; do
		try 2 -F "$nic" read -o $format VENDOR_ID
		warns "vfio-cfgtool: read: has no format '$format'"
	done
	reads 8086 -F "$nic" read -o text VENDOR_ID
}

@test "a full disk has a message, exit 3, and a closed pipe has none" {
	[ -w /dev/full ] || skip "no /dev/full"
	status=0
	"$PROGRAM" -n -F "$nic" read gaps >/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
	[ $status = 3 ]
	grep -q "standard output: cannot be written" "$BATS_TEST_TMPDIR/err"
	status=0
	bash -c 'set -o pipefail; "$@" read gaps gaps gaps gaps gaps gaps gaps gaps gaps gaps gaps gaps | head -1' \
		bash "$PROGRAM" -n -F "$nic" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
	[ ! -s "$BATS_TEST_TMPDIR/err" ]
	[ $status = 0 ] || [ $status = 141 ]
}
