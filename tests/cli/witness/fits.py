#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Runs a program on terminals of several widths: no line is longer than the terminal, unless it is one
word, and no word is broken. Each line of standard input is one call: its arguments.

  fits.py PROGRAM COLUMNS... <CALLS
"""

import re
import sys

sys.dont_write_bytecode = True  # the tree may be read-only

import terminal

WIDE = 5000


def shown(columns, words):
    """The program's output on both streams on a terminal, without colour."""
    text, _ = terminal.run(columns, words, [1, 2])
    return re.sub(r"\x1b\[[0-9;]*[mK]", "", text.decode())


def wrong(columns, words, known):
    """The lines that do not fit, and words that are not in the output of a wide terminal."""
    text = shown(columns, words)
    for line in text.split("\n"):
        if len(line) > columns and len(line.split()) > 1:
            yield f"too long: {line}"
    for word in text.split():
        # paragraphs have headings in lower case; a shortened name ends with ~;
        # a grid with 8 bytes a row has other rows and counts
        if word.lower() in known or word.endswith("~"):
            continue
        if "grid" in words and re.fullmatch(r"[0-9a-f]+:?", word):
            continue
        yield f"broken: {word}"


def main():
    failures = 0
    for call in sys.stdin:
        words = [sys.argv[1]] + call.split()
        known = set(shown(WIDE, words).lower().split())
        for columns in sys.argv[2:]:
            for fault in wrong(int(columns), words, known):
                print(f"{columns} columns: {call.strip()}: {fault}")
                failures += 1
    sys.exit(failures != 0)


main()
