#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Virtual functions, with and without a token. QEMU's NVMe controller loses its
# VFs when it is reset, that is when vfio-pci opens or closes it; they answer
# again after they were made again.

load helper

pf=0000:06:00.0
vf=0000:06:00.1
other_token=00112233-4455-6677-8899-aabbccddeeff

lost=			# whether the PF has been opened

teardown()
{
	release
	((${#lent[@]} == 0)) || chown root "${lent[@]}" || true
	[[ ! $lost ]] || renew_vfs
}

# hold_pf - a process has the PF open and has set the token; the VFs are new
hold_pf()
{
	hold_device group $pf $token
	lost=1
	renew_vfs
	mkdir -p $kept
	echo >$kept/token
}

# need_token - the token is set; it stays when the PF is closed
need_token()
{
	[[ ! -e $kept/token ]] || return 0
	hold_pf
	release
	renew_vfs
	lost=
}

@test "VFs of a PF of another driver open without a token" {
	maps --source=vfio 0000:07:00.1
	[[ $output == *'"is_vf":true,"source":"vfio",'* ]]
}

@test "IDs of a VF are the kernel's, as its registers have none" {
	run -0 od -An -t x1 -N 4 "$pci/0000:07:00.1/config"
	[ "$output" = " ff ff ff ff" ]
	maps --source=vfio 0000:07:00.1
	[[ $output == *'"vendor":"1b36","device":"0010","class":"010802",'*'"is_vf":true,'* ]]
	maps --source=sysfs 0000:07:00.1
	[[ $output == *'"vendor":"1b36","device":"0010","class":"010802",'*'"is_vf":true,'* ]]
	maps --source=sysfs 0000:07:00.0
	[[ $output == *'"is_vf":false,'* ]]
}

@test "a token that is not needed has a message" {
	fails unsupported --source=vfio --vf-token=$token 0000:07:00.1
	[[ $message == "cannot be opened: a VF token was given, but this function takes none: it is a virtual function whose physical function is not bound to vfio-pci" ]]
	[ "$hint" = "leave out --vf-token" ]
	fails unsupported --source=vfio --vf-token=$token 0000:01:00.0
	[[ $message == *"neither a virtual nor a physical function" ]]
}

@test "VFs that need a token are left out of a selection with a message" {
	need_kernel debian "a device's own node wants no token"
	run -0 --separate-stderr tool lint -q --fail=error --skip=token-needed -o jsonl -s 06:00
	[[ ${#lines[@]} == 2 && $output != *0000:06:00.1* ]]
	run --separate-stderr tool check -e 'size 1000' --skip=token-needed -o jsonl -s 06:00
	[[ $output != *0000:06:00.1* ]]
	[[ $stderr == *"3 VFs are left out: they need a token"* ]]
}

@test "VF of a PF of vfio-pci wants a token" {
	lend "$(node_of $vf)"
	be_user
	fails token-needed --source=vfio $vf
	[ "$message" = "cannot be opened: it is a virtual function of $pf, which is bound to a VFIO driver, and it needs the VF token that was set there" ]
	[[ $hint == *"--vf-token=UUID" ]]
}

@test "VF wants a token from root as well" {
	need_kernel debian "this kernel wants none at a device's own node"
	fails token-needed --source=vfio $vf
	fails token-needed $vf
}

@test "VF of a PF of vfio-pci opens by its own node without a token before 6.17" {
	need_kernel custom "no device nodes in this kernel"
	maps --source=vfio $vf
	[[ $output == *'"is_vf":true,"source":"vfio",'* ]]
}

@test "a wrong token has a message" {
	fails token-needed --source=vfio --vf-token=$other_token $vf
	[ "$message" = "cannot be opened: it is a virtual function of $pf, which is bound to a VFIO driver, and the VF token is not the one set there" ]
	[[ $hint == *"--vf-token=UUID" ]]
}

@test "right token opens the VF while its PF is in use, and no other does" {
	hold_pf
	fails busy --source=vfio --force $pf
	[[ $message == "busy: process $holder (python3) holds "* ]]
	! has_trace || trace_maps
	maps --source=vfio --vf-token=$token $vf
	! has_trace || traced_maps "$BATS_TEST_TMPDIR/kernel"
	[[ $output == *'"vendor":"1b36","device":"0010",'*'"is_vf":true,"source":"vfio",'* ]]
	echo "$output" >"$BATS_TEST_TMPDIR/maps"
	field map "$output"
	map=$value
	! has_trace || same_maps "$BATS_TEST_TMPDIR/maps" "$BATS_TEST_TMPDIR/kernel"
	maps --source=sysfs $vf
	field map "$output"
	[ "$value" = "$map" ]
	fails token-needed --source=vfio --vf-token=$other_token $vf
	lend "$(node_of $vf)"
	be_user
	maps --source=vfio --vf-token=${token^^} $vf
	field map "$output"
	[[ $value == "$map" && $output == *'"view":"user"'* ]]
	fails token-needed --source=vfio $vf
}

@test "PF whose VFs are in use wants their token" {
	need_token
	hold_device group $vf $token
	lend "$(node_of $pf)"
	be_user
	# With the right one it would be reset, and close this VF only after a minute.
	fails token-needed --source=vfio --force $pf
	[ "$message" = "cannot be opened: its virtual functions are in use, and it wants their VF token" ]
	fails token-needed --source=vfio --force --vf-token=$other_token $pf
	[ "$message" = "cannot be opened: its virtual functions are in use, and the VF token is not theirs" ]
}

@test "PF is mapped as the kernel does, and the VFs that it lost come back by the hint" {
	lost=1
	! has_trace || trace_maps
	maps --source=vfio --force $pf
	echo "$output" >"$BATS_TEST_TMPDIR/maps"
	! has_trace || traced_maps "$BATS_TEST_TMPDIR/kernel"
	! has_trace || same_maps "$BATS_TEST_TMPDIR/maps" "$BATS_TEST_TMPDIR/kernel"
	fails no-answer --source=sysfs $vf
	[[ $message == *"a virtual function that its physical function $pf has lost"* ]]
	follow_hint
	maps --source=sysfs $vf
}

@test "kernel has not complained about any of the tests" {
	run dmesg
	[[ $output != *"Call Trace"* && $output != *"BUG:"* ]]
}
