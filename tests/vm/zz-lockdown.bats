#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A kernel that is locked down. A machine cannot leave lockdown, so this file is the last one,
# and each test continues after the one before.

load helper

nic=0000:01:00.0
lockdown=/sys/kernel/security/lockdown

# lock_down LEVEL
lock_down()
{
	[[ -d /sys/kernel/security ]] || skip "the kernel has no security modules"
	[[ -e $lockdown ]] || mount -t securityfs none /sys/kernel/security
	[[ -e $lockdown ]] || skip "the kernel cannot be locked down"
	[[ $(<$lockdown) == *"[$1]"* ]] || echo "$1" >$lockdown
}

@test "lockdown=integrity: verify and the kernel's own map work" {
	lock_down integrity
	run -0 --separate-stderr tool verify -o jsonl $nic
	[[ $output == *'"verdict":"verified",'* ]]
	maps -k kernel $nic
}

@test "lockdown=confidentiality: verify has a message and opens no device" {
	lock_down confidentiality
	type strace >/dev/null || skip "strace is not installed"
	run -3 --separate-stderr strace -f --seccomp-bpf -qq -o "$BATS_TEST_TMPDIR/calls" \
		-e trace=openat vfio-cfgtool -n verify -o jsonl $nic
	judge_error unsupported "$output" "$stderr"
	[ "$message" = "the running kernel cannot be asked: it is locked down (confidentiality), so BPF may not read its memory" ]
	[[ $hint == *"lockdown=integrity"* ]]
	run -1 grep -E '"/dev/(vfio/|iommu)' "$BATS_TEST_TMPDIR/calls"
}

@test "lockdown=confidentiality: a trace says so and does not begin" {
	lock_down confidentiality
	run -3 --separate-stderr tool trace --duration=1
	[[ $stderr == *"it is locked down (confidentiality), so BPF may not read its memory"* ]]
}

@test "lockdown=confidentiality: a message names it as a possible cause if it cannot be seen" {
	lock_down confidentiality
	umount /sys/kernel/security
	run --separate-stderr tool verify -o jsonl $nic
	mount -t securityfs none /sys/kernel/security
	[ "$status" = 3 ]
	[[ $output == *'"code":"unsupported","message":"the running kernel cannot be asked: it refuses the BPF program ('*'locked down to confidentiality)"'* ]]
}

@test "lockdown=confidentiality: a prediction works as before" {
	lock_down confidentiality
	maps --source=vfio $nic
	maps --source=sysfs $nic
}
