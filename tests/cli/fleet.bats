#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Formats for other programs: prometheus and junit.

load helper

NIC=$DUMPS/qemu/qemu-e1000e.txt

# part: writes a dump with only the first 256 bytes
part() {
	echo '01:00.0 0200: 8086:10d3'
	grep -E '^[0-9a-f]0: ' "$NIC"
}

# bytes FILE: prints the rows of bytes of a dump
bytes() {
	grep -E '^[0-9a-f]{2,3}: ' "$1"
}

# series: checks that the metrics in $output are well formed: each is in one piece and has a
# description, and no series is there twice. Prints "NAME{LABELS} VALUE" without the time.
series() {
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<'END'
import re, sys
name, seen, described, done = None, set(), {}, set()
for line in open(sys.argv[1], encoding="utf-8"):
    assert line.endswith("\n"), line
    if line.startswith("#"):
        kind, metric, text = re.fullmatch(r"# (HELP|TYPE) (vfio_cfgtool_[a-z_]+) (.+)\n", line).groups()
        assert kind == "HELP" or text == "gauge"
        described.setdefault(metric, []).append(kind)
        continue
    label = r'[a-z]+="(?:[^"\\\n]|\\[\\"n])*"'
    metric, labels, value = re.fullmatch(
        r"(vfio_cfgtool_[a-z_]+)(\{%s(?:,%s)*\})? ([0-9]+)\n" % (label, label), line).groups()
    assert described[metric] == ["HELP", "TYPE"], metric
    if metric != name:
        assert metric not in done, metric
        done.add(metric)
        name = metric
    assert (metric, labels) not in seen, line
    seen.add((metric, labels))
    if "timestamp" in metric:
        assert int(value) > 1700000000
    else:
        print(line, end="")
assert len(seen) <= 200, len(seen)
END
}

# has LINE: series printed this line
has() {
	grep -Fqx -- "$1" <<<"$all" || { printf '%s\n' "no series: $1" "$all"; return 1; }
}

@test "metrics of lint have findings, devices, errors and the run" {
	try 1 -n -q -F "$DUMPS/made/msi-odd.txt" lint -o prometheus
	all=$(series)
	has 'vfio_cfgtool_findings{address="0000:01:00.0",code="init-fails",severity="error"} 1'
	has 'vfio_cfgtool_device_error{address="0000:01:00.0",code="init-fails"} 1'
	has 'vfio_cfgtool_rules_basis{basis="table"} 1'
	has 'vfio_cfgtool_last_run_exit_status 1'
	has 'vfio_cfgtool_series_left_out 0'
	grep -q '^vfio_cfgtool_device_info{address="0000:01:00.0",id="1b36:0005",driver="",fingerprint="' <<<"$all"
	try 0 -n -q -F "$NIC" lint -o prometheus --ignore=host-identity
	all=$(series)
	no grep -q host-identity <<<"$all"
	has 'vfio_cfgtool_last_run_exit_status 0'
}

@test "metrics of check count the broken rules of each policy, also 0, and the unseen bytes" {
	printf 'format 1\nabsent CAP_PM\nabsent CAP_MSI\n' >"$BATS_TEST_TMPDIR/a\"b\\c"
	try 1 -n -F "$NIC" check -o prometheus -e 'visible CAP_PM' "$BATS_TEST_TMPDIR/a\"b\\c"
	all=$(series)
	has 'vfio_cfgtool_rules_failed{address="0000:01:00.0",policy="-e"} 0'
	has "vfio_cfgtool_rules_failed{address=\"0000:01:00.0\",policy=\"$BATS_TEST_TMPDIR/a\\\"b\\\\c\"} 2"
	has 'vfio_cfgtool_rules_unknown 0'
	part >"$BATS_TEST_TMPDIR/short"
	try 3 -n -q -F "$BATS_TEST_TMPDIR/short" check -o prometheus -e 'hidden ECAP_DSN'
	all=$(series)
	has 'vfio_cfgtool_rules_unknown 1'
	has 'vfio_cfgtool_last_run_exit_status 3'
}

@test "metrics of list have one series for each function" {
	try 0 -n -F "$NIC" list -o prometheus
	all=$(series)
	has 'vfio_cfgtool_device_info{address="0000:01:00.0",id="8086:10d3",driver="",fingerprint=""} 1'
}

@test "metrics have at most 200 series: errors stay, and the left-out series are counted" {
	good=$(bytes "$NIC")
	bad=$(bytes "$DUMPS/made/msi-odd.txt")
	for ((i = 0; i < 300; i++)); do
		((i < 299)) || good=$bad
		printf '%02x:%02x.0 1234: 1234:5678\n%s\n\n' $((i >> 5)) $((i & 31)) "$good"
	done >"$BATS_TEST_TMPDIR/many"
	try 1 -n -q -F "$BATS_TEST_TMPDIR/many" lint -o prometheus
	all=$(series)
	has 'vfio_cfgtool_device_error{address="0000:09:0b.0",code="init-fails"} 1'
	has 'vfio_cfgtool_findings{address="0000:09:0b.0",code="init-fails",severity="error"} 1'
	[ "$(grep -c . <<<"$all")" = 199 ]
	grep -q '^vfio_cfgtool_series_left_out [1-9]' <<<"$all"
}

@test "two functions with one address in several dumps are one series" {
	try 1 -n -q -F "$DUMPS/made/msi-odd.txt" -F "$DUMPS/made/past-end.txt" lint -o prometheus
	series >/dev/null
}

@test "a run that finds no device has metrics too, with its exit status" {
	try 3 -n -q -F "$NIC" -s 1f:1f.7 lint -o prometheus
	all=$(series)
	has 'vfio_cfgtool_last_run_exit_status 3'
	try 2 -n -q -F "$NIC" check -o prometheus -e 'nonsense'
	[ -z "$output" ]
}

@test "promtool accepts the metrics of every dump without a message" {
	need promtool
	for words in "lint" "check -e deny\\ raw\\ 40-ff" "list"; do
		eval "set -- $words"
		"$PROGRAM" -q -F "$DUMPS/made" "$@" -o prometheus >"$BATS_TEST_TMPDIR/out" 2>/dev/null || true
		run promtool check metrics <"$BATS_TEST_TMPDIR/out"
		[ "$status" = 0 ]
		[ -z "$output" ]
	done
}

# cases: prints "SUITE CLASS NAME OUTCOME TYPE" of each case in $output, and checks the counts
cases() {
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<'END'
import sys
import xml.etree.ElementTree as tree
kinds = {"failure": "failures", "error": "errors", "skipped": "skipped"}
root = tree.parse(sys.argv[1]).getroot()
assert root.tag == "testsuites"
for suite in root:
    count = dict.fromkeys(kinds.values(), 0)
    for case in suite:
        found = [child for child in case if child.tag in kinds]
        for child in found:
            count[kinds[child.tag]] += 1
        print(suite.get("name"), case.get("classname"), case.get("name"),
              *([found[0].tag, found[0].get("type")] if found else ["passed"]), sep="|")
    assert int(suite.get("tests")) == len(suite)
    for name, number in count.items():
        assert int(suite.get(name)) == number, name
END
}

@test "junit of check has a case for each rule: broken, not judged, left out or passed" {
	part >"$BATS_TEST_TMPDIR/short"
	try 1 -n -q -F "$BATS_TEST_TMPDIR/short" check -o junit -e 'visible CAP_PM' -e 'absent CAP_PM' \
		-e 'hidden ECAP_DSN' -e 'optional map CAP_VNDR'
	[ "$(cases)" = "0000:01:00.0|-e|1: visible CAP_PM|passed
0000:01:00.0|-e|2: absent CAP_PM|failure|broken
0000:01:00.0|-e|3: hidden ECAP_DSN|error|not-seen
0000:01:00.0|-e|4: optional map CAP_VNDR|skipped|None" ]
	prints 'message="a user finds CAP_PM in the chain, and should not"'
}

@test "junit of lint has a case for each code, which fails at --fail" {
	try 1 -n -q -F "$DUMPS/made/overlap.txt" lint -o junit --fail=warning
	all=$(cases)
	has '0000:01:00.0|lint|overlap|failure|warning'
	has '0000:01:00.0|lint|init-fails|passed'
	[ "$(grep -c . <<<"$all")" = "$("$PROGRAM" lint --list -o json | grep -c '"code"')" ]
	try 0 -n -q -F "$DUMPS/made/overlap.txt" lint -o junit
	all=$(cases)
	has '0000:01:00.0|lint|overlap|passed'
}

@test "junit of a device that cannot be judged is an error, never a pass" {
	try 3 -n -q -F "$DUMPS/made/all-ff.txt" check -o junit -e 'visible CAP_PM'
	[ "$(cases)" = "0000:01:00.0|device|can be judged|error|no-answer" ]
}

@test "junit is valid XML with any characters in names" {
	local name=$'<&>"\x27]]>\x1b\t\n\xff\xef\xbf\xbe\xe2\x80\xae'
	printf 'format 1\nabsent CAP_PM # <&>"\n' >"$BATS_TEST_TMPDIR/$name"
	try 1 -n -q -F "$NIC" check -o junit "$BATS_TEST_TMPDIR/$name"
	cases | grep -Fq '<&>"'\'']]>\x1b\x09\x0a\xff\xef\xbf\xbe\xe2\x80\xae|2: absent CAP_PM'
}

# peak COUNT COMMAND...: prints the peak of the program's memory in kB for COUNT devices
peak() {
	"$BATS_TEST_DIRNAME/witness/peak.py" "$1" "$BATS_TEST_TMPDIR/rows" "$PROGRAM" -n -q -F - "${@:2}"
}

@test "10,000 devices take less than twice the memory of 1,000" {
	local command
	grep -q __asan_init "$PROGRAM" && skip "a sanitizer keeps what was freed"
	grep -E '^[0-9a-f]{2,3}: ' "$DUMPS/qemu/qemu-e1000e.txt" >"$BATS_TEST_TMPDIR/rows"
	for command in 'list -o json' 'lint -o table'; do
		few=$(peak 1000 $command) many=$(peak 10000 $command)
		echo "$command: $few kB, $many kB"
		[ "$many" -lt $((2 * few)) ]
	done
}

# outcome JOBS COMMAND...: prints all output of a call on three directories of dumps, and its
# exit status
outcome() {
	local jobs=$1 status=0
	shift
	"$PROGRAM" -j "$jobs" -F "$DUMPS/made" -F "$DUMPS/pasted" -F "$DUMPS/text" "$@" 2>&1 || status=$?
	echo "status $status"
}

@test "-j N and -j 1 have the same output, byte for byte" {
	local call jobs
	# metrics contain the time of the run
	while read -r call; do
		call=${call/POLICY/$ROOT/doc/ci/e1000e.policy}
		outcome 1 $call | grep -v last_run_timestamp >"$BATS_TEST_TMPDIR/one"
		[ "$(wc -l <"$BATS_TEST_TMPDIR/one")" -gt 5 ]
		for jobs in 2 7; do
			echo "-j $jobs $call"
			outcome $jobs $call | grep -v last_run_timestamp | cmp - "$BATS_TEST_TMPDIR/one"
		done
	done <<-'END'
		map -o table
		map -o hex
		map -o jsonl -v
		map -o json --require=table
		policy -o json --rules=6.1
		policy -o policy -n
		lint -o tap
		lint -o junit
		lint -o prometheus
		check -o tap POLICY
		check -o jsonl POLICY --unmatched=ignore
		read VENDOR_ID.w -o json
		explain COMMAND
		capture
		policy -o jsonl --vmm=qemu-11.1
	END
}
