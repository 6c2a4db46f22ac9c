#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# json and jsonl: what doc/schema.json says of them.

load helper

schema() {
	"$PYTHON" -c 'import jsonschema' 2>/dev/null || skip "python3-jsonschema is not installed"
	"$PYTHON" "$WITNESS/schema.py" "$ROOT/doc/schema.json" "$@"
}

@test "the schema is valid, and describes every key that it has" {
	schema --self
}

@test "map of every dump is as the schema says, in json and jsonl, and has no other keys" {
	schema "$PROGRAM" dumps $(each_dump)
}

@test "policy of every dump and explain of all its registers are as the schema says, and agree" {
	schema "$PROGRAM" policies $(each_dump)
}

@test "list and rules, --free and errors are as the schema says, in json and jsonl" {
	schema "$PROGRAM" others "$DUMPS"
}

@test "each key takes each of its values in some test: yes and no, and the words of a list" {
	"$PYTHON" "$WITNESS/values.py" "$ROOT/doc/schema.json" "$PROGRAM" "$DUMPS"
}

@test "the schema refuses what no output may be" {
	schema --refuses "$PROGRAM" "$DUMPS/made/null-capability.txt"
}

@test "json is one document, jsonl one line a device, and both say the same" {
	try 0 -n -q -F "$DUMPS/text/text-several.txt" map -J
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/json"
	try 0 -n -q -F "$DUMPS/text/text-several.txt" map -o jsonl
	[ "$(wc -l <"$BATS_TEST_TMPDIR/out")" = 4 ]
	"$PYTHON" - "$BATS_TEST_TMPDIR/json" "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		document = json.load(open(sys.argv[1]))
		devices = document.pop("devices")
		for device, line in zip(devices, open(sys.argv[2]), strict=False):
		    assert {**document, **device} == json.loads(line)
		assert (document["host"], document["kernel"]) == (None, None)
		assert [device["address"] for device in devices] == [
		    "0000:01:00.0", "0000:01:00.1", "0000:02:00.0", "0001:00:00.0"]
	END
}

@test "a device that cannot be mapped stands in json with its error, and the others are whole" {
	try 3 -n -F "$DUMPS/text/text-short-and-whole.txt" map -J
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		short, whole = json.load(open(sys.argv[1]))["devices"]
		assert short["error"]["code"] == "short" and short["error"]["hint"], short
		assert short["map"] is short["ranges"] is short["hidden"] is short["totals"] is None
		assert whole["error"] is None and len(whole["map"]) == 512
	END
}
