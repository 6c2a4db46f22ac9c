# SPDX-License-Identifier: GPL-2.0-or-later
#
# The BPF programs and their disassembly: a block in doc/ that begins with "NAME:".

setup()
{
	load common
	[[ $(uname -m) == x86_64 ]] || skip "doc/ has the programs of x86-64"
	command -v llvm-mc >/dev/null || skip "llvm-mc is not installed"
}

# documented NAME FILE - the block of a program
documented()
{
	awk -v name="$1:" '$0 == name { inside = 1; next } /^```/ { inside = 0 } inside' "$2"
}

# disassembled NAME - what llvm-mc makes of it
disassembled()
{
	"$dumper" "$1" | llvm-mc -triple bpfel --disassemble 2>&1 | sed '/^\t\.text/d; s/^\t//; s/\t/ /g'
}

@test "each BPF program is the one that doc/ shows" {
	local name file
	dumper=$BATS_TEST_TMPDIR/disassembly
	gcc -std=c11 -D_GNU_SOURCE -Isrc -o "$dumper" tests/doc/disassembly.c \
		src/kernel/{programs,trace_programs,instructions,bpf}.c src/base/*.c
	for name in entry return noter copier; do
		file=doc/tracing.md
		[[ $name == [er]* ]] || file=doc/asking-the-kernel.md
		[[ $(documented "$name" "$file") ]]
		diff -u --label "$file: $name" --label program <(documented "$name" "$file") <(disassembled "$name")
	done
}
