#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# --rules=module:FILE: rules from the file of a module.

load helper

# made RELEASE [WORD...]: writes the file of a module to $MODULE; words of witness/module_file.py
made() {
	MODULE=$BATS_TEST_TMPDIR/vfio-pci-core.ko
	"$PYTHON" "$BATS_TEST_DIRNAME/witness/module_file.py" "$MODULE" "$@"
	chmod 644 "$MODULE"
}

# value FILTER: prints a Python expression on `d`, the last printed document
value() {
	"$PYTHON" -c 'import json, sys
d = json.loads(open(sys.argv[1]).readline())
print(eval(sys.argv[2]))' "$BATS_TEST_TMPDIR/out" "$1"
}

hidden=$DUMPS/made/extended-hidden.txt

@test "the file of a checked release agrees with the table, in each class and byte order, and the basis is table" {
	local words
	for words in "" 32 big "32 big"; do
		# shellcheck disable=SC2086
		made 6.18.5 $words
		try 0 rules -k "module:$MODULE" -o jsonl
		silent
		[ "$(value "d['rules']['name'], d['rules']['basis'], d['modules'][0]['differences']")" = "('6.18.5', 'table', [])" ]
		try 0 map -n -F "$hidden" -k "module:$MODULE" -o jsonl
		cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/file"
		try 0 map -n -F "$hidden" -k 6.18.5 -o jsonl
		diff "$BATS_TEST_TMPDIR/file" "$BATS_TEST_TMPDIR/out"
	done
}

@test "a length that a vendor changed in the file is noticed and named" {
	made 6.17.13 1b=8
	try 1 rules -k "module:$MODULE" -o jsonl
	says "vfio-cfgtool: $MODULE: the module's file differs from its release: +len:ECAP_PASID=8"
	[ "$(value "d['rules']['name'], d['rules']['basis']")" = "('6.17.13,+len:ECAP_PASID=8', 'module')" ]
	[ "$(value "d['modules'][0]['differences']")" = "[{'switch': 'len:ECAP_PASID', 'file': 8, 'release': 0}]" ]
	try 0 map -n -F "$hidden" -k "module:$MODULE" -o jsonl
	warns "rules of the module's file: the module's file differs from its release: +len:ECAP_PASID=8"
	[ "$(value "[w['code'] for w in d['warnings']][0]")" = rules-module ]
	[ "$(value "[r['size'] for r in d['ranges'] if r['id'] == 0x1b]")" = "[8]" ]
	basis=$(value "d['rules']['switches_basis']")
	[[ $basis = *"'dvsec': 'module'"* && $basis = *"'lengths': 'module'"* && $basis = *"'exp-v2-52': 'assumed'"* ]]
	try 0 map -n -q -F "$hidden" -k "module:$MODULE"
	prints ', rules 6.17.13,+len:ECAP_PASID=8 (lengths: module; 9 switches assumed)'
	# and the name of the rules alone gives the same map
	try 0 map -n -q -F "$hidden" -k 6.17.13,+len:ECAP_PASID=8 -o hex
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/named"
	try 0 map -n -q -F "$hidden" -k "module:$MODULE" -o hex
	diff "$BATS_TEST_TMPDIR/named" "$BATS_TEST_TMPDIR/out"
}

@test "the data of the file show the maximum, placeholder, DVSEC, displays and any length" {
	while read -r words named; do
		# shellcheck disable=SC2086
		made 6.18.5 ${words//,/ }
		try 1 rules -k "module:$MODULE" -o jsonl
		[ "$(value "[e['switch'] for e in d['modules'][0]['differences']]")" = "$named" ] || { echo "$words"; false; }
	done <<-END
		max=2e ['ext-cap-max']
		no-ro ['ecap-unknown-ro']
		23=0 ['dvsec']
		23=c ['len:ECAP_DVSEC']
		c05=e ['len:CAP_MSI']
		01=48 ['len:ECAP_AER']
		c01=0,1b=8 ['len:CAP_PM', 'len:ECAP_PASID']
	END
	made 6.12.43 max=2e display
	try 1 rules -k "module:$MODULE" -o jsonl
	[ "$(value "d['modules'][0]['differences']")" = "[{'switch': 'igd-any-display', 'file': 1, 'release': 0}]" ]
}

@test "vfio-pci.ko next to the file shows which displays are Intel's, and else that is assumed" {
	made 6.18.5 max=30
	"$PYTHON" "$BATS_TEST_DIRNAME/witness/module_file.py" "$BATS_TEST_TMPDIR/vfio-pci.ko" 6.18.5
	try 1 rules -k "module:$MODULE" -o jsonl
	[ "$(value "[e['switch'] for e in d['modules'][0]['differences']]")" = "['igd-any-display', 'ext-cap-max']" ]
	[ "$(value "d['rules']['switches_basis']['igd-any-display']")" = module ]
	rm "$BATS_TEST_TMPDIR/vfio-pci.ko"
	try 1 rules -k "module:$MODULE" -o jsonl
	[ "$(value "d['rules']['switches_basis']['igd-any-display']")" = assumed ]
}

@test "a vendor's kernel with assumed rules gets the basis module, and a vmlinux names its release" {
	made 6.17.0-1004-nvidia-64k 1b=8
	try 0 rules -k "module:$MODULE" -o jsonl
	[ "$(value "d['rules']['name'], d['rules']['basis']")" = "('6.17.0-1004-nvidia-64k', 'module')" ]
	try 0 map -n -q -F "$hidden" -k "module:$MODULE"
	prints 'rules 6.17.0-1004-nvidia-64k (lengths: module; 9 switches assumed)'
	made 6.18.5 vmlinux
	try 0 rules -k "module:$MODULE" -o jsonl
	[ "$(value "d['rules']['name']")" = 6.18.5 ]
	try 0 map -n -q -F "$hidden" -k "module:$MODULE" --require=table
	made 6.18.5-custom
	try 3 map -n -q -F "$hidden" -k "module:$MODULE" --require=table
	try 0 map -n -q -F "$hidden" -k "module:$MODULE" --require=module
}

@test "switches come before the file, whose name may contain a comma" {
	made 6.17.13 1b=8
	mv "$MODULE" "$BATS_TEST_TMPDIR/a,b.ko"
	try 0 map -n -q -F "$hidden" -k "+len:ECAP_PASID=0,-dvsec,module:$BATS_TEST_TMPDIR/a,b.ko" -o jsonl
	[ "$(value "d['rules']['name']")" = 6.17.13,+len:ECAP_PASID=0,-dvsec ]
	try 2 map -n -F "$hidden" -k "+nosuch,module:$BATS_TEST_TMPDIR/a,b.ko"
	warns "'+nosuch' is not a switch"
	try 2 map -n -F "$hidden" -k "6.1,module:$BATS_TEST_TMPDIR/a,b.ko"
}

@test "diff shows what a patched module changes for devices, and rules compares several files" {
	made 6.18.5 1b=8
	try 1 diff -n -q --rules=6.18.5 --rules="module:$MODULE" -F "$hidden" -o jsonl
	[ "$(value "[(m['start'], m['end']) for m in d['map']]")" = "[(432, 439)]" ]
	cp "$MODULE" "$BATS_TEST_TMPDIR/patched.ko"
	made 6.12.43 max=2e
	try 1 rules -k "module:$MODULE" "$BATS_TEST_TMPDIR/patched.ko"
	prints 'NOT AS ITS RELEASE'
	prints '+len:ECAP_PASID=8'
	try 0 rules -k "module:$MODULE" "$MODULE" -o jsonl
	[ "$(value "[m['rules']['name'] for m in d['modules']]")" = "['6.12.43', '6.12.43']" ]
}

@test "compressed files are the normal case" {
	need gzip xz zstd
	made 6.17.13 1b=8
	for tool in gzip xz zstd; do
		$tool -q -k -c "$MODULE" >"$BATS_TEST_TMPDIR/packed"
		try 1 rules -k "module:$BATS_TEST_TMPDIR/packed" -o jsonl
		[ "$(value "d['rules']['name']")" = 6.17.13,+len:ECAP_PASID=8 ]
	done
}

@test "an unusable file has a message, exit 3: stripped, truncated anywhere, no table, too many lengths" {
	made 6.18.5 stripped
	try 3 rules -k "module:$MODULE"
	says "vfio-cfgtool: $MODULE: its symbols, which say where its tables are, were stripped"$'\n  take one that was installed with INSTALL_MOD_STRIP=1 at most'
	for name in pci_cap_length pci_ext_cap_length cap_perms ecap_perms; do
		made 6.18.5 without=$name
		try 3 rules -k "module:$MODULE"
		warns "it has no table $name as VFIO for PCI has"
	done
	made 6.18.5
	size=$(stat -c %s "$MODULE")
	for ((cut = 0; cut < size; cut += 97)); do
		head -c $cut "$MODULE" >"$BATS_TEST_TMPDIR/cut"
		try 3 map -n -F "$hidden" -k "module:$BATS_TEST_TMPDIR/cut"
		[ -z "$output" ]
	done
	try 3 rules -k "module:$hidden"
	warns 'it is not an ELF file'
	made 6.18.5 1b=8 1c=8 1d=8 1e=8 1f=8 20=8 21=8 22=8 26=8
	try 3 rules -k "module:$MODULE"
	warns 'its tables have more than 8 lengths that are not known, as 8 bytes for ECAP_16GT, which is 0'
	try 3 rules -k module:/nonexistent
	warns 'vfio-cfgtool: /nonexistent: cannot be opened: No such file or directory'
}

@test "a file that others can write, and a thing that is no file, are not trusted" {
	made 6.18.5
	chmod o+w "$MODULE"
	try 4 map -n -F "$hidden" -k "module:$MODULE"
	warns "vfio-cfgtool: $MODULE: it is another user's, or others can write it"
	try 3 map -n -F "$hidden" -k "module:$BATS_TEST_TMPDIR"
	mkfifo "$BATS_TEST_TMPDIR/fifo"
	try 3 map -n -F "$hidden" -k "module:$BATS_TEST_TMPDIR/fifo"
	warns 'is a FIFO, not a file'
	[ "$(id -u)" = 0 ] || return 0
	chmod o-w "$MODULE"
	chown 1234 "$MODULE"
	try 4 map -n -F "$hidden" -k "module:$MODULE"
}

@test "module without a file means the running kernel's, and a message says where it is missing" {
	[ ! -e "/lib/modules/$(uname -r)" ] || skip "the running kernel has modules here"
	try 3 map -n -F "$hidden" -k module
	warns "vfio-cfgtool: --rules=module: "
	[ -z "$output" ]
}

@test "files of the module are opened only if the call names them" {
	can_trace
	made 6.18.5
	strace -f -qq -e trace=openat -o "$BATS_TEST_TMPDIR/trace" "$PROGRAM" map -n -q -F "$hidden" \
		-k "module:$MODULE" >/dev/null
	# the file, and vfio-pci.ko next to it, which does not exist
	[ "$(grep -c "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/trace")" = 2 ]
	strace -f -qq -e trace=openat,stat,newfstatat,access -o "$BATS_TEST_TMPDIR/trace" "$PROGRAM" map -n -q -F "$hidden" >/dev/null
	no grep -e /lib/modules -e kmod -e /sys/module "$BATS_TEST_TMPDIR/trace"
}
