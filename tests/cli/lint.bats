#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# lint: hazards of dumps, filters, exit status, formats.

load helper

# findings DUMP ARGUMENT...: sets $output to "SEVERITY CODE START-END CAPABILITY" lines
findings() {
	local dump=$1
	shift
	"$PROGRAM" lint -n -q -F "$DUMPS"/*/"$dump.txt" -o jsonl "$@" >"$BATS_TEST_TMPDIR/out" || true
	output=$("$PYTHON" -c '
import json, sys
for line in open(sys.argv[1]):
    for f in json.loads(line)["findings"] or []:
        print(f["severity"], f["code"], "%x-%x" % (f["start"], f["end"]), f["capability"] or "-")
' "$BATS_TEST_TMPDIR/out")
}

# has DUMP LINE [ARGUMENT...], lacks DUMP CODE [ARGUMENT...]: a finding is there, or is not
has() {
	local dump=$1 line=$2
	shift 2
	findings "$dump" "$@"
	grep -Fqx -- "$line" <<<"$output" || { printf '%s\n' "$dump lacks: $line" "$output"; return 1; }
}

lacks() {
	local dump=$1 code=$2
	shift 2
	findings "$dump" "$@"
	[ "$output" ]
	! grep -q " $code " <<<"$output" || { printf '%s\n' "$dump has: $code" "$output"; return 1; }
}

@test "dumps with a hazard of the kernel have its finding, and similar dumps do not" {
	has msi-odd 'error init-fails 41-43 CAP_MSI'
	has past-end 'error length-past-end f8-ff CAP_MSIX'
	lacks pointer-unaligned length-past-end
	has standard-crosses-100 'error capability-crosses-100 f0-12f CAP_VNDR'
	lacks standard-crosses-100 pointer-into-capability
	lacks pointer-fc capability-crosses-100
	has same-id-neighbours 'warning same-id-neighbours 48-4f CAP_VNDR@1'
	lacks overlap same-id-neighbours
	has hidden-first-unknown-to-6.1 'error unknown-first-ecap 100-103 ECAP_IDE' -k 6.1.100
	has hidden-first-unknown-to-6.1 'info unknown-first-ecap 100-103 ECAP_IDE' -k 6.1.176
	lacks hidden-first-unknown-to-6.1 unknown-first-ecap -k 7.3.4
}

@test "a clean device has no finding, and says so" {
	try 0 lint -n -F "$DUMPS/made/empty-chain.txt"
	silent
	[ "${output##*$'\n'}" = "  no finding" ]
}

@test "exit status is 1 for a finding at --fail, and 0 below" {
	try 1 lint -n -F "$DUMPS/made/msi-odd.txt"
	try 0 lint -n -F "$DUMPS/made/overlap.txt"
	try 1 lint -n -F "$DUMPS/made/overlap.txt" --fail=warning
	try 1 lint -n -F "$DUMPS/made/overlap.txt" --fail=info
	try 0 lint -n -F "$DUMPS/made/empty-chain.txt" --fail=info
}

@test "a device with too few readable bytes is unusable, and a finding says why" {
	head -3 "$DUMPS/text/text-short.txt" > "$BATS_TEST_TMPDIR/less.txt"
	try 3 lint -n -F "$BATS_TEST_TMPDIR/less.txt" -o jsonl
	prints '"code":"short","severity":"error"'
	try 0 lint -n -F "$DUMPS/text/text-short.txt"	# the header is enough
	prints not-in-dump
}

@test "--min hides less severe findings, which still decide the exit status" {
	findings overlap
	[ "$(wc -l <<<"$output")" -gt 2 ]
	findings overlap --min=warning
	no grep -q ^info <<<"$output"
	grep -q ^warning <<<"$output"
	try 1 lint -n -F "$DUMPS/made/overlap.txt" --min=error --fail=warning
	prints 'no finding, 3 below error'
}

@test "--ignore hides a code, everywhere or in a range, and keeps it out of the exit status" {
	try 1 lint -n -F "$DUMPS/made/overlap.txt" --fail=warning --ignore=overlap
	try 0 lint -n -F "$DUMPS/made/overlap.txt" --fail=warning --ignore=overlap,pointer-into-capability
	prints '1 info, 2 ignored'
	try 0 lint -n -F "$DUMPS/made/overlap.txt" --fail=warning --ignore=overlap@44-4d --ignore=pointer-into-capability@CAP_MSI
	try 1 lint -n -F "$DUMPS/made/overlap.txt" --fail=warning --ignore=overlap@45-4d,pointer-into-capability
	try 1 lint -n -F "$DUMPS/made/overlap.txt" --fail=warning --ignore=overlap@CAP_PM,pointer-into-capability
	findings overlap --ignore=raw-tail@gaps
	no grep -q raw-tail <<<"$output"
}

@test "--ignore accepts the number of one of several equal capabilities" {
	findings same-id-neighbours --ignore=same-id-neighbours@CAP_VNDR@1
	no grep -q same-id-neighbours <<<"$output"
	findings same-id-neighbours --ignore=same-id-neighbours@CAP_VNDR
	grep -q same-id-neighbours <<<"$output"
}

@test "a word that --ignore does not understand is a usage error" {
	try 2 lint -F "$DUMPS/made/overlap.txt" --ignore=overlapping
	says 'vfio-cfgtool: --ignore: overlapping: no such code
  see: vfio-cfgtool lint --list'
	try 2 lint -F "$DUMPS/made/overlap.txt" --ignore=overlap@44
	try 2 lint -F "$DUMPS/made/overlap.txt" --ignore=overlap@
	try 2 lint -F "$DUMPS/made/overlap.txt" --min=fatal
	try 2 lint -F "$DUMPS/made/overlap.txt" --rules=kernel
}

@test "--list prints all codes and accepts no device" {
	try 0 lint --list
	[ "$(wc -l <<<"$output")" = 31 ]
	try 2 lint --list 01:00.0
	try 2 lint --list -o tap
	try 0 lint --list -o tsv
	[ "$(tail -n +2 <<<"$output" | cut -f 1)" = "$("$PROGRAM" lint --list -J | jq -r '.codes[].code')" ]
	try 0 lint --list -o jsonl
	prints '"code":"unknown-first-ecap","severity":"error","when":"an error without'
}

@test "tap has a point for each device, a block for each failure, and comments" {
	try 1 lint -n -q -F "$DUMPS/made/overlap.txt" --fail=warning -o tap
	[ "$(sed -n 1,2p <<<"$output")" = 'TAP version 13
not ok 1 - 0000:01:00.0 has no finding of severity warning or worse' ]
	prints "    - code: 'overlap'"
	prints '# info raw-tail 04e-04f CAP_MSI'
	[ "${output##*$'\n'}" = 1..1 ]
	try 3 lint -n -q -F "$DUMPS/made/overlap.txt" -o tap 01:00.0 0f:00.0
	prints 'not ok 2 - 0000:0f:00.0 cannot be judged'
	[ "${output##*$'\n'}" = 1..2 ]
}

@test "a TAP harness reads the output" {
	need prove
	"$PROGRAM" lint -n -q -F "$DUMPS/text/text-several.txt" -o tap >"$BATS_TEST_TMPDIR/tap"
	prove -e cat "$BATS_TEST_TMPDIR/tap" | grep -q 'Tests=4'
}

@test "lint opens no device and loads nothing" {
	can_trace
	strace -f -e trace=open,openat,ioctl -o "$BATS_TEST_TMPDIR/trace" \
		"$PROGRAM" lint -q -F "$DUMPS/made/overlap.txt" >/dev/null
	no grep -E '/dev/vfio|/sys/.*/config' "$BATS_TEST_TMPDIR/trace"
}

@test "completion offers codes, also after other codes" {
	try 0 __complete lint --ignore=overlap,chain
	[ "${output%%$'\t'*}" = --ignore=overlap,chain-loop ]
	try 0 __complete lint --ignore sev
	[ "${output%%$'\t'*}" = several-msi ]
}

@test "no line of TAP ends in a blank" {
	for dump in "$DUMPS"/made/*.txt; do
		"$PROGRAM" -n -q -F "$dump" -k 6.1 lint -o tap >>"$BATS_TEST_TMPDIR/tap" 2>/dev/null || true
	done
	grep -q '^# info no-pcie-cap-4k 100-fff$' "$BATS_TEST_TMPDIR/tap"
	no grep -n ' $' "$BATS_TEST_TMPDIR/tap"
}
