#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check on the real vfio-pci: the example for continuous integration in doc/ci, and policy
# files of the machine's devices.

load helper

nic=0000:01:00.0
golden=doc/ci/e1000e.policy

# of_workflow - prints the command of the workflow's step that checks
of_workflow()
{
	sed -n 's/^ *run: sudo \(vfio-cfgtool check .*\)/\1/p' doc/ci/workflow.yml
}

@test "the step of doc/ci/workflow.yml passes for the demo device" {
	step=$(of_workflow)
	[[ $step == "vfio-cfgtool check $nic $golden" ]]
	run -0 --separate-stderr bash -c "$step"
	[[ $output == *"driver vfio-pci,"*"source sysfs, hardware view"* ]]
	[[ $output =~ \ ([0-9]+)\ rules:\ ([0-9]+)\ passed,\ 0\ failed$ ]]
	((BASH_REMATCH[1] > 100 && BASH_REMATCH[1] == BASH_REMATCH[2]))
	[ ! "$stderr" ]
}

@test "a changed policy file fails with the register, its value and the expected value" {
	changed=$BATS_TEST_TMPDIR/changed.policy
	sed 's/^\(bits COMMAND.w .*\) write=ffff /\1 write=fffe /' $golden >"$changed"
	run ! cmp -s $golden "$changed"
	run -1 --separate-stderr bash -c "$(of_workflow | sed "s,$golden,$changed,")"
	[[ $output == *"
  FAILED      $changed:"*": bits COMMAND.w read_virtual=0400 write=fffe write_virtual=0400
              COMMAND (004.w): mask 0001 can be written by a user, who should not be able to
              expected read_virtual=0400 write=fffe write_virtual=0400; found read_virtual=0400 write=ffff write_virtual=0400
"*" passed, 1 failed" ]]
}

@test "each device keeps its own policy file, and all devices keep their common one" {
	tool policy --all -q -o policy >"$BATS_TEST_TMPDIR/all"
	run -0 --separate-stderr tool check --all -q "$BATS_TEST_TMPDIR/all"
	[[ $output != *FAILED* ]]
	read_openable
	for device in "${openable[@]}"; do
		tool policy --layout -o policy $device >"$BATS_TEST_TMPDIR/one"
		run -0 --separate-stderr tool check $device "$BATS_TEST_TMPDIR/one"
		[ ! "$stderr" ]
	done
}

@test "the kernel's own map keeps the predicted policy file" {
	run -0 --separate-stderr tool check -q --rules=kernel $nic $golden
	[[ $output == *"(kernel)"*" 0 failed" ]]
	run -1 --separate-stderr tool check -q --rules=kernel $nic -e 'bits COMMAND.w write=fffe'
}

@test "the user view of the open device keeps the policy file" {
	run -0 --separate-stderr tool check --source=vfio $nic $golden -e 'value STATUS.w = 0010:0010'
	[[ $stderr == "vfio-cfgtool: $nic: $(cost $nic) (--source=sysfs does not)" ]]
	[[ $output == *"source vfio"*" 0 failed" ]]
	# a value of the kernel's own: VFIO leaves no capability of this device out
	run -0 --separate-stderr tool check -q --source=vfio $nic -e 'value CAPABILITIES = c8'
}

@test "the owner of the node checks a device by the user view" {
	lend "$(node_of $nic)" /dev/vfio/vfio
	[[ $VM_KERNEL != custom ]] || lend "$(cdev_of $nic)" /dev/iommu
	cp $golden "$BATS_TEST_TMPDIR/golden"
	chmod -R a+rX "$BATS_TEST_TMPDIR"
	be_user
	run -0 --separate-stderr tool check -q --source=vfio $nic - <"$BATS_TEST_TMPDIR/golden"
	[[ $output == *"source vfio, user view"*" 0 failed" ]]
	run -3 --separate-stderr tool check -q --source=vfio $nic -e 'deny hidden-write'
	[[ $output == *"only the user view could be read"* ]]
	run -3 --separate-stderr tool check -q $nic -e 'size 1000'
}

@test "a device can be checked while another process has it open" {
	hold_device group $nic
	run -0 --separate-stderr tool check $nic $golden
	[[ $output == *"source sysfs"*" 0 failed" ]]
}

@test "the unit of doc/ci judges the devices of the machine that its file is for" {
	start=$(sed -n 's/^ExecStart=\/usr\/bin\///p' doc/ci/vfio-cfgtool-check@.service)
	[[ $start == "vfio-cfgtool check --all --unmatched=ignore /etc/vfio-cfgtool/%i.policy" ]]
	mkdir -p /etc/vfio-cfgtool
	cp $golden /etc/vfio-cfgtool/nic.policy
	run -0 --separate-stderr bash -c "${start/\%i/nic}"
	[[ $output == "$nic "*" 0 failed" && $output != *FAILED* ]]
	# there may be a second one of the model, and no other
	[[ $(grep -c ' rules: ' <<<"$output") == $(grep -c '^0000:.*\[8086:10d3\]' <<<"$output") ]]
	# and another model's
	sed -i 's/^device .*/device 1af4:1041 pf/' /etc/vfio-cfgtool/nic.policy
	run -1 --separate-stderr bash -c "${start/\%i/nic}"
	[[ $output == 0000:02:00.0* ]]
}
