# SPDX-License-Identifier: GPL-2.0-or-later
#
# The section CODES of the manual has exactly the codes that the program can print.

setup()
{
	load common
}

# function_words NAME - the strings in a function, sorted
function_words()
{
	find src -name '*.c' -exec sed -n "/^const char \*$1(/,/^}/p" {} + | grep -Eo '"[a-z-]+"' | tr -d '"' | sort -u
}

# words_of KEY - the words that the schema allows for a key or a definition, sorted
words_of()
{
	tr -d '\n' <doc/schema.json | grep -Eo "\"$1\": \{[^{}]*\"enum\": \[[^]]*\]" |
		sed 's/.*"enum": //' | grep -Eo '[a-z-]+' | sort -u
}

# words_in DEFINITION KEY - the same, of a key that several definitions have
words_in()
{
	sed -n "/^    \"$1\": {/,/^    }/p" doc/schema.json | sed -n "/^        \"$2\": {/,/^        }/p" |
		sed -n 's/.*"enum": \[\(.*\)\].*/\1/p' | grep -Eo '"[a-z-]+"' | tr -d '"' | sort -u
}

@test "the manual lists the error codes" {
	same fault.c "$(source_codes '\[FAULT_[A-Z_]+\] = "[a-z-]+"' src/base/fault.c | grep -vx none)" \
		"$(codes 'Error codes')"
}

@test "the manual lists the warning codes" {
	local map command
	map=$(source_codes '\[WARNING_[A-Z0-9_]+\] = \{ *"[a-z0-9-]+"' src/model/*/*.c)
	command=$(source_codes '([^a-z_]warn\(report, |warning->code = )"[a-z-]+"' src/{commands,inputs}/*.c)
	[[ $map && $command ]]
	same sources "$(sort <<<"$map"$'\n'"$command")" "$(codes 'Warning codes')"
}

@test "the manual lists the hazards that lint finds" {
	same lint "$("$PROGRAM" lint --list | sed 1d | cut -d ' ' -f 1 | sort)" "$(codes Hazards)"
}

@test "the manual lists the verdicts of verify, and the schema has them" {
	local verdicts
	verdicts=$(function_words verify_verdict)
	[[ $verdicts ]]
	same verify.c "$verdicts" "$(codes Verdicts)"
	same schema "$verdicts" "$(sed -n '/"verdict": {/,/}/p' doc/schema.json |
		sed -n 's/.*"enum": \[\(.*\)\].*/\1/p' | grep -Eo '[a-z-]+' | sort -u)"
}

@test "the manual lists the states of list, and the schema has them" {
	local states
	states=$(source_codes '\[VFIO_[A-Z_]+\] = "[a-z-]+"' src/access/vfio/vfio_diagnose.c)
	[[ $states ]]
	same vfio_diagnose.c "$states" "$(codes States)"
	same schema "$states" "$(words_in list_facts state)"
}

@test "the manual lists the verdicts of probe, and the schema has them" {
	local verdicts
	verdicts=$(source_codes '\[PROBE_[A-Z]+\] = "[a-z]+"' src/model/verdict/probe_judge.c)
	[[ $verdicts ]]
	same probe_judge.c "$verdicts" "$(codes 'Verdicts of probe')"
	same schema "$verdicts" "$(words_of probe_verdict)"
}

@test "the manual lists the classes of probe, and the schema has those of writes" {
	local classes
	classes=$(source_codes '\[PROBE_[A-Z]+\] = "[a-z]+"' src/model/verdict/probe_write.c)
	[[ $classes ]]
	same probe_write.c "$classes" "$(codes Classes)"
	same schema "$(grep -vx read <<<"$classes")" "$(words_of probe_class)"
}

@test "the manual lists the parts of which verify finds differences" {
	same verify.c "$(source_codes '\[PART_[A-Z_]+\] = "[a-z-]+"' src/model/verdict/verify.c)" "$(codes Parts)"
}

@test "the manual lists the effects, and the schema has them" {
	local effects
	effects=$(source_codes '\.name = "[a-z-]+"' src/model/vfio/effects.c)
	[[ $effects ]]
	same effects.c "$effects" "$(codes Effects)"
	same schema "$effects" "$(words_of effect)"
}

@test "the manual lists the effects of a guest's write in the VMM, and the schema has them" {
	local effects
	effects=$(source_codes '\[GUEST_[A-Z_]+\] = \{ *"[a-z-]+"' src/model/vmm/guest.c)
	[[ $effects ]]
	same guest.c "$effects" "$(codes 'Guest effects')"
	same schema "$effects" "$(words_of vmm_effect)"
}

@test "the manual lists the natures of registers, and the schema has them" {
	local natures
	natures=$(source_codes '\[NATURE_[A-Z]+\] = "[a-z]+"' src/model/registers/register.c)
	[[ $natures ]]
	same register.c "$natures" "$(codes Natures)"
	same schema "$natures" "$(words_of nature)"
}

@test "the manual lists where explain says that bits are read from and written to" {
	local reads writes
	reads=$(function_words explain_read_word)
	writes=$(function_words explain_write_word)
	[[ $reads && $writes ]]
	same explain_fields.c "$(sort -u <<<"$reads"$'\n'"$writes")" "$(codes 'Reads and writes')"
	same schema "$reads" "$(words_of read)"
	same schema "$writes" "$(words_of write)"
}

@test "the manual lists the dangers of writes, and the schema has them" {
	local dangers
	dangers=$(source_codes '\[DANGER_[A-Z_]+\] = "[a-z-]+"' src/model/verdict/write_plan.c)
	[[ $dangers ]]
	same write_plan.c "$dangers" "$(codes Dangers)"
	same schema "$dangers" "$(sed -n '/"force": {/,/}/p' doc/schema.json |
		sed -n 's/.*"enum": \[\(.*\)\].*/\1/p' | grep -Eo '[a-z-]+' | sort -u)"
}

@test "the manual lists what becomes of a register that was written, and the schema has it" {
	local fates
	fates=$(source_codes '\[FATE_[A-Z]+\] = "[a-z]+"' src/model/verdict/access.c)
	[[ $fates ]]
	same access.c "$fates" "$(codes 'After a write')"
	same schema "$fates" "$(words_of closed | grep -vx null)"
}

@test "the manual lists the states of a journal, and the schema has them" {
	local states
	states=$(source_codes '\[LEFT_[A-Z_]+\] = "[a-z-]+"' src/model/verdict/restore.c)
	[[ $states ]]
	same restore.c "$states" "$(codes Journals)"
	same schema "$states" "$(words_in restore_facts state)"
}

@test "the manual lists the kinds" {
	same map.c "$(source_codes '\[KIND_[A-Z]+\] = "[a-z]+"' src/model/vfio/map.h)" "$(codes Kinds)"
}

@test "the manual lists the contents" {
	same map.c "$(source_codes '\[CONTENT_[A-Z]+\] = "[a-z]+"' src/model/*/*.c)" "$(codes Contents)"
}

@test "the manual lists the reasons of hidden capabilities" {
	same map.c "$(source_codes '\[HIDDEN_[A-Z_]+\] = "[a-z-]+"' src/model/*/*.c)" \
		"$(codes 'Reasons of hidden capabilities')"
}

@test "the manual lists the switches that the command rules prints" {
	same rules "$("$PROGRAM" rules | sed '1,/^SWITCH/d' | cut -d ' ' -f 1 | sort)" "$(codes Switches)"
}

@test "the manual lists the bases" {
	same rules.c "$(source_codes '\[BASIS_[A-Z]+\] = "[a-z]+"' src/model/*/*.c)" "$(codes Bases)"
}

@test "doc/kernel-rules.md has a row for every switch, with its releases" {
	local name release row
	while read -r name release; do
		row=$(grep "^| \`$name\` |" doc/kernel-rules.md | head -n 1)
		[[ $row ]] || { echo "no row for $name"; false; }
		[[ $name == exp-v2-52 && $release == 5.10 ]] && continue
		[[ $name == ext-cap-max && $release == 5.10 ]] && continue
		grep -Fwq -e "$release" <<<"$row" || { echo "$name: $release is not in its row"; false; }
	done < <("$PROGRAM" rules -o jsonl | tr '{' '\n' | awk -F '"' '
		/^"name":"[0-9]/ { next }
		/^"name":/ { name = $4 }
		/^"release":/ { print name, $4 }')
}

@test "doc/kernel-rules.md shows each release with the switches that the program gives it" {
	local line release v2 columns column i value switches
	columns=(pme-virtual ecap-unknown-ro ecap-error-fails dvsec nointx-notconnected nointx-no-irq
		igd-any-display igd-vbt rom-from-setup)
	while IFS='|' read -ra line; do
		release=$(tr -d ' ?' <<<"${line[1]}")
		release=${release%%,*}
		release=${release%%to*}
		switches=$("$PROGRAM" -q -F tests/doc/devices.txt -k "$release" map 01:00.0 -o jsonl |
			grep -o '"switches":\[[^]]*' | tr -d '"')
		[[ ${line[2]} == *34* ]] && v2=y || v2=-
		[[ $switches == *exp-v2-52* ]] && value=y || value=-
		[[ $v2 == "$value" ]] || { echo "$release: exp-v2-52"; false; }
		for i in "${!columns[@]}"; do
			column=$(tr -d ' ' <<<"${line[i + 3]}")
			[[ $switches == *"${columns[i]}"* ]] && value=y || value=-
			[[ $column == "$value" || $column == '?' ]] || { echo "$release: ${columns[i]}"; false; }
		done
		[[ $switches == *"ext-cap-max=$(tr -d ' ' <<<"${line[12]}")"* ]] ||
			{ echo "$release: ext-cap-max"; false; }
	done < <(sed -n '/^## Releases/,/^## Unknown/p' doc/kernel-rules.md | grep '^| [5-9]')
}
