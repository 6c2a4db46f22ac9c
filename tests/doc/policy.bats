# SPDX-License-Identifier: GPL-2.0-or-later
#
# The page of policy files, and what doc/ has for continuous integration.

setup()
{
	load common
	page=$top/vfio-cfgtool.policy.5
}

# grammar_words - the words that the grammar has in quotes, letters alone
grammar_words()
{
	sed -n '/^\.\\" grammar/,/^\.Ed/p' "$page" | sed 's/\\-/-/g' | grep -Eo '"[a-z_-]{2,}"' | tr -d '"' | sort -u
}

# told RULE - prints the words that the program accepts there, by its message
told()
{
	"$PROGRAM" -F tests/doc/devices.txt check -e "$1" 2>&1 | sed -n 's/.*: one of //p' | tr ' ' '\n'
}

@test "mandoc finds nothing to warn about in the page of policy files" {
	run mandoc -T lint -W warning "$page"
	[[ ! $output ]]
	((status == 0))
}

@test "every example of the page of policy files gives what it shows" {
	local name names
	export MANUAL=$page
	names=$(tests/doc/examples list)
	[[ $names ]]
	for name in $names; do
		diff -u --label manual --label program <(tests/doc/examples expected "$name") \
			<(tests/doc/examples run "$name")
	done
}

@test "the example of a policy file is understood" {
	sed -n '/^\.\\" policy: example/,/^\.Ed/p' "$page" | sed -e '/^\./d' -e 's/\\-/-/g' >"$BATS_TEST_TMPDIR/policy"
	grep -q '^format 1' "$BATS_TEST_TMPDIR/policy"
	run "$PROGRAM" -n -F tests/doc/devices.txt check 01:00.0 "$BATS_TEST_TMPDIR/policy"
	[[ $output == *" rules: "* ]]
	((status == 0))
}

@test "the grammar has every word that the program knows, and the program every word of the grammar" {
	local known
	known=$({
		told nothing
		told 'bits COMMAND nothing=00'
		told 'deny nothing'
		printf "%s\n" optional read read_virtual write write_virtual hardware pf vf class subsystem revision \
			init-fails ext-cap-max dvsec cxl
	} | grep . | sort -u)
	same program "$known" "$(grammar_words)"
}

@test "the grammar has every line that the program writes, and that the tests say is understood" {
	local dump lines=$BATS_TEST_TMPDIR/lines
	for dump in tests/dumps/*/*.txt; do
		"$PROGRAM" -n -q -F "$dump" policy -o policy --layout 2>/dev/null || true
	done >"$lines"
	grep -ho 'assert_rule("[^"]*"' tests/unit/model/policyfile/test_rule.c |
		sed 's/assert_rule("//; s/"$//; s/\\t/ /g; s/\\r//' >>"$lines"
	(($(wc -l <"$lines") > 10000))
	tests/doc/grammar "$page" <"$lines"
}

@test "the grammar has no line that is none" {
	local line
	while IFS= read -r line; do
		run tests/doc/grammar "$page" <<<"$line"
		((status == 1))
		[[ $output == "$line" ]]
	done <<-'END'
		size
		sizes 1000
		map 00-3f headers x
		bits COMMAND.w
		bits COMMAND.w write ffff
		if dvsec
		deny 40-4f
		allow effect power-state
		value COMMAND.w 0000
		error busy
	END
}

@test "every rule has its words on the page" {
	local word
	for word in $(told nothing); do
		chapter_of_page | grep -Eq "^\.It Cm ([a-z-]+ .*, Cm )?$word( |$)" || { echo "$word"; false; }
	done
}

# chapter_of_page - its chapter RULES
chapter_of_page()
{
	awk '/^\.Sh / { inside = $2 == "RULES"; next } inside' "$page"
}

@test "the policy file under doc/ci is kept by the device, by the rules of kernels from 5.19 on" {
	local rules
	# before 5.19 PME support is not virtual
	for rules in 5.19 6.1.176 6.12.107 7.3.4; do
		"$PROGRAM" -n -F tests/dumps/qemu/qemu-e1000e.txt -k $rules check doc/ci/e1000e.policy
	done
}

@test "the rules in doc/checking.md are understood" {
	sed -n '/^```$/,/^```$/p' doc/checking.md | sed -n '/^format 1/,/^```/p' | grep -v '^`' >"$BATS_TEST_TMPDIR/policy"
	[[ -s $BATS_TEST_TMPDIR/policy ]]
	run "$PROGRAM" -n -F tests/dumps/qemu/qemu-e1000e.txt check "$BATS_TEST_TMPDIR/policy"
	[[ $output == *" rules: "* ]]
}

@test "the commands of doc/checking.md, the workflow and the unit are understood" {
	local line found=0
	while read -ra line; do
		found=$((found + 1))
		"$PROGRAM" "${line[@]}" --usage >/dev/null || { echo "${line[*]}"; false; }
	done < <({
		sed -n 's/^[#$] vfio-cfgtool \([^>#]*\).*/\1/p' doc/checking.md
		sed -n 's/^ *run: sudo vfio-cfgtool //p' doc/ci/workflow.yml
		sed -n 's/^ExecStart=\/usr\/bin\/vfio-cfgtool //p' doc/ci/vfio-cfgtool-check@.service
	})
	((found >= 8))
}

@test "systemd finds nothing wrong with the unit" {
	type systemd-analyze >/dev/null || skip "systemd is not there"
	local unit="$BATS_TEST_TMPDIR/vfio-cfgtool-check@.service"
	# the program and its manual are where they are built
	sed -e "s,/usr/bin/vfio-cfgtool,$PROGRAM," -e '/^Documentation=/d' "doc/ci/vfio-cfgtool-check@.service" >"$unit"
	run systemd-analyze verify "$unit"
	[[ ! $output ]]
	((status == 0))
}

@test "the playbook collects from three machines, and the query says what differs where" {
	type ansible-playbook jq >/dev/null || skip "ansible-core or jq is not there"
	local work=$BATS_TEST_TMPDIR
	{
		echo '[all:vars]'
		echo 'ansible_connection=local'
		echo 'ansible_python_interpreter=/usr/bin/python3'
		echo "program=$PROGRAM"
		echo 'as_root=false'
		echo '[machines]'
		echo "web1 devices='-k 6.12.107 -F $top/tests/doc/devices.txt 01:00.0 05:00.0'"
		echo "web2 devices='-k 6.12.107 -F $top/tests/doc/devices.txt 01:00.0 05:00.0'"
		echo "web3 devices='-k 6.1.176 -F $top/tests/doc/devices.txt 01:00.0 05:00.0'"
	} >"$work/inventory"
	# it wants a locale and a home of its own
	LC_ALL=C.UTF-8 HOME=$work ANSIBLE_LOCALHOST_WARNING=0 ansible-playbook -i "$work/inventory" \
		doc/ci/collect.yml -e directory="$work/policies" >"$work/log" 2>&1 || { cat "$work/log"; false; }
	[[ $(wc -l <"$work/policies/web1.jsonl") == 2 ]]
	run jq -nr -f doc/ci/compare.jq "$work"/policies/*.jsonl
	((status == 0))
	[[ $output == "1234:0005 rev 00 EXP_LNKSTA2: 0000/0000/0000 on web1 0000:05:00.0, web2 0000:05:00.0; 0000/ffff/0000 on web3 0000:05:00.0" ]]
}
