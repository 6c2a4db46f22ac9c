#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Runs a program with standard output on a terminal of COLUMNS columns, and prints its output.

  terminal.py COLUMNS PROGRAM ARGUMENT...
"""

import fcntl
import os
import pty
import struct
import sys
import termios
import threading

END = b"\0"


def run(columns, words, streams):
    """The output of a program to these streams on a terminal, and its exit status."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = os.fork()
    if child == 0:
        for stream in streams:
            os.dup2(slave, stream)
        os.close(master)
        os.execv(words[0], words)
    status = []

    # A closed terminal can lose the last output. So it stays open, and a mark
    # follows what the program wrote.
    def wait():
        status.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        os.write(slave, END)

    waiter = threading.Thread(target=wait)
    waiter.start()
    text = b""
    while not text.endswith(END):
        text += os.read(master, 65536)
    waiter.join()
    os.close(slave)
    os.close(master)
    return text[:-len(END)].replace(b"\r\n", b"\n"), status[0]


def main():
    text, status = run(int(sys.argv[1]), sys.argv[2:], [1])
    sys.stdout.buffer.write(text)
    sys.exit(status)


if __name__ == "__main__":
    main()
