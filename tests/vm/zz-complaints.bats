#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# After all other files but the one that locks the kernel down.

@test "kernel has not complained about any of the tests" {
	run dmesg
	[[ $output != *"Call Trace"* && $output != *"BUG:"* ]]
}
