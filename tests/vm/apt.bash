# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# For scripts that fetch Debian's packages for the cache: an apt with lists and a
# cache of its own, from the servers of this machine's apt configuration. The script
# has a function die, and the variables $work (a directory) and $suites.

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# server [SECURITY] - prints where this machine gets Debian's packages, or the
# security updates
server()
{
	apt-get indextargets --format '$(CREATED_BY) $(COMPONENT) $(RELEASE) $(REPO_URI)' |
		awk -v security="${1:-}" '
			$1 != "Packages" || $2 != "main" { next }
			security ? $3 ~ /-security$/ : $3 ~ /^[a-z]+$/ { print $4; exit }'
}

# private_apt [ARCHITECTURE] - makes a configuration of apt that leaves the system's
# alone; with ARCHITECTURE it knows that one only, and no package is installed
private_apt()
{
	local suite uri
	mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
	for suite in $suites; do
		uri=$(server "$([[ $suite != *-security ]] || echo security)")
		[[ $uri ]] || die "apt's configuration names no server of Debian's packages"
		echo "deb [signed-by=$keyring] $uri $suite main"
	done >"$work/apt/sources.list"
	cat >"$work/apt/apt.conf" <<-END
		Dir::Etc::SourceList "$work/apt/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		Dir::Etc::Preferences "/dev/null";
		Dir::Etc::PreferencesParts "/dev/null";
		Dir::State::Lists "$work/apt/lists";
		Dir::Cache "$work/apt/cache";
		APT::Sandbox::User "root";
	END
	if [[ ${1:-} ]]; then
		: >"$work/apt/status"
		cat >>"$work/apt/apt.conf" <<-END
			APT::Architecture "$1";
			APT::Architectures { "$1"; };
			Dir::State::status "$work/apt/status";
		END
	fi
	export APT_CONFIG=$work/apt/apt.conf
	apt-get -q update
}
