# SPDX-License-Identifier: GPL-2.0-or-later

setup()
{
	load common
	documents=(README.md CONTRIBUTING.md SECURITY.md doc/*.md)
}

# commands - the command lines of the documents, in displays and in sentences, without
# comments, pipes and redirections
commands()
{
	{
		sed -n '/^```/,/^```/p' "${documents[@]}"
		grep -Eoh '`(make|vfio-cfgtool) [^`]+`' "${documents[@]}" | tr -d '`'
	} | sed -e 's/^[#$] //' -e 's/ *[#>|].*//' | grep -E '^(make|vfio-cfgtool) '
}

@test "the documents' make goals exist" {
	local word goals known
	known=$(make -pRrq : 2>/dev/null | sed -n 's/^\([a-z][a-z0-9-]*\):.*/\1/p')
	goals=$(commands | sed -n 's/^make //p' | tr ' ' '\n' | grep -Ex '[a-z][a-z0-9-]*')
	[[ $goals ]]
	for word in $goals; do
		[[ $word == help ]] && continue
		grep -qx -e "$word" <<<"$known" || { echo "make $word"; false; }
		grep -Eq "(^  |also: )make $word[ )]" tests/make-help || { echo "make $word is not in make help"; false; }
	done
}

@test "the documents' commands of the program are understood" {
	local line found=0
	while read -ra line; do
		[[ ${line[0]} == vfio-cfgtool && ${line[1]} != *: ]] || continue
		found=$((found + 1))
		"$PROGRAM" "${line[@]:1}" --usage >/dev/null || { echo "${line[*]}"; false; }
	done < <(commands)
	((found > 0))
}

@test "the guide shows the map of the device in tests/doc/devices.txt" {
	local rules
	rules=$(sed -n 's/.*rules \([0-9.]*\) .*/\1/p' doc/guide.md | head -n 1)
	diff <(sed -n '/^RANGE/,/^```/p' doc/guide.md | grep -v '^```') \
		<("$PROGRAM" -n -F tests/doc/devices.txt -k "$rules" map 01:00.0 | sed -n '/^RANGE/,$p')
}

@test "the files that the documents link to exist" {
	local document link
	for document in "${documents[@]}"; do
		while read -r link; do
			[[ $link == http* || -e $(dirname "$document")/$link ]] || { echo "$document: $link"; false; }
		done < <(grep -Eo '\]\([^)#]+\)' "$document" | tr -d '])(')
	done
}

@test "the files and directories that the documents name exist" {
	local document name rooms
	rooms=$(cd src && printf '%s|' */)
	for document in "${documents[@]}"; do
		for name in $(grep -Eo "(^|[\`( ])(src|tests|doc)/[A-Za-z0-9_./-]+\`|(^|[\`( ])(${rooms%|})[a-z0-9_./-]+\.[ch]\>" "$document" | tr -d '\`( ' | sort -u); do
			[[ -e $name || -e src/$name ]] || { echo "$document: $name"; false; }
		done
	done
}

@test "the files that the architecture names without a directory exist" {
	local name found=0
	for name in $(grep -Eo '`[a-z_0-9]+\.(c|h|bats)`' doc/architecture.md CONTRIBUTING.md doc/adding-a-vmm.md -h | tr -d '`' | sort -u); do
		found=$((found + 1))
		[[ $(find src tests -name "$name" -print -quit) ]] || { echo "$name"; false; }
	done
	((found > 0))
}

@test "the version of the program has an entry in NEWS" {
	grep -q "^vfio-cfgtool $(cat VERSION)\( \|$\)" NEWS
	[[ $("$PROGRAM" --version) == "vfio-cfgtool $(cat VERSION)"* ]]
}

# touches - the rows of the table of what each command touches
touches()
{
	sed -n '/^| command | reads /,/^$/p' doc/guide.md | sed -n 's/^| \([a-z].*\) |$/\1/p' | sed 's/ | /,/g'
}

@test "the guide's table of what each command touches is the manual's" {
	diff <(touches) <(section "What looking costs" | sed -n 's/^\.It //p' | sed -e 's/ Ta /,/g' -e 's/Sy //g')
}

@test "the table of what each command touches has every command" {
	diff <(touches | sed 1d | cut -d , -f 1 | sort) <(each_command | sort)
}

@test "the README shows the chains of a device in tests/doc/devices.txt" {
	diff <(sed -n '/^standard capabilities/,/^```/p' README.md | grep -v '^```') \
		<("$PROGRAM" -n -q -F tests/doc/devices.txt map --chains --vmm=qemu-11.1 06:00.0 |
			sed -n '/^standard capabilities/,/ECAP_ARI  .* by /p')
}
