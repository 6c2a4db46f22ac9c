#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reading never harms: a PF with enabled VFs is not opened, and the cost of an open is
# printed before it.

load helper

pf=0000:06:00.0
nic=0000:01:00.0
closed="refused: 4 of its virtual functions are enabled, and opening it takes them away"
way="this opens nothing: vfio-cfgtool map --source=sysfs $pf; or, if they may go, use --force"

# vfs_answer - checks that no VF was lost: the command register of each can be read
vfs_answer()
{
	local function
	for function in 1 2 3 4; do
		[ "$(od -An -t x1 -j 8 -N 4 "$pci/0000:06:00.$function/config")" = " 02 02 08 01" ]
	done
}

# refuses WORD... - the call exits 4 with a reason, and no VF is lost
refuses()
{
	run -4 --separate-stderr tool "$@"
	[[ $stderr == *"vfio-cfgtool: $pf: $closed"$'\n'"  $way"* ]]
	[[ $stderr != *"opening resets"* ]]
	vfs_answer
}

@test "no command opens a PF with enabled VFs, exit 4" {
	vfs_answer
	refuses map --source=vfio $pf
	refuses policy --source=vfio $pf COMMAND
	refuses explain --source=vfio $pf COMMAND
	refuses read --source=vfio $pf COMMAND
	refuses diff --source=vfio $pf
	refuses check --source=vfio -e 'deny hidden-write' $pf
	refuses capture --source=vfio $pf
	refuses info $pf
	refuses probe $pf COMMAND
	refuses verify $pf
	refuses write $pf CACHE_LINE_SIZE=10
	refuses map --rules=kernel $pf
}

@test "JSON of a refused PF says so, and info has what sysfs has" {
	run -4 tool map -q --source=vfio -o jsonl $pf
	[[ $output == *'"error":{"code":"refused","message":"'"$closed"'",'* ]]
	run -4 tool info -q -o jsonl $pf
	[[ $output == *'"error":{"code":"refused",'* && $output == *'"vfs":4,'* ]]
	run -0 tool list -o jsonl $pf
	[[ $output == *'"error":{"code":"refused",'*'"mappable":false,"state":"refused",'* ]]
	vfs_answer
}

@test "restore opens no PF whose VFs are enabled" {
	echo 0 >"$pci/$pf/sriov_numvfs"
	run -137 "$BATS_TEST_DIRNAME/interrupt" $pf 3c=55
	set_up
	refuses restore $pf
	[[ -e /run/vfio-cfgtool/$pf ]]
	echo 0 >"$pci/$pf/sriov_numvfs"
	run -0 tool restore -q $pf
	renew_vfs
}

@test "auto takes sysfs for such a PF, with a note" {
	for words in "map $pf" "read $pf COMMAND" "capture $pf"; do
		# shellcheck disable=SC2086
		run -0 --separate-stderr tool $words
		[[ $stderr == "vfio-cfgtool: $pf: $closed; read from sysfs instead"* ]]
	done
	vfs_answer
}

@test "ordinary user who owns the node of such a PF is refused" {
	lend "$(node_of $pf)"
	be_user
	refuses map $pf
}

@test "--all leaves such a PF out with a message" {
	run -0 --separate-stderr tool info --all -d 8086:10d3 -o jsonl
	[[ $stderr != *skipped* ]]
	run --separate-stderr tool map --all -d 1b36: --source=vfio -o jsonl
	# by the group its VFs want a token
	[ "$status" = $([[ $VM_KERNEL == debian ]] && echo 3 || echo 0) ]
	[[ $stderr == "vfio-cfgtool: $pf: skipped: $closed"* ]]
	[[ $output == *'"address":"'$pf'",'*'"error":{"code":"refused",'* ]]
	vfs_answer
	run -3 --separate-stderr tool info --all -s 06:00.0
	[[ $stderr == "vfio-cfgtool: $pf: skipped: $closed"$'\n'"vfio-cfgtool: no device is left to open"* ]]
	vfs_answer
}

@test "a PF that gets VFs during --wait is not opened" {
	echo 0 >"$pci/$pf/sriov_numvfs"
	hold_device group $pf
	waiting map --source=vfio --wait=60 $pf
	cover $pf sriov_numvfs 4
	release
	waited_for
	uncover
	set_up
	[ "$status" = 4 ]
	[[ $stderr == *"vfio-cfgtool: $pf: $closed"* ]]
	vfs_answer
}

@test "--force opens such a PF, and says what is lost" {
	run -0 --separate-stderr tool map --source=vfio --force $pf
	[[ $stderr == "vfio-cfgtool: $pf: opening resets it by "*"; takes its 4 virtual functions along"* ]]
	renew_vfs
	vfs_answer
}

@test "the cost of an open is printed before it, by the kernel's methods" {
	for device in $nic 0000:0d:01.0 0000:00:03.0; do
		run -0 --separate-stderr tool map --source=vfio $device
		echo "$stderr"
		[ "$stderr" = "vfio-cfgtool: $device: $(cost $device) (--source=sysfs does not)" ]
	done
}

@test "a busy device has no message about cost" {
	hold_node "$(node_of $nic)"
	run -3 --separate-stderr tool map --source=vfio $nic
	[[ $stderr == "vfio-cfgtool: $nic: busy: "* ]]
}

# The table of what each command touches, in the guide and the manual

# row COMMAND - sets $reads, $wakes ... $root to the cells of the command's row
row()
{
	local line
	line=$(grep "^| $1 |" "$BATS_TEST_DIRNAME/../../doc/guide.md")
	IFS=' |' read -r _ reads wakes opens resets writes root <<<"${line#|}"
	echo "$1: reads $reads, wakes $wakes, opens $opens, resets $resets, writes $writes, root $root"
	[[ $root ]]
}

# words COMMAND - sets ${words[@]} to a call that has work to do
words()
{
	words=("$1")
	case $1 in
	rules | help) ;;
	probe) words+=("$nic" INTERRUPT_LINE) ;;
	explain | policy | read) words+=("$nic" COMMAND) ;;
	check) words+=("$nic" -e 'size 1000') ;;
	write) words+=("$nic" CACHE_LINE_SIZE=10) ;;
	bind | unbind) words+=(0000:00:0c.0) ;;
	*) words+=("$nic") ;;
	esac
}

# observe ARGUMENT... - runs the program; sets $seen to the actions that the kernel saw
observe()
{
	local event status=0
	{
		echo 'p:vfiotest/open do_filp_open path=+0(+0(%si)):string'
		echo 'p:vfiotest/wake pci_config_pm_runtime_get'
		echo 'p:vfiotest/reset pci_try_reset_function'
		echo 'p:vfiotest/config vfio_pci_config_rw write=%r8:u8'
	} >$tracing/kprobe_events
	for event in open wake reset config; do
		echo 'comm == "vfio-cfgtool"' >$tracing/events/vfiotest/$event/filter
	done
	echo >$tracing/trace
	echo 1 >$tracing/events/vfiotest/enable
	tool "$@" >"$BATS_TEST_TMPDIR/seen" || status=$?
	echo 0 >$tracing/events/vfiotest/enable
	seen=$(awk '
		/ open: / && /\/config"/ { print "reads" }
		/ open: / && /"\/dev\/(vfio\/|iommu)/ { print "opens"; print "wakes" }
		/ open: / && /\/(bind|unbind|driver_override|drivers_probe)"/ { print "drivers" }
		/ config: / && /write=0/ { print "reads" }
		/ config: / && /write=1/ { print "writes" }
		/ wake: / { print "wakes" }
		/ reset: / { print "resets" }' $tracing/trace | sort -u | tr '\n' ' ')
	echo "$*: status $status, seen: $seen"
	head -n 5 "$BATS_TEST_TMPDIR/seen"
}

# has WORD CELL - the word was seen if the cell says yes, and not if it says no
has()
{
	case $2 in
	yes) [[ " $seen" == *" $1 "* ]] ;;
	no) [[ " $seen" != *" $1 "* ]] ;;
	esac
}

# reset_by_open COMMAND - open and reset were seen, or neither, as $opens and $resets say
reset_by_open()
{
	has opens "$1"
	[[ $resets != opened ]] || has resets "$1"
}

commands=(list rules help lint policy explain check diff map read capture info verify probe write)

@test "the table of what each command touches agrees with the kernel" {
	has_probes || skip "the kernel has no probes"
	for command in "${commands[@]}"; do
		row "$command"
		words "$command"
		observe "${words[@]}"
		has reads "$reads"
		has wakes "$wakes"
		case $writes in
		asked)
			has writes no
			observe "${words[@]}" --write=virtual
			has writes yes
			;;
		*) has writes "$writes" ;;
		esac
		case $opens in
		asked)
			reset_by_open no
			observe "${words[@]}" --source=vfio
			reset_by_open yes
			;;
		alone)
			reset_by_open yes
			observe "${words[@]}" 0000:03:00.0
			reset_by_open no
			;;
		*) reset_by_open "$opens" ;;
		esac
	done
}

@test "the row of restore agrees with the kernel" {
	has_probes || skip "the kernel has no probes"
	row restore
	run -137 "$BATS_TEST_DIRNAME/interrupt" $nic 3c=55
	observe restore $nic
	for cell in reads:$reads wakes:$wakes opens:$opens writes:$writes resets:yes; do
		has "${cell%:*}" "${cell#*:}"
	done
	[ "$resets" = opened ]
}

@test "the rows of bind and unbind agree with the kernel" {
	has_probes || skip "the kernel has no probes"
	for command in bind unbind; do
		row $command
		words $command
		observe "${words[@]}"
		has reads "$reads"
		has opens "$opens"
		[ "$resets $writes" = "driver sysfs" ]
		has writes no
		has drivers yes
	done
}

@test "the table of what each command touches has the required rights" {
	lend "$(node_of $nic)"
	[[ $VM_KERNEL != custom ]] || lend "$(cdev_of $nic)" /dev/iommu
	be_user
	for command in "${commands[@]}" bind unbind; do
		row "$command"
		words "$command"
		status=0
		case $root in
		no | node) tool "${words[@]}" >/dev/null || status=$? ;;
		sysfs)
			run -3 tool -q "${words[@]}" --source=sysfs
			status=0
			tool "${words[@]}" --source=vfio || status=$?
			;;
		yes)
			tool -q "${words[@]}" >/dev/null 2>&1 || status=$?
			[[ $status == 3 ]]
			status=0
			;;
		esac
		[ "$status" = 0 ]
	done
}
