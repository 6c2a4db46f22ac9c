#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""peak.py COUNT ROWS COMMAND...: prints the peak of memory in kB of a command that reads COUNT
devices from standard input, each with the rows of the file ROWS."""
import resource
import subprocess
import sys

count, rows, command = int(sys.argv[1]), open(sys.argv[2], encoding="ascii").read(), sys.argv[3:]
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as run:
    for i in range(count):
        run.stdin.write(f"{i >> 8:02x}:{i >> 3 & 31:02x}.{i & 7} 0200\n{rows}\n".encode())
    run.stdin.close()
    if run.wait() != 0:
        sys.exit(f"{command}: status {run.returncode}")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
