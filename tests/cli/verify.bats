#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# verify and --rules=kernel without root and VFIO: what they refuse before anything is done.
# The rest is in tests/vm/verify.bats.

load helper

dump=$DUMPS/made/null-capability.txt
none=ffff:ff:1f.7	# a device that no machine has

need_pci() {
	[ -d /sys/bus/pci/devices ] || skip "no PCI in this machine"
}

# refuses LINE TEXT: a usage error with this message and no output
refuses() {
	# shellcheck disable=SC2086
	try 2 $1
	[ "${error%%$'\n'*}" = "vfio-cfgtool: $2" ] || says "vfio-cfgtool: $2 ..."
	[ -z "$output" ]
}

@test "verify compares rules with the kernel, so it does not accept the kernel as rules" {
	for line in "verify --rules=kernel $none" "verify -k kernel --all" "-k kernel verify $none"; do
		refuses "$line" "--rules: verify needs rules to compare the kernel with: name a release"
	done
}

@test "verify opens its devices, so it does not accept other sources" {
	refuses "verify --source=sysfs $none" "--source: verify opens the device; --source=sysfs cannot be used"
	refuses "--source=sysfs verify --all" "--source: verify opens the device; --source=sysfs cannot be used"
}

@test "--rules=kernel needs an open device: not a dump, not --source=sysfs" {
	text="--rules: kernel needs an open device; it cannot be combined with"
	refuses "map -F $dump --rules=kernel" "$text --dump"
	refuses "map -k kernel -F $dump 01:00.0" "$text --dump"
	refuses "map --source=sysfs --rules=kernel $none" "$text --source=sysfs"
}

@test "--rules=kernel takes no switches, because it predicts nothing" {
	try 2 map -k kernel,+dvsec $none
	warns "vfio-cfgtool: --rules: "
	[ -z "$output" ]
}

@test "verify has no options for files and none of the options of map" {
	for option in dump=x require=table free no-irq; do
		try 2 verify $none --$option
		[ -z "$output" ]
		warns "vfio-cfgtool: "
	done
	refuses "verify -F x" "verify: has no option --dump"
	refuses "verify $none --free" "verify: has no option --free"
	refuses "verify $none --require=table" "verify: has no option --require"
}

@test "verify needs words with the form of a device, and formats that it has" {
	refuses "verify" "no DEVICE"
	refuses "verify 1:2" "1:2: not a device"
	refuses "verify $none --all" "a DEVICE does not go with -s, -d and --all"
	for format in grid hex tap nosuch; do
		refuses "verify -o $format $none" "verify: has no format '$format'"
	done
	try 2 verify -k 4.19 $none
	warns "vfio-cfgtool: --rules: '4.19' is not a release"
}

@test "verify names a device that the machine does not have, exit 3, in each format" {
	need_pci
	told=$'vfio-cfgtool: ffff:ff:1f.7: no such device\n  the machine\'s devices: vfio-cfgtool list'
	try 3 -n verify $none
	says "$told"
	[[ $output = "ADDRESS "*$'\n'"$none  not-found"* ]]
	for format in json jsonl; do
		try 3 -n verify -o $format $none
		says "$told"
		"$PYTHON" - "$BATS_TEST_TMPDIR/out" $format <<-'END'
			import json, sys
			device = json.load(open(sys.argv[1]))
			assert device["command"] == "verify"
			if sys.argv[2] == "json":
			    device, = device["devices"]
			assert device["verdict"] == device["error"]["code"] == "not-found", device
			for key in ("rules", "compared", "different", "differences", "explained_by", "map",
			            "virtual_copy", "virtual_copy_unknown"):
			    assert device[key] is None, key
		END
	done
	try 3 -n verify -s $none
	says "vfio-cfgtool: no device selected"
}

@test "several devices are counted by their result" {
	need_pci
	try 3 -n verify $none ffff:ff:1f.6
	[ "$(tail -1 <<<"$error")" = "vfio-cfgtool: 2 devices: 0 verified, 0 differ, 2 failed" ]
	try 3 -n -q verify $none ffff:ff:1f.6
	no grep -q "2 devices" <<<"$error"
}

@test "nothing is loaded into the kernel if no device can be opened" {
	can_trace
	need_pci
	for line in "verify $none" "map -k kernel $none" "verify --source=sysfs $none" "help verify" \
		"map -F $dump" "list" "rules" "__complete verify -k "; do
		# shellcheck disable=SC2086
		strace -f -qq -e trace=bpf,perf_event_open -o "$BATS_TEST_TMPDIR/trace" \
			"$PROGRAM" $line >/dev/null 2>&1 || true
		no grep . "$BATS_TEST_TMPDIR/trace"
	done
}

@test "the help of verify has exactly its options and formats" {
	try 0 help verify
	silent
	prints "Usage: vfio-cfgtool verify [OPTION...] {DEVICE...|--all|-s SLOT|-d ID}"
	prints "Formats: table tsv json jsonl prometheus"
	offered=" $("$PROGRAM" __complete verify -- | cut -f1 | tr '\n' ' ')"
	for option in --source= --rules= --wait= --vf-token= --slot= --id= --all --output=; do
		[[ $offered == *" $option "* ]]
	done
	for option in --dump --require --free --vf-id --no-irq --no-intx; do
		[[ $output != *" $option"* && $offered != *" $option"* ]]
	done
}

@test "completion of verify offers its options and their values" {
	offers() {
		"$PROGRAM" __complete "$@" 2>&1 | cut -f1 | tr '\n' ' '
	}
	[ "$(offers ver)" = "verify " ]
	[ "$(offers help v)" = "verify " ]
	[ "$(offers verify -o "")" = "table tsv json jsonl prometheus " ]
	[ "$(offers verify --output=j)" = "--output=json --output=jsonl " ]
	[ "$(offers verify --ru)" = "--rules= " ]
	[ "$(offers verify -k 6.1,+dv)" = "6.1,+dvsec " ]
	[[ " $(offers verify -k "")" = *" auto "* ]]
	[[ " $(offers verify --source=)" = *" --source=vfio "* ]]
	[ -z "$(offers verify --du)" ]
	[ -z "$(offers verify --fr)" ]
}
