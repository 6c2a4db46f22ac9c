# SPDX-License-Identifier: GPL-2.0-or-later
"""
A QEMU that runs no guest: it realizes devices, and its qtest interface reads and writes
their configuration space as a guest would.
"""

import json
import os
import re
import select
import subprocess
import time

ECAM = 0xB0000000       # where q35's configuration space is mapped
LETTERS = {1: "b", 2: "w", 4: "l"}      # of qtest, after "read" and "write"
LIMIT = 30              # seconds, after which QEMU is taken to hang


class Refused(Exception):
    """QEMU did not take the device: its message."""


class Hangs(Exception):
    """QEMU did not come up."""


class Crashed(Refused):
    """QEMU ended by a signal."""


def find(directory):
    """The command of the QEMU in a directory of unpacked packages, and its environment."""
    if directory == "/":
        return ["qemu-system-x86_64"], dict(os.environ)
    multiarch = [os.path.join(directory, place, "x86_64-linux-gnu") for place in ("lib", "usr/lib")]
    loaders = [os.path.join(directory, "usr/lib64/ld-linux-x86-64.so.2"),
               os.path.join(multiarch[0], "ld-linux-x86-64.so.2")]
    command = [next(filter(os.path.exists, loaders)),
               "--library-path", ":".join(multiarch),
               os.path.join(directory, "usr/bin/qemu-system-x86_64"),
               "-L", os.path.join(directory, "usr/share/qemu"),
               "-L", os.path.join(directory, "usr/share/seabios")]
    return command, {**os.environ, "QEMU_MODULE_DIR": os.path.join(multiarch[1], "qemu")}


def version(directory):
    """The QEMU's version, as it says it: 11.1.3."""
    command, environment = find(directory)
    text = subprocess.run(command + ["--version"], env=environment, capture_output=True,
                          text=True, check=True, timeout=LIMIT).stdout
    return re.search(r"version ([0-9.]+)", text).group(1)


def address(value):
    """An address for the ports cf8 and cfc: bus, device, register."""
    bus, slot, offset = value
    return 0x80000000 | bus << 16 | slot << 11 | offset & 0xFC


def mapped(function):
    """Where q35 maps a function's configuration space."""
    return ECAM + (function.bus << 20) + (function.slot << 15)


# By machine and bus: the bridge above a device, or above all of them; the slot of the first.
# A bridge is on the root bus from BRIDGE_SLOT on.
PLACES = {
    ("q35", "port"): ("pcie-root-port", 0),
    ("q35", "root"): (None, 3),
    ("q35", "pci"): ("pcie-pci-bridge", 1),
    ("pc", "pci"): (None, 3),
}
BRIDGE_SLOT = 4
DEVICES = 24            # at most, in one QEMU


class Function:
    """Where a device is: its slot on which bus, and the slot of the bridge above it, or 0."""

    def __init__(self, place, index):
        bridge, first = PLACES[place]
        own = bridge == "pcie-root-port"
        self.bridge = BRIDGE_SLOT + (index if own else 0) if bridge else 0
        self.bus = 1 + (index if own else 0) if bridge else 0
        self.slot = first + (0 if own else index)
        self.name = "below%d" % self.bus if bridge else {"q35": "pcie.0", "pc": "pci.0"}[place[0]]

    def bridge_words(self, kind):
        words = {"driver": kind, "id": self.name, "addr": "%x" % self.bridge}
        return {**words, "chassis": self.bus} if kind == "pcie-root-port" else words


class Qemu:
    """One QEMU with devices; use it in a `with`. Without `at` the first device is meant."""

    def __init__(self, directory, place, devices, limit=LIMIT, accel="qtest", more=()):
        """
        place: machine and bus; devices: the words of -device of each, without its place;
        limit: seconds for an answer; accel: "qtest", or "tcg" for one that has no other;
        more: further words of the command line.
        """
        self.limit = limit
        self.machine, bus = place
        self.bus_is_conventional = bus == "pci"
        self.functions = [Function(place, i) for i in range(len(devices))]
        kind = PLACES[place][0]
        bridges = {function.name: function.bridge_words(kind)
                   for function in self.functions} if kind else {}
        words = [*bridges.values(),
                 *({**device, "bus": function.name, "addr": "%x" % function.slot}
                   for function, device in zip(self.functions, devices))]
        command, environment = find(directory)
        self.process = subprocess.Popen(
            command + ["-machine", self.machine, "-accel", accel, "-S", "-m", "16", "-nodefaults",
                       "-display", "none", "-qtest", "stdio", "-qtest-log", "/dev/null", *more] +
            [word for one in words for word in ("-device", json.dumps(one))],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, bufsize=1)

    def __enter__(self):
        try:
            self.number_buses()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def ask(self, line):
        """Sends one command of qtest and returns what comes after OK."""
        try:
            self.process.stdin.write(line + "\n")
        except BrokenPipeError:
            self.ended()
        deadline = time.monotonic() + self.limit
        while True:
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        max(0, deadline - time.monotonic()))
            if not ready:
                raise Hangs("no answer for %d s" % self.limit)
            answer = self.process.stdout.readline()
            if not answer:
                self.ended()
            if answer.startswith("OK"):
                return answer[2:].strip()
            if answer.startswith("FAIL"):
                raise ValueError("%s: %s" % (line, answer.strip()))

    def ended(self):
        """QEMU is gone: says why."""
        status = self.process.wait(LIMIT)
        lines = self.process.stderr.read().strip().splitlines()
        text = lines[-1] if lines else "status %d" % status
        raise Crashed(text) if status < 0 else Refused(text)

    def number_buses(self):
        if self.machine == "q35":
            self.config_write((0, 0, 0x64), 0)
            self.config_write((0, 0, 0x60), ECAM | 1)
        for bridge, bus in {(one.bridge, one.bus) for one in self.functions if one.bridge}:
            self.config_write((0, bridge, 0x18), bus << 16 | bus << 8)

    def config_write(self, place, value):
        self.ask("outl 0xcf8 0x%x" % address(place))
        self.ask("outl 0xcfc 0x%x" % value)

    def port(self, function, offset):
        """The port of a register, after its address was set."""
        self.ask("outl 0xcf8 0x%x" % address((function.bus, function.slot, offset)))
        return 0xCFC + offset % 4

    def read_all(self, at=0):
        """A function's configuration space as far as a guest reaches it here."""
        function = self.functions[at]
        if self.machine != "q35":
            words = [int(self.ask("inl 0x%x" % self.port(function, offset)), 16)
                     for offset in range(0, 256, 4)]
            return b"".join(word.to_bytes(4, "little") for word in words)
        return bytes.fromhex(self.ask("read 0x%x 0x1000" % mapped(function))[2:])

    def read(self, offset, width, at=0):
        """A guest's read of 1, 2 or 4 bytes; q35 only."""
        return int(self.ask("read%s 0x%x" % (LETTERS[width], mapped(self.functions[at]) + offset)), 16)

    def write(self, offset, width, value, at=0):
        """A guest's write of 1, 2 or 4 bytes; q35 only."""
        self.ask("write%s 0x%x 0x%x" % (LETTERS[width], mapped(self.functions[at]) + offset, value))

    def read_byte(self, offset, at=0):
        """A guest's read of one byte."""
        function = self.functions[at]
        if self.machine == "q35":
            return int(self.ask("readb 0x%x" % (mapped(function) + offset)), 16)
        return int(self.ask("inb 0x%x" % self.port(function, offset)), 16)

    def write_byte(self, offset, value, at=0):
        """A guest's write of one byte."""
        function = self.functions[at]
        if self.machine == "q35":
            self.ask("writeb 0x%x 0x%x" % (mapped(function) + offset, value))
        else:
            self.ask("outb 0x%x 0x%x" % (self.port(function, offset), value))
