#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Compares how the program and setpci(8) read REGISTER, on a device with every capability that
setpci names:

  tests/cli/witness/setpci_facts.py PROGRAM DIRECTORY header|capabilities|grammar
"""

import json
import os
import subprocess
import sys

wrong = []

# Words from the examples and the grammar of setpci(8).
TAKEN = ("COMMAND 4.w COMMAND.l VENDOR_ID+1.b CAP_PM+2.w ECAP108.l command Cap_Pm+2.W CAP01+2.w "
         "cap1+2.w ECAP0001.l ecap1.l CAP_PM+2.w@0 CAP_VNDR+2.b@1 CAP09+2.b@1 CAP_VNDR+2.b@0 "
         "ECAP_AER+8.L BASE_ADDRESS_0+4 BASE_ADDRESS_0+2.w 0.b 0000.l 0x40.l CAP_PM+0x2.w "
         "ffc.l fff.b CAP_PM+0.b CAP_MSIX+2.w ECAP_AER+ef4.b@0 ECAP108+2.w@0").split()
REFUSED = ("1000.l 1000.b ffe.l 41.w 42.l VENDOR_ID+1 CAP_PM+1.w CAP_PM.w@1 CAP_PM@0+2.w "
           "CAP_PM+2@0.w NOSUCH NOSUCH.w 4.q 4. .w 4.ww CAP.b ECAP.b CAP_.b CAP_EA.b@1 CAP1ff.b "
           "CAP_PM+.w CAP_PM+g.w CAP_PM+2.w@ CAP_PM+2.w@x CAP_VNDR+2.b@2 "
           "CAPff.b ECAP0fff.l 4.w.w 4+4+4.w").split()


def names():
    """(header: [(name, offset, width)], capabilities: [(name, extended, id)])"""
    header, capabilities = [], []
    text = subprocess.run(["setpci", "--dumpregs"], stdout=subprocess.PIPE, check=True).stdout
    for line in text.decode().splitlines()[1:]:
        words = line.split()
        if len(words) == 3:
            header.append((words[2], int(words[0], 16), {"B": 1, "W": 2, "L": 4}[words[1]]))
        else:
            capabilities.append((words[3], len(words[0]) == 4, int(words[0], 16)))
    return header, capabilities


def make_dump(directory, capabilities, header_type=0):
    """Every capability once, the vendor's twice, one with ID 108; no two dwords are equal."""
    path = os.path.join(directory, "every-%d.txt" % header_type)
    space = bytearray(4096)
    for offset in range(0, 4096, 4):
        space[offset:offset + 4] = (0x5A000000 | offset * 0x9D1 & 0xFFFFFF).to_bytes(4, "little")
    space[0:8] = bytes.fromhex("361b 0500 0000 1000")
    space[0x0E] = header_type
    standard = [number for _, extended, number in capabilities if not extended] + [9]
    extended = [number for _, extended, number in capabilities if extended] + [0x108]
    space[0x14 if header_type == 2 else 0x34] = 0x40
    for index, number in enumerate(standard):
        at = 0x40 + 8 * index
        following = at + 8 if index + 1 < len(standard) else 0
        space[at:at + 4] = bytes((number, following, 8, 0))
    for index, number in enumerate(extended):
        at = 0x100 + 0x20 * index
        following = at + 0x20 if index + 1 < len(extended) else 0
        space[at:at + 4] = (number | 1 << 16 | following << 20).to_bytes(4, "little")
        space[at + 4:at + 12] = bytes(8)
        space[at + 4:at + 8] = (0x02000000 | number).to_bytes(4, "little")
    with open(path, "w", encoding="ascii") as file:
        file.write("01:00.0 ff00: 1b36:0005\n")
        for row in range(0, 4096, 16):
            file.write("%02x: %s\n" % (row, space[row:row + 16].hex(" ")))
    return path


def ask_setpci(dump, *registers):
    """Their values, or None if setpci refuses one of them"""
    run = subprocess.run(["setpci", "-A", "dump", "-O", "dump.name=" + dump, "-s", "01:00.0",
                          *registers], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                         check=False)
    return run.stdout.decode().split() if run.returncode == 0 else None


def ask_program(program, dump, *registers):
    run = subprocess.run([program, "-n", "-q", "-F", dump, "policy", "-J", *registers],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if run.returncode != 0:
        return None
    return json.loads(run.stdout)["devices"][0]["registers"]


def compare(program, dump, registers):
    """Both accept them and mean the same bytes: each width and value is equal."""
    theirs, ours = ask_setpci(dump, *registers), ask_program(program, dump, *registers)
    if theirs is None or ours is None or len(theirs) != len(registers) or len(ours) != len(registers):
        wrong.append("%s: refused by %s" % (registers, "setpci" if theirs is None else "vfio-cfgtool"))
        for one in registers if len(registers) > 1 else ():
            compare(program, dump, [one])
        return []
    for register, value, entry in zip(registers, theirs, ours):
        if entry["hardware"] != value:
            wrong.append("%s: %s at %x, setpci reads %s" % (register, entry["hardware"],
                                                            entry["offset"], value))
    return ours


def judge_header(program, directory):
    """Names that setpci accepts for a device of each header type."""
    header, capabilities = names()
    seen = set()
    for header_type in range(3):
        dump = make_dump(directory, capabilities, header_type)
        taken = [row for row in header if ask_setpci(dump, row[0]) is not None]
        seen.update(taken)
        found = compare(program, dump, [name for name, _, _ in taken])
        for (name, offset, width), entry in zip(taken, found):
            if (entry["offset"], entry["width"]) != (offset, width):
                wrong.append("%s: %x of %d bytes" % (name, entry["offset"], entry["width"]))
    if seen != set(header):
        wrong.append("no header type has %s" % (set(header) - seen))


def judge_capabilities(program, directory):
    _, capabilities = names()
    dump = make_dump(directory, capabilities)
    compare(program, dump, [name + suffix for name, _, _ in capabilities
                            for suffix in (".b", ".w", ".l", "+4.l", "+2.w")])
    compare(program, dump, ["%s%02x+4.l" % ("ECAP" if extended else "CAP", number)
                            for _, extended, number in capabilities])


def judge_grammar(program, directory):
    dump = make_dump(directory, names()[1])
    compare(program, dump, TAKEN)
    for register in REFUSED:
        if ask_setpci(dump, register) is not None:
            wrong.append("setpci takes %s" % register)
        if ask_program(program, dump, register) is not None:
            wrong.append("taken: %s" % register)


def main():
    program, directory, what = sys.argv[1:]
    if what == "capabilities":
        judge_capabilities(program, directory)
    elif what == "grammar":
        judge_grammar(program, directory)
    else:
        judge_header(program, directory)
    print("\n".join(wrong[:40]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
