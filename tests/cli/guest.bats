#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The view of a guest: --vmm and --view=guest. tests/guest compares it with the real QEMU.

load helper

NVME=qemu/qemu-nvme.txt
E1000E=qemu/qemu-e1000e.txt

# field FILTER: prints the result of a jq filter on the output
field() {
	need jq
	jq -c "$1" <<<"$output"
}

@test "--vmm=help lists the VMMs, and needs no device" {
	try 0 map --vmm=help
	silent
	prints "qemu               6.2 to 11.1    tested     7.2, 10.0, 11.1 on q35 and pc"
	prints "firecracker                       untested"
}

@test "the heading names the VMM, its basis, and the assumed parts of its placement" {
	try 0 -n -q -F "$DUMPS/$NVME" map 06:00.0 --vmm=qemu
	prints "guest of qemu-11.1 (assumed) (tested), machine q35 (assumed), bus port (assumed)"
	try 0 -n -q -F "$DUMPS/$NVME" map 06:00.0 --vmm=qemu-7.2,machine=q35,bus=root
	prints "guest of qemu-7.2 (tested), machine q35, bus root"
	try 0 -n -q -F "$DUMPS/$NVME" map 06:00.0 --vmm=qemu-10.0,machine=virt
	prints "guest of qemu-10.0 (untested), machine virt, bus port"
	try 0 -n -q -F "$DUMPS/$NVME" map 06:00.0 --vmm=qemu-9.0,machine=pc
	prints "guest of qemu-9.0 (untested), machine pc, bus pci"
	try 0 -n -q -F "$DUMPS/$NVME" map 06:00.0 --vmm=crosvm
	prints "guest of crosvm (untested), bus root"
}

@test "an unknown VMM, placement or property is a usage error, and nothing is printed" {
	local vmm
	for vmm in xen libvirt qemu-6.1 qemu,machine=microvm qemu,machine=pc,bus=port qemu,x-no-such=1 \
		qemu,x-pci-device-id=0x10000 firecracker,bus=port; do
		try 2 -F "$DUMPS/$NVME" map --vmm="$vmm"
		[ -z "$output" ]
		warns "--vmm=$vmm: "
	done
}

@test "the kinds and totals of a map are VFIO's with every VMM" {
	try 0 -n -q -F "$DUMPS/$NVME" map -o jsonl 06:00.0
	local plain
	plain=$(field '[.map, .totals, [.ranges[].kind]]')
	try 0 -n -q -F "$DUMPS/$NVME" map -o jsonl 06:00.0 --vmm=qemu
	[ "$(field '[.map, .totals, [.ranges[].kind]]')" = "$plain" ]
}

@test "each range says who answers a guest, and is null without --vmm" {
	try 0 -n -q -F "$DUMPS/$NVME" map -o jsonl 06:00.0 --vmm=qemu-11.1
	[ "$(field '[.ranges[] | select(.name == "CAP_MSIX" or .kind == "header" or .start == 352) | .guest]')" = \
		'["mixed","vmm","vfio"]' ]
	try 0 -n -q -F "$DUMPS/$NVME" map -o jsonl 06:00.0
	[ "$(field '[.vmm, .chains, (.ranges[].guest)] | unique')" = '[null]' ]
}

@test "the chain says who takes a capability out, and what a guest still reaches of it" {
	try 0 -n -q -F "$DUMPS/$NVME" map -o jsonl 06:00.0 --vmm=qemu-11.1
	[ "$(field '.chains[] | select(.name == "ECAP_SRIOV") |
		[.hardware, .vfio, .guest, .taken_out_by, .readable, .writes_reach_vfio]')" = \
		'[true,true,false,"vmm",true,true]' ]
	try 0 -n -q -F "$DUMPS/$NVME" map -o jsonl 06:00.0 --vmm=crosvm
	[ "$(field '.chains[] | select(.name == "ECAP_SRIOV") |
		[.guest, .taken_out_by, .readable, .writes_reach_vfio]')" = '[false,"vmm",false,false]' ]
	try 0 -n -q -F "$DUMPS/made/hidden-first-alone.txt" map -o jsonl --vmm=qemu-11.1
	[ "$(field '[.chains[] | select(.name == "ECAP_PASID") | .taken_out_by]')" = '["vfio"]' ]
}

@test "--chains shows three chains one above the other, and two without --vmm" {
	try 0 -n -q -F "$DUMPS/$NVME" map --chains --vmm=qemu-11.1 06:00.0
	prints $'  hardware  100 ECAP_ARI  120 ECAP_SRIOV\n  vfio      100 ECAP_ARI  120 ECAP_SRIOV\n  guest     -             -'
	prints "120 ECAP_SRIOV       by qemu-11.1: a guest still reads its body, and writes of it reach VFIO"
	try 0 -n -q -F "$DUMPS/$NVME" map --chains 06:00.0
	[[ $output != *guest* ]]
}

@test "policy has the guest's three masks and the VMM's effects" {
	try 0 -n -q -F "$DUMPS/$NVME" policy -o jsonl 06:00.0 --vmm=qemu-11.1 42.w
	[ "$(field '[(.guest_read_vmm | length), (.guest_write_vmm | length), (.guest_write_vfio | length)]')" = \
		'[8192,8192,8192]' ]
	[ "$(field '.guest_effects[] | select(.effect == "msix-setup") | [.offset, .width, .mask]')" = \
		'[66,2,"c000"]' ]
	[ "$(field '.registers[0] | [.guest, .guest_read_vmm, .guest_write_vmm, .guest_write_vfio]')" = \
		'["0013","ffff","c000","ffff"]' ]
}

@test "read and capture show the guest view without opening a device" {
	try 0 -n -q -F "$DUMPS/$NVME" read --view=guest --vmm=qemu-11.1,bus=root 06:00.0 82.w
	[ "$output" = 0092 ]
	try 0 -n -q -F "$DUMPS/$NVME" read --view=guest --vmm=qemu-11.1 06:00.0 82.w
	[ "$output" = 0002 ]
	try 0 -n -q -F "$DUMPS/$NVME" capture --view=guest --vmm=qemu-11.1 06:00.0
	prints $'\n100: 00 00 00 00 '
	prints $'\nff0: '
	try 0 -n -q -F "$DUMPS/$NVME" capture --view=guest --vmm=qemu-11.1,machine=pc 06:00.0
	[[ $output != *$'\n100: '* ]]
}

@test "a guest view needs a VMM, and hex accepts none" {
	try 2 -F "$DUMPS/$NVME" read --view=guest COMMAND
	warns "name it with --vmm"
	try 2 -F "$DUMPS/$NVME" map --vmm=qemu -o hex
	warns "hex is the kernel's map alone"
	try 2 -F "$DUMPS/$NVME" list --vmm=qemu
}

@test "a device that the VMM refuses, or that hangs it, has a result without a map" {
	try 0 -n -F "$DUMPS/made/express-v1-type-4.txt" map --vmm=qemu -o jsonl
	[ "$(field '[.error.code, .map, .ranges]')" = '["vmm-refuses",null,null]' ]
	warns "takes no PCI Express device of type 4"
	try 0 -n -F "$DUMPS/made/extended-loop.txt" policy --vmm=qemu -o jsonl
	[ "$(field '[.error.code, .write, .guest_read_vmm]')" = '["vmm-hangs",null,null]' ]
	try 0 -n -F "$DUMPS/made/extended-loop.txt" map --vmm=qemu-7.2,machine=pc
	silent
}

@test "it is unknown for a plain dump whether MSI-X fits" {
	try 0 -n -q -F "$DUMPS/$NVME" map -o jsonl 06:00.0 --vmm=qemu
	[ "$(field '[.warnings[] | select(.code == "msix-fit-unknown") | .offset]')" = '[64]' ]
	try 0 -n -q -F "$DUMPS/$NVME" map -o jsonl 06:00.0 --vmm=firecracker
	[ "$(field '.warnings')" = '[]' ]
}

@test "explain follows a guest's read and write through each layer" {
	try 0 -n -q -F "$DUMPS/$NVME" explain --vmm=qemu-11.1 06:00.0 COMMAND
	prints "a read: vfio-pci answers bits 0400 from the virtual copy, and passes bits fbff on to"
	prints "a write: qemu-11.1 changes bits 0407 of its own copy"
	prints "a write: vfio-pci gets it from qemu-11.1: bits 0400 go to the virtual copy, bits"
	try 0 -n -q -F "$DUMPS/$NVME" explain --vmm=qemu-11.1 06:00.0 42.w
	prints "a read: qemu-11.1 answers all bits"
	prints "msix-setup, bits c000: the VMM sets MSI-X up with VFIO"
	try 0 -n -q -F "$DUMPS/$NVME" explain --vmm=crosvm 06:00.0 CAP_EXP+8.w
	prints "a write: vfio-pci gets it from crosvm: bits f0e0 go to the virtual copy, bits 0d1f"
	try 0 -n -q -F "$DUMPS/$NVME" explain --vmm=qemu-11.1,machine=pc 06:00.0 100.l
	prints "a guest reaches 100 bytes here: it reads ones, and its writes go nowhere"
	try 0 -n -q -F "$DUMPS/$NVME" explain 06:00.0 COMMAND
	[[ $output != *"  guest "* ]]
}

@test "explain and policy agree about a guest in JSON" {
	try 0 -n -q -F "$DUMPS/$NVME" policy -o jsonl --vmm=qemu-11.1 06:00.0 42.w COMMAND
	local policy
	policy=$(field '[.registers[] | [.guest, .guest_read_vmm, .guest_write_vmm, .guest_write_vfio]]')
	try 0 -n -q -F "$DUMPS/$NVME" explain -o jsonl --vmm=qemu-11.1 06:00.0 42.w COMMAND
	[ "$(field '[.registers[] | [.guest, .guest_read_vmm, .guest_write_vmm, .guest_write_vfio]]')" = \
		"$policy" ]
	[ "$(field '.registers[1].guest_write_vmm')" = '"0407"' ]
}

# finds VMM DUMP JQ EXPECTED: compares the filtered findings of lint
finds()
{
	local status=0
	"$PROGRAM" -n -q -F "$DUMPS/made/$2.txt" lint -o jsonl --vmm="$1" \
		>"$BATS_TEST_TMPDIR/found" || status=$?
	((status <= 1))
	[ "$(jq -r "$3" "$BATS_TEST_TMPDIR/found")" = "$4" ]
}

@test "lint has findings about the VMM and the device" {
	local place='.findings[] | select(.code | test("^(vmm|vpasid)")) | "\(.code) \(.severity) \(.start)"'
	finds qemu-11.1 extended-loop "$place" "vmm-hangs error 256"
	finds qemu-11.1 express-v1-type-4 "$place" "vmm-refuses error 64"
	finds qemu-11.1 sriov-first "$place" "vmm-leaks info 256"
	finds crosvm sriov-first "$place" ""
	finds cloud-hypervisor sriov-first "$place" "vmm-unfiltered warning 256"
	finds qemu-11.1 pasid-at-the-end "$place" "vpasid-offset-taken warning 4088"
	finds qemu-11.1,x-vpasid-cap-offset=0x200 pasid-at-the-end "$place" ""
	finds qemu-10.0 pasid-at-the-end "$place" ""
	finds cloud-hypervisor-54 pasid-at-the-end "$place" "vpasid-offset-taken warning 4088"
	finds cloud-hypervisor-53 pasid-at-the-end "$place" ""
}

@test "lint has no finding about a VMM without --vmm, and one if the VMM refuses the device" {
	finds qemu-11.1 express-v1-type-4 '[.findings[].code] | join(" ")' "vmm-refuses raw-tail not-in-dump"
	try 0 -n -q -F "$DUMPS/made/express-v1-type-4.txt" lint -o jsonl
	[ "$(field '[.findings[].code]')" = '["raw-tail","not-in-dump"]' ]
}

@test "map --free names the VMM's property for the free bytes" {
	try 0 -n -q -F "$DUMPS/$NVME" map --free=8 06:00.0
	prints "x-vpasid-cap-offset=0x108"
	try 0 -n -q -F "$DUMPS/$NVME" map --free=8 06:00.0 --vmm=qemu-11.1
	prints "qemu-11.1 takes 8 bytes for a PASID capability of its own: x-vpasid-cap-offset=0x108"
	local vmm
	for vmm in qemu-10.0 cloud-hypervisor-54 crosvm; do
		try 0 -n -q -F "$DUMPS/$NVME" map --free=8 06:00.0 --vmm=$vmm
		[[ $output != *vpasid* ]]
	done
	try 0 -n -q -F "$DUMPS/made/express-v1-type-4.txt" map --size=100 --free=8
	[[ $output != *vpasid* ]]
}

# judged ARGUMENT...: prints the outcomes of check in the order of the rules
judged() {
	local status=0
	"$PROGRAM" check -n -q -o jsonl "$@" >"$BATS_TEST_TMPDIR/judged" || status=$?
	((status <= 1))
	jq -r '[.results[].pass] | map(tostring) | join(" ")' "$BATS_TEST_TMPDIR/judged"
}

@test "check judges the guest's side if the policy or the call names a VMM" {
	local rules='absent ECAP_SRIOV
		visible CAP_MSIX
		value 100.l=00000000
		value hardware 100.l=1201000e
		deny hardware-read 100-103
		bits COMMAND read_virtual=0400'
	echo "format 2
		$rules" >"$BATS_TEST_TMPDIR/user"
	echo "format 2
		vmm qemu-11.1
		$rules" >"$BATS_TEST_TMPDIR/guest"
	[ "$(judged -F "$DUMPS/$NVME" 06:00.0 "$BATS_TEST_TMPDIR/user")" = "false true false true true true" ]
	[ "$(judged -F "$DUMPS/$NVME" 06:00.0 "$BATS_TEST_TMPDIR/guest")" = "true true true true true true" ]
	[ "$(judged -F "$DUMPS/$NVME" 06:00.0 --vmm=crosvm "$BATS_TEST_TMPDIR/guest")" = \
		"true true false true true true" ]
	[ "$(judged -F "$DUMPS/$NVME" 06:00.0 --vmm=qemu "$BATS_TEST_TMPDIR/user")" = \
		"true true true true true true" ]
}

@test "deny judges what the VMM passes on and what it answers" {
	printf 'format 2\ndeny hardware-read 144-147\ndeny write 88-89\n' >"$BATS_TEST_TMPDIR/denies"
	[ "$(judged -F "$DUMPS/$NVME" 06:00.0 "$BATS_TEST_TMPDIR/denies")" = "false false" ]
	# crosvm answers the body of a capability that it takes out
	[ "$(judged -F "$DUMPS/$NVME" 06:00.0 --vmm=crosvm "$BATS_TEST_TMPDIR/denies")" = \
		"true false" ]
}

@test "a guest can write a hidden capability as far as it reaches it" {
	local hidden=$DUMPS/made/hidden-first-alone.txt
	printf 'format 2\ndeny hidden-write\n' >"$BATS_TEST_TMPDIR/denies"
	[ "$(judged -F "$hidden" "$BATS_TEST_TMPDIR/denies")" = false ]
	[ "$(judged -F "$hidden" --vmm=qemu-11.1 "$BATS_TEST_TMPDIR/denies")" = false ]
	[ "$(judged -F "$hidden" --vmm=qemu-11.1,machine=pc "$BATS_TEST_TMPDIR/denies")" = true ]
}

@test "a device that the VMM refuses breaks each rule about its guest" {
	printf 'format 2\nvmm qemu-11.1\nabsent ECAP_SRIOV\nbits COMMAND read_virtual=0400\n' \
		>"$BATS_TEST_TMPDIR/policy"
	try 1 -n -q -F "$DUMPS/made/express-v1-type-4.txt" check "$BATS_TEST_TMPDIR/policy"
	prints "there is no guest: qemu-11.1 does not take the device: at 40: "
	prints "2 rules: 1 passed, 1 failed"
}

@test "vmm is a rule of format 2, allowed once, outside of conditions" {
	local text
	for text in 'format 2\nvmm' 'format 2\nvmm xen' 'format 1\nvmm qemu' \
		'format 2\nvmm qemu\nvmm qemu' 'format 2\nif +dvsec\nvmm qemu\nend'; do
		printf "$text\n" >"$BATS_TEST_TMPDIR/policy"
		try 2 -n -F "$DUMPS/$NVME" check 06:00.0 "$BATS_TEST_TMPDIR/policy"
	done
	printf 'format 1\nvmm qemu\n' >"$BATS_TEST_TMPDIR/policy"
	try 2 -n -F "$DUMPS/$NVME" check 06:00.0 "$BATS_TEST_TMPDIR/policy"
	warns "policy:2:1: vmm is a rule of format 2: say so first"
}

# guest_dump FILE VMM: writes the guest view of the e1000e as the guest's lspci prints it
guest_dump() {
	"$PROGRAM" capture -n -q --view=guest --vmm="$2" -F "$DUMPS/$E1000E" |
		sed 's/^0000:01:00.0/00:03.0/' >"$1"
}

@test "the dump of a guest that just started does not differ from its guest view" {
	local vmm
	for vmm in qemu-7.2 qemu-11.1,bus=root qemu-10.0,machine=pc cloud-hypervisor crosvm; do
		guest_dump "$BATS_TEST_TMPDIR/guest" "$vmm"
		try 0 -n -q diff "$BATS_TEST_TMPDIR/guest" "$DUMPS/$E1000E" --vmm="$vmm" --volatile
		[ ! "$output" ]
	done
}

@test "registers that guests and firmware set are left out and named; --volatile shows them" {
	guest_dump "$BATS_TEST_TMPDIR/guest" qemu-11.1
	sed -i 's/^00: \(.. .. .. ..\) 00 01/00: \1 06 05/; s/^10: 00 00 00 00/10: 00 00 c0 fe/
		s/^\(30: .*\) 0a \(01 00 00\)/\1 0b \2/' "$BATS_TEST_TMPDIR/guest"
	try 0 -n diff "$BATS_TEST_TMPDIR/guest" "$DUMPS/$E1000E" --vmm=qemu-11.1
	[ ! "$output" ]
	warns "3 registers are as the guest and its firmware set them, and left out (--volatile shows them): COMMAND, BASE_ADDRESS_0, INTERRUPT_LINE"
	try 0 -n -q diff "$BATS_TEST_TMPDIR/guest" "$DUMPS/$E1000E" --vmm=qemu-11.1 -o jsonl
	[ "$(field '[.vmm.name, .a.view, .b.view, .left_out]')" = \
		'["qemu-11.1","guest","guest",["COMMAND","BASE_ADDRESS_0","INTERRUPT_LINE"]]' ]
	try 1 -n -q diff "$BATS_TEST_TMPDIR/guest" "$DUMPS/$E1000E" --vmm=qemu-11.1 --volatile -o jsonl
	[ "$(field '[.left_out, .not_by_guest, (.bytes[] | .name)]')" = \
		'[[],[],"COMMAND","BASE_ADDRESS_0","INTERRUPT_LINE"]' ]
}

@test "the other differences of a guest's dump are split by whether its writes can cause them" {
	guest_dump "$BATS_TEST_TMPDIR/guest" qemu-11.1
	sed -i 's/^\(e0: .. .. .. .. .. .. .. ..\) 00/\1 10/' "$BATS_TEST_TMPDIR/guest"
	try 1 -n -q diff "$BATS_TEST_TMPDIR/guest" "$DUMPS/$E1000E" --vmm=qemu-11.1
	prints "EXP_DEVCTL"
	prints "guest of qemu-11.1 (tested), machine q35 (assumed), bus port (assumed)"
	prints "what is left is the guest's own doing: its writes change each of these bits"
	try 1 -n -q diff "$BATS_TEST_TMPDIR/guest" "$DUMPS/$E1000E" --vmm=qemu-11.1,bus=root
	prints "2 of 3 are not the guest's own doing, as its writes do not change them: 0e2 0ec"
	prints "see whether --vmm is its VMM, with this version, placement and properties"
	try 1 -n -q diff "$BATS_TEST_TMPDIR/guest" "$DUMPS/$E1000E" --vmm=qemu-11.1,bus=root -o jsonl
	[ "$(field .not_by_guest)" = '[226,236]' ]
}

@test "two views of one device are compared: hardware and guest without --view" {
	local names='[.a.view, .b.view, (.bytes[] | .name)] | join(" ")'
	try 1 -n -q diff -F "$DUMPS/$NVME" 06:00.0 --vmm=qemu-11.1 -o jsonl
	[[ $(field "$names") == '"hardware guest '*"ECAP_ARI"* ]]
	local ends=$output
	try 1 -n -q diff -F "$DUMPS/$NVME" 06:00.0 --view=hardware,guest --vmm=qemu-11.1 -o jsonl
	[ "$output" = "$ends" ]
	try 1 -n -q diff -F "$DUMPS/$NVME" 06:00.0 --view=user,guest --vmm=qemu-11.1 -o jsonl
	[[ $(field "$names") == '"user guest '*"ECAP_ARI"* ]]
	try 2 diff -F "$DUMPS/$NVME" 06:00.0 --view=user,guest
	warns "name it with --vmm"
	try 3 diff -n "$DUMPS/made/express-v1-type-4.txt" --vmm=qemu-11.1 -o jsonl
	[ "$(field '[.error.code, .bytes]')" = '["vmm-refuses",null]' ]
}

@test "the first of two dumps is the guest's unless --view says otherwise; captures have guest views" {
	guest_dump "$BATS_TEST_TMPDIR/guest" qemu-11.1
	try 0 -n diff "$DUMPS/$E1000E" "$BATS_TEST_TMPDIR/guest" --view=hardware,guest --vmm=qemu-11.1
	[ ! "$stderr" ]
	try 0 -n diff "$BATS_TEST_TMPDIR/guest" "$DUMPS/$E1000E" --vmm=qemu-11.1
	warns "taken for what the guest read, as the first of two dumps (--view=hardware,guest: the second)"
	"$PROGRAM" capture -n -q -F "$DUMPS/$E1000E" >"$BATS_TEST_TMPDIR/capture"
	try 0 -n diff "$BATS_TEST_TMPDIR/capture" "$BATS_TEST_TMPDIR/guest" --vmm=qemu-11.1
	[ ! "$stderr" ]
	sed 's/^00: 86 80 d3 10/00: 86 80 d4 10/' "$BATS_TEST_TMPDIR/capture" >"$BATS_TEST_TMPDIR/other"
	try 1 -n diff "$BATS_TEST_TMPDIR/capture" "$BATS_TEST_TMPDIR/other" --vmm=qemu-11.1 -o jsonl
	[ "$(field '[.left_out, .not_by_guest, (.bytes[] | .name)]')" = '[null,null,"DEVICE_ID"]' ]
}

@test "two sets of rules differ in what a guest can read" {
	try 1 -n -q diff -F "$DUMPS/made/hidden-first-unknown-to-6.1.txt" --rules=6.1.176 --rules=7.3 \
		--vmm=qemu-11.1 -o jsonl
	[[ $(field '[.a.view, .b.view, (.bytes | length > 0)]') == '["guest","guest",'* ]]
}

@test "--vmm=running needs a device that a process holds, and refuses a dump" {
	try 2 -F "$DUMPS/$NVME" map --vmm=running
	warns "--vmm=running: no process holds a dump"
	try 3 diff "$DUMPS/$E1000E" "$DUMPS/$E1000E" --vmm=running
	warns "no process holds a dump"
}

@test "completion offers VMMs, and the placements and properties of the VMM" {
	try 0 __complete map --vmm=
	prints "--vmm=qemu-11.1"
	prints "--vmm=firecracker"
	prints "--vmm=running"
	try 0 __complete map --vmm=qemu-11.1,ma
	prints "--vmm=qemu-11.1,machine=pc"
	try 0 __complete map --vmm=qemu-11.1,machine=pc,x-pci-v
	prints "--vmm=qemu-11.1,machine=pc,x-pci-vendor-id"
	try 0 __complete map --vmm qemu-11.1,x-v
	prints "qemu-11.1,x-vpasid-cap-offset"
	try 0 __complete map --vmm=qemu-10.0,x-v
	no prints "x-vpasid-cap-offset"
	try 0 __complete map --vmm=cloud-hypervisor,
	prints "--vmm=cloud-hypervisor,x_nv_gpudirect_clique"
	no prints "machine="
	no prints "x-pci-"
}

@test "policy file that is written with --vmm names the VMM, and passes on its device" {
	for words in qemu qemu-8.0 qemu-11.1,bus=root qemu,x-pci-vendor-id=0x1234; do
		"$PROGRAM" -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" policy -o policy --vmm=$words >"$BATS_TEST_TMPDIR/policy"
		[ "$(head -n 1 "$BATS_TEST_TMPDIR/policy")" = "format 2" ]
		grep -q "^vmm qemu-[0-9.]*${words#"${words%%,*}"}$" "$BATS_TEST_TMPDIR/policy"
		try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" check "$BATS_TEST_TMPDIR/policy"
	done
	grep -q "^value VENDOR_ID.w = 1234$" "$BATS_TEST_TMPDIR/policy"
}
