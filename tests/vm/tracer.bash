# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154
#
# What the tests of trace share: a trace, the users that it sees, and their comparison.

nic=0000:01:00.0
net=0000:02:00.0
tracer=
users=()

teardown()
{
	end_all
}

# end_all - ends the trace, its users and witnesses, wherever the test has stopped
end_all()
{
	local user
	witness_end
	[[ ! $tracer ]] || kill -KILL "$tracer" 2>/dev/null || true
	for user in "${users[@]}"; do
		kill -KILL "$user" 2>/dev/null || true
	done
	release
}

# begin ARGUMENT... - starts a trace, and returns when it is attached; sets $tracer
begin()
{
	: >"$BATS_TEST_TMPDIR/notes"
	vfio-cfgtool -n trace "$@" >"$BATS_TEST_TMPDIR/trace" 2>"$BATS_TEST_TMPDIR/notes" &
	tracer=$!
	wait_for 60 noted 'tracing; Ctrl-C ends it'
}

# noted TEXT - whether the trace has said so
noted()
{
	[[ $(<"$BATS_TEST_TMPDIR/notes") == *"$1"* ]]
}

# shows TEXT - whether the trace has shown it
shows()
{
	[[ $(<"$BATS_TEST_TMPDIR/trace") == *"$1"* ]]
}

# end - ends the trace as Ctrl-C does; sets $status
end()
{
	kill -INT "$tracer"
	status=0
	wait "$tracer" || status=$?
	tracer=
	cat "$BATS_TEST_TMPDIR/notes"
}

# user NUMBER ARGUMENT... - a VFIO user, whose log is log.NUMBER
user()
{
	local number=$1
	shift
	/usr/bin/python3 -IS "$BATS_TEST_DIRNAME/tools/access" "$@" >"$BATS_TEST_TMPDIR/log.$number"
	head -n 1 "$BATS_TEST_TMPDIR/log.$number"
}

# make_accesses ADDRESS WORD... - a VFIO user makes these, in their order: OFFSET.BYTES is a
# read, OFFSET=BYTES a write; all hexadecimal. One that is refused goes by.
make_accesses()
{
	/usr/bin/python3 -IS - "$BATS_TEST_DIRNAME/tools" "$@" <<-'END'
		import os
		import sys
		sys.path.insert(0, sys.argv[1])
		import vfio
		opener = vfio.Opener()
		opener.open(sys.argv[2])
		device, place = opener.devices[sys.argv[2]], opener.config_offset(sys.argv[2])
		for word in sys.argv[3:]:
		    offset, is_write, data = word.partition("=")
		    try:
		        if is_write:
		            os.pwrite(device, bytes.fromhex(data), place + int(offset, 16))
		        else:
		            offset, _, count = offset.partition(".")
		            os.pread(device, int(count, 16), place + int(offset, 16))
		    except OSError:
		        pass
	END
}

# need_module NAME - skips the test where Python is the smallest one of Debian, without it
need_module()
{
	/usr/bin/python3 -IS -c "import $1" 2>/dev/null || skip "Python has no $1 here"
}

# accesses - how many a process makes where their number is the point: 10,000 if THOROUGH is set
accesses()
{
	echo $((${THOROUGH:+1} + 0 == 1 ? 10000 : 400))
}

# side_by_side COUNT DEVICE... - a user of each device, all at the same time
side_by_side()
{
	local count=$1 device number=0 user
	shift
	for device; do
		number=$((number + 1))
		user $number "$device" "$count" &
		users+=($!)
	done
	for user in "${users[@]}"; do
		wait "$user"
	done
	users=()
}

# compare - the trace is what its users wrote down, and what ftrace saw if it was asked; says
# how many accesses agreed
compare()
{
	local files=("$BATS_TEST_TMPDIR/trace" "$BATS_TEST_TMPDIR"/log.*)
	[[ ! -e $BATS_TEST_TMPDIR/ftrace ]] || files=(--ftrace="$BATS_TEST_TMPDIR/ftrace" "${files[@]}")
	run -0 /usr/bin/python3 -IS "$BATS_TEST_DIRNAME/tools/trace-compare" "${files[@]}"
	echo "# $output" >&3
}

# witness_begin - from here on ftrace notes the accesses, too: where the kernel can
witness_begin()
{
	has_probes || return 0
	printf '%s\n' 'p:vfiowitness/enter vfio_pci_config_rw count=$arg3:u64 position=+0($arg4):x64 write=$arg5:u8' \
		'r64:vfiowitness/leave vfio_pci_config_rw result=$retval:s64' >$tracing/kprobe_events
	echo 8192 >$tracing/buffer_size_kb
	echo >$tracing/trace
	echo 1 >$tracing/events/vfiowitness/enable
}

# witness_end - until here
witness_end()
{
	[[ -e $tracing/events/vfiowitness ]] || return 0
	echo 0 >$tracing/events/vfiowitness/enable
	cat $tracing/trace >"$BATS_TEST_TMPDIR/ftrace"
	echo >$tracing/kprobe_events
}

# count NAME - a number of the counts at the end of the trace
count()
{
	local line
	line=$(tail -n 1 "$BATS_TEST_TMPDIR/trace")
	line=${line##*\""$1"\":}
	echo "${line%%[,\}]*}"
}

# attached - whether anything of a trace is attached to the kernel, or loaded, beside the
# kprobes that other tests have made and switched off
attached()
{
	[[ -r /sys/kernel/debug/kprobes/list ]] || skip "debugfs does not list kprobes"
	grep vfio_pci_config_rw /sys/kernel/debug/kprobes/list | grep -qv DISABLED || grep -q 'vfio_cfg_' /proc/kallsyms
}
