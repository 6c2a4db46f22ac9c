#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The fingerprint of a device: what changes it, and what does not.

load helper

NIC=$DUMPS/qemu/qemu-e1000e.txt

# print FILE [ARGUMENT...]: prints the fingerprint of the first device
print() {
	local file=$1
	shift
	"$PROGRAM" map -n -q -F "$file" -o jsonl "$@" | head -n 1 | sed 's/.*"fingerprint":"\{0,1\}\([^"}]*\).*/\1/'
}

@test "a fingerprint is the SHA-256 that the manual defines, for every dump" {
	local command
	for command in map policy; do	# some devices have no map
		try 3 $command -n -q -F "$DUMPS/qemu" -F "$DUMPS/made" -o jsonl
		mv "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/$command"
	done
	[ "$("$PYTHON" "$WITNESS/fingerprint.py" "$BATS_TEST_TMPDIR/map" "$BATS_TEST_TMPDIR/policy")" -gt 80 ]
}

@test "a fingerprint of format 1 stays what it is" {
	[ "$(print "$NIC" -k 6.1.176)" = 1-39dcc1db619a259b ]
}

@test "values, addresses, serial numbers, the kernel's name and the kind of file change no fingerprint" {
	local same other=$BATS_TEST_TMPDIR/other
	same=$(print "$NIC")
	# COMMAND and STATUS, the cache line, BARs, the interrupt line, MSI's address, the serial number
	sed -e 's/^\(00: .. .. .. ..\) 03 01 10 00 \(.*\)/\1 06 04 10 02 \2/' \
		-e 's/^10: 00 00 84 fe/10: 00 00 12 fb/' -e 's/^140: .*/140: 03 00 00 00 11 22 33 44 55 66 77 88 00 00 00 00/' \
		"$NIC" >"$other"
	no cmp -s "$NIC" "$other"
	[ "$(print "$other")" = "$same" ]
	sed 's/^01:00.0/4f:1f.7/' "$NIC" >"$other"
	[ "$(print "$other")" = "$same" ]
	for release in 6.1.176 6.1.0-57-amd64 6.12.117; do
		[ "$(print "$NIC" -k $release)" = "$same" ]
	done
	"$PROGRAM" capture -n -q -F "$NIC" >"$other"
	[ "$(print "$other")" = "$same" ]
	grep -qx "# fingerprint $same" "$other"
	"$PROGRAM" capture -n -q --redact -F "$NIC" >"$other"
	[ "$(print "$other")" = "$same" ]
	sed -i -e 's/^# tool .*/# tool vfio-cfgtool 99.9/' -e 's/^# fingerprint .*/# fingerprint 1-0000000000000000/' "$other"
	[ "$(print "$other")" = "$same" ]
}

@test "another map, another mask and another effect change the fingerprint" {
	local same
	same=$(print "$NIC")
	[ "$(print "$NIC" -k 5.10)" != "$same" ]
	[ "$(print "$NIC" -k 6.1.176,-pme-virtual)" != "$same" ]
}

@test "unseen bytes, a device that cannot be opened, a user view and a guest view have no fingerprint" {
	[ "$(print "$DUMPS/made/msi-odd.txt")" = null ]
	[ "$(print "$NIC" --vmm=qemu)" = null ]
	{ echo '01:00.0 0200: 8086:10d3'; grep -E '^[0-9a-f]0: ' "$NIC"; } >"$BATS_TEST_TMPDIR/part"
	[ "$(print "$BATS_TEST_TMPDIR/part")" = null ]
	[[ $(print "$BATS_TEST_TMPDIR/part" --size=100) = 1-* ]]
	"$PROGRAM" capture -n -q -F "$NIC" | sed 's/^# view .*/# view user/' >"$BATS_TEST_TMPDIR/user"
	[ "$(print "$BATS_TEST_TMPDIR/user")" = null ]
	"$PROGRAM" capture -n -q -F "$NIC" | sed 's/^# read .*/# read 000-eff/' >"$BATS_TEST_TMPDIR/unread"
	[ "$(print "$BATS_TEST_TMPDIR/unread")" = null ]
}

@test "each device of a dump has its own fingerprint, equal to others or not" {
	local name
	for name in "$NIC" "$NIC" "$DUMPS/made/overlap.txt" "$NIC"; do
		"$PROGRAM" capture -n -q -F "$name" >>"$BATS_TEST_TMPDIR/all" 2>/dev/null
	done
	[ "$("$PROGRAM" map -n -q -F "$BATS_TEST_TMPDIR/all" -o jsonl | grep -o '"fingerprint":.*' | uniq | wc -l)" = 3 ]
}
