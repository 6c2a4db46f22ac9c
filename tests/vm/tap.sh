#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later

usage='Usage: tests/vm/tap.sh [-f REGEX] FILE...

Runs the tests of bats files, those whose names match REGEX, and prints TAP.
It is bats for the virtual machine, where the processor is emulated and bats
itself needs seconds a test. The files keep to a part of the language of bats:

  @test "NAME" {    a test, which ends at its first command that fails
  setup, teardown   functions, run before and after each test of their file
  load NAME         reads NAME.bash, next to the file
  skip [REASON]     ends a test that cannot run here
  run [-STATUS] [--separate-stderr] COMMAND [ARGUMENT...]
                    fills $status, $output, ${lines[@]} and, with the option,
                    $stderr; with -STATUS any other exit status is a failure

What a test prints is shown if it fails, and on descriptor 3 always. A test
and a file of SLOW seconds or more are told.'

set -u

SLOW=10
number=0	# of the last test that was run
failures=0
scratch=$(mktemp -d) || exit 125
trap 'rm -rf "$scratch"' EXIT

# Functions for the tests

skip()
{
	echo "${*:-}" >"$scratch/skip"
	exit 0
}

load()
{
	. "$BATS_TEST_DIRNAME/$1.bash"
}

run()
{
	local expected= separate=
	while [[ $1 == -* ]]; do
		case $1 in
		--separate-stderr) separate=1 ;;
		-[0-9]*) expected=${1#-} ;;
		esac
		shift
	done
	status=0
	if [[ $separate ]]; then
		("$@") >"$scratch/run" 2>"$scratch/run-stderr" || status=$?
		stderr=$(<"$scratch/run-stderr")
	else
		("$@") >"$scratch/run" 2>&1 || status=$?
	fi
	output=$(<"$scratch/run")
	lines=()
	[[ ! $output ]] || mapfile -t lines <<<"$output"
	if [[ $expected && $expected != "$status" ]]; then
		echo "$*: exit status $status, not $expected; output:"
		echo "$output"
		[[ ! $separate ]] || echo "standard error: $stderr"
		return 1
	fi
}

# Reading and running the files

test_line='^@test +["'\''](.*)["'\''] +\{(.*)$'

# read_file FILE - makes functions test_LINE of the tests of a file; adds their
# lines to ${tests[@]} and their names to ${names[LINE]}
read_file()
{
	local line text= count=0
	while IFS= read -r line || [[ $line ]]; do
		count=$((count + 1))
		if [[ $line =~ $test_line ]]; then
			names[count]=${BASH_REMATCH[1]}
			tests+=("$count")
			line="test_$count() {${BASH_REMATCH[2]}"
		fi
		text+=$line$'\n'
	done <"$1"
	setup() { :; }
	teardown() { :; }
	BATS_TEST_FILENAME=$1 BATS_TEST_DIRNAME=${1%/*}
	printf '%s' "$text" >"$scratch/file"
	. "$scratch/file"
}

# count_tests REGEX FILE... - prints how many tests there are
count_tests()
{
	local regex=$1 count=0 line file
	shift
	for file; do
		while IFS= read -r line || [[ $line ]]; do
			if [[ $line =~ $test_line && ${BASH_REMATCH[1]} =~ $regex ]]; then
				count=$((count + 1))
			fi
		done <"$file"
	done
	echo $count
}

# tell_failure - the line of the test that a failed command belongs to
tell_failure()
{
	local i lines text
	for ((i = 1; i < ${#FUNCNAME[@]}; i++)); do
		case ${FUNCNAME[i]} in
		test_* | setup | teardown)
			mapfile -t lines <"$BATS_TEST_FILENAME"
			text=${lines[BASH_LINENO[i - 1] - 1]}
			echo "failed in line ${BASH_LINENO[i - 1]}: ${text#"${text%%[![:space:]]*}"}"
			return
			;;
		esac
	done
}

# run_test FILE LINE NAME - runs a test in a process of its own
run_test()
{
	local status line began=$SECONDS
	number=$((number + 1))
	(
		set -eE +u
		trap tell_failure ERR
		BATS_TEST_DESCRIPTION=$3 BATS_TEST_TMPDIR=$scratch/$number
		trap teardown EXIT
		setup
		"test_$2"
	) 3>&1 >"$scratch/output" 2>&1 </dev/null
	status=$?
	((SECONDS - began < SLOW)) || echo "# test $number took $((SECONDS - began)) s"
	if [[ $status == 0 && -e $scratch/skip ]]; then
		echo "ok $number $3 # skip $(<"$scratch/skip")"
		rm "$scratch/skip"
		return
	fi
	if [[ $status == 0 ]]; then
		echo "ok $number $3"
		return
	fi
	failures=$((failures + 1))
	echo "not ok $number $3"
	echo "# in ${1##*/}, line $2; exit status $status"
	while IFS= read -r line || [[ $line ]]; do
		echo "# $line"
	done <"$scratch/output"
}

# run_file REGEX FILE - in a process of its own, so files do not see each other
run_file()
{
	local tests=() names=() line
	read_file "$2"
	for line in "${tests[@]}"; do
		if [[ ${names[line]} =~ $1 ]]; then
			run_test "$2" "$line" "${names[line]}"
		fi
	done
	echo "$number $failures" >"$scratch/count"
}

main()
{
	local regex= count file began
	while [[ ${1:-} == -* ]]; do
		case $1 in
		-f) regex=$2; shift ;;
		*) echo "$usage"; [[ $1 == --help ]]; exit ;;
		esac
		shift
	done
	count=$(count_tests "$regex" "$@")
	echo "1..$count"
	# All at once: a program costs 50 ms in the machine
	((count == 0)) || (cd "$scratch" && seq "$count" | xargs mkdir)
	for file; do
		began=$SECONDS
		(trap - EXIT; run_file "$regex" "$file")
		if [[ -e $scratch/count ]]; then
			read -r number failures <"$scratch/count"
			rm "$scratch/count"
			((SECONDS - began < SLOW)) || echo "# ${file##*/} took $((SECONDS - began)) s"
		else
			failures=$((failures + 1))
			echo "Bail out! $file cannot be read"
			break
		fi
	done
	((failures == 0))
}

main "$@"
