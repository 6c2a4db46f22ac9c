# SPDX-License-Identifier: GPL-2.0-or-later
"""
A device that exists only as bytes, served to a VMM over the vfio-user protocol.

The server answers what a VMM asks of VFIO: the regions, the interrupts, reads and
writes of configuration space. QEMU's vfio-user-pci runs the same code on it as its
vfio-pci runs on the kernel's device, so no kernel and no root is needed.
"""

import array
import contextlib
import json
import os
import socket
import struct
import threading

# Commands of the vfio-user protocol, version 0.0
VERSION, DMA_MAP, DMA_UNMAP, DEVICE_GET_INFO, REGION_INFO = 1, 2, 3, 4, 5
IRQ_INFO, SET_IRQS, REGION_READ, REGION_WRITE, RESET = 7, 8, 9, 10, 13
REPLY, NO_REPLY, ERROR = 1, 0x10, 0x20
EINVAL = 22

# linux/vfio.h
REGIONS, ROM_REGION, CONFIG_REGION, IRQS = 9, 6, 7, 5
FLAG_RESET, FLAG_PCI = 1, 2
READ, WRITE = 1, 2
IRQ_EVENTFD, IRQ_MASKABLE, IRQ_AUTOMASKED, IRQ_NORESIZE = 1, 2, 4, 8

BARS, ROM, PIN = 0x10, 0x30, 0x3D


class Device:
    """What is served: the user view, which bits a write changes, and the regions' sizes."""

    def __init__(self, user, writable, regions):
        self.bytes = bytearray(user)
        self.writable = bytes(writable)
        self.regions = dict(regions)    # index of a BAR or of the ROM: bytes
        self.writes = []                # (offset, bytes) of configuration space, in order

    def region(self, index):
        """Size and flags of a region."""
        if index == CONFIG_REGION:
            return len(self.bytes), READ | WRITE
        size = self.regions.get(index, 0)
        return size, (READ if index == ROM_REGION else READ | WRITE) if size else 0

    def interrupts(self, index):
        """Number and flags of the interrupts of an index of linux/vfio.h."""
        if index == 0:
            return int(self.bytes[PIN] != 0), IRQ_EVENTFD | IRQ_MASKABLE | IRQ_AUTOMASKED
        return (32, 2048, 1, 1)[index - 1], IRQ_EVENTFD | IRQ_NORESIZE

    def read(self, offset, count):
        return bytes(self.bytes[offset:offset + count])

    def write(self, offset, data):
        self.writes.append((offset, data))
        for i, value in enumerate(data, offset):
            mask = self.writable[i]
            self.bytes[i] = self.bytes[i] & ~mask | value & mask
        if offset < ROM + 4 and offset + len(data) > ROM:
            self.fit_rom()

    def flip(self):
        """Turns each bit over, behind the client's back."""
        self.bytes[:] = bytes(byte ^ 0xFF for byte in self.bytes)

    def fit_rom(self):
        """A ROM's address is a multiple of its size."""
        size = self.regions.get(ROM_REGION, 0)
        value = int.from_bytes(self.bytes[ROM:ROM + 4], "little")
        value = value & (~(size - 1) | 1) if size else 0
        self.bytes[ROM:ROM + 4] = (value & 0xFFFFFFFF).to_bytes(4, "little")


class Server:
    """Serves one device to one client on a UNIX socket, in a thread of its own."""

    def __init__(self, device, path):
        self.device = device
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(1)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()

    def serve(self):
        try:
            connection, _ = self.listener.accept()
        except OSError:
            return      # closed before a client came
        with connection, contextlib.suppress(ConnectionError):
            while self.answer(connection):
                pass

    def answer(self, connection):
        """Answers one message; False at the end of the connection."""
        header = receive(connection, 16)
        if header is None:
            return False
        number, command, size, flags, _ = struct.unpack("<HHIII", header)
        body = receive(connection, size - 16)
        if body is None:
            return False
        reply = self.reply(command, body)
        if not flags & NO_REPLY:
            failed = reply is None
            reply = reply or b""
            connection.sendall(struct.pack("<HHIII", number, command, 16 + len(reply),
                                           REPLY | (ERROR if failed else 0),
                                           EINVAL if failed else 0) + reply)
        return True

    def reply(self, command, body):
        """The reply's body; None: an error."""
        device = self.device
        if command == VERSION:
            capabilities = {"capabilities": {"max_msg_fds": 8, "max_data_xfer_size": 1 << 20}}
            return struct.pack("<HH", 0, 0) + json.dumps(capabilities).encode() + b"\0"
        if command == DEVICE_GET_INFO:
            return struct.pack("<IIII", 16, FLAG_RESET | FLAG_PCI, REGIONS, IRQS)
        if command == REGION_INFO:
            index = struct.unpack_from("<I", body, 8)[0]
            size, flags = device.region(index)
            return struct.pack("<IIIIQQ", 32, flags, index, 0, size, 0)
        if command == IRQ_INFO:
            index = struct.unpack_from("<I", body, 8)[0]
            if index >= IRQS:
                return None
            count, flags = device.interrupts(index)
            return struct.pack("<IIII", 16, flags, index, count)
        if command == REGION_READ:
            offset, region, count = struct.unpack_from("<QII", body)
            data = device.read(offset, count) if region == CONFIG_REGION else bytes(count)
            return struct.pack("<QII", offset, region, count) + data
        if command == REGION_WRITE:
            offset, region, count = struct.unpack_from("<QII", body)
            if region == CONFIG_REGION:
                device.write(offset, body[16:16 + count])
            return body[:16]
        if command == DMA_UNMAP:
            return body
        return b"" if command in (DMA_MAP, SET_IRQS, RESET) else None


def receive(connection, count):
    """Reads count bytes; None at the end. Descriptors that come along are closed."""
    data = b""
    while len(data) < count:
        part, ancillary, _, _ = connection.recvmsg(count - len(data), socket.CMSG_SPACE(4 * 8))
        for level, kind, content in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                descriptors = array.array("i")
                descriptors.frombytes(content[:len(content) // 4 * 4])
                for descriptor in descriptors:
                    os.close(descriptor)
        if not part:
            return None
        data += part
    return data
