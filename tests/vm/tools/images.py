# SPDX-License-Identifier: GPL-2.0-or-later
"""
Images: configuration spaces as bytes, and what of them an access can change.
An image has 256 or 4096 bytes.
"""

import struct
from collections import namedtuple

COMMAND, STATUS, HEADER_TYPE, BARS, ROM = 0x04, 0x06, 0x0E, range(0x10, 0x28, 4), 0x30
CAPABILITY_POINTER, INTERRUPT_LINE = 0x34, 0x3C
CLASS, HOST_BRIDGE, LPC_BRIDGE = 0x0A, b"\x00\x06", b"\x01\x06"
CAP_PM, CAP_VPD, CAP_PCIX, CAP_EXPRESS, CAP_AF = 0x01, 0x03, 0x07, 0x10, 0x13
ECAP_VC, ECAP_MFVC, ECAP_VC9, ECAP_SRIOV, ECAP_IDE = 0x02, 0x08, 0x09, 0x10, 0x30
ENDLESS = (0x0B, 0x23, 0x2E)
PCIX_266_OR_533 = 0xC0000000

VENDOR_INTEL, BASE_CLASS, DISPLAY = 0x8086, 0x0B, 0x03
OPREGION_AT = 0xFC
VF_DEVICE = 0x10CA

# opregion: its version, where a device gets a real one; vfs: images of its VFs
Image = namedtuple("Image", "name bytes writable w1c opregion vfs")


def word(space, offset):
    return int.from_bytes(space[offset:offset + 2], "little")


def dword(space, offset):
    return int.from_bytes(space[offset:offset + 4], "little")


def is_suitable(space):
    """
    Whether the PCI core makes a function of the bytes that a driver can have.
    The ports of an Intel LPC bridge are a quirk's: it cannot be enabled twice.
    """
    if len(space) not in (256, 4096) or word(space, 0) in (0, 0xFFFF):
        return False
    if word(space, 0) == VENDOR_INTEL and space[CLASS:CLASS + 2] == LPC_BRIDGE:
        return False
    if header_is_pointed_at(space) and has_fixed_bar(space):
        return False
    return word(space, 2) != 0xFFFF and space[HEADER_TYPE] & 0x7F == 0


def core_capabilities(space):
    """(ID, offset) of the standard chain as the PCI core walks it."""
    if not word(space, STATUS) & 0x10:
        return
    at = space[CAPABILITY_POINTER]
    for _ in range(48):
        at &= 0xFC
        if at < 0x40 or space[at] == 0xFF:
            return
        yield space[at], at
        at = space[at + 1]


def core_extended(space):
    """(ID, offset) of the extended chain as the PCI core walks it."""
    at = 0x100
    for _ in range(960 if len(space) == 4096 else 0):
        header = dword(space, at)
        if header in (0, 0xFFFFFFFF):
            return
        yield header & 0xFFFF, at
        at = header >> 20 & 0xFFC
        if at < 0x100:
            return


def hangs_core(space):
    """
    Whether the PCI core of some kernel never ends its scan: it looks for all
    capabilities of these IDs (5.10 for a vendor's, 7.3 for mailboxes and
    designated vendor's), one behind the other, and nobody counts in a loop.
    """
    places = []
    for number, at in core_extended(space):
        if (number, at) in places:
            return any(looped in ENDLESS for looped, _ in places[places.index((number, at)):])
        places.append((number, at))
    return False


def core_looks_further(space):
    """Whether the PCI core tries extended space: pci_cfg_space_size()."""
    if space[CLASS:CLASS + 2] == HOST_BRIDGE:
        return True
    first = {}
    for number, at in core_capabilities(space):
        first.setdefault(number, at)
    if CAP_EXPRESS in first:
        return True
    return CAP_PCIX in first and dword(space, first[CAP_PCIX] + 4) & PCIX_266_OR_533 != 0


def core_size(space):
    """The size that the PCI core takes a function to have: pdev->cfg_size."""
    if len(space) == 256 or not core_looks_further(space) or dword(space, 0x100) == 0xFFFFFFFF:
        return 256
    if all(space[at:at + 4] == space[0:4] for at in range(0x100, 0x1000, 0x100)):
        return 256
    return 4096


def header_is_pointed_at(space):
    """Whether VFIO finds capabilities in the header: its bytes must stay as they are."""
    at = space[CAPABILITY_POINTER]
    for _ in range(48):
        if at == 0:
            return False
        if at < 0x40:
            return True
        at = space[(at + 1) % 256]
    return False


def has_fixed_bar(space):
    """
    Whether the PCI core takes bytes for a BAR that cannot be written: those of
    ones and below them zeros (pci_size()). Nobody can claim such a place, and
    so the device cannot be enabled.
    """
    def fixed(base, mask):
        base &= mask
        return base != 0 and base | (base & -base) - 1 & mask == mask

    upper = False
    for offset in BARS:
        value = dword(space, offset)
        if upper or value == 0xFFFFFFFF:
            upper = False
        elif value & 1:
            if fixed(value, 0xFFFC):
                return True
        elif value & 6 == 4 and offset < BARS[-1]:
            upper = True
            if fixed(value | dword(space, offset + 4) << 32, 0xFFFFFFFFFFFFFFF0):
                return True
        elif fixed(value, 0xFFFFFFF0):
            return True
    return fixed(dword(space, ROM), 0xFFFFF800)


def inferred_opregion(space):
    """An Intel display device whose bytes name an OpRegion gets a real one."""
    if (word(space, 0) == VENDOR_INTEL and space[BASE_CLASS] == DISPLAY
            and dword(space, OPREGION_AT) not in (0, 0xFFFFFFFF)):
        return "1.0"
    return None


def put(space, offset, mask):
    """Sets the bits of a little-endian mask, where the space is long enough."""
    for i, byte in enumerate(mask):
        if offset + i < len(space):
            space[offset + i] |= byte


def clear(space, offset, mask):
    for i, byte in enumerate(mask):
        if offset + i < len(space):
            space[offset + i] &= ~byte & 0xFF


def make_bars(space, writable):
    """Each BAR that is not 0 gets a page of memory or 16 ports, at an address of Linux's choice."""
    upper = False
    for offset in BARS:
        value = dword(space, offset)
        if upper or value in (0, 0xFFFFFFFF):
            if upper:
                put(writable, offset, b"\xff\xff\xff\xff")
            upper = False
            continue
        is_port = value & 1
        upper = not is_port and value & 6 == 4 and offset < BARS[-1]
        clear(space, offset, b"\xf0\xff\xff\xff" if not is_port else b"\xfc\xff\xff\xff")
        put(writable, offset, b"\xf0\xff\x00\x00" if is_port else b"\x00\xf0\xff\xff")
        if upper:
            space[offset + 4:offset + 8] = bytes(4)
    if dword(space, ROM) not in (0, 0xFFFFFFFF):
        clear(space, ROM, b"\xfe\xff\xff\xff")
        put(writable, ROM, b"\x01\xf0\xff\xff")


def make_image(name, source, opregion=None, vfs=()):
    """
    An image of bytes that is_suitable(). Changed is only what would delay or
    stop the PCI core: the multi-function bit (each function stands alone here),
    what it waits for, VFs, and a power state that nobody can leave. To give
    the kernel 4096 bytes of a function that it would look no further at, that
    becomes a host bridge; where even this does not help, 256 bytes remain.
    """
    space = bytearray(source)
    if len(space) == 4096 and not core_looks_further(space):
        space[CLASS:CLASS + 2] = HOST_BRIDGE
        if not header_is_pointed_at(space):
            space[BARS[0]:BARS[-1] + 4] = bytes(24)	# Linux gives these no addresses
    del space[core_size(space):]
    writable, w1c = bytearray(len(space)), bytearray(len(space))
    clear(space, HEADER_TYPE, b"\x80")
    put(writable, COMMAND, b"\x47\x05")
    put(w1c, STATUS, b"\x00\xf9")
    put(writable, INTERRUPT_LINE, b"\xff")
    if header_is_pointed_at(space):
        writable[BARS[0]:] = bytes(len(space) - BARS[0])
    else:
        make_bars(space, writable)
    quiet_standard(space)
    quiet_extended(space)
    if vfs:
        enable_vfs(space, writable, len(vfs))
    return Image(name, bytes(space), bytes(writable), bytes(w1c),
                 opregion or inferred_opregion(space), tuple(vfs))


def make_vf(name, source):
    """An image of a VF: its IDs are not in its own hardware, nor are BARs."""
    space = bytearray(source)
    space += bytes(4096 - len(space))
    space[0:4] = b"\xff\xff\xff\xff"
    space[BARS[0]:BARS[-1] + 4] = bytes(24)
    space[ROM:ROM + 4] = bytes(4)
    clear(space, HEADER_TYPE, b"\x80")
    writable, w1c = bytearray(4096), bytearray(4096)
    put(writable, COMMAND, b"\x04")
    put(w1c, STATUS, b"\x00\xf9")
    quiet_standard(space)
    return Image(name, bytes(space), bytes(writable), bytes(w1c), None, ())


def enable_vfs(space, writable, count):
    """Lets an SR-IOV capability have VFs: the functions behind its own, in their device."""
    at = dict(core_extended(space)).get(ECAP_SRIOV)
    if at is None or count > 7:
        raise ValueError("no SR-IOV capability, or more than 7 VFs")
    space[at + 8:at + 36] = struct.pack("<10H2I", 0, 0, count, count, 0, 0, 1, 1, 0, VF_DEVICE,
                                        0x553, 1)
    space[at + 36:at + 60] = bytes(24)
    put(writable, at + 8, b"\x1f\x00")		# control
    put(writable, at + 16, b"\xff\xff")		# VFs
    put(writable, at + 32, b"\xff\xff\xff\xff")	# page size


def quiet_standard(space):
    for number, at in core_capabilities(space):
        if number == CAP_PM:
            clear(space, at + 4, b"\x03")		# power state
        if number == CAP_AF:
            clear(space, at + 5, b"\x01")		# transactions pending
    for number, at in core_capabilities(space):
        if number == CAP_EXPRESS:
            clear(space, at + 10, b"\x20")	# transactions pending
            return


def quiet_extended(space):
    found = {}
    for number, at in core_extended(space):
        found.setdefault(number, at)
    for number in (ECAP_VC, ECAP_MFVC, ECAP_VC9):
        if number in found:
            clear(space, found[number] + 14, b"\x01")	# table not taken over yet
            for channel in range(1 + (space[(found[number] + 4) % len(space)] & 7)):
                clear(space, found[number] + 26 + 12 * channel, b"\x03")
    if ECAP_SRIOV in found:
        clear(space, found[ECAP_SRIOV] + 8, b"\x01")	# VF Enable
        clear(space, found[ECAP_SRIOV] + 14, b"\xff\xff")	# total VFs
    if ECAP_IDE in found:
        # 7.3 looks for a root port above an endpoint, and there is none.
        clear(space, found[ECAP_IDE] + 4, b"\x02")	# selective streams


def dump(name, address, space):
    """The text of lspci -xxxx."""
    rows = ["%s Function: %s" % (address, name)]
    for row in range(0, len(space), 16):
        rows.append("%02x: %s" % (row, space[row:row + 16].hex(" ")))
    return "\n".join(rows) + "\n\n"
