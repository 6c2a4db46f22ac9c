#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The manual's story of trace, with the real QEMU: start it, trace it, write its needs, and
# check them against the next kernel.

load helper
load tracer

# What the guest does: a write of COMMAND, a raw byte behind MSI-X, what errors are masked,
# payload and read request size; and a read of PMC, of AER and of the raw byte
writes=(04.w=0107 ac.b=5a 108.l=00001000 e8.w=2810)
reads=(ca.w 104.l ac.b)

# qemu WORD... - QEMU starts with the device, its guest makes these accesses, and it ends
qemu()
{
	type qemu-system-x86_64 >/dev/null || skip "QEMU is not installed"
	/usr/bin/python3 -I "$BATS_TEST_DIRNAME/../guest/touch" $nic "$@" >"$BATS_TEST_TMPDIR/qemu"
	cat "$BATS_TEST_TMPDIR/qemu"
}

# No reset clears the raw bytes that the guest wrote.
teardown()
{
	end_all
	vfio-cfgtool write -q $nic ac.b=00 ae.b=00
}

# breaks TEXT RULES - check of the needs fails under these rules, with these words
breaks()
{
	run -1 --separate-stderr tool check --source=sysfs -k "$2" $nic "$BATS_TEST_TMPDIR/trace"
	echo "$output"
	[[ $output == *"$1"* ]]
}

@test "the needs of a QEMU hold under this kernel and the next; and not where a used bit is dropped, hidden or moved" {
	local now
	begin -o needs $nic
	qemu "${writes[@]}" "${reads[@]}"
	end
	[ "$status" = 0 ]
	cat "$BATS_TEST_TMPDIR/trace"
	grep -q '^need write ac.b 5a write_virtual=00$' "$BATS_TEST_TMPDIR/trace"
	run -0 tool check --source=sysfs $nic "$BATS_TEST_TMPDIR/trace"
	run -0 --separate-stderr tool map --source=sysfs -o jsonl $nic
	now=${output#*'"rules":{"name":"'}
	now=${now%%'"'*}
	breaks "ac.b: the kernel drops a write of bits 5a, and the rule needs it" "$now,+len:CAP_MSIX=10"
	breaks "its capability is not in the user's chain" "$now,+len:ECAP_AER=0"
	if [[ $VM_KERNEL == 5.10 ]]; then	# the next kernels have PME virtual
		breaks "are in the virtual copy, and the rule needs the device" 7.3
	else
		run -0 tool check --source=sysfs -k 7.3 $nic "$BATS_TEST_TMPDIR/trace"
		breaks "are in the device, and the rule needs the virtual copy" 5.10
	fi
}

@test "the trace has what QEMU's own has: each write, and each read that it does not emulate" {
	begin -o jsonl
	qemu --log="$BATS_TEST_TMPDIR/log" "${writes[@]}" "${reads[@]}"
	end
	[ "$status" = 0 ]
	cat "$BATS_TEST_TMPDIR/log"
	run -0 /usr/bin/python3 -IS "$BATS_TEST_DIRNAME/tools/trace-qemu" "$BATS_TEST_TMPDIR/trace" \
		"$BATS_TEST_TMPDIR/log" "$(head -n 1 "$BATS_TEST_TMPDIR/qemu")" ca 104 ac
	echo "$output"
}

@test "--against shows exactly the accesses that the guest of a QEMU made outside of the policy" {
	printf '%s\n' 'format 1' 'deny write 104-fff' 'deny write ac-af' >"$BATS_TEST_TMPDIR/policy"
	begin --against="$BATS_TEST_TMPDIR/policy" $nic
	qemu
	end
	[ "$status" = 0 ]
	begin --against="$BATS_TEST_TMPDIR/policy" $nic
	qemu 04.w=0107 ac.b=5a 108.l=00001000 110.l ac.b 0c.b=10 ae.b=01
	end
	[ "$status" = 1 ]
	cat "$BATS_TEST_TMPDIR/trace"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/trace")" = 3 ]
	[ "$(grep -c " web($(head -n 1 "$BATS_TEST_TMPDIR/qemu")) $nic write " "$BATS_TEST_TMPDIR/trace")" = 3 ]
	sed -n 1p "$BATS_TEST_TMPDIR/trace" | grep ' write ac.b .*5a.*(line 3: deny write ac-af)$'
	sed -n 2p "$BATS_TEST_TMPDIR/trace" | grep ' write ERR_UNCOR_MASK.l .*-> 00001000: .* (line 2: deny write 104-fff)$'
	sed -n 3p "$BATS_TEST_TMPDIR/trace" | grep ' write ae.b .*01.*(line 3: deny write ac-af)$'
}
