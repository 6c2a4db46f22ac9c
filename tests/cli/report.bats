#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The page of report, which witness/report.py reads independently, and the drawing of map.

load helper

setup() {
	cd "$BATS_TEST_TMPDIR"
}

# page WORD...: makes page.html without a message on standard error
page() {
	try 0 report -n "$@" --to=page.html
	silent
	[ -z "$output" ]
}

# witness WORD...: prints what the second reader finds
witness() {
	"$PYTHON" "$WITNESS/report.py" "$@"
}

# compare DUMP [WORD...]: every number of the page is the number in JSON
compare() {
	local file
	file=$(dump_file "$1")
	shift
	try 0 report -n -q -F "$file" "$@" --full -k 5.10 -k 6.12 --to=page.html
	"$PROGRAM" map -n -q -F "$file" "$@" --chains -k 6.12 -o jsonl >map
	"$PROGRAM" policy -n -q -F "$file" "$@" -k 6.12 -o jsonl >policy
	"$PROGRAM" lint -n -q -F "$file" "$@" -k 6.12 -o jsonl >lint || true
	"$PROGRAM" diff -n -q -F "$file" -k 5.10 -k 6.12 -o jsonl >diff || true
	witness numbers page.html map policy lint diff
	witness safe page.html
	witness ids page.html
	[ "$(stat -c %s page.html)" -le 400000 ]
}

@test "every number of a page is in the JSON of the other commands, and a page is safe and small" {
	for dump in qemu-e1000e qemu-xhci extended-hidden hidden-first-dvsec intel-vga overlap; do
		echo "$dump"
		compare "$dump"
	done
	compare sriov-ari-rebar --vmm=qemu-11.1
	compare extended-hidden --vmm=qemu-11.1
}

@test "a page alone says which bytes a guest can write in the hardware" {
	page -F "$DUMPS/made/sriov-ari-rebar.txt" --vmm=qemu-11.1 -k 6.12
	witness says page.html hardware-write >found
	grep -qx '04-05' found
	grep -qx '72-ff' found
	no grep -q '^10-' found
}

@test "a page alone says what is hidden, where, and who hides it" {
	page -F "$DUMPS/made/hidden-first-dvsec.txt" -k 6.1 --vmm=qemu-11.1
	witness says page.html hidden >found
	grep -qx '100|ECAP_DVSEC|vfio-pci|yes|yes' found
	page -F "$DUMPS/made/sriov-ari-rebar.txt" -k 6.12 --vmm=qemu-11.1
	witness says page.html hidden >found
	grep -qx '110|ECAP_SRIOV|qemu-11.1|yes|yes' found
}

@test "a page alone says what changes with kernel 6.12" {
	page -F "$DUMPS/made/hidden-first-dvsec.txt" -k 6.1 -k 6.12
	grep -q 'What changes from rules 6.1 to 6.12' page.html
	grep -q '<code>dvsec</code> (off in 6.1, on in 6.12)' page.html
	witness says page.html differences >found
	grep -qx 'bytes|100-103 ECAP_DVSEC|reads14000000|reads14010023' found
	grep -qx 'map|104-12f ECAP_DVSEC+4|raw|belongs to ECAP_DVSEC' found
	grep -q '^policy|100-103 ECAP_DVSEC|.*written: dropped.*|.*written: hardware' found
}

@test "a page is redacted and says so; --full shows everything" {
	page -F "$DUMPS/qemu/qemu-e1000e.txt"
	no grep -q 'qemu-e1000e' page.html
	grep -q 'Left out: serial numbers' page.html
	grep -q 'hardware 5a5a5a5a' page.html
	sed -n '/id="json-policy"/,/script/p' page.html | grep '^{' >policy
	jq -e '.file == null and .host == null' policy
	page -F "$DUMPS/qemu/qemu-e1000e.txt" --full
	grep -q 'qemu-e1000e' page.html
	no grep -q 'Left out' page.html
	no grep -q 'hardware 5a5a5a5a' page.html
}

@test "the address of an OpRegion is redacted" {
	[ "$(sed -n 's/^f0:.*\(.\{11\}\)$/\1/p' "$DUMPS/made/intel-vga.txt")" != "00 50 5a 5a" ]
	"$PROGRAM" map -F "$DUMPS/made/intel-vga.txt" -J | jq -e '.devices[0].totals.virtual == 4'
	page -F "$DUMPS/made/intel-vga.txt"
	sed -n '/id="json-map"/,/script/p' page.html | grep '^{' >map
	jq -e '.totals.virtual == 4' map
	"$PROGRAM" capture -n -q --redact -F "$DUMPS/made/intel-vga.txt" | grep '^f0:' | grep ' 00 50 5a 5a$'
}

@test "names that look like markup are text, and end no element" {
	name="</script></style><img src=x onerror=alert(1)>\"'&"
	printf '0000:01:00.0 Class: %s\n' "$name" >hostile.txt
	sed 1d "$DUMPS/qemu/qemu-e1000e.txt" >>hostile.txt
	mkdir "in"
	file="in/<!--<script>&\"'"
	cp "$DUMPS/qemu/qemu-e1000e.txt" "$file"
	try 0 report -n -q -F "$file" --full --to=page.html
	witness safe page.html
	witness ids page.html
	no grep -F '<!--' page.html
	sed -n '/id="json-map"/,/script/p' page.html | grep '^{' | jq -e --arg file "$file" '.file == $file'
	try 0 report -n -q -F hostile.txt --full --to=page.html
	witness safe page.html
}

@test "several devices have an index and unique names" {
	page -q -F "$DUMPS/text/text-several.txt"
	witness safe page.html
	witness ids page.html
	[ "$(grep -c '^<article' page.html)" = "$(grep -c '^<li><a href="#d[0-9]*-device">' page.html)" ]
	grep -q 'id="d1-COMMAND"' page.html
	grep -q 'id="d2-COMMAND"' page.html
}

@test "a device that cannot be opened has a page that says why" {
	try 0 report -n -q -F "$DUMPS/made/msi-odd.txt" --to=page.html
	witness safe page.html
	grep -q '<strong>init-fails</strong>' page.html
	try 3 report -n -q -F "$DUMPS/made/all-ff.txt" --to=page.html
	grep -q '<strong>no-answer</strong>' page.html
	try 3 report -n -q -F nosuch --to=page.html
	witness safe page.html
}

@test "HTML is not written to a terminal, but into a pipe" {
	need script
	status=0
	script -qec "'$PROGRAM' report -n -F '$DUMPS/qemu/qemu-e1000e.txt'" /dev/null >out </dev/null || status=$?
	[ "$status" = 2 ]
	grep -q 'a page of HTML is not written to a terminal' out
	grep -q -- '--to=page.html' out
	try 0 report -n -q -F "$DUMPS/qemu/qemu-e1000e.txt"
	[ "${output:0:15}" = '<!DOCTYPE html>' ]
}

@test "tidy finds no error in the page of any dump" {
	need tidy
	# some of them have no map
	try 3 report -n -q -F "$DUMPS/made" -F "$DUMPS/qemu" -k 5.10 -k 6.12 --vmm=qemu-11.1 --to=page.html
	[ "$(grep -c '<h2' page.html)" -ge 140 ]
	# tidy does not know the href of a link in SVG 2
	tidy -q -e page.html 2>&1 | grep -v '<a> proprietary attribute "href"' >found || true
	cat found
	[ ! -s found ]
}

@test "map -o svg draws one device, as XML" {
	try 0 map -n -F "$DUMPS/made/extended-hidden.txt" -o svg --to=map.svg
	"$PYTHON" - map.svg <<-'END'
		import sys
		import xml.etree.ElementTree as tree
		root = tree.parse(sys.argv[1]).getroot()
		space = "{http://www.w3.org/2000/svg}"
		assert root.tag == space + "svg"
		titles = [title.text for title in root.iter(space + "title")]
		assert "100-107 ECAP_LTR" in titles, titles
		assert any(title.endswith("ECAP_PASID, hidden") for title in titles)
	END
	try 2 map -n -F "$DUMPS/text/text-several.txt" -o svg
	warns "vfio-cfgtool: --output: svg is of one device, and these are"
	[ -z "$output" ]
}

@test "report refuses rules that only an open device shows" {
	try 3 report -n -F nosuch.txt -k 6.1
	try 2 report -k kernel 0000:00:00.0
	warns "report opens none"
}

@test "unknown rules, in any place, are a usage error, and no page is made" {
	local rules
	for rules in "-k 9.9bogus -k 6.1" "-k 6.1 -k 9.9bogus"; do
		# shellcheck disable=SC2086
		try 2 report -n -F "$DUMPS/qemu/qemu-e1000e.txt" $rules --to="$BATS_TEST_TMPDIR/page.html"
		[ ! -e "$BATS_TEST_TMPDIR/page.html" ]
	done
}
