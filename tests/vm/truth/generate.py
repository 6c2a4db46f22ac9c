#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Invents configuration spaces. The same seed gives the same devices:

  tests/vm/truth/generate.py KIND SEED COUNT     prints a dump of them

KIND is plausible (well-formed chains, each ID and each length that a capability
can have) or nasty (chains that no hardware should have and that a kernel has to
survive). Yields (name, bytes); a name says what is remarkable.
"""

import os
import random
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools")]

import images  # noqa: E402

STANDARD_IDS = range(0x00, 0x16)
EXTENDED_IDS = range(0x00, 0x41)
VENDOR, DEVICE = 0x1B36, 0x0005
CAPABILITY_LINK = images.CAPABILITY_POINTER

# Bytes that a capability takes here, header included, where that is no matter
# of its content: at least what a kernel takes for it.
STANDARD_SPACE = {0x02: 12, 0x03: 8, 0x11: 12, 0x13: 8, 0x08: 28}
EXTENDED_SPACE = {0x01: 0x48, 0x0E: 8, 0x0F: 8, 0x10: 64, 0x12: 40, 0x13: 16, 0x18: 8}


def little(value, size):
    return value.to_bytes(size, "little")


def noise(rng, size):
    """Random bytes, many of them 0 as in a device at rest."""
    return bytes(rng.choice((0, 0, rng.randrange(256))) for _ in range(size))


# Capabilities of every kind, each as (ID, bytes behind the header, what it is).
# The PCI core acts on some bodies: those are quiet, not random.

def standard_kinds(rng):
    for number in STANDARD_IDS:
        if number not in (0x05, 0x07, 0x09, 0x10, 0x12, 0x01, 0x14):
            size = STANDARD_SPACE.get(number, 4 + 4 * rng.randrange(5)) - 2
            yield number, noise(rng, size), ""
    yield 0x01, little(rng.randrange(0x10000) & 0xFE07, 2) + bytes(4), ""
    yield 0x14, bytes(2), ""
    for bits in range(4):
        flags = (bits & 1) << 7 | (bits >> 1) << 8 | rng.randrange(0x80)
        yield 0x05, little(flags, 2) + bytes(20), "flags %x" % flags
    for version in range(4):
        yield 0x07, little(version << 12, 2) + noise(rng, 20), "version %d" % version
    for kind in range(8):
        body = b"\0" + bytes([kind << 5 | rng.randrange(32)])
        yield 0x08, body + noise(rng, 24), "type %d" % kind
    for length in (0, 1, 2, 3, 4, 5, 6, 7, 8, 0x10, 0x11, 0x1E, rng.randrange(0x20, 0x40)):
        yield 0x09, bytes([length]) + noise(rng, max(length, 4) - 3), "length %d" % length
    for location in (0, 8, 0xE, 0xF):
        yield 0x12, b"\x10\0" + bytes([location]) + noise(rng, 11), "location %x" % location


def express(rng, version=None, kind=None):
    """A PCI Express capability, now and then with FLR, which costs time."""
    version = rng.choice((1, 2, 2, 2, 0, 3, 0xF)) if version is None else version
    kind = rng.choice((0, 1, 9)) if kind is None else kind
    reset = 0x10000000 if rng.random() < 0.02 else 0
    return (0x10, little(kind << 4 | version, 2) + little(0x8000 | reset, 4) + bytes(48),
            "version %d type %x" % (version, kind))


def extended_kinds(rng):
    special = (0x02, 0x08, 0x09, 0x0B, 0x0D, 0x10, 0x15, 0x16, 0x17, 0x23)
    for number in EXTENDED_IDS:
        if number not in special:
            yield number, noise(rng, EXTENDED_SPACE.get(number, 4 + 4 * rng.randrange(6)) - 4), ""
    yield 0x10, bytes(60), ""
    for number in (0x02, 0x08, 0x09):
        for phases in range(16):
            extra = rng.randrange(8)
            body = little(extra, 4) + little(phases, 4) + bytes(16 + 12 * extra + 64)
            yield number, body, "%d more, arbitration %x" % (extra, phases)
    for number in (0x0B, 0x23):
        for length in (0, 1, 4, 8, 9, 10, 11, 12, 0x18, 0x2D, rng.randrange(0x80)):
            body = noise(rng, 2) + little(length << 4 | rng.randrange(16), 2)
            yield number, body + noise(rng, max(length, 12) - 8), "length %d" % length
    for bits in (0, 1, 8, 31, 32, 33, 64, 255):
        yield 0x0D, bytes([0x20, bits]) + noise(rng, 38), "egress control of %d" % bits
    yield 0x0D, bytes([rng.randrange(256) & 0xDF, rng.randrange(256)]) + noise(rng, 2), ""
    for count in range(8):
        body = noise(rng, 4) + bytes([count << 5, 0, 0, 0]) + bytes(56)
        yield 0x15, body, "%d BARs" % count
    for states in (0, 1, 2, 7, 15, 30, 31):
        yield 0x16, bytes([states]) + noise(rng, 48), "%d substates" % states
    for location in range(4):
        for size in (0, 1, rng.randrange(64)):
            body = little(location << 9 | size << 16, 4) + noise(rng, 4 + 2 * size + 6)
            yield 0x17, body, "table at %d of %d" % (location, size)


class Space:
    """A configuration space with a header, to which capabilities are put."""

    def __init__(self, rng, size=4096, code=0xFF0000, vendor=VENDOR):
        self.bytes = bytearray(size)
        self.put(0x00, little(vendor, 2) + little(DEVICE, 2))
        self.put(0x06, little(0x0010, 2))
        self.put(0x08, bytes([rng.randrange(256)]) + little(code, 3))
        self.put(0x2C, little(VENDOR, 2) + little(rng.randrange(0x10000), 2))
        if rng.random() < 0.5:
            # None of these passes for a size where the BAR cannot be written.
            self.put(0x10, little(rng.choice((0x00000000, 0xFE100004, 0xC101, 0xFD000008)), 4))
        self.put(0x3C, bytes([rng.randrange(16), rng.randrange(5)]))

    def put(self, offset, data):
        end = min(offset + len(data), len(self.bytes))
        self.bytes[offset:end] = data[:end - offset]

    def standard(self, at, number, following, body):
        self.put(at, bytes([number, following]) + body)

    def extended(self, at, number, following, body, version=1):
        self.put(at, little(following << 20 | version << 16 | number, 4) + body)


def pack(rng, kinds, first, end, limit, gap):
    """Takes capabilities from the list that fit one behind the other: (offset, kind)."""
    at = first
    placed = []
    while kinds and len(placed) < limit:
        header = 2 if end == 0x100 else 4
        size = header + len(kinds[-1][1])
        if at + size > end:
            break
        placed.append((at, kinds.pop()))
        at += (size + 3) // 4 * 4 + 4 * rng.randrange(gap)
    return placed


def describe(prefix, placed):
    return ", ".join("%s%02x@%x%s" % (prefix, kind[0], at, " " + kind[2] if kind[2] else "")
                     for at, kind in placed)


def chain(placed, put):
    """Links the capabilities in a given order."""
    for i, (at, (number, body, _)) in enumerate(placed):
        following = placed[i + 1][0] if i + 1 < len(placed) else 0
        put(at, number, following, body)


def plausible_device(rng, standard, extended):
    small = rng.random() < 0.15
    space = Space(rng, 256 if small else 4096)
    placed = []
    if not small:
        standard.append(express(rng, kind=rng.choice((0, 0, 0, 1, 2, 4, 5, 6, 9, 0xA))))
    placed = pack(rng, standard, 0x40 + 4 * rng.randrange(3), 0x100, rng.randrange(1, 7), 3)
    rng.shuffle(placed)
    if placed:
        space.put(0x34, bytes([placed[0][0]]))
    else:
        space.put(0x06, bytes(2))
    chain(placed, space.standard)
    name = describe("", placed)
    if not small:
        found = pack(rng, extended, 0x100, 0x1000, rng.randrange(1, 12), 8)
        rest = found[1:]
        rng.shuffle(rest)
        version = rng.randrange(1, 4)
        chain(found[:1] + rest, lambda *all: space.extended(*all, version=version))
        name += "; " + describe("", found[:1] + rest)
    return name, bytes(space.bytes)


def plausible(seed, count):
    rng = random.Random("plausible %s" % seed)
    standard, extended = [], []
    for i in range(count):
        if not standard:
            standard = list(standard_kinds(rng))
            rng.shuffle(standard)
        if not extended:
            extended = list(extended_kinds(rng))
            rng.shuffle(extended)
        name, space = plausible_device(rng, standard, extended)
        yield "plausible %s-%d: %s" % (seed, i, name), space


# What is nasty: each takes a well-formed device and spoils it. (rng, space)

def standard_positions(space):
    return [at for _, at in images.core_capabilities(space)]


def extended_positions(space):
    return [at for _, at in images.core_extended(space)]


def link_extended(space, at, following):
    value = images.dword(space, at) & 0x000FFFFF | following << 20
    space[at:at + 4] = little(value, 4)


def loop(rng, space):
    places = standard_positions(space)
    if places:
        space[rng.choice(places) + 1] = rng.choice(places)


def extended_loop(rng, space):
    places = extended_positions(space)
    if places:
        link_extended(space, rng.choice(places), rng.choice(places))


def overlap(rng, space):
    """A capability that starts inside another."""
    places = standard_positions(space)
    if places:
        at = rng.choice(places)
        inside = min(at + 4 * rng.randrange(1, 5), 0xFC)
        space[inside:inside + 2] = bytes([rng.choice(STANDARD_IDS), space[at + 1]])
        space[at + 1] = inside


def extended_overlap(rng, space):
    places = extended_positions(space)
    if places:
        at = rng.choice(places)
        inside = min(at + 4 * rng.randrange(1, 9), 0xF00)
        following = images.dword(space, at) >> 20
        header = following << 20 | 1 << 16 | rng.choice(EXTENDED_IDS)
        space[inside:inside + 4] = little(header, 4)
        link_extended(space, at, inside)


def unaligned(rng, space):
    """A pointer with low bits: VFIO follows it, the PCI core aligns it."""
    places = [CAPABILITY_LINK] + [at + 1 for at in standard_positions(space)]
    space[rng.choice(places)] |= rng.randrange(1, 4)


def unaligned_start(rng, space):
    """A capability at an odd place; with two IDs that is one too odd for the kernel."""
    at = 0x80 + 4 * rng.randrange(16) + rng.randrange(1, 4)
    number = rng.choice((0x03, 0x09, 0x11, 0x13, 0x01, 0x08, 0x10, 0x05, 0x07, 0x12))
    space[at:at + 3] = bytes([number, space[CAPABILITY_LINK], rng.randrange(3, 20)])
    space[CAPABILITY_LINK] = at


def into_header(rng, space):
    """A capability inside the header, in the registers of the BARs or the subsystem."""
    at = rng.choice((0x10, 0x14, 0x18, 0x20, 0x28, 0x2C, 0x12, 0x2A, 0x30))
    following = space[CAPABILITY_LINK]
    space[at:at + 2] = bytes([rng.choice((0x01, 0x03, 0x09, 0x0D, 0x10, 0x00)), following])
    space[CAPABILITY_LINK] = at


def same_id(rng, space):
    """Two neighbours of one ID, end to start."""
    number, size = rng.choice(((0x01, 8), (0x03, 8), (0x11, 12), (0x09, 8)))
    at = 0xC0 + 4 * rng.randrange(4)
    following = space[CAPABILITY_LINK]
    space[at:at + 3] = bytes([number, at + size, 8])
    space[at + size:at + size + 3] = bytes([number, following, 8])
    space[CAPABILITY_LINK] = at


def extended_same_id(rng, space):
    number, size = rng.choice(((0x03, 12), (0x0E, 8), (0x04, 16), (0x18, 8)))
    at = 0xE00 + 4 * rng.randrange(32)
    following = images.dword(space, 0x100) >> 20
    space[at:at + 4] = little((at + size) << 20 | 1 << 16 | number, 4)
    space[at + size:at + size + 4] = little(following << 20 | 1 << 16 | number, 4)
    link_extended(space, 0x100, at)


def hidden_first(rng, space):
    number = rng.choice((0x00, 0x05, 0x06, 0x07, 0x0A, 0x0C, 0x11, 0x14, 0x19, 0x1B, 0x1E, 0x22,
                         0x25, 0x2E, 0x2F, 0x30, 0x31, 0xFE, 0xFF))
    space[0x100:0x102] = little(number, 2)


def wide_id(rng, space):
    """An ID of more than eight bits, first or later."""
    number = rng.choice((0x0100, 0x010B, 0x0123, 0x01FE, 0x01FF, 0x1001, 0xFFFE, 0xFFFF, 0xFF0B,
                         0x0100 + rng.randrange(0x40), rng.randrange(0x41, 0x10000)))
    places = [0x100] + extended_positions(space)
    at = rng.choice(places)
    space[at:at + 2] = little(number, 2)


def wide_standard_id(rng, space):
    places = standard_positions(space)
    if places:
        space[rng.choice(places)] = rng.choice((0x00, 0x15, 0x16, 0x80, 0xFD, 0xFE, 0xFF))


def pointer_high(rng, space):
    places = [CAPABILITY_LINK] + [at + 1 for at in standard_positions(space)]
    target = rng.choice((0xFC, 0xFE, 0xFF, 0xFD, 0xF8, rng.randrange(0x40, 0x100)))
    space[rng.choice(places)] = target


def across(rng, space):
    """A standard capability that goes on behind ff."""
    at = rng.choice((0xF0, 0xF4, 0xF8, 0xFC))
    number = rng.choice((0x10, 0x09, 0x11, 0x08, 0x07))
    space[at:at + 4] = bytes([number, space[CAPABILITY_LINK], rng.randrange(0x20), 0])
    space[CAPABILITY_LINK] = at


def extended_pointer(rng, space):
    places = extended_positions(space)
    if places:
        target = rng.choice((0x004, 0x040, 0x0FC, 0x101, 0x102, 0x103, 0xFFC, 0xFF8, 0xFFF, 0xFE0,
                             rng.randrange(0x100, 0x1000)))
        link_extended(space, rng.choice(places), target)


def extended_last(rng, space):
    """
    The last bytes there are: the kernel reads a length behind them, and fails.
    (Virtual channels there make the PCI core wait for seconds.)
    """
    at, number = rng.choice(((0xFFC, 0x0B), (0xFFC, 0x0D), (0xFFC, 0x16), (0xFFC, 0x17),
                             (0xFFC, 0x15), (0xFF8, 0x15)))
    space[at:at + 4] = little(1 << 16 | number, 4)
    link_extended(space, rng.choice([0x100] + extended_positions(space)), at)


def second_express(rng, space):
    at = 0x80 + 4 * rng.randrange(8)
    space[at:at + 4] = bytes([0x10, space[CAPABILITY_LINK], rng.randrange(0xA0), 0])
    space[CAPABILITY_LINK] = at


def id_ff_before_express(rng, space):
    """The PCI core's walk ends at ID ff, VFIO's does not."""
    at = 0xE8
    space[at:at + 2] = bytes([0xFF, space[CAPABILITY_LINK]])
    space[CAPABILITY_LINK] = at


def extended_empty(rng, space):
    space[0x100:0x104] = rng.choice((bytes(4), b"\xff\xff\xff\xff", b"\x00\x00\x01\x00",
                                     b"\x00\x00\x00\x20"))


def random_standard(rng, space):
    """Bytes of which each may be anybody's header."""
    ids = [*STANDARD_IDS, 0xFF, 0x16, 0x10, 0x10]
    for at in range(0x40, 0x100, 2):
        space[at:at + 2] = bytes([rng.choice(ids), rng.choice((0, rng.randrange(256)))])
    space[CAPABILITY_LINK] = rng.randrange(0x40, 0x100)


def random_extended(rng, space):
    for at in range(0x100, 0x1000, 4):
        following = rng.randrange(0x1000)
        number = rng.choice((*EXTENDED_IDS, rng.randrange(0x10000)))
        space[at:at + 4] = little(following << 20 | rng.randrange(16) << 16 | number, 4)


def extended_longest(rng, space):
    """A chain over all dwords: the last step that the kernel takes finds something."""
    places = list(range(0x104, 0x1000, 4))
    rng.shuffle(places)
    if places[-1] > 0xFF0:
        places.reverse()
    places.insert(0, 0x100)
    for at, following in zip(places, places[1:] + [0]):
        header = following << 20 | 1 << 16 | 0x0E00
        space[at:at + 4] = little(header if following else 1 << 16 | 0x03, 4)


def ones(rng, space):
    """Nothing but ff behind the header, or behind the first extended one."""
    if len(space) == 4096 and rng.random() < 0.5:
        space[0x104:] = b"\xff" * (4096 - 0x104)
        link_extended(space, 0x100, rng.choice((0x104, 0x200, 0xFFC)))
    else:
        space[0x40:0x100] = b"\xff" * 0xC0


def random_lengths(rng, space):
    """Bodies of noise: whatever length they say."""
    for at in standard_positions(space) + extended_positions(space):
        for offset in range(at + 4, min(at + 12, len(space))):
            space[offset] = rng.randrange(256)


NASTY = (loop, extended_loop, overlap, extended_overlap, unaligned, unaligned_start, into_header,
         same_id, extended_same_id, hidden_first, wide_id, wide_standard_id, pointer_high, across,
         extended_pointer, extended_last, second_express, id_ff_before_express, extended_empty,
         extended_longest, random_standard, random_extended, random_lengths, ones)
NEED_EXTENDED = (extended_loop, extended_overlap, extended_same_id, hidden_first, wide_id,
                 extended_pointer, extended_last, extended_empty, extended_longest, random_extended)


def nasty(seed, count):
    rng = random.Random("nasty %s" % seed)
    standard, extended = [], []
    for i in range(count):
        if len(standard) < 4:
            standard += rng.sample(list(standard_kinds(rng)), 30)
        if len(extended) < 8:
            extended += rng.sample(list(extended_kinds(rng)), 60)
        standard.append(express(rng))
        name, space = plausible_device(rng, standard, extended)
        space = bytearray(space)
        spoils = [NASTY[i % len(NASTY)], *rng.sample(NASTY[:-5], rng.randrange(3))]
        for spoil in spoils:
            if len(space) == 4096 or spoil not in NEED_EXTENDED:
                spoil(rng, space)
        quiet(space)
        names = " + ".join(spoil.__name__.replace("_", " ") for spoil in spoils)
        yield "nasty %s-%d: %s (%s)" % (seed, i, names, name), bytes(space[:len(space)])


def quiet(space):
    """No function-level reset: each would cost a tenth of a second."""
    for number, at in images.core_capabilities(space):
        if number == images.CAP_EXPRESS and at + 8 <= len(space):
            space[at + 7] &= ~0x10
            return


KINDS = {"plausible": plausible, "nasty": nasty}


def main():
    kind, seed, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    for i, (name, space) in enumerate(KINDS[kind](seed, count)):
        address = "%04x:%02x:%02x.0" % (i >> 13, i >> 5 & 0xFF, i & 0x1F)
        sys.stdout.write(images.dump(name, address, space))


if __name__ == "__main__":
    main()
