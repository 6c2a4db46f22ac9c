#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Inputs of -F: texts that people paste, whole or truncated.

load helper

PASTED=$DUMPS/pasted

# json QUERY: a jq query on $output must be true
json() {
	[ "$(jq "$1" <<<"$output")" = true ] && return
	printf '%s\n' "not true: $1" "${output:0:1500}"
	return 1
}

@test "the record of two dumps lists the missing bytes of each" {
	try 1 diff -J "$PASTED/cut256.txt" "$PASTED/bar0.txt"
	json '.devices[0].warnings | map([.code, .offset, (.message | test("/(cut256|bar0).txt: 100-fff: "))])
		== [["not-in-dump", 256, true], ["not-in-dump", 256, true]]'
}

@test "every command fails on an unusable file, and shows the devices of the other files" {
	"$PROGRAM" capture -F "$PASTED/bar0.txt" >"$BATS_TEST_TMPDIR/good"
	echo 'no dump at all' >"$BATS_TEST_TMPDIR/note"
	for command in map policy lint list info; do
		for unusable in none note; do
			try 3 "$command" -J -F "$BATS_TEST_TMPDIR/good" -F "$BATS_TEST_TMPDIR/$unusable"
			json '.devices | length == 1'
			[[ $error == *"/$unusable: "* ]]
		done
	done
}

@test "a dump with 256 bytes of a PCI Express function has a warning about the rest" {
	try 0 map -F "$PASTED/cut256.txt" -J
	json '.devices[0].warnings == [{"code": "not-in-dump", "offset": 256,
		"message": .devices[0].warnings[0].message}]'
	json '.devices[0].size == 256 and .devices[0].hidden == []'
	try 0 lint -F "$PASTED/cut256.txt" -J
	json '.devices[0].findings | map([.code, .severity, .start, .end]) == [["not-in-dump", "warning", 256, 4095]]'
	try 1 lint -F "$PASTED/cut256.txt" --fail=warning
	try 0 lint -F "$PASTED/cut256.txt" --fail=warning --ignore=not-in-dump@100-fff
}

@test "--size=100 says that the device has only the 256 bytes of the dump" {
	try 0 lint -F "$PASTED/cut256.txt" --size=100 -J
	json '.devices[0].findings == []'
	try 0 check -F "$PASTED/cut256.txt" --size=100 -e 'deny hidden-write' -e 'size 100'
	try 0 lint -F "$PASTED/cut110.txt" --size=100 -J
	json '.devices[0].findings | map(.code) == ["not-in-dump"]'
	try 2 map -F "$PASTED/cut256.txt" --size=1000
	try 2 map --size=100 01:00.0
	warns "vfio-cfgtool: --size goes with --dump only"
}

@test "a rule about unseen bytes is neither kept nor broken, exit 3" {
	try 3 check -F "$PASTED/cut256.txt" -e 'deny hidden-write' -J
	json '.devices[0].results[0] | .pass == false and .reason == "not-seen"'
	try 3 check -F "$PASTED/cut256.txt" -e 'deny hidden-write' -e 'deny lint overlap 00-ff' -o tap
	prints 'not ok 1 - '
	prints "reason: 'not-seen'"
	prints 'ok 2 - '
	try 1 check -F "$PASTED/cut256.txt" -e 'deny hidden-write' -e 'visible CAP_PM' -J
	json '.devices[0].results | map(.reason) == ["not-seen", null]'
}

@test "nothing is invented for a dump that ends in extended space" {
	try 0 map -F "$PASTED/cut110.txt" -J
	json '.devices[0].warnings | map([.code, .offset]) == [["not-in-dump", 272]]'
	json '.devices[0].hidden == []'
	json '[.devices[0].ranges[] | select(.kind == "extended") | .name] == ["ECAP_AER"]'
	try 0 lint -F "$PASTED/cut110.txt" -J
	json '.devices[0].findings | map([.code, .start, .end]) == [["not-in-dump", 272, 4095]]'
	try 0 policy -F "$PASTED/cut110.txt" -J
	json '.devices[0].undefined == [{"start": 300, "end": 4095}]'
	try 0 explain -F "$PASTED/cut110.txt" 200
	prints "the dump does not show all capabilities"
}

@test "no message says that registers, ranges or capabilities past the end of a dump do not exist" {
	for command in explain read; do
		try 3 $command -n -F "$PASTED/cut256.txt" 104.l
		warns "104.l: not in the dump, which shows 256 bytes"
		try 3 $command -n -F "$PASTED/cut256.txt" ECAP_AER
		warns "the device has no ECAP_AER in what the dump shows, and the chain of capabilities leads on"
		try 3 $command -n -F "$PASTED/cut256.txt" CAP_PM
		warns "the device has no CAP_PM"$'\n'
	done
	try 3 read -n -F "$PASTED/cut256.txt" 0f0-10f
	warns "f0-10f: not in the dump, which shows 256 bytes"
	try 3 read -n -F "$PASTED/cut256.txt" ECAP_AER+0-3
	warns "the device has no ECAP_AER in what the dump shows"
	try 3 read -n -F "$PASTED/cut256.txt" --size=100 0f0-10f
	warns "f0-10f: past the end of configuration space (256 bytes)"
	try 3 read -n -F "$PASTED/cut256.txt" --size=100 104.l
	warns "104.l: past the end of configuration space (256 bytes)"
}

@test "diff lists the bytes that it cannot compare, because a dump does not show them" {
	try 0 diff -n "$PASTED/cut256.txt" "$PASTED/cut256.txt"
	says "vfio-cfgtool: $PASTED/cut256.txt: 100-fff: not in the dump, so nothing is said of these bytes
vfio-cfgtool: $PASTED/cut256.txt: 100-fff: not in the dump, so nothing is said of these bytes"
	try 1 diff -n "$PASTED/lanes.txt" "$PASTED/cut110.txt"
	warns "vfio-cfgtool: $PASTED/cut110.txt: 110-fff: not in the dump, so nothing is said of these bytes"
	try 0 diff -n -F "$PASTED/cut256.txt" --rules=6.11 --rules=6.12
	says "vfio-cfgtool: $PASTED/cut256.txt: 100-fff: not in the dump, so nothing is said of these bytes"
	try 0 diff -n -F "$PASTED/cut256.txt" --size=100 --rules=6.11 --rules=6.12
	silent
}

@test "a capture of a dump lacks the bytes that the dump lacks" {
	"$PROGRAM" capture -F "$PASTED/cut256.txt" >"$BATS_TEST_TMPDIR/capture" 2>/dev/null
	try 0 lint -F "$BATS_TEST_TMPDIR/capture" -J
	json '.devices[0].findings | map(.code) == ["not-in-dump"]'
}

@test "a policy file made from a dump has no rule about unseen bytes" {
	for dump in cut256 cut110; do
		"$PROGRAM" -F "$PASTED/$dump.txt" policy -o policy --layout >"$BATS_TEST_TMPDIR/policy" 2>/dev/null
		try 0 check -F "$PASTED/$dump.txt" "$BATS_TEST_TMPDIR/policy"
	done
}

@test "registers of lanes and links belong to a hidden capability and are not free space" {
	try 0 map --free -n -F "$PASTED/lanes.txt"
	[ "$(sed -n 's/^\([0-9a-f]*-[0-9a-f]*\) .*/\1/p' <<<"$output" | paste -sd ' ')" = \
		"07c-0ff 148-14f 164-17f 1a4-1bf 1d8-1ff 220-fff" ]
	try 0 lint -F "$PASTED/lanes.txt" -J
	json '.devices[0].findings | map(select(.code == "hidden-writable") | [.capability, .severity, .start, .end]) == [
		["ECAP_SECPCI", "warning", 336, 355], ["ECAP_16GT", "warning", 384, 419],
		["ECAP_LMR", "warning", 448, 471], ["ECAP_RCLINK", "info", 512, 543]]'
	json '[.devices[0].findings[] | select(.code == "raw-nonzero")] == []'
	try 1 check -F "$PASTED/lanes.txt" -e 'deny hidden-write'
	prints "hidden-write at 150-163, 180-1a3, 1c0-1d7, 200-21f"
	try 0 policy --only=hidden -F "$PASTED/lanes.txt" -J
	json '[.devices[0].registers[] | .width] | add == 20 + 36 + 24 + 32'
	for place in 162 1a3 1d6 21c; do
		try 0 explain -n -F "$PASTED/lanes.txt" $place
		prints "VFIO hides ECAP_"
	done
	try 0 explain -n -F "$PASTED/lanes.txt" 164
	[[ $output != *"VFIO hides"* ]]
	try 0 read -n -F "$PASTED/lanes.txt" ECAP_LMR
	[ "$(wc -l <<<"$output")" = 24 ]
}

@test "a BAR without an address reads 0 for a user, and the open enables nothing for it" {
	try 0 read -n -F "$PASTED/bar0.txt" 10.l 14.l COMMAND
	[ "$output" = $'00000000\n00000000\n0002' ]
	try 0 read -n -F "$PASTED/bar0.txt" --view=hardware 10.l
	[ "$output" = 0000000c ]
}

@test "a serial number of zeros and VF BARs without an address identify no host" {
	try 0 lint -F "$PASTED/dsn0.txt" -J
	json '[.devices[0].findings[] | select(.code == "host-identity")] == []'
}

E1000E=$DUMPS/qemu/qemu-e1000e.txt

# config_of DUMP: prints the bytes of a dump with one function
config_of() {
	sed -n 's/^[0-9a-f]\{2,3\}: //p' "$1" | xxd -r -p
}

# same_map FILE [OPTION...]: the file has the map of the e1000e
same_map() {
	local file=$1 wanted
	shift
	wanted=$("$PROGRAM" map -n -F "$E1000E" -o hex)
	"$PROGRAM" map -n "$@" -F "$file" -o hex >map 2>err || { cat err; return 1; }
	diff <(tail -n +2 <<<"$wanted") <(sed -e 1d -e '/^$/d' map) && return
	printf '%s\n' "another map: $file"
	return 1
}

@test "each form of a dump has the same map" {
	cd "$BATS_TEST_TMPDIR"
	config_of "$E1000E" >config
	same_map config
	{ echo "01:00.0 Ethernet" && hexdump -C config; } >hexdump
	{ echo "01:00.0 Ethernet" && xxd -g1 config; } >xxd
	{ echo "01:00.0 Ethernet" && od -A x -t x1 -v config; } >od
	{ echo "[    0.275000] pci 0000:01:00.0: config space:" &&
		xxd -g1 config | sed 's/  .*//; s/^/[    0.275001] /'; } >early
	sed 's/^/> /' "$E1000E" >mail
	sed 's/$/\r/' "$E1000E" >crlf
	{ printf '\xff\xfe' && iconv -t UTF-16LE "$E1000E"; } >utf16
	{ printf '\xef\xbb\xbf' && sed 's/^\([0-9a-f]*\):/\x1b[1m\1\x1b[0m:/' "$E1000E"; } >colours
	sed 's/^/Nov 30 07:00:00 box kernel: /' "$E1000E" >journal
	{ echo '```' && sed 's/^/    /' "$E1000E" && echo '```'; } >markdown
	sed 's/ /\xe2\x80\x82/g; s/^/\xe2\x80\x8b/' "$E1000E" >chat	# U+2002, U+200B
	{ echo "01:00.0 Ethernet" && echo "     00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f" &&
		grep '^[0-9a-f]*: ' "$E1000E"; } >heading
	{ md5sum <"$E1000E" | cut -c-32 && xxd -g1 config; } >sum
	same_map sum
	for form in hexdump xxd od early mail crlf utf16 colours journal markdown chat heading; do
		same_map "$form"
		warns ""
		head -1 map | grep -q '^0000:01:00.0 8086:10d3$'
	done
	gzip -k mail
	xz -k hexdump
	zstd -q config
	for form in mail.gz hexdump.xz config.zst; do
		same_map "$form"
	done
}

@test "a config file has the address of its path or of FILE@ADDRESS, or an assumed one" {
	cd "$BATS_TEST_TMPDIR"
	mkdir 0000:02:00.1
	config_of "$E1000E" >config
	cp config 0000:02:00.1/config
	try 0 map -n -F config -J
	json '.devices[0] | .address == "0000:00:00.0" and .warnings[0].code == "address-assumed" and .file == "config"'
	try 0 map -n -F 0000:02:00.1/config -J
	json '.devices[0] | .address == "0000:02:00.1" and .warnings == []'
	try 0 map -n -F config@03:00.0 -J
	json '.devices[0] | .address == "0000:03:00.0" and .warnings == []'
	for size in 64 256; do
		head -c $size config >part
		try 0 explain -n -F part COMMAND
		try 0 lint -n -F part
	done
	head -c 64 config >part
	for command in map check diff; do
		[ $command = check ] && rule=(-e "visible CAP_PM") || rule=()
		try 3 -n -F part $command "${rule[@]}"
		warns "only 64 bytes of configuration space are there"
	done
	head -c 100 config >part
	try 3 map -F part
	warns "it is 100 bytes and no text, and a config file has 64, 256 or 4096"
}

@test "64 bytes keep the pointer to capabilities, and a message says that the rest was not read" {
	cd "$BATS_TEST_TMPDIR"
	config_of "$E1000E" >config
	head -c 64 config >part
	try 0 read -F part STATUS.w CAPABILITIES.b
	[ "$output" = "$("$PROGRAM" read -F config STATUS.w CAPABILITIES.b)" ]
	try 3 read -F part 40.w
	warns "0000:00:00.0: 40.w cannot be predicted: its bytes were not read"
}

@test "bytes of two functions are never merged, and a message asks for the missing slot line" {
	cd "$BATS_TEST_TMPDIR"
	try 0 map -n -F "$PASTED/merge.txt" -J
	json '.devices | map(.address) == ["0000:41:00.0", "0000:42:00.0"]'
	sed '/42:00.0/d' "$PASTED/merge.txt" >merged
	try 3 map -n -F merged -J
	json '.devices | length == 1'
	json '.devices[0] | .map == null and .error.code == "io"'
	warns "row 00 comes again"
	warns "put its address on a line before that row"
}

@test "one damaged row in a dump of 87 functions loses one function, and 86 have results" {
	cd "$BATS_TEST_TMPDIR"
	for ((i = 0; i < 87; i++)); do
		printf '%02x:%02x.%x Ethernet\n' $((i / 8)) $((i % 8)) 0
		sed -n '/^[0-9a-f]\{2,3\}: /p' "$E1000E"
		echo
	done >machine
	line=$((257 * 40 + 44))
	sed -i "${line}s/ [0-9a-f][0-9a-f]/ 0g/5" machine
	try 3 map -n -F machine -o jsonl
	[ "$(grep -c '"error":null' <<<"$output")" = 86 ]
	[ "$(grep -c 'line ' <<<"$error")" = 1 ]
	warns "line "
	warns "not a byte: '0g"
	warns "vfio-cfgtool: 87 devices: 86 done, 1 failed"
}

@test "a message says what a refused input is and what to send instead" {
	cd "$BATS_TEST_TMPDIR"
	while IFS='|' read -r text what; do
		printf %b "$text" >other
		try 3 map -n -F other
		warns "$what"
		warns "send instead"
		no grep -q "as root" "$BATS_TEST_TMPDIR/err"
	done <<-'END'
		hostb0@pci0:0:0:0:\tclass=0x060000 rev=0x02 hdr=0x00 vendor=0x8086\n|a list of FreeBSD's pciconf
		PCI Bus 00, Device 00, Function 00 - Intel\n     00 01 02 03\n00   86 80 37 12\n|a report of RWEverything
		  Bus  0, device   0, function 0:\n    Host bridge: PCI device 8086:1237\n|QEMU's info pci
		-[0000:00]-+-00.0\n           \\-1f.3\n|a tree of lspci -t
		00000000: 8680 d310 0600 1000  ........\n|pairs of bytes, as xxd prints them
		0000000 8086 10d3 0006 0010\n|words of two bytes, as hexdump prints them
		01:00.0 Ethernet\n00: 0x10d38086\n|its rows are not of bytes in two digits
		      2 00: 86 80 d3 10 06 00 10 00 00 00 00 02\n|its rows come after text that is not known
		7:00: 86 80 d3 10 06 00 10 00 00 00 00 02\n|its rows come after text that is not known
		web_1 \x7c 00: 86 80 d3 10 06 00 10 00 00 00 00 02\n|its rows come after text that is not known
		job\tstep\t2026-11-30T16:40:20Z 00: 86 80 d3 10 06 00 10 00\n|its rows come after text that is not known
		<p>01:00.0 Ethernet<br>00:&nbsp;86&nbsp;80\n|it is HTML
		&gt; 01:00.0 Ethernet\n&gt; 00: 86 80 d3 10 06 00 10 00\n|it is HTML
		{"text": "01:00.0 Ethernet\\n00: 86 80 d3 10\\n10: 00 00"}\n|a string of JSON
		8680d310060010000000000210000000\n0000000000000000000000000000000000\n|its rows have no offsets
		86 80 d3 10 06 00 10 00 00 00 00 02 10 00 00 00\n00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n|its rows have no offsets
		  0x86, 0x80, 0xd3, 0x10, 0x06, 0x00, 0x10, 0x00,\n|its rows have no offsets
		hoDTEAYAEAAAAAACEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n|it is base64
		(qemu) xp /4wx 0xb0100000\n00000000b0100000: 0x10d38086 0x00100006\n|QEMU's monitor
		(qemu) info pci\n  Bus  0, device   0, function 0:\n|QEMU's info pci
		$ pciconf -r pci0:1:0:0 0:7\n10d38086 00100006\n|FreeBSD's pciconf
		setpci -s 01:00.0 0.l = 10d38086\n|it is of setpci
		Memory Address 00000000B0100000 10 Bytes\n  B0100000: 86 80 D3 10 06 00 10 00-00 00 00 02 10 00 00 00\n|the EFI shell
		  PCI Segment 00 Bus 01 Device 00 Func 00\n  00000000: 86 80 D3 10 06 00 10 00-00 00 00 02 10 00 00 00\n|the EFI shell
		=> pci header 1.0.0\n  vendor ID = 0x8086\n|U-Boot
		  pci8086,10d3, instance #0\n|Solaris
		pci bus 0x0001 cardnum 0x00 function 0x00: vendor 0x8086\n|scanpci
		PCI Configuration Space (Segment:0000 Bus:01 Device:00 Function:00)\n|WinDbg
		PCI configuration registers:\n  0x00: 0x10d38086\n|NetBSD's pcictl
		 1:0:0: Intel 82574L\n\t0x0000: Vendor ID: 8086, Product ID: 10d3\n|OpenBSD's pcidump
		       bus info: pci@0000:01:00.0\n|lshw
		PK\x03\x04\x14\x00|a ZIP archive
		7z\xbc\xaf\x27\x1c\x00|a 7z archive
		BZh91AY&SY\x00|compressed by bzip2
		%PDF-1.4\n|a PDF
		\x89PNG\r\n\x1a\n\x00|a picture
	END
	printf '01:00.0 Ethernet\n00: 86 80 d3 10\n' >lspci.txt
	tar -cf other lspci.txt
	try 3 map -n -F other
	warns "a tar archive"
}

@test "a checksum beside functions without bytes is not taken for their rows" {
	cd "$BATS_TEST_TMPDIR"
	{ echo "01:00.0 Ethernet" && md5sum </dev/null | cut -c-32; } >other
	try 3 map -n -F other
	warns "make the dump as root"
}

@test "offsets of od in octal or decimal are taken for none in hexadecimal" {
	local radix
	cd "$BATS_TEST_TMPDIR"
	config_of "$E1000E" >config
	for radix in o d; do
		od -A $radix -t x1 config >other
		try 3 map -n -F other
		warns "octal or decimal"
		warns "send instead: od -A x -t x1 config > FILE"
	done
	od -A x -t x1 config >other
	try 0 map -n -q -F other
}

@test "the hint of a damaged row names what made the damage" {
	cd "$BATS_TEST_TMPDIR"
	while IFS='|' read -r after hint; do
		sed "s/^00: .*/&$after/" "$E1000E" >other
		try 3 map -n -F other
		warns "not a byte: '$after"
		warns "$hint"
	done <<-'END'
		<br>|as the page shows it
		$|the file itself, not what cat -A prints
		^M$|the file itself, not what cat -A prints
		=20|without quoted-printable
	END
}

@test "several files and a directory give the devices of each, in the order of the files" {
	cd "$BATS_TEST_TMPDIR"
	mkdir machine
	config_of "$E1000E" >config
	cp "$PASTED/merge.txt" machine/b
	sed 's/^01:00.0/00:05.0/' "$E1000E" >machine/a
	echo "no dump" >machine/notes
	echo "00:01.0" >machine/.hidden
	ln -s "$E1000E" machine/link
	mkfifo machine/fifo
	mkdir machine/below
	cp "$E1000E" machine/below
	try 0 map -n -F machine -J
	json '.devices | map([.file, .address]) == [["machine/a", "0000:00:05.0"], ["machine/b", "0000:41:00.0"], ["machine/b", "0000:42:00.0"]]'
	says $'vfio-cfgtool: machine/notes: no device in it\nvfio-cfgtool: 3 devices: 3 done, 0 failed'
	try 0 map -n -F "$PASTED/merge.txt" -F machine/a -F "$E1000E" -J
	json '.devices | map(.address) == ["0000:41:00.0", "0000:42:00.0", "0000:00:05.0", "0000:01:00.0"]'
	json '.devices | map(.warnings) | add == []'
	try 0 map -n "$PASTED/merge.txt@42:00.0" machine/a@00:05.0 -J
	json '.devices | map(.address) == ["0000:42:00.0", "0000:00:05.0"]'
	try 3 map -n -F "$PASTED/merge.txt" -F nosuch -J
	json '.devices | length == 2'
	warns "nosuch: cannot be opened"
	try 3 map -n "$PASTED/merge.txt@43:00.0"
	warns "no such device in $PASTED/merge.txt"
	rm machine/a machine/b
	try 3 map -n -F machine
	warns "machine: no device in it"
}

@test "--vf-id where no device is a VF is told to change nothing" {
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" map --vf-id=8086:10ca
	says "vfio-cfgtool: --vf-id: no device is a VF, so it changes nothing; --vf says that one is"
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" map --vf --vf-id=8086:10ca
	silent
	prints "[8086:10ca]"
}
