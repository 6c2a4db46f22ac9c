# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
#
# What the tests of the program in the machine share. A program costs 50 ms
# here, so what bash can do by itself it does.

pci=/sys/bus/pci/devices
kept=/run/vm/kept		# what one test has found out and others use
token=5f3c1d1e-0c6b-4c8e-9a54-6d1fb4f2a001

become=()			# how the program is run: as root, or as another user
lent=()				# nodes that belong to that user for now
holder=				# process that holds a device
waiter=				# run of the program that waits for one
covered=			# attribute that shows something else

teardown()
{
	release
	((${#lent[@]} == 0)) || chown root "${lent[@]}" || true
}

# Waiting

exec {never}<> <(:)		# nothing ever comes here: a sleep that costs no process

# wait_for SECONDS COMMAND... - until the command succeeds; after that time fails, and says so
wait_for()
{
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		((SECONDS <= end)) || { echo "waited in vain: $*"; return 1; }
		read -r -t 0.01 -u "$never" || true
	done
}

# tries N - how often a test does what can go wrong at any moment: N times, or a fifth of
# it where THOROUGH is not set
tries()
{
	echo $((${THOROUGH:+1} + 0 == 1 ? $1 : ($1 + 4) / 5))
}

not()
{
	! "$@"
}

# runs_as PID NAME - whether the process runs this program
runs_as()
{
	[[ $(<"/proc/$1/comm") == "$2" ]]
}

# kernel_said TEXT - since its messages were cleared
kernel_said()
{
	dmesg | grep -q "$1"
}

# The machine

# group_of ADDRESS - prints the number of the IOMMU group
group_of()
{
	cd -P "$pci/$1/iommu_group" && echo "${PWD##*/}"
}

# driver_of ADDRESS - prints the driver, or "none"
driver_of()
{
	if cd -P "$pci/$1/driver" 2>/dev/null; then
		echo "${PWD##*/}"
	else
		echo none
	fi
}

# node_of ADDRESS - prints the node of the IOMMU group
node_of()
{
	local group
	group=$(group_of "$1")
	if [[ -e /dev/vfio/noiommu-$group ]]; then
		echo "/dev/vfio/noiommu-$group"
	else
		echo "/dev/vfio/$group"
	fi
}

# cdev_of ADDRESS - prints the node of the device itself
cdev_of()
{
	local found=("$pci/$1"/vfio-dev/vfio*)
	echo "/dev/vfio/devices/${found[0]##*/}"
}

# read_openable - sets ${openable[@]}: the devices that can be opened as they
# are. Not in it: VFs that need a token and their PF, which loses them when it
# is reset, and the group that is not viable.
read_openable()
{
	local address driver device
	openable=()
	while read -r address driver device; do
		case $address:$driver in
		0000:06:* | 0000:0f:*) ;;
		*:vfio-pci) openable+=("$address") ;;
		*:noiommu) [[ $VM_KERNEL != custom ]] || openable+=("$address") ;;
		esac
	done </run/vm/devices
}

# set_up - the devices and drivers as they were at the start, and none to give back
set_up()
{
	bash /run/vm/guest-setup /run/vm/devices
	rm -f /run/vfio-cfgtool/*.driver
}

# renew_vfs - new VFs for 0000:06:00.0, which loses them when it is reset
renew_vfs()
{
	echo 0 >"$pci/0000:06:00.0/sriov_numvfs"
	set_up
}

need_kernel()
{
	[[ $VM_KERNEL == "$1" ]] || skip "${2:-not with this kernel}"
}

# The program

# tool ARGUMENT... - runs the program, as the user that was chosen
tool()
{
	"${become[@]}" vfio-cfgtool -n "$@"
}

be_root()
{
	become=()
}

# be_user - an ordinary user from here on, who has what lend() gives; and who can read
# the libraries that the program of another build has
be_user()
{
	[[ ! ${LIBRARIES:-} ]] || open_way "$LIBRARIES"
	become=(setpriv --reuid=65534 --regid=65534 --clear-groups)
}

# open_way DIRECTORY - everybody can pass to it
open_way()
{
	local directory=$1
	while [[ $directory == /?* ]]; do
		chmod a+x "$directory"
		directory=${directory%/*}
	done
}

# lend NODE...
lend()
{
	lent+=("$@")
	chown 65534 "$@"
}

# maps ARGUMENT... - the program maps, and tells nothing as -q is given
maps()
{
	run -0 --separate-stderr tool map -q -o jsonl "$@"
	[ ! "$stderr" ]
	[[ $output == *'"error":null,'*'"map":"0'* ]]
}

# fails CODE ARGUMENT... - the program maps nothing, exits with 3, and tells an
# error of this code with a hint, the same on both outputs; sets $message, $hint
fails()
{
	local code=$1
	shift
	run -3 --separate-stderr tool map -o jsonl "$@"
	judge_error "$code" "$output" "$stderr"
}

# judge_error CODE JSON STDERR
judge_error()
{
	local rest=${2#*'"error":{"code":"'} code=${2#*'"address":"'}
	local address=${code%%'"'*}
	code=${rest%%'"'*}
	rest=${rest#*'"message":"'}
	message=${rest%%'","hint":'*}
	rest=${rest#*'","hint":"'}
	hint=${rest%%'"},"warnings"'*}
	message=${message//\\\"/\"}
	hint=${hint//\\\"/\"}
	echo "code: $code"
	echo "message: $message"
	echo "hint: $hint"
	echo "stderr: $3"
	[ "$code" = "$1" ]
	[ "$message" ]
	[ "$hint" ]
	[[ $2 == *'"map":null,'* ]]
	[[ $3 == *"vfio-cfgtool: $address: $message"$'\n'"  $hint" ]]
}

# follow_hint - does what the hint says root should do
follow_hint()
{
	[[ $hint == *"as root: "* ]]
	(eval "${hint##*as root: }")
}

# cost ADDRESS - prints what is said before a device is opened
cost()
{
	local methods= function along=()
	[[ ! -e $pci/$1/reset_method ]] || methods=$(<"$pci/$1/reset_method")
	if [[ $methods ]]; then
		echo "opening resets it by ${methods%% *}; takes nobody along"
		return
	fi
	for function in "$pci/${1%:*}":*; do
		[[ $function == */$1 ]] || along+=("${function##*/}")
	done
	if [[ $1 == 0000:00:* ]]; then
		echo "opening cannot reset it; takes nobody along"
	else
		echo "opening cannot reset it, and closing resets its bus; takes ${along[0]:-nobody} along"
	fi
}

# field NAME JSON - sets $value to the first value of that name
field()
{
	value=${2#*\"$1\":}
	case $value in
	\"*) value=${value#\"} value=${value%%\"*} ;;
	*) value=${value%%[,\}]*} ;;
	esac
}

# Devices in use

# hold_node NODE - a process "sleep" opens the node; sets $holder
hold_node()
{
	exec 9<>"$1"
	sleep infinity &
	holder=$!
	exec 9>&-
	wait_for 30 runs_as $holder sleep
}

# hold_device group|cdev ADDRESS [TOKEN] - a process opens the device, as a user
# of VFIO does; sets $holder
hold_device()
{
	local line
	exec 8< <(exec /usr/bin/python3 -IS "${BASH_SOURCE[0]%/*}/hold" "$@" 2>&1)
	holder=$!
	read -r -t 30 line <&8
	[[ $line == held ]] || { echo "hold $*: $line"; cat <&8; return 1; }
}

# release - the device is free again
release()
{
	[[ $holder ]] || return 0
	kill "$holder" 2>/dev/null || true
	wait "$holder" || true
	holder=
}

# waiting ARGUMENT... - starts the program, and returns when it waits for a device
waiting()
{
	vfio-cfgtool -n "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
	waiter=$!
	wait_for 60 sleeps $waiter
}

# sleeps PID - whether the process is in nanosleep or clock_nanosleep, or, of i386, in
# clock_nanosleep or clock_nanosleep_time64, which is for times that need 64 bits
sleeps()
{
	local call
	read -r call _ <"/proc/$1/syscall"
	[[ $call == 35 || $call == 230 || $call == 267 || $call == 407 ]]
}

# waited_for - the program has ended; sets $status, $output and $stderr
waited_for()
{
	status=0
	wait "$waiter" || status=$?
	output=$(<"$BATS_TEST_TMPDIR/out")
	stderr=$(<"$BATS_TEST_TMPDIR/err")
	echo "status $status; $output; $stderr"
}

# cover ADDRESS ATTRIBUTE [TEXT] - sysfs shows the text there, or else standard input,
# until uncover
cover()
{
	covered=$pci/$1/$2
	if (($# > 2)); then
		printf '%s\n' "$3" >"$BATS_TEST_TMPDIR/cover"
	else
		cat >"$BATS_TEST_TMPDIR/cover"
	fi
	mount --bind "$BATS_TEST_TMPDIR/cover" "$covered"
}

uncover()
{
	[[ ! $covered ]] || umount "$covered"
	covered=
}

# What the kernel sees: a probe notes which files the program opens. strace would
# need ten seconds to follow list through /proc.

tracing=/sys/kernel/tracing

has_probes()
{
	[[ -e $tracing/kprobe_events ]]
}

# watch ARGUMENT... - runs the program; sets $calls to the files that it opened,
# a line each: "PATH" FLAGS
watch()
{
	has_probes || skip "the kernel has no probes"
	echo 'p:vfiotest/open do_filp_open path=+0(+0(%si)):string flags=+0(%dx):x32' \
		>$tracing/kprobe_events
	echo 'comm == "vfio-cfgtool"' >$tracing/events/vfiotest/open/filter
	echo >$tracing/trace
	echo 1 >$tracing/events/vfiotest/enable
	run -0 tool "$@"
	echo 0 >$tracing/events/vfiotest/enable
	calls=$(sed -n 's/.* path=\(".*"\) flags=/\1 /p' $tracing/trace)
	echo "$calls"
	[[ $calls == *'"/sys/bus/pci/devices/'* ]]
}

# The kernel's own maps: a probe where VFIO reads or writes configuration space
# notes the map that its device has there, in pieces that fit into the trace.

trace_pieces=4

# config_map_offset - prints where in struct vfio_pci_core_device the map is
config_map_offset()
{
	local types=/sys/kernel/btf line
	if [[ -e $types/vfio_pci_core ]]; then
		line=$(pahole -C vfio_pci_core_device --btf_base $types/vmlinux $types/vfio_pci_core)
	else
		line=$(pahole -C vfio_pci_core_device $types/vmlinux)
	fi
	line=${line#*pci_config_map;*/\*}
	line=${line%%\*/*}
	read -r line _ <<<"$line"
	echo "$line"
}

need_trace()
{
	has_trace || skip "the kernel has no probes, or pahole is not installed"
}

has_trace()
{
	has_probes && type pahole >/dev/null
}

# trace_maps - from here on the kernel notes its maps. The probe is made
# again, since it is dead after its module was unloaded.
trace_maps()
{
	local offset piece part line
	mkdir -p $kept
	[[ -e $kept/offset ]] || config_map_offset >$kept/offset
	offset=$(<$kept/offset)
	[[ $offset == [1-9]* ]]
	echo >$tracing/kprobe_events
	for ((piece = 0; piece < trace_pieces; piece++)); do
		line="p:vfiotest/map$piece vfio_pci_config_rw"
		for part in 0 1; do
			line+=" m$part=+$((piece * 1024 + part * 512))(+$offset(%di)):x64[64]"
		done
		echo "$line" >>$tracing/kprobe_events
	done
	echo >$tracing/trace
	echo 1 >$tracing/events/vfiotest/enable
}

# traced_maps FILE - until here; one map a line, as in JSON but always 4096 bytes
traced_maps()
{
	echo 0 >$tracing/events/vfiotest/enable
	awk -v pieces=$trace_pieces '
		# The numbers are little-endian, in braces, without leading zeros.
		function bytes(number, text, i) {
			number = substr("0000000000000000" substr(number, 3), length(number) - 1)
			for (i = 15; i > 0; i -= 2)
				text = text substr(number, i, 2)
			return text
		}
		match($0, / map[0-9]+: /) {
			piece = substr($0, RSTART + 4, 1)
			$0 = substr($0, index($0, "{"))
			gsub(/[{}]| m1=/, ",")
			count = split($0, numbers, /,+/)
			text = ""
			for (i = 1; i <= count; i++)
				if (numbers[i] != "")
					text = text bytes(numbers[i])
			maps[piece, seen[piece]++] = text
		}
		END {
			for (i = 0; i < seen[0]; i++) {
				for (piece = 0; piece < pieces; piece++)
					printf "%s", maps[piece, i]
				print ""
			}
		}' $tracing/trace >"$1"
}

# same_maps JSONL KERNEL - the maps are the kernel's own
same_maps()
{
	local lines kernel i count
	mapfile -t lines <"$1"
	mapfile -t kernel <"$2"
	echo "${#lines[@]} devices, ${#kernel[@]} maps of the kernel"
	[ ${#lines[@]} = ${#kernel[@]} ]
	for ((i = 0; i < ${#lines[@]}; i++)); do
		field address "${lines[i]}"
		echo "$value"
		field map "${lines[i]}"
		[[ ${#kernel[i]} == 8192 && ${#value} -ge 512 ]]
		if [[ ${kernel[i]} != "$value"* ]]; then
			show_difference "$value" "${kernel[i]}"
			return 1
		fi
	done
}

# show_difference MAP MAP
show_difference()
{
	local i
	for ((i = 0; i < ${#1}; i += 2)); do
		[[ ${1:i:2} == "${2:i:2}" ]] ||
			printf '%03x: %s, and the kernel has %s\n' $((i / 2)) "${1:i:2}" "${2:i:2}"
	done
}

# need_maps - all devices that can be opened, mapped through VFIO as root, once
# for all tests: their names in ${openable[@]}, and files under $kept:
# maps (jsonl), notes (standard error), status, kernel (where it can be traced)
need_maps()
{
	local status=0
	read_openable
	[[ ! -e $kept/status ]] || return 0
	mkdir -p $kept
	! has_trace || trace_maps
	vfio-cfgtool -n -j 1 map --source=vfio -o jsonl "${openable[@]}" \
		>$kept/maps 2>$kept/notes || status=$?
	! has_trace || traced_maps $kept/kernel
	echo $status >$kept/status
}

# schema_lines COUNT FILE... - that many lines of jsonl in the files, each as the schema says.
# It takes seconds here: one of two kernels that share the tests does it.
schema_lines()
{
	[[ ! ${SHARE:-} || $VM_KERNEL == custom ]] || return 0
	local count=$1 schema=$BATS_TEST_DIRNAME/../../doc/schema.json
	shift
	run /usr/bin/python3 -I - "$schema" "$@" <<-'END'
		import json
		import sys
		try:
		    import jsonschema
		except ImportError:
		    sys.exit(77)
		schema = json.load(open(sys.argv[1]))
		count = 0
		for name in sys.argv[2:]:
		    for line in open(name):
		        count += 1
		        device = json.loads(line)
		        kind = "trace_end_line" if "counts" in device else "%s_line" % device["command"] \
		            if "command" in device else "trace_row"
		        part = {**schema, "oneOf": [{"$ref": "#/$defs/" + kind}]}
		        for error in jsonschema.Draft202012Validator(part).iter_errors(device):
		            for detail in error.context or [error]:
		                print(line[:200], list(detail.absolute_path), detail.message[:200])
		                count = -1000
		print(count)
	END
	[ "$status" != 77 ] || skip "python3-jsonschema is not installed"
	echo "$output"
	[ "$status" = 0 ]
	[ "$output" = "$count" ]
}
