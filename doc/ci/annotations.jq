# SPDX-License-Identifier: GPL-2.0-or-later
# vfio-cfgtool ... check -o rows | jq -r -f annotations.jq
# An annotation of GitHub for each rule that is broken or could not be judged, at its line.
def data: gsub("%"; "%25") | gsub("\r"; "%0D") | gsub("\n"; "%0A");
select(.error != null or .pass == false)
| (if .file then " file=\(.file),line=\(.line)" else "" end) as $place
| "::error\($place)::\("\(.address): \(.message // .error.message)" | data)"
