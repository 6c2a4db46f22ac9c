#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# All forms of --rules, --require, and the command rules.

load helper

# value FILTER: prints a Python expression on `d`, the device of the last jsonl
value() {
	"$PYTHON" -c 'import json, sys
d = json.loads(open(sys.argv[1]).readline())
print(eval(sys.argv[2]))' "$BATS_TEST_TMPDIR/out" "$1"
}

map_under() {
	try 0 -n -F "$DUMPS/made/extended-dvsec.txt" map -o jsonl -k "$1"
}

@test "a dump is judged under the newest known rules, unless --rules names others" {
	map_under auto
	[ "$(value "d['rules']['name'], d['rules']['basis']")" = "('7.3.4', 'table')" ]
	try 0 -n -F "$DUMPS/made/extended-dvsec.txt" map -o jsonl
	[ "$(value "d['rules']['name']")" = 7.3.4 ]
	silent
}

@test "6.1 means the first 6.1, and 6.1.176 means that stable release" {
	# 6.1.120 made an unknown first extended capability read-only
	map_under 6.1
	[ "$(value "'ecap-unknown-ro' in d['rules']['switches']")" = False ]
	map_under 6.1.119
	[ "$(value "'ecap-unknown-ro' in d['rules']['switches']")" = False ]
	map_under 6.1.120
	[ "$(value "'ecap-unknown-ro' in d['rules']['switches']")" = True ]
	map_under 6.1.176
	[ "$(value "'ecap-unknown-ro' in d['rules']['switches']")" = True ]
	[ "$(value "d['rules']['name'], d['rules']['basis']")" = "('6.1.176', 'table')" ]
	silent
}

@test "each release has the switches of its sources" {
	while read -r release switches; do
		map_under "$release"
		[ "$(value "' '.join(d['rules']['switches'])")" = "$switches" ] ||
			{ value "d['rules']['switches']"; return 1; }
	done <<-END
		5.10.223 exp-v2-52 ecap-error-fails ext-cap-max=26
		5.10.262 exp-v2-52 ecap-unknown-ro ecap-error-fails ext-cap-max=26
		6.1.176 pme-virtual ecap-unknown-ro ecap-error-fails nointx-notconnected igd-vbt ext-cap-max=2e
		6.12.107 exp-v2-52 pme-virtual ecap-unknown-ro ecap-error-fails dvsec nointx-notconnected igd-vbt ext-cap-max=2e
		7.3.4 exp-v2-52 pme-virtual ecap-unknown-ro ecap-error-fails dvsec nointx-notconnected nointx-no-irq igd-any-display igd-vbt rom-from-setup ext-cap-max=31
	END
}

@test "a pasted uname -r is accepted, with basis assumed if it hides the stable level" {
	while read -r release basis; do
		map_under "$release"
		[ "$(value "d['rules']['basis']")" = "$basis" ] || { echo "$release"; return 1; }
		[ "$(value "d['rules']['name']")" = "$release" ]
		case $basis in
		table) silent ;;
		assumed) warns "vfio-cfgtool: 0000:01:00.0: rules assumed: " ;;
		esac
	done <<-END
		6.12.107+deb12-amd64 table
		6.18.5-arch1-1 table
		6.1.176-custom assumed
		6.17.0-1001-nvidia assumed
		6.1.0-56-amd64 assumed
		5.15.0-91-generic assumed
		5.14.0-362.24.1.el9_3.x86_64 assumed
		6.12.0-124.el10.x86_64 assumed
	END
}

@test "the heading of a dump says if its rules are not the running kernel's; a capture's does not" {
	local dump=$DUMPS/made/extended-dvsec.txt running
	running=$("$PROGRAM" rules -o jsonl | "$PYTHON" -c 'import json, sys; print(json.load(sys.stdin)["rules"]["name"])')
	for command in map policy lint "map -o grid" "explain COMMAND"; do
		read -r -a words <<<"$command"
		try 0 -n -q -F "$dump" "${words[@]}" -k "$running"
		no prints "this kernel's"
		try 0 -n -q -F "$dump" "${words[@]}" -k 5.10
		prints ", rules 5.10 (table), not this kernel's ($running)"
	done
	"$PROGRAM" capture -q -F "$dump" | sed 's/^# rules .*/# rules 5.10/' >"$BATS_TEST_TMPDIR/capture"
	try 0 -n -q -F "$BATS_TEST_TMPDIR/capture" map
	prints ', rules 5.10 (table)'
	no prints "this kernel's"
}

@test "help says which rules auto is for a dump" {
	try 0 help options
	[[ $(tr -s ' \n' '  ' <<<"$output") = *"auto (the running kernel; of a dump the newest known, of a capture those it was made under)"* ]]
}

@test "switches correct a release, and the name contains them" {
	map_under 6.1.176
	hidden=$(value "len(d['hidden'])")
	map_under 6.1.176,+dvsec
	[ "$(value "d['rules']['name']")" = 6.1.176,+dvsec ]
	[ "$(value "len(d['hidden'])")" -lt "$hidden" ]
	[ "$(value "d['map'][2 * 0x110:][:2]")" = 23 ]
	map_under 7.3.4,-dvsec,-exp-v2-52
	[ "$(value "d['rules']['name']")" = 7.3.4,-dvsec,-exp-v2-52 ]
	[ "$(value "d['map'][2 * 0x110:][:2], d['map'][2 * 0x72:][:2]")" = "('ff', 'ff')" ]
	map_under auto,-exp-v2-52
	[ "$(value "d['rules']['name']")" = 7.3.4,-exp-v2-52 ]
	# --rules accepts the name that it printed
	map_under "$(value "d['rules']['name']")"
	[ "$(value "d['rules']['name']")" = 7.3.4,-exp-v2-52 ]
}

@test "6.1.176 with the switches of 6.12.107 makes the maps of 6.12.107" {
	"$PYTHON" "$DUMPS/make" --expected "$BATS_TEST_TMPDIR"
	for dump in extended-dvsec hidden-first-dvsec vf express-v2-type-0; do
		try 0 -n -F "$DUMPS"/*/"$dump.txt" map -o hex -k 6.1.176,+dvsec,+exp-v2-52
		cmp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/6.12.107/$dump.hex"
	done
}

@test "+ext-cap-max= moves the end of the kernel's table" {
	dump=$DUMPS/made/extended-hidden.txt
	for last in 26 2e 31 50; do
		try 0 -n -F "$dump" map -o jsonl -k "6.1.176,+ext-cap-max=$last"
		[ "$(value "d['rules']['name']")" = "6.1.176,+ext-cap-max=$last" ]
		[ "$(value "{h['reason'] for h in d['hidden'] if h['id'] > 0x$last} == {'unknown'}")" = True ]
		[ "$(value "'unknown' in {h['reason'] for h in d['hidden'] if h['id'] <= 0x$last}")" = False ]
	done
}

@test "+len: changes an entry of the kernel's table of lengths, in every command with rules" {
	local dump=$DUMPS/made/extended-hidden.txt rules=6.12.43,+len:ECAP_PASID=8
	try 0 -n -F "$dump" map -o jsonl -k $rules
	[ "$(value "d['rules']['name'], d['rules']['switches'][-1]")" = "('$rules', 'len:ECAP_PASID=8')" ]
	[ "$(value "[(r['start'], r['size'], r['name']) for r in d['ranges'] if r['id'] == 0x1b]")" = "[(432, 8, 'ECAP_PASID')]" ]
	# PASID is read-only, and stays in the user's chain
	try 0 -n -F "$dump" policy -o jsonl -k $rules 1b4.l 1b0.l
	[ "$(value "[(r['write'], r['read_virtual']) for r in d['registers']]")" = "[('00000000', '00000000'), ('00000000', 'ffffffff')]" ]
	try 0 -n -F "$dump" check -k $rules -e 'visible ECAP_PASID'
	try 1 -n -F "$dump" check -k 6.12.43 -e 'visible ECAP_PASID'
	# a capture keeps them
	"$PROGRAM" capture -q -F "$dump" | sed "s/^# rules .*/# rules $rules/" >"$BATS_TEST_TMPDIR/capture"
	try 0 -n -F "$BATS_TEST_TMPDIR/capture" check -e 'visible ECAP_PASID'
	try 0 -n -F "$BATS_TEST_TMPDIR/capture" capture
	prints "# rules $rules"
	# and explain and diff name them
	try 0 -n -F "$dump" explain -k $rules 1b4.l
	prints 'len:ECAP_PASID=8: the bytes that the kernel takes the capability for'
	try 0 -n -F "$dump" explain -k $rules 1b4.l -o jsonl
	[ "$(value "[(s['name'], s['value'], s['other']) for s in d['registers'][0]['switches'] if s['name'].startswith('len')]")" = "[('len:ECAP_PASID', 8, 0)]" ]
	try 1 -n diff --rules=6.12.43 --rules=$rules "$dump" -o jsonl
	[ "$(value "[(m['start'], m['end']) for m in d['map']]")" = "[(432, 439)]" ]
	# ff takes the length from the capability's fields, and this one has none; 0 hides
	map_under 6.12.43,+len:CAP_EXP=0
	[ "$(value "[h['name'] for h in d['hidden']][0]")" = CAP_EXP ]
}

@test "a policy file asks for lengths" {
	local dump=$DUMPS/made/extended-hidden.txt
	try 0 -n -F "$dump" check -o jsonl -k 6.12.43,+len:ECAP_PASID=8 -e 'if +len:ECAP_PASID=8' \
		-e 'visible ECAP_PASID' -e end
	[ "$(value "len(d['results']), d['not_judged']")" = "(1, 0)" ]
	try 0 -n -F "$dump" check -o jsonl -k 6.12.43 -e 'if +len:ecap001b=8' -e 'visible ECAP_PASID' -e end \
		-e 'if +len:ECAP_PASID=0' -e 'hidden ECAP_PASID' -e end
	[ "$(value "len(d['results']), d['not_judged']")" = "(1, 1)" ]
	for rule in 'if +len:' 'if +len:PASID=8' 'if +len:ECAP_PASID' 'if +len:ECAP_PASID=100' \
		'if -len:ECAP_PASID=8' 'if +dvsec=what' 'if -dvsec=raw'; do
		try 2 -n -F "$dump" check -e "$rule" -e 'map CAP_PM' -e end
	done
	try 0 -n -F "$dump" check -o jsonl -k 6.12.43,+dvsec=raw -e 'if +dvsec=raw' -e 'size 1000' -e end \
		-e 'if +dvsec' -e 'size 1000' -e end -e 'if +dvsec=cxl' -e 'size 100' -e end
	[ "$(value "len(d['results']), d['not_judged']")" = "(2, 1)" ]
}

@test "+dvsec=raw reads its header from the device, +dvsec=cxl leaves those of CXL devices undefined" {
	local dump=$DUMPS/made/extended-dvsec.txt
	try 0 -n -F "$dump" policy -o jsonl -k 6.17 110.l
	[ "$(value "d['registers'][0]['read_virtual'], d['registers'][0]['write']")" = "('ffffffff', 'ffffffff')" ]
	try 0 -n -F "$dump" policy -o jsonl -k 6.17,+dvsec=raw 110.l
	[ "$(value "d['registers'][0]['read_virtual'], d['registers'][0]['write']")" = "('00000000', 'ffffffff')" ]
	try 0 -n -F "$dump" policy -o jsonl -k 6.17,+dvsec=cxl
	[ "$(value "d['undefined']")" = "[]" ]
	# its vendor becomes CXL's
	sed -E 's/^110: (.. .. .. ..) .. ../110: \1 98 1e/' "$dump" >"$BATS_TEST_TMPDIR/dump"
	try 0 -n -F "$BATS_TEST_TMPDIR/dump" policy -o jsonl -k 6.17,+dvsec=cxl
	[ "$(value "d['undefined'][0]['start']")" = 272 ]
	[ "$(value "[w['code'] for w in d['warnings']][-1]")" = vendor-unknown ]
}

@test "a VF under Alibaba's rules is undefined after its last extended capability" {
	local rules=5.10.134-19.1.al8.x86_64
	try 0 -n -F "$DUMPS/made/extended-dvsec.txt" policy -q -o jsonl -k $rules
	[ "$(value "d['undefined']")" = "[]" ]
	try 0 -n -F "$DUMPS/made/extended-dvsec.txt" policy -q -o jsonl -k $rules --vf
	[ "$(value "len(d['undefined']), d['undefined'][0]['end']")" = "(1, 4095)" ]
	try 0 -n -F "$DUMPS/made/extended-dvsec.txt" map -o jsonl -k $rules --vf
	warns "rules assumed: Alibaba's kernel, which shows PASID and DVSEC: the set 5.10-alibaba"
	[ "$(value "[w['code'] for w in d['warnings']][-1]")" = vendor-unknown ]
}

@test "a newer kernel than known gets the newest rules, a warning, and basis assumed" {
	map_under 99.1.7
	[ "$(value "d['rules']['name'], d['rules']['basis']")" = "('99.1.7', 'assumed')" ]
	[ "$(value "[w['code'] for w in d['warnings']]")" = "['rules-assumed']" ]
	warns "rules assumed: newer than 7.3, the newest release known"
	newest=$(value "d['map']")
	map_under 7.3.4
	[ "$(value "d['map']")" = "$newest" ]
	map_under 7.3.99
	[ "$(value "d['rules']['basis']")" = assumed ]
	warns "rules assumed: "
}

@test "too old, unknown or contradictory rules exit 2, with the list of switches" {
	for rules in 5.9 4.19.300 2.6 foo 6 6. .1 "" 6.1x 6.1.176,,+dvsec; do
		try 2 -n -F "$DUMPS/made/extended-dvsec.txt" map -k "$rules"
		[ -z "$output" ]
		warns "vfio-cfgtool: --rules: '"
		warns "  see: vfio-cfgtool rules"
	done
	try 2 -n -F "$DUMPS/made/extended-dvsec.txt" map -k 5.9.1
	says $'vfio-cfgtool: --rules: \'5.9.1\' is not a release from 5.10 on\n  see: vfio-cfgtool rules'
	for rules in +nosuch dvsec +dvsec,-dvsec +dvsec,+dvsec +dvsec=1 -dvsec=0 +ext-cap-max \
		-ext-cap-max=31 +ext-cap-max= +ext-cap-max=0 +ext-cap-max=fe +ext-cap-max=123 \
		+ext-cap-max=xy +ext-cap-max=31,+ext-cap-max=2e + -; do
		try 2 -n -F "$DUMPS/made/extended-dvsec.txt" map -k "6.1,$rules"
		[ -z "$output" ]
		warns "vfio-cfgtool: --rules: '${rules##*,}' is not a switch, or contradicts an earlier one"
		warns "exp-v2-52, pme-virtual, ecap-unknown-ro"
	done
}

@test "--require exits 3 if the basis of the rules is weaker" {
	try 0 -n -F "$DUMPS/made/vf.txt" map --require=table -k 6.1.176
	silent
	for require in verified kernel; do
		try 3 -n -F "$DUMPS/made/vf.txt" map --require=$require -k 6.1.176
		says "vfio-cfgtool: 0000:01:00.0: the basis of rules 6.1.176 is 'table', not '$require'"$'\n  see: vfio-cfgtool rules'
		[ -z "$output" ]
	done
	try 3 -n -F "$DUMPS/made/vf.txt" map --require=table -k 99.1 -o jsonl
	warns "the basis of rules 99.1 is 'assumed', not 'table'"
	[ "$(value "d['error']['code'], d['map']")" = "('unsupported', None)" ]
}

@test "rules lists every switch, the running kernel's set and its basis" {
	try 0 rules
	silent
	prints "$(uname -r): rules "
	prints "basis "
	for name in exp-v2-52 pme-virtual ecap-unknown-ro dvsec nointx-notconnected nointx-no-irq \
		igd-any-display rom-from-setup ext-cap-max; do
		grep -Eq "^$name +(on|off|[0-9a-f]{2}) " <<<"$output"
	done
}

@test "rules in json and jsonl has the same facts, with the release of every step" {
	try 0 rules -J
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/json"
	try 0 rules -o jsonl
	[ "$(wc -l <"$BATS_TEST_TMPDIR/out")" = 1 ]
	"$PYTHON" - "$BATS_TEST_TMPDIR/json" "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		document, line = (json.load(open(name)) for name in sys.argv[1:])
		assert document == line
		switches = {switch["name"]: switch for switch in line["switches"]}
		assert len(switches) == len(line["switches"])
		assert [(step["release"], step["value"]) for step in switches["dvsec"]["steps"]] == [("6.4", 1)]
		assert [step["value"] for step in switches["ext-cap-max"]["steps"]] == [0x26, 0x2e, 0x31]
		for switch in line["switches"]:
		    for step in switch["steps"]:
		        assert step["stable"] == (step["release"].count(".") == 2), step
	END
}
