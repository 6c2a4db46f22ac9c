#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Writes the file of a VFIO module with the parts that show its rules:

  tests/cli/witness/module_file.py FILE RELEASE [WORD...]

WORD: 32, big (class and byte order; default 64 and little), max=HEX (the highest extended
ID, default 31), ID=HEX and cHEX=HEX (the length of an extended or a standard capability),
no-ro, display, stripped, vmlinux (states its release as a kernel does), without=NAME (leaves
an object out).
"""

import struct
import sys

# drivers/vfio/pci/vfio_pci_config.c of 6.18
STANDARD = {1: 8, 2: 12, 3: 8, 5: 255, 7: 255, 8: 255, 9: 255, 16: 255, 17: 12, 18: 255, 19: 6}
EXTENDED = {1: 0x2C, 2: 255, 3: 12, 4: 16, 8: 255, 9: 255, 11: 255, 13: 255, 14: 8, 15: 8, 16: 64,
            18: 40, 19: 16, 21: 255, 22: 255, 23: 255, 24: 8, 35: 255}
LAST_STANDARD = 0x14
PROGBITS, SYMTAB, STRTAB, NOTE, NOBITS = 1, 2, 3, 7, 8
OBJECT, FUNCTION = 1, 2


class Writer:
    def __init__(self, is_64, is_big):
        self.is_64, self.order = is_64, ">" if is_big else "<"
        self.sections = [("", 0, b"", 0, 0)]      # name, type, bytes, size, link
        self.symbols = []                       # name, type, section, value, size

    def pack(self, form, *values):
        """N is a word with the width of the class."""
        return struct.pack(self.order + form.replace("N", "Q" if self.is_64 else "I"), *values)

    def section(self, name, kind, data, size=None, link=0):
        self.sections.append((name, kind, data, len(data) if size is None else size, link))
        return len(self.sections) - 1

    def symbol(self, name, kind, section, value, size):
        self.symbols.append((name, kind, section, value, size))

    def symbol_entry(self, name, kind, section, value, size):
        if self.is_64:
            return self.pack("IBBHQQ", name, kind, 0, section, value, size)
        return self.pack("IIIBBH", name, value, size, kind, 0, section)

    def bytes(self, stripped):
        if not stripped:
            names, table = b"\0", self.symbol_entry(0, 0, 0, 0, 0)
            for name, *rest in self.symbols:
                table += self.symbol_entry(len(names), *rest)
                names += name.encode() + b"\0"
            strings = self.section(".strtab", STRTAB, names)
            self.section(".symtab", SYMTAB, table, link=strings)
        names = b"\0".join(name.encode() for name, *_ in self.sections) + b"\0.shstrtab\0"
        self.section(".shstrtab", STRTAB, names)
        body, headers = b"", b""
        start = 64 if self.is_64 else 52
        for name, kind, data, size, link in self.sections:
            place = start + len(body)
            headers += self.pack("IINNNNIINN", names.index(name.encode() + b"\0") if name else 0,
                                 kind, 0, 0x380 if name == ".bss" else 0, place, size, link, 0, 1, 0)
            body += data
        head = b"\x7fELF" + bytes([2 if self.is_64 else 1, 2 if self.order == ">" else 1, 1]) + \
            bytes(9)
        head += self.pack("HHINNNIHHHHHH", 1, 62, 1, 0, 0, start + len(body), 0, start, 0, 0,
                          len(headers) // len(self.sections), len(self.sections),
                          len(self.sections) - 1)
        return head + body + headers


def main():
    path, release, *words = sys.argv[1:]
    values = dict(word.split("=") for word in words if "=" in word)
    last = int(values.pop("max", "31"), 16)
    without = values.pop("without", None)
    standard = [STANDARD.get(i, 0) for i in range(LAST_STANDARD + 1)]
    extended = [EXTENDED.get(i, 0) for i in range(last + 1)]
    for name, value in values.items():
        table = standard if name[0] == "c" and len(name) == 3 else extended
        table[int(name[1:] if table is standard else name, 16)] = int(value, 16)
    standard[0] = 255
    writer = Writer("32" not in words, "big" in words)
    entry = 4 * (8 if writer.is_64 else 4)
    lengths = bytes(standard) + bytes(3 + (-len(standard) - 3) % 8)
    rodata = writer.section(".rodata", PROGBITS, lengths + writer.pack("%dH" % len(extended), *extended)
                            + b"Linux version " + release.encode() + b" (gcc) #1 SMP\n\0")
    bss = writer.section(".bss", NOBITS, b"", entry * (len(standard) + len(extended) + 1))
    text = writer.section(".text", PROGBITS, bytes(16))
    banner = len(lengths) + 2 * len(extended)
    objects = [
        ("pci_cap_length", rodata, 0, len(standard)),
        ("pci_ext_cap_length", rodata, len(lengths), 2 * len(extended)),
        ("cap_perms", bss, 0, entry * len(standard)),
        ("ecap_perms", bss, entry * len(standard), entry * len(extended)),
        ("direct_ro_perms", bss, entry * (len(standard) + len(extended)), entry),
        ("linux_banner", rodata, banner, 14 + len(release) + 15),
    ]
    for name, section, value, size in objects:
        if name != without and not (name == "direct_ro_perms" and "no-ro" in words):
            writer.symbol(name, OBJECT, section, value, size)
    if "display" in words:
        writer.symbol("vfio_pci_is_intel_display", FUNCTION, text, 0, 16)
    if "vmlinux" not in words:
        writer.section(".modinfo", PROGBITS, b"license=GPL v2\0vermagic=" + release.encode()
                       + b" SMP preempt mod_unload \0")
    writer.section(".note.gnu.build-id", NOTE, writer.pack("III", 4, 20, 3) + b"GNU\0" + bytes(range(20)))
    with open(path, "wb") as file:
        file.write(writer.bytes("stripped" in words))


main()
