#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
A second opinion on the policy, as reference.py is one on the map: written apart
from the program, from the facts of the kernel's vfio_pci_config.c and not from
the program's tables. Slow, plain, and for the tests only.

  tests/dumps/policy_reference.py RULES DUMP    every byte that is not raw

RULES is a release of RELEASES, with ,+SWITCH ,-SWITCH behind it as for --rules.
"""

import sys
from collections import namedtuple

sys.dont_write_bytecode = True

import reference  # noqa: E402

# How each release has the switches that decide where an access goes.
RELEASES = {
    "5.10.223": "exp-v2-52 ecap-error-fails ext-cap-max=26",
    "5.10.262": "exp-v2-52 ecap-error-fails ecap-unknown-ro ext-cap-max=26",
    "6.1.170": "ecap-error-fails ecap-unknown-ro pme-virtual ext-cap-max=2e",
    "6.1.192": "ecap-error-fails ecap-unknown-ro pme-virtual ext-cap-max=2e",
    "6.12.94": "exp-v2-52 ecap-error-fails ecap-unknown-ro pme-virtual dvsec ext-cap-max=2e",
    "6.12.117": "exp-v2-52 ecap-error-fails ecap-unknown-ro pme-virtual dvsec ext-cap-max=2e",
    "7.2": "exp-v2-52 ecap-error-fails ecap-unknown-ro pme-virtual dvsec igd-any-display "
           "ext-cap-max=31",
    "7.3.4": "exp-v2-52 ecap-error-fails ecap-unknown-ro pme-virtual dvsec igd-any-display "
             "ext-cap-max=31",
}

# What a place of the map is judged by that looks at no table.
RAW, VIRTUAL, DIRECT, VENDOR, UNDEFINED = "raw", "virtual", "direct", "vendor", "undefined"


class Table:
    """Masks by offset: virtual, and writable. In memory it is a whole number of dwords."""

    def __init__(self, length, *runs, effects=()):
        self.length = -(-length // 4) * 4
        self.virtual, self.write = bytearray(self.length), bytearray(self.length)
        self.effects = effects
        for offset, width, virtual, write in runs:
            self.virtual[offset:offset + width] = virtual.to_bytes(width, "little")
            self.write[offset:offset + width] = write.to_bytes(width, "little")


WORD, DWORD = 0xFFFF, 0xFFFFFFFF
BARS = [0x10 + 4 * number for number in range(6)] + [0x30]
NEXT_POINTER = (1, 1, 0xFF, 0)
ANCHOR = (0, 4, DWORD, 0)

# Effects: offset, width, mask, name.
POWER_STATE = ((4, 2, 3, "power-state"),)
HEADER = Table(
    0x40, (0, 2, WORD, 0), (2, 2, WORD, 0), (4, 2, 0x0400, WORD), (6, 2, 0x0010, 0),
    (0x0C, 2, 0, WORD), (0x0F, 1, 0, 0xFF), *((bar, 4, DWORD, DWORD) for bar in BARS),
    (0x34, 1, 0xFF, 0), (0x3C, 1, 0xFF, 0xFF), (0x3D, 1, 0xFF, 0),
    effects=((4, 2, 1, "io-enable"), (4, 2, 2, "memory-enable"), (4, 2, 0x400, "intx-mask"),
             *((bar, 4, DWORD, "bar-sizing") for bar in BARS)))
PM_WITH_PME = Table(8, NEXT_POINTER, (4, 4, 0, 0xFFFFFFFC), effects=POWER_STATE)
PM_WITHOUT_PME = Table(8, NEXT_POINTER, (2, 2, 0xF800, 0), (4, 4, 0x8100, 0xFFFF7EFC),
                       effects=POWER_STATE)
VPD = Table(8, NEXT_POINTER, (2, 2, WORD, WORD), (4, 4, DWORD, DWORD),
            effects=((2, 2, 0xFF00, "vpd-transfer"),))
PCIX = Table(0x18, NEXT_POINTER, (2, 2, 0, WORD), (8, 4, 0, DWORD))
EXPRESS = Table(0x34, NEXT_POINTER, (8, 2, 0xF0E0, 0xFDFF), (0x28, 2, 0, 0xFFDF),
                effects=((8, 2, 0x7000, "read-request-size"),
                         (8, 2, 0x8000, "function-reset")))
AF = Table(6, NEXT_POINTER, (4, 1, 1, 1), effects=((4, 1, 1, "function-reset"),))
AER = Table(0x2C, ANCHOR, *((offset, 4, 0, 0x03FFF031) for offset in (4, 8, 0xC)),
            (0x10, 4, 0, 0xF1C1), (0x14, 4, 0, 0xF1C1), (0x18, 4, 0, 0x140))
POWER_BUDGET = Table(0x10, ANCHOR, (8, 1, 0, 0xFF))


def msi_table(flags):
    """Grows with 64-bit addresses and with masking."""
    wide, masks = flags & 0x80, flags & 0x100
    data = 12 if wide else 8
    runs = [NEXT_POINTER, (2, 1, 0xFF, 0xFF), (4, data - 4, (1 << 8 * (data - 4)) - 1,
                                               (1 << 8 * (data - 4)) - 1), (data, 2, WORD, WORD)]
    if masks:
        runs += [(data + 4, 8, 0, (1 << 64) - 1)]
    return Table(data + (12 if masks else 2), *runs,
                 effects=((2, 2, WORD, "msi-control"),))


class Rules:
    """The switches that decide, by name; also what reference.py wants of them."""

    def __init__(self, text):
        release, *changes = text.split(",")
        on = {word.partition("=")[0]: word for word in RELEASES[release].split()}
        for change in changes:
            name = change[1:].partition("=")[0]
            on.pop(name, None)
            if change[0] == "+":
                on[name] = change[1:]
        self.on = set(on)
        self.ecap_max = int(on["ext-cap-max"].partition("=")[2], 16)
        display = range(0x300, 0x400) if "igd-any-display" in on else (0x300,)
        self.release = reference.Release(52 if "exp-v2-52" in on else 50, "dvsec" in on,
                                         self.ecap_max, tuple(display))


def first_msi(device):
    """The table of the first MSI capability in the chain, or None: all are judged by it."""
    at = device.raw(0x34, 1) if device.raw(6, 2) & 0x10 else 0
    for _ in range(48):
        if not at:
            break
        if device.raw(at, 1) == 5:
            return msi_table(device.raw(at + 2, 2))
        at = device.raw(at + 1, 1)
    return None


def judge(values, position, msi, rules):
    """(what judges the byte, its offset as the kernel counts)"""
    value = values[position]
    if value == reference.RAW:
        return RAW, 0
    if value == reference.VIRTUAL:
        return VIRTUAL, 0
    start = position if value else 0
    floor = 0x100 if position >= 0x100 else 0x40
    while value and start > floor and values[start - 1] == value:
        start -= 1
    offset = position - start
    if position >= 0x100:
        if value > rules.ecap_max:
            return (DIRECT if "ecap-unknown-ro" in rules.on else UNDEFINED), offset
        by = {0x01: AER, 0x04: POWER_BUDGET, 0x0B: VENDOR}.get(value, DIRECT)
        if value == 0x23 and "dvsec" in rules.on:
            by = VENDOR
    else:
        pm = PM_WITHOUT_PME if "pme-virtual" in rules.on else PM_WITH_PME
        by = {0x00: HEADER, 0x01: pm, 0x03: VPD, 0x05: msi, 0x07: PCIX, 0x09: VENDOR,
              0x10: EXPRESS, 0x13: AF}.get(value, DIRECT)
    if isinstance(by, Table) and offset >= by.length:
        return UNDEFINED, offset
    return by, offset


def masks(by, position, offset):
    """(read_virtual, write, write_virtual) of a one-byte access; None where it is undefined"""
    if by == UNDEFINED:
        return None
    if by == RAW:
        return 0, 0xFF, 0
    if by == VIRTUAL:
        return 0xFF, 0xFF, 0xFF
    if isinstance(by, Table):
        virtual, write = by.virtual[offset], by.write[offset]
        return virtual, write, virtual & write
    if position >= 0x100:
        shown = offset < 4
    else:
        shown = offset == 1 and position >= 0x40
    return 0xFF if shown else 0, 0xFF if by == VENDOR else 0, 0


Policy = namedtuple("Policy", "read_virtual write write_virtual undefined effects values")


def policy(device, rules):
    """The policy of a device; raises InitFails. Effects: {(offset, width, mask, name)}."""
    values, _ = reference.build(device, rules.release, "ecap-error-fails" in rules.on)
    msi = first_msi(device)
    size = device.size
    # most of a space is raw
    read, write, virtual = bytearray(size), bytearray(b"\xff" * size), bytearray(size)
    undefined, effects = set(), {}
    for position in range(size):
        if position in device.unseen:
            undefined.add(position)
            write[position] = 0
        if values[position] == reference.RAW:
            continue
        by, offset = judge(values, position, msi, rules)
        bits = masks(by, position, offset)
        if bits is None:
            undefined.add(position)
        read[position], write[position], virtual[position] = bits or (0, 0, 0)
        for first, width, mask, name in by.effects if isinstance(by, Table) else ():
            shift = 8 * (offset - first)
            if 0 <= shift < 8 * width and mask >> shift & 0xFF:
                key = (position - offset + first, width, name)
                effects[key] = effects.get(key, 0) | mask & 0xFF << shift
    return Policy(bytes(read), bytes(write), bytes(virtual), undefined,
                  {(key[0], key[1], mask, key[2]) for key, mask in effects.items()}, values)


def main():
    rules = Rules(sys.argv[1])
    with open(sys.argv[2], "rb") as dump:
        devices = reference.read_dump(dump.read())
    for device in devices:
        print(reference.address_text(device.address))
        try:
            found = policy(device, rules)
        except reference.InitFails as why:
            print("init-fails:", why)
            continue
        for at in range(device.size):
            if found.values[at] != reference.RAW:
                print("%03x: %02x  %s" % (at, found.values[at], "undefined" if at in found.undefined
                      else "%02x %02x %02x" % (found.read_virtual[at], found.write[at],
                                               found.write_virtual[at])))
        for effect in sorted(found.effects):
            print("%x.%d %x %s" % effect)


if __name__ == "__main__":
    main()
