#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The maps of all dumps, and each format.

load helper

setup_file() {
	"$PYTHON" "$DUMPS/make" --expected "$BATS_FILE_TMPDIR/expected"
}

# compare_all RELEASE: compares the maps of all dumps with the expected ones. The reason after
# init-fails, no-answer and short is a message and not compared.
compare_all() {
	local dump maps=$BATS_TEST_TMPDIR/maps

	mkdir "$maps"
	for dump in "$DUMPS"/*/*.txt; do
		"$PROGRAM" -n -q -F "$dump" -k "$1" map -o hex \
			>"$maps/$(basename "$dump" .txt).hex" 2>/dev/null || true
	done
	sed -i -E 's/^# (init-fails|short|no-answer): .*/# \1/' "$maps"/*
	diff -ru "$BATS_FILE_TMPDIR/expected/$1" "$maps"
}

@test "every dump has the map of Linux 6.1.176 that the second implementation makes" {
	compare_all 6.1.176
}

@test "every dump has the map of Linux 6.12.107 that the second implementation makes" {
	compare_all 6.12.107
}

@test "every dump has the map of Linux 7.3.4 that the second implementation makes" {
	compare_all 7.3.4
}

@test "the generator makes the dumps of the tree again" {
	"$PYTHON" "$DUMPS/make" "$BATS_TEST_TMPDIR"
	for room in made text; do
		diff -r "$DUMPS/$room" "$BATS_TEST_TMPDIR/$room"
	done
}

@test "every dump has the expected ranges, hidden capabilities, totals and warnings" {
	"$PYTHON" "$WITNESS/facts.py" "$PROGRAM"
}

@test "hex is a slot line, lines of sixteen bytes and an empty line" {
	try 0 -n -F "$DUMPS/made/null-capability.txt" map -o hex
	silent
	[ "$(head -1 <<<"$output")" = "0000:01:00.0 1b36:0005" ]
	[ "$(sed -n 6p <<<"$output")" = "40: 01 01 01 01 01 01 01 01 ff ff ff ff ff ff ff ff" ]
	[ "$(wc -l <"$BATS_TEST_TMPDIR/out")" = 18 ]
	[ -z "$(tail -1 "$BATS_TEST_TMPDIR/out")" ]
	try 0 -n -F "$DUMPS/made/extended-fixed-lengths.txt" map -o hex
	prints $'\nf0: '
	prints $'\n100: 01 01'
	prints $'\nff0: ff ff'
	[ "$(wc -l <"$BATS_TEST_TMPDIR/out")" = 258 ]
}

@test "lspci -F reads the hex format and shows the same bytes" {
	need lspci
	for dump in qemu-e1000e qemu-nvme qemu-machine text-several; do
		"$PROGRAM" -n -q -F "$DUMPS"/*/"$dump.txt" map -o hex >"$BATS_TEST_TMPDIR/hex"
		lspci -n -F "$BATS_TEST_TMPDIR/hex" -xxxx >"$BATS_TEST_TMPDIR/lspci"
		diff <(grep -E '^[0-9a-f]+: ' "$BATS_TEST_TMPDIR/hex") \
			<(grep -E '^[0-9a-f]+: ' "$BATS_TEST_TMPDIR/lspci")
		diff <(grep -Eo '^[0-9a-f]{4}:..:..\..' "$BATS_TEST_TMPDIR/hex") \
			<(lspci -D -n -F "$BATS_TEST_TMPDIR/hex" | cut -d' ' -f1)
	done
}

@test "hex says why there is no map, in a line that lspci ignores" {
	try 0 -n -F "$DUMPS/made/msi-odd.txt" map -o hex
	prints $'0000:01:00.0 1b36:0005\n# init-fails: '
	[ "$(wc -l <"$BATS_TEST_TMPDIR/out")" = 3 ]
	try 3 -n -F "$DUMPS/text/text-short.txt" map -o hex
	prints $'0000:01:00.0 1b36:0005\n# short: '
}

@test "the table shows the device, its ranges, hidden capabilities with reasons, and totals" {
	try 0 -n -F "$DUMPS/made/null-capability.txt" -k 6.1.176 map
	silent
	[ "$(head -1 <<<"$output")" = "0000:01:00.0 [1b36:0005] rev 01" ]
	prints "source dump, hardware view, 256 bytes, rules 6.1.176 (table)"
	grep -Eq '^000-03f +64 +header ' <<<"$output"
	grep -Eq '^040-047 +8 +capability +01 +CAP_PM ' <<<"$output"
	grep -Eq '^048-05f +24 +raw ' <<<"$output"
	grep -Eq '^060-06b +12 +capability +11 +CAP_MSIX ' <<<"$output"
	grep -Eq '^050 +00 .* null-capability$' <<<"$output"
	prints "64 header, 20 capability, 172 raw: 256 bytes"
}

@test "the table shows a placeholder, what it hides, and a capability's 16 bit ID" {
	try 0 -n -F "$DUMPS/made/hidden-first-010b.txt" -k 6.1.176 map
	grep -Eq '^100-103 +4 +placeholder +010b +ECAP010b ' <<<"$output"
	grep -Eq '^140-16b +44 +extended +0001 +ECAP_AER ' <<<"$output"
	grep -Eq '^100 +010b .* unknown$' <<<"$output"
}

@test "the table says init-fails and why, exit 0, because that is a prediction" {
	try 0 -n -F "$DUMPS/made/msi-odd.txt" map
	prints "no map: init-fails: "
	prints "41"
	try 0 -n -F "$DUMPS/made/extended-vc-ffc.txt" map
	prints "no map: init-fails: "
	prints "1000"
}

@test "the table shows warnings with their offsets" {
	try 0 -n -F "$DUMPS/made/past-end.txt" map
	prints "warning: 0f8: length-past-end: "
	try 0 -n -F "$DUMPS/made/vf.txt" map
	prints "warning: vf-assumed: "
}

@test "table and grid mark inferred entries" {
	try 0 -n -F "$DUMPS/made/intel-vga.txt" map
	grep -Eq '^0fc-0ff +4 +virtual \(inferred\)' <<<"$output"
}

@test "the grid shows every byte, folds equal rows, names capabilities, and has a legend" {
	try 0 -n -F "$DUMPS/made/hidden-first-001b.txt" -k 6.1.176 map -o grid
	silent
	prints "header"
	prints "placeholder"
	grep -Eq '^ 040:  10 10 10 10 10 10 10 10  10 10 10 10 10 10 10 10  +CAP_EXP' <<<"$output"
	grep -Eq '^ 070:  10 10 \.\. ' <<<"$output"
	grep -Eq '^ 100:  1b 1b 1b 1b -- .* ECAP_PASID \(hidden\)' <<<"$output"
	grep -Eq '^ 160:  01 01 01 01 01 01 01 01  01 01 01 01 \.\.' <<<"$output"
	grep -Eq '^ +\* +[0-9]+ rows? more$' <<<"$output"
	# the shown and the folded rows are the whole space
	shown=$(grep -Ec '^ [0-9a-f]{3}: ' <<<"$output")
	folded=$(awk '$1 == "*" { n += $2 } END { print n }' <<<"$output")
	[ $((shown + folded)) = 256 ]
	no grep ' $' <<<"$output"
}

@test "devices have an empty line between them, and none before the first" {
	for format in table grid; do
		try 3 -n -F "$DUMPS/text/text-short-and-whole.txt" map -o $format
		[ "$(head -1 <<<"$output")" = "0000:02:00.0 [1b36:0005] rev 01" ]
		try 0 -n -F "$DUMPS/text/text-several.txt" map -o $format
		[ "$(grep -B1 '^0.*:.*:.*\.. \[' <<<"$output" | grep -c '^$')" = 3 ]
	done
}

@test "only --color=always has colour in a pipe, and the text stays the same" {
	for format in table grid; do
		try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" map -o "$format" --color=always
		[[ $output = *$'\e['* ]]
		# shellcheck disable=SC2001
		sed $'s/\e\\[[0-9;]*m//g' <<<"$output" >"$BATS_TEST_TMPDIR/plain"
		for when in never auto; do
			try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" map -o "$format" --color=$when
			[[ $output != *$'\e'* ]]
			diff -b "$BATS_TEST_TMPDIR/plain" - <<<"$output"
		done
	done
	for format in hex json jsonl; do
		try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" map -o "$format" --color=always
		[[ $output != *$'\e'* ]]
	done
}

@test "on a terminal there is colour, unless NO_COLOR is set" {
	need script
	command="'$PROGRAM' -n -F '$DUMPS/qemu/qemu-e1000e.txt' map"
	SHELL=/bin/sh TERM=xterm script -qec "$command" /dev/null </dev/null | grep -q $'\e\['
	NO_COLOR=1 SHELL=/bin/sh TERM=xterm script -qec "$command" /dev/null </dev/null | no grep -q $'\e\['
	NO_COLOR='' SHELL=/bin/sh TERM=xterm script -qec "$command" /dev/null </dev/null | grep -q $'\e\['
}

@test "--free lists aligned raw runs of zeros of a minimum size" {
	try 0 -n -F "$DUMPS/made/fixed-lengths.txt" map --free
	grep -Eq '^048-04f +8$' <<<"$output"
	grep -Eq '^05c-05f +4$' <<<"$output"
	grep -Eq '^088-0ff +120$' <<<"$output"
	# 86-87 are raw and 0, but no whole aligned dword
	[ "$(grep -Ec '^[0-9a-f]{3}-[0-9a-f]{3} ' <<<"$output")" = 5 ]
	try 0 -n -F "$DUMPS/made/fixed-lengths.txt" map --free=8
	[ "$(grep -Ec '^[0-9a-f]{3}-[0-9a-f]{3} ' <<<"$output")" = 3 ]
	try 0 -n -F "$DUMPS/made/fixed-lengths.txt" map --free=78
	grep -Eq '^088-0ff +120$' <<<"$output"
	try 0 -n -F "$DUMPS/made/fixed-lengths.txt" map --free=79
	prints "no free run of that size"
}

@test "--free lists no bytes that are not 0 or were not read" {
	try 0 -n -F "$DUMPS/made/holes.txt" map --free -o jsonl
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		free = json.load(open(sys.argv[1]))["free"]
		assert [(run["start"], run["end"]) for run in free] == [
		    (0x48, 0x4f), (0x5c, 0x5f), (0x68, 0x1ff), (0x210, 0xfff)], free
	END
}

@test "several devices are sorted by address; named ones keep the order in which they are named" {
	try 0 -n -F "$DUMPS/text/text-several.txt" map -o hex
	[ "$(grep -o '^0.*:.*:.*\.. ' <<<"$output" | tr -d '\n')" = \
		"0000:01:00.0 0000:01:00.1 0000:02:00.0 0001:00:00.0 " ]
	try 0 -n -F "$DUMPS/text/text-several.txt" map -o hex 0001:00:00.0 01:00.1 02:00.0 01:00.1
	[ "$(grep -o '^0.*:.*:.*\.. ' <<<"$output" | tr -d '\n')" = \
		"0001:00:00.0 0000:01:00.1 0000:02:00.0 0000:01:00.1 " ]
	warns "4 devices: 4 done, 0 failed"
	try 0 -n -F "$DUMPS/text/text-several.txt" -j 4 map -o hex
	[ "$(grep -o '^0.*:.*:.*\.. ' <<<"$output" | tr -d '\n')" = \
		"0000:01:00.0 0000:01:00.1 0000:02:00.0 0001:00:00.0 " ]
}

@test "duplicates in a dump stay in their order, each with a warning" {
	try 0 -n -F "$DUMPS/text/text-duplicates.txt" map
	[ "$(grep -c '^0000:01:00.0 ' <<<"$output")" = 2 ]
	[ "$(grep -c 'warning: duplicate-address: ' <<<"$output")" = 2 ]
	[ "$(grep 'CAP_MSIX' <<<"$output" | cut -d- -f1 | tr '\n' ' ')" = "060 090 050 " ]
	for format in hex table json; do
		try 0 -n -F "$DUMPS/text/text-duplicates.txt" map -o $format
		warns "vfio-cfgtool: $DUMPS/text/text-duplicates.txt: it has 0000:01:00.0 more than once: each is kept"
	done
	try 0 -n -F "$DUMPS/text/text-duplicates.txt" map 01:00.0
	[ "$(grep 'CAP_MSIX' <<<"$output" | cut -d- -f1 | tr '\n' ' ')" = "090 050 " ]
}

@test "-s and -d select as lspci does" {
	need lspci
	dump=$DUMPS/qemu/qemu-machine.txt
	for filter in "-s 00:" "-s 1f.0" "-s .0" "-s 0:9:*.*" "-s 04.0" "-d 8086:" "-d :2668" \
		"-d ::0604" "-d 8086::0200" "-d ::0c03" "-d ::06xx" "-d ::0601:00" "-d ::060x" "-s 00:08.0 -d 8086:"; do
		# shellcheck disable=SC2086
		ours=$("$PROGRAM" -n -q -F "$dump" $filter map -o hex | grep -o '^0000:..:..\..' || true)
		# shellcheck disable=SC2086
		theirs=$(lspci -D -n -F "$dump" $filter | cut -d' ' -f1)
		[ "$ours" = "$theirs" ] || { echo "$filter: $ours, not $theirs"; return 1; }
		[ -n "$ours" ]
	done
}

@test "an ID that lspci refuses is refused for the same reason" {
	local id
	for id in 8086 g:1 1:g ::g ::10000 ::0200:100 ::0200:x ::1:2:3; do
		try 2 map -F "$DUMPS/qemu/qemu-e1000e.txt" -d "$id"
		run lspci -F "$DUMPS/qemu/qemu-e1000e.txt" -d "$id"
		prints "${output##*: }" || { echo "$id: $output"; return 1; }
	done
}

@test "--all selects the whole dump" {
	try 0 -n -q -F "$DUMPS/text/text-several.txt" map --all -o hex
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/all"
	try 0 -n -q -F "$DUMPS/text/text-several.txt" map -o hex
	cmp "$BATS_TEST_TMPDIR/all" "$BATS_TEST_TMPDIR/out"
}

@test "a VF has the IDs of its slot line or of --vf-id" {
	try 0 -n -F "$DUMPS/made/vf.txt" map -o hex
	prints "0000:01:00.0 ffff:ffff"
	try 0 -n -F "$DUMPS/made/vf-with-ids.txt" map -o hex
	prints "0000:01:00.0 1b36:0010"
	try 0 -n -F "$DUMPS/made/vf.txt" --vf-id=8086:10CA map -o hex
	prints "0000:01:00.0 8086:10ca"
	try 0 -n -F "$DUMPS/made/vf.txt" --vf-id=8086:10ca map
	prints "[8086:10ca] rev 01 VF"
	# a function with IDs in its own bytes keeps them
	try 0 -n -F "$DUMPS/made/null-capability.txt" --vf-id=8086:10ca map -o hex
	prints "0000:01:00.0 1b36:0005"
	try 0 -n -F "$DUMPS/made/null-capability.txt" --vf --vf-id=8086:10ca map
	prints "[8086:10ca] rev 01 VF"
	[[ $output != *vf-assumed* ]]
	try 0 -n -F "$DUMPS/made/null-capability.txt" --no-irq --no-intx map
}

@test "names from pci.ids are shown without -n" {
	[ -e /usr/share/misc/pci.ids ] || skip "pci.ids is not installed"
	try 0 -F "$DUMPS/qemu/qemu-e1000e.txt" map
	prints "82574L Gigabit Network Connection [8086:10d3]"
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" map
	[[ $output != *Gigabit* ]]
}
