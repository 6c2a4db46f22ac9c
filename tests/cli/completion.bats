#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion: what the program offers, and what each shell passes on.

load helper

setup() {
	# as a person types it: by its name, in a directory with files
	mkdir "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/work"
	ln -s "$PROGRAM" "$BATS_TEST_TMPDIR/bin/vfio-cfgtool"
	export PATH=$BATS_TEST_TMPDIR/bin:$PATH HOME=$BATS_TEST_TMPDIR
	cd "$BATS_TEST_TMPDIR/work" || return
	touch dump.txt dump2.txt other
}

# offers WORD...: prints the candidates for the last word on one line
offers() {
	"$PROGRAM" __complete "$@" 2>&1 | cut -f1 | tr '\n' ' '
}

# all commands, in the program's order, and those that take registers
COMMANDS=$("$PROGRAM" help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | tr '\n' ' ')

# formats COMMAND: prints the formats in its help on one line
formats() {
	"$PROGRAM" help "$1" | sed -n 's/^Formats: //p' | tr '\n' ' '
}

some_device() {
	find /sys/bus/pci/devices -mindepth 1 -printf '%f\n' 2>/dev/null | LC_ALL=C sort | head -1
}

# --- the program -----------------------------------------------------------------------

@test "completion offers commands, without the internal one, each with its summary" {
	[[ $COMMANDS = "list info map policy "*"help " ]]
	[ "$(offers "")" = "$COMMANDS" ]
	[ "$(offers m)" = "map " ]
	[ "$(offers help "")" = "${COMMANDS}options " ]
	[ "$(offers -n -F x "")" = "$COMMANDS" ]
	[ -z "$(offers __)" ]
	"$PROGRAM" __complete "" | no grep -v $'^[a-z]*\t..'
	[ "$("$PROGRAM" __complete ru)" = "rules"$'\t'"$("$PROGRAM" help | sed -n 's/^  rules *//p')" ]
}

# usage_options COMMAND: prints the long and short options of its usage
usage_options() {
	"$PROGRAM" "$1" --usage | tr '[]|' '\n' | sed 's/=.*//' | grep -Eo '^ *--?[a-zA-Z-]+' |
		awk '/^ *--/ { print $1; next } { sub(/^ *-/, ""); for (i = 1; i <= length($0); i++) print "-" substr($0, i, 1) }' |
		sort -u
}

@test "completion offers exactly the options in a command's usage" {
	for command in $COMMANDS; do
		usage_options $command | grep -- ^-- >helped
		"$PROGRAM" __complete $command -- | cut -f1 | tr -d = | sort >offered
		diff helped offered
		usage_options $command | grep -v -- ^-- >helped
		"$PROGRAM" __complete $command - | cut -f1 | grep -E '^-[A-Za-z]$' | sort >offered
		diff helped offered
	done
	[ "$(offers map --ou)" = "--output= " ]
	[ "$(offers map --nu)" = "--numeric " ]
}

@test "completion offers values of options, joined or apart, and files for options that take files" {
	[ "$(offers map -o "")" = "$(formats map)" ]
	[ "$(offers list -o "")" = "$(formats list)" ]
	[ "$(offers map --output "")" = "$(formats map)" ]
	[ "$(offers map --output=)" = "$(formats map | sed 's/[a-z]* /--output=&/g')" ]
	[ "$(offers map --output=h)" = "--output=hex " ]
	[ "$(offers map --color "")" = "auto always never " ]
	[ "$(offers map --require=)" = "--require=module --require=table --require=verified --require=kernel " ]
	[ "$(offers map --dump x)" = "__files " ]
	[ "$(offers map -F "")" = "__files " ]
	[ "$(offers map -nF "")" = "__files " ]
	[ "$(offers map --dump=)" = "__files " ]
	[ "$(offers -F dump.txt m)" = "map " ]
	[ "$(offers map --vf-id=)" = "" ]
	[ "$(offers list --columns address,N)" = "address,NODE address,NETDEVS address,NAME " ]
	[ "$(offers list --columns=AD)" = "--columns=ADDRESS " ]
}

@test "completion offers releases and switches for --rules, and switches after every comma" {
	[[ " $(offers map -k "")" = *" auto "*" 6.4 "* ]]
	[ "$(offers map -k 6.1,+dv)" = "6.1,+dvsec " ]
	[ "$(offers map -k 6.1,-dv)" = "6.1,-dvsec " ]
	[ "$(offers map --rules=6.1,+dv)" = "--rules=6.1,+dvsec " ]
	[ "$(offers map -k 6.1,-dvsec,+pme)" = "6.1,-dvsec,+pme-virtual " ]
	[ "$(offers map -k 6.1,+ext)" = "6.1,+ext-cap-max= " ]
	# the program accepts every offered word
	for rules in $(offers map -k "") $(offers map -k 6.1,); do
		[ "$rules" != kernel ] || continue	# not of a dump
		[[ $rules = *= ]] && rules+=31
		try 0 -n -q -F "$DUMPS/made/all-00.txt" map -o hex -k "$rules"
	done
}

@test "completion offers the machine's devices, with and without domain 0000" {
	device=$(some_device)
	[ -n "$device" ] || skip "no PCI in this machine"
	[[ " $(offers map "")" = *" $device "* ]]
	[[ " $(offers list "${device:0:6}")" = *" $device "* ]]
	[[ " $(offers map -s "")" = *" $device "* ]]
	[[ " $(offers map "--slot=${device:0:4}")" = *" --slot=$device "* ]]
	if [[ $device = 0000:* ]]; then
		short=${device#0000:}
		[[ " $(offers map "${short:0:4}")" = *" $short "* ]]
	fi
}

@test "completion offers bind what is not bound, unbind what is, and nothing else" {
	count=0
	for path in /sys/bus/pci/devices/*; do
		[ -e "$path" ] || continue
		device=${path##*/}
		driver=$(basename "$(readlink "$path/driver")")
		wanted=1
		[[ $(<"$path/class") != 0x06* && $driver != vfio-pci ]] || wanted=0
		[ "$(offers bind "" | tr ' ' '\n' | grep -cx "$device")" = "$wanted" ]
		[[ $driver = vfio-pci ]] || [ -z "$(offers unbind "$device")" ]
		[ -n "$(offers list "$device")" ]
		count=$((count + 1))
	done
	((count > 0)) || skip "no PCI in this machine"
	"$PROGRAM" __complete list "" | no grep -v $'^[0-9a-f:.]*\t'
}

@test "completion is silent and successful for nonsense" {
	for words in "nosuch " "nosuch -" "map --nosuch=" "map --nosuch " "map -Z" "map -Z " "map =" "map :" \
		"map --" "map -- " "rules " "help map " "map --output==" "map $(printf 'x%.0s' {1..5000})" \
		"map -k ,,," "map -k $(printf '%0300d' 0),+" "map $'\e[31m'" "__complete " "__complete __complete "; do
		IFS=' ' read -r -a list <<<"$words."
		list[-1]=${list[-1]%.}
		status=0
		"$PROGRAM" __complete "${list[@]}" >out 2>err || status=$?
		[ "$status" = 0 ]
		[ ! -s err ]
	done
	"$PROGRAM" __complete >out 2>&1
	"$PROGRAM" __complete "" >out 2>&1
	mkdir empty
	(cd empty && "$PROGRAM" __complete map -F "" >../out 2>&1)
}

@test "completion opens nothing under /sys except the devices and their drivers" {
	can_trace
	for words in "" "map " "bind " "unbind 0" "map -s 0" "map --slot=0" "map -F dump.txt " "list 0" "map -k " "map -F "; do
		IFS=' ' read -r -a list <<<"$words."
		list[-1]=${list[-1]%.}
		strace -f -qq -e trace=%file,socket,execve -o trace "$PROGRAM" __complete "${list[@]}" >/dev/null
		grep -o '"/sys[^"]*"' trace | no grep -Ev '^"/sys/bus/pci/(devices(/[0-9a-f:.]*/(driver|class|vfio-dev))?|drivers/[^/]*/module)"$|^"/sys/module/vfio_pci_core/holders/'
		grep -E '/dev/|/proc/|"dump.txt"|pci\.ids|socket\(' trace | no grep -v 'execve('
	done
}

# --- registers -------------------------------------------------------------------------

# prints all candidates for a word, and checks that the program accepts them
@test "completion offers the registers of the dump that the call names, and each is taken" {
	for dump in qemu-e1000e several-msi ht extended-hidden pcix-versions; do
		mapfile -t all < <("$PROGRAM" __complete policy -F "$DUMPS"/*/"$dump.txt" "" |
			cut -f1 | grep -v '^[0-9a-f]*:')
		[ "${#all[@]}" -gt 20 ]
		# the name of a capability means all of it, and its first register has the same name
		mapfile -t first < <(printf '%s\n' "${all[@]}" | sed -E 's/^(E?CAP[^+@]*)(@[0-9]+)?$/\1+0\2/')
		try 0 -n -q -F "$DUMPS"/*/"$dump.txt" policy -J "${first[@]}"
		"$PYTHON" - "$BATS_TEST_TMPDIR/out" "${all[@]}" <<-'END'
			import json, sys
			found = json.load(open(sys.argv[1]))["devices"][0]["registers"]
			assert [r["name"] for r in found] == sys.argv[2:]
		END
	done
}

@test "completion offers registers for every command that takes them, by their first letters" {
	for command in policy explain read write; do
		[ "$(offers $command -F "$DUMPS/qemu/qemu-e1000e.txt" COM)" = "COMMAND " ]
		[ "$(offers $command --dump="$DUMPS/qemu/qemu-e1000e.txt" EXP_DEVC)" = "EXP_DEVCAP EXP_DEVCTL " ]
		[ "$(offers -F "$DUMPS/qemu/qemu-e1000e.txt" $command -n CAP_PM)" = "CAP_PM CAP_PM+1 " ]
		[ "$(offers $command -nF "$DUMPS/qemu/qemu-e1000e.txt" COM)" = "COMMAND " ]
	done
	"$PROGRAM" __complete policy -F "$DUMPS/qemu/qemu-e1000e.txt" PM_C | grep -q $'^PM_CTRL\tPower Management$'
	[ -z "$(offers map -F "$DUMPS/qemu/qemu-e1000e.txt" COM)" ]
	[ -z "$(offers policy COM)" ]	# of which device?
}

@test "completion offers the registers of the named device, out of several in a dump" {
	[ -n "$(offers policy -F "$DUMPS/qemu/qemu-machine.txt" 00:06.0 CAP_MSI)" ]
	[ -z "$(offers policy -F "$DUMPS/qemu/qemu-machine.txt" 00:00.0 CAP_MSI)" ]
	[ -z "$(offers policy -F "$DUMPS/qemu/qemu-machine.txt" ff:00.0 COM)" ]
}

@test "completion offers names that the machine's device may have, and reads none of its bytes" {
	device=$(some_device)
	[ -n "$device" ] || skip "no PCI in this machine"
	[ "$(offers explain "$device" COMM)" = "COMMAND " ]
	[ "$(offers explain "$device" EXP_DEVCTL)" = "EXP_DEVCTL EXP_DEVCTL2 " ]
	[[ " $(offers explain "$device" PRIM)" != *PRIMARY_BUS* ]]
	can_trace
	for words in "policy $device " "explain $device E" "explain $device"; do
		IFS=' ' read -r -a list <<<"$words."
		list[-1]=${list[-1]%.}
		strace -f -qq -e trace=%file -o trace "$PROGRAM" __complete "${list[@]}" >/dev/null
		no grep -E 'open.*/config"|/dev/vfio|/proc/' trace
	done
}

@test "completion of registers is silent about a dump that cannot be read" {
	for file in nosuch other . /proc/self/mem "$DUMPS/made/msi-odd.txt"; do
		status=0
		"$PROGRAM" __complete policy -F "$file" COM >out 2>err || status=$?
		[ "$status" = 0 ]
		[ ! -s err ]
		[ ! -s out ]
	done
}

@test "completion of registers never waits for standard input, a pipe or a file without end" {
	mkfifo pipe
	exec {writer}<>pipe
	for file in - pipe /dev/zero; do
		timeout 5 "$PROGRAM" __complete policy -F "$file" COM <pipe >out 2>&1
		[ ! -s out ]
	done
	exec {writer}>&-
}

# --- bash ------------------------------------------------------------------------------

# in_bash LINE: prints bash's completion of a line, whose words are cut as bash cuts them
in_bash() {
	cat >ask <<-'END'
		source "$1"
		[ -z "$3" ] || source "$3"
		compopt() { echo "compopt $*"; }
		COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
		# as readline does: at blanks, and at break characters, which are words too
		read -r -a COMP_WORDS <<<"$(sed -E 's/([=:]+)/ \1 /g' <<<"$2")"
		[[ $2 != *" " ]] || COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		_vfio_cfgtool vfio-cfgtool
		printf '%s\n' "${COMPREPLY[@]}"
	END
	bash --noprofile --norc ask "$ROOT/completions/vfio-cfgtool.bash" "$1" "${2-}" 2>&1 | tr '\n' ' '
}

@test "bash completes commands, options and values, also after = and :" {
	[ "$(in_bash "vfio-cfgtool ")" = "$COMMANDS" ]
	[ "$(in_bash "vfio-cfgtool map -o ")" = "$(formats map)" ]
	[ "$(in_bash "vfio-cfgtool map --output=")" = "$(formats map)" ]
	[ "$(in_bash "vfio-cfgtool map --output=h")" = "hex " ]
	[ "$(in_bash "vfio-cfgtool -n map --rules=6.1,+dv")" = "6.1,+dvsec " ]
	[ "$(in_bash "vfio-cfgtool map -k 6.1 --color=al")" = "always " ]
	[ "$(in_bash "vfio-cfgtool nosuch x")" = " " ]
	[ "$(in_bash "vfio-cfgtool")" = " " ]
}

@test "bash completes registers, also with a number after @" {
	cp "$DUMPS/made/several-msi.txt" msi.txt
	[ "$(in_bash "vfio-cfgtool policy -F msi.txt COMM")" = "COMMAND " ]
	[ "$(in_bash "vfio-cfgtool explain -F msi.txt MSI_FLAGS")" = "MSI_FLAGS@0 MSI_FLAGS@1 MSI_FLAGS@2 MSI_FLAGS@3 " ]
	[ "$(in_bash "vfio-cfgtool explain --dump=msi.txt MSI_PENDING_6")" = "MSI_PENDING_64@3 " ]
}

@test "bash sets no space behind --option=, and only there" {
	[ "$(in_bash "vfio-cfgtool map --outp")" = "compopt -o nospace --output= " ]
	[ "$(in_bash "vfio-cfgtool map --num")" = "--numeric " ]
	[ "$(in_bash "vfio-cfgtool map -k 6.1,+ext")" = "compopt -o nospace 6.1,+ext-cap-max= " ]
}

@test "bash completes files, with and without bash-completion" {
	for library in "" /usr/share/bash-completion/bash_completion; do
		[ -z "$library" ] || [ -e "$library" ] || continue
		[ "$(in_bash "vfio-cfgtool map -F dump" "$library" | grep -o 'dump[2.]*txt')" = $'dump.txt\ndump2.txt' ]
		[ "$(in_bash "vfio-cfgtool map --dump=dump" "$library" | grep -o 'dump[2.]*txt')" = $'dump.txt\ndump2.txt' ]
	done
}

@test "bash completes a device, whose address it cuts at every colon" {
	device=$(some_device)
	[ -n "$device" ] || skip "no PCI in this machine"
	# what stands behind the last colon is replaced, and nothing before it
	[[ " $(in_bash "vfio-cfgtool map ${device%:*}:")" = *" ${device##*:} "* ]]
	[[ " $(in_bash "vfio-cfgtool map ${device%.*}")" = *" ${device##*:} "* ]]
	[[ " $(in_bash "vfio-cfgtool map --slot=${device%.*}")" = *" ${device##*:} "* ]]
	[[ " $(in_bash "vfio-cfgtool map 0000:ff:1f.7 ${device%.*}")" = *" ${device##*:} "* ]]
}

@test "an interactive bash completes what is typed" {
	need script
	# <TAB> in a terminal of its own; the line is then printed instead of run
	cat >rc <<-END
		source "$ROOT/completions/vfio-cfgtool.bash"
		PS1=
		bind 'set enable-bracketed-paste off'
		show() { printf 'typed:'; printf '<%s>' "\$@"; echo; }
	END
	type_line() {
		printf '%b\001show \n exit\n' "$1" |
			TERM=dumb script -qec "bash --noprofile --rcfile rc -i" /dev/null |
			tr -d '\r' | grep -o 'typed:.*' | tail -1
	}
	[ "$(type_line 'vfio-cfgtool ma\tx')" = "typed:<vfio-cfgtool><map><x>" ]
	[ "$(type_line 'vfio-cfgtool map --outp\th\tx')" = "typed:<vfio-cfgtool><map><--output=hex><x>" ]
	[ "$(type_line 'vfio-cfgtool map --rules=6.1,+dv\tx')" = "typed:<vfio-cfgtool><map><--rules=6.1,+dvsec><x>" ]
	[ "$(type_line 'vfio-cfgtool map --dump=oth\tx')" = "typed:<vfio-cfgtool><map><--dump=other><x>" ]
}

# --- zsh -------------------------------------------------------------------------------

# in_zsh LINE...: prints each line after one <TAB> in an interactive zsh
in_zsh() {
	cat >zshrc <<-END
		PS1= RPS1=
		fpath=("$ROOT/completions" \$fpath)
		autoload -Uz compinit; compinit -u -D
		press() {
			local line
			for line in "\${(@f)\$(<lines)}"; do
				BUFFER=\$line CURSOR=\$#line
				zle complete-word
				print -r -- "\$BUFFER|" >>typed
			done
			exit
		}
		zle -N press
		bindkey '^X' press
	END
	printf '%s\n' "$@" >lines
	cat >drive <<-'END'
		zmodload zsh/zpty
		zpty shell "TERM=dumb zsh -f -i"
		zpty -w shell "source ./zshrc; print ready-\$((40 + 2))"
		zpty -r -m shell output "*ready-42*"
		zpty -n -w shell $'\x18'
		while zpty -r shell output; do :; done
	END
	rm -f typed
	timeout 20 zsh -f drive >/dev/null 2>&1 || true
	cat typed
}

@test "zsh completes commands, options, values, devices and files" {
	need zsh
	in_zsh "vfio-cfgtool ma" "vfio-cfgtool map --outp" "vfio-cfgtool map --output=h" \
		"vfio-cfgtool map --num" "vfio-cfgtool map --rules=6.1,+dv" "vfio-cfgtool map -F oth" \
		"vfio-cfgtool map --dump=oth" "vfio-cfgtool nosuch x" "vfio-cfgtool -F 'a b' map -o gr" >answers
	diff - answers <<-'END'
		vfio-cfgtool map |
		vfio-cfgtool map --output=|
		vfio-cfgtool map --output=hex |
		vfio-cfgtool map --numeric |
		vfio-cfgtool map --rules=6.1,+dvsec |
		vfio-cfgtool map -F other |
		vfio-cfgtool map --dump=other |
		vfio-cfgtool nosuch x|
		vfio-cfgtool -F 'a b' map -o grid |
	END
	device=$(some_device)
	[ -n "$device" ] || return 0
	[ "$(find /sys/bus/pci/devices -name "${device%.*}*" | wc -l)" = 1 ] || return 0
	[ "$(in_zsh "vfio-cfgtool map ${device%.*}")" = "vfio-cfgtool map $device |" ]
}

# --- fish ------------------------------------------------------------------------------

# in_fish LINE: prints the candidates on one line
in_fish() {
	fish --no-config -c "source '$ROOT/completions/vfio-cfgtool.fish'; complete -C '$1'" 2>&1 |
		cut -f1 | tr '\n' ' '
}

@test "fish completes commands, options, values, devices and files" {
	need fish
	[ "$(in_fish "vfio-cfgtool ")" = "$(tr ' ' '\n' <<<"${COMMANDS% }" | sort | tr '\n' ' ')" ]
	[ "$(in_fish "vfio-cfgtool map --outp")" = "--output= " ]
	[ "$(in_fish "vfio-cfgtool map -o ")" = "$(formats map | tr ' ' '\n' | sort | grep . | tr '\n' ' ')" ]
	[ "$(in_fish "vfio-cfgtool map --output=h")" = "--output=hex " ]
	[ "$(in_fish "vfio-cfgtool map --rules=6.1,+dv")" = "--rules=6.1,+dvsec " ]
	[ "$(in_fish "vfio-cfgtool map -F dump")" = "dump.txt dump2.txt " ]
	[ "$(in_fish "vfio-cfgtool map --dump=oth")" = "--dump=other " ]
	[ -z "$(in_fish "vfio-cfgtool nosuch x")" ]
	fish --no-config -c "source '$ROOT/completions/vfio-cfgtool.fish'; complete -C 'vfio-cfgtool ma'" |
		grep -q $'^map\trebuild'
	device=$(some_device)
	[ -z "$device" ] || [[ " $(in_fish "vfio-cfgtool map ${device%.*}")" = *" $device "* ]]
}

# --- all ---------------------------------------------------------------------------------

@test "the shells' scripts know no command, option or format themselves" {
	for word in $("$PROGRAM" __complete "" | cut -f1) $("$PROGRAM" __complete map -- | cut -f1 | tr -d =) \
		grid jsonl hex; do
		[ "$word" != read ] || continue		# a word of the shells, too
		sed 's/#.*//' "$ROOT"/completions/* | grep -wF -e "$word" | no grep -v -e '^complete ' -e 'compgen'
	done
}

@test "completion prints nothing if the program fails" {
	rm ../bin/vfio-cfgtool
	printf '#!/bin/sh\necho broken >&2\nexit 9\n' >../bin/vfio-cfgtool
	chmod +x ../bin/vfio-cfgtool
	[ "$(in_bash "vfio-cfgtool m")" = " " ]
	if command -v fish >/dev/null; then
		[ -z "$(in_fish "vfio-cfgtool m")" ]
	fi
	if command -v zsh >/dev/null; then
		[ "$(in_zsh "vfio-cfgtool m")" = "vfio-cfgtool m|" ]
	fi
}
