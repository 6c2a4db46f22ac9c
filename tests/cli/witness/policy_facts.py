#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Compares the output of `policy -J` for every dump with policy_reference.py, under releases
and with single switches moved:

  tests/cli/witness/policy_facts.py PROGRAM DIRECTORY RULES...
  tests/cli/witness/policy_facts.py PROGRAM DIRECTORY --moved RELEASE

--moved: the release with each of the program's switches moved, one at a time.
The devices of all dumps go into one dump in DIRECTORY, each in a domain of its
own, so that each of the rules takes one call of the program.
"""

import glob
import copy
import json
import os
import subprocess
import sys

DUMPS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "dumps")
sys.path.insert(0, DUMPS)
sys.dont_write_bytecode = True

import policy_reference  # noqa: E402
import reference  # noqa: E402

wrong = []


def expect(what, is_so, ought):
    if is_so != ought:
        wrong.append("%s: %s, not %s" % (what, is_so, ought))


def all_devices():
    """[(device, dump it comes from)], each device with an address of its own"""
    found = []
    for path in sorted(glob.glob(os.path.join(DUMPS, "*", "*.txt"))):
        with open(path, "rb") as dump:
            for device in reference.read_dump(dump.read()):
                name = "%s %s" % (os.path.basename(path), reference.address_text(device.address))
                device.address = (len(found), 1, 0, 0)
                found.append((device, name))
    return found


def device_text(device):
    """The format of lspci -xxxx; unknown bytes are ??"""
    ids = " %04x:%04x" % device.ids if device.ids else " a device"
    text = reference.address_text(device.address) + ids + "\n"
    for row in range(0, device.size, 16):
        held = [device.bytes.get(offset) for offset in range(row, row + 16)]
        if any(byte is not None for byte in held) or row + 16 == device.size:
            text += "%02x: %s\n" % (row, " ".join("??" if byte is None else "%02x" % byte
                                                  for byte in held))
    return text + "\n"


def runs(offsets):
    """[(first, last)] of a set of numbers"""
    out = []
    for offset in sorted(offsets):
        if out and out[-1][1] == offset - 1:
            out[-1] = (out[-1][0], offset)
        else:
            out.append((offset, offset))
    return out


def compare_masks(what, found, ought):
    for key in ("read_virtual", "write", "write_virtual"):
        is_so, should = bytes.fromhex(found[key]), getattr(ought, key)
        expect("%s: bytes of %s" % (what, key), len(is_so), len(should))
        if is_so != should:
            at = next(i for i, (a, b) in enumerate(zip(is_so, should)) if a != b)
            wrong.append("%s: %s: %x (value %02x): %02x, not %02x" % (
                what, key, at, ought.values[at], is_so[at], should[at]))


known = {}


def policy_of(device, rules):
    """The second opinion, or the code of its error; each is made once."""
    key = device.address, frozenset(rules.on), rules.ecap_max
    if key not in known:
        try:
            known[key] = policy_reference.policy(device, rules)
        except reference.InitFails as why:
            known[key] = why.code
    return known[key]


def compare_header(what, device, found, rules):
    """With 64 bytes the header is known: it is judged as if zeros followed."""
    expect(what + ": error", found["error"], None)
    whole = copy.deepcopy(device)
    whole.bytes.update((offset, 0) for offset in range(64, 256))
    ought = policy_reference.policy(whole, rules)
    for key in ("read_virtual", "write", "write_virtual"):
        expect("%s: %s of the header" % (what, key), found[key][:128], getattr(ought, key)[:64].hex())


def compare(what, device, found, rules):
    if len(device.bytes) == 64:
        compare_header(what, device, found, rules)
        return
    if len(device.bytes) < 256:
        expect(what + ": error", found["error"] and found["error"]["code"], "short")
        return
    ought = policy_of(device, rules)
    if isinstance(ought, str):
        expect(what + ": error", found["error"] and found["error"]["code"], ought)
        expect(what + ": policy", {found[key] for key in ("read_virtual", "write",
                                                         "write_virtual")}, {None})
        return
    expect(what + ": error", found["error"], None)
    compare_masks(what, found, ought)
    expect(what + ": undefined", [(run["start"], run["end"]) for run in found["undefined"]],
           runs(ought.undefined))
    effects = [(entry["offset"], entry["width"], int(entry["mask"], 16), entry["effect"])
               for entry in found["effects"]]
    expect(what + ": effects", set(effects), ought.effects)
    expect(what + ": effects ascend", [(one[0], one[2]) for one in effects],
           sorted((one[0], one[2]) for one in effects))


def compare_registers(what, found):
    """A register has the bits of its bytes and the effects that touch it."""
    if found["registers"] is None:
        return
    whole = {key: bytes.fromhex(found[key]) for key in ("read_virtual", "write", "write_virtual")}
    for entry in found["registers"]:
        first, width = entry["offset"], entry["width"]
        for key, data in whole.items():
            bits = int.from_bytes(data[first:first + width], "little")
            expect("%s: %s of %x" % (what, key, first), int(entry[key], 16), bits)
        touched = set()
        for effect in found["effects"]:
            shift = 8 * (effect["offset"] - first)
            mask = int(effect["mask"], 16)
            if (mask << shift if shift >= 0 else mask >> -shift) & ((1 << 8 * width) - 1):
                touched.add(effect["effect"])
        expect("%s: effects of %x" % (what, first), set(entry["effects"]), touched)


def moved(program, release):
    """Rules with one switch moved; in both ways for switches that do not affect the policy."""
    run = subprocess.run([program, "rules", "-J"], stdout=subprocess.PIPE, check=True)
    on = policy_reference.Rules(release).on
    deciding = set(policy_reference.Rules("7.3.4").on)
    for switch in json.loads(run.stdout)["switches"]:
        name = switch["name"]
        if name == "ext-cap-max":
            yield from ("%s,+%s=%s" % (release, name, value) for value in ("20", "fd"))
        elif name == "vf-pasid-pri":
            continue        # its result is unknown, and so undefined
        elif name in deciding:
            yield "%s,%s%s" % (release, "-" if name in on else "+", name)
        else:
            yield from ("%s,%s%s" % (release, sign, name) for sign in "+-")


def main():
    program, directory, *all_rules = sys.argv[1:]
    if all_rules[0] == "--moved":
        all_rules = list(moved(program, all_rules[1]))
    devices = all_devices()
    dump = os.path.join(directory, "all.txt")
    with open(dump, "w", encoding="ascii") as file:
        file.writelines(device_text(device) for device, _ in devices)
    for number, text in enumerate(all_rules):
        run = subprocess.run([program, "-n", "-q", "-F", dump, "-k", text, "policy", "-J"],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        answers = json.loads(run.stdout)["devices"]
        expect(text + ": devices", len(answers), len(devices))
        for (device, name), found in zip(devices, answers):
            what = "%s under %s" % (name, text)
            compare(what, device, found, policy_reference.Rules(text))
            if number == 0:
                compare_registers(what, found)
    print("\n".join(wrong[:40]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
