#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Files that cannot be opened, because descriptors or rights are missing. A message says so.
# It never says that the file or its subject does not exist.

load helper

setup() {
	can_trace
	cd "$BATS_TEST_TMPDIR"
	cp "$DUMPS/qemu/qemu-xhci.txt" dump
	echo 'deny hidden-write' >policy
}

words() {
	case $1 in
	EMFILE) echo "Too many open files" ;;
	ENFILE) echo "Too many open files in system" ;;
	EACCES) echo "Permission denied" ;;
	esac
}

# without PATH ERROR ARGUMENT...: runs a call in which each open of the file fails with this
# error; fills $status, $output and $error
without() {
	local path=$1 error_name=$2
	shift 2
	status=0
	strace -f -qq -o calls -e trace=openat -e inject=openat:error="$error_name" -P "$path" \
		"$PROGRAM" -n "$@" >out 2>messages || status=$?
	grep -v '^strace: ' messages >err || true
	take output out
	take error err
	echo "$path $error_name $*: $status"
	echo "$error"
	grep -q "$error_name" calls
}

@test "a message names an input that cannot be opened and the reason, exit 3" {
	for reason in EMFILE ENFILE EACCES; do
		without dump $reason -F dump map
		[ "$status" = 3 ]
		[[ $error == "vfio-cfgtool: dump: cannot be opened: $(words $reason)"* ]]
		without dump $reason diff dump dump
		[ "$status" = 3 ]
		[[ $error == *"dump: cannot be opened: $(words $reason)"* ]]
		without policy $reason -F dump check policy
		[ "$status" = 3 ]
		[[ $error == *"policy: cannot be opened: $(words $reason)"* ]]
		mkdir -p -m 0700 state
		without "$PWD/state" $reason restore --journal="$PWD/state"
		[ "$status" = 3 ]
		[[ $error == *"$(words $reason)"* ]]
	done
}

# device: prints the address of a function of this machine
device() {
	local all=(/sys/bus/pci/devices/*)
	[ -e "${all[0]}" ] || skip "this machine has no PCI function"
	echo "${all[0]##*/}"
}

@test "an attribute that cannot be opened without descriptors does not mean that no driver exists" {
	found=$(device) || skip "this machine has no PCI function"
	[[ $found == *:* ]] || skip "this machine has no PCI function"
	for reason in EMFILE ENFILE EACCES; do
		without "/sys/bus/pci/devices/$found/uevent" $reason map --source=sysfs "$found"
		[ "$status" = 3 ]
		[[ $error == "vfio-cfgtool: $found: which driver it has cannot be read: $(words $reason)"* ]]
		without /sys/bus/pci/devices $reason list
		[ "$status" = 3 ]
		[[ $error == *"cannot list PCI devices: "*"$(words $reason)"* ]]
	done
	for reason in EMFILE ENFILE; do
		without "/sys/bus/pci/devices/$found/power_state" $reason list "$found"
		[ "$status" = 3 ]
		[[ $error == "vfio-cfgtool: files could not be opened, and what they hold is missing above: $(words $reason)"$'\n'"  allow more"* ]]
	done
}
