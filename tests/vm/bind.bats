#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# bind and unbind: devices go to a VFIO driver and back to their former one; a device in use
# is refused; a move that fails is undone.

load helper
load moves

setup()
{
	has_iommu_group $nic
}

teardown()
{
	release
	! mountpoint -q /run/vm/mounted || umount /run/vm/mounted
	[[ ! -e /run/vm/mounted ]] || rmdir /run/vm/mounted
	echo 0 >/sys/bus/pci/drivers_autoprobe
	set_up
}

# --- there and back ------------------------------------------------------------------

@test "bind gives a device to vfio-pci, unbind gives it back, and both say how to undo it" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	before=$(standing)
	moves bind $nic
	[[ $output == "$nic: from 8139cp to vfio-pci, node "*$'\n'"  undo: vfio-cfgtool unbind $nic" ]]
	[ "$(driver_of $nic)" = vfio-pci ]
	node=${output#*node }
	[ -c "${node%%$'\n'*}" ]
	[[ $(<"$state/$nic.driver") == "boot="*" driver=8139cp driver_override=" ]]
	maps --source=vfio $nic
	moves unbind $nic
	[ "$output" = "$nic: from vfio-pci to 8139cp
  undo: vfio-cfgtool bind $nic" ]
	diff <(echo "$before") <(standing)
	[ ! -e "$state/$nic.driver" ]
}

@test "device without a driver is bound, and unbind leaves it without one" {
	moves bind $free
	[[ $output == "$free: from no driver to vfio-pci, node "* ]]
	maps --source=vfio $free
	# also where the kernel would find one
	echo 1 >/sys/bus/pci/drivers_autoprobe
	moves unbind $free
	[[ $output == "$free: from vfio-pci to no driver"* ]]
	[ "$(driver_of $free)" = none ]
	[ "$(<"$pci/$free/driver_override")" = "(null)" ]
}

@test "bind of a bound device and unbind of an unbound one do nothing" {
	before=$(standing)
	moves bind 0000:01:00.0
	[[ $output == "0000:01:00.0: vfio-pci has it already, node "* ]]
	moves unbind $disk
	[ "$output" = "$disk: nvme has it already" ]
	moves bind -o jsonl 0000:01:00.0
	[[ $output == *'"already":true,'* ]]
	diff <(echo "$before") <(standing)
}

@test "a driver_override that was set is restored" {
	echo pci-stub >"$pci/$free/driver_override"
	moves bind $free
	[[ $stderr == *"driver_override was pci-stub; unbind gives that back, too" ]]
	[ "$(<"$pci/$free/driver_override")" = vfio-pci ]
	moves unbind $free
	[ "$(<"$pci/$free/driver_override")" = pci-stub ]
	[ "$(driver_of $free)" = none ]
}

@test "a driver_override with vfio-pci does not prevent a bind" {
	echo vfio-pci >"$pci/$free/driver_override"
	moves bind $free
	[ "$(driver_of $free)" = vfio-pci ]
	moves unbind $free
	[ "$(driver_of $free)" = none ]
}

@test "unbind of a device that another program bound lets the kernel choose, or takes --driver" {
	# the bench bound it by hand: nothing is remembered
	moves unbind 0000:0d:02.0
	[ "$(driver_of 0000:0d:02.0)" = none ]	# the kernel has no other driver for it loaded
	[ "$(<"$pci/0000:0d:02.0/driver_override")" = "(null)" ]
	moves bind 0000:0d:01.0 0000:0d:02.0
	moves unbind --driver=8139cp 0000:0d:01.0
	[[ $output == "0000:0d:01.0: from vfio-pci to 8139cp"* ]]
	run -3 --separate-stderr tool unbind --driver=vfio-pci 0000:0d:02.0
	[[ $stderr == *"vfio-pci is not"* ]]
}

@test "a message names a former driver that refuses the device, which stays where it was" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	moves bind $nic
	sed -i 's/driver=8139cp/driver=nvme/' "$state/$nic.driver"
	run -3 --separate-stderr tool unbind $nic
	echo "$stderr"
	[[ $stderr == *"/drivers/nvme/bind"* ]]
	[[ $stderr == *"put back: its driver is vfio-pci"* ]]
	[ "$(driver_of $nic)" = vfio-pci ]
}

@test "driver_override that asked for vfio-pci while another driver had it is as it was after unbind" {
	echo $mate >"$pci/$mate/driver/unbind"
	echo vfio-pci >"$pci/$nic/driver_override"
	moves bind $nic
	moves unbind $nic
	[ "$(driver_of $nic)" = 8139cp ]
	[ "$(<"$pci/$nic/driver_override")" = vfio-pci ]
}

@test "many binds and unbinds leave the device as it was" {
	alone $free
	before=$(standing)
	for ((i = $(tries 100); i > 0; i--)); do
		vfio-cfgtool -n -q bind $free >/dev/null
		[[ $pci/$free/driver -ef /sys/bus/pci/drivers/vfio-pci ]]
		vfio-cfgtool -n -q unbind $free >/dev/null
		[[ ! -e $pci/$free/driver ]]
	done
	diff <(echo "$before") <(standing)
	[ ! -e "$state/$free.driver" ]
}

@test "several devices move in one call, each has a message, and json has the same facts" {
	moves bind -o jsonl $free 0000:00:1f.3 0000:00:1f.2
	[ "${#lines[@]}" = 3 ]
	for line in "${lines[@]}"; do
		[[ $line == *'"command":"bind",'*'"driver":"vfio-pci",'*'"error":null,'*'"dry_run":false,"done":true,"undone":false,"already":false,'*'"former_driver":null,'*'"wanted_driver":"vfio-pci","node":"/dev/vfio/'* ]]
		[[ $line == *'"steps":[{"action":"write","object":"/sys/bus/pci/devices/'*'/driver_override","value":"vfio-pci","done":true}'* ]]
	done
	moves unbind $free 0000:00:1f.3 0000:00:1f.2
	[[ $stderr == *"3 devices: 3 done, 0 failed" ]]
	# one that is named twice is one
	moves bind $free $free
	[ "${#lines[@]}" = 2 ]
}

@test "--dry-run prints each write to sysfs, and makes none" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	before=$(standing)
	moves bind --dry-run $nic
	[ "$output" = "$nic: would go from 8139cp to vfio-pci
  echo vfio-pci > $pci/$nic/driver_override
  echo $nic > $pci/$nic/driver/unbind
  echo $nic > /sys/bus/pci/drivers_probe" ]
	moves unbind --dry-run 0000:01:00.0
	[[ $output == *"  echo 0000:01:00.0 > $pci/0000:01:00.0/driver/unbind"* ]]
	moves bind --dry-run -o jsonl $nic
	[[ $output == *'"dry_run":true,'* ]]
	diff <(echo "$before") <(standing)
	# what it prints is what it does
	eval "$(vfio-cfgtool -n bind --dry-run $nic | grep '^  echo ')"
	[ "$(driver_of $nic)" = vfio-pci ]
}

# --- the module ------------------------------------------------------------------------

@test "a missing module is loaded with its dependencies, and --dry-run only says so" {
	need_kernel debian "it is no module in this kernel"
	alone $free
	modprobe -C /dev/null -r vfio-pci vfio_iommu_type1
	moves bind --dry-run $free
	[[ $output == *$'\n'"  load vfio"*"  load vfio_pci"*$'\n'"  echo vfio-pci > "* ]]
	[ ! -e /sys/module/vfio_pci ]
	moves bind $free
	[[ $output == "$free: from no driver to vfio-pci, node /dev/vfio/"*"  load vfio_pci"* ]]
	[ -e /sys/module/vfio_iommu_type1 ]
	maps --source=vfio $free
}

@test "module is loaded once, for the first of the devices and modules that need it" {
	need_kernel debian "it is no module in this kernel"
	alone $free 0000:00:03.0
	echo 0000:00:03.0 >"$pci/0000:00:03.0/driver/unbind"
	modprobe -C /dev/null -r vfio-pci vfio_iommu_type1
	moves bind --dry-run $free 0000:00:03.0
	[ "$(grep -c '^  load vfio$' <<<"$output")" = 1 ]
	[ "$(grep -c '^  load vfio_pci$' <<<"$output")" = 1 ]
	moves bind $free 0000:00:03.0
	[ "$(grep -c '^  load vfio_pci$' <<<"$output")" = 1 ]
	[ "$(driver_of $free)" = vfio-pci ]
	[ "$(driver_of 0000:00:03.0)" = vfio-pci ]
}

@test "a command that the configuration has instead of a module is shown and not run" {
	need_kernel debian "it is no module in this kernel"
	alone $free
	modprobe -C /dev/null -r vfio-pci
	echo 'install vfio-pci touch /run/vm/was-run' >/etc/modprobe.d/vfio-cfgtool-test.conf
	run -3 --separate-stderr tool bind $free
	dry=$(vfio-cfgtool -n bind --dry-run $free 2>&1) || true
	rm /etc/modprobe.d/vfio-cfgtool-test.conf
	echo "$stderr"
	[[ $stderr == *"vfio-cfgtool does not run it: touch /run/vm/was-run"* ]]
	[[ $dry == *"touch /run/vm/was-run"* ]]
	[ ! -e /run/vm/was-run ]
	[ "$(driver_of $free)" = none ]
}

@test "options that the configuration has for a module are shown and used" {
	need_kernel debian "it is no module in this kernel"
	alone $free
	modprobe -C /dev/null -r vfio-pci
	echo 'options vfio-pci disable_vga=1' >/etc/modprobe.d/vfio-cfgtool-test.conf
	run -0 --separate-stderr tool bind $free
	rm /etc/modprobe.d/vfio-cfgtool-test.conf
	[[ $output == *"  load vfio_pci disable_vga=1"* ]]
	[ "$(</sys/module/vfio_pci/parameters/disable_vga)" = Y ]
	modprobe -C /dev/null -r vfio-pci
}

@test "a driver that is not VFIO's is not bound, and --driver=auto finds vfio-pci" {
	run -3 --separate-stderr tool bind --driver=nvme $free
	[[ $stderr == *"nvme is not a VFIO driver"* ]]
	run -3 --separate-stderr tool bind --driver=nosuch $free
	[[ $stderr == *"nosuch is not a known VFIO driver"* ]]
	moves bind --driver=auto $free
	[ "$(driver_of $free)" = vfio-pci ]
}

@test "--driver=auto takes the module that claims the device as a variant of vfio-pci, if it is one" {
	need_kernel debian "this kernel has no modules for it"
	alone $free
	# no kernel here has a variant: a module that is none is told to claim a device
	echo 'alias vfio_pci:v00008086d00001209sv* dummy' >/etc/modprobe.d/vfio-cfgtool-test.conf
	dry=$(vfio-cfgtool -n bind --driver=auto --dry-run $free)
	named=$(vfio-cfgtool -n bind --driver=dummy --dry-run $free)
	other=$(vfio-cfgtool -n bind --driver=auto --dry-run 0000:00:1f.3)
	run --separate-stderr tool bind --driver=auto $free
	rm /etc/modprobe.d/vfio-cfgtool-test.conf
	rmmod dummy || true
	echo "$dry"
	echo "$stderr"
	[[ $dry == "$free: would go from no driver to dummy"*"  load dummy"*"  echo dummy > "* ]]
	[ "$named" = "$dry" ]
	[[ $other == *"to vfio-pci"* ]]
	[ "$status" = 3 ]
	[[ $stderr == *"the module dummy has brought no VFIO driver"* ]]
	[ "$(<"$pci/$free/driver_override")" = "(null)" ]
	[ ! -e "$state/$free.driver" ]
}

# --- which driver, and which device ----------------------------------------------------

@test "bind says which driver it takes and why, and json lists the changes" {
	moves bind --dry-run $free
	[ "$stderr" = "vfio-cfgtool: $free: the driver is vfio-pci: no module is made for this device" ]
	moves bind --dry-run -o jsonl $free
	[[ $output == *'"changed":true,"driver_reason":"no module is made for this device","rule":null,"dry_run":true,"done":false,'* ]]
	moves bind --driver=vfio-pci -o jsonl $free
	[[ $output == *'"changed":true,"driver_reason":null,'* ]]
	moves bind -o jsonl $free
	[[ $output == *'"changed":false,'*'"already":true,'* ]]
	moves unbind -o jsonl $free
	[[ $output == *'"changed":true,'* ]]
	moves unbind -o jsonl $free
	[[ $output == *'"changed":false,'* ]]
	moves unbind $free
	[ "$output" = "$free: no driver has it, and nothing was to be done" ]
}

@test "unbind --driver=none leaves a device without a driver" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	moves bind $nic
	moves unbind --driver=none $nic
	[ "$(driver_of $nic)" = none ]
	[ "$(<"$pci/$nic/driver_override")" = "(null)" ]
	# a device without a VFIO driver is not moved
	run -3 --separate-stderr tool unbind --driver=8139cp $nic
	[[ $stderr == *"no driver is bound to it, and unbind takes devices from VFIO drivers only"*"as root: echo $nic > /sys/bus/pci/drivers/8139cp/bind" ]]
	hint=${stderr##*$'\n'}
	follow_hint
	[ "$(driver_of $nic)" = 8139cp ]
}

@test "bind of an interface first says which device it is, and a dry run of several changes nothing" {
	eth=$(interface)
	ip link set "$eth" down
	run --separate-stderr tool bind --dry-run "$eth" $free
	echo "$stderr"
	[[ ${stderr%%$'\n'*} == "vfio-cfgtool: $eth is $nic" ]]
	[[ $stderr == *"2 devices: 2 would go, 0 would not; nothing was done" ]]
	[ "$(driver_of $nic)" = 8139cp ]
}

# --- refusals --------------------------------------------------------------------------

@test "a mounted disk is refused, and moved once it is unmounted" {
	need_kernel debian "this kernel has no file system for disks"
	without_vfs
	mkfs.ext4 -q "/dev/$block"
	mkdir /run/vm/mounted
	mount "/dev/$block" /run/vm/mounted
	refuses "its disk $block is mounted on /run/vm/mounted" bind $disk
	[[ $stderr == *"; or, if you must, use --force" ]]
	umount /run/vm/mounted
	# also where this process does not see the mount
	unshare --mount --propagation private bash -c \
		"mount /dev/$block /run/vm/mounted && exec sleep 100" &
	holder=$!
	wait_for 30 runs_as $holder sleep
	refuses "its disk $block is in use: it is opened exclusively" bind $disk
	release
	rmdir /run/vm/mounted
	moves bind $disk
	[ ! -e "/dev/$block" ]
	moves unbind $disk
	without_vfs
}

@test "a disk that is swap space, or part of another disk, is refused" {
	need_kernel debian "this kernel has neither"
	without_vfs
	mkswap "/dev/$block" >/dev/null
	swapon "/dev/$block"
	run --separate-stderr tool bind $disk
	swapoff "/dev/$block"
	[ "$status" = 4 ]
	[[ $stderr == *"refused: its disk $block is swap space"* ]]
	type dmsetup >/dev/null || skip "dmsetup is not installed"
	dmsetup create vfio-test --table "0 2048 linear /dev/$block 0" ||
		skip "no device mapper here"
	run --separate-stderr tool bind $disk
	dmsetup remove vfio-test
	[ "$status" = 4 ]
	[[ $stderr == *"refused: its disk $block is part of dm-"* ]]
}

@test "a disk that a process has open, exclusively or not, is refused, and the process is named" {
	without_vfs
	exec 8< <(exec python3 -IS -c "
import os, sys, time
os.open('/dev/$block', os.O_RDONLY | os.O_EXCL)
print('held', flush=True)
time.sleep(100)")
	holder=$!
	read -r -t 30 line <&8
	[ "$line" = held ]
	refuses "its disk $block is in use: it is opened exclusively" bind $disk
	[[ $stderr == *"refused: process $holder (python3) has /dev/$block open"* ]]
	release
	hold_file "/dev/$block"
	refuses "process $holder (sleep) has /dev/$block open" bind $disk
}

@test "--force moves a device in use, and says how it was used" {
	without_vfs
	hold_file "/dev/$block"
	moves bind --force $disk
	[[ $stderr == *"$disk: forced: process $holder (sleep) has /dev/$block open"* ]]
	[ "$(driver_of $disk)" = vfio-pci ]
}

@test "a network interface that is up is refused, and moved once it is down" {
	echo $mate >"$pci/$mate/driver/unbind"
	ip link set "$(interface)" up
	refuses "its network interface $(interface) is up" bind $nic
	ip link set "$(interface)" down
	moves bind $nic
}

@test "PF whose VFs are enabled is refused, by bind and by unbind" {
	refuses "2 of its virtual functions are enabled, and go with it" bind $disk
	[[ $stderr == *"as root: echo 0 > $pci/$disk/sriov_numvfs"* ]]
	refuses "4 of its virtual functions are enabled, and go with it" unbind 0000:06:00.0
}

@test "bridges are refused" {
	for address in 0000:00:01.0 0000:08:00.0 0000:0c:00.0; do
		refuses "it is a bridge" bind $address
		refuses "it is a bridge" bind --force $address
	done
	refuses "it is a bridge" bind 0000:00:00.0
}

@test "a device that a process holds, by its group or by itself, is refused" {
	hold_node "$(node_of 0000:01:00.0)"
	refuses "busy: process $holder (sleep) holds its IOMMU group" unbind 0000:01:00.0
	release
	hold_device group 0000:01:00.0
	refuses "busy: process $holder (python3) holds" unbind 0000:01:00.0
	release
	if [[ $VM_KERNEL == custom ]]; then
		hold_device cdev 0000:01:00.0
		refuses "busy: process $holder (python3) holds it open" unbind 0000:01:00.0
		release
	fi
	moves unbind 0000:01:00.0
}

@test "display with the console is refused" {
	need_kernel debian "this kernel has no console on a display"
	vga=0000:00:05.0
	tool unbind $vga
	modprobe -C /dev/null bochs
	echo bochs-drm >$pci/$vga/driver_override
	echo $vga >/sys/bus/pci/drivers_probe
	[ "$(driver_of $vga)" = bochs-drm ]
	grep -l "frame buffer" /sys/class/vtconsole/*/name || skip "the console did not go to the display"
	refuses "the console is on its framebuffer fb0" bind $vga
	moves bind --force $vga
	[[ $stderr == *"forced: the console is on its framebuffer fb0"* ]]
}

# --- groups ----------------------------------------------------------------------------

@test "a member that would make the group not viable is refused, and --group moves it too" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	before=$(standing)
	refuses "its IOMMU group $(group_of $nic) would not be viable: $nic is bound to 8139cp" bind $mate
	[[ $stderr == *"vfio-cfgtool bind --group $mate"* ]]
	moves bind --group -o jsonl $mate
	[[ ${lines[0]} == *"\"address\":\"$mate\","*'"along":false,'* ]]
	[[ ${lines[1]} == *"\"address\":\"$nic\","*'"along":true,'* ]]
	moves unbind --group $mate
	moves bind --group $mate
	[[ $output == "$mate: from no driver to vfio-pci, node "*"$nic: from 8139cp to vfio-pci, node "*", with its IOMMU group"* ]]
	maps --source=vfio $mate
	moves unbind --group $mate
	diff <(echo "$before") <(standing)
	# both by name is the same
	moves bind $nic $mate
	moves unbind $nic $mate
	diff <(echo "$before") <(standing)
}

@test "the hint about a group that is not viable makes it viable" {
	fails group-not-viable --source=vfio $mate
	[[ $hint == *"vfio-cfgtool bind --group $mate" ]]
	follow_hint
	maps --source=vfio $mate
}

@test "all or nothing: if one device cannot move, its group does not" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	ip link set "$(interface)" up
	before=$(standing)
	run -4 --separate-stderr tool bind $mate $nic $free
	ip link set "$(interface)" down
	echo "$stderr"
	[[ $stderr == *"$nic: refused: its network interface "*" is up"* ]]
	[[ $stderr == *"$mate: nothing was done, as nothing can be done with $nic of the same IOMMU group"* ]]
	[[ $stderr == *"3 devices: 1 done, 2 failed" ]]
	[[ $output == "$free: from no driver to vfio-pci"* ]]
	moves unbind $free
	alone $free
	diff <(echo "$before") <(standing)
}

@test "failure half way is undone, for all of the group" {
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	before=$(standing)
	type strace >/dev/null || skip "strace is not installed"
	# the last write of sysfs, the second probe, fails, and so does the driver's own bind
	run --separate-stderr strace -qq -f -o /dev/null -P /sys/bus/pci/drivers/vfio-pci/bind \
		-P /sys/bus/pci/drivers_probe -e trace=write \
		-e inject=write:error=EIO:when=2+ vfio-cfgtool -n bind -o jsonl $nic $mate
	echo "$stderr"
	[ "$status" = 3 ]
	[[ ${lines[0]} == *'"done":false,"undone":true,'* ]]
	[[ $stderr == *"$nic: put back: its driver is 8139cp"* ]]
	[[ $stderr == *"$mate: put back: its driver is none, as before"* ]]
	[[ $stderr == *"$mate: the driver vfio-pci did not take it: Input/output error"* ]]
	diff <(echo "$before") <(standing)
	[ ! -e "$state/$nic.driver" ]
}

# --- interrupted -----------------------------------------------------------------------

# killed COMMAND FAULT PATH... - bind or unbind is killed by strace's fault at its write to each
# path in turn; an unbind, alone or after a bind, then gives the device its first driver
killed()
{
	local command=$1 fault=$2 before next path
	shift 2
	type strace >/dev/null || skip "strace is not installed"
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	before=$(standing)
	for next in unbind bind; do
		for path; do
			[[ $command == bind ]] || moves bind $nic
			strace -qq -f -o /dev/null -P "$path" -e trace=write \
				-e inject=write:$fault:when=1 vfio-cfgtool -n $command $nic || true
			echo "killed at $path: $(driver_of $nic) $(<"$pci/$nic/driver_override")"
			[ -e "$state/$nic.driver" ]
			if [[ $next == bind ]]; then
				moves bind $nic
				[ "$(driver_of $nic)" = vfio-pci ]
			fi
			moves unbind $nic
			diff <(echo "$before") <(standing)
		done
	done
}

@test "a killed bind is continued by the next bind, or undone by unbind" {
	killed bind signal=SIGKILL "$pci/$nic/driver_override" "$pci/$nic/driver/unbind" \
		/sys/bus/pci/drivers_probe
}

@test "a killed unbind is continued by the next unbind, or undone by bind" {
	killed unbind error=EIO:signal=SIGKILL "$pci/$nic/driver_override" "$pci/$nic/driver/unbind" \
		/sys/bus/pci/drivers/8139cp/bind
}

@test "a signal that ends programs waits until the device has one driver" {
	type strace >/dev/null || skip "strace is not installed"
	alone $nic $mate
	echo $mate >"$pci/$mate/driver/unbind"
	strace -qq -f -o /dev/null -P "$pci/$nic/driver/unbind" -e trace=write \
		-e inject=write:signal=SIGTERM:when=1 vfio-cfgtool -n bind $nic || true
	[ "$(driver_of $nic)" = vfio-pci ]
	[[ $(<"$state/$nic.driver") == "boot="*" driver=8139cp driver_override=" ]]
	moves unbind $nic
}

# --- VFs -------------------------------------------------------------------------------

@test "a VF of a PF with vfio-pci is bound with a note about the token, and given back" {
	moves bind 0000:06:00.4
	[[ $stderr == *"0000:06:00.4: its physical function 0000:06:00.0 is bound to a VFIO driver, too: opening it may take the VF token set there (--vf-token)" ]]
	if [[ $VM_KERNEL == debian ]]; then
		fails token-needed --source=vfio 0000:06:00.4
		hold_device group 0000:06:00.0 $token
		renew_vfs
		moves bind 0000:06:00.4
		maps --source=vfio --vf-token=$token 0000:06:00.4
		release
		renew_vfs
	fi
	moves unbind 0000:06:00.4
	[ "$(driver_of 0000:06:00.4)" = none ]
}

# --- users -----------------------------------------------------------------------------

@test "an ordinary user may not bind, and --dry-run shows what root would do" {
	be_user
	run -3 --separate-stderr tool bind $free
	[ "$stderr" = "vfio-cfgtool: $free: this user may not give it to another driver
  run it as root" ]
	moves bind --dry-run $free
	[[ $output == "$free: would go from no driver to vfio-pci"* ]]
}

@test "of two runs at a time the second names the first and does nothing" {
	type strace >/dev/null || skip "strace is not installed"
	strace -qq -f -o /dev/null -P /sys/bus/pci/drivers_probe -e trace=write \
		-e inject=write:delay_enter=4s vfio-cfgtool -n bind $free >/run/vm/first 2>&1 &
	wait_for 60 grep -q vfio-pci "$pci/$free/driver_override"
	run -3 --separate-stderr tool unbind $free
	wait
	echo "$stderr"
	[[ $stderr == *"$free: "*"bind"* ]]
	[ "$(driver_of $free)" = vfio-pci ]
}

@test "kernel has not complained about any of the tests" {
	run dmesg
	[[ $output != *"Call Trace"* && $output != *"BUG:"* ]]
}
