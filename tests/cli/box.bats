#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The box: a call that reads only files gives up its rights first.

load helper

# rights PID: the rights of a process as the kernel reports them, in one line
rights() {
	awk '/^(NoNewPrivs|Seccomp|CapEff|CapPrm):/ { printf "%s%s ", $1, $2 }' "/proc/$1/status"
}

# boxed STATUS WORD...: checks that the program is in the box before it reads standard
# input, and that it ends with this status
boxed() {
	local i pid found status=0 wanted=$1
	shift
	rm -f "$BATS_TEST_TMPDIR/in"
	mkfifo "$BATS_TEST_TMPDIR/in"
	"$PROGRAM" "$@" <"$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/out" 2>&1 &
	pid=$!
	exec 9>"$BATS_TEST_TMPDIR/in"
	for ((i = 0; i < 300; i++)); do
		found=$(rights $pid)
		[[ $found != *Seccomp:2* ]] || break
		sleep 0.1
	done
	cat "$DUMPS/qemu/qemu-e1000e.txt" >&9
	exec 9>&-
	wait $pid || status=$?
	echo "$*: $found, status $status"
	[ "$found" = "CapPrm:0000000000000000 CapEff:0000000000000000 NoNewPrivs:1 Seccomp:2 " ]
	[ "$status" = "$wanted" ]
}

@test "a call on a file has given up its rights before it reads the first byte" {
	not_emulated
	boxed 0 map -F -
	boxed 0 map -F - --to="$BATS_TEST_TMPDIR/file"
	boxed 0 policy -F - -o json COMMAND
	boxed 0 explain -F - COMMAND
	boxed 0 read -F - COMMAND
	boxed 0 lint -F -
	boxed 0 report -F -
	boxed 0 capture -F -
	boxed 0 list -F -
	boxed 3 info -F -
	boxed 1 diff -F - -k 5.10 -k 6.12
	boxed 1 diff - "$DUMPS/qemu/qemu-xhci.txt"
	boxed 0 check -F - -e 'size 1000'
	boxed 0 check -F - "$ROOT/doc/ci/e1000e.policy"
}

@test "in the box nothing is opened, started or connected" {
	need strace
	strace -f -o "$BATS_TEST_TMPDIR/trace" "$PROGRAM" -F "$DUMPS/qemu/qemu-machine.txt" map >/dev/null
	sed '1,/PR_SET_SECCOMP/d' "$BATS_TEST_TMPDIR/trace" >"$BATS_TEST_TMPDIR/inside"
	grep -q 'read(' "$BATS_TEST_TMPDIR/inside"
	no grep -E '(open|openat|openat2|execve|socket|connect|clone|clone3|fork)\(' "$BATS_TEST_TMPDIR/inside"
}

@test "an input that cannot be opened has the same message in the box as outside" {
	need strace
	try 3 map -F "$BATS_TEST_TMPDIR/nothing"
	says "vfio-cfgtool: $BATS_TEST_TMPDIR/nothing: cannot be opened: No such file or directory"
	try 3 check -F "$DUMPS/qemu/qemu-e1000e.txt" "$BATS_TEST_TMPDIR/nothing"
	says "vfio-cfgtool: $BATS_TEST_TMPDIR/nothing: cannot be opened: No such file or directory"
	# a file that is named twice is read twice
	try 0 diff "$DUMPS/qemu/qemu-e1000e.txt" "$DUMPS/qemu/qemu-e1000e.txt"
}

@test "a call without a file, or on a device, is not in the box" {
	need strace
	for words in rules help "list" "map 0000:00:00.0" "diff $DUMPS/qemu/qemu-xhci.txt 0000:00:00.0"; do
		# shellcheck disable=SC2086
		strace -f -e trace=prctl -o "$BATS_TEST_TMPDIR/trace" "$PROGRAM" $words >/dev/null 2>&1 || true
		no grep -E 'NO_NEW_PRIVS|SECCOMP' "$BATS_TEST_TMPDIR/trace"
	done
}
