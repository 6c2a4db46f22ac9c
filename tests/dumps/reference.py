#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
A second opinion: the byte map by the facts of the kernel's vfio-pci, written
apart from the program and in another language, so that both have to make the
same mistake for a test to miss it. Slow, plain, and for the tests only.

  tests/dumps/reference.py RULES DUMP    prints what `map -n -o hex` has to print
"""

import re
import sys
from collections import namedtuple

# What a release does that the map depends on. Where each was read:
#   exp_v2    bytes of a PCI Express capability of version 2 (pci_regs.h)
#   dvsec     DVSEC has a length of its own (pci_ext_cap_length[])
#   ecap_max  the last ID of pci_ext_cap_length[]
#   display   classes whose Intel devices get an OpRegion (vfio_pci_core.c)
Release = namedtuple("Release", "exp_v2 dvsec ecap_max display")
RELEASES = {
    "6.1.176": Release(50, False, 0x2E, (0x0300,)),
    "6.12.107": Release(52, True, 0x2E, (0x0300,)),
    "7.3.4": Release(52, True, 0x31, tuple(range(0x0300, 0x0400))),
}

HEADER, VIRTUAL, RAW = 0x00, 0xFE, 0xFF

# Bytes of capabilities whose length is fixed; those not listed are hidden.
FIXED = {0x01: 8, 0x02: 12, 0x03: 8, 0x11: 12, 0x13: 6}
FIXED_EXTENDED = {
    0x01: 0x2C, 0x03: 12, 0x04: 16, 0x0E: 8, 0x0F: 8, 0x10: 64, 0x12: 40, 0x13: 16, 0x18: 8,
}
LAST_STANDARD = 0x14

Hidden = namedtuple("Hidden", "offset extended id reason")


class InitFails(Exception):
    """The kernel cannot open such a device."""

    code = "init-fails"


class NoAnswer(InitFails):
    """Every byte reads ff: nothing of it was seen."""

    code = "no-answer"


class NotShown(Exception):
    """A byte decides that the dump does not show."""


class Device:
    """Bytes of one function of a dump, and those (unseen) of which it does not tell whose
    they are: filled by build()."""

    def __init__(self, address, ids):
        self.address, self.ids, self.bytes, self.size = address, ids, {}, 256
        self.unseen = set()

    def raw(self, offset, width):
        return sum(self.bytes.get(offset + i, 0xFF) << 8 * i for i in range(width))

    def read(self, offset, width):
        """A read by the kernel, with the ways in which it fails."""
        self.touch(offset, width)
        if any(offset + i not in self.bytes for i in range(width)):
            raise NotShown
        return self.raw(offset, width)

    def touch(self, offset, width):
        """The same, where what is read decides nothing."""
        if offset % width:
            raise InitFails("unaligned read at %x" % offset)
        if self.size == 4096 and offset >= 4096:
            raise InitFails("read at %x" % offset)

    def vendor_device(self):
        own = (self.raw(0, 2), self.raw(2, 2))
        if own == (0xFFFF, 0xFFFF) and self.ids:
            return self.ids
        return own


def express_flags(device):
    """The flags that the PCI core kept when it found the device."""
    if not device.raw(6, 2) & 0x10:
        return 0
    kind = device.raw(0x0E, 1) & 0x7F
    if kind > 2:
        return 0
    at = device.raw(0x14 if kind == 2 else 0x34, 1)
    for _ in range(48):
        if at < 0x40:
            return 0
        at &= 0xFC
        found = device.raw(at, 1)
        if found == 0xFF:
            return 0
        if found == 0x10:
            return device.raw(at + 2, 2)
        at = device.raw(at + 1, 1)
    return 0


def express_length(device, release):
    flags = express_flags(device)
    integrated = flags >> 4 & 0xF == 9
    if flags & 0xF == 1:
        return 12 if integrated else 20
    return 44 if integrated else release.exp_v2


def standard_length(device, number, at, release):
    if number in FIXED:
        return FIXED[number]
    if number == 0x05:
        flags = device.read(at + 2, 2)
        return 10 + (4 if flags & 0x80 else 0) + (10 if flags & 0x100 else 0)
    if number == 0x07:
        return 24 if device.read(at + 2, 2) & 0x3000 else 8
    if number == 0x08:
        return 24 if device.read(at + 3, 1) & 0xE0 else 28
    if number == 0x09:
        return device.read(at + 2, 1)
    if number == 0x10:
        return express_length(device, release)
    if number == 0x12:
        return 16 if device.read(at + 4, 1) & 0xF == 0xF else 8
    return 0


def virtual_channel_length(device, at):
    extra = device.read(at + 4, 4) & 7
    arbitration = device.read(at + 8, 4)
    phases = 128 if arbitration & 8 else 64 if arbitration & 4 else 32 if arbitration & 2 else 0
    length = 16 + 12 * (1 + extra)
    if phases:
        length += -length % 16 + phases // 2
    return length


def extended_length(device, number, at, release):
    if number in FIXED_EXTENDED:
        return FIXED_EXTENDED[number]
    if number in (0x02, 0x08, 0x09):
        return virtual_channel_length(device, at)
    if number == 0x0B or (number == 0x23 and release.dvsec):
        return device.read(at + 4, 4) >> 20
    if number == 0x0D:
        if not device.read(at + 4, 1) & 0x20:
            return 8
        bits = device.read(at + 5, 1) or 256
        return 8 + (bits + 31) // 32 * 4
    if number == 0x15:
        return 4 + 8 * (device.read(at + 8, 1) >> 5)
    if number == 0x16:
        return 17 + (device.read(at + 4, 1) & 0x1F)
    if number == 0x17:
        word = device.read(at + 4, 4)
        if word >> 9 & 3 == 1:
            return 14 + 2 * (word >> 16 & 0x7FF)
        return 12
    return 0


def fill(device, values, at, length, value):
    """Marks the bytes, and reads them as the kernel does."""
    offset = at
    while offset < at + length:
        left = at + length - offset
        width = 4 if left >= 4 and offset % 4 == 0 else 2 if left >= 2 and offset % 2 == 0 else 1
        device.touch(offset, width)
        offset += width
    for offset in range(at, min(at + length, device.size)):
        values[offset] = value


def why_hidden(number, known, variable):
    if number == 0 and not variable:
        return "null-capability"
    if number > known:
        return "unknown"
    return "empty" if variable else "not-virtualized"


def note_unseen(device, values, parts):
    """Which bytes of the parts (standard: 40-ff, extended: 100-fff) may be anybody's."""
    device.unseen = set()
    for part in parts:
        space = range(64, 256) if part == "standard" else range(256, 4096)
        device.unseen.update(at for at in space if at >= device.size or values[at] == RAW)


def first_pointer(device, parts):
    try:
        return device.read(0x34, 1) if device.read(6, 2) & 0x10 else 0
    except NotShown:
        parts.add("standard")
        return 0


def is_fast(device, at):
    """PCI-X of 266 or 533 MHz has extended space."""
    return device.raw(at + 4, 4) >> 30 != 0 and at + 7 in device.bytes


def length_or(header, parts, part, function, *arguments):
    """A length, or that of the header where the dump does not show it."""
    try:
        return function(*arguments)
    except NotShown:
        parts.add(part)
        return header


def build(device, release, error_fails=True):
    """Returns the map as a list, and what was hidden; raises InitFails. Before
    `error_fails` a read that failed only ended the walk of extended space."""
    if set(device.bytes.values()) == {0xFF} and len(device.bytes) >= 64:
        raise NoAnswer("every byte is ff")
    values = [HEADER] * 64 + [RAW] * (device.size - 64)
    hidden = []
    extended_space = False
    parts = set()

    at = first_pointer(device, parts)
    for _ in range(48):
        if not at:
            break
        try:
            number = device.read(at, 1)
        except NotShown:
            parts.add("standard")
            break
        try:
            following = device.read(at + 1, 1)
        except NotShown:
            parts.add("standard")
            following = 0
        known = 0 < number <= LAST_STANDARD
        length = (length_or(2, parts, "standard", standard_length, device, number, at, release)
                  if known else 0)
        versioned = number == 0x07 and length == 24
        if number == 0x10 or versioned or (number == 0x07 and is_fast(device, at)):
            if device.size == 256:
                parts.add("extended")
        if known and device.size == 4096 and (number == 0x10 or versioned):
            try:
                extended_space = device.read(0x100, 4) != 0
            except NotShown:
                parts.add("extended")
        if length:
            fill(device, values, at, length, number)
        else:
            hidden.append(Hidden(at, False, number,
                                 why_hidden(number, LAST_STANDARD, number == 0x09)))
        at = following

    at, first = 0x100, True
    for _ in range(960 if extended_space else 0):
        if at < 0x100:
            break
        length = 0
        try:
            header = device.read(at, 4)
            number = header & 0xFFFF
            if number <= release.ecap_max:
                length = length_or(4, parts, "extended", extended_length, device, number, at,
                                   release)
        except NotShown:
            parts.add("extended")
            break
        except InitFails:
            if error_fails:
                raise
            break
        if not length:
            variable = number == 0x0B or (number == 0x23 and release.dvsec)
            hidden.append(Hidden(at, True, number,
                                 why_hidden(number, release.ecap_max, variable)))
        if length:
            fill(device, values, at, length, number & 0xFF)
        elif first:
            fill(device, values, at, 4, number & 0xFF)
        first = False
        at = header >> 20 & 0xFFC

    pointer = device.raw(0xFC, 4)
    if (device.vendor_device()[0] == 0x8086 and device.raw(0x0A, 2) in release.display
            and pointer not in (0, 0xFFFFFFFF)):
        values[0xFC:0x100] = [VIRTUAL] * 4
    if "standard" in parts and not extended_space:
        parts.add("extended")
    note_unseen(device, values, parts)
    return values, hidden


SLOT = re.compile(rb"(?:[-*+] )?(?:([0-9a-f]{4,8}):)?([0-9a-f]{2}):([01][0-9a-f])\.([0-7])(?=\s|$)", re.I)
IDS = re.compile(rb"(?<![0-9a-z])([0-9a-f]{4}):([0-9a-f]{4})(?![0-9a-z])", re.I)
BYTES = re.compile(rb"([0-9a-f]{2,4}):((?: +(?:[0-9a-f]{2}|\?\?))*) *$", re.I)


def read_dump(text):
    """The devices of a dump, sorted by address; duplicates stay in their order."""
    devices = []
    for line in text.split(b"\n"):
        line = line.rstrip(b"\r")
        slot = SLOT.match(line)
        data = BYTES.match(line)
        if slot:
            address = tuple(int(part or b"0", 16) for part in slot.groups())
            ids = IDS.findall(line, slot.end())
            ids = tuple(int(part, 16) for part in ids[-1]) if ids else None
            devices.append(Device(address, ids))
        elif data:
            offset = int(data.group(1), 16)
            for byte in data.group(2).split():
                if offset >= 256:
                    devices[-1].size = 4096
                if byte != b"??":
                    devices[-1].bytes[offset] = int(byte, 16)
                offset += 1
    return sorted(devices, key=lambda device: device.address)


def address_text(address):
    return "%04x:%02x:%02x.%x" % address


def hex_text(device, release):
    text = "%s %04x:%04x\n" % ((address_text(device.address),) + device.vendor_device())
    if len(device.bytes) < 256:
        return text + "# short\n\n"
    try:
        values = build(device, release)[0]
    except InitFails as why:
        return text + "# %s\n\n" % why.code
    for row in range(0, device.size, 16):
        text += "%02x: %s\n" % (row, " ".join("%02x" % value for value in values[row:row + 16]))
    return text + "\n"


def main():
    release = RELEASES[sys.argv[1]]
    with open(sys.argv[2], "rb") as dump:
        for device in read_dump(dump.read()):
            sys.stdout.write(hex_text(device, release))


if __name__ == "__main__":
    main()
