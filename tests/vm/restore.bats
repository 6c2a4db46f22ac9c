#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
#
# restore: writes of a killed run are undone, another device is not touched, and one process
# at a time works on a device.

load helper

nic=0000:01:00.0
usb=0000:03:00.0
state=/run/vfio-cfgtool
raw=			# what 40.l of the NIC held, raw bytes that a reset leaves alone

setup()
{
	[[ ! -d $state ]] || rm -rf $state
	raw=$(setpci -s $nic 40.l)
}

teardown()
{
	uncover
	release
	((${#lent[@]} == 0)) || chown root "${lent[@]}" || true
	[[ ! -d $state ]] || rm -rf $state
	[[ $(driver_of $nic) == vfio-pci ]] || set_up
	setpci -s $nic 40.l="$raw"
}

# killed ARGUMENT... - starts a run that writes registers, and kills it
killed()
{
	run -137 "$BATS_TEST_DIRNAME/interrupt" "$@"
}

# hardware REGISTER - prints the NIC's value
hardware()
{
	setpci -s $nic "$1"
}

# nothing_left - checks that there is no journal, no lock and no half file
nothing_left()
{
	[ -z "$(ls -A $state)" ]
}

# untouched STATUS WORD... - the call has this exit status, and opens no device
untouched()
{
	local status=$1
	shift
	type strace >/dev/null || skip "strace is not installed"
	run "-$status" --separate-stderr strace --seccomp-bpf -f -qq -o "$BATS_TEST_TMPDIR/calls" \
		-e trace=openat,pwrite64 vfio-cfgtool -n "$@"
	if grep -E '"/dev/(vfio/|iommu)|pwrite64\([0-9]+, ".*", [124], ' "$BATS_TEST_TMPDIR/calls"; then
		return 1
	fi
}

@test "without an interrupted run restore has nothing to undo, and makes no file" {
	run -0 --separate-stderr tool restore
	[ ! "$output" ]
	[ "$stderr" = "vfio-cfgtool: nothing is left to put back in $state" ]
	run -0 --separate-stderr tool restore $nic
	[ ! "$output" ]
	[ "$stderr" = "vfio-cfgtool: $nic: nothing is left to put back" ]
	[ ! -e $state ]
	run -3 --separate-stderr tool restore 0000:1f:1f.7
	[[ $stderr == *"no such device"* ]]
}

@test "restore lists what a killed run left" {
	killed $nic 40=cafe0001 back:44=ff
	run -0 --separate-stderr tool restore
	[ ! "$stderr" ]
	[[ $output =~ ^"$nic left probe "[0-9]+" 20"[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z" writes 2 pending 1"$ ]]
	run -0 tool restore -o jsonl
	[[ $output == *'"state":"left","journal":{"command":"probe","pid":'*'"writes":2,"pending":1},"mismatches":[],"registers":[],"differences":[]}' ]]
}

@test "the writes of a killed run are undone, and the journal is removed" {
	killed $nic 40=cafe0001
	[ "$(hardware 40.l)" = cafe0001 ]
	run -0 --separate-stderr tool restore $nic
	[ "$stderr" = "vfio-cfgtool: $nic: $(cost $nic)" ]
	[ "${lines[0]}" = "back 40.l - $raw user $raw hardware $raw" ]
	[[ ${lines[1]} == "restored probe "*" writes 1 pending 1" ]]
	[ ${#lines[@]} = 2 ]
	[ "$(hardware 40.l)" = "$raw" ]
	nothing_left
}

@test "several writes of a register are undone from the last to the first" {
	killed $nic 40=11111111 42=2222 40=33 back:3c=55 40=44444444
	[ "$(hardware 40.l)" = 44444444 ]
	run -0 tool restore -q $nic
	[ "${lines[0]}" = "back 40.l - 22221133 user $raw hardware $raw" ]
	[ "${lines[1]}" = "back 40.b - 11 user ${raw:6} hardware ${raw:6}" ]
	[ "${lines[2]}" = "back 42.w - 1111 user ${raw:0:4} hardware ${raw:0:4}" ]
	[ "${lines[3]}" = "back 40.l - $raw user $raw hardware $raw" ]
	[ ${#lines[@]} = 5 ]
	[ "$(hardware 40.l)" = "$raw" ]
}

@test "registers are named, also those that the reset has already restored" {
	killed $nic 0c=10 3c=55
	run -0 tool restore -q $nic
	[[ ${lines[0]} == "back 3c.b INTERRUPT_LINE "* ]]
	[ "${lines[1]}" = "back 0c.b CACHE_LINE_SIZE 00 user 00 hardware 00" ]
	nothing_left
}

@test "a run that was killed after it restored everything leaves nothing to write" {
	killed $nic 0c=10
	run -0 tool restore -q -o jsonl $nic
	[[ $output == *'"written":true,'* ]]
	killed $nic back:40=cafe0001
	run -0 tool restore -q $nic
	[[ $output == "restored probe "*" writes 1 pending 0" ]]
	nothing_left
}

@test "an unlogged difference is listed in both views, exit 1, and the journal is kept" {
	killed --unlogged $nic 41=a5
	run -1 --separate-stderr tool restore $nic
	[ "${lines[0]}" = "differs hardware 41 - was ${raw:4:2} is a5" ]
	[ "${lines[1]}" = "differs user 41 - was ${raw:4:2} is a5" ]
	[[ ${lines[2]} == "kept probe "* ]]
	[[ $stderr == *$'\n'"vfio-cfgtool: $nic: 2 bytes are not as they were; the journal is kept"$'\n  try again, or '*"rm $state/$nic" ]]
	[ -e $state/$nic ]
	run -1 tool restore -q -o jsonl $nic
	[[ $output == *'"state":"kept",'*'"differences":[{"view":"hardware","offset":65,"name":null,"was":"'${raw:4:2}'","is":"a5"},{"view":"user",'* ]]
	setpci -s $nic 40.l="$raw"
	run -0 tool restore -q $nic
	nothing_left
}

@test "another device is refused unopened, exit 4, and the bytes are shown" {
	while read -r fact told; do
		killed --fact="$fact" $nic 40=cafe0001
		untouched 4 restore $nic
		[ "${lines[0]}" = "pending 40.l - $raw hardware cafe0001" ]
		[[ ${lines[1]} == "left probe "* ]]
		[[ $stderr == "vfio-cfgtool: $nic: it is not the device of the journal: $told, now "* ]]
		run -4 tool restore -q -o jsonl $nic
		[[ $output == *'"error":{"code":"refused",'*'"state":"left",'*'"mismatches":[{"fact":"'* ]]
		[[ $output == *'"written":false,'* ]]
		[ "$(hardware 40.l)" = cafe0001 ]
		rm $state/$nic
		setpci -s $nic 40.l="$raw"
	done <<-END
		boot=00000000-0000-0000-0000-000000000000 boot ID 00000000-0000-0000-0000-000000000000
		vendor=8087 IDs 8087:10d3
		device=10d4 IDs 8086:10d4
		subsystem-device=0001 subsystem 8086:0001
		revision=01 revision 01
		serial=0011223344556677 serial number 0011223344556677
		driver=e1000e driver e1000e
	END
}

@test "a device with another driver is restored once it has its former driver" {
	killed $nic 40=cafe0001
	echo $nic >"$pci/$nic/driver/unbind"
	run -4 --separate-stderr tool restore $nic
	[[ $stderr == *"driver vfio-pci, now -"* ]]
	set_up
	run -0 tool restore -q $nic
	[ "$(hardware 40.l)" = "$raw" ]
}

@test "a damaged, truncated, foreign or newer journal has a message, exit 3, and stays" {
	killed $nic 40=cafe0001
	cp $state/$nic "$BATS_TEST_TMPDIR/journal"
	sed -i 's/^010: ../010: 5a/' $state/$nic
	untouched 3 restore $nic
	[[ $stderr == *": $state/$nic is damaged or foreign: line "*"check sum"*$'\n  it cannot be replayed; '*"rm $state/$nic" ]]
	head -c 2000 "$BATS_TEST_TMPDIR/journal" >$state/$nic
	untouched 3 restore $nic
	echo hello >$state/$nic
	untouched 3 restore $nic
	[[ $stderr == *"line 1: it is not a journal of vfio-cfgtool"* ]]
	sed '1s/1$/2/' "$BATS_TEST_TMPDIR/journal" >$state/$nic
	untouched 3 restore $nic
	[[ $stderr == *"does not know"* ]]
	run -3 --separate-stderr tool restore
	[ "$output" = "$nic damaged" ]
	[ "$(hardware 40.l)" = cafe0001 ]
	[ -e $state/$nic ]
	head -c -5 "$BATS_TEST_TMPDIR/journal" >$state/$nic
	run -1 tool restore -q $nic
	[[ $output == *"differs hardware 40 "*" writes 0 pending 0" ]]
}

@test "a journal or directory that others can write is refused, exit 4" {
	killed $nic 40=cafe0001
	chmod 0604 $state/$nic
	untouched 4 restore $nic
	[[ $stderr == *": $state/$nic is open to others: "*"rm $state/$nic" ]]
	chmod 0600 $state/$nic
	chown 65534 $state/$nic
	untouched 4 restore $nic
	chown 0 $state/$nic
	mv $state/$nic "$BATS_TEST_TMPDIR/journal"
	ln -s "$BATS_TEST_TMPDIR/journal" $state/$nic
	untouched 4 restore $nic
	[[ $stderr == *"is not a regular file"* ]]
	rm $state/$nic
	mv "$BATS_TEST_TMPDIR/journal" $state/$nic
	chmod 0755 $state
	untouched 4 restore $nic
	[[ $stderr == *"directory $state is open to others (mode 0755)"* ]]
	untouched 4 restore
	untouched 4 write $nic 40.l=0
	chmod 0700 $state
	chown 65534 $state
	untouched 4 restore $nic
	chown 0 $state
	mv $state $state.real
	ln -s $state.real $state
	untouched 4 restore $nic
	[[ $stderr == *"$state is not a directory, and a link is not followed"* ]]
	rm $state
	mv $state.real $state
	[ "$(hardware 40.l)" = cafe0001 ]
	run -0 tool restore -q $nic
}

# working ARGUMENT... - starts a run that is not killed; sets $holder
working()
{
	mkfifo "$BATS_TEST_TMPDIR/ready"
	"$BATS_TEST_DIRNAME/interrupt" --alive "$@" >"$BATS_TEST_TMPDIR/ready" &
	holder=$!
	read -r _ <"$BATS_TEST_TMPDIR/ready"
}

@test "restore and write of a device that a run works on are refused, and name the run" {
	working $nic 40=cafe0001
	for words in "restore $nic" "write $nic 40.l=0"; do
		# shellcheck disable=SC2086
		untouched 3 $words
		[ "$stderr" = "vfio-cfgtool: $nic: busy: process $holder (vfio-cfgtool probe) works on it"$'\n  try again when it is done' ]
		# shellcheck disable=SC2086
		run -3 tool $words -q -o jsonl
		[[ $output == *'"held_by":{"pid":'$holder',"command":"probe"}'*'"error":{"code":"busy",'* ]]
	done
	run -0 tool restore
	[[ $output == "$nic in-use probe $holder "*" writes 1 pending 1" ]]
	[ "$(hardware 40.l)" = cafe0001 ]
	run -0 tool restore -q $usb
}

@test "a device that is in use or missing has a message, and the journal stays" {
	killed $nic 40=cafe0001
	hold_device group $nic
	run -3 --separate-stderr tool restore $nic
	[ "${lines[0]}" = "pending 40.l - $raw" ]
	[[ ${lines[1]} == "left probe "* ]]
	[[ $stderr == "vfio-cfgtool: $nic: busy: process $holder "* ]]
	release
	echo 1 >"$pci/$nic/remove"
	run -3 --separate-stderr tool restore $nic
	[[ $output == "pending 40.l - $raw"$'\n'"left probe "* ]]
	[[ $stderr == "vfio-cfgtool: $nic: no such device"* ]]
	run -0 tool restore
	[[ $output == "$nic left probe "* ]]
	echo 1 >/sys/bus/pci/rescan
	set_up
	run -0 tool restore -q $nic
	[[ $output == "back 40.l - $raw user $raw hardware $raw"$'\n'"restored "* ]]
}

@test "another device that appears during --wait is not written" {
	killed $nic 40=cafe0001
	hold_device group $nic
	waiting restore --wait=60 $nic
	# Device Serial Number, the byte behind the header
	cover $nic config < <(cat $pci/$nic/config | { head -c $((0x144)); printf '\xa5'; tail -c +2; })
	release
	waited_for
	uncover
	[ "$status" = 4 ]
	[[ $stderr == *"vfio-cfgtool: $nic: it is not the device of the journal: serial number "*", now "*a5$'\n'"  nothing was written; what the journal would put back is shown"* ]]
	[ "$(hardware 40.l)" = cafe0001 ]
	run -0 tool restore -q $nic
}

@test "--wait waits for the end of a run that is killed" {
	working $nic 40=cafe0001
	waiting restore -q --wait=60 $nic
	kill -KILL $holder
	waited_for
	[ "$status" = 0 ]
	[ "$(hardware 40.l)" = "$raw" ]
	wait $holder || true
	holder=
}

@test "writes of one device at a time wait for each other, and leave nothing" {
	for i in 1 2 3; do
		vfio-cfgtool -n -q write --wait=120 $nic "40.b=0$i" 40.b >"$BATS_TEST_TMPDIR/out$i" &
	done
	wait
	for i in 1 2 3; do
		[[ $(<"$BATS_TEST_TMPDIR/out$i") == *$'\n'"read 40.b - 0$i"$'\n'* ]]
	done
	nothing_left
}

@test "a write says that a killed run is not undone yet" {
	killed $nic 44=cafe0001
	run -0 --separate-stderr tool write $nic 40.b
	[[ $stderr == *"vfio-cfgtool: $nic: an interrupted run left a journal: vfio-cfgtool restore $nic"* ]]
	run -0 tool restore -q $nic
}

@test "no write is made without room for its lock, exit 3" {
	mkdir -m 0700 $state
	mount -t tmpfs -o mode=0700,nr_inodes=1 tmpfs $state
	untouched 3 write $nic 40.l=cafe0001
	umount $state
	[[ $stderr == "vfio-cfgtool: $nic: $state/$nic.lock cannot be opened: No space left on device"$'\n  make room: df -h '$state ]]
	[ "$(hardware 40.l)" = "$raw" ]
}

@test "an ordinary user restores with a directory of their own" {
	[[ $VM_KERNEL != custom ]] || lend "$(cdev_of $nic)" /dev/iommu
	lend "$(node_of $nic)"
	be_user
	own=/tmp/restore.$$
	install -d -o 65534 -m 0700 "$own"
	mkdir -m 0700 $state
	run -137 "${become[@]}" "$BATS_TEST_DIRNAME/interrupt" --journal="$own" $nic 40=cafe0001
	run -3 --separate-stderr tool restore
	[[ $stderr == "vfio-cfgtool: directory $state cannot be opened: Permission denied"$'\n'*"--journal=DIR" ]]
	run -0 tool restore --journal="$own"
	[[ $output == "$nic left probe "* ]]
	run -0 --separate-stderr tool restore --journal="$own" $nic
	[ "${lines[0]}" = "back 40.l - $raw user $raw" ]
	[ "$(hardware 40.l)" = "$raw" ]
	[ -z "$(ls -A "$own")" ]
	be_root
	run -4 tool restore --journal="$own" $nic
}

@test "every device that can be opened is restored in both views" {
	read_openable
	for device in "${openable[@]}"; do
		[[ ! -e /dev/vfio/noiommu-$(group_of "$device") ]] || continue
		run -0 tool map -q --source=vfio "$device"	# what an open alone changes
		cp "$pci/$device/config" "$BATS_TEST_TMPDIR/before"
		killed "$device" 0c=10 3c=5a 10=ffffffff
		run -0 tool restore -q "$device"
		echo "$device: $output"
		[[ $output == *"restored probe "*" writes 3 pending 3" ]]
		cmp "$BATS_TEST_TMPDIR/before" "$pci/$device/config"
	done
	nothing_left
}

# pause SECONDS - sleeps without a process, whose start takes longer than a probe's writes
pause()
{
	read -rt "$1" <>"$BATS_TEST_TMPDIR/pause" || true
}

# killed_probe DEVICE PAUSE - kills a write probe PAUSE seconds after its journal exists
killed_probe()
{
	local probe tries
	vfio-cfgtool -n -q probe --write=all --i-know-this-device "$1" >/dev/null 2>&1 &
	probe=$!
	for ((tries = 0; tries < 2000; tries++)); do
		[[ ! -e $state/$1 ]] || break
		pause 0.005
	done
	pause "$2"
	kill -KILL $probe 2>/dev/null || true
	wait $probe 2>/dev/null || true
}

@test "a probe that is killed at any moment is undone in both views" {
	vfio-cfgtool help probe >/dev/null 2>&1 || skip "this program has no probe"
	mkfifo "$BATS_TEST_TMPDIR/pause"
	left=0
	for device in $nic 0000:0a:00.0 0000:07:00.1; do
		run -0 tool map -q --source=vfio "$device"	# what an open alone changes
		cp "$pci/$device/config" "$BATS_TEST_TMPDIR/before"
		for pause in 0.001 0.02 0.06 0.15; do
			killed_probe "$device" $pause
			[[ ! -e $state/$device ]] || left=$((left + 1))
			run -0 tool restore -q "$device"
			echo "$device after $pause s: $output"
			cmp "$BATS_TEST_TMPDIR/before" "$pci/$device/config"
			nothing_left
		done
	done
	((left > 0)) || { echo "no probe was killed in time"; false; }
}
