#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Runs a program on a terminal, waits for the first thing that it prints there, and then reads no
more: a program with much to say waits for its terminal. Prints how it ended, and what it said on
standard error, which is a pipe.

  hangup.py interrupt PROGRAM ARGUMENT...   Ctrl-C is typed
  hangup.py hangup PROGRAM ARGUMENT...      the terminal that the program belongs to is closed
  hangup.py close PROGRAM ARGUMENT...       a terminal that is only its standard output is closed
"""

import fcntl
import os
import pty
import select
import sys
import termios

LIMIT = 60  # seconds


def start(words, controls, stderr):
    """The program's process and the master of its terminal."""
    master, slave = pty.openpty()
    child = os.fork()
    if child == 0:
        os.setsid()
        if controls:
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for stream in (0, 1):
            os.dup2(slave, stream)
        os.dup2(stderr, 2)
        os.close(slave)
        os.close(master)
        os.execv(words[0], words)
    os.close(slave)
    return child, master


def ready(descriptor):
    """Waits until there is something to read."""
    if not select.select([descriptor], [], [], LIMIT)[0]:
        sys.exit("nothing came in %d seconds" % LIMIT)


def main():
    what, words = sys.argv[1], sys.argv[2:]
    error, stderr = os.pipe()
    child, master = start(words, what != "close", stderr)
    os.close(stderr)
    ready(master)
    if what == "interrupt":
        os.write(master, b"\x03")
    else:
        os.close(master)
    text = b""
    part = None
    while part != b"":
        ready(error)
        part = os.read(error, 65536)
        text += part
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print("exit %d" % status if status >= 0 else "signal %d" % -status)
    print(text.decode(), end="")


main()
