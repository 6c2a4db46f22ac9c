# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
# What the command line tests share. PROGRAM: the program under test; LIBRARIES: the
# directory of its libraries, where they are not the system's; PYTHON: the interpreter.

ROOT=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
DUMPS=$ROOT/tests/dumps		# in qemu/, made/ and text/
WITNESS=$ROOT/tests/cli/witness	# second opinions, in Python
PROGRAM=${PROGRAM:-build/vfio-cfgtool}
[[ $PROGRAM = /* ]] || PROGRAM=$ROOT/$PROGRAM
PYTHON=${PYTHON:-/usr/bin/python3}

unset POSIXLY_CORRECT NO_COLOR TERM COLUMNS
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
# a sanitizer's search for leaks does not work under strace, and leaks at exit are no fact here
export ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

output='' error=''

# take NAME FILE: the variable is the file's text, as $(<FILE), but without a process
take() {
	local text
	IFS= read -r -d '' text <"$2" || true
	while [[ $text = *$'\n' ]]; do
		text=${text%$'\n'}
	done
	printf -v "$1" %s "$text"
}

# try STATUS ARGUMENT...: runs the program; fills $output and $error, and
# fails where its exit status is another. The streams stay in out and err of
# the test's directory.
try() {
	local wanted=$1 status=0
	shift
	"$PROGRAM" "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
	take output "$BATS_TEST_TMPDIR/out"
	take error "$BATS_TEST_TMPDIR/err"
	[ "$status" = "$wanted" ] && return
	printf '%s\n' "exit status $status, not $wanted: $*" "${output:0:500}" "$error"
	return 1
}

# dump_file NAME: the dump of that name
dump_file() {
	echo "$DUMPS"/*/"$1.txt"
}

# each_dump: the dumps that a test over all of them takes, a line each: every SAMPLEth. A
# program with sanitizers needs ten times as long, and tests/run then sets SAMPLE.
each_dump() {
	printf '%s\n' "$DUMPS"/*/*.txt | awk -v every="${SAMPLE:-1}" 'NR % every == 0'
}

# says TEXT: exactly this stands on standard error
says() {
	[ "$error" = "$1" ] && return
	printf '%s\n' "standard error is:" "$error" "not:" "$1"
	return 1
}

# warns TEXT, prints TEXT: this stands somewhere on standard error, output
warns() {
	[[ $error = *"$1"* ]] && return
	printf '%s\n' "not on standard error: $1" "$error"
	return 1
}

prints() {
	[[ $output = *"$1"* ]] && return
	printf '%s\n' "not in the output: $1" "${output:0:1500}"
	return 1
}

# silent: nothing on standard error
silent() {
	says ""
}

# Skips where system calls cannot be watched, or are not the program's own.
can_trace() {
	need strace
	strace -o /dev/null true 2>/dev/null || skip "strace is not permitted here"
	grep -q __asan_init "$PROGRAM" && skip "a sanitizer looks at the machine itself"
	return 0
}

# open_directory: makes $OPEN, which other users can look into, unlike the test's own
# and $LIBRARIES: they cannot run a program of these
open_directory() {
	[ -z "${LIBRARIES-}" ] || skip "other users cannot look into $LIBRARIES"
	OPEN=$(mktemp -d /tmp/vfio-cfgtool.XXXXXX)
	chmod 755 "$OPEN"
}

teardown() {
	[ -z "${OPEN-}" ] || rm -rf "$OPEN"
}

# need COMMAND...: skips where one is missing, or would see an emulator
need() {
	local command
	for command; do
		command -v "$command" >/dev/null || skip "$command is not installed"
		[[ $command != strace ]] || not_emulated
	done
}

# not_emulated: skips where PROGRAM is a script that runs it in an emulator
not_emulated() {
	[[ $(head -c 2 "$PROGRAM") != '#!' ]] || skip "system calls are the emulator's here"
}

# no COMMAND...: it does not succeed (the shell's own ! would not fail a test)
no() {
	if "$@"; then
		echo "should not succeed: $*"
		return 1
	fi
}
