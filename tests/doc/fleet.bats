# SPDX-License-Identifier: GPL-2.0-or-later
# The examples of doc/fleet.md, and the files that it names.

setup()
{
	load common
	work=$BATS_TEST_TMPDIR
	# two of a model under kernels that treat it differently, and another model
	mkdir -p "$work/captures" "$work/policies"
	"$PROGRAM" -n -q -F tests/dumps/qemu/qemu-e1000e.txt -k 6.1.176 capture >"$work/captures/a"
	"$PROGRAM" -n -q -F tests/dumps/qemu/qemu-e1000e.txt -k 5.10 capture >"$work/captures/b"
	printf 'format 1\ndevice 8086:10d3\nvisible CAP_PM\nabsent CAP_MSI\n' >"$work/policies/nic.policy"
	mkdir -p "$work/bin"
	ln -s "$PROGRAM" "$work/bin/vfio-cfgtool"
	PATH=$work/bin:$PATH
}

# commands PART - the lines of a part of doc/fleet.md that a user types
commands()
{
	awk -v part="## $1" '/^## / { inside = $0 == part } inside' "$top/doc/fleet.md" | sed -n 's/^\$ //p'
}

@test "fingerprints group the captures of a directory" {
	cd "$work"
	run bash -c "$(commands 'Which of my devices are alike?')"
	((status == 0))
	[[ $(wc -l <<<"$output") == 2 ]]
	[[ $output =~ 1\ 8086:10d3\ 1-[0-9a-f]{16} ]]
}

@test "SQLite says which registers differ, from rows" {
	type sqlite3 jq >/dev/null || skip "sqlite3 or jq is not there"
	cp doc/ci/fleet.sql "$work"
	cd "$work"
	run bash -e -c "$(commands SQL)"
	((status == 0))
	[[ $output == *"8086:10d3|"* ]]
	[[ $(cut -d '|' -f 6 <<<"$output" | sort -u) == 1 ]]
	rm fleet.db captures/b
	run bash -e -c "$(commands SQL)"
	[[ ! $output ]]
}

@test "a line of jq makes annotations of broken rules, and of what cannot be judged" {
	cp doc/ci/annotations.jq "$work"
	cp tests/dumps/made/all-ff.txt "$work/captures/c"
	cd "$work"
	run bash -c "{ $(commands 'GitLab and GitHub'); } 2>/dev/null"
	[[ $output == "::error file=policies/nic.policy,line=4::0000:01:00.0: a user finds CAP_MSI in the chain, and should not"* ]]
	[[ $output == *"::error::0000:01:00.0: "* ]]
	[[ $(wc -l <<<"$output") == 3 ]]
}

@test "the commands of the GitLab job write XML, also where a rule is broken" {
	local line
	cd "$work"
	while read -r line; do
		bash -c "$line" 2>/dev/null || (($? == 1))
	done < <(sed -n 's/^    - vfio-cfgtool/vfio-cfgtool/p' "$top/doc/ci/gitlab-ci.yml")
	/usr/bin/python3 -c 'import sys, xml.dom.minidom as dom
for name in sys.argv[1:]:
    dom.parse(name)' check.xml lint.xml
	grep -q '<failure type="broken"' check.xml
}

@test "systemd finds nothing wrong with the timer and its unit, for which findings are no failure" {
	type systemd-analyze >/dev/null || skip "systemd is not there"
	sed -e "s,/usr/bin/vfio-cfgtool,$PROGRAM," -e '/^Documentation=/d' doc/ci/vfio-cfgtool-metrics.service \
		>"$work/vfio-cfgtool-metrics.service"
	cp doc/ci/vfio-cfgtool-metrics.timer "$work"
	run systemd-analyze verify "$work"/vfio-cfgtool-metrics.{service,timer}
	[[ ! $output ]]
	((status == 0))
	grep -qx 'SuccessExitStatus=1 3' doc/ci/vfio-cfgtool-metrics.service
	local words
	words=$(sed -n 's,^ExecStart=/usr/bin/vfio-cfgtool ,,p' doc/ci/vfio-cfgtool-metrics.service)
	words=${words/--all/-F $top/tests/dumps/made/msi-odd.txt}
	run "$PROGRAM" ${words%--to=*} --to="$work/file.prom"
	((status == 1))
	grep -qx 'vfio_cfgtool_last_run_exit_status 1' "$work/file.prom"
}

@test "the fact is JSON with the functions of the machine" {
	[[ $(ls /sys/bus/pci/devices 2>/dev/null) ]] || skip "no PCI in this machine"
	VFIO_CFGTOOL=$PROGRAM doc/ci/vfio_cfgtool.fact | jq -e '.devices[0].address'
}

@test "the role installs fact and policies, and fails with the sentence of a broken rule" {
	type ansible-playbook >/dev/null || skip "ansible-core is not there"
	mkdir -p "$work/roles/vfio/tasks" "$work/roles/vfio/files"
	cp doc/ci/tasks.yml "$work/roles/vfio/tasks/main.yml"
	cp -r doc/ci/vfio_cfgtool.fact "$work/policies" "$work/roles/vfio/files"
	printf -- '- hosts: all\n  gather_facts: false\n  roles: [vfio]\n' >"$work/site.yml"
	printf '[all:vars]\nansible_connection=local\nansible_python_interpreter=/usr/bin/python3\n[all]\nhost root=%s program=%s devices="-F %s"\n' \
		"$work/root" "$PROGRAM" "$work/captures/a" >"$work/inventory"
	export LC_ALL=C.UTF-8 HOME=$work ANSIBLE_LOCALHOST_WARNING=0 ANSIBLE_ROLES_PATH=$work/roles
	run ansible-playbook -i "$work/inventory" "$work/site.yml"
	((status != 0))
	[[ $output == *"a user finds CAP_MSI in the chain, and should not"* ]]
	[[ -x $work/root/etc/ansible/facts.d/vfio_cfgtool.fact ]]
	sed -i '/^absent/d' "$work/roles/vfio/files/policies/nic.policy"
	run ansible-playbook -i "$work/inventory" "$work/site.yml"
	((status == 0)) || { echo "$output"; false; }
}

@test "the alerts of doc/fleet.md are PromQL" {
	type promtool >/dev/null || skip "promtool is not there"
	{
		printf 'groups:\n- name: vfio\n  rules:\n'
		awk '/^## / { inside = $0 == "## Prometheus" } inside' doc/fleet.md | grep -E '^(vfio_cfgtool_|count by)' |
			awk '{ print "  - alert: A" NR "\n    expr: \x27" $0 "\x27" }'
	} >"$work/rules.yml"
	[[ $(grep -c expr "$work/rules.yml") == 4 ]]
	promtool check rules "$work/rules.yml"
}
