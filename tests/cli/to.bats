#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# --to: output that goes into a file, which is written as a whole or not at all.

load helper

setup() {
	cd "$BATS_TEST_TMPDIR"
	mkdir place
	DUMP=$DUMPS/qemu/qemu-e1000e.txt
}

# only NAME...: these files are in the place, and nothing else is
only() {
	local found
	found=$(LC_ALL=C ls -A place)
	[ "$found" = "$(printf '%s\n' "$@")" ] && return
	printf 'in the place: %s\n' "$found"
	return 1
}

@test "the file has what standard output would have, and that has nothing" {
	for words in "map" "map -o hex" "map -J" "policy -o policy" "lint -o tap" "capture" "rules" "list"; do
		case $words in rules) from='' ;; *) from="-n -F $DUMP" ;; esac
		# shellcheck disable=SC2086
		try 0 $from $words
		cp out expected
		# shellcheck disable=SC2086
		try 0 $from $words --to=place/file
		silent
		[ -z "$output" ]
		cmp expected place/file
		only file
	done
}

@test "the file is there also on exit 1 and 3, and not on exit 2" {
	try 1 check -n -F "$DUMP" -e 'size 100' -J --to=place/broken
	jq -e '.devices[0].results[0].pass == false' place/broken
	try 3 map -n -F "$DUMP" 0000:77:00.0 -J --to=place/missing
	jq -e '.devices[0].error.code == "not-found"' place/missing
	try 2 check -n -F "$DUMP" -e 'sizes 100' --to=place/usage
	try 2 map -n -F "$DUMP" -o nosuch --to=place/usage
	only broken missing
}

@test "a new file has the mode of any new file, and an old one's is kept" {
	umask 027
	try 0 map -n -F "$DUMP" --to=place/new
	[ "$(stat -c %a place/new)" = 640 ]
	chmod 604 place/new
	try 0 map -n -F "$DUMP" --to=place/new
	[ "$(stat -c %a place/new)" = 604 ]
}

@test "where a write fails the old file is as it was, exit 3" {
	echo old >place/file
	(
		ulimit -f 1
		try 3 map -n -F "$DUMP" -J --to=place/file
		warns "vfio-cfgtool: place/file: cannot be written: "
	)
	only file
	[ "$(<place/file)" = old ]
}

@test "a process that is killed leaves neither half a file nor its temporary one" {
	mkfifo in
	"$PROGRAM" map -n -F - --to=place/file <in 2>err &
	pid=$!
	exec 9>in
	for ((i = 0; i < 300; i++)); do
		[[ -z $(ls -A place) ]] || break
		sleep 0.1
	done
	[[ $(ls -A place) = .vfio-cfgtool.* ]]
	kill -KILL "$pid"
	wait "$pid" || true
	exec 9>&-
	for ((i = 0; i < 300; i++)); do
		[[ -n $(ls -A place) ]] || break
		sleep 0.1
	done
	[[ -z $(ls -A place) ]]
}

@test "what is no regular file is not replaced, and nothing is read" {
	ln -s target place/link
	mkfifo place/fifo
	for name in /dev/null place/link place/fifo place; do
		try 3 map -n -F "$DUMP" --to="$name"
		warns "vfio-cfgtool: $name: is not a regular file, and is not replaced by one"
		[ -z "$output" ]
	done
	[ -c /dev/null ]
	only fifo link
}

@test "a file that cannot be made is told before a device is read" {
	try 3 map -n -F "$DUMP" --to=nowhere/file
	says "vfio-cfgtool: nowhere/file: cannot be written: No such file or directory
  its directory must exist"
	for name in '' place/; do
		try 3 map -n -F "$DUMP" --to="$name"
		warns "cannot be written: "
	done
	only
}

@test "a pipe from the program ends with it" {
	timeout 20 bash -c '"$1" map -n -F "$2" --to=place/file 2>&1 | cat' - "$PROGRAM" "$DUMP"
	only file
}
