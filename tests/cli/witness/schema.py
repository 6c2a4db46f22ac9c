#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Validates the program's output with the installed schema, closed: a key that the schema does
not describe is an error here.

  tests/cli/witness/schema.py SCHEMA --self
  tests/cli/witness/schema.py SCHEMA PROGRAM dumps DUMP...
  tests/cli/witness/schema.py SCHEMA PROGRAM policies DUMP...
  tests/cli/witness/schema.py SCHEMA PROGRAM others DIRECTORY
  tests/cli/witness/schema.py SCHEMA --refuses PROGRAM DUMP
"""

import copy
import glob
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

wrong = []


def named(schema, part):
    """The part that a reference names."""
    place = schema
    for step in part["$ref"].removeprefix("#/").split("/"):
        place = place[step]
    return place


def keys_of(schema, part):
    """The keys that an object of this part may have; None if a condition decides on them."""
    if {"if", "then", "else", "anyOf", "oneOf"} & part.keys():
        return None
    if "$ref" in part:
        return keys_of(schema, named(schema, part))
    keys = set(part.get("properties", ()))
    for one in part.get("allOf", ()):
        more = keys_of(schema, one)
        if more is None:
            return None
        keys |= more
    return keys


def closed(schema):
    """A copy that forbids undescribed keys; the parts that
    are put together by allOf have no type of their own and stay open.

    unevaluatedProperties would say so everywhere, but jsonschema then validates each value
    once more, on each level: only where a condition decides on the keys."""
    schema = copy.deepcopy(schema)

    def close(part):
        if isinstance(part, dict):
            if "allOf" in part:
                keys = keys_of(schema, part)
                if keys is None:
                    part["unevaluatedProperties"] = False
                else:
                    part["propertyNames"] = {"enum": sorted(keys)}
            elif part.get("type") == "object" and "required" in part:
                part["additionalProperties"] = False
            for value in part.values():
                close(value)
        elif isinstance(part, list):
            for value in part:
                close(value)

    close(schema["$defs"])
    inline(schema, schema["$defs"])
    return schema


def inline(schema, part):
    """Replaces a reference by its part, because jsonschema resolves it each time."""
    for key, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
        if isinstance(value, dict) and "$ref" in value and value.keys() <= {"$ref", "description"}:
            part[key] = named(schema, value)
        elif isinstance(value, (dict, list)):
            inline(schema, value)


validators = {}


def validator(schema, part):
    """Validates one of the documents that the schema knows."""
    if part not in validators:
        validators[part] = jsonschema.Draft202012Validator(
            {**schema, "oneOf": [{"$ref": "#/$defs/" + part}]})
    return validators[part]


def run(program, *arguments):
    return subprocess.run([program, *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False).stdout.decode()


def check(judge, what, instance):
    if os.environ.get("SANITIZED"):     # the ordinary build has the same output and is judged
        return
    for error in judge.iter_errors(instance):
        for detail in error.context or [error]:
            path = "/".join(str(step) for step in detail.absolute_path)
            wrong.append("%s: %s: %s" % (what, path, detail.message[:200]))


def each_line(schema, program, command, *arguments):
    """Runs the command in jsonl and returns its output."""
    line = validator(schema, command + ("_line" if command != "rules" else "_document"))
    what = " ".join((command,) + arguments)[:100]
    lines = [json.loads(text)
             for text in run(program, command, *arguments, "-o", "jsonl").splitlines()]
    if not lines:
        wrong.append(what + ": no line")
    for instance in lines:
        check(line, what, instance)
    return lines


def rows(schema, program, command, key, *arguments):
    """Runs the command in rows: they are those of jsonl, each with its device."""
    row = validator(schema, command + "_row")
    what = " ".join((command,) + arguments) + " -o rows"
    printed = [json.loads(text)
               for text in run(program, command, *arguments, "-o", "rows").splitlines()]
    for instance in printed:
        check(row, what, instance)
    expected = []
    for device in each_line(schema, program, command, *arguments):
        device["dump"] = device["file"]
        expected += [{**device, **entry} for entry in device[key] or []]
        if device["error"] and not device[key]:
            expected.append({**dict.fromkeys(printed[0] if printed else ()), **device})
    if len(printed) != len(expected):
        wrong.append("%s: %d rows for %d" % (what, len(printed), len(expected)))
    for row, whole in zip(printed, expected):
        different = [name for name in row if row[name] is not None and row[name] != whole[name]]
        if different:
            wrong.append("%s: not as in jsonl: %s" % (what, different))


def both(schema, program, command, *arguments):
    """Runs the command in json and jsonl."""
    document = validator(schema, command + "_document")
    what = " ".join((command,) + arguments)
    check(document, what, json.loads(run(program, command, *arguments, "-o", "json")))
    return each_line(schema, program, command, *arguments)


def policy_and_explain(schema, program, dump):
    """The policy, and explain of each of its registers and of bytes outside registers."""
    for device in each_line(schema, program, "policy", "-n", "-F", dump):
        words = [with_width(register) for register in device["registers"] or []]
        words += ["%x" % byte for byte in range(0, device["size"] or 0x100, 0x13d)]
        explained = each_line(schema, program, "explain", "-n", "-F", dump,
                              device["address"], *words)
        if len(explained) == 1:     # an address can occur twice
            judge_policy(dump, device, explained[0]["registers"] or [])
        known = [with_width(register) for register in device["registers"] or []
                 if register["user"]]
        if known:
            values = each_line(schema, program, "read", "-n", "-F", dump, device["address"],
                               *known)
            if len(values) == 1:
                judge_values(dump, device, values[0]["values"] or [])


def with_width(register):
    """NAME.WIDTH@N: the name of a register, which must find that register."""
    name, at, number = register["name"].partition("@")
    return name + "." + "?bw?l"[register["width"]] + at + number


def judge_values(dump, device, values):
    """read and policy agree about a register."""
    if len(values) != sum(register["user"] is not None for register in device["registers"]):
        wrong.append(dump + ": read does not read what policy knows")
    user = {(register["offset"], register["width"]): register["user"]
            for register in device["registers"]}
    for value in values:
        place = (value["offset"], value["width"])
        if place in user and value["value"] != user[place]:
            wrong.append("%s: %s reads %s, and policy says %s" % (
                dump, value["name"], value["value"], user[place]))


def judge_policy(dump, device, explained):
    """Facts that no schema can express: masks are complete and fit together."""
    masks = [bytes.fromhex(device[name] or "")
             for name in ("read_virtual", "write", "write_virtual")]
    if any(len(mask) != (device["size"] if device["write"] else 0) for mask in masks):
        wrong.append(dump + ": masks of another length than the space")
    if any(virtual & ~write for write, virtual in zip(*masks[1:], strict=True)):
        wrong.append(dump + ": write_virtual where there is no write")
    for register in (device["registers"] or []) + explained:
        for name, mask in zip(("read_virtual", "write", "write_virtual"), masks, strict=True):
            start, width = register["offset"], register["width"]
            if register.get("undefined"):
                continue
            if register[name] != mask[start:start + width][::-1].hex():
                wrong.append("%s: %s of %x" % (dump, name, start))


def judge_self(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    used = json.dumps(schema)
    for name, part in schema["$defs"].items():
        if '"#/$defs/%s"' % name not in used:
            wrong.append("%s is not used" % name)
        for key in part.get("required", []):
            if key not in part["properties"]:
                wrong.append("%s: %s is required and not described" % (name, key))
        for key in part.get("properties", {}):
            if key not in part.get("required", []) and (name, key) != ("map_facts", "free") and \
                    key != "command":
                wrong.append("%s: %s is described and not required" % (name, key))


def judge_refusals(schema, program, dump):
    """Documents that each break one promise of the format."""
    refuses(schema, program, (dump, "map"), (
            (("format",), 2), (("address",), "00:01.0"), (("address",), "00000:01:00.0"),
            (("vendor",), "8086 "), (("vendor",), 0x8086), (("class",), "30000"),
            (("source",), "file"), (("size",), 128), (("map",), "00"), (("map",), None),
            (("ranges",), None), (("error",), {"code": "io", "message": "x", "hint": None}),
            (("ranges", 1, "kind"), "header"), (("ranges", 0, "id"), 1),
            (("ranges", 0, "content"), "x"), (("hidden", 0, "reason"), "x"),
            (("totals", "raw"), -1), (("name",), ""), (("rules", "basis"), "x"),
            (("rules", "switches"), ["dvsec", "dvsec"]), (("new",), 1), (("totals", "new"), 1),
            (("ranges", 0, "new"), 1), (("rules", "new"), 1)))
    refuses(schema, program, (dump, "policy"), (
            (("write",), "00"), (("write",), None), (("read_virtual",), None),
            (("effects", 0, "effect"), "x"), (("effects", 0, "mask"), "1"),
            (("effects", 0, "width"), 3), (("effects", 0, "new"), 1),
            (("undefined",), [{"start": 0}]), (("registers", 0, "user"), "012"),
            (("registers", 0, "hidden"), None), (("registers", 0, "capability"), "PM"),
            (("registers", 0, "effects"), ["x"]), (("registers", 0, "new"), 1), (("new",), 1)))
    refuses(schema, program, (dump, "check", "-e", "size 1000", "-e", "if rules < 5.11",
                              "-e", "size 1000", "-e", "end", "-e", "map CAP_PM"), (
            (("results",), None), (("results", 0, "file"), ""), (("results", 0, "line"), 0),
            (("results", 0, "rule"), None), (("results", 0, "pass"), None),
            (("results", 0, "message"), None), (("results", 0, "expected"), 1),
            (("results", 0, "actual"), 1), (("results", 0, "new"), 1), (("not_judged",), None),
            (("not_judged",), -1), (("new",), 1)))
    refuses(schema, program, (dump, "lint"), (
            (("findings",), None), (("findings", 0, "code"), "Hidden"),
            (("findings", 0, "severity"), "fatal"), (("findings", 0, "for"), "guest"),
            (("findings", 0, "start"), None), (("findings", 0, "capability"), ""),
            (("findings", 0, "message"), ""), (("findings", 0, "new"), 1), (("new",), 1)))
    refuses(schema, program, (dump, "diff", "-k", "6.1", "-k", "5.10"), (
            (("a",), None), (("b",), None), (("a", "view"), "vmm"), (("a", "new"), 1),
            (("a", "address"), "1"), (("bytes",), {}), (("policy", 0, "a"), 1),
            (("policy", 0, "name"), ""), (("policy", 0, "fields"), None),
            (("policy", 0, "new"), 1), (("new",), 1)))
    refuses(schema, program, (dump, "explain", "COMMAND", "ff"), (
            (("registers",), None), (("registers", 0, "nature"), "x"),
            (("registers", 0, "owner", "kind"), "x"), (("registers", 0, "owner", "new"), 1),
            (("registers", 0, "hidden"), True), (("registers", 0, "undefined"), None),
            (("registers", 0, "fields", 0, "msb"), 32), (("registers", 0, "fields", 0, "user"), 1),
            (("registers", 0, "fields", 0, "read"), "dropped"),
            (("registers", 0, "fields", 0, "write"), "both"),
            (("registers", 0, "fields", 0, "new"), 1), (("registers", 0, "effects", 0, "new"), 1),
            (("registers", 0, "effects", 0, "what"), ""), (("registers", 0, "notes"), [""]),
            (("registers", 1, "reasons", 0, "new"), 1), (("registers", 1, "switches"), [{}]),
            (("registers", 0, "new"), 1), (("new",), 1)))
    refuses(schema, program, (dump, "read", "COMMAND", "0-1"), (
            (("values",), None), (("values", 0, "value"), "0x10"), (("values", 0, "view"), "x"),
            (("values", 0, "width"), 3), (("values", 0, "predicted"), None),
            (("values", 1, "name"), 1), (("values", 0, "new"), 1), (("new",), 1)))


def refuses(schema, program, call, changes):
    """The command's jsonl for a dump, with each change and without each key."""
    dump, command, *words = call
    line = json.loads(run(program, "-n", "-F", dump, command, "-o", "jsonl", *words))
    judge = validator(schema, command + "_line")
    check(judge, "unchanged", line)
    for path, value in changes:
        broken = copy.deepcopy(line)
        place = broken
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        if judge.is_valid(broken):
            wrong.append("%s: accepted: %s = %r" % (command, path, value))
    for key in line:
        broken = {name: value for name, value in line.items() if name != key}
        if judge.is_valid(broken):
            wrong.append("%s: accepted without %s" % (command, key))


def judge_others(schema, program, directory):
    def dump(name):
        return glob.glob(os.path.join(directory, "*", name + ".txt"))[0]

    for name in ("qemu-machine", "text-several", "text-duplicates", "text-short", "vf"):
        both(schema, program, "list", "-n", "-F", dump(name))
    both(schema, program, "map", "-n", "-F", dump("fixed-lengths"), "--free")
    both(schema, program, "map", "-n", "-F", dump("msi-odd"), "--free=10")
    both(schema, program, "map", "-F", dump("qemu-nvme"), "-k", "99.1,-dvsec")
    both(schema, program, "map", "-n", "-F", dump("vf"), "--require=kernel")
    both(schema, program, "map", "-n", "-F", dump("vf"), "0000:07:00.0", "01:00.0")
    for name in ("text-several", "text-short", "msi-odd", "qemu-nvme"):
        both(schema, program, "policy", "-n", "-F", dump(name), "--only=effect")
        both(schema, program, "policy", "-n", "-F", dump(name), "CAP_VPD", "40.l", "COMMAND")
        both(schema, program, "explain", "-n", "-F", dump(name), "COMMAND", "40.l")
        both(schema, program, "explain", "-n", "-F", dump(name), "CAP_VPD+2.w@3")
        rows(schema, program, "explain", "registers", "-n", "-F", dump(name))
        rows(schema, program, "policy", "registers", "-n", "-F", dump(name))
        rows(schema, program, "lint", "findings", "-n", "-F", dump(name))
        rows(schema, program, "check", "results", "-n", "-F", dump(name), "-e", "map CAP_PM",
             "-e", "optional map CAP_VNDR@3", "-e", "deny raw 00-ff")
        both(schema, program, "read", "-n", "-F", dump(name), "COMMAND", "40.l", "0-f")
        both(schema, program, "read", "-n", "-F", dump(name), "--view=hardware", "CAP_VPD+2.w@3")
    both(schema, program, "policy", "-n", "-F", dump("vf"), "--require=kernel")
    both(schema, program, "explain", "-n", "-F", dump("vf"), "--require=kernel", "COMMAND")
    both(schema, program, "policy", "-F", dump("vf"), "0000:07:00.0")
    both(schema, program, "rules")
    for name in ("text-several", "text-short", "msi-odd", "qemu-nvme", "extended-hidden"):
        both(schema, program, "diff", "-n", "-F", dump(name))
        both(schema, program, "diff", "-n", dump("qemu-nvme") + "@06:00.0",
             dump(name) + "@" + {"text-several": "01:00.0", "qemu-nvme": "06:00.1"}.get(name, "01:00.0"))
        both(schema, program, "diff", "-n", "--ignore=map", "-k", "6.1", "-k", "7.3", dump(name))
        both(schema, program, "lint", "-n", "-F", dump(name))
    both(schema, program, "lint", "-F", dump("vf"), "0000:07:00.0")
    for name in ("text-several", "text-short", "msi-odd", "qemu-nvme", "extended-hidden"):
        both(schema, program, "check", "-n", "-F", dump(name), "-e", "map CAP_PM",
             "-e", "optional map CAP_VNDR@3", "-e", "error init-fails")
        both(schema, program, "check", "-n", "-F", dump(name), "--unmatched=ignore",
             "-e", "device 8086:10d3", "-e", "deny raw 00-ff")
        both(schema, program, "check", "-n", "-F", dump(name), "-e", "device vf",
             "-e", "size 1000")
    for form in ("json", "jsonl"):
        check(validator(schema, "lint_codes_document"), "lint --list",
              json.loads(run(program, "lint", "--list", "-o", form)))
    judge_restore(schema, program, os.path.join(directory, "../fuzz/seeds/journal/small"))
    if os.path.isdir("/sys/bus/pci/devices") and os.listdir("/sys/bus/pci/devices"):
        both(schema, program, "list")


def judge_restore(schema, program, seed):
    """Journals of devices that this machine lacks, one of them damaged, and no journal."""
    with open(seed, "rb") as file:
        journal = file.read()[1:]
    with tempfile.TemporaryDirectory() as directory:
        option = "--journal=" + directory
        document = validator(schema, "restore_document")
        check(document, "restore", json.loads(run(program, "restore", option, "-o", "json")))
        for address in ("0000:01:00.0", "ffff:01:00.0"):
            path = os.path.join(directory, address)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(journal)
        left, damaged = both(schema, program, "restore", "-n", option)
        if (left["state"], damaged["state"]) != ("left", "damaged"):
            wrong.append("restore: the states of the list")
        both(schema, program, "restore", "-n", option, "0000:01:00.0", "ffff:01:00.0")
        both(schema, program, "restore", "-n", option, "ffff:01:00.1")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    if sys.argv[2] == "--self":
        judge_self(schema)
    elif sys.argv[2] == "--refuses":
        judge_refusals(closed(schema), *sys.argv[3:])
    elif sys.argv[3] == "dumps":
        for name in sys.argv[4:]:
            both(closed(schema), sys.argv[2], "map", "-n", "-F", name)
    elif sys.argv[3] == "policies":
        for name in sys.argv[4:]:
            policy_and_explain(closed(schema), sys.argv[2], name)
    else:
        judge_others(closed(schema), sys.argv[2], sys.argv[4])
    print("\n".join(wrong[:30]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
