#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Messages and exit status for dumps, devices and outputs that cannot be used.

load helper

@test "a message names a file that cannot be read, and the reason, exit 3" {
	cd "$BATS_TEST_TMPDIR"
	mkdir directory
	for command in map list; do
		try 3 -F nosuch.txt $command
		says "vfio-cfgtool: nosuch.txt: cannot be opened: No such file or directory"
		try 3 -F directory $command
		says $'vfio-cfgtool: directory: no device in it\n  make one with: lspci -xxxx > FILE'
		try 3 -F /dev/null $command
		says $'vfio-cfgtool: /dev/null: no device in it\n  make one with: lspci -xxxx > FILE'
		[ -z "$output" ]
	done
	echo "no dump" >text
	try 3 -F text map -J
	says $'vfio-cfgtool: text: no device in it\n  make one with: lspci -xxxx > FILE'
	try 3 -F - map <&-
	warns "vfio-cfgtool: -: cannot be read: "
}

@test "a FIFO or a device is refused as an input at once, and a pipe of the shell is read" {
	cd "$BATS_TEST_TMPDIR"
	mkfifo fifo
	for input in fifo /dev/zero; do
		kind="a FIFO"
		[ $input = fifo ] || kind="a device"
		status=0
		timeout 20 "$PROGRAM" -F $input map >out 2>err || status=$?
		take error err
		[ "$status" = 3 ]
		says "vfio-cfgtool: $input: is $kind, not a file"$'\n  pass it on standard input, which is the file -'
		status=0
		timeout 20 "$PROGRAM" -F "$DUMPS/qemu/qemu-e1000e.txt" check $input >out 2>err || status=$?
		take error err
		[ "$status" = 2 ] || [ "$status" = 3 ]
		warns "$input: is $kind, not a file"
	done
	try 0 -n -F <(cat "$DUMPS/qemu/qemu-e1000e.txt") map
	prints "8086:10d3"
	try 0 -n -F - map < <(cat "$DUMPS/qemu/qemu-e1000e.txt")
	prints "8086:10d3"
}

@test "output past the limit of a file's size is an error with a message, and kills nothing" {
	cd "$BATS_TEST_TMPDIR"
	status=0
	(ulimit -f 1; "$PROGRAM" -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" map -J >out 2>err) || status=$?
	take error err
	[ "$status" = 3 ]
	says "vfio-cfgtool: standard output: cannot be written: File too large"
}

@test "a message names a dump that the user may not read, and the reason, exit 3" {
	need setpriv
	[ "$(id -u)" = 0 ] || skip "needs root to become another user"
	open_directory
	cp "$PROGRAM" "$OPEN/copy"
	cp "$DUMPS/made/all-00.txt" "$OPEN/secret"
	chmod 600 "$OPEN/secret"
	status=0
	setpriv --reuid=65534 --clear-groups "$OPEN/copy" -F "$OPEN/secret" map \
		>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
	take error "$BATS_TEST_TMPDIR/err"
	[ "$status" = 3 ]
	says "vfio-cfgtool: $OPEN/secret: cannot be opened: Permission denied"
}

@test "a message gives the number of a line that cannot be understood, exit 3" {
	cd "$BATS_TEST_TMPDIR"
	while IFS='|' read -r text line what; do
		printf %b "$text" >dump
		try 3 -n -F dump map
		says "vfio-cfgtool: 0000:01:00.0: dump: line $line: $what"$'\n  make it again with: lspci -xxxx > FILE'
		[ -z "$output" ]
		try 3 -n -F - map <dump
		says "vfio-cfgtool: 0000:01:00.0: -: line $line: $what"$'\n  make it again with: lspci -xxxx > FILE'
	done <<-'END'
		01:00.0 x\n40: 00 0g\n|2|not a byte: '0g'
		# a comment\n\n01:00.0 x\n40: 00 001\n|4|not a byte: '001'
		01:00.0 x\n40: 00 0|2|not a byte: '0'
		01:00.0 x\n40: 00 ?\n|2|not a byte: '?'
		01:00.0 x\n1000: 00\n|2|a byte past configuration space: '1000: 00'
	END
}

@test "a message says of a truncated dump that the device is short, or names the line" {
	cd "$BATS_TEST_TMPDIR"
	size=$(wc -c <"$DUMPS/made/fixed-lengths.txt")
	head -c $((size - 200)) "$DUMPS/made/fixed-lengths.txt" >dump
	short=0 line=0
	for cut in $(seq 1 2 49); do
		truncate -s $((size - 200 - cut)) dump
		try 3 -n -F dump map
		case $error in
		*"only "*" bytes of configuration space are there"*) short=$((short + 1)) ;;
		*"not a byte: '"*) line=$((line + 1)) ;;
		*) says "one of the two" ;;
		esac
	done
	[ $short -gt 0 ]
	[ $line -gt 0 ]
}

@test "a device with fewer than 256 bytes is short, exit 3, and the others are mapped" {
	try 3 -n -F "$DUMPS/text/text-short.txt" map
	says "vfio-cfgtool: 0000:01:00.0: only 64 bytes of configuration space are there, of at least 256"$'\n  make the dump as root: lspci -xxxx > FILE'
	try 3 -n -F "$DUMPS/text/text-short-and-whole.txt" map -o hex
	prints $'0000:01:00.0 1b36:0005\n# short: '
	prints $'0000:02:00.0 1b36:0005\n00: 00'
	[ "$(tail -1 <<<"$error")" = "vfio-cfgtool: 2 devices: 1 done, 1 failed" ]
	try 3 -n -F "$DUMPS/text/text-short-and-whole.txt" map
	prints "0000:02:00.0 [1b36:0005]"
}

@test "a message names a device that is not in the dump, exit 3, and the others are mapped" {
	dump=$DUMPS/text/text-several.txt
	try 3 -n -F "$dump" map -o hex 03:00.0 01:00.0
	says "vfio-cfgtool: 0000:03:00.0: no such device in $dump
  the dump's devices: vfio-cfgtool list -F $dump
vfio-cfgtool: 2 devices: 1 done, 1 failed"
	prints "0000:03:00.0 ffff:ffff"
	prints "# not-found: "
	prints "0000:01:00.0 1b36:0005"
	try 3 -n -F "$dump" list 03:00.0
	warns "vfio-cfgtool: 0000:03:00.0: no such device in $dump"
}

@test "no device selected is an error, exit 3" {
	for filter in "-s 7:" "-d 1234:" "-s 01: -d 8086:"; do
		# shellcheck disable=SC2086
		try 3 -n -F "$DUMPS/text/text-several.txt" map $filter
		says "vfio-cfgtool: $DUMPS/text/text-several.txt: no device selected"
		[ -z "$output" ]
	done
}

@test "a message names a device that the machine does not have, exit 3" {
	[ -d /sys/bus/pci/devices ] || skip "no PCI in this machine"
	try 3 -n map ffff:ff:1f.7
	says $'vfio-cfgtool: ffff:ff:1f.7: no such device\n  the machine\'s devices: vfio-cfgtool list'
	try 3 -n map -s ffff:ff:1f.7
	says "vfio-cfgtool: no device selected"
	try 3 -n list ffff:ff:1f.7
	warns "vfio-cfgtool: ffff:ff:1f.7: no such device"
}

@test "init-fails and bridges in a dump are predictions that succeed" {
	for dump in msi-odd pcix-odd extended-past-end extended-vc-ffc header-type-01 qemu-root-port; do
		for format in table grid hex json jsonl; do
			try 0 -n -F "$DUMPS"/*/"$dump.txt" map -o $format
			silent
		done
	done
}

@test "a full disk is an error with a message, exit 3, for every command and format" {
	[ -c /dev/full ] || skip "no /dev/full"
	dump=$DUMPS/qemu/qemu-e1000e.txt
	for line in "-F $dump map" "-F $dump map -o grid" "-F $dump map -o hex" "-F $dump map -o json" \
		"-F $dump map -o jsonl" "-F $dump list" "-F $dump list -J" "rules" "rules -J" help \
		"help map" --version "map --usage"; do
		status=0
		# shellcheck disable=SC2086
		"$PROGRAM" -n $line >/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
		[ "$status" = 3 ] || { echo "$line: $status"; return 1; }
		take error "$BATS_TEST_TMPDIR/err"
		says "vfio-cfgtool: standard output: cannot be written: No space left on device"
	done
}

@test "a closed standard output is an error if there is output" {
	status=0
	"$PROGRAM" -n -F "$DUMPS/made/all-00.txt" map >&- 2>"$BATS_TEST_TMPDIR/err" || status=$?
	[ "$status" = 3 ]
	take error "$BATS_TEST_TMPDIR/err"
	says "vfio-cfgtool: standard output: cannot be written: Bad file descriptor"
	"$PROGRAM" __complete nothing-begins-so >&- 2>"$BATS_TEST_TMPDIR/err"
	[ ! -s "$BATS_TEST_TMPDIR/err" ]
}

@test "a check that fails and cannot write its results has exit status 3" {
	status=0
	"$PROGRAM" -n -F "$DUMPS/qemu/qemu-e1000e.txt" check -e 'size 100' >/dev/full \
		2>"$BATS_TEST_TMPDIR/err" || status=$?
	[ "$status" = 3 ]
	take error "$BATS_TEST_TMPDIR/err"
	says "vfio-cfgtool: standard output: cannot be written: No space left on device"
}

@test "an opened file never takes the number of a closed stream" {
	can_trace
	cd "$BATS_TEST_TMPDIR"
	for closed in '<&-' '>&-' '2>&-' '<&- >&- 2>&-'; do
		eval "strace -o trace \"\$PROGRAM\" -n -F \"\$DUMPS/qemu/qemu-e1000e.txt\" lint $closed" || true
		grep -q 'openat(.*qemu-e1000e.txt.* = [3-9]$' trace
		no grep -q 'openat(.*qemu-e1000e.txt.* = [0-2]$' trace
	done
}

@test "a closed pipe is quiet, whether SIGPIPE ends the program or is ignored" {
	cd "$BATS_TEST_TMPDIR"
	# longer than the buffer of a pipe
	for i in 0 1 2 3 4 5 6 7; do sed "s/^01:00.0/0$i:00.0/" "$DUMPS/qemu/qemu-e1000e.txt"; done >dump
	for format in table json hex; do
		{ "$PROGRAM" -n -q -F dump map -o $format 2>err; echo $? >status; } | head -1 >/dev/null
		[ ! -s err ]
		{ (trap '' PIPE; "$PROGRAM" -n -q -F dump map -o $format 2>err; echo $? >status) } | true
		[ ! -s err ]
		[ "$(cat status)" != 1 ]
	done
}

@test "control bytes in a dump or a file name never reach the terminal" {
	cd "$BATS_TEST_TMPDIR"
	evil=$'\e]0;title\a\x9b31m'
	cp "$DUMPS/made/null-capability.txt" "$evil"
	try 3 -n -F "$evil" map 05:00.0
	[[ $error != *[$'\001'-$'\010\013'-$'\037\177']* ]]
	warns '\x1b]0;title\x07\x9b31m'
	try 3 -n -F "nosuch$evil" map
	warns 'vfio-cfgtool: nosuch\x1b]0;title\x07\x9b31m: cannot be opened'
	for line in "map -F x $evil" "$evil" "help $evil" "map -F $evil -o $evil" "map -k $evil -F x" \
		"map --require=$evil" "map -s $evil" "map --$evil"; do
		# shellcheck disable=SC2086
		try 2 $line
		LC_ALL=C grep -q '[^[:print:]	]' err && { cat -v err; return 1; }
		warns '\x1b]0;title\x07\x9b31m'
	done
	for text in "01:00.0 $evil\n40: 00 0\033[1m\n" "01:00.0 x\n40: 00 \033[31mred\n"; do
		printf %b "$text" >dump
		try 3 -n -F dump map
		LC_ALL=C grep -q '[^[:print:]	]' err && { cat -v err; return 1; }
		warns "line 2: not a byte: '"
	done
	# NUL and junk between the lines of a good dump
	{ printf '\0\0\e[2J\377\376\n'; cat "$DUMPS/made/null-capability.txt"; printf '\t\e[31m\0x\n'; } >dump
	for format in table grid hex json jsonl; do
		try 0 -F dump map -o $format
		LC_ALL=C grep -q '[^[:print:]	]' out && { cat -v out; return 1; }
		silent
	done
}

@test "bytes that are not UTF-8 become U+FFFD in json, which stays valid" {
	cd "$BATS_TEST_TMPDIR"
	evil=$'\x9b31m\xff\xc0\xaf'
	cp "$DUMPS/made/null-capability.txt" "$evil"
	try 3 -n -F "$evil" map 05:00.0 -o jsonl
	"$PYTHON" - out <<-'END'
		import json, sys
		message = json.loads(open(sys.argv[1], "rb").read().decode())["error"]["message"]
		assert "\ufffd31m\ufffd\ufffd\ufffd" in message, message
	END
}

@test "a dump of random bytes gives an error or a result, never a crash" {
	cd "$BATS_TEST_TMPDIR"
	"$PYTHON" - "$PROGRAM" "$DUMPS/qemu/qemu-xhci.txt" <<-'END'
		import os, random, subprocess, sys
		seed = os.environ.get("SEED", "1")
		print("SEED=" + seed)
		random.seed(seed)
		good = open(sys.argv[2], "rb").read()
		for round in range(150):
		    text = bytearray(good if round % 3 else random.randbytes(20000))
		    for _ in range(random.choice((1, 5, 50))):
		        at = random.randrange(len(text))
		        if random.random() < .5:
		            text[at] = random.choice(b"\n\0 :?.0fF\r\xff")
		        else:
		            del text[at:at + random.choice((1, 20, 400))]
		    run = subprocess.run([sys.argv[1], "-n", "-q", "-F", "-", "map", "-o",
		                          random.choice(("table", "grid", "hex", "json"))],
		                         input=bytes(text), capture_output=True)
		    assert run.returncode in (0, 3), (round, run)
	END
}

@test "a number that is too large is refused and never wraps to a smaller one" {
	F=("-n" -F "$DUMPS/qemu/qemu-xhci.txt")
	for word in CAP_EXP@960 CAP_EXP@65536 CAP_EXP@4294967296 CAP_EXP@18446744073709551616 \
		100000004.l 10000000000000004.l CAP_EXP+100000000.w 4-100000008; do
		try 2 "${F[@]}" read "$word"
		warns "vfio-cfgtool: $word: "
	done
	for rule in 'visible CAP_EXP@4294967296' 'absent CAP_PM@18446744073709551616' \
		'size 100001000' 'device 100001b36:000d' 'value 0.w = 100001b36' 'format 4294967297'; do
		try 2 "${F[@]}" check -e "$rule"
		warns "vfio-cfgtool: -e:1:"
	done
	for option in --jobs=4294967297 --wait=4294967296 --free=100000004 --slot=100000000:03:00.0 \
		--slot=100000003:00.0 --id=100001b36: --id=:10000000d --rules=4294967302.1 \
		--rules=6.4294967297 --ignore=chain-loop@100000004; do
		command=map
		[[ $option != --ignore* ]] || command=lint
		try 2 "${F[@]}" $command "$option"
		warns "vfio-cfgtool: ${option%%=*}"
	done
	try 2 "${F[@]}" map 100000000:03:00.0
	warns "vfio-cfgtool: 100000000:03:00.0: not a device"
}
