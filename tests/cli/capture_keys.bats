#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Each key of a capture changes the output that depends on it.

load helper

# made DUMP: writes a capture of the dump to $CAPTURE, with the facts of a live device
made() {
	CAPTURE=$BATS_TEST_TMPDIR/capture
	"$PROGRAM" capture -n -q -F "$DUMPS"/*/"$1.txt" >"$CAPTURE"
	# INTx is disabled in the device
	sed -i '/^# open/i # opregion no' "$CAPTURE"
	sed -i 's/^00: 86 80 d3 10 03 01/00: 86 80 d3 10 03 05/' "$CAPTURE"
}

# shown FILE COMMAND...: prints standard output and messages without the file's directory
shown() {
	local file=$1
	shift
	"$PROGRAM" "$@" -n -F "$file" 2>&1 | sed "s,$file,FILE,g"
}

# KEY | DUMP | LINE | COMMAND | TEXT: the command prints TEXT with this line, and not without
# it. The line replaces the line of its key, or is added; "-" removes it.
keys='
kernel         | qemu-e1000e | kernel 6.1.0-56-amd64              | capture             | # kernel 6.1.0-56-amd64
kernel-version | qemu-e1000e | kernel-version #1 Debian 6.1.176-1 | capture             | # kernel-version #1 Debian 6.1.176-1
rules          | qemu-e1000e | rules 6.1.176                      | map                 | rules 6.1.176 (
basis          | qemu-e1000e | basis assumed                      | map                 | (assumed)
note           | qemu-e1000e | note of a vendor\n# basis assumed | map                 | warning: rules-assumed: of a vendor
source         | qemu-e1000e | source vfio                        | capture             | # source vfio
view           | qemu-e1000e | view user                          | map                 | source dump, user view
size           | qemu-e1000e | size 100                           | map                 | the capture has more bytes than its size
read           | qemu-e1000e | read 000-eff                       | map                 | unread
ids            | qemu-e1000e | ids 8086:10d4 020000 00            | map                 | [8086:10d4]
driver         | qemu-e1000e | driver nvgrace-gpu-vfio-pci        | policy 18.l         | BASE_ADDRESS_2 (overlay)
group          | qemu-e1000e | group 12                           | map                 | IOMMU group 12
vf             | qemu-e1000e | vf yes                             | map                 | rev 00 VF
physfn         | qemu-e1000e | physfn 0000:01:00.7                | info                | VF of: 0000:01:00.7
vfs            | qemu-e1000e | vfs 3                              | capture             | # vfs 3
irq            | qemu-e1000e | irq 0                              | read INTERRUPT_PIN  | 00
no-intx        | qemu-e1000e | no-intx yes                        | read INTERRUPT_PIN  | 00
opregion       | intel-vga   | opregion yes                       | map                 | 0fc-0ff      4  virtual   
open           | qemu-e1000e | open yes                           | read COMMAND        | 0503
excerpt        | express-v2-type-0 | -                            | lint --min=warning  | no finding
redacted       | qemu-e1000e | redacted                           | capture             | # redacted
resource       | qemu-e1000e | resource 0 fe800000 fe8fffff 40200 | read 10.l           | fe800000
region         | qemu-e1000e | region 9 1 2000 type 80008086 1    | info                | igd-opregion
parameter      | qemu-e1000e | parameter vfio_pci nointxmask Y    | read COMMAND        | 0503
user-size      | qemu-e1000e | user-size 100                      | map                 | the capture lacks bytes of the user view
user           | qemu-e1000e | user 000: 86                       | map                 | the user view before its size
end            | qemu-e1000e | -                                  | map                 | its last line, # end, is missing
'

# trimmed TEXT: without blanks at its ends, in $trimmed
trim() {
	trimmed=${1#"${1%%[![:space:]]*}"}
	trimmed=${trimmed%"${trimmed##*[![:space:]]}"}
}

@test "each key of a capture changes what depends on it" {
	local key dump line words text count=0 wrong=() with=$BATS_TEST_TMPDIR/with field fields
	while IFS='|' read -r key dump line words text; do
		[ -n "$key" ] || continue
		fields=()
		for field in "$key" "$dump" "$line" "$words" "$text"; do
			trim "$field"
			fields+=("$trimmed")
		done
		key=${fields[0]} line=${fields[2]} text=${fields[4]}
		read -r -a words <<<"${fields[3]}"
		made "${fields[1]}"
		# a line replaces the line of its key, or goes before the last fact
		if [[ $line = - ]]; then
			sed "/^# $key\$/d" "$CAPTURE" >"$with"
		elif grep -q "^# $key " "$CAPTURE"; then
			sed "s/^# $key .*/# $line/" "$CAPTURE" >"$with"
		else
			sed "/^# open/i # $line" "$CAPTURE" >"$with"
		fi
		[[ $(shown "$CAPTURE" "${words[@]}") != *"$text"* ]] || wrong+=("$key: it is said without the line")
		[[ $(shown "$with" "${words[@]}") = *"$text"* ]] ||
			wrong+=("$key: $text: $(shown "$with" "${words[@]}" | head -n 5)")
		count=$((count + 1))
	done <<<"$keys"
	printf '%s\n' "${wrong[@]}"
	[ ${#wrong[@]} = 0 ]
	[ $count -gt 20 ]
}

@test "the table above has every key except two on which nothing depends" {
	local known
	known=$({ echo end; sed -n 's/^\t{ "\([a-z-]*\)",.*},$/\1/p' "$ROOT/src/base/capture_lines.c"; })
	[ "$(wc -l <<<"$known")" -gt 20 ]
	diff <(sed -E '/^(tool|fingerprint)$/d' <<<"$known" | sort) <(sed -n 's/^\([a-z-]*\) *|.*/\1/p' <<<"$keys" | sort)
}
