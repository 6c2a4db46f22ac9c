#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Checks that each key of the JSON output takes each of its values in some test:
true and false, and the words of an enumeration.

  tests/cli/witness/values.py SCHEMA PROGRAM DUMPS

It compares the program's output for the dumps, and for changed copies of them, with the
schema. A value that needs a machine with VFIO counts as seen if a test names it, as
`"key":true` or, for a word, as the word.
"""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# Commands that run on all dumps, in jsonl
SWEEP = (
    ("map",), ("map", "--free"), ("map", "--vmm=qemu"), ("policy",), ("policy", "COMMAND", "40.l"), ("lint",), ("list",),
    ("info",), ("explain", "COMMAND", "10.l", "40.l", "ff"), ("read", "COMMAND", "10.l", "0-3"),
    ("read", "--view=hardware", "COMMAND"),
    ("check", "-e", "map CAP_PM", "-e", "deny raw 40-ff", "-e", "if rules < 5.11",
     "-e", "size 1000", "-e", "end"),
)

# Facts that only some dumps show.
CALLS = (
    ("extended-fixed-lengths", "map", "--vmm=firecracker"),
    ("qemu-nvme", "map", "--vmm=qemu-12.0,machine=virt,bus=root"),
    ("qemu-nvme", "policy", "--vmm=qemu-10.0,machine=pc"),
    ("several-msi", "policy", "--vmm=qemu"),
    ("several-msi", "explain", "5c.w", "6c.l"),
    ("extended-vc-ffc", "explain", "-k", "5.10", "100.l"),
    ("text-several", "check", "-e", "device 0001:0001", "-e", "map CAP_PM"),
)

# Dumps with each register explained.
EXPLAINED = ("qemu-nvme", "qemu-e1000e", "qemu-megasas", "extended-acs", "intel-vga", "pcix-odd")

# No available device has these under any rules.
NOWHERE = {
    ("difference", "what", '"virtual-copy"'): "the model has no such difference to any kernel",
    ("explained_field", "write", '"partly"'): "each field that is known is written whole or not",
    ("operation_write", "undefined", "true"): "of the bench's devices none has two MSI capabilities",
    ("verify_facts", "policy_compared", "false"): "the bench's kernels show their tables",
    ("trace_line", "return_seen", "false"): "the kernel misses a return under load alone",
    ("trace_part_facts", "hidden", "true"): "no user of the bench writes to a hidden capability",
}


class Schema:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.definitions = json.load(file)["$defs"]
        self.seen = set()       # (place, value)
        self.wanted = {}        # place: values

    def resolve(self, part):
        """The parts that may describe a value, each with its name or None."""
        if "$ref" in part:
            name, target = part["$ref"].rsplit("/", 1)[1], self.definitions
            for step in part["$ref"].removeprefix("#/$defs/").split("/"):
                target = target[step]
            yield name, target
            yield from self.resolve(target)
        for word in ("anyOf", "oneOf", "allOf"):
            for one in part.get(word, ()):
                yield None, one
                yield from self.resolve(one)

    def values_of(self, part):
        """The finite set of values of a key, as JSON, without null."""
        words = set()
        for _, one in [(None, part), *self.resolve(part)]:
            kinds = one.get("type", [])
            if "boolean" in ([kinds] if isinstance(kinds, str) else kinds):
                words |= {"true", "false"}
            words |= {json.dumps(word) for word in one.get("enum", []) if isinstance(word, str)}
        return words

    def collect(self):
        for name, part in self.definitions.items():
            for key, value in part.get("properties", {}).items():
                words = self.values_of(value)
                if name == "verify_facts" and key == "verdict":
                    words = {'"verified"', '"refused"', '"differs"'}    # the others are codes of errors
                if words:
                    self.wanted[name, key] = words

    def walk(self, name, part, instance):
        for known, one in [(name, part), *self.resolve(part)]:
            if isinstance(instance, list) and "items" in one:
                for entry in instance:
                    self.walk(None, one["items"], entry)
            if not isinstance(instance, dict):
                continue
            for key, value in one.get("properties", {}).items():
                if key not in instance:
                    continue
                found = instance[key]
                self.seen.add((known, key, json.dumps(found) if not isinstance(
                    found, (dict, list)) else ""))
                self.walk(None, value, found)


def look(schema, program, *words, part=None):
    run = subprocess.run([program, *words, "-q", "-n", "-o", "jsonl"], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=False)
    name = part or words[0] + "_line"
    for line in run.stdout.decode().splitlines():
        schema.walk(name, schema.definitions[name], json.loads(line))


def texts_of_tests():
    texts = ""
    for path in sorted(glob.glob(os.path.join(HERE, "..", "..", "**", "*"), recursive=True)):
        if path.endswith((".bats", ".py", ".c")) and not os.path.samefile(path, __file__):
            with open(path, encoding="utf-8") as file:
                texts += file.read()
    return texts


def dump_file(dumps, name):
    return glob.glob(os.path.join(dumps, "*", name + ".txt"))[0]


def look_at_all(schema, program, dumps):
    paths = sorted(glob.glob(os.path.join(dumps, "*", "*.txt")))
    for words in SWEEP:
        look(schema, program, *words, *(word for path in paths for word in ("-F", path)))
    for path in paths:
        look(schema, program, "diff", "-F", path)
        look(schema, program, "diff", "-k", "5.10", "-k", "7.3", "-F", path)
    for name, *words in CALLS:
        look(schema, program, *words, "-F", dump_file(dumps, name))
    for name in EXPLAINED:
        path = dump_file(dumps, name)
        run = subprocess.run([program, "policy", "-q", "-F", path, "-o", "jsonl"],
                             stdout=subprocess.PIPE, check=True)
        for device in map(json.loads, run.stdout.decode().splitlines()):
            words = ["%x.%s" % (one["offset"], "?bw?l"[one["width"]])
                     for one in device["registers"] or ()]
            look(schema, program, "explain", "-F", path, device["address"], *words)
    look(schema, program, "rules", part="rules_document")
    with tempfile.NamedTemporaryFile("w") as capture:
        text = subprocess.run([program, "capture", "-q", "-F",
                               dump_file(dumps, "qemu-e1000e")],
                              stdout=subprocess.PIPE, check=True).stdout.decode()
        capture.write(text.replace("# vf no", "# driver nvgrace-gpu-vfio-pci\n# vf no"))
        capture.flush()
        look(schema, program, "policy", "-F", capture.name)


def main():
    schema = Schema(sys.argv[1])
    schema.collect()
    look_at_all(schema, *sys.argv[2:4])
    tests = texts_of_tests()
    wrong = []
    for (name, key), words in sorted(schema.wanted.items()):
        for word in sorted(words):
            if (name, key, word) in schema.seen or (name, key, word) in NOWHERE:
                continue
            if word in ("true", "false"):
                named = r'"%s": ?%s|\["%s"\] is %s' % (key, word, key, word)
            else:
                named = r"(?<![\w-])%s(?![\w-])" % re.escape(word.strip('"'))
            if re.search(named, tests, re.IGNORECASE):
                continue
            wrong.append("no test shows %s: %s = %s" % (name, key, word))
    for name, key, word in NOWHERE:
        if (name, key, word) in schema.seen or word not in schema.wanted.get((name, key), ()):
            wrong.append("%s: %s = %s is shown, or can no more be" % (name, key, word))
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


main()
