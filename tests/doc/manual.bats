# SPDX-License-Identifier: GPL-2.0-or-later

setup()
{
	load common
}

# manual_options COMMAND - the options that the manual gives to the command ("": to any)
manual_options()
{
	chapter OPTIONS | sed 's/\\-/-/g' | awk -v command="$1" '
		function flush() {
			if (names != "" && (command == "" || commands == "" || index(commands " ", " " command " ")))
				printf "%s", names
			names = commands = ""
		}
		/^\.It Fl / {
			flush()
			for (i = 2; i <= NF; i++)
				if ($i == "Fl")
					names = names "-" $(i + 1) "\n"
			fresh = 1
			next
		}
		fresh && /^\.Pq Cm / {
			commands = " " $0
			gsub(/,/, "", commands)
		}
		{ fresh = 0 }
		END { flush() }' | sort -u
}

@test "mandoc finds nothing to warn about in the manual" {
	run mandoc -T lint -W warning "$manual"
	[[ ! $output ]]
	((status == 0))
}

@test "groff formats the manual without a warning" {
	type groff >/dev/null || skip "groff is not there"
	run groff -ww -mdoc -T utf8 -z "$manual"
	[[ ! $output ]]
	((status == 0))
}

@test "the manual has its sections" {
	local name
	for name in NAME SYNOPSIS DESCRIPTION LINT REGISTERS OPTIONS 'HOW A DEVICE IS REACHED' 'ASKING THE KERNEL' \
		RULES 'OUTPUT FORMATS' CODES 'EXIT STATUS' FILES ENVIRONMENT EXAMPLES SECURITY 'SEE ALSO' AUTHORS; do
		grep -Fqx ".Sh $name" "$manual" || { echo "no section $name"; false; }
	done
}

@test "every command has a help and a section of the manual" {
	local command commands
	commands=$(each_command)
	[[ $commands ]]
	for command in $commands; do
		"$PROGRAM" help "$command" | grep -q "^Usage: vfio-cfgtool $command"
		"$PROGRAM" "$command" --help >/dev/null
		[[ $(chapter "${command^^}") ]] || { echo "no section ${command^^}"; false; }
		grep -qx "\.Cm $command" <(section SYNOPSIS) || { echo "$command is not in SYNOPSIS"; false; }
	done
}

@test "every command of the help is completed, and no other" {
	same help "$(each_command | sort)" "$("$PROGRAM" __complete '' | cut -f 1 | sort)"
}

@test "every option of a command's help is in the manual and completed, and vice versa" {
	local command
	for command in $(each_command); do
		same "help $command" "$(help_options "$command")" "$(manual_options "$command")"
		same "help $command" "$(help_options "$command")" "$(completed_options "$command")"
	done
}

@test "every option of any command is in the manual's OPTIONS, and vice versa" {
	local all
	all=$(for command in $(each_command); do help_options "$command"; done | sort -u)
	same help "$all" "$(manual_options "")"
}

@test "the manual names the values of the options that take words" {
	local option words word
	for option in source require color only; do
		words=$("$PROGRAM" __complete policy "--$option=" | cut -f 1 | sed 's/.*=//')
		[[ $words ]]
		for word in $words; do
			chapter OPTIONS | sed 's/\\-/-/g' | grep "^\.It Fl -$option " | grep -qw -e "$word" ||
				{ echo "--$option=$word"; false; }
		done
	done
}

@test "the manual names every format, and gives it to the commands that have it" {
	local command formats
	for command in $(each_command); do
		formats=$("$PROGRAM" help "$command" | sed -n 's/^Formats: //p' | tr ' ' '\n' | sort)
		same "help $command" "$formats" "$(section 'OUTPUT FORMATS' | awk -v command="$command" '
			/^\.It Cm / { format = $3 }
			/^\.Pq Cm / && format != "" {
				gsub(/,/, "")
				if (index($0 " ", " " command " "))
					print format
				format = ""
			}' | sort)"
	done
}

@test "every exit status of the program is in the manual" {
	local status
	for status in 0 1 2 3 4; do
		section 'EXIT STATUS' | grep -qx "\.It $status"
	done
}

@test "the newest release that the rules know is the one that the manual names" {
	local newest
	newest=$("$PROGRAM" -F tests/doc/devices.txt map 01:00.0 -o jsonl |
		grep -Eo '"rules":\{"name":"[^"]*' | sed 's/.*"//')
	chapter RULES | grep -Fq "newest known, $newest."
}

@test "every key that the source gives to JSON is in the schema" {
	local key
	# each switch is a key of switches_basis, and so are the lengths: the schema has no list of them
	json_keys | grep -vx lengths | while read -r key; do
		grep -q "\"$key\": " doc/schema.json || { echo "$key"; false; }
	done
}

@test "every key of the JSON output is in the manual, and vice versa" {
	local keys
	keys=$({
		"$PROGRAM" -q -F tests/doc/devices.txt map --free -o jsonl 2>/dev/null || true
		"$PROGRAM" -F tests/doc/devices.txt map -o json 01:00.0
		"$PROGRAM" -F tests/doc/devices.txt map --vmm=qemu -o jsonl 06:00.0
		"$PROGRAM" -F tests/doc/devices.txt policy -o jsonl 02:00.0
		"$PROGRAM" -F tests/doc/devices.txt explain -o jsonl 05:00.0 EXP_DEVCTL L1SS_CTL1 CAP_PM
		"$PROGRAM" -F tests/doc/devices.txt read -o jsonl 02:00.0 COMMAND
		"$PROGRAM" -F tests/doc/devices.txt list -o jsonl
		"$PROGRAM" -F tests/doc/devices.txt lint -o jsonl 02:00.0
		"$PROGRAM" diff -o jsonl tests/doc/devices.txt@05:00.0 || true
		"$PROGRAM" lint --list -o jsonl
		"$PROGRAM" rules -o jsonl
	} | tr '\n' ' ' | sed 's/"switches_basis": *{[^}]*}/"switches_basis":0/g' | grep -Eo '"[a-z_]+": ?' | tr -d '": ' | sort -u)
	# those too that only a machine's devices have
	keys+=$'\n'$(json_keys)
	same JSON "$(sort -u <<<"$keys" | grep -vx -e header -e capability -e extended -e placeholder -e raw -e virtual \
		-e consistent -e skipped -e unstable)" \
		"$(section 'json, jsonl' | grep '^\.\(Va\|Pq Va\|It Va\)' | tr -d ',' | tr ' ' '\n' |
			grep -Ex '[a-z_]+' | grep -vx -e extended -e capability | sort -u)"
}

@test "the manual lists every cause for which the kernel cannot be asked" {
	local cause causes text
	text=$(mandoc -T ascii "$manual" | sed 's/.\x08//g' | sed -n '/^ASKING THE KERNEL/,/^OUTPUT FORMATS/p' |
		tr -s ' \t\n' ' ')
	causes=$(tr '\n\t' '  ' <src/kernel/cause.c | grep -Eo 'NOT_ASKED +"[^":;,(%]*' |
		sed 's/^[^"]*"//; s/ *$//')
	[[ $causes ]]
	while IFS= read -r cause; do
		[[ $text == *"$cause"* ]] || { echo "$cause"; false; }
	done <<<"$causes"
}

# page NAME - makes a page of the manual; prints its file
page()
{
	"$top/doc/man/page" "$1" >"$BATS_TEST_TMPDIR/$1.1"
	echo "$BATS_TEST_TMPDIR/$1.1"
}

@test "every command has a page of its own, without a warning, with its options and examples" {
	local command file
	same pages "$(each_command | sort)" "$("$top/doc/man/page" commands)"
	for command in $(each_command); do
		file=$(page "$command")
		run mandoc -T lint -W warning "$file"
		[[ ! $output ]] || { echo "$command: $output"; false; }
		grep -q "^\.Dt VFIO.*-${command^^} 1" "$file"
		[[ $(sed -n '/^\.Sh EXAMPLES/,/^\.El/p' "$file" | grep -c '^\.It Li') == 3 ]]
		[[ $(sed -n '/^\.Sh SYNOPSIS/,/^\.Sh D/p' "$file" | wc -l) -gt 3 ]]
		grep -q '^It ' "$file"
	done
}

@test "a command's page explains each option that its help does" {
	local command option
	for command in $(each_command); do
		page "$command" >/dev/null
		for option in $(own_options "$command" | grep ^--); do
			grep -q -- "Fl -${option#--}" <(sed 's/\\-/-/g' "$BATS_TEST_TMPDIR/$command.1") ||
				{ echo "$command: $option"; false; }
		done
	done
}

@test "vfio-cfgtool(1) has a list of the commands in place of their chapters" {
	local file
	file=$(page main)
	run mandoc -T lint -W warning "$file"
	[[ ! $output ]] || { echo "$output"; false; }
	[[ $(grep -c '^\.It Xr vfio.-cfgtool.-' "$file") == $(each_command | wc -l) ]]
	run grep -x '.Sh MAP' "$file"
	((status != 0))
	grep -qx '.Sh CODES' "$file"
}

@test "of a page that has a section of another no reference is left to it" {
	local command file name
	for command in main $(each_command); do
		file=$(page "$command")
		grep -o 'Sx [A-Z][A-Za-z, '"'"']*[A-Za-z]' "$file" | sed 's/Sx //' | sort -u | while read -r name; do
			grep -Eq "^\.S[hs] $name\$" "$file" || { echo "$command: $name"; exit 1; }
		done
	done
}

@test "the page of a command has less than four screens before its examples" {
	local command lines
	for command in $(doc/man/page commands); do
		lines=$(doc/man/page "$command" | mandoc -T ascii -O width=80 | sed 's/.\x08//g' |
			grep -n '^EXAMPLES' | cut -d: -f1)
		((lines <= 4 * 24)) || { echo "$command: $lines lines"; return 1; }
	done
}
