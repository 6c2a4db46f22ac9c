# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the tests of the documentation share. PROGRAM is the program under test
# (default: build/vfio-cfgtool).

top=$(cd "${BATS_TEST_DIRNAME:?}/../.." && pwd)
cd "$top" || exit 1
PROGRAM=$(realpath -m "${PROGRAM:-build/vfio-cfgtool}")
export PROGRAM LC_ALL=C
unset NO_COLOR MANPAGER POSIXLY_CORRECT
manual=$top/vfio-cfgtool.1

# section NAME - the source of a section of the manual, or of a part of it
section()
{
	awk -v name="$1" '
		/^\.S[hs] / { inside = substr($0, 5) == name; if (inside) { depth = $1; next } }
		/^\.Sh / && depth == ".Ss" { inside = 0 }
		inside' "$manual"
}

# chapter NAME - the source of a section with all its parts
chapter()
{
	awk -v name="$1" '/^\.Sh / { inside = substr($0, 5) == name; next } inside' "$manual"
}

# codes PART - what a part of CODES lists, sorted
codes()
{
	section "$1" | sed -n 's/^\.It Sy //p' | sed 's/\\-/-/g' | sort
}

# source_codes REGEX FILE... - the strings that REGEX finds, the last pair of quotes each, sorted
source_codes()
{
	local regex=$1
	shift
	cat "$@" | tr '\n\t' '  ' | grep -Eo "$regex" | sed 's/.*"\([^"]*\)"$/\1/' | sort -u
}

# json_keys - the keys of JSON that the source names: the rows of `struct field` but those of
# a table alone (CELL), and what is added without a row
json_keys()
{
	{
		cat src/{format,output}/*.c | tr '\n\t' '  ' | grep -Eo '\{ "[a-z_]+", (\.get|MEMBER)[^{}]*' |
			grep -v 'CELL(' | sed 's/^{ "\([a-z_]*\)".*/\1/'
		source_codes 'json_add\([a-z_]+, "[a-z_]+"' src/{format,output}/*.c
	} | sort -u
}

# same WHAT EXPECTED ACTUAL - fails and shows the lines that only one of them has
same()
{
	diff -u --label "$1" --label manual <(printf '%s\n' "$2") <(printf '%s\n' "$3")
}

# each_command - the commands that help shows
each_command()
{
	"$PROGRAM" help | sed -n 's/^  \([a-z]*\) .*/\1/p'
}

# help_options COMMAND - the options that its usage has, long and short, sorted
help_options()
{
	"$PROGRAM" "$@" --usage | tr '[]|' '\n' | sed 's/=.*//' | grep -Eo '^ *--?[a-zA-Z-]+' |
		awk '{ if (/^ *--/) print $1; else { sub(/^ *-/, ""); for (i = 1; i <= length($0); i++) print "-" substr($0, i, 1) } }' |
		sort -u
}

# own_options COMMAND - the options that its help explains, long and short, sorted
own_options()
{
	"$PROGRAM" help "$1" |
		sed -n 's/^  \(-[a-zA-Z]\|  \)[, ] *\(--[a-z-]*\).*/\1 \2/p' | tr ' ' '\n' | grep . | sort -u
}

# completed_options COMMAND - the same of __complete
completed_options()
{
	"$PROGRAM" __complete ${1:+"$1"} - | cut -f 1 | sed 's/=$//' | sort -u
}
