#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Use that is hard to see: in other namespaces and jails, by drivers with nodes that belong to no
# device, by threads, mappings and the kernel. A device that cannot be checked is refused.

load helper
load moves

second=0000:00:1f.3	# of nobody, too
gpu=0000:00:0a.0	# no network device
nodes=/run/vm/nodes

setup()
{
	has_iommu_group $nic
}

teardown()
{
	release
	[[ ! -e /dev/$block.away ]] || mv "/dev/$block.away" "/dev/$block"
	umount -l /run/vm/dead 2>/dev/null || true	# it may be dead, so nobody asks it
	rm -rf $nodes
	if [[ -e /sys/module/gpu ]]; then
		echo $gpu >$pci/$gpu/driver/unbind || true
		echo >$pci/$gpu/driver_override
		echo $second >$pci/$second/driver/unbind || true
		rmmod gpu || true
	fi
	alone $free $second
	((${#lent[@]} == 0)) || chown root "${lent[@]}" || true
	set_up
}

block=nothing

# --- network interfaces ----------------------------------------------------------------

# in_namespace - the interface is in the namespace of a process; sets $holder
in_namespace()
{
	hold_by_python "assert libc.unshare(0x40000000) == 0"
	ip link set "$(interface)" netns $holder
	wait_for 60 is_away
}

is_away()
{
	[[ ! -e $pci/$nic/net/$(interface) ]]
}

@test "a network device with its interface in another namespace is refused, because it may be up" {
	need_kernel debian "this kernel has no network namespaces"
	echo $mate >"$pci/$mate/driver/unbind"
	in_namespace
	doubts "it is a network device, and no interface of 8139cp is visible here" bind $nic
	[[ $output == *'"done":false,'* ]]
	moves bind --force $nic
	[[ $stderr == *"$nic: forced: it is not known whether it is in use: "* ]]
}

# given DRIVER - the NIC is the driver's
given()
{
	modprobe -C /dev/null "$1"
	echo $nic >"$pci/$nic/driver/unbind"
	echo "$1" >"$pci/$nic/driver_override"
	echo $nic >/sys/bus/pci/drivers_probe
	[ "$(driver_of $nic)" = "$1" ]
}

@test "a process that opens the node or maps a BAR uses a network device of uio or pci-stub" {
	need_kernel debian "this kernel has no such drivers"
	echo $mate >"$pci/$mate/driver/unbind"
	given uio_pci_generic
	hold_file /dev/uio0
	refuses "process $holder (sleep) has /dev/uio0 open" bind $nic
	release
	given pci-stub
	hold_by_python "file = os.open(sys.argv[1], os.O_RDWR)
area = mmap.mmap(file, 256)
os.close(file)" "$pci/$nic/resource1"
	refuses "process $holder (python3) has $(readlink -f $pci/$nic)/resource1 open" bind $nic
	release
	moves bind $nic
}

# --- disks -----------------------------------------------------------------------------

@test "a disk that a process has open by another node, as in a jail, is refused" {
	without_vfs
	mkdir -p $nodes/jail
	read -r major minor < <(stat -c '%Hr %Lr' "/dev/$block")
	mknod $nodes/jail/some b "$major" "$minor"
	hold_by_python "os.chroot(sys.argv[1])
os.open('/some', os.O_RDONLY)" $nodes/jail
	refuses "process $holder (python3) has $nodes/jail/some open" bind $disk
	release
	moves bind $disk
}

@test "a disk without a node is refused, because its use cannot be checked" {
	without_vfs
	mv "/dev/$block" "/dev/$block.away"
	doubts "whether its disk $block is in use is not known, as /dev/$block cannot be looked at: No such file or directory" bind $disk
	mknod "/dev/$block" c 1 3
	doubts "whether its disk $block is in use is not known, as /dev/$block is another node" bind $disk
	mv "/dev/$block.away" "/dev/$block"
	moves bind $disk
}

@test "a disk that only a thread has open is refused, even if the first thread has ended" {
	without_vfs
	open_by_thread="def work():
    assert libc.unshare(0x400) == 0
    os.open(sys.argv[1], os.O_RDONLY)
    opened.set()
    time.sleep(100)
opened = threading.Event()
threading.Thread(target=work, daemon=True).start()
opened.wait()"
	hold_by_python "$open_by_thread" "/dev/$block"
	refuses "process $holder (python3) has /dev/$block open" bind $disk
	release
	hold_by_python "$open_by_thread
print('held', flush=True)
libc.syscall(60, 0)" "/dev/$block"
	wait_for 60 grep -q '^State:.Z' /proc/$holder/status
	refuses "process $holder (python3) has /dev/$block open" bind $disk
	release
	moves bind $disk
}

@test "files of a server that does not answer are not opened" {
	need_kernel debian "this kernel has no FUSE"
	modprobe -C /dev/null fuse
	without_vfs
	umount -l /run/vm/dead 2>/dev/null || true
	mkdir -p /run/vm/dead
	exec 8< <(exec /usr/bin/python3 -IS "$BATS_TEST_DIRNAME/dead-server" /run/vm/dead 2>&1)
	holder=$!
	read -r -t 60 line <&8
	[ "$line" = held ]
	run -137 timeout -s KILL 2 stat -L "/proc/$holder/fd/9"
	run -0 timeout -s KILL 60 vfio-cfgtool -n bind $disk
}

@test "files of a user's own file system, which root may not read, are not nodes" {
	need_kernel debian "this kernel has no FUSE"
	modprobe -C /dev/null fuse
	without_vfs
	umount -l /run/vm/dead 2>/dev/null || true
	mkdir -p /run/vm/dead
	exec 8< <(exec /usr/bin/python3 -IS "$BATS_TEST_DIRNAME/dead-server" /run/vm/dead 65534 2>&1)
	holder=$!
	read -r -t 60 line <&8
	[ "$line" = held ]
	run -1 stat -L "/proc/$holder/fd/9"
	[[ $output == *"Permission denied"* ]]
	run -0 timeout -s KILL 60 vfio-cfgtool -n bind $disk
}

@test "user who does not see all processes is told that root does" {
	without_vfs
	be_user
	doubts "" bind --dry-run $disk
	run -4 --separate-stderr tool bind --dry-run $disk
	[[ $stderr == *$'\n  run it as root; or, if you must, use --force'* ]]
	[[ $stderr == *"this user may not see the open files of all processes"* ]]
	hold_device group 0000:01:00.0
	run -0 --separate-stderr tool list -o jsonl 0000:01:00.0
	lend "$(node_of 0000:01:00.0)" /dev/vfio/vfio
	[ "$VM_KERNEL" = debian ] || lend "$(cdev_of 0000:01:00.0)" /dev/iommu
	run -0 --separate-stderr tool list -o jsonl 0000:01:00.0
	[[ $output == *'"code":"in-use-unknown",'*'"mappable":null,"state":"in-use-unknown",'* ]]
	schema_lines 1 <(echo "$output")
	run -0 tool list --columns=mappable 0000:01:00.0
	[[ $output == *"unknown (run as root)"* ]]
	release
	run -0 tool list --columns=mappable 0000:01:00.0
	[[ $output == *yes* ]]
}

@test "device that carries the files of the machine is refused" {
	carrier=$(readlink -f /sys/bus/virtio/drivers/9pnet_virtio/virtio* | head -n 1)
	carrier=${carrier%/virtio*}
	run -4 --separate-stderr tool bind --dry-run "${carrier##*/}"
	echo "$stderr"
	[[ $stderr == *"its file system host "* ]]
}

@test "a device that comes into use after the check is not moved" {
	type strace >/dev/null || skip "strace is not installed"
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	before=$(standing)
	strace -qq -f -o /dev/null -P /sys/bus/pci/drivers_probe -e trace=write \
		-e inject=write:delay_enter=4s:when=1 vfio-cfgtool -n bind $mate $nic \
		>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
	wait_for 60 grep -q vfio-pci "$pci/$mate/driver_override"
	ip link set "$(interface)" up
	status=0
	wait $! || status=$?
	ip link set "$(interface)" down
	cat "$BATS_TEST_TMPDIR/err"
	[ $status = 4 ]
	grep -q "$nic: refused: its network interface .* is up" "$BATS_TEST_TMPDIR/err"
	grep -q "$mate: put back: its driver is none, as before" "$BATS_TEST_TMPDIR/err"
	diff <(echo "$before") <(standing)
}

# --- a driver whose nodes hang on no device ---------------------------------------------

# with_gpus [PARAMETER...] - two functions are the imitation's of nvidia's driver
with_gpus()
{
	local found=("$CACHE/modules-$(uname -r)"-*/gpu.ko) address
	[[ -e ${found[0]} ]] || { echo "build the modules first: tests/vm/modules/build"; return 1; }
	mapfile -t found < <(ls -t "${found[@]}")
	insmod "${found[0]}" "$@"
	for address in $gpu $second; do
		[ "$(driver_of $address)" = none ] || echo $address >$pci/$address/driver/unbind
		echo nvidia >$pci/$address/driver_override
		echo $address >/sys/bus/pci/drivers/nvidia/bind
	done
	mkdir -p $nodes
	mknod $nodes/nvidia0 c 195 0
	mknod $nodes/nvidia1 c 195 1
	mknod $nodes/nvidiactl c 195 255
	mknod $nodes/nvidia-uvm c "$(awk '$2 == "nvidia-uvm" { print $1 }' /proc/devices)" 0
}

@test "a process with the node of a GPU of nvidia's driver uses that GPU and not its neighbour" {
	with_gpus
	hold_file $nodes/nvidia0
	refuses "process $holder (sleep) has $nodes/nvidia0 open" bind $gpu
	moves bind --dry-run $second
	release
	moves bind $gpu
	moves unbind $gpu
	[ "$(driver_of $gpu)" = nvidia ]
}

@test "an open node for all GPUs blocks each, unless its process has the node of one" {
	with_gpus
	for node in nvidiactl nvidia-uvm; do
		hold_file $nodes/$node
		doubts "process $holder (sleep) has $nodes/$node open, which is for all devices of nvidia" bind $gpu
		doubts "process $holder (sleep) has $nodes/$node open, which is for all devices of nvidia" bind $second
		release
	done
	hold_by_python "for name in 'nvidiactl', 'nvidia-uvm', 'nvidia1':
    os.open(sys.argv[1] + '/' + name, os.O_RDONLY)" $nodes
	refuses "process $holder (python3) has $nodes/nvidia1 open" bind $second
	moves bind $gpu
}

@test "an open node blocks every GPU if the driver does not say which GPU it belongs to" {
	with_gpus silent=1
	moves bind --dry-run $gpu
	hold_file $nodes/nvidia1
	doubts "process $holder (sleep) has $nodes/nvidia1 open, which is for all devices of nvidia" bind $gpu
}

@test "an unbind that hangs has one message, after five seconds, with the kernel's function" {
	with_gpus
	hold_file $nodes/nvidia0
	vfio-cfgtool -n bind --force $gpu >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
	bind=$!
	wait_for 60 grep -q "has not come back" "$BATS_TEST_TMPDIR/err"
	kill -0 $bind
	[ "$(driver_of $gpu)" != vfio-pci ]
	release
	wait $bind
	cat "$BATS_TEST_TMPDIR/err"
	[ "$(driver_of $gpu)" = vfio-pci ]
	[ "$(grep -c "vfio-cfgtool: .*/$gpu/driver/unbind: the kernel has not come back from a write to it for 5 s: it waits in .*msleep < gpu_remove" "$BATS_TEST_TMPDIR/err")" = 1 ]
	[ "$(grep -c "has not come back" "$BATS_TEST_TMPDIR/err")" = 1 ]
}

# --- what is remembered ------------------------------------------------------------------

@test "the record of another device or boot does not decide a driver" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	for change in 's/^boot=[0-9a-f]*/boot=00000000/' 's/vendor=..../vendor=1234/' \
		's/ device=..../ device=1234/' 's/subsystem=..../subsystem=1234/' 's/^.* driver=/driver=/'; do
		moves bind $nic
		[[ $(<"$state/$nic.driver") == "boot="*" vendor=10ec device=8139 subsystem=1af4:1100 driver=8139cp driver_override=" ]]
		sed -i "$change" "$state/$nic.driver"
		moves unbind $nic
		[[ $stderr == *"$nic: what is remembered is of another device or boot: the kernel chose the driver"* ]]
		[ ! -e "$state/$nic.driver" ]
		echo $nic >/sys/bus/pci/drivers/8139cp/bind || [ "$(driver_of $nic)" = 8139cp ]
	done
}

@test "kernel has not complained about any of the tests" {
	run dmesg
	[[ $output != *"Call Trace"* && $output != *"BUG:"* ]]
}
