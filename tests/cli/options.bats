#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The place and the meaning of options, and messages about wrong ones.

load helper

@test "options can come before and after the command and the device, with the same result" {
	try 0 -n -F "$DUMPS/text/text-several.txt" -k 6.1.176 map -o hex 01:00.0
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/first"
	silent
	for posix in no yes; do
		[ $posix = no ] || export POSIXLY_CORRECT=1
		for line in \
			"map 01:00.0 -n -F DUMP -k 6.1.176 -o hex" \
			"map -n 01:00.0 -o hex -F DUMP -k 6.1.176" \
			"-o hex -n map 01:00.0 -k 6.1.176 -F DUMP" \
			"map -nF DUMP -k6.1.176 -ohex 01:00.0" \
			"--numeric --dump=DUMP map --rules=6.1.176 --output=hex 0000:01:00.0" \
			"--dump DUMP map --rules 6.1.176 --output hex --numeric -- 01:00.0" \
			"map --output=json -o hex -k 7.3 -k 6.1.176 -n -F DUMP 01:00.0" \
			"-F DUMP -J map -n -k 6.1.176 -o hex 01:00.0"; do
			# shellcheck disable=SC2086
			try 0 ${line//DUMP/$DUMPS/text/text-several.txt}
			silent
			cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/out"
		done
	done
}

@test "-J means -o json" {
	for command in map list; do
		try 0 -n -F "$DUMPS/qemu/qemu-xhci.txt" $command -J
		cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/short"
		try 0 -n -F "$DUMPS/qemu/qemu-xhci.txt" $command --output=json
		cmp "$BATS_TEST_TMPDIR/short" "$BATS_TEST_TMPDIR/out"
	done
}

@test "the table is the default format" {
	try 0 -n -F "$DUMPS/qemu/qemu-xhci.txt" map
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/default"
	try 0 -n -F "$DUMPS/qemu/qemu-xhci.txt" map -o table
	cmp "$BATS_TEST_TMPDIR/default" "$BATS_TEST_TMPDIR/out"
}

@test "-F - reads standard input, from a file and from a pipe" {
	try 0 -n -F "$DUMPS/qemu/qemu-nvme.txt" map -o hex
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/named"
	try 0 -n -F - map -o hex <"$DUMPS/qemu/qemu-nvme.txt"
	cmp "$BATS_TEST_TMPDIR/named" "$BATS_TEST_TMPDIR/out"
	try 0 -n -F - map -o hex < <(cat "$DUMPS/qemu/qemu-nvme.txt")
	cmp "$BATS_TEST_TMPDIR/named" "$BATS_TEST_TMPDIR/out"
	# one byte at a time, so that reads end in the middle of a line
	while IFS= read -r -n 700 -d '' part || [ -n "$part" ]; do
		printf %s "$part"
	done <"$DUMPS/qemu/qemu-rtl8139.txt" | "$PROGRAM" -n -F - map -o hex |
		cmp - <("$PROGRAM" -n -F "$DUMPS/qemu/qemu-rtl8139.txt" map -o hex)
}

@test "a file named like a device is written with ./" {
	cd "$BATS_TEST_TMPDIR"
	cp "$DUMPS/qemu/qemu-xhci.txt" 01:00.0
	try 0 -n -F ./01:00.0 map
	try 0 -n -F 01:00.0 map
	prints "[1b36:000d]"
}

@test "a device is named with or without its domain, in either case" {
	for address in 01:00.0 0000:01:00.0 00000000:01:00.0; do
		try 0 -n -F "$DUMPS/made/null-capability.txt" map -o hex "$address"
		prints "0000:01:00.0 1b36:0005"
	done
	try 0 -n -F "$DUMPS/text/text-domains.txt" map -o hex FFFFFFFF:FF:1F.7 abcd:01:00.0
	prints "ffffffff:ff:1f.7 1b36:0005"
	prints "abcd:01:00.0 1b36:0005"
}

@test "a message names each wrong option or argument with a hint, exit 2 before anything is done" {
	dump=$DUMPS/made/null-capability.txt
	while IFS='|' read -r line text hint; do
		# shellcheck disable=SC2086
		try 2 ${line//DUMP/$dump}
		says "vfio-cfgtool: $text${hint:+$'\n'  $hint}"
		[[ -z $output || $line = *-J* ]]
	done <<-END
		nosuch|nosuch: no such command|see: vfio-cfgtool help
		help nosuch|nosuch: no such command|see: vfio-cfgtool help
		--nosuch|--nosuch: unknown option|see: vfio-cfgtool help
		map -Z|-Z: unknown option|see: vfio-cfgtool help
		map -F|-F: missing argument|see: vfio-cfgtool help
		map -F DUMP --vf=1|--vf=1: option does not take an argument|see: vfio-cfgtool help
		map|no DEVICE|name one, or use --all, -s, -d or -F FILE; see: vfio-cfgtool list
		verify|no DEVICE|name one, or use --all, -s or -d; see: vfio-cfgtool list
		bind|no DEVICE|name one, or use -s or -d; see: vfio-cfgtool list
		map -F DUMP 1:2|1:2: not a device|a device is [DOMAIN:]BUS:DEVICE.FUNCTION, such as 0000:01:00.0
		map -F DUMP 01:00.8|01:00.8: not a device|a device is [DOMAIN:]BUS:DEVICE.FUNCTION, such as 0000:01:00.0
		map -F DUMP 01:20.0|01:20.0: not a device|a device is [DOMAIN:]BUS:DEVICE.FUNCTION, such as 0000:01:00.0
		list -F DUMP 123:01:00.0|123:01:00.0: not a device|a device is [DOMAIN:]BUS:DEVICE.FUNCTION, such as 0000:01:00.0
		map -F DUMP 01:00.0 -s 01:|a DEVICE does not go with -s, -d and --all
		map -F DUMP 01:00.0 --all|a DEVICE does not go with -s, -d and --all
		map -F DUMP -s xyz|--slot=xyz: Invalid slot number|see: vfio-cfgtool help
		map -F DUMP -d xyz|--id=xyz: At least two fields must be given|see: vfio-cfgtool help
		map -F DUMP -o foo|map: has no format 'foo'|see: vfio-cfgtool help map
		list -F DUMP -o hex|list: has no format 'hex'|see: vfio-cfgtool help list
		rules -o grid|rules: has no format 'grid'|see: vfio-cfgtool help rules
		list -F DUMP -k 6.1|list: has no option --rules|see: vfio-cfgtool help list
		rules -F DUMP|rules: has no option --dump|see: vfio-cfgtool help rules
		help -J|help: has no option --json|see: vfio-cfgtool help help
		map --vf 01:00.0|--vf goes with --dump only|see: vfio-cfgtool help
		map --vf-id=8086:10ca 01:00.0|--vf-id goes with --dump only|see: vfio-cfgtool help
		map --no-irq 01:00.0|--no-irq goes with --dump only|see: vfio-cfgtool help
		map --no-intx 01:00.0|--no-intx goes with --dump only|see: vfio-cfgtool help
		map -F DUMP --source=sysfs|--source does not go with --dump|see: vfio-cfgtool help
		map -F DUMP --vf-id=8086:1|--vf-id=8086:1: IDs are VENDOR:DEVICE, four hexadecimal digits each|see: vfio-cfgtool help
		map -F DUMP --vf-id=80861:1ca|--vf-id=80861:1ca: IDs are VENDOR:DEVICE, four hexadecimal digits each|see: vfio-cfgtool help
		map -F DUMP --require=foo|--require=foo: one of module table verified kernel|see: vfio-cfgtool help
		map -F DUMP --color=foo|--color=foo: one of auto always never|see: vfio-cfgtool help
		map -F DUMP --free=0|--free=0: at least 1|see: vfio-cfgtool help
		map -F DUMP --free=x|--free=x: not a hexadecimal number in range|see: vfio-cfgtool help
		map -F DUMP --free=1001|--free=1001: not a hexadecimal number in range|see: vfio-cfgtool help
		map -F DUMP -j 0|--jobs=0: at least 1|see: vfio-cfgtool help
		map -F DUMP -j -1|--jobs=-1: not a number in range|see: vfio-cfgtool help
		map -F DUMP -j 99999999999999999999|--jobs=99999999999999999999: not a number in range|see: vfio-cfgtool help
		map --wait=x 01:00.0|--wait=x: not a number in range|see: vfio-cfgtool help
		map --vf-token=x 01:00.0|--vf-token=x: a token is a UUID, such as 00112233-4455-6677-8899-aabbccddeeff|see: vfio-cfgtool help
		map --vf-token=00112233-4455-6677-8899-aabbccddeefg 01:00.0|--vf-token=00112233-4455-6677-8899-aabbccddeefg: a token is a UUID, such as 00112233-4455-6677-8899-aabbccddeeff|see: vfio-cfgtool help
		rules foo|foo: rules takes files after --rules=module:FILE only|see: vfio-cfgtool help rules
		help map list|list: help is on one command at a time
	END
}

@test "--source accepts only the sources that exist" {
	try 2 map --source=nosuch 01:00.0
	warns "--source=nosuch: one of auto"
}

@test "a call without a command prints usage on standard error, exit 2" {
	try 2
	[ -z "$output" ]
	warns "Usage: vfio-cfgtool [OPTION...] COMMAND"
	try 2 -n -F "$DUMPS/made/null-capability.txt"
	[ -z "$output" ]
	warns "Usage: vfio-cfgtool"
	try 2 ""
	says $'vfio-cfgtool: : no such command\n  see: vfio-cfgtool help'
}

@test "help, --help and --usage go to standard output and name every command and option" {
	try 0 help
	silent
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/help"
	for command in map verify list rules help; do
		grep -q "^  $command  " <<<"$output"
	done
	no grep -q __complete <<<"$output"
	for form in --help -h; do
		try 0 $form
		cmp "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/out"
	done
	for command in map verify list rules help; do
		try 0 help $command
		silent
		prints "Usage: vfio-cfgtool $command"
		prints "$command: "
		cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/help"
		for form in "$command --help" "--help $command" "-h $command" "$command -h"; do
			# shellcheck disable=SC2086
			try 0 $form
			cmp "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/out"
		done
		try 0 $command --usage
		silent
		prints "Usage: vfio-cfgtool"
		grep -Eq "(^| )$command( |$)" <<<"$output"
	done
}

@test "the help of a command lists its formats and own options, and names the page of common ones" {
	try 0 help map
	prints "Formats: table tsv grid hex "
	prints "  --free[=SIZE] "
	no grep -q '^ .*--rules=' <<<"$output"
	try 0 help list
	prints "Formats: table tsv json jsonl"
	prints "  --groups "
	try 0 map --usage
	prints "--rules=RULES"
	try 0 list --usage
	no grep -q -e --rules <<<"$output"
	try 0 help options
	prints "  -k, --rules=RULES "
	prints "  -q, --quiet "
	no grep -q -e --free <<<"$output"
}

@test "the help of a command is half a screen: a sentence, three examples, options, a description" {
	for command in $("$PROGRAM" __complete '' | cut -f 1); do
		try 0 $command --help
		[ "$(head -n 1 <<<"$output" | cut -c 1-20)" = "Usage: vfio-cfgtool " ]
		[ "$(grep -c '^  vfio-cfgtool ' <<<"$output")" = 3 ]
		grep -q "^does: " <<<"$output"
		[ "$(tail -n 1 <<<"$output")" = "common options: vfio-cfgtool help options" ]
		[ "$(wc -l <<<"$output")" -le 24 ] || { echo "$command: $(wc -l <<<"$output") lines"; return 1; }
	done
	try 0 help
	for group in Look Judge Change About; do
		grep -qx "$group:" <<<"$output"
	done
}

@test "each example of help that reads a dump works" {
	cd "$BATS_TEST_TMPDIR"
	sed '/^#/d' "$ROOT/tests/doc/devices.txt" >lspci.txt
	"$PROGRAM" -n -q -F lspci.txt capture 01:00.0 >capture.txt
	"$PROGRAM" -n -q -F lspci.txt policy -o policy 01:00.0 >nic.policy
	"$PROGRAM" -n -q -F lspci.txt capture --view=user 01:00.0 >before.txt
	cp before.txt after.txt
	for command in $("$PROGRAM" __complete '' | cut -f 1); do
		"$PROGRAM" help $command | sed -n 's/^  vfio-cfgtool \(.*[^ ]\)   *[^ ].*$/\1/p'
	done | grep -E -e '-F |^diff [a-z]' >examples
	[ "$(wc -l <examples)" -ge 12 ]
	while read -r line; do
		status=0
		eval "\"\$PROGRAM\" -n -q $line" >out 2>err || status=$?
		[[ $status = [01] && ! -s err ]] || { echo "$line: $status"; cat err; return 1; }
	done <examples
}

@test "a usage error is JSON with the code usage if -J is anywhere in the call" {
	for line in "-J map --nosuch" "map -F /x -s xyz -J" "nosuch -o json" "list -J --groups" "read -J" "map -nJ --nosuch"; do
		# shellcheck disable=SC2086
		try 2 $line
		[ "$(jq -r '.error.code' <<<"$output")" = usage ]
		[[ $error = "vfio-cfgtool: $(jq -r '.error.message' <<<"$output")"* ]]
	done
	try 2 -o jsonl nosuch
	[ "$output" = '{"format":1,"tool":"vfio-cfgtool '$(<"$ROOT/VERSION")'","command":"nosuch","host":null,"kernel":null,"error":{"code":"usage","message":"nosuch: no such command"}}' ]
	try 2 map --nosuch
	[ -z "$output" ]
	try 2 -J
	[ "$(jq -c '[.command, .error]' <<<"$output")" = '[null,{"code":"usage","message":"no command"}]' ]
}

@test "a call with -J that ends without a device has an error in JSON" {
	dump=$(dump_file qemu-e1000e)
	for line in "io map -F /none -J" "not-found map -F $dump -d 1234:5678 -J" "not-found list -nJ -F /dev/null" \
		    "io check -F $dump -J /none"; do
		# shellcheck disable=SC2086
		try 3 ${line#* }
		[ "$(jq -r '.error.code' <<<"$output")" = "${line%% *}" ]
		[[ $error = "vfio-cfgtool: $(jq -r '.error.message' <<<"$output")"* ]]
	done
	try 4 write -J -F "$dump" COMMAND=0
	[ "$(jq -r '.error.code' <<<"$output")" = refused ]
	try 3 map -F /none
	[ -z "$output" ]
}

@test "--version prints the versions of the tool and of its libraries" {
	try 0 --version
	silent
	[ "$(head -1 <<<"$output")" = "vfio-cfgtool $(cat "$ROOT/VERSION")" ]
	for library in libpci libkmod popt libsmartcols json-c; do
		grep -Eq "(^|, )$library [0-9]+(\.[0-9]+)*(,|$)" <<<"$output"
	done
	try 0 map --version
}

@test "-q removes notes and warnings from standard error, and keeps errors" {
	try 0 -n -F "$DUMPS/text/text-several.txt" map
	says "vfio-cfgtool: 4 devices: 4 done, 0 failed"
	try 0 -n -q -F "$DUMPS/text/text-several.txt" map
	silent
	try 3 -n -q -F "$DUMPS/text/text-short.txt" map
	warns "vfio-cfgtool: 0000:01:00.0: "
}

@test "--free takes a size only with =, and never the next word" {
	dump=$DUMPS/made/fixed-lengths.txt
	try 0 -n -F "$dump" map --free
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/free"
	for line in "--free map" "map --free 01:00.0" "map 01:00.0 --free" "map --free=4" "--free=4 map"; do
		# shellcheck disable=SC2086
		try 0 -n -F "$dump" $line
		cmp "$BATS_TEST_TMPDIR/free" "$BATS_TEST_TMPDIR/out"
	done
}
