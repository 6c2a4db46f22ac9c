# SPDX-License-Identifier: GPL-2.0-or-later
"""
A trial of one device that is open: bits are read and written through VFIO and
looked at in hardware and in the virtual copy, and each thing that is not as the
policy says is written down.
"""

from collections import namedtuple
from operator import itemgetter

import behaviour
import poke

# What was not as predicted, in which byte, and which of its bits; None: not of one byte
Contradiction = namedtuple("Contradiction", "what offset bits text")

MOST_SHOWN = 12

FEATURES = {
    "header", "raw", "virtual", "direct", "pm", "vpd", "msi", "pcix", "express", "af", "vendor",
    "aer", "budget",		# the kinds of behaviour.py
    "below 40", "across 100", "an odd start", "undefined bytes", "a VF", "broken INTx",
    "a placeholder of value 00", "a placeholder that is written",
}


INVERTED = bytes(range(0xFF, -1, -1))
IS_SET = bytes([0] + 255 * [1])


def invert(data):
    return bytes(data).translate(INVERTED)


def integer(data):
    return int.from_bytes(data, "little")


def blend(mask, one, other):
    """Bits of ONE where the mask has them, else of OTHER."""
    found = integer(other) ^ (integer(one) ^ integer(other)) & integer(mask)
    return found.to_bytes(len(mask), "little")


def both(mask, other):
    return (integer(mask) & integer(other)).to_bytes(len(mask), "little")


def without(mask, other):
    return (integer(mask) & ~integer(other)).to_bytes(len(mask), "little")


def differences(what, offsets, seen, predicted, text, of_bits=True):
    """A contradiction for each byte of which the bits, or a number, are not the same."""
    if seen == predicted:
        return
    for offset, one, other in zip(offsets, seen, predicted):
        if one != other:
            yield Contradiction(what, offset, one ^ other if of_bits else 0,
                                "%s %03x: %s: %02x, predicted %02x" % (what, offset, text, one,
                                                                      other))


class Sweep:
    """Bytes that were accessed one by one, each access without effects elsewhere."""

    def __init__(self, offsets, hardware, virtual):
        self.offsets = offsets
        self.pick = itemgetter(*offsets)
        self.hardware, self.virtual = self.mask(hardware), self.mask(virtual)

    def mask(self, mask):
        """Those of all bytes of the space that are accessed."""
        return bytes(self.pick(mask))


class Reads(Sweep):
    """What the user read of each byte."""

    def __init__(self, session, offsets, hardware, virtual):
        super().__init__(offsets, hardware, virtual)
        self.outcome = session.run(poke.byte_ops(offsets, [(poke.READ, bytes(len(offsets)))]))

    def judge(self, masks, places, no_memory_enable):
        read_virtual = self.mask(masks.read_virtual)
        predicted = bytearray(blend(read_virtual, self.virtual, self.hardware))
        if no_memory_enable and behaviour.COMMAND in self.offsets:
            at = self.offsets.index(behaviour.COMMAND)
            predicted[at] |= self.virtual[at] & behaviour.MEMORY
        column = self.outcome.column
        yield from differences("read", self.offsets, column("error", 0, 1),
                               bytes(len(self.offsets)), "error", False)
        yield from differences("read", self.offsets, column("value", 0, 1), bytes(predicted), "value")
        # Who reads a byte that is all virtual has no business with the hardware.
        asked = self.mask([mask != 0xFF or kind in ("direct", "vendor")
                           for mask, kind in zip(masks.read_virtual, places.kinds)])
        yield from differences("read", self.offsets, column("reads", 0, 1), asked,
                               "reads of hardware", False)
        yield from strays(self.outcome, lambda op: "read %03x" % self.offsets[op])


class Writes(Sweep):
    """Each byte was written as it is in the virtual copy, then inverted, and again as it was."""

    def __init__(self, session, offsets, hardware, virtual):
        super().__init__(offsets, hardware, virtual)
        self.values = [self.virtual, invert(self.virtual), self.virtual]
        rows = [(poke.WRITE, values) for values in self.values]
        rows.append((poke.CHANGE, self.hardware))
        self.outcome = session.run(poke.byte_ops(offsets, rows))

    def judge(self, masks):
        write = self.mask(masks.write)
        to_virtual = both(write, self.mask(masks.write_virtual))
        to_hardware = without(write, to_virtual)
        writes = to_hardware.translate(IS_SET)
        hardware, virtual = self.hardware, self.virtual
        for row, values in enumerate(self.values):
            hardware = blend(to_hardware, values, hardware)
            virtual = blend(to_virtual, values, virtual)
            for name, predicted, text, of_bits in (
                    ("error", bytes(len(values)), "error", False),
                    ("hardware", hardware, "hardware", True),
                    ("virtual", virtual, "virtual copy", True),
                    ("writes", writes, "writes of hardware", False)):
                seen = self.outcome.column(name, row, 4)
                yield from differences("write", self.offsets, seen, predicted, text, of_bits)
        yield from strays(self.outcome, lambda op: "write %03x" % self.offsets[op // 4])


def strays(outcome, name):
    """Changes of bytes that were not accessed, and are not to change."""
    sides = {poke.HARDWARE_CHANGED: "hardware", poke.VIRTUAL_CHANGED: "virtual copy"}
    for event in outcome.events:
        if event.kind in sides:
            yield Contradiction("stray", event.offset, 0, "%s: %s %03x changes to %02x"
                                % (name(event.op), sides[event.kind], event.offset, event.value))
    if outcome.lost:
        yield Contradiction("stray", None, 0, "and %d events more" % outcome.lost)


class Trial:
    """One device, from its open to its close."""

    def __init__(self, session, model, origin):
        self.session, self.model, self.origin = session, model, origin
        self.places, self.masks, self.core = model.places, model.masks, model.core
        self.hardware, self.virtual = session.hardware(), session.virtual()
        self.wrong = []
        self.read_bytes = self.written_bytes = self.followed = 0
        self.reads, self.writes = [], None
        # Bits that let a capability reset the function: they stay 0
        self.resets = [(at, bits) for at, bits in self.places.resets() if at < session.size]
        session.set_masks(b"\xff" * session.size, bytes(session.size))
        model.writable, model.w1c = b"\xff" * session.size, bytes(session.size)

    def set_hardware(self, data, may_reset=False):
        data = bytearray(data)
        if not may_reset:
            for at, bits in self.resets:
                data[at] &= ~bits
        self.session.set_hardware(data)
        self.hardware[:] = data
        self.model.hardware[:] = data

    def invert_hardware(self, may_reset=False):
        self.set_hardware(invert(self.virtual), may_reset)

    def look(self):
        """Takes over how things are."""
        self.hardware, self.virtual = self.session.hardware(), self.session.virtual()
        self.model.hardware[:], self.model.virtual[:] = self.hardware, self.virtual

    # Accesses one by one, each followed in all that it does

    def follow(self, ops):
        outcome = self.session.run(b"".join(
            poke.OP.pack(op.kind | (poke.DETAIL if op.kind != poke.CHANGE else 0), op.size,
                         op.offset, op.value) for op in ops))
        events = {}
        for event in outcome.events:
            events.setdefault(event.op, []).append(event)
        if outcome.lost:
            self.wrong.append(Contradiction("follow", None, 0, "%d events lost" % outcome.lost))
        for i, (op, result) in enumerate(zip(ops, outcome)):
            self.step(op, result, events.get(i, ()))
        self.followed += len(ops)
        return outcome

    def step(self, op, result, events):
        size = min(op.size, self.session.size - op.offset)
        here = slice(op.offset, op.offset + size)
        self.hardware[here] = result.hardware.to_bytes(4, "little")[:size]
        self.virtual[here] = result.virtual.to_bytes(4, "little")[:size]
        for event in events:
            if event.kind == poke.HARDWARE_CHANGED:
                self.hardware[event.offset] = event.value
            elif event.kind == poke.VIRTUAL_CHANGED:
                self.virtual[event.offset] = event.value
        value = op.value.to_bytes(4, "little")[:op.size]
        if op.kind == poke.CHANGE:
            self.model.hardware[here] = value
            return
        if op.kind == poke.WRITE:
            name = "write %03x %s" % (op.offset, value[::-1].hex())
            self.check_write(name, op, value, result, events)
        else:
            name = "read %03x %d" % (op.offset, op.size)
            error, data = self.model.read(op.offset, op.size)
            self.check(op, name, "error", result.error, error)
            if not error:
                seen = result.value.to_bytes(4, "little")[:op.size]
                self.wrong += differences(name + ":", range(op.offset, op.offset + op.size), seen,
                                          data, "value")
        for side, seen, predicted in (("hardware", self.hardware, self.model.hardware),
                                     ("virtual copy", self.virtual, self.model.virtual)):
            if seen != predicted:
                self.wrong += differences(name + ":", range(len(seen)), seen, predicted, side)
                predicted[:] = seen

    def check_write(self, name, op, value, result, events):
        """Whether hardware is written as predicted; behind that the PCI core may restore registers."""
        try:
            error = self.model.write(op.offset, value)
        except behaviour.WouldReset:
            self.wrong.append(Contradiction("follow", op.offset, 0, name + ": a reset is predicted"))
            return
        self.check(op, name, "error", result.error, error)
        seen = [(event.offset, event.size, event.value) for event in events
                if event.kind == poke.HARDWARE_WRITTEN]
        if self.model.restored:
            for at, size, _ in seen[len(self.model.written):]:
                self.model.hardware[at:at + size] = self.hardware[at:at + size]
            del seen[len(self.model.written):]
        self.check(op, name, "writes of hardware", accesses(seen), accesses(self.model.written))

    def check(self, op, name, text, seen, predicted):
        if seen != predicted:
            self.wrong.append(Contradiction("follow", op.offset, 0, "%s: %s: %s, predicted %s"
                                            % (name, text, seen, predicted)))

    # What is done

    def settle(self):
        """What the first reads change: BARs are fitted, MSI's queue size goes astray."""
        places = self.places
        self.follow([poke.Op(poke.READ, 1, at, 0) for at in places.defined[:0x100]
                     if places.is_at(at, "msi", 1) or places.is_at(at, "msi", 2)
                     or places.kind(at) == "header"
                     and (at in behaviour.BARS or at in behaviour.ROM)])

    def transfer_once(self):
        """Without data in it the first transfer is the last one that the PCI core tries."""
        for at in self.places.with_effect:
            if self.places.is_at(at, "vpd", 3):
                self.session.run(poke.OP.pack(poke.WRITE, 1, at, self.virtual[at]))
                break
        self.look()

    def sweep_reads(self):
        """Each byte with the other bits in hardware, and with the same."""
        offsets = self.places.defined
        for turn in (self.invert_hardware, lambda may_reset: self.set_hardware(self.virtual, True)):
            turn(may_reset=True)
            self.reads.append(Reads(self.session, offsets, self.hardware, self.virtual))
        self.judge_reads(self.masks, self.wrong)
        self.read_bytes += len(offsets)
        self.look()

    def judge_reads(self, masks, wrong):
        for reads in self.reads:
            wrong += reads.judge(masks, self.places, self.core.no_memory_enable)

    def sweep_writes(self):
        offsets = [at for at in self.places.defined if at not in self.places.with_effect]
        self.invert_hardware()
        self.writes = Writes(self.session, offsets, self.hardware, self.virtual)
        self.wrong += self.writes.judge(self.masks)
        self.written_bytes += len(offsets)
        self.look()
        self.model.bars_dirty = True

    def write_effects(self):
        """The bytes of which a write does more."""
        offsets = sorted(self.places.with_effect)
        self.written_bytes += len(offsets)
        power = self.power_controls()
        self.invert_hardware()
        self.follow([op for at in offsets if at not in power for op in self.three_writes(at)])
        if power:
            # Where the PCI core restores what it saved it writes what is there.
            self.set_hardware(self.origin)
            for at in power:
                for size in (1, 2, 4):
                    if self.in_capability(at, size):
                        self.follow(self.three_writes(at, size))

    def power_controls(self):
        return [at for at in sorted(self.places.with_effect)
                if self.places.is_at(at, "pm", behaviour.PM_CONTROL)]

    def in_capability(self, at, size):
        values = self.places.values
        return at % size == 0 and values[at:at + size] == values[at:at + 1] * size

    def three_writes(self, at, size=1):
        value = behaviour.number(self.virtual, at, size)
        other = value ^ (1 << 8 * size) - 1
        hardware = behaviour.number(self.hardware, at, size)
        return [poke.Op(poke.WRITE, size, at, value), poke.Op(poke.WRITE, size, at, other),
                poke.Op(poke.WRITE, size, at, value), poke.Op(poke.CHANGE, size, at, hardware)]

    def sample(self, rng, count):
        """Accesses of every width at places that are worth it, and then the whole space."""
        hardware = bytearray(rng.randbytes(self.session.size))
        self.set_hardware(hardware)
        mapped = [at for at in range(self.session.size) if self.places.values[at] != behaviour.RAW]
        closed = self.masks.undefined.union(self.power_controls())
        closed.update(at for at, _ in self.resets if self.masks.write[at])
        ops = []
        while len(ops) < count:
            at = rng.choice(mapped) if rng.random() < 0.75 else rng.randrange(self.session.size)
            size = rng.choice((1, 2, 2, 3, 4, 4))
            kind = rng.choice((poke.READ, poke.WRITE, poke.WRITE))
            at = max(0, at - rng.randrange(4)) if rng.random() < 0.5 else at // size * size
            banned = self.masks.undefined if kind == poke.READ else closed
            if not any(place in banned for place in range(at, at + size)):
                ops.append(poke.Op(kind, size, at, rng.randrange(1 << 8 * size)))
        self.follow(ops)

    def read_whole(self, read):
        """All in one access, as QEMU does."""
        _, predicted = self.model.read(0, self.session.size)
        defined = self.places.defined
        seen = read(0, self.session.size)
        self.wrong += differences("read of all:", defined, bytes(seen[at] for at in defined),
                                  bytes(predicted[at] for at in defined), "value")
        self.look()

    def features(self):
        """Which of FEATURES the device has."""
        values, places = self.places.values, self.places
        extended = len(values) > 0x100
        found = set(places.kinds)
        for name, has in (
                ("below 40", any(values[:0x40])),
                ("across 100", extended and values[0xFF] == values[0x100] != behaviour.RAW),
                ("an odd start", any(start % 2 for start, value in zip(places.starts, values)
                                     if value != behaviour.RAW)),
                ("undefined bytes", self.masks.undefined), ("a VF", self.core.is_vf),
                ("broken INTx", self.core.intx_broken),
                ("a placeholder of value 00", extended and values[0x100] == 0),
                ("a placeholder that is written",
                 extended and values[0x100:0x105] == bytes([0x0B] * 4 + [0xFF]))):
            if has:
                found.add(name)
        return found

    def describe(self):
        """The runs of the kernel's map, for who looks into a contradiction."""
        values, runs, at = self.places.values, [], 0
        while at < len(values):
            end = at
            while end + 1 < len(values) and values[end + 1] == values[at]:
                end += 1
            if values[at] != behaviour.RAW:
                runs.append("%03x-%03x:%02x" % (at, end, values[at]))
            at = end + 1
        yield "  the kernel's map: " + " ".join(runs)

    def judge_record(self):
        """The list of effects against what the kernel's map calls for, and what cannot be."""
        self.wrong += [Contradiction("record", None, 0, text)
                       for text in self.masks.problems(self.session.size)]
        predicted, called_for = self.masks.effects, self.places.effects()
        for text, some in (("not predicted", called_for - predicted),
                           ("predicted, and there is none", predicted - called_for)):
            for offset, width, mask, name in sorted(some):
                self.wrong.append(Contradiction("effect", offset, 0, "effect %s of %d bytes at %03x, "
                                                "bits %x: %s" % (name, width, offset, mask, text)))


def accesses(found):
    return " ".join("%03x=%0*x" % (at, 2 * size, value) for at, size, value in found) or "none"
