# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For the scripts that build packages. $out is the directory that they build in.

# as_user COMMAND... - as nobody where this is root, without network where that can be
as_user()
{
	local alone=()
	if [[ $(id -u) == 0 ]]; then
		chown -R nobody: "$out"
		unshare --net true 2>/dev/null && alone=(unshare --net)
		"${alone[@]}" setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups \
			env HOME=/nonexistent CCACHE_DISABLE=1 "$@"
	else
		"$@"
	fi
}
