#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests that hidden characters of a capture reach no output: hidden.py PROGRAM CAPTURE SOURCE

Puts them into each key of the capture (SOURCE, capture.c, has the keys), into the file's
name, a policy file's name and its rules, and runs every command with every format. Both
outputs may have only line ends and visible characters. JSON keeps the others as escapes.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

EVIL = [b"\x1b[2J", b"\x1b]0;t\x07", b"\x9b31m", b"\xc2\x9b31m", b"\x7f\x08", b"\r\x0b\x0c",
        "\u202e\u2066".encode(), "\u200b\u200f\ufeff".encode(), b"\xff\xc0\xaf", "\U000e0041".encode()]
FORMATS = {
    "map": ["table", "grid", "hex", "json", "jsonl"],
    "map --free": ["table"],
    "policy": ["table", "json", "jsonl", "policy"],
    "explain COMMAND": ["text", "json", "jsonl", "rows"],
    "read 00-0f": ["text", "json"],
    "check -e deny\xa0raw\xa000-ff": ["table", "json", "tap"],
    "lint": ["table", "json", "jsonl", "tap"],
    "diff --rules=5.10 --rules=6.12": ["table", "json", "jsonl"],
    "list": ["table", "json", "jsonl"],
    "list --columns=address,driver,holder,name --groups": ["table"],
    "info": ["table", "json", "jsonl"],
    "capture": ["text"],
}
SAMPLE = int(os.environ.get("SAMPLE", "1"))      # every SAMPLEth command and format
wrong = []
runs = 0
turn = 0


def hidden(text):
    """The first character that must not be printed, or None."""
    for character in text:
        if character != "\n" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp"):
            return character
    return None


def judge(name, data):
    try:
        character = hidden(data.decode())
    except UnicodeDecodeError as error:
        wrong.append(f"{name}: not UTF-8: {data[error.start - 20:error.end + 20]!r}")
        return
    if character is not None:
        wrong.append(f"{name}: prints {character!r}")


def run(program, words, what):
    global runs
    runs += 1
    result = subprocess.run([program, *words], capture_output=True, stdin=subprocess.DEVNULL)
    name = f"{what}: {' '.join(os.fsdecode(word) for word in words)!r}"
    judge(name + " (output)", result.stdout)
    judge(name + " (errors)", result.stderr)
    if result.returncode not in (0, 1, 2, 3):
        wrong.append(f"{name}: status {result.returncode}")
    return result


def every_format(program, file, what, more=()):
    global turn
    for command, formats in FORMATS.items():
        for form in formats:
            turn += 1
            if turn % SAMPLE:
                continue
            words = [word.replace("\xa0", " ") for word in command.split(" ")]
            result = run(program, [*words, "-o", form, "-F", file, *more], what)
            if form == "json" and result.stdout:
                json.loads(result.stdout)


def capture_with(lines, key, value):
    """The capture with a key's value replaced, or with the key added."""
    new = b"# " + key + b" " + value + b"\n"
    found = [i for i, line in enumerate(lines) if line.startswith(b"# " + key + b" ")]
    if found:
        return lines[:found[0]] + [new] + lines[found[0] + 1:]
    end = next(i for i, line in enumerate(lines) if line.startswith(b"# open"))
    return lines[:end] + [new] + lines[end:]


def main(program, capture, source):
    lines = open(capture, "rb").readlines()
    table = re.search(r"keys\[\] = \{(.*?)\n\};", open(source).read(), re.S).group(1)
    keys = [key.encode() for key in re.findall(r'\{ "([a-z-]+)"', table)]
    assert len(keys) > 20, keys
    with tempfile.TemporaryDirectory() as directory:
        file = os.path.join(directory, "capture").encode()
        for key in keys:
            old = next((line[len(key) + 3:-1] for line in lines
                        if line.startswith(b"# " + key + b" ")), b"x")
            for evil in EVIL if key == b"note" else [b"".join(EVIL)]:
                with open(file, "wb") as out:
                    out.writelines(capture_with(lines, key, old[:100] + evil + b"z"))
                every_format(program, file, "key " + key.decode())
        names(program, lines, directory)
    print(f"{runs} runs")
    for line in wrong[:20]:
        print(line)
    return 1 if wrong else 0


def names(program, lines, directory):
    """Names of files, and rules in a policy file."""
    evil = b"".join(EVIL).replace(b"/", b"")
    file = os.path.join(os.fsencode(directory), b"dump" + evil)
    rules = os.path.join(os.fsencode(directory), b"rules" + evil)
    with open(file, "wb") as out:
        out.writelines(lines)
    every_format(program, file, "file name")
    run(program, ["diff", file, file + b"@0000:01:00.0"], "file name")
    run(program, ["map", "-F", file, "00:1f.0"], "file name")
    run(program, ["map", "-F", file + b"missing"], "file name")
    with open(rules, "wb") as out:
        out.write(b"format 1\nvisible CAP_MSIX # " + evil.replace(b"\r", b"") + b"\ndeny raw 00-ff\n")
    for form in FORMATS["check -e deny\xa0raw\xa000-ff"]:
        run(program, ["check", "-v", "-o", form, "-F", file, rules], "rules")
    with open(rules, "wb") as out:
        out.write(b"format 1\n" + evil + b"\nvisible " + evil + b"\n")
    run(program, ["check", "-F", file, rules], "rules")
    for option in ("-F", "-o", "-k", "-s", "-d", "--require", "--columns", "--ignore", "-e", "--vf-id"):
        run(program, ["map", option, evil], "option")
        run(program, ["list", option, evil, "-F", file], "option")
    run(program, [evil], "command")
    run(program, ["__complete", b"map", b"-F", file, evil], "completion")


sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3]))
