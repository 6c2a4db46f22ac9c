#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# diff: two files or captures, two views of one device, or two sets of rules.

load helper

setup() {
	A=$BATS_TEST_TMPDIR/a B=$BATS_TEST_TMPDIR/b
	cp "$DUMPS/qemu/qemu-e1000e.txt" "$A"
	cp "$A" "$B"
}

# rows: prints the rows of a table with single blanks
rows() {
	sed '1,3d; s/  */ /g; s/ $//' "$BATS_TEST_TMPDIR/out"
}

@test "a capture does not differ from itself, for every dump, and nothing is printed" {
	local dump capture count=0
	for dump in $(each_dump); do
		"$PROGRAM" capture -n -q -F "$dump" >"$A" 2>/dev/null || continue
		take capture "$A"
		[[ $capture = *$'\n# end'* && $capture != *$'\n# end'*$'\n# end'* ]] || continue
		try 0 diff -n "$A" "$A"
		[ ! "$output" ]
		count=$((count + 1))
	done
	[ $count -gt $((100 / ${SAMPLE:-1})) ]
}

@test "a changed register is listed with its fields, exit 1" {
	sed -i 's/^00: 86 80 d3 10 03 01/00: 86 80 d3 10 07 05/' "$B"
	try 1 diff -n "$A" "$B"
	[ "$(rows)" = 'bytes 004-005 COMMAND 0103 0507 MASTER INTX_DISABLE' ]
	try 1 diff -n "$B" "$A" -o jsonl
	prints '"bytes":[{"start":4,"end":5,"name":"COMMAND","a":"0507","b":"0103","fields":["MASTER","INTX_DISABLE"]}]'
	prints '"map":[],"policy":[]'
	prints '"host":null,"kernel":null'
}

@test "a moved capability is a difference of bytes, map and policy" {
	try 1 diff -n "$A" "$DUMPS/qemu/qemu-megasas.txt" -o jsonl
	prints '"name":"CAP_MSI","a":"00","b":"05"'
	for part in bytes map policy; do
		no prints "\"$part\":[]" >/dev/null
	done
}

@test "--ignore leaves parts out of the output and of the exit status" {
	sed -i 's/^00: 86 80 d3 10 03 01/00: 86 80 d3 10 07 01/' "$B"
	try 0 diff -n "$A" "$B" --ignore=values
	try 1 diff -n "$A" "$B" --ignore=map,policy
	try 1 diff -n "$A" "$B" --ignore=map --ignore=policy -o jsonl
	prints '"map":null,"policy":null'
	try 0 diff -n "$A" "$B" --ignore=map --ignore=values,policy
	try 2 diff -n "$A" "$B" --ignore=bytes
	says 'vfio-cfgtool: --ignore: bytes: one of values, map, policy'
}

@test "registers that change by themselves are left out without --volatile" {
	sed -i 's/^00: \(.. .. .. .. .. ..\) 10 00/00: \1 10 80/' "$B"
	no cmp -s "$A" "$B"
	try 0 diff -n "$A" "$B"
	try 1 diff -n "$A" "$B" --volatile
	prints 'STATUS'
}

@test "the hardware view of a device is compared with its user view" {
	try 1 diff -n -F "$DUMPS/qemu/qemu-e1000e.txt"
	[ "$(rows)" = 'bytes 0cc-0cd PM_CTRL 0003 0000 STATE' ]
	prints 'hardware view'
	prints 'user view'
	try 1 diff -n "$DUMPS/qemu/qemu-e1000e.txt"
	[ "$(rows)" = 'bytes 0cc-0cd PM_CTRL 0003 0000 STATE' ]
	try 1 diff -n -F "$DUMPS/qemu/qemu-e1000e.txt" --no-irq
	prints 'INTERRUPT_PIN'
	try 1 diff -n "$DUMPS/made/hidden-first-alone.txt" -o jsonl
	prints '"a":{"file":'
	prints '"bytes":[{"start":256,'
	try 3 diff -n "$DUMPS/made/msi-odd.txt"
	[ ! "$output" ]
}

@test "two sets of rules are compared in bytes, map and policy" {
	try 1 diff -n --rules=6.1.176 --rules=6.12.107 "$DUMPS/made/extended-dvsec.txt"
	rows | grep -qx 'map 072-073 CAP_EXP+32 ff 10'
	rows | grep -qx 'policy 072-073 EXP_LNKSTA2 0000 ffff 0000 0000 0000 0000'
	rows | grep -q '^bytes 110-113 ECAP_DVSEC@0 14010023 16010023 NEXT'
	prints 'rules 6.1.176 (table)'
	prints 'rules 6.12.107 (table)'
	try 0 diff -n --rules=6.1.176 --rules=6.1.176 "$DUMPS/made/extended-dvsec.txt"
	try 1 diff -n --rules=6.1.176,+dvsec --rules=6.1.176 -F "$DUMPS/made/extended-dvsec.txt" 01:00.0
	rows | grep -qv EXP
}

@test "rules that let a device be opened differ from rules that do not" {
	try 1 diff -n --rules=5.10,-ecap-error-fails --rules=6.1 "$DUMPS/made/extended-vc-ffc.txt"
	rows | grep -qx 'map 000-fff - opens init-fails'
}

@test "a guest's own dump is compared with the user view, and a message says so" {
	"$PROGRAM" capture -n -q -F "$A" >"$B"
	"$PROGRAM" capture -n -q -F "$A" --view=user >"$A.guest"
	try 0 diff -n "$A.guest" "$B"
	[ ! "$output" ]
	warns 'nearer to what a user of 0000:01:00.0 reads (0 bytes differ) than to its hardware (1)'
	sed -i 's/^00: 86 80/00: 12 34/' "$A.guest"
	try 1 diff -n "$A.guest" "$B"
	[ "$(rows)" = 'bytes 000-001 VENDOR_ID 3412 8086' ]
	try 1 diff -n --view=hardware "$A.guest" "$B"
	rows | grep -qx 'bytes 0cc-0cd PM_CTRL 0000 0003 STATE'
	try 0 diff -n "$A" "$B"
	silent
	try 1 diff -n --view=user "$A" "$B"
	prints PM_CTRL
}

@test "a plain dump is judged under the rules of the capture on the other side" {
	"$PROGRAM" capture -n -q -F "$A" >"$B"
	sed -i 's/^# rules .*/# rules 6.1.176/' "$B"
	try 0 diff -n "$A" "$B" -o jsonl
	[ "$(grep -o '"name":"6.1.176"' <<<"$output" | wc -l)" = 3 ]
	try 0 diff -n -k 7.3.4 "$A" "$B" -o jsonl
	prints '"name":"7.3.4"'
	# two plain dumps have the newest rules
	try 0 diff -n "$A" "$DUMPS/qemu/qemu-e1000e.txt" -o jsonl
	prints '"name":"7.3.4"'
}

@test "a closed device is compared with an open one as if it had been opened" {
	"$PROGRAM" capture -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" >"$A"
	# it slept while it was closed, and was awake while it was open
	sed 's/^c0: \(.*\) 03 00 00 00$/c0: \1 00 00 00 00/' "$A" >"$B"
	no cmp -s "$A" "$B"
	try 1 diff -n "$A" "$B"
	prints PM_CTRL
	sed -i 's/^# open no/# open yes/' "$B"
	try 0 diff -n "$A" "$B"
	try 0 diff -n "$B" "$A"
	sed -i 's/^# open no/# open yes/' "$A"
	try 1 diff -n "$B" "$A"
}

@test "two captures differ where their kernels differ" {
	"$PROGRAM" capture -n -q -F "$DUMPS/made/extended-dvsec.txt" >"$A"
	sed 's/^# rules .*/# rules 6.1.176/' "$A" >"$B"
	try 1 diff -n "$A" "$B"
	rows | grep -q '^map .* 23 ff'
}

@test "@ADDRESS names a device of a file, and a file with several devices needs it" {
	try 0 diff -n "$A@01:00.0" "$B"
	try 3 diff -n "$A@02:00.0" "$B"
	warns 'no such device in'
	try 3 diff -n "$A" "$B@02:00.0" -o jsonl
	prints '"error":{"code":"not-found"'
	prints '"bytes":null'
	try 2 diff -n "$A" "$DUMPS/text/text-several.txt"
	says "vfio-cfgtool: $DUMPS/text/text-several.txt: 4 functions are in it
  name one: $DUMPS/text/text-several.txt@DEVICE; they are listed by: vfio-cfgtool list -F $DUMPS/text/text-several.txt"
	try 1 diff -n "$A" "$DUMPS/text/text-several.txt@01:00.0"
	# the addresses may differ, and -F may have both devices in one file
	try 1 diff -n -F "$DUMPS/text/text-several.txt" 01:00.0 0001:00:00.0
}

@test "the sizes may differ" {
	sed -i '/^[0-9a-f]\{3\}: /d' "$B"
	try 1 diff -n "$A" "$B"
	rows | grep -q '^bytes 100-fff - [0-9a-f]*\.\.\. none$'
	rows | grep -q '^map 100-fff - '
}

@test "calls without a meaning are usage errors" {
	try 2 diff
	try 2 diff "$A" "$B" "$A"
	try 2 diff --rules=6.1 --rules=6.2 "$A" "$B"
	try 2 diff --rules=6.1 --rules=6.6 --rules=6.12 "$A"
	try 2 diff --rules=kernel "$A"
	try 2 diff --rules=3.10 --rules=6.1 "$A"
	try 2 diff --rules=6.1 --rules=3.10 "$A"
	try 2 diff -F "$A" "$B"
	try 3 diff "$A" "$B.none"
	warns 'cannot be opened'
	try 3 diff "$A" "$DUMPS/text/text-short.txt"
	warns 'only 64 bytes'
}

@test "completion offers files and parts" {
	try 0 __complete diff ./
	[ "$output" = __files ]
	try 0 __complete diff --ignore=map,
	[ "$(cut -f 1 <<<"$output" | tr '\n' ' ')" = '--ignore=map,values --ignore=map,map --ignore=map,policy ' ]
}

@test "two machines are compared function by function, and a missing function is named" {
	cd "$BATS_TEST_TMPDIR"
	cp "$DUMPS/text/text-several.txt" A.log
	sed '/^02:00.0/,/^00: /s/^00: ../00: 99/' A.log >B.log
	sed '/^02:00.0/,/^$/d' A.log >C.log
	try 0 diff -n A.log A.log
	says 'vfio-cfgtool: 4 devices: 4 done, 0 failed'
	try 1 diff -n A.log B.log -o jsonl
	[ "$(jq -r 'select(.bytes != []) | .address' <<<"$output")" = 0000:02:00.0 ]
	[ "$(wc -l <<<"$output")" = 4 ]
	for words in "A.log C.log" "C.log A.log"; do
		# shellcheck disable=SC2086
		try 1 diff -n $words -o jsonl
		[ "$(jq -r 'select(.error) | .address + " " + .error.code' <<<"$output")" = "0000:02:00.0 not-found" ]
		warns 'vfio-cfgtool: 0000:02:00.0: no such device in C.log'
	done
	sed '/^02:00.0/,/^00: /s/^00: \(..\) ../00: \1 zz/' A.log >B.log
	try 3 diff -n A.log B.log
	warns "B.log: line 4: not a byte: 'zz"
	warns 'vfio-cfgtool: 4 devices: 3 done, 1 failed'
}

@test "--view says which of two plain dumps is the guest's" {
	local dump=$DUMPS/qemu/qemu-e1000e.txt
	"$PROGRAM" capture -n --view=user -F "$dump" | sed 's/^[^#]*01:00.0/00:03.0/' >"$B"
	try 1 diff -n "$dump" "$B"
	try 0 diff -n --view=hardware,user "$dump" "$B"
	try 0 diff -n --view=user,hardware "$B" "$dump"
	try 1 diff -n --view=user,hardware "$dump" "$B"
	sed -i 's/^00: 86 80/00: 86 81/' "$B"
	try 1 diff -n --view=hardware,user "$dump" "$B" -o jsonl
	[ "$(jq -r '.bytes[] | .name + " " + .a + " " + .b' <<<"$output")" = "VENDOR_ID 8086 8186" ]
	try 2 read -n --view=hardware,user -F "$dump" COMMAND
	warns "two views are those of the two sides of diff"
}

@test "--range keeps the differences that touch its bytes, and must name bytes of one side" {
	try 1 -n -q diff --range=CAP_PM,0-3f -F "$DUMPS/qemu/qemu-e1000e.txt"
	[ "$(grep -c ^bytes <<<"$output")" = 1 ]
	grep -q '^bytes  0cc-0cd  PM_CTRL ' <<<"$output"
	try 0 -n -q diff --range=0-3f --range=CAP_MSI -F "$DUMPS/qemu/qemu-e1000e.txt"
	[ -z "$output" ]
	try 3 -n diff --range=CAP_AGP -F "$DUMPS/qemu/qemu-e1000e.txt"
	warns "the device has no CAP_AGP"
	try 3 -n diff --range=CAP_AGP "$DUMPS/qemu/qemu-e1000e.txt" "$DUMPS/qemu/qemu-xhci.txt"
	warns "the device has no CAP_AGP"
	try 2 -n diff --range=CAP_PMM -F "$DUMPS/qemu/qemu-e1000e.txt"
	warns "--range: CAP_PMM: no such register; did you mean CAP_PM?"
}
