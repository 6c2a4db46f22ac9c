# SPDX-License-Identifier: GPL-2.0-or-later
"""
The dumps that are made by hand, one a function() call: a name, what is
remarkable about it, its bytes, and what is expected of it, worked out on paper:

  map      "START-END=VALUE ..." of every byte from 40 on that is not raw, and
           of header bytes that a capability took; END included; hexadecimal
  map_612, map_73
           the same where 6.12.107 and 7.3.4 differ from 6.1.176 (and from
           each other)
  hidden   "OFFSET:ID:REASON ..." under 6.1.176, in the order of the walk
  hidden_612, hidden_73
  warnings "CODE@OFFSET ..." (no offset: "CODE"), any order
  fails    "init-fails", "no-answer" or "short": no map
"""

from collections import namedtuple

# Standard capability IDs and extended ones, as linux/pci_regs.h has them.
PM, AGP, VPD, SLOTID, MSI, CHSWP, PCIX, HT = 1, 2, 3, 4, 5, 6, 7, 8
VNDR, DBG, CCRC, SHPC, SSVID, AGP3, SECDEV, EXP = 9, 0xA, 0xB, 0xC, 0xD, 0xE, 0xF, 0x10
MSIX, SATA, AF, EA = 0x11, 0x12, 0x13, 0x14
AER, VC, DSN, PWR, RCLD, RCILC, RCEC, MFVC = 1, 2, 3, 4, 5, 6, 7, 8
VC9, RCRB, VSEC, CAC, ACS, ARI, ATS, SRIOV = 9, 0xA, 0xB, 0xC, 0xD, 0xE, 0xF, 0x10
MRIOV, MCAST, PRI, AMD, REBAR, DPA, TPH, LTR = 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18
SECPCI, PMUX, PASID, DVSEC, DOE = 0x19, 0x1A, 0x1B, 0x23, 0x2E

Function = namedtuple("Function", "name about address ids size bytes known expected")
Text = namedtuple("Text", "name about functions style")
FUNCTIONS, TEXTS = [], []


def function(name, about, *parts, size=256, address="01:00.0", ids="", blank=0x00, unread=(),
             **expected):
    """One device: its bytes are `blank` but for the parts; `unread` offsets read ??."""
    space = [blank] * size
    for part in parts:
        for offset, text in part.items():
            for i, byte in enumerate(bytes.fromhex(text)):
                space[offset + i] = byte
    known = [offset not in unread for offset in range(size)]
    made = Function(name, about, address, ids, size, space, known, expected)
    FUNCTIONS.append(made)
    return made


def at(offset, text):
    return {offset: text}


def header(first=0x40, vendor=0x1B36, device=0x0005, kind=0x00, code=0x00FF00, status=0x0010):
    """The standard header; first: where the chain begins."""
    def little(value, width):
        return value.to_bytes(width, "little").hex()

    return {0x00: little(vendor, 2) + little(device, 2), 0x06: little(status, 2),
            0x08: "01" + little(code, 3), 0x0E: "%02x" % kind, 0x34: "%02x" % first,
            0x3C: "0b01"}


def cap(offset, number, following, body=""):
    """A standard capability: ID, next pointer, and what follows."""
    return {offset: "%02x%02x" % (number, following) + body}


def ecap(offset, number, following, body="", version=1):
    """An extended capability: its header, and what follows from offset 4 on."""
    value = following << 20 | version << 16 | number
    return {offset: value.to_bytes(4, "little").hex() + body}


# A PCI Express endpoint of version 2, which lets VFIO look at extended space.
EXPRESS = {**header(), **cap(0x40, EXP, 0, "0200")}
EXPRESS_MAP = "40-71=10"
EXPRESS_MAP_612 = "40-73=10"


def express(name, about, *parts, map="", map_612=None, map_73=None, **expected):
    """An endpoint with extended space: only that has to be described."""
    map_612 = map if map_612 is None else map_612
    map_73 = map_612 if map_73 is None else map_73
    return function(name, about, EXPRESS, *parts, size=4096,
                    map=(EXPRESS_MAP + " " + map).strip(),
                    map_612=(EXPRESS_MAP_612 + " " + map_612).strip(),
                    map_73=(EXPRESS_MAP_612 + " " + map_73).strip(), **expected)


# --- Standard capabilities: lengths ------------------------------------------------------------

function("no-capabilities", "no chain, whatever the pointer says",
         header(first=0x40, status=0x0000), cap(0x40, PM, 0))

function("empty-chain", "a chain that begins with 0", header(first=0))

function("fixed-lengths", "every standard capability that has one length",
         header(),
         cap(0x40, PM, 0x50), cap(0x50, AGP, 0x60), cap(0x60, VPD, 0x70), cap(0x70, MSIX, 0x80),
         cap(0x80, AF, 0),
         map="40-47=01 50-5b=02 60-67=03 70-7b=11 80-85=13")

function("null-capability", "a NULL capability in the chain is hidden",
         header(),
         cap(0x40, PM, 0x50), cap(0x50, 0, 0x60), cap(0x60, MSIX, 0),
         map="40-47=01 60-6b=11", hidden="50:00:null-capability")

function("null-capability-first", "the chain begins with a NULL capability",
         header(),
         cap(0x40, 0, 0x50), cap(0x50, PM, 0),
         map="50-57=01", hidden="40:00:null-capability")

function("hidden-standard", "every standard capability that is hidden, known or not",
         header(),
         cap(0x40, SLOTID, 0x44), cap(0x44, CHSWP, 0x48), cap(0x48, DBG, 0x4C),
         cap(0x4C, CCRC, 0x50), cap(0x50, SHPC, 0x54), cap(0x54, SSVID, 0x58),
         cap(0x58, AGP3, 0x5C), cap(0x5C, SECDEV, 0x60), cap(0x60, EA, 0x64),
         cap(0x64, 0x15, 0x68), cap(0x68, 0x80, 0x6C), cap(0x6C, 0xFE, 0x70),
         cap(0x70, 0xFF, 0x74), cap(0x74, PM, 0),
         map="74-7b=01",
         hidden="40:04:not-virtualized 44:06:not-virtualized 48:0a:not-virtualized "
                "4c:0b:not-virtualized 50:0c:not-virtualized 54:0d:not-virtualized "
                "58:0e:not-virtualized 5c:0f:not-virtualized 60:14:not-virtualized "
                "64:15:unknown 68:80:unknown 6c:fe:unknown 70:ff:unknown")

function("several-msi", "MSI with and without 64 bits and masks: 10, 14, 20, 24 bytes",
         header(),
         cap(0x40, MSI, 0x50, "0000"), cap(0x50, MSI, 0x60, "8000"),
         cap(0x60, MSI, 0x80, "0001"), cap(0x80, MSI, 0, "8001"),
         map="40-49=05 50-5d=05 60-73=05 80-97=05")

function("pcix-version-0", "PCI-X of version 0: 8 bytes",
         header(), cap(0x40, PCIX, 0, "0000"), map="40-47=07")

function("pcix-versions", "PCI-X of versions 1, 2, 3: 24 bytes",
         header(),
         cap(0x40, PCIX, 0x60, "0010"), cap(0x60, PCIX, 0x80, "0020"), cap(0x80, PCIX, 0, "0030"),
         map="40-57=07 60-77=07 80-97=07")

function("ht", "HyperTransport: 24 bytes where the upper three bits are set, else 28",
         header(),
         cap(0x40, HT, 0x60, "0020"), cap(0x60, HT, 0x80, "0080"), cap(0x80, HT, 0xA0, "00a8"),
         cap(0xA0, HT, 0, "001f"),
         map="40-57=08 60-77=08 80-97=08 a0-bb=08")

function("sata", "SATA: 16 bytes where the registers are inline, else 8",
         header(),
         cap(0x40, SATA, 0x60, "10000f"), cap(0x60, SATA, 0x80, "100004"),
         cap(0x80, SATA, 0, "1000ff"),
         map="40-4f=12 60-67=12 80-8f=12")

function("vendor-lengths", "vendor-specific: as long as its third byte says, hidden with 0",
         header(),
         cap(0x40, VNDR, 0x60, "14"), cap(0x60, VNDR, 0x70, "03"), cap(0x70, VNDR, 0x80, "01"),
         cap(0x80, VNDR, 0x90, "00"), cap(0x90, VNDR, 0, "07"),
         map="40-53=09 60-62=09 70=09 90-96=09", hidden="80:09:empty")

# --- PCI Express: version and type -------------------------------------------------------------

for version, kind, length, length_612 in (
        (1, 0x0, 20, 20), (1, 0x9, 12, 12), (2, 0x0, 50, 52), (2, 0x9, 44, 44),
        (0, 0x0, 50, 52), (3, 0x1, 50, 52), (1, 0x4, 20, 20), (2, 0xA, 50, 52)):
    function("express-v%d-type-%x" % (version, kind),
             "PCI Express of version %d and type %x" % (version, kind),
             header(), cap(0x40, EXP, 0, "%02x00" % (kind << 4 | version)),
             map="40-%02x=10" % (0x40 + length - 1),
             map_612="40-%02x=10" % (0x40 + length_612 - 1))

function("express-twice", "two PCI Express capabilities: both have the length of the first",
         header(),
         cap(0x40, EXP, 0x80, "9100"), cap(0x80, EXP, 0, "0200"),
         map="40-4b=10 80-8b=10")

function("express-unaligned",
         "the PCI core aligns pointers and meets ID ff at 40: version and type are 0",
         header(first=0x42), at(0x40, "ff00"), cap(0x42, EXP, 0, "9100"),
         map="42-73=10", map_612="42-75=10")

function("express-behind-header-pointer",
         "the PCI core stops at a pointer below 40, VFIO does not",
         header(first=0x10), cap(0x10, VNDR, 0x40, "04"), cap(0x40, EXP, 0, "9100"),
         map="10-13=09 40-71=10", map_612="10-13=09 40-73=10",
         warnings="pointer-in-header@10 overlap@10")

function("express-behind-ff", "the PCI core stops at ID ff, VFIO hides it and goes on",
         header(), cap(0x40, 0xFF, 0x50), cap(0x50, EXP, 0, "9100"),
         map="50-81=10", map_612="50-83=10", hidden="40:ff:unknown")

# --- Chains --------------------------------------------------------------------------------------

function("chain-loop", "a chain that comes back to its start",
         header(), cap(0x40, PM, 0x50), cap(0x50, MSIX, 0x40),
         map="40-47=01 50-5b=11", warnings="chain-loop@40")

function("chain-loop-self", "a capability that points at itself",
         header(), cap(0x40, PM, 0x40), map="40-47=01", warnings="chain-loop@40")

function("chain-loop-hidden", "a loop of hidden capabilities only",
         header(), cap(0x40, 0, 0x50), cap(0x50, SLOTID, 0x40),
         hidden="40:00:null-capability 50:04:not-virtualized", warnings="chain-loop@40")

function("overlap", "a later capability takes bytes of an earlier one",
         header(), cap(0x40, PM, 0x44), cap(0x44, MSI, 0, "0000"),
         map="40-43=01 44-4d=05", warnings="overlap@44")

function("overlap-inside", "a later capability cuts an earlier one in two",
         header(), cap(0x40, VNDR, 0x48, "20"), cap(0x48, PM, 0),
         map="40-47=09 48-4f=01 50-5f=09", warnings="overlap@48")

function("overlap-same-id", "two vendor-specific ones, the second inside the first",
         header(), cap(0x40, VNDR, 0x48, "20"), cap(0x48, VNDR, 0, "08"),
         map="40-5f=09", warnings="overlap@48")

function("same-id-neighbours", "two capabilities of one ID without a gap",
         header(), cap(0x40, VNDR, 0x48, "08"), cap(0x48, VNDR, 0, "08"), map="40-4f=09")

function("past-end", "a capability that runs past the end of 256 bytes is cut there",
         header(), cap(0x40, VNDR, 0xF8, "08"), cap(0xF8, MSIX, 0),
         map="40-47=09 f8-ff=11", warnings="length-past-end@f8")

function("past-end-by-length", "a length field that leads past the end",
         header(), cap(0xE0, VNDR, 0, "ff"), at(0x34, "e0"),
         map="e0-ff=09", warnings="length-past-end@e0")

function("past-end-length-unread", "the length itself lies past what is shown: the header is there",
         header(first=0xFE), cap(0xFE, VNDR, 0), map="fe-ff=09")

function("pointer-fc", "the last place where a capability fits",
         header(first=0xFC), cap(0xFC, VNDR, 0, "04"), map="fc-ff=09")

function("pointer-fc-too-long", "at fc: 4 of 8 bytes are there",
         header(first=0xFC), cap(0xFC, PM, 0), map="fc-ff=01", warnings="length-past-end@fc")

function("pointer-ff", "a capability of which only the ID is there: its next pointer is not shown",
         header(first=0xFF), at(0xFF, "01"), map="ff=01", warnings="length-past-end@ff")

function("pointer-in-header", "a pointer into the header: a capability takes header bytes",
         header(), cap(0x40, PM, 0x28), cap(0x28, MSIX, 0),
         map="28-33=11 40-47=01", warnings="pointer-in-header@28 overlap@28")

function("pointer-unaligned", "pointers are not aligned by VFIO",
         header(first=0x41), cap(0x41, PM, 0x4B), cap(0x4B, VNDR, 0x56, "05"),
         cap(0x56, MSI, 0, "0000"),
         map="41-48=01 4b-4f=09 56-5f=05")

function("msi-odd", "an MSI capability at an odd place: its flags cannot be read",
         header(first=0x41), cap(0x41, MSI, 0, "0000"), fails="init-fails")

function("pcix-odd", "a PCI-X capability at an odd place",
         header(first=0x43), cap(0x43, PCIX, 0, "0000"), fails="init-fails")

function("all-ff", "everything reads ff: nothing answered", blank=0xFF, fails="no-answer")

function("all-00", "everything reads 00")

# --- Extended space: when it counts --------------------------------------------------------------

function("extended-without-express", "no PCI Express capability: extended space stays raw",
         header(), cap(0x40, PM, 0), ecap(0x100, AER, 0), size=4096, map="40-47=01")

function("extended-hidden-by-version", "a PCI-X capability of version 0 does not count",
         header(), cap(0x40, PCIX, 0, "0000"), ecap(0x100, AER, 0), size=4096, map="40-47=07")

function("pcix-extended", "a PCI-X capability with a version makes extended space count",
         header(), cap(0x40, PCIX, 0, "0020"), ecap(0x100, AER, 0x140), ecap(0x140, DSN, 0),
         size=4096, map="40-57=07 100-12b=01 140-14b=03")

express("extended-empty", "a header of 00000000 at 100: there is no chain",
        ecap(0x140, AER, 0))

express("extended-null-first", "an ID of 0 with a next pointer: a placeholder of value 00",
        ecap(0x100, 0, 0x140), ecap(0x140, AER, 0),
        map="100-103=00 140-16b=01", hidden="100:0000:null-capability")

function("all-ff-extended", "4096 bytes of ff", blank=0xFF, size=4096, fails="no-answer")

function("all-00-extended", "4096 bytes of 00", size=4096)

express("extended-all-ff", "extended space reads ff: a placeholder, then a loop at ffc",
        at(0x100, "ff" * 0xF00),
        map="", hidden="100:ffff:unknown ffc:ffff:unknown", warnings="chain-loop@ffc")

# --- Extended capabilities: lengths ----------------------------------------------------------------

express("extended-fixed-lengths", "every extended capability that has one length",
        ecap(0x100, AER, 0x140), ecap(0x140, DSN, 0x150), ecap(0x150, PWR, 0x170),
        ecap(0x170, ARI, 0x180), ecap(0x180, ATS, 0x190), ecap(0x190, SRIOV, 0x1E0),
        ecap(0x1E0, MCAST, 0x210), ecap(0x210, PRI, 0x230), ecap(0x230, LTR, 0),
        map="100-12b=01 140-14b=03 150-15f=04 170-177=0e 180-187=0f 190-1cf=10 1e0-207=12 "
            "210-21f=13 230-237=18")


def hidden_chain(numbers, start, step):
    """Capabilities of these IDs, one behind the other; the last is the end."""
    chain = {}
    for i, number in enumerate(numbers):
        last = i == len(numbers) - 1
        chain.update(ecap(start + i * step, number, 0 if last else start + (i + 1) * step))
    return chain


NOT_VIRTUALIZED = ([0x00, 0x05, 0x06, 0x07, 0x0A, 0x0C, 0x11, 0x14, 0x19, 0x1A, 0x1B, 0x1C, 0x1D,
                    0x1E, 0x1F, 0x20, 0x21, 0x22] + list(range(0x24, 0x2F)))
UNKNOWN_TO_61 = [0x2F, 0x30, 0x31]
UNKNOWN = [0x32, 0x7F, 0xFE, 0xFF, 0x100, 0x10B, 0x1001, 0xFFFF]


def hidden_list(known):
    text = []
    for i, number in enumerate(NOT_VIRTUALIZED + UNKNOWN_TO_61 + UNKNOWN):
        reason = ("null-capability" if number == 0 else
                  "unknown" if number > known else "not-virtualized")
        text.append("%x:%04x:%s" % (0x110 + 16 * i, number, reason))
    return " ".join(text)


express("extended-hidden", "every extended capability that is hidden, and unknown ones, IDs above ff too",
        ecap(0x100, LTR, 0x110),
        hidden_chain(NOT_VIRTUALIZED + UNKNOWN_TO_61 + UNKNOWN, 0x110, 16),
        map="100-107=18", hidden=hidden_list(0x2E), hidden_73=hidden_list(0x31))

express("extended-vc", "VC, VC9 and MFVC: per channel, and with arbitration tables",
        ecap(0x100, VC, 0x120, "00000000" "00000000"),
        ecap(0x120, VC9, 0x180, "01000000" "02000000"),
        ecap(0x180, MFVC, 0x240, "07000000" "08000000"),
        ecap(0x240, VC, 0x280, "00000000" "04000000"),
        ecap(0x280, VC9, 0x2C0, "02000000" "01000000"),
        ecap(0x2C0, MFVC, 0, "00000000" "0e000000"),
        map="100-11b=02 120-15f=09 180-22f=08 240-27f=02 280-2b3=09 2c0-31f=08")

express("extended-dpa", "DPA: 17 bytes and one for each substate",
        ecap(0x100, DPA, 0x120, "00000000"), ecap(0x120, DPA, 0x160, "1f000000"),
        ecap(0x160, DPA, 0, "e7ffffff"),
        map="100-110=16 120-14f=16 160-177=16")

express("extended-rebar", "Resizable BAR: 4 bytes and 8 for each BAR",
        ecap(0x100, REBAR, 0x110, "00000000" "00000000"),
        ecap(0x110, REBAR, 0x120, "00000000" "20000000"),
        ecap(0x120, REBAR, 0x160, "00000000" "c7000000"),
        ecap(0x160, REBAR, 0, "00000000" "ff000000"),
        map="100-103=15 110-11b=15 120-153=15 160-19b=15")

express("extended-acs", "ACS: 8 bytes, with egress control and a bit for each port, 0 is 256",
        ecap(0x100, ACS, 0x110, "1f200000"), ecap(0x110, ACS, 0x120, "20010000"),
        ecap(0x120, ACS, 0x130, "20200000"), ecap(0x130, ACS, 0x150, "20210000"),
        ecap(0x150, ACS, 0x180, "20000000"), ecap(0x180, ACS, 0, "ffff0000"),
        map="100-107=0d 110-11b=0d 120-12b=0d 130-13f=0d 150-177=0d 180-1a7=0d")

express("extended-tph", "TPH: 12 bytes, with its table where it stands in the capability",
        ecap(0x100, TPH, 0x110, "07000000"), ecap(0x110, TPH, 0x120, "07020000"),
        ecap(0x120, TPH, 0x1B0, "07023f00"), ecap(0x1B0, TPH, 0x1C0, "07043f00"),
        ecap(0x1C0, TPH, 0, "0706ff07"),
        map="100-10b=17 110-11d=17 120-1ab=17 1b0-1bb=17 1c0-1cb=17")

express("extended-vsec", "vendor-specific: as long as its own length says, hidden with 0",
        ecap(0x100, VSEC, 0x140, "34120002"), ecap(0x140, VSEC, 0x150, "34121000"),
        ecap(0x150, VSEC, 0x160, "34120000"), ecap(0x160, VSEC, 0x170, "34127000"),
        ecap(0x170, VSEC, 0, "3412000c"),
        map="100-11f=0b 140=0b 160-166=0b 170-22f=0b", hidden="150:000b:empty")

express("extended-dvsec", "DVSEC: hidden before 6.4, then as long as its own length says",
        ecap(0x100, LTR, 0x110), ecap(0x110, DVSEC, 0x140, "98108002"),
        ecap(0x140, DVSEC, 0x160, "98100000"), ecap(0x160, DVSEC, 0, "98101001"),
        map="100-107=18", map_612="100-107=18 110-137=23 160-170=23",
        hidden="110:0023:not-virtualized 140:0023:not-virtualized 160:0023:not-virtualized",
        hidden_612="140:0023:empty")

# --- A hidden first extended capability ------------------------------------------------------------

for number, reason in ((0x001B, "not-virtualized"), (0x010B, "unknown"), (0x0123, "unknown"),
                       (0x01FE, "unknown"), (0x01FF, "unknown"), (0x0100, "unknown"),
                       (0x00FE, "unknown"), (0x1001, "unknown")):
    express("hidden-first-%04x" % number, "the first extended capability is hidden: a placeholder",
            ecap(0x100, number, 0x140), ecap(0x140, AER, 0),
            map=("" if number & 0xFF == 0xFF else "100-103=%02x " % (number & 0xFF)) + "140-16b=01",
            hidden="100:%04x:%s" % (number, reason))

express("hidden-first-vsec", "an empty first vendor-specific capability: a placeholder of value 0b",
        ecap(0x100, VSEC, 0x140, "34120000"), ecap(0x140, AER, 0),
        map="100-103=0b 140-16b=01", hidden="100:000b:empty")

express("hidden-first-dvsec", "a first DVSEC: a placeholder before 6.4",
        ecap(0x100, DVSEC, 0x140, "98100003"), ecap(0x140, AER, 0),
        map="100-103=23 140-16b=01", map_612="100-12f=23 140-16b=01",
        hidden="100:0023:not-virtualized", hidden_612="")

express("hidden-first-alone", "nothing but a hidden one: the placeholder stays",
        ecap(0x100, PASID, 0), map="100-103=1b", hidden="100:001b:not-virtualized")

express("hidden-first-unknown-to-6.1", "an ID that only a later kernel's table has",
        ecap(0x100, 0x30, 0x140), ecap(0x140, AER, 0),
        map="100-103=30 140-16b=01", hidden="100:0030:unknown", hidden_73="100:0030:not-virtualized")

# --- Extended chains -------------------------------------------------------------------------------

express("extended-loop", "an extended chain that comes back",
        ecap(0x100, AER, 0x140), ecap(0x140, DSN, 0x100),
        map="100-12b=01 140-14b=03", warnings="chain-loop@100")

express("extended-loop-behind-hidden", "a loop behind a placeholder",
        ecap(0x100, PASID, 0x140), ecap(0x140, 0x1F, 0x150), ecap(0x150, DSN, 0x140),
        map="100-103=1b 150-15b=03", hidden="100:001b:not-virtualized 140:001f:not-virtualized",
        warnings="chain-loop@140")

express("extended-overlap", "an extended capability inside another",
        ecap(0x100, VSEC, 0x120, "34120008"), ecap(0x120, AER, 0),
        map="100-11f=0b 120-14b=01 14c-17f=0b", warnings="overlap@120")

express("extended-without-room", "an extended capability 4 bytes in front of the next",
        ecap(0x100, DSN, 0x140), ecap(0x140, LTR, 0x144), ecap(0x144, LTR, 0),
        map="100-10b=03 140-14b=18", warnings="overlap@144")

express("extended-backwards", "a chain that runs backwards",
        ecap(0x100, DSN, 0x300), ecap(0x300, AER, 0x200), ecap(0x200, LTR, 0),
        map="100-10b=03 200-207=18 300-32b=01")

express("extended-pointer-bits", "the lower two bits of a next pointer do not count",
        ecap(0x100, DSN, 0x143), ecap(0x140, LTR, 0xFF), ecap(0xFC, AER, 0),
        map="100-10b=03 140-147=18")

express("extended-same-id-neighbours", "two of one ID without a gap",
        ecap(0x100, VSEC, 0x110, "34120001"), ecap(0x110, VSEC, 0, "34120001"),
        map="100-11f=0b")

express("extended-last-bytes", "a capability that ends with the last byte",
        ecap(0x100, DSN, 0xFF8), ecap(0xFF8, LTR, 0), map="100-10b=03 ff8-fff=18")

express("extended-hidden-ffc", "a hidden one at ffc: only its header is read",
        ecap(0x100, DSN, 0xFFC), ecap(0xFFC, PASID, 0),
        map="100-10b=03", hidden="ffc:001b:not-virtualized")

express("extended-past-end", "a body past the end: the kernel cannot open it",
        ecap(0x100, DSN, 0xFF8), ecap(0xFF8, DSN, 0), fails="init-fails")

express("extended-past-end-by-length", "a length field that leads past the end",
        ecap(0x100, DSN, 0xF00), ecap(0xF00, VSEC, 0, "3412f0ff"), fails="init-fails")

express("extended-vc-ffc", "a VC capability at ffc: its length lies past the end",
        ecap(0x100, DSN, 0xFFC), ecap(0xFFC, VC, 0), fails="init-fails")

express("extended-vsec-ffc", "a vendor-specific capability at ffc: its length lies past the end",
        ecap(0x100, DSN, 0xFFC), ecap(0xFFC, VSEC, 0), fails="init-fails")

function("standard-crosses-100", "a standard capability reaches into extended space",
         header(), cap(0x40, EXP, 0xF0, "0200"), cap(0xF0, VNDR, 0, "40"), ecap(0x100, DSN, 0),
         size=4096,
         map="40-71=10 f0-ff=09 100-10b=03 10c-12f=09",
         map_612="40-73=10 f0-ff=09 100-10b=03 10c-12f=09",
         warnings="capability-crosses-100@f0 overlap@100")

function("standard-next-in-extended", "at ff the next pointer stands in extended space",
         header(first=0xFF), at(0xFF, "01"), at(0x100, "40"), cap(0x40, MSIX, 0), size=4096,
         map="40-4b=11 ff-106=01",
         warnings="capability-crosses-100@ff")

# --- Kinds of devices ------------------------------------------------------------------------------

for kind, about in ((0x01, "a bridge"), (0x81, "a bridge with more functions")):
    function("header-type-%02x" % kind, about, header(kind=kind, code=0x060400),
             cap(0x40, EXP, 0, "4100"), map="40-53=10", warnings="header-type@e")

function("header-type-02", "a CardBus bridge: the PCI core's chain begins at 14",
         header(kind=0x02, code=0x060700), at(0x14, "60"), cap(0x40, EXP, 0, "9100"),
         cap(0x60, EXP, 0, "0100"), map="40-53=10", warnings="header-type@e")

function("header-type-7f", "an unknown header type: the PCI core looks for nothing",
         header(kind=0x7F), cap(0x40, EXP, 0, "9100"),
         map="40-71=10", map_612="40-73=10", warnings="header-type@e")

function("multifunction", "the multifunction bit is no header type",
         header(kind=0x80), cap(0x40, EXP, 0, "9100"), map="40-4b=10")

VF = header(vendor=0xFFFF, device=0xFFFF, code=0x010802)
VF_CHAIN = {**cap(0x40, EXP, 0, "0200"), **ecap(0x100, ARI, 0x110), **ecap(0x110, ACS, 0)}

function("vf", "a VF: its IDs read ffff", VF, VF_CHAIN, size=4096,
         ids=" Non-Volatile memory controller: Illegal Vendor ID Device ffff (rev 01)",
         map="40-71=10 100-107=0e 110-117=0d", map_612="40-73=10 100-107=0e 110-117=0d",
         warnings="vf-assumed")

function("vf-with-ids", "a VF whose IDs stand in the slot line, as lspci -n writes it",
         VF, VF_CHAIN, size=4096, ids=" 0108: 1b36:0010 (rev 02)",
         map="40-71=10 100-107=0e 110-117=0d", map_612="40-73=10 100-107=0e 110-117=0d",
         warnings="vf-assumed")

for code, name in ((0x030000, "vga"), (0x038000, "display")):
    inferred = "fc-ff=fe"
    before = inferred if name == "vga" else ""
    function("intel-" + name, "an Intel device of class %06x with an OpRegion pointer" % code,
             header(vendor=0x8086, device=0x3E92, code=code), cap(0x40, PM, 0), at(0xFC, "18d0a17b"),
             map=("40-47=01 " + before).strip(), map_73="40-47=01 " + inferred)
    function("intel-%s-no-opregion" % name, "no pointer at fc: none is made",
             header(vendor=0x8086, device=0x3E92, code=code), cap(0x40, PM, 0),
             map="40-47=01")

function("intel-vga-pointer-ff", "a pointer of ffffffff is none",
         header(vendor=0x8086, device=0x3E92, code=0x030000), at(0xFC, "ffffffff"),
         cap(0x40, PM, 0), map="40-47=01")

function("intel-vga-over-capability", "the OpRegion pointer lies over a capability",
         header(vendor=0x8086, device=0x3E92, code=0x030000), cap(0x40, PM, 0xF8),
         cap(0xF8, VNDR, 0, "0812345678"), map="40-47=01 f8-fb=09 fc-ff=fe")

function("intel-network", "an Intel device of another class has no OpRegion",
         header(vendor=0x8086, device=0x10D3, code=0x020000), cap(0x40, PM, 0),
         at(0xFC, "18d0a17b"), map="40-47=01")

function("other-vga", "a VGA device of somebody else has no OpRegion",
         header(vendor=0x1002, device=0x67DF, code=0x030000), cap(0x40, PM, 0),
         at(0xFC, "18d0a17b"), map="40-47=01")

# --- What VMMs take out or make their own -----------------------------------------------------------


def rebar(*sizes):
    """The body of a Resizable BAR capability: a BAR for each size code, which is set."""
    return "".join("f0ffff0f" + "%02x%02x0000" % (i | len(sizes) << 5, size)
                   for i, size in enumerate(sizes))


for size, about in ((0x00, "1 MB"), (0x0D, "8 GB"), (0x14, "1 TB, which QEMU keeps from 10.1 on"),
                    (0x1B, "128 TB, the greatest that QEMU keeps"),
                    (0x1C, "a code that no size has")):
    express("rebar-%02x" % size, "Resizable BAR set to size code %x: %s" % (size, about),
            ecap(0x100, AER, 0x140), ecap(0x140, REBAR, 0x180, rebar(size)), ecap(0x180, DSN, 0),
            map="100-12b=01 140-14b=15 180-18b=03")

express("rebar-second-wrong", "Resizable BAR of two, of which the second has no size",
        ecap(0x100, REBAR, 0x140, rebar(0x05, 0x1F)), ecap(0x140, DSN, 0),
        map="100-113=15 140-14b=03")

SRIOV_BODY = ("00000000" "00000000" "08000800" "00000000" "08000100" "00000500" "53050000" "01000000"
              "0c00f0d0" "01000000")

express("sriov-first", "SR-IOV is the first extended capability",
        ecap(0x100, SRIOV, 0x140, SRIOV_BODY), ecap(0x140, AER, 0), map="100-13f=10 140-16b=01")

express("sriov-last", "SR-IOV is the last one",
        ecap(0x100, AER, 0x140), ecap(0x140, SRIOV, 0, SRIOV_BODY), map="100-12b=01 140-17f=10")

express("sriov-alone", "SR-IOV is the only one",
        ecap(0x100, SRIOV, 0, SRIOV_BODY), map="100-13f=10")

express("ari-first", "ARI is the first extended capability",
        ecap(0x100, ARI, 0x110, "00010000"), ecap(0x110, AER, 0), map="100-107=0e 110-13b=01")

express("ari-last", "ARI is the last one",
        ecap(0x100, AER, 0x140), ecap(0x140, ARI, 0, "00010000"), map="100-12b=01 140-147=0e")

express("ari-alone", "ARI is the only one", ecap(0x100, ARI, 0, "00010000"), map="100-107=0e")

express("sriov-ari-rebar", "all that VMMs take out, with what they keep between",
        ecap(0x100, ARI, 0x110), ecap(0x110, SRIOV, 0x150, SRIOV_BODY), ecap(0x150, AER, 0x180),
        ecap(0x180, REBAR, 0x190, rebar(0x08)), ecap(0x190, ARI, 0x1A0), ecap(0x1A0, DSN, 0),
        map="100-107=0e 110-14f=10 150-17b=01 180-18b=15 190-197=0e 1a0-1ab=03")

function("extended-without-chain", "extended space behind no chain of standard capabilities",
         header(first=0), ecap(0x100, SRIOV, 0x140, SRIOV_BODY), ecap(0x140, AER, 0), size=4096, map="")

express("power-sriov", "power management beside SR-IOV and ARI, which cloud-hypervisor wants to see",
        cap(0x40, EXP, 0x80, "0200"), cap(0x80, PM, 0), ecap(0x100, SRIOV, 0x140, SRIOV_BODY),
        ecap(0x140, ARI, 0x150), ecap(0x150, DSN, 0),
        map="80-87=01 100-13f=10 140-147=0e 150-15b=03")

express("pasid-at-the-end", "a PASID capability ends the chain at ff8, where VMMs put their own",
        ecap(0x100, AER, 0xFF8), ecap(0xFF8, PASID, 0, "04140000"),
        map="100-12b=01", hidden="ff8:001b:not-virtualized")

express("end-taken", "the last 8 bytes are another capability's",
        ecap(0x100, AER, 0xFF8), ecap(0xFF8, LTR, 0, "01000100"), map="100-12b=01 ff8-fff=18")

function("interrupts-enabled", "MSI and MSI-X as a driver left them: enabled, with addresses",
         header(), at(0x04, "0704"), at(0x10, "000000fe"),
         cap(0x40, MSI, 0x60, "81010000e0fe00000000224300000f0f0f0f"),
         cap(0x60, MSIX, 0, "0fc0000800000018" "0000"),
         map="40-57=05 60-6b=11")

function("msi-too-many", "MSI of 64 vectors, which none can have", header(), cap(0x40, MSI, 0, "8c00"),
         map="40-4d=05")

function("msix-in-no-bar", "MSI-X in a BAR that is not there", header(), at(0x10, "000000fe"),
         cap(0x40, MSIX, 0, "0300070000000f000000"), map="40-4b=11")

function("link-over-next", "PCI Express whose second link lies over the next capability",
         header(), cap(0x40, EXP, 0x70, "02000000000000000000121c07004000421000000000000000000000000000"
                                        "000000000000000000000e0000000300"), cap(0x70, VNDR, 0, "08"),
         map="40-6f=10 70-77=09", map_612="40-6f=10 70-77=09", warnings="overlap@70")

function("vmd", "Intel's VMD, to which QEMU adds a capability with the host's addresses",
         header(vendor=0x8086, device=0x467F, code=0x010400), at(0x18, "0c0000fc010000000c0000fb"),
         cap(0x40, PM, 0), map="40-47=01")

function("nvidia-c8-taken", "NVIDIA graphics whose capability at c8 is MSI-X",
         header(vendor=0x10DE, device=0x2230, code=0x030000), at(0x10, "000000fd"),
         cap(0x40, PM, 0xC8), cap(0xC8, MSIX, 0, "0200000b9000000b0000"),
         map="40-47=01 c8-d3=11")

# --- What a dump can lack --------------------------------------------------------------------------

function("holes", "bytes that lspci could not read are ??",
         header(), cap(0x40, PM, 0x50), cap(0x50, MSIX, 0), size=4096,
         unread=list(range(0x44, 0x46)) + list(range(0x60, 0x68)) + list(range(0x200, 0x210)),
         map="40-47=01 50-5b=11")

function("holes-in-chain", "a length and a pointer that are not shown: the header is there, the chain is cut",
         header(), cap(0x40, PM, 0x50), cap(0x50, VNDR, 0, "08"), size=4096,
         unread=[0x51, 0x52],
         map="40-47=01 50-51=09")

# --- Texts: how a dump can be written ----------------------------------------------------------------

def text(name, about, *functions, style="plain"):
    TEXTS.append(Text(name, about, functions, style))
    for one in functions:  # it has no file of its own
        FUNCTIONS.remove(one)


def simple(name, address, following=0x60, **more):
    """A device for texts: PM and one MSI-X capability whose place tells devices apart."""
    return function(name, "", header(), cap(0x40, PM, following), cap(following, MSIX, 0),
                    address=address, map="40-47=01 %02x-%02x=11" % (following, following + 11),
                    **more)


text("text-crlf", "lines end with CR LF", simple("crlf", "01:00.0"), style="crlf")
text("text-no-newline", "the last line has no end", simple("no-newline", "01:00.0"),
     style="no-newline")
text("text-upper-case", "digits in upper case", simple("upper", "0A:1F.7"), style="upper")
text("text-missing-lines", "lines of the extended space are missing",
     function("missing", "", EXPRESS, ecap(0x100, AER, 0x140), ecap(0x140, DSN, 0), size=4096,
              unread=list(range(0x200, 0x1000)),
              map="40-71=10 100-12b=01 140-14b=03",
              map_612="40-73=10 100-12b=01 140-14b=03"), style="skip")
text("text-verbose", "what -v writes, with very long lines, between the bytes",
     simple("verbose-1", "01:00.0"), simple("verbose-2", "02:00.0", 0x70), style="verbose")
text("text-several", "several devices, not sorted by address",
     simple("several-1", "02:00.0", 0x80), simple("several-2", "0000:01:00.1", 0x70),
     simple("several-3", "01:00.0"), simple("several-4", "0001:00:00.0", 0x90))
text("text-duplicates", "an address twice: both are kept, in their order",
     simple("duplicate-1", "01:00.0", 0x90, warnings="duplicate-address"),
     simple("duplicate-2", "00:01.0"),
     simple("duplicate-3", "01:00.0", 0x50, warnings="duplicate-address"))
text("text-domains", "domains of four to eight digits",
     simple("domain-8", "ffffffff:ff:1f.7", 0x90), simple("domain-7", "1234567:01:00.0", 0x80),
     simple("domain-5", "10000:01:00.0", 0x70), simple("domain-4", "ffff:01:00.0", 0x60),
     simple("domain-6", "00abcd:01:00.0", 0x50))
text("text-short", "64 bytes: what a user who is not root can read",
     function("short", "", header(), size=256, unread=range(64, 256), fails="short"),
     style="skip")
text("text-short-and-whole", "a short device does not keep the others from being mapped",
     function("short-2", "", header(), unread=range(64, 256), fails="short"),
     simple("whole", "02:00.0"), style="skip")
