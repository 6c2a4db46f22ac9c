#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Compares the texts of the source with the program's help.

  hints.py PROGRAM SOURCE

Each text of SOURCE with "vfio-cfgtool COMMAND" in it names a command of the program. Every
option after it, up to the next ";" or ",", is an option of that command.
"""

import pathlib
import re
import subprocess
import sys

LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*')
CALL = re.compile(r"vfio-cfgtool ((?:-[A-Za-z]\S* \S+ )*)([a-z]+)((?: [^;:,]*)?)")
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*|-[A-Za-z])")
WORDS = {"does", "did", "works", "says", "journal", "made"}  # words after the program's name in sentences


def texts(path):
    """All string literals of a file; adjacent ones are joined."""
    for match in LITERAL.finditer(path.read_text()):
        yield "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(0)))


def options(program, command):
    """The options that completion offers for a command."""
    found = set()
    for dashes in ("-", "--"):
        run = subprocess.run([program, "__complete", command, dashes], capture_output=True,
                             text=True, check=True)
        found |= {line.split("\t")[0].rstrip("=").split("=")[0] for line in run.stdout.splitlines()}
    return found


def main():
    program, source = sys.argv[1:]
    run = subprocess.run([program, "__complete", ""], capture_output=True, text=True, check=True)
    commands = {line.split("\t")[0] for line in run.stdout.splitlines()}
    known = {command: options(program, command) for command in commands}
    wrong, seen = [], 0
    for path in sorted(pathlib.Path(source).rglob("*.[ch]")):
        for text in texts(path):
            for before, command, behind in CALL.findall(text):
                if command not in commands:
                    if command not in WORDS:
                        wrong.append("%s: no command %s: %s" % (path, command, text))
                    continue
                seen += 1
                for option in OPTION.findall(before + behind):
                    if option not in known[command]:
                        wrong.append("%s: %s has no %s: %s" % (path, command, option, text))
    print("%d texts name a command" % seen)
    print("\n".join(wrong))
    sys.exit(1 if wrong or seen < 30 else 0)


main()
