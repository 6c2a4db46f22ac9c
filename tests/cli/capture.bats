#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# capture: captures of dumps, and what is read from a capture.

load helper

# made DUMP [ARGUMENT...]: writes a capture of the dump to $CAPTURE
made() {
	local dump=$1
	shift
	CAPTURE=$BATS_TEST_TMPDIR/capture
	"$PROGRAM" capture -n -q -F "$DUMPS"/*/"$dump.txt" "$@" >"$CAPTURE"
	[ -s "$CAPTURE" ]
}

# capture_all ARGUMENT...: makes a capture of each dump that is long enough. ${from[@]} are
# the dumps and ${to[@]} the captures, as options. One call reads many of them.
capture_all() {
	local dump capture
	from=() to=() captures=()
	mkdir "$BATS_TEST_TMPDIR/captures"
	for dump in $(each_dump); do
		capture=$BATS_TEST_TMPDIR/captures/${dump##*/}
		"$PROGRAM" capture -n -q "$@" -F "$dump" >"$capture" 2>/dev/null || continue
		from+=(-F "$dump") to+=(-F "$capture") captures+=("$capture")
	done
	[ ${#captures[@]} -gt $((100 / ${SAMPLE:-1})) ]
}

# all COMMAND ARGUMENT...: the output without the names of files
all() {
	"$PROGRAM" "$@" -n -q -o jsonl | sed 's/"file":"[^"]*",//'
}

# masks COMMAND ARGUMENT...: prints the map and the masks of each device
masks() {
	all "$@" | grep -Eo '"(address|map|read_virtual|write|write_virtual)":"[0-9a-f:.]*"'
}

@test "a capture has the map and the policy of its dump, for every dump" {
	local command capture
	capture_all
	for command in map policy; do
		diff <(all $command "${from[@]}") <(all $command "${to[@]}")
		[ "$(all $command "${to[@]}" | wc -l)" -ge ${#captures[@]} ]
	done
	for capture in "${captures[@]}"; do
		"$PROGRAM" capture -n -q -F "$capture" | cmp - "$capture"
	done
}

@test "a redacted capture has the map and the masks of its dump, for every dump" {
	local command
	capture_all --redact
	for command in map policy; do
		diff <(masks $command "${from[@]}") <(masks $command "${to[@]}")
		[ "$(masks $command "${to[@]}" | wc -l)" -gt ${#captures[@]} ]
	done
}

@test "lspci reads a capture as it reads its dump" {
	need lspci
	local dump
	for dump in qemu-nvme qemu-e1000e qemu-megasas vf intel-vga; do
		made $dump
		diff <(lspci -F "$CAPTURE" -xxxx -n 2>&1) <(lspci -F "$DUMPS"/*/"$dump.txt" -xxxx -n 2>&1)
	done
	# lspci knows no word for an unread byte: it is ff
	made holes
	lspci -F "$CAPTURE" -xxxx -n 2>/dev/null | grep -q '^00: '
}

@test "a capture lists unread bytes, and they stay unknown when it is read" {
	made holes
	grep -q '^# read 0' "$CAPTURE"
	[ "$(grep -c '??' "$CAPTURE")" = 0 ]
	[ "$(all map -F "$DUMPS/made/holes.txt" | grep -o '"content":"unread"' | wc -l)" -gt 0 ]
}

@test "auto means the rules of the capture, and other rules can be named" {
	made extended-dvsec
	[[ $(all map -F "$CAPTURE") = *'"rules":{"name":"7.3.4"'* ]]
	sed -i 's/^# rules .*/# rules 6.1,+dvsec/; s/^# basis .*/# basis assumed/; /^# basis/a # note a distribution' "$CAPTURE"
	try 0 map -n -F "$CAPTURE" -o jsonl
	prints '"rules":{"name":"6.1,+dvsec"'
	prints '"basis":"assumed"'
	warns 'rules assumed: a distribution'
	try 3 map -n -F "$CAPTURE" --require=table
	try 0 map -n -F "$CAPTURE" --require=table -k 6.1 -o jsonl
	prints '"rules":{"name":"6.1","'
	try 0 map -n -F "$CAPTURE" -k auto,-dvsec -o jsonl
	prints '"rules":{"name":"6.1,-dvsec","'
}

@test "a capture with unknown rules needs --rules" {
	made extended-dvsec
	sed -i 's/^# rules .*/# rules 6.1,+later/' "$CAPTURE"
	try 3 map -n -F "$CAPTURE"
	warns "the rules that the capture was made under are not known: '+later' is not a switch"
	warns 'name others with --rules, see: vfio-cfgtool rules'
	try 0 map -n -F "$CAPTURE" -k 6.1
}

@test "the facts of a capture have the effects of a device's facts" {
	made qemu-e1000e
	[[ $(all read -F "$CAPTURE" INTERRUPT_PIN) = *'"value":"01"'* ]]
	sed -i '/^# open/a # irq 0' "$CAPTURE"
	[[ $(all read -F "$CAPTURE" INTERRUPT_PIN) = *'"value":"00"'* ]]
	sed -i '/^# open/a # driver vfio-pci\n# group 12' "$CAPTURE"
	try 0 map -n -F "$CAPTURE"
	prints 'driver vfio-pci, IOMMU group 12, source dump'
	try 0 list -n -F "$CAPTURE"
	prints 'vfio-pci     12'
}

@test "info prints the facts of a capture from VFIO, and no others" {
	made qemu-e1000e
	sed -i '/^# open/a # physfn 0000:01:00.7\n# vfs 3\n# region 0 7 20000\n# region 9 1 2000 type 80008086 1\n# parameter vfio_pci nointxmask Y\n# parameter vfio_pci ids ' "$CAPTURE"
	try 0 info -n -F "$CAPTURE" -o jsonl
	prints '"name":"bar0"'
	prints '"type":"80008086","subtype":"00000001"'
	prints '"name":"vfio_pci","state":null,"parameters":[{"name":"nointxmask","value":"Y"},{"name":"ids","value":null}]'
	prints '"physfn":"0000:01:00.7","vfs":3'
	prints '"irqs":null'
	prints '"members":null'
	try 0 info -n -F "$CAPTURE"
	prints 'VF of: 0000:01:00.7'
	prints 'igd-opregion'
	prints 'nointxmask=Y'
	try 3 info -n -F "$DUMPS/qemu/qemu-e1000e.txt"
	warns 'a dump does not say what VFIO says of a device'
}

@test "read gives the user view of a capture, and calls it no prediction" {
	made empty-chain
	{
		echo '# user-size 100'
		for ((i = 0; i < 256; i += 16)); do
			printf '# user %02x: 4%x ?? 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f\n' $i $((i / 16))
		done
	} >"$BATS_TEST_TMPDIR/user"
	sed -i "/^# open/r $BATS_TEST_TMPDIR/user" "$CAPTURE"
	try 0 read -n -F "$CAPTURE" 10.b 22.w -o jsonl
	prints '"view":"user","value":"41","predicted":false'
	prints '"view":"user","value":"4342","predicted":false'
	try 3 read -n -F "$CAPTURE" 10.w
	warns 'its bytes are not there'
	try 0 read -n -F "$CAPTURE" --view=hardware 10.w
}

@test "one view alone is plain text that lspci reads" {
	made qemu-e1000e --view=hardware
	no grep -q '^#' "$CAPTURE"
	diff <(grep '^[0-9a-f]*: ' "$DUMPS/qemu/qemu-e1000e.txt") <(grep '^[0-9a-f]*: ' "$CAPTURE")
	made qemu-e1000e --view=user
	diff <("$PROGRAM" read -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" 0-fff | sed 's/.*: //') \
		<(sed -n 's/^[0-9a-f]*: //p' "$CAPTURE" | tr ' ' '\n')
}

@test "unknown bytes of the user view are question marks, with a warning" {
	try 0 capture -n -F "$DUMPS/made/vf.txt" --view=user
	prints '10: ?? ?? ?? ??'
	warns 'bytes are unknown and printed as ??, which lspci does not read'
}

@test "a device that vfio-pci cannot open has a capture without a user view" {
	try 3 capture -n -F "$DUMPS/made/msi-odd.txt" --view=user
	[ ! "$output" ]
	warns 'vfio-pci cannot open such a device'
	try 0 capture -n -F "$DUMPS/made/msi-odd.txt"
	prints '# end'
}

@test "redaction keeps the length, and the capture lists what was redacted" {
	made qemu-e1000e
	cp "$CAPTURE" "$BATS_TEST_TMPDIR/whole"
	made qemu-e1000e --redact
	grep -q '^# redacted serial number, VPD data, BARs, addresses of MSI and VFs: bytes 5a$' "$CAPTURE"
	[ "$(grep -v '^# redacted' "$CAPTURE" | wc -c)" = "$(wc -c <"$BATS_TEST_TMPDIR/whole")" ]
	[ "$("$PROGRAM" read -n -q -F "$CAPTURE" ECAP_DSN+4.l ECAP_DSN+8.l)" = $'5a5a5a5a\n5a5a5a5a' ]
	made qemu-e1000e --redact --view=hardware
	grep -q '5a 5a 5a 5a 5a 5a 5a 5a' "$CAPTURE"
}

@test "a damaged capture is an error with file and line" {
	made qemu-e1000e
	sed -i '/^# size/s/1000/10000/' "$CAPTURE"
	try 3 map -F "$CAPTURE"
	says "vfio-cfgtool: $CAPTURE: line 9: not a number in range: '# size 10000'
  make it again with: vfio-cfgtool capture DEVICE > FILE"
	made qemu-e1000e
	sed -i '/^# end/,$d' "$CAPTURE"
	try 3 map -F "$CAPTURE"
	says "vfio-cfgtool: $CAPTURE: line $(wc -l <"$CAPTURE"): the capture is cut off here: its last line, # end, is missing
  make it again with: vfio-cfgtool capture DEVICE > FILE"
	made qemu-e1000e
	sed -i '/^80: /d' "$CAPTURE"
	try 3 map -F "$CAPTURE"
	warns 'the capture lacks bytes that were read'
}

@test "each device of a capture is complete, so captures can be concatenated" {
	made qemu-nvme
	[ "$(grep -c '^# end' "$CAPTURE")" = 2 ]
	"$PROGRAM" capture -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" >>"$CAPTURE"
	[ "$(all map -F "$CAPTURE" | wc -l)" = 3 ]
	[ "$(all map -F "$CAPTURE" 06:00.0 06:00.0 | wc -l)" = 2 ]
}

@test "strings of a capture are data" {
	made empty-chain
	printf -v bell '\a'
	sed -i "/^# open/a # driver vfio${bell}pci" "$CAPTURE"
	try 0 map -n -F "$CAPTURE"
	prints 'driver vfio\x07pci'
	try 0 capture -n -F "$CAPTURE"
	prints '# driver vfio\x07pci'
}

@test "capture is text: other formats are usage errors" {
	try 0 capture -q -F "$DUMPS/made/overlap.txt" -o text
	try 2 capture -F "$DUMPS/made/overlap.txt" -o json
	try 2 capture -F "$DUMPS/made/overlap.txt" -J
	try 2 map -F "$DUMPS/made/overlap.txt" --redact
}

@test "a capture of a capture with control bytes is read, and is the same" {
	printf -v control '%063d' 0
	control=${control//0/$'\x1b'}
	cd "$BATS_TEST_TMPDIR"
	"$PROGRAM" -n -F "$DUMPS/qemu/qemu-xhci.txt" capture >plain 2>/dev/null
	{
		sed -n 1,3p plain
		printf '# note %s\n' "${control:0:60} \\x9b \\x5c"$'\xc2\x9b'
		printf '# driver %s\n' "$control"
		printf '# parameter vfio_pci %s %s\n' "${control:0:20}" "${control:0:20}"
		sed 1,3d plain
	} >first
	try 0 -n -F first capture
	cp "$BATS_TEST_TMPDIR/out" second
	no grep -q $'[\x01-\x09\x0b-\x1f\x7f]' second
	try 0 -n -F second capture
	diff second "$BATS_TEST_TMPDIR/out"
	try 0 -n -F second info -o jsonl
	[[ $output == *'"driver":"\u001b\u001b'* ]]
}

@test "a capture is made under the rules of --rules" {
	try 0 capture -n -k 6.1.176 -F "$DUMPS/qemu/qemu-e1000e.txt"
	prints '# rules 6.1.176'
	try 2 capture -n -k 3.10 -F "$DUMPS/qemu/qemu-e1000e.txt"
}
