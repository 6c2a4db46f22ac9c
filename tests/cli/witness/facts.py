#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Compares the output of `map -o jsonl` for every dump with reference.py and the
tables of cases.py:

  tests/cli/witness/facts.py PROGRAM
"""

import glob
import json
import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

DUMPS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "dumps")
sys.path.insert(0, DUMPS)
sys.dont_write_bytecode = True

import cases  # noqa: E402
import reference  # noqa: E402

loader = SourceFileLoader("make", os.path.join(DUMPS, "make"))
make = module_from_spec(spec_from_loader("make", loader))
loader.exec_module(make)
SAMPLE = int(os.environ.get("SAMPLE", "1"))      # every SAMPLEth dump
KINDS = {"header", "capability", "extended", "placeholder", "raw", "virtual"}
wrong = []


def expect(what, is_so, ought):
    if is_so != ought:
        wrong.append("%s: %s, not %s" % (what, is_so, ought))


def kind_of(offset, value, placeholders):
    if offset // 4 * 4 in placeholders:
        return "placeholder"
    if value == reference.RAW:
        return "raw"
    if value == reference.VIRTUAL:
        return "virtual"
    if value == reference.HEADER and offset < 64:
        return "header"
    return "extended" if offset >= 256 else "capability"


def content_of(device, entry):
    """zero, ones, data, or unread if a byte is missing"""
    held = {device.bytes.get(offset) for offset in range(entry["start"], entry["end"] + 1)}
    if None in held:
        return "unread"
    return "zero" if held == {0} else "ones" if held == {0xFF} else "data"


def judge_ranges(what, device, found, values, crossing):
    ranges = found["ranges"]
    expect(what + ": first start", ranges[0]["start"], 0)
    expect(what + ": last end", ranges[-1]["end"], device.size - 1)
    placeholders = {entry["start"] for entry in ranges if entry["kind"] == "placeholder"}
    totals = dict.fromkeys(KINDS, 0)
    for i, entry in enumerate(ranges):
        name = "%s: range %x" % (what, entry["start"])
        if i:
            expect(name, entry["start"], ranges[i - 1]["end"] + 1)
            same = all(entry[key] == ranges[i - 1][key] for key in ("kind", "value", "instance"))
            expect(name + " could be one with the range before", same, False)
        expect(name + " size", entry["size"], entry["end"] - entry["start"] + 1)
        expect(name + " content", entry["content"], content_of(device, entry))
        owned = entry["kind"] in ("capability", "extended", "placeholder")
        expect(name + " has an ID", entry["id"] is not None, owned)
        expect(name + " has a version", entry["version"] is not None,
               entry["kind"] in ("extended", "placeholder"))
        if owned:
            expect(name + " value", entry["value"], entry["id"] & 0xFF)
            if entry["instance"] == entry["start"]:
                width = 1 if entry["kind"] == "capability" else 2
                expect(name + " ID", entry["id"], device.raw(entry["start"], width))
                if width == 2:
                    expect(name + " version", entry["version"],
                           device.raw(entry["start"], 4) >> 16 & 0xF)
        for offset in range(entry["start"], entry["end"] + 1):
            totals[entry["kind"]] += 1
            if entry["value"] != values[offset]:
                wrong.append("%s: byte %x" % (name, offset))
            if not crossing and entry["kind"] != kind_of(offset, values[offset], placeholders):
                wrong.append("%s: byte %x is %s" % (name, offset, entry["kind"]))
    expect(what + ": totals", found["totals"], totals)


def judge_placeholder(what, found, hidden):
    """There is one exactly if the first extended capability is hidden."""
    starts = [entry["start"] for entry in found["ranges"] if entry["kind"] == "placeholder"]
    first = [entry.offset for entry in hidden if entry.extended and entry.offset == 0x100]
    expect(what + ": placeholders", starts, first[:1])


def judge_built(what, device, found, release):
    values, hidden = reference.build(device, reference.RELEASES[release])
    expect(what + ": error", found["error"], None)
    expect(what + ": map", found["map"], bytes(values).hex())
    crossing = any(word["code"] == "capability-crosses-100" for word in found["warnings"])
    judge_ranges(what, device, found, values, crossing or 0xFF in values[256:257])
    judge_placeholder(what, found, hidden)
    expect(what + ": hidden", [list(entry.values()) for entry in
                               ({key: entry[key] for key in ("offset", "extended", "id", "reason")}
                                for entry in found["hidden"])],
           [list(entry) for entry in dict.fromkeys(hidden)])


def judge_device(what, device, found, release):
    expect(what + ": address", found["address"], reference.address_text(device.address))
    expect(what + ": IDs", (int(found["vendor"], 16), int(found["device"], 16)),
           device.vendor_device())
    expect(what + ": size", found["size"], device.size)
    code = None
    if len(device.bytes) < 256:
        code = "short"
    else:
        try:
            judge_built(what, device, found, release)
        except reference.InitFails as why:
            code = why.code
    expect(what + ": error", found["error"] and found["error"]["code"], code)
    if code == "no-answer":
        expect(what + ": rules", found["rules"], None)
    else:
        expect(what + ": rules", found["rules"]["name"], release)
        expect(what + ": basis", found["rules"]["basis"], "table")
    if code:
        expect(what + ": no map", [found[key] for key in ("map", "ranges", "hidden", "totals")],
               [None] * 4)


def not_in_dump(device):
    """The reference's warnings about runs of bytes that the dump does not show."""
    size = 4096 if 0xFFF in device.unseen else device.size
    lacking = [offset for offset in range(size) if offset not in device.bytes]
    return ["not-in-dump@%x" % offset for offset in lacking if offset - 1 not in lacking]


def judge_warnings(what, function, device, found):
    words = sorted(warning["code"] + ("@%x" % warning["offset"]
                                      if warning["offset"] is not None else "")
                   for warning in found["warnings"])
    expect(what + ": warnings", " ".join(words),
           " ".join(sorted(function.expected.get("warnings", "").split() + not_in_dump(device))))


def main():
    made = {name: sorted(functions, key=lambda one: reference.read_dump(
        (one.address + " \n").encode())[0].address)
        for _, name, _, functions, _ in make.all_texts()}
    for path in sorted(glob.glob(os.path.join(DUMPS, "*", "*.txt")))[::SAMPLE]:
        name = os.path.basename(path)[:-len(".txt")]
        with open(path, "rb") as file:
            devices = reference.read_dump(file.read())
        for release in make.RELEASES:
            what = "%s under %s" % (name, release)
            run = subprocess.run([sys.argv[1], "-n", "-q", "-F", path, "-k", release, "map",
                                  "-o", "jsonl"], stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, check=False)
            lines = run.stdout.decode().splitlines()
            expect(what + ": devices", len(lines), len(devices))
            for i, (device, line) in enumerate(zip(devices, lines)):
                found = json.loads(line)
                judge_device(what, device, found, release)
                if name in made and found["error"] is None:
                    judge_warnings(what, made[name][i], device, found)
    print("\n".join(wrong[:40]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
