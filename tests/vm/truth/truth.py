# SPDX-License-Identifier: GPL-2.0-or-later
"""
What the kernel holds for devices that are open, by the module truth; and records
of it, of which the program's model can be tested later without that kernel.
"""

import base64
import gzip
import os

import vfio

FILE = "/sys/kernel/debug/vfio-truth"
NUMBERS = ("vendor", "device", "class", "irq", "vf", "nomem", "flags", "zeroed")
RECORDED = ("irq", "vf", "nomem", "zeroed", "vendor", "device", "class")
RECORDS = "# RECORDS "


class Truth:
    """What the kernel holds for one device."""

    def __init__(self, fields):
        self.size = int(fields["size"])
        self.map = bytes.fromhex(fields["map"])
        self.virtual = bytes.fromhex(fields["virtual"])
        self.facts = {name: int(fields[name], 16) for name in NUMBERS}


def read():
    """The truth of all devices that are open, by address."""
    found = {}
    with open(FILE) as file:
        for line in file:
            address, *rest = line.split()
            found[address] = Truth(dict(field.split("=") for field in rest))
    return found


def hardware(address):
    """What sysfs reads: the hardware view, as long as it goes."""
    with open("%s/devices/%s/config" % (vfio.PCI, address), "rb") as file:
        return file.read()


def sysfs_facts(address):
    """The same as the module's of a device that is not open."""
    path = "%s/devices/%s/" % (vfio.PCI, address)
    facts = dict.fromkeys(NUMBERS, 0)
    for name in ("vendor", "device", "class", "irq"):
        with open(path + name) as file:
            facts[name] = int(file.read(), 0)
    facts["vf"] = facts["nomem"] = int(os.path.exists(path + "physfn"))
    return facts


class Recorder:
    """Collects a record of each device, as replay.c reads them."""

    def __init__(self):
        self.lines = []

    def add(self, device):
        facts = device.truth.facts if device.truth else sysfs_facts(device.address)
        self.lines.append(" ".join([
            "%d" % device.errno, *("%x" % facts[name] for name in RECORDED), device.hardware.hex(),
            device.truth.map.hex() if device.truth else "-",
            device.truth.virtual.hex() if device.truth else "-", device.name]))

    def print(self, rules):
        """As one line: the records, compressed, behind the rules of the kernel and its release."""
        packed = gzip.compress("\n".join([*self.lines, ""]).encode(), 6, mtime=0)
        print(RECORDS + " ".join((rules, os.uname().release, base64.b64encode(packed).decode())),
              flush=True)


def unpack(line):
    """(rules, release, text of the records) of a line that print() wrote."""
    rules, release, packed = line.removeprefix(RECORDS).split()
    return rules, release, gzip.decompress(base64.b64decode(packed))
