#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# trace, held against VFIO users that write down their own accesses, and against ftrace.

load helper
load tracer

@test "a trace, a process's own log and ftrace agree: place, width, value, result and order" {
	begin -o jsonl
	witness_begin
	user 1 $nic "$(accesses)"
	witness_end
	end
	[ "$status" = 0 ]
	compare
}

@test "two processes and four threads are traced side by side" {
	begin -o jsonl
	witness_begin
	user 1 $nic "$(($(accesses) / 4))" --threads=4 &
	users=($!)
	user 2 $net "$(accesses)"
	wait "${users[0]}"
	witness_end
	end
	[ "$status" = 0 ]
	compare
}

@test "four processes are traced side by side" {
	begin -o jsonl
	witness_begin
	side_by_side "$(accesses)" $nic $net 0000:03:00.0 0000:04:00.0
	witness_end
	end
	[ "$status" = 0 ]
	compare
}

@test "accesses that signals interrupt all the time are traced" {
	begin -o jsonl
	witness_begin
	user 1 $nic "$(accesses)" --signals
	witness_end
	end
	[ "$status" = 0 ]
	compare
}

@test "accesses to buffers whose pages are absent have their bytes" {
	need_module mmap
	begin -o jsonl
	user 1 $nic 300 --absent
	end
	[ "$status" = 0 ]
	compare
}

@test "a ring that is full loses accesses, which are counted and told, and --strict fails" {
	begin -o jsonl --strict
	kill -STOP "$tracer"
	user 1 $nic 1100 --size=4096
	kill -CONT "$tracer"
	end
	[ "$status" = 1 ]
	compare
	(($(count lost) > 0))
	[ "$(count entries)" = 1100 ]
	[ "$(count events)" = $(($(wc -l <"$BATS_TEST_TMPDIR/trace") - 1)) ]
	noted "1100 accesses began: $(count events) seen, $(count lost) lost as the ring was full, 0 without their return, 0 under way"
}

@test "25 threads in a reset: returns that the kernel cannot watch are counted, and --strict fails" {
	begin -o jsonl --strict
	user 1 $nic 2 --threads=25 --resets=5
	end
	[ "$status" = 1 ]
	compare
	(($(count without_return) + $(count in_flight) > 0))
	noted "$(count without_return) without their return"
	grep -q '"return_seen":false,"data":null' "$BATS_TEST_TMPDIR/trace"
}

@test "a user that is killed in the middle leaves the sum right and the next user's trace whole" {
	local killed
	begin -o jsonl
	/usr/bin/python3 -IS "$BATS_TEST_DIRNAME/tools/access" $nic 1 --threads=4 --resets=100000 >"$BATS_TEST_TMPDIR/killed" &
	killed=$!
	users=($killed)
	wait_for 60 shows "\"pid\":$killed,"
	kill -KILL $killed
	wait $killed || true
	users=()
	user 1 $nic 200
	end
	[ "$status" = 0 ]
	compare
}

@test "a trace that is killed leaves nothing attached, and the user of VFIO goes on" {
	begin -o jsonl
	attached
	user 1 $nic 1000 --reads --size=4 &
	users=($!)
	wait_for 60 shows '"access":"read"'
	kill -KILL "$tracer"
	wait "$tracer" || true
	tracer=
	wait_for 60 not attached
	wait "${users[0]}"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/log.1")" = 1001 ]
}

@test "two traces at the same time see the same" {
	local first
	begin -o jsonl
	first=$tracer
	mv "$BATS_TEST_TMPDIR/trace" "$BATS_TEST_TMPDIR/first"
	mv "$BATS_TEST_TMPDIR/notes" "$BATS_TEST_TMPDIR/notes.first"
	begin -o jsonl
	user 1 $nic 200
	end
	compare
	tracer=$first
	kill -INT "$tracer"
	wait "$tracer"
	tracer=
	mv "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/trace"
	compare
}

@test "a module that is loaded again is traced again; it is told, and --strict fails" {
	[[ $VM_KERNEL != custom ]] || skip "VFIO is built into this kernel"
	begin -o jsonl --strict
	user 1 $nic 100
	modprobe -C /dev/null -r vfio-pci
	wait_for 60 noted "the module vfio_pci_core was unloaded: waiting for it"
	set_up
	wait_for 60 noted "the module vfio_pci_core was loaded: attached to it"
	user 2 $nic 100
	end
	[ "$status" = 1 ]
	compare
	[ "$(count reattached)" = 1 ]
}

@test "a trace that begins before the module is loaded waits for it" {
	[[ $VM_KERNEL != custom ]] || skip "VFIO is built into this kernel"
	modprobe -C /dev/null -r vfio-pci
	begin -o jsonl --strict
	noted "the module vfio_pci_core is not loaded: waiting for it"
	set_up
	wait_for 60 noted "the module vfio_pci_core was loaded: attached to it"
	user 1 $nic 100
	end
	[ "$status" = 0 ]
	compare
	[ "$(count reattached)" = 0 ]
}

@test "a device that was opened before the trace is traced, with its registers" {
	hold_device group $nic
	begin --only=raw
	kill -USR1 $holder
	wait_for 60 shows ' read 000-fff (4096 bytes)'
	end
	[ "$status" = 0 ]
}

@test "a user in other namespaces is traced under its process number here" {
	begin -o jsonl
	unshare --mount --pid --fork --mount-proc /usr/bin/python3 -IS \
		"$BATS_TEST_DIRNAME/tools/access" $nic 50 >"$BATS_TEST_TMPDIR/log.1"
	end
	grep -q '^[1-9] \(read\|write\) ' "$BATS_TEST_TMPDIR/log.1"
	[ "$(grep -c '"thread":"python3"' "$BATS_TEST_TMPDIR/trace")" = 50 ]
	not grep -q '"pid":1,' "$BATS_TEST_TMPDIR/trace"
}

@test "a call with two buffers is two accesses, as the kernel makes them" {
	begin -o jsonl
	/usr/bin/python3 -IS - "$BATS_TEST_DIRNAME/tools" $nic <<-'END'
		import os
		import sys
		sys.path.insert(0, sys.argv[1])
		import vfio
		opener = vfio.Opener()
		opener.open(sys.argv[2])
		os.preadv(opener.devices[sys.argv[2]], [bytearray(2), bytearray(4)],
		          opener.config_offset(sys.argv[2]))
	END
	end
	[ "$(count entries)" = 2 ]
	sed -n 1p "$BATS_TEST_TMPDIR/trace" | grep '"offset":0,"count":2,"result":2,'
	sed -n 2p "$BATS_TEST_TMPDIR/trace" | grep '"offset":2,"count":4,"result":4,'
}

@test "the kernel's own accesses, those of sysfs and a reset by sysfs do not show" {
	begin -o jsonl
	cat $pci/$nic/config >"$BATS_TEST_TMPDIR/config"
	echo 1 >$pci/$nic/reset
	end
	[ "$(count entries)" = 0 ]
	[ "$(wc -l <"$BATS_TEST_TMPDIR/trace")" = 1 ]
}

@test "a trace opens no device" {
	begin
	[[ ! $(find "/proc/$tracer/fd" -lname '*vfio*') ]]
	end
}
