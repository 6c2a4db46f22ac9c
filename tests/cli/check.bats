#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# check, and the policy files that policy -o policy writes, on dumps.

load helper

nic=$DUMPS/qemu/qemu-e1000e.txt

# policy LINE...: writes these lines to the policy file $file
policy() {
	file=$BATS_TEST_TMPDIR/policy
	printf '%s\n' "$@" >"$file"
}

# golden DUMP ARGUMENT...: writes the output of policy -o policy for the dump to $file
golden() {
	local dump=$1
	shift
	file=$BATS_TEST_TMPDIR/golden
	"$PROGRAM" -n -q -F "$dump" policy -o policy "$@" >"$file"
}

# failed: prints the rules that failed in the last call
failed() {
	sed -n 's/^  FAILED *[^:]*:[0-9]*: //p' <<<"$output"
}

# change OLD NEW: changes one line of $file
change() {
	[ "$(grep -Fxc -- "$1" "$file")" = 1 ] || { echo "not one line: $1"; return 1; }
	awk -v old="$1" -v new="$2" '$0 == old { $0 = new } { print }' "$file" >"$file.new"
	mv "$file.new" "$file"
}

@test "every dump keeps its own policy file" {
	for dump in $(each_dump); do
		# two devices with one ID and two sizes: no policy fits both
		[[ $dump = */merge.txt ]] && continue
		for rules in auto 5.10 6.1.176; do
			"$PROGRAM" -n -q -F "$dump" -k $rules policy -o policy 2>/dev/null \
				>"$BATS_TEST_TMPDIR/file" || [[ $dump = */@(text-short|all-ff)* ]]
			[ -s "$BATS_TEST_TMPDIR/file" ] || [[ $dump = */@(text-short|all-ff|all-ff-extended).txt ]]
			[[ $dump = */@(text-short|all-ff)* ]] && continue
			try 0 -n -q -F "$dump" check - <"$BATS_TEST_TMPDIR/file"
			silent
			[[ $output != *FAILED* ]]
		done
	done
}

@test "every device keeps its own policy file with --layout" {
	for dump in "$DUMPS"/*/{qemu-*,overlap*,extended-*,hidden-*,intel-*,vf}.txt; do
		[[ $dump = */qemu-machine.txt ]] && continue
		golden "$dump" --layout
		grep -q -e '^map 000-0.. header$' -e '^error init-fails$' "$file"
		try 0 -n -q -F "$dump" check "$file"
	done
}

@test "the policy file of a device has no date, host or address" {
	golden "$nic"
	cp "$file" "$file.first"
	golden "$nic" 01:00.0
	cmp "$file" "$file.first"
	no grep -q -e 01:00 -e "$(hostname)" -e "$(date +%Y)" "$file"
}

@test "devices of one model with one policy share one entry in the file" {
	sed 's/^01:00.0/02:00.0/' "$nic" >"$BATS_TEST_TMPDIR/dump"
	cat "$nic" >>"$BATS_TEST_TMPDIR/dump"
	golden "$BATS_TEST_TMPDIR/dump"
	[ "$(grep -c '^format 1$' "$file")" = 1 ]
	try 0 -n -q -F "$BATS_TEST_TMPDIR/dump" check "$file"
	golden "$DUMPS/qemu/qemu-machine.txt"
	(($(grep -c '^format 1$' "$file") > 1))
	no grep -q '^$' <(head -n 1 "$file")
}

@test "a changed rule fails, and no other" {
	golden "$nic"
	change 'bits COMMAND.w read_virtual=0400 write=ffff write_virtual=0400' \
		'bits COMMAND.w read_virtual=0400 write=fffe write_virtual=0400'
	try 1 -n -F "$nic" check "$file"
	[ "$(failed)" = 'bits COMMAND.w read_virtual=0400 write=fffe write_virtual=0400' ]
	prints 'COMMAND (004.w): mask 0001 can be written by a user, who should not be able to'
	golden "$nic"
	change 'value REVISION.b = 00' 'value REVISION.b = 01'
	try 1 -n -F "$nic" check "$file"
	[ "$(failed)" = 'value REVISION.b = 01' ]
	prints 'REVISION (008.b) reads 00, not 01'
	golden "$nic"
	change 'map CAP_PM+0-7 CAP_PM' 'map CAP_PM+0-8 CAP_PM'
	try 1 -n -F "$nic" check "$file"
	[ "$(failed)" = 'map CAP_PM+0-8 CAP_PM' ]
	prints '0d0 belongs to CAP_MSI, and not to CAP_PM'
}

@test "a changed byte of the device fails the rules that name it" {
	golden "$nic"
	sed 's/^00: 86 80 d3 10 .. .. .. .. 00/00: 86 80 d3 10 07 01 10 00 03/' "$nic" >"$BATS_TEST_TMPDIR/dump"
	no cmp -s "$nic" "$BATS_TEST_TMPDIR/dump"
	try 1 -n -F "$BATS_TEST_TMPDIR/dump" check "$file"
	[ "$(failed)" = 'value REVISION.b = 00' ]
}

@test "a second device of the same model keeps the policy file" {
	golden "$nic" --layout
	# another address, BARs, MSI, serial number, and the registers that a driver sets
	sed -e 's/^01:00.0/07:00.0/' -e 's/^00: 86 80 d3 10 .. ../00: 86 80 d3 10 06 04/' \
		-e 's/^10: .*/10: 00 00 c0 fe 00 00 d0 fe 01 c0 00 00 00 00 e0 fe/' \
		-e 's/^140: \(.. .. .. ..\) .. .. .. ../140: \1 12 34 56 78/' "$nic" \
		>"$BATS_TEST_TMPDIR/dump"
	try 0 -n -F "$BATS_TEST_TMPDIR/dump" check "$file"
	prints 0000:07:00.0
}

@test "rules come from the command line, or from the file, or are the newest" {
	golden "$DUMPS/made/hidden-first-dvsec.txt" -k 6.1.176
	grep -qx 'rules 6.1.176' "$file"
	try 0 -n -F "$DUMPS/made/hidden-first-dvsec.txt" check "$file"
	prints 'rules 6.1.176 (table)'
	try 1 -n -F "$DUMPS/made/hidden-first-dvsec.txt" check "$file" -k 6.12.107
	prints 'rules 6.12.107 (table)'
	golden "$DUMPS/made/hidden-first-dvsec.txt"
	no grep -q '^rules' "$file"
	try 0 -n -F "$DUMPS/made/hidden-first-dvsec.txt" check "$file"
	try 1 -n -F "$DUMPS/made/hidden-first-dvsec.txt" check "$file" -k 6.1.176
}

@test "each file is judged under the rules that it names" {
	policy 'format 1' 'rules 6.1.176' 'if rules < 6.2' 'map 00-3f header' 'end' \
		'format 1' 'if rules >= 7.0' 'map 00-3f header' 'end' \
		'format 1' 'rules 5.10' 'if rules < 5.11' 'map 00-3f header' 'end'
	try 0 -n -F "$nic" check "$file"
	prints '3 rules: 3 passed, 0 failed'
	try 0 -n -F "$DUMPS/qemu/qemu-machine.txt" --all check "$file" -q
	no grep -q 'not judged' <<<"$output"
}

@test "every mistake in every file has a message, and nothing is judged" {
	policy 'format 1' 'size 1000' 'bits COMMAND.w write=fff' 'map 40-3f raw' '' ' what'
	printf 'format 1\nend\n' >"$BATS_TEST_TMPDIR/other"
	try 2 -n -F "$nic" check "$file" "$BATS_TEST_TMPDIR/other" -e 'sizes 1'
	[ -z "$output" ]
	warns "vfio-cfgtool: $file:3:22: 3 digits instead of 4"
	warns "vfio-cfgtool: $file:4:5: 40-3f: the end is before the start"
	warns "vfio-cfgtool: $file:6:2: 'what' is not a rule: one of format rules"
	warns "vfio-cfgtool: $BATS_TEST_TMPDIR/other:2:1: end without an if before it"
	warns "vfio-cfgtool: -e:1:1: 'sizes' is not a rule"
	[ "$(wc -l <<<"$error")" = 5 ]
}

@test "a file of a newer format exits 2 and names the format" {
	policy 'format 3' 'words that come later'
	try 2 -F "$nic" check "$file"
	says "vfio-cfgtool: $file:1:1: format 3 needs a newer vfio-cfgtool: this is $(cat "$ROOT/VERSION"), and reads formats up to 2"
}

@test "no policy is a usage error, and a policy without rules exits 3" {
	try 2 -F "$nic" check
	warns 'vfio-cfgtool: no policy'
	policy 'format 1' 'device 8086:10d3' '# size 1000'
	try 3 -F "$nic" check "$file"
	warns "$file: it has no rule"
	try 3 -F "$nic" check /dev/null
	try 3 -F "$nic" check "$BATS_TEST_TMPDIR/none"
	warns "vfio-cfgtool: $BATS_TEST_TMPDIR/none: cannot be opened: No such file or directory"
	try 3 -F "$nic" check "$BATS_TEST_TMPDIR"
	head -c 4194305 /dev/zero >"$BATS_TEST_TMPDIR/large"
	try 3 -F "$nic" check "$BATS_TEST_TMPDIR/large"
	warns 'has more than 4194304 bytes'
}

@test "standard input counts as one file" {
	try 0 -n -F "$nic" check - <<<$'format 1\nsize 1000'
	prints '1 rule: 1 passed, 0 failed'
	try 2 -n -F "$nic" check - - <<<$'format 1\nsize 1000'
	says 'vfio-cfgtool: -: standard input can be read once'
	policy 'format 1' 'size 1000'
	try 0 -n -F - check "$file" <"$nic"
	try 2 -n -F - check - <"$nic"
}

@test "a word with the form of a device is a device, and a file with that name needs its directory" {
	cd "$BATS_TEST_TMPDIR"
	printf 'format 1\nsize 1000\n' >01:00.0
	try 0 -n -F "$nic" check 01:00.0 ./01:00.0
	try 2 -n -F "$nic" check 01:00.0
}

@test "all rules of -e form one policy" {
	try 0 -n -F "$nic" check -e 'deny raw 40-ff' -e 'allow raw 40-c7' --expect='allow raw de-ff'
	try 1 -n -F "$nic" check -e 'deny raw 40-ff' -e 'allow raw 40-c7'
	prints '-e:1: deny raw 40-ff'
	prints 'bytes 0de-0df, 0f4-0ff are raw'
	policy 'format 1' 'deny raw 40-ff'
	try 1 -n -F "$nic" check "$file" -e 'allow raw 00-ff' -e 'size 1000'
}

@test "a device without a policy is an error, or is left out" {
	policy 'format 1' 'device 1234:5678' 'size 1000'
	try 3 -n -F "$nic" check "$file"
	[ -z "$output" ]
	warns 'vfio-cfgtool: 0000:01:00.0: no policy is for this device, 8086:10d3 class 020000'
	try 0 -n -F "$nic" check "$file" --unmatched=ignore
	[ -z "$output" ]
	says 'vfio-cfgtool: no device was judged: no policy is for any of them'
	try 0 -n -q -F "$nic" check "$file" --unmatched=ignore
	silent
	try 2 -n -F "$nic" check "$file" --unmatched=what
	try 0 -n -F "$nic" check "$file" -e 'size 1000'
	prints '1 rule: 1 passed'
}

@test "a device that fails decides the exit status before one that cannot be judged" {
	policy 'format 1' 'device 8086:' 'size 1000'
	try 1 -n -F "$DUMPS/qemu/qemu-machine.txt" check "$file"
	try 3 -n -q -F "$DUMPS/text/text-short-and-whole.txt" check -e 'size 100'
	prints passed
	warns 'only 64 bytes of configuration space are there'
}

@test "the table lists failures, and all rules with -v" {
	policy 'format 1' 'size   1000   # all of it' 'map CAP_AF' 'optional map CAP_AF'
	try 1 -n -F "$nic" check "$file"
	no grep -q 'size' <<<"$output"
	prints "  FAILED      $file:3: map CAP_AF"
	prints '              the device has no CAP_AF'
	prints '  3 rules: 1 passed, 1 failed, 1 not judged'
	try 1 -n -v -F "$nic" check "$file"
	prints "  passed      $file:2: size 1000"
	prints "  not judged  $file:4: optional map CAP_AF"
}

@test "only judged devices have an empty line between them" {
	policy 'format 1' 'device 8086:' 'map 00-3f header'
	try 0 -n -q -F "$DUMPS/qemu/qemu-machine.txt" check "$file" --unmatched=ignore -s 00:1f
	[[ $output = 0000:* ]]
	try 0 -n -q -F "$DUMPS/qemu/qemu-machine.txt" check "$file" --unmatched=ignore
	[ "$(grep -c '^$' <<<"$output")" = $(($(grep -c ' rule: ' <<<"$output") - 1)) ]
}

@test "tap has a point for each rule, a block for each failure, and a point for a missing device" {
	policy 'format 1' 'size 1000' 'bits COMMAND.w write=fffe' 'optional map CAP_AF'
	try 1 -n -F "$nic" check -o tap "$file"
	[ "$output" = "TAP version 13
ok 1 - 0000:01:00.0 $file:2: size 1000
not ok 2 - 0000:01:00.0 $file:3: bits COMMAND.w write=fffe
  ---
  message: 'COMMAND (004.w): mask 0001 can be written by a user, who should not be able to'
  file: '$file'
  line: '3'
  rule: 'bits COMMAND.w write=fffe'
  expected: 'write=fffe'
  actual: 'write=ffff'
  ...
ok 3 - 0000:01:00.0 $file:4: optional map CAP_AF # SKIP not judged
1..3" ]
	try 3 -n -F "$nic" check -o tap -e 'device 1234:' -e 'size 1000'
	[[ $output = *$'\nnot ok 1 - 0000:01:00.0 cannot be judged\n'* ]]
	try 0 -n -F "$nic" check -o tap -e 'device 1234:' -e 'size 1000' --unmatched=ignore
	[[ $output = *'1..0' ]]
	mkdir "$BATS_TEST_TMPDIR/a#b"
	cp "$file" "$BATS_TEST_TMPDIR/a#b/c"
	try 1 -n -F "$nic" check -o tap "$BATS_TEST_TMPDIR/a#b/c"
	prints 'a\#b/c:2: size 1000'
}

@test "a device that cannot be opened breaks every rule except the one that expects this" {
	try 0 -n -F "$DUMPS/made/msi-odd.txt" check -e 'error init-fails' -e 'size 100'
	try 1 -n -F "$DUMPS/made/msi-odd.txt" check -e 'map 00-3f header'
	prints 'there is no map: vfio-pci cannot open such a device'
	try 1 -n -F "$nic" check -e 'error init-fails'
	prints 'vfio-pci can open the device'
}

@test "a policy file needs whole devices" {
	try 2 -F "$nic" policy -o policy COMMAND
	try 2 -F "$nic" policy -o policy --only=hidden
	try 2 -F "$nic" policy --layout
	says 'vfio-cfgtool: --layout: goes with -o policy only'
}

@test "completion offers files and the machine's devices" {
	try 0 __complete check ./
	[ "$output" = __files ]
	try 0 __complete -F "$nic" check ''
	[ "${output##*$'\n'}" = __files ]
}

@test "strings of files are printed without their control bytes" {
	printf 'format 1\n\x1b[31mred\n' >"$BATS_TEST_TMPDIR/file"
	try 2 -F "$nic" check "$BATS_TEST_TMPDIR/file"
	warns "file:2:1: '\\x1b[31mred' is not a rule"
	no grep -q $'\x1b' <<<"$error"
}

@test "need passes where a write still takes effect and a read is still possible" {
	policy 'format 2' 'need write COMMAND.w 0507 write_virtual=0400' 'need write EXP_DEVCTL f000' \
		'need read ECAP_AER+4.l' 'need read 40.l read_virtual=00000000'
	try 0 -n -F "$nic" check "$file"
	prints '4 rules: 4 passed, 0 failed'
}

@test "need fails where bits are dropped, hidden or moved" {
	policy 'format 2' 'need write VENDOR_ID 0001' 'need write COMMAND.w 0507 write_virtual=0000' \
		'need read ECAP_PASID+4.w' 'need read PM_PMC read_virtual=0000'
	try 1 -n -F "$nic" check "$file"
	prints 'VENDOR_ID (000.w): the kernel drops a write of bits 0001, and the rule needs it'
	prints 'COMMAND (004.w): bits 0400 are in the virtual copy, and the rule needs the device'
	prints 'the device has no ECAP_PASID'
	prints 'PM_PMC (0ca.w): bits f800 are in the virtual copy, and the rule needs the device'
	try 1 -n -F "$nic" check -k 5.10 "$file"
	no grep -q PM_PMC <<<"$output"
}

@test "need fails for the name of a hidden register, and passes for its offset" {
	local dump=$DUMPS/made/extended-hidden.txt id
	try 0 -n -F "$dump" policy --only=hidden
	id=$(grep -o 'ECAP_[A-Z0-9]*' <<<"$output" | head -n 1)
	[ "$id" ]
	policy 'format 2' "need read $id.l"
	try 1 -n -F "$dump" check "$file"
	prints "its capability is not in the user's chain"
}

@test "need takes format 2, read or write, and a mask of the register's width" {
	policy 'format 1' 'need write COMMAND.w 0507'
	try 2 -F "$nic" check "$file"
	warns "$file:2:1: need is a rule of format 2: say so first"
	policy 'format 2' 'need COMMAND' 'need write COMMAND' 'need write 0-3 ff' \
		'need read COMMAND write_virtual=0000'
	try 2 -F "$nic" check "$file"
	warns "$file:2:6: need is followed by read or write"
	warns "$file:3:19: "
	warns "$file:4:12: need names a REGISTER, and not a RANGE"
	warns "$file:5:19: only read_virtual=MASK can follow"
}

@test "--range judges only the rules that name its bytes, and fails without any" {
	local policy=$BATS_TEST_TMPDIR/policy
	printf '%s\n' 'format 1' 'bits COMMAND.w write=0000' 'visible CAP_PM' 'value VENDOR_ID = 8086' >"$policy"
	try 1 -n -F "$DUMPS/qemu/qemu-e1000e.txt" check "$policy"
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" check --range=0-3 "$policy"
	prints "1 rule: 1 passed, 0 failed"
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" check --range=CAP_PM --range=0-1 "$policy"
	prints "2 rules: 2 passed, 0 failed"
	try 3 -n -F "$DUMPS/qemu/qemu-e1000e.txt" check --range=gaps "$policy"
	warns "no rule of the policy names bytes of --range"
	try 3 -n -F "$DUMPS/qemu/qemu-e1000e.txt" check --range=CAP_AGP "$policy"
	warns "the device has no CAP_AGP"
}

@test "device of a policy file is pf or vf, not both" {
	printf 'format 2\ndevice 8086:10d3 pf vf\nsize 1000\n' >"$BATS_TEST_TMPDIR/policy"
	try 2 -n -F "$DUMPS/qemu/qemu-e1000e.txt" check "$BATS_TEST_TMPDIR/policy"
	says "vfio-cfgtool: $BATS_TEST_TMPDIR/policy:2:21: a device is pf or vf, not both"
}

@test "JSON of a policy file with several mistakes has all of them" {
	printf 'format 2\nsiz 1000\nmap nothing\nbits\n' >"$BATS_TEST_TMPDIR/policy"
	try 2 -n -F "$DUMPS/qemu/qemu-e1000e.txt" check "$BATS_TEST_TMPDIR/policy" -J
	jq -r '.error | select(.code == "usage").message' <<<"$output" |
		diff - <(grep -v '^  ' <<<"$error" | sed 's/^vfio-cfgtool: //')
	[ "$(wc -l <<<"$error")" -ge 3 ]
}
