#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Faults while the process changes a device: a failing allocation or system call, no
# descriptors, no memory, constant signals. After each the device is as it was, or at its
# target, or the journal restores it; and the exit status and one message say so. tests/torture has the faults. Each test takes FAULTS calls of some kinds by
# chance (THOROUGH: of each kind; FAULTS=all: each call), by the seed that it prints (SEED).

load helper
load moves

probed=0000:01:00.0	# of vfio-pci
register=40		# raw bytes that a reset leaves alone

# What one call can end with
single="alloc write:EIO write:ENOSPC write:EINTR write:short stderr:EIO read:EIO read:EINTR
	read:short open:EMFILE open:EACCES open:EINTR close:EIO list:EIO ioctl:EIO ioctl:EINTR
	ioctl:ENOMEM name:EIO sync:EIO"
# From one call on: nothing can be undone any more
onward="alloc+ open:EMFILE+ write:ENOSPC+"
limits="files=3 files=4 files=5 files=6 files=8 files=10 files=14 size=0 size=4096
	memory=12000000 memory=24000000 storm=1000 storm=20000 full"

setup()
{
	has_iommu_group $nic
	faults=$BUILD/torture/faults.so
	[[ -e $faults ]] || { echo "make vm-faults builds $faults"; return 1; }
	out=$BATS_TEST_TMPDIR/out err=$BATS_TEST_TMPDIR/err count=$BATS_TEST_TMPDIR/count
	torture write:EIO 0 --version
	[[ $status == 0 && $calls != 0 ]] ||
		skip "calls of a program for this processor cannot be caught"
	SEED=${SEED:-${THOROUGH:+$RANDOM}}
	SEED=${SEED:-1}		# check tries the same faults each time
	RANDOM=$SEED
	injected=0 survived=0 told=0 wrong=()
	begin_again
	raw=$(setpci -s $probed $register.l)
}

teardown()
{
	rm -rf $state
	[[ ! ${raw:-} ]] || setpci -s $probed $register.l="$raw"
	set_up
}

# torture PLAN AT ARGUMENT... - runs the program with that fault; sets $status, $fired
torture()
{
	local plan=$1 at=$2 fault=()
	shift 2
	[[ $plan != *+ ]] || fault=(TORTURE_ONWARD=1)
	status=0 calls=0 fired=1
	rm -f "$count" "$out"
	fault+=(TORTURE="${plan%+}" TORTURE_AT="$at" TORTURE_COUNT="$count" LD_PRELOAD="$faults")
	if [[ $plan == size ]]; then	# which holds for the files of this test, too
		{ env "${fault[@]}" vfio-cfgtool -n -q "$@" 2>&1 >/dev/null || echo $? >"$out"; } | cat >"$err"
		[[ ! -e $out ]] || status=$(<"$out")
		: >"$out"
	elif [[ $plan == full ]]; then
		: >"$out"
		vfio-cfgtool -n -q "$@" >/dev/full 2>"$err" || status=$?
	else
		env "${fault[@]}" vfio-cfgtool -n -q "$@" >"$out" 2>"$err" || status=$?
	fi
	[[ ! -s $count ]] || read -r calls fired <"$count"
}

# number COUNT - sets ${numbers[@]} to the calls that fail
number()
{
	local i
	numbers=()
	for ((i = 1; i <= $1; i++)); do
		numbers+=("$i")
	done
	[[ ${FAULTS:-2} == all ]] || shuffle numbers "${FAULTS:-2}"
}

# shuffle ARRAY COUNT - leaves so many of its words, by chance; not in a process of its own,
# which would begin with another seed
shuffle()
{
	local -n words=$1
	local i j word count=${#words[@]}
	for ((i = 0; i < $2 && i < count; i++)); do
		j=$((i + (RANDOM << 15 | RANDOM) % (count - i)))
		word=${words[i]}
		words[i]=${words[j]}
		words[j]=$word
	done
	words=("${words[@]:0:$2}")
}

# is_wrong WHAT - of the fault at $plan, $at
is_wrong()
{
	wrong+=("$plan $at: $1; status $status" "$(<"$out")" "$(<"$err")")
}

# judge_words - the exit status is a documented one, and one message says why
judge_words()
{
	local line messages=0 most=1
	while read -r line; do
		# what an assertion of libkmod says before the program catches it is not the program's
		[[ $line != "vfio-cfgtool: "* || $line == *": Assertion "* ]] || messages=$((messages + 1))
	done <"$err"
	# each file that cannot be opened any more, and what restore could not put back
	[[ $plan != *+ && $plan != files ]] || most=1000
	[[ $status != 1 || $(<"$err") != *"; the journal is kept"* ]] || most=2
	if [[ $status != [034] && $most != 2 ]]; then
		is_wrong "the exit status"
	elif [[ $status != 0 && $plan != stderr* && $messages == 0 ]]; then
		is_wrong "no message"
	elif ((status != 0 && messages > most)); then
		is_wrong "$messages messages"
	elif ((status == 0)); then
		survived=$((survived + 1))
	else
		told=$((told + 1))
	fi
}

# one PLAN AT COMMAND ARGUMENT... - that fault, and judge_COMMAND of what came of it
one()
{
	plan=$1 at=$2
	"prepare_$3"
	torture "$@"
	((fired > 0)) || return 0
	injected=$((injected + 1))
	judge_words
	"judge_$3"
}

# survives COMMAND ARGUMENT... - the faults of each kind, or of some
survives()
{
	local kind limit kinds bounds numbers
	read -r -d '' -a kinds <<<"$single $onward" || true
	read -r -d '' -a bounds <<<"$limits" || true
	if [[ ! ${THOROUGH:-} && ${FAULTS:-2} != all ]]; then
		shuffle kinds 5
		shuffle bounds 5
	fi
	for kind in "${kinds[@]}"; do
		plan=$kind at=0
		"prepare_$1"
		torture "$kind" 0 "$@"
		((status == 0)) || { is_wrong "without a fault"; break; }
		"judge_$1"
		number "$calls"
		for at in "${numbers[@]}"; do
			one "$kind" "$at" "$@"
		done
	done
	for limit in "${bounds[@]}"; do
		one "${limit%=*}" "${limit#*=}" "$@"
	done
	echo "# $1: seed $SEED, $injected injected, $survived survived, $told told," \
		"$((${#wrong[@]} / 3)) wrong" >&3
	((${#wrong[@]} == 0)) || { printf '%s\n' "${wrong[@]:0:30}"; return 1; }
	((injected > 0 && told > 0))
}

# place - where the NIC is
place()
{
	local override record=
	override=$(<"$pci/$nic/driver_override")
	[[ ! -e $state/$nic.driver ]] || record=recorded
	echo "$(driver_of $nic) $override $record"
}

# from_kernel, from_vfio - the NIC is there; a call without a fault takes it up wherever it is
from_kernel()
{
	go unbind "8139cp (null) "
}

# From any other place unbind has to bring it to the kernel driver first: bind leaves an override
# that could not be put back as it is
from_vfio()
{
	[[ $(place) == "vfio-pci vfio-pci recorded" ]] || from_kernel
	go bind "vfio-pci vfio-pci recorded"
}

# go COMMAND PLACE
go()
{
	[[ $(place) != "$2" ]] || return 0
	vfio-cfgtool -n -q "$1" $nic >"$out" 2>"$err" || status=$?
	[[ $(place) != "$2" ]] || return 0
	is_wrong "$1 brings it to $(place) afterwards"
	begin_again
	[[ $1 == unbind ]] || vfio-cfgtool -n -q bind $nic >/dev/null
	[[ $(place) == "$2" ]]
}

# begin_again - the NIC is its kernel driver's, and alone in its group
begin_again()
{
	rm -rf $state
	set_up
	alone $nic $mate
	[[ $(driver_of $mate) == none ]] || echo $mate >"$pci/$mate/driver/unbind"
}

# judge_move BEFORE AFTER - the NIC is at one of them, and a success at the second
judge_move()
{
	local place
	place=$(place)
	# told, and without harm: the next bind writes another
	[[ $(<"$err") != *".driver cannot be removed: "* ]] || place=${place%recorded}
	if ((status == 0)) && [[ $place != "$2" ]]; then
		is_wrong "success, and the NIC is $place"
	elif [[ $plan != *+ && $place != "$1" && $place != "$2" ]]; then
		is_wrong "left half-way: $place"
	fi
}

prepare_bind() { from_kernel; }
judge_bind() { judge_move "8139cp (null) " "vfio-pci vfio-pci recorded"; }
prepare_unbind() { from_vfio; }
judge_unbind() { judge_move "vfio-pci vfio-pci recorded" "8139cp (null) "; }

@test "a fault in bind leaves the device at its former driver or at the target" {
	survives bind $nic
}

@test "a fault in unbind leaves the device at its former driver or at the target" {
	survives unbind $nic
}

@test "unbind fails if the device is back and its record cannot be removed" {
	local all seen=0
	from_vfio
	torture name:EIO 0 unbind $nic
	all=$calls
	for ((at = 1; at <= all; at++)); do
		from_vfio
		torture name:EIO $at unbind $nic
		[[ $(<"$err") == *"$nic.driver cannot be removed: Input/output error"* ]] || continue
		seen=$((seen + 1))
		[[ $status == 3 && $(place) == "8139cp (null) recorded" ]]
	done
	((seen > 0))
}

# --- write, probe, restore ---------------------------------------------------------------

# set_raw VALUE
set_raw()
{
	setpci -s $probed $register.l="$1"
}

# config - prints the device's bytes as one number
config()
{
	cksum <"$pci/$probed/config"
}

prepare_write()
{
	rm -rf $state
	set_raw "$raw"
	[[ ${before:-} ]] || before=$(config)
}

# The device holds the written values of the log.
judge_write()
{
	local now
	now=$(setpci -s $probed $register.l)
	if [[ $now == cafe0001 ]]; then
		set_raw "$raw"
	elif ((status == 0)); then
		is_wrong "success, and the device holds $now"
	elif [[ $plan == write:short && $(<"$err") == *"its driver took 1 of 4 bytes"* ]]; then
		set_raw "$raw"
	fi
	[[ $(config) == "$before" ]] || is_wrong "the device holds $now"
}

@test "a fault in write leaves the register at its old or its new value" {
	tool map -q --source=vfio $probed >/dev/null	# what an open alone changes
	survives write $probed $register.l=cafe0001
}

prepare_probe()
{
	prepare_write
}

judge_probe()
{
	if [[ -e $state/$probed ]]; then
		vfio-cfgtool -n -q restore $probed >"$out.restore" 2>&1 ||
			is_wrong "not put back by the journal: $(<"$out.restore")"
	fi
	[[ $(config) == "$before" ]] || is_wrong "the device is changed"
	[[ ! -e $state/$probed ]] || is_wrong "a journal is left"
}

@test "a fault in a write probe leaves the device as it was, or a journal that restores it" {
	tool map -q --source=vfio $probed >/dev/null
	survives probe --write=all --i-know-this-device $probed $register.l 0c.b 3c.b
}

@test "a failed write of a probe is an error of that probe, and never a contradiction" {
	local all verdict errors=0
	torture write:EIO 0 probe --write=all --i-know-this-device -J $probed $register.l
	[[ $status == 0 && $(<"$out") =~ \"confirmed\":\ ?1, ]]
	all=$calls plan=write:EIO
	for ((at = 1; at <= all; at++)); do
		prepare_probe
		torture $plan $at probe --write=all --i-know-this-device -J $probed $register.l
		verdict=
		[[ ! $(<"$out") =~ \"verdict\":\ ?\"([a-z]+)\" ]] || verdict=${BASH_REMATCH[1]}
		case $status$verdict in
		3error) errors=$((errors + 1)) ;;
		3 | 3confirmed | 0confirmed) ;;	# what failed was not the write of the probe
		*) is_wrong "called $verdict" ;;
		esac
		judge_probe
	done
	((${#wrong[@]} == 0 && errors >= 2)) || { printf '%s\n' "$errors errors" "${wrong[@]:0:30}"; return 1; }
}

prepare_restore()
{
	rm -rf $state
	if [[ ! -d $BATS_TEST_TMPDIR/journal ]]; then
		set_raw "$raw"
		before=$(config)
		run -137 "$BATS_TEST_DIRNAME/interrupt" $probed $register=cafe0001 3c=5a
		cp -a $state "$BATS_TEST_TMPDIR/journal"
	fi
	cp -a "$BATS_TEST_TMPDIR/journal" $state
	set_raw cafe0001
}

judge_restore()
{
	((status != 0)) || [[ ! -e $state/$probed ]] || is_wrong "success, and the journal is left"
	judge_probe
}

@test "a fault in restore leaves the device as it was, or a journal that restores it" {
	tool map -q --source=vfio $probed >/dev/null
	survives restore $probed
}
