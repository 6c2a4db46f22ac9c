# SPDX-License-Identifier: GPL-2.0-or-later
"""
Functions made by the module fakepci: makes them of images, gives them to
drivers, and does what hardware does behind a driver's back.
"""

import glob
import os
import subprocess
from collections import namedtuple

import images
import vfio

DEBUGFS = "/sys/kernel/debug"
FAKE = DEBUGFS + "/fakepci"
FIRST_BUS, LAST_BUS = 0x80, 0xFE
AREAS = ("config", "writable", "w1c")

Access = namedtuple("Access", "kind offset size value")


class Failed(Exception):
    """What a person can do something about."""


def modules_directory():
    """The modules for the running kernel that were built last."""
    cache = os.environ.get("CACHE") or os.path.expanduser("~/.cache/vfio-cfgtool")
    found = glob.glob("%s/modules-%s-*/" % (cache, os.uname().release))
    if not found:
        raise Failed("no modules for %s in %s (run: tests/vm/modules/build)"
                     % (os.uname().release, cache))
    return max(found, key=os.path.getmtime)


def load_modules(directory=None):
    """Loads what is not loaded, and keeps other drivers away from new functions."""
    for module in ("truth", "fakepci"):
        if not os.path.exists("/sys/module/" + module):
            subprocess.run(["insmod", "%s/%s.ko" % (directory or modules_directory(), module)],
                           check=True)
    vfio.write(vfio.PCI + "/drivers_autoprobe", "0")


class Function:
    """One function: its bytes, masks and log."""

    def __init__(self, address):
        self.short = address[5:] if address.startswith("0000:") else address
        self.address = "0000:" + self.short
        self.directory = "%s/%s" % (FAKE, self.short)

    def exists(self):
        return os.path.isdir(self.directory)

    def get(self, offset=0, size=4096, area="config"):
        with open("%s/%s" % (self.directory, area), "rb") as file:
            file.seek(offset)
            return file.read(size)

    def set(self, offset, data, area="config"):
        """Changes bytes, or bits of a mask, without any access through PCI."""
        with open("%s/%s" % (self.directory, area), "r+b", buffering=0) as file:
            file.seek(offset)
            file.write(data)

    def log(self):
        with open(self.directory + "/log") as file:
            for line in file:
                kind, *numbers = line.split()
                yield Access(kind, *(int(number, 16) for number in numbers))

    def empty_log(self):
        vfio.write(self.directory + "/log", "0")

    def set_opregion(self, version):
        """Gives an Intel display device an OpRegion: "1.0", "2.0 vbt"."""
        vfio.write(self.directory + "/opregion", version)

    def remove(self):
        """Takes it from its driver, which has to be done with it, and away."""
        vfio.write(FAKE + "/remove", self.short)

    def fill(self, image):
        for area in AREAS:
            self.set(0, image.bytes if area == "config" else getattr(image, area), area)
        if image.opregion:
            self.set_opregion(image.opregion)


def functions():
    """All that there are."""
    names = os.listdir(FAKE) if os.path.isdir(FAKE) else []
    return [Function(name) for name in sorted(names) if ":" in name]


class Places:
    """Free addresses: devices 1 to 31 of buses that nobody has used yet."""

    def __init__(self):
        used = [int(function.short[:2], 16) for function in functions()]
        self.next = (max(used) + 1 if used else FIRST_BUS) << 5

    def take(self):
        while self.next & 0x1F == 0:
            self.next += 1
        bus, device = self.next >> 5, self.next & 0x1F
        if bus > LAST_BUS:
            raise Failed("all places are taken (remove some functions first)")
        self.next += 1
        return "%02x:%02x.0" % (bus, device)

    def new_bus(self):
        """A bus is scanned once, as a whole."""
        self.next = (self.next + 31) // 32 * 32


def create(short, image):
    vfio.write(FAKE + "/new", short)
    function = Function(short)
    function.fill(image)
    return function


def virtual_places(function, image):
    """
    Where the VFs are that an SR-IOV capability has. It also has to say which
    function it depends on: its own.
    """
    at = dict(images.core_extended(image.bytes))[images.ECAP_SRIOV]
    first, stride = images.word(image.bytes, at + 0x14), images.word(image.bytes, at + 0x16)
    bus, rest = function.short.split(":")
    devfn = int(rest[:2], 16) << 3 | int(rest[3], 16)
    function.set(at + 0x12, bytes([devfn]))
    for i in range(len(image.vfs)):
        place = (int(bus, 16) << 8 | devfn) + first + i * stride
        yield "%02x:%02x.%x" % (place >> 8, place >> 3 & 0x1F, place & 7)


def make(places, all_images):
    """
    Makes functions of the images, and the PCI core scans them. Returns (image,
    function) of each, and of its VFs, which are there then, behind it.
    """
    places.new_bus()
    made = []
    for image in all_images:
        short = places.take()
        function = create(short, image)
        made.append((image, function))
        if image.vfs:
            for place, vf in zip(virtual_places(function, image), image.vfs):
                made.append((vf, create(place, vf)))
    vfio.write(FAKE + "/scan", "1")
    for image, function in made:
        if image.vfs:
            vfio.bind(function.address, "fakepci")
            vfio.write("%s/devices/%s/sriov_numvfs" % (vfio.PCI, function.address),
                       str(len(image.vfs)))
    return made


def bind(function):
    """Gives it to vfio-pci; False if there is none, or the driver does not take it."""
    return os.path.exists(vfio.PCI + "/devices/" + function.address) and vfio.bind(function.address)
