# SPDX-License-Identifier: GPL-2.0-or-later
"""
A QEMU that runs no guest: it realizes one device, and its qtest interface reads and
writes the device's configuration space as a guest would.
"""

import json
import os
import re
import select
import subprocess
import time

ECAM = 0xB0000000       # where q35's configuration space is mapped
LIMIT = 30              # seconds, after which QEMU is taken to hang


class Refused(Exception):
    """QEMU did not take the device: its message."""


class Hangs(Exception):
    """QEMU did not come up."""


class Crashed(Refused):
    """QEMU ended by a signal."""


def find(directory):
    """The command of the QEMU in a directory of unpacked packages, and its environment."""
    libraries = os.path.join(directory, "usr/lib/x86_64-linux-gnu")
    command = [os.path.join(directory, "usr/lib64/ld-linux-x86-64.so.2"),
               "--library-path", libraries,
               os.path.join(directory, "usr/bin/qemu-system-x86_64"),
               "-L", os.path.join(directory, "usr/share/qemu"),
               "-L", os.path.join(directory, "usr/share/seabios")]
    return command, {**os.environ, "QEMU_MODULE_DIR": os.path.join(libraries, "qemu")}


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


# By machine and bus: what stands between the root and the device, the bus it is put
# on, its address there, and the bridge whose bus numbers have to be set.
PLACES = {
    ("q35", "port"): (["-device", "pcie-root-port,id=below,chassis=1,addr=4"], "below", 0, (0, 4)),
    ("q35", "root"): ([], "pcie.0", 3, None),
    ("q35", "pci"): (["-device", "pcie-pci-bridge,id=below,addr=4"], "below", 1, (0, 4)),
    ("pc", "pci"): ([], "pci.0", 3, None),
}


class Qemu:
    """One QEMU with one device; use it in a `with`."""

    def __init__(self, directory, machine, bus, device, limit=LIMIT):
        """device: the words of -device, without its place; limit: seconds for an answer."""
        self.limit = limit
        between, self.bus_name, self.slot, self.bridge = PLACES[machine, bus]
        self.machine = machine
        self.bus_is_conventional = bus == "pci"
        command, environment = find(directory)
        device = {**device, "bus": self.bus_name, "addr": "%x" % self.slot}
        self.process = subprocess.Popen(
            command + ["-machine", machine, "-accel", "qtest", "-nodefaults", "-display", "none",
                       "-qtest", "stdio", "-qtest-log", "/dev/null"] + between +
            ["-device", json.dumps(device)],
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
        if self.bridge:
            self.config_write((*self.bridge, 0x18), 0x00010100)
        self.bus = 1 if self.bridge else 0

    def config_write(self, place, value):
        self.ask("outl 0xcf8 0x%x" % address(place))
        self.ask("outl 0xcfc 0x%x" % value)

    def read_all(self):
        """The function's configuration space as far as a guest reaches it here."""
        if self.machine != "q35":
            words = []
            for offset in range(0, 256, 4):
                self.ask("outl 0xcf8 0x%x" % address((self.bus, self.slot, offset)))
                words.append(int(self.ask("inl 0xcfc"), 16).to_bytes(4, "little"))
            return b"".join(words)
        place = ECAM + (self.bus << 20) + (self.slot << 15)
        return bytes.fromhex(self.ask("read 0x%x 0x1000" % place)[2:])

    def read_byte(self, offset):
        """A guest's read of one byte."""
        if self.machine == "q35":
            place = ECAM + (self.bus << 20) + (self.slot << 15) + offset
            return int(self.ask("readb 0x%x" % place), 16)
        self.ask("outl 0xcf8 0x%x" % address((self.bus, self.slot, offset)))
        return int(self.ask("inb 0x%x" % (0xCFC + offset % 4)), 16)

    def write_byte(self, offset, value):
        """A guest's write of one byte."""
        if self.machine == "q35":
            self.ask("writeb 0x%x 0x%x" % (ECAM + (self.bus << 20) + (self.slot << 15) + offset,
                                           value))
        else:
            self.ask("outl 0xcf8 0x%x" % address((self.bus, self.slot, offset)))
            self.ask("outb 0x%x 0x%x" % (0xCFC + offset % 4, value))
