#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What trace prints of an access. That it sees each of them is in trace_truth.bats.

load helper
load tracer

@test "a trace of one device leaves out the others" {
	begin -o jsonl $net
	user 1 $nic 20 --reads
	user 2 $net 20 --reads
	end
	[ "$(grep -c "\"address\":\"$net\"" "$BATS_TEST_TMPDIR/trace")" = 20 ]
	not grep -q "\"address\":\"$nic\"" "$BATS_TEST_TMPDIR/trace"
}

@test "a line says where the bits of a write go" {
	begin
	run -0 vfio-cfgtool write -q --force $nic COMMAND=0507 VENDOR_ID=1234 CACHE_LINE_SIZE=10
	end
	cat "$BATS_TEST_TMPDIR/trace"
	grep -q "write COMMAND.w .*0507: 0107 to the device, 0400 to the copy, io-enable, memory-enable, intx-mask" \
		"$BATS_TEST_TMPDIR/trace"
	grep -q "write VENDOR_ID.w .*1234: 1234 dropped" "$BATS_TEST_TMPDIR/trace"
	grep -q "vfio-cfgtool([0-9]*) $nic write CACHE_LINE_SIZE.b .*10: 10 to the device" "$BATS_TEST_TMPDIR/trace"
}

@test "the needs of a user pass check on the device, and fail where a used bit is dropped" {
	begin -o needs
	run -0 vfio-cfgtool write -q --force $nic COMMAND=0507 EXP_DEVCTL=2810 CACHE_LINE_SIZE=10
	end
	cat "$BATS_TEST_TMPDIR/trace"
	run -0 vfio-cfgtool check --source=sysfs $nic "$BATS_TEST_TMPDIR/trace"
	sed -i 's/^need write EXP_DEVCTL.w .*/need write EXP_DEVCTL.w 8000 write_virtual=0000/' "$BATS_TEST_TMPDIR/trace"
	run -1 vfio-cfgtool check --source=sysfs $nic "$BATS_TEST_TMPDIR/trace"
}

@test "JSON of trace is what the schema says" {
	local form
	need_module json
	for form in jsonl rows; do
		begin -o $form
		run -0 vfio-cfgtool write -q $nic CACHE_LINE_SIZE=10 VENDOR_ID=1234
		end
		cp "$BATS_TEST_TMPDIR/trace" "$BATS_TEST_TMPDIR/$form"
	done
	grep -q '"return_seen":true' "$BATS_TEST_TMPDIR/jsonl"
	grep -q '"hidden":false' "$BATS_TEST_TMPDIR/rows"
	schema_lines "$(cat "$BATS_TEST_TMPDIR"/{jsonl,rows} | wc -l)" "$BATS_TEST_TMPDIR"/{jsonl,rows}
}

@test "the summary counts reads and writes of each register" {
	begin -o summary
	run -0 vfio-cfgtool write -q $nic CACHE_LINE_SIZE=10 CACHE_LINE_SIZE=20
	end
	cat "$BATS_TEST_TMPDIR/trace"
	grep -Eq '^CACHE_LINE_SIZE.b +[0-9]+ +2 +[0-9]+ +10 20 ' "$BATS_TEST_TMPDIR/trace"
	grep -Eq '^permitted [0-9]+ raw bytes and [0-9]+ registers; used 0 raw bytes and 1 registers$' \
		"$BATS_TEST_TMPDIR/trace"
}

@test "--no-values leaves out what was read and written" {
	begin -o jsonl --no-values
	user 1 $nic 50
	end
	not grep -Eq '"(data|value|to_copy|copy_before|seen)":"' "$BATS_TEST_TMPDIR/trace"
}

# shown_only WORD OFFSET... - the accesses that the trace with --only=WORD showed
shown_only()
{
	local word=$1 offsets
	shift
	offsets=$(sed -n 's/.*"offset":\([0-9]*\),"count":.*/\1/p' "$BATS_TEST_TMPDIR/only.$word")
	echo "$word:" $offsets
	[ "$(echo $offsets)" = "$*" ]
}

@test "--only shows the accesses of its kind, and no others" {
	local word
	for word in write hardware-write virtual-write effect raw dropped; do
		begin -o jsonl --only=$word
		mv "$BATS_TEST_TMPDIR/trace" "$BATS_TEST_TMPDIR/only.$word"
		users+=($tracer)
	done
	make_accesses $nic 0.2 c=10 3c=2a 4=0700 0=3412 ac.1 1000=00
	for tracer in "${users[@]}"; do
		kill -INT $tracer
		wait $tracer
	done
	users=() tracer=
	shown_only write 12 60 4 0 4096
	shown_only hardware-write 12 4
	shown_only virtual-write 60 4
	shown_only effect 4
	shown_only raw 172
	shown_only dropped 0
}

@test "a busy user does not wake a trace at each access" {
	local switches
	begin -o summary $nic
	/usr/bin/python3 -IS "$BATS_TEST_DIRNAME/tools/access" $nic 5000 --time --size=4
	switches=$(sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' "/proc/$tracer/status")
	end
	echo "woken $switches times"
	grep -q ': 5000 accesses$' "$BATS_TEST_TMPDIR/trace"
	((switches < 2500))
}

@test "--against shows exactly the accesses that a deny forbids, and exits with 1" {
	printf '%s\n' 'format 1' 'deny write 00-3f' 'allow write CACHE_LINE_SIZE' 'deny hardware-read 40-ff' \
		'deny raw-nonzero 40-ff' >"$BATS_TEST_TMPDIR/policy"
	begin --against="$BATS_TEST_TMPDIR/policy"
	run -0 vfio-cfgtool write -q $nic CACHE_LINE_SIZE=10 INTERRUPT_LINE=05 VENDOR_ID=1234 40.l
	end
	cat "$BATS_TEST_TMPDIR/trace"
	[ "$status" = 1 ]
	[ "$(grep -c . "$BATS_TEST_TMPDIR/trace")" = "$(grep -c 'deny write 00-3f)$\|deny hardware-read 40-ff)$' "$BATS_TEST_TMPDIR/trace")" ]
	[ "$(grep -c 'write INTERRUPT_LINE.b .* (line 2: deny write 00-3f)$' "$BATS_TEST_TMPDIR/trace")" = 1 ]
	grep -q 'read 40.l .*(line 4: deny hardware-read 40-ff)$' "$BATS_TEST_TMPDIR/trace"
	not grep -q CACHE_LINE "$BATS_TEST_TMPDIR/trace"
	not grep -q VENDOR_ID "$BATS_TEST_TMPDIR/trace"
}

@test "--against exits with 0 if no deny forbids an access" {
	printf '%s\n' 'format 1' 'deny write a0-ff' >"$BATS_TEST_TMPDIR/policy"
	begin --against="$BATS_TEST_TMPDIR/policy"
	run -0 vfio-cfgtool write -q $nic CACHE_LINE_SIZE=10
	end
	[ "$status" = 0 ]
	[ ! -s "$BATS_TEST_TMPDIR/trace" ]
}

@test "--against refuses a file without denies and one with mistakes" {
	echo 'format 1' >"$BATS_TEST_TMPDIR/policy"
	run -3 vfio-cfgtool trace --against="$BATS_TEST_TMPDIR/policy" --duration=1
	echo 'deny nothing' >>"$BATS_TEST_TMPDIR/policy"
	run -2 vfio-cfgtool trace --against="$BATS_TEST_TMPDIR/policy" --duration=1
}

@test "--duration ends a trace" {
	run -0 --separate-stderr vfio-cfgtool trace --duration=1 -o jsonl
	[[ ${lines[-1]} == *'"counts":{"entries":0,"events":0,"lost":0,"without_return":0,"in_flight":0,"reattached":0}'* ]]
}

@test "on a terminal no line is longer than the window is wide" {
	local keys length
	type script >/dev/null || skip "script is not installed"
	: >"$BATS_TEST_TMPDIR/notes"
	exec {keys}> >(exec script -qfec "stty cols 60; exec vfio-cfgtool -n trace" \
		"$BATS_TEST_TMPDIR/trace" >"$BATS_TEST_TMPDIR/notes")
	tracer=$!	# its end takes the terminal, and so the trace, with it
	wait_for 60 noted 'tracing; Ctrl-C ends it'
	run -0 vfio-cfgtool write -q --force $nic COMMAND=0507 VENDOR_ID=1234
	printf '\003' >&$keys
	wait_for 60 shows 'COMMAND_EXIT_CODE'
	exec {keys}>&-
	tracer=
	cat "$BATS_TEST_TMPDIR/trace"
	length=$(grep ' 0000:01:00.0 ' "$BATS_TEST_TMPDIR/trace" | sed $'s/\e\[[0-9]*m//g; s/\r//' | wc -L)
	[ "$length" = 60 ]
}

@test "JSON has who made an access: process, thread, guest, control group and both times" {
	need_module json
	begin -o jsonl
	user 1 $nic 20 --threads=2
	end
	run -0 /usr/bin/python3 -IS - "$BATS_TEST_TMPDIR"/{trace,log.1} <<-'END'
		import json
		import sys
		made = {int(line.split()[0]) for line in open(sys.argv[2]) if line.count(" ") == 5}
		events = [event for event in map(json.loads, open(sys.argv[1])) if "counts" not in event]
		assert {event["tid"] for event in events} == made
		assert len({event["pid"] for event in events}) == 1
		assert all(event["time"] < event["returned"] for event in events)
		assert [event["returned"] for event in events] == sorted(event["returned"] for event in events)
		assert {event["process"] for event in events} == {"python3"}
		assert {event["address"] for event in events} == {"0000:01:00.0"}
		assert {event["guest"] for event in events} == {None}
	END
}

@test "kernel.ftrace_enabled=0 is told before a trace, and at its end" {
	local switch=/proc/sys/kernel/ftrace_enabled
	[[ -e $switch ]] || skip "the kernel has no such switch"
	(echo 0 >$switch) 2>/dev/null || skip "this kernel does not let ftrace be switched off"
	run -3 --separate-stderr vfio-cfgtool trace --duration=1
	echo 1 >$switch
	[[ $stderr == *"its kprobes never fire: kernel.ftrace_enabled is 0"* ]]
	begin
	echo 0 >$switch
	end
	echo 1 >$switch
	[ "$status" = 3 ]
	noted "its kprobes never fire: kernel.ftrace_enabled is 0"
}

@test "a user without rights is told what trace needs" {
	be_user
	run -3 --separate-stderr tool trace --duration=1
	[[ $stderr == *"no right to"* ]]
}
