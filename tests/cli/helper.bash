# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
# Shared by the tests of the command line. PROGRAM: the program under test. LIBRARIES: the
# directory of its libraries, if they are not the system's. PYTHON: the interpreter.

ROOT=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
DUMPS=$ROOT/tests/dumps		# in qemu/, made/ and text/
WITNESS=$ROOT/tests/cli/witness	# second opinions, in Python
PROGRAM=${PROGRAM:-build/vfio-cfgtool}
[[ $PROGRAM = /* ]] || PROGRAM=$ROOT/$PROGRAM
PYTHON=${PYTHON:-/usr/bin/python3}

unset POSIXLY_CORRECT NO_COLOR TERM COLUMNS
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
# a sanitizer's search for leaks does not work under strace, and these tests do not judge leaks
export ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

output='' error=''

# take NAME FILE: sets the variable to the file's text, as $(<FILE) does, but without a process
take() {
	local text
	IFS= read -r -d '' text <"$2" || true
	while [[ $text = *$'\n' ]]; do
		text=${text%$'\n'}
	done
	printf -v "$1" %s "$text"
}

# try STATUS ARGUMENT...: runs the program, fills $output and $error, and fails if the exit
# status is not STATUS. The streams stay in out and err in the test's directory.
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

# dump_file NAME: prints the path of the dump with this name
dump_file() {
	echo "$DUMPS"/*/"$1.txt"
}

# each_dump: prints the dumps for a test of all dumps, a line each: every SAMPLEth. A program
# with sanitizers needs ten times as long, and tests/run then sets SAMPLE.
each_dump() {
	printf '%s\n' "$DUMPS"/*/*.txt | awk -v every="${SAMPLE:-1}" 'NR % every == 0'
}

# says TEXT: standard error is exactly this
says() {
	[ "$error" = "$1" ] && return
	printf '%s\n' "standard error is:" "$error" "not:" "$1"
	return 1
}

# warns TEXT, prints TEXT: standard error, or standard output, contains this
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

# silent: standard error is empty
silent() {
	says ""
}

# can_trace: skips if system calls cannot be traced, or are not only the program's
can_trace() {
	need strace
	strace -o /dev/null true 2>/dev/null || skip "strace is not permitted here"
	grep -q __asan_init "$PROGRAM" && skip "a sanitizer looks at the machine itself"
	return 0
}

# open_directory: makes the directory $OPEN, which other users can read. They can read neither
# the test's own directory nor $LIBRARIES, so they cannot run a program from there.
open_directory() {
	[ -z "${LIBRARIES-}" ] || skip "other users cannot look into $LIBRARIES"
	OPEN=$(mktemp -d /tmp/vfio-cfgtool.XXXXXX)
	chmod 755 "$OPEN"
}

teardown() {
	[ -z "${OPEN-}" ] || rm -rf "$OPEN"
}

# need COMMAND...: skips if a command is missing, or if it is strace and would trace an emulator
need() {
	local command
	for command; do
		command -v "$command" >/dev/null || skip "$command is not installed"
		[[ $command != strace ]] || not_emulated
	done
}

# not_emulated: skips if PROGRAM is a script that starts an emulator
not_emulated() {
	[[ $(head -c 2 "$PROGRAM") != '#!' ]] || skip "system calls are the emulator's here"
}

# no COMMAND...: the command must fail (the shell's own ! would not fail a test)
no() {
	if "$@"; then
		echo "should not succeed: $*"
		return 1
	fi
}
