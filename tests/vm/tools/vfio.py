# SPDX-License-Identifier: GPL-2.0-or-later
"""
Holds PCI functions open through VFIO groups, one container for all of them.
"""

import errno
import fcntl
import os
import struct

# linux/vfio.h: _IO(';', 100 + n)
SET_IOMMU, GROUP_GET_STATUS = 0x3B66, 0x3B67
GROUP_SET_CONTAINER, GROUP_GET_DEVICE_FD = 0x3B68, 0x3B6A
DEVICE_GET_REGION_INFO, DEVICE_RESET = 0x3B6C, 0x3B6F
CONFIG_REGION = 7
TYPE1V2_IOMMU = 3
GROUP_VIABLE = 1

PCI = "/sys/bus/pci"


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def bind(address, driver="vfio-pci"):
    """Gives a function to a driver; False if that does not take it."""
    device = PCI + "/devices/" + address
    write(device + "/driver_override", driver)
    if not os.path.exists(device + "/driver"):
        write(PCI + "/drivers_probe", address)
    return is_bound(address, driver)


def is_bound(address, driver="vfio-pci"):
    link = PCI + "/devices/" + address + "/driver"
    return os.path.basename(os.path.realpath(link)) == driver


class NotViable(Exception):
    """Another driver holds a function of the group."""


class Opener:
    """Opens functions and keeps them open until close()."""

    def __init__(self):
        self.container = os.open("/dev/vfio/vfio", os.O_RDWR)
        self.has_iommu = False
        self.groups = {}
        self.devices = {}

    def open_group(self, address):
        number = os.path.basename(os.readlink(PCI + "/devices/" + address + "/iommu_group"))
        if number in self.groups:
            return self.groups[number]
        group = os.open("/dev/vfio/" + number, os.O_RDWR)
        status = fcntl.ioctl(group, GROUP_GET_STATUS, struct.pack("II", 8, 0))
        if not struct.unpack("II", status)[1] & GROUP_VIABLE:
            os.close(group)
            raise NotViable()
        fcntl.ioctl(group, GROUP_SET_CONTAINER, struct.pack("i", self.container))
        if not self.has_iommu:
            fcntl.ioctl(self.container, SET_IOMMU, TYPE1V2_IOMMU)
            self.has_iommu = True
        self.groups[number] = group
        return group

    def open(self, address):
        """0, or the error number that vfio-pci refuses with; raises NotViable."""
        group = self.open_group(address)
        try:
            # With a bytearray the result is that of the call, a file descriptor.
            self.devices[address] = fcntl.ioctl(group, GROUP_GET_DEVICE_FD,
                                                bytearray(address.encode() + b"\0"))
        except OSError as error:
            return error.errno
        return 0

    def read(self, address, offset, size):
        """Bytes of configuration space as VFIO shows them."""
        return os.pread(self.devices[address], size, self.config_offset(address) + offset)

    def write(self, address, offset, data):
        return os.pwrite(self.devices[address], data, self.config_offset(address) + offset)

    def config_offset(self, address):
        info = fcntl.ioctl(self.devices[address], DEVICE_GET_REGION_INFO,
                           struct.pack("IIIIQQ", 32, 0, CONFIG_REGION, 0, 0, 0))
        return struct.unpack("IIIIQQ", info)[5]

    def close(self):
        for file in (*self.devices.values(), *self.groups.values(), self.container):
            os.close(file)
        self.devices, self.groups = {}, {}


def error_name(number):
    return errno.errorcode.get(number, str(number)) if number else "opened"
