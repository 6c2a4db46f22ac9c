#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The page of report in a real browser. PICTURES=DIR keeps the pictures there.

load ../cli/helper

setup() {
	need chromium
	cd "$BATS_TEST_TMPDIR"
	"$PROGRAM" report -n -q -F "$DUMPS/made/sriov-ari-rebar.txt" -k 5.10 -k 6.12 \
		--vmm=qemu-11.1 --to=page.html
}

# browse WORD...: runs the browser on the page; its messages are in `said`
browse() {
	timeout 120 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" \
		--hide-scrollbars --enable-logging=stderr "$@" "file://$PWD/page.html" >/dev/null 2>said
}

# picture NAME WIDTH WORD...: a picture of the page, of that width
picture() {
	browse --screenshot="$PWD/$1.png" --window-size="$2,3000" "${@:3}"
	[ -z "${PICTURES-}" ] || cp "$1.png" "$PICTURES"
	"$PYTHON" - "$1.png" "$2" <<-'END'
		import struct, sys
		with open(sys.argv[1], "rb") as stream:
		    head = stream.read(24)
		assert head[:8] == b"\x89PNG\r\n\x1a\n"
		assert struct.unpack(">I", head[16:20])[0] == int(sys.argv[2])
	END
}

# corner FILE: the colour of a picture's first pixel, as three numbers
corner() {
	"$PYTHON" - "$1" <<-'END'
		import struct, sys, zlib
		with open(sys.argv[1], "rb") as stream:
		    data, at, packed = stream.read(), 8, b""
		while at < len(data):
		    length, kind = struct.unpack(">I4s", data[at:at + 8])
		    if kind == b"IDAT":
		        packed += data[at + 8:at + 8 + length]
		    at += length + 12
		print(*zlib.decompress(packed)[1:4])
	END
}

@test "a browser takes the page's style, and refuses nothing of it" {
	picture light 1280
	no grep -i 'refused\|violates' said
	[ "$(corner light.png)" = "255 255 255" ]
}

@test "in a reader's dark colours the page is dark" {
	picture dark 1280 --blink-settings=preferredColorScheme=0
	[ "$(corner dark.png)" = "21 22 24" ]
}

@test "the page is drawn on a narrow screen" {
	picture narrow 400
	no grep -i 'refused\|violates' said
}

@test "the page is printed" {
	browse --print-to-pdf="$PWD/page.pdf" --no-pdf-header-footer
	[ "$(head -c 5 page.pdf)" = '%PDF-' ]
	[ "$(stat -c %s page.pdf)" -gt 20000 ]
	[ -z "${PICTURES-}" ] || cp page.pdf "$PICTURES"
}
