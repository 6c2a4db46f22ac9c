#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Compares the model of a source tree with records of what kernels held (made by
tests/vm/truth/run --record=FILE), without a kernel: in well under a second. Says
what differs; exit status 1 if anything does.
"""

import argparse
import glob
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "..", "..", "..")
sys.path[:0] = [HERE, os.path.join(HERE, "..", "tools")]
sys.dont_write_bytecode = True

import truth


class BuildFailed(Exception):
    """The tree does not compile."""


class Crashed(Exception):
    """The program ended by a signal, or did not end."""


def sources(source):
    """The files of a directory src that the program consists of."""
    return [*sorted(glob.glob(source + "/model/**/*.c", recursive=True)),
            *sorted(glob.glob(source + "/base/*.c")), HERE + "/replay.c"]


def compile_c(source, arguments, compiler=("gcc",)):
    run = subprocess.run([*compiler, "-std=c11", "-D_GNU_SOURCE", "-w", "-O1", "-I" + source,
                          '-DVERSION="none"', *arguments],
                         capture_output=True, text=True, check=False)
    if run.returncode:
        raise BuildFailed(run.stderr)


def read_records(path):
    """(rules, release, text) of each kernel in a file."""
    with open(path) as file:
        return [truth.unpack(line.strip()) for line in file]


def replay(program, rules, text, emulator=()):
    """(devices, bytes, different, lines that say what)"""
    try:
        run = subprocess.run([*emulator, program, rules], input=text, capture_output=True, check=False,
                             timeout=60)
    except subprocess.TimeoutExpired:
        raise Crashed("no end after a minute") from None
    if run.returncode > 1:
        sys.exit("replay: exit status %d: %s" % (run.returncode, run.stderr.decode()))
    if run.returncode < 0:
        raise Crashed("signal %d" % -run.returncode)
    *lines, sums = run.stdout.decode(errors="replace").splitlines()
    return (*map(int, sums.split()), lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="+", metavar="FILE", help="records")
    parser.add_argument("--source", default=os.path.join(TOP, "src"), metavar="DIRECTORY",
                        help="the src of the tree (default: this one's)")
    parser.add_argument("--compiler", default="gcc", metavar="COMMAND",
                        help="of another architecture")
    parser.add_argument("--emulator", default="", metavar="COMMAND", help="of its processor")
    parser.add_argument("-k", "--rules", metavar="RULES",
                        help="other rules than the kernel's own; those begin with a comma: "
                        "switches that are changed of its own")
    options = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as work:
        program = work + "/replay"
        compile_c(options.source, ["-o", program, *sources(options.source)],
                  options.compiler.split())
        for path in options.file:
            for rules, release, text in read_records(path):
                changed = options.rules or ""
                rules = rules + changed if changed[:1] in (",", "") else changed
                devices, size, different, lines = replay(program, rules, text,
                                                          options.emulator.split())
                for line in lines:
                    print("  " + line)
                print("%s, rules %s: %d devices, %d bytes, %d different"
                      % (release, rules, devices, size, different))
                wrong += different
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
