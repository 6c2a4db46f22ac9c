# SPDX-License-Identifier: GPL-2.0-or-later
"""
Devices of dumps, as the program sees them, and as a VMM is shown them.

A dump has no sizes of BARs, and a VMM refuses MSI-X that does not fit its BAR. So each
device gets sizes that fit, and is given to the program twice: as the dump has it, and as
a capture that also tells the sizes.
"""

import json
import re
import subprocess

BAR0, BARS, STATUS, POINTER, HEADER_TYPE = 0x10, 6, 0x06, 0x34, 0x0E
ROM_REGION = 6
CAP_MSIX = 0x11
SLOT = re.compile(r"^(?:[-*+>] +)?(\S+:)?[0-9a-f]+:[0-9a-f]+\.[0-7] ")
# linux/ioport.h
IORESOURCE_IO, IORESOURCE_MEM, IORESOURCE_PREFETCH, IORESOURCE_MEM_64 = 0x100, 0x200, 0x2000, 0x100000


class Program:
    """The program under test."""

    def __init__(self, path, rules):
        self.path = path
        self.rules = rules

    def run(self, *arguments, dump):
        """Standard output of a call on the text of a dump."""
        done = subprocess.run([self.path, "-q", "-n", "-F", "-", *arguments], input=dump,
                              capture_output=True, text=True, timeout=60)
        if done.returncode not in (0, 3):
            raise RuntimeError("%s: status %d: %s" % (" ".join(arguments), done.returncode,
                                                      done.stderr.strip()))
        return done.stdout

    def policy(self, dump, vmm=None):
        """What policy says of the one device of a dump."""
        options = ["--vmm=" + vmm] if vmm else ["-k", self.rules]
        if vmm:
            options += ["-k", self.rules]
        return json.loads(self.run("policy", "-o", "jsonl", *options, dump=dump))

    def map_values(self, dump):
        """The map's values, two digits each."""
        values = json.loads(self.run("map", "-o", "jsonl", "-k", self.rules, dump=dump))["map"]
        return [values[i:i + 2] for i in range(0, len(values), 2)]

    def view(self, dump, name, vmm=None):
        """A view as bytes, None where one is not known; None where there is no view."""
        options = ["--vmm=" + vmm] if vmm else []
        return read_text(self.run("capture", "--view=" + name, *options, dump=dump))


def read_text(text):
    """The bytes of the one device of a dump; None where none are there."""
    found = []
    for line in text.splitlines():
        row = re.match(r"^([0-9a-f]{2,3}): ((?:[0-9a-f?]{2} ?)+)$", line)
        if row:
            found += [None if byte == "??" else int(byte, 16) for byte in row[2].split()]
    return found or None


def split_dump(text):
    """The devices of a dump, each as a text of its own."""
    devices = []
    for line in text.replace("\r", "").splitlines():
        if SLOT.match(line.lower()):
            devices.append([])
        if devices:
            devices[-1].append(line)
    return ["\n".join(lines) + "\n" for lines in devices]


def little(data, offset, width):
    return int.from_bytes(bytes(data[offset:offset + width]), "little")


def power_of_two(least):
    size = 1
    while size < least:
        size *= 2
    return size


def msix_needs(data):
    """Bytes that table and pending bits of each MSI-X capability need, by BAR."""
    needs, seen = {}, set()
    place = data[POINTER] if data[STATUS] & 0x10 else 0
    while place and place not in seen and place + 1 < len(data):
        seen.add(place)
        if data[place] == CAP_MSIX and place + 12 <= len(data):
            entries = (little(data, place + 2, 2) & 0x7FF) + 1
            for at, length in ((4, entries * 16), (8, (entries + 63) // 64 * 8)):
                value = little(data, place + at, 4)
                if value & 7 < BARS:
                    needs[value & 7] = max(needs.get(value & 7, 0), (value & ~7) + length)
        place = data[place + 1]
    return needs


def is_intel_display(data):
    return little(data, 0, 2) == 0x8086 and data[0x0B] == 0x03


def regions(data):
    """Sizes of the regions that a device with these bytes may have, by BAR; 6 is the ROM."""
    sizes, needs, bar = {}, msix_needs(data), 0
    if data[HEADER_TYPE] & 0x7F == 1:
        return sizes    # a bridge has other registers there
    while bar < BARS:
        value = little(data, BAR0 + 4 * bar, 4)
        if value or bar in needs:
            sizes[bar] = power_of_two(max(needs.get(bar, 0), 0x100 if value & 1 else 0x1000))
        bar += 2 if value and value & 7 == 4 else 1
    if is_intel_display(data):
        sizes.setdefault(0, 0x1000)     # QEMU crashes without it; vfio-user-pci does not
    if little(data, 0x30, 4):
        sizes[ROM_REGION] = 0x10000
    return sizes


def resources(data, sizes):
    """The lines of a capture that say where the host has these regions."""
    lines = []
    for region in range(BARS + 1):
        size = sizes.get(region, 0)
        value = little(data, 0x30 if region == ROM_REGION else BAR0 + 4 * region, 4)
        wide = region < 5 and value & 7 == 4
        start = value & (~0x3 if region < BARS and value & 1 else ~0xF) & 0xFFFFFFFF
        if wide:
            start |= little(data, BAR0 + 4 * region + 4, 4) << 32
        start &= ~(size - 1)
        flags = IORESOURCE_IO if region < BARS and value & 1 else IORESOURCE_MEM
        flags |= (IORESOURCE_PREFETCH if value & 8 and flags == IORESOURCE_MEM else 0)
        flags |= IORESOURCE_MEM_64 if wide else 0
        flags = flags if size else 0
        lines.append("# resource %d %x %x %x\n" % (region, start if size else 0,
                                                   start + size - 1 if size else 0, flags))
    return "".join(lines)


def with_sizes(program, dump, sizes):
    """The dump as a capture that tells the sizes of its BARs; "" where there is none."""
    text = program.run("capture", dump=dump)
    if not text.strip():
        return ""
    data = [byte or 0 for byte in read_text(dump) or [0] * 256]
    kept = [line + "\n" for line in text.splitlines() if not line.startswith("# resource ")]
    place = max(i for i, line in enumerate(kept) if line.startswith("# ") and
                not line.startswith(("# user", "# end", "# read")))
    return "".join(kept[:place + 1]) + resources(data, sizes) + "".join(kept[place + 1:])
