# SPDX-License-Identifier: GPL-2.0-or-later

setup()
{
	load common
}

@test "every example of the manual gives what the manual shows" {
	local name names failed=
	names=$(tests/doc/examples list)
	[[ $names ]]
	for name in $names; do
		diff -u --label manual --label program <(tests/doc/examples expected "$name") \
			<(tests/doc/examples run "$name") || failed+=" $name"
	done
	[[ ! $failed ]] || { echo "differ:$failed (tests/doc/examples update)"; false; }
}

@test "every display of the manual that shows a command is marked as a test or as live" {
	run awk '
		/^\.\\" (test|live): [a-z-]+$/ { marked = NR }
		/^\$ / && !inside { print NR ": " $0 }
		/^\.Bd/ { inside = marked == NR - 1 }
		/^\.Ed/ { inside = 0 }' "$manual"
	[[ ! $output ]]
}

@test "no two examples have one name" {
	[[ ! $(tests/doc/examples list | sort | uniq -d) ]]
}

# They are parsed and not run: with --usage at the end the program prints its usage.
@test "the command lines that need a machine are understood by the program" {
	local line part parts found=0
	while IFS= read -r line; do
		IFS='|' read -ra parts <<<"${line%%>*}"
		for part in "${parts[@]}"; do
			read -ra part <<<"${part#sudo }"
			[[ ${part[0]} == vfio-cfgtool ]] || continue
			found=$((found + 1))
			"$PROGRAM" "${part[@]:1}" --usage >/dev/null || { echo "$line"; false; }
		done
	done < <(tests/doc/examples live)
	((found > 0))
}
