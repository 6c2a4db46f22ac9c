#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# bind --persistent: the rule for udev, and its effect when udev adds the device.

load helper
load moves

rule=/etc/udev/rules.d/70-vfio-cfgtool-$nic.rules
udevd=/lib/systemd/systemd-udevd

setup()
{
	has_iommu_group $nic
	alone $nic $mate
	[[ -e $pci/$nic/driver ]] || echo $nic >/sys/bus/pci/drivers/8139cp/bind
}

teardown()
{
	[[ ! ${daemon:-} ]] || kill "$daemon" 2>/dev/null || true
	rm -rf "$rule" /etc/driverctl.d
	set_up
}

# reboot - leaves the device as the firmware does: without a driver and without an override
reboot()
{
	[[ ! -e $pci/$nic/driver ]] || echo $nic >"$pci/$nic/driver/unbind"
	echo >"$pci/$nic/driver_override"
	rm -f $state/$nic.driver
	[ "$(driver_of $nic)" = none ]
}

# cold_plug - udev adds the device, as at boot
cold_plug()
{
	[ -x $udevd ] || skip "systemd-udevd is not installed"
	mkdir -p /run/udev
	$udevd --resolve-names=never >"$BATS_TEST_TMPDIR/udevd" 2>&1 &
	daemon=$!
	wait_for 60 udevadm control --ping --timeout=5
	udevadm trigger --action=add "$pci/$nic"
	udevadm settle --timeout=120
	cat "$BATS_TEST_TMPDIR/udevd"
}

# play VARIABLES - runs the role in this machine
play()
{
	run -0 env HOME="$BATS_TEST_TMPDIR" ANSIBLE_LOCALHOST_WARNING=0 ansible-playbook \
		-i localhost, -c local -e ansible_python_interpreter=/usr/bin/python3 -e "$1" \
		"$BATS_TEST_TMPDIR/play.yml"
	echo "$output"
}

@test "bind --persistent writes a rule after the bind, and udev takes the device at cold plug" {
	moves bind --persistent $nic
	[[ $output == *"  at boot: wrote $rule"* ]]
	[[ $output == *"  undo: vfio-cfgtool unbind --persistent $nic" ]]
	[ "$(driver_of $nic)" = vfio-pci ]
	cat "$rule"
	[[ $(<"$rule") == "# Made by vfio-cfgtool "*"KERNEL==\"$nic\""*"ATTR{vendor}==\"0x10ec\""*"ATTR{device}==\"0x8139\""*"ATTR{driver_override}=\"vfio-pci\""* ]]
	run -0 tool list --columns=address,state $nic
	[[ $output == *"ready, at boot" ]]
	run -0 tool list -o jsonl $nic
	[[ $output == *'"at_boot":"bound",'* ]]
	reboot
	cold_plug
	[ "$(<"$pci/$nic/driver_override")" = vfio-pci ]
	[ "$(driver_of $nic)" = vfio-pci ]
	maps --source=vfio $nic
}

@test "another card at the address of a rule is not bound, and list says so" {
	moves bind --persistent $nic
	reboot
	sed -i 's/ATTR{device}=="0x8139"/ATTR{device}=="0x8138"/' "$rule"
	run -0 tool list --columns=address,state $nic
	[[ $output == *", at boot: another device is there" ]]
	run -0 tool list -o jsonl $nic
	[[ $output == *'"at_boot":"other-device",'* ]]
	cold_plug
	[ "$(<"$pci/$nic/driver_override")" = "(null)" ]
	[ "$(driver_of $nic)" != vfio-pci ]
}

@test "a second bind --persistent changes nothing, and for a bound device it only writes the rule" {
	moves bind $nic
	moves bind --persistent -o jsonl $nic
	[[ $output == *'"changed":true,'*"\"rule\":\"$rule\","*'"already":true,'* ]]
	moves bind --persistent -o jsonl $nic
	[[ $output == *'"changed":false,'*'"already":true,'* ]]
	moves bind -o jsonl --dry-run --persistent $nic
	[[ $output == *'"changed":false,'* ]]
}

@test "unbind warns that the rule stays, and with --persistent removes it" {
	moves bind --persistent $nic
	moves unbind $nic
	[[ $stderr == *"$nic: at boot a VFIO driver takes it again: its rule $rule stays"*"vfio-cfgtool unbind --persistent $nic" ]]
	[ -e "$rule" ]
	moves unbind --persistent --dry-run $nic
	[[ $output == *"would remove $rule" ]]
	[ -e "$rule" ]
	moves unbind --persistent -o jsonl $nic
	[[ $output == *'"changed":true,'*'"already":true,'* ]]
	[ ! -e "$rule" ]
	moves unbind --persistent -o jsonl $nic
	[[ $output == *'"changed":false,'* ]]
}

@test "the rule of a missing device is removed, too" {
	gone=0000:ff:1f.7
	moves bind --persistent $nic
	sed "s/$nic/$gone/" "$rule" >"${rule/$nic/$gone}"
	moves unbind --persistent $gone
	[ ! -e "${rule/$nic/$gone}" ]
	run -3 --separate-stderr tool unbind --persistent $gone
	[[ $stderr == *"no such device"* ]]
}

@test "a refused bind and a dry run write no rule" {
	ip link set "$(interface)" up
	refuses "its network interface" bind --persistent $nic
	[ ! -e "$rule" ]
	ip link set "$(interface)" down
	moves bind --persistent --dry-run $nic
	[[ $output == *"would write $rule" ]]
	[ ! -e "$rule" ]
}

@test "the Ansible role binds, changes nothing the second time, and gives back" {
	[[ ${THOROUGH:-} ]] || skip "takes six minutes in this machine: THOROUGH=1"
	type ansible-playbook >/dev/null || skip "ansible is not installed"
	mkdir -p "$BATS_TEST_TMPDIR/roles"
	ln -s "$PWD/doc/ci/ansible" "$BATS_TEST_TMPDIR/roles/vfio_cfgtool_bind"
	printf '%s\n' '- hosts: all' '  gather_facts: false' '  roles:' '    - role: vfio_cfgtool_bind' \
		>"$BATS_TEST_TMPDIR/play.yml"
	play "{\"vfio_cfgtool_devices\": [\"$nic\"]}"
	[[ $output == *"changed=1 "*"failed=0 "* ]]
	[ "$(driver_of $nic)" = vfio-pci ]
	[ -e "$rule" ]
	play "{\"vfio_cfgtool_devices\": [\"$nic\"]}"
	[[ $output == *"changed=0 "*"failed=0 "* ]]
	play "{\"vfio_cfgtool_former_devices\": [\"$nic\"]}"
	[[ $output == *"changed=1 "*"failed=0 "* ]]
	[ ! -e "$rule" ]
	[ "$(driver_of $nic)" = 8139cp ]
}

@test "a device of driverctl is refused with its command, and a file of another owner is kept" {
	mkdir /etc/driverctl.d
	echo 8139cp >/etc/driverctl.d/pci-$nic
	refuses "driverctl decides on its driver at boot" bind --persistent $nic
	[[ $stderr == *"driverctl set-override $nic vfio-pci" ]]
	rm -r /etc/driverctl.d
	echo "# mine" >"$rule"
	run -0 tool list -o jsonl $nic
	[[ $output == *'"at_boot":"unknown",'* ]]
	refuses "$rule is not vfio-cfgtool's" bind --persistent $nic
	[ "$(<"$rule")" = "# mine" ]
}
