#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The test vectors that developers of VMMs copy.

load helper

VECTORS=$ROOT/tests/vectors

@test "the test vectors agree with the program's predictions" {
	"$PYTHON" "$VECTORS/make" "$PROGRAM" >"$BATS_TEST_TMPDIR/made"
	cmp "$BATS_TEST_TMPDIR/made" "$VECTORS/vectors.json" || {
		echo "see what changed, then: tests/vectors/make $PROGRAM >tests/vectors/vectors.json"
		return 1
	}
}

@test "the vectors have a device that each VMM changes, one that QEMU refuses and one that hangs it" {
	need jq
	local vmm
	for vmm in qemu-11.1,machine=q35,bus=root cloud-hypervisor-53 openvmm crosvm firecracker; do
		[ "$(jq --arg vmm $vmm '[.vectors[].guest[$vmm].rows // {} | select(has("100"))] | length > 0' \
			"$VECTORS/vectors.json")" = true ]
	done
	[ "$(jq -c '[.vectors[].guest["qemu-11.1,machine=q35,bus=port"].error // empty]' \
		"$VECTORS/vectors.json")" = '["vmm-refuses","vmm-hangs"]' ]
}
