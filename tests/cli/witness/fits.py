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
    """What the program writes on both streams on a terminal, without colour."""
    text, _ = terminal.run(columns, words, [1, 2])
    return re.sub(r"\x1b\[[0-9;]*[mK]", "", text.decode())


def wrong(columns, words, known):
    """What does not fit: lines, and words that are none of the wide terminal's."""
    text = shown(columns, words)
    for line in text.split("\n"):
        if len(line) > columns and len(line.split()) > 1:
            yield f"too long: {line}"
    for word in text.split():
        # headings are in small letters in paragraphs; a name that is cut ends with ~;
        # a grid of 8 bytes a row has rows and counts of its own
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
