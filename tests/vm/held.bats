#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Devices that another process holds open, read through a copy of its
# descriptor.

load helper

nic=0000:01:00.0
net=0000:02:00.0
pf=0000:07:00.0		# of a driver of its own, so its VFs need no token

another=		# a second process that holds a device
vfs=			# whether the PF has four VFs for now
yama=/proc/sys/kernel/yama/ptrace_scope

teardown()
{
	if [[ $another ]]; then
		kill "$another" || true
		wait "$another" || true
	fi
	release
	((${#lent[@]} == 0)) || chown root "${lent[@]}" || true
	[[ ! $vfs ]] || less_vfs
	[[ ! -e $yama ]] || echo 0 >$yama
}

need_cdev()
{
	[[ -c $(cdev_of $nic) ]] || skip "no iommufd in this kernel"
}

# names_devices - whether the kernel names the function of a descriptor
names_devices()
{
	grep -q vfio-device-syspath "/proc/$holder/fdinfo"/*
}

# held ADDRESS - the map through the holder is the map from sysfs
held()
{
	maps --source=held "$1"
	[[ $output == *'"source":"held",'*"\"held_by\":{\"pid\":$holder,\"command\":\"python3\"},"* ]]
	field map "$output"
	through=$value
	maps --source=sysfs "$1"
	field map "$output"
	[ "$value" = "$through" ]
}

# ask_holder COUNT - sets ${spaces[@]} to what the holder reads of its devices
ask_holder()
{
	local line
	spaces=()
	kill -USR1 "$holder"
	while ((${#spaces[@]} < $1)); do
		read -r -t 20 line <&8
		spaces+=("$line")
	done
}

# steps_of ARGUMENT... - runs the program; sets ${steps[@]} to what it does with
# descriptors from the first copy on, with the start of what it reads in hexadecimal
steps_of()
{
	type strace >/dev/null || skip "strace is not installed"
	strace -f --seccomp-bpf -qq -xx -s 64 -o "$BATS_TEST_TMPDIR/calls" \
		-e trace=pidfd_open,pidfd_getfd,pread64,read,ioctl,close,write,pwrite64,mmap \
		vfio-cfgtool -n -q map -o jsonl "$@" >"$BATS_TEST_TMPDIR/out"
	[[ $(<"$BATS_TEST_TMPDIR/out") == *'"error":null,'* ]]
	mapfile -t steps < <(sed -n 's/^[0-9]* *//; /^pidfd_open/,$p' "$BATS_TEST_TMPDIR/calls")
	printf '%s\n' "${steps[@]}"
}

# judge_steps - of ${steps[@]}: at most one copy is open at a time, the last one is
# read once, each is asked for one byte at most, nothing is written to a copy, and
# all are closed before the first output; sets $line_register to byte 3c
judge_steps()
{
	local call copy="" reads=0 bytes=0 copies=0
	line_register=
	for call in "${steps[@]}"; do
		case $call in
		pidfd_getfd*)
			[[ ! $copy && $reads == 0 ]]
			copy=${call##* }
			copies=$((copies + 1)) bytes=0
			;;
		"close($copy)"*) copy= ;;
		"pread64($copy,"*", 4096, "*)
			reads=$((reads + 1))
			line_register=${call#*\"}
			line_register=${line_register:0x3c * 4 + 2:2}
			;;
		"pread64($copy,"*", 1, "*) bytes=$((bytes + 1)) ;;
		"ioctl($copy, VFIO_DEVICE_GET_INFO,"* | "ioctl($copy, VFIO_DEVICE_GET_REGION_INFO,"*) ;;
		*"($copy,"*) [[ ! $copy ]] ;;
		"write(1,"*) [[ ! $copy ]] ;;
		esac
		((bytes <= 1))
	done
	echo "$copies copies"
	[[ $reads == 1 && ! $copy ]]
}

# has_both PID - whether a process has two devices open
has_both()
{
	[ "$(readlink "/proc/$1/fd"/* | grep -c -e vfio-device -e devices/vfio)" = 2 ]
}

@test "devices that a virtual machine has are mapped and verified through QEMU, which goes on" {
	type qemu-system-x86_64 >/dev/null || skip "QEMU is not installed"
	qemu-system-x86_64 -machine q35,accel=tcg -m 64 -nodefaults -display none -S \
		-device vfio-pci,host=$nic -device vfio-pci,host=$net 2>"$BATS_TEST_TMPDIR/qemu" 3>&- &
	another=$!
	wait_for 60 has_both $another
	run -0 --separate-stderr tool verify --source=held -o jsonl $nic $net
	[[ ${lines[0]} == *"\"pid\":$another,\"command\":\"qemu-system-x86\"}"*'"verdict":"verified","compared":8192,'* ]]
	[[ ${lines[1]} == *'"source":"held",'*'"verdict":"verified","compared":8192,'* ]]
	run -0 --separate-stderr tool map --source=held --rules=kernel -o jsonl $nic
	[[ $output == *'"source":"held",'*'"basis":"kernel"'* ]]
	# version and placement are read off the program and its command line
	version=$(qemu-system-x86_64 --version | sed -n 's/.*version \([0-9]*\.[0-9]*\).*/\1/p')
	for source in held sysfs; do
		run -0 --separate-stderr tool map --source=$source --vmm=running -o jsonl $nic
		[[ $output == *'"vmm":{"name":"qemu-'$version'","machine":"q35","bus":"root","assumed":[],'* ]]
	done
	kill -0 $another
	[ ! -s "$BATS_TEST_TMPDIR/qemu" ]
}

@test "a device without a holder, or with one that is not QEMU, has no VMM" {
	fails unsupported --source=sysfs --vmm=running $nic
	[ "$message" = "no process is known to hold the device" ]
	[[ $hint == "name the VMM, such as --vmm=qemu-10.0,"* ]]
	hold_device group $nic
	fails unsupported --source=held --vmm=running $nic
	[[ $message == "process $holder ("*") holds the device, and its program is not QEMU" ]]
}

@test "device held by its group is mapped through its holder, and has the same map" {
	hold_device group $nic
	held $nic
}

@test "device bound to an iommufd is mapped through its holder, and has the same map" {
	need_cdev
	hold_device cdev $nic
	held $nic
}

@test "a holder with only the device's descriptor is found" {
	hold_device group alone $nic
	held $nic
}

@test "map through the holder shows the user view" {
	hold_device group mark $nic
	steps_of --source=held $nic
	judge_steps
	[ "$line_register" = 11 ]
}

@test "the copy is read once, and closed before any output" {
	hold_device group $nic
	steps_of --source=held $nic
	judge_steps
	[[ ! -c $(cdev_of $nic) ]] || {
		release
		hold_device cdev $nic
		steps_of --source=held $nic
		judge_steps
	}
}

# probe NAME... - the kernel notes calls of these functions from now on
probe()
{
	has_probes || skip "the kernel has no probes"
	local name
	echo >$tracing/kprobe_events
	for name; do
		echo "p:vfiotest/$name" >>$tracing/kprobe_events || skip "the kernel has no such function"
	done
	echo >$tracing/trace
	echo 1 >$tracing/events/vfiotest/enable
}

# probed - ends this; sets $calls
probed()
{
	echo 0 >$tracing/events/vfiotest/enable
	calls=$(sed -n 's/.*: \([a-z]*\): ([^)]*)/\1/p' $tracing/trace)
	echo "$calls"
}

@test "the device is neither reset nor written, and stays as its holder had it" {
	hold_device group mark $nic
	ask_holder 1
	before=${spaces[0]}
	[ ${#before} = 8192 ]
	probe 'reset __pci_reset_function_locked' 'tried pci_try_reset_function' \
		'opened vfio_pci_core_enable' 'write vfio_pci_core_write' 'mmap vfio_pci_core_mmap' \
		'config vfio_pci_config_rw count=%dx:u64 write=%r8:u8'
	maps --source=held $nic
	probed
	while read -r call; do
		[[ $call == 'config count=4096 write=0' || $call == 'config count=1 write=0' ]]
	done <<<"$calls"
	[[ $calls == *'count=4096'* && ${calls#*count=4096} != *'count=4096'* ]]
	ask_holder 1
	[ "${spaces[0]}" = "$before" ]
	# When the holder goes it is, which also shows that the probe works.
	probe 'reset __pci_reset_function_locked' 'opened vfio_pci_core_enable'
	release
	probed
	[ "$calls" = reset ]
}

@test "the device is free as soon as its holder is gone" {
	hold_device group $nic
	maps --source=held $nic
	release
	maps --source=vfio $nic
	[[ $output == *'"source":"vfio",'* ]]
}

# hold_another ADDRESS [sleep] - a second process opens a device; sets $another
hold_another()
{
	local line
	exec 6< <(exec /usr/bin/python3 -IS "$BATS_TEST_DIRNAME/hold" group "${@:2}" "$1" 2>&1)
	another=$!
	read -r -t 30 line <&6
	[[ $line == held ]] || { echo "hold: $line"; cat <&6; return 1; }
}

@test "two processes with a device each are distinguished" {
	hold_another $net
	hold_device group $nic
	held $nic
	steps_of --source=held $nic
	judge_steps
}

# more_vfs - makes four indistinguishable VFs of one PF for vfio-pci
more_vfs()
{
	local i
	vfs=1
	echo 0 >"$pci/$pf/sriov_numvfs"
	echo 0 >"$pci/$pf/sriov_drivers_autoprobe"
	echo 4 >"$pci/$pf/sriov_numvfs"
	for i in 1 2 3 4; do
		echo vfio-pci >"$pci/${pf%0}$i/driver_override"
		echo "${pf%0}$i" >/sys/bus/pci/drivers/vfio-pci/bind
	done
}

less_vfs()
{
	vfs=
	echo 0 >"$pci/$pf/sriov_numvfs"
	set_up
}

# four_vfs group|cdev - each of them is read as the one that the holder marked
four_vfs()
{
	local i
	more_vfs
	hold_device "$1" mark "${pf%0}1" "${pf%0}2" "${pf%0}3" "${pf%0}4"
	for i in 1 2 3 4; do
		steps_of --source=held "${pf%0}$i"
		judge_steps
		echo "VF $i: $line_register"
		[ "$line_register" = "1$i" ]
	done
}

@test "four equal VFs of one holder are distinguished" {
	four_vfs group
}

@test "four equal VFs of one holder are distinguished by their nodes" {
	need_cdev
	four_vfs cdev
}

@test "a message says that a device without a holder is free" {
	fails unsupported --source=held $nic
	[ "$message" = "cannot be read through its holder: no process holds it open" ]
	[ "$hint" = "open it with --source=vfio" ]
}

@test "a process with the group but without the device is not a holder" {
	hold_node "$(node_of $nic)"
	fails unsupported --source=held $nic
	[[ $message == *"no process holds it open" ]]
}

@test "a message says that an open node that is not bound is unused" {
	need_cdev
	hold_node "$(cdev_of $nic)"
	fails unsupported --source=held $nic
	[[ $message == *"process $holder (sleep) has its node open, but has not bound it to an iommufd"* ]]
	[[ $hint == "open it with --source=vfio"* ]]
	maps --source=vfio $nic
}

@test "an open node that is not bound hides no holder" {
	need_cdev
	exec 7<>"$(cdev_of $nic)"
	hold_device group $nic
	held $nic
	exec 7<&-
}

@test "a message says that a device is bound to another driver" {
	fails not-bound --source=held $pf
	[[ $message == *"bound to nvme"* ]]
}

@test "a holder in another PID namespace is not found" {
	hold_device group $nic
	become=(unshare --fork --pid --mount-proc)
	fails unsupported --source=held $nic
	[ "$message" = "cannot be read through its holder: no process is seen that holds it open" ]
	[[ $hint == *"PID namespace"* ]]
}

@test "an ordinary user cannot see the holder, and a message says so" {
	hold_device group $nic
	be_user
	fails no-permission --source=held $nic
	[[ $message == *"other users' processes cannot be seen" ]]
	[[ $hint == "run it as root"* ]]
}

# hold_as_user - as hold_device group $nic, but the holder is an ordinary user's
hold_as_user()
{
	local line
	lend "$(node_of $nic)"
	exec 8< <(exec setpriv --reuid=65534 --regid=65534 --clear-groups \
		/usr/bin/python3 -IS "$BATS_TEST_DIRNAME/hold" group $nic 2>&1)
	holder=$!
	read -r -t 30 line <&8
	[[ $line == held ]] || { echo "hold: $line"; cat <&8; return 1; }
}

@test "ordinary user reads what another process of theirs holds" {
	[[ -d /sys/class/vfio-dev ]] || skip "the kernel does not list its VFIO devices"
	hold_as_user
	be_user
	maps --source=held $nic
	[[ $output == *'"source":"held",'*'"view":"user",'*"\"held_by\":{\"pid\":$holder,"* ]]
}

@test "ordinary user may not read what they could not trace" {
	[[ -e $yama ]] || skip "no Yama in this kernel"
	hold_as_user
	be_user
	echo 1 >$yama
	fails no-permission --source=held $nic
	[[ $message == *"the descriptor of process $holder (python3) cannot be copied without CAP_SYS_PTRACE"* ]]
	[ "$hint" = "run it as root" ]
	be_root
	maps --source=held $nic
}

# copying_fails ERROR... - as root, while each copy of a descriptor fails with this error
copying_fails()
{
	type strace >/dev/null || skip "strace is not installed"
	become=(strace -f --seccomp-bpf -qq -o /dev/null -e trace=pidfd_getfd
		-e "inject=pidfd_getfd:error=$1")
}

@test "the search is repeated if a holder exits during it" {
	hold_device group $nic
	copying_fails EBADF:when=1
	maps --source=held $nic
	copying_fails ESRCH
	fails unsupported --source=held $nic
	[[ $message == *"no process is seen that holds it open" ]]
}

@test "a message says why no descriptor can be copied" {
	hold_device group $nic
	copying_fails ENOSYS
	fails unsupported --source=held $nic
	[[ $message == *"pidfd_getfd()" && $hint == *"--source=sysfs" ]]
	copying_fails EPERM
	fails no-permission --source=held $nic
	[[ $hint == *"--cap-add=SYS_PTRACE"*"kernel.yama.ptrace_scope"* ]]
}

# need_sleep - Linux 6.1 lets a device's user put it to sleep, if it manages power at all
need_sleep()
{
	[[ -d /sys/class/vfio-dev && -e $pci/$nic/power/runtime_status ]] ||
		skip "no device can be put to sleep with this kernel"
}

# sleeps ADDRESS - whether the device does
sleeps()
{
	[[ $(<"$pci/$1/power/runtime_status") == suspended ]]
}

# not_woken - the holder has no notice that its device woke up
not_woken()
{
	local line
	! read -r -t 1 line <&8 || { echo "the holder says: $line"; return 1; }
}

# let_sleep group|cdev - a device that its user put to sleep is left so
let_sleep()
{
	hold_device "$1" sleep $nic
	sleeps $nic
	fails busy --source=held $nic
	[[ $message == *"it sleeps; a read would wake it, and tell its user so" ]]
	[[ $hint == *"try again"* ]]
	sleeps $nic
	not_woken
	if [[ $hint == "read past VFIO with --source=sysfs, which lets it sleep"* ]]; then
		maps --source=sysfs $nic
		sleeps $nic
		not_woken
	fi
	# So that it is known to be told when it does.
	ask_holder 1
	read -r -t 20 line <&8
	[ "$line" = woken ]
	maps --source=held $nic
}

@test "device that sleeps is not woken" {
	need_sleep
	let_sleep group
}

@test "device that sleeps and is bound to an iommufd is not woken" {
	need_cdev
	need_sleep
	let_sleep cdev
}

@test "a sleeping device is not read to identify it" {
	need_sleep
	hold_device group sleep $nic $net
	if names_devices; then
		maps --source=held $nic
	else
		fails busy --source=held $nic
		[[ $message == *"may be of this function or of $net, which sleeps"* ]]
	fi
	sleeps $net
	not_woken
}

@test "a device that sleeps in another process does not block the reading of this one" {
	need_sleep
	hold_another $net sleep
	hold_device group $nic
	held $nic
	sleeps $net
}
