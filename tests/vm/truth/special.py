# SPDX-License-Identifier: GPL-2.0-or-later
"""
Devices of which bytes alone do not say what VFIO makes: Intel displays with an
OpRegion, interrupts that lead nowhere, VFs; and some odd chains. Yields images.
"""

import images

CLASS_NETWORK = 0x020000
PM, MSI, EXPRESS = 0x01, 0x05, 0x10


def endpoint(vendor=0x1B36, device=0x0005, code=CLASS_NETWORK, line=0, pin=0, size=4096):
    """A small endpoint: power management, MSI, PCI Express, AER and a serial number."""
    space = bytearray(size)

    def put(at, text):
        data = bytes.fromhex(text)
        space[at:at + len(data)] = data

    space[0:4] = vendor.to_bytes(2, "little") + device.to_bytes(2, "little")
    space[9:12] = code.to_bytes(3, "little")
    space[0x3C:0x3E] = bytes([line, pin])
    put(0x06, "1000")
    put(0x10, "000010fe")
    put(0x2C, "361b0001")
    put(0x34, "40")
    put(0x40, "0148 23fe 0881 0000")	# no soft reset, which would cost time
    put(0x48, "0560 8000")
    if size == 256:
        space[0x49] = 0
        return space
    put(0x60, "1000 0200 c18f 0000")
    put(0x100, "01000114")
    put(0x140, "03000100 1122 3344 5566 7788")
    return space


def displays():
    """Each class that is said to be a display, each version of an OpRegion."""
    for code in (0x030000, 0x030100, 0x030200, 0x038000, 0x038001):
        for version in ("1.0", "2.0", "2.0 vbt", "2.1", "2.1 vbt", "3.0 vbt"):
            space = endpoint(0x8086, 0x3E92, code)
            yield images.make_image("display %06x, OpRegion %s" % (code, version), space, version)
        yield images.make_image("display %06x, no OpRegion" % code, endpoint(0x8086, 0x3E92, code))
    # Version 1.1 is too old for an extended VBT, whatever is there.
    yield images.make_image("display, old OpRegion with a VBT", endpoint(0x8086, 0x3E92, 0x030000),
                            "1.1 vbt")
    yield images.make_image("display, conventional", endpoint(0x8086, 0x3E92, 0x030000, size=256),
                            "2.0 vbt")
    yield images.make_image("display of somebody else", endpoint(0x1B36, 0x0100, 0x030000), "1.0")


def interrupts():
    """
    Each pin, with no line, a line of a PC, the line that says "not connected",
    and one that no PC has; and each device of which VFIO knows broken INTx.
    """
    for pin in range(5):
        for line in (0, 5, 0x10, 0xFE, 0xFF):
            yield images.make_image("pin %d, line %02x" % (pin, line),
                                    endpoint(line=line, pin=pin))
    # The ranges of these, and what is next to them
    for device in (0x1562, 0x1563, 0x1564, 0x1571, 0x1572, 0x1573, 0x1574, 0x1575, 0x157F, 0x1580,
                   0x1581, 0x1582, 0x1583, 0x1587, 0x158B, 0x158C, 0x37CF, 0x37D0, 0x37D2, 0x37D3):
        yield images.make_image("Intel %04x, pin 1" % device,
                                endpoint(0x8086, device, line=11, pin=1))


def virtual_functions():
    """Physical functions with VFs of several kinds."""
    plain = endpoint()
    pin = endpoint(line=0xB, pin=1)
    hidden = endpoint()
    hidden[0x100:0x104] = bytes.fromhex("1b000114")
    alone = endpoint()
    alone[0x34], alone[0x61] = 0x60, 0
    alone[0x100:0x104] = bytes(4)
    sources = [("plain", plain), ("with an interrupt pin", pin), ("hidden first", hidden),
               ("no extended capabilities", alone)]
    network = physical(0x8086, 0x10C9)
    yield images.make_image("PF", network,
                            vfs=[images.make_vf("VF " + name, space) for name, space in sources])
    # What is at fc of an Intel display's VF is an OpRegion's address like any other.
    display = endpoint(0x8086, 0x3E92, 0x030000)
    yield images.make_image("PF", physical(0x8086, 0x4680),
                            vfs=[images.make_vf("VF of a display", display)])


def physical(vendor, device):
    """With an SR-IOV capability, in which images.make_image() puts the numbers."""
    space = endpoint(vendor, device)
    space[0x142:0x144] = bytes.fromhex("0118")
    space[0x180:0x184] = bytes.fromhex("10000100")
    return space


def walks():
    """Chains in which the PCI core and VFIO find different things."""
    space = endpoint()
    space[0x34:0x35] = bytes([0x41])
    space[0x40:0x44] = bytes.fromhex("10609100")	# VFIO: unknown, at 41, the next one at 91
    space[0x91:0x95] = bytes.fromhex("10000200")
    yield images.make_image("Express behind an odd pointer", space)
    space = endpoint(size=256)
    space[0x06:0x08] = bytes.fromhex("ff00")
    space[0x40:0x42] = bytes(2)
    yield images.make_image("a NULL capability alone, all bits of the status below it", space)


def all_images():
    yield from walks()
    yield from displays()
    yield from interrupts()
    yield from virtual_functions()
