#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Runs a program with standard output on a terminal of so many columns, and prints what it wrote.

  terminal.py COLUMNS PROGRAM ARGUMENT...
"""

import fcntl
import os
import pty
import struct
import sys
import termios

master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
child = os.fork()
if child == 0:
    os.dup2(slave, 1)
    os.close(master)
    os.execv(sys.argv[2], sys.argv[2:])
os.close(slave)
while True:
    try:
        part = os.read(master, 65536)
    except OSError:     # the other end is closed
        break
    if not part:
        break
    sys.stdout.buffer.write(part.replace(b"\r\n", b"\n"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
