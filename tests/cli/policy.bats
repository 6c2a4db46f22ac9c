#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The policy of all dumps, each format, and REGISTER as setpci reads it.

load helper

# the facts come from the sources of these releases
RELEASES="5.10.223 5.10.262 6.1.170 6.1.192 6.12.94 6.12.117 7.2 7.3.4"

# facts RULES...: compares the program's policies with those of policy_reference.py
facts() {
	"$PYTHON" "$WITNESS/policy_facts.py" "$PROGRAM" "$BATS_TEST_TMPDIR" "$@"
}

setpci_facts() {
	need setpci
	"$PYTHON" "$WITNESS/setpci_facts.py" "$PROGRAM" "$BATS_TEST_TMPDIR" "$@"
}

# --- against the second opinion --------------------------------------------------------

@test "every dump has the policy that the second implementation makes, under each release" {
	# shellcheck disable=SC2086
	facts $RELEASES
}

@test "every dump has the policy of the second implementation with each switch of 5.10.223 moved" {
	facts --moved 5.10.223
}

@test "every dump has the policy of the second implementation with each switch of 6.1.192 moved" {
	facts --moved 6.1.192
}

@test "every dump has the policy of the second implementation with each switch of 7.3.4 moved" {
	facts --moved 7.3.4
}

@test "the comparison with the second opinion notices a bit, an effect and an undefined byte" {
	cat >"$BATS_TEST_TMPDIR/program" <<-'END'
		#!/bin/bash
		"$REAL" "$@" | "$PYTHON" -c '
		import json, sys
		document = json.load(sys.stdin)
		opened = [device for device in document["devices"] if device["write"]]
		opened[0]["write"] = "80" + opened[0]["write"][2:]
		opened[1]["effects"].pop()
		whole = [device for device in opened if device["undefined"] and len(device["undefined"]) > 1]
		whole[-1]["undefined"].pop()
		json.dump(document, sys.stdout)'
	END
	chmod +x "$BATS_TEST_TMPDIR/program"
	export REAL=$PROGRAM PYTHON
	"$PYTHON" "$WITNESS/policy_facts.py" \
		"$BATS_TEST_TMPDIR/program" "$BATS_TEST_TMPDIR" 5.10.223 >"$BATS_TEST_TMPDIR/out" && return 1
	take output "$BATS_TEST_TMPDIR/out"
	prints "write: 0 (value 00): 80, not 00"
	prints "effects: {"
	prints "undefined: "
}

# --- REGISTER --------------------------------------------------------------------------

@test "every name of setpci for the header means the same bytes, in each header type" {
	setpci_facts header
}

@test "every capability of setpci, by name and by number, is at setpci's offset" {
	setpci_facts capabilities
}

@test "the examples of setpci(8) mean the same bytes, and words that setpci refuses are refused" {
	setpci_facts grammar
}

@test "the default width is the register's own, also for its offset, and one byte elsewhere" {
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" policy -J e8 EXP_DEVCTL EXP_DEVCTL.l 50 e9 PCI_EXP_DEVCTL+1.b
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		found = json.load(open(sys.argv[1]))["devices"][0]["registers"]
		assert [(r["offset"], r["width"], r["name"]) for r in found] == [
		    (0xe8, 2, "EXP_DEVCTL"), (0xe8, 2, "EXP_DEVCTL"), (0xe8, 4, None), (0x50, 1, None),
		    (0xe9, 1, None), (0xe9, 1, None)], found
	END
}

@test "registers are shown in the order of the call, also twice" {
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" policy STATUS COMMAND STATUS
	[ "$(grep -Eo '(STATUS|COMMAND)' <<<"$output" | tr '\n' ' ')" = "STATUS COMMAND STATUS " ]
}

@test "an unknown register ends the call before anything is done" {
	for word in COMAND 41.w 1000 4.q CAP_PM@ 50-40 ""; do
		try 2 -n -F "$DUMPS/qemu/qemu-e1000e.txt" policy COMMAND "$word"
		[ -z "$output" ]
		warns "a REGISTER is NAME, CAP_x+HEX or HEX"
	done
}

@test "a register that the device lacks is an error of the device, and nothing else of it is shown" {
	try 3 -n -F "$DUMPS/made/vf.txt" policy CAP_PM
	warns "0000:01:00.0: the device has no CAP_PM"
	no grep -q 'bytes)' <<<"$output"
	try 3 -n -F "$DUMPS/qemu/qemu-e1000e.txt" policy CAP_PM@1
	warns "the chain has 1"
	try 3 -n -F "$DUMPS/made/ht.txt" policy 100.l
	warns "past the end of configuration space (256 bytes)"
}

@test "a register that one of several devices lacks does not affect the others" {
	sed 's/^01:00/02:00/' "$DUMPS/made/ht.txt" | cat "$DUMPS/qemu/qemu-e1000e.txt" - >"$BATS_TEST_TMPDIR/two"
	try 3 -n -F "$BATS_TEST_TMPDIR/two" policy -o jsonl CAP_MSIX+0
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		lines = [json.loads(line) for line in open(sys.argv[1])]
		failed = [line for line in lines if line["error"]]
		assert failed and len(failed) < len(lines)
		for line in lines:
		    if line["error"]:
		        assert line["error"]["code"] == "not-found", line["error"]
		    else:
		        assert [r["name"] for r in line["registers"]] == ["CAP_MSIX"]
	END
}

@test "the bytes of a range outside registers are one row, and each has its policy in JSON" {
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" policy c0-c9
	grep -Eq '^0c0-0c7 +\(raw, bytes\) +- +ff +-$' <<<"$output"
	grep -Eq '^0c8\.b +CAP_PM ' <<<"$output"
	try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" policy -J c0-c9
	[ "$(jq -c '[.devices[0].registers[] | [.offset, .width]]' <<<"$output")" = \
		"[[192,1],[193,1],[194,1],[195,1],[196,1],[197,1],[198,1],[199,1],[200,1],[201,1]]" ]
}

# --- formats ---------------------------------------------------------------------------

@test "the table shows each register with values, masks and effects, and the bytes between them" {
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" -k 6.1.192 policy
	silent
	[ "$(head -1 <<<"$output")" = "0000:01:00.0 [8086:10d3] rev 00" ]
	grep -Eq '^OFFSET +REGISTER +USER +HARDWARE +READ VIRTUAL +WRITE +WRITE VIRTUAL +EFFECTS$' <<<"$output"
	grep -Eq '^004\.w +COMMAND +[0-9a-f]{4} +0103 +0400 +ffff +0400 +io-enable memory-enable intx-mask$' <<<"$output"
	grep -Eq '^0e8\.w +EXP_DEVCTL +0000 +0000 +f0e0 +fdff +f0e0 +read-request-size function-reset$' <<<"$output"
	grep -Eq '^040-09f +\(raw, bytes\) +- +ff +-$' <<<"$output"
	grep -Eq '^118\.l +ERR_CAP .* - +00000140 +-$' <<<"$output"
	prints "64 header, 54 capability, 56 extended, 3922 raw: 4096 bytes"
}

@test "the table's rows cover every byte once" {
	for dump in qemu-e1000e qemu-xhci same-id-neighbours overlap-inside pointer-in-header; do
		try 0 -n -F "$DUMPS"/*/"$dump.txt" policy
		"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
			import re, sys
			covered = []
			for line in open(sys.argv[1]):
			    byte = re.match(r"([0-9a-f]{3})\.([bwl]) ", line)
			    run = re.match(r"([0-9a-f]{3})-([0-9a-f]{3}) ", line)
			    if byte:
			        start = int(byte[1], 16)
			        covered += range(start, start + {"b": 1, "w": 2, "l": 4}[byte[2]])
			    elif run:
			        covered += range(int(run[1], 16), int(run[2], 16) + 1)
			assert covered == list(range(len(covered))) and len(covered) in (256, 4096), len(covered)
		END
	done
}

@test "an undefined register is marked" {
	try 0 -n -F "$DUMPS/made/hidden-first-unknown-to-6.1.txt" -k 5.10.223 policy 100.l
	grep -Eq '^100\.l .* undefined$' <<<"$output"
	try 0 -n -F "$DUMPS/made/hidden-first-unknown-to-6.1.txt" -k 5.10.262 policy 100.l
	grep -Eq '^100\.l .* ffffffff +- +-$' <<<"$output"
}

@test "--only=hidden shows only registers of hidden capabilities, and that they can be written" {
	try 0 -n -F "$DUMPS/made/extended-hidden.txt" -k 6.1.192 policy --only=hidden
	grep -Eq '^1b6\.w +PASID_CTRL \(hidden\) +0000 +0000 +- +ffff +-' <<<"$output"
	grep -E '^[0-9a-f]{3}\.' <<<"$output" | no grep -v '(hidden)'
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" policy --only=hidden
	prints "  none of its registers"
}

@test "--only keeps exactly the registers whose masks and effects fit" {
	"$PROGRAM" -n -q -F "$DUMPS/qemu/qemu-nvme.txt" policy -J >"$BATS_TEST_TMPDIR/all"
	for what in hardware-write virtual-write effect hidden; do
		try 0 -n -q -F "$DUMPS/qemu/qemu-nvme.txt" policy -J --only=$what
		"$PYTHON" - "$BATS_TEST_TMPDIR/all" "$BATS_TEST_TMPDIR/out" $what <<-'END'
			import json, sys
			every, kept = (json.load(open(name))["devices"][0] for name in sys.argv[1:3])
			def wanted(r):
			    write, virtual = int(r["write"], 16), int(r["write_virtual"], 16)
			    return {"hardware-write": bool(write & ~virtual or set(r["effects"]) - {"bar-sizing"}),
			            "virtual-write": bool(virtual), "effect": bool(r["effects"]),
			            "hidden": r["hidden"]}[sys.argv[3]]
			assert kept["registers"] == [r for r in every["registers"] if wanted(r)]
			assert kept["write"] == every["write"]
		END
	done
	try 2 -n -F "$DUMPS/qemu/qemu-nvme.txt" policy --only=nothing
	warns "hardware-write virtual-write effect hidden"
}

@test "json has the masks of the whole space, effects, undefined runs and registers" {
	try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" -k 6.1.192 policy -J
	silent
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		document = json.load(open(sys.argv[1]))
		assert document["command"] == "policy" and document["format"] == 1
		device, = document["devices"]
		for mask in ("read_virtual", "write", "write_virtual"):
		    assert len(device[mask]) == 2 * 4096
		assert device["undefined"] == []
		assert {"offset": 0xcc, "width": 2, "mask": "0003", "effect": "power-state"} in device["effects"]
		command, = [r for r in device["registers"] if r["name"] == "COMMAND"]
		assert command["capability"] is None and command["write_virtual"] == "0400"
		assert command["hardware"] == "0103" and command["width"] == 2
		control, = [r for r in device["registers"] if r["name"] == "PM_CTRL"]
		assert (control["capability"], control["effects"]) == ("CAP_PM", ["power-state"])
		assert control["read_virtual"] == "8100" and control["write"] == "7efc"
		assert [r["offset"] for r in device["registers"]] == sorted(r["offset"] for r in device["registers"])
	END
}

@test "jsonl is one line for each device, with the content of json" {
	try 0 -n -q -F "$DUMPS/qemu/qemu-machine.txt" policy -J
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/json"
	try 0 -n -q -F "$DUMPS/qemu/qemu-machine.txt" policy -o jsonl
	"$PYTHON" - "$BATS_TEST_TMPDIR/json" "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		document = json.load(open(sys.argv[1]))
		devices = document.pop("devices")
		lines = [json.loads(line) for line in open(sys.argv[2])]
		assert lines == [{**document, **device} for device in devices] and len(lines) > 1
	END
}

@test "a device that cannot be opened has no policy but a reason" {
	"$PROGRAM" -n -q -F "$DUMPS/made/msi-odd.txt" policy -J >"$BATS_TEST_TMPDIR/out" 2>/dev/null || true
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		device, = json.load(open(sys.argv[1]))["devices"]
		assert device["error"]["code"] == "init-fails"
		for key in ("read_virtual", "write", "write_virtual", "effects", "undefined", "registers"):
		    assert device[key] is None, key
	END
	sed '/^30:/d' "$DUMPS/text/text-short.txt" >"$BATS_TEST_TMPDIR/short"
	try 3 -n -F "$BATS_TEST_TMPDIR/short" policy
	warns "only 48 bytes of configuration space are there"
}

@test "a VF in a dump needs --vf-id for its IDs, has unknown BARs and no interrupt pin" {
	try 0 -n -q -F "$DUMPS/made/vf.txt" policy VENDOR_ID BASE_ADDRESS_0 INTERRUPT_PIN
	grep -Eq '^000\.w +VENDOR_ID +\? +ffff ' <<<"$output"
	grep -Eq '^010\.l +BASE_ADDRESS_0 +\? +00000000 ' <<<"$output"
	grep -Eq '^03d\.b +INTERRUPT_PIN +00 +01 ' <<<"$output"
	try 0 -n -q -F "$DUMPS/made/vf.txt" --vf-id=1b36:0010 policy VENDOR_ID DEVICE_ID
	grep -Eq '^000\.w +VENDOR_ID +1b36 +ffff ' <<<"$output"
	grep -Eq '^002\.w +DEVICE_ID +0010 +ffff ' <<<"$output"
}

@test "--no-irq and --no-intx hide the interrupt pin under the rules that do so" {
	pin() {
		try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" "$@" policy INTERRUPT_PIN
		awk '$2 == "INTERRUPT_PIN" { print $3 }' <<<"$output"
	}
	[ "$(pin)" = 01 ]
	[ "$(pin --no-irq -k 7.3.4)" = 00 ]
	[ "$(pin --no-irq -k 6.12.94)" = 01 ]
	[ "$(pin --no-intx -k 5.10)" = 00 ]
}
