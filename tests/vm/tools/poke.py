# SPDX-License-Identifier: GPL-2.0-or-later
"""
Accesses through VFIO to a function of fakepci, and what each of them changes in
hardware and in the virtual copy: the library of poke.c.
"""

import array
import ctypes
import os
import struct
from collections import namedtuple

import fakes

WRITE, READ, CHANGE, DETAIL = 0, 1, 2, 0x80
HARDWARE_CHANGED, VIRTUAL_CHANGED, HARDWARE_READ, HARDWARE_WRITTEN = range(4)
OP, RESULT, EVENT = struct.Struct("<BBHI"), struct.Struct("<IIIhBB"), struct.Struct("<IHBBI")
MOST_EVENTS = 20000
SPACE = 4096

Op = namedtuple("Op", "kind size offset value")
Result = namedtuple("Result", "value hardware virtual error reads writes")
Event = namedtuple("Event", "op offset kind size value")


def load(path):
    """The library, with its types."""
    library = ctypes.CDLL(path, use_errno=True)
    library.poke_attach.restype = ctypes.c_void_p
    library.poke_attach.argtypes = [ctypes.c_int, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_char_p,
                                    ctypes.c_char_p, ctypes.c_char_p]
    library.poke_detach.argtypes = library.poke_sync.argtypes = [ctypes.c_void_p]
    library.poke_hardware.restype = library.poke_virtual.restype = ctypes.c_void_p
    library.poke_hardware.argtypes = library.poke_virtual.argtypes = [ctypes.c_void_p]
    library.poke_run.restype = ctypes.c_uint32
    library.poke_run.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32, ctypes.c_char_p,
                                 ctypes.c_char_p, ctypes.c_uint32]
    return library


def byte_ops(offsets, rows):
    """
    Accesses of one byte, many at once. Each row is (kind, values), one value for
    each offset; for one offset after the other all rows are done.
    """
    count, width = len(offsets), 8 * len(rows)
    ops = bytearray(width * count)
    places = array.array("H", offsets).tobytes()
    for i, (kind, values) in enumerate(rows):
        ops[8 * i::width] = bytes([kind]) * count
        ops[8 * i + 1::width] = b"\1" * count
        ops[8 * i + 2::width] = places[0::2]
        ops[8 * i + 3::width] = places[1::2]
        ops[8 * i + 4::width] = values
    return bytes(ops)


class Outcome:
    """What became of some ops."""

    def __init__(self, results, events, lost):
        self.results, self.events, self.lost = results, events, lost

    def __iter__(self):
        return map(Result._make, RESULT.iter_unpack(self.results))

    def column(self, name, row, rows):
        """One byte of each result of a row of byte_ops()."""
        at = {"value": 0, "hardware": 4, "virtual": 8, "error": 12, "reads": 14, "writes": 15}[name]
        return self.results[16 * row + at::16 * rows]


class Session:
    """A function that is open; to be closed before its device is."""

    def __init__(self, library, function, opener, size):
        self.library, self.size = library, size
        self.session = library.poke_attach(
            opener.devices[function.address], opener.config_offset(function.address), size,
            (function.directory + "/memory").encode(), (fakes.DEBUGFS + "/vfio-virtual").encode(),
            function.address.encode())
        if not self.session:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), function.address)
        self.memory = library.poke_hardware(self.session)
        self.copy = library.poke_virtual(self.session)
        self.events = ctypes.create_string_buffer(EVENT.size * MOST_EVENTS)

    def hardware(self):
        return bytearray(ctypes.string_at(self.memory, self.size))

    def virtual(self):
        return bytearray(ctypes.string_at(self.copy, self.size))

    def set_hardware(self, data, offset=0):
        """Behind VFIO's back."""
        ctypes.memmove(self.memory + offset, bytes(data), len(data))
        self.library.poke_sync(self.session)

    def set_masks(self, writable, w1c):
        for i, mask in ((1, writable), (2, w1c)):
            ctypes.memmove(self.memory + i * SPACE, bytes(mask), len(mask))

    def run(self, ops):
        count = len(ops) // OP.size
        results = ctypes.create_string_buffer(RESULT.size * count)
        found = self.library.poke_run(self.session, ops, count, results, self.events, MOST_EVENTS)
        known = min(found, MOST_EVENTS)
        events = EVENT.iter_unpack(ctypes.string_at(self.events, known * EVENT.size))
        return Outcome(results.raw, list(map(Event._make, events)), found - known)

    def close(self):
        self.events = None
        self.library.poke_detach(self.session)
