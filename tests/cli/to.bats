#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# --to: output to a file, which is written whole or not at all.

load helper

setup() {
	cd "$BATS_TEST_TMPDIR"
	mkdir place
	DUMP=$DUMPS/qemu/qemu-e1000e.txt
}

# only NAME...: the directory has exactly these files
only() {
	local found
	found=$(LC_ALL=C ls -A place)
	[ "$found" = "$(printf '%s\n' "$@")" ] && return
	printf 'in the place: %s\n' "$found"
	return 1
}

@test "the file has the output, and standard output is empty" {
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

@test "the file is written on exit 1 and 3, and not on exit 2" {
	try 1 check -n -F "$DUMP" -e 'size 100' -J --to=place/broken
	jq -e '.devices[0].results[0].pass == false' place/broken
	try 3 map -n -F "$DUMP" 0000:77:00.0 -J --to=place/missing
	jq -e '.devices[0].error.code == "not-found"' place/missing
	try 2 check -n -F "$DUMP" -e 'sizes 100' --to=place/usage
	try 2 map -n -F "$DUMP" -o nosuch --to=place/usage
	only broken missing
}

@test "a new file has the usual mode, and an old file keeps its mode" {
	umask 027
	try 0 map -n -F "$DUMP" --to=place/new
	[ "$(stat -c %a place/new)" = 640 ]
	chmod 604 place/new
	try 0 map -n -F "$DUMP" --to=place/new
	[ "$(stat -c %a place/new)" = 604 ]
}

@test "a failed write leaves the old file unchanged, exit 3" {
	echo old >place/file
	(
		ulimit -f 1
		try 3 map -n -F "$DUMP" -J --to=place/file
		warns "vfio-cfgtool: place/file: cannot be written: "
	)
	only file
	[ "$(<place/file)" = old ]
}

@test "a killed process leaves neither half a file nor its temporary file" {
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

@test "a target that is no regular file is not replaced, and nothing is read" {
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

@test "a message names a file that cannot be made before a device is read" {
	try 3 map -n -F "$DUMP" --to=nowhere/file
	says "vfio-cfgtool: nowhere/file: cannot be written: No such file or directory
  its directory must exist"
	for name in '' place/; do
		try 3 map -n -F "$DUMP" --to="$name"
		warns "cannot be written: "
	done
	only
}

@test "a pipe from the program ends when it ends" {
	timeout 20 bash -c '"$1" map -n -F "$2" --to=place/file 2>&1 | cat' - "$PROGRAM" "$DUMP"
	only file
}
