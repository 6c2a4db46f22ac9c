#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The output of explain as text and in JSON.

load helper

# explains DUMP ARGUMENT...: puts each unwrapped sentence on a line of its own
explains() {
	local dump=$1
	shift
	try 0 -n -q -F "$DUMPS"/*/"$dump.txt" explain "$@"
	output=$(tr -s ' \n' ' ' <<<"$output")
}

# --- what people ask -------------------------------------------------------------------

@test "why does 100 read 0: the first extended capability is hidden, and no other is shown" {
	explains hidden-first-alone 100.l
	prints "value user 00000000, hardware 0001001b"
	prints "the first extended capability, ECAP_PASID, is hidden"
	prints "no other extended capability is shown, so it reads 0"
}

@test "why does 100 read 0: extended space begins with 0, or the kernel does not look for it" {
	explains extended-empty 100.l
	prints "extended space begins with 0: the kernel looks for no extended capabilities"
	explains extended-without-express 100.l
	prints "that takes a PCI Express capability in VFIO's chain"
}

@test "a device of 256 bytes has nothing at 100, and says so" {
	try 3 -n -F "$DUMPS/made/ht.txt" explain 100.l
	warns "past the end of configuration space (256 bytes)"
}

@test "a hidden capability can be written, and explain says who hides it and why" {
	explains extended-hidden -k 6.1.192 PASID_CTRL
	prints "1b6.w PASID_CTRL (state)"
	prints "write all bits go to the hardware"
	prints "VFIO hides ECAP_PASID at 1b0: the kernel's table has length 0 for it"
	prints "reads and writes its registers in the hardware"
}

@test "explain does not give ID 0 to a placeholder that the user reads from the hardware" {
	for dump in hidden-first-0100 extended-null-first hidden-first-01ff; do
		explains $dump 100.l
		no grep -q 'with ID and version 0' <<<"$output"
		no grep -q 'stops at ID 0' <<<"$output"
	done
}

@test "why is there no interrupt pin: no IRQ, no INTx, a VF" {
	explains qemu-e1000e --no-irq INTERRUPT_PIN
	prints "value user 00, hardware 01"
	prints "the interrupt pin reads 0: it has no IRQ"
	prints "nointx-no-irq"
	explains qemu-e1000e --no-intx INTERRUPT_PIN
	prints "the kernel has no INTx for it"
	explains vf INTERRUPT_PIN
	prints "a VF has no INTx"
}

@test "why is there no PME: VFIO delivers none, from 5.19 on" {
	explains qemu-e1000e -k 6.1.192 PM_PMC
	prints "VFIO delivers no power management events"
	prints "pme-virtual (5.19)"
	explains qemu-e1000e -k 5.10.262 PM_PMC
	prints "not pme-virtual (5.19)"
}

@test "explain names the switch of what releases do differently, and says what all do alike" {
	explains qemu-virtio-net -k 6.1.192 EXP_LNKSTA2
	prints "not exp-v2-52"
	explains qemu-virtio-net EXP_DEVCTL
	prints "since all kernels that are known"
}

@test "explain says what else a write of a register does" {
	explains qemu-e1000e PM_CTRL EXP_DEVCTL MSI_FLAGS COMMAND BASE_ADDRESS_0
	prints "power-state, bits 0003:"
	prints "function-reset, bits 8000:"
	prints "read-request-size, bits 7000:"
	prints "msi-control,"
	prints "memory-enable, bits 0002:"
	prints "bar-sizing, all bits:"
}

@test "a note says when a write also clears status bits next to the register" {
	explains qemu-e1000e COMMAND
	prints "a write of 4 bytes at 04 that changes the hardware also writes STATUS"
	explains qemu-e1000e ERR_UNCOR_STATUS
	prints "ERR_UNCOR_STATUS bits fc000000 back"
}

@test "an undefined register cannot be predicted, and explain names the release that defines it" {
	explains hidden-first-unknown-to-6.1 -k 5.10.223 100.l
	prints "read undefined write undefined"
	prints "the kernel reads past the end of its own table"
	prints "not ecap-unknown-ro (5.10.231,"
}

# --- form ------------------------------------------------------------------------------

@test "each field has both values, and says where it is read from and written to" {
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" explain COMMAND
	silent
	grep -Eq '^ +fields +name +bits +user +hardware +read +write$' <<<"$output"
	grep -Eq '^ +MASTER +2 +0 +0 +hardware +hardware$' <<<"$output"
	grep -Eq '^ +INTX_DISABLE +10 +0 +0 +virtual +virtual$' <<<"$output"
	try 0 -n -F "$DUMPS/qemu/qemu-e1000e.txt" explain EXP_DEVCTL
	grep -Eq '^ +PHANTOM +9 +0 +0 +hardware +dropped$' <<<"$output"
	grep -Eq '^ +READRQ +14:12 +0 +0 +virtual +virtual +128 bytes$' <<<"$output"
}

@test "no line is longer than the terminal, on any dump" {
	for dump in $(each_dump); do
		echo "-n -q -F $dump explain COMMAND STATUS 10 34 3d 40.l 44.w"
		echo "-n -q -F $dump explain 100.l 104"
	done | "$PYTHON" "$WITNESS/fits.py" "$PROGRAM" 100
}

@test "explain has a reason for every byte of some unusual devices" {
	for dump in qemu-e1000e same-id-neighbours standard-crosses-100 pointer-in-header several-msi; do
		mapfile -t all < <(seq 0 255 | xargs printf '%x.b\n')
		try 0 -n -q -F "$DUMPS"/*/"$dump.txt" explain "${all[@]}"
		silent
		[ "$(grep -c '^  why  ' <<<"$output")" = 256 ]
		[ "$(grep -c '^  since  ' <<<"$output")" = 256 ]
	done
}

@test "explain without a register prints one line for each, and fields in jsonl" {
	try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" explain
	prints "04.w COMMAND"
	rows=$(grep -c '^[0-9a-f]*\.[bwl] ' <<<"$output")
	[ "$(grep -c '^  why  ' <<<"$output")" = 0 ]
	try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" explain -o jsonl
	[ "$(wc -l <<<"$output")" = 1 ]
	"$PYTHON" - "$rows" "$output" <<'EOF'
import json, sys
registers = json.loads(sys.argv[2])["registers"]
assert len(registers) == int(sys.argv[1]), len(registers)
command = [entry for entry in registers if entry["name"] == "COMMAND"]
assert len(command[0]["fields"]) == 11, command
EOF
	all=$output
	try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" explain -o jsonl PM_CTRL
	"$PYTHON" - "$all" "$output" <<'EOF'
import json, sys
every, one = (json.loads(text)["registers"] for text in sys.argv[1:])
assert one[0] in every, one[0]
EOF
	try 0 -n -q -F "$DUMPS/made/msi-odd.txt" explain
	prints "init-fails"
}

@test "explain says what works instead of a dropped or virtual write, in text and in JSON" {
	explains qemu-e1000e MSIX_FLAGS
	prints "instead bits c000, to enable MSI-X and its vectors: ioctl VFIO_DEVICE_SET_IRQS with VFIO_PCI_MSIX_IRQ_INDEX"
	explains qemu-e1000e PM_CTRL
	prints "VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY"
	explains qemu-nvme 06:00.0 SRIOV_NUM_VF
	prints "sriov_numvfs of the PF"
	prints "enable_sriov"
	explains qemu-e1000e STATUS
	[[ $output != *instead* ]]
	try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" explain -o rows MSI_FLAGS
	"$PYTHON" - "$output" <<'EOF'
import json, sys
one, = json.loads(sys.argv[1])["instead"]
assert one["mask"] == "0071" and one["interface"] == "ioctl" and one["since"] is None, one
assert "VFIO_PCI_MSI_IRQ_INDEX" in one["how"] and one["source"] == "linux/vfio.h", one
EOF
}

@test "explain says that the kernel's log line about a hidden capability is normal" {
	explains extended-hidden -k 6.1.192 PASID_CTRL
	prints '"hiding ecap 0x1b@0x1b0"'
	prints "is normal and breaks nothing"
}

@test "a field with a unit shows the value in it and the code" {
	explains qemu-e1000e EXP_LNKCAP EXP_DEVCTL MSIX_FLAGS
	prints "SLS 3:0 1 1 hardware dropped 2.5 GT/s"
	prints "MLW 9:4 1 1 hardware dropped x1"
	prints "READRQ 14:12 0 0 virtual virtual 128 bytes"
	prints "QSIZE 10:0 4 4 hardware dropped 5 vectors"
	explains qemu-e1000e
	prints "SLS=1 (2.5 GT/s) MLW=1 (x1)"
	prints "READRQ=0 (128 bytes)"
	try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" explain -o rows EXP_LNKCAP EXP_DEVCTL
	"$PYTHON" - "$output" <<'EOF'
import json, sys
fields = {(row["name"], field["name"]): (field["user"], field["value"], field["hardware_value"], field["unit"])
          for row in map(json.loads, sys.argv[1].splitlines()) for field in row["fields"]}
assert fields["EXP_LNKCAP", "SLS"] == ("1", 2.5, 2.5, "GT/s"), fields
assert fields["EXP_LNKCAP", "MLW"] == ("01", 1, 1, "lanes"), fields
assert fields["EXP_DEVCTL", "READRQ"] == ("0", 128, 128, "bytes"), fields
assert fields["EXP_DEVCTL", "EXT_TAG"] == ("0", 0, 0, None), fields
EOF
}

@test "a BAR shows its space, its address and, in a capture, its size" {
	explains qemu-e1000e BASE_ADDRESS_0
	prints "bar memory, at fe840000"
	"$PROGRAM" capture -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" |
		sed '/^# open/i # resource 0 fe840000 fe85ffff 40200' >"$BATS_TEST_TMPDIR/capture"
	try 0 -n -q -F "$BATS_TEST_TMPDIR/capture" explain
	grep -q ' fe840000  virtual   virtual   memory, at fe840000, 128 KiB$' <<<"$output"
	try 0 -n -q -F "$BATS_TEST_TMPDIR/capture" explain -o rows BASE_ADDRESS_0
	prints '"address":"fe840000","size":131072,"unit":"bytes"}'
}

@test "-o rows is one object for each register with its device, and one row for a device with an error" {
	try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" explain -o rows
	"$PYTHON" - "$output" "$("$PROGRAM" -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" explain -o jsonl)" <<'EOF'
import json, sys
rows = [json.loads(line) for line in sys.argv[1].splitlines()]
device = json.loads(sys.argv[2])
facts = {"command", "host", "address", "vendor", "device", "class", "revision", "driver", "file", "error"}
for row, register in zip(rows, device["registers"], strict=True):
	assert facts <= set(row), set(row)
	assert {key: row[key] for key in register} == register, row
	assert all(row[key] == device[key] for key in facts), row
EOF
	try 0 -n -q -F "$DUMPS/made/msi-odd.txt" explain -o rows
	"$PYTHON" - "$output" <<'EOF'
import json, sys
row, = [row for row in map(json.loads, sys.argv[1].splitlines()) if row["error"] is not None]
assert row["error"]["code"] == "init-fails", row
assert row["offset"] is None and row["fields"] is None and row["address"], row
EOF
}

@test "a message names an unknown register before anything is done" {
	try 2 -n -F "$DUMPS/qemu/qemu-e1000e.txt" explain NOSUCH
	[ -z "$output" ]
	try 3 -n -F "$DUMPS/qemu/qemu-e1000e.txt" explain CAP_AF
	warns "the device has no CAP_AF"
}

@test "explain says why a device cannot be opened" {
	try 0 -n -F "$DUMPS/made/msi-odd.txt" explain COMMAND
	prints "init-fails"
}

@test "json has the same facts, each with its kernel function" {
	try 0 -n -q -F "$DUMPS/qemu/qemu-e1000e.txt" -k 6.1.192 explain -J PM_CTRL 100.l 40.l
	silent
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		document = json.load(open(sys.argv[1]))
		assert document["command"] == "explain"
		control, header, raw = document["devices"][0]["registers"]
		assert (control["offset"], control["width"], control["name"]) == (0xcc, 2, "PM_CTRL")
		assert control["owner"] == {"kind": "capability", "name": "CAP_PM", "instance": 0xc8}
		assert (control["read_virtual"], control["write"], control["write_virtual"]) == (
		    "8100", "7efc", "0000")
		effect, = control["effects"]
		assert (effect["effect"], effect["mask"]) == ("power-state", "0003")
		assert effect["function"] == "vfio_pm_config_write" and effect["what"]
		reason, = control["reasons"]
		assert reason["mask"] == "ffff" and reason["function"] == "init_pci_cap_pm_perm"
		switch, = control["switches"]
		assert (switch["name"], switch["value"], switch["opens"]) == ("pme-virtual", 1, True)
		assert switch["write"] == "fffc"
		state = control["fields"][0]
		assert (state["name"], state["msb"], state["lsb"], state["write"]) == ("STATE", 1, 0, "dropped")
		assert header["owner"]["name"] == "ECAP_AER" and header["hidden"] is None
		assert raw["owner"] == {"kind": "raw", "name": None, "instance": None}
		assert raw["name"] is None and raw["fields"] == []
	END
}

@test "json names the hidden capability and its reason" {
	try 0 -n -q -F "$DUMPS/made/extended-hidden.txt" -k 6.1.192 explain -J PASID_CTRL
	"$PYTHON" - "$BATS_TEST_TMPDIR/out" <<-'END'
		import json, sys
		entry, = json.load(open(sys.argv[1]))["devices"][0]["registers"]
		assert entry["hidden"] == {"offset": 0x1b0, "name": "ECAP_PASID", "reason": "not-virtualized"}
	END
}

@test "explain and policy agree about every register" {
	for dump in qemu-e1000e extended-hidden vf several-msi; do
		"$PROGRAM" -n -q -F "$DUMPS"/*/"$dump.txt" -k 6.12.94 policy -J >"$BATS_TEST_TMPDIR/policy"
		mapfile -t names < <("$PYTHON" - "$BATS_TEST_TMPDIR/policy" <<-'END'
			import json, sys
			# with its width, because the bare name of a capability means all of it
			for r in json.load(open(sys.argv[1]))["devices"][0]["registers"]:
			    name, at, number = r["name"].partition("@")
			    print(name + "." + "?bw?l"[r["width"]] + at + number)
		END
		)
		try 0 -n -q -F "$DUMPS"/*/"$dump.txt" -k 6.12.94 explain -J "${names[@]}"
		"$PYTHON" - "$BATS_TEST_TMPDIR/policy" "$BATS_TEST_TMPDIR/out" <<-'END'
			import json, sys
			policy, explain = (json.load(open(name))["devices"][0]["registers"] for name in sys.argv[1:])
			assert len(policy) == len(explain) > 10
			for a, b in zip(policy, explain):
			    for key in ("offset", "width", "name", "capability", "user", "hardware",
			                "read_virtual", "write", "write_virtual"):
			        assert a[key] == b[key], (a, b)
			    assert a["effects"] == [e["effect"] for e in b["effects"]], (a, b)
			    assert a["hidden"] == (b["hidden"] is not None), (a, b)
		END
	done
}
