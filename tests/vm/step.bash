# SPDX-License-Identifier: GPL-2.0-or-later
#
# For scripts that fill the cache: steps that take their time. The script has a
# function die, and the variables $log (a file), $subject (what is made) and
# $begin (of $SECONDS).

# step TEXT COMMAND... - runs one step; its output goes to the log. On a
# terminal the last line of the log and the time are shown meanwhile.
step()
{
	local text=$1 pid
	shift
	"$@" >>"$log" 2>&1 &
	pid=$!
	if [[ -t 2 ]]; then
		while kill -0 $pid 2>/dev/null; do
			show_progress "$text"
			sleep 0.5
		done
		printf '\r\e[K' >&2
	fi
	if ! wait $pid; then
		tail -n 25 "$log" >&2
		die "$text: failed; all of the output is in $log"
	fi
}

show_progress()
{
	local seconds=$((SECONDS - begin)) last width
	width=$(stty size <&2 2>/dev/null) || width='24 80'
	last=$(tail -n 1 "$log" | tr -s '[:space:]' ' ')
	last=$(printf '%s %d:%02d  %s: %s' "$subject" $((seconds / 60)) $((seconds % 60)) "$1" "$last")
	printf '\r\e[K%s' "${last:0:${width#* } - 1}" >&2
}
