# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# For tests that need clean roots of Debian. The script is at the top of the tree, and has
# the variables $cache (where roots are kept) and $work (a directory).

suites=bookworm	# for apt.bash
. tests/vm/apt.bash
number=0
failures=0
mkdir -p "$cache"
exec 9>"$cache/lock-roots"
flock 9	# until the script ends: another one would make the same roots

# point NAME COMMAND... - a test; what the command prints is shown if it fails
point()
{
	local name=$1
	shift
	number=$((number + 1))
	if "$@" >"$work/said" 2>&1; then
		echo "ok $number - $name"
	else
		failures=$((failures + 1))
		echo "not ok $number - $name"
		{ grep -A 12 "^not ok" "$work/said"; tail -n 20 "$work/said"; } | cut -c 1-300 | sed 's/^/# /'
	fi
}

# get_root SUITE - prints the directory of a clean root, made once
get_root()
{
	local directory=$cache/root-$1 uri script=()
	if [[ ! -e $directory/made ]]; then
		uri=$(server) && [[ $uri ]] || { echo "apt knows no server of packages" >&2; return 1; }
		# a release that is newer than this machine's debootstrap
		[[ -e /usr/share/debootstrap/scripts/$1 ]] || script=(/usr/share/debootstrap/scripts/sid)
		rm -rf "$directory"
		debootstrap --variant=minbase --include=man-db,bash-completion,pci.ids "$1" \
			"$directory" "$uri" "${script[@]}" >"$work/debootstrap" 2>&1 ||
			{ tail -n 5 "$work/debootstrap" >&2; return 1; }
		: >"$directory/made"
	fi
	echo "$directory"
}

# copy_root SUITE - a copy of a clean root, in $work/root
copy_root()
{
	local directory
	directory=$(get_root "$1") || return
	rm -rf "$work/root"
	cp -a "$directory" "$work/root" || return
	# documents and manuals are installed there, too
	rm -f "$work/root/etc/dpkg/dpkg.cfg.d/docker"
}

# inside ROOT COMMAND [WORD...] - a command of bash in a root; its mirror may be weeks old
inside()
{
	chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
		DEBIAN_FRONTEND=noninteractive bash -euc "$2" bash "${@:3}"
}

# testbed ROOT COMMAND... - a command, while the root has processes and terminals of its own
testbed()
{
	unshare --mount --pid --fork --mount-proc="$1/proc" bash -e -c '
		mkdir -p "$1/dev/pts"
		mount -t devpts -o newinstance,ptmxmode=666 devpts "$1/dev/pts"
		ln -sf pts/ptmx "$1/dev/ptmx"
		exec "${@:2}"' bash "$@"
}

# update_lists - for inside: apt's lists, also of a release whose own are out of date
update_lists='apt-get -q -o Acquire::Check-Valid-Until=false update'

# is_used - for inside: the installed program, its completion and its manual, with the dump
# that is in /tmp
is_used='
	vfio-cfgtool map -F /tmp/qemu-e1000e.txt >/tmp/map
	grep -q CAP_EXP /tmp/map
	vfio-cfgtool policy -F /tmp/qemu-e1000e.txt -J >/dev/null
	. /usr/share/bash-completion/bash_completion
	_completion_loader vfio-cfgtool || true
	complete -p vfio-cfgtool
	man -P cat vfio-cfgtool | grep -q "configuration space"
	man -P cat 5 vfio-cfgtool.policy | grep -q deny'
