#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The guest view through hardware, kernel and the machine's QEMU, which runs no guest.
# tests/guest/run-live has more devices, buses and versions.

load helper

@test "a guest of the real QEMU reads the predicted bytes of six devices" {
	type qemu-system-x86_64 >/dev/null || skip "QEMU is not installed"
	run -0 "$BATS_TEST_DIRNAME/../guest/live" 0000:01:00.0 0000:02:00.0 0000:03:00.0 \
		0000:04:00.0 0000:05:00.0 0000:00:06.0
	[ "$(grep -c '^ok .*: built$' <<<"$output")" = 6 ]
	[[ $output == *": 6 devices, 24576 bytes"* ]]
}
