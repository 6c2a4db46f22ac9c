#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What the program reads in the machine, and list.

load helper

setup() {
	export HOME=$BATS_TEST_TMPDIR/home
	mkdir "$HOME"
	echo 'vfio-cfgtool alias map exec touch '"$HOME/ran" >"$HOME/.popt"
}

# files ARGUMENT...: prints every path in the program's system calls, after its libraries
files() {
	strace -f -qq -e trace=%file,socket,connect,execve -o "$BATS_TEST_TMPDIR/trace" \
		"$PROGRAM" "$@" >/dev/null 2>&1 || true
	grep -v -e ' execve("'"$PROGRAM" -e 'ld\.so\.' -e '\.so\.[0-9.]*"' -e ' exited with ' \
		-e ' --- SIG' "$BATS_TEST_TMPDIR/trace" | grep -o '"[^"]\+"' | sort -u || true
}

@test "the program refuses to run set-user-ID, exit 4" {
	need setpriv
	[ "$(id -u)" = 0 ] || skip "needs root to make a set-user-ID copy"
	open_directory
	cp "$PROGRAM" "$OPEN/copy"
	chmod 4755 "$OPEN/copy"
	findmnt -no OPTIONS -T "$OPEN" | grep -q nosuid && skip "$OPEN is mounted nosuid"
	for arguments in "" --version map "map -F x" rules "__complete map"; do
		status=0
		# shellcheck disable=SC2086
		setpriv --reuid=65534 --clear-groups "$OPEN/copy" $arguments >"$OPEN/out" \
			2>"$OPEN/err" || status=$?
		take output "$OPEN/out"
		take error "$OPEN/err"
		[ "$status" = 4 ]
		[ -z "$output" ]
		says "vfio-cfgtool: refuses to run with the rights of another user (set-user-ID)"
	done
	chmod 755 "$OPEN/copy"
	setpriv --reuid=65534 --clear-groups "$OPEN/copy" --version | grep -q '^vfio-cfgtool '
}

@test "no file in the home directory and no configuration is read, not even popt's" {
	can_trace
	for line in "-F DUMP map" "-F DUMP map -o grid" "-F DUMP map -J" "-F DUMP list" rules help; do
		# shellcheck disable=SC2086
		files ${line//DUMP/$DUMPS/qemu/qemu-xhci.txt} >"$BATS_TEST_TMPDIR/files"
		no grep -e "$HOME" -e popt -e terminal-colors -e '\.config' "$BATS_TEST_TMPDIR/files"
	done
	try 0 -n -F "$DUMPS/made/null-capability.txt" map
	[ ! -e "$HOME/ran" ]
}

@test "map of a dump reads only the kernel's name from the machine, and no pci.ids with -n" {
	can_trace
	for format in table grid hex json jsonl; do
		files -n -F "$DUMPS/qemu/qemu-xhci.txt" -k 6.1.176 map -o $format >"$BATS_TEST_TMPDIR/files"
		no grep -v -e /locale -e gconv -e "$DUMPS/qemu/qemu-xhci.txt" ${LIBRARIES:+-e "$LIBRARIES"} \
			-e '"/proc/version_signature"' "$BATS_TEST_TMPDIR/files"
		no grep -E 'socket|connect' "$BATS_TEST_TMPDIR/trace"
	done
}

@test "list opens no configuration space and no VFIO node, and loads nothing" {
	can_trace
	files list >"$BATS_TEST_TMPDIR/files"
	no grep -E '/config"|/dev/vfio|/(rom|resource[0-9]+|reset|driver_override)"|modprobe' "$BATS_TEST_TMPDIR/files"
	no grep -E 'socket|connect|init_module' "$BATS_TEST_TMPDIR/trace"
	no grep -E 'O_(WRONLY|RDWR)' "$BATS_TEST_TMPDIR/trace"
}

@test "list shows the machine's functions in order, with IDs and whether they can be mapped" {
	count=$(find /sys/bus/pci/devices -mindepth 1 2>/dev/null | wc -l)
	[ "$count" -gt 0 ] || skip "no PCI in this machine"
	try 0 -n list --bridges --columns=address,id,class,driver
	[ "$(head -1 <<<"$output" | tr -s ' ')" = "ADDRESS ID CLASS DRIVER" ]
	[ "$(($(wc -l <<<"$output") - 1))" = "$count" ]
	diff <(tail -n +2 <<<"$output" | cut -d' ' -f1) \
		<(find /sys/bus/pci/devices -mindepth 1 -printf '%f\n' | LC_ALL=C sort)
	for address in $(find /sys/bus/pci/devices -mindepth 1 -printf '%f\n' | head -3); do
		vendor=$(cat "/sys/bus/pci/devices/$address/vendor")
		class=$(cat "/sys/bus/pci/devices/$address/class")
		grep -Eq "^$address +${vendor#0x}:[0-9a-f]{4} +${class:2:4} " <<<"$output"
	done
	try 0 -n list -o jsonl
	[ "$(wc -l <<<"$output")" = "$count" ]
}

@test "list has the requested columns in their order, in upper or lower case" {
	try 0 -n -F "$DUMPS/text/text-several.txt" list --columns=id,Address
	[ "$(tr -s ' ' <<<"$output" | head -2)" = "ID ADDRESS
1b36:0005 0000:01:00.0" ]
	try 0 list --columns=help
	names=$(cut -d' ' -f1 <<<"$output" | paste -sd,)
	[[ $names = ADDRESS,ID,CLASS,*,NAME ]]
	try 0 -n -F "$DUMPS/text/text-several.txt" list --columns="$names"
	[ "$(head -1 <<<"$output" | tr -s ' ')" = "${names//,/ }" ]
	for wrong in nosuch address,nosuch "" address, address,,id; do
		try 2 -F "$DUMPS/text/text-several.txt" list --columns="$wrong"
		warns "vfio-cfgtool: --columns: no such column: "
		warns "list --columns=help"
	done
	try 2 list -J --columns=id
	warns "vfio-cfgtool: --columns: goes with -o table"
	try 2 list -o jsonl --groups
}

@test "list has six columns by default" {
	try 0 -n -F "$DUMPS/text/text-several.txt" list
	[ "$(head -1 <<<"$output" | tr -s ' ')" = "ADDRESS ID DRIVER GROUP STATE NAME" ]
}

@test "the name of an interface or disk means its device, and other names are refused" {
	for path in /sys/class/net/* /sys/block/*; do
		real=$(realpath "$path") || continue	# a machine without any
		[[ $real == */devices/pci* ]] || continue
		address=$(grep -o '[0-9a-f]\{4\}:[0-9a-f]\{2\}:[0-9a-f]\{2\}\.[0-7]' <<<"$real" | tail -1)
		for name in "${path##*/}" "$path" "/sys/bus/pci/devices/$address"; do
			try 0 -n list -o jsonl "$name"
			prints "\"address\":\"$address\""
		done
		try 0 -n list -o jsonl -s "${path##*/}"
		prints "\"address\":\"$address\""
		prints "s\":[\"${path##*/}\"]"
		# the result depends on the machine
		"$PROGRAM" bind --dry-run "${path##*/}" >/dev/null 2>"$BATS_TEST_TMPDIR/err" || true
		[ "$(head -1 "$BATS_TEST_TMPDIR/err")" = "vfio-cfgtool: ${path##*/} is $address" ]
	done
	if [[ -d /sys/bus/pci ]]; then	# elsewhere surroundings.bats says what is said
		try 2 list nonsense
		warns "vfio-cfgtool: nonsense: not a device"
		try 3 list /dev/vfio/99999
		warns "there is no IOMMU group 99999"
		try 2 list /dev/vfio/x
		try 3 list /sys/bus/pci
		warns "the path does not end in a PCI device"
	fi
	try 2 -F "$DUMPS/text/text-several.txt" list -s eth0
	warns "--slot=eth0: Invalid"
	try 2 list -s 1:2:3:4
}

@test "device that is not there has no IDs in list" {
	[[ -d /sys/bus/pci ]] || skip "no PCI in this machine"
	try 3 list --columns=id --noheadings ffff:ff:1f.7
	[ "${output// /}" = - ]
}

@test "list --groups puts each function below its IOMMU group" {
	try 0 -n -F "$DUMPS/text/text-several.txt" list --groups --columns=address
	[ "$output" = "ADDRESS
no group
├─0000:01:00.0
├─0000:01:00.1
├─0000:02:00.0
└─0001:00:00.0" ]
}

@test "list -F shows the devices of a dump, also duplicates" {
	try 0 -n -F "$DUMPS/text/text-several.txt" list
	silent
	[ "$(tail -n +2 <<<"$output" | tr -s ' ' | cut -d' ' -f1,2)" = "0000:01:00.0 1b36:0005
0000:01:00.1 1b36:0005
0000:02:00.0 1b36:0005
0001:00:00.0 1b36:0005" ]
	try 0 -n -F "$DUMPS/text/text-duplicates.txt" list
	[ "$(grep -c '^0000:01:00.0 ' <<<"$output")" = 2 ]
	says "vfio-cfgtool: $DUMPS/text/text-duplicates.txt: it has 0000:01:00.0 more than once: each is kept"
	try 0 -n -F "$DUMPS/text/text-several.txt" list 0001:00:00.0 01:00.1
	[ "$(tail -n +2 <<<"$output" | cut -d' ' -f1 | tr '\n' ' ')" = "0001:00:00.0 0000:01:00.1 " ]
	try 0 -n -F "$DUMPS/qemu/qemu-machine.txt" list -d 8086:
	[ "$(tail -n +2 <<<"$output" | wc -l)" = 5 ]
	try 0 -n -F - list <"$DUMPS/text/text-several.txt"
	[ "$(tail -n +2 <<<"$output" | wc -l)" = 4 ]
}
