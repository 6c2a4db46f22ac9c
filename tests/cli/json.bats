#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# json and jsonl agree with doc/schema.json.

load helper

schema() {
	"$PYTHON" -c 'import jsonschema' 2>/dev/null || skip "python3-jsonschema is not installed"
	"$PYTHON" "$WITNESS/schema.py" "$ROOT/doc/schema.json" "$@"
}

@test "the schema is valid and describes each of its keys" {
	schema --self
}

@test "map of every dump agrees with the schema in json and jsonl, without other keys" {
	schema "$PROGRAM" dumps $(each_dump)
}

@test "policy and explain of every dump agree with the schema and with each other" {
	schema "$PROGRAM" policies $(each_dump)
}

@test "list, rules, --free and errors agree with the schema in json and jsonl" {
	schema "$PROGRAM" others "$DUMPS"
}

@test "each key takes each of its values in some test: true and false, and each word of a list" {
	"$PYTHON" "$WITNESS/values.py" "$ROOT/doc/schema.json" "$PROGRAM" "$DUMPS"
}

@test "the schema refuses forbidden output" {
	schema --refuses "$PROGRAM" "$DUMPS/made/null-capability.txt"
}

@test "json is one document, jsonl one line for each device, with the same content" {
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

@test "a device without a map has an error in json, and the others are complete" {
	try 3 -n -F "$DUMPS/text/text-short-and-whole.txt" map -J
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		short, whole = json.load(open(sys.argv[1]))["devices"]
		assert short["error"]["code"] == "short" and short["error"]["hint"], short
		assert short["map"] is short["ranges"] is short["hidden"] is short["totals"] is None
		assert whole["error"] is None and len(whole["map"]) == 512
	END
}
