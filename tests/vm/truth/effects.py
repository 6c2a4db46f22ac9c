# SPDX-License-Identifier: GPL-2.0-or-later
"""
What writes do besides changing their bits, effect by effect, each on a device that
is made for it: seen in the accesses that reach the hardware. Each test is a method;
its name is the fact.
"""

import errno
import fcntl
import os
import re
import struct
import traceback

import fakes
import images
import poke
import special
import trial
import vfio

KERNEL = tuple(map(int, os.uname().release.split(".")[:2]))
PM, MSI, EXPRESS, AER, SERIAL = 0x40, 0x48, 0x60, 0x100, 0x140	# as in special.endpoint()
SET_IRQS = 0x3B6E	# linux/vfio.h: _IO(';', 100 + 10)
INTX_INDEX, MSI_INDEX, EVENTFD_TRIGGER = 0, 1, 1 << 2 | 1 << 5
RESET_PCIE, RESET_AF = 0x8000, 0x01


class Subject:
    """A device of its own, open, all of its bits writable unless something else is said."""

    def __init__(self, library, made, writable=True):
        self.image, self.function = made
        assert fakes.bind(self.function), "vfio-pci refuses it"
        self.library, self.all_writable = library, writable
        self.open()

    def open(self):
        self.opener = vfio.Opener()
        error = self.opener.open(self.function.address)
        assert error == 0, vfio.error_name(error)
        self.session = poke.Session(self.library, self.function, self.opener, len(self.image.bytes))
        self.origin = self.session.hardware()
        if self.all_writable:
            self.session.set_masks(b"\xff" * self.session.size, bytes(self.session.size))

    def close(self):
        self.session.set_hardware(self.origin)
        self.session.set_masks(self.image.writable, self.image.w1c)
        self.session.close()
        self.opener.close()

    def access(self, kind, at, size, value):
        outcome = self.session.run(poke.OP.pack(kind | poke.DETAIL, size, at, value))
        self.events = outcome.events
        result, = outcome
        return result

    def write(self, at, size, value, error=0):
        """The (offset, size, value) of what is written to the hardware."""
        result = self.access(poke.WRITE, at, size, value)
        assert result.error == error, "write %03x: %s" % (at, vfio.error_name(result.error))
        return [(one.offset, one.size, one.value) for one in self.events
                if one.kind == poke.HARDWARE_WRITTEN]

    def read(self, at, size):
        result = self.access(poke.READ, at, size, 0)
        assert result.error == 0, "read %03x: %s" % (at, vfio.error_name(result.error))
        return result.value

    def set_irqs(self, index, count):
        """Sets up interrupts as a user does, with an eventfd each."""
        events = [os.eventfd(0) for _ in range(count)]
        fcntl.ioctl(self.opener.devices[self.function.address], SET_IRQS,
                    struct.pack("5I%di" % count, 20 + 4 * count, EVENTFD_TRIGGER, index, 0, count,
                                *events))

    def hardware(self, at, size):
        return int.from_bytes(self.session.hardware()[at:at + size], "little")

    def virtual(self, at, size):
        return int.from_bytes(self.session.virtual()[at:at + size], "little")

    def set(self, at, size, value):
        """Behind VFIO's back."""
        self.session.set_hardware(value.to_bytes(size, "little"), at)


def text(found):
    """Numbers in hexadecimal, however they are packed."""
    if isinstance(found, int):
        return "%x" % found
    return "(%s)" % " ".join(text(one) for one in found)


def same(seen, predicted):
    assert text(seen) == text(predicted), "%s, predicted %s" % (text(seen), text(predicted))


def endpoint(**registers):
    """The small endpoint, with other bytes at x40="..." and the like."""
    space = special.endpoint(line=11, pin=1)
    for name, text in registers.items():
        at, data = int(name[1:], 16), bytes.fromhex(text)
        space[at:at + len(data)] = data
    return space


class Effects:
    """The tests, in the order in which they stand here; the first ones share a device."""

    def __init__(self, places, library):
        self.places, self.library = places, library
        self.plain = self.subject("effects", endpoint())

    def subject(self, name, space, prepare=None, writable=True):
        image = images.make_image(name, space)
        if prepare:
            image = image._replace(writable=prepare(bytearray(image.writable)))
        return Subject(self.library, *fakes.make(self.places, [image]), writable=writable)

    # COMMAND and INTx

    def interrupt_disable_is_kept_in_the_virtual_copy_and_masks_INTx_in_hardware(self):
        one = self.plain
        one.set(4, 2, 0)
        same(one.write(5, 1, 0x04), [(5, 1, 0), (4, 2, 0x0400)])
        same(one.virtual(4, 2) & 0x0400, 0x0400)
        same(one.hardware(4, 2), 0x0400)
        one.set(4, 2, 0)
        same(one.read(4, 2) & 0x0400, 0x0400)	# the user sees the virtual one
        same(one.write(5, 1, 0x04), [(5, 1, 0)])	# masked already
        one.set(4, 2, 0x0400)
        same(one.write(4, 2, 0), [(4, 2, 0x0400), (4, 2, 0)])
        same(one.write(5, 1, 0), [(5, 1, 0)])

    def a_write_of_the_lower_byte_of_COMMAND_leaves_INTx_alone(self):
        same(self.plain.write(4, 1, 0), [(4, 1, 0)])

    def INTx_that_the_user_has_set_up_is_masked_in_the_same_way(self):
        one = self.subject("INTx", endpoint(), writable=False)
        one.set_irqs(INTX_INDEX, 1)
        command = one.hardware(4, 2)
        same(one.write(5, 1, 0x04)[1:], [(4, 2, command | 0x0400)])
        same(one.virtual(4, 2) & 0x0400, 0x0400)
        same(one.write(5, 1, 0)[1:], [(4, 2, command)])
        same(one.virtual(4, 2) & 0x0400, 0)
        one.close()

    def INTx_of_a_device_in_which_it_is_broken_stays_masked_in_hardware(self):
        space = special.endpoint(0x8086, 0x1572, line=11, pin=1)
        one = self.subject("broken INTx", space)
        same((one.hardware(4, 2) & 0x0400, one.virtual(4, 2) & 0x0400), (0x0400, 0x0400))
        same(one.write(5, 1, 0x00), [(5, 1, 0x04)])
        same((one.hardware(4, 2) & 0x0400, one.virtual(4, 2) & 0x0400), (0x0400, 0))
        same(one.write(5, 1, 0x04), [(5, 1, 0x04)])
        one.close()

    def a_virtual_function_reads_memory_enable_as_it_was_written(self):
        physical = images.make_image("PF of effects", special.physical(0x8086, 0x10C9),
                                     vfs=[images.make_vf("VF of effects", special.endpoint())])
        one = Subject(self.library, fakes.make(self.places, [physical])[1])
        same((one.read(4, 1) & 2, one.hardware(4, 1) & 2), (2, 0))
        one.session.set_masks(bytes(one.session.size), bytes(one.session.size))
        for value in (0, 2):
            one.write(4, 1, value)
            same((one.read(4, 1), one.read(4, 2), one.read(4, 4) & 0xFFFF), (value, value, value))
            same(one.hardware(4, 2), 0)
        same([one.read(at, 4) for at in images.BARS], [0] * 6)
        one.close()

    def memory_and_IO_enable_are_noted_in_the_virtual_copy_whatever_hardware_takes(self):
        one = self.plain
        one.session.set_masks(bytes(one.session.size), bytes(one.session.size))
        one.write(4, 1, 0x03)
        same((one.virtual(4, 1) & 3, one.hardware(4, 1) & 3), (3, 0))
        same(one.read(4, 1) & 3, 0)
        one.session.set_masks(b"\xff" * one.session.size, bytes(one.session.size))

    def an_enable_that_hardware_lost_brings_the_BARs_back(self):
        one, bar = self.plain, images.dword(self.plain.origin, 0x10)
        assert bar
        for bit in (1, 2):
            one.write(4, 1, bit)
            one.set(4, 1, 0)
            same(one.write(4, 1, bit)[:7], [(at, 4, bar if at == 0x10 else 0)
                                            for at in (*images.BARS, images.ROM)])

    def BARs_that_hardware_lost_come_back_with_any_write_of_COMMAND(self):
        one, bar = self.plain, images.dword(self.plain.origin, 0x10)
        one.set(4, 2, 0)
        same(one.write(4, 2, 0), [(4, 2, 0)])
        one.set(0x10, 4, 0)
        same(one.write(5, 1, 0), [(5, 1, 0)])
        same(one.hardware(0x10, 4), 0)
        same(one.write(4, 2, 0)[:1], [(0x10, 4, bar)])
        same(one.hardware(0x10, 4), bar)

    # MSI

    def MSI_enable_and_queue_size_are_refused_and_the_whole_word_goes_to_hardware(self):
        one = self.plain
        one.set(MSI + 2, 2, 0x5A00)
        same(one.write(MSI + 2, 1, 0xFF), [(MSI + 2, 2, 0x008E)])
        same(one.virtual(MSI + 2, 2), 0x008E)
        same(one.write(MSI + 2, 2, 0xFF80), [(MSI + 2, 2, 0x0080)])

    def a_write_of_the_byte_before_the_MSI_flags_rewrites_them_and_of_others_does_not(self):
        one = self.plain
        one.set(MSI + 2, 2, 0)
        same(one.write(MSI + 1, 1, 0xFF), [(MSI + 2, 2, 0x0080)])
        same(one.write(MSI, 1, 0), [])
        same(one.write(MSI + 3, 1, 0xFF), [])
        same(one.write(MSI, 2, 0), [(MSI + 2, 2, 0x0080)])
        same(one.write(MSI, 4, 0x00800000), [(MSI + 2, 2, 0x0080)])

    def a_read_of_the_MSI_flags_puts_the_queue_size_into_the_ID_of_the_virtual_copy(self):
        one = self.plain
        one.read(MSI + 2, 2)
        same((one.virtual(MSI, 1), one.read(MSI, 1)), (0x01, 0x05))

    def MSI_that_the_user_has_set_up_can_be_enabled_with_as_many_vectors(self):
        one = self.subject("MSI", endpoint(x48="0560 8400"), writable=False)
        one.set_irqs(MSI_INDEX, 4)
        same(one.write(MSI + 2, 2, 0x00F1), [(MSI + 2, 2, 0x00A1)])
        same(one.virtual(MSI + 2, 2), 0x00A1)
        same(one.write(MSI + 2, 2, 0x0091), [(MSI + 2, 2, 0x0091)])
        one.read(MSI + 2, 2)
        same(one.virtual(MSI, 1), 0x05)
        one.close()
        one.open()		# the size that may be had is kept, the set-up is not
        same(one.write(MSI + 2, 2, 0x00F1), [(MSI + 2, 2, 0x00A0)])
        one.close()

    def MSI_at_an_odd_place_changes_the_virtual_copy_and_the_user_gets_EINVAL(self):
        # One at an odd place VFIO does not open. But the rest is, that another one lies over.
        one = self.subject("odd MSI", endpoint(x41="a0", x9e="0960 059e 8000"))
        same(one.write(0xA5, 1, 0xFF, errno.EINVAL), [])
        same(one.virtual(0xA5, 1), 0x8E)
        one.close()

    # Power states

    def the_power_state_goes_through_the_PCI_core(self):
        one = self.plain
        same(one.write(PM + 4, 1, 0x08), [(PM + 4, 1, 0x08)])	# no change: D0
        for size in (1, 2, 4):
            one.set(PM + 4, 2, 0x0108)
            same(one.write(PM + 4, size, 0x010B)[1:], [(PM + 4, 2, 0x010B)])
            same(one.read(PM + 4, 1) & 3, 3)
            same(one.write(PM + 4, size, 0x010A)[1:], [])	# not from D3 to D2
            found = one.write(PM + 4, size, 0x0108)[1:]
            assert (PM + 4, 2, 0) in found, found	# the whole register
            same(one.hardware(PM + 4, 2), 0)

    def a_power_state_that_the_device_does_not_have_is_ignored(self):
        one = self.plain		# which has D1 and D2
        for state in (1, 2):
            same(one.write(PM + 4, 1, state), [(PM + 4, 1, state - 1), (PM + 4, 2, state)])
        one.write(PM + 4, 1, 0)
        one = self.subject("D0 and D3 only", endpoint(x42="23f8"))
        for state in (1, 2):
            same(one.write(PM + 4, 1, state), [(PM + 4, 1, 0)])
        one.close()

    def a_write_that_starts_elsewhere_leaves_the_power_state_alone(self):
        one = self.plain
        same(len(one.write(PM + 5, 1, 0xFF)), 1)
        same(one.write(PM + 2, 2, 0xFFFF), [])
        same(one.hardware(PM + 4, 1) & 3, 0)
        one.set(PM + 4, 2, 0)

    # Read request size

    def a_changed_read_request_size_reaches_hardware(self):
        one, at = self.plain, EXPRESS + 8
        one.set(at, 2, 0)
        one.write(at, 2, 0)
        same(one.write(at + 1, 1, 0x30), [(at + 1, 1, 0), (at, 2, 0x3000)])
        same(one.virtual(at, 2) & 0x7000, 0x3000)
        same(one.write(at + 1, 1, 0x30), [(at + 1, 1, 0x30)])	# not changed

    def a_read_request_size_is_not_below_the_payload_size_of_hardware_and_not_above_4096(self):
        one, at = self.plain, EXPRESS + 8
        one.set(at, 2, 0x0040)		# 512 bytes
        same(one.write(at + 1, 1, 0x10)[1:], [(at, 2, 0x2040)])
        same(one.virtual(at, 2) & 0x7000, 0x1000)
        for field in (6, 7):
            same(one.write(at + 1, 1, field << 4)[1:], [])
            same(one.virtual(at, 2) & 0x7000, field << 12)

    # Function reset

    def the_reset_bit_resets_if_the_device_can_and_reads_0(self):
        one, at = self.subject("FLR", endpoint(x60="1000 0200 c18f 0010")), EXPRESS + 8
        found = one.write(at, 2, RESET_PCIE)
        assert any(place == at and value & RESET_PCIE for place, _, value in found), found
        same((one.virtual(at, 2) & RESET_PCIE, one.read(at, 2) & RESET_PCIE), (0, 0))
        one.close()

    def a_reset_bit_of_a_device_that_cannot_is_cleared_and_nothing_else_happens(self):
        one, at = self.plain, EXPRESS + 8
        one.set(at, 2, 0)
        same(one.write(at + 1, 1, one.virtual(at + 1, 1) | 0x80), [(at + 1, 1, 0)])
        same(one.virtual(at, 2) & RESET_PCIE, 0)

    def a_reset_bit_that_hardware_had_at_the_open_is_done_by_a_dropped_write(self):
        space = endpoint(x60="1000 0200 c18f 0010 0080")
        one, at = self.subject("FLR pending", space, writable=False), EXPRESS + 8
        same(one.virtual(at, 2) & RESET_PCIE, RESET_PCIE)
        found = one.write(EXPRESS + 4, 1, 0)
        assert any(place == at and value & RESET_PCIE for place, _, value in found), found
        same(one.virtual(at, 2) & RESET_PCIE, 0)
        same(one.write(EXPRESS + 4, 1, 0), [])
        one.close()

    def the_reset_of_Advanced_Features_needs_both_of_its_capabilities(self):
        for bits, resets in ((0x03, True), (0x02, False), (0x01, False)):
            space = endpoint(x34="60", x60="1300 06%02x 0000" % bits)
            one = self.subject("AF %x" % bits, space[:256])
            found = one.write(0x64, 1, RESET_AF)
            same((0x64, 1, RESET_AF) in found, resets)
            same(one.virtual(0x64, 1), 0)
            one.close()

    # Vital product data

    def vpd(self, name, answers=True):
        one = self.subject(name, endpoint(x60="1070 0200", x70="0300 0000 0000 0000"))
        if answers:
            one.function.set(0, b"\x82\x09\x00twelve by\x78" + bytes(32), "vpd")
            vfio.write(one.function.directory + "/vpd-at", str(0x70))
        return one

    def vital_product_data_is_read_and_bit_15_toggles(self):
        one = self.subject_vpd = self.vpd("VPD")
        for size, at in ((2, 0x72), (1, 0x73)):
            one.write(at, size, 0)
            same((one.virtual(0x72, 2), one.virtual(0x74, 4)), (0x8000, 0x74000982))
        one.write(0x72, 2, 4)
        same((one.virtual(0x72, 2), one.virtual(0x74, 4)), (0x8004, 0x766C6577))

    def a_write_of_the_lower_byte_of_the_address_starts_nothing(self):
        one = self.subject_vpd
        same(one.write(0x72, 1, 8), [])
        same(one.virtual(0x72, 2), 0x8008)

    def vital_product_data_is_written_and_bit_15_toggles(self):
        one = self.subject_vpd
        same(one.write(0x74, 4, 0x11223344), [])
        one.write(0x72, 2, 0x8004)
        same(one.virtual(0x72, 2), 0x0004)
        same(one.function.get(4, 4, "vpd"), b"\x44\x33\x22\x11")

    def a_write_of_data_that_cannot_be_does_not_toggle(self):
        one = self.subject_vpd
        for address in (0x8002, 0x8100):
            one.write(0x72, 2, address)
            same(one.virtual(0x72, 2), address)
        same(one.function.get(4, 4, "vpd"), b"\x44\x33\x22\x11")

    def a_read_past_the_end_of_the_data_succeeds_with_0(self):
        one = self.subject_vpd
        one.write(0x72, 2, 0x0100)
        same((one.virtual(0x72, 2), one.virtual(0x74, 4)), (0x8100, 0))

    def data_that_never_comes_reads_0_and_bit_15_toggles_but_not_in_5_10(self):
        one = self.vpd("VPD that does not answer", answers=False)
        one.write(0x74, 4, 0xFFFFFFFF)
        one.write(0x72, 2, 0)
        old = KERNEL <= (5, 10)
        same((one.virtual(0x72, 2), one.virtual(0x74, 4)),
             (0, 0xFFFFFFFF) if old else (0x8000, 0))
        one.write(0x72, 2, 0x8000)
        same(one.virtual(0x72, 2), 0x8000)
        one.close()

    # BARs

    def BARs_answer_sizing_with_the_next_read(self):
        space = endpoint(x10="000010fe 01c00000 0c0000fd 00000000 01d00000 00000000",
                         x30="000000fc")
        one = self.subject("BARs", space, prepare=small_ports)
        first = images.dword(one.origin, 0x14)
        for at in (*images.BARS, images.ROM):
            one.write(at, 4, 0xFFFFFFFF)
        same(one.virtual(0x10, 4), 0xFFFFFFFF)
        same(one.read(0x10, 4), 0xFFFFF000)
        assert first & 0xFFFC, "no ports"
        # Ports, 4 of them: bit 2 passes for a BAR of 64 bits, and the next is not fitted.
        same(one.read(0x14, 4), 0xFFFFFFFD)
        same(one.read(0x18, 4), 0xFFFFFFFF)
        one.write(0x14, 4, 0xFFFFFFF8)
        one.write(0x1C, 4, 0xFFFFFFFF)
        same(one.read(0x14, 4), 0xFFFFFFF9)
        same((one.read(0x18, 4), one.read(0x1C, 4)), (0xFFFFF00C, 0xFFFFFFFF))
        same(one.read(0x20, 4), 0xFFFFFFF1)
        same(one.read(0x24, 4), 0)
        same(one.read(0x30, 4), 0xFFFFF001)
        one.write(0x30, 1, 0)
        same(one.read(0x30, 4), 0xFFFFF000)
        one.close()

    # Bits that a write of 1 clears

    def write_1_to_clear_bits_beside_written_ones_are_lost(self):
        one = self.plain
        old = KERNEL <= (5, 10)
        for name, at, size, place, bits, lost in (
                ("COMMAND word", 0x04, 2, 0x06, 0xF900, False),
                ("COMMAND dword", 0x04, 4, 0x06, 0xF900, True),
                ("STATUS word", 0x06, 2, 0x06, 0xF900, False),
                ("DEVCTL word", EXPRESS + 8, 2, EXPRESS + 10, 0x000F, False),
                ("DEVCTL dword", EXPRESS + 8, 4, EXPRESS + 10, 0x000F, True),
                ("DEVSTA word", EXPRESS + 10, 2, EXPRESS + 10, 0x000F, False),
                ("PM_CTRL byte", PM + 4, 1, PM + 4, 0x8000, False),
                ("PM_CTRL upper byte", PM + 5, 1, PM + 4, 0x8000, not old),
                ("PM_CTRL word", PM + 4, 2, PM + 4, 0x8000, not old),
                ("PM_CTRL dword", PM + 4, 4, PM + 4, 0x8000, not old),
                ("UNCOR_STATUS byte 2", AER + 6, 1, AER + 6, 0xFC00, False),
                ("UNCOR_STATUS byte 3", AER + 7, 1, AER + 6, 0xFC00, True),
                ("UNCOR_STATUS upper word", AER + 6, 2, AER + 6, 0xFC00, True),
                ("UNCOR_STATUS dword", AER + 4, 4, AER + 6, 0xFC00, True)):
            one.set(place, 2, bits)
            mask = bytearray(one.session.size)
            mask[place:place + 2] = bits.to_bytes(2, "little")
            one.session.set_masks(trial.invert(mask), mask)
            one.write(at, size, 0)
            assert one.hardware(place, 2) & bits == (0 if lost else bits), name
        one.session.set_masks(b"\xff" * one.session.size, bytes(one.session.size))

    # How an access is cut

    def an_access_is_cut_at_dwords_and_where_the_map_changes(self):
        one = self.plain
        device, base = one.opener.devices[one.function.address], \
            one.opener.config_offset(one.function.address)
        for at, size, parts in ((0xA1, 8, ((0xA1, 1), (0xA2, 2), (0xA4, 4), (0xA8, 1))),
                                (0xA0, 3, ((0xA0, 2), (0xA2, 1))),
                                (0x53, 9, ((0x56, 2), (0x58, 4)))):
            one.function.empty_log()
            os.pwrite(device, b"\x5a" * size, base + at)
            same([(found.offset, found.size) for found in one.function.log()], list(parts))

    def an_access_past_the_end_is_refused_before_anything_is_done(self):
        one = self.plain
        same(one.write(0xFFE, 4, 0x12345678, errno.EFAULT), [])
        same(one.write(0x1000, 1, 0, errno.EFAULT), [])


def small_ports(writable):
    """BAR 1 has 4 ports."""
    writable[0x14] = 0xFC
    return bytes(writable)


def run(tap, places, library):
    """A point for each."""
    tests = Effects(places, library)
    for name in [name for name in vars(Effects) if name[0] != "_" and name not in ("subject", "vpd")]:
        try:
            getattr(tests, name)()
            wrong = ""
        except (AssertionError, OSError, ValueError, TypeError):
            wrong = traceback.format_exc()
        tap.point(not wrong, "effects: " + re.sub("([0-9]) ([0-9])", r"\1.\2", name.replace("_", " ")), wrong.splitlines())
