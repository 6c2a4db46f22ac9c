# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the virtual machine share: the program, the points of TAP, and dumps."""

import glob
import json
import os
import shutil
import subprocess
import sys
import time

import images
import reference

DUMPS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "dumps")
MOST_WARNINGS = 64	# MAP_WARNINGS of the program: there may be more than it tells


class Progress:
    """Says on standard error what is going on, and how long the step before took."""

    wanted = False
    begin = time.monotonic()

    def __call__(self, text):
        if self.wanted:
            print("%6.1f s  %s" % (time.monotonic() - self.begin, text), file=sys.stderr, flush=True)


progress = Progress()


class Part:
    """The Kth of N parts of a list, as "K/N" says it: machines that run side by side share the list."""

    def __init__(self, text):
        self.number, self.count = map(int, text.split("/"))
        if not 1 <= self.number <= self.count:
            raise ValueError(text)

    def of(self, things):
        return list(things)[self.number - 1::self.count]


class Program:
    """The program under test, where every user can run it: the checkout may be closed."""

    rules = None	# those that each command is to take, or None

    def __init__(self, source=None):
        self.path = "/run/vfio-cfgtool-program"	# the name without it is the directory of journals
        shutil.copy(source or shutil.which("vfio-cfgtool"), self.path)
        os.chmod(self.path, 0o755)

    def run(self, command, *arguments, stdin=None, user=0):
        if self.rules and not any(word.startswith("--rules=") for word in arguments):
            arguments = ("--rules=" + self.rules, *arguments)
        return subprocess.run([self.path, command, "-q", "-n", "-o", "jsonl", *arguments],
                              input=stdin, capture_output=True, text=True, check=False, user=user,
                              group=user, extra_groups=[])

    def text(self, command, *arguments):
        """What a command prints, whose own form is text."""
        return subprocess.run([self.path, command, "-q", "-n", *arguments], capture_output=True,
                              text=True, check=False).stdout

    def records(self, command, *arguments, **options):
        """The records that a command prints, by address, and whether it was content."""
        run = self.run(command, *arguments, **options)
        found = [json.loads(line) for line in run.stdout.splitlines()]
        if not found:
            sys.exit("%s: vfio-cfgtool %s %s: exit status %d: %s"
                     % (os.path.basename(sys.argv[0]), command, " ".join(arguments[:4]),
                        run.returncode, run.stderr))
        return {record["address"]: record for record in found}, run.returncode

    def map(self, *arguments, **options):
        return self.records("map", *arguments, **options)[0]


class Tap:
    """The test points."""

    def __init__(self):
        self.number = self.failed = 0

    def point(self, good, text, diagnostics=()):
        self.number += 1
        self.failed += not good
        print("%s %d - %s" % ("ok" if good else "not ok", self.number, text))
        for line in diagnostics:
            print("# " + line)
        sys.stdout.flush()

    def skip(self, text, why):
        self.number += 1
        print("ok %d - %s # SKIP %s" % (self.number, text, why), flush=True)


def kernel_log(address):
    """What the kernel said of a device last."""
    run = subprocess.run(["dmesg"], capture_output=True, text=True, check=False)
    return [line for line in run.stdout.splitlines() if address in line][-8:]


def hand_made():
    """(name, bytes) of the dumps that can be functions."""
    for path in sorted(glob.glob(DUMPS + "/*/*.txt")):
        name = os.path.basename(path)[:-4]
        with open(path, "rb") as file:
            found = reference.read_dump(file.read())
        for i, device in enumerate(found):
            space = bytes(device.bytes.get(offset, 0xFF) for offset in range(device.size))
            yield name if len(found) == 1 else "%s #%d" % (name, i + 1), space


def harmless(program, made):
    """
    Those images that a kernel can be given: what would make it write past the
    end of its map is left out.
    """
    def address(i):
        return "%04x:%02x:%02x.0" % (i >> 13, i >> 5 & 0xFF, i & 0x1F)

    for size in sorted({len(image.bytes) for image in made}):
        some = [image for image in made if len(image.bytes) == size]
        text = "".join(images.dump("image", address(i), image.bytes)
                       for i, image in enumerate(some))
        # A dump of 256 bytes may be one of a larger device
        whole = ["--size=100"] if size == 0x100 else []
        records = program.map("--all", *whole, "-F", "-", stdin=text)
        for i, image in enumerate(some):
            warnings = records[address(i)]["warnings"]
            codes = [warning["code"] for warning in warnings]
            if len(warnings) < MOST_WARNINGS and "length-past-end" not in codes:
                yield image


def usable_images(program, named):
    """The images of (name, bytes) that a kernel can be given, and a line about the others."""
    named = list(named)
    made = [images.make_image(name, space) for name, space in named if images.is_suitable(space)]
    calm = [image for image in made if not images.hangs_core(image.bytes)]
    good = list(harmless(program, calm))
    return good, ("%d in all; %d cannot be functions with a driver, %d would hang a kernel, "
                  "%d corrupt it" % (len(named), len(named) - len(made), len(made) - len(calm),
                                     len(calm) - len(good)))
