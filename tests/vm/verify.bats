#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# verify and --rules=kernel: the running kernel's own maps, and each cause why they cannot be
# read. Lockdown is in zz-lockdown.bats.

load helper

nic=0000:01:00.0
usb=0000:03:00.0	# PCI Express of version 2, so that exp-v2-52 is seen
vf=0000:07:00.1		# the same, and ARI as its first extended capability
net=0000:02:00.0

kprobes=/sys/kernel/debug/kprobes
paranoid=			# as it was, where a test has changed it
lost=				# whether the PF has been opened, which loses its VFs

asked="the running kernel cannot be asked: "

teardown()
{
	release
	((${#lent[@]} == 0)) || chown root "${lent[@]}" || true
	[[ ! $paranoid ]] || echo "$paranoid" >/proc/sys/kernel/perf_event_paranoid
	[[ ! -e /proc/sys/kernel/ftrace_enabled ]] || echo 1 >/proc/sys/kernel/ftrace_enabled
	[[ ! -e $kprobes/enabled ]] || echo 1 >$kprobes/enabled
	[[ ! $lost ]] || renew_vfs
}

set_paranoid()
{
	paranoid=$(</proc/sys/kernel/perf_event_paranoid)
	echo "$1" >/proc/sys/kernel/perf_event_paranoid
}

need_strace()
{
	type strace >/dev/null || skip "strace is not installed"
}

# without_costs - removes the lines about the cost of an open
without_costs()
{
	grep -Ev '^vfio-cfgtool: [0-9a-f:.]+: opening (resets it by|cannot reset it)' || true
}

# verified ARGUMENT... - the rules are the kernel's, without a message
verified()
{
	run -0 --separate-stderr tool verify -o jsonl "$@"
	[ ! "$(without_costs <<<"$stderr")" ]
	[[ $output == *'"basis":"verified"'*'"verdict":"verified",'*'"different":0,"differences":[],'* ]]
}

# need_verified - all devices that can be opened, verified as root, once for all
# tests: files under $kept: verified (jsonl), verified-notes, verified-status, and
# verified-kernel where it can be traced
need_verified()
{
	local status=0
	read_openable
	[[ ! -e $kept/verified-status ]] || return 0
	mkdir -p $kept
	! has_trace || trace_maps
	vfio-cfgtool -n verify -o jsonl "${openable[@]}" >$kept/verified 2>$kept/verified-notes ||
		status=$?
	! has_trace || traced_maps $kept/verified-all
	# A device is read twice: one byte that tells where its map is, and then all.
	! has_trace || awk 'NR % 2' $kept/verified-all >$kept/verified-kernel
	echo $status >$kept/verified-status
}

# right_and_wrong - sets $right and $wrong to rules of which the one is the
# kernel's and the other differs in a switch
right_and_wrong()
{
	right=auto,-exp-v2-52 wrong=auto,+exp-v2-52
	tool verify -k $right $usb >/dev/null 2>&1 || right=auto,+exp-v2-52 wrong=auto,-exp-v2-52
}

# unasked CODE MESSAGE HINT PREFIX... - verify, started by PREFIX, says why the kernel cannot be
# read; it opens no device, so none is reset
unasked()
{
	local code=$1 wanted=$2 wanted_hint=$3
	shift 3
	need_strace
	run -3 --separate-stderr strace -f --seccomp-bpf -qq -o "$BATS_TEST_TMPDIR/calls" \
		-e trace=openat,ioctl "$@" vfio-cfgtool -n verify -o jsonl $nic
	judge_error "$code" "$output" "$stderr"
	[ "$message" = "$asked$wanted" ]
	[ "$hint" = "$wanted_hint" ]
	run -1 grep -E '"/dev/(vfio/|iommu)|VFIO_' "$BATS_TEST_TMPDIR/calls"
}

# with_capabilities CAPABILITY... - sets ${so[@]} to what makes root have only those
with_capabilities()
{
	local name list=-all
	for name; do
		list+=,+$name
	done
	so=(setpriv "--bounding-set=$list")
}

# be_user_with CAPABILITY... - becomes an ordinary user with these and the device
be_user_with()
{
	local name list=-all
	for name; do
		list+=,+$name
	done
	lend "$(node_of $nic)"
	[ "$VM_KERNEL" = debian ] || lend "$(cdev_of $nic)" /dev/iommu
	become=(setpriv --reuid=65534 --regid=65534 --clear-groups "--inh-caps=$list"
		"--ambient-caps=$list" "--bounding-set=$list")
}

# programs_in_kernel - prints how many BPF programs the kernel has
programs_in_kernel()
{
	/usr/bin/python3 -IS - <<-'END'
		import ctypes
		libc = ctypes.CDLL(None, use_errno=True)
		attributes = (ctypes.c_uint32 * 32)()
		count = 0
		# BPF_PROG_GET_NEXT_ID: 0 the last ID, 1 the next one
		while libc.syscall(321, 11, attributes, ctypes.sizeof(attributes)) == 0:
		    attributes[0] = attributes[1]
		    count += 1
		print(count)
	END
}

# is_probed - whether a kprobe is on VFIO's function, besides those that other tests
# have made and switched off
is_probed()
{
	grep vfio_pci_config_rw $kprobes/list | grep -qv DISABLED
}

# wait_busy - the program waits, with its probe attached, for a device that is
# held; sets $waiting
wait_busy()
{
	hold_device group $nic
	vfio-cfgtool -n verify --wait=60 $nic >"$BATS_TEST_TMPDIR/waiting" 2>&1 &
	waiting=$!
	wait_for 60 is_probed
}

# are_loaded COUNT - whether COUNT programs are in the kernel
are_loaded()
{
	[ "$(programs_in_kernel)" = "$1" ]
}

# What agrees

@test "every device that can be opened is verified, map and virtual copy" {
	need_verified
	cat $kept/verified-notes
	[ "$(<$kept/verified-status)" = 0 ]
	count=${#openable[@]}
	[ "$(without_costs <$kept/verified-notes)" = "vfio-cfgtool: $count devices: $count verified, 0 differ, 0 failed" ]
	mapfile -t lines <$kept/verified
	[ ${#lines[@]} = $count ]
	for ((i = 0; i < count; i++)); do
		echo "${lines[i]:0:1000}"
		[[ ${lines[i]} == *"\"address\":\"${openable[i]}\","*'"source":"vfio",'*'"view":"hardware",'* ]]
		[[ ${lines[i]} == *'"basis":"verified"'*'"error":null,'*'"verdict":"verified",'* ]]
		[[ ${lines[i]} == *'"different":0,"differences":[],"explained_by":null,"policy_compared":true,"map":"0'* ]]
		field size "${lines[i]}"
		size=$value
		field compared "${lines[i]}"
		((value > 2 * size + 64 - 1))	# the map, the policy, and the header of the virtual copy
	done
}

@test "the map that is verified is the kernel's own, byte for byte" {
	need_trace
	need_verified
	same_maps $kept/verified $kept/verified-kernel
}

@test "JSON of verify agrees with the schema" {
	need_verified
	right_and_wrong
	{
		tool verify -o jsonl -k $wrong $usb || true
		tool verify -o jsonl 0000:0f:02.0 || true
	} >"$BATS_TEST_TMPDIR/others" 2>/dev/null
	schema_lines $((${#openable[@]} + 2)) $kept/verified "$BATS_TEST_TMPDIR/others"
}

@test "verify needs no type information of the kernel" {
	run -0 --separate-stderr unshare --mount sh -c \
		'mount -t tmpfs none /sys/kernel/btf && exec vfio-cfgtool -n verify -o jsonl "$@"' \
		sh $nic $vf
	[[ ${lines[0]} == *'"verdict":"verified",'* ]]
	[[ ${lines[1]} == *'"verdict":"verified",'* ]]
}

@test "a VF whose PF has set a token is verified with the token, and not without" {
	need_kernel debian "a device's own node wants no token"
	run -3 --separate-stderr tool verify -o jsonl 0000:06:00.1
	judge_error token-needed "$output" "$stderr"
	hold_device group 0000:06:00.0 $token
	lost=1
	renew_vfs
	verified --vf-token=$token 0000:06:00.1
}

# What differs

@test "a wrong switch gives exit 1, the differences, the switch, and rules that verify" {
	right_and_wrong
	verified -k $right $usb
	run -1 --separate-stderr tool verify -o jsonl -k $wrong $usb
	[[ $output == *'"basis":"table"'*'"verdict":"differs",'*'"different":4,'* ]]
	[[ $output == *'"what":"map","kernel":"'*'","rules":"'*'","switch":"exp-v2-52"}],"explained_by":"'* ]]
	field explained_by "$output"
	rules=$value
	printf '%s\n' "$stderr"
	stderr=$(without_costs <<<"$stderr")
	[[ $stderr == "vfio-cfgtool: $usb: 4 of "*" bytes are not as rules "*" say"$'\n'"  this kernel "*exp-v2-52": use --rules=$rules" ]]
	verified -k "$rules" $usb
}

@test "verify shows the current device on a terminal, and removes that line again" {
	type script >/dev/null || skip "script is not installed"
	run -0 script -qec "vfio-cfgtool verify -n $usb $nic" /dev/null
	progress=$'\r\e[K1/2 '$usb$' ...\r\e[K2/2 '$nic$' ...\r\e[K'
	printf '%q\n' "$output"
	output=$(sed -z $'s/\r\e\\[Kvfio-cfgtool: [^\r]* along\r\\n//g' <<<"$output")
	[[ $output == "$progress"$'\e[1m'ADDRESS* ]]
	run -0 --separate-stderr tool verify $usb $nic
	[[ $stderr != *"1/2"* ]]
}

@test "two wrong switches are found together, each by its own bytes" {
	right_and_wrong
	run -1 --separate-stderr tool verify -o jsonl -k $wrong,+ext-cap-max=02 $vf
	[[ $output == *'"switch":"exp-v2-52"}'*'"switch":"ext-cap-max"}'* ]]
	rules=${stderr##*use --rules=}
	printf '%s\n' "$stderr"
	[[ $rules == *exp-v2-52* && $rules == *ext-cap-max=* ]]
	verified -k "$rules" $vf
}

@test "the table of a difference has its bytes on both sides and the switch" {
	right_and_wrong
	run -1 --separate-stderr tool verify -k $wrong $usb
	printf '%s\n' "$output"
	[[ $output == "ADDRESS "*$'\n'"$usb  differs "*$'\n\n'"ADDRESS  "*KERNEL*RULES*SWITCH*$'\n'"$usb  "*" map   "*"  exp-v2-52" ]]
}

@test "devices that differ and devices that fail are counted, and a difference decides the status" {
	right_and_wrong
	run -1 --separate-stderr tool verify -q -o jsonl -k $wrong 0000:0d:02.0 $usb 0000:0f:02.0
	[[ ${lines[0]} == *'"verdict":"verified",'* ]]
	[[ ${lines[1]} == *'"verdict":"differs",'* ]]
	[[ ${lines[2]} == *'"verdict":"group-not-viable",'* ]]
	run -1 --separate-stderr tool verify -k $wrong 0000:0d:02.0 $usb 0000:0f:02.0
	[[ $stderr == *$'\n'"vfio-cfgtool: 3 devices: 1 verified, 1 differ, 1 failed" ]]
}

# The kernel's own map

@test "the kernel's own map is the one that its rules give, and JSON differs in the basis alone" {
	need_maps
	run -0 --separate-stderr tool map -q -k kernel -o jsonl "${openable[@]}"
	[ ! "$stderr" ]
	[ "${#lines[@]}" = ${#openable[@]} ]
	for ((i = 0; i < ${#openable[@]}; i++)); do
		[[ ${lines[i]} == *'"basis":"kernel"'* ]]
	done
	diff <(sed 's/,"/\n"/g' $kept/maps) <(sed 's/:"kernel"/:"table"/g; s/,"/\n"/g' <<<"$output")
}

@test "the kernel's own map is its memory, byte for byte" {
	need_trace
	trace_maps
	tool map -q -k kernel -o jsonl $usb $vf >"$BATS_TEST_TMPDIR/maps"
	traced_maps "$BATS_TEST_TMPDIR/all"
	awk 'NR % 2' "$BATS_TEST_TMPDIR/all" >"$BATS_TEST_TMPDIR/kernel"
	same_maps "$BATS_TEST_TMPDIR/maps" "$BATS_TEST_TMPDIR/kernel"
}

@test "the kernel's own map is enough for any basis, and only it for the best" {
	for basis in table verified kernel; do
		maps -k kernel --require=$basis $nic
	done
	for basis in verified kernel; do
		fails unsupported --require=$basis --source=vfio $nic
		[[ $message == "the basis of rules "*" is 'table', not '$basis'" ]]
	done
}

@test "the kernel's own map is never replaced by a prediction" {
	for address in 0000:0f:01.0 0000:00:0c.0 0000:07:00.0; do
		run -3 --separate-stderr tool map -k kernel -o jsonl $address
		[[ $output == *'"map":null,'* ]]
	done
	hold_device group $nic
	fails busy -k kernel $nic
}

# How it is asked

@test "the programs are loaded once for all devices" {
	need_strace
	run -0 strace -f --seccomp-bpf -qq -o "$BATS_TEST_TMPDIR/calls" -e trace=bpf,perf_event_open \
		vfio-cfgtool -n -q verify $nic $net $usb
	[ "$(grep -c BPF_PROG_LOAD "$BATS_TEST_TMPDIR/calls")" = 2 ]
	[ "$(grep -c 'perf_event_open(.* = [0-9]' "$BATS_TEST_TMPDIR/calls")" = 1 ]
}

@test "every descriptor is closed before the first byte of output" {
	need_strace
	# side by side, strace would take lines of two threads apart
	for format in table json jsonl; do
		for command in verify "map -k kernel -j 1"; do
			# shellcheck disable=SC2086
			strace -f --seccomp-bpf -qq -o "$BATS_TEST_TMPDIR/calls" \
				-e trace=bpf,perf_event_open,openat,close,ioctl,write \
				vfio-cfgtool -n -q $command -o $format $nic $net >"$BATS_TEST_TMPDIR/out"
			run -0 awk '
				/bpf\(BPF_(MAP_CREATE|PROG_LOAD)|perf_event_open\(|VFIO_GROUP_GET_DEVICE_FD|"\/dev\/(vfio|iommu)/ {
					if ($NF ~ /^[0-9]+$/) {
						open[$NF] = $0
						opened++
					}
				}
				match($0, /close\([0-9]+/) { delete open[substr($0, RSTART + 6, RLENGTH - 6)] }
				/write\(1,/ {
					outputs++
					for (fd in open) {
						print "open at the first output: " open[fd]
						bad = 1
					}
					if (bad)
						exit
				}
				END { exit bad || opened < 9 || outputs == 0 }' "$BATS_TEST_TMPDIR/calls"
		done
	done
}

@test "nothing is left in the kernel afterwards" {
	run -1 is_probed
	before=$(programs_in_kernel)
	verified $nic
	maps -k kernel $nic
	wait_for 30 are_loaded "$before"
	run -1 is_probed
	# processes come and go while grep looks
	[ ! "$(grep -ls '^prog_id:' /proc/[0-9]*/fdinfo/* || true)" ]
}

@test "a killed run leaves no probe" {
	before=$(programs_in_kernel)
	wait_busy
	[ "$(programs_in_kernel)" -gt "$before" ]
	kill -KILL $waiting
	wait $waiting || true
	wait_for 30 not is_probed
	wait_for 30 are_loaded "$before"
}

@test "a run is not disturbed by another that waits with its probe" {
	wait_busy
	verified $net
	release
	wait $waiting
	cat "$BATS_TEST_TMPDIR/waiting"
	[[ $(<"$BATS_TEST_TMPDIR/waiting") == *"$nic  verified "* ]]
}

@test "runs at the same time on several devices are all verified" {
	for address in $nic $net $usb $vf; do
		vfio-cfgtool -n verify -o jsonl $address >"$BATS_TEST_TMPDIR/$address" 2>&1 &
	done
	for ((i = 0; i < 4; i++)); do
		wait -n
	done
	for address in $nic $net $usb $vf; do
		[[ $(<"$BATS_TEST_TMPDIR/$address") == *'"verdict":"verified",'* ]]
	done
}

@test "no kernel address is in any output" {
	right_and_wrong
	{
		tool -v verify $nic $usb
		tool -v verify -k $wrong $usb
		tool -v verify -k $wrong -J $usb
		tool -v verify -k $wrong -o jsonl $usb 0000:0f:02.0
		tool -v map -k kernel $nic
		tool -v map -k kernel -o jsonl $nic
		echo 0 >$kprobes/enabled
		tool -v verify $nic
	} >"$BATS_TEST_TMPDIR/out" 2>&1 || true
	echo 1 >$kprobes/enabled
	# bytes of a map are long strings of hexadecimal digits
	sed -i 's/"[0-9a-f]*"/""/g' "$BATS_TEST_TMPDIR/out"
	run -1 grep -iE 'ffff[0-9a-f]{12}' "$BATS_TEST_TMPDIR/out"
	[[ $(<"$BATS_TEST_TMPDIR/out") == *"$usb: 4 of "* ]]
}

@test "verify works in a PID namespace, with and without its own /proc" {
	become=(unshare --pid --fork)
	verified $nic
	become=(unshare --pid --fork --mount-proc)
	verified $nic
}

@test "verify works in a mount namespace without debugfs and tracefs" {
	become=(unshare --mount sh -c 'umount -l /sys/kernel/tracing /sys/kernel/debug 2>/dev/null; exec "$@"' sh)
	verified $nic
}

# Why it cannot be asked

@test "a user without capabilities has a message, and no device is opened" {
	with_capabilities
	unasked no-permission "no right to load a BPF program" \
		"run it as root, or with CAP_BPF and CAP_PERFMON" "${so[@]}"
}

@test "CAP_BPF alone is not enough, and no device is opened" {
	with_capabilities bpf
	unasked no-permission "no right to load a BPF program" \
		"run it as root, or with CAP_BPF and CAP_PERFMON" "${so[@]}"
}

@test "CAP_BPF and CAP_PERFMON are not enough where only root may use perf, and no device is opened" {
	need_kernel debian "only Debian's kernel has that level"
	set_paranoid 3
	with_capabilities bpf perfmon
	unasked no-permission "no right to attach a kprobe (kernel.perf_event_paranoid is 3)" \
		"run it as root; CAP_BPF and CAP_PERFMON are enough with sysctl kernel.perf_event_paranoid=2" \
		"${so[@]}"
}

@test "a user with CAP_BPF and CAP_PERFMON verifies the map of a device that is theirs" {
	set_paranoid 2
	be_user_with bpf perfmon
	verified $nic
	[[ $output == *'"view":"user",'*'"compared":4096,'* ]]
	maps -k kernel $nic
	[[ $output == *'"basis":"kernel"'*'"view":"user"'* || $output == *'"view":"user"'*'"basis":"kernel"'* ]]
}

@test "a user without capabilities has a message, even for a device of their own" {
	be_user_with
	run -3 --separate-stderr tool verify -o jsonl $nic
	judge_error no-permission "$output" "$stderr"
	[ "$message" = "${asked}no right to load a BPF program" ]
}

@test "kernel.ftrace_enabled=0 has a message, no device is opened, and the hint helps" {
	[[ -e /proc/sys/kernel/ftrace_enabled ]] || skip "the kernel has no such switch"
	echo 0 >/proc/sys/kernel/ftrace_enabled
	unasked unsupported "its kprobes never fire: kernel.ftrace_enabled is 0" \
		"as root: sysctl kernel.ftrace_enabled=1"
	follow_hint
	verified $nic
}

@test "disabled kprobes have a message, no device is opened, and the hint helps" {
	echo 0 >$kprobes/enabled
	unasked unsupported "its kprobes never fire: $kprobes/enabled is 0" \
		"as root: echo 1 > $kprobes/enabled"
	follow_hint
	verified $nic
}

@test "a probe that does not fire has a message if the cause cannot be seen" {
	set_paranoid 2
	be_user_with bpf perfmon
	echo 0 >$kprobes/enabled
	run -3 --separate-stderr tool verify -o jsonl $nic
	judge_error unsupported "$output" "$stderr"
	[ "$message" = "${asked}its kprobe is attached but did not fire" ]
}

@test "a device that cannot be opened has a message before anything is loaded" {
	need_strace
	while read -r address code wanted; do
		run -3 --separate-stderr strace -f --seccomp-bpf -qq -e trace=bpf,perf_event_open \
			-o "$BATS_TEST_TMPDIR/calls" vfio-cfgtool -n verify -o jsonl $address
		judge_error $code "$output" "$stderr"
		[[ $message == "$wanted"* ]]
		[ ! -s "$BATS_TEST_TMPDIR/calls" ]
	done <<-'END'
		0000:00:0c.0 no-driver cannot be opened through VFIO: no driver is bound to it
		0000:0f:01.0 not-bound cannot be opened through VFIO: it is bound to 8139cp
		0000:07:00.0 not-bound cannot be opened through VFIO: it is bound to nvme
		0000:00:01.0 unsupported cannot be opened through VFIO: it is a bridge,
		0000:0f:02.0 group-not-viable cannot be opened: its IOMMU group
		0000:1c:00.0 not-found no such device
	END
}

@test "a device in use has a message with its holder" {
	hold_device group $nic
	run -3 --separate-stderr tool verify -o jsonl $nic
	judge_error busy "$output" "$stderr"
	[[ $message == "busy: process $holder (python3) "* ]]
	[[ $hint == *"--wait=SECONDS"* ]]
	# verify takes nothing past VFIO
	[[ $hint != *"--source=sysfs"* ]]
}

@test "a device has a message that it has no driver if vfio-pci is missing" {
	need_kernel debian "it is no module in this kernel"
	modprobe -C /dev/null -r vfio-pci
	run --separate-stderr tool verify -o jsonl $nic
	set_up
	[ "$status" = 3 ]
	judge_error no-driver "$output" "$stderr"
	[ "$message" = "cannot be opened through VFIO: no driver is bound to it, and the module vfio-pci is not loaded" ]
	verified $nic
}
