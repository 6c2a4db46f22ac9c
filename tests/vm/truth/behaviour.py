# SPDX-License-Identifier: GPL-2.0-or-later
"""
What an access through VFIO does: hardware and virtual copy behind it. The masks of
single bytes are given, for they are what is tested; written down here is the rest,
which no mask says: how an access is cut, what wider ones do differently, effects.
"""

import copy
import errno
from collections import namedtuple

RAW, VIRTUAL = 0xFF, 0xFE
STANDARD = {0x01: "pm", 0x03: "vpd", 0x05: "msi", 0x07: "pcix", 0x09: "vendor", 0x10: "express",
            0x13: "af"}
EXTENDED = {0x01: "aer", 0x04: "budget", 0x0B: "vendor", 0x23: "dvsec"}
COMMAND, BARS, ROM = 0x04, range(0x10, 0x28), range(0x30, 0x34)
IO, MEMORY, INTX = 0x001, 0x002, 0x400
PM_CONTROL, MSI_FLAGS, VPD_ADDRESS, DEVICE_CONTROL, AF_CONTROL = 4, 2, 2, 8, 4
RESET, READ_REQUEST = 0x8000, 0x7000
GONE = 4	# as a power state: D3cold

# Capabilities below 40: every access is its own start, and so the first bytes of
# the table are those of each dword: (read_virtual, write, write_virtual)
BELOW_40 = {
    "pm": (0xF800FF00, 0, 0), "vpd": (0xFFFFFF00, 0xFFFF0000, 0xFFFF0000),
    "msi": (0x00FFFF00, 0x00FF0000, 0x00FF0000), "pcix": (0x0000FF00, 0xFFFF0000, 0),
    "express": (0x0000FF00, 0, 0), "af": (0x0000FF00, 0, 0),
}

Resource = namedtuple("Resource", "start length flags")
FLAG_IO, FLAG_PREFETCH, FLAG_64, FLAG_SHADOW = 0x100, 0x2000, 0x100000, 0x2


class WouldReset(Exception):
    """The access resets the function: nothing is said of that here."""


class Masks:
    """The policy of one device, as the program says it."""

    def __init__(self, record):
        self.read_virtual = bytes.fromhex(record["read_virtual"])
        self.write = bytes.fromhex(record["write"])
        self.write_virtual = bytes.fromhex(record["write_virtual"])
        self.undefined = set()
        for run in record["undefined"]:
            self.undefined.update(range(run["start"], run["end"] + 1))
        self.effects = {(one["offset"], one["width"], int(one["mask"], 16), one["effect"])
                        for one in record["effects"]}

    def flipped(self, name, at, bit):
        """A copy with one wrong bit."""
        other = copy.copy(self)
        mask = bytearray(getattr(self, name))
        mask[at] ^= bit
        setattr(other, name, bytes(mask))
        return other

    def problems(self, size):
        """What no policy can be."""
        for name in ("read_virtual", "write", "write_virtual"):
            mask = getattr(self, name)
            if len(mask) != size:
                yield "%s has %d bytes" % (name, len(mask))
            elif any(mask[at] for at in self.undefined):
                yield "%s says something of undefined bytes" % name
        if any(virtual & ~write for virtual, write in zip(self.write_virtual, self.write)):
            yield "bits are written to the virtual copy that are not written"


class Core:
    """What the PCI core and VFIO know of a device besides its bytes; all by name."""

    def __init__(self, **facts):
        self.power = self.express = None	# offsets of the capabilities that the PCI core found
        self.states = (0, 3)	# power states that the device has
        self.resources = [Resource(0, 0, 0)] * 7
        self.is_vf = self.no_memory_enable = False
        self.intx_maskable = True
        self.intx_broken = False
        self.pme_virtual = True
        self.old_power = False	# how 5.10 changes the state
        self.__dict__.update(facts)


def number(space, at, size):
    return int.from_bytes(space[at:at + size], "little")


def chunks(values, at, size):
    """(offset, size) of the parts in which an access is done."""
    end = at + size
    while at < end:
        most = min(end, at // 4 * 4 + 4)
        stop = at + 1
        while stop < most and values[stop] == values[at]:
            stop += 1
        left = stop - at
        part = 4 if left >= 4 and at % 4 == 0 else 2 if left >= 2 and at % 2 == 0 else 1
        yield at, part
        at += part


class Places:
    """Which capability's rules each byte is judged by, and where that starts."""

    def __init__(self, values, masks):
        self.values, self.masks = values, masks
        self.starts = []
        for at, value in enumerate(values):
            base = 0x100 if at >= 0x100 else 0x40
            joined = at > base and values[at - 1] == value
            self.starts.append(0 if value == 0 else self.starts[-1] if joined else at)
        self.kinds = [self.kind_of(at, value) for at, value in enumerate(values)]
        self.defined = [at for at in range(len(values)) if at not in masks.undefined]
        self.with_effect = {at for at in self.defined[:0x100] if self.has_effect(at)}

    def kind_of(self, at, value):
        if value == RAW:
            return "raw"
        if value == VIRTUAL:
            return "virtual"
        if at < 0x100:
            return "header" if value == 0 else STANDARD.get(value, "direct")
        kind = EXTENDED.get(value, "direct")
        if kind == "dvsec":
            return "vendor" if self.masks.write[at] else "direct"
        return kind

    def kind(self, at):
        return self.kinds[at]

    def offset(self, at):
        return at - self.starts[at]

    def is_at(self, at, kind, offset):
        return self.kinds[at] == kind and at - self.starts[at] == offset

    def has_effect(self, at):
        """Whether the write of a byte may do more than change its bits."""
        kind, offset = self.kind(at), self.offset(at)
        return (kind in ("express", "af") or kind == "header" and at in (4, 5)
                or (kind, offset) in (("pm", 4), ("msi", 1), ("msi", 2), ("vpd", 3)))

    def resets(self):
        """(offset, bits) of what of the hardware lets a write of a capability reset the function."""
        for at in range(min(len(self.values), 0x100)):
            kind, start = self.kind(at), self.starts[at]
            if kind == "express":
                yield start + 7, 0x10
            elif kind == "af":
                yield start + 3, 0x03

    def effects(self):
        """All effects that there are, as the program lists them: the bits that are judged so."""
        found = set()
        for at in range(min(len(self.values), 0x100)):
            kind, start = self.kind(at), self.starts[at]
            if kind == "header" or at >= 0x40:
                for offset, *rest in EFFECTS.get(kind, ()):
                    if offset <= at - start < offset + rest[0]:
                        found.update(self.effect(kind, start, offset, *rest))
        return found

    def effect(self, kind, start, offset, width, mask, name):
        here = sum(0xFF << 8 * i for i in range(width) if start + offset + i < len(self.values)
                   and self.is_at(start + offset + i, kind, offset + i))
        if mask & here:
            yield start + offset, width, mask & here, name


# (offset, bytes, bits, name) in each table
EFFECTS = {
    "header": [(COMMAND, 2, IO, "io-enable"), (COMMAND, 2, MEMORY, "memory-enable"),
               (COMMAND, 2, INTX, "intx-mask"),
               *((at, 4, 0xFFFFFFFF, "bar-sizing") for at in (*BARS[::4], ROM[0]))],
    "pm": [(PM_CONTROL, 2, 0x0003, "power-state")],
    "vpd": [(VPD_ADDRESS, 2, 0xFF00, "vpd-transfer")],
    "msi": [(MSI_FLAGS, 2, 0xFFFF, "msi-control")],
    "express": [(DEVICE_CONTROL, 2, RESET, "function-reset"),
                (DEVICE_CONTROL, 2, READ_REQUEST, "read-request-size")],
    "af": [(AF_CONTROL, 1, 0x01, "function-reset")],
}


class Behaviour:
    """A device that is open: each access changes what is said of it."""

    def __init__(self, places, core, hardware, virtual, writable, w1c):
        self.places, self.core = places, core
        self.values, self.masks = places.values, places.masks
        self.size = len(self.values)
        self.hardware, self.virtual = bytearray(hardware), bytearray(virtual)
        self.writable, self.w1c = writable, w1c
        self.written = []	# (offset, size, value): accesses that write hardware, of the last write
        self.at_open = [number(hardware, at, 4) for at in (*BARS[::4], ROM[0])]
        self.bars_dirty = True
        self.intx_masked = False
        self.power = 0
        self.restored = False

    # The hardware

    def write_hardware(self, at, size, value):
        self.written.append((at, size, value))
        for i, byte in enumerate(value.to_bytes(size, "little"), at):
            writable = self.writable[i]
            changed = self.hardware[i] & ~writable | byte & writable
            self.hardware[i] = changed & ~(byte & self.w1c[i]) & 0xFF

    def update_hardware(self, at, size, mask, value):
        """Reads, replaces bits and writes."""
        before = number(self.hardware, at, size)
        self.write_hardware(at, size, before & ~mask | value & mask)

    def set_virtual(self, at, size, mask, value):
        after = number(self.virtual, at, size) & ~mask | value & mask
        self.virtual[at:at + size] = after.to_bytes(size, "little")

    # Writes

    def write(self, at, data):
        """0 or an error number."""
        self.written = []
        self.restored = False
        if at + len(data) > self.size:
            return errno.EFAULT
        for part, size in chunks(self.values, at, len(data)):
            error = self.write_chunk(part, size, number(data, part - at, size))
            if error:
                return error
        return 0

    def write_chunk(self, at, size, value):
        kind, start = self.places.kind(at), self.places.starts[at]
        if kind == "raw" or kind == "vendor" and self.masks.write[at]:
            self.write_hardware(at, size, value)
            return 0
        read_request = number(self.virtual, start + DEVICE_CONTROL, 2) & READ_REQUEST
        if kind == "header" and at == COMMAND:
            self.before_command(value)
        self.write_bits(kind, at, size, value)
        if kind == "header":
            self.after_header(at, value)
        elif kind == "pm" and at - start == PM_CONTROL:
            self.set_power(value & 3)
        elif kind == "msi" and at - start <= 2 <= at - start + size:
            return self.write_msi(start)
        elif kind == "express":
            self.after_express(start, read_request)
        elif kind == "af":
            self.after_af(start)
        return 0

    def write_bits(self, kind, at, size, value):
        if at < 0x40 and kind in BELOW_40 and size > 1:
            _, write, virtual = (mask & (1 << 8 * size) - 1 for mask in BELOW_40[kind])
        else:
            write = number(self.masks.write, at, size)
            virtual = number(self.masks.write_virtual, at, size) & write
        self.set_virtual(at, size, virtual, value)
        if write & ~virtual:
            self.update_hardware(at, size, write & ~virtual, value)

    def before_command(self, value):
        hardware, virtual = (number(side, COMMAND, 2) for side in (self.hardware, self.virtual))
        lost = value & virtual & ~hardware & (IO | (0 if self.core.no_memory_enable else MEMORY))
        if lost or any(bar and bar != number(self.hardware, at, 4)
                       for at, bar in zip(BARS[::4], self.at_open)):
            self.restore_bars()

    def restore_bars(self):
        if self.core.is_vf:
            return
        for at, bar in zip((*BARS[::4], ROM[0]), self.at_open):
            self.write_hardware(at, 4, bar)
        if self.core.intx_broken:
            self.update_hardware(COMMAND, 2, INTX, INTX)

    def after_header(self, at, value):
        if at == COMMAND:
            self.set_virtual(COMMAND, 2, IO | MEMORY, value)
        if at in (COMMAND, COMMAND + 1):
            masked = bool(number(self.virtual, COMMAND, 2) & INTX)
            if masked != self.intx_masked and self.core.intx_maskable:
                wanted = INTX if masked else 0
                if number(self.hardware, COMMAND, 2) & INTX != wanted:
                    self.update_hardware(COMMAND, 2, INTX, wanted)
            self.intx_masked = masked
        if at in BARS or at in ROM:
            self.bars_dirty = True

    def write_msi(self, start):
        """Of a user who has no MSI set up by ioctl, and never had."""
        flags = number(self.virtual, start + MSI_FLAGS, 2) & ~0x0071
        self.set_virtual(start + MSI_FLAGS, 2, 0xFFFF, flags)
        if start % 2:
            return errno.EINVAL
        self.write_hardware(start + MSI_FLAGS, 2, flags)
        return 0

    def after_express(self, start, read_request):
        control = number(self.virtual, start + DEVICE_CONTROL, 2)
        if control & RESET:
            self.set_virtual(start + DEVICE_CONTROL, 2, RESET, 0)
            if start % 4 == 0 and self.hardware[start + 7] & 0x10:
                raise WouldReset()
        if control & READ_REQUEST == read_request or self.core.express is None:
            return
        at = self.core.express + DEVICE_CONTROL
        payload = 128 << (self.hardware[at] >> 5)
        size = max(128 << (control >> 12 & 7), payload)
        if size <= 4096:
            self.update_hardware(at, 2, READ_REQUEST, (size.bit_length() - 8) << 12)

    def after_af(self, start):
        if self.virtual[start + AF_CONTROL] & 1:
            self.virtual[start + AF_CONTROL] &= 0xFE
            if self.hardware[start + 3] & 3 == 3:
                raise WouldReset()

    def set_power(self, state):
        """What the PCI core does; self.restored then says that it may write more, what was there."""
        if self.core.power is None or state == self.power or state not in self.core.states:
            return
        if state and state < self.power:
            return
        at = self.core.power + PM_CONTROL
        value = number(self.hardware, at, 2)
        if value == 0xFFFF:	# passes for a device that does not answer
            self.power = self.power if self.core.old_power else GONE
            return
        present = self.power if self.core.old_power else value & 3
        if state:
            self.write_hardware(at, 2, value & 0xFFFC | state)
        elif self.core.old_power and present < 3:
            self.write_hardware(at, 2, value & 0xFFFC)
        elif present:
            self.write_hardware(at, 2, 0)	# the whole register
        self.restored = not state
        self.power = self.hardware[at] & 3

    # Reads

    def read(self, at, size):
        """(error number, bytes)"""
        if at + size > self.size:
            return errno.EFAULT, b""
        found = b""
        for part, width in chunks(self.values, at, size):
            found += self.read_chunk(part, width)
        return 0, found

    def read_chunk(self, at, size):
        kind, start = self.places.kind(at), self.places.starts[at]
        offset = at - start
        if kind == "header" and (at in BARS or at in ROM):
            self.fit_bars()
        if kind == "msi" and offset <= 2 <= offset + size:
            self.virtual[start] &= 0xF1		# meant are the flags
        virtual = self.read_mask(kind, at, offset, size)
        value = (number(self.virtual, at, size) & virtual
                 | number(self.hardware, at, size) & ~virtual)
        if kind == "header" and at == COMMAND and self.core.no_memory_enable:
            value |= self.virtual[COMMAND] & MEMORY
        return value.to_bytes(size, "little")

    def read_mask(self, kind, at, offset, size):
        if size == 1:
            return self.masks.read_virtual[at]
        everything = (1 << 8 * size) - 1
        if kind in ("direct", "vendor"):
            if at >= 0x100 and self.values[at]:
                return everything if offset < 4 else 0
            return 0xFFFF if 0x40 <= at < 0x100 and offset == 0 else number(
                self.masks.read_virtual, at, size)
        if at < 0x40 and kind in BELOW_40:
            mask = BELOW_40[kind][0]
            if kind == "pm" and not self.core.pme_virtual:
                mask = 0x0000FF00
            return mask & everything
        return number(self.masks.read_virtual, at, size)

    def fit_bars(self):
        if not self.bars_dirty:
            return
        self.bars_dirty = False
        i = 0
        while i < 6:
            resource, at = self.core.resources[i], BARS[4 * i]
            i += 1
            if resource.start == 0:
                self.virtual[at:at + 4] = bytes(4)
                continue
            mask = ~(resource.length - 1)
            value = number(self.virtual, at, 4) & mask & 0xFFFFFFFF | bar_flags(resource.flags)
            self.virtual[at:at + 4] = value.to_bytes(4, "little")
            if value & 4:	# so an I/O BAR of 4 bytes passes for one of 64 bits, too
                self.set_virtual(at + 4, 4, ~(mask >> 32) & 0xFFFFFFFF, 0)
                i += 1
        resource = self.core.resources[6]
        mask = 0
        if resource.start or resource.flags & FLAG_SHADOW:
            mask = ~((resource.length if resource.start else 0x20000) - 1) | 1
        self.set_virtual(ROM[0], 4, ~mask & 0xFFFFFFFF, 0)


def bar_flags(flags):
    if flags & FLAG_IO:
        return 1
    return (8 if flags & FLAG_PREFETCH else 0) | (4 if flags & FLAG_64 else 0)
